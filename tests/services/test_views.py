"""Saved views: what is kept, who may, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from cppcc_desktop.domain.description.conditions import (
    EVERYTHING,
    TODAY,
    UNKNOWN,
    Both,
    Condition,
    Is,
    Span,
    Unknown,
    holds_unknown,
    to_json,
)
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.services.lists.views import (
    MOST,
    delete_view,
    list_views,
    read_conditions,
    rename_view,
    restore_view,
    save_view,
)
from cppcc_desktop.services.records.conditions import describe_condition
from cppcc_desktop.services.records.records import Query, count_records
from tests.conftest import Filled, Place

WHERE = Both(Is("state", ("draft",)), Span("due_on", before=TODAY), Is("lead_unit", None))


def save(place: Place, label: str, module: str = "proposals", where: Condition = EVERYTHING, text: str = "") -> str:
    return save_view(place.office, place.actor, place.office.modules[module], label, where, {"状态": "草稿"}, ("-due_on",), text)  # fmt: skip


def views(place: Place, module: str = "proposals") -> list[str]:
    return [each.label for each in list_views(place.office, place.actor, place.office.modules[module])]


def test_a_view_comes_back_as_it_was_saved(filled: Filled) -> None:
    place = filled.place
    save(place, " 我的草稿 ", where=WHERE, text="饮水")
    (view,) = list_views(place.office, place.actor, place.office.modules["proposals"])
    assert (view.label, view.by, view.order, view.words) == (
        "我的草稿",
        place.actor.name,
        ("-due_on",),
        {"状态": "草稿"},
    )
    assert view.text == "饮水" and view.where == WHERE
    assert views(place, "members") == []
    module = place.office.modules["proposals"]
    assert count_records(place.office, place.actor, module, Query(view.where.parts[0])) == 1


def test_names_are_not_given_twice(filled: Filled) -> None:
    place, module = filled.place, filled.place.office.modules["proposals"]
    first, _ = save(place, "甲"), save(place, "乙")
    for wrong in ("乙", "全部", "", "　", "长" * 21):
        with pytest.raises(InvalidField):
            rename_view(place.office, place.actor, module, first, wrong)
    rename_view(place.office, place.actor, module, first, "甲")
    rename_view(place.office, place.actor, module, first, "丙")
    assert views(place) == ["丙", "乙"]


def test_a_deleted_view_goes_and_can_come_back(filled: Filled) -> None:
    place = filled.place
    view = save(place, "甲")
    delete_view(place.office, place.actor, view)
    assert views(place) == []
    save(place, "甲")
    restore_view(place.office, place.actor, view)
    assert views(place) == ["甲", "甲"]


def test_there_is_a_limit_and_readers_only_look(filled: Filled) -> None:
    place = filled.place
    for number in range(MOST):
        save(place, f"视图{number}")
    with pytest.raises(Refusal, match="已经存了"):
        save(place, "再来一个")
    reader = replace(place.actor, role="reader")
    module = place.office.modules["members"]
    with pytest.raises(Refusal):
        save_view(place.office, reader, module, "甲", EVERYTHING, {})
    assert list_views(place.office, reader, module) == []


def test_a_condition_of_a_newer_program_is_kept_and_nothing_meets_it(filled: Filled) -> None:
    """It used to be left out, so that the view showed more than it said."""
    place, module = filled.place, filled.place.office.modules["proposals"]
    newer = Both(Is("state", ("draft",)), Is("colour", "red"))
    save(place, "甲", where=newer)
    (view,) = list_views(place.office, place.actor, module)
    assert view.where == Both(Is("state", ("draft",)), Unknown("colour", '"red"'))
    assert holds_unknown(view.where) and count_records(place.office, place.actor, module, Query(view.where)) == 0
    assert describe_condition(place.office, module, view.where) == f"状态是草稿，{UNKNOWN}"
    save(place, "乙", where=view.where)
    first, second = list_views(place.office, place.actor, module)
    assert first.where == second.where and stored(place) == {json.dumps(to_json(newer))}


def stored(place: Place) -> set[str]:
    """The conditions of all views, as they lie in the database."""
    with place.office.read() as connection:
        return set(connection.exec_driver_sql("SELECT conditions FROM saved_view").scalars())


@pytest.mark.parametrize("text", ["[1]", "{", '"words"'])
def test_what_cannot_be_read_at_all_is_no_view_of_everything(filled: Filled, text: str) -> None:
    place, module = filled.place, filled.place.office.modules["proposals"]
    where, _ = read_conditions(place.office, module, text)
    assert holds_unknown(where) and count_records(place.office, place.actor, module, Query(where)) == 0
