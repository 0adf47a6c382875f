"""A step more in the table of proposals, nothing else changed: every room has it, in the window and at the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from cppcc_desktop.cli.main import run
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.nouns.proposals.packs.making import make_unit_packs
from cppcc_desktop.nouns.proposals.packs.recording import NEW, read_unit_pack, record_unit_packs
from cppcc_desktop.services.cases.corrections import correct_record
from cppcc_desktop.services.cases.steps import read_timeline
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.plenaries import close_plenary
from cppcc_desktop.services.records.records import list_children
from tests.conftest import PASSWORD, USER, Filled, Place
from tests.nouns.proposals.further_moves import MEETING, give_more
from tests.nouns.proposals.test_steps import LIFE, take
from tests.nouns.proposals.test_unit_packs import HEAD, SHEET, columns
from tests.ui.offices import Desk, fill_in
from tests.ui.test_batches import settle, type_cell
from tests.ui.test_steps import menu_of
from ui.kit.dialogs.entry_dialog import EntryDialog

SEEN = "看了\n现场"


@pytest.fixture
def office(filled: Filled) -> Filled:
    """One case in the hands of a unit, in a program that has the step."""
    give_more(filled.place, MEETING)
    take(filled, *LIFE[:7])
    return filled


@pytest.fixture
def desk(sit_down: Callable[[Place], Desk], office: Filled) -> Desk:
    return sit_down(office.place)


def meetings(filled: Filled) -> list[Any]:
    return list(list_children(filled.place.office, filled.place.actor, "supervision", filled.proposal))


def form_words(filled: Filled) -> tuple[str, str]:
    """A code of the office's own list, and its words."""
    entry = read_codes(filled.place.office).entries("supervision_form")[0]
    return entry.code, entry.label


def find_action(page: Any) -> QAction:
    """The line of 更多."""
    buttons = page.header.bar.findChildren(QPushButton)
    more = next(each for each in buttons if each.text() == "更多" and each.isVisible())
    return next(each for each in more.menu().actions() if each.text() == "登记现场办公…")


def test_menu_dialog_timeline_card_and_correction(desk: Desk, office: Filled) -> None:
    code, words = form_words(office)
    page = desk.open("proposals", office.proposal)
    groups = "|".join(menu_of(page)).split("||")
    group = next(each for each in groups if "登记现场办公…" in each)
    assert "承诺" not in group and "撤案…" not in group, "it stands in its own group"
    asked: list[str] = []

    def answer(dialog: EntryDialog) -> None:
        asked.extend([dialog.windowTitle(), *dialog.form.editors])
        fill_in(form=words, people="李同志", content=SEEN)(dialog)

    answers = desk.answer(answer)
    find_action(page).trigger()
    desk.rest()
    assert not answers.left and not desk.reported
    assert asked[0].startswith("登记现场办公") and asked[1:] == ["date", "form", "people", "content"]
    (record,) = meetings(office)
    assert (record["date"], record["form"], record["people"], record["content"]) == ("2026-06-08", code, "李同志", SEEN)
    assert (page.bundle.history[0].label, page.bundle.history[0].words) == ("登记现场办公", f"{words}，看了 现场")
    page.tabs.set_key("handling")
    page._pick_tab("handling")
    desk.rest()
    card = page.handling.cards[str(record["id"])]
    assert "督办" in page.handling.headings and card.button is not None
    answers = desk.answer(fill_in(content="没有看成", reason="录错了"))
    card.button.click()
    desk.rest()
    assert not answers.left and meetings(office)[0]["content"] == "没有看成"
    assert page.bundle.history[0].label == "更正" and "没有看成，理由：录错了" in page.bundle.history[0].words


def test_what_it_demands_may_not_be_emptied(office: Filled) -> None:
    place = office.place
    place.act(office.proposal, "meet_on_site", content=SEEN)
    alone = replace(place.office.modules["proposals"].workflow, moves=(MEETING,))  # type: ignore[type-var]
    assert alone.correctable["supervision"].needed == MEETING.required
    with pytest.raises(InvalidField, match="督办情况不能空着"):
        correct_record(
            place.office, place.actor, "supervision", str(meetings(office)[0]["id"]), {"content": ""}, "录错"
        )


