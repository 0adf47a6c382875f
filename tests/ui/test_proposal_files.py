"""登记 from Word and text files at the list: one, several, dropped; doubts below their fields; the file attached."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton

from cppcc_desktop.services.records.attachments import list_attachments
from cppcc_desktop.services.records.drafts import list_drafts, read_draft
from tests.conftest import Filled, Place
from tests.importers.papers import ANALYSIS, ITEMS, write
from tests.ui.offices import Desk, press_button
from tests.ui.test_rules_and_codes import told
from ui.kit.dialogs.message_dialog import MessageDialog
from ui.nouns.proposals.found import FoundDialog
from ui.theme import Theme, apply_theme

CTRL = Qt.KeyboardModifier.ControlModifier


def paper(folder: Path, title: str, *lines: str) -> Path:
    return write(folder / f"{title}.docx", f"案由：{title}", *lines, "情况：", ANALYSIS, "建议：", *(f"{n}、{i}" for n, i in zip("一二", ITEMS, strict=True)))  # fmt: skip


def choose(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_all: ([str(each) for each in paths], ""))


def drop(widget, *paths: Path) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(each)) for each in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPointF(9, 9).toPoint(), copy, data, left, none)
    entered.setAccepted(False)
    QApplication.sendEvent(widget, entered)
    if entered.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPointF(9, 9), copy, data, left, none))
    return entered.isAccepted()


def test_one_file_opens_the_page_with_everything_filled_in(
    desk: Desk, filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, paper(tmp_path, "关于修路的建议", "第一提案人：郑晓禾", "联名人：陈素芬"))
    page = desk.go("proposals")
    page.intake.ask()
    desk.rest()
    form = desk.page.form
    assert desk.page.record == "" and form.editors["title"].text() == "关于修路的建议"
    assert form.editors["first_sponsor"].value() == filled.members[0]
    assert form.editors["joint_sponsors"].value() == [filled.members[1]]
    assert form.editors["suggestions"].toPlainText() == f"1. {ITEMS[0]}\n2. {ITEMS[1]}"
    assert desk.page.notice.words.whole == "从“关于修路的建议.docx”认出来的，还没有保存。"
    assert not any(getattr(each, "error", "") for each in form.editors.values())
    desk.save()
    record = desk.page.record
    assert record and not desk.page._dirty() and not desk.reported
    assert [each.name for each in list_attachments(desk.office, desk.actor, record)] == ["关于修路的建议.docx"]
    assert not list_drafts(desk.office, desk.actor)


def test_doubts_stand_below_their_fields_and_survive_a_restart(
    desk: Desk, filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sit_down: Callable[[Place], Desk]
) -> None:
    for post in ("县一中教师", "云水镇干部"):
        filled.place.create("member", name="李建国", post=post)
    choose(monkeypatch, paper(tmp_path, "关于修路的建议", "第一提案人：李建国", "类别：没有类"))
    desk.go("proposals").intake.ask()
    desk.rest()
    form = desk.page.form
    assert form.editors["first_sponsor"].error.startswith("文件里写的是“李建国”，有两位同名委员（")
    assert form.editors["category"].error == "文件里写的是“没有类”，代码表里没有。"
    assert "有 2 处存疑" in desk.page.notice.words.whole and desk.window.focusWidget() is form.editors["first_sponsor"]
    desk.fill(research="去看过。")
    desk.page.keeper.keep()
    desk.rest()
    key = desk.page.keeper.key
    later = sit_down(filled.place)
    page = later.open("proposals", key)
    assert page.form.editors["category"].error and page.form.editors["research"].toPlainText() == "去看过。"
    page.form.editors["first_sponsor"].put(filled.members[0], "郑晓禾")
    later.save()
    assert page.record and len(list_attachments(desk.office, desk.actor, page.record)) == 1


def test_several_files_are_listed_doubts_first(desk: Desk, filled: Filled, tmp_path: Path) -> None:
    plain = paper(tmp_path, "关于修路的建议", "提案人：郑晓禾")
    doubtful = paper(tmp_path, "关于架桥的建议", "提案人：王不在")
    known = paper(tmp_path, "关于优化公交班次的建议", "提案人：郑晓禾")
    old = tmp_path / "旧.doc"
    old.write_bytes(b"{\\rtf1")
    seen: list[object] = []

    def look(dialog: FoundDialog) -> None:
        seen.append(told(dialog.table))
        seen.append((dialog.said.text(), dialog.main.text(), dialog.focusWidget() is dialog.table))
        dialog.table.go_to(3)
        seen.append((dialog.said.text(), dialog.main.isEnabled()))
        dialog.table.go_to(1)
        seen.append(dialog.main.text())
        dialog.grab()
        press_button("登记这一件")(dialog)

    page = desk.go("proposals")
    answers = desk.answer(look)
    page.intake.open([old, known, plain, doubtful])
    desk.qtbot.waitUntil(lambda: not answers.left, timeout=20_000)
    desk.rest()
    rows = seen[0]
    assert [row[0] for row in rows] == ["1 处存疑", "认全了", "登记过", "读不了"]
    assert rows[0] == ["1 处存疑", "关于架桥的建议", "王不在", "关于架桥的建议.docx"]
    assert seen[1] == ("文件里写的是“王不在”，委员名册里没有这个人。", "登记第一件", True)
    assert "另存为 .docx" in seen[2][0] and seen[2][1] is False and seen[3] == "登记这一件"
    assert desk.page.form.editors["title"].text() == "关于修路的建议"


def test_all_become_drafts(desk: Desk, filled: Filled, tmp_path: Path) -> None:
    files = [paper(tmp_path, f"关于{what}的建议", "提案人：郑晓禾") for what in ("修路", "架桥")]
    page = desk.go("proposals")
    answers = desk.answer(press_button("都存成草稿"))
    assert drop(page, *files)
    desk.qtbot.waitUntil(lambda: not answers.left, timeout=20_000)
    desk.rest()
    assert {each.title for each in list_drafts(desk.office, desk.actor)} == {"关于修路的建议", "关于架桥的建议"}
    assert type(desk.page).__name__ == "DraftsPage"


def test_a_dropped_file_does_the_same_and_a_picture_is_not_taken(desk: Desk, filled: Filled, tmp_path: Path) -> None:
    page = desk.go("proposals")
    assert not drop(page, tmp_path / "图.png")
    assert drop(page, paper(tmp_path, "关于修路的建议", "提案人：郑晓禾"))
    desk.rest()
    assert desk.page.form.editors["title"].text() == "关于修路的建议"


def test_what_cannot_be_read_is_said_and_nothing_changes(desk: Desk, filled: Filled, tmp_path: Path) -> None:
    old = tmp_path / "旧.wps"
    old.write_bytes(b"{\\rtf1")
    said: list[str] = []

    def look(dialog: MessageDialog) -> None:
        said.append(dialog.accessibleName() or dialog.windowTitle())
        press_button("知道了")(dialog)

    page = desk.go("proposals")
    answers = desk.answer(look)
    page.intake.open([old])
    desk.qtbot.waitUntil(lambda: not answers.left, timeout=20_000)
    desk.rest()
    assert said and not list_drafts(desk.office, desk.actor) and desk.page is page


def test_a_draft_that_is_not_wanted_leaves_nothing(desk: Desk, filled: Filled, tmp_path: Path) -> None:
    page = desk.go("proposals")
    page.intake.open([paper(tmp_path, "关于修路的建议", "提案人：郑晓禾")])
    desk.rest()
    desk.page.notice.links[0].click()
    desk.rest()
    assert not desk.page._dirty() and not list_drafts(desk.office, desk.actor)
    desk.fill(title="另一件")
    desk.page.keeper.keep()
    desk.rest()
    draft = read_draft(desk.office, desk.actor, "proposal", desk.page.keeper.key)
    assert draft and dict(draft.typed) == {"title": "另一件"}  # the file does not go with another proposal


@pytest.mark.parametrize("theme", [Theme(1.5), Theme(2.0), Theme(1.0, high_contrast=True)])
def test_the_list_of_files_stays_on_screen(desk: Desk, qapp, tmp_path: Path, theme: Theme) -> None:
    apply_theme(qapp, theme)
    files = [paper(tmp_path, f"关于{n}号路的建议", "提案人：王不在") for n in range(12)]
    page = desk.go("proposals")
    sizes: list[tuple[int, int]] = []

    def look(dialog: FoundDialog) -> None:
        sizes.append((dialog.width(), dialog.height()))
        dialog.reject()

    answers = desk.answer(look)
    page.intake.open(files)
    desk.qtbot.waitUntil(lambda: not answers.left, timeout=30_000)
    desk.rest()
    assert sizes[0][0] <= 640 and sizes[0][1] <= 600 and desk.page is page


def test_what_was_left_out_can_be_read_whole(
    desk: Desk, filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = [f"{at}. 承办单位收到后应当在十日内提出意见，逾期不再受理。" for at in range(1, 6)]
    choose(monkeypatch, write(tmp_path / "修路.docx", "承办单位须知", *rules, "案由：关于修路的建议", "提案人：郑晓禾", "情况：", ANALYSIS, "建议：", *ITEMS))  # fmt: skip
    desk.go("proposals").intake.ask()
    desk.rest()
    notice = desk.page.notice
    assert notice.words.whole == "从“修路.docx”认出来的，还没有保存。还有 1 条说明。"
    shown: list[str] = []

    def look(dialog: MessageDialog) -> None:
        shown.extend(each.text() for each in dialog.findChildren(QLabel))
        press_button("知道了")(dialog)

    desk.answer(look)
    next(each for each in notice.findChildren(QPushButton) if each.text() == "看说明").click()
    desk.rest()
    assert "\n".join(["不像正文，没有读：“承办单位须知”", *(f"“{each}”" for each in rules)]) + "。" in shown
