"""Parts every page is put together from; import each from its own module."""
