"""系统设置: its parts, type size and contrast at once, backup, check, people."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from cppcc_desktop.services.office.accounts import list_accounts, sign_in
from tests.conftest import Filled, Place
from tests.ui.offices import Desk, fill_in, press_button
from ui.kit.frame.buttons import PlainButton, PrimaryButton
from ui.kit.inputs.ticks import CheckBox, RadioButton
from ui.preferences import Settings
from ui.theme import current_theme


def button(page, word: str) -> PlainButton:
    return next(each for each in page.findChildren(PlainButton) if each.text() == word)


def test_the_parts_by_keyboard(desk: Desk) -> None:
    page = desk.go("settings")
    assert page.tabs.key == "office" and page.part.isAncestorOf(desk.focus)
    control = Qt.KeyboardModifier.ControlModifier
    seen = [page.tabs.key]
    for _ in page.parts:
        desk.press(Qt.Key.Key_PageDown, control)
        seen.append(page.tabs.key)
        assert page.part.isVisible() and page.part.isAncestorOf(desk.focus)
    assert seen == [
        "office", "rules", "codes", "plenaries", "calendar", "numbers", "people", "backup", "look", "office",
    ]  # fmt: skip
    desk.press(Qt.Key.Key_PageUp, control)
    assert page.tabs.key == "look"
    page.tabs.setFocus()
    desk.press(Qt.Key.Key_Home)
    assert page.tabs.key == "office" and desk.focus is page.tabs
    desk.go("home")
    assert desk.go("settings") is page and page.tabs.key == "office"


def test_every_part_is_reached_by_f6(desk: Desk) -> None:
    page = desk.go("settings")
    for key in page.parts:
        page.show_part(key)
        desk.rest()
        areas = [*page.areas(), desk.window.top, desk.window.status, desk.window.side]
        seen = set()
        for _ in range(len(areas) + 1):
            desk.press(Qt.Key.Key_F6)
            seen |= {at for at, area in enumerate(areas) if area is desk.focus or area.isAncestorOf(desk.focus)}
        assert set(range(len(page.areas()))) <= seen, key


def test_type_size_and_contrast_apply_at_once_everywhere(desk: Desk, filled: Filled) -> None:
    members = desk.go("members")
    page = desk.go("settings")
    before = members.table.verticalHeader().defaultSectionSize()
    next(each for each in page.findChildren(RadioButton) if each.text() == "150%").setChecked(True)
    page.findChildren(CheckBox)[0].setChecked(True)
    desk.rest()
    assert current_theme().scale == 1.5 and current_theme().high_contrast
    assert (before, members.table.verticalHeader().defaultSectionSize()) == (26, 36)
    kept = Settings(desk.session.settings._path.parent).now
    assert kept.scale == 1.5 and kept.high_contrast
    page = desk.open("members", filled.members[0])
    assert page.form._placed == 1


def test_backup_and_check(desk: Desk) -> None:
    page = desk.go("settings")
    page.show_part("backup")
    desk.rest()
    assert page.parts["backup"].backup.text() == "还没有备份"
    next(each for each in page.findChildren(PrimaryButton) if each.text() == "现在备份").click()
    desk.rest()
    assert (
        page.parts["backup"].backup.text() == "最近一次：今天 15:42" and "已备份到" in desk.window.status._words.whole
    )
    button(page, "检查数据库").click()
    desk.rest()
    assert desk.window.status._words.whole == "检查完，没有问题。"


def test_a_new_user_can_sign_in_and_a_short_password_is_refused_in_the_dialog(desk: Desk) -> None:
    page = desk.go("settings")
    page.show_part("people")
    said: list[str] = []

    def look(dialog) -> None:
        said.append(dialog.refusal.text())
        assert dialog.form.editors["password"].echoMode() == QLineEdit.EchoMode.Password
        fill_in(password="long enough 7")(dialog)

    answers = desk.answer(fill_in(name="陈素芬", password="short"), look)
    button(page, "新增用户").click()
    desk.rest()
    assert said[0].startswith("口令太短") and not answers.left
    assert "陈素芬" in page.parts["people"].people.text() and "陈素芬" in list_accounts(desk.office)
    assert sign_in(desk.office, "陈素芬", "long enough 7").role == "clerk"


def test_the_name_of_the_committee(desk: Desk) -> None:
    page = desk.go("settings")
    answers = desk.answer(fill_in(name="政协示例县第十届委员会", plenary="10-04"))
    button(page, "修改名称和届次").click()
    desk.rest()
    assert not answers.left and page.parts["office"].committee.text() == "政协示例县第十届委员会，第十届第四次会议"


def test_a_clerk_may_not_add_users(county: Place, sit_down) -> None:
    county.actor = type(county.actor)("陈素芬", "clerk", county.office.name)
    desk = sit_down(county)
    page = desk.go("settings")
    assert not button(page, "新增用户").isEnabled() and button(page, "新增用户").toolTip()


def test_typed_text_in_a_dialog_is_not_lost_by_esc(desk: Desk) -> None:
    page = desk.go("settings")
    seen: list[str] = []

    def type_and_leave(dialog) -> None:
        dialog.form.editors["name"].setText("孙立夏")
        dialog.reject()
        seen.append(dialog.form.editors["name"].text())
        dialog.reject()

    answers = desk.answer(type_and_leave, press_button("接着填"), press_button("不保存"))
    button(page, "新增用户").click()
    assert seen == ["孙立夏"] and not answers.left and "孙立夏" not in list_accounts(desk.office)
