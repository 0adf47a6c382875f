"""Where a case stands, and what happened to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit.inputs.ticks import draw_mark
from ui.theme import Theme, current_theme, follow_theme


def break_lines(text: str, font: QFont, width: float) -> list[str]:
    """The text in lines of this width; none begins with a comma or a closing bracket."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(text[line.textStart() : line.textStart() + line.textLength()].strip())
    layout.endLayout()
    return lines


@dataclass(frozen=True)
class TimelineEntry:
    word: str
    date: str = ""
    state: Literal["done", "now", "to come"] = "to come"


class StepTrack(QWidget):
    """Steps from left to right: done green with ✓, now blue, to come hollow."""

    def __init__(self, steps: Sequence[TimelineEntry] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.put(steps)
        follow_theme(self._restyle)

    def put(self, steps: Sequence[TimelineEntry]) -> None:
        self.steps = tuple(steps)
        words = {"done": "已完成", "now": "现在", "to come": "未到"}
        self.setAccessibleName("，".join(f"{step.word} {step.date} {words[step.state]}" for step in self.steps))
        self.update()

    def _restyle(self, _theme: Theme) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(400, round(4 + 38 * current_theme().scale))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.size(18)
        pitch = self.width() / max(len(self.steps), 1)
        for index, step in enumerate(self.steps):
            disc = QRectF(round(index * pitch) + 1, 1, side, side)
            if index + 1 < len(self.steps):
                painter.setPen(QPen(theme.color("ok" if step.state == "done" else "line"), 2))
                y = disc.center().y()
                painter.drawLine(QPointF(disc.right() + 2, y), QPointF(round((index + 1) * pitch) - 1, y))
            self._paint_disc(painter, theme, disc, step)
            self._paint_words(painter, theme, step, disc, pitch)

    def _paint_disc(self, painter: QPainter, theme: Theme, disc: QRectF, step: TimelineEntry) -> None:
        if step.state == "to come":
            painter.setPen(QPen(theme.color("text3"), 1.5))
            painter.setBrush(theme.color("surface"))
            painter.drawEllipse(disc.adjusted(0.75, 0.75, -0.75, -0.75))
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("ok" if step.state == "done" else "link"))
        painter.drawEllipse(disc)
        ink = theme.color("surface")
        if step.state == "done":
            draw_mark(painter, disc.adjusted(2, 2, -2, -2), partly=False, pen=QPen(ink, disc.width() / 9))
        else:
            painter.setBrush(ink)
            painter.drawEllipse(disc.center(), disc.width() / 6, disc.width() / 6)

    def _paint_words(self, painter: QPainter, theme: Theme, step: TimelineEntry, disc: QRectF, pitch: float) -> None:
        font = theme.font(13, step.state == "now")
        text = f"{step.word}  {step.date}" if step.date else step.word
        painter.setFont(font)
        painter.setPen(theme.color("text2" if step.state == "to come" else "text"))
        room = int(pitch) - 12
        if QFontMetrics(font).horizontalAdvance(text) > room:
            text = QFontMetrics(font).elidedText(step.word, Qt.TextElideMode.ElideRight, room)
        top = disc.bottom() + 3
        painter.drawText(QRectF(disc.left(), top, room, theme.size(20)), Qt.AlignmentFlag.AlignVCenter, text)


@dataclass(frozen=True)
class Happening:
    """One entry of 办理经过; `tone` ok, go, wait, bad, or none for what is still to come (hollow)."""

    title: str
    date: str = ""
    note: str = ""
    tone: str = "ok"


class Timeline(QWidget):
    """What happened, newest on top as handed in; grows with its entries, put it into a scroll area."""

    LEFT = 24

    def __init__(self, entries: Sequence[Happening] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.put(entries)
        follow_theme(self._restyle)

    def put(self, entries: Sequence[Happening]) -> None:
        self.entries = tuple(entries)
        self.setAccessibleName("办理经过：" + "；".join(f"{e.date} {e.title} {e.note}" for e in self.entries))
        self.updateGeometry()
        self.update()

    def _restyle(self, _theme: Theme) -> None:
        self.updateGeometry()

    def _note_height(self, entry: Happening, width: int) -> int:
        lines = self._note_lines(entry, width)
        return len(lines) * current_theme().size(19) + 2 if lines else 0

    def _note_lines(self, entry: Happening, width: int) -> list[str]:
        found = [break_lines(part, current_theme().font(13), max(40, width - self.LEFT))
                 for part in entry.note.splitlines()]  # fmt: skip
        return [line for lines in found for line in lines]

    def heightForWidth(self, width: int) -> int:
        line = current_theme().size(22)
        return sum(line + self._note_height(entry, width) + 12 for entry in self.entries) + 4

    def sizeHint(self) -> QSize:
        width = current_theme().text_width(272, 24)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.heightForWidth(max(160, self.width())))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line, y = theme.size(22), 0
        for index, entry in enumerate(self.entries):
            height = line + self._note_height(entry, self.width()) + 12
            centre = QPointF(7, y + line / 2)
            if index + 1 < len(self.entries):
                painter.setPen(QPen(theme.color("line"), 2))
                painter.drawLine(QPointF(7, centre.y() + 8), QPointF(7, y + height + line / 2 - 8))
            self._paint_dot(painter, theme, centre, entry)
            self._paint_entry(painter, theme, entry, y, line)
            y += height

    def _paint_dot(self, painter: QPainter, theme: Theme, centre: QPointF, entry: Happening) -> None:
        hollow = entry.tone == "none"
        painter.setPen(QPen(theme.color("border"), 2) if hollow else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(theme.color("surface" if hollow else entry.tone))
        painter.drawEllipse(centre, 4.5 if hollow else 5.5, 4.5 if hollow else 5.5)

    def _paint_entry(self, painter: QPainter, theme: Theme, entry: Happening, y: int, line: int) -> None:
        box = QRectF(self.LEFT, y, self.width() - self.LEFT, line)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(13))
        painter.setPen(theme.color("text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | middle, entry.date)
        used = QFontMetrics(theme.font(13)).horizontalAdvance(entry.date) + 8
        for place, words in enumerate(self._note_lines(entry, self.width())):
            at = QRectF(self.LEFT, y + line + place * theme.size(19), box.width(), theme.size(19))
            painter.drawText(at, Qt.AlignmentFlag.AlignLeft | middle, words)
        token = {"bad": "accent", "none": "text2"}.get(entry.tone, "text")
        font = theme.font(14, True)
        painter.setFont(font)
        painter.setPen(theme.color(token))
        cut = QFontMetrics(font).elidedText(entry.title, Qt.TextElideMode.ElideRight, round(box.width() - used))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | middle, cut)
