"""办理: what was recorded, in groups; merged cases open; a record can be put right without losing the place."""

from __future__ import annotations

import os
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from cppcc_desktop.services.cases.corrections import correct_record
from cppcc_desktop.services.cases.records import read_handling
from cppcc_desktop.services.cases.retracting import take_back
from cppcc_desktop.services.records.records import change_record, list_children
from tests.conftest import Filled
from tests.nouns.proposals.test_steps import LIFE, take
from tests.ui.offices import Desk, fill_in
from ui.cases.handling import LongText
from ui.kit.dialogs.entry_dialog import EntryDialog
from ui.kit.inputs.ticks import CheckBox
from ui.nouns.proposals.handling_words import is_unhappy
from ui.theme import Theme, apply_theme


def open_tab(desk: Desk, record: str) -> Any:
    page = desk.open("proposals", record)
    page.tabs.set_key("handling")
    page._pick_tab("handling")
    desk.rest()
    return page


def make_merged(filled: Filled) -> list[str]:
    """Three proposers of one matter, replied to; two opinions came back, one of them bad."""
    place = filled.place
    ids = [filled.proposal]
    for at in (1, 2):
        ids.append(place.create("proposal", title=f"关于加班车的第{at}件建议", form="1", first_sponsor=filled.members[at],
                                category="社会建设", analysis="少。", suggestions="加。"))  # fmt: skip
    for each in ids:
        place.act(each, "receive")
    for each in ids[1:]:
        place.act(each, "merge", merged_into=filled.proposal)
    take(filled, *LIFE[1:5])
    place.act(filled.proposal, "assign", unit=filled.unit, assist_units=[filled.other_unit], due_on="2026-09-08")
    place.act(filled.proposal, "sign_for", unit=filled.unit)
    place.act(filled.proposal, "contact", method="登门走访", content="说好了。" * 100, unit=filled.unit)
    place.act(
        filled.proposal, "reply", document_no="示交函〔2026〕1号", result_class="B", text="列入计划。", unit=filled.unit
    )
    place.act(filled.proposal, "feedback", case=ids[0], attitude="1", result="1")
    place.act(filled.proposal, "feedback", case=ids[1], attitude="1", result="3", words="还是少")
    place.act(filled.proposal, "direct", leader="王县长", words="抓紧办。")
    return ids


def cards(page: Any) -> dict[str, Any]:
    return {card.title.whole: card for card in page.handling.cards.values()}


def test_a_case_nothing_happened_to(desk: Desk, filled: Filled) -> None:
    page = open_tab(desk, filled.proposal)
    assert page.handling.headings == [] and not page.handling.cards
    assert [tab.word for tab in page.tabs._tabs] == ["内容", "办理", "相关", "附件", "日志"]
    desk.open("members", filled.members[0])
    assert "办理" not in [tab.word for tab in desk.page.tabs._tabs]


def test_groups_of_a_merged_case(desk: Desk, filled: Filled) -> None:
    ids = make_merged(filled)
    page = open_tab(desk, filled.proposal)
    assert page.handling.headings == [
        "并案 2",
        "审查 3",
        "承办单位 2",
        "面商",
        "答复",
        "征询意见 2",
        "承诺清单",
        "批示",
    ]
    shown = cards(page)
    assert "交办 6月8日" in shown["县交通运输局　主办"].accessibleName()
    lead, assist = shown["县交通运输局　主办"], shown["县公安局　会办"]
    assert "已面商" in lead.accessibleName() and "（按期）" in lead.accessibleName() and "B类" in lead.accessibleName()
    assert "不满意" in lead.accessibleName(), "the weakest opinion"
    assert "待签收" in assist.accessibleName() and assist.right.text() == "应办复 7月8日　余 30 天"
    assert "不满意" in shown["陈素芬　对 县交通运输局"].accessibleName()
    page.handling.links[ids[1]].click()
    desk.rest()
    other = desk.page
    assert other.record == ids[1]
    other.tabs.set_key("handling")
    other._pick_tab("handling")
    desk.rest()
    assert other.handling.headings[0] == "并案"
    other.handling.links[filled.proposal].click()
    desk.rest()
    assert desk.page.record == filled.proposal and not desk.reported


