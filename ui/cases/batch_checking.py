"""Whether the rows of a batch can be recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.services.cases.batches import BatchMove, make_line
from cppcc_desktop.services.cases.steps import StepLine, Told, check_lines
from ui.kit.tables.entry_checking import EntryChecker
from ui.kit.tables.entry_model import LACKING, OK, REFUSED, EntryModel, Verdict
from ui.session import Session


def make_checker(
    session: Session, model: EntryModel, step: Callable[[], BatchMove | None], parent: QObject
) -> EntryChecker:
    """Asks what the step would say of each row, without writing."""

    def question(rows: Sequence[int]) -> Callable[[], list[Told]] | None:
        move = step()
        if move is None:
            return None
        lines = [make_line(move, model.rows[at - 1].case, model.entered(at), str(at)) for at in rows]
        return lambda: check_lines(session.office, session.actor, lines)

    return EntryChecker(session, model, question, lambda _row, told: judge_line(told, model), parent)


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


def is_filled(line: StepLine, name: str) -> bool:
    return line.entered.get(name) not in (None, "", [])
