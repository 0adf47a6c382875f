"""Pages as pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.exporters.document import Document, Paragraph
from cppcc_desktop.exporters.fonts import FontSet
from cppcc_desktop.exporters.pdf import write_pdf
from cppcc_desktop.exporters.preview import count_pages, render_page


@pytest.mark.parametrize("width", [300, 601])
def test_a_page_becomes_packed_rgb(width: int, tmp_path: Path, fonts: FontSet) -> None:
    path = tmp_path / "预览.pdf"
    write_pdf([Document("", (Paragraph("政" * 700),))], path, fonts)
    assert count_pages(path) == 2
    picture = render_page(path, 1, width)
    assert abs(picture.width - width) <= 1
    assert abs(picture.height - width * 297 / 210) < 2
    assert len(picture.rgb) == picture.width * picture.height * 3
    assert picture.rgb[:3] == b"\xff\xff\xff"
    assert min(picture.rgb) < 128


def test_what_cannot_be_shown_is_said(tmp_path: Path, fonts: FontSet) -> None:
    path = tmp_path / "a.pdf"
    with pytest.raises(OfficeError, match="打不开"):
        count_pages(path)
    path.write_bytes(b"%PDF-1.7 cut")
    with pytest.raises(OfficeError, match="打不开"):
        render_page(path, 0, 100)
    write_pdf([Document("", ())], path, fonts)
    with pytest.raises(OfficeError, match="没有第 2 页"):
        render_page(path, 1, 100)
