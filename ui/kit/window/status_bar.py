"""Who, which office and plenary, last backup, changes not yet sent; at the right the running job."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QWidget

from ui.icons import CHEVRON, pixmap
from ui.kit.frame.buttons import LinkButton, SmallButton
from ui.kit.frame.labels import ElidedLabel, frame, label
from ui.tasks import Job, Tasks, TaskState
from ui.theme import Theme, current_theme, follow_theme

IDLE = "没有正在进行的任务"


def time_left(seconds: float) -> str:
    """约 20 秒, 约 3 分钟, 约 2 小时."""
    if seconds < 50:
        return f"约 {max(1, round(seconds / 10)) * 10} 秒" if seconds >= 10 else "马上好"
    minutes = max(1, round(seconds / 60))
    return f"约 {minutes} 分钟" if minutes < 60 else f"约 {round(minutes / 60)} 小时"


class StatusBar(QFrame):
    """24 high. `watch(tasks)` makes it show jobs; `result_opened(job)` when 查看结果 is clicked."""

    result_opened = Signal(object)  # Job
    offer_taken = Signal(object, str)  # Job, one of the `offers` of its result

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "status")
        self._job: Job | None = None
        self._unseen: Job | None = None  # a result nobody has clicked away
        self._facts = [ElidedLabel("", "note") for _ in range(4)]
        self._rules = [frame("status-rule") for _ in range(3)]
        self._sign, self._words = QLabel(), ElidedLabel(IDLE, "note")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._left = label("", "note")
        self._stop = SmallButton("取消")
        self._stop.setProperty("kind", "status")
        self._open = LinkButton("查看结果")
        self._gone = LinkButton("知道了")
        self._offers = [LinkButton(""), LinkButton("")]
        for button in self._offers:
            button.clicked.connect(lambda _=False, button=button: self._take_offer(button.text()))
        self._stop.clicked.connect(self._cancel)
        self._open.clicked.connect(self._open_result)
        self._gone.clicked.connect(self.clear_result)
        self._lay_out()
        self.clear_result()
        follow_theme(self._restyle)

    def put(self, office: str = "", plenary: str = "", backup: str = "", unsent: str = "") -> None:
        """The four facts; an empty one is left out."""
        for part, text in zip(self._facts, (office, plenary, backup, unsent), strict=True):
            part.set_text(text)
        self._fold()

    def watch(self, tasks: Tasks) -> None:
        """Follow the long jobs of `tasks`."""
        tasks.job_started.connect(self.show_job)
        tasks.job_progress.connect(self.show_job)
        tasks.job_finished.connect(self.show_result)

    def show_job(self, job: Job) -> None:
        """Running: what · n / total · bar · time left · 取消."""
        if job.state is not TaskState.RUNNING:
            return
        self._job = job
        count = f"{job.done} / {job.total} {job.unit}" if job.total else job.note
        self._words.set_text(f"{job.title}  {count}".strip())
        self._words.setToolTip(job.note)
        self._bar.setRange(0, job.total or 0)
        self._bar.setValue(job.done)
        left = job.seconds_left
        self._left.setText("" if left is None else time_left(left))
        self._show(running=True)

    def show_waiting(self, job: Job, words: str) -> None:
        """The job waits for the user's answer: 等你处理."""
        self.show_job(job)
        self._words.set_text(words)
        self._left.setText("等你处理")
        self._left.show()

    def show_result(self, job: Job) -> None:
        """The line stays until it is clicked; a job without one was shown on its own page and leaves the line before."""
        if job.line:
            self._unseen = job
        if self._unseen is None:
            self.clear_result()
            return
        self._job = job = self._unseen
        self._words.set_text(job.line)
        self._show(result=True, sign="check" if job.state is TaskState.DONE else "warning")

    def clear_result(self) -> None:
        """Back to rest."""
        self._job = self._unseen = None
        self._words.set_text(IDLE)
        self._show()

    def _cancel(self) -> None:
        if self._job:
            self._job.cancel()
            self._left.setText("正在停下…")
            self._left.show()

    def _open_result(self) -> None:
        job = self._job
        self.clear_result()
        if job:
            self.result_opened.emit(job)

    def _take_offer(self, offer: str) -> None:
        job = self._job
        if job:
            self.offer_taken.emit(job, offer)

    def _show(self, *, running: bool = False, result: bool = False, sign: str = "check") -> None:
        self._sign_name = sign
        self._sign.setVisible(not running)
        for part in (self._bar, self._stop):
            part.setVisible(running)
        self._left.setVisible(running and bool(self._left.text()))
        done = bool(self._job and self._job.state is TaskState.DONE)
        seen = done and hasattr(self._job.result if self._job else None, "open_result")  # else it would lead nowhere
        self._open.setVisible(result and seen)
        offers = getattr(self._job.result, "offers", ()) if self._job and result and done else ()
        for place, button in enumerate(self._offers):
            button.setText(offers[place] if place < len(offers) else "")
            button.setVisible(place < len(offers))
        self._gone.setVisible(result and not seen)
        self._draw_sign(current_theme())
        self._fold()

    def _draw_sign(self, _theme: Theme) -> None:
        token = "ok" if self._sign_name == "check" else "wait"
        self._sign.setPixmap(pixmap(self._sign_name, token, CHEVRON, self.devicePixelRatioF()))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        for index, part in enumerate(self._facts):
            if index:
                row.addSpacing(4)
                row.addWidget(self._rules[index - 1])
                row.addSpacing(4)
            part.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            row.addWidget(part)
        row.addStretch(1)
        self._words.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for part in (self._sign, self._words, self._bar, self._left, self._stop, *self._offers, self._open, self._gone):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)

    def _restyle(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px(24))
        self._bar.setFixedWidth(160)
        for rule in self._rules:
            rule.setFixedHeight(theme.size(14))
        for button in (self._stop, *self._offers, self._open, self._gone):
            button.setFixedHeight(theme.px(20))
        self._draw_sign(theme)

    def _fold(self) -> None:
        """Backup and plenary leave when there is no room for all; the tooltip keeps them (look.md §4, 10)."""
        shown = [bool(part.whole) for part in self._facts]
        right = sum(part.sizeHint().width() + 8 for part in (self._sign, self._words) if not part.isHidden())
        right += 320 if not self._bar.isHidden() else 90 if not self._open.isHidden() else 0
        right += sum(button.sizeHint().width() + 8 for button in self._offers if not button.isHidden())
        for victim in (2, 1):
            wide = sum(part.sizeHint().width() + 26 for part, on in zip(self._facts, shown, strict=True) if on)
            if wide + right + 40 > self.width():
                shown[victim] = False
        for index, part in enumerate(self._facts):
            part.setVisible(shown[index])
            if index:
                self._rules[index - 1].setVisible(shown[index] and any(shown[:index]))
        self.setToolTip(" · ".join(part.whole for part in self._facts if part.whole))

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._fold()
