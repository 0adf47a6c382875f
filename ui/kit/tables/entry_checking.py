"""Whether the rows of an entry grid can be written: asked in the background soon after each change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer

from cppcc_desktop.domain.errors import OfficeError
from ui.kit.tables.entry_model import REFUSED, WAITING, EntryModel, Verdict
from ui.session import Session

PAUSE = 400  # ms after a change

# rows of the model → what is asked about them on the database thread, which gives one answer each; None: nothing yet
Question = Callable[[Sequence[int]], Callable[[], Sequence[Any]] | None]


class EntryChecker(QObject):
    """Keeps the verdicts of an entry model up to date. `hold` while the rows are being written.

    `judge(row, answer)` makes a verdict of what the question gave; `at_once` rows are in one question: a write waits
    no longer than they take.
    """

    def __init__(
        self, session: Session, model: EntryModel, question: Question, judge: Callable[[int, Any], Verdict],
        parent: QObject, at_once: int = 20,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._session, self._model = session, model
        self._question, self._judge, self._at_once = question, judge, at_once
        self._asking = self.hold = False
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        self._pause.timeout.connect(self.check)
        model.edited.connect(lambda _rows: self._pause.start())

    @property
    def waits(self) -> bool:
        """A change has not been asked about yet."""
        return self._asking or self._pause.isActive()

    def check(self) -> None:
        """Ask about the next rows nothing is known of."""
        model = self._model
        if self._asking or self.hold:
            return
        open_rows = [at for at, row in enumerate(model.rows, start=1) if row.verdict.state == WAITING]
        wrong = {at: found for at in open_rows if (found := find_wrong(model, at))}
        if wrong:
            model.judge({at: (model.rows[at - 1].version, verdict) for at, verdict in wrong.items()})
        rows = [at for at in open_rows if at not in wrong][: self._at_once]
        work = self._question(rows) if rows else None
        if work is None:
            return
        asked = {at: model.rows[at - 1].version for at in rows}
        keys = {at: model.rows[at - 1].case.key for at in rows}
        self._asking = True

        def take(told: Sequence[Any]) -> None:
            self._asking = False
            there = [at for at in rows if at <= len(model.rows) and model.rows[at - 1].case.key == keys[at]]
            answers = dict(zip(rows, told, strict=True))
            model.judge({at: (asked[at], self._judge(at, answers[at])) for at in there})
            if not self._pause.isActive():
                self.check()

        self._session.count(work, take, self, self._missed)

    def _missed(self, error: Exception) -> None:
        self._asking = False
        if isinstance(error, OfficeError):
            self._session.tasks.report(error)


def find_wrong(model: EntryModel, row: int) -> Verdict | None:
    """A cell that cannot be read."""
    for column in model.columns:
        error = model.cell(row, column.key).error if column.part == "middle" else ""
        if error:
            return Verdict(REFUSED, error, field=column.key)
    return None
