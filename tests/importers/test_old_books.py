"""What old programs wrote: Excel 5, HTML and XML under the name .xls, and what WPS does to .xlsx."""

from __future__ import annotations

import datetime
import struct
from pathlib import Path

import pytest
import xlwt

from cppcc_desktop.importers.causes import Unreadable
from cppcc_desktop.importers.containers import list_streams
from cppcc_desktop.importers.reader import read_data
from cppcc_desktop.importers.tables.markup import read_page
from cppcc_desktop.importers.tables.sheets import read_file
from tests.importers.books import write_parts
from tests.importers.old_books import put_biff5, put_in_container, record, write_excel_5, write_old_book


def excel_5(
    path: Path, cells: bytes, *, sheets: int = 1, more: bytes = b"", page: int = 936, encoding: str = "gbk"
) -> bytes:
    """A workbook with these cells in its last sheet; the others before it are hidden."""
    version = struct.pack("<HHHH", 0x0500, 0x0005, 0x0DBB, 0x07CC)
    head = record(0x0809, version) + record(0x0042, struct.pack("<H", page)) + more
    names = [f"表{number}".encode(encoding) for number in range(sheets)]
    at = len(head) + sum(11 + len(name) for name in names) + 4
    body = record(0x0809, version[:2] + struct.pack("<HHH", 0x10, 0, 0)) + cells + record(0x000A)
    bounds = b""
    for number, name in enumerate(names):
        hidden = int(number < sheets - 1)
        bounds += record(0x0085, struct.pack("<IBB", at, hidden, 0) + bytes([len(name)]) + name)
    return put_in_container(path, head + bounds + record(0x000A) + body, "Book").read_bytes()


def test_every_kind_of_cell_of_excel_5(tmp_path: Path) -> None:
    many = record(0x00BD, struct.pack("<HHHIHIH", 1, 0, 0, (7 << 2) | 2, 0, (9 << 2) | 2, 1))
    one = record(0x027E, struct.pack("<HHHI", 1, 2, 0, (1250 << 2) | 3))
    truth = record(0x0205, struct.pack("<HHHBB", 1, 3, 0, 1, 0))
    formula = record(0x0006, struct.pack("<HHH", 1, 4, 0) + b"\0\0\0\0\0\0\xff\xff" + bytes(8))
    result = "云水镇".encode("gbk")
    told = record(0x0207, struct.pack("<H", len(result)) + result)
    rich = record(0x00D6, struct.pack("<HHHH", 1, 5, 0, len(result)) + result + b"\0")
    data = excel_5(tmp_path / "a.xls", put_biff5(0, 0, "姓名") + many + one + truth + formula + told + rich, sheets=2)
    answer = read_data(data, "")
    assert (answer["name"], answer["sheets"]) == ("表1", ["表1"])
    assert answer["rows"] == [["姓名", *[None] * 5], [7, 9, 12.5, True, "云水镇", "云水镇"]]


def test_what_excel_5_refuses(tmp_path: Path) -> None:
    cells = put_biff5(0, 0, "姓名")
    assert read_data(excel_5(tmp_path / "a.xls", cells, more=record(0x0022, b"\x01\0")), "")["from_1904"]
    for made, cause in (
        (excel_5(tmp_path / "b.xls", put_biff5(0, 230, "x")), "far_cell"),
        (excel_5(tmp_path / "c.xls", b""), "no_rows"),
    ):
        with pytest.raises(Unreadable, match=cause):
            read_data(made, "")
    for wanted, cause in (("没有", "sheet_missing"), ("表0", "sheet_empty")):
        with pytest.raises(Unreadable, match=cause):
            read_data(excel_5(tmp_path / "d.xls", b""), wanted)


def test_another_sheet_and_merged_cells(tmp_path: Path) -> None:
    path = write_old_book(
        tmp_path / "a.et", [["名册", None], ["姓名", "性别"], ["林子木", "男"]], merges=[(0, 0, 0, 1)]
    )
    sheet = read_file(path)
    assert (sheet.name, sheet.merges[0].right, sheet.rows[2]) == ("名册", 1, ("林子木", "男"))


