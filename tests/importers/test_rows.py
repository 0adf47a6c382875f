"""Rows in their stored form, and doubts that say where."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cppcc_desktop.domain.description.fields import Field, Kind, Value
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.importers.tables.cells import read_cell, vary_word
from cppcc_desktop.importers.tables.headers import match_columns
from cppcc_desktop.importers.tables.rows import ImportRow, read_rows
from cppcc_desktop.importers.tables.sheets import Cell, Merge, read_file
from cppcc_desktop.nouns.members.entity import MEMBERS
from tests.importers.books import ShippedCodes, write_book
from tests.importers.test_headers import make_sheet

TODAY = date(2026, 3, 5)
FIELDS = MEMBERS.fields
WHO = MEMBERS.entity.identity.people
ID_NUMBER = "11010519491231002X"


def import_rows(codes: ShippedCodes, *rows: tuple[Cell, ...], merges: tuple[Merge, ...] = ()) -> list[ImportRow]:
    sheet = make_sheet(*rows, merges=merges)
    return read_rows(sheet, match_columns(sheet, FIELDS), FIELDS, codes, today=TODAY, people=WHO)


def import_cell(codes: ShippedCodes, label: str, cell: Cell) -> tuple[Value, list[str]]:
    name = next(each.name for each in FIELDS if each.label == label)
    (row,) = import_rows(codes, ("姓名", label), ("林子木", cell))
    return row.values.get(name), [each.reason for each in row.doubts]


def test_a_roster_from_file_to_rows(tmp_path: Path, codes: ShippedCodes) -> None:
    post = "某某律师事务所主任，" + "某某学会理事、" * 15 + "某某仲裁委员会仲裁员"
    path = write_book(tmp_path / "名册.xlsx", [
        ["某区街道分组名单"],
        ["序号", "姓名", "界别", "性别", "党派", "现工作单位及职务"],
        [1, "林 子木", "中共", "男", "中共", " 某某局\n局长" + " " * 80],
        [2, "江帆\n（江一帆）", "科技、科协", "女", "民建、中共", post],
        [3, "欧阳海若", None, None, "中共民盟", "  "],
        [None],
        ["合计", 3],
        ["制表人：某某"],
    ], merges=["A1:F1", "C4:C5"])  # fmt: skip
    sheet = read_file(path)
    rows = read_rows(sheet, match_columns(sheet, FIELDS), FIELDS, codes, today=TODAY, people=WHO)
    assert [row.number for row in rows] == [3, 4, 5]
    assert rows[0].values == {"name": "林子木", "sector": "01", "sex": "1", "parties": ["01"], "post": "某某局局长"}
    assert rows[1].values == {
        "name": "江帆", "note": "江一帆", "sector": "15", "sex": "2", "parties": ["06", "01"], "post": post,
    }  # fmt: skip
    assert rows[2].values == {"name": "欧阳海若", "sector": "15", "parties": ["01", "05"]}
    assert not any(row.doubts for row in rows)


@pytest.mark.parametrize("cell, name, former", [
    ("王　木", "王木", None), ("江帆(曾用名江一帆)", "江帆", "江一帆"), ("江帆\n曾用名：江一帆", "江帆", "江一帆"),
    ("江帆\r\n原名：江一帆", "江帆", "江一帆"), ("江帆（原名江一帆）", "江帆", "江一帆"),
    ("阿依•古丽", "阿依·古丽", None), ("阿依 . 古丽", "阿依·古丽", None), ("阿依‧古丽", "阿依·古丽", None),
    ("Anna  Lin", "Anna Lin", None), ("（江帆）", "（江帆）", None),
])  # fmt: skip
def test_names(codes: ShippedCodes, cell: str, name: str, former: str | None) -> None:
    (row,) = import_rows(codes, ("姓名", "性别"), (cell, "女"))
    assert (row.values["name"], row.values.get("former_name"), row.doubts) == (name, former, ())


def test_notes_behind_a_name(codes: ShippedCodes) -> None:
    first, second, third = import_rows(
        codes,
        ("姓名", "界别"),
        ("江帆（女，回族）", "教育"),
        ("林子木（已辞去）", "教育"),
        ("王木（1980年生）", "教育"),
    )
    assert first.values == {"name": "江帆", "sex": "2", "nationality": "03", "sector": "23"}
    assert (second.values["note"], second.notes) == ("已辞去", ("姓名后面的“已辞去”记在备注里。",))
    assert [each.reason for row in (second, third) for each in row.doubts] == [
        "姓名后面的“1980年生”看不出是什么，没有读。",
    ]  # fmt: skip
    assert not second.blocked


@pytest.mark.parametrize("note", ["连任", "已故", "江一帆", "退休", "教授", "香港", "农民"])
def test_a_remark_behind_a_name_is_no_other_name(codes: ShippedCodes, note: str) -> None:
    (row,) = import_rows(codes, ("姓名", "备注"), (f"江帆（{note}）", "十届"))
    assert row.values == {"name": "江帆", "note": f"十届；{note}"}
    assert row.notes == (f"姓名后面的“{note}”记在备注里。",)


def test_a_party_behind_a_name_is_the_party(codes: ShippedCodes) -> None:
    (row,) = import_rows(codes, ("姓名", "性别"), ("江帆（民革）", "女"))
    assert row.values == {"name": "江帆", "parties": ["04"], "sex": "2"}


@pytest.mark.parametrize("cell, mark", [
    ("*江帆", "*"), ("江帆★", "★"), ("江帆同志", "同志"), ("江帆、", "、"), ("江帆女士", "女士"), ("▲江 帆", "▲"), ("江帆①", "①"),
])  # fmt: skip
def test_marks_on_a_name_are_told(codes: ShippedCodes, cell: str, mark: str) -> None:
    (row,) = import_rows(codes, ("姓名", "性别"), (cell, "女"))
    assert (row.values["name"], row.notes) == ("江帆", (f"姓名旁边的“{mark}”不是姓名，没有读。",))


def test_a_number_behind_a_name_is_no_code(codes: ShippedCodes) -> None:
    (row,) = import_rows(codes, ("姓名", "界别"), ("江帆（1）", "教育"))
    assert row.values == {"name": "江帆", "sector": "23"}
    assert [each.blocking for each in row.doubts] == [False]


@pytest.mark.parametrize("cell", ["/", "—", "——", " - ", "\u3000"])
def test_crossed_out_cells_are_empty(codes: ShippedCodes, cell: str) -> None:
    assert import_cell(codes, "政治面貌", cell) == (None, [])
    assert import_cell(codes, "手机号", cell) == (None, [])


def test_the_column_goes_before_a_note(codes: ShippedCodes) -> None:
    for headings, cells in ((("姓名", "性别"), ("江帆（女）", "男")), (("性别", "姓名"), ("男", "江帆（女）"))):
        (row,) = import_rows(codes, headings, cells)
        assert row.values["sex"] == "1"


@pytest.mark.parametrize("cell, parties", [
    ("中共", ["01"]), ("中共民盟", ["01", "05"]), ("民建、中共", ["06", "01"]), ("九三学社 ", ["10"]), ("民盟（中共）", ["05", "01"]),
    ("中共党员/民建会员", ["01", "06"]), ("农工党中共党员", ["08", "01"]), ("无党派", ["12"]), ("中共 中共", ["01"]),
])  # fmt: skip
def test_parties(codes: ShippedCodes, cell: str, parties: list[str]) -> None:
    assert import_cell(codes, "政治面貌", cell) == (parties, [])


def test_unknown_parties_are_left_out(codes: ShippedCodes) -> None:
    assert import_cell(codes, "政治面貌", "中共某某社") == (
        None, ["不认识政治面貌“中共某某社”，这一格没有读。是不是“中共党员”、“中共预备党员”、“中共”？"]
    )  # fmt: skip
    assert import_cell(codes, "政治面貌", "中共、某某社") == (["01"], ["不认识政治面貌“某某社”，这一格没有读。"])


@pytest.mark.parametrize("label, cell, code", [
    ("界别", "中共界别", "01"), ("界别", "中共界", "01"), ("界别", "共青团、青联", "11"), ("界别", "共青团青联界", "11"),
    ("界别", "科技科协", "15"), ("界别", "科技、科协界别", "15"), ("界别", "文化艺术", "18"), ("界别", " 教 育 ", "23"),
    ("界别", "社会福利、社会保障", "28"), ("性别", "男性", "1"), ("性别", "女", "2"), ("民族", "汉", "01"), ("民族", "维吾尔族", "05"),
    ("专委会", "提案委", "01"), ("学历", "大学本科毕业", "21"),
])  # fmt: skip
def test_codes(codes: ShippedCodes, label: str, cell: str, code: str) -> None:
    assert import_cell(codes, label, cell) == (code, [])


def test_new_words_of_an_editable_list_are_kept_and_named(codes: ShippedCodes) -> None:
    (row,) = import_rows(codes, ("姓名", "界别"), ("林子木", "新闻 文体界别"))
    assert row.values["sector"] == "新闻文体"
    assert row.unknown_codes == {"sector": ("新闻文体",)}
    (doubt,) = row.doubts
    assert (doubt.row, doubt.column, doubt.value, doubt.blocking) == (2, "B 列“界别”", "新闻 文体界别", False)
    assert str(doubt) == "第 2 行 B 列“界别”：界别里没有“新闻文体”，导入时会加进去；是不是“新闻出版界”？"


def test_new_words_of_a_fixed_list_are_left_out(codes: ShippedCodes) -> None:
    assert import_cell(codes, "性别", "不详") == (None, ["不认识性别“不详”，这一格没有读。"])
    assert import_cell(codes, "民族", "某族")[0] is None


@pytest.mark.parametrize("label, cell, value", [
    ("手机号", 13800001234, "13800001234"), ("手机号", "138 0000 1234", "13800001234"), ("身份证号", ID_NUMBER.lower(), ID_NUMBER),
    ("出生日期", "1975-03-01", "1975-03-01"), ("出生日期", 27454, "1975-03-01"), ("出生日期", "1975.3.1", "1975-03-01"),
    ("出生日期", 19750301, "1975-03-01"), ("出生日期", "1975-03-01 08:00", "1975-03-01"), ("任职日期", "3月5日", "2026-03-05"),
    ("政协职务", "常委、提案委主任\n常委", ["常委", "提案委主任"]), ("联络站", " 某某镇 联络站", "某某镇 联络站"),
    ("邮编", 324000, "324000"), ("备注", 1.5, "1.5"), ("备注", True, "是"), ("备注", "一\n二", "一\n二"), ("备注", "\u200b", None),
])  # fmt: skip
def test_values(codes: ShippedCodes, label: str, cell: Cell, value: Value) -> None:
    assert import_cell(codes, label, cell) == (value, [])


@pytest.mark.parametrize("label, cell, reason", [
    ("手机号", "微信同号", "手机号只写数字"), ("身份证号", "110105194912310021", "身份证号末位校验不对"),
    ("身份证号", 3.30102197503011e17, "身份证号被 Excel 改成了科学计数，末几位已丢"),
    ("身份证号", "3.30102E+17", "身份证号被 Excel 改成了科学计数，末几位已丢"), ("手机号", 1.38e15, "手机号被 Excel 改成了科学计数"),
    ("出生日期", "七五年", "出生日期：看不懂这个日期"), ("出生日期", "1975-13-01", "出生日期：没有 13 月"),
    ("单位及职务", "#REF!", "单位及职务里的公式出错了（#REF!）"), ("界别", "#N/A", "界别里的公式出错了（#N/A）"),
])  # fmt: skip
def test_what_is_not_understood_is_left_out(codes: ShippedCodes, label: str, cell: Cell, reason: str) -> None:
    value, reasons = import_cell(codes, label, cell)
    assert value is None
    assert [each.startswith(reason) for each in reasons] == [True]


def test_sensitive_values_are_masked_in_doubts(codes: ShippedCodes) -> None:
    (row,) = import_rows(codes, ("姓名", "身份证号"), ("林子木", "110105194912310021"))
    assert row.doubts[0].value == "1101**********0021"


@pytest.mark.parametrize("label, limit", [("单位及职务", 300), ("政协职务", 200), ("姓名", 60)])
def test_too_long_keeps_the_row_out(codes: ShippedCodes, label: str, limit: int) -> None:
    headings = ("曾用名", label) if label == "姓名" else ("姓名", label)
    (row,) = import_rows(codes, headings, ("林子木", "甲" * (limit + 1)))
    assert [each.blocking for each in row.doubts] == [True]
    assert f"最多 {limit} 字，现在 {limit + 1} 字" in row.doubts[0].reason


def test_a_row_without_a_name(codes: ShippedCodes) -> None:
    rows = import_rows(
        codes, ("序号", "姓名", "性别"), (1, None, "男"), (2, " ", "女"), (3, None, None), (4, "江帆", None)
    )
    assert [(row.number, row.blocked) for row in rows] == [(2, True), (3, True), (5, False)]
    assert str(rows[0].doubts[0]) == "第 2 行 B 列“姓名”：没有姓名，这一行不导入。"


def test_lines_that_are_no_records(codes: ShippedCodes) -> None:
    rows = import_rows(
        codes, ("序号", "姓名", "界别", "性别"),
        ("一、教育界（2人）", None, None, None), (1, "林子木", "教育", "男"), (None, "经济界", None, None),
        ("序 号", "姓  名", "界别", "性别"), (2, "江帆", "教育", "女"), (3, None, None, None),
        (None, "合 计", 2, None), ("备注：以上不含特邀", None, None, None), ("审核人", "某某", None, None), ("共2人", None, None, None),
        merges=(Merge(2, 0, 2, 3), Merge(4, 1, 4, 3)),
    )  # fmt: skip
    assert [row.values["name"] for row in rows] == ["林子木", "江帆"]


def test_headings_again_where_no_field_is_needed(codes: ShippedCodes) -> None:
    fields = (Field(name="title", label="活动"), Field(name="when", label="时间"))
    sheet = make_sheet(("活动", "时间"), ("读书会", "5月"), ("活动", "时间"), ("座谈", "6月"))
    rows = read_rows(sheet, match_columns(sheet, fields), fields, codes, today=TODAY)
    assert [row.values for row in rows] == [{"title": "读书会", "when": "5月"}, {"title": "座谈", "when": "6月"}]


def test_merged_values_are_carried_down_and_across(codes: ShippedCodes) -> None:
    rows = import_rows(
        codes, ("姓名", "界别", "手机号", "办公电话"),
        ("林子木", "教育", "13800001234", None), ("江帆", None, None, None), ("王木", "经济", None, None),
        merges=(Merge(2, 1, 3, 1), Merge(2, 2, 2, 3)),
    )  # fmt: skip
    assert [row.values.get("sector") for row in rows] == ["23", "23", "21"]
    assert rows[0].values["office_phone"] == "13800001234"
    assert "mobile" not in rows[1].values


def test_doubled_rows(codes: ShippedCodes) -> None:
    rows = import_rows(
        codes, ("姓名", "单位及职务", "手机号", "性别"),
        ("林子木", "甲公司", 13800001234, "男"), ("林子木", "甲公司", 13800001234, None), ("林子木", "乙公司", None, "男"),
        ("江帆", None, None, "女"), ("江帆", None, None, "男"), ("江 帆", None, None, "女"), (None, None, None, "女"), (None, None, None, "女"),
    )  # fmt: skip
    told = [[each.reason for each in row.doubts] for row in rows]
    assert told[:6] == [[], ["和第 2 行重复，这一行不导入。"], [], [], [], ["和第 5 行重复，这一行不导入。"]]
    assert rows[1].blocked
    assert all("没有姓名" in reasons[0] and len(reasons) == 1 for reasons in told[6:])


def test_a_mapping_without_a_needed_field(codes: ShippedCodes) -> None:
    sheet = make_sheet(("名称", "性别", "界别"), ("林子木", "男", "教育"))
    with pytest.raises(OfficeError) as caught:
        read_rows(sheet, match_columns(sheet, FIELDS), FIELDS, codes)
    assert caught.value.todo == "没有对上的列：A 列“名称”。请指定哪一列是“姓名”。"


def test_other_kinds(codes: ShippedCodes) -> None:
    def read(kind: Kind, cell: Cell) -> tuple[Value, str]:
        reading = read_cell(Field(name="x", label="某项", kind=kind), cell, codes, today=TODAY)
        return reading.value, reading.reason

    assert read(Kind.INTEGER, 12) == (12, "")
    assert read(Kind.INTEGER, "十二") == (None, "某项请写整数，例如 12。")
    assert read(Kind.BOOLEAN, True) == (True, "")
    assert read(Kind.BOOLEAN, 0) == (False, "")
    assert read(Kind.REFERENCES, "林子木、江帆") == (["林子木", "江帆"], "")
    assert read(Kind.TEXT, None) == (None, "")


def test_spellings_always_include_the_word_itself() -> None:
    assert next(vary_word(("界别", "界"), "某界")) == "某界"
    assert "某" in set(vary_word(("界别", "界"), "某界别"))
