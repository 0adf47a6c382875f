"""Drafts: kept as typed, given back to the same person only, no operations, listed until they are saved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.figures.workbench import read_workbench
from cppcc_desktop.services.records.drafts import (
    drop_draft,
    keep_draft,
    list_drafts,
    moved_fields,
    new_draft_key,
    read_draft,
    seen_heads,
)
from cppcc_desktop.services.records.records import change_record, show_record
from tests.conftest import Filled, Place


def keep(place: Place, record: str, **typed: object) -> str:
    seen = seen_heads(show_record(place.office, place.actor, "member", record)) if len(record) == 32 else {}
    return keep_draft(place.office, place.actor, "member", record, typed, seen)


def test_half_typed_values_survive_as_they_are(filled: Filled) -> None:
    place, record = filled.place, filled.members[0]
    typed = {
        "birth_date": "2026-13",
        "station": [None, "", "云水"],
        "note": " 一行\n又一行 ",
        "parties": {"items": [["01", "中共"]]},
    }
    assert keep(place, record, **typed) == "2026-06-08 15:42"
    found = read_draft(place.office, place.actor, "member", record)
    assert found and found.typed == typed and found.at == "2026-06-08 15:42" and not found.is_new
    keep(place, record, note="后来的")
    found = read_draft(place.office, place.actor, "member", record)
    assert found and found.typed == {"note": "后来的"}


def test_a_draft_is_no_operation_and_nobody_elses(filled: Filled) -> None:
    place, record = filled.place, filled.members[0]
    with place.office.read() as connection:
        before = connection.exec_driver_sql("SELECT count(*), max(number) FROM operation").all()
    keep(place, record, note="写了一半")
    with place.office.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*), max(number) FROM operation").all() == before
    other = Actor("李同志", "clerk", "county")
    assert read_draft(place.office, other, "member", record) is None and list_drafts(place.office, other) == []
    drop_draft(place.office, other, "member", record)
    assert read_draft(place.office, place.actor, "member", record)


def test_who_may_only_look_keeps_none(filled: Filled) -> None:
    reader = replace(filled.place, actor=Actor("查阅的人", "reader", "county"))
    with pytest.raises(Refusal):
        keep(reader, filled.members[0], note="x")


def test_fields_saved_meanwhile_are_told_those_of_the_term_too(filled: Filled) -> None:
    place, record = filled.place, filled.members[0]
    keep(place, record, post="我写的", sector="01", note="没人动")
    change_record(
        place.office, place.actor, "member", record, {"post": "别处写的", "sector": "教育界", "title": "医师"}
    )
    found = read_draft(place.office, place.actor, "member", record)
    assert found and moved_fields(place.office, place.actor, found) == ["post", "sector"]


def test_several_new_ones_beside_each_other_newest_first(filled: Filled) -> None:
    place = filled.place
    first, second = new_draft_key(), new_draft_key()
    keep(place, first, name="钱一")
    place.clock.move(0.01)
    keep(place, second, post="还没有名字")
    place.clock.move(0.01)
    keep(place, filled.members[1], note="改了")
    lines = list_drafts(place.office, place.actor)
    assert [(each.title, each.is_new, each.fields) for each in lines] == [
        ("陈素芬", False, 1), ("", True, 1), ("钱一", True, 1)
    ]  # fmt: skip
    assert list_drafts(place.office, place.actor, "proposal") == []
    board = read_workbench(place.office, place.actor)
    card = next(each for _, cards in board.groups for each in cards if each.key == "unsaved")
    assert (card.count, card.module, card.fact) == (3, "drafts", "最近 6月8日 16:10")
    drop_draft(place.office, place.actor, "member", second)
    assert len(list_drafts(place.office, place.actor)) == 2


def test_drafts_survive_a_restart(filled: Filled) -> None:
    keep(filled.place, filled.members[0], note="写了一半")
    filled.place.reopen()
    assert read_draft(filled.place.office, filled.place.actor, "member", filled.members[0])