@pytest.mark.parametrize(("page", "encoding"), [(936, "gbk"), (1252, "gbk"), (65001, "utf-8")])
def test_chinese_text_of_excel_5_whatever_code_page_is_named(tmp_path: Path, page: int, encoding: str) -> None:
    text = "示例县云水镇".encode(encoding)
    label = record(0x0204, struct.pack("<HHHH", 0, 0, 0, len(text)) + text)
    data = excel_5(tmp_path / "a.xls", label, page=page, encoding=encoding)
    assert (read_data(data, "")["rows"], read_data(data, "")["name"]) == ([["示例县云水镇"]], "表0")


def test_a_cell_is_read_as_it_shows(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("名册")
    shown = (
        (5.2, "0.00"), (7, "000"), (5.2, "General"), (38000, 'yyyy"年"m"月"'), (38000, "yyyy-mm-dd"), (38000.5, "yyyy-mm-dd hh:mm"),
        (0.25, "hh:mm"), (2026, "0"), (-1.5, "0.00"),
    )  # fmt: skip
    for column, (value, code) in enumerate(shown):
        sheet.write(0, column, value, xlwt.easyxf(num_format_str=code))
    sheet.write(1, 0, True)
    sheet.row(1).hidden = sheet.col(2).hidden = True
    book.save(str(tmp_path / "a.xls"))
    read = read_file(tmp_path / "a.xls")
    assert read.rows[0] == ("5.20", "007", 5.2, "2004-01", "2004-01-14", "2004-01-14 12:00", "06:00", 2026, -1.5)
    assert (read.rows[1][0], read.hidden_rows, read.hidden_columns) == (True, (2,), (2,))


def test_days_since_1904(tmp_path: Path) -> None:
    path = write_old_book(tmp_path / "a.xls", [[datetime.date(1970, 3, 5), 24170]], epoch_1904=True)
    read = read_file(path)
    assert (read.rows, read.epoch) == ((("1970-03-05", 24170),), datetime.date(1904, 1, 1))


def test_a_container_with_a_strange_header(tmp_path: Path) -> None:
    data = write_excel_5(tmp_path / "a.xls", [["姓名"]]).read_bytes()
    assert "Book" in list_streams(data)
    for broken, cause in ((data[:48] + b"\xf0" * 4 + data[52:], "damaged"), (data[:100], "cut"), (data[:-600], "cut")):
        with pytest.raises(Unreadable, match=cause):
            read_data(broken, "")


def test_cells_of_a_page_that_span() -> None:
    page = """<table><tr><td rowspan=2>甲<td colspan="2">乙 丙</tr><tr><td>丁<br>戊<td><b>己</b></table>
    <table><tr><td>不是这张</table><script>var x = "<td>"</script>"""
    rows, merges = read_page(page.encode())
    assert rows == [["甲", "乙 丙", None], [None, "丁\n戊", "己"]]
    assert merges == [(0, 0, 1, 0), (0, 1, 0, 2)]


def test_a_page_too_wide_or_without_cells() -> None:
    with pytest.raises(Unreadable, match="too_many_columns"):
        read_page(b"<table><tr>" + b"<td>x" * 300)
    with pytest.raises(Unreadable, match="web_page"):
        read_page(b"<table><tr><td></td></tr></table>")


def test_a_workbook_as_wps_writes_it(tmp_path: Path) -> None:
    """Absolute targets, its own namespaces, a picture in a cell as a formula, and styles on empty cells."""
    body = (
        '<sheetPr/><dimension ref="A1:C2"/><sheetData>'
        '<row r="1" spans="1:3"><c r="A1" s="1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="inlineStr"><is><t>性别</t></is></c>'
        '<c r="C1" t="inlineStr"><is><t>照片</t></is></c></row>'
        '<row r="2" spans="1:3"><c r="A2" t="inlineStr"><is><t>林子木</t></is></c><c r="B2" t="str"><f>"男"</f><v>男</v></c>'
        '<c r="C2" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c></row></sheetData>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="/xl/worksheets/sheet1.xml"/><Relationship Id="r9" Type="http://www.wps.cn/officeDocument/2020/cellImage" '
        'Target="cellimages.xml"/></Relationships>'
    )
    path = write_parts(
        tmp_path / "a.et", body,
        **{"xl/_rels/workbook.xml.rels": relations, "xl/cellimages.xml": "<etc:cellImages xmlns:etc='http://www.wps.cn/officeDocument/2017/etCustomData'/>"},
    )  # fmt: skip
    assert read_file(path).rows == (("姓名", "性别", "照片"), ("林子木", "男", '=DISPIMG("ID_1",1)'))
