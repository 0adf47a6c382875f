"""A table becomes members: previewed, asked about, written in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select

from cppcc_desktop.domain.errors import Cancelled, OfficeError
from cppcc_desktop.services.imports.imports import Preview, RowChoice, apply_import, default_choices, preview_import
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.records.records import change_record, discard_record, show_record
from tests.conftest import Filled, Place

HEAD = ("姓名", "性别", "界别", "单位及职务", "手机号", "联络站")
PEOPLE = [
    ("沈知远", "男", "经济界", "示例茶业公司经理", "13800000001", None), ("白若兰", "女", "医药卫生界", "县医院护士长", "13800000002", None),
    ("黎明", "男", "农业界", "云水镇种粮大户", "13800000003", None),
]  # fmt: skip


def write(path: Path, rows: Sequence[Sequence[object]], head: Sequence[str] = HEAD) -> Path:
    book = openpyxl.Workbook()
    assert book.active
    for row in (head, *rows):
        book.active.append(list(row))
    book.save(path)
    return path


def look(place: Place, path: Path, module: str = "members") -> Preview:
    return preview_import(place.office, place.actor, place.office.modules[module], path)


def load(place: Place, path: Path, module: str = "members"):
    preview = look(place, path, module)
    return apply_import(place.office, place.actor, preview, default_choices(preview))


def counts(preview: Preview) -> tuple[int, ...]:
    return tuple(preview.count(each) for each in ("new", "changed", "same", "doubt"))


def count(place: Place, kind: str) -> int:
    with place.office.read() as connection:
        return connection.scalar(select(func.count()).select_from(place.office.schema.records[kind])) or 0


def test_same_file_twice_changes_nothing(county: Place, tmp_path: Path) -> None:
    file = write(tmp_path / "a.xlsx", PEOPLE)
    done = load(county, file)
    assert (done.new, done.changed, len(done.records)) == (3, 0, 3)
    assert counts(look(county, file)) == (0, 0, 3, 0)
    operations = count_operations(county)
    assert load(county, file).new == 0
    assert count_operations(county) == operations


def count_operations(place: Place) -> int:
    with place.office.read() as connection:
        return connection.scalar(select(func.count()).select_from(place.office.schema.operation)) or 0


def test_same_people_in_another_order_and_without_phones(county: Place, tmp_path: Path) -> None:
    load(county, write(tmp_path / "a.xlsx", PEOPLE))
    other = [(post, sector, name) for name, _, sector, post, _, _ in reversed(PEOPLE)]
    file = write(tmp_path / "b.xlsx", other, ("现工作单位及职务", "所属界别", "委员姓名"))
    assert counts(look(county, file)) == (0, 0, 3, 0)


def test_change_is_shown_and_an_empty_cell_erases_nothing(county: Place, tmp_path: Path) -> None:
    load(county, write(tmp_path / "a.xlsx", PEOPLE))
    preview = look(
        county, write(tmp_path / "b.xlsx", [("黎明", None, "农业界", "云水镇合作社理事长", "13800000003", None)])
    )
    (row,) = preview.rows
    assert [(each.label, each.before, each.after) for each in row.changes] == [
        ("单位及职务", "云水镇种粮大户", "云水镇合作社理事长")
    ]
    done = apply_import(county.office, county.actor, preview, default_choices(preview))
    assert (done.changed, done.fields) == (1, 1)
    assert show_record(county.office, county.actor, "member", row.record).values["sex"] == "1"


def test_homonym_is_asked_about_and_left_alone(county: Place, tmp_path: Path) -> None:
    load(county, write(tmp_path / "a.xlsx", PEOPLE))
    preview = look(county, write(tmp_path / "b.xlsx", [("黎明", "女", "教育界", "县一中教师", "13999999999", None)]))
    (row,) = preview.rows
    assert counts(preview) == (0, 0, 0, 1)
    assert row.candidates[0].title == "黎明"
    assert default_choices(preview) == {}
    assert apply_import(county.office, county.actor, preview, {row.number: RowChoice()}).new == 1
    assert count(county, "member") == 4


def test_two_rows_given_to_one_record_make_no_conflict(county: Place, tmp_path: Path) -> None:
    load(county, write(tmp_path / "a.xlsx", PEOPLE))
    rows = [
        ("黎明", "女", "教育界", "县一中教师", "13999999999", None),
        ("黎明", "女", "科技界", "县农科所", "13999999998", None),
    ]
    preview = look(county, write(tmp_path / "b.xlsx", rows))
    record = preview.rows[0].candidates[0].record
    try:
        apply_import(county.office, county.actor, preview, {row.number: RowChoice(record) for row in preview.rows})
    except OfficeError:
        assert show_record(county.office, county.actor, "member", record).values["post"] == "云水镇种粮大户"
    assert count(county, "member") == 3
    with county.office.read() as connection:
        assert connection.execute(select(county.office.schema.conflict)).all() == []


def test_unknown_sector_joins_the_list_once(county: Place, tmp_path: Path) -> None:
    rows = [("甲一", "男", "乡村振兴界", "甲", None, None), ("乙二", "男", "乡村振兴界", "乙", None, None)]
    first = look(county, write(tmp_path / "a.xlsx", rows))
    assert first.new_codes == {"sector": ("乡村振兴",)}
    second = look(county, write(tmp_path / "b.xlsx", [("丙三", "男", "乡村振兴界", "丙", None, None)]))
    apply_import(county.office, county.actor, first, default_choices(first))
    with pytest.raises(OfficeError):
        apply_import(county.office, county.actor, second, default_choices(second))
    third = look(county, tmp_path / "b.xlsx")
    assert third.new_codes == {}
    apply_import(county.office, county.actor, third, default_choices(third))
    assert count(county, "code_entry") == 1
    assert read_codes(county.office).find("sector", "乡村振兴") == "乡村振兴"


def test_two_previews_that_both_add_a_sector(filled: Filled, tmp_path: Path) -> None:
    """Two changes of known people need no new comparison; the word is still added once."""
    place = filled.place
    previews = [
        look(place, write(tmp_path / f"{name}.xlsx", [(name, "女", "乡村振兴界", None, phone, None)]))
        for name, phone in (("郑晓禾", "13900001111"), ("陈素芬", "13900002222"))
    ]  # fmt: skip
    for preview in previews:
        assert counts(preview) == (0, 1, 0, 0)
        apply_import(place.office, place.actor, preview, default_choices(preview))
    assert count(place, "code_entry") == 1


@pytest.mark.parametrize("what", ["post", "middle digits", "bin", "twice"])
def test_moved_since_the_preview_is_refused(county: Place, tmp_path: Path, what: str) -> None:
    if what == "twice":
        preview = look(county, write(tmp_path / "a.xlsx", PEOPLE))
        apply_import(county.office, county.actor, preview, default_choices(preview))
    else:
        done = load(county, write(tmp_path / "a.xlsx", PEOPLE))
        preview = look(county, write(tmp_path / "b.xlsx", [("黎明", "男", "农业界", "新职务", "13811110003", None)]))
        if what == "bin":
            discard_record(county.office, county.actor, "member", done.records[2], "重复")
        else:
            raw = {"post": "别处改的"} if what == "post" else {"mobile": "13822220003"}
            change_record(county.office, county.actor, "member", done.records[2], raw)
    before = count_operations(county)
    choices = {
        row.number: RowChoice(row.record or (row.candidates[0].record if row.candidates else ""))
        for row in preview.rows
    }
    with pytest.raises(OfficeError, match="又有改动"):
        apply_import(county.office, county.actor, preview, choices)
    assert count_operations(county) == before


def test_cancel_in_the_middle_takes_all_back(county: Place, tmp_path: Path) -> None:
    preview = look(county, write(tmp_path / "a.xlsx", [*PEOPLE, ("甲一", "男", "乡村振兴界", "甲", None, None)]))
    before = count_operations(county)

    def cancel(place: int, _total: int, _note: str) -> None:
        if place == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        apply_import(county.office, county.actor, preview, default_choices(preview), progress=cancel)
    assert (count(county, "member"), count(county, "code_entry"), count_operations(county)) == (0, 0, before)
    assert list((county.path.parent / "备份").glob("*导入前.bak"))


def test_reference_nobody_or_two_have_is_a_doubt(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    for number in ("02", "03"):
        place.create("station", code=number, name="同名站", type="01", level="2")
    rows = [("甲一", "男", None, "甲", None, name) for name in ("云水镇政协工作联络站", "无此站", "同名站")]
    preview = look(place, write(tmp_path / "a.xlsx", [(f"甲{n}", *row[1:]) for n, row in enumerate(rows)]))
    assert [row.values.get("station") for row in preview.rows] == [filled.station, None, None]
    assert [len(row.doubts) for row in preview.rows] == [0, 1, 1]


def test_units_by_their_names(filled: Filled, tmp_path: Path) -> None:
    head = ("单位名称", "简称")
    file = write(tmp_path / "a.xlsx", [("县公安局", "公安局"), ("县民政局", "民政局")], head)
    assert counts(look(filled.place, file, "units")) == (1, 1, 0, 0)
    load(filled.place, file, "units")
    assert counts(look(filled.place, file, "units")) == (0, 0, 2, 0)


def test_file_without_a_name_column(county: Place, tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="姓名"):
        look(county, write(tmp_path / "a.xlsx", [("甲", "乙")], ("一", "二")))
    assert count(county, "member") == 0


def test_chosen_fields_only(county: Place, tmp_path: Path) -> None:
    load(county, write(tmp_path / "a.xlsx", PEOPLE))
    preview = look(
        county, write(tmp_path / "b.xlsx", [("黎明", "男", "教育界", "云水镇种粮大户、理事", "13800000003", None)])
    )
    (row,) = preview.rows
    apply_import(county.office, county.actor, preview, {row.number: RowChoice(row.record, frozenset({"post"}))})
    told = show_record(county.office, county.actor, "member", row.record).values
    assert (told["post"], read_codes(county.office).label("sector", str(told["sector"]))) == (
        "云水镇种粮大户、理事",
        "农业界",
    )
