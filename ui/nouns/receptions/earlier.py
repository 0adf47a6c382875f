"""以前来过: below the matter, while one types who came with what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cppcc_desktop.domain.dates import short_date
from cppcc_desktop.nouns.receptions.similar import Earlier, find_earlier
from ui.kit.frame.buttons import LinkButton, SmallButton
from ui.kit.frame.labels import ElidedLabel
from ui.kit.inputs.record_form import RecordForm
from ui.session import Session

PAUSE = 300  # ms after the last key
WATCHED = ("station", "visitor", "phone", "matter")
MOST = 3


class EarlierRow(QWidget):
    """One earlier reception: a link that opens it, what speaks for it, a button that links the two."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Earlier | None = None
        self.link, self.why, self.same = LinkButton(""), ElidedLabel("", "note"), SmallButton("就是它")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.link)
        row.addWidget(self.why, 1)
        row.addWidget(self.same)

    def put(self, found: Earlier) -> None:
        self.found = found
        self.link.setText(found.short)
        day = short_date(found.date) if found.date else ""
        self.why.set_text(
            " · ".join(
                part for part in (f"以前来过：{found.why}", f"{day} {found.visitor}".strip(), found.state) if part
            )
        )
        self.link.setAccessibleName(f"打开以前的接待：{found.short}")
        self.same.setAccessibleName(f"和这一件是同一件事：{found.short}")


class EarlierReceptions(QWidget):
    """At most three lines; nothing where nothing is found. Only the last question is answered."""

    def __init__(
        self, session: Session, form: RecordForm, record: Callable[[], str], read: Callable[[str], None]
    ) -> None:
        super().__init__()
        self._session, self._form, self._record, self._read = session, form, record, read
        self._asked: dict[str, object] = {}
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        self._pause.timeout.connect(self._ask)
        self.rows = [EarlierRow() for _ in range(MOST)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in self.rows:
            column.addWidget(row)
            row.hide()
            row.link.clicked.connect(lambda _on=False, each=row: self._read(each.found.id) if each.found else None)
            row.same.clicked.connect(lambda _on=False, each=row: self._take(each.found))
            row.same.setVisible("earlier" in form.editors)
        form.edited.connect(lambda _count: self._pause.start())

    def open(self, bundle: Any) -> None:
        """Only while it is entered: of one that is here it was said."""
        self.setVisible(bundle.record is None and not self._session.read_only)
        if not self.isHidden():
            self._pause.start()

    def _typed(self) -> dict[str, object]:
        found = {name: self._form.editors[name].value() for name in WATCHED if name in self._form.editors}
        own = "" if "station" in found else self._session.office.station
        return {"station": own, **found}

    def _ask(self) -> None:
        typed, session = self._typed(), self._session
        if typed == self._asked or self.isHidden():
            return
        self._asked = typed
        session.count(
            lambda: find_earlier(session.office, session.actor, typed, besides=self._record(), limit=MOST),
            lambda found: self._show(typed, found), self,
        )  # fmt: skip

    def _show(self, typed: dict[str, object], found: list[Earlier]) -> None:
        if typed != self._asked:
            return
        for at, row in enumerate(self.rows):
            row.setVisible(at < len(found))
            if at < len(found):
                row.put(found[at])

    def _take(self, found: Earlier | None) -> None:
        """The new one refers to it."""
        if found is not None:
            editor = self._form.editors["earlier"]
            editor.put_typed([found.id, found.short, found.short])
            editor.edited.emit()