def test_feedback_is_asked_for_the_proposer_that_is_left(desk: Desk, filled: Filled) -> None:
    ids = make_merged(filled)
    page = desk.open("proposals", filled.proposal)
    step = next(each for each in page.bundle.steps if each.move.name == "feedback")
    assert not {"unit", "case", "sponsor"} & {each.name for each in step.fields}
    desk.answer(fill_in(attitude="满意", result="满意"))
    page._ask_step(step)
    desk.rest()
    assert page.bundle.record.values["state"] == "feedback_given"
    assert {one.values["case"] for one in page.bundle.handling.of("feedback")} == set(ids)


def test_a_long_text_is_cut_until_it_is_wanted(desk: Desk, filled: Filled) -> None:
    make_merged(filled)
    page = open_tab(desk, filled.proposal)
    text = cards(page)["县交通运输局　登门走访"].findChild(LongText)
    assert text.words.text().endswith("…") and len(text.words.text()) < 300
    text.more.click()
    assert text.words.text() == "说好了。" * 100 and text.more.text() == "收起"


def test_a_wrong_grade_is_put_right_by_keyboard(desk: Desk, filled: Filled) -> None:
    make_merged(filled)
    page = open_tab(desk, filled.proposal)
    record, card = next((k, c) for k, c in page.handling.cards.items() if c.title.whole == "陈素芬　对 县交通运输局")
    card.button.setFocus()
    asked: list[object] = []

    def look(dialog: EntryDialog) -> None:
        asked.append(set(dialog.form.editors))
        fill_in(result="基本满意", reason="表上勾的是基本满意")(dialog)

    desk.answer(look)
    desk.press(Qt.Key.Key_Return)
    desk.rest()
    assert asked == [
        {"date", "sent_on", "attitude", "result", "adoption", "words", "filled_by", "transcribed", "reason"}
    ]
    assert page.bundle.record.values["satisfaction"] == "2"
    assert page.bundle.history[0].label == "更正" and "不满意 → 基本满意" in page.bundle.history[0].words
    assert page.handling.cards[record] is not card, "the card was made anew"
    assert desk.focus is page.handling.cards[record].button, "and has the focus again"
    assert not desk.reported


def test_an_emptied_field_is_emptied_and_no_reason_is_refused(desk: Desk, filled: Filled) -> None:
    make_merged(filled)
    page = open_tab(desk, filled.proposal)
    said: list[str] = []

    def look(dialog: EntryDialog) -> None:
        said.append(dialog.form.editors["reason"].error)
        assert QApplication.focusWidget() is dialog.form.editors["reason"]
        fill_in(reason="本来没写")(dialog)

    desk.answer(fill_in(words=""), look)
    cards(page)["陈素芬　对 县交通运输局"].button.click()
    desk.rest()
    assert said == ["写明为什么改。"]
    bad = next(one for one in page.bundle.handling.of("feedback") if is_unhappy(one, page.bundle.handling))
    assert bad.values["words"] is None and "还是少 → （空）" in page.bundle.history[0].words


def test_single_answers_can_be_put_right(desk: Desk, filled: Filled) -> None:
    from cppcc_desktop.services.records.records import change_record

    place = filled.place
    change_record(place.office, place.actor, "proposal", filled.proposal, {"suggestions": "1. 加车。\n2. 加站。"})
    take(filled, *LIFE[:8])
    take(filled, "reply", item_1="已加", class_1="A", item_2="明年加", class_2="B")
    page = open_tab(desk, filled.proposal)
    parts = cards(page)["县交通运输局　示建函〔2026〕1号"].findChildren(LongText)
    assert [part.text for part in parts] == ["1. 加车。\n答：已加（A类）", "2. 加站。\n答：明年加（B类）"]
    item = next(one for one in page.bundle.handling.of("reply_item") if one.values["number"] == 2)
    desk.answer(fill_in(text="后年加", reason="看错"))
    page.handling.correct_asked.emit(item)
    desk.rest()
    parts = cards(page)["县交通运输局　示建函〔2026〕1号"].findChildren(LongText)
    assert parts[1].text == "2. 加站。\n答：后年加（B类）" and not desk.reported


