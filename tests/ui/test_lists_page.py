"""The list of all modules: views, conditions, nothing found, ticks, sorting, keys."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from cppcc_desktop.domain.description.conditions import EVERYTHING, Both, Is, Span
from cppcc_desktop.services.records.offers import OfferedValue
from cppcc_desktop.services.records.records import Query, change_record, count_records, discard_record, list_ids
from tests.conftest import Filled, Place
from tests.ui.offices import Desk
from ui.kit.frame.buttons import PrimaryButton
from ui.lists.conditions import narrow
from ui.tasks import WrittenKinds
from ui.theme import Theme, apply_theme

CTRL = Qt.KeyboardModifier.ControlModifier


def shown(page) -> list[str]:
    return [page.model.row(at).id for at in range(page.model.total)]


def title_of_empty(page) -> str:
    return page.empty.accessibleName() if page.empty else ""


def test_views_count_what_they_show(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("proposals")
    counts = {tab.key: tab.count for tab in page.views._tabs}
    for key, count in counts.items():
        page.views.set_key(key)
        page._pick_view(key)
        desk.rest()
        assert page.model.total == count, key
        assert page.all_words.text() == f"共 {count} 件"
        assert (page.empty is not None) is (count == 0)


def test_conditions_narrow_and_offer_what_the_list_has(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("members")
    asked: list[list[OfferedValue]] = []
    page.filters.conditions.open = lambda _spec, _chip, offers: asked.append(offers)
    page.filters._offer("sector", page.filters)
    desk.rest()
    offer = asked[0][0]
    page.filters.choose(offer.wanted, offer.words)
    desk.rest()
    assert page.model.total == offer.count and page.filters.describe() == f"界别 = {offer.words}"
    page.filters._remove("sector")
    desk.rest()
    assert page.model.total == 240 and desk.focus is page.filters.search


def test_a_condition_cannot_widen_a_view() -> None:
    late, now = Span("due_on", before="2026-06-08"), Is("plenary", "10-03")
    where = Both(Is("state", ("assigned", "in_hand")), late, now)
    assert narrow(where, [Is("state", "in_hand")]) == Both(Is("state", "in_hand"), late, now)
    assert narrow(where, [Is("state", "draft")]) == Both(Is("state", ()), late, now)
    more = [Is("plenary", "10-02"), Span("due_on", "2026-06-01")]
    assert narrow(where, more) == Both(where, *more)


def test_typing_filters_after_a_pause_and_half_typed_chinese_does_not(desk: Desk, filled: Filled) -> None:
    page = desk.go("members")
    desk.press(Qt.Key.Key_F, CTRL)
    assert desk.focus is page.filters.search
    QApplication.sendEvent(desk.focus, QInputMethodEvent("chen", []))
    desk.qtbot.wait(350)
    desk.rest()
    assert page.model.total == 3
    desk.type("陈")
    desk.qtbot.wait(350)
    desk.rest()
    assert shown(page) == [filled.members[1]] and desk.focus is page.filters.search
    desk.type("𬱖")
    desk.qtbot.wait(350)
    desk.rest()
    assert title_of_empty(page).startswith("没有“陈𬱖”的委员") and desk.focus is page.filters.search
    desk.press(Qt.Key.Key_Escape)
    assert page.model.total == 3 and page.empty is None


@pytest.mark.parametrize(("module", "title"), [("proposals", "还没有提案"), ("members", "还没有委员"),
                                               ("stations", "还没有联络站"), ("activities", "还没有活动"),
                                               ("units", "还没有承办单位")])  # fmt: skip
def test_an_empty_list_says_what_to_do_first(county: Place, sit_down, module: str, title: str) -> None:
    desk = sit_down(county)
    page = desk.go(module)
    assert title_of_empty(page).startswith(title)
    first = page.empty.findChildren(QPushButton)[0]
    assert desk.focus is first and first.kind == "primary"


def test_the_first_record_replaces_the_empty_state(county: Place, sit_down) -> None:
    desk = sit_down(county)
    page = desk.go("members")
    county.create("member", name="郑晓禾")
    desk.tasks.changed.emit(WrittenKinds(frozenset({"member"})))
    desk.rest()
    assert page.empty is None and page.model.total == 1 and page.body.currentWidget() is page.table
    assert desk.focus is page.table


def test_an_empty_view_says_its_name_and_offers_the_way_back(desk: Desk) -> None:
    page = desk.go("proposals")
    page.views.set_key("overdue")
    page._pick_view("overdue")
    desk.rest()
    assert title_of_empty(page).startswith("没有“逾期”的提案")
    page.empty.findChildren(QPushButton)[0].click()
    desk.rest()
    assert page.views.key == "all" and page.model.total == 1 and desk.focus is page.table


def test_what_another_page_asked_for_is_a_chip_that_can_be_taken_off(desk: Desk) -> None:
    desk.window.show_list("proposals", Is("state", ("draft",)), "已保存未收件")
    desk.rest()
    page = desk.page
    assert page.filters.given == "已保存未收件" and page.model.total == 1
    page.filters._chips[0].removed.emit()
    desk.rest()
    assert page.filters.given == "" and page._given is None and page.model.total == 1


def test_sorting_both_ways(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("members")
    expected = {
        falling: list_ids(demo.office, demo.actor, page.module, Query(EVERYTHING, ("-name" if falling else "name",)))
        for falling in (False, True)
    }
    section = [column.key for column in page.model.columns].index("name")
    for falling in (True, False):  # by name is how the list stands at first
        page.table._click_header(section)
        desk.rest()
        assert [page.model.row(at).id for at in range(50)] == expected[falling][:50]
    assert page.model.sort_key == "name" and not page.model.falling


def test_ticking_by_keyboard(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("members")
    assert desk.focus is page.table
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page.model.ticks.count(240) == 2 and page.ticked.isVisible() and "2" in page.ticked_words.text()
    desk.press(Qt.Key.Key_A, CTRL)
    assert page.model.ticks.page_only
    desk.press(Qt.Key.Key_A, CTRL)
    assert page.model.ticks.count(240) == 240
    desk.press(Qt.Key.Key_Escape)
    assert page.model.ticks.count(240) == 0 and not page.ticked.isVisible()
    desk.press(Qt.Key.Key_End)
    last = page.table.current_id()
    desk.press(Qt.Key.Key_Return)
    assert desk.page.record == last and desk.window.top.position.whole == "第 240 / 240 人"
    desk.press(Qt.Key.Key_Escape)
    assert desk.page is page and desk.focus is page.table and page.table.current_id() == last


@pytest.mark.parametrize("everything", [False, True])
def test_ticks_go_with_the_rows_that_leave(demo: Place, sit_down, everything: bool) -> None:
    """“已选 3 人” stood there with two of them in the list, and printing took the third."""
    desk = sit_down(demo)
    page = desk.go("members")
    if everything:
        page.model.tick_all()
        page.model.tick_rows(0, 2, False)
    else:
        page.model.tick_rows(0, 2, True)
    discard_record(desk.office, desk.actor, "member", page.model.row(0).id, "重复登记")
    desk.rest()
    assert len(page.model.ticks.ids) == 2
    left = 237 if everything else 2
    assert page.model.total == 239 and page.ticked_words.text() == f"已选 {left} 人"
    assert len(page.output.ticked_ids()) == page.shown.count(ticked=True) == left


def test_exporting_the_ticked_rows(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = desk.go("members")
    target = tmp_path / "选出的委员.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.model.tick_rows(0, 1, True)
    page.output.export(ticked=True)
    desk.rest()
    lines = target.read_text("utf-8-sig").strip().splitlines()
    assert len(lines) == 3 and "选出的委员.csv" in desk.window.status._words.whole


def test_keys_of_the_list(desk: Desk) -> None:
    page = desk.go("members")
    desk.press(Qt.Key.Key_PageDown, CTRL)
    assert page.views.key == "serving"
    desk.press(Qt.Key.Key_PageUp, CTRL)
    assert page.views.key == "all"
    desk.press(Qt.Key.Key_N, CTRL)
    assert desk.page is not page and desk.page.record == ""


def test_another_persons_change_comes_in_and_the_cursor_stays(desk: Desk, filled: Filled) -> None:
    page = desk.go("members")
    page.table.go_to(2)
    kept = page.table.current_id()
    change_record(desk.office, desk.actor, "member", kept, {"name": "阿依·古兰丹姆"})
    desk.press(Qt.Key.Key_F5)
    assert page.table.current_id() == kept and desk.focus is page.table
    assert page.model.row(page.table.currentIndex().row()).cell("name").text == "阿依·古兰丹姆"


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_conditions_fold_by_width(demo: Place, sit_down: Callable[[Place], Desk], scale: float, qapp) -> None:
    desk = sit_down(demo)
    page = desk.go("proposals")
    apply_theme(qapp, Theme(scale))
    desk.window.resize(1093, 542)
    desk.rest()
    row = page.filters
    seen = [chip for chip in row._offered.values() if not chip.isHidden()]
    assert row._more.isHidden() is (len(seen) == len(row._offered))
    assert all(chip.geometry().right() < row.width() for chip in [*seen, row._more] if not chip.isHidden())
    hidden = [row._label(name) for name, chip in row._offered.items() if chip.isHidden()]
    assert [action.text() for action in row._more.menu.actions()] == hidden


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("width", [1093, 1366])
def test_no_condition_lies_over_another_when_a_list_is_opened(
    demo: Place, sit_down: Callable[[Place], Desk], qapp, width: int, scale: float
) -> None:
    """The order's word is put after the row was folded: it has to fold again, at the size one opens it with."""
    desk = sit_down(demo)
    apply_theme(qapp, Theme(scale))
    desk.window.resize(width, 696)
    for name in ("members", "proposals", "units", "activities"):
        row = desk.go(name).filters
        desk.rest()
        parts = [row._row.itemAt(place).widget() for place in range(row._row.count())]
        places = [part.geometry() for part in parts if part is not None and not part.isHidden()]
        assert all(one.right() < other.left() for one, other in pairwise(places)), name


def test_every_list_has_its_whole_length(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    for name in ("members", "stations", "activities", "units"):
        page = desk.go(name)
        assert page.model.total == count_records(demo.office, demo.actor, page.module, Query())


def test_an_empty_list_has_one_red_button(county: Place, sit_down) -> None:
    desk = sit_down(county)
    page = desk.go("members")
    red = [each for each in page.findChildren(PrimaryButton) if each.isVisible()]
    assert [each.text() for each in red] == ["导入名册"]
    county.create("member", name="郑晓禾")
    desk.rest()
    red = [each for each in page.findChildren(PrimaryButton) if each.isVisible()]
    assert [each.text() for each in red] == ["新建委员"]
