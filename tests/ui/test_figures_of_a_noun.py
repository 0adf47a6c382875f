"""统计 and 工作台 of a noun beside no other, of two nouns, and of none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.services.features import Feature
from tests.conftest import Place
from tests.nouns.proposals.registers import cases
from tests.services.test_figures_of_a_noun import BARE, TRIAL, fill_walks, make_place

Made = Callable[..., Place]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    """made(feature, …): an office of these nouns with walks in it."""
    places: list[Place] = []

    def make(*features: Feature) -> Place:
        places.append(make_place(tmp_path, *features))
        fill_walks(places[-1])
        return places[-1]

    yield make
    for each in places:
        each.office.close()


def lines(page) -> dict[str, int]:
    return {key: line.line.numerator for card in page.cards.values() for key, line in card.lines.items()}


def test_its_figures_alone(made: Made, sit_down) -> None:
    desk = sit_down(made(TRIAL))
    page = desk.go("figures")
    assert list(page.cards) == ["走访", "见闻"] and not page.sheet_choice.isVisible()
    assert lines(page) == {"walks": 4, "done": 2, "sights": 3, "told": 1, "seen_from": 1}
    assert page.told.whole == "2026年。点任何一个数，打开它数的那些走访。"
    assert list(page.tables) == ["按片区", "按路线看"] and not page.headlines
    assert [page.tables[each].note.whole for each in page.tables] == [
        "占比的底数是走访 4 回",
        "占比的底数是走访 4 回；一回一行",
    ]
    assert page.charts["走完"].bars.chart.legend == (("now", "走完"), ("late", "没走完"))
    assert [entry.text() for entry in page.jumps.entries] == ["走访", "见闻", "图", "按片区", "按路线看"]
    combo = desk.window.top.plenary
    assert [combo.itemText(row) for row in range(combo.count())] == ["2026年", "2025年", "全部年份"]
    combo.picked.emit(combo._keys[1])
    desk.rest()
    assert lines(page)["walks"] == 1


@pytest.mark.parametrize("key", ["walks", "told"])
def test_a_number_of_it_opens_its_list(made: Made, sit_down, key: str) -> None:
    desk = sit_down(made(*FEATURES, TRIAL))
    page = desk.go("figures")
    page.sheet_choice.picked.emit("walks")
    desk.rest()
    line = next(card.lines[key] for card in page.cards.values() if key in card.lines)
    line.click()
    desk.rest()
    assert desk.page is not page and desk.page.model.total == line.line.numerator > 0
    assert desk.page.filters.given.startswith("2026年 ")


def test_two_nouns_are_chosen_from(made: Made, sit_down) -> None:
    place = made(*FEATURES, TRIAL)
    cases(place, 2, "received")
    desk = sit_down(place)
    page = desk.go("figures")
    choice = page.sheet_choice
    assert choice.isVisible() and [choice.itemText(row) for row in range(choice.count())] == [
        "提案",
        "联络站",
        "接待群众",
        "活动",
        "协商计划",
        "协商议题",
        "项目",
        "捐赠",
        "稿件",
        "走访",
    ]
    assert lines(page)["received"] == 2
    page.area.verticalScrollBar().setValue(400)
    page.jump("按界别")
    choice.set_key("walks")
    choice.picked.emit("walks")
    desk.rest()
    assert list(page.cards) == ["走访", "见闻"] and lines(page)["walks"] == 4
    desk.press(Qt.Key.Key_F5)
    assert lines(page)["walks"] == 4
    choice.picked.emit("proposals")
    desk.rest()
    assert lines(page)["received"] == 2 and desk.window.top.plenary.itemText(0) == "第十届第三次会议"


def test_without_figures_there_is_no_entry_and_the_page_says_so(made: Made, sit_down) -> None:
    desk = sit_down(made(BARE))
    assert "figures" not in desk.window.side.buttons
    page = desk.go("figures")
    assert page.told.whole == "还没有可以统计的内容。" and not page.tables and not page.jumps.isVisible()


def test_what_waits_of_it_stands_on_the_first_page(made: Made, sit_down) -> None:
    desk = sit_down(made(TRIAL))
    page = desk.page
    assert list(page._cards) == ["unwalked", "conflicts", "waiting", "unsaved"]
    assert desk.window.top.note.whole == "先走 1 回" and not page.strips
    assert page.due[0].note.whole == "共 2 回" and page.due[0].table.model().rowCount() == 2
    assert page.years[0].figure.text() == "2" and page.years[0].figure_note.text() == "/ 3 回走完　66.7%"
    assert desk.window.side.buttons["walks"].count == 2


def test_two_nouns_share_the_first_page(made: Made, sit_down) -> None:
    desk = sit_down(made(*FEATURES, TRIAL))
    page = desk.page
    assert [name for name, _ in page.board.groups] == ["审查交办", "办理反馈", "走访", "站点数据"]
    assert [card.part.title for card in page.due] == ["快到期和已逾期的提案", "要走的"] and len(page.years) == 2
    link = next(each for each in page.due[1].findChildren(QPushButton) if each.text() == "全部 ›")
    link.click()
    desk.rest()
    assert desk.page.model.total == 1


def test_without_parts_the_first_page_has_what_every_office_has(made: Made, sit_down) -> None:
    desk = sit_down(made(BARE))
    assert list(desk.page._cards) == ["conflicts", "waiting", "unsaved"]
    assert not desk.page.due and not desk.page.years