def test_at_150_percent_the_timeline_is_a_tab_beside_it(desk: Desk, filled: Filled, qapp: QApplication) -> None:
    make_merged(filled)
    page = open_tab(desk, filled.proposal)
    apply_theme(qapp, Theme(1.5))
    desk.rest()
    assert [tab.key for tab in page.tabs._tabs] == ["form", "handling", "history", "referring", "files", "log"]
    assert page.handling.isVisible() and not page.history.isVisible()
    assert page.handling.area.horizontalScrollBar().maximum() == 0


def test_a_step_taken_back_stays_to_be_seen(desk: Desk, filled: Filled) -> None:
    place = filled.place
    place.act(filled.proposal, "receive")
    take_back(place.office, place.actor, "proposal", filled.proposal, "点错了行")
    page = desk.open("proposals", filled.proposal)
    page.tabs.set_key("handling")
    page._pick_tab("handling")
    desk.rest()
    (card,) = page.handling.gone
    assert "收回的步骤 1" in page.handling.headings and card.isVisible()
    assert card.accessibleName() == "已收回：收件，原因 点错了行，状态回到草稿"
    assert [each.tone for each in page.timeline.entries if each.title == "撤回"] == ["wait"]
    tick = next(each for each in page.handling.findChildren(CheckBox) if each.isVisible())
    tick.setChecked(False)
    assert not card.isVisible()
    change_record(place.office, place.actor, "proposal", filled.proposal, {"suggestions": "另一条。"})
    desk.window._refresh()
    desk.rest()
    assert not any(each.isVisible() for each in page.handling.gone), "it stays hidden"


def test_what_is_entered_late_or_put_right_says_so(desk: Desk, filled: Filled) -> None:
    """It stands at its own day with 补记, in the timeline where it was entered; a corrected value as old → new."""
    place = filled.place
    take(filled, *LIFE[:7], date="2026-05-10")
    place.act(
        filled.proposal,
        "contact",
        date="2026-05-11",
        method="登门走访",
        unit=filled.unit,
        content="谈了一次",
        people="李同志",
    )
    place.act(
        filled.proposal, "reply", unit=filled.unit, date="2026-05-20", document_no="1号", result_class="A", text="办了"
    )
    place.act(
        filled.proposal,
        "contact",
        date="2026-05-12",
        method="登门走访",
        unit=filled.unit,
        content="又谈了",
        people="李同志",
    )
    (first, second) = list_children(place.office, place.actor, "contact", filled.proposal)
    correct_record(place.office, place.actor, "contact", str(first["id"]), {"date": "2026-05-13"}, "原件上是 13 日")
    page = open_tab(desk, filled.proposal)
    picture = os.environ.get("CPPCC_PICTURE")
    if picture:
        desk.rest()
        page.window().grab().save(picture)
    told = {
        key: [each.text() for each in page.handling.cards[key].findChildren(QLabel)]
        for key in (first["id"], second["id"])
    }
    assert "6月8日由周明礼补记，晚了 27 天" in told[second["id"]]
    assert not any("补记" in each for each in told[first["id"]])
    assert "日期 2026-05-11 → 2026-05-13，理由：原件上是 13 日　周明礼 6月8日" in told[first["id"]]
    correct_record(place.office, place.actor, "contact", str(second["id"]), {"date": "2026-05-11"}, "看错了")
    late = next(
        each.late
        for each in read_handling(place.office, place.actor, desk.record()).of("contact")
        if each.id == second["id"]
    )
    assert late is not None and late.days == 28, "by the day that stands there now"
    shown = [(each.title, each.date, each.tone) for each in page.timeline.entries]
    assert ("补记面商", "6月8日", "wait") in shown and ("登记面商", "5月11日", "ok") in shown
    assert [each.date for each in page.track.steps if each.word == "答复"] == ["5月20日"], "not that of the talk"
    assert sum(title.startswith("补记") for title, _, _ in shown) == 1
