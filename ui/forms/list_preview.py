"""打印预览 of a list as it is seen: the same document the Word export writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from cppcc_desktop.domain.errors import Cancelled
from cppcc_desktop.exporters.preview import read_sizes
from ui.forms.print_preview import MadePages, PrintPreview
from ui.session import Session
from ui.tasks import Job

Write = Callable[[Path, Callable[[int, int, str], None] | None], int]


class ListPreview(PrintPreview):
    """`write(file, progress)` makes the document by the file's suffix."""

    help = "9-列表和查找"

    def __init__(self, session: Session, title: str, write: Write, *, parent: QWidget) -> None:
        self._write_list = write
        super().__init__(session, "", (), parent, title=title)

    def _make(self) -> None:
        def work(progress: Any) -> MadePages:
            self._write_list(self.pdf, progress)
            return read_sizes(self.pdf), ()

        self._allow("正在生成")
        self._job = self.session.tasks.start_job(
            f"排版{self._label}", work, self._show_pages, self._fail_making, line=lambda _made: "", owner=self
        )
        self.session.tasks.job_progress.connect(self._tell_progress)

    def _tell_progress(self, job: Job) -> None:
        if job is self._job and job.total:
            self.told.setText(f"正在生成 {job.done} / {job.total}")

    def _fail_making(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            super().reject()
        else:
            super()._fail_making(error)

    def _write(self, file: Path) -> tuple[int, tuple[str, ...]]:
        return self._write_list(file, None), ()

    def reject(self) -> None:
        """Closing it stops what is still being set."""
        self._job.cancel()
        super().reject()
