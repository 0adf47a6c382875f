"""Saved views: what is kept, who may, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.services.lists.views import MOST, delete_view, list_views, rename_view, restore_view, save_view
from cppcc_desktop.services.records.records import Query, count_records
from tests.conftest import Filled, Place

WHERE = {"state": ("draft",), "due_on": ("before", "today"), "lead_unit": None, "": "饮水"}


def save(place: Place, label: str, module: str = "proposals", where: object = None) -> str:
    return save_view(place.office, place.actor, place.office.modules[module], label, where or {}, {"状态": "草稿"}, ("-due_on",))  # fmt: skip


def views(place: Place, module: str = "proposals") -> list[str]:
    return [each.label for each in list_views(place.office, place.actor, place.office.modules[module])]


def test_a_view_comes_back_as_it_was_saved(filled: Filled) -> None:
    place = filled.place
    save(place, " 我的草稿 ", where=WHERE)
    (view,) = list_views(place.office, place.actor, place.office.modules["proposals"])
    assert (view.label, view.by, view.order, view.words) == (
        "我的草稿",
        place.actor.name,
        ("-due_on",),
        {"状态": "草稿"},
    )
    assert view.text == "饮水"
    assert view.conditions == {"state": ("draft",), "due_on": ("before", "today"), "lead_unit": None}
    assert views(place, "members") == []
    module = place.office.modules["proposals"]
    assert count_records(place.office, place.actor, module, Query({"state": view.conditions["state"]})) == 1


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
        save_view(place.office, reader, module, "甲", {}, {})
    assert list_views(place.office, reader, module) == []


def test_a_condition_on_an_unknown_field_is_left_out(filled: Filled) -> None:
    place = filled.place
    save(place, "甲", where={"state": ("draft",), "colour": "red"})
    (view,) = list_views(place.office, place.actor, place.office.modules["proposals"])
    assert view.where == {"state": ("draft",)}
