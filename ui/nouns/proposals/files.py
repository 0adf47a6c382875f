"""从 Word、文本登记: files of proposals chosen or dropped on the list; the first one opens as a new proposal.

What reads the files is imported once there are some: the list itself must come up fast.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.kit.dialogs.messages import show_error
from ui.records.attachments import local_files
from ui.session import Session, Siblings

if TYPE_CHECKING:
    from cppcc_desktop.nouns.proposals.files.intake import Recognised
    from ui.nouns.proposals.found import Read
    from ui.tasks import Progress

WORDS = "从 Word、文本登记…"
KINDS = "Word 和文本 (*.docx *.docm *.txt *.doc *.wps *.rtf);;所有文件 (*)"
ENDINGS = (".docx", ".docm", ".txt", ".doc", ".wps", ".rtf")


class FileIntake(QObject):
    """The list's way to files: a dialog, and files dropped on it."""

    def __init__(self, session: Session, page: QWidget) -> None:
        super().__init__(page)
        self._session, self._page = session, page
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def ask(self) -> None:
        """Choose one file or several."""
        settings = self._session.settings
        names, _ = QFileDialog.getOpenFileNames(self._page, "从 Word、文本登记提案", settings.now.folder, KINDS)
        if names:
            settings.put(folder=str(Path(names[0]).parent))
            self.open([Path(each) for each in names])

    def open(self, paths: Sequence[Path]) -> None:
        """Read them in the background; one that is plain is begun at once, else a list shows what was recognised."""
        session = self._session
        if session.read_only or not paths:
            return
        from ui.nouns.proposals.found import read_one

        def work(progress: Progress) -> list[Read]:
            found = []
            for at, path in enumerate(paths):
                progress(at, len(paths), path.name)
                found.append(read_one(session, path))
            return sorted(found, key=lambda each: each.rank)

        session.tasks.start_job("认提案文件", work, self._show, unit="个", line=lambda _found: "", owner=self)

    def _show(self, found: list[Read]) -> None:
        if len(found) == 1 and found[0].error:
            show_error(self._page, found[0].error)
        elif len(found) == 1 and found[0].found and not found[0].found.already:
            self.begin(found[0].found)
        else:
            from ui.nouns.proposals.found import FoundDialog

            dialog = FoundDialog(found, self._page)
            dialog.begun.connect(self.begin)
            dialog.kept.connect(self.keep_all)
            dialog.exec()
            dialog.deleteLater()
            self._page.setFocus()

    def begin(self, found: Recognised) -> None:
        """Keep it as a draft and open the page of a new proposal on it."""
        from cppcc_desktop.nouns.proposals.files.intake import start_draft

        session = self._session

        def show(key: str) -> None:
            session.routes.record_asked.emit("proposals", key, Siblings())

        session.write(lambda: start_draft(session.office, session.actor, found), show, self)

    def keep_all(self, found: Sequence[Recognised]) -> None:
        """All of them as drafts; the page of drafts lists them."""
        from cppcc_desktop.nouns.proposals.files.intake import start_draft

        session = self._session

        def work() -> None:
            for each in found:
                start_draft(session.office, session.actor, each)

        session.write(work, lambda _none: session.routes.page_asked.emit("drafts"), self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QDropEvent) or self._session.read_only:
            return False
        files = [each for each in local_files(event.mimeData().urls()) if each.suffix.lower() in ENDINGS]
        if not files:
            return False
        event.acceptProposedAction()
        if not isinstance(event, QDragEnterEvent) and event.type() == QEvent.Type.Drop:
            self.open(files)
        return True
