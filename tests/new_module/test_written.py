"""A reference that takes a written name too: a record where there is one, else the name as it was written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.description.fields import ID
from cppcc_desktop.domain.errors import InvalidField
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.figures.figures import read_breakdown
from cppcc_desktop.services.figures.scopes import find_sheet, list_scopes
from cppcc_desktop.services.imports.imports import apply_import, default_choices, preview_import
from cppcc_desktop.services.lists.exports import export_list
from cppcc_desktop.services.lists.find import find_records
from cppcc_desktop.services.records.records import (
    Query,
    change_record,
    list_groups,
    list_ids,
    list_records,
    show_record,
)
from cppcc_desktop.services.records.referring import read_referring
from cppcc_desktop.services.records.titles import word_rows
from tests.conftest import Place
from tests.new_module.nouns import CALLED, CODE, HEAD, HELPERS, HOST, LEADER, PLACE, PLACES, TOLD_OF, TOWN, TOWNS
from tests.ui.offices import Desk


@pytest.fixture
def east(trial: Place) -> str:
    (place,) = list_ids(trial.office, trial.actor, trial.office.modules[PLACES], Query())
    return place


@pytest.fixture
def town(trial: Place) -> str:
    (found,) = list_ids(trial.office, trial.actor, trial.office.modules[TOWNS], Query())
    return found


def words_of(place: Place, record: str) -> dict[str, str]:
    values = show_record(place.office, place.actor, TOWN, record).values
    return word_rows(place.office, place.office.modules[TOWNS].fields, [values])[0]


def test_a_record_or_a_name(trial: Place, east: str, town: str) -> None:
    office, actor = trial.office, trial.actor
    change_record(office, actor, TOWN, town, {LEADER: "东分会", HELPERS: "东分会、外来的客"})
    assert show_record(office, actor, TOWN, town).values[LEADER] == east
    assert words_of(trial, town)[HELPERS] == "东分会、外来的客"
    change_record(office, actor, TOWN, town, {LEADER: "没有登记的"})
    assert words_of(trial, town)[LEADER] == "没有登记的"
    assert read_referring(office, actor, PLACE, east), "named among the helpers"
    assert all(each.ok for each in check_office(office, actor))


def test_what_one_looks_for_is_no_name(trial: Place, town: str) -> None:
    for typed in ("dfh", "12"):
        with pytest.raises(InvalidField, match="把姓名写全"):
            change_record(trial.office, trial.actor, TOWN, town, {LEADER: typed})
    trial.create(PLACE, **{CODE: "02", CALLED: "东分会"})
    with pytest.raises(InvalidField, match="不止一个"):
        change_record(trial.office, trial.actor, TOWN, town, {LEADER: "东分会"})


def test_listed_ordered_filtered_and_found(trial: Place, east: str, town: str) -> None:
    office, actor, module = trial.office, trial.actor, trial.office.modules[TOWNS]
    change_record(office, actor, TOWN, town, {LEADER: "东分会"})
    other = trial.create(TOWN, **{HOST: east, HEAD: "西边", LEADER: "外来客"})
    assert list_ids(office, actor, module, Query(Is(LEADER, "外来客"))) == [other]
    assert list_ids(office, actor, module, Query(Is(LEADER, east))) == [town]
    assert {said for _, said, _ in list_groups(office, actor, module, Query(), LEADER)} == {"东分会", "外来客"}
    assert len(list_records(office, actor, module, Query(order=(LEADER,)), 0, -1).rows) == 2
    assert [hit.id for found in find_records(office, actor, "外来客") for hit in found.hits] == [other]
    assert not find_records(office, actor, east[:8])


def test_figures_by_it(trial: Place, east: str, town: str) -> None:
    office, actor = trial.office, trial.actor
    change_record(office, actor, TOWN, town, {LEADER: "东分会"})
    trial.create(TOWN, **{HOST: east, HEAD: "西边", LEADER: "外来客"})
    sheet = find_sheet(office, TOWNS)
    scope = list_scopes(office, actor, sheet)[-1]
    found = read_breakdown(office, actor, scope, "leader", sheet=sheet)
    assert sorted(group.label for group, _ in found.lines) == ["东分会", "外来客", "没有填"]


def test_figures_by_several_of_them(trial: Place, east: str, town: str) -> None:
    """Who helps with two things counts twice, the whole once; each number leads to the records it counts."""
    office, actor, module = trial.office, trial.actor, trial.office.modules[TOWNS]
    change_record(office, actor, TOWN, town, {HELPERS: "东分会、外来客"})
    for head, helpers in (("西边", "外来客"), ("南边", None)):
        trial.create(TOWN, **{HOST: east, HEAD: head, HELPERS: helpers})
    sheet = find_sheet(office, TOWNS)
    found = read_breakdown(office, actor, list_scopes(office, actor, sheet)[-1], "helpers", sheet=sheet)
    counts = {group.label: line[TOLD_OF].numerator for group, line in found.lines}
    assert counts == {"东分会": 1, "外来客": 2, "没有填": 1} and found.total[TOLD_OF].numerator == 3
    for group, line in found.lines:
        assert len(list_ids(office, actor, module, Query(line[TOLD_OF].where))) == counts[group.label]


def test_in_and_out_of_a_table(trial: Place, east: str, town: str, tmp_path: Path) -> None:
    """Who is in the list is meant; somebody else stands as written, which the preview says; of two it asks."""
    office, actor, module = trial.office, trial.actor, trial.office.modules[TOWNS]
    for code in ("02", "03"):
        trial.create(PLACE, **{CODE: code, CALLED: "双胞会"})
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["记名", "谁领头", "谁帮手"],
        ["甲地", "东分会", "外来客、东分会"],
        ["乙地", "外来客", None],
        ["丙地", "双胞会", None],
    ):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    preview = preview_import(office, actor, module, tmp_path / "a.xlsx")
    first, second, third = preview.rows
    assert first.values[LEADER] == east and first.values[HELPERS] == ["外来客", east]
    assert second.values[LEADER] == "外来客" and "照写的记" in second.notes[0]
    assert LEADER not in third.values and "分不出" in third.doubts[0].reason
    apply_import(office, actor, preview, default_choices(preview))
    export_list(office, actor, module, Query(order=(HEAD,)), tmp_path / "b.xlsx", names=[HEAD, LEADER, HELPERS])
    again = preview_import(office, actor, module, tmp_path / "b.xlsx")
    assert {each.result for each in again.rows} == {"same"}


def test_to_a_station(open_trial: Callable[..., Place], trial: Place, east: str, town: str, tmp_path: Path) -> None:
    change_record(trial.office, trial.actor, TOWN, town, {LEADER: "外来客", HELPERS: ["外来客", east]})
    station = open_trial("station")
    station.unpack(trial.pack(east, tmp_path / "a.cppcc"))
    assert words_of(station, town)[HELPERS] == "外来客、东分会"
    assert all(each.ok for each in check_office(station.office, station.actor))


def write(line: QLineEdit, text: str) -> None:
    """As an input method does."""
    line.setText(text)
    line.textEdited.emit(text)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_in_the_window(qtbot: QtBot, sit_down: Callable[[Place], Desk], trial: Place, east: str, town: str) -> None:
    """Enter behind a name of nobody takes it as it stands, also where it begins that of a record."""
    desk = sit_down(trial)
    page = desk.open(TOWNS, town)
    line = page.form.editors[LEADER]
    several = page.form.editors[HELPERS]
    line.setFocus()
    write(line, "东分")
    qtbot.waitUntil(lambda: line._popup is not None and line._popup.isVisible())
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert line.value() == "东分" and not line.hasFocus()
    for name in ("外来客", "东分会"):
        several.finder.setFocus()
        write(several.finder, name)
        qtbot.waitUntil(lambda: not several.finder._pause.isActive())
        qtbot.wait(50)
        qtbot.keyClick(several.finder, Qt.Key.Key_Return)
    desk.save()
    values = desk.record().values
    assert values[LEADER] == "东分" and values[HELPERS] == ["外来客", east]
    assert ID.fullmatch(east) and not desk.reported
