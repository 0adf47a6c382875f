"""Many are picked by what they have in common, for the noun on trial: in the services, by the command, in the window."""

from __future__ import annotations

import pytest

from cppcc_desktop.domain.description.conditions import EVERYTHING, Either, Is
from cppcc_desktop.domain.errors import OfficeError, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.records.children import list_rows, pick, remove_rows
from cppcc_desktop.services.records.picking import list_pickable, open_list, pick_where
from cppcc_desktop.services.records.records import discard_record, list_children
from cppcc_desktop.services.records.undo import undo_group
from tests.conftest import Place
from tests.new_module.nouns import CALLED, CAME, CODE, GUEST, PLACE, PLACES, TOWN, VISIT, WHO
from tests.new_module.test_services import ids, run


@pytest.fixture
def places(trial: Place) -> dict[str, str]:
    """Name → id of places of three codes, besides 东分会 of the first; 弃分会 lies in the bin."""
    named = (("01", "西分会"), ("02", "南分会"), ("02", "北分会"), ("03", "中分会"), ("01", "弃分会"))
    made = {name: trial.create(PLACE, **{CODE: code, CALLED: name}) for code, name in named}
    discard_record(trial.office, trial.actor, PLACE, made["弃分会"], "重了")
    return made


def names(place: Place, owner: str) -> list[str]:
    return [row.words[WHO] for row in list_rows(place.office, place.actor, GUEST, owner).rows]


def test_all_that_meet_a_condition_and_are_not_there_yet(trial: Place, places: dict[str, str]) -> None:
    place, case = trial, ids(trial)[0]
    pick(place.office, place.actor, GUEST, case, [places["西分会"]], {CAME: "2"})
    front = Either(Is(CODE, "01"), Is(CODE, "02"))
    found = list_pickable(place.office, place.actor, GUEST, case, front)
    assert [(each.name, each.beside, each.there) for each in found] == [
        ("东分会", "01", False), ("西分会", "01", True), ("南分会", "02", False), ("北分会", "02", False),
    ], "none that lies in the bin"  # fmt: skip
    saved = pick_where(place.office, place.actor, GUEST, case, front, {CAME: "1"})
    assert len(saved.rows) == 3 and sorted(names(place, case)) == ["东分会", "北分会", "南分会", "西分会"]
    came = {row.words[WHO]: row.values[CAME] for row in list_rows(place.office, place.actor, GUEST, case).rows}
    assert came["西分会"] == "2" and came["东分会"] == "1", "who was there already stays as he was"
    assert pick_where(place.office, place.actor, GUEST, case, front, {CAME: "1"}).group is None, "nobody twice"
    assert saved.group
    undo_group(place.office, place.actor, saved.group)
    assert names(place, case) == ["西分会"], "all in one save, so that one step takes it back"
    remove_rows(
        place.office, place.actor, GUEST, [row.id for row in list_rows(place.office, place.actor, GUEST, case).rows]
    )
    assert not any(each.there for each in list_pickable(place.office, place.actor, GUEST, case, front))
    assert all(each.ok for each in check_office(place.office, place.actor))


def test_nothing_is_written_that_may_not_be(trial: Place, places: dict[str, str]) -> None:
    place, case = trial, ids(trial)[0]
    reader = Actor("查阅", "reader", place.office.name)
    with pytest.raises(OfficeError):
        pick_where(place.office, reader, GUEST, case, EVERYTHING, {CAME: "1"})
    with pytest.raises(OfficeError, match="来没来"):
        pick_where(place.office, place.actor, GUEST, case, EVERYTHING, {})
    with pytest.raises(Refusal, match="不是从名单里选的"):
        pick_where(place.office, place.actor, VISIT, list_towns(place), EVERYTHING, {})
    assert not list_children(place.office, place.actor, GUEST, case)


def list_towns(place: Place) -> str:
    return str(run(place, "record", "list", TOWN).data[0]["id"])


def test_a_view_is_where_one_picks_from(trial: Place, places: dict[str, str]) -> None:
    place, case = trial, ids(trial)[0]
    front = place.office.modules[PLACES].views[1].where

    def count(*asked: object) -> int:
        where, day = open_list(place.office, GUEST, case, *asked)  # type: ignore[arg-type]
        assert day == "", "places hold for ever"
        return len(list_pickable(place.office, place.actor, GUEST, case, where))

    assert (count(), count(EVERYTHING, front), count(Is(CODE, "02"), front)) == (5, 4, 2)


def test_the_command_names_the_condition_as_lists_do(trial: Place, places: dict[str, str]) -> None:
    case = ids(trial)[0]
    added = run(trial, "record", "add", GUEST, "--owner", case, "--where", "门牌=02", "--set", f"{CAME}=出席")
    assert len(added.data["ids"]) == 2 and sorted(names(trial, case)) == ["北分会", "南分会"]
    assert (
        run(trial, "record", "add", GUEST, "--owner", case, "--where", "门牌=02", "--set", f"{CAME}=出席").data["ids"]
        == []
    )
    with pytest.raises(OfficeError, match="只能写一样"):
        run(trial, "record", "add", GUEST, "--owner", case, "--where", "门牌=02", "--set", f"{WHO}=东分会")
    with pytest.raises(OfficeError, match="没有“门号”"):
        run(trial, "record", "add", GUEST, "--owner", case, "--where", "门号=02", "--set", f"{CAME}=出席")
    with pytest.raises(Refusal, match="不是从名单里选的"):
        run(trial, "record", "add", VISIT, "--owner", list_towns(trial), "--where", "门牌=02")
    assert len(names(trial, case)) == 2
