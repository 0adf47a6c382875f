"""Sheets declared by the nouns on trial: over a code list, and over two other children."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cppcc_desktop.domain.description.fields import Field, Kind
from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.features import Feature
from cppcc_desktop.services.office.code_changes import retire_entry
from cppcc_desktop.services.office.plenaries import close_plenary
from cppcc_desktop.services.records.children import add_rows, change_row, pick, remove_rows
from cppcc_desktop.services.records.records import Query, change_record, list_children, list_ids
from cppcc_desktop.services.records.sheets import MetLines, check_sheet, read_sheet, save_sheet
from cppcc_desktop.services.records.undo import undo_group
from tests.conftest import Place
from tests.new_module.nouns import (
    BEFORE,
    CALLED,
    CAME,
    CHECK,
    CHECK_ENTITY,
    CODE,
    FINDING,
    FINISH,
    GUEST,
    HEAD,
    PART,
    PART_NAME,
    PLACE,
    PLACES,
    POINT,
    POINTS,
    SAT,
    SEAT,
    SEEN_ON,
    TOWN,
    TOWNS,
    TOWNS_MODULE,
    TRIAL,
    WHO,
    WHY,
    WRITTEN,
)
from tests.new_module.test_services import ids, run, step, trial_places


@pytest.fixture
def town(trial: Place) -> str:
    (found,) = list_ids(trial.office, trial.actor, trial.office.modules[TOWNS], Query())
    return found


def sheet(place: Place, kind: str, owner: str):
    return read_sheet(place.office, place.actor, kind, owner)


def save(place: Place, kind: str, owner: str, typed, **more):
    return save_sheet(place.office, place.actor, kind, owner, typed, **more)


def held(place: Place, kind: str, owner: str, name: str) -> dict[str, object]:
    found = sheet(place, kind, owner)
    return {found.name(at): row.values[name] for at, row in found.rows.items()}


def test_a_line_for_each_entry_and_a_row_only_where_something_stands(trial: Place, town: str) -> None:
    found = sheet(trial, CHECK, town)
    assert [each.label for each in found.down] == ["优秀提案", "优秀提案建议奖", "先进承办案例"] and not found.rows
    saved = save(
        trial,
        CHECK,
        town,
        {("1", ""): {FINDING: "8", SEEN_ON: "6月1日"}, ("3", ""): {FINDING: 5}, ("2", ""): {FINDING: ""}},
    )
    assert len(saved.rows) == 2 and held(trial, CHECK, town, FINDING) == {"优秀提案": 8, "先进承办案例": 5}
    assert [(each.label, each.number) for each in sheet(trial, CHECK, town).sums] == [("得分", 13)]
    emptied = save(trial, CHECK, town, {("1", ""): {FINDING: None, SEEN_ON: None}, ("3", ""): {FINDING: 6}})
    assert (
        held(trial, CHECK, town, FINDING) == {"先进承办案例": 6}
        and len(list_children(trial.office, trial.actor, CHECK, town)) == 1
    )
    assert emptied.group
    undo_group(trial.office, trial.actor, emptied.group)
    assert held(trial, CHECK, town, FINDING) == {"优秀提案": 8, "先进承办案例": 5}
    assert save(trial, CHECK, town, {("1", ""): {FINDING: 8}}).group is None, "nothing changed"
    assert all(each.ok for each in check_office(trial.office, trial.actor))


def test_all_of_it_or_nothing(trial: Place, town: str) -> None:
    right = {("1", ""): {FINDING: 8}}
    for wrong, said in (
        ({("2", ""): {FINDING: "十"}}, "优秀提案建议奖：得分请写整数"), ({("2", ""): {SEEN_ON: "6月1日"}}, "优秀提案建议奖：.*没有填得分"),
        ({("2", ""): {FINDING: 1, SEEN_ON: "2026-07-01"}}, "还没有到"), ({("9", ""): {FINDING: 1}}, "表上没有这一项"),
        ({("2", ""): {POINT: "1", FINDING: 1}}, "没有“"),
    ):  # fmt: skip
        with pytest.raises(OfficeError, match=said):
            save(trial, CHECK, town, {**right, **wrong})
        told = check_sheet(trial.office, trial.actor, CHECK, town, {**right, **wrong})
        assert told[("1", "")] is None and sum(each is not None for each in told.values()) == 1
    assert not sheet(trial, CHECK, town).rows


def test_an_entry_that_is_no_longer_in_force_stays_where_something_stands(trial: Place, town: str) -> None:
    save(trial, CHECK, town, {("1", ""): {FINDING: 8}})
    for code in ("1", "2"):
        retire_entry(trial.office, trial.actor, POINTS, code, since="2026-06-08")
    assert [(each.label, each.old) for each in sheet(trial, CHECK, town).down] == [
        ("先进承办案例", False),
        ("优秀提案", True),
    ]
    save(trial, CHECK, town, {("1", ""): {FINDING: 9}})
    assert held(trial, CHECK, town, FINDING) == {"优秀提案": 9}
    save(trial, CHECK, town, {("1", ""): {FINDING: None}})
    assert [each.label for each in sheet(trial, CHECK, town).down] == ["先进承办案例"]


def test_what_was_changed_elsewhere_is_not_overwritten(trial: Place, town: str) -> None:
    save(trial, CHECK, town, {("1", ""): {FINDING: 8}})
    seen = sheet(trial, CHECK, town)
    (row,) = (each.id for each in seen.rows.values())
    change_row(trial.office, trial.actor, CHECK, row, {FINDING: 3})
    with pytest.raises(InvalidField, match="优秀提案：得分刚在别处改成3"):
        save(trial, CHECK, town, {("1", ""): {FINDING: 9}}, seen=seen)
    save(trial, CHECK, town, {("1", ""): {SEEN_ON: "6月1日"}}, seen=seen)
    with pytest.raises(InvalidField, match="不能改"):
        change_row(trial.office, trial.actor, CHECK, row, {POINT: "2"})
    with pytest.raises(Refusal, match="一项一行"):
        add_rows(trial.office, trial.actor, CHECK, town, [{POINT: "1", FINDING: 2}])


def test_a_sealed_sheet_is_only_read(trial: Place, town: str) -> None:
    save(trial, CHECK, town, {("1", ""): {FINDING: 8}})
    step(trial, town, FINISH, TOWN)
    close_plenary(trial.office, trial.actor, "10-03", "都了了")
    assert "封存" in sheet(trial, CHECK, town).fixed
    with pytest.raises(Refusal, match="封存"):
        save(trial, CHECK, town, {("1", ""): {FINDING: 9}})
    reader = Actor("查阅", "reader", trial.office.name)
    with pytest.raises(OfficeError):
        save_sheet(trial.office, reader, CHECK, town, {("2", ""): {FINDING: 9}})


def seated(trial: Place) -> tuple[str, list[str], list[str]]:
    """A case with two guests and two parts: its id and theirs."""
    trial.create(PLACE, **{CODE: "02", CALLED: "西分会"})
    case = ids(trial)[0]
    guests = pick(trial.office, trial.actor, GUEST, case, ["东分会", "西分会"], {CAME: "1"}).rows
    (first,) = list_children(trial.office, trial.actor, PART, case)  # came with the case
    change_row(trial.office, trial.actor, PART, str(first["id"]), {PART_NAME: "上午"})
    (second,) = add_rows(trial.office, trial.actor, PART, case, [{PART_NAME: "下午"}]).rows
    return case, list(guests), [str(first["id"]), second]


def test_rows_of_one_child_down_and_of_another_across(trial: Place) -> None:
    case, (east, west), (morning, noon) = seated(trial)
    found = sheet(trial, SEAT, case)
    assert [each.label for each in found.down] == ["东分会", "西分会"] and [each.label for each in found.across] == [
        "上午",
        "下午",
    ]
    save(
        trial,
        SEAT,
        case,
        {(east, morning): {SAT: "到"}, (east, noon): {SAT: "请假", WHY: "有会"}, (west, noon): {SAT: "3"}},
    )
    assert held(trial, SEAT, case, SAT) == {"东分会 上午": "1", "东分会 下午": "2", "西分会 下午": "3"}
    assert sheet(trial, SEAT, case).count == 2
    with pytest.raises(InvalidField, match="西分会 上午：坐没坐里没有"):
        save(trial, SEAT, case, {(west, morning): {SAT: "飞了"}})
    gone = remove_rows(trial.office, trial.actor, GUEST, [east])
    assert held(trial, SEAT, case, SAT) == {"西分会 下午": "3"}, "what stood for the guest went along"
    assert gone.group
    undo_group(trial.office, trial.actor, gone.group)
    assert len(held(trial, SEAT, case, SAT)) == 3
    assert all(each.ok for each in check_office(trial.office, trial.actor))


def test_before_there_are_parts_it_goes_one_way_and_belongs_to_the_first_later(trial: Place) -> None:
    case = ids(trial)[0]
    remove_rows(
        trial.office,
        trial.actor,
        PART,
        [str(row["id"]) for row in list_children(trial.office, trial.actor, PART, case)],
    )
    (east,) = pick(trial.office, trial.actor, GUEST, case, ["东分会"], {CAME: "1"}).rows
    assert [each.label for each in sheet(trial, SEAT, case).across] == [""]
    save(trial, SEAT, case, {(east, ""): {SAT: "1"}})
    (morning,) = add_rows(trial.office, trial.actor, PART, case, [{PART_NAME: "上午"}]).rows
    (noon,) = add_rows(trial.office, trial.actor, PART, case, [{PART_NAME: "下午"}]).rows
    assert held(trial, SEAT, case, SAT) == {"东分会 上午": "1"}
    save(trial, SEAT, case, {(east, morning): {SAT: "2"}, (east, noon): {SAT: "3"}})
    rows = list_children(trial.office, trial.actor, SEAT, case)
    assert sorted((row[SAT], row[PART]) for row in rows) == [("2", morning), ("3", noon)]


def test_a_sheet_travels(trial: Place, town: str, open_trial: Callable[..., Place], tmp_path: Path) -> None:
    station = open_trial("station")
    (at,) = list_ids(trial.office, trial.actor, trial.office.modules[trial_places(trial)], Query())
    save(trial, CHECK, town, {("1", ""): {FINDING: 8}})
    station.unpack(trial.pack(at, tmp_path / "one.cppcc"))
    station.actor = Actor(station.actor.name, "admin", station.office.name)
    save(station, CHECK, town, {("1", ""): {FINDING: 9}, ("2", ""): {FINDING: 1}})
    trial.unpack(station.pack("county", tmp_path / "two.cppcc"))
    assert held(trial, CHECK, town, FINDING) == {"优秀提案": 9, "优秀提案建议奖": 1}
    for office in (trial, station):
        assert all(each.ok for each in check_office(office.office, office.actor))


def test_the_command_writes_one_place(trial: Place, town: str) -> None:
    run(trial, "record", "add", CHECK, "--owner", town, "--set", "查哪样=优秀提案", "--set", "得分=7")
    run(trial, "record", "add", CHECK, "--owner", town, "--set", f"{POINT}=1", "--set", "得分=8")
    listed = run(trial, "record", "list", CHECK, "--owner", town)
    assert listed.data["sums"] == {"得分": 8} and [row[POINT] for row in listed.data["rows"]] == ["优秀提案"]
    run(trial, "record", "set", CHECK, listed.data["rows"][0]["id"], "--set", "得分=9")
    run(trial, "record", "remove", CHECK, listed.data["rows"][0]["id"])
    assert not sheet(trial, CHECK, town).rows
    with pytest.raises(InvalidField, match="可选：优秀提案、"):
        run(trial, "record", "add", CHECK, "--owner", town, "--set", "查哪样=飞了", "--set", "得分=7")
    case, _, _ = seated(trial)
    run(
        trial,
        "record",
        "add",
        SEAT,
        "--owner",
        case,
        "--set",
        "来客=东分会",
        "--set",
        "分场=下午",
        "--set",
        f"{SAT}=出席",
    )
    assert held(trial, SEAT, case, SAT) == {"东分会 下午": "1"}
    with pytest.raises(InvalidField, match="分场里没有"):
        run(trial, "record", "add", SEAT, "--owner", case, "--set", "来客=东分会", "--set", f"{SAT}=出席")
    assert run(trial, "record", "list", GUEST, "--owner", case).data["rows"][0][WHO] == "东分会"


def test_who_is_in_no_list_stands_by_name_and_a_card_is_written_down_as_it_was(trial: Place) -> None:
    case, (east, _), (morning, _) = seated(trial)
    add_rows(trial.office, trial.actor, GUEST, case, [{WRITTEN: "过路人", CAME: "1"}])
    with pytest.raises(Refusal, match="没有填客，也没有填当天叫"):
        add_rows(trial.office, trial.actor, GUEST, case, [{CAME: "1"}])
    assert [row[WRITTEN] for row in list_children(trial.office, trial.actor, GUEST, case)] == [
        "东分会",
        "西分会",
        "过路人",
    ]
    at = str(list_children(trial.office, trial.actor, GUEST, case)[0][WHO])
    change_record(trial.office, trial.actor, PLACE, at, {CALLED: "改了名的会"})
    assert list_children(trial.office, trial.actor, GUEST, case)[0][WRITTEN] == "东分会"
    assert [each.label for each in sheet(trial, SEAT, case).down] == ["改了名的会", "西分会", "过路人"]
    save(trial, SEAT, case, {(east, morning): {SAT: "1"}})
    (row,) = list_children(trial.office, trial.actor, SEAT, case)
    assert (row[BEFORE], row[GUEST], row[PART]) == (at, east, morning), "earlier programs find what they know"


def test_rows_of_an_earlier_program_stand_in_their_line_and_get_rows_of_their_own(trial: Place) -> None:
    case, entity = ids(trial)[0], trial.office.entity(SEAT)
    (at,) = list_ids(trial.office, trial.actor, trial.office.modules[PLACES], Query())
    with trial.office.write(trial.actor, "record.write") as writing:
        old = writing.new(entity, {entity.owner: case, BEFORE: at, SAT: "2"})
    found = sheet(trial, SEAT, case)
    assert [each.label for each in found.down] == ["东分会"] and list(held(trial, SEAT, case, SAT).values()) == ["2"]
    assert not list_children(trial.office, trial.actor, GUEST, case)
    ((down, across),) = found.rows
    save(trial, SEAT, case, {(down, across): {SAT: "3"}}, seen=found)
    (guest,) = list_children(trial.office, trial.actor, GUEST, case)
    (row,) = list_children(trial.office, trial.actor, SEAT, case)
    assert (row["id"], row[GUEST], row[SAT], guest[WHO]) == (old, guest["id"], "3", at)
    assert not pick(trial.office, trial.actor, GUEST, case, [at], {CAME: "1"}).rows
    assert all(each.ok for each in check_office(trial.office, trial.actor))


def change_check(*changed: Field, **more: Any) -> tuple[Feature, ...]:
    """The nouns on trial with other fields in the sheet, over a list whose entries stand under headings."""
    years, towns = TRIAL
    point = Field(name=POINT, label="查哪样", kind=Kind.CODE, codes="check_item", required=True)
    new = {each.name: each for each in (point, *changed)}
    fields = tuple(new.get(each.name, each) for each in CHECK_ENTITY.fields)
    sheet = replace(CHECK_ENTITY, fields=fields, suits=("levels", HEAD), headed="set", **more)
    module = replace(
        TOWNS_MODULE, children=tuple(sheet if each is CHECK_ENTITY else each for each in TOWNS_MODULE.children)
    )
    return years, replace(towns, modules=(towns.modules[0], module))


STANDS = Field(name=FINDING, label="咋样", kind=Kind.CODE, codes="check_state", required=True)


def test_how_many_lines_are_met_of_those_that_apply(open_trial: Callable[..., Place]) -> None:
    place = open_trial(features=change_check(STANDS, met=(FINDING, "counts"), sums=()))
    town = place.create(TOWN, **{HEAD: "2"})
    assert sheet(place, CHECK, town).met == MetLines(0, 10)
    said = {"11": "1", "12": "1", "13": "2", "14": "9", "21": "1"}  # 已落实 已落实 部分落实 不适用 已落实
    save(place, CHECK, town, {(item, ""): {FINDING: state} for item, state in said.items()})
    found = sheet(place, CHECK, town)
    assert found.met == MetLines(3, 9) and dict(found.met_under) == {"五落实": MetLines(2, 4), "五有": MetLines(1, 5)}
    retire_entry(place.office, place.actor, "check_item", "12")
    assert sheet(place, CHECK, town).met == MetLines(2, 8)  # what is no longer asked for counts neither way
    plain = open_trial(features=change_check(STANDS, sums=()))
    assert sheet(plain, CHECK, plain.create(TOWN, **{HEAD: "2"})).met is None


def test_lines_that_suit_the_record(open_trial: Callable[..., Place]) -> None:
    """Of a list whose entries say where they apply, those that suit stand there under their headings, and what was stored."""
    place = open_trial(features=change_check())
    town, other = place.create(TOWN, **{HEAD: "3"}), place.create(TOWN, **{HEAD: "9"})
    save_sheet(place.office, place.actor, CHECK, town, {("31", ""): {FINDING: 1}})
    lines = read_sheet(place.office, place.actor, CHECK, town).down
    assert [each.label for each in lines] == ["三位一体 · 议事室", "三位一体 · 议事会", "三位一体 · 收集室"]
    assert not read_sheet(place.office, place.actor, CHECK, other).down
    change_record(place.office, place.actor, TOWN, town, {HEAD: "2"})
    lines = read_sheet(place.office, place.actor, CHECK, town).down
    assert len(lines) == 11 and [each.label for each in lines if each.old] == ["三位一体 · 议事室"]
