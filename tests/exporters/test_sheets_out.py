"""Lists to Excel and CSV: no formula, long digits whole, ready to print."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.exporters import xlsx
from cppcc_desktop.exporters.xlsx import SheetColumn, guard_formula, write_csv, write_xlsx

COLUMNS = (SheetColumn("姓名", 10), SheetColumn("电话", 16), SheetColumn("件数", 8, right_aligned=True))
HARMFUL = ("=1+1", "+86", "-2", "@SUM(A1)", "＝1", "＋1", "－1", "＠a", "\t=1", " =1", "\r=1", "\n=1")


def test_cells_are_text_and_the_page_is_set_up(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    rows = [(text, "10000000000", 3) for text in HARMFUL] + [("张𬱖\x00", None, 10**17)]
    assert write_xlsx(path, "委员名单[试]", COLUMNS, rows).rows == 13
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert sheet.title == "委员名单 试"
    assert [cell.value for cell in sheet[1]] == ["姓名", "电话", "件数"]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2, max_col=2) for cell in row if cell.value} == {"s"}
    assert sheet.cell(2, 1).value == "=1+1"
    assert sheet.cell(2, 1).number_format == "@"
    assert sheet.cell(2, 3).value == 3
    assert sheet.cell(14, 1).value == "张𬱖"
    assert sheet.cell(14, 3).value == str(10**17)
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:C14"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.cell(1, 1).font.b
    assert sheet.print_title_rows == "$1:$1"


def test_an_overlong_text_is_said_and_too_many_rows_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    written = write_xlsx(path, "history", COLUMNS[:1], [("长" * 40_000,)])
    assert written.warnings == ("第 2 行第 1 列超过 32767 字，只写了前面的部分。",)
    before = path.read_bytes()
    monkeypatch.setattr(xlsx, "MAX_ROWS", 2)
    with pytest.raises(OfficeError, match="分几次导出"):
        write_xlsx(path, "多", COLUMNS[:1], [("a",)] * 3)
    assert path.read_bytes() == before


def test_a_list_without_columns_or_rows_is_still_a_file(tmp_path: Path) -> None:
    assert write_xlsx(tmp_path / "a.xlsx", "", (), []).rows == 0
    assert write_xlsx(tmp_path / "b.xlsx", "空", COLUMNS, []).rows == 0


def test_csv_opens_in_excel_and_runs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    assert write_csv(path, COLUMNS, [("=cmd|' /C calc'!A0", "10000000000", -5), ("张，三\n李", None, None)]).rows == 2
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.reader(file))
    assert read[1:] == [["'=cmd|' /C calc'!A0", "10000000000", "-5"], ["张，三\n李", "", ""]]


@pytest.mark.parametrize("text", HARMFUL, ids=range(len(HARMFUL)))
def test_every_start_of_a_formula_is_guarded(text: str) -> None:
    assert guard_formula(text).startswith("'")
    assert guard_formula("张" + text.strip()).startswith("张")
