"""A record on trial that begins with what follows from its fields, and what of it becomes the county's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from pytestqt.qtbot import QtBot

from cppcc_desktop.domain.description.conditions import EVERYTHING, Is
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.cases.batches import count_moves
from cppcc_desktop.services.cases.retracting import take_back
from cppcc_desktop.services.cases.steps import act, next_steps, read_timeline
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.exchange.quarantine import list_aside
from cppcc_desktop.services.exchange.receipts import tell_receipt
from cppcc_desktop.services.figures.workbench import read_workbench
from cppcc_desktop.services.imports.imports import apply_import, default_choices, preview_import
from cppcc_desktop.services.lists.exports import export_list
from cppcc_desktop.services.lists.find import find_records
from cppcc_desktop.services.records.logs import read_log
from cppcc_desktop.services.records.records import (
    Query,
    change_record,
    list_ids,
    list_records,
    propose_new,
    show_record,
)
from cppcc_desktop.services.records.undo import last_group, undo_group
from tests.conftest import USER, Place
from tests.new_module.begun import (
    AT,
    BACK,
    CALL,
    CALL_ENTITY,
    CALLS,
    CALLS_MODULE,
    END,
    ENDED,
    GONE,
    HEADED,
    ON,
    OPEN,
    OVER,
    SAID,
    TICK,
    TRIAL,
    UNTIL,
    WAIT,
    WAY,
    WHAT,
    YEAR_OF,
)
from tests.new_module.nouns import CALLED, CODE, PLACE
from tests.ui.offices import Desk
from ui.lists.looks import Look, Total, make_columns
from ui.records.following_form import PAUSE


@pytest.fixture
def calls(open_trial: Callable[..., Place]) -> Place:
    return open_trial(features=TRIAL)


def values(place: Place, record: str):
    return show_record(place.office, place.actor, CALL, record).values


def sound(place: Place) -> bool:
    return all(each.ok for each in check_office(place.office, place.actor))


def test_what_follows_from_others_follows_them(calls: Place) -> None:
    """Listed, found and ordered by like any field; nobody sets it; a change and its undoing carry it along."""
    office, actor = calls.office, calls.actor
    first = calls.create(CALL, **{SAID: "桥上没有灯，晚上看不见", ON: "2025-03-04"})
    second = calls.create(CALL, **{SAID: "路上有坑", GONE: True})
    assert (values(calls, first)[HEADED], values(calls, first)[YEAR_OF], values(calls, first)["state"]) == (
        "桥上没有灯",
        2025,
        OPEN,
    )
    assert values(calls, second)["state"] == OVER
    assert list_ids(office, actor, office.modules[CALLS], Query(Is(YEAR_OF, 2025))) == [first]
    assert [hit.title for found in find_records(office, actor, "晚上") for hit in found.hits] == ["桥上没有灯"]
    with pytest.raises(InvalidField, match="不能直接改"):
        change_record(office, actor, CALL, first, {"state": OVER})
    change_record(office, actor, CALL, first, {SAID: "桥栏断了", ON: "2026-01-02", GONE: True})
    assert (values(calls, first)[HEADED], values(calls, first)[YEAR_OF], values(calls, first)["state"]) == (
        "桥栏断了",
        2026,
        OVER,
    )
    group = last_group(office, actor, CALL, first)
    assert group
    undo_group(office, actor, group)
    assert (values(calls, first)[HEADED], values(calls, first)["state"]) == ("桥上没有灯", OPEN)
    assert sound(calls)


def test_a_step_moves_it_by_what_it_sets(calls: Place) -> None:
    record = calls.create(CALL, **{SAID: "路上有坑"})
    assert act(calls.office, calls.actor, CALL, record, END, {ENDED: "填了"}).target == OVER
    assert take_back(calls.office, calls.actor, CALL, record, "点错了").target == OPEN
    assert values(calls, record)["state"] == OPEN and sound(calls)


def test_what_is_proposed_is_there_where_nothing_was_entered(calls: Place) -> None:
    record = calls.create(CALL, **{SAID: "路上有坑"})
    assert (values(calls, record)[ON], values(calls, record)[UNTIL]) == ("2026-06-08", "2026-06-11")
    other = calls.create(CALL, **{SAID: "没有路", ON: "2026-06-01", UNTIL: "2026-07-01"})
    assert values(calls, other)[UNTIL] == "2026-07-01"
    with pytest.raises(InvalidField, match="哪天 2026-06-09 还没有到"):
        calls.create(CALL, **{SAID: "没有路", ON: "2026-06-09"})
    proposed = propose_new(calls.office, calls.actor, CALL, {ON: "6月2日", UNTIL: "不是日子"})
    assert proposed == {UNTIL: "2026-06-05"}


def test_what_another_field_asks_for_is_needed(calls: Place) -> None:
    office, actor = calls.office, calls.actor
    with pytest.raises(Refusal, match="没有填哪一伙"):
        calls.create(CALL, **{SAID: "路上有坑", WAY: "界别"})
    record = calls.create(CALL, **{SAID: "路上有坑", WAY: "委员个人"})
    with pytest.raises(InvalidField, match="哪一伙要填"):
        change_record(office, actor, CALL, record, {WAY: "界别"})
    change_record(office, actor, CALL, record, {WAY: "界别", WHAT: "农业界"})
    with pytest.raises(InvalidField, match="哪一伙要填"):
        change_record(office, actor, CALL, record, {WHAT: None})


def test_what_was_proposed_follows_until_somebody_says_otherwise(calls: Place) -> None:
    """In the group of the change; not where another day was said, and not once anything was done."""
    office, actor = calls.office, calls.actor
    record, said = calls.create(CALL, **{SAID: "没有路"}), calls.create(CALL, **{SAID: "没有桥", UNTIL: "2026-07-01"})
    for each in (record, said):
        change_record(office, actor, CALL, each, {ON: "2026-06-01"})
    assert values(calls, record)[UNTIL] == "2026-06-04" and values(calls, said)[UNTIL] == "2026-07-01"
    told = {(each.label, each.before, each.after): each.group for each in read_log(office, actor, record)}
    assert told["几时要回", "2026-06-11", "2026-06-04"] == told["哪天", "2026-06-08", "2026-06-01"]
    change_record(office, actor, CALL, record, {SAID: "还是没有路"})
    assert values(calls, record)[UNTIL] == "2026-06-04", "what it does not go by leaves it"
    change_record(office, actor, CALL, record, {ON: "2026-06-02"})
    group = last_group(office, actor, CALL, record)
    assert group
    undo_group(office, actor, group)
    assert (values(calls, record)[ON], values(calls, record)[UNTIL]) == ("2026-06-01", "2026-06-04")
    act(office, actor, CALL, record, WAIT, {"date": "2026-06-08", "note": "再等"})
    change_record(office, actor, CALL, record, {ON: "2026-06-03"})
    assert values(calls, record)[UNTIL] == "2026-06-04", "somebody went on from that day"


def test_what_is_said_at_first_is_changed_by_steps_alone(calls: Place) -> None:
    record = calls.create(CALL, **{SAID: "没有路", UNTIL: "2026-07-01"})
    with pytest.raises(InvalidField, match="登记以后不能直接改"):
        change_record(calls.office, calls.actor, CALL, record, {UNTIL: "2026-08-01"})
    with pytest.raises(InvalidField, match="不能直接改"):
        calls.create(CALL, **{SAID: "没有灯", BACK: "2026-06-01"})


def test_a_table_tells_it_by_what_is_typed(calls: Place, tmp_path: Path) -> None:
    """The title is no column, what it follows from is; what nobody told is not proposed; twice is the same."""
    office, actor, module = calls.office, calls.actor, calls.office.modules[CALLS]
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["话", "哪天"], ["桥上没有灯，看不见", "2026-03-04"], ["路上有坑", "2026-03-05"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    preview = preview_import(office, actor, module, tmp_path / "a.xlsx")
    assert [row.words[HEADED] for row in preview.rows] == ["桥上没有灯", "路上有坑"]
    apply_import(office, actor, preview, default_choices(preview))
    rows = list_records(office, actor, module, Query(order=(ON,)), 0, -1).rows
    assert [(row[HEADED], row[UNTIL], row["state"]) for row in rows] == [
        ("桥上没有灯", None, OPEN),
        ("路上有坑", None, OPEN),
    ]
    export_list(office, actor, module, Query(), tmp_path / "b.xlsx", names=[SAID, ON, HEADED, "state"])
    again = preview_import(office, actor, module, tmp_path / "b.xlsx")
    assert {row.result for row in again.rows} == {"same"} and sound(calls)


def test_a_table_of_the_past_says_how_far_it_came(calls: Place, tmp_path: Path) -> None:
    """What steps would have set comes with a new record and a line in its timeline; of one that is here it is left."""
    office, actor, module = calls.office, calls.actor, calls.office.modules[CALLS]

    def read(name: str, *rows: tuple[str, str, str]):
        book = openpyxl.Workbook()
        assert book.active is not None
        for row in (("话", "哪天", "哪天回的"), *rows):
            book.active.append(row)
        book.save(tmp_path / name)
        return preview_import(office, actor, module, tmp_path / name)

    preview = read("a.xlsx", ("桥上没有灯", "2026-03-04", "2026-03-09"))
    apply_import(office, actor, preview, default_choices(preview))
    (record,) = list_ids(office, actor, module, Query())
    assert (values(calls, record)["state"], values(calls, record)[BACK]) == (OVER, "2026-03-09")
    (line,) = read_timeline(office, actor, CALL, record)
    assert (line.label, line.words, line.target) == ("照表登记", "据“a.xlsx”第 2 行登记：哪天回的 2026-03-09", OVER)
    again = read("b.xlsx", ("桥上没有灯", "2026-03-04", "2026-05-09"))
    assert again.rows[0].result == "same" and "文件不改它" in again.rows[0].doubts[0].reason


@pytest.fixture
def town(open_trial: Callable[..., Place], calls: Place, tmp_path: Path) -> tuple[Place, str]:
    at = calls.create(PLACE, **{CODE: "01", CALLED: "东分会"})
    station = open_trial("station", TRIAL)
    station.unpack(calls.pack(at, tmp_path / "down.cppcc"))
    station.actor = Actor(USER, "admin", station.office.name)  # it knows now who it is
    return station, at


def test_what_was_handed_over_is_the_countys(calls: Place, town: tuple[Place, str], tmp_path: Path) -> None:
    station, at = town
    office, actor = station.office, station.actor
    kept, handed = station.create(CALL, **{SAID: "小事"}), station.create(CALL, **{SAID: "大事", TICK: True})
    assert values(station, kept)[AT] == at
    assert act(office, actor, CALL, kept, END, {ENDED: "办了"}).target == OVER
    with pytest.raises(Refusal, match="只能由县政协办理（交上去）"):
        act(office, actor, CALL, handed, END, {ENDED: "自己办了"})
    for name, value in ((ENDED, "自己写的"), (TICK, False)):
        with pytest.raises(InvalidField, match="由县政协填写"):
            change_record(office, actor, CALL, handed, {name: value})
    offered = next_steps(office, actor, show_record(office, actor, CALL, handed))
    assert [each.move.name for each in offered] == [WAIT]
    assert {each.step.move.name: each.can for each in count_moves(office, actor, CALL, [handed])} == {WAIT: 1}
    assert tell_receipt(office, actor, handed) == "县里还没收到" and not tell_receipt(office, actor, at)
    calls.unpack(station.pack("county", tmp_path / "up.cppcc"))
    assert values(calls, handed)["state"] == OPEN and values(calls, kept)["state"] == OVER
    act(calls.office, calls.actor, CALL, handed, END, {ENDED: "县里办了"})
    station.unpack(calls.pack(at, tmp_path / "back.cppcc"))
    assert (values(station, handed)["state"], values(station, handed)[ENDED]) == (OVER, "县里办了")
    assert tell_receipt(office, actor, handed) == "县里 6月8日已收"
    station.clock.move(3)
    change_record(office, actor, CALL, kept, {WAY: "委员个人"})
    assert (tell_receipt(office, actor, kept), tell_receipt(office, actor, handed)) == (
        "县里还没收到",
        "县里 6月8日已收",
    )
    assert not tell_receipt(calls.office, calls.actor, handed)
    assert sound(calls) and sound(station)


def test_a_noun_objects_to_what_is_changed(calls: Place) -> None:
    record = calls.create(CALL, **{SAID: "没有路"})
    with pytest.raises(InvalidField, match="别喊"):
        change_record(calls.office, calls.actor, CALL, record, {SAID: "没有路！"})
    change_record(calls.office, calls.actor, CALL, record, {GONE: True})
    change_record(calls.office, calls.actor, CALL, record, {SAID: "没有路！"})


def test_a_card_for_the_places(calls: Place, town: tuple[Place, str]) -> None:
    station, _ = town
    station.create(CALL, **{SAID: "小事"})

    def cards(place: Place) -> dict[str, int]:
        groups = read_workbench(place.office, place.actor).groups
        return {item.key: item.count for _, items in groups for item in items}

    assert cards(station)[CALLS] == 1 and CALLS not in cards(calls)


def test_a_package_that_writes_it_all_the_same_is_set_aside(
    calls: Place, town: tuple[Place, str], tmp_path: Path
) -> None:
    """A program that was tampered with: neither in the fields, nor by a step, nor beside another step."""
    station, _ = town
    handed = station.create(CALL, **{SAID: "大事", TICK: True})
    with (
        pytest.raises(Refusal, match="几时要回要由办理步骤来改"),
        station.office.write(station.actor, "record.write") as writing,
    ):
        writing.set(CALL_ENTITY, handed, {UNTIL: "2027-01-01"}, scope=station.office.own_scope)
    station.office.judge = lambda *_: None
    steps = station.office.entity(f"{CALL}_s")
    for move, target in (("", ""), (END, OVER), (WAIT, OPEN)):
        with station.office.write(station.actor, "record.write") as writing:
            writing.set(CALL_ENTITY, handed, {ENDED: f"站里{move}"}, scope=station.office.own_scope)
            if move:
                row = {steps.owner: handed, "date": "2026-06-08", "move": move, "source": OPEN, "target": target}
                writing.new(steps, row, scope=station.office.own_scope)
    calls.unpack(station.pack("county", tmp_path / "up.cppcc"))
    assert values(calls, handed)[ENDED] is None and values(calls, handed)["state"] == OPEN
    reasons = {each.reason for each in list_aside(calls.office, calls.actor)}
    assert {"回的由县政协填写（交上去）", "“回话”只能由县政协办理"} <= reasons


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_form_of_one_that_was_handed_over(sit_down: Callable[[Place], Desk], town: tuple[Place, str]) -> None:
    """What steps set since, and what is the county's, can be read and not typed in."""
    station, _ = town
    kept, handed = (
        station.create(CALL, **{SAID: "小事"}),
        station.create(CALL, **{SAID: "大事", TICK: True, ENDED: "话"}),
    )
    desk = sit_down(station)
    editors = desk.open(CALLS, kept).form.editors
    assert (editors[UNTIL].isReadOnly(), editors[TICK].isEnabled(), editors[ENDED].isReadOnly()) == (True, True, False)
    editors = desk.open(CALLS, handed).form.editors
    assert (editors[UNTIL].isReadOnly(), editors[TICK].isEnabled(), editors[ENDED].isReadOnly()) == (True, False, True)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_form_of_a_new_one(qtbot: QtBot, sit_down: Callable[[Place], Desk], calls: Place) -> None:
    """It shows what is proposed and that follows the day; a star comes with what asks for it; untouched it is no change."""
    desk = sit_down(calls)
    page = desk.open(CALLS, "")
    editors = page.form.editors
    assert editors[UNTIL].value() == "2026-06-11" and not page.form.changes()
    editors[ON].put_typed("2026-06-02")
    editors[ON].edited.emit()
    qtbot.waitUntil(lambda: editors[UNTIL].value() == "2026-06-05")
    assert "*" not in page.form._labels[WHAT].text() and page.form._boxes[WHAT].isHidden()
    editors[WAY].set_key("6")
    editors[WAY].edited.emit()
    assert "*" in page.form._labels[WHAT].text() and not page.form._boxes[WHAT].isHidden()
    assert "必填" in editors[WHAT].accessibleName()
    editors[SAID].put("路上有坑")
    desk.save()
    assert editors[WHAT].error == "这一项要填"
    editors[WHAT].put("农业界")
    desk.save()
    found = desk.record().values
    assert (found[ON], found[UNTIL], found[WHAT]) == ("2026-06-02", "2026-06-05", "农业界") and not desk.reported
    qtbot.wait(2 * PAUSE)
    desk.rest()
    assert not page.form.changes(), "what is proposed for the next one is not put into the one that is stored"
    editors[ON].put_typed("2026-06-01")
    editors[ON].edited.emit()
    qtbot.wait(2 * PAUSE)
    desk.rest()
    assert list(page.form.changes()) == [ON] and editors[UNTIL].value() == "2026-06-05"


def test_a_rate_at_the_foot_and_a_column_called_otherwise() -> None:
    """A list says how many of how many, and heads a column by what its cells say."""
    look = Look(
        module=CALLS,
        heads={HEADED: "啥事"},
        totals=(Total("回了", Is("state", OVER), of=EVERYTHING), Total("没回", Is("state", OPEN))),
    )
    rate, count = look.totals
    assert (len(rate.counted), len(count.counted)) == (2, 1)
    assert (rate.say([1, 3]), rate.say([0, 0]), count.say([2])) == ("33.3%（1 / 3）", "—", "2")
    assert [each.label for each in make_columns(CALLS_MODULE, look)][1:3] == ["哪天", "啥事"]
