"""What the dialog of a step proposed goes by the day it was taken: a due date follows the date until it is typed."""

from __future__ import annotations

from PySide6.QtCore import QObject

from cppcc_desktop.domain.cases.life import Move
from cppcc_desktop.domain.description.fields import Value, is_day
from cppcc_desktop.services.cases.steps import propose_on
from ui.kit.inputs.record_form import RecordForm
from ui.session import Session

DAY = "date"


class FollowingDay(QObject):
    """Lives with the form. Fields that still hold what was proposed take what another day proposes."""

    def __init__(
        self, session: Session, form: RecordForm, kind: str, record: str, move: Move, proposed: dict[str, Value]
    ) -> None:
        super().__init__(form)
        self._session, self._form, self._move, self._proposed = session, form, move, proposed
        self._kind, self._record, self._day = kind, record, str(proposed.get(DAY) or "")
        if DAY in form.editors and len(proposed) > 1:
            form.editors[DAY].edited.connect(self._ask)

    def _ask(self) -> None:
        day = str(self._form.editors[DAY].value() or "")
        if not is_day(day) or day == self._day:
            return
        self._day = day
        session = self._session
        session.read(
            lambda: propose_on(session.office, session.actor, self._kind, self._record, self._move, day),
            lambda found: self._take(day, found), self,
        )  # fmt: skip

    def _take(self, day: str, found: dict[str, Value]) -> None:
        if day != self._day:  # another one was typed meanwhile
            return
        for name, value in found.items():
            editor = self._form.editors.get(name)
            if name != DAY and editor is not None and editor.value() == self._proposed.get(name) != value:
                editor.put(value)
                self._proposed[name] = value
