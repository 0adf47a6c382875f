"""What the form of a new record proposed goes by what is typed: a due date follows the day until it is typed itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from cppcc_desktop.domain.description.fields import Row, Value
from cppcc_desktop.services.records.records import propose_new
from cppcc_desktop.services.records.titles import word_rows
from ui.kit.inputs.record_form import RecordForm, as_typed
from ui.session import Session

PAUSE = 150  # ms after the last key


class FollowingForm(QObject):
    """Lives with the form. Fields that still hold what was proposed take what is proposed for what stands there now."""

    def __init__(self, session: Session, form: RecordForm, kind: str, proposed: Row) -> None:
        super().__init__(form)
        self._session, self._form, self._kind = session, form, kind
        self._proposed: dict[str, Value] = dict(proposed)
        self._asked: dict[str, object] = {}
        self._ended = False
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        self._pause.timeout.connect(self._ask)
        form.edited.connect(lambda _count: None if self._ended else self._pause.start())

    def begin(self, proposed: Row) -> None:
        """The form was put anew, with this proposed."""
        self._proposed, self._asked = dict(proposed), {}

    def end(self) -> None:
        """The record is stored: from now on nothing is proposed for it."""
        self._ended = True
        self._pause.stop()

    def _own(self) -> dict[str, object]:
        """What somebody typed."""
        entered = self._form.entered()
        return {name: value for name, value in entered.items() if as_typed(self._proposed.get(name)) != as_typed(value)}

    def _ask(self) -> None:
        typed, session = self._own(), self._session
        if typed == self._asked:
            return
        self._asked = typed
        specs = session.office.entity(self._kind).fields

        def work() -> tuple[dict[str, Value], dict[str, str]]:
            found = propose_new(session.office, session.actor, self._kind, typed)
            return found, word_rows(session.office, specs, [found])[0]

        session.read(work, lambda found: self._take(typed, *found), self)

    def _take(self, typed: dict[str, object], found: dict[str, Value], words: dict[str, str]) -> None:
        if self._ended or typed != self._asked:  # something else was typed meanwhile
            return
        moved = {
            name: found.get(name) for name in self._form.editors
            if name not in typed and self._proposed.get(name) != found.get(name)
        }  # fmt: skip
        if moved:
            self._proposed |= moved
            self._form.propose(moved, words)
