"""Units, stations and whatever else is importable: the domain description is all the importer needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.domain.description.fields import Entity, Field, Identity, Kind
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.importers.people.designations import fold, match_records
from cppcc_desktop.importers.people.identity import MatchKind as Found
from cppcc_desktop.services.features import list_modules
from cppcc_desktop.services.imports.imports import RowChoice, apply_import, compare_table, default_choices, open_table
from cppcc_desktop.services.records.records import change_record, show_record
from tests.conftest import Filled, Place
from tests.services.test_imports import count, counts, load, look, write

STATION_HEAD = ("序号", "站点编号", "联络站名称", "联络站类型", "所属乡镇", "负责人", "联络员", "联络员电话", "上级站")


def test_units_from_a_messy_list(filled: Filled, tmp_path: Path) -> None:
    """A title, groups between, a footer; names that look like headings of a roster of people are units here."""
    rows = [
        ("一、县直部门",), (1, "县 交通运输局", "交通局", "赵立", "0571-88001234"), (2, "县民政局（老龄办）", None, None, None),
        (None, "县卫生健康委员会"), ("二、乡镇街道",), (3, "云水镇", None, None, "88001235"), (4, "城关街道办事处"), ("共 5 家",),
    ]  # fmt: skip
    file = write(tmp_path / "a.xlsx", rows, ("序号", "承办单位", "简称", "联系人", "电话"))
    preview = look(filled.place, file, "units")
    assert [row.words["name"] for row in preview.rows] == [
        "县 交通运输局", "县民政局（老龄办）", "县卫生健康委员会", "云水镇", "城关街道办事处"
    ]  # fmt: skip
    assert counts(preview) == (4, 1, 0, 0)
    assert {each.field for each in preview.rows[0].changes} == {"short", "contact_person", "phone"}
    load(filled.place, file, "units")
    assert counts(look(filled.place, file, "units")) == (0, 0, 5, 0)
    assert show_record(filled.place.office, filled.place.actor, "unit", filled.unit).values["name"] == "县交通运输局"


def test_a_unit_by_its_short_form_is_a_question(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    place.create("unit", name="示例县公安局", short="公安局")
    preview = look(place, write(tmp_path / "a.xlsx", [("公安局", "88000110")], ("单位", "电话")), "units")
    (row,) = preview.rows
    assert row.reason == "像是库里的“示例县公安局”（简称）。是同一个承办单位吗？"
    apply_import(place.office, place.actor, preview, {row.number: RowChoice(row.candidates[0].record)})
    assert count(place, "unit") == 3


def test_the_same_unit_twice_in_one_file(filled: Filled, tmp_path: Path) -> None:
    rows = [("县财政局", "赵立"), ("县财政局", "钱清"), ("县公安局", "孙一"), ("县公安局", "孙二")]
    preview = look(filled.place, write(tmp_path / "a.xlsx", rows, ("单位名称", "联系人")), "units")
    assert [row.result for row in preview.rows] == ["new", "doubt", "doubt", "doubt"]
    assert preview.rows[1].reason == "单位名称和第 2 行相同。" and not preview.rows[1].candidates
    assert preview.rows[2].reason == "文件里有 2 行都像库里的同一个承办单位。是同一个承办单位吗？"
    done = apply_import(filled.place.office, filled.place.actor, preview, {3: RowChoice()})
    assert done.new == 1


def test_stations_by_code_and_name(filled: Filled, tmp_path: Path) -> None:
    """01 written as the number 1 is still 01; who is renumbered or renamed is asked about."""
    rows = [
        (1, 1, "云水镇政协工作联络站", "委员工作站", "云水镇", "赵立", "钱清", "13800000001", None),
        (2, "02", "城关联络站", "政协工作联络站", "城关镇", None, None, None, "云水镇政协工作联络站"),
        (3, "03", "云水镇 政协工作联络站", "委员工作站", "云水镇", None, None, None, None),
        (4, "1", "石桥联络站", "委员工作站", "石桥镇", None, None, None, None),
    ]  # fmt: skip
    file = write(tmp_path / "a.xlsx", rows, STATION_HEAD)
    preview = look(filled.place, file, "stations")
    assert [row.reason for row in preview.rows] == [
        "", "", "名称和库里的相同，编号不同。是同一个联络站吗？", "编号和库里的相同，名称不同。是同一个联络站吗？"
    ]  # fmt: skip
    assert [each.field for each in preview.rows[0].changes if each.field in ("code", "name")] == []
    assert preview.rows[1].values["parent"] == filled.station


def test_the_type_is_known_by_its_word(filled: Filled) -> None:
    from cppcc_desktop.services.office.codes import read_codes

    assert read_codes(filled.place.office).entries("station_type")


def test_a_parent_in_the_same_file_is_found_the_next_time(filled: Filled, tmp_path: Path) -> None:
    """It is found at once now; the second time nothing is new."""
    from cppcc_desktop.services.office.codes import read_codes

    kind = read_codes(filled.place.office).entries("station_type")[0].label
    rows = [
        ("05", "石桥联络站", kind, None),
        ("06", "石桥村联络点", kind, "石桥联络站"),
        ("07", "无主联络点", kind, "没有的站"),
    ]
    file = write(tmp_path / "a.xlsx", rows, ("编号", "名称", "类型", "上级站"))
    preview = look(filled.place, file, "stations")
    assert preview.rows[1].words["parent"] == "石桥联络站" and not preview.rows[1].doubts
    assert preview.rows[2].doubts[0].reason == "没有叫“没有的站”的联络站，没有导入。"
    load(filled.place, file, "stations")
    assert counts(look(filled.place, file, "stations")) == (0, 0, 3, 0)


def test_a_parent_that_is_left_out_leaves_nothing_behind(filled: Filled, tmp_path: Path) -> None:
    rows = [("05", "石桥联络站", "政协工作联络站", None), ("06", "石桥村联络点", "政协工作联络站", "石桥联络站")]
    preview = look(filled.place, write(tmp_path / "a.xlsx", rows, ("编号", "名称", "类型", "上级站")), "stations")
    place = filled.place
    done = apply_import(place.office, place.actor, preview, {preview.rows[1].number: RowChoice()})
    assert show_record(place.office, place.actor, "station", done.records[0]).values["parent"] is None


def test_a_member_finds_the_station_by_its_code(filled: Filled, tmp_path: Path) -> None:
    file = write(tmp_path / "a.xlsx", [("甲一", "1"), ("甲二", "云水镇 政协工作联络站")], ("姓名", "联络站"))
    assert {row.values.get("station") for row in look(filled.place, file).rows} == {filled.station}


def test_a_list_without_the_required_columns_updates_but_makes_nothing_new(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    file = write(tmp_path / "a.xlsx", [("云水镇政协工作联络站", "赵立"), ("新站", "钱清")], ("联络站", "站长"))
    preview = look(place, file, "stations")
    assert [row.result for row in preview.rows] == ["changed", "doubt"]
    assert preview.rows[1].reason == "没有编号、级别、类型，不能新增。" and preview.rows[1].blocked
    done = apply_import(place.office, place.actor, preview, default_choices(preview) | {3: RowChoice()})
    assert (done.new, done.changed) == (0, 1)


def test_a_doubt_that_lacks_what_a_new_one_needs_cannot_become_one(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    preview = look(place, write(tmp_path / "a.xlsx", [("1", "改了名的站")], ("编号", "名称")), "stations")
    (row,) = preview.rows
    assert row.lacks == "级别、类型" and row.candidates
    with pytest.raises(OfficeError, match="没有级别、类型，不能新增"):
        apply_import(place.office, place.actor, preview, {row.number: RowChoice()})
    assert count(place, "station") == 1


def test_a_list_without_names(filled: Filled, tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="名称"):
        look(filled.place, write(tmp_path / "a.xlsx", [("01", "赵立")], ("编号", "站长")), "stations")


def test_each_changed_field_says_when_it_was_set(filled: Filled, tmp_path: Path) -> None:
    """Of the member and of the card of this term; a first value replaced nothing and says nothing."""
    place = filled.place
    place.clock.move(3)
    raw = {"post": "县医院主任", "sector": "经济界"}
    change_record(place.office, place.actor, "member", filled.members[0], raw)
    place.clock.move(9)
    rows = [("郑晓禾", "县中医院医生", "农业界", "工程师", "13900001111", "示例县")]
    file = write(tmp_path / "a.xlsx", rows, ("姓名", "单位及职务", "界别", "职称", "手机号", "籍贯"))
    (row,) = look(place, file).rows
    told = {each.field: each.changed_on for each in row.changes}
    assert told == {"post": "2026-06-11", "sector": "2026-06-11", "title": "", "native_place": ""}


WELL = Entity(
    name="well", label="水井", counter="口", title="title", identity=Identity(apart=("year",), also=("old_name",)),
    fields=(Field(name="title", label="名称", required=True), Field(name="year", label="年度", kind=Kind.INTEGER),
            Field(name="old_name", label="旧名")),
)  # fmt: skip


def test_records_apart_by_year_are_two() -> None:
    known = [{"id": "a", "title": "修路", "year": 2025}, {"id": "b", "title": "修桥", "year": 2025, "old_name": "架桥"}]
    rows = [{"title": "修路", "year": 2026}, {"title": "修路", "year": 2025}, {"title": "修路"}, {"title": "架桥"}]
    matches = match_records(rows, known, WELL, [2, 3, 4, 5])
    assert [each.kind for each in matches] == [Found.NEW, Found.DOUBT, Found.DOUBT, Found.DOUBT]
    assert match_records(rows[1:2], known, WELL, [3])[0].record == "a"
    several = match_records([{"title": "修路"}], [*known, {"id": "c", "title": "修路"}], WELL, [2])
    assert several[0].reason == "库里有 2 口水井都叫这个。是哪一口？"


def test_two_names_of_two_records_are_asked_about() -> None:
    entity = Entity(name="post", label="桩", counter="个", identity=Identity(alone=("code", "name")),
                    fields=(Field(name="code", label="编号"), Field(name="name", label="名称")))  # fmt: skip
    known = [{"id": "a", "code": "01", "name": "甲"}, {"id": "b", "code": "02", "name": "乙"}]
    (match,) = match_records([{"code": "1", "name": "乙"}], known, entity, [2])
    assert (match.kind, match.candidates) == (Found.DOUBT, ("a", "b"))
    assert match.reason == "编号和名称像库里不同的 2 个桩。是哪一个？"


@pytest.mark.parametrize("one, other", [("01", "1"), ("云水镇（一）站", "云水镇 一站"), ("ＡＢ-1", "ab1"), ("0", "00")])
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize("name", [module.name for module in list_modules(FEATURES) if module.importable])
def test_every_importable_module_takes_its_own_headings(county: Place, tmp_path: Path, name: str) -> None:
    """A sheet with the labels of its fields as headings is recognised whole."""
    module = county.office.modules[name]
    labels = [spec.label for spec in module.fields if spec.editable and spec.kind is not Kind.PHOTO]
    titles = {module.by_name[name].label for name in module.entity.titled}
    file = write(tmp_path / "a.xlsx", [["甲" if label in titles else None for label in labels]], labels)
    table = open_table(county.office, county.actor, module, file)
    assert len(table.columns.columns) == len(labels) and not table.columns.unknown
    assert compare_table(county.office, county.actor, table).rows


def test_a_number_with_a_part_behind_it_is_another_one() -> None:
    assert fold("001-1") == fold("1－01") != fold("011") and fold("（云水）站 1 号") == fold("云水站1号")
