"""Files that can be read: values, numbers, dates, merged areas, text tables."""

from __future__ import annotations

import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cppcc_desktop.domain.errors import Cancelled
from cppcc_desktop.importers.causes import Unreadable
from cppcc_desktop.importers.reader import Cell, Raw, convert_cell, main, read_data
from cppcc_desktop.importers.tables import sheets
from cppcc_desktop.importers.tables.delimited import read_text_rows
from cppcc_desktop.importers.tables.sheets import Merge, column_letter, read_file, reader_command
from tests.importers.books import FIRST_ROW, write_book, write_parts


def test_values_come_as_plain_python(tmp_path: Path) -> None:
    row = ["林子木", 1, 13800001234, 0.5, True, date(1975, 3, 1), datetime(2026, 3, 5, 9, 30), None]
    sheet = read_file(write_book(tmp_path / "名册.xlsx", [["标题"], [], row]))
    assert (sheet.name, sheet.sheets, sheet.first_row, sheet.width) == ("名册", ("名册",), 1, 7)
    assert sheet.rows[2] == ("林子木", 1, 13800001234, 0.5, True, "1975-03-01", "2026-03-05 09:30")


def test_rows_keep_their_numbers_and_columns(tmp_path: Path) -> None:
    cells = '<row r="5"><c r="C5" t="inlineStr"><is><t>甲</t></is></c></row><row r="9"><c r="E9"><v>3</v></c></row>'
    sheet = read_file(write_parts(tmp_path / "a.xlsx", f"<sheetData>{cells}</sheetData>"))
    assert sheet.first_row == 5
    assert [number for number, _ in sheet.numbered(8)] == [8, 9]
    assert sheet.rows[0] == (None, None, "甲", None, None)


def test_merged_areas_are_told_and_clipped(tmp_path: Path) -> None:
    body = f'<sheetData>{FIRST_ROW}<row r="2"><c r="A2"><v>1</v></c></row></sheetData>'
    merges = '<mergeCells><mergeCell ref="A2:A1048576"/><mergeCell ref="F1:G9"/></mergeCells>'
    sheet = read_file(write_parts(tmp_path / "a.xlsx", body + merges))
    assert sheet.merges == (Merge(2, 0, 2, 0),)


def test_the_first_sheet_with_content_or_the_named_one(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [], more={"说明": [["先看这里"]], "二": [["姓名", "性别"]]})
    assert read_file(path).name == "说明"
    assert read_file(path, sheet="二").rows == (("姓名", "性别"),)
    assert read_file(path).sheets == ("名册", "说明", "二")


@pytest.mark.parametrize("body", [
    "".join(f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(2, 1_048_577)),
    '<row r="1048576"><c r="XFD1048576" s="1"/></row>',
    '<row r="1048576"><c r="XFD1048576" s="1"><v></v></c></row>',
])  # fmt: skip
def test_formatted_but_empty_cells_do_not_count(tmp_path: Path, body: str) -> None:
    sheet = read_file(
        write_parts(tmp_path / "a.xlsx", f'<dimension ref="A1:XFD1048576"/><sheetData>{FIRST_ROW}{body}</sheetData>')
    )
    assert sheet.rows == (("姓名", "界别"),)


def test_a_text_that_looks_like_a_far_cell_is_text(tmp_path: Path) -> None:
    text = '<row r="2"><c r="A2" t="inlineStr"><is><t>见 r="XFD1048576" 处</t></is></c></row>'
    sheet = read_file(write_parts(tmp_path / "a.xlsx", f"<sheetData>{FIRST_ROW}{text}</sheetData>"))
    assert sheet.rows[1][0] == '见 r="XFD1048576" 处'


