"""Rows that a rule of a noun makes, with what is said of them; and who is away, known to one noun and asked by another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.services.features import Feature
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.absences import Absence, Away, read_away
from cppcc_desktop.services.records.children import MadeRows, RowMaker, list_rows
from cppcc_desktop.services.records.records import Query, list_ids
from tests.conftest import Place
from tests.new_module.begun import CALL, CALLS, ON, SAID
from tests.new_module.begun import TRIAL as BEGUN
from tests.new_module.nouns import ABOUT_WHAT, HEAD, TOWN, TOWNS, TRIAL, VISIT
from tests.new_module.test_children_window import open_tab
from tests.new_module.test_services import run
from tests.ui.offices import Desk

DAY, LEFT = "2026-06-05", "东分会没有轮到：去看桥。"


def make(office: Office, connection: Connection, record: Row, today: date) -> MadeRows:
    del office, connection, today
    if "没有规则" in str(record[HEAD]):
        raise Refusal("还没有规则。")
    return MadeRows([{"date": DAY, ABOUT_WHAT: "看路"}, {"date": DAY, ABOUT_WHAT: "看桥"}], LEFT)


def give_makers() -> Sequence[object]:
    return (RowMaker(child=VISIT, words=lambda day: f"排 {day.month} 月", make=make),)


def give_absences() -> Sequence[object]:
    def read(office: Office, connection: Connection, first: str, last: str) -> Sequence[Away]:
        ids = list(connection.exec_driver_sql(f"SELECT id FROM {CALL} ORDER BY {SAID}").scalars())
        del office
        return [Away(each, DAY, "看桥", "12:00", "18:00") for each in ids[:1] if first <= DAY <= last]

    return (Absence(kind=CALL, read=read),)


def widen(name: str, trial: tuple[Feature, ...], **parts: Callable[[], Sequence[object]]):
    return tuple(replace(each, parts={**each.parts, **parts}) if each.name == name else each for each in trial)


def test_a_rule_says_what_it_passed_over(open_trial: Callable[..., Place]) -> None:
    place = open_trial(features=widen(TOWNS, TRIAL, RowMaker=give_makers))
    town = place.create(TOWN, **{HEAD: "一记"})
    told = run(place, "record", "make", VISIT, "--owner", town)
    assert told.lines[-1] == told.data["remark"] == LEFT and len(told.data["ids"]) == 2
    assert list_rows(place.office, place.actor, VISIT, town).count == 2
    with pytest.raises(Refusal, match="还没有规则"):
        run(place, "record", "make", VISIT, "--owner", place.create(TOWN, **{HEAD: "没有规则的"}))


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_window_says_it_too(open_trial: Callable[..., Place], sit_down: Callable[[Place], Desk]) -> None:
    place = open_trial(features=widen(TOWNS, TRIAL, RowMaker=give_makers))
    place.create(TOWN, **{HEAD: "一记"})
    desk = sit_down(place)
    (town,) = list_ids(place.office, place.actor, place.office.modules[TOWNS], Query())
    tab = open_tab(desk, TOWNS, town, VISIT)
    assert tab.make and tab.make.text() == "排 6 月"
    tab.make.click()
    desk.rest()
    assert tab.said.whole == f"排了 2 次。{LEFT}"


def test_another_noun_asks_who_is_away(open_trial: Callable[..., Place]) -> None:
    """Of the records it names, between two days; of nobody where no noun knows."""
    place = open_trial(features=widen(CALLS, BEGUN, Absence=give_absences))
    first, second = (place.create(CALL, **{ON: DAY, SAID: f"{at}说的"}) for at in (1, 2))

    def ask(since: str = DAY) -> dict[str, int]:
        with place.office.read() as connection:
            found = read_away(place.office, connection, CALL, [first, second, "写的名字"], since, "2026-06-30")
        return {record: len(away) for record, away in found.items()}

    assert ask() == {first: 1, second: 0} and ask("2026-06-06") == {first: 0, second: 0}
    other = open_trial(features=BEGUN)
    with other.office.read() as connection:
        assert read_away(other.office, connection, CALL, [first], DAY, DAY) == {}


@pytest.mark.parametrize(
    ("starts", "ends", "met"),
    [
        ("", "", True), ("09:00", "11:30", False), ("09:00", "12:00", False), ("11:00", "14:00", True), ("14:30", "", True),
        ("18:00", "20:00", False), ("12:00", "", True), ("", "12:00", False), ("", "13:00", True),
    ],
)  # fmt: skip
def test_half_a_day_away(starts: str, ends: str, met: bool) -> None:
    away = Away("甲", DAY, "看桥", "12:00", "18:00")
    assert away.meets(DAY, starts, ends) is met and not away.meets("2026-06-06", starts, ends)
    assert Away("甲", DAY, "看桥").meets(DAY, starts, ends)
