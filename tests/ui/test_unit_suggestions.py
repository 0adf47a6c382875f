"""Suggested units in the dialog of 交办 and 改办."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cppcc_desktop.services.records.records import change_record
from tests.conftest import Filled
from tests.ui.offices import Desk
from ui.kit.dialogs.entry_dialog import EntryDialog
from ui.nouns.proposals.unit_suggestions import FOUND, MOST, NONE, UnitSuggestions

DUTY = "负责城乡公交、出租车客运和公路养护管理工作。"


@pytest.fixture
def docketed(filled: Filled) -> Filled:
    """The proposal on buses waits to be handed out, and a unit says buses are its duty."""
    place = filled.place
    change_record(place.office, place.actor, "unit", filled.unit, {"duty": DUTY})
    place.act(filled.proposal, "receive")
    with place.office.write(place.actor, "record.write") as writing:
        entity = place.office.entity("proposal")
        writing.set(entity, filled.proposal, {"state": "docketed", "docket_no": "001"}, scope="county")
    return filled


def ask_step(desk: Desk, name: str, *acts: Callable[[EntryDialog], object]) -> None:
    """Open the dialog of a step and do these with it."""
    found = next(each for each in desk.page.bundle.steps if each.move.name == name)
    answers = desk.answer(*acts)
    desk.page._ask_step(found)
    desk.rest()
    assert not answers.left


def part_of(dialog: EntryDialog) -> Any:
    return dialog.findChild(UnitSuggestions)


def test_a_suggestion_is_taken_with_one_click(desk: Desk, docketed: Filled) -> None:
    desk.open("proposals", docketed.proposal)
    seen: dict[str, Any] = {}

    def look(dialog: EntryDialog) -> None:
        part = part_of(dialog)
        seen["head"], seen["lines"] = (
            part.head.text(),
            [each.accessibleName() for each in part.lines if each.isVisible()],
        )
        seen["below"] = (
            part.mapTo(dialog, QPoint(0, 0)).y() > dialog.form.editors["unit"].mapTo(dialog, QPoint(0, 0)).y()
        )
        QTest.mouseClick(part.lines[0], Qt.MouseButton.LeftButton)
        seen["value"], seen["text"] = dialog.form.editors["unit"].value(), dialog.form.editors["unit"].text()
        seen["focus"] = QApplication.focusWidget() is dialog.form.editors["unit"]
        dialog.main.click()

    ask_step(desk, "assign", look)
    assert seen["head"] == FOUND and seen["below"] and seen["focus"]
    assert seen["lines"] == ["县交通运输局，职责里有“公交”"]
    assert (seen["value"], seen["text"]) == (docketed.unit, "县交通运输局")
    assert desk.record().values["lead_unit"] == docketed.unit and not desk.reported


def test_by_keyboard_and_esc_goes_back_to_the_field(desk: Desk, docketed: Filled) -> None:
    desk.open("proposals", docketed.proposal)
    seen: list[Any] = []

    def walk(dialog: EntryDialog) -> None:
        part, field = part_of(dialog), dialog.form.editors["unit"]
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget() is part.lines[0])
        QTest.keyClick(part.lines[0], Qt.Key.Key_Escape)
        seen.append(QApplication.focusWidget() is field and dialog.isVisible())
        QTest.keyClick(field, Qt.Key.Key_Tab)
        QTest.keyClick(part.lines[0], Qt.Key.Key_Up)
        seen.append(QApplication.focusWidget() is field)
        QTest.keyClick(field, Qt.Key.Key_Tab)
        QTest.keyClick(part.lines[0], Qt.Key.Key_Return)
        seen.append(field.value() == docketed.unit)
        field.put(None)
        dialog.reject()

    ask_step(desk, "assign", walk)
    assert seen == [True, True, True, True]


def test_nothing_to_suggest_is_said_and_the_dialog_does_not_jump(desk: Desk, docketed: Filled) -> None:
    place = docketed.place
    change_record(place.office, place.actor, "unit", docketed.unit, {"duty": ""})
    with place.office.write(place.actor, "record.write") as writing:
        writing.set(place.office.entity("proposal"), docketed.proposal, {"title": "关于夜空观星的建议"}, scope="county")
    desk.open("proposals", docketed.proposal)
    heights: list[int] = []

    def look(dialog: EntryDialog) -> None:
        part = part_of(dialog)
        heights.append(part.height())
        assert part.head.text() == NONE and not any(each.isVisible() for each in part.lines)
        part._take([])
        dialog.reject()

    ask_step(desk, "assign", look)
    change_record(place.office, place.actor, "unit", docketed.unit, {"duty": "夜空观星。"})

    def again(dialog: EntryDialog) -> None:
        heights.append(part_of(dialog).height())
        dialog.reject()

    ask_step(desk, "assign", again)
    assert heights[0] == heights[1] > 0 and MOST == 3


def test_other_steps_have_none(desk: Desk, filled: Filled) -> None:
    desk.open("proposals", filled.proposal)

    def look(dialog: EntryDialog) -> None:
        assert part_of(dialog) is None
        dialog.reject()

    ask_step(desk, "receive", look)