def test_formula_errors_are_not_lost(tmp_path: Path) -> None:
    cell = '<row r="2"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    sheet = read_file(write_parts(tmp_path / "a.xlsx", f"<sheetData>{FIRST_ROW}{cell}</sheetData>"))
    assert sheet.rows[1] == ("#DIV/0!", None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_text_tables_of_every_sort(tmp_path: Path, encoding: str, mark: str) -> None:
    path = tmp_path / "名册.csv"
    path.write_bytes(
        f'姓名{mark}手机号{mark}单位及职务\r\n林子木{mark}13800001234{mark}"甲公司\n经理"\r\n'.encode(encoding)
    )
    sheet = read_file(path)
    assert sheet.rows == (("姓名", "手机号", "单位及职务"), ("林子木", "13800001234", "甲公司\n经理"))
    assert (sheet.name, sheet.sheets, sheet.merges) == ("", (), ())


def test_rare_characters_of_gb18030(tmp_path: Path) -> None:
    assert read_text_rows("姓名,性别\n王䶮𬱖,男\n".encode("gb18030"))[1][0] == "王䶮𬱖"


def test_a_single_column_and_a_very_long_cell() -> None:
    assert read_text_rows("姓名\n林子木\n".encode()) == [["姓名"], ["林子木"]]
    with pytest.raises(Unreadable, match="quotes"):
        read_text_rows(b'a,"' + b"x" * 200_000 + b'"\n')


cells = st.text(
    st.characters(codec="gb18030", exclude_categories=["Cc", "Cs", "Co", "Cn"]), min_size=1, max_size=8
).filter(lambda text: not set(text) & set(',;\t"\ufeff\u2028\u2029\x85'))


@settings(suppress_health_check=[HealthCheck.too_slow])  # of a busy machine
@given(
    st.lists(st.tuples(cells, cells, cells), min_size=2, max_size=9), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])
)
def test_unicode_text_comes_back_as_written(rows: list[tuple[str, str, str]], encoding: str) -> None:
    text = "\n".join(",".join(row) for row in rows)
    assert read_text_rows(text.encode(encoding)) == [list(row) for row in rows]


han = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=8)


@given(st.lists(st.tuples(han, han, han), min_size=1, max_size=9))
def test_gbk_is_told_from_utf8(rows: list[tuple[str, str, str]]) -> None:
    text = "\n".join(",".join(row) for row in [("姓名", "性别", "界别"), *rows])
    assert read_text_rows(text.encode("gbk"))[1:] == [list(row) for row in rows]


def test_cancelling_stops_the_child(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        read_file(write_book(tmp_path / "a.xlsx", [["姓名"]]), cancelled=lambda: True)


def test_the_frozen_program_reads_by_a_hidden_argument(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reader_command()[1:] == ["-m", "cppcc_desktop.importers.reader"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert reader_command() == [sys.executable, sheets.READER_FLAG]


def test_the_child_answers_on_standard_output(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cppcc_desktop.importers.reader.limit_this_process", lambda *_: None)
    monkeypatch.setattr("gc.disable", lambda: None)  # the child's garbage is nobody's; these tests' would pile up
    main([str(write_book(tmp_path / "a.xlsx", [["姓名"]])), "", "10", "512"])
    main([str(tmp_path / "b.xlsx"), "", "10", "512"])
    assert (
        capfd.readouterr().out
        == '{"name":"名册","sheets":["名册"],"rows":[["姓名"]],"merges":[],"hidden_rows":[],"hidden_columns":[],"from_1904":false}{"cause":"missing","detail":""}'
    )


def test_read_data_needs_no_file(tmp_path: Path) -> None:
    data = write_book(tmp_path / "a.xlsx", [["姓名", " "], ["林子木", None]]).read_bytes()
    assert read_data(data, "名册").get("rows") == [["姓名"], ["林子木"]]


def test_every_sort_of_cell_becomes_plain() -> None:
    cells: list[tuple[Raw, Cell]] = [
        ("", None), ("甲", "甲"), (3.0, 3), (1.5, 1.5), (3.3e17, 3.3e17), (True, True), (date(1975, 3, 1), "1975-03-01"),
        (datetime(1975, 3, 1), "1975-03-01"), (datetime(1975, 3, 1, 8, 5), "1975-03-01 08:05"), (time(9, 30), "09:30"),
        (timedelta(hours=30), "1 day, 6:00:00"),
    ]  # fmt: skip
    assert [convert_cell(raw) for raw, _ in cells] == [cell for _, cell in cells]


def test_read_data_of_a_text_table_and_of_errors(tmp_path: Path) -> None:
    assert read_data("\ufeff姓名\n林子木\n".encode(), "").get("rows") == [["姓名"], ["林子木"]]
    body = f'<sheetData>{FIRST_ROW}<row r="2"><c r="A2" t="e"><v>#N/A</v></c></row></sheetData>'
    assert read_data(write_parts(tmp_path / "a", body).read_bytes(), "").get("rows") == [
        ["姓名", "界别"],
        ["#N/A", None],
    ]
    with pytest.raises(Unreadable, match="sheet_missing"):
        read_data((tmp_path / "a").read_bytes(), "别的")


def test_column_letters() -> None:
    assert [column_letter(index) for index in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
