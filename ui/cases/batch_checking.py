"""Whether the rows of a batch can be recorded: asked in the background soon after each change, a few rows at a time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.services.cases.batches import BatchMove, make_line
from cppcc_desktop.services.cases.steps import Line, Told, check_lines
from ui.kit.tables.entry_model import LACKING, OK, REFUSED, WAITING, EntryModel, Verdict
from ui.session import Session

PAUSE = 400  # ms after a change
AT_ONCE = 20  # rows in one question: a write waits no longer than they take


class BatchChecker(QObject):
    """Keeps the verdicts of an entry model up to date. `hold` while the rows are being recorded."""

    def __init__(
        self, session: Session, model: EntryModel, step: Callable[[], BatchMove | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._model, self._step = session, model, step
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
        step, model = self._step(), self._model
        if step is None or self._asking or self.hold:
            return
        open_rows = [at for at, row in enumerate(model.rows, start=1) if row.verdict.state == WAITING]
        wrong = {at: found for at in open_rows if (found := find_wrong(model, at))}
        if wrong:
            model.judge({at: (model.rows[at - 1].version, verdict) for at, verdict in wrong.items()})
        rows = [at for at in open_rows if at not in wrong][:AT_ONCE]
        if not rows:
            return
        asked = {at: model.rows[at - 1].version for at in rows}
        keys = {at: model.rows[at - 1].case.key for at in rows}
        lines = [make_line(step, model.rows[at - 1].case, model.entered(at), str(at)) for at in rows]
        session, self._asking = self._session, True

        def judge(told: list[Told]) -> None:
            self._asking = False
            verdicts = {at: (asked[at], judge_line(each, model)) for at, each in zip(rows, told, strict=True)}
            model.judge({at: found for at, found in verdicts.items()
                         if at <= len(model.rows) and model.rows[at - 1].case.key == keys[at]})  # fmt: skip
            if not self._pause.isActive():
                self.check()

        session.count(lambda: check_lines(session.office, session.actor, lines), judge, self, self._missed)

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


def judge_line(told: Told, model: EntryModel) -> Verdict:
    """What the service said of a row, short."""
    error, line = told.refusal, told.line
    if error is None:
        warnings = told.outcome.warnings if told.outcome else ()
        return Verdict(OK, "可以登记" + (f"：{warnings[0]}" if warnings else ""))
    if isinstance(error, InvalidField):
        return Verdict(REFUSED, error.what, error.todo, error.field)
    missing = error.missing if isinstance(error, Refusal) else ()
    asked = {column.key: column.label for column in model.columns if column.part == "middle"}
    empty = [name for name in missing if name in asked and not is_filled(line, name)]
    if empty and error.what.partition("：")[2].startswith("没有填"):
        return Verdict(LACKING, "还要填" + "、".join(asked[name] for name in empty), field=empty[0])
    return Verdict(REFUSED, error.what, error.todo, empty[0] if empty else "")


def is_filled(line: Line, name: str) -> bool:
    return line.entered.get(name) not in (None, "", [])
