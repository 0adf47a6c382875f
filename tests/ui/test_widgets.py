"""The parts by keyboard and mouse, at every size."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QStyleOptionComboBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import gallery
from tests.ui.invented import MODULES, STEPS, TODO
from ui.cases.timeline import Happening, StepTrack, Timeline
from ui.figures.charts import Bar, BarChart, round_scale
from ui.kit.dialogs.message_dialog import Choice, Message, MessageDialog
from ui.kit.frame.buttons import IconButton, PlainButton, PrimaryButton
from ui.kit.frame.cards import ToDoCard
from ui.kit.frame.flow import CardGrid, FlowBox
from ui.kit.frame.labels import CountBadge, ElidedLabel, StateChip
from ui.kit.frame.tabs import Tab, Tabs, fit
from ui.kit.inputs.chips import FilterChip
from ui.kit.inputs.choice_card import ChoiceCard
from ui.kit.inputs.combo import ComboBox, first_match
from ui.kit.inputs.inputs import FieldBox, LineEdit, SearchField, TextEdit
from ui.kit.inputs.ticks import CheckBox, RadioButton
from ui.kit.window.sidebar import NavItem, Sidebar
from ui.kit.window.status_bar import StatusBar
from ui.kit.window.top_bar import TopBar
from ui.tasks import Tasks
from ui.theme import Theme, apply_theme, current_theme

LETTERS = {"县水利局": "xslj", "县卫健局": "xwjj", "县文旅局": "xwlj", "县教育局": "xjyj"}


def initials(word: str) -> str:
    return LETTERS[word]


def shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    return widget


@pytest.mark.parametrize("theme", [Theme(), Theme(1.25), Theme(1.5), Theme(2.0), Theme(1.0, True), Theme(2.0, True)])
def test_the_gallery_is_drawn_at_every_size(qapp: QApplication, tmp_path: Path, theme: Theme) -> None:
    for picture in gallery.draw(tmp_path, theme):
        assert picture.stat().st_size > 4000


def test_the_composition_has_the_measures_of_the_pictures(qtbot: QtBot, tasks: Tasks) -> None:
    window = gallery.build_list(tasks)
    window.resize(1366, 696)
    shown(qtbot, window)
    qtbot.waitUntil(lambda: not tasks.busy)
    side, top, status = (window.findChild(kind) for kind in (Sidebar, TopBar, StatusBar))
    table = window.table  # type: ignore[attr-defined]
    assert (side.width(), side.height()) == (168, 696)
    assert (top.height(), status.height()) == (48, 24)
    assert (table.y(), table.horizontalHeader().height(), table.rowHeight(0)) == (81, 32, 26)
    assert table.viewport().height() // 26 == 18
    assert [b.y() for b in side.buttons.values()][:2] == [6, 44]
    assert window.minimumSizeHint().width() <= 1366


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_the_frame_fits_the_least_window(qtbot: QtBot, qapp: QApplication, scale: float) -> None:
    apply_theme(qapp, Theme(scale))
    window = gallery.build_window(QWidget(), "home", gallery.dress_list)
    shown(qtbot, window)
    hint = window.minimumSizeHint()
    assert hint.width() <= 1093 and hint.height() <= 542
    window.resize(1093, 542)
    qtbot.wait(10)
    assert (window.width(), window.height()) == (1093, 542)


def test_the_state_of_a_primary_button_is_always_seen(qtbot: QtBot) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(20, 20, 20, 20)
    button = PrimaryButton("保存")
    column.addWidget(button)
    shown(qtbot, window)
    assert button.height() == 32
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    outside = window.grab().toImage().pixelColor(button.x() + 20, button.y() - 2).name()
    assert outside == "#1d5793"
    button.why_off("没有未保存的修改")
    assert not button.isEnabled() and button.toolTip() == "没有未保存的修改"
    assert window.grab().toImage().pixelColor(button.x() + 4, button.y() + 6).name() == "#eef0f3"
    button.why_off("")
    assert button.isEnabled() and button.toolTip() == ""


def test_enter_presses_and_arrows_have_names(qtbot: QtBot) -> None:
    button, arrow = PlainButton("导入", "download"), IconButton("chevron-up", "上一条（Alt+↑）")
    for each in (button, arrow):
        shown(qtbot, each)
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, Qt.Key.Key_Return)
    assert arrow.accessibleName() == arrow.toolTip() == "上一条（Alt+↑）"


def test_a_menu_button_has_room_for_its_chevron(qtbot: QtBot, qapp: QApplication) -> None:
    button = PlainButton("打印", "printer", menu=QMenu())
    shown(qtbot, button)
    for scale in (1.0, 1.5, 2.0):
        apply_theme(qapp, Theme(scale))
        words = button.fontMetrics().horizontalAdvance("打印")
        used = 13 + Theme(scale).size(18) + 5 + words + Theme(scale).size(14) + 7
        assert button.sizeHint().width() >= used


def test_a_wrong_field_says_the_right_form_until_it_is_mended(qtbot: QtBot) -> None:
    field = LineEdit("2026-13-05")
    box = shown(qtbot, FieldBox(field))
    plain = box.sizeHint().height()
    field.set_error("没有 13 月，写成 2026-03-05 这样。")
    assert box.sizeHint().height() > plain and field.height() == 32
    assert field.accessibleDescription() == "没有 13 月，写成 2026-03-05 这样。"
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert field.error == "" and field.property("wrong") is False
    text = TextEdit("建议")
    text.set_error("最多 2000 字。")
    text.insertPlainText("：")
    qtbot.addWidget(text)
    assert text.error == ""


def test_enter_in_a_field_only_goes_on(qtbot: QtBot) -> None:
    field = shown(qtbot, LineEdit())
    with qtbot.waitSignal(field.entered):  # type: ignore[attr-defined]
        QTest.keyClick(field, Qt.Key.Key_Return)


def test_half_typed_chinese_starts_no_search(qtbot: QtBot) -> None:
    field = SearchField("查找委员", "Ctrl+K")
    shown(qtbot, field)
    came: list[str] = []
    field.settled.connect(came.append)
    QApplication.sendEvent(field, QInputMethodEvent("chen", []))
    qtbot.wait(300)
    assert came == []
    commit = QInputMethodEvent()
    commit.setCommitString("陈")
    QApplication.sendEvent(field, commit)
    qtbot.waitUntil(lambda: came == ["陈"])
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert came == ["陈", ""] and field.text() == ""


def test_letters_pick_by_pinyin(qtbot: QtBot) -> None:
    combo = ComboBox([(word, word) for word in LETTERS], initials=initials)
    shown(qtbot, combo)
    picked: list[object] = []
    combo.picked.connect(picked.append)
    QTest.keyClicks(combo, "xwl")
    assert combo.key() == "县文旅局" and picked == []  # the words on the way are not chosen
    QTest.keyClick(combo, Qt.Key.Key_Return)
    assert picked == ["县文旅局"]
    assert first_match(list(LETTERS), "zz", initials) == -1
    combo.set_key("县教育局")
    assert picked[-1] == "县文旅局"
    combo.set_choices([("县教育局", "县教育局"), ("县卫健局", "县卫健局")])
    assert combo.key() == "县教育局"


@pytest.mark.parametrize("leave", ["tab", "ctrl+s", "other"])
def test_keys_choose_when_the_choice_is_left(qtbot: QtBot, leave: str) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    combo, other = ComboBox([(word, word) for word in LETTERS], initials=initials), LineEdit()
    column.addWidget(combo)
    column.addWidget(other)
    shown(qtbot, page)
    page.activateWindow()
    combo.setFocus()
    qtbot.waitUntil(combo.hasFocus)
    picked: list[object] = []
    edited: list[object] = []
    combo.picked.connect(picked.append)
    combo.edited.connect(lambda: edited.append(combo.key()))
    QTest.keyClick(combo, Qt.Key.Key_Down)
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert picked == [] and edited == list(LETTERS)[1:3]
    match leave:
        case "tab":
            QTest.keyClick(combo, Qt.Key.Key_Tab)
        case "ctrl+s":
            QTest.keyClick(combo, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        case _:
            other.setFocus()
    assert picked == list(LETTERS)[2:3]
    combo.setFocus()
    other.setFocus()
    assert picked == list(LETTERS)[2:3]


@pytest.mark.parametrize("key, held", [(Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier),
                                       (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)])  # fmt: skip
def test_f4_and_alt_down_open_a_choice(qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    combo = ComboBox([(word, word) for word in LETTERS], initials=initials)
    shown(qtbot, combo)
    QTest.keyClick(combo, key, held)
    assert combo.view().isVisible()
    combo.hidePopup()


def test_the_wheel_changes_nothing_by_accident(qtbot: QtBot) -> None:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QWheelEvent

    combo = ComboBox([(1, "一"), (2, "二")])
    qtbot.addWidget(combo)
    event = QWheelEvent(QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
                        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(combo, event)
    assert combo.key() == 1


def test_a_chip_in_force_is_removed_by_its_cross_and_by_delete(qtbot: QtBot) -> None:
    chip = FilterChip("状态：办理中", active=True)
    shown(qtbot, chip)
    assert chip.height() == 28
    with qtbot.waitSignal(chip.removed):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 15, 14))
    with qtbot.waitSignal(chip.removed):
        QTest.keyClick(chip, Qt.Key.Key_Delete)
    with qtbot.waitSignal(chip.clicked):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(20, 14))


def test_tabs_move_by_keys_and_fold(qtbot: QtBot) -> None:
    tabs = Tabs([Tab("all", "全部", 248), Tab("out", "已交办", 226), Tab("late", "逾期", 7)])
    tabs.resize(600, 40)
    shown(qtbot, tabs)
    picked: list[str] = []
    tabs.picked.connect(picked.append)
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=QPoint(10, 20))
    tabs.step(-1)
    assert picked == ["out", "all", "late"] and tabs.key == "late"
    tabs.set_counts({"late": 6})
    assert tabs.key == "late" and "逾期 6" in tabs.accessibleName()
    tabs.resize(150, 40)
    assert tabs._all.isVisible() and tabs._all.text() == "逾期 6"
    tabs.set_tabs([Tab(str(at), "七日内到期", at) for at in range(6)])
    tabs.resize(420, 40)
    assert tabs._more.isVisible() and not tabs._all.isVisible()
    assert fit([60, 60, 60], 2, 300, 40) == [0, 1, 2] and fit([60, 60, 60], 2, 200, 20) == [0, 2]


def test_a_card_to_do_says_what_it_shows(qtbot: QtBot) -> None:
    card = ToDoCard("逾期未复")
    card.put(7, "最长逾期 12 天", late=True)
    card.resize(213, 64)
    shown(qtbot, card)
    assert card.accessibleName() == "逾期未复 7，最长逾期 12 天" and card.sizeHint().height() == 64
    assert card.grab().toImage().pixelColor(1, 32).name() == "#a32a24"
    with qtbot.waitSignal(card.clicked):
        QTest.keyClick(card, Qt.Key.Key_Return)
    card.put(0, late=True)
    assert card.grab().toImage().pixelColor(2, 32).name() != "#a32a24"


def test_cards_go_from_five_across_to_two(qtbot: QtBot) -> None:
    grid = CardGrid()
    for word, *_ in TODO["审查交办"]:
        grid.addWidget(ToDoCard(word))
    shown(qtbot, grid)
    assert [grid.columns_for(width) for width in (1098, 800, 600, 400, 100)] == [5, 4, 3, 2, 1]
    for width, tall in ((1098, 64), (400, 3 * 64 + 2 * 8)):
        grid.resize(width, grid.height())
        assert grid.height() == tall and all(grid.rect().contains(each.geometry()) for each in grid.parts)


def test_parts_go_on_in_the_next_line(qtbot: QtBot) -> None:
    flow = FlowBox()
    for _ in range(4):
        flow.addWidget(FilterChip("吕方舟（教育界）", active=True))
    flow.resize(340, 0)
    shown(qtbot, flow)
    assert flow.height() == 2 * 28 + 8
    assert flow.parts[2].y() > flow.parts[0].y() == flow.parts[1].y()
    flow.removeWidget(flow.parts[0])
    flow.removeWidget(flow.parts[0])
    assert flow.height() == 28 and len(flow.parts) == 2


def test_the_sidebar_is_used_by_keys(qtbot: QtBot) -> None:
    side = Sidebar([NavItem(*module) for module in MODULES])
    side.resize(168, 696)
    shown(qtbot, side)
    picked: list[str] = []
    side.picked.connect(picked.append)
    side.set_current("proposals")
    side.focus_current()
    qtbot.waitUntil(side.buttons["proposals"].hasFocus)
    QTest.keyClick(side.buttons["proposals"], Qt.Key.Key_Down)
    QTest.keyClick(side.buttons["members"], Qt.Key.Key_Return)
    assert picked == ["members"]
    side.set_count("members", 3)
    side.set_count("nothing", 3)
    assert side.buttons["members"].accessibleName() == "委员 3"
    side.show_demo(True)
    assert side.demo.isVisible() and side.demo.x() == 14


def test_the_top_bar_shows_a_page_and_a_record(qtbot: QtBot) -> None:
    bar = TopBar()
    bar.resize(1198, 48)
    bar.set_person("周明礼", QMenu(bar))
    shown(qtbot, bar)
    bar.show_page("提案")
    bar.set_plenaries([(3, "第十届第三次会议"), (2, "第十届第二次会议")], 3)
    assert bar.plenary.isVisible() and not bar.back_button.isVisible() and bar.search.width() == 304
    bar.show_record("提案", "第047号", (211, 211))
    assert not bar.plenary.isVisible() and not bar.down.isEnabled() and bar.up.isEnabled()
    assert bar.position.whole == "第 211 / 211 件" and bar.down.toolTip() == "已经是最后一条"
    with qtbot.waitSignal(bar.back):
        bar.back_button.click()
    bar.focus_find()
    qtbot.waitUntil(bar.search.hasFocus)


def test_the_status_bar_drops_the_backup_first(qtbot: QtBot) -> None:
    bar = StatusBar()
    bar.put("政协示例县委员会", "十届三次会议", "上次备份：今天 12:30", "14 条改动未送出")
    bar.resize(1198, 24)
    shown(qtbot, bar)
    assert all(part.isVisible() for part in bar._facts)
    bar.resize(560, 24)
    assert [part.isVisible() for part in bar._facts] == [True, True, False, True]
    assert "上次备份" in bar.toolTip()


def test_words_that_do_not_fit_are_cut_with_the_whole_in_the_tooltip(qtbot: QtBot) -> None:
    words = ElidedLabel("关于推进县域医共体药品目录统一的建议")
    words.resize(100, 20)
    shown(qtbot, words)
    assert words.text().endswith("…") and words.toolTip() == words.whole
    words.resize(600, 20)
    assert words.text() == words.whole and words.toolTip() == ""


def test_painted_parts_can_be_heard(qtbot: QtBot) -> None:
    track, line = StepTrack(STEPS), Timeline([Happening("签收", "3月18日"), Happening("交办", "3月15日", "主办")])
    chart = BarChart([Bar("3月", 6), Bar("4月", 32, 1)])
    for part in (track, line, chart, StateChip("办理中", "go"), CountBadge(3)):
        qtbot.addWidget(part)
    assert "办理中  现在" in track.accessibleName() and "3月15日 交办 主办" in line.accessibleName()
    assert chart.accessibleName() == "3月 6：按期 6，逾期 0；4月 33：按期 32，逾期 1"
    assert [round_scale(n) for n in (0, 3, 33, 82, 101, 900)] == [4, 4, 40, 100, 200, 1000]
    assert line.heightForWidth(100) >= line.heightForWidth(300)


def test_a_choice_is_taken_by_clicking_anywhere_on_it(qtbot: QtBot) -> None:
    card = ChoiceCard("不是，新增一位委员", ("名册里会有两位王建设，按单位区分",))
    card.resize(376, 60)
    shown(qtbot, card)
    with qtbot.waitSignal(card.picked):
        QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(300, 50))


@pytest.mark.parametrize("kind", [CheckBox, RadioButton])
def test_a_click_counts_on_the_box_and_its_word_alone(qtbot: QtBot, kind: type[CheckBox | RadioButton]) -> None:
    """A click 400 px beside 可以公开 toggled it."""
    box = kind("可以公开")
    qtbot.addWidget(box)
    box.resize(900, 24)
    for x, on in ((500, False), (box.sizeHint().width() + 4, False), (box.sizeHint().width() - 12, True)):
        QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(x, 12))
        assert box.isChecked() is on


def test_every_focusable_part_has_a_name(qtbot: QtBot, tasks: Tasks) -> None:
    window = gallery.build_list(tasks)
    shown(qtbot, window)
    qtbot.waitUntil(lambda: not tasks.busy)
    nameless = [each for each in window.findChildren(QPushButton)
                if each.isVisible() and not (each.accessibleName() or each.text())]  # fmt: skip
    assert nameless == []


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_list_of_a_choice_has_an_edge(qtbot: QtBot, qapp: QApplication, scale: float) -> None:
    apply_theme(qapp, Theme(scale))
    choice = ComboBox([("1", "男"), ("2", "女")])
    shown(qtbot, choice)
    choice.showPopup()
    image = choice.view().parentWidget().grab().toImage()
    edge = current_theme().color("border").name()
    middle = image.height() // 2
    assert [image.pixelColor(x, middle).name() for x in (0, image.width() - 1)] == [edge, edge]
    choice.hidePopup()
    apply_theme(qapp, Theme())


def test_a_choice_that_does_not_fit_is_cut_between_characters(qtbot: QtBot) -> None:
    choice = ComboBox([("1", "第十届第三次会议")])
    shown(qtbot, choice)
    choice.setFixedWidth(110)
    option = QStyleOptionComboBox()
    choice.initStyleOption(option)
    assert choice._cut(option).endswith("…") and choice._cut(option).startswith("第十")


def test_a_dialog_stands_in_the_middle_of_its_window(qtbot: QtBot) -> None:
    """It was placed before its height was known, and stood at the top."""
    window = QWidget()
    window.setGeometry(20, 40, 700, 620)
    shown(qtbot, window)
    dialog = MessageDialog("示例", Message("还没有保存"), Choice("save", "保存"), parent=window)
    dialog.show()
    qtbot.waitExposed(dialog)
    middle, box = window.frameGeometry().center(), dialog.frameGeometry()
    assert abs(box.center().x() - middle.x()) <= 2 and abs(box.center().y() - middle.y()) <= 2
    dialog.close()
