"""查重 with real widgets: found, compared, joined, taken back, told apart, parted on the record's page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from cppcc_desktop.services.records.joins import join_records, list_joined, read_apart
from cppcc_desktop.services.records.records import Query, change_record, discard_record, list_ids, show_record
from tests.conftest import Filled, Place
from tests.ui.offices import Desk
from ui.kit.frame.labels import StateChip
from ui.kit.manual.window import ManualWindow
from ui.theme import Theme, apply_theme

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NOTE = "履历从这里写起，" * 20


@pytest.fixture
def twin(filled: Filled) -> str:
    """A second card of 郑晓禾, who sponsors a case by it; two of 陈素芬, two of 龚一; and two that only share a post."""
    place = filled.place
    other = place.create(
        "member", name="郑晓禾", mobile="13900001111", post="县医院内科", specialty="内科", sector="农业界"
    )
    place.create("member", name="陈素芬", mobile="13900002229", note=NOTE + "乙")
    change_record(place.office, place.actor, "member", filled.members[1], {"note": NOTE + "甲"})
    for name in ("甲一", "乙二"):
        place.create("member", name=name, post="县农技推广中心主任")
        place.create("member", name="龚一", post=name)
    place.create(
        "proposal", title="关于夜间门诊的建议", form="1", first_sponsor=other, analysis="无。", suggestions="开。"
    )
    return other


def open_page(desk: Desk, module: str = "members"):
    """By the menu of the list, as a clerk does."""
    page = desk.go(module)
    menu = page.view_bar.more.menu()
    menu.aboutToShow.emit()
    next(each for each in menu.actions() if each.text() == "查重…").trigger()
    desk.rest()
    return desk.page


def told(page) -> list[str]:
    return [page.model.row(at).cell("words").text for at in range(page.model.total)]


def marks(page) -> dict[str, str]:
    """What stands between the name of each field and its values."""
    found = {}
    for row in range(2, page.grid._grid.rowCount()):
        name, mark = (page.grid._grid.itemAtPosition(row, column) for column in (0, 1))
        if isinstance(name.widget() if name else None, QLabel) and mark:
            chip = mark.widget().findChild(StateChip)
            found[name.widget().text()] = chip.text if chip else mark.widget().text()
    return found


def members(desk: Desk) -> list[str]:
    return list_ids(desk.office, desk.actor, desk.office.modules["members"], Query())


def test_surest_first_and_side_by_side(desk: Desk, filled: Filled, twin: str) -> None:
    page = open_page(desk)
    assert told(page) == ["手机号相同：郑晓禾", "姓名相同：陈素芬", "姓名相同：龚一"]
    assert desk.focus is page.table and desk.window.top.position.whole == "第 1 / 3 组"
    sides = {side.id: side for side in page.grid.comparison.sides}
    assert (
        [str(each) for each in sides[filled.members[0]].users] == ["提案 1 件"] == [str(e) for e in sides[twin].users]
    )
    found = marks(page)
    assert (found["姓名"], found["手机号"], found["单位及职务"], found["界别"]) == ("相同", "相同", "不同", "不同")
    assert (found["性别"], found["专长"]) == ("有的没填", "有的没填")
    desk.press(Qt.Key.Key_Down)
    assert marks(page)["手机号"] == "不同" and marks(page)["备注"] == "不同"
    shown = [cell.words.text() for cell in page.grid.cells["mobile"]]
    assert shown == ["139****2222", "139****2229"] and not any("1390000222" in each for each in shown)
    assert [each.words.text()[-1] for each in page.grid.cells["note"]] == ["甲", "乙"]


def test_masked_values_that_look_alike_are_told_apart(desk: Desk, filled: Filled) -> None:
    filled.place.create("member", name="陈素芬", mobile="13911112222")
    page = open_page(desk)
    cells = page.grid.cells["mobile"]
    assert cells[0].words.text() == cells[1].words.text() == "139****2222" and marks(page)["手机号"] == "不同"


def test_joined_with_chosen_values_and_taken_back(desk: Desk, filled: Filled, twin: str) -> None:
    keep = filled.members[0]
    before = {each: show_record(desk.office, desk.actor, "member", each).values for each in (keep, twin)}
    page = open_page(desk)
    assert page.grid.comparison.sides[page.grid.keep].id == keep  # as full as the other one, and older
    assert page.grid.taken() == {"specialty": "内科"}
    place = 1 - page.grid.keep
    for name in ("post", "sector"):
        page.grid.cells[name][place].radio.click()
    page.join.click()
    desk.rest()
    values = show_record(desk.office, desk.actor, "member", keep).values
    assert (values["post"], values["specialty"], values["sector"]) == ("县医院内科", "内科", before[twin]["sector"])
    assert twin not in members(desk) and values["sex"] == before[keep]["sex"]
    assert page.said.whole == "2 条合成了一条：郑晓禾。" and page.undo.isVisible()
    assert (
        told(page)[0] == "姓名相同：陈素芬"
        and desk.focus is page.table
        and page.grid.comparison.sides[0].title == "陈素芬"
    )
    desk.press(Qt.Key.Key_Z, CTRL)
    assert {each: show_record(desk.office, desk.actor, "member", each).values for each in (keep, twin)} == before
    assert twin in members(desk) and told(page)[0] == "手机号相同：郑晓禾" and not desk.reported


def test_what_changed_since_is_not_taken_back(desk: Desk, filled: Filled, twin: str) -> None:
    page = open_page(desk)
    page.join.click()
    desk.rest()
    change_record(desk.office, desk.actor, "member", filled.members[0], {"specialty": "外科"})
    page.undo.click()
    desk.rest()
    assert [str(each) for each in desk.reported] and "后来又改过" in str(desk.reported[0])
    assert list_joined(desk.office, desk.actor, "member", filled.members[0]) == [twin]


def test_the_other_one_stays_and_what_nobody_chose_follows(desk: Desk, filled: Filled, twin: str) -> None:
    page = open_page(desk)
    place = [side.id for side in page.grid.comparison.sides].index(twin)
    page.grid.cells["sector"][1 - place].radio.click()
    page.grid.heads[place].keep.click()
    assert page.grid.cells["post"][place].radio.isChecked() and page.grid.cells["sex"][1 - place].radio.isChecked()
    assert set(page.grid.taken()) == {"sex", "sector"}
    page.join.click()
    desk.rest()
    assert twin in members(desk) and filled.members[0] not in members(desk)


def test_by_keyboard_alone(desk: Desk, filled: Filled, twin: str) -> None:
    page = open_page(desk)
    desk.press(Qt.Key.Key_Return)
    assert desk.focus is page.grid.heads[page.grid.keep].keep
    place = 1 - page.grid.keep
    for _ in range(60):
        desk.press(Qt.Key.Key_Tab)
        if desk.focus in [cell.radio for cell in page.grid.cells["post"]]:
            break
    desk.press(Qt.Key.Key_Right if place else Qt.Key.Key_Left)
    assert page.grid.taken()["post"] == "县医院内科"
    desk.press(Qt.Key.Key_Return, CTRL)
    assert twin not in members(desk) and desk.focus is page.table
    desk.press(Qt.Key.Key_Down, ALT)
    assert page.model.row(page.table.currentIndex().row()).cell("words").text.startswith("姓名相同：龚一")
    assert not page.skip.isEnabled() and page.skip.toolTip() == "已经是最后一组"
    desk.press(Qt.Key.Key_Up, ALT)
    page.skip.click()
    assert page.table.currentIndex().row() == 1
    desk.press(Qt.Key.Key_F1)
    manual = desk.window.findChild(ManualWindow)
    assert manual.page == "10-查重和合并"
    manual.close()
    desk.press(Qt.Key.Key_Escape)
    assert desk.page is desk.window._kept["members"]


def test_not_the_same_is_remembered_and_can_be_taken_back(desk: Desk, filled: Filled, twin: str) -> None:
    page = open_page(desk)
    page.apart.click()
    desk.rest()
    assert len(told(page)) == 2 and "不是同一个" in page.said.whole and desk.focus is page.table
    page.undo.click()
    desk.rest()
    assert len(told(page)) == 3
    with desk.office.read() as connection:
        assert read_apart(connection, desk.office, "member") == set()


def test_of_three_one_is_left_out(desk: Desk, filled: Filled, twin: str) -> None:
    third = filled.place.create("member", name="郑晓禾", mobile="13900001111", degree="学士")
    page = open_page(desk)
    assert (
        page.join.text() == "3 条合成一条"
        and [head.takes_part.isVisible() for head in page.grid.heads].count(True) == 2
    )
    places = [side.id for side in page.grid.comparison.sides]
    page.grid.heads[places.index(third)].takes_part.click()
    assert page.join.text() == "2 条合成一条" and "degree" not in page.grid.taken()
    assert not page.grid.cells["degree"][places.index(third)].isEnabled()
    page.grid.heads[places.index(twin)].takes_part.click()
    assert not page.join.isEnabled() and page.join.toolTip() == "先勾上要并进来的"
    for record in (third, twin):
        page.grid.heads[places.index(record)].takes_part.click()
    page.join.click()
    desk.rest()
    assert set(list_joined(desk.office, desk.actor, "member", filled.members[0])) == {third, twin}


def test_docketed_cases_stay(desk: Desk, filled: Filled) -> None:
    place = filled.place
    values = {"title": "关于优化公交班次的建议", "form": "1", "first_sponsor": filled.members[1], "category": "社会建设",
              "analysis": "站少。", "suggestions": "加站。"}  # fmt: skip
    second, third = place.create("proposal", **values), place.create("proposal", **values)
    for case in (filled.proposal, second):
        place.act(case, "receive")
        for _ in range(3):
            place.act(case, "review", opinion="同意。")
        place.act(case, "docket", category="社会建设")
    page = open_page(desk, "proposals")
    sides = {side.id: head for side, head in zip(page.grid.comparison.sides, page.grid.heads, strict=True)}
    assert page.grid.comparison.sides[page.grid.keep].stays and page.grid.others == [
        [side.id for side in page.grid.comparison.sides].index(third)
    ]
    sides[third].keep.click()
    assert not page.join.isEnabled() and "并案" in page.join.toolTip()
    sides[second].keep.click()
    page.join.click()
    desk.rest()
    assert list_joined(desk.office, desk.actor, "proposal", second) == [third]
    assert told(page) == [] and page.none.isVisible() and not desk.reported
    assert desk.window.focusWidget() is page.back


def test_nothing_found_and_the_way_back(desk: Desk) -> None:
    page = open_page(desk, "units")
    assert page.none.isVisible() and not page.foot.isVisible() and desk.focus is page.back
    assert "单位名称、简称相同的" in page.none.accessibleName()
    desk.press(Qt.Key.Key_Return)
    assert desk.page is desk.window._kept["units"]


def test_only_what_can_be_joined_offers_it(desk: Desk) -> None:
    menu = desk.go("stations").view_bar.more.menu()
    menu.aboutToShow.emit()
    assert "查重…" not in [each.text() for each in menu.actions()]


def test_who_may_only_look(filled: Filled, twin: str, sit_down) -> None:
    place = filled.place
    desk = sit_down(Place(place.office, replace(place.actor, role="reader"), place.clock, place.around))
    page = open_page(desk)
    assert not page.join.isEnabled() and not page.apart.isEnabled() and "查阅" in page.join.toolTip()
    assert not any(cell.isEnabled() for cells in page.grid.cells.values() for cell in cells)
    desk.press(Qt.Key.Key_Return, CTRL)
    assert twin in members(desk) and not desk.reported


def test_a_record_binned_elsewhere_leaves_its_group(desk: Desk, filled: Filled, twin: str) -> None:
    page = open_page(desk)
    discard_record(desk.office, desk.actor, "member", twin, "重复登记")
    desk.rest()
    assert told(page)[0] == "姓名相同：陈素芬" and page.grid.comparison.sides[0].title == "陈素芬"


def test_choices_stay_when_something_else_is_saved(desk: Desk, filled: Filled, twin: str) -> None:
    page = open_page(desk)
    page.grid.cells["post"][1 - page.grid.keep].radio.click()
    change_record(desk.office, desk.actor, "member", filled.members[2], {"degree": "博士"})
    desk.rest()
    assert page.grid.taken()["post"] == "县医院内科"


@pytest.mark.parametrize("theme", [Theme(), Theme(1.5), Theme(2.0), Theme(1.0, high_contrast=True)])
def test_no_part_is_squeezed(desk: Desk, qapp: QApplication, twin: str, theme: Theme) -> None:
    apply_theme(qapp, theme)
    page = open_page(desk)
    desk.press(Qt.Key.Key_Down)
    QTest.qWait(30)
    for part in [*page.grid.heads, *(cell.words for cells in page.grid.cells.values() for cell in cells)]:
        needed = part.heightForWidth(part.width()) if part.hasHeightForWidth() else part.sizeHint().height()
        assert part.height() >= needed
    assert page.table.height() > theme.px(32) + 2 * theme.px(26)


# the page of a record


def test_the_kept_record_tells_what_it_stands_for(desk: Desk, filled: Filled, twin: str) -> None:
    keep = filled.members[0]
    join_records(desk.office, desk.actor, "member", keep, twin)
    page = desk.open("members", keep)
    assert page.joined.isVisible() and texts(page) == ["还并入了：郑晓禾（另一条）"]
    open_it, part = links(page)
    open_it.click()
    desk.rest()
    page = desk.page
    assert page.record == twin and texts(page) == ["这一条已并入“郑晓禾”，列表和表格里用的是那一条"]
    links(page)[0].click()
    desk.rest()
    assert desk.page.record == keep
    page = desk.page
    part = links(page)[1]
    part.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert not page.joined.isVisible() and twin in members(desk)
    assert page.isAncestorOf(desk.focus) and not page.joined.isAncestorOf(desk.focus)


def test_a_joined_record_parts_itself_while_something_is_typed(desk: Desk, filled: Filled, twin: str) -> None:
    join_records(desk.office, desk.actor, "member", filled.members[0], twin)
    page = desk.open("members", twin)
    desk.fill(native_place="云水镇")
    links(page)[1].click()
    desk.rest()
    assert not page.joined.isVisible() and page.form.changes() and twin in members(desk)
    page._drop()


def test_others_show_no_line(desk: Desk, filled: Filled) -> None:
    for module, record in (("members", filled.members[0]), ("stations", filled.station), ("members", "")):
        assert not desk.open(module, record).joined.isVisible()


def texts(page) -> list[str]:
    return [each.whole for each in page.joined.findChildren(QLabel) if getattr(each, "whole", "")]


def links(page) -> list:
    from ui.kit.frame.buttons import LinkButton

    return page.joined.findChildren(LinkButton)


def test_a_second_click_is_not_for_the_next_group(desk: Desk, filled: Filled, twin: str) -> None:
    page = open_page(desk)
    page.join.click()
    desk.rest()
    assert not page.join.isEnabled() and not page.apart.isEnabled() and page.join.toolTip() == "换了一组，看清再点"
    page.join.click()
    desk.press(Qt.Key.Key_Return, CTRL)
    assert told(page) == ["姓名相同：陈素芬", "姓名相同：龚一"]
    desk.qtbot.waitUntil(page.join.isEnabled, timeout=4000)
    assert page.join.isEnabled() and page.apart.isEnabled()
