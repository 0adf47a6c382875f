"""Children that people write, declared by the nouns on trial: rows and picked, in services, command and packages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal, StaleRecord
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.lists.exports import export_list
from cppcc_desktop.services.office.plenaries import close_plenary
from cppcc_desktop.services.records.children import (
    add_rows,
    change_row,
    check_rows,
    list_rows,
    mark,
    pick,
    remove_rows,
)
from cppcc_desktop.services.records.records import Query, discard_record, list_children, list_ids, show_record
from cppcc_desktop.services.records.undo import LaterChanges, undo_group
from tests.conftest import Place
from tests.new_module.nouns import (
    ABOUT_WHAT,
    BEGIN,
    CALLED,
    CAME,
    CODE,
    FINISH,
    GRADE,
    GUEST,
    HEAD,
    HOW,
    MONEY,
    PLACE,
    PLACES,
    REMARK,
    SAYS,
    TOWN,
    TOWNS,
    VISIT,
    WHO,
    YEAR,
    YEARS,
)
from tests.new_module.test_services import ids, run, step, trial_places, values


@pytest.fixture
def town(trial: Place) -> str:
    (found,) = list_ids(trial.office, trial.actor, trial.office.modules[TOWNS], Query())
    return found


def add(place: Place, owner: str, *rows: dict[str, object]):
    return add_rows(place.office, place.actor, VISIT, owner, rows)


def shown(place: Place, kind: str, owner: str):
    return list_rows(place.office, place.actor, kind, owner)


def test_rows_are_added_changed_taken_off_and_back(trial: Place, town: str) -> None:
    place = trial
    made = add(
        place, town, {"date": "6月5日", ABOUT_WHAT: "看路", MONEY: "120"}, {"date": "2026-05-02", ABOUT_WHAT: "看桥"}
    )
    found = shown(place, VISIT, town)
    assert [row.words[ABOUT_WHAT] for row in found.rows] == ["看桥", "看路"], "by their day"
    assert [(each.label, each.number) for each in found.sums] == [("花销", 120), ("没有填花销", 1), ("没有填怎么样", 2)]
    road = made.rows[0]
    change_row(place.office, place.actor, VISIT, road, {MONEY: 80, HOW: "请假"})
    mark(place.office, place.actor, VISIT, made.rows, {HOW: "到"})
    assert [(each.label, each.number) for each in shown(place, VISIT, town).sums][-1] == ("到", 2)
    gone = remove_rows(place.office, place.actor, VISIT, made.rows)
    assert not shown(place, VISIT, town).rows and gone.group
    undo_group(place.office, place.actor, gone.group)
    assert shown(place, VISIT, town).count == 2
    assert made.group
    with pytest.raises(LaterChanges):
        undo_group(place.office, place.actor, made.group)
    assert all(each.ok for each in check_office(place.office, place.actor))


def test_all_rows_or_none(trial: Place, town: str) -> None:
    right = {"date": "2026-06-01", ABOUT_WHAT: "看路"}
    for wrong, said in (
        ({ABOUT_WHAT: "没有日子"}, "第 2 行：还不能保存：没有填哪天"), ({**right, "date": "2026-13-01"}, "第 2 行：.*没有 13 月"),
        ({**right, "date": "2026-06-09"}, "第 2 行：哪天 2026-06-09 还没有到"), ({**right, HOW: "飞了"}, "第 2 行：.*没有“飞了”"),
        ({**right, MONEY: "很多"}, "第 2 行：.*整数"), ({**right, ABOUT_WHAT: "长" * 41}, "第 2 行：.*最多 40 字"),
        ({**right, TOWN: town}, "第 2 行：没有"), ({**right, "scope": "ref"}, "第 2 行：没有"),
    ):  # fmt: skip
        with pytest.raises(OfficeError, match=said):
            add(trial, town, right, wrong)
        told = check_rows(trial.office, trial.actor, VISIT, town, [right, wrong])
        assert told[0] is None and isinstance(told[1], OfficeError)
    assert not list_children(trial.office, trial.actor, VISIT, town)


def test_many_are_picked_at_once_and_nobody_twice(trial: Place) -> None:
    place, case = trial, ids(trial)[0]
    east = list_ids(place.office, place.actor, place.office.modules[PLACES], Query())[0]
    west = place.create(PLACE, **{CODE: "02", CALLED: "西分会"})
    saved = pick(place.office, place.actor, GUEST, case, [east, "西分会", east], {CAME: "到"})
    assert len(saved.rows) == 2 and shown(place, GUEST, case).count == 2
    assert pick(place.office, place.actor, GUEST, case, [west], {CAME: "缺席"}).group is None, "is there already"
    with pytest.raises(InvalidField, match="已经在名单里"):
        add_rows(place.office, place.actor, GUEST, case, [{WHO: west, CAME: "1"}])
    north = place.create(PLACE, **{CODE: "03", CALLED: "北分会"})
    told = check_rows(place.office, place.actor, GUEST, case, [{WHO: each, CAME: "1"} for each in ("北分会", north)])
    assert told[0] is None and "已经在名单里" in str(told[1]), "twice in what is pasted"
    found = shown(place, GUEST, case)
    assert [(row.words[WHO], row.beside) for row in found.rows] == [("东分会", "01"), ("西分会", "02")]
    row = found.rows[0].id
    mark(place.office, place.actor, GUEST, [row], {CAME: "请假", SAYS: "有会"})
    assert [(each.label, each.number) for each in shown(place, GUEST, case).sums] == [("到", 1), ("请假", 1)]
    with pytest.raises(InvalidField, match="不能空着"):
        mark(place.office, place.actor, GUEST, [row], {CAME: ""})
    with pytest.raises(InvalidField, match="客不能改"):
        change_row(place.office, place.actor, GUEST, row, {WHO: west})
    with pytest.raises(Refusal, match="没有填来没来"):
        pick(place.office, place.actor, GUEST, case, [north], {})


def test_a_name_that_is_nobodys_or_two_peoples_is_asked(trial: Place) -> None:
    place, case = trial, ids(trial)[0]
    for number in ("07", "08"):
        place.create(PLACE, **{CODE: number, CALLED: "同名会"})
    told = check_rows(
        place.office,
        place.actor,
        GUEST,
        case,
        [{WHO: name, CAME: "1"} for name in ("东分会", "同名会", "没这会", "东 分会")],
    )
    assert [str(each).partition("。")[0] if each else "" for each in told] == [
        "", "客：叫“同名会”的分会不止一个，请从列表里选", "客：没有叫“没这会”的分会", "已经在名单里",
    ]  # fmt: skip
    with pytest.raises(InvalidField, match="不止一个"):
        pick(place.office, place.actor, GUEST, case, ["东分会", "同名会"], {CAME: "1"})
    assert not shown(place, GUEST, case).rows


def test_what_stands_elsewhere_is_not_overwritten(trial: Place, town: str) -> None:
    (row,) = add(trial, town, {"date": "2026-06-01", ABOUT_WHAT: "看路"}).rows
    seen = show_record(trial.office, trial.actor, VISIT, row)
    change_row(trial.office, trial.actor, VISIT, row, {MONEY: 5})
    with pytest.raises(StaleRecord):
        change_row(trial.office, trial.actor, VISIT, row, {MONEY: 6}, seen=seen)
    change_row(trial.office, trial.actor, VISIT, row, {HOW: "1"}, seen=seen)
    assert values(trial, row, VISIT)[MONEY] == 5


def test_sealed_binned_read_only_and_recorded_by_steps(trial: Place, town: str) -> None:
    (row,) = add(trial, town, {"date": "2026-06-01", ABOUT_WHAT: "看路"}).rows
    with pytest.raises(Refusal, match="附记由办理步骤记下"):
        add_rows(trial.office, trial.actor, REMARK, ids(trial)[0], [{"date": "2026-06-01"}])
    reader = Actor("查阅", "reader", trial.office.name)
    assert list_rows(trial.office, reader, VISIT, town).fixed.startswith("你的角色是查阅")
    with pytest.raises(OfficeError):
        remove_rows(trial.office, reader, VISIT, [row])
    step(trial, town, FINISH, TOWN)
    assert not shown(trial, VISIT, town).fixed
    close_plenary(trial.office, trial.actor, "10-03", "都了了")
    assert "封存" in shown(trial, VISIT, town).fixed
    for refused in (
        lambda: add(trial, town, {"date": "2026-06-01", ABOUT_WHAT: "晚了"}),
        lambda: change_row(trial.office, trial.actor, VISIT, row, {MONEY: 1}),
        lambda: mark(trial.office, trial.actor, VISIT, [row], {MONEY: 1}),
        lambda: remove_rows(trial.office, trial.actor, VISIT, [row]),
    ):
        with pytest.raises(Refusal, match="封存"):
            refused()
    case = ids(trial)[0]
    pick(trial.office, trial.actor, GUEST, case, ["东分会"], {CAME: "1"})
    discard_record(trial.office, trial.actor, YEAR, case, "重了")
    assert "回收站" in shown(trial, GUEST, case).fixed
    with pytest.raises(Refusal, match="回收站"):
        mark(trial.office, trial.actor, GUEST, [shown(trial, GUEST, case).rows[0].id], {CAME: "2"})


def test_rows_travel_with_their_record(
    trial: Place, town: str, open_trial: Callable[..., Place], tmp_path: Path
) -> None:
    station = open_trial("station")
    (at,) = list_ids(trial.office, trial.actor, trial.office.modules[trial_places(trial)], Query())
    add(trial, town, {"date": "2026-06-01", ABOUT_WHAT: "县里记的"})
    station.unpack(trial.pack(at, tmp_path / "one.cppcc"))
    station.actor = Actor(station.actor.name, "admin", station.office.name)
    (row,) = add(station, town, {"date": "2026-06-02", ABOUT_WHAT: "站里记的"}).rows
    assert show_record(station.office, station.actor, VISIT, row).scope == f"town:{at}"
    trial.unpack(station.pack("county", tmp_path / "two.cppcc"))
    assert [each.words[ABOUT_WHAT] for each in shown(trial, VISIT, town).rows] == ["县里记的", "站里记的"]
    assert {
        show_record(trial.office, trial.actor, VISIT, each.id).scope for each in shown(trial, VISIT, town).rows
    } == {f"town:{at}"}
    for office in (trial, station):
        assert all(each.ok for each in check_office(office.office, office.actor))


def test_a_workbook_has_a_sheet_for_each(trial: Place, town: str, tmp_path: Path) -> None:
    add(trial, town, {"date": "2026-06-01", ABOUT_WHAT: "看路", MONEY: 7})
    module = trial.office.modules[TOWNS]
    assert (
        export_list(trial.office, trial.actor, module, Query(), tmp_path / "记.xlsx", names=list(module.columns)) == 1
    )
    book = openpyxl.load_workbook(tmp_path / "记.xlsx")
    assert book.sheetnames[1:] == ["走动", "查看"]
    rows = [[cell.value for cell in row] for row in book["走动"].iter_rows()]
    assert rows == [["归谁", "哪天", "为什么", "花销", "怎么样"], ["东边的一记", datetime(2026, 6, 1), "看路", 7, None]]


def test_the_command_writes_them(trial: Place, town: str) -> None:
    (row,) = run(
        trial, "record", "add", VISIT, "--owner", town, "--set", "哪天=6月1日", "--set", f"{ABOUT_WHAT}=看路"
    ).data["ids"]
    run(trial, "record", "set", VISIT, row, "--set", f"{MONEY}=30")
    listed = run(trial, "record", "list", VISIT, "--owner", town)
    assert listed.data["sums"]["花销"] == 30 and listed.data["rows"][0][ABOUT_WHAT] == "看路"
    assert listed.lines[-1] == "1 次：花销 30，没有填怎么样 1"
    run(trial, "record", "remove", VISIT, row)
    assert run(trial, "record", "list", VISIT, "--owner", town).data["count"] == 0
    case = ids(trial)[0]
    trial.create(PLACE, **{CODE: "02", CALLED: "西分会"})
    picked = run(
        trial, "record", "add", GUEST, "--owner", case, "--set", f"{WHO}=东分会、西分会", "--set", f"{CAME}=出席"
    )
    assert len(picked.data["ids"]) == 2
    for words, said in (
        (("record", "add", GUEST), "属于哪条记录"), (("record", "set", GUEST), "哪一行"), (("record", "show", GUEST, "x"), "可用：list"),
        (("record", "add", YEARS, "--owner", case), "没有“"), (("record", "remove", YEAR, case), "没有“"),
    ):  # fmt: skip
        with pytest.raises(OfficeError, match=said):
            run(trial, *words)
    step(trial, case, BEGIN, **{GRADE: "中"})
    assert run(trial, "record", "list", REMARK, "--owner", case).data["rows"] == []
    with pytest.raises(Refusal, match="办理步骤记下"):
        run(trial, "record", "add", REMARK, "--owner", case, "--set", "date=2026-06-01")
    assert values(trial, town, TOWN)[HEAD] == "东边的一记"
