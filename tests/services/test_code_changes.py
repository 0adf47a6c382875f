"""Code lists: what the office may change in them, and what stays as it is."""

from __future__ import annotations

import pytest

from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.services.office.code_changes import (
    CodeRow,
    add_entry,
    count_uses,
    list_code_lists,
    list_entries,
    propose_code,
    rename_entry,
    retire_entry,
)
from cppcc_desktop.services.office.code_history import read_entry_log
from cppcc_desktop.services.office.codes import list_catalogue, read_codes, shipped_entries
from cppcc_desktop.services.records.records import create_record, show_record
from cppcc_desktop.services.records.titles import word_rows
from tests.conftest import Filled, Place

SURNAMES = "surname_reading"


def entry(place: Place, name: str, code: str) -> CodeRow:
    return next(each for each in list_entries(place.office, place.actor, name) if each.code == code)


def add(place: Place, name: str, label: str, code: str = "") -> str:
    return add_entry(place.office, place.actor, name, label, code)


def rename(place: Place, name: str, code: str, label: str) -> None:
    rename_entry(place.office, place.actor, name, code, label)


def retire(place: Place, name: str, code: str, retired: bool = True) -> None:
    retire_entry(place.office, place.actor, name, code, retired=retired)


def word_of(place: Place, member: str, field: str) -> str:
    module = place.office.modules["members"]
    values = show_record(place.office, place.actor, "member", member).values
    return word_rows(place.office, [module.by_name[field]], [values])[0][field]


def test_every_list_has_a_caption_and_standards_say_their_number(county: Place) -> None:
    shown = {each.about.name: each for each in list_code_lists(county.office, county.actor)}
    assert {name for name, _ in shipped_entries()} | {SURNAMES} == set(shown)
    captions = [each.about.label for each in shown.values()]
    assert len(captions) == len(set(captions)) and not any(each.isascii() for each in captions)
    assert shown["nationality"].about.source == "GB/T 3304" and shown["nationality"].about.editable == "no"
    assert shown["sector"].offered == 34
    assert {each.editable for each in list_catalogue().values()} == {"yes", "hand", "names", "no"}


def test_a_new_entry_is_offered_at_once_under_the_next_number(county: Place) -> None:
    assert add(county, "sector", "乡村振兴界") == "35"
    assert read_codes(county.office).entries("sector")[-1].label == "乡村振兴界"
    assert add(county, "sector", "新就业群体", "新") == "新"
    member = create_record(county.office, county.actor, "member", {"name": "陶然", "sector": "乡村振兴界"})
    assert word_of(county, member, "sector") == "乡村振兴界"


def test_proposed_codes(county: Place) -> None:
    def proposed(*codes: str) -> str:
        return propose_code([CodeRow(code, code, shipped=code) for code in codes])

    assert proposed("01", "02", "99") == "03"
    assert proposed("1", "2", "9") == "3"
    assert (proposed("A", "B"), proposed("lead"), proposed()) == ("C", "", "")
    assert propose_code([CodeRow("01", "甲", shipped="甲"), CodeRow("乙", "乙"), CodeRow("02", "丙")]) == "03"


def test_a_renamed_entry_shows_its_new_name_in_old_records_and_the_log_keeps_the_old(filled: Filled) -> None:
    place, member = filled.place, filled.members[0]
    assert word_of(place, member, "sector") == "医药卫生界"
    rename(place, "sector", "26", "卫生健康界")
    place.clock.move(1)
    rename(place, "sector", "26", "医卫界")
    assert word_of(place, member, "sector") == "医卫界"
    log = read_entry_log(place.office, place.actor, "sector", "26")
    assert [(line.at, line.who, line.label, line.before, line.after) for line in log] == [
        ("2026-06-09 15:42", "周明礼", "名称", "卫生健康界", "医卫界"),
        ("2026-06-08 15:42", "周明礼", "名称", "医药卫生界", "卫生健康界"),
    ]
    assert len(entry(place, "sector", "26").records) == 1


def test_the_name_an_entry_came_with_is_still_understood(county: Place) -> None:
    rename(county, "sector", "01", "中共界别人士")
    codes = read_codes(county.office)
    assert [codes.find("sector", word) for word in ("中共界别人士", "中国共产党", "中共")] == ["01", "01", "01"]


def test_a_retired_entry_stays_readable_and_is_no_longer_offered(filled: Filled) -> None:
    place, member = filled.place, filled.members[0]
    retire(place, "sector", "26")
    codes = read_codes(place.office)
    assert "26" not in [each.code for each in codes.entries("sector")] and codes.find("sector", "医药卫生界") == "26"
    assert word_of(place, member, "sector") == "医药卫生界"
    with pytest.raises(Refusal, match="已经停用"):
        retire(place, "sector", "26")
    retire(place, "sector", "26", retired=False)
    assert not entry(place, "sector", "26").retired
    log = read_entry_log(place.office, place.actor, "sector", "26")
    assert [(line.label, line.after) for line in log] == [("停用", "否"), ("停用", "是")]


