"""The page of a record: a day's work, keys, refusals, unsaved changes, two people at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPushButton

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.records.children import list_rows
from cppcc_desktop.services.records.records import Query, change_record, list_ids, list_records, show_record
from cppcc_desktop.services.records.titles import word_rows
from tests.conftest import Filled, Place
from tests.nouns.activities.presence import read_presence
from tests.ui.offices import Desk, fill_in, press_button, put
from ui.forms.print_preview import PrintPreview
from ui.kit.dialogs.entry_dialog import EntryDialog
from ui.nouns.proposals.looks import proposal_chips, proposal_facts
from ui.records.bundle import make_track
from ui.session import Siblings
from ui.tasks import WrittenKinds
from ui.theme import Theme, apply_theme

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def step(desk: Desk, word: str, **values: str) -> None:
    """Take one step of the workflow by its dialog."""
    found = next(each for each in desk.page.bundle.steps if each.move.label == word)
    answers = desk.answer(fill_in(**values))
    desk.page._ask_step(found)
    desk.rest()
    assert not answers.left


def state(desk: Desk) -> object:
    return desk.record().values["state"]


def test_opening_any_record_and_touching_nothing_is_never_unsaved(demo: Place, sit_down) -> None:
    """INTEGER fields once counted as changed; every record of every module is put into its form."""
    desk = sit_down(demo)
    for name, module in demo.office.modules.items():
        if not module.columns:
            continue
        ids = list_ids(demo.office, demo.actor, module, Query())
        page = desk.open(name, ids[0] if ids else "", tuple(ids))
        assert page._dirty() == 0, name
        rows = list_records(demo.office, demo.actor, module, Query(), 0, len(ids)).rows
        for row, words in zip(rows, word_rows(demo.office, module.fields, rows), strict=True):
            page.form.put(row, words)
            assert page.form.changes() == {}, (name, row["id"])


def test_a_new_member_with_errors_below_their_fields(desk: Desk) -> None:
    page = desk.open("members")
    assert desk.focus is page.form.editors["name"]
    desk.type("𬱖䶮·阿卜杜勒")
    desk.fill(birth_date="2026-13-05", id_number="110101199003071090", mobile="13x")
    desk.fill(post="示" * 107, sex="女", resume="履历。" * 1000)
    desk.save()
    wrong = {name for name, each in page.form.editors.items() if getattr(getattr(each, "line", each), "error", "")}
    assert wrong == {"birth_date", "id_number", "mobile"}  # all at once, the first has the focus
    assert "没有 13 月，写成 2026-03-05 这样" in page.form.editors["birth_date"].error
    assert desk.focus is page.form.editors["birth_date"]
    assert "末位校验不对" in page.form.editors["id_number"].line.error
    assert "只写数字" in page.form.editors["mobile"].line.error
    desk.fill(birth_date="1990-3-7", id_number="110101199003071102", mobile="13900003333")
    desk.save()
    values = desk.record().values
    assert values["name"] == "𬱖䶮·阿卜杜勒" and values["birth_date"] == "1990-03-07"
    assert values["id_number"] == "110101199003071102" and len(str(values["post"])) == 107
    assert page._dirty() == 0 and page.form.editors["mobile"].line.text() == "139****3333"
    assert not desk.reported


def test_a_proposal_from_draft_to_close_with_a_rehandling(desk: Desk, filled: Filled) -> None:
    page = desk.open("proposals")
    desk.fill(
        title="关于增设夜间急诊班次的建议", form="委员个人", category="社会建设", analysis="少。", suggestions="加。"
    )
    desk.save()
    assert state(desk) == "draft" and page.record
    answers = desk.answer(
        fill_in(),
        lambda dialog: page.__setattr__("said", dialog.refusal.text()),
        lambda dialog: dialog.reject(),
    )
    page._ask_step(page.bundle.steps[0])
    assert not answers.left and page.said.startswith("还不能收件：没有填第一提案人（或集体名称）")
    put(page.form.editors["first_sponsor"], "郑晓禾")
    desk.save()
    step(desk, "收件")
    for word in ("初审", "会审", "复审"):
        step(desk, word, opinion="同意。")
    step(desk, "立案")
    assert desk.record().values["docket_no"] == "001" and desk.window.top.title.whole == "第001号"
    step(desk, "交办", unit="县公安局")
    step(desk, "签收", contact_person="李同志")
    contact = {"method": desk.page.bundle.codes.entries("contact_method")[0].label, "content": "同意。"}
    reply = {"document_no": "示交〔2026〕1号", "text": "已办。" * 200}
    result = desk.page.bundle.codes.entries("result_class")[0].label
    step(desk, "登记面商", **contact)
    step(desk, "登记答复", **reply, result_class=result)
    step(desk, "登记征询意见", attitude="满意", result="不满意")
    refused: list[str] = []
    answers = desk.answer(fill_in(), lambda d: refused.append(d.refusal.text()), lambda d: d.reject())
    page._ask_step(next(each for each in page.bundle.steps if each.move.name == "close"))
    assert refused and refused[0].startswith("还不能办结：提案人对办理结果不满意") and state(desk) == "feedback_given"
    step(desk, "重新办理")
    step(desk, "登记答复", **reply, result_class=result)
    step(desk, "登记征询意见", attitude="满意", result="满意")
    step(desk, "办结")
    assert state(desk) == "closed" and page.bundle.steps[0].move.name == "implement"
    assert len(page.bundle.history) == 14 and not desk.reported


def test_a_refused_step_keeps_the_dialog_and_what_was_typed(desk: Desk, filled: Filled) -> None:
    page = desk.open("proposals", filled.proposal)
    seen: dict[str, object] = {}

    def look(dialog: EntryDialog) -> None:
        seen["error"] = dialog.form.editors["date"].error
        seen["text"] = dialog.form.editors["date"].text()
        seen["focus"] = QApplication.focusWidget() is dialog.form.editors["date"]
        put(dialog.form.editors["date"], "2026-06-01")
        dialog.reject()

    answers = desk.answer(fill_in(date="2027-01-01"), look, press_button("不保存"))
    page._ask_step(page.bundle.steps[0])
    assert seen == {"error": "日期 2027-01-01 还没有到。", "text": "2027-01-01", "focus": True}
    assert not answers.left


def test_bin_and_back(desk: Desk, filled: Filled) -> None:
    page = desk.open("members", filled.members[0])
    desk.answer(fill_in(reason="录重了"))
    page._discard()
    desk.rest()
    assert page.bundle.binned and page.header.chips[0].text == "在回收站"
    assert page.form.editors["name"].isReadOnly()
    page._restore()
    desk.rest()
    assert not page.bundle.binned and not page.form.editors["name"].isReadOnly()


def test_an_activity_and_who_was_there(desk: Desk, filled: Filled) -> None:
    page = desk.open("activities")
    desk.fill(station="云水镇政协工作联络站", title="院坝协商", type="调研", date="6月5日", guests="12")
    desk.save()
    assert desk.record().values["date"] == "2026-06-05" and desk.record().values["guests"] == 12
    page.tabs.step(1)
    for member in filled.members:
        page.children_tabs["participant"].finder.chosen.emit(member, "")
        desk.rest()
    tab = page.children_tabs["attendance"]
    tab.view.setFocus()
    for key in (Qt.Key.Key_1, Qt.Key.Key_Return, Qt.Key.Key_4):
        desk.press(key)
    third = tab.meeting.people[2].member
    marks = read_presence(desk.office, desk.actor, page.record)
    assert sorted(marks.values()) == ["1", "1", "2"] and marks[third] == "2"


def test_an_activity_of_the_county_itself(desk: Desk, filled: Filled) -> None:
    page = desk.open("activities")
    desk.fill(title="全县读书活动", type="调研", date="6月5日")
    desk.save()
    assert desk.record().values["station"] is None and desk.record().scope == "county"
    page.tabs.step(1)
    page.children_tabs["participant"].finder.chosen.emit(filled.members[0], "")
    desk.rest()
    assert [
        row.picked for row in list_rows(desk.office, desk.actor, "participant", page.record).rows
    ] == filled.members[:1]


def test_tab_goes_in_reading_order_and_enter_never_saves(desk: Desk) -> None:
    page = desk.open("members")
    seen = []
    for _ in range(8):
        seen.append(
            next((n for n, e in page.form.editors.items() if e is desk.focus or e.isAncestorOf(desk.focus)), "")
        )
        desk.press(Qt.Key.Key_Return)
    assert seen == ["name", "former_name", "reading", "sex", "nationality", "birth_date", "native_place", "id_number"]
    assert not page.record
    page.form.editors["name"].setFocus()
    for name in seen:
        editor = page.form.editors[name]
        assert editor is desk.focus or editor.isAncestorOf(desk.focus), name
        desk.press(Qt.Key.Key_Tab)


def test_enter_from_end_to_end_of_a_proposal(desk: Desk, filled: Filled) -> None:
    """Only a long text keeps Enter for itself."""
    page = desk.open("proposals", filled.proposal)
    for name in ("title", "form", "channel", "intake_period", "first_sponsor", "category", "suggested_unit",
                 "joint_sponsors", "may_be_published", "analysis"):  # fmt: skip
        editor = page.form.editors[name]
        assert editor is desk.focus or editor.isAncestorOf(desk.focus), name
        if name != "analysis":
            desk.press(Qt.Key.Key_Return)
    assert page._dirty() == 0


def test_ctrl_enter_saves_and_goes_on(desk: Desk, filled: Filled) -> None:
    desk.open("members", filled.members[0], tuple(filled.members))
    desk.fill(native_place="示例县")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.page.record == filled.members[1]
    desk.open("members")
    desk.fill(name="钱同同")
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.page.record == "" and desk.page.form.editors["name"].text() == ""
    assert not desk.reported


def test_alt_arrows_walk_and_alt_down_opens_a_choice(desk: Desk, filled: Filled) -> None:
    page = desk.open("members", filled.members[0], tuple(filled.members))
    desk.press(Qt.Key.Key_Down, ALT)
    assert desk.page.record == filled.members[1] and desk.focus is desk.page.form.editors["name"]
    desk.press(Qt.Key.Key_Up, ALT)
    page = desk.page
    assert page.record == filled.members[0]
    box = page.form.editors["sex"]
    box.setFocus()
    desk.press(Qt.Key.Key_Down, ALT)
    assert desk.page is page and box.view().isVisible()
    box.hidePopup()


def test_suggestions_by_typing_and_esc_closes_the_innermost(desk: Desk, filled: Filled) -> None:
    page = desk.open("proposals", filled.proposal)
    field = page.form.editors["first_sponsor"]
    field.setFocus()
    field.selectAll()
    desk.type("陈")
    desk.qtbot.waitUntil(lambda: field._popup is not None and field._popup.isVisible())
    desk.press(Qt.Key.Key_Escape)
    assert desk.page is page and not field._popup.isVisible()
    field.selectAll()
    desk.type("陈")
    desk.qtbot.waitUntil(lambda: field._popup.isVisible())
    desk.press(Qt.Key.Key_Return)
    assert field.value() == filled.members[1] and field.text() == "陈素芬" and desk.focus is field
    desk.press(Qt.Key.Key_Return)
    assert desk.focus is not field


def test_half_typed_chinese_triggers_nothing(desk: Desk, filled: Filled) -> None:
    page = desk.open("proposals", filled.proposal)
    field = page.form.editors["joint_sponsors"].finder
    for editor in (field, page.form.editors["title"], page.form.editors["analysis"]):
        editor.setFocus()
        QApplication.sendEvent(editor, QInputMethodEvent("chensf", []))
        desk.qtbot.wait(200)
        desk.rest()
        assert page._dirty() == 0 and field._popup is None
        QApplication.sendEvent(editor, QInputMethodEvent())


def test_a_name_typed_but_not_chosen_is_not_dropped(desk: Desk, filled: Filled) -> None:
    page = desk.open("proposals", filled.proposal)
    editor = page.form.editors["joint_sponsors"]
    put(editor.finder, "陈素芬")
    assert page._dirty() == 1
    desk.save()
    assert desk.record().values["joint_sponsors"] == [filled.members[1]]
    put(editor.finder, "没有这个人")
    desk.save()
    assert "没有叫“没有这个人”的委员" in editor.finder.error and editor.finder.text() == "没有这个人"


@pytest.mark.parametrize(
    ("word", "kept", "left"), [("保存", True, True), ("不保存", False, True), ("接着改", False, False)]
)
def test_unsaved_changes_are_asked_about(desk: Desk, filled: Filled, word: str, kept: bool, left: bool) -> None:
    page = desk.open("members", filled.members[0])
    record = page.record
    desk.fill(native_place="示例县")
    asked: list[str] = []
    desk.answer(lambda d: asked.append(d.accessibleName()), press_button(word))
    desk.press(Qt.Key.Key_Escape)
    assert asked == ["这位委员改了 1 处，还没保存。"]
    stored = show_record(desk.office, desk.actor, "member", record).values["native_place"]
    assert (stored == "示例县") is kept and (desk.page is not page) is left


def test_two_people_at_one_record(desk: Desk, filled: Filled) -> None:
    page = desk.open("members", filled.members[0])
    desk.fill(native_place="石桥镇", specialty="急诊")
    change_record(desk.office, desk.actor, "member", page.record, {"native_place": "云水镇", "title": "主任医师"})
    desk.save()
    field = page.form.editors["native_place"]
    assert field.text() == "石桥镇" and "别处刚改成：云水镇" in field.error
    assert page.form.editors["title"].text() == "主任医师" and page.form.editors["specialty"].text() == "急诊"
    assert page._dirty() == 2 and desk.focus is field
    desk.save()
    assert desk.record().values["native_place"] == "石桥镇" and page._dirty() == 0


def test_a_person_chosen_in_a_conflict_stays_a_name(desk: Desk, filled: Filled) -> None:
    """The id of a chosen person once stood in the field after a conflict."""
    page = desk.open("proposals", filled.proposal)
    page.form.editors["first_sponsor"].put(filled.members[1], "陈素芬")
    change_record(desk.office, desk.actor, "proposal", page.record, {"first_sponsor": filled.members[2]})
    desk.save()
    field = page.form.editors["first_sponsor"]
    assert field.text() == "陈素芬" and "阿依·古兰" in field.error


def test_typing_goes_on_while_saving(desk: Desk, filled: Filled) -> None:
    page = desk.open("members", filled.members[0])
    desk.fill(native_place="示例县")
    page.save()
    desk.fill(native_place="示例县石桥镇", title="医师")
    desk.rest()
    assert page.form.editors["native_place"].text() == "示例县石桥镇" and page.form.editors["title"].text() == "医师"
    assert page._dirty() == 2
    desk.save()
    assert desk.record().values["native_place"] == "示例县石桥镇" and not desk.reported


def test_the_focus_stays_through_saving_and_refreshing(desk: Desk, filled: Filled) -> None:
    page = desk.open("members", filled.members[0])
    field = page.form.editors["native_place"]
    field.setFocus()
    desk.fill(native_place="示例县")
    page.foot.save.setFocus()
    page.foot.save.click()
    desk.rest()
    assert desk.focus is field
    change_record(desk.office, desk.actor, "member", page.record, {"title": "医师"})
    desk.tasks.changed.emit(WrittenKinds(frozenset({"member"})))
    desk.rest()
    assert desk.focus is field and page.form.editors["title"].text() == "医师"


def test_after_a_step_the_focus_is_on_the_next_one(desk: Desk, filled: Filled) -> None:
    page = desk.open("proposals", filled.proposal)
    button = page.header.buttons.itemAt(page.header.buttons.count() - 1).widget()
    button.setFocus()
    answers = desk.answer(fill_in())
    desk.press(Qt.Key.Key_Return)
    assert not answers.left and state(desk) == "received"
    last = page.header.buttons.itemAt(page.header.buttons.count() - 1).widget()
    assert desk.focus is last and last.text() == "初审"


def test_dropping_changes_before_a_step_shows_the_step(desk: Desk, filled: Filled) -> None:
    page = desk.open("proposals", filled.proposal)
    desk.fill(collective="示例商会")
    desk.answer(press_button("不保存"), fill_in())
    page._ask_step(page.bundle.steps[0])
    desk.rest()
    assert page._dirty() == 0 and page.header.chips[0].text == "待初审"


def test_keys_of_the_page(desk: Desk, filled: Filled) -> None:
    page = desk.open("proposals", filled.proposal)
    parts = (("handling", page.handling), ("referring", page.referring), ("files", page.files), ("log", page.log))
    for key, part in parts:
        desk.press(Qt.Key.Key_PageDown, CTRL)
        assert page.tabs.key == key and page.parts.currentWidget() is part
    for _ in parts:
        desk.press(Qt.Key.Key_PageUp, CTRL)
    assert page.tabs.key == "form"
    page.form.editors["analysis"].setFocus()
    desk.press(Qt.Key.Key_PageDown, CTRL)
    assert page.tabs.key == "handling"
    desk.press(Qt.Key.Key_N, CTRL)
    assert desk.page.record == "" and desk.page is not page


def test_a_wrong_field_out_of_sight_is_brought_into_view(desk: Desk, filled: Filled) -> None:
    page = desk.open("members", filled.members[0])
    desk.window.resize(1093, 542)
    page.form.show_error("note", "太长了")
    desk.qtbot.waitUntil(lambda: not page.form.editors["note"].visibleRegion().isEmpty())


def test_the_form_at_150_percent_has_one_column(desk: Desk, filled: Filled, qapp: QApplication) -> None:
    page = desk.open("proposals", filled.proposal)
    assert page.history.isVisible()
    apply_theme(qapp, Theme(1.5))
    desk.rest()
    assert not page.history.isVisible()
    lefts = {page.form.editors[name].mapTo(page.form, page.form.rect().topLeft()).x() for name in ("title", "category")}
    assert len(lefts) == 1
    page.tabs.step(2)
    assert page.tabs.key == "history" and page.history.isVisible()


def test_a_sensitive_value_is_shown_only_when_asked_for(desk: Desk, filled: Filled) -> None:
    page = desk.open("members", filled.members[0])
    field = page.form.editors["mobile"]
    assert field.line.text() == "139****1111" and field.line.isReadOnly()
    field.button.click()
    desk.rest()
    assert field.line.text() == "13900001111" and page._dirty() == 0 and desk.focus is field.line


def test_pages_closed_while_they_read_say_nothing(desk: Desk, filled: Filled) -> None:
    for _ in range(5):
        for record in filled.members:
            desk.window.show_record("members", record, Siblings(tuple(filled.members)))
        desk.window.show_page("proposals")
        desk.window.go_back()
    desk.rest()
    assert not desk.reported


def test_a_record_that_is_gone_is_said_once(desk: Desk) -> None:
    desk.window.show_record("members", "0" * 32, Siblings())
    desk.rest()
    assert len(desk.reported) == 1 and isinstance(desk.reported[0], OfficeError)
    assert desk.focus is not None


def test_who_may_only_look_is_shown_no_way_to_change(filled: Filled, sit_down) -> None:
    desk = sit_down(replace(filled.place, actor=Actor("查阅的人", "reader", "county")))
    page = desk.open("members", filled.members[0])
    assert page.form.editors["post"].isReadOnly() and not page.form.editors["sex"].isEnabled()
    assert not [b.text() for b in page.header.findChildren(QPushButton) if b.text() == "更多"]
    listed = desk.go("members")
    new = next(b for b in listed.findChildren(QPushButton) if b.text() == "新建委员")
    assert not new.isEnabled() and "不能改" in new.toolTip()
    listed.begin_new()
    desk.rest()
    assert desk.page is listed


def test_only_a_declined_case_offers_its_notice(desk: Desk, filled: Filled) -> None:
    filled.place.act(filled.proposal, "receive")
    page = desk.open("proposals", filled.proposal)
    assert [form.label for form in page._forms()] == ["提案表"]
    filled.place.act(filled.proposal, "decline", ground="10", onward="1")
    page = desk.open("proposals", filled.proposal)
    assert [form.label for form in page._forms()] == ["提案表", "不予立案告知单"]


def test_that_a_case_is_late_is_one_chip(desk: Desk, filled: Filled) -> None:
    values = {
        "state": "in_hand",
        "due_on": "2026-06-01",
        "joint_sponsors": [filled.members[1]],
        "replied_on": None,
        "collective": None,
    }
    words = {
        "first_sponsor": "郑晓禾",
        "due_on": "2026-06-01",
        "form": "委员联名",
        "intake_no": "",
        "lead_unit": "",
        "assigned_on": "",
        "result_class": "",
    }
    today = desk.office.today()
    assert proposal_chips(values, words, today) == [("逾期 7 天", "bad")]
    assert proposal_chips({**values, "due_on": "2026-06-10"}, words, today) == [("办理中", "go"), ("余 2 天", "wait")]
    facts = proposal_facts({**values, "intake_no": "", "lead_unit": "", "result_class": ""}, words)
    assert "委员联名 2 人" in facts


def test_what_is_wrong_and_what_is_missing_is_said_at_once(desk: Desk) -> None:
    page = desk.open("members")
    desk.fill(birth_date="2026-13-05")
    desk.save()
    assert "要填" in page.form.editors["name"].error and "没有 13 月" in page.form.editors["birth_date"].error


def test_an_exception_is_asked_for_once_it_was_refused(desk: Desk, filled: Filled) -> None:
    """例外原因 stood in every 收件, whether it was needed or not."""
    change_record(desk.office, desk.actor, "proposal", filled.proposal, {"form": "委员联名"})
    page = desk.open("proposals", filled.proposal)
    seen: list[bool] = []

    def look(dialog) -> None:
        seen.append(dialog.form.editors["exception_reason"].isVisible())
        dialog.main.click()
        desk.rest()
        seen.append(dialog.form.editors["exception_reason"].isVisible())
        fill_in(exception_reason="名单后补")(dialog)

    answers = desk.answer(look)
    page._ask_step(next(step for step in page.bundle.steps if step.move.label == "收件"))
    desk.rest()
    assert not answers.left and seen == [False, True]
    assert desk.record().values["state"] == "received"


def test_the_track_goes_on_while_a_case_is_reviewed(desk: Desk, filled: Filled) -> None:
    filled.place.act(filled.proposal, "receive")
    page = desk.open("proposals", filled.proposal)
    assert [entry.state for entry in make_track(page.bundle)][:3] == ["now", "to come", "to come"]
    filled.place.act(filled.proposal, "review", opinion="符合")
    page = desk.open("proposals", filled.proposal)
    first, second, *_ = make_track(page.bundle)
    assert (first.state, first.date, second.state, second.date) == ("done", "6月8日", "now", "")


def test_a_preview_that_was_closed_is_gone(desk: Desk, filled: Filled) -> None:
    page = desk.open("proposals", filled.proposal)
    answers = desk.answer(lambda preview: preview.reject())
    page._print(page._forms()[0])
    desk.rest()
    assert not answers.left and not page.findChildren(PrintPreview)
