"""Many are picked by what they have in common, for the noun on trial: in the services, by the command, in the window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cppcc_desktop.domain.description.conditions import EVERYTHING, Either, Is
from cppcc_desktop.domain.errors import OfficeError, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.lists.views import save_view
from cppcc_desktop.services.records.children import list_rows, pick, remove_rows
from cppcc_desktop.services.records.picking import list_pickable, open_list, pick_where
from cppcc_desktop.services.records.records import discard_record, list_children
from cppcc_desktop.services.records.undo import undo_group
from tests.conftest import Place
from tests.new_module.nouns import CALLED, CAME, CODE, GUEST, PLACE, PLACES, TOWN, VISIT, WHO, YEAR, YEARS
from tests.new_module.test_children_window import choose, open_tab
from tests.new_module.test_services import ids, run
from tests.ui.offices import Desk, put
from ui.records.children import ChildTab
from ui.records.picking import PickDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def places(trial: Place) -> dict[str, str]:
    """Name → id of places of three codes, besides 东分会 of the first; 弃分会 lies in the bin."""
    named = (("01", "西分会"), ("02", "南分会"), ("02", "北分会"), ("03", "中分会"), ("01", "弃分会"))
    made = {name: trial.create(PLACE, **{CODE: code, CALLED: name}) for code, name in named}
    discard_record(trial.office, trial.actor, PLACE, made["弃分会"], "重了")
    return made


def names(place: Place, owner: str) -> list[str]:
    return [row.words[WHO] for row in list_rows(place.office, place.actor, GUEST, owner).rows]


def test_all_that_meet_a_condition_and_are_not_there_yet(trial: Place, places: dict[str, str]) -> None:
    place, case = trial, ids(trial)[0]
    pick(place.office, place.actor, GUEST, case, [places["西分会"]], {CAME: "2"})
    front = Either(Is(CODE, "01"), Is(CODE, "02"))
    found = list_pickable(place.office, place.actor, GUEST, case, front)
    assert [(each.name, each.beside, each.there) for each in found] == [
        ("东分会", "01", False), ("西分会", "01", True), ("南分会", "02", False), ("北分会", "02", False),
    ], "none that lies in the bin"  # fmt: skip
    saved = pick_where(place.office, place.actor, GUEST, case, front, {CAME: "1"})
    assert len(saved.rows) == 3 and sorted(names(place, case)) == ["东分会", "北分会", "南分会", "西分会"]
    came = {row.words[WHO]: row.values[CAME] for row in list_rows(place.office, place.actor, GUEST, case).rows}
    assert came["西分会"] == "2" and came["东分会"] == "1", "who was there already stays as he was"
    assert pick_where(place.office, place.actor, GUEST, case, front, {CAME: "1"}).group is None, "nobody twice"
    assert saved.group
    undo_group(place.office, place.actor, saved.group)
    assert names(place, case) == ["西分会"], "all in one save, so that one step takes it back"
    remove_rows(
        place.office, place.actor, GUEST, [row.id for row in list_rows(place.office, place.actor, GUEST, case).rows]
    )
    assert not any(each.there for each in list_pickable(place.office, place.actor, GUEST, case, front))
    assert all(each.ok for each in check_office(place.office, place.actor))


def test_nothing_is_written_that_may_not_be(trial: Place, places: dict[str, str]) -> None:
    place, case = trial, ids(trial)[0]
    reader = Actor("查阅", "reader", place.office.name)
    with pytest.raises(OfficeError):
        pick_where(place.office, reader, GUEST, case, EVERYTHING, {CAME: "1"})
    with pytest.raises(OfficeError, match="来没来"):
        pick_where(place.office, place.actor, GUEST, case, EVERYTHING, {})
    with pytest.raises(Refusal, match="不是从名单里选的"):
        pick_where(place.office, place.actor, VISIT, list_towns(place), EVERYTHING, {})
    assert not list_children(place.office, place.actor, GUEST, case)


def list_towns(place: Place) -> str:
    return str(run(place, "record", "list", TOWN).data[0]["id"])


def test_a_view_is_where_one_picks_from(trial: Place, places: dict[str, str]) -> None:
    place, case = trial, ids(trial)[0]
    front = place.office.modules[PLACES].views[1].where

    def count(*asked: object) -> int:
        where, day = open_list(place.office, GUEST, case, *asked)  # type: ignore[arg-type]
        assert day == "", "places hold for ever"
        return len(list_pickable(place.office, place.actor, GUEST, case, where))

    assert (count(), count(EVERYTHING, front), count(Is(CODE, "02"), front)) == (5, 4, 2)


def test_the_command_names_the_condition_as_lists_do(trial: Place, places: dict[str, str]) -> None:
    case = ids(trial)[0]
    added = run(trial, "record", "add", GUEST, "--owner", case, "--where", "门牌=02", "--set", f"{CAME}=出席")
    assert len(added.data["ids"]) == 2 and sorted(names(trial, case)) == ["北分会", "南分会"]
    assert (
        run(trial, "record", "add", GUEST, "--owner", case, "--where", "门牌=02", "--set", f"{CAME}=出席").data["ids"]
        == []
    )
    with pytest.raises(OfficeError, match="只能写一样"):
        run(trial, "record", "add", GUEST, "--owner", case, "--where", "门牌=02", "--set", f"{WHO}=东分会")
    with pytest.raises(OfficeError, match="没有“门号”"):
        run(trial, "record", "add", GUEST, "--owner", case, "--where", "门号=02", "--set", f"{CAME}=出席")
    with pytest.raises(Refusal, match="不是从名单里选的"):
        run(trial, "record", "add", VISIT, "--owner", list_towns(trial), "--where", "门牌=02")
    assert len(names(trial, case)) == 2


def open_dialog(tab: ChildTab, *steps: Callable[[PickDialog], object], desk: Desk) -> None:
    answers = desk.answer(*steps)
    choose(tab, "按类别从名单里选…")
    desk.rest()
    assert not answers.left


def press(desk: Desk, dialog: PickDialog, *keys: Qt.Key) -> None:
    """Keys to whatever of the dialog has the focus, each once what the one before asked for was read."""
    for key in keys:
        QTest.keyClick(dialog.focusWidget() or dialog, key)
        desk.rest()


def shown(dialog: PickDialog) -> list[str]:
    return [each.name for each in dialog._people]


def test_many_are_picked_by_keys_alone_and_taken_back(
    sit_down: Callable[[Place], Desk], trial: Place, places: dict[str, str]
) -> None:
    desk, case = sit_down(trial), ids(trial)[0]
    pick(trial.office, trial.actor, GUEST, case, [places["西分会"]], {CAME: "1"})
    tab = open_tab(desk, YEARS, case, GUEST)
    tab.start.set_key("2")
    seen: dict[str, object] = {}

    def by_code(dialog: PickDialog) -> None:
        rows = dialog.values.pages
        seen["values"] = [
            (row.cell("value").text, row.cell("count").text) for at in range(rows.total) if (row := rows.row(at))
        ]
        seen["before"] = dialog.main.isEnabled()
        assert dialog.way.hasFocus()
        press(desk, dialog, Qt.Key.Key_Tab)
        assert dialog.values.hasFocus()
        press(desk, dialog, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Tab)
        assert dialog.people.hasFocus()
        seen["people"], seen["found"], seen["main"] = shown(dialog), dialog.found.text(), dialog.main.text()
        press(
            desk, dialog, Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Space
        )  # 西分会 is there already: nothing to tick
        assert dialog.main.text() == seen["main"]
        press(desk, dialog, Qt.Key.Key_Up, Qt.Key.Key_Space)  # 东分会 is not to come
        press(desk, dialog, Qt.Key.Key_Backtab, Qt.Key.Key_Space, Qt.Key.Key_Space, Qt.Key.Key_Tab)
        seen["less"] = dialog.main.text()
        press(desk, dialog, Qt.Key.Key_Return)

    open_dialog(tab, by_code, desk=desk)
    assert sorted(seen["values"]) == [("01", "2"), ("02", "2"), ("03", "1")] and seen["before"] is False  # type: ignore[call-overload]
    assert seen["people"] == ["东分会", "西分会", "南分会", "北分会"] and seen["main"] == "添加 3 位"
    assert seen["found"] == "符合的 4 位，其中 1 位已经在名单里，不再添加。" and seen["less"] == "添加 2 位"
    assert sorted(row.words[WHO] for row in tab.rows) == ["北分会", "南分会", "西分会"]
    assert {row.words[WHO]: row.values[CAME] for row in tab.rows} == {"西分会": "1", "南分会": "2", "北分会": "2"}
    assert tab.said.whole == "登记了 2 位。"
    tab.back.click()
    desk.rest()
    assert [row.words[WHO] for row in tab.rows] == ["西分会"]


def test_a_view_of_the_list_and_all_of_it(
    sit_down: Callable[[Place], Desk], trial: Place, places: dict[str, str]
) -> None:
    desk, case = sit_down(trial), ids(trial)[0]
    save_view(trial.office, trial.actor, trial.office.modules[PLACES], "后排", Is(CODE, "03"), {"门牌": "03"})
    tab = open_tab(desk, YEARS, case, GUEST)

    def by_view(dialog: PickDialog) -> None:
        assert [dialog.view.itemText(at) for at in range(dialog.view.count())] == ["全部", "前排", "后排"]
        put(dialog.way, "不分，全部列出")
        desk.rest()
        assert len(shown(dialog)) == 5 and not dialog.values.isVisible()
        put(dialog.view, "后排")
        desk.rest()
        assert shown(dialog) == ["中分会"] and dialog.main.text() == "添加 1 位"
        press(desk, dialog, Qt.Key.Key_Escape)

    open_dialog(tab, by_view, desk=desk)
    assert not tab.rows, "Esc writes nothing"

    def refused(dialog: PickDialog) -> None:
        put(dialog.way, "不分，全部列出")
        desk.rest()
        discard_record(trial.office, trial.actor, YEAR, case, "重了")  # meanwhile, elsewhere
        dialog.main.click()
        desk.rest()
        assert "回收站" in dialog.wrong.text() and dialog.isVisible()
        dialog.away.click()

    open_dialog(tab, refused, desk=desk)
    assert not list_children(trial.office, trial.actor, GUEST, case)
