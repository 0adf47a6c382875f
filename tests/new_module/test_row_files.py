"""Rows of a child with photos and files of their own: the nouns on trial, alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from cppcc_desktop.domain.description.fields import Entity
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.office.office import ATTACHMENT, Actor
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.features import Feature
from cppcc_desktop.services.lists.find import find_records
from cppcc_desktop.services.records.attachments import attach_files, discard_attachment, list_attachments
from cppcc_desktop.services.records.children import add_rows, list_rows
from cppcc_desktop.services.records.records import Query, discard_record, list_ids
from cppcc_desktop.services.records.sheets import read_sheet, save_sheet
from tests.conftest import USER, Place
from tests.new_module.nouns import (
    ABOUT_WHAT,
    CALLED,
    CHECK,
    CHECK_ENTITY,
    CODE,
    FINDING,
    HEAD,
    PLACE,
    PLACES,
    TOWN,
    TOWNS,
    TOWNS_MODULE,
    TRIAL,
    VISIT,
    VISIT_ENTITY,
)
from tests.new_module.test_children_window import open_tab
from tests.new_module.test_sheets_window import type_in
from tests.ui.offices import Desk
from ui.records.children import ChildTab
from ui.records.row_files import RowFilesDialog
from ui.records.sheets import SheetTab
from ui.tasks import WrittenKinds
from ui.theme import Theme, apply_theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
APP = QApplication.instance
ALT = Qt.KeyboardModifier.AltModifier


def with_photos() -> tuple[Feature, ...]:
    years, towns = TRIAL

    def change(each: Entity) -> Entity:
        return replace(each, photos=True) if each in (CHECK_ENTITY, VISIT_ENTITY) else each

    module = replace(TOWNS_MODULE, children=tuple(change(each) for each in TOWNS_MODULE.children))
    return years, replace(towns, modules=(towns.modules[0], module))


@pytest.fixture
def place(open_trial: Callable[..., Place]) -> Place:
    made = open_trial(features=with_photos())
    made.create(PLACE, **{CODE: "01", CALLED: "东分会"})
    return made


@pytest.fixture
def town(place: Place) -> str:
    return place.create(TOWN, **{HEAD: "东头"})


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    paths: list[Path] = []
    for name, ink in (("门口.jpg", "#336699"), ("室内.jpg", "#993333")):
        picture = QImage(400, 300, QImage.Format.Format_RGB32)
        picture.fill(QColor(ink))
        paths.append(tmp_path / name)
        assert picture.save(str(paths[-1]))
    return paths


def fill_sheet(place: Place, town: str) -> str:
    save_sheet(place.office, place.actor, CHECK, town, {("1", ""): {FINDING: 8}})
    return read_sheet(place.office, place.actor, CHECK, town).rows["1", ""].id


def test_a_row_has_files_of_its_own(place: Place, town: str, photos: list[Path], tmp_path: Path) -> None:
    (tmp_path / "清单.txt").write_text("一二三", "utf-8")
    add_rows(
        place.office, place.actor, VISIT, town, [{"date": "2026-05-01", ABOUT_WHAT: what} for what in ("看路", "看桥")]
    )
    first, second = list_rows(place.office, place.actor, VISIT, town).rows
    attach_files(place.office, place.actor, VISIT, first.id, [tmp_path / "清单.txt", *photos])
    first, second = list_rows(place.office, place.actor, VISIT, town).rows
    assert first.files.count == 3 and first.files.path and first.files.path.is_file() and second.files.count == 0
    held = list_attachments(place.office, place.actor, first.id)
    assert next(each.digest for each in held if each.name == "门口.jpg") == first.files.digest
    for each in held[1:]:
        discard_attachment(place.office, place.actor, each.id, "拍错了")
    (first, _) = list_rows(place.office, place.actor, VISIT, town).rows
    assert (first.files.count, first.files.digest) == (1, "")  # what is left is no picture
    assert list_attachments(place.office, place.actor, town) == []
    assert all(each.ok for each in check_office(place.office, place.actor))


def test_an_item_with_photos_is_not_emptied(place: Place, town: str, photos: list[Path]) -> None:
    row = fill_sheet(place, town)
    attach_files(place.office, place.actor, CHECK, row, photos[:1])
    with pytest.raises(Refusal, match="还有 1 个照片或附件"):
        save_sheet(place.office, place.actor, CHECK, town, {("1", ""): {FINDING: None}})
    (photo,) = list_attachments(place.office, place.actor, row)
    discard_attachment(place.office, place.actor, photo.id, "拍错了")
    save_sheet(place.office, place.actor, CHECK, town, {("1", ""): {FINDING: None}})
    assert not read_sheet(place.office, place.actor, CHECK, town).rows


def test_a_photo_is_found_and_leads_to_the_record_of_its_row(place: Place, town: str, photos: list[Path]) -> None:
    attach_files(place.office, place.actor, CHECK, fill_sheet(place, town), photos[:1])
    (found,) = find_records(place.office, place.actor, "门口")
    (hit,) = found.hits
    assert (hit.module, hit.id, hit.title) == (TOWNS, town, "东头")
    discard_record(place.office, place.actor, TOWN, town, "建错了")
    assert not find_records(place.office, place.actor, "门口")


def test_they_go_to_the_county_with_their_row(
    place: Place, photos: list[Path], open_trial: Callable[..., Place], tmp_path: Path
) -> None:
    (at,) = list_ids(place.office, place.actor, place.office.modules[PLACES], Query())
    station = open_trial("station", with_photos())
    station.unpack(place.pack(at, tmp_path / "one.cppcc"))
    station.actor = Actor(USER, "admin", station.office.name)
    made = station.create(TOWN, **{HEAD: "站里的"})
    attach_files(station.office, station.actor, CHECK, fill_sheet(station, made), photos)
    place.unpack(station.pack("county", tmp_path / "two.cppcc"))
    (row,) = read_sheet(place.office, place.actor, CHECK, made).rows.values()
    assert row.files.count == 2 and row.files.path and row.files.path.read_bytes() == photos[0].read_bytes()
    assert not read_sheet(place.office, place.actor, CHECK, made).fixed


def look_at(desk: Desk, tab: ChildTab | SheetTab) -> list[object]:
    """Alt+P in the tab, → in the dialog, and Esc; gives what was seen."""
    seen: list[object] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, RowFilesDialog)
        desk.qtbot.waitUntil(lambda: dialog.files.count is not None, timeout=5000)
        seen.extend([dialog.windowTitle(), dialog.files.count])
        for _ in range(2):
            desk.qtbot.waitUntil(lambda: not dialog.view._picture.isNull(), timeout=5000)
            seen.append(dialog.view.accessibleName())
            desk.qtbot.keyClick(dialog.files.list, Qt.Key.Key_Right)
            desk.qtbot.wait(50)
        desk.qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    QTimer.singleShot(0, answer)
    desk.press(Qt.Key.Key_P, ALT)
    return seen


def test_photos_of_an_item_are_seen_small_and_large(
    sit_down: Callable[[Place], Desk], place: Place, town: str, photos: list[Path]
) -> None:
    row = fill_sheet(place, town)
    attach_files(place.office, place.actor, CHECK, row, photos)
    desk = sit_down(place)
    tab = open_tab(desk, TOWNS, town, CHECK)
    assert isinstance(tab, SheetTab)
    model = tab.model
    assert [model.text(at, model.columns[model.where("photos")]) for at in (0, 1, 2)] == ["", "2 张", ""]
    desk.qtbot.waitUntil(lambda: not model.rows[0].case.picture.isNull(), timeout=5000)
    tab.setFocus()
    tab.grid.typing.go_to(1, model.where(FINDING))
    assert look_at(desk, tab) == ["照片和附件：优秀提案", 2, "门口.jpg", "室内.jpg"]
    tab.grid.typing.go_to(2, model.where(FINDING))
    desk.press(Qt.Key.Key_P, ALT)
    assert "先填这一项并保存" in tab.note.words.whole
    type_in(tab, 2, FINDING, "6")
    assert tab.entering and model.text(1, model.columns[model.where("photos")]) == "2 张"


def test_photos_of_a_row_are_seen_in_the_list(
    sit_down: Callable[[Place], Desk], place: Place, town: str, photos: list[Path]
) -> None:
    add_rows(place.office, place.actor, VISIT, town, [{"date": "2026-05-01", ABOUT_WHAT: "看路"}])
    (row,) = list_rows(place.office, place.actor, VISIT, town).rows
    desk = sit_down(place)
    tab = open_tab(desk, TOWNS, town, VISIT)
    assert isinstance(tab, ChildTab)
    attach_files(place.office, place.actor, VISIT, row.id, photos)
    desk.page.follow(WrittenKinds(frozenset({ATTACHMENT.name})))
    desk.rest()
    shown = tab.table.pages.row(0)
    assert shown and shown.cell("photos").text == "2 张"
    tab.table.setFocus()
    assert look_at(desk, tab) == ["照片和附件：看路", 2, "门口.jpg", "室内.jpg"]
    desk.rest()
    assert not desk.window.findChildren(RowFilesDialog), "a closed one goes on reading"
    apply_theme(APP(), Theme(scale=1.5))
    desk.rest()
    apply_theme(APP(), Theme())
    assert desk.window.focusWidget() is tab.table and not desk.reported
