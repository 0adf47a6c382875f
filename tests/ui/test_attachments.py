"""附件 on the page of a record: dropped, pasted, asked about, seen small, opened, renamed, taken away and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QColor, QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.records.attachments import attach_files, list_attachments
from cppcc_desktop.services.records.records import Query, create_record, discard_record, list_ids
from tests.conftest import Filled
from tests.ui.offices import Desk, fill_in, press_button
from ui.records.files import copies_folder
from ui.theme import Theme, apply_theme

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    picture = QImage(400, 300, QImage.Format.Format_RGB32)
    picture.fill(QColor("#336699"))
    path = tmp_path / "院坝会.jpg"
    assert picture.save(str(path))
    return path


def drop(widget, *paths: Path) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(each)) for each in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPointF(9, 9).toPoint(), copy, data, left, none)
    QApplication.sendEvent(widget.viewport(), entered)
    if not entered.isAccepted():
        return False
    QApplication.sendEvent(widget.viewport(), QDropEvent(QPointF(9, 9), copy, data, left, none))
    return True


def open_files(desk: Desk, filled: Filled):
    page = desk.open("proposals", filled.proposal)
    page._show_files()
    return page


def attach(desk: Desk, filled: Filled, *paths: Path) -> None:
    attach_files(desk.office, desk.actor, "proposal", filled.proposal, paths)


def test_several_files_dropped_are_listed_with_a_picture(
    desk: Desk, filled: Filled, photo: Path, tmp_path: Path
) -> None:
    page = open_files(desk, filled)
    (tmp_path / "纪要.docx").write_bytes(b"PK\x03\x04 minutes")
    assert drop(page.files.list, photo, tmp_path / "纪要.docx")
    desk.rest()
    assert [each.name for each in page.files.list.files.rows] == ["院坝会.jpg", "纪要.docx"]
    assert page.tabs._tabs[3].text == "附件 2" and page.tabs.key == "files"
    picture = page.files.list.pictures[page.files.list.files.rows[0].digest]
    assert picture.width() == 144 and picture.pixelColor(10, 10).blue() > 140
    assert desk.window.status._words.whole == "已添加 2 个附件。"
    assert drop(page.files.list, photo)
    desk.rest()
    assert desk.window.status._words.whole == "1 个已经有了，没有再存。" and len(page.files.list.files.rows) == 2
    assert not desk.reported


def test_every_module_has_the_tab(desk: Desk, filled: Filled, photo: Path) -> None:
    create_record(desk.office, desk.actor, "activity",
                  {"station": filled.station, "title": "协商", "type": "01", "date": "2026-06-01"})  # fmt: skip
    for name in ("members", "stations", "activities", "units"):
        module = desk.office.modules[name]
        page = desk.open(name, list_ids(desk.office, desk.actor, module, Query())[0])
        page.files.add_files([photo])
        desk.rest()
        assert [tab.text for tab in page.tabs._tabs if tab.key == "files"] == ["附件 1"], name
    assert "files" not in [tab.key for tab in desk.open("members").tabs._tabs]


@pytest.mark.parametrize("name", ["title", "analysis"])
def test_a_file_dropped_on_the_form_is_an_attachment_and_no_text(
    desk: Desk, filled: Filled, photo: Path, name: str
) -> None:
    page = desk.open("proposals", filled.proposal)
    field = page.form.editors[name]
    part = field.viewport() if name == "analysis" else field
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for event in (QDragEnterEvent(QPointF(9, 9).toPoint(), copy, data, left, none),
                  QDropEvent(QPointF(9, 9), copy, data, left, none)):  # fmt: skip
        QApplication.sendEvent(part, event)
    QApplication.sendEvent(page, QDropEvent(QPointF(9, 9), copy, data, left, none))
    desk.rest()
    assert page._dirty() == 0 and page.files.count == 1 and page.tabs.key == "files"


def test_programs_are_refused_and_the_rest_is_added(desk: Desk, filled: Filled, photo: Path, tmp_path: Path) -> None:
    page = open_files(desk, filled)
    (tmp_path / "装一下.exe").write_bytes(b"MZ")
    drop(page.files.list, tmp_path / "装一下.exe", photo)
    desk.rest()
    assert [each.name for each in page.files.list.files.rows] == ["院坝会.jpg"]
    assert len(desk.reported) == 1 and "“装一下.exe”是程序" in str(desk.reported[0])


@pytest.mark.parametrize(("word", "count"), [("不添加", 0), ("仍然添加", 1)])
def test_a_large_file_is_asked_about(desk: Desk, filled: Filled, tmp_path: Path, word: str, count: int) -> None:
    page = open_files(desk, filled)
    with (tmp_path / "大.pdf").open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    said: list[str] = []
    answers = desk.answer(lambda dialog: (said.append(dialog._message.kept), press_button(word)(dialog)))
    drop(page.files.list, tmp_path / "大.pdf")
    desk.qtbot.waitUntil(lambda: not answers.left, timeout=5000)
    desk.rest()
    assert "“大.pdf”有 21 MB" in said[0]
    assert len(list_attachments(desk.office, desk.actor, filled.proposal)) == count


def test_an_empty_clipboard_is_said(desk: Desk, filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was copied since the computer started."""
    monkeypatch.setattr("PySide6.QtGui.QClipboard.mimeData", lambda *_: None)
    page = open_files(desk, filled)
    page.files.list.setFocus()
    desk.press(Qt.Key.Key_V, CTRL)
    assert "剪贴板里没有图片" in str(desk.reported[0])


