"""The right of 签到: how many came, the quorum, who is on leave and who is absent."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.fields import mask
from cppcc_desktop.nouns.activities.attendance.meeting import Desk
from cppcc_desktop.nouns.activities.counting import (
    ABSENT,
    EARLY,
    HERE,
    LATE,
    LEAVE,
    PROXY,
    HalfDay,
    Leave,
    Meeting,
    Tally,
    say_share,
)
from cppcc_desktop.nouns.activities.records import PARTICIPANT
from ui.kit.frame.buttons import LinkButton
from ui.kit.frame.labels import ElidedLabel, StateChip, frame, label
from ui.kit.frame.scrolling import scroll
from ui.theme import Theme, current_theme, follow_theme, set_role

KINDS = ((HERE, "到会"), (LATE, "迟到"), (EARLY, "早退"), (LEAVE, "请假"), (ABSENT, "缺席"), (PROXY, "委托"))
PHONE = PARTICIPANT.by_name["phone"]
MOST = 12  # people named in a list of the panel
DECISIONS = {"1": "批", "2": "没批"}


class QuorumBar(QWidget):
    """How many of 应到 are there, with a mark where the quorum is."""

    def __init__(self) -> None:
        super().__init__()
        self._tally = Tally()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def put(self, tally: Tally) -> None:
        self._tally = tally
        needed = "" if tally.needed is None else f"，法定人数 {tally.needed} 人"
        self.setAccessibleName(f"到会 {tally.attended} 人，应到 {tally.expected} 人{needed}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, current_theme().size(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, tally = current_theme(), QPainter(self), self._tally
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        groove = QRectF(0, 4, self.width(), self.height() - 8)
        painter.setBrush(theme.color("row"))
        painter.drawRoundedRect(groove, 4, 4)
        if not tally.expected:
            return
        painter.setBrush(theme.color("bar"))
        painter.drawRoundedRect(QRectF(0, 4, self.width() * tally.attended / tally.expected, groove.height()), 4, 4)
        if tally.needed is not None:
            painter.fillRect(
                QRectF(self.width() * tally.needed / tally.expected - 1, 0, 2, self.height()), theme.color("text")
            )


class PresencePanel(QWidget):
    """What one half-day comes to. `leave_asked()`, `phones_asked()`; `person_asked(line)` for a name that is pressed."""

    leave_asked = Signal()
    phones_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.heading, self.starts = ElidedLabel("", "bold"), label("", "label")
        self.number, self.of, self.chip = label("", "figure"), label("", "label"), StateChip("")
        self.bar, self.mark = QuorumBar(), label("", "note")
        self.base = label("", "label")
        self.counts = {code: (label(word), label("", "bold"), label("", "label")) for code, word in KINDS}
        self.leave_head, self.absent_head = label("", "bold"), label("", "bold")
        self.add_leave, self.phones = LinkButton("登记请假…"), LinkButton("打印电话单")
        self.leaves, self.absent = QVBoxLayout(), QVBoxLayout()
        self.rule, self.remark = label("", "note", wrap=True), label("", "wrong", wrap=True)
        self._lay_out()
        self.add_leave.clicked.connect(self.leave_asked)
        self.phones.clicked.connect(self.phones_asked)
        follow_theme(self._restyle)

    def put(self, desk: Desk, meeting: Meeting, session: HalfDay) -> None:
        """Everything of one half-day."""
        self.tell_counts(meeting, session)
        found = meeting.list_by(session.key, LEAVE)
        self.leave_head.setText(f"请假 {len(found)} 人" if found else "没有人请假")
        told = [
            tell_leave(desk, meeting, person.name, state.leave)
            if state.leave
            else (person.name, "没有登记请假", "", "")
            for person, state in found[:MOST]
        ]
        fill(self.leaves, told, len(found))
        self.rule.setText(desk.rule.words)
        self.remark.setText("　".join(part for part in (desk.remark, say_doubled(desk.doubled)) if part))
        self.remark.setVisible(bool(self.remark.text()))

    def tell_counts(self, meeting: Meeting, session: HalfDay) -> None:
        """What changes with every key: numbers, the bar, who is absent."""
        tally = meeting.tally(session.key)
        self.heading.set_text(session.label)
        self.starts.setText(session.starts_at)
        self.number.setText(str(tally.attended))
        self.of.setText(f"/ {tally.expected} 人到会")
        self.bar.put(tally)
        self.chip.setVisible(tally.needed is not None)
        self.chip.put(*(("已过法定人数", "ok") if tally.quorate else ("不到法定人数", "wait")))
        share = say_share(meeting.quorum) if meeting.quorum else ""
        self.mark.setText(f"{share}：{tally.needed} 人" if share else "这类会议没有定法定人数")
        guests = f"，另有列席等 {tally.guests} 人" if tally.guests else ""
        self.base.setText(f"{tally.base_words}{guests}")
        for code, (_, count, rate) in self.counts.items():
            number, share_of = tally.count(code), tally.share(code)
            waiting = f"（{tally.pending} 人等批准）" if code == LEAVE and tally.pending else ""
            count.setText(str(number))
            rate.setText("" if share_of is None else f"{waiting}{share_of}%")
        gone = meeting.list_by(session.key, ABSENT)
        self.absent_head.setText(f"缺席 {len(gone)} 人" if gone else "还没有人记缺席")
        self.phones.setVisible(bool(gone))
        rows = [(each.name, each.group, mask(PHONE, each.phone), "") for each, _ in gone[:MOST]]
        fill(self.absent, rows, len(gone))

    def _lay_out(self) -> None:
        inner, column = QWidget(), QVBoxLayout()
        inner.setLayout(column)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(6)
        column.addLayout(beside(self.heading, None, self.starts))
        column.addLayout(beside(self.number, self.of, self.chip))
        column.addWidget(self.bar)
        column.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(frame("rule"))
        column.addLayout(beside(label("到会情况", "bold"), None, self.base))
        grid = QGridLayout()
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        for at, parts in enumerate(self.counts.values()):
            for place, part in enumerate(parts):
                grid.addWidget(part, at, place, Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft)
        column.addLayout(grid)
        column.addSpacing(6)
        for head, button, rows in (
            (self.leave_head, self.add_leave, self.leaves),
            (self.absent_head, self.phones, self.absent),
        ):
            column.addLayout(beside(head, None, button))
            rows.setSpacing(0)
            column.addLayout(rows)
            if rows is self.leaves:
                column.addWidget(self.rule)
                column.addSpacing(6)
        column.addWidget(self.remark)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        ground = frame("panel")
        held = QVBoxLayout(ground)
        held.setContentsMargins(0, 0, 0, 0)
        held.addWidget(scroll(inner))
        whole.addWidget(ground)

    def _restyle(self, theme: Theme) -> None:
        self.setMinimumWidth(theme.text_width(260))


def beside(first: QWidget, second: QWidget | None, last: QWidget) -> QHBoxLayout:
    """Two parts at the left and one at the right."""
    row = QHBoxLayout()
    row.setSpacing(6)
    row.addWidget(first)
    if second is not None:
        row.addWidget(second, 0, Qt.AlignmentFlag.AlignBottom)
    row.addStretch(1)
    row.addWidget(last)
    return row


Told = tuple[str, str, str, str]  # name, what, at the right, its role


def fill(rows: QVBoxLayout, told: Sequence[Told], count: int) -> None:
    """The lines of a list; lines that are there already are used again."""
    lines = [*told, *([(f"还有 {count - len(told)} 人", "", "", "")] if count > len(told) else [])]
    while rows.count() > len(lines):
        gone = rows.takeAt(rows.count() - 1).widget()
        gone.hide()
        gone.deleteLater()
    while rows.count() < len(lines):
        rows.addWidget(PersonLine())
    for at, each in enumerate(lines):
        part = rows.itemAt(at).widget()
        assert isinstance(part, PersonLine)
        part.put(each)


class PersonLine(QWidget):
    """胡家骏 病假，全会 主席批."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.what, self.right = ElidedLabel(), ElidedLabel("", "note"), label("", "note")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.name)
        row.addWidget(self.what, 1)
        row.addWidget(self.right)
        follow_theme(self._restyle)

    def put(self, told: Told) -> None:
        self.name.set_text(told[0])
        self.what.set_text(told[1])
        self.right.setText(told[2])
        if self.right.property("role") != (told[3] or "note"):
            set_role(self.right, role=told[3] or "note")

    def _restyle(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px(26))
        self.name.setFixedWidth(theme.text_width(64, 0))


def tell_leave(desk: Desk, meeting: Meeting, name: str, leave: Leave) -> Told:
    """病假，12日下起 · 秘书长批; one nobody has decided on is amber."""
    kind = desk.kinds.get(leave.kind, leave.kind)
    short = {each.key: each.short for each in meeting.sessions}
    span = say_span(short.get(leave.first, ""), short.get(leave.last, "")) if len(short) > 1 else ""
    decided = DECISIONS.get(leave.decision)
    approver = leave.approver or desk.rule.find_approver(meeting.days_of(leave))
    right = f"{approver}{decided}" if decided else "等批准"
    role = "" if decided == "批" else "late" if decided else "soon"
    return name, "，".join(part for part in (kind, span) if part), right, role


def say_span(first: str, last: str) -> str:
    """12日下起, 12日下至13日上, 全程."""
    if first and last:
        return first if first == last else f"{first}至{last}"
    return f"{first}起" if first else f"到{last}" if last else "全程"


def say_doubled(count: int) -> str:
    return f"有 {count} 格在两处各记了一次，在“待核对”里看。" if count else ""
