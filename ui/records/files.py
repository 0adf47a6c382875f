"""附件: the files of one record, with adding, opening, renaming and taking away."""

from __future__ import annotations

import atexit
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QImageReader
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.fields import Field, Kind
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import ATTACHMENT
from cppcc_desktop.services.records.attachments import (
    PICTURES,
    Attached,
    Attachment,
    Weighed,
    attach_content,
    attach_files,
    copy_attachment,
    copy_for_opening,
    discard_attachment,
    list_attachments,
    rename_attachment,
    restore_attachment,
    weigh_files,
    wipe_copies,
)  # fmt: skip
from ui.kit.dialogs.entry_dialog import EntryDialog, ShortForm
from ui.kit.dialogs.file_choice import choose_new_file
from ui.kit.dialogs.message_dialog import Choice
from ui.kit.dialogs.messages import ask
from ui.kit.frame.buttons import PlainButton
from ui.kit.frame.labels import label
from ui.kit.frame.tabs import Tab, Tabs
from ui.records.attachments import SIDE, FileList
from ui.session import Session
from ui.tasks import WrittenKinds

SHARP = 3 * SIDE  # pixels of a thumbnail: enough for 200 % type on a dense screen
REASON = Field(name="reason", label="理由", kind=Kind.LONG_TEXT, limit=500, required=True)
_wiped: set[Path] = set()  # folders of copies that this run of the program cleared already