@pytest.mark.parametrize(
    ("label", "code", "field", "said"),
    [
        (" ", "", "label", "名称不能空着。"),
        ("农业界", "", "label", "已经有“农业界”了。"),
        ("医药、卫生界", "", "label", "已经有“医药卫生界”了。"),
        ("中共", "", "label", "“中共”是“中国共产党”的别名，不能再用。"),
        ("特邀香港人士", "", "label", "已经有“特邀香港人士”了，只是停用了，恢复使用就行。"),
        ("乡村振兴界", "22", "code", "已经有“农业界”了。"),
        ("乡村振兴界", "3 5", "code", "代码里不能有空格。"),
        ("界" * 61, "", "label", "名称最多 60 字，现在 61 字。"),
    ],
)
def test_what_could_not_be_told_apart_is_refused(county: Place, label: str, code: str, field: str, said: str) -> None:
    retire(county, "sector", "32")
    with pytest.raises(InvalidField) as caught:
        add(county, "sector", label, code)
    assert (caught.value.field, caught.value.what) == (field, said)
    if not code and label.strip() and len(label) < 60:
        with pytest.raises(InvalidField):
            rename(county, "sector", "02", label)
    assert entry(county, "sector", "02").label == "民革"


def test_lists_that_rules_know_may_only_be_renamed_and_standards_not_at_all(county: Place) -> None:
    rename(county, "handling_role", "lead", "牵头办理")
    assert read_codes(county.office).label("handling_role", "lead") == "牵头办理"
    for act in (
        lambda: add(county, "handling_role", "督办"), lambda: retire(county, "handling_role", "lead"),
        lambda: add(county, "sex", "其他"), lambda: retire(county, "sex", "1"), lambda: rename(county, "sex", "1", "先生"),
    ):  # fmt: skip
        with pytest.raises(Refusal):
            act()
    assert not read_codes(county.office).editable("result_class"), "an import makes no further class"
    assert not read_codes(county.office).editable("sex")
    assert read_codes(county.office).editable("sector") and read_codes(county.office).editable("newer_program")


def test_only_an_administrator_of_the_county_may(county: Place, pair: tuple[Place, Place]) -> None:
    station = pair[1]
    with pytest.raises(Refusal, match="联络站不能改代码项"):
        add(station, "sector", "乡村振兴界")
    county.actor = type(county.actor)("陈素芬", "clerk", county.office.name)
    for act in (
        lambda: add(county, "sector", "乡村振兴界"), lambda: rename(county, "sector", "22", "农村界"),
        lambda: retire(county, "sector", "22"),
    ):  # fmt: skip
        with pytest.raises(Refusal, match="没有这项权限"):
            act()


def test_how_often_each_code_is_used(filled: Filled) -> None:
    place = filled.place
    assert count_uses(place.office, place.actor, "sector") == {"26": 1, "22": 1}
    assert count_uses(place.office, place.actor, "political_status") == {
        read_codes(place.office).find("political_status", "中共"): 1,
        read_codes(place.office).find("political_status", "民盟"): 1,
    }  # fmt: skip
    assert count_uses(place.office, place.actor, SURNAMES) == {}


def test_readings_of_surnames(county: Place) -> None:
    assert add(county, SURNAMES, "LÜ4 Qiu1", "吕丘") == "吕丘"
    assert entry(county, SURNAMES, "吕丘").label == "lv4 qiu1"
    said = []
    for reading, surname in (
        ("yu4", "尉迟"), ("yu4chi2 ", "尉迟"), ("yu6 chi2", "尉迟"), ("", "尉迟"), ("a1", "A"), ("lv4 qiu1", "吕丘"),
        ("wei4", ""),
    ):  # fmt: skip
        with pytest.raises(InvalidField) as caught:
            add(county, SURNAMES, reading, surname)
        said.append((caught.value.field, caught.value.what))
    assert said == [
        ("label", "“尉迟”是 2 个字，读音写了 1 个。"),
        ("label", "读音写拼音，字和字之间空一格，例如 yu4 chi2。"),
        ("label", "读音写拼音，字和字之间空一格，例如 yu4 chi2。"),
        ("label", "读音不能空着。"),
        ("code", "姓氏写一到四个汉字，例如 单、尉迟。"),
        ("code", "已经有“吕丘”了。"),
        ("code", "姓氏写一到四个汉字，例如 单、尉迟。"),
    ]


def test_an_entry_nobody_has(county: Place) -> None:
    with pytest.raises(OfficeError, match="没有代码“77”"):
        rename(county, "sector", "77", "某界")