def test_a_picture_and_files_are_pasted(desk: Desk, filled: Filled, photo: Path) -> None:
    page = open_files(desk, filled)
    page.files.list.setFocus()
    QGuiApplication.clipboard().setImage(QImage(str(photo)))
    desk.press(Qt.Key.Key_V, CTRL)
    (row,) = page.files.list.files.rows
    assert row.name.startswith("截图 2026-06-08") and row.name.endswith(".png") and not QImage(str(row.path)).isNull()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo))])
    QGuiApplication.clipboard().setMimeData(data)
    desk.press(Qt.Key.Key_V, CTRL)
    assert len(page.files.list.files.rows) == 2
    QGuiApplication.clipboard().setText("只是文字")
    desk.press(Qt.Key.Key_V, CTRL)
    assert "剪贴板里没有图片" in str(desk.reported[0])


class Opener(QObject):
    """Stands for the program of the computer."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(Path(url.toLocalFile()))


def test_it_is_opened_by_a_click_only_as_a_read_only_copy(desk: Desk, filled: Filled, photo: Path) -> None:
    attach(desk, filled, photo)
    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "take")
    try:
        page = open_files(desk, filled)
        desk.rest()
        assert opener.opened == []
        page.files.list.setFocus()
        desk.press(Qt.Key.Key_Return)
    finally:
        QDesktopServices.unsetUrlHandler("file")
    (copy,) = opener.opened
    assert copy.name == "院坝会.jpg" and copy.is_relative_to(copies_folder(desk.session))
    assert copy.read_bytes() == photo.read_bytes() and not copy.stat().st_mode & 0o222


def test_renamed_taken_away_and_back_by_keys(desk: Desk, filled: Filled, photo: Path) -> None:
    attach(desk, filled, photo)
    page = open_files(desk, filled)
    page.files.list.setFocus()
    answers = desk.answer(fill_in(name="五月院坝会", note="第三小组"))
    desk.press(Qt.Key.Key_F2)
    row = page.files.list.current()
    assert not answers.left and (row.name, row.note) == ("五月院坝会.jpg", "第三小组") and desk.focus is page.files.list
    answers = desk.answer(fill_in(reason="放错了"))
    page.files.remove.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.focus is page.files.list
    assert not answers.left and page.files.list.current() is None and page.tabs._tabs[3].text == "附件 0"
    page.files.views._choose(1)
    assert page.files.views._tabs[1].text == "已移走 1" and page.files.list.current().binned == "放错了"
    assert page.files.back.isVisible() and not page.files.open_it.isVisible()
    page.files.back.click()
    desk.rest()
    assert page.tabs._tabs[3].text == "附件 1" and page.files.list.current().name == "五月院坝会.jpg"
    assert not desk.reported


def test_a_file_that_has_not_come_says_so(desk: Desk, filled: Filled, photo: Path) -> None:
    attach(desk, filled, photo)
    list_attachments(desk.office, desk.actor, filled.proposal)[0].path.unlink()
    page = open_files(desk, filled)
    row = page.files.list.files.rows[0]
    assert not row.here and "附件未到" in page.files.list.files.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert not page.files.open_it.isEnabled() and page.files.open_it.toolTip() == "附件未到"
    page.files.list.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert "附件未到" in str(desk.reported[0])


def test_what_may_not_be_changed_takes_no_files(desk: Desk, filled: Filled, photo: Path) -> None:
    page = open_files(desk, filled)
    discard_record(desk.office, desk.actor, "proposal", filled.proposal, "录重了")
    desk.press(Qt.Key.Key_F5)
    assert not page.files.add.isVisible() and not drop(page.files.list, photo)
    desk.session.actor = Actor("查阅的人", "reader", "county")
    page = desk.open("members", filled.members[0])
    page._show_files()
    assert not page.files.add.isVisible() and not drop(page.files.list, photo)


def test_files_added_while_one_types_leave_the_form_alone(desk: Desk, filled: Filled, photo: Path) -> None:
    page = desk.open("proposals", filled.proposal)
    desk.fill(collective="示例商会")
    page.files.add_files([photo])
    desk.rest()
    assert page._dirty() == 1 and page.files.count == 1
    desk.save()
    assert desk.record().values["collective"] == "示例商会" and not desk.reported


def test_the_list_is_drawn_at_every_size(desk: Desk, filled: Filled, photo: Path, qapp: QApplication) -> None:
    page = open_files(desk, filled)
    for theme in (Theme(), Theme(2.0), Theme(1.0, high_contrast=True)):
        apply_theme(qapp, theme)
        assert not page.files.list.grab().isNull()
    attach(desk, filled, photo)
    page.files.read()
    desk.rest()
    for theme in (Theme(), Theme(1.5), Theme(2.0)):
        apply_theme(qapp, theme)
        desk.rest()
        height = page.files.list.visualRect(page.files.list.files.index(0)).height()
        assert height >= theme.size(48) + 16
