"""Next steps of a case: which are buttons, what their dialogs offer, what a refusal leaves, what is warned of."""

from __future__ import annotations

import os
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea

from cppcc_desktop.services.cases.retracting import take_back
from cppcc_desktop.services.records.records import list_children
from tests.conftest import Filled
from tests.nouns.proposals.test_steps import LIFE, take
from tests.ui.offices import Desk, fill_in, put
from ui.kit.dialogs.entry_dialog import EntryDialog
from ui.kit.frame.buttons import PrimaryButton
from ui.kit.inputs.choice_field import ChoiceField
from ui.kit.inputs.phrases import PhraseButton


def buttons(page: Any) -> list[str]:
    """The words of the header's buttons, the red one in brackets."""
    found = [item.widget() for at in range(page.header.buttons.count()) if (item := page.header.buttons.itemAt(at))]
    return [f"[{each.text()}]" if isinstance(each, PrimaryButton) else each.text() for each in found]


def menu_of(page: Any) -> list[str]:
    """The lines of 更多; "" for a rule."""
    more = next(
        each for each in page.header.bar.findChildren(QPushButton) if each.text() == "更多" and each.isVisible()
    )
    return [each.text() for each in more.menu().actions()]


def ask(page: Any, name: str) -> None:
    page._ask_step(next(each for each in page.bundle.steps if each.move.name == name))


@pytest.mark.parametrize(
    ("moves", "shown"),
    [
        ((), ["更多", "[收件]"]),
        (LIFE[:1], ["退回修改", "不予立案", "更多", "[初审]"]),
        (LIFE[:4], ["退回修改", "不予立案", "更多", "[立案]"]),
        (LIFE[:6], ["单位退回", "改办", "更多", "[签收]"]),
        (LIFE[:7], ["登记面商", "延期", "更多", "[登记答复]"]),
        ((*LIFE[:6], "send_back"), ["更多", "[改办]"]),
        (LIFE[:9], ["发出征询", "更多", "[登记征询意见]"]),
        (LIFE[:11], ["归档", "登记回头看", "更多", "[登记落实]"]),
        ((*LIFE[:1], "decline"), ["告知提案人", "更多", "[登记转送]"]),
    ],
)
def test_one_red_button_and_two_plain_ones(
    desk: Desk, filled: Filled, moves: tuple[str, ...], shown: list[str]
) -> None:  # fmt: skip
    take(filled, *moves)
    page = desk.open("proposals", filled.proposal)
    assert [each for each in buttons(page) if each != "打印表格"] == shown


def test_after_a_bad_opinion_the_case_is_handled_again(desk: Desk, filled: Filled) -> None:
    take(filled, *LIFE[:9])
    take(filled, "feedback", result="不满意")
    page = desk.open("proposals", filled.proposal)
    assert buttons(page)[-1] == "[重新办理]" and "办结" in buttons(page)


def test_everything_else_is_in_groups(desk: Desk, filled: Filled) -> None:
    take(filled, *LIFE[:7])
    page = desk.open("proposals", filled.proposal)
    groups = [set(filter(None, part.split("|"))) for part in "|".join(menu_of(page)).split("||")]
    assert groups == [
        {"撤案…"}, {"改办…", "单位退回…", "加承办单位…"}, {"登记督办…", "登记表彰…", "列为重点…", "登记批示…"}, {"放入回收站…"},
    ]  # fmt: skip
    rare = {each.move.label for each in page.bundle.steps if each.move.offer.rare}
    assert rare and not rare & {each.strip("[]") for each in buttons(page)}


def test_only_units_that_can_take_the_step_are_offered(desk: Desk, filled: Filled) -> None:
    place = filled.place
    third = place.create("unit", name="县水利局")
    take(filled, *LIFE[:5])
    place.act(filled.proposal, "assign", unit=filled.unit, assist_units=[filled.other_unit], due_on="2026-09-08")
    page = desk.open("proposals", filled.proposal)
    offered: list[str] = []

    def look(dialog: EntryDialog) -> None:
        field = dialog.form.editors["unit"]
        assert isinstance(field, ChoiceField)
        offered.extend(field.itemText(at) for at in range(field.count()))
        fill_in(unit="县公安局")(dialog)

    desk.answer(look)
    ask(page, "sign_for")
    desk.rest()
    assert offered == ["", "县交通运输局", "县公安局"]
    rows = {
        row["unit"]: row["state"] for row in list_children(place.office, place.actor, "assignment", filled.proposal)
    }
    assert rows == {filled.unit: "assigned", filled.other_unit: "in_hand"} and third not in rows
    step = next(each for each in page.bundle.steps if each.move.name == "sign_for")
    assert "unit" not in {each.name for each in step.fields}, "one is left: it need not be named"


