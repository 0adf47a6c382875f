"""A list in a file reads as it would be pasted: spreadsheets old and new, text, Word; and what cannot be read says so."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
import xlsxwriter
import xlwt

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.services.imports.blocks import MOST, FileBlock, read_file_block
from tests.importers.strange_files import KINDS

REFUSED = (
    "empty file", "empty workbook", "cut at a half", "a flipped byte", "zip bomb", "xxe", "encrypted workbook", "encrypted xls",
    "far corner", "pptx", "doc", "another OpenDocument",
)  # fmt: skip
HEAD, PERSON, OTHER = ("姓名", "小组", "证号"), ("林子木", "第一组", 7), ("江一帆", None, "008")


def lines(block: FileBlock) -> list[list[str]]:
    return list(csv.reader(io.StringIO(block.text), delimiter="\t"))


def new_book(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("第一天")
    for at, row in enumerate((("出席名单",), (), HEAD, PERSON, OTHER), start=1):
        sheet.write_row(at, 0, row)
    sheet.merge_range("B5:B6", "第一组")
    sheet.set_row(5, None, None, {"hidden": True})
    sheet.set_column("C:C", None, None, {"hidden": True})
    book.add_worksheet("第二天").write_row(0, 0, ("姓名", "13日\n上午"))
    book.close()


def old_book(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    for at, row in enumerate((HEAD, PERSON, OTHER)):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell)
    book.save(str(path))


def text_table(path: Path) -> None:
    path.write_bytes("姓名,小组,证号\r\n林子木,第一组,7\r\n江一帆,,008\r\n".encode("gb18030"))


def word_file(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("参加人员名单")
    table = document.add_table(4, 3)
    for at, row in enumerate((("参加人员名单",), HEAD, PERSON, OTHER)):
        for column, cell in enumerate(row):
            table.cell(at, column).text = str(cell or "")
    table.cell(0, 0).merge(table.cell(0, 2))
    table.cell(2, 1).merge(table.cell(3, 1))
    document.add_table(1, 1).cell(0, 0).text = "注"
    document.save(str(path))


def test_a_workbook_with_a_title_merged_and_hidden_cells_and_two_sheets(tmp_path: Path) -> None:
    new_book(tmp_path / "名单.xlsx")
    block = read_file_block(tmp_path / "名单.xlsx")
    assert (block.sheet, block.sheets) == ("第一天", ("第一天", "第二天"))
    assert lines(block) == [
        [], ["出席名单", "", ""], ["", "", ""], list(HEAD), ["林子木", "第一组", "7"], ["江一帆", "第一组", "008"],
    ], "a row of the sheet is a line, so that its number is right"  # fmt: skip
    assert "第 6 行" in block.notes[0] and "C 列" in block.notes[1]
    other = read_file_block(tmp_path / "名单.xlsx", "第二天")
    assert lines(other) == [["姓名", "13日\n上午"]] and other.notes == ()


@pytest.mark.parametrize(
    ("name", "write"),
    [("名单.xls", old_book), ("名单.et", old_book), ("名单.csv", text_table), ("名单.docx", word_file)],
)
def test_other_kinds_of_file(tmp_path: Path, name: str, write: Callable[[Path], None]) -> None:
    write(tmp_path / name)
    block = read_file_block(tmp_path / name)
    group = "第一组" if name.endswith("docx") else ""
    title = [["参加人员名单", "", ""]] if name.endswith("docx") else []
    assert lines(block) == [*title, list(HEAD), ["林子木", "第一组", "7"], ["江一帆", group, "008"]]
    assert block.sheets == {"名单.csv": (), "名单.docx": ("第 1 张表", "第 2 张表")}.get(name, ("名单",))


def test_a_word_file_names_its_tables_and_says_if_there_are_none(tmp_path: Path) -> None:
    word_file(tmp_path / "名单.docx")
    assert lines(read_file_block(tmp_path / "名单.docx", "第 2 张表")) == [["注"]]
    with pytest.raises(OfficeError, match="没有这张工作表"):
        read_file_block(tmp_path / "名单.docx", "第 3 张表")
    document = docx.Document()
    document.add_paragraph("林子木、江一帆")
    document.save(str(tmp_path / "名单.docx"))
    with pytest.raises(OfficeError, match="里没有表格"):
        read_file_block(tmp_path / "名单.docx")


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_imported_cannot_be_read_as_a_list(tmp_path: Path, name: str) -> None:
    kind = KINDS[name]
    path = tmp_path / kind.name
    kind.write(path)
    with pytest.raises(OfficeError) as refused:
        read_file_block(path)
    assert kind.says in str(refused.value) and refused.value.kept == "没有改动任何数据。" and refused.value.todo


def test_a_register_of_thousands_is_no_list(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("姓名\n" + "林子木\n" * MOST, encoding="utf-8")
    with pytest.raises(OfficeError, match="有 5001 行，不像一份名单"):
        read_file_block(path)
    path.write_text(f"姓名\n{'长' * 50_000}\n", encoding="utf-8")
    with pytest.raises(OfficeError, match="有一格 50000 字，不像一份名单"):
        read_file_block(path)


def test_a_program_is_no_list(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(b"MZ\x90\x00" + bytes(range(256)) * 20)
    with pytest.raises(OfficeError) as refused:
        read_file_block(path)
    assert "名单.xlsx" in refused.value.what and refused.value.todo