def test_the_list_offers_it_and_a_batch_records_it(desk: Desk, office: Filled) -> None:
    place = office.place
    other = place.create("proposal", title="关于路灯的建议", form="1", first_sponsor=office.members[1], analysis="暗。",
                         suggestions="装灯。", category="社会建设")  # fmt: skip
    take(office, *LIFE[:6], proposal=other)
    page = desk.go("proposals")
    page.table.setFocus()
    desk.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.waitUntil(lambda: page.ticked._counted is not None and not desk.tasks.busy)
    page.ticked._fill()
    (rare,) = page.ticked.menu.findChildren(QMenu)
    next(each for each in rare.actions() if each.text() == "登记现场办公（2 件可以）…").trigger()
    settle(desk)
    page = desk.page
    shown = [column.key for column in page.model.columns if column.part == "middle"]
    assert shown == ["date", "form", "people", "content"]
    assert page.step.key == "meet_on_site" and len(page.model.rows) == 2
    for row in (1, 2):
        type_cell(page, row, "content", f"看了 {row}")
    settle(desk)
    assert page.foot.main.text() == "登记 2 件"
    page.register()
    settle(desk)
    assert [each["content"] for each in meetings(office)] == ["看了 1"]
    assert read_timeline(place.office, place.actor, "proposal", other)[0].words == "看了 2"
    assert all(each.ok for each in check_office(place.office, place.actor))


@pytest.mark.parametrize("afterwards", [False, True])
def test_a_sealed_plenary_has_it_only_if_it_says_so(
    filled: Filled, sit_down: Callable[[Place], Desk], afterwards: bool
) -> None:
    place = filled.place
    give_more(place, replace(MEETING, after_closing=afterwards))
    take(filled, *LIFE)
    close_plenary(place.office, place.actor, "10-03", "全部办结")
    page = sit_down(place).open("proposals", filled.proposal)
    assert ("登记现场办公…" in menu_of(page)) is afterwards
    if afterwards:
        place.act(filled.proposal, "meet_on_site", content=SEEN)
        assert len(meetings(filled)) == 1
        return
    with pytest.raises(Refusal, match="封存") as refused:
        place.act(filled.proposal, "meet_on_site", content=SEEN)
    assert "登记现场办公" not in refused.value.todo and not meetings(filled)


def test_units_fill_it_in_and_it_is_read_back(office: Filled, tmp_path: Path) -> None:
    place, code = office.place, form_words(office)
    path = make_unit_packs(place.office, place.actor, [office.unit], tmp_path)[0].path
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    where = columns(sheet)
    assert sheet.cell(2, where["登记现场办公日期"]).value == "现场办公"
    for label, value in (("登记现场办公日期", date(2026, 6, 8)), ("督办形式", code[1]), ("督办情况", SEEN)):
        sheet.cell(HEAD + 1, where[label], value)
    book.save(path)
    returned = read_unit_pack(place.office, place.actor, path)
    assert ("登记现场办公", NEW) in [(line.label, line.result) for line in returned.cases[0].lines]
    record_unit_packs(place.office, place.actor, [returned], {returned.cases[0].key})
    assert [(each["form"], each["content"]) for each in meetings(office)] == [(code[0], SEEN)]


def test_the_command_lists_takes_and_refuses_it(
    office: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "password").write_text(PASSWORD, "utf-8")
    monkeypatch.setenv("CPPCC_USER", USER)
    monkeypatch.setenv("CPPCC_PASSWORD_FILE", str(tmp_path / "password"))
    office.place.office.close()

    def act(*arguments: str) -> tuple[int, Any]:
        capsys.readouterr()
        code = run(
            ["act", "proposal", office.proposal, *arguments, "--db", str(office.place.path), "--json"],
            office.place.around,
        )
        told = capsys.readouterr()
        return code, json.loads(told.out or told.err)

    code, told = act()
    assert code == 0 and "meet_on_site" in json.dumps(told)
    code, told = act("meet_on_site")
    assert (code, told["missing"]) == (1, ["content"]) and "还不能登记现场办公" in told["refused"]
    assert act("meet_on_site", "--set", f"content={SEEN}")[0] == 0
    office.place.reopen()
    assert [each["content"] for each in meetings(office)] == [SEEN]
