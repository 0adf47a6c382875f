"""统计: every number opens its list, tables add up, the page is worked by keys and goes out as seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
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


def test_esc_goes_back_from_where_a_number_led(demo: Place, sit_down) -> None:
    """From a number of 统计, and from a list beside another one, there was no way back."""
    desk = sit_down(demo)
    page = desk.go("figures")
    lines(page)["received"].click()
    desk.rest()
    cases, top = desk.page, desk.window.top
    assert cases is not page and top.back_button.isVisible() and top.back_button.text() == "统计"
    desk.session.routes.page_asked.emit("assignments")  # by 更多
    desk.rest()
    assert desk.page.module.name == "assignments" and top.back_button.text() == "提案"
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_Escape)  # unticks first
    assert desk.page.module.name == "assignments" and not desk.page.model.ticks.ids
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Escape)
    assert desk.page.module.name == "assignments" and top.back_button.text() == "提案"
    desk.press(Qt.Key.Key_Escape)
    assert desk.page is cases and top.back_button.text() == "统计"
    desk.press(Qt.Key.Key_Escape)
    assert desk.page is page and not top.back_button.isVisible()
    desk.go("proposals")
    assert desk.page is cases and not top.back_button.isVisible()
    desk.press(Qt.Key.Key_Escape)
    assert desk.page is cases


def test_cells_of_the_tables_open_their_lists(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("figures")
    for table in (page.tables["按类别"].table, page.tables["按单位看"].table):
        table.setFocus()
        table.setCurrentIndex(table.figures.index(1, 1))
        desk.press(Qt.Key.Key_Right)
        desk.press(Qt.Key.Key_Right)
        desk.press(Qt.Key.Key_Up)
        index = table.currentIndex()
        assert (index.row(), index.column()) == (0, 3)
        line = table.figures.line(index)
        desk.press(Qt.Key.Key_Return)
        assert desk.page is not page and desk.page.model.total == line.numerator
        assert line.group.label in desk.page.filters.given
        desk.go("figures")
        assert table.currentIndex() == index
    table = page.tables["按类别"].table
    last = table.figures.rowCount() - 1
    assert table.figures.group(last) == "合计" and table.figures.group(last - 1) == "没有填"
    table.opened.emit(table.figures.line(table.figures.index(last, 1)))
    desk.rest()
    assert desk.page.model.total == lines(page)["received"].line.numerator


def test_every_breakdown_adds_up(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("figures")
    own = [each.title for each in page.sheet.tables]
    assert list(page.tables)[-1:] == own and len(page.tables) > 8
    for title, card in page.tables.items():
        model = card.table.figures
        assert card.shown.apart == () and card.note.whole.startswith("占比的底数是"), title
        counts = [int(model.data(model.index(row, 1))) for row in range(model.rowCount())]
        assert sum(counts[:-1]) == counts[-1], title
        shares = [float(str(model.data(model.index(row, 2))).rstrip("%")) for row in range(model.rowCount())]
        assert abs(sum(shares[:-1]) - 100) < 0.1 * len(shares) and shares[-1] == 100, title


def test_rows_stand_by_a_column_and_the_other_way_round(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    card = desk.go("figures").tables["按界别"]
    model = card.table.figures

    def column(at: int) -> list[int]:
        return [int(model.data(model.index(row, at))) for row in range(model.rowCount() - 2)]

    bars = [row.bar.count for row in card.bars.chart.rows if row.bar.word != "没有填"]
    assert column(1) == sorted(column(1), reverse=True) and bars == [each for each in column(1) if each]
    card.table.header.sectionClicked.emit(3)
    assert column(3) == sorted(column(3), reverse=True) and model.marked == 3
    card.table.setFocus()
    card.table.setCurrentIndex(model.index(0, 3))
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert column(3) == sorted(column(3)) and card.table.currentIndex().column() == 3
    card.table.header.sectionClicked.emit(0)
    assert [model.group(row) for row in range(model.rowCount() - 2)] == [
        group.label for group, _ in card.shown.broken.rows if any(group.values)
    ]
    assert [model.group(model.rowCount() - at) for at in (2, 1)] == ["没有填", "合计"]


def test_the_plenary_before_stands_beside(county: Place, sit_down) -> None:
    cases(county, 3, "closed", plenary="10-02", received_on="2025-01-10", category="1")
    cases(county, 4, "received", category="1")
    cases(county, 1, "received")
    desk = sit_down(county)
    page = desk.go("figures")
    head, card = page.headlines["received"], page.tables["按类别"]
    assert head.accessibleName() == "收到提案，5，十届二次 3  +66.7%"
    heads = [each.head for each in card.columns]
    assert heads[:2] == ["收到", "占比"] and heads[-2:] == ["十届二次", "同比"]
    model = card.table.figures
    rows = [[model.data(model.index(row, at)) for at in (0, 1, 2, len(heads) - 1, len(heads))] for row in range(3)]
    assert rows == [["经济建设", "4", "80.0%", "3", "+33.3%"], ["没有填", "1", "20.0%", "0", "—"],
                    ["合计", "5", "100.0%", "3", "+66.7%"]]  # fmt: skip
    assert [(row.bar.word, row.bar.count, row.bar.before) for row in card.bars.chart.rows] == [
        ("经济建设", 4, 3),
        ("没有填", 1, 0),
    ]
    assert model.line(model.index(0, len(heads))) is None
    page.past.picked.emit(page.past._keys[-1])
    desk.rest()
    assert page.past.currentText() == "不比" and head.accessibleName() == "收到提案，5"
    assert "同比" not in [each.head for each in card.columns]


def test_a_table_is_copied_for_a_spreadsheet(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    card = desk.go("figures").tables["按类别"]
    card.copy.click()
    rows = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert (
        rows[0][:3] == ["类别", "收到", "占比"]
        and rows[-1][0] == "合计"
        and len(rows) == card.table.figures.rowCount() + 1
    )
    assert card.copy.text() == "已复制"


def test_all_columns_are_shown_when_asked_for(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("figures")
    card = page.tables["按类别"]
    few = [each.head for each in card.columns]
    page.wide.setChecked(True)
    desk.rest()
    many = [each.head for each in card.columns]
    assert set(few) < set(many) and {"逾期", "不立案", "A类"} <= set(many) - set(few)
    assert card.bars.y() > card.table.y()


def test_one_jumps_to_a_part_and_heads_stay(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("figures")
    bar = page.area.verticalScrollBar()
    card = page.tables["按界别"]
    next(each for each in page.jumps.entries if each.key == "按界别").click()
    desk.rest()
    assert bar.value() == page._top_of("按界别") - 12 and page.jumps.current == "按界别"
    bar.setValue(page._top_of("按界别") + 200)
    assert card.caption.y() == 200 and card.table.header.y() == 200 + card.caption.height()
    bar.setValue(page._top_of("按界别") + card.height() - 20)
    assert card.caption.y() + card.caption.height() + card.table.header.height() < card.height()
    bar.setValue(0)
    assert page.jumps.current == "总览" and card.caption.y() == 1
    page.jumps.entries[0].setFocus()
    desk.press(Qt.Key.Key_End)
    desk.rest()
    assert page.jumps.current == "按单位看" and desk.focus is page.jumps.entries[-1]
    desk.press(Qt.Key.Key_Return)
    assert desk.focus is page.tables["按单位看"].table


def test_the_cursor_of_a_long_table_stays_in_sight(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("figures")
    table = page.tables["按界别"].table
    table.setFocus()
    for _ in range(25):
        desk.press(Qt.Key.Key_Down)
    desk.rest()
    row = table.visualRect(table.currentIndex())
    top = table.mapTo(page.area.widget(), row.topLeft()).y() - page.area.verticalScrollBar().value()
    assert table.currentIndex().row() == 25
    assert page.tables["按界别"].caption.height() <= top <= page.area.viewport().height() - row.height()


def test_a_total_that_differs_is_named(demo: Place) -> None:
    board = read_board(demo.office, demo.actor, FigureScope("10-03"))
    other = read_board(demo.office, demo.actor, FigureScope("10-02"))
    assert all(each.apart == () for each in board.tables)
    assert "收到提案" in compare_totals(board.figures, other.tables[0].broken)
    assert replace(board.tables[0], apart=("收到提案",)).note == "和上面的数不一致：收到提案"


def test_bars_open_their_lists(demo: Place, sit_down) -> None:
    desk = sit_down(demo)
    page = desk.go("figures")
    for bars in (*(each.bars for each in page.charts.values()), page.tables["按类别"].bars):
        title = bars.chart.title
        bars.setFocus()
        if len(bars.chart.rows) > 1:
            desk.press(Qt.Key.Key_Down)
        expected = bars.chart.rows[bars.current].opens.numerator
        desk.press(Qt.Key.Key_Return)
        assert desk.page.model.total == expected, title
        desk.go("figures")
    bars = page.charts["单位按期办复"].bars
    assert bars.chart.legend == (("now", "按期"), ("late", "逾期"))
    top, bottom = bars._drawn.rows[0]
    desk.qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(90, int((top + bottom) / 2)))
    desk.rest()
    assert desk.page.model.total == bars.chart.rows[0].opens.numerator


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
    assert page.tables["按类别"].table.figures.rowCount() == 2 and page.charts["办理结果"].note.whole == "办复 0 件"
    assert not page.tables["按类别"].bars.isVisible() and page.tables["按类别"].table.figures.group(0) == "没有填"


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
    parts = (page.tables["按类别"].table, page.tables["按类别"].bars)
    plain = [each.grab().toImage() for each in parts]
    apply_theme(qapp, Theme(1.0, high_contrast=True))
    desk.rest()
    assert not [1 for each, before in zip(parts, plain, strict=True) if each.grab().toImage() == before]
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
    assert book.sheet_names == ["第十届第三次会议", *desk.page.tables]
    rows = book.get_sheet_by_name("第十届第三次会议").to_python()
    board = desk.page.board
    assert rows[0] == ["分组", "项目", "数", "分子", "分母", "单位", "口径"] and len(rows) == 1 + len(
        desk.page.board.figures.lines
    )
    told = {row[1]: row for row in rows}
    rate = board.figures.lines["docket_rate"]
    assert told["立案率（并案后）"][2:] == [rate.value / 100, rate.numerator, rate.denominator, "件", "占收到件数"]
    table = book.get_sheet_by_name("按类别").to_python()
    assert sum(row[1] for row in table[1:-1]) == table[-1][1] == board.figures.lines["received"].numerator
    import openpyxl

    sheet = openpyxl.load_workbook(path)["按类别"]
    assert (sheet["C2"].number_format, sheet["B2"].number_format) == ("0.0%", "0")
    assert abs(sum(sheet.cell(row, 3).value for row in range(2, sheet.max_row)) - 1) < 0.01


def test_it_is_printed_with_its_charts(demo: Place, tmp_path: Path) -> None:
    from docx import Document

    board = read_board(demo.office, demo.actor, FigureScope("10-03"), before=FigureScope("10-02"))
    for suffix in (".docx", ".pdf"):
        export_figures(demo.office, board, tmp_path / f"figures{suffix}", wide=True)
        assert (tmp_path / f"figures{suffix}").stat().st_size > 5000
    document = Document(str(tmp_path / "figures.docx"))
    text = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    for word in ("立案率（并案后）", "占收到件数", "合计", "没有填", "十届二次"):
        assert word in text
    shown = [chart for chart in board.charts if chart.rows] + [each for each in board.tables if each.broken.rows]
    assert len(document.inline_shapes) == len(shown) and "■" not in text
    picture = document.inline_shapes[0]
    assert abs(picture.width.mm - 257) < 1 and "A类" in picture._inline.docPr.get("descr")
    with pdfplumber.open(tmp_path / "figures.pdf") as paper:
        words = "".join(page.extract_text() for page in paper.pages)
        bars = [each for page in paper.pages for each in page.rects if each["height"] < 12 and each["width"] > 20]
    assert "按类别（续）" in words and "十届三次" in words and len(bars) > 40
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


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_f6_lands_where_one_jumps_not_where_the_page_changes(
    demo: Place, sit_down, qapp: QApplication, scale: float
) -> None:
    apply_theme(qapp, Theme(scale))
    desk = sit_down(demo)
    page = desk.go("figures")
    desk.press(Qt.Key.Key_F6)
    assert desk.focus is page.jump_choice if scale > 1.5 else page.jumps.isAncestorOf(desk.focus)
    apply_theme(qapp, Theme())
