"""What a record can become: a new record of another noun, begun as a draft, linked both ways once it is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.services.cases.continuing import (
    begin_continuation,
    create_from,
    find_continuation,
    list_continuations,
    take_over,
)
from cppcc_desktop.services.cases.steps import act, read_timeline
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.records.drafts import list_drafts
from cppcc_desktop.services.records.records import Query, discard_record, list_ids, show_record
from cppcc_desktop.services.records.referring import read_referring
from tests.conftest import Place
from tests.new_module.nouns import FINISH, GRADE, HEAD, HOST, PLACES, TITLE, TOWN, TOWNS, YEAR, YEARS
from tests.new_module.test_services import run
from tests.ui.offices import Desk


@pytest.fixture
def town(trial: Place) -> str:
    (found,) = list_ids(trial.office, trial.actor, trial.office.modules[TOWNS], Query())
    return found


def continued(place: Place, town: str) -> str:
    into = find_continuation(place.office, place.actor, show_record(place.office, place.actor, TOWN, town), YEAR)
    source, values = take_over(place.office, place.actor, into, town)
    return create_from(place.office, place.actor, YEAR, values, source)


def test_linked_both_ways_and_said_in_its_life(trial: Place, town: str) -> None:
    """Only what the office has is offered; the new record has what was taken over."""
    office, actor = trial.office, trial.actor
    assert [each.label for each in list_continuations(office, actor, show_record(office, actor, TOWN, town))] == [
        "转成年签"
    ]
    made = continued(trial, town)
    assert show_record(office, actor, YEAR, made).values[GRADE] == "东分会"
    (to,) = [each for each in read_referring(office, actor, TOWN, town) if each.module == YEARS]
    assert [(each.id, each.roles) for each in to.records] == [(made, ("转成年签",))]
    (back,) = read_referring(office, actor, YEAR, made)
    assert [(each.id, each.roles) for each in back.records] == [(town, ("由它转成年签",))]
    assert list_ids(office, actor, office.modules[TOWNS], Query(back.where)) == [town]
    assert [(each.label, each.words) for each in read_timeline(office, actor, TOWN, town)] == [("转走", "东边的一记")]
    discard_record(office, actor, YEAR, made, "错了")
    assert not [each for each in read_referring(office, actor, TOWN, town) if each.module == YEARS]
    assert all(each.ok for each in check_office(office, actor))


def test_where_its_life_does_not_allow_it_nothing_is_made(trial: Place, town: str) -> None:
    office, actor = trial.office, trial.actor
    into = find_continuation(office, actor, show_record(office, actor, TOWN, town), YEAR)
    source, values = take_over(office, actor, into, town)
    act(office, actor, TOWN, town, FINISH, {})
    count = len(list_ids(office, actor, office.modules[YEARS], Query()))
    with pytest.raises(Refusal, match="不能转成年签"):
        create_from(office, actor, YEAR, values, source)
    assert len(list_ids(office, actor, office.modules[YEARS], Query())) == count


def test_a_draft_changes_nothing_until_it_is_saved(trial: Place, town: str) -> None:
    office, actor = trial.office, trial.actor
    into = find_continuation(office, actor, show_record(office, actor, TOWN, town), YEAR)
    begin_continuation(office, actor, into, town)
    (line,) = list_drafts(office, actor)
    assert (line.kind, line.title, line.fields) == (YEAR, "东边的一记", 3)
    assert not read_timeline(office, actor, TOWN, town)


def test_by_command(trial: Place, town: str) -> None:
    made = run(trial, "record", "new", YEARS, "--from", f"{TOWNS}:{town}", "--set", f"{GRADE}=下").data
    assert (made[TITLE], made[GRADE]) == ("东边的一记", "下")
    assert read_referring(trial.office, trial.actor, YEAR, made["id"])


def test_at_a_station_and_in_its_package(
    open_trial: Callable[..., Place], trial: Place, town: str, tmp_path: Path
) -> None:
    (east,) = list_ids(trial.office, trial.actor, trial.office.modules[PLACES], Query())
    continued(trial, town)
    station = open_trial("station")
    station.unpack(trial.pack(east, tmp_path / "a.cppcc"))
    assert HEAD and HOST and all(each.ok for each in check_office(station.office, station.actor))


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_in_the_window(sit_down: Callable[[Place], Desk], trial: Place, town: str) -> None:
    desk = sit_down(trial)
    page = desk.open(TOWNS, town)
    (into,) = page.bundle.continuations
    page._continue(into)
    desk.rest()
    page = desk.page
    assert page.module.name == YEARS and "由“东边的一记”转成年签" in page.notice.words.text()
    desk.save()
    assert read_referring(trial.office, trial.actor, YEAR, page.record) and not list_drafts(trial.office, trial.actor)
    assert not desk.reported
