"""协商议题 in the window: their list, a decision, a merger, a batch, and their figures beside those of others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from cppcc_desktop.services.cases.steps import act
from tests.conftest import Place
from tests.nouns.topics.conftest import Call
from tests.ui.conftest import plain_theme, reported, tasks  # noqa: F401 - fixtures of the window
from tests.ui.offices import Desk, fill_in, sit_down  # noqa: F401
from ui.kit.frame.buttons import PrimaryButton
from ui.session import BatchStart

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def desk(sit_down: Callable[[Place], Desk], call: Call) -> Desk:  # noqa: F811
    return sit_down(call.place)


def buttons(page: Any) -> list[str]:
    """The words of the header's buttons, the red one in brackets."""
    found = [item.widget() for at in range(page.header.buttons.count()) if (item := page.header.buttons.itemAt(at))]
    return [f"[{each.text()}]" if isinstance(each, PrimaryButton) else each.text() for each in found]


def ask(page: Any, label: str) -> None:
    page._ask_step(next(each for each in page.bundle.steps if each.move.label == label))


def test_the_list_says_what_became_of_each(desk: Desk, call: Call) -> None:
    call.act(call.first, "adopt")
    call.act(call.second, "merge", merged_into=call.first)
    page = desk.go("topics")
    shown = {page.model.row(row).id: page.model.row(row).cells["state"] for row in range(3)}
    assert {each: (cell.text, cell.tone) for each, cell in shown.items()} == {
        call.first: ("已采用", "ok"), call.second: ("已并入", "none"), call.third: ("待定", "wait"),
    }  # fmt: skip
    assert [tab.word for tab in page.views._tabs][:6] == ["全部", "待定", "已采用", "列入计划", "已并入", "未采用"]


def test_adopted_by_the_red_button_and_taken_back(desk: Desk, call: Call) -> None:
    page = desk.open("topics", call.first)
    assert buttons(page) == ["不采用", "并入另一议题", "打印表格", "更多", "[采用]"]
    assert [each.word for each in page.track.steps] == ["提出", "研究决定"]
    desk.answer(fill_in(result_reason="今年的重点"))
    ask(page, "采用")
    desk.rest()
    assert (call.state(call.first), call.values(call.first)["result_reason"]) == ("adopted", "今年的重点")
    assert [chip.text for chip in page.header.chips if not chip.isHidden()] == ["已采用"]
    assert "[采用]" not in buttons(page) and "告知提出者" in buttons(page)
    more = next(
        each for each in page.header.bar.findChildren(QPushButton) if each.text() == "更多" and each.isVisible()
    )
    assert "撤回“采用”…" in [each.text() for each in more.menu().actions()]


def test_the_tab_of_the_lead_leads_to_what_was_merged(desk: Desk, call: Call) -> None:
    call.act(call.second, "merge", merged_into=call.first)
    call.act(call.first, "inform", how="电话", whom="经济界小组")
    page = desk.open("topics", call.first)
    page._pick_tab("handling")
    desk.rest()
    assert page.handling.headings == ["并入 1", "告知"] and list(page.handling.links) == [call.second]
    other = desk.open("topics", call.second)
    assert other.header.facts.whole.startswith("王某 · 并入《县城停车怎么治》")


def test_a_reason_for_each_in_a_batch(desk: Desk, call: Call) -> None:
    desk.window.show_batch(BatchStart("not_use", (call.first, call.second), kind="topic"))
    desk.rest()
    page = desk.page
    assert page.head.number.placeholderText() == "议题，一个一个回车"
    for row, why in enumerate(("已有方案", "另有安排")):
        page.grid.take(page.model.index(row, page.model.where("result_reason")), why, None)
    desk.qtbot.waitUntil(lambda: page.model.count("ok") == 2, timeout=10_000)
    page.register()
    desk.rest()
    assert {call.values(each)["result_reason"] for each in (call.first, call.second)} == {"已有方案", "另有安排"}


def test_figures_of_topics_are_chosen_on_the_page(desk: Desk, call: Call) -> None:
    act(call.place.office, call.place.actor, "topic", call.first, "adopt", {})
    page = desk.go("figures")
    assert page.sheet_choice.isVisible() and page.sheet.module == "proposals"
    page._pick_sheet("topics")
    desk.rest()
    lines = {key: line.line.words for card in page.cards.values() for key, line in card.lines.items()}
    assert (lines["suggested"], lines["adopted"], lines["adoption_rate"]) == ("3", "1", "33.3%")
    assert page.told.whole == "2026年征集的。点任何一个数，打开它数的那些协商议题。"
    assert not desk.reported