def test_a_unit_must_be_named_where_several_could_be_meant(desk: Desk, filled: Filled) -> None:
    take(filled, *LIFE[:5])
    filled.place.act(filled.proposal, "assign", unit=filled.unit, assist_units=[filled.other_unit], due_on="2026-09-08")
    page = desk.open("proposals", filled.proposal)
    seen: list[object] = []

    def look(dialog: EntryDialog) -> None:
        unit = dialog.form.editors["unit"]
        seen.extend([dialog.refusal.text(), unit.error, QApplication.focusWidget() is unit])
        seen.append(dialog.form.editors["contact_person"].text())
        dialog.form.put({}, {})
        dialog.reject()

    desk.answer(fill_in(contact_person="李同志"), look)
    ask(page, "sign_for")
    assert str(seen[0]).startswith("有 2 家单位可以签收") and seen[1:] == ["这一项要填", True, "李同志"]


def make_long(filled: Filled) -> None:
    """In hand, with six suggestions."""
    place = filled.place
    suggestions = "\n".join(f"{n}. 第{n}件事要办好，办到位，让群众满意，也让提案人放心。" for n in range(1, 7))
    from cppcc_desktop.services.records.records import change_record

    change_record(place.office, place.actor, "proposal", filled.proposal, {"suggestions": suggestions})
    take(filled, *LIFE[:8])


def test_a_reply_to_six_suggestions_scrolls_and_stays_low(desk: Desk, filled: Filled) -> None:
    make_long(filled)
    page = desk.open("proposals", filled.proposal)
    seen: dict[str, Any] = {}

    def look(dialog: EntryDialog) -> None:
        seen["size"] = (dialog.width(), dialog.height())
        area = dialog.findChild(QScrollArea)
        seen["across"] = area.horizontalScrollBar().maximum()
        last = dialog.form.editors["class_6"]
        dialog.form.show_error("class_6", "看这里")
        desk.qtbot.waitUntil(lambda: not last.visibleRegion().isEmpty())
        place = last.mapTo(area.viewport(), QPoint(0, last.height()))
        seen["inside"] = 0 < place.y() <= area.viewport().height()
        seen["words"] = dialog.form._headings[
            "第 6 条建议：第6件事要办好，办到位，让群众满意，也让提案人放心。"
        ].isVisible()
        dialog.reject()

    desk.answer(look)
    ask(page, "reply")
    assert seen["size"][1] <= 600 and 480 <= seen["size"][0] <= 640
    assert seen["across"] == 0 and seen["inside"] and seen["words"]


def test_a_refused_reply_keeps_everything_typed(desk: Desk, filled: Filled) -> None:
    make_long(filled)
    page = desk.open("proposals", filled.proposal)
    kept: dict[str, object] = {}

    def look(dialog: EntryDialog) -> None:
        kept.update(dialog.form.entered())
        kept["focus"] = QApplication.focusWidget() is dialog.form.editors["result_class"]
        kept["error"] = dialog.form.editors["result_class"].error
        put(dialog.form.editors["class_2"], "B类")
        fill_in()(dialog)

    desk.answer(fill_in(document_no="示交函〔2026〕1号", item_1="已办", item_2="明年办"), look)
    ask(page, "reply")
    desk.rest()
    assert (kept["document_no"], kept["item_2"]) == ("示交函〔2026〕1号", "明年办")
    assert kept["focus"] and kept["error"] == "这一项要填"
    items = list_children(filled.place.office, filled.place.actor, "reply_item", filled.proposal)
    assert [(row["number"], row["text"], row["result_class"]) for row in items] == [
        (1, "已办", None),
        (2, "明年办", "B"),
    ]


def test_what_was_taken_with_a_warning_is_said_quietly(desk: Desk, filled: Filled) -> None:
    take(filled, *LIFE[:6])
    filled.place.clock.move(20)
    page = desk.open("proposals", filled.proposal)
    desk.answer(fill_in(reason="不属本单位职责"))
    ask(page, "send_back")
    desk.rest()
    assert page.warned.isVisible() and "超过了 10 个工作日。已照样登记。" in page.warned.words.text()
    page.warned.away.click()
    assert not page.warned.isVisible()
    page.warned.put(["再看一下。"])
    desk.answer(fill_in(unit="县公安局", due_on="2026-12-08"))
    ask(page, "reassign")
    desk.rest()
    assert not page.warned.isVisible(), "the next step takes it away"
    assert page.bundle.record.values["lead_unit"] == filled.other_unit and not desk.reported


def test_only_open_promises_can_be_kept(desk: Desk, filled: Filled) -> None:
    take(filled, *LIFE[:8])
    take(filled, "reply", promise="两站年底建成")
    filled.place.act(filled.proposal, "add_promise", promise="明年加车")
    page = desk.open("proposals", filled.proposal)
    offered: list[str] = []

    def look(dialog: EntryDialog) -> None:
        field = dialog.form.editors["promise"]
        offered.extend(field.itemText(at) for at in range(field.count()))
        fill_in(promise="明年加车", evidence="已经加了")(dialog)

    desk.answer(look)
    ask(page, "keep_promise")
    desk.rest()
    assert offered == ["", "两站年底建成", "明年加车"]
    rows = list_children(filled.place.office, filled.place.actor, "promise", filled.proposal)
    assert {row["item"]: row["state"] for row in rows} == {"两站年底建成": "open", "明年加车": "kept"}
    assert not any(each.move.name == "rehandle" for each in page.bundle.steps), "nobody was dissatisfied"


