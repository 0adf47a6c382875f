"""JSON as the tables keep it: what cannot be read any more is damage of the file."""

from __future__ import annotations

from typing import Any, TypeVar

import orjson

from cppcc_desktop.domain.errors import DamagedFile

T = TypeVar("T", dict[str, Any], list[Any])


def load_stored(text: str, kind: type[T]) -> T:
    """The dict or list a row holds; DamagedFile for anything else."""
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise DamagedFile from error
    if not isinstance(found, kind):
        raise DamagedFile
    return found