class FilesPart(QWidget):
    """One record's files. `counted(n)` after each reading; `arrived()` when some were dropped on another part."""

    counted = Signal(int)
    arrived = Signal()

    def __init__(self, session: Session, kind: str) -> None:
        super().__init__()
        self.session, self.kind, self.record = session, kind, ""
        self.count: int | None = None
        self.writable = False
        self.list = FileList()
        self.views = Tabs([Tab("here", "附件")])
        self.add, self.paste = PlainButton("添加附件", "plus"), PlainButton("粘贴")
        self.open_it, self.save_as = PlainButton("用本机程序打开"), PlainButton("另存为…", "download")
        self.rename, self.remove = PlainButton("改名、写说明…", "pencil"), PlainButton("移走…", "trash")
        self.back = PlainButton("取回", "undo")
        self._lay_out()
        self._connect()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:  # type: ignore[override]
        """To the list. It is no focus proxy: Tab would pass by the buttons above it."""
        self.list.setFocus(reason)

    def open(self, record: str, *, writable: bool) -> None:
        """Show the files of this record."""
        self.record = record
        self.writable = self.list.writable = writable
        self.read()

    def follow(self, change: WrittenKinds) -> None:
        if self.record and change.touches(ATTACHMENT.name):
            self.read()

    def read(self) -> None:
        session, record = self.session, self.record
        self.session.read(
            lambda: (list_attachments(session.office, session.actor, record),
                     list_attachments(session.office, session.actor, record, binned=True)),
            self._show, self,
        )  # fmt: skip

    def add_files(self, paths: list[Path]) -> None:
        """Ask what must be asked, then store them in the background."""
        session = self.session
        session.read(lambda: weigh_files(session.office, session.actor, paths), self._begin, self)

    # showing

    def _show(self, found: tuple[list[Attachment], list[Attachment]]) -> None:
        self._found = found
        self.count = len(found[0])
        self.views.set_tabs([Tab("here", "附件"), *([Tab("gone", "已移走", len(found[1]))] if found[1] else [])])
        self.views.setVisible(bool(found[1]))
        self._fill()
        self.counted.emit(self.count)

    def _fill(self) -> None:
        gone = self.views.key == "gone"
        self.list.put(self._found[1 if gone else 0])
        self._choose()
        for each in self.list.files.rows:
            self._draw(each)

    def _choose(self) -> None:
        """What can be done with the current file."""
        found, focused = self.list.current(), self.window().focusWidget()
        gone = bool(found and found.binned is not None)
        if focused in (self.open_it, self.save_as, self.rename, self.remove, self.back) and (gone or found is None):
            self.list.setFocus()  # the button is about to be disabled or hidden
        for button in (self.add, self.paste):
            button.setVisible(self.writable)
        for button in (self.open_it, self.save_as):
            button.setVisible(not gone)
            button.why_off("先选一个附件" if found is None else "" if found.here else "附件未到")
        for button in (self.rename, self.remove):
            button.setVisible(self.writable and not gone)
            button.why_off("先选一个附件" if found is None else "")
        self.back.setVisible(self.writable and gone)

    def _draw(self, file: Attachment) -> None:
        """A small picture of a picture or of the first page of a PDF, made off the GUI thread."""
        suffix = Path(file.name).suffix.lower()
        if not file.here or file.digest in self.list.pictures or suffix not in (*PICTURES, ".pdf"):
            return
        draw = draw_page if suffix == ".pdf" else draw_picture
        self.list.pictures[file.digest] = QImage()  # asked for
        self.session.read(
            lambda: draw(file.path), lambda made: self.list.show_picture(file.digest, made), self, lambda _error: None
        )

    # adding

    def _begin(self, weighed: Weighed) -> None:
        if weighed.refused:
            self.session.tasks.report(
                OfficeError("\n".join(weighed.refused), kept="别的没有动。", todo="换成能存的文件，再添加。")
            )
        paths = list(weighed.fit)
        if not paths:
            return
        if weighed.question:
            count = f"这 {len(paths)} 个文件" if len(paths) > 1 else "这个文件"
            if ask(self, f"{count}要存进来吗？", weighed.question, Choice("add", "仍然添加"), cancel="不添加") != "add":
                return
        session, kind, record = self.session, self.kind, self.record
        self.arrived.emit()
        session.tasks.start_job(
            "添加附件",
            lambda progress: attach_files(session.office, session.actor, kind, record, paths, progress=progress),
            unit="MB", line=say_attached, owner=self,
        )  # fmt: skip

    def _ask_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, "添加附件", self.session.settings.now.folder)
        if chosen:
            self.session.settings.put(folder=str(Path(chosen[0]).parent))
            self.add_files([Path(each) for each in chosen])

    def _paste_picture(self, picture: QImage) -> None:
        if picture.isNull():
            self.session.tasks.report(
                OfficeError("剪贴板里没有图片，也没有文件。", todo="先截图，或在文件夹里复制文件，再回来粘贴。")
            )
            return
        session, kind, record = self.session, self.kind, self.record
        name = f"截图 {session.office.now().astimezone():%Y-%m-%d %H.%M.%S}.png"
        session.write(
            lambda: attach_content(session.office, session.actor, kind, record, name, encode(picture)),
            None, self,
        )  # fmt: skip

    # one file

    def _open(self, file: Attachment) -> None:
        """Only on a click, never by itself (sync.md §5): a read-only copy goes to the program of this computer."""
        session, folder = self.session, copies_folder(self.session)
        session.read(
            lambda: copy_for_opening(session.office, session.actor, file.id, folder), self._hand_over, self
        )  # fmt: skip

    def _hand_over(self, copy: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
            self.session.tasks.report(
                OfficeError(
                    f"这台电脑没有能打开“{copy.name}”的程序。", kept="附件没有动。", todo="另存出来，拿到别的电脑上看。"
                )
            )

    def _open_current(self) -> None:
        found = self.list.current()
        if found is not None and found.binned is None:
            self._open(found)

    def _save_as(self) -> None:
        found = self.list.current()
        if found is None:
            return
        target = choose_new_file(
            self, self.session.settings, "另存为", found.name, f"文件 (*{Path(found.name).suffix})"
        )
        if target is not None:
            session = self.session
            session.read(
                lambda: copy_attachment(session.office, session.actor, found.id, target), lambda _none: None, self
            )

    def _rename(self) -> None:
        found, session = self.list.current(), self.session
        if found is not None and found.binned is None:
            specs = [ATTACHMENT.by_name[name] for name in ("name", "note")]
            self._ask("改名、写说明", specs, lambda entered: rename_attachment(
                session.office, session.actor, found.id, str(entered.get("name") or ""), str(entered.get("note") or "")
            ), {"name": found.name, "note": found.note or None}, "保存")  # fmt: skip

    def _remove(self) -> None:
        found, session = self.list.current(), self.session
        if found is not None and found.binned is None:
            self._ask("移走附件", [REASON], lambda entered: discard_attachment(
                session.office, session.actor, found.id, str(entered.get("reason") or "")
            ), {}, "移走附件")  # fmt: skip

    def _ask(
        self, title: str, fields: list[Field], work: Callable[[dict[str, object]], Any], proposed: dict[str, Any], button: str
    ) -> None:  # fmt: skip
        EntryDialog(self.session, ShortForm(title, fields, proposed=proposed, button=button), work, self).run()

    def _restore(self) -> None:
        found, session = self.list.current(), self.session
        if found is not None:
            session.write(lambda: restore_attachment(session.office, session.actor, found.id), None, self)

    # construction

    def _lay_out(self) -> None:
        self._found: tuple[list[Attachment], list[Attachment]] = ([], [])
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        for part in (self.add, self.paste, self.views):
            row.addWidget(part)
        row.addStretch(1)
        for part in (self.open_it, self.save_as, self.rename, self.remove, self.back):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        self.middle = QHBoxLayout()  # what stands beside the list comes here
        self.middle.setSpacing(0)
        self.middle.addWidget(self.list, 3)
        column.addLayout(self.middle, 1)
        note = label("一个文件最大 200 MB，超过 20 MB 会先问。程序和快捷方式不能存。", "note")
        note.setContentsMargins(16, 4, 16, 4)
        column.addWidget(note)

    def _connect(self) -> None:
        pairs = (
            (self.add, self._ask_files), (self.paste, self.list.paste), (self.open_it, self._open_current),
            (self.save_as, self._save_as), (self.rename, self._rename), (self.remove, self._remove),
            (self.back, self._restore),
        )  # fmt: skip
        for button, act in pairs:
            button.clicked.connect(act)
        self.views.picked.connect(lambda _key: self._fill())
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(lambda _file: self._open_current())
        self.list.renamed.connect(self._rename)
        self.list.removed.connect(self._remove)
        self.list.dropped.connect(self.add_files)
        self.list.pasted.connect(self._paste_picture)


def copies_folder(session: Session) -> Path:
    """Where read-only copies for other programs lie: cleared when this run first uses it, and at its end."""
    folder = session.office.anchors.parent / "opened"
    if folder not in _wiped:
        _wiped.add(folder)
        wipe_copies(folder)
        atexit.register(wipe_copies, folder)
    return folder


def say_attached(done: Attached) -> str:
    """已添加 2 个附件。1 个已经有了。"""
    same = f"{len(done.same)} 个已经有了，没有再存。" if done.same else ""
    return f"已添加 {len(done.added)} 个附件。{same}" if done.added else same


def draw_picture(path: Path, side: int = SHARP) -> QImage:
    """The picture at most so large, turned as the camera says; null for what Qt cannot read."""
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def draw_page(path: Path) -> QImage:
    """The first page of a PDF."""
    from cppcc_desktop.exporters.preview import render_page

    page = render_page(path, 0, SHARP)
    return QImage(page.rgb, page.width, page.height, page.width * 3, QImage.Format.Format_RGB888).copy()


def encode(picture: QImage) -> bytes:
    """As a PNG file."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(held.data())
