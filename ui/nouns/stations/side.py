"""Beside the record of a 联络站: what it is to hold and has held, and who is on duty next (look.md 7a)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cppcc_desktop.domain.dates import short_date
from cppcc_desktop.nouns.stations.held import TargetState
from cppcc_desktop.nouns.stations.records import DUTY
from cppcc_desktop.nouns.stations.standing import NextDuty, StationStanding, TargetYear, read_standing
from ui.kit.frame.buttons import LinkButton
from ui.kit.frame.labels import ElidedLabel, frame, label
from ui.session import Session
from ui.tasks import WrittenKinds
from ui.theme import Theme, current_theme, follow_theme

NOBODY = "没有排人"
INKS = {"bad": "wrong", "wait": "wait"}  # of what is lacking


class HeldBar(QWidget):
    """How much of a target is reached."""

    def __init__(self, state: TargetState) -> None:
        super().__init__()
        self._part = min(1.0, state.held / state.number) if state.number else 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{state.held} / {state.number}")

    def sizeHint(self) -> QSize:
        return QSize(64, current_theme().px(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, box = current_theme(), QPainter(self), QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.setBrush(theme.color("window"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        if self._part > 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("bar"))
            painter.drawRoundedRect(
                QRectF(box.x(), box.y(), max(box.height(), box.width() * self._part), box.height()), 4, 4
            )


class StationSide(QWidget):
    """`tab_asked(child)`: the tab with these rows is wanted."""

    tab_asked = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self.record = session, ""
        self.standing = StationStanding((), ())
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 16, 12)
        self._column.setSpacing(6)
        self._parts: list[QWidget] = []
        follow_theme(self._restyle)

    def open(self, record: str) -> None:
        """Read what there is of this station."""
        self.record = record
        session = self._session
        session.read(
            lambda: (record, read_standing(session.office, session.actor, record)),
            self._show,
            self,
            lambda _error: None,
        )

    def follow(self, change: WrittenKinds) -> None:
        """Activities and whatever else counts are records of other lists: any of them may have come."""
        if self.record and change.entities:
            self.open(self.record)

    def _show(self, found: tuple[str, StationStanding]) -> None:
        record, self.standing = found
        if record == self.record:
            self._fill()

    def _fill(self) -> None:
        now = self.window().focusWidget()
        focused = now is not None and self.isAncestorOf(now)
        while self._column.count():
            item = self._column.takeAt(0)
            part = item.widget() if item else None
            if part is not None:
                part.hide()
                part.deleteLater()
        for target in self.standing.targets:
            self._add_target(target)
        if not self.standing.targets:
            self._column.addWidget(label("没有要完成的目标", "note"))
        self._add_duties(self.standing.duties)
        self._column.addStretch(1)
        if focused:
            self.roster.setFocus()

    def _add_target(self, target: TargetYear) -> None:
        now = target.now
        self._add_row(label(f"{now.span.label}目标", "bold"), None, label(f"余 {now.left} 天", "note"))
        lacks = "已完成" if not now.lacking else f"还差 {now.lacking} 次"
        self._add_row(
            label(str(now.held), "figure"),
            label(f"/ {now.number} 次", "note"),
            label(lacks, INKS.get(now.tone, "note")),
        )
        self._column.addWidget(HeldBar(now))
        self._column.addWidget(label(now.target, "note", wrap=True))
        self._add_line()
        if len(target.year) > 1:
            self._add_row(label("今年", "bold"), None, label("按登记的次数", "note"))
            for each in target.year:
                self._add_period(each, now=each.span == now.span)
            self._add_line()

    def _add_period(self, state: TargetState, *, now: bool) -> None:
        theme = current_theme()
        words, count = label(state.span.label, "bold" if now else ""), label(f"{state.held} / {state.number}")
        words.setFixedWidth(theme.text_width(56, 0))
        count.setFixedWidth(theme.text_width(40, 0))
        bar = HeldBar(state)
        bar.setFixedWidth(theme.text_width(56, 0))
        days = "、".join(map(short_date, state.days))
        last = state.span.last.isoformat()
        said = days or (f"{short_date(last)}前" if now else "")
        self._add_row(words, count, ElidedLabel(said, "note"), bar=bar)

    def _add_duties(self, duties: Sequence[NextDuty]) -> None:
        self.roster = LinkButton("值班表")
        self.roster.clicked.connect(lambda: self.tab_asked.emit(DUTY.name))
        self._add_row(label("接待值班", "bold"), None, self.roster)
        for each in duties:
            day = label(short_date(each.day))
            day.setFixedWidth(current_theme().text_width(72, 0))
            who = ElidedLabel(each.persons or NOBODY, "" if each.persons else "wait")
            self._add_row(day, who, ElidedLabel(each.words, "note"))
        if not duties:
            self._column.addWidget(label("今天以后还没有排班", "note"))

    def _add_row(self, first: QWidget, second: QWidget | None, last: QWidget, *, bar: QWidget | None = None) -> None:
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(first)
        if second is not None:
            row.addWidget(second)
        if bar is not None:
            row.addWidget(bar)
        row.addStretch(1)
        row.addWidget(last)
        self._column.addWidget(held)

    def _add_line(self) -> None:
        rule = frame("rule")
        rule.setFixedHeight(1)
        self._column.addWidget(rule)

    def _restyle(self, _theme: Theme) -> None:
        if self.record:
            self._fill()
