"""Lists: counted behind the rows, chips for every kind of field, saved views, columns, orders, bin, output."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pdfplumber
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog

from cppcc_desktop.domain.description.conditions import TODAY, UNKNOWN, Both, Is, Span, to_json
from cppcc_desktop.domain.description.fields import Kind
from cppcc_desktop.domain.errors import InvalidField
from cppcc_desktop.services.lists.exports import export_list
from cppcc_desktop.services.lists.views import list_views
from cppcc_desktop.services.lists.views import save_view as keep_view
from cppcc_desktop.services.records.offers import read_offers
from cppcc_desktop.services.records.records import Query, count_records, discard_record, list_ids, show_record
from tests.conftest import Filled, Place
from tests.ui.offices import Desk, fill_in, press_button
from ui.lists import output as list_output
from ui.lists.column_choice import ColumnChoice, offered_fields
from ui.lists.conditions import read_span, say_span
from ui.lists.order import turned
from ui.preferences import Settings
from ui.session import Siblings
from ui.theme import Theme, apply_theme

CTRL = Qt.KeyboardModifier.ControlModifier


def ids_of(desk: Desk, page) -> list[str]:
    return list_ids(desk.office, desk.actor, page.module, page.query())


def save_view(desk: Desk, page, name: str) -> None:
    answers = desk.answer(fill_in(label=name))
    page.view_tool.click()
    desk.qtbot.waitUntil(lambda: not answers.left)
    desk.rest()


# reading


def test_rows_come_before_the_count_and_an_older_list_is_stopped(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("members")
    older = page.listing
    page._order_by(("-name",))
    assert older.stopped.is_set() and page.all_words.text() == "正在数…"
    desk.qtbot.waitUntil(lambda: page.model.total > 0)
    assert page.model.row(0) is not None
    desk.rest()
    assert page.model.counted and page.model.total == 240 and page.all_words.text() == "共 240 人"


def test_the_model_of_a_list_keeps_the_rules_of_qt(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("members")
    tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Warning)
    assert tester.model() is page.model
    page.filters.choose(Is("sex", "1"), "男")
    desk.rest()
    page.table.go_to(page.model.total - 1)
    desk.rest()
    desk.press(Qt.Key.Key_F5)
    page.show_bin()
    desk.rest()
    assert page.model.total == 0


def test_end_pressed_before_the_count_goes_to_the_end(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("members")
    page._order_by(("-name",))
    desk.qtbot.waitUntil(lambda: page.model.total > 0)
    if not page.model.counted:
        page.table._to_end = True  # as End does
    else:
        page.table.go_to(239)
    desk.rest()
    assert page.table.currentIndex().row() == 239


def test_walking_through_a_list_longer_than_what_is_held(
    demo: Place, sit_down, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.session.WINDOW", 3)
    monkeypatch.setattr("ui.lists.reading.WINDOW", 3)
    desk = sit_down(demo)
    page = desk.go("members")
    expected = ids_of(desk, page)
    page.table.go_to(118)
    desk.rest()
    desk.press(Qt.Key.Key_Return)
    assert desk.window.top.position.whole == "第 119 / 240 人" and len(desk.page.siblings.ids) == 6
    for step in range(1, 8):
        desk.page.walk(1)
        desk.rest()
        assert desk.page.record == expected[118 + step]
    assert desk.window.top.position.whole == "第 126 / 240 人"
    for _ in range(9):
        desk.page.walk(-1)
        desk.rest()
    assert desk.page.record == expected[116]


def test_the_ends_of_a_list_lead_nowhere() -> None:
    siblings = Siblings(("a", "b"))
    assert siblings.place("b") == (2, 2) and siblings.place("c") is None
    asked: list[str] = []
    for record, step in (("b", 1), ("a", -1), ("c", 1)):
        siblings.walk(None, record, step, lambda r, _s: asked.append(r), None)  # type: ignore[arg-type]
    siblings.walk(None, "a", 1, lambda r, _s: asked.append(r), None)  # type: ignore[arg-type]
    assert asked == ["b"]


# conditions


@pytest.mark.parametrize(
    "name", ["proposals", "members", "stations", "activities", "topics", "projects", "donations", "pieces"]
)
def test_every_offered_condition_counts_what_it_shows(demo: Place, sit_down, name: str) -> None:
    desk = sit_down(demo)
    module = desk.session.module(name)
    for field in module.filters:
        spec = module.by_name[field]
        if spec.kind is Kind.DATE:
            continue
        for offer in read_offers(desk.office, desk.actor, module, Query(), spec)[:3]:
            assert count_records(desk.office, desk.actor, module, Query(offer.wanted)) == offer.count, field


def test_states_are_offered_in_words(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    module = desk.session.module("proposals")
    words = {offer.words for offer in read_offers(desk.office, desk.actor, module, Query(), module.by_name["state"])}
    assert "草稿" in words and not any(word.isascii() for word in words)


def test_a_span_of_days(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("proposals")
    answers = desk.answer(fill_in(first="2026-01-05", last="2026-02-10"))
    page.filters.conditions._type_days(page.module.by_name["received_on"])
    assert not answers.left
    desk.rest()
    assert page.filters.describe() == "收件日期 = 1月5日至2月10日"
    days = [show_record(desk.office, desk.actor, "proposal", each).values["received_on"] for each in ids_of(desk, page)]
    assert days and all("2026-01-05" <= day <= "2026-02-10" for day in days)
    assert page.model.total == len(days)


def test_days_typed_the_wrong_way_round_are_refused(demo: Place) -> None:
    today = demo.office.today()
    for entered in ({}, {"first": "2026-05-01", "last": "2026-03-01"}, {"first": "2026-13-01"}):
        with pytest.raises(InvalidField):
            read_span("day", entered, today)
    assert read_span("day", {"last": "2026-03-31"}, today) == (Span("day", before="2026-04-01"), "3月31日以前")
    assert read_span("day", {"first": "2025-03-01"}, today) == (Span("day", "2025-03-01"), "2025年3月1日以后")
    assert say_span("2025-01-01", "2025-12-31", today) == "2025年"


def test_conditions_in_force_become_one_chip_where_there_is_no_room(demo: Place, sit_down, qapp) -> None:
    desk = sit_down(demo)
    page = desk.go("members")
    for name, wanted, words in (("sex", "1", "男"), ("sector", "12", "经济界"), ("left", None, "")):
        if name in page.module.filters:
            page.filters.choose(Is(name, wanted), words)
    apply_theme(qapp, Theme(2.0))
    desk.window.resize(1000, 620)
    desk.rest()
    row = page.filters
    assert row._all.isVisible() and row._all.text() == "条件 2 个" and row.tools_are_folded
    assert not page.view_tool.isVisible() and page.columns_tool.text() == ""
    page._fill_more()
    assert "存为视图…" in [action.text() for action in page.view_bar.more.menu().actions()]
    assert all(chip.geometry().right() < row.width() for chip in row.children() if getattr(chip, "isVisible", bool)())
    desk.window.resize(1366, 696)
    apply_theme(qapp, Theme())
    desk.rest()
    assert not row._all.isVisible() and not row.tools_are_folded and page.columns_tool.text() == "选择列"


def test_buttons_go_into_more_where_the_views_have_no_room(demo: Place, sit_down, qapp) -> None:
    desk = sit_down(demo)
    page = desk.go("members")
    assert not page.view_bar.are_folded
    apply_theme(qapp, Theme(2.0))
    desk.window.resize(1000, 620)
    desk.rest()
    assert page.view_bar.are_folded
    page._fill_more()
    words = [action.text() for action in page.view_bar.more.menu().actions()]
    assert words[:2] == ["导入…", "导出"] and words[-1] == "回收站"
    last = page.view_bar._buttons[-1]
    assert last.isVisible() and last.geometry().right() <= page.view_bar.width() - 15


def test_the_foot_takes_two_rows_where_one_is_too_narrow(demo: Place, sit_down, qapp) -> None:
    desk = sit_down(demo)
    page = desk.go("proposals")
    apply_theme(qapp, Theme(2.0))
    desk.window.resize(1000, 620)
    page.model.tick_rows(0, 2, True)
    desk.rest()
    tall = page.foot.height()
    assert page.foot.two_rows
    page.model.tick_all(False)
    desk.rest()
    assert not page.foot.two_rows and page.foot.height() < tall


# saved views


def test_a_view_is_saved_shown_renamed_and_deleted(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("members")
    page.filters.choose(Is("sex", "2"), "女")
    page._order_by(("name_strokes",))
    desk.rest()
    expected = ids_of(desk, page)
    save_view(desk, page, "女委员")
    (view,) = list_views(desk.office, desk.actor, page.module)
    assert page.views.key == view.id and page.saved.label == "女委员" and not page.filters.where
    assert ids_of(desk, page) == expected and page.model.total == len(expected)
    assert [tab.count for tab in page.views._tabs if tab.key == view.id] == [len(expected)]
    assert page.order_tool.text() == "按姓氏笔画"
    page.views.step(-1)
    desk.rest()
    assert page.views.key != view.id and page.model.total != len(expected)
    page.views.set_key(view.id)
    page._pick_view(view.id)
    desk.rest()
    answers = desk.answer(fill_in(label="女同志"))
    page.saved.rename()
    desk.rest()
    assert not answers.left and page.views._tabs[-1].word == "女同志" and page.views.key == view.id
    desk.answer(press_button("删除视图"))
    page.saved.delete()
    desk.rest()
    assert page.views.key == "all" and page.model.total == 240 and not list_views(desk.office, desk.actor, page.module)


def test_a_view_inside_a_view_keeps_both(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("proposals")
    page.views.set_key("in_hand")
    page._pick_view("in_hand")
    page.filters.choose(Is("form", "1"), "个人提案")
    desk.rest()
    count = page.model.total
    save_view(desk, page, "在办的个人提案")
    assert 0 < count == page.model.total
    page.pick_plenary("")
    desk.rest()
    assert page.model.total >= count  # a view is one of every plenary


def test_who_only_looks_cannot_save_a_view(filled: Filled, sit_down) -> None:
    place = filled.place
    place.actor = type(place.actor)(place.actor.name, "reader", place.actor.office)
    desk = sit_down(place)
    page = desk.go("members")
    assert not page.view_tool.isEnabled() and "查阅" in page.view_tool.toolTip()


# columns and orders


def test_chosen_columns_are_kept_for_the_person(desk: Desk, filled: Filled) -> None:
    page = desk.go("members")

    def choose(dialog: ColumnChoice) -> None:
        boxes = dict(dialog.boxes)
        boxes["sector"].setChecked(False)
        boxes["education"].setChecked(True)
        boxes["name"].click()
        boxes["education"].setFocus()
        dialog._move(-1)
        dialog._take()

    answers = desk.answer(choose)
    page.columns_tool.click()
    desk.rest()
    assert not answers.left
    keys = [column.key for column in page.model.columns]
    assert "sector" not in keys and "education" in keys and keys[1] == "name"
    assert Settings(desk.session.settings._path.parent).columns(desk.actor.name, "members") == keys[1:]
    assert Settings(desk.session.settings._path.parent).columns("别人", "members") == []
    assert page.model.row(0).cell("education") is not None and desk.focus is page.columns_tool
    back = desk.answer(lambda dialog: (dialog._fill(page.module.columns), dialog._take()))
    page.columns_tool.click()
    desk.rest()
    assert not back.left and [column.key for column in page.model.columns][1:] == list(page.module.columns)


def test_what_is_no_line_of_text_is_not_offered_as_a_column(filled: Filled) -> None:
    for module in filled.place.office.modules.values():
        kinds = {spec.kind for spec in offered_fields(module)}
        assert not kinds & {Kind.PHOTO, Kind.LONG_TEXT}


def test_a_dragged_width_is_kept(desk: Desk) -> None:
    page = desk.go("members")
    section = [column.key for column in page.model.columns].index("sector")
    page.table.horizontalHeader().resizeSection(section, 150)
    desk.rest()
    assert desk.session.settings.widths(desk.actor.name, "members") == {"sector": 150}


def test_orders_on_offer(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("members")
    words = [each for each, _ in page.order_tool.offers()]
    assert words[:4] == ["按拼音", "按界别", "按姓氏笔画", "按职务和党派"]
    assert len(set(words)) == len(words), "each is offered once"
    for words_of, by in page.order_tool.offers():
        page._order_by(by)
        desk.rest()
        expected = list_ids(desk.office, desk.actor, page.module, Query(order=by))
        assert [page.model.row(at).id for at in range(60)] == expected[:60], words_of
        page.order_tool._fill()
        checked = [action.text() for action in page.order_tool.menu().actions() if action.isChecked()]
        assert checked == [words_of]
    page._order_by(("sector",))  # by its header
    desk.rest()
    page.order_tool._fill()
    assert [action.text() for action in page.order_tool.menu().actions() if action.isChecked()] == ["按界别"]
    page._order_by(turned(("name_strokes",)))
    desk.rest()
    page.order_tool._fill()
    checked = [action.text() for action in page.order_tool.menu().actions() if action.isChecked()]
    assert checked == ["按姓氏笔画", "倒过来排"]


# bin


def test_a_record_comes_back_from_the_bin(desk: Desk, filled: Filled) -> None:
    discard_record(desk.office, desk.actor, "member", filled.members[1], "重复登记")
    page = desk.go("members")
    assert page.model.total == 2
    page.show_bin()
    desk.rest()
    assert page.model.total == 1 and page.filters.given == "回收站" and page.restore.isVisible()
    assert page.model.row(0).cell("deleted").text == "重复登记"
    page.table.go_to(0)
    page.restore.click()
    desk.rest()
    assert page.empty is not None and page.empty.accessibleName().startswith("回收站是空的")
    page._clear()
    desk.rest()
    assert page.model.total == 3 and not page.restore.isVisible()
    assert "deleted" not in [column.key for column in page.model.columns]


# out of the window


def test_an_export_has_columns_order_and_conditions_of_the_screen(
    demo: Place, sit_down, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = sit_down(demo)
    page = desk.go("proposals")
    page.filters.choose(Is("form", "1"), "个人提案")
    page._order_by(("-title",))
    desk.rest()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "a.csv"), ""))
    desk.press(Qt.Key.Key_E, CTRL)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *rows = list(csv.reader(file))
    labels = [page.module.by_name[name].label for name in page.module.columns]
    assert head == [*labels, "还剩或逾期"] and len(rows) == page.model.total
    for at in range(50):
        shown = [page.model.row(at).cell(name).text for name in page.module.columns]
        shown.append(page.model.row(at).cell("due_on").second)
        assert [text.lstrip("'") for text in rows[at]] == shown
    assert page.output.chosen(ticked=False).said == "第十届第三次会议、提案形式 = 个人提案"


def test_a_late_list_goes_out_with_its_days(demo: Place, sit_down, tmp_path: Path) -> None:
    """Days overdue were missing, and dates were texts a spreadsheet cannot reckon with."""
    desk = sit_down(demo)
    page = desk.go("proposals")
    page.views.set_key("overdue")
    page._pick_view("overdue")
    desk.rest()
    chosen = page.output.chosen(ticked=False)
    export_list(desk.office, desk.actor, page.module, page.query(), tmp_path / "a.xlsx", chosen=chosen)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    head, first = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=2)]
    due = page.model.row(0).cell("due_on")
    assert head[-2:] == ["应办复日", "还剩或逾期"] and due.second.startswith("逾期 ")
    assert first[-2].date().isoformat() == due.text and first[-1] == due.second
    export_list(desk.office, desk.actor, page.module, page.query(), tmp_path / "a.pdf", chosen=chosen)
    with pdfplumber.open(tmp_path / "a.pdf") as pdf:
        assert len(pdf.pages) <= 1 + page.model.total // 15 and due.second in (pdf.pages[0].extract_text() or "")


def test_no_file_is_proposed_that_there_is(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page, proposed = desk.go("members"), list[str]()
    desk.session.settings.put(folder=str(tmp_path))
    for name in ("委员.xlsx", "委员（2）.xlsx"):
        (tmp_path / name).write_text("", "utf-8")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: proposed.append(given[2]) or ("", ""))
    page.output.export()
    assert proposed == [str(tmp_path / "委员（3）.xlsx")]


@pytest.mark.parametrize(("count", "role"), [("0", "bold"), ("3", "late")])
def test_nothing_late_is_not_red(desk: Desk, count: str, role: str) -> None:
    words = desk.go("proposals").total_words[1]
    words.put(count)
    assert words.count.property("role") == role


def test_everything_but_some_rows(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("members")
    expected = ids_of(desk, page)
    page.model.tick_all()
    page.model.tick_rows(3, 4, False)
    assert page.shown.count(ticked=True) == 238
    assert page.output.ticked_ids() == expected[:3] + expected[5:]


def test_a_long_list_on_paper_is_asked_about_first(demo: Place, sit_down, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_output, "MANY_ROWS", 100)
    desk = sit_down(demo)
    page = desk.go("members")
    asked: list[str] = []
    answers = desk.answer(lambda dialog: (asked.append(dialog.accessibleName()), dialog.done(0)))
    page.output.print_list()
    desk.rest()
    assert not answers.left and asked and "页" in asked[0]


def test_the_list_on_paper_is_previewed_and_saved(
    demo: Place, sit_down, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = sit_down(demo)
    page = desk.go("members")
    page.filters.choose(Is("sex", "2"), "女")
    desk.rest()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "女委员.docx"), ""))
    seen: list[tuple[int, bool]] = []

    def look(dialog) -> None:
        seen.append((dialog.pages, dialog.sheets.page.width() > dialog.sheets.page.height()))
        dialog.word.click()

    answers = desk.answer(look, lambda dialog: dialog.reject())
    page.output.print_list()
    desk.rest()
    assert not answers.left and seen[0][0] > 1 and seen[0][1] and (tmp_path / "女委员.docx").exists()


def test_a_view_of_a_newer_program_shows_nothing_and_says_why(filled: Filled, sit_down) -> None:
    place, module = filled.place, filled.place.office.modules["members"]
    newer = Both(Is("colour", "red"), Is("sex", "2"))
    view = keep_view(place.office, place.actor, module, "将来的", newer, {})
    desk = sit_down(place)
    page = desk.go("members")
    page.views.set_key(view)
    page._pick_view(view)
    desk.rest()
    assert page.model.total == 0 and page.filters.given == UNKNOWN and page.empty is not None
    assert [tab.count for tab in page.views._tabs if tab.key == view] == [None], "what cannot be told is not nought"
    chip = page.filters._chips[0]
    assert chip.text() == UNKNOWN
    chip.removed.emit()
    desk.rest()
    assert page.model.total == count_records(place.office, place.actor, module, Query(Is("sex", "2"))) > 0
    assert page.views.key == view and UNKNOWN not in page.filters.describe()
    (kept,) = list_views(place.office, place.actor, module)
    assert to_json(kept.where) == to_json(newer)


def test_what_another_page_asked_for_is_explained_on_its_chip(filled: Filled, sit_down) -> None:
    desk = sit_down(filled.place)
    desk.window.show_list("proposals", Both(Is("state", ("draft",)), Span("due_on", before=TODAY)), "自己的")
    desk.rest()
    assert "状态是草稿，应办复日早于今天" in desk.page.filters._chips[0].toolTip()
