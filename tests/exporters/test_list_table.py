"""Lists on paper: upright or across, widths that fill the page, a head on every page."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pytest

from cppcc_desktop.exporters.document import ACROSS, UPRIGHT, FieldTable
from cppcc_desktop.exporters.list_table import NUMBER_WIDTH, PrintedColumn, build_list, choose_sheet, share_widths
from cppcc_desktop.exporters.pdf import write_pdf

FEW = [PrintedColumn("姓名", 96), PrintedColumn("单位及职务", 0)]
MANY = [
    PrintedColumn(label, 120) for label in ("姓名", "性别", "界别", "党派", "专委会", "职务", "电话", "地址", "邮编")
]


@pytest.mark.parametrize(("columns", "sheet"), [(FEW, UPRIGHT), (FEW * 3, ACROSS), (MANY, ACROSS)])
def test_columns_fill_the_sheet_they_need(columns: list[PrintedColumn], sheet: object) -> None:
    found = choose_sheet(columns)
    assert found is sheet
    widths = share_widths(columns, found)
    assert abs(sum(widths) + NUMBER_WIDTH - found.type_width) < 1e-6 and min(widths) > 5


def test_the_head_comes_again_on_every_page(tmp_path: Path) -> None:
    rows = [[f"甲{number}", *[""] * 8] for number in range(60)]
    document = build_list("委员名单", "共 60 人", MANY, rows)
    assert isinstance(document.blocks[-1], FieldTable) and len(document.blocks[-1].rows) == 61
    write_pdf([document], tmp_path / "a.pdf")
    with pdfplumber.open(tmp_path / "a.pdf") as file:
        texts = [page.extract_text() for page in file.pages]
        assert all(page.width > page.height for page in file.pages)
    assert len(texts) > 2 and all("姓名" in text and f"— {at} —" in text for at, text in enumerate(texts, 1))
    assert "委员名单" in texts[0] and "甲59" in texts[-1]
