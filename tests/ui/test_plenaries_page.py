"""届次 and 编号 in 系统设置, and the remarks on a proposal."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from cppcc_desktop.services.office.plenaries import close_plenary, list_plenary_lines, save_plenary
from cppcc_desktop.services.records.records import current_plenary, discard_record
from tests.conftest import Filled, Place
from tests.ui.offices import Desk, fill_in
from tests.ui.test_rules_and_codes import open_part, told
from ui.kit.dialogs.entry_dialog import EntryDialog
from ui.kit.frame.buttons import PrimaryButton

CONTROL = Qt.KeyboardModifier.ControlModifier


def docket(filled: Filled) -> None:
    filled.place.act(filled.proposal, "receive")
    for _ in range(3):
        filled.place.act(filled.proposal, "review", opinion="同意。")
    filled.place.act(filled.proposal, "docket", category="社会建设")


def test_dates_of_a_plenary_by_keyboard(desk: Desk) -> None:
    part = open_part(desk, "plenaries")
    assert part.title.whole == "现在是第十届第三次会议" and desk.focus is part.table
    assert told(part.table) == [["第十届第三次会议", "现在", "", "", "", "1", "1", ""]]
    assert part.log_title.whole == "十届三次会议：还没有填日期"
    said: list[str] = []

    def look(dialog: EntryDialog) -> None:
        said.append(dialog.form.editors["ends_on"].error)
        fill_in(opens_on="2026-02-26", ends_on="2026-03-01", intake_from="2026-02-20", intake_until="2026-02-28",
                due_on="2026-08-31")(dialog)  # fmt: skip

    answers = desk.answer(fill_in(opens_on="2026-02-26", ends_on="2026-02-25"), look)
    desk.press(Qt.Key.Key_Return)
    assert not answers.left and said == ["会议结束 2026-02-25 在会议开始 2026-02-26 之前。"]
    assert told(part.table) == [[
        "第十届第三次会议", "现在", "2026-02-26 到 03-01", "2026-02-20 到 02-28", "2026-08-31", "1", "1", "",
    ]]  # fmt: skip
    assert desk.focus is part.table and len(told(part.log)) == 5
    assert part.log_title.whole == "十届三次会议：改过的地方"


def test_the_next_plenary_is_entered_and_gone_on_to(desk: Desk) -> None:
    part = open_part(desk, "plenaries")
    seen: list[str] = []

    def look(dialog: EntryDialog) -> None:
        seen.append(dialog.form.editors["key"].text())
        fill_in(opens_on="2027-02-20")(dialog)

    answers = desk.answer(look)
    desk.press(Qt.Key.Key_N, CONTROL)
    assert not answers.left and seen == ["10-04"]
    assert [row[:3] for row in told(part.table)] == [
        ["第十届第四次会议", "", "2027-02-20 起"], ["第十届第三次会议", "现在", ""],
    ]  # fmt: skip
    assert part.table.current_id() == "10-04"
    answers = desk.answer(fill_in())
    part.go_on.click()
    desk.rest()
    assert not answers.left and current_plenary(desk.office) == "10-04"
    assert [row[1] for row in told(part.table)] == ["现在", ""] and part.title.whole == "现在是第十届第四次会议"


def test_a_plenary_with_open_cases_is_sealed_only_with_a_reason_and_unsealed(desk: Desk, filled: Filled) -> None:
    docket(filled)
    part = open_part(desk, "plenaries")
    said: list[str] = []

    def look(dialog: EntryDialog) -> None:
        said.extend((dialog.refusal.text(), dialog.form.editors["despite"].error))
        fill_in(despite="等县财政批复")(dialog)

    answers = desk.answer(fill_in(reason="到年底了"), look)
    part.seal.click()
    desk.rest()
    assert not answers.left and said[1] == "这一项要填"
    assert said[0].startswith("还不能封存：1 件里有 1 件没有办完，第001号《关于优化公交班次的建议》（待交办）。")
    assert told(part.table)[0][1] == "已封存" and part.seal.text() == "启封…"
    assert part.log_title.whole == "十届三次会议：2026-06-08 封存，到年底了；1 件没有办完：等县财政批复"
    assert not part.change.isEnabled() and part.change.toolTip() == "已经封存，先启封"
    answers = desk.answer(fill_in(reason="改错字"))
    part.seal.click()
    desk.rest()
    assert not answers.left and part.seal.text() == "封存…" and told(part.table)[0][1] == "现在"
    assert list_plenary_lines(desk.office, desk.actor)[0].sealing == "启封：改错字"


def test_others_may_look(county: Place, sit_down) -> None:
    save_plenary(county.office, county.actor, "10-03", {"opens_on": "2026-02-26"})
    county.actor = type(county.actor)("陈素芬", "clerk", county.office.name)
    part = open_part(sit_down(county), "plenaries")
    assert told(part.table)[0][2] == "2026-02-26 起"
    for button in (part.add, part.change, part.seal, part.go_on):
        assert not button.isEnabled() and button.toolTip() == "只有县政协的系统管理员可以改"


def test_numbers_and_what_became_of_them(desk: Desk, filled: Filled, monkeypatch, tmp_path: Path) -> None:
    docket(filled)
    part = open_part(desk, "numbers")
    assert told(part.table) == [["001", "在用", "关于优化公交班次的建议", ""]] and part.title.whole == "在用 1 个"
    discard_record(desk.office, desk.actor, "proposal", filled.proposal, "重复登记")
    desk.rest()
    assert told(part.table) == [["001", "作废", "关于优化公交班次的建议", "放入了回收站：重复登记"]]
    assert part.title.whole == "作废 1 个"
    part.kinds.set_key("proposals.intake_no")
    part.kinds.picked.emit("proposals.intake_no")
    desk.rest()
    assert told(part.table)[0][0] == "2026-0001"
    file = tmp_path / "编号.csv"
    monkeypatch.setattr("ui.settings.numbers.choose_new_file", lambda *_: file)
    part.export.click()
    desk.rest()
    assert "2026-0001,作废,关于优化公交班次的建议" in file.read_text("utf-8-sig")


def test_only_what_is_not_in_use_and_the_way_to_the_case(desk: Desk, filled: Filled) -> None:
    docket(filled)
    part = open_part(desk, "numbers")
    part.only.setChecked(True)
    assert told(part.table) == []
    part.only.setChecked(False)
    part.table.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.page.record == filled.proposal


def test_a_draft_is_remarked_on_until_it_is_reviewed(desk: Desk, filled: Filled) -> None:
    page = desk.open("proposals", filled.proposal)
    assert not page.remarks.isVisible()
    desk.fill(title="公交班次太少", suggestions="请有关部门高度重视。")
    desk.save()
    desk.rest()
    assert page.remarks.isVisible() and page.remarks.words.text().split("\n") == [
        "案由一般写成“关于……的建议”，现在不是这样写的。", "建议里看不出要做什么，请提案人写具体。",
    ]  # fmt: skip
    hints: list[str] = []

    def look(dialog: EntryDialog) -> None:
        hints.append(dialog.hint.text())
        dialog.main.click()

    answers = desk.answer(look)
    next(each for each in page.header.findChildren(PrimaryButton) if each.text() == "收件").click()
    desk.rest()
    assert not answers.left and hints[0].startswith("案由一般写成")
    assert page.remarks.isVisible(), "it is only just received"
    filled.place.act(filled.proposal, "review", opinion="同意。")
    desk.rest()
    assert not page.remarks.isVisible()


def test_a_sealed_case_says_so(desk: Desk, filled: Filled) -> None:
    filled.place.act(filled.proposal, "receive")
    filled.place.act(filled.proposal, "decline", ground="属于学术研讨的", onward="退回提案人")
    close_plenary(desk.office, desk.actor, "10-03", "全部办完")
    page = desk.open("proposals", filled.proposal)
    assert page.remarks.words.text().startswith("十届三次会议的提案已于 2026-06-08 封存：内容不能再改")
