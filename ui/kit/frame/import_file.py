"""选文件 and 结果 of an import, and what is shown while a file is read or written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from cppcc_desktop.domain.errors import OfficeError
from ui.icons import NAV, pixmap
from ui.kit.frame.buttons import LinkButton, PlainButton, PrimaryButton
from ui.kit.frame.empty import EmptyState
from ui.kit.frame.labels import label
from ui.tasks import Job
from ui.theme import Theme, current_theme, follow_theme

Offered = tuple[str, Callable[[], object]]  # the words of a link, and what it does


class ErrorNotice(QFrame):
    """What is wrong, what is safe and what to do, on the page itself. Hidden until `tell`."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self._sign = QLabel()
        self.what, self.kept, self.todo = (label("", role, wrap=True, selectable=True) for role in ("bold", "", ""))
        row, words = QHBoxLayout(self), QVBoxLayout()
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(12)
        words.setSpacing(2)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        for part in (self.what, self.kept, self.todo):
            words.addWidget(part)
        row.addLayout(words, 1)
        self.hide()
        follow_theme(self._recolour)

    def tell(self, error: OfficeError | None) -> None:
        """Show an error; None takes it away."""
        self.setVisible(error is not None)
        if error:
            todo = "\n".join(error.steps)
            for part, text in ((self.what, error.what), (self.kept, error.kept), (self.todo, todo)):
                part.setText(text)
                part.setVisible(bool(text))
            self.setAccessibleName(str(error))

    def _recolour(self, _theme: Theme) -> None:
        self._sign.setPixmap(pixmap("error", "accent", NAV, self.devicePixelRatioF()))


class DropArea(QFrame):
    """Takes one file that is dropped on it: `dropped(path)`."""

    dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._over = False

    def _mark(self, over: bool) -> None:
        self._over = over
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_file(event.mimeData().urls()):
            event.acceptProposedAction()
            self._mark(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._mark(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._mark(False)
        path = local_file(event.mimeData().urls())
        if path:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.color("focus" if self._over else "border"), 2 if self._over else 1)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.color("chosen" if self._over else "surface"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)


def local_file(urls: list) -> Path | None:
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


class ChooseStep(QFrame):
    """`asked()`: show the file dialog. `chosen(path)`: a file was dropped. `cancelled()`: leave.

    `sample_asked()`: save a sample of such a file.
    """

    asked = Signal()
    sample_asked = Signal()
    chosen = Signal(object)
    cancelled = Signal()

    def __init__(self, what: str, *, sample: bool = False) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.sample = LinkButton("存一份样表看看…")
        self.error, self.area = ErrorNotice(), DropArea()
        self.button, self.leave = PrimaryButton("选文件…", "folder"), PlainButton("取消")
        empty = EmptyState(
            "upload", f"选一个{what}文件，也可以把文件拖到这里",
            ("Excel 和 WPS 的表格（.xlsx .xls .et）、文本表格（.csv）都行，手头的表不用改格式。",
             "标题在哪一行、各列怎么排都可以。读完先给你核对，点“导入”才写入。"),
            (self.button,), (self.sample,) if sample else (),
        )  # fmt: skip
        inside = QVBoxLayout(self.area)
        inside.addWidget(empty)
        body = QVBoxLayout()
        body.setContentsMargins(16, 12, 16, 16)
        body.setSpacing(12)
        body.addWidget(self.error)
        body.addWidget(self.area, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(make_foot([self.leave]))
        self.button.clicked.connect(self.asked)
        self.leave.clicked.connect(self.cancelled)
        self.sample.clicked.connect(self.sample_asked)
        self.area.dropped.connect(self.chosen)


def make_foot(buttons: list[QWidget], words: list[QWidget] | None = None) -> QFrame:
    """The foot of a step: words at the left, buttons at the right."""
    foot = StepFoot()
    for part in words or []:
        foot.row.addWidget(part, 1)
    if not words:
        foot.row.addStretch(1)
    for button in buttons:
        foot.row.addWidget(button)
    return foot


class StepFoot(QFrame):
    """56 high with a rule above."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "foot")
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(16, 0, 16, 0)
        self.row.setSpacing(8)
        follow_theme(self._restyle)

    def _restyle(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px(56))


class WaitStep(QFrame):
    """A job at work: what, how far, and 取消."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self._job: Job | None = None
        self._what, self._note, self._bar = label("", "page"), label("", "label"), QProgressBar()
        self._bar.setTextVisible(False)
        self.stop = PlainButton("取消")
        self.stop.clicked.connect(self._cancel)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        for part in (self._what, self._note, self._bar, self.stop):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        follow_theme(self._restyle)

    def watch(self, job: Job) -> None:
        """Begin with a job just started."""
        self._job = job
        self._what.setText(job.title)
        self._note.setText("")
        self._bar.setRange(0, 0)
        self.stop.why_off("")

    def follow(self, job: Job) -> None:
        """A job reported; others than the one watched are ignored."""
        if job is self._job:
            self._bar.setRange(0, job.total)
            self._bar.setValue(job.done)
            count = f"{job.done} / {job.total} {job.unit}" if job.total else ""
            self._note.setText("  ".join(part for part in (job.note, count) if part))

    def cancel(self) -> None:
        """Ask the job to stop."""
        if self._job:
            self._job.cancel()

    def _cancel(self) -> None:
        self.cancel()
        self.stop.why_off("正在停下")

    def _restyle(self, theme: Theme) -> None:
        self._bar.setFixedWidth(theme.text_width(320, 0))


class ResultStep(QFrame):
    """What was written. `list_asked()`, `again()`: another file, `recheck()`: the rows still in doubt.

    `undo_asked()`: take it back; `redo_asked()`: it was taken back, and that was wrong. `offer_taken(place)`: one of
    the offers it was told.
    """

    list_asked = Signal()
    again = Signal()
    recheck = Signal()
    undo_asked = Signal()
    redo_asked = Signal()
    offer_taken = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self._column = QVBoxLayout(self)
        self._shown: EmptyState | None = None
        self.look = PrimaryButton("")
        self.links: list[LinkButton] = []

    def tell(
        self, title: str, lines: tuple[str, ...], look: str, undecided: int, *, undo: bool = False,
        offers: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """Show the sentence of a finished import, and what can still be done; `offers` are further things in words."""
        links: list[Offered] = [(f"再看存疑的 {undecided} 行", self.recheck.emit)] if undecided else []
        links += [(words, partial(self.offer_taken.emit, place)) for place, words in enumerate(offers)]
        self._show(title, lines, look, [*links, *([("撤回这次导入", self.undo_asked.emit)] if undo else [])])

    def tell_undone(self, title: str, lines: tuple[str, ...], look: str) -> None:
        """Show that the import was taken back."""
        self._show(title, lines, look, [("撤回错了，恢复这次导入", self.redo_asked.emit)])

    def _show(self, title: str, lines: tuple[str, ...], look: str, links: Sequence[Offered]) -> None:
        if self._shown:
            self._column.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
        self.look, more = PrimaryButton(look), PlainButton("再导入一个文件")
        self.links = [LinkButton(words) for words, _ in links]
        self._shown = EmptyState("check", title, lines, (self.look, more), self.links)
        self._column.addWidget(self._shown)
        self.look.clicked.connect(self.list_asked)
        more.clicked.connect(self.again)
        for link, (_, act) in zip(self.links, links, strict=True):
            link.clicked.connect(lambda _on=False, act=act: act())
