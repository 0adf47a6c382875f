"""Tables as offices really lay them out: headings over headings, ticks, parts of a field apart, one record in several rows."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from cppcc_desktop.domain.description.fields import Field, Kind, Value
from cppcc_desktop.importers.tables.cells import read_cell
from cppcc_desktop.importers.tables.headers import guess_columns, match_columns
from cppcc_desktop.importers.tables.records import Gathering, describe_sheet, read_records
from cppcc_desktop.importers.tables.rows import ImportRow, read_rows
from cppcc_desktop.importers.tables.sheets import Cell, Merge, SourceSheet, read_file
from cppcc_desktop.nouns.members.entity import MEMBERS
from tests.importers.books import ShippedCodes, write_book
from tests.importers.test_headers import make_sheet

TODAY = date(2026, 3, 5)
WHO = MEMBERS.entity.identity.people
CASES = (
    Field(name="number", label="案号"),
    Field(name="title", label="案由", required=True),
    Field(name="proposer", label="提案人", kind=Kind.LONG_TEXT, aliases=("提案者",)),
    Field(name="circle", label="界别"),
    Field(name="unit", label="主办单位", kind=Kind.LONG_TEXT, aliases=("承办单位",)),
    Field(name="way", label="办理方式", kind=Kind.LONG_TEXT),
    Field(name="answered", label="答复日期", kind=Kind.DATE),
    Field(name="reply_no", label="答复文号"),
    Field(name="grade", label="满意程度", kind=Kind.CODE, codes="satisfaction"),
    Field(name="phone", label="电话", check="phone"),
)
SEVERAL = Gathering({"unit": "way", "proposer": ""}, ("number",))


def read(
    codes: ShippedCodes, sheet: SourceSheet, fields: tuple[Field, ...] = CASES, gathering: Gathering | None = SEVERAL
) -> list[ImportRow]:
    mapping = match_columns(sheet, fields, codes=codes)
    people = WHO if fields is MEMBERS.fields else None
    return read_rows(sheet, mapping, fields, codes, today=TODAY, people=people, gathering=gathering)


def values(rows: list[ImportRow]) -> list[dict[str, Value]]:
    return [dict(row.values) for row in rows]


GROUPED = (
    ("案号", "案由", "提案人", None, "答复", None),
    (None, None, "单位", "姓名", "日期", "文号"),
    ("1", "加装电梯", "某局", "江帆", "3月1日", "示函1号"),
)
DOWN = tuple(Merge(1, column, 2, column) for column in (0, 1))


@pytest.mark.parametrize(
    "merges", [(*DOWN, Merge(1, 2, 1, 3), Merge(1, 4, 1, 5)), (Merge(1, 2, 1, 3), Merge(1, 4, 1, 5)), ()]
)
def test_a_heading_over_several_columns(codes: ShippedCodes, merges: tuple[Merge, ...]) -> None:
    sheet = make_sheet(*GROUPED, merges=merges)
    mapping = match_columns(sheet, CASES)
    assert [str(each) for each in mapping.unknown] == ["C 列“提案人·单位”"]
    assert values(read(codes, sheet)) == [
        {"number": "1", "title": "加装电梯", "proposer": "江帆", "answered": "2026-03-01", "reply_no": "示函1号"}
    ]


def test_what_a_group_says_of_somebody_else_is_not_the_record_s_own() -> None:
    rows: tuple[tuple[Cell, ...], ...] = (
        ("案由", "提案人", "联系人", None),
        (None, None, "姓名", "电话"),
        ("x", "江帆", "王木", "1"),
    )
    mapping = match_columns(make_sheet(*rows, merges=(Merge(1, 2, 1, 3),)), CASES)
    assert mapping.columns == {"title": 0, "proposer": 1}
    assert [each.letter for each in mapping.unknown] == ["C", "D"]


def test_three_rows_of_headings(codes: ShippedCodes) -> None:
    rows: tuple[tuple[Cell, ...], ...] = (
        ("案号", "案由", "办理情况", None, None), (None, None, "承办单位", "答复", None), (None, None, None, "日期", "文号"),
        ("1", "加装电梯", "县某局", "3月1日", "2号"),
    )  # fmt: skip
    merges = (Merge(1, 0, 3, 0), Merge(1, 1, 3, 1), Merge(1, 2, 1, 4), Merge(2, 2, 3, 2), Merge(2, 3, 2, 4))
    assert values(read(codes, make_sheet(*rows, merges=merges))) == [
        {"number": "1", "title": "加装电梯", "unit": "县某局", "answered": "2026-03-01", "reply_no": "2号"}
    ]


@pytest.mark.parametrize("grouped", [True, False])
def test_columns_of_ticks(codes: ShippedCodes, grouped: bool) -> None:
    grades: tuple[Cell, ...] = ("满意", "基本满意", "不满意")
    body: tuple[tuple[Cell, ...], ...] = (
        ("1", "甲", "√", None, None), ("2", "乙", None, "✓", None), ("3", "丙", None, None, None), ("4", "丁", "√", "√", None)
    )  # fmt: skip
    if grouped:
        head: tuple[tuple[Cell, ...], ...] = (("案号", "案由", "满意程度", None, None), (None, None, *grades))
        sheet = make_sheet(*head, *body, merges=(Merge(1, 0, 2, 0), Merge(1, 1, 2, 1), Merge(1, 2, 1, 4)))
    else:
        sheet = make_sheet(("案号", "案由", *grades), *body)
    rows = read(codes, sheet)
    assert [row.values.get("grade") for row in rows] == ["1", "2", None, None]
    assert [each.reason for row in rows for each in row.doubts] == ["满意程度打了几个勾（满意、基本满意），没有读。"]
    assert match_columns(sheet, CASES, codes=codes).unknown == ()


def test_parts_of_a_field_apart(codes: ShippedCodes) -> None:
    rows = read(
        codes,
        make_sheet(("姓名", "职务", "工作单位"), ("江帆", "校长", "某中学"), ("王木", "某局局长", "某局"), ("林子木", None, "某厂")),
        MEMBERS.fields,
    )  # fmt: skip
    assert [row.values["post"] for row in rows] == ["某中学校长", "某局局长", "某厂"]


def test_two_columns_put_to_one_field_by_hand(codes: ShippedCodes) -> None:
    sheet = make_sheet(("案由", "人甲", "人乙"), ("加装电梯", "江帆", "王木"))
    mapping = guess_columns(sheet, CASES)
    assert not mapping.found and mapping.columns == {}
    mapping = mapping.with_changes({"案由": "title", "人甲": "提案人", "人乙": "提案者"})
    assert mapping.describe_column("proposer") == "B 列“人甲”、C 列“人乙”"
    (row,) = read_rows(sheet, mapping, CASES, codes, today=TODAY)
    assert row.values == {"title": "加装电梯", "proposer": "江帆、王木"}
    assert mapping.with_changes({"人乙": None}).columns == {"title": 0, "proposer": 1}


@pytest.mark.parametrize("merged", [True, False])
def test_one_record_in_several_rows(codes: ShippedCodes, merged: bool) -> None:
    rows: tuple[tuple[Cell, ...], ...] = (
        ("案号", "案由", "提案人", "承办单位", "办理方式"), ("1", "加装电梯", "江帆", "县甲局", "主办"), (None, None, "王木", "县乙局", "会办"),
        ("2", "公交", "林子木", "县丙局", "主办"),
    )  # fmt: skip
    merges = (Merge(2, 0, 3, 0), Merge(2, 1, 3, 1)) if merged else ()
    first, second = read(codes, make_sheet(*rows, merges=merges))
    assert (first.number, first.more, first.doubts) == (2, (3,), ())
    assert first.values["proposer"] == "江帆\n王木" and first.values["unit"] == "县甲局〔主办〕\n县乙局〔会办〕"
    assert second.values["title"] == "公交"


def test_the_same_number_and_title_again_is_one_record(codes: ShippedCodes) -> None:
    rows = read(
        codes,
        make_sheet(
            ("案号", "案由", "承办单位"), ("1", "电梯", "县甲局"), ("1", "电梯", "县乙局"), ("1", "公交", "县乙局")
        ),
    )
    assert [row.values.get("unit") for row in rows] == ["县甲局\n县乙局", "县乙局"]


def test_rows_of_one_record_that_disagree_are_told(codes: ShippedCodes) -> None:
    rows: tuple[tuple[Cell, ...], ...] = (("案号", "案由", "答复日期"), ("1", "电梯", "3月1日"), (None, None, "3月2日"))
    (row,) = read(codes, make_sheet(*rows, merges=(Merge(2, 0, 3, 0), Merge(2, 1, 3, 1))))
    assert "answered" not in row.values
    assert [each.reason for each in row.doubts] == ["第 2 行起的几行是同一条，答复日期写得不一样，没有读。"]


def test_a_row_without_title_that_says_more_than_a_further_unit_is_in_doubt(codes: ShippedCodes) -> None:
    rows = read(
        codes,
        make_sheet(
            ("案号", "案由", "承办单位", "答复日期"), ("1", "电梯", "县甲局", None), (None, None, "县乙局", "3月2日")
        ),
    )
    assert [row.blocked for row in rows] == [False, True]


@pytest.mark.parametrize("mark", ["同上", "〃", "同 上", '"'])
def test_ditto(codes: ShippedCodes, mark: str) -> None:
    rows = read(codes, make_sheet(("案由", "承办单位"), ("甲", "县甲局"), ("乙", mark), ("丙", mark), ("丁", None)))
    assert [row.values.get("unit") for row in rows] == ["县甲局"] * 3 + [None]
    (row,) = read(codes, make_sheet(("案由", "承办单位"), ("甲", mark)))
    assert row.blocked and "上面却没有内容" in row.doubts[0].reason


def test_values_for_the_whole_table(codes: ShippedCodes) -> None:
    sheet = make_sheet(("案由", "界别"), ("甲", None), ("乙", "教育"))
    rows = read_rows(
        sheet, match_columns(sheet, CASES), CASES, codes, today=TODAY,
        given={"number": "大-{009}", "circle": "农业", "answered": "3月1日"},
    )  # fmt: skip
    assert values(rows) == [
        {"title": "甲", "number": "大-009", "circle": "农业", "answered": "2026-03-01"},
        {"title": "乙", "number": "大-010", "circle": "教育", "answered": "2026-03-01"},
    ]


def test_rows_that_are_no_records_and_hidden_ones_are_told() -> None:
    sheet = make_sheet(
        ("案由", "界别"), ("甲", "教育"), ("合计 1 件", None), (None, "★为重点提案"), ("制表人：某某", None)
    )
    mapping = match_columns(sheet, CASES)
    assert describe_sheet(sheet, mapping, None) == ["没有当作记录的行：第 3 行“合计 1 件”、第 5 行“制表人：某某”。"]
    assert [record.number for record in read_records(sheet, mapping)] == [2, 4]


def test_a_table_without_headings(codes: ShippedCodes) -> None:
    sheet = make_sheet(("1", "加装电梯", "江帆"), ("2", "公交", "王木"))
    mapping = match_columns(sheet, CASES, header_row=0).with_changes({"A": "案号", "B": "案由"})
    assert [str(each) for each in mapping.unknown] == ["C 列（没有标题）"]
    assert values(read_rows(sheet, mapping, CASES, codes)) == [
        {"number": "1", "title": "加装电梯"}, {"number": "2", "title": "公交"}
    ]  # fmt: skip


def test_what_a_cell_shows_is_read(codes: ShippedCodes, tmp_path: Path) -> None:
    path = write_book(
        tmp_path / "a.xlsx",
        [["案号", "案由", "答复日期"], [7, "甲", 5.2], [8, "乙", 5.2], [9, "丙", datetime(2026, 4, 1)]],
    )
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet is not None
    for cell, code in (("A2", "000"), ("A3", "000"), ("A4", "000"), ("C2", "0.00"), ("C4", 'yyyy"年"m"月"')):
        sheet[cell].number_format = code
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.save(path)
    read_sheet = read_file(path)
    assert (read_sheet.hidden_rows, read_sheet.hidden_columns) == ((3,), (1,))
    rows = read(codes, read_sheet)
    assert [row.values["number"] for row in rows] == ["007", "008", "009"]
    assert [row.values.get("answered") for row in rows] == ["2026-05-20", None, None]
    assert [each.reason.split("，")[0] for row in rows for each in row.doubts] == [
        "答复日期写的是数 5.2", "答复日期：只写到月"
    ]  # fmt: skip


def test_days_are_counted_as_the_workbook_counts_them(codes: ShippedCodes, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904  # pyright: ignore[reportAttributeAccessIssue]
    assert book.active is not None
    book.active.append(["案由", "答复日期"])
    book.active.append(["甲", 44620])
    book.save(tmp_path / "a.xlsx")
    (row,) = read(codes, read_file(tmp_path / "a.xlsx"))
    assert row.values["answered"] == "2026-03-01"


@pytest.mark.parametrize("cell, value, told", [
    ("13800001111.0", "13800001111", ""), (13800001111.0, "13800001111", ""), ("13800001111、13900002222", "13800001111", "13900002222"),
    ("13800001111（微信同号）", "13800001111", "微信同号"), ("(0571)87654321", "057187654321", ""), ("0571—87654321", "057187654321", ""),
    ("0571-87654321转12", "057187654321转12", ""), ("13800001111 13900002222", "13800001111", "13900002222"), ("无", None, ""),
    ("138 0000 1111", "13800001111", ""),
])  # fmt: skip
def test_telephones(codes: ShippedCodes, cell: Cell, value: str | None, told: str) -> None:
    reading = read_cell(next(each for each in CASES if each.name == "phone"), cell, codes, today=TODAY)
    assert reading.value == value
    assert reading.reason == (f"电话只读了第一个号码，旁边的“{told}”没有读。" if told else "")


@pytest.mark.parametrize("word", ["县甲局（2件）", "县甲局(共12件)", "县甲局【3件】"])
def test_a_count_is_no_part_of_a_name(codes: ShippedCodes, word: str) -> None:
    for kind, value in ((Kind.REFERENCE, "县甲局"), (Kind.REFERENCES, ["县甲局"])):
        assert (
            read_cell(Field(name="unit", label="单位", kind=kind, target="unit"), word, codes, today=TODAY).value
            == value
        )


@pytest.mark.parametrize("list_name, words, label", [
    ("sector", "中国国民党革命委员会 中国民主建国会 中国农工民主党 台湾民主自治同盟", "民革 民建 农工党 台盟"),
    ("sector", "中华全国总工会 中华全国归国华侨联合会 社会福利与社会保障界 特邀人士", "总工会 侨联 社会福利和社会保障界 特别邀请人士"),
    ("political_status", "中国民主同盟 中国民主促进会 农工党员 致公党员", "民盟盟员 民进会员 农工党党员 致公党党员"),
    ("education", "大学本科 大专 硕士研究生 高中", "大学本科毕业 大学专科毕业 硕士研究生毕业 普通高中毕业"),
])  # fmt: skip
def test_official_names_are_known(codes: ShippedCodes, list_name: str, words: str, label: str) -> None:
    known = {code: name for (each, name), code in reversed(codes.codes.items()) if each == list_name}
    assert [known[str(codes.find(list_name, word))] for word in words.split()] == label.split()