def test_a_decision_by_a_slip_is_taken_back_with_a_reason(desk: Desk, filled: Filled) -> None:
    take(filled, *LIFE[:5])
    page = desk.open("proposals", filled.proposal)
    assert page.bundle.decision is not None and page.bundle.decision.move.label == "立案"
    more = next(each for each in page.header.findChildren(QPushButton) if each.text() == "更多")
    action = next(each for each in more.menu().actions() if each.text() == "撤回“立案”…")
    desk.answer(fill_in(reason="点错了"))
    action.trigger()
    desk.rest()
    assert desk.record().values["state"] == "reviewed" and desk.record().values["docket_no"] == "001"
    assert page.bundle.history[0].label == "撤回" and page.bundle.decision is None


def test_an_opinion_need_not_be_typed_three_times(desk: Desk, filled: Filled) -> None:
    """审查人 is the one who records; the office's set phrases stand in a menu below the opinion."""
    take(filled, *LIFE[:1])
    page = desk.open("proposals", filled.proposal)

    def look(dialog: EntryDialog) -> None:
        opinion = dialog.form.editors["opinion"]
        assert dialog.form.editors["reviewer"].value() == desk.actor.name and opinion.value() is None
        (button,) = dialog.form.findChildren(PhraseButton)
        assert button.isVisible() and button.menu().actions()[0].text().startswith("&1 符合立案条件")
        button.menu().actions()[0].trigger()
        assert opinion.value() == "符合立案条件，建议立案。" and opinion.hasFocus()
        picture = os.environ.get("CPPCC_PICTURE")
        if picture:
            dialog.grab().save(picture)
        dialog.main.click()

    desk.answer(look)
    ask(page, "review")
    desk.rest()
    (review,) = list_children(filled.place.office, filled.place.actor, "review", filled.proposal)
    assert (review["opinion"], review["reviewer"]) == ("符合立案条件，建议立案。", desk.actor.name)


def test_the_due_date_follows_the_day_until_it_is_typed(desk: Desk, filled: Filled) -> None:
    """It stayed that of today and was recorded as one that somebody had set."""
    take(filled, *LIFE[:5], date="2026-03-01")
    page = desk.open("proposals", filled.proposal)
    said: list[object] = []

    def look(dialog: EntryDialog) -> None:
        put(dialog.form.editors["unit"], "县交通运输局")
        said.append(dialog.form.editors["due_on"].value())
        put(dialog.form.editors["date"], "2026-03-03")
        desk.rest()
        said.append(dialog.form.editors["due_on"].value())
        dialog.main.click()

    desk.answer(look)
    ask(page, "assign")
    desk.rest()
    assert said == ["2026-09-08", "2026-06-03"] and not desk.reported
    (row,) = list_children(desk.office, desk.actor, "assignment", filled.proposal)
    assert (row["due_on"], row["due_rule"]) == ("2026-06-03", "主办期限") or "指定" not in str(row["due_rule"])


def test_the_track_skips_what_was_taken_back(desk: Desk, filled: Filled) -> None:
    take(filled, *LIFE[:5], date="2026-03-01")
    filled.place.act(filled.proposal, "assign", unit=filled.unit, date="2026-03-02")
    take_back(desk.office, desk.actor, "proposal", filled.proposal, "点错了")
    filled.place.act(filled.proposal, "assign", unit=filled.unit, date="2026-03-03")
    page = desk.open("proposals", filled.proposal)
    assert [each.date for each in page.track.steps if each.word == "交办"] == ["3月3日"]
    assert ("交办（已收回）", "none") in [(each.title, each.tone) for each in page.timeline.entries]


def test_the_cursor_stays_where_one_writes_when_it_is_saved(desk: Desk, filled: Filled) -> None:
    page = desk.open("proposals", filled.proposal)
    for name in ("suggestions", "collective"):
        editor = page.form.editors[name]
        editor.setFocus()
        desk.press(Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        desk.type("又一句")
        desk.save()
        desk.type("再一句")
        text = str(editor.value())
        assert text.endswith("又一句再一句"), text


def test_set_phrases_by_keyboard(desk: Desk, filled: Filled) -> None:
    take(filled, *LIFE[:1])
    page = desk.open("proposals", filled.proposal)
    seen: list[bool] = []

    def look(dialog: EntryDialog) -> None:
        opinion = dialog.form.editors["opinion"]
        (button,) = dialog.form.findChildren(PhraseButton)
        opinion.setFocus()
        QTest.keyClick(opinion, Qt.Key.Key_Tab)
        seen.append(button.hasFocus())
        opinion.setFocus()
        QTest.keyClick(opinion, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        seen.append(button.menu().isVisible())
        button.menu().close()
        dialog.reject()

    desk.answer(look)
    ask(page, "review")
    desk.rest()
    assert seen == [True, True]
