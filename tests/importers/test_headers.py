"""The row of headings is found wherever it stands; nothing is guessed silently."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cppcc_desktop.domain.description.fields import Field, Kind
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.importers.tables.headers import match_columns
from cppcc_desktop.importers.tables.headings import normalise_heading
from cppcc_desktop.importers.tables.sheets import Cell, Merge, SourceSheet
from cppcc_desktop.nouns.members.entity import MEMBERS

FIELDS = MEMBERS.fields


def make_sheet(
    *rows: tuple[Cell, ...], merges: tuple[Merge, ...] = (), first_row: int = 1, sheets: tuple[str, ...] = ("名册",)
) -> SourceSheet:
    width = max(map(len, rows))
    return SourceSheet("名册", sheets, tuple(row + (None,) * (width - len(row)) for row in rows), first_row, merges)


def test_title_rows_above_and_any_order() -> None:
    sheet = make_sheet(
        ("某县政协委员街道分组名单",), (), ("二〇二六年三月", None, None, None, "单位：人"),
        ("序号", "党派", "姓 名", "现工作单位\n及职务", "界別", "性别"), (1, "中共", "林子木", "甲公司", "经济", "男"),
        first_row=3,
    )  # fmt: skip
    mapping = match_columns(sheet, FIELDS)
    assert mapping.header_row == 6
    assert mapping.columns == {"parties": 1, "name": 2, "post": 3, "sex": 5}
    assert [str(each) for each in mapping.unknown] == ["E 列“界別”"]
    assert mapping.missing == ()
    assert mapping.describe_column("post") == "D 列“现工作单位 及职务”"


@pytest.mark.parametrize("heading, name", [
    ("姓　名", "name"), ("*姓名：", "name"), ("姓名（必填）", "name"), ("手机号（11位）", "mobile"), ("联系\r\n电话", "mobile"),
    ("政治面貌（党派）", "parties"), ("职务（政协）", "posts"), ("职务(现任)", "post"), ("身份证号码【保密】", "id_number"),
])  # fmt: skip
def test_spellings_of_a_heading(heading: str, name: str) -> None:
    mapping = match_columns(make_sheet(("性别", "民族", heading)), FIELDS)
    assert mapping.columns[name] == 2


def test_a_label_wins_over_an_alias_and_the_other_is_told() -> None:
    mapping = match_columns(make_sheet(("姓名", "联系电话", "手机号", "手机号（旧）", "职务", "手机号")), FIELDS)
    assert mapping.columns == {"name": 0, "mobile": 2, "post": 4}
    assert [each.letter for each in mapping.unknown] == ["B", "D", "F"]


def test_a_heading_that_fits_two_fields_is_not_guessed() -> None:
    fields = (
        Field(name="a", label="甲", aliases=("编码",)),
        Field(name="b", label="乙", aliases=("编码",)),
        Field(name="c", label="丙"),
    )
    mapping = match_columns(make_sheet(("甲", "丙", "编码")), fields)
    assert mapping.columns == {"a": 0, "c": 1}
    assert [each.heading for each in mapping.unknown] == ["编码"]


def test_headings_of_two_rows() -> None:
    rows: tuple[tuple[Cell, ...], ...] = (
        ("某县政协委员名册",),
        ("序号", "姓名", "联系方式", None, "界别"), (None, None, "手机号", "办公电话", None), (1, "林子木", "13800001234", None, "教育"),
    )  # fmt: skip
    mapping = match_columns(make_sheet(*rows, merges=(Merge(1, 0, 1, 4), Merge(2, 1, 3, 1), Merge(2, 2, 2, 3))), FIELDS)
    assert mapping.header_row == 3
    assert mapping.columns == {"name": 1, "mobile": 2, "office_phone": 3, "sector": 4}


def test_a_second_row_that_adds_nothing_known_still_belongs_to_the_heading() -> None:
    rows: tuple[tuple[Cell, ...], ...] = (
        ("姓名", "联系方式", None),
        (None, None, "微信"),
        ("林子木", "13800001234", "x"),
    )
    mapping = match_columns(make_sheet(*rows, merges=(Merge(1, 0, 2, 0), Merge(1, 1, 1, 2))), FIELDS)
    assert mapping.header_row == 2


def test_headings_printed_again_do_not_move_the_header() -> None:
    mapping = match_columns(make_sheet(("姓名", "性别"), ("林子木", "男"), ("姓名", "性别"), ("江一帆", "女")), FIELDS)
    assert mapping.header_row == 1


def test_one_heading_alone_is_enough_if_it_is_needed() -> None:
    assert match_columns(make_sheet(("序号", "姓名"), (1, "林子木")), FIELDS).columns == {"name": 1}
    with pytest.raises(OfficeError):
        match_columns(make_sheet(("备注",), ("林子木",)), FIELDS)


def test_a_sheet_that_is_no_roster() -> None:
    sheet = make_sheet(("界别", "活动名称", "时间"), ("教育", "读书会", "5月"), sheets=("名册", "委员"))
    with pytest.raises(OfficeError) as caught:
        match_columns(sheet, FIELDS)
    assert "姓名、曾用名" in caught.value.todo
    assert "文件里还有工作表：委员" in caught.value.todo


def test_columns_without_heading_are_told_and_photos_are_not_read() -> None:
    mapping = match_columns(
        make_sheet(("姓名", "照片", None, None, "性别"), ("林子木", "x.jpg", "某", None, "男")), FIELDS
    )
    assert [str(each) for each in mapping.unknown] == ["B 列“照片”", "C 列（没有标题）"]


def test_correction_by_hand() -> None:
    mapping = match_columns(make_sheet(("名称", "联系电话", "性别", "手机"), ("林子木", "1", "男", "2")), FIELDS)
    assert [each.label for each in mapping.missing] == ["姓名"]
    changed = mapping.with_changes({"名称": "name", "d": "手机号", "性 别": None})
    assert changed.columns == {"name": 0, "mobile": 3}
    assert mapping.columns == {"mobile": 1, "sex": 2}
    assert [each.letter for each in changed.unknown] == ["B", "C"]
    for changes in ({"没有这列": "name"}, {"A": "没有这项"}):
        with pytest.raises(OfficeError) as caught:
            mapping.with_changes(changes)
        assert "可用：" in caught.value.todo


def test_the_header_row_by_hand() -> None:
    sheet = make_sheet(("姓名", "性别"), ("名字", "单位名称"), ("林子木", "甲公司"))
    mapping = match_columns(sheet, FIELDS, header_row=2).with_changes({"单位名称": "post"})
    assert (mapping.header_row, mapping.columns) == (2, {"name": 0, "post": 1})
    assert match_columns(sheet, FIELDS, header_row=9).columns == {}


def test_only_the_first_rows_are_searched() -> None:
    filler: list[tuple[Cell, ...]] = [(f"第{n}行",) for n in range(30)]
    with pytest.raises(OfficeError):
        match_columns(make_sheet(*filler, ("姓名", "性别")), FIELDS)
    assert match_columns(make_sheet(*filler[:29], ("姓名", "性别")), FIELDS).header_row == 30


blanks = st.text(st.sampled_from(" \t\r\n\u3000\xa0\u200b\ufeff"), max_size=3)


@given(st.sampled_from([each for each in FIELDS if each.kind is not Kind.PHOTO]), st.data())
def test_blanks_and_full_width_never_matter(field: Field, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from((field.label, *field.aliases)))
    spread = "".join(data.draw(blanks) + c for c in text) + data.draw(blanks)
    assert normalise_heading(spread) == normalise_heading(text)
    assert (
        field.name
        in match_columns(make_sheet(("序号", spread, "姓 名" if field.name != "name" else "性别")), FIELDS).columns
    )


@given(st.text(st.sampled_from("姓名手机Ａa１（必填）()【】*： \u3000\n\u200b")))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_heading(text)
    assert normalise_heading(once) == once
