"""统计: every number opens its list, tables add up, the page is worked by keys and goes out as seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from cppcc_desktop.nouns.proposals.figures import FIGURES, GROUPS
from cppcc_desktop.services.figures.board import compare_totals, read_board
from cppcc_desktop.services.figures.output import export_figures
from cppcc_desktop.services.figures.scopes import FigureScope
from tests.conftest import Filled, Place
from tests.nouns.proposals.registers import cases, fill_plenary
from tests.ui.offices import Desk
from ui.tasks import WrittenKinds
from ui.theme import Theme, apply_theme


def lines(page) -> dict:
    return {key: line for card in page.cards.values() for key, line in card.lines.items()}


def test_the_page_says_what_the_figures_are(county: Place, sit_down) -> None:
    fill_plenary(county)
    desk = sit_down(county)
    page = desk.go("figures")
    shown = lines(page)
    assert list(page.cards) == list(GROUPS) and {each.line.figure.pattern or key for key, each in shown.items()} == {
        each.key for each in FIGURES
    }
    assert shown["received"].line.words == "125" and shown["docket_rate"].line.words == "74.4%"
    assert shown["docket_rate"].below == "93 ÷ 125 件，占收到件数"
    assert shown["class_A"].accessibleName() == "A类 23.9%，22 ÷ 92 件，占办复件数"
    assert desk.focus is shown["received"] and desk.window.top.title.whole == "统计"


def test_every_number_opens_a_list_of_that_length(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("figures")
    for key, line in lines(page).items():
        line.click()
        desk.rest()
        assert desk.page.model.total == line.line.numerator, key
        assert (
            desk.page.filters.given.startswith("第十届第三次会议") and line.line.figure.label in desk.page.filters.given
        )
    assert desk.go("figures") is page


def test_cells_of_the_tables_open_their_lists(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("figures")
    for table in (page.table, page.tables[0].table):
        table.setFocus()
        table.setCurrentIndex(table.figures.index(1, 1))
        desk.press(Qt.Key.Key_Right)
        desk.press(Qt.Key.Key_Up)
        index = table.currentIndex()
        assert (index.row(), index.column()) == (0, 2)
        line = table.figures.line(index)
        desk.press(Qt.Key.Key_Return)
        assert desk.page is not page and desk.page.model.total == line.numerator
        assert line.group.label in desk.page.filters.given
        desk.go("figures")
        assert table.currentIndex() == index
    last = page.table.figures.rowCount() - 1
    assert page.table.figures.group(last) == "合计"
    page.table.opened.emit(page.table.figures.line(page.table.figures.index(last, 1)))
    desk.rest()
    assert desk.page.model.total == lines(page)["received"].line.numerator


@pytest.mark.parametrize("by", ["sector", "township", "channel", "form", "period", "unit"])
def test_another_breakdown_adds_up_too(demo: Place, sit_down, by: str) -> None:
    desk = sit_down(demo)
    page = desk.go("figures")
    page.by.set_key(by)
    page.by.picked.emit(by)
    desk.rest()
    assert page.board.broken.by.key == by
    assert page.broken_card.note.whole.startswith("各行相加等于合计")


def test_a_total_that_differs_is_named(demo: Place) -> None:
    board = read_board(demo.office, demo.actor, FigureScope("10-03"), "category")
    other = read_board(demo.office, demo.actor, FigureScope("10-02"), "category")
    assert compare_totals(board.figures, board.broken) == ()
    assert "收到提案" in compare_totals(board.figures, other.broken)


def test_bars_open_their_lists(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("figures")
    for title in ("办理结果", "类别", "单位按期办复", "历次会议"):
        card = page.charts[title]
        bar = card._bar(0)
        expected = bar.row.opens.numerator
        bar.setFocus()
        desk.press(Qt.Key.Key_Return)
        assert desk.page.model.total == expected, title
        desk.go("figures")
    assert page.charts["单位按期办复"].legend.isVisible() and not page.charts["类别"].legend.isVisible()


def test_another_year_is_chosen_above(county: Place, sit_down) -> None:
    cases(county, 3, "closed", plenary="10-02", received_on="2025-01-10")
    cases(county, 2, "received")
    desk = sit_down(county)
    page = desk.go("figures")
    combo = desk.window.top.plenary
    words = [combo.itemText(row) for row in range(combo.count())]
    assert words == ["第十届第三次会议", "第十届第二次会议", "2026年收到的", "2025年收到的", "第十届累计", "全部会议"]
    for word, count in (("2025年收到的", 3), ("全部会议", 5), ("第十届第二次会议", 3)):
        combo.picked.emit(combo._keys[words.index(word)])
        desk.rest()
        assert lines(page)["received"].line.numerator == count and page.told.whole.startswith(word)
        lines(page)["received"].click()
        desk.rest()
        assert desk.page.model.total == count
        desk.go("figures")


def test_a_change_elsewhere_moves_the_numbers_and_not_the_focus(desk: Desk, filled: Filled) -> None:
    page = desk.go("figures")
    line = lines(page)["declined"]
    line.setFocus()
    cases(filled.place, 2, "declined")
    desk.tasks.changed.emit(WrittenKinds(frozenset({"proposal"})))
    desk.rest()
    assert line.line.numerator == 2 and desk.focus is line


def test_an_empty_office_shows_zeros(county: Place, sit_down) -> None:
    desk = sit_down(county)
    page = desk.go("figures")
    assert all(line.line.words in ("0", "—") for line in lines(page).values())
    assert page.table.figures.rowCount() == 1 and page.charts["类别"].note.whole == "还没有"


def test_arrows_and_areas(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("figures")
    shown = lines(page)
    desk.press(Qt.Key.Key_Down)
    assert desk.focus is shown["plenary_received"]
    desk.press(Qt.Key.Key_Up)
    assert desk.focus is shown["received"]
    seen = []
    for _ in page.areas()[1:]:
        desk.press(Qt.Key.Key_F6)
        seen.append(next(area for area in page.areas() if area.isAncestorOf(desk.focus)))
    assert seen == page.areas()[1:]


@pytest.mark.parametrize(("scale", "width", "columns"), [(1.0, 1366, 3), (1.5, 1366, 2), (2.0, 1000, 1)])
def test_cards_stand_in_as_many_columns_as_fit(
    demo: Place, sit_down, qapp: QApplication, scale: float, width: int, columns: int
) -> None:
    apply_theme(qapp, Theme(scale))
    desk = sit_down(demo)
    desk.window.resize(width, 696)
    page = desk.go("figures")
    assert len({card.x() for card in page.cards.values()}) == columns
    assert all(page.groups.rect().contains(card.geometry()) for card in page.cards.values())
    boxes = [card.geometry() for card in page.cards.values()]
    assert not [1 for at, one in enumerate(boxes) for other in boxes[at + 1 :] if one.intersects(other)]


def test_late_and_link_are_told_apart_in_high_contrast(demo: Place, sit_down, qapp: QApplication) -> None:
    desk = sit_down(demo)
    page = desk.go("figures")
    plain = page.table.grab().toImage()
    apply_theme(qapp, Theme(1.0, high_contrast=True))
    desk.rest()
    assert page.table.grab().toImage() != plain
    assert lines(page)["overdue"]._token() == "accent" and lines(page)["received"]._token() == "link"


def test_the_page_goes_out_as_a_workbook(
    demo: Place, sit_down, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from python_calamine import load_workbook

    desk = sit_down(demo)
    desk.go("figures")
    path = tmp_path / "统计.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    desk.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.waitUntil(path.exists, timeout=5000)
    desk.rest()
    book = load_workbook(path)
    assert book.sheet_names == ["第十届第三次会议", "按类别", "按单位看"]
    rows = book.get_sheet_by_name("第十届第三次会议").to_python()
    board = desk.page.board
    assert rows[0] == ["分组", "项目", "数", "分子", "分母", "单位", "口径"] and len(rows) == 1 + len(
        desk.page.board.figures.lines
    )
    told = {row[1]: row for row in rows}
    rate = board.figures.lines["docket_rate"]
    assert told["立案率（并案后）"][2:] == [rate.words, rate.numerator, rate.denominator, "件", "占收到件数"]
    table = book.get_sheet_by_name("按类别").to_python()
    assert sum(row[1] for row in table[1:-1]) == table[-1][1] == board.figures.lines["received"].numerator


def test_it_is_printed_with_its_charts(demo: Place, tmp_path: Path) -> None:
    from docx import Document

    board = read_board(demo.office, demo.actor, FigureScope("10-03"), "category")
    for suffix in (".docx", ".pdf"):
        export_figures(demo.office, board, tmp_path / f"figures{suffix}")
        assert (tmp_path / f"figures{suffix}").stat().st_size > 5000
    document = Document(str(tmp_path / "figures.docx"))
    text = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    for word in ("立案率（并案后）", "占收到件数", "■", "合计", "十届三次会议"):
        assert word in text
    with pytest.raises(Exception, match="不能导出成"):
        export_figures(demo.office, board, tmp_path / "figures.txt")


def test_the_preview_opens_from_its_button(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("figures")
    seen: list[str] = []
    answers = desk.answer(lambda dialog: (seen.append(type(dialog).__name__), dialog.reject()))
    next(each for each in page.bar.findChildren(QPushButton) if each.text() == "打印").click()
    desk.rest()
    assert seen == ["ListPreview"] and not answers.left


def test_the_workbench_leads_here(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    link = next(each for each in desk.page.years[0].findChildren(QPushButton) if each.text() == "统计 ›")
    link.click()
    desk.rest()
    assert desk.page.nav == "figures"


def test_a_station_has_no_figures(open_place, sit_down) -> None:
    desk = sit_down(open_place("station", "station"))
    assert "figures" not in desk.window.side.buttons
