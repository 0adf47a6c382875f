"""Pages of a PDF as pictures, for the print preview and for the printer; no Qt here.

PDFium is not safe in several threads at once: callers use one worker thread.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2  # pyright: ignore[reportMissingTypeStubs]

from cppcc_desktop.domain.errors import OfficeError


@dataclass(frozen=True)
class RenderedPage:
    """A page as RGB pixels, 3 bytes each, rows from the top without padding between them."""

    width: int
    height: int
    rgb: bytes


def count_pages(path: Path) -> int:
    """Pages of a PDF; raises OfficeError when it cannot be read."""
    with _open(path) as document:
        return len(document)


def read_sizes(path: Path) -> list[tuple[float, float]]:
    """Width and height of each page in millimetres; raises OfficeError when it cannot be read."""
    with _open(path) as document:
        sheets: list[Any] = [document[page] for page in range(len(document))]  # the library names no types
        return [(round(sheet.get_width() / 72 * 25.4, 1), round(sheet.get_height() / 72 * 25.4, 1)) for sheet in sheets]


def render_page(path: Path, page: int, width_px: int) -> RenderedPage:
    """Page `page` (from 0) drawn `width_px` pixels wide on white, with its annotations.

    Raises OfficeError when the file cannot be read or has no such page.
    """
    with _open(path) as document:
        if not 0 <= page < len(document):
            raise OfficeError(f"“{path.name}”没有第 {page + 1} 页。", todo="重新打开预览。")
        sheet: Any = document[page]  # the library names no types
        bitmap = sheet.render(scale=width_px / sheet.get_width(), rev_byteorder=True)
        rgb = _pack(bytes(bitmap.buffer), bitmap.width * bitmap.n_channels, bitmap.stride, bitmap.height)
        return RenderedPage(bitmap.width, bitmap.height, rgb)


def _pack(pixels: bytes, row: int, stride: int, height: int) -> bytes:
    """The pixels without the padding PDFium puts behind each row."""
    if row == stride:
        return pixels[: row * height]
    return b"".join(pixels[place * stride : place * stride + row] for place in range(height))


@contextmanager
def _open(path: Path) -> Generator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError) as error:
        raise OfficeError(f"打不开“{path.name}”。", todo="重新生成这个文件。") from error
    try:
        yield document
    finally:
        document.close()
