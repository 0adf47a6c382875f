"""规则 and 代码表: read by everybody, changed by the county's administrator, by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from cppcc_desktop.domain.description.fields import Field, Kind
from cppcc_desktop.services.office.code_changes import list_entries, retire_entry
from cppcc_desktop.services.office.codes import read_codes, read_surnames
from cppcc_desktop.services.office.settings import change_setting, read_setting
from tests.conftest import Place
from tests.ui.offices import Desk, fill_in
from ui.kit.dialogs.entry_dialog import EntryDialog
from ui.kit.inputs.editors import CodeField
from ui.theme import Theme, apply_theme

CONTROL = Qt.KeyboardModifier.ControlModifier
DOWN, ENTER, END = Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_End


def open_part(desk: Desk, key: str):
    page = desk.go("settings")
    page.show_part(key)
    desk.rest()
    return page.part


def told(table) -> list[list[str]]:
    """What the rows of a table say."""
    rows = [table.pages.row(at) for at in range(table.pages.total)]
    return [[row.cell(column.key).text for column in table.pages.columns] for row in rows]


def pick_list(desk: Desk, part, name: str) -> None:
    part.lists.go_to(part.lists.pages.row_of(name))
    desk.rest()


def pick_entry(desk: Desk, part, code: str) -> None:
    part.table.go_to(part.table.pages.row_of(code))
    desk.rest()


def test_a_rule_is_changed_by_keyboard(desk: Desk) -> None:
    desk.go("settings")
    desk.press(Qt.Key.Key_PageDown, CONTROL)
    part = desk.page.part
    assert desk.focus is part.rules
    desk.press(DOWN)
    assert part.title.text() == "案号位数：3 位"
    seen: list[tuple[str, str]] = []

    def type_it(dialog: EntryDialog) -> None:
        seen.append((dialog.windowTitle(), dialog.hint.text().split("\n")[1][:11]))
        assert dialog.focusWidget() is dialog.form.editors["value"]
        fill_in(value="5", since="2027-01-01")(dialog)

    answers = desk.answer(type_it)
    desk.press(ENTER)
    assert not answers.left and seen == [("改案号位数", "起用日期不改就是今天。")]
    assert desk.focus is part.rules and part.rules.current_id() == "docket_width"
    assert told(part.rules)[1] == ["", "案号位数", "3 位", "2027-01-01 起 5 位"]
    assert told(part.history) == [
        ["2027-01-01", "5 位", "到时起用", "2026-06-08 15:42", "周明礼"], ["程序自带", "3 位", "现在用", "", ""],
    ]  # fmt: skip
    with desk.office.read() as connection:
        assert read_setting(desk.office, connection, "docket_width", "2027-02-01") == "5"


def test_a_wrong_value_is_said_in_the_dialog(desk: Desk) -> None:
    part = open_part(desk, "rules")
    said: list[str] = []

    def look(dialog: EntryDialog) -> None:
        said.append(dialog.form.editors["value"].error)
        dialog.form.clear_errors()
        fill_in(value="5", since="以后再说")(dialog)

    def look_again(dialog: EntryDialog) -> None:
        said.append(dialog.form.editors["since"].error)
        fill_in(value="5", since="2027-01-01")(dialog)

    answers = desk.answer(fill_in(value="很多"), look, look_again)
    part.change.click()
    desk.rest()
    assert not answers.left
    assert said == ["收件号位数请写整数，例如 4。", "看不懂这个日期，写成 2026-03-05 这样。"]
    assert told(part.rules)[0][3] == "2027-01-01 起 5 位"


def test_only_what_is_not_yet_in_force_can_be_taken_back(desk: Desk) -> None:
    change_setting(desk.office, desk.actor, "intake_width", "5", "2026-01-01")
    change_setting(desk.office, desk.actor, "intake_width", "6", "2027-01-01")
    part = open_part(desk, "rules")
    assert [row[1] for row in told(part.history)] == ["6 位", "5 位", "4 位"] and part.take_back.isEnabled()
    part.history.go_to(1)
    assert not part.take_back.isEnabled() and part.take_back.toolTip() == "只有还没起用的可以收回"
    part.history.go_to(0)
    answers = desk.answer(fill_in(reason="主席会议没有同意"))
    part.take_back.click()
    desk.rest()
    assert not answers.left
    assert told(part.history)[0] == ["2027-01-01", "6 位", "已收回", "2026-06-08 15:42", "周明礼：主席会议没有同意"]
    assert told(part.rules)[0] == ["编号", "收件号位数", "5 位", ""] and not part.take_back.isEnabled()


def test_others_may_look_and_are_told_why_not_more(county: Place, sit_down) -> None:
    change_setting(county.office, county.actor, "intake_width", "5")
    county.actor = type(county.actor)("陈素芬", "clerk", county.office.name)
    desk = sit_down(county)
    part = open_part(desk, "rules")
    assert told(part.rules)[0][2] == "5 位"
    assert not part.change.isEnabled() and part.change.toolTip() == "只有县政协的系统管理员可以改"
    desk.press(ENTER)
    part = open_part(desk, "codes")
    for button in (part.add, part.rename, part.retire):
        assert not button.isEnabled() and button.toolTip() == "只有县政协的系统管理员可以改"
    part.table.setFocus()
    desk.press(ENTER)
    desk.press(Qt.Key.Key_N, CONTROL)  # neither opens a dialog: the desk would report one nobody answers
    assert len(told(part.lists)) > 20


def test_an_administrator_of_a_station_may_not_either(pair: tuple[Place, Place], sit_down) -> None:
    desk = sit_down(pair[1])
    assert not open_part(desk, "rules").change.isEnabled() and not open_part(desk, "codes").add.isEnabled()


def test_a_new_entry_by_keyboard(desk: Desk) -> None:
    part = open_part(desk, "codes")
    assert desk.focus is part.lists and part.title.whole == "界别"
    seen: list[str] = []

    def type_it(dialog: EntryDialog) -> None:
        seen.append(dialog.form.editors["code"].text())
        fill_in(label="乡村振兴界")(dialog)

    answers = desk.answer(type_it)
    desk.press(Qt.Key.Key_N, CONTROL)
    assert not answers.left and seen == ["35"]
    assert part.table.current_id() == "35" and told(part.table)[-1][:2] == ["35", "乡村振兴界"]
    assert told(part.lists)[0] == ["界别", "35"]
    assert part.log_title.whole == "乡村振兴界：改过的地方"
    assert ["2026-06-08 15:42", "周明礼", "名称", "", "", "乡村振兴界"] in told(part.log)
    assert read_codes(desk.office).find("sector", "乡村振兴界") == "35"


def test_a_name_that_is_taken_is_said_at_its_field(desk: Desk) -> None:
    part = open_part(desk, "codes")
    said: list[str] = []

    def look(dialog: EntryDialog) -> None:
        said.append(dialog.form.editors["label"].error)
        fill_in(label="乡村振兴界")(dialog)

    answers = desk.answer(fill_in(label="中共"), look)
    part.add.click()
    desk.rest()
    assert not answers.left and said == ["“中共”是“中国共产党”的别名，不能再用。"]


def test_rename_retire_and_bring_back(desk: Desk) -> None:
    part = open_part(desk, "codes")
    pick_entry(desk, part, "22")
    assert told(part.table)[21] == ["22", "农业界", "农业", "1", ""]
    assert part.log_title.whole == "农业界：随程序带来，没有改过"
    answers = desk.answer(fill_in(label="农业和农村界"))
    part.table.setFocus()
    desk.press(ENTER)
    assert not answers.left and part.table.current_id() == "22" and desk.focus is part.table
    assert told(part.table)[21] == ["22", "农业和农村界", "农业", "1", ""]
    assert told(part.log) == [["2026-06-08 15:42", "周明礼", "名称", "", "农业界", "农业和农村界"]]
    answers = desk.answer(fill_in())
    part.retire.click()
    desk.rest()
    assert not answers.left and told(part.table)[21][4] == "停用" and part.retire.text() == "恢复使用…"
    assert told(part.lists)[0] == ["界别", "33"]
    answers = desk.answer(fill_in())
    part.retire.click()
    desk.rest()
    assert not answers.left and told(part.table)[21][4] == "" and part.retire.text() == "停用…"
    assert [line[2:] for line in told(part.log)][:2] == [["停用", "", "是", "否"], ["停用", "", "", "是"]]


def test_other_lists_follow_the_cursor_and_say_what_may_be_done(desk: Desk) -> None:
    part = open_part(desk, "codes")
    pick_list(desk, part, "nationality")
    assert part.note.whole == "国家标准 GB/T 3304，不能改。" and part.table.pages.total > 56
    assert [b.isEnabled() for b in (part.add, part.rename, part.retire)] == [False, False, False]
    assert part.add.toolTip() == "国家标准里的不能改"
    pick_list(desk, part, "handling_role")
    assert "名称可以改" in part.note.whole
    assert [b.isEnabled() for b in (part.add, part.rename, part.retire)] == [False, True, False]
    pick_list(desk, part, "result_class")
    assert part.note.whole.startswith("可以增加、改名称和停用，导入不会自动增加。")
    pick_list(desk, part, "sector")
    assert [b.isEnabled() for b in (part.add, part.rename, part.retire)] == [True, True, True]


def test_finding_in_a_list(desk: Desk, qtbot) -> None:
    part = open_part(desk, "codes")
    desk.press(Qt.Key.Key_F, CONTROL)
    assert desk.focus is part.search
    desk.type("特邀")
    desk.press(ENTER)
    assert [row[1] for row in told(part.table)] == ["特邀香港人士", "特邀澳门人士", "特别邀请人士"]
    desk.press(Qt.Key.Key_Escape)
    assert part.table.pages.total == 34
    desk.type("没有这样的")
    desk.press(ENTER)
    assert part.table.pages.total == 0 and not part.rename.isEnabled() and part.rename.toolTip() == "先选一项"


def test_readings_of_surnames(desk: Desk) -> None:
    part = open_part(desk, "codes")
    pick_list(desk, part, "surname_reading")
    assert [column.label for column in part.table.pages.columns][:2] == ["姓氏", "读音"]
    assert "单 = shan4" in part.note.whole and part.rename.text() == "改读音…"
    said: list[str] = []

    def look(dialog: EntryDialog) -> None:
        said.append(dialog.form.editors["label"].error)
        fill_in(label="mou3 yun2")(dialog)

    answers = desk.answer(fill_in(code="某云", label="mou3"), look)
    part.add.click()
    desk.rest()
    assert not answers.left and said == ["“某云”是 2 个字，读音写了 1 个。"]
    assert part.table.current_id() == "某云" and read_surnames(desk.office)["某云"] == "mou3 yun2"


def test_another_persons_change_comes_in_without_moving_the_cursor(desk: Desk) -> None:
    part = open_part(desk, "codes")
    pick_list(desk, part, "station_type")
    pick_entry(desk, part, "03")
    retire_entry(desk.office, desk.actor, "station_type", "04")
    desk.rest()
    assert part.lists.current_id() == "station_type" and part.table.current_id() == "03"
    assert told(part.table)[3][4] == "停用"


BUTTONS = {
    "rules": ("change", "take_back"), "codes": ("add", "rename", "retire", "up", "down"),
    "plenaries": ("go_on", "seal", "change", "add"), "numbers": ("export",),
}  # fmt: skip


@pytest.mark.parametrize("theme", [Theme(1.5), Theme(2.0), Theme(1.0, high_contrast=True)])
def test_everything_stays_on_screen(desk: Desk, qapp, theme: Theme) -> None:
    apply_theme(qapp, theme)
    for key in BUTTONS:
        part = open_part(desk, key)
        assert part.width() <= desk.page.width() and desk.window.width() == 1366
        for button in (getattr(part, name) for name in BUTTONS[key]):
            assert button.width() >= button.sizeHint().width()
            right = button.mapTo(desk.window, button.rect().bottomRight())
            assert right.x() < 1366 and right.y() < 696
        table = part.rules if key == "rules" else part.table
        assert table.height() > 3 * table.verticalHeader().defaultSectionSize()
    assert list_entries(desk.office, desk.actor, "sector")


def test_the_history_begins_at_its_newest_line_for_every_rule(desk: Desk) -> None:
    change_setting(desk.office, desk.actor, "docket_width", "5", "2027-01-01")
    part = open_part(desk, "rules")
    assert told(part.history) == [["程序自带", "4 位", "现在用", "", ""]] and not part.take_back.isEnabled()
    part.rules.go_to(1)
    desk.rest()
    assert part.history.currentIndex().row() == 0 and part.take_back.isEnabled()


def test_columns_nothing_stands_in_are_left_out(desk: Desk) -> None:
    part = open_part(desk, "codes")

    def shown() -> list[str]:
        columns = part.table.pages.columns
        return [c.label for at, c in enumerate(columns) if not part.table.isColumnHidden(at)]

    assert shown() == ["代码", "名称", "也叫", "用过", "状态"]
    pick_list(desk, part, "surname_reading")
    assert shown() == ["姓氏", "读音", "状态"]
    pick_list(desk, part, "result_class")
    assert shown() == ["代码", "名称", "含义", "用过", "状态"]


def test_a_rule_says_what_it_comes_to_today(desk: Desk) -> None:
    part = open_part(desk, "rules")
    assert part.effect.text() == "下一个收件号：2026-0001。"
    part.rules.go_to(part.rules.pages.row_of("reply_months"))
    assert part.effect.text() == "今天交办的提案，应办复日是 2026-09-08（交办之日起3个月）。"
    answers = desk.answer(fill_in(value="4"))
    part.change.click()
    desk.rest()
    assert not answers.left
    assert part.effect.text() == "今天交办的提案，应办复日是 2026-10-08（交办之日起4个月）。"
    groups = [row[0] for row in told(part.rules)]
    assert [each for each in groups if each] == ["编号", "收件", "期限", "办理", "办结", "联络站", "接待", "活动"]


def test_a_class_gets_another_meaning_from_a_day_on(desk: Desk) -> None:
    part = open_part(desk, "codes")
    pick_list(desk, part, "result_class")
    pick_entry(desk, part, "B")
    assert told(part.table)[1][2] == "正在解决或列入计划解决；要列入承诺清单"
    answers = desk.answer(fill_in(meaning="三年内解决", since="2027-01-01"))
    part.rename.click()
    desk.rest()
    assert not answers.left and told(part.table)[1] == [
        "B",
        "B类",
        "正在解决或列入计划解决；要列入承诺清单",
        "",
        "",
        "以后改",
    ]
    assert told(part.log) == [
        ["2026-06-08 15:42", "周明礼", "含义", "2027-01-01", "正在解决或列入计划解决", "三年内解决"]
    ]
    pick_entry(desk, part, "D")
    assert told(part.table)[3][5] == "停用"
    answers = desk.answer(fill_in())
    part.retire.click()
    desk.rest()
    assert not answers.left and told(part.table)[3][5] == "" and dict(told(part.lists))["办理结果"] == "4"


def test_what_rules_take_a_new_entry_for_is_ticked(desk: Desk) -> None:
    part = open_part(desk, "codes")
    pick_list(desk, part, "contact_method")
    said: list[list[str]] = []

    def tick(dialog: EntryDialog) -> None:
        said.append(list(dialog.form.editors))
        dialog.form.editors["face_to_face"].setChecked(True)
        fill_in(label="视频会商")(dialog)

    answers = desk.answer(tick)
    part.add.click()
    desk.rest()
    assert not answers.left and said == [["label", "code", "face_to_face", "since"]]
    assert told(part.table)[-1][:3] == ["09", "视频会商", "算当面"]
    answers = desk.answer(lambda dialog: (said.append(list(dialog.form.editors)), dialog.reject()))
    pick_entry(desk, part, "05")
    part.rename.click()
    desk.rest()
    assert not answers.left and said[1] == ["label", "since"], "what came is the program's"


def test_entries_are_moved_up_and_down(desk: Desk) -> None:
    part = open_part(desk, "codes")
    pick_list(desk, part, "result_class")
    pick_entry(desk, part, "A")
    assert not part.up.isEnabled() and part.up.toolTip() == "已经在最前"
    part.down.click()
    desk.rest()
    assert [row[0] for row in told(part.table)] == ["B", "A", "C", "D"] and part.table.current_id() == "A"
    assert part.up.isEnabled() and part.up.toolTip() == "上移"
    pick_list(desk, part, "protocol_post")
    assert part.up.toolTip() == "这张表按代码的先后排"


def test_the_meaning_stands_beside_a_class_where_it_is_chosen(desk: Desk) -> None:
    spec = Field(name="result_class", label="办理结果", kind=Kind.CODE, codes="result_class")
    field = CodeField(spec, read_codes(desk.office))
    said = {field.itemText(at): field.itemData(at, Qt.ItemDataRole.ToolTipRole) for at in range(1, field.count())}
    assert list(said) == ["A类", "B类", "C类"] and said["B类"] == "正在解决或列入计划解决"
    field.put("D")  # a retired one of an old record
    assert field.itemText(4) == "D类"
    field.deleteLater()
