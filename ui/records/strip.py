"""Rows of a child as chips in one row below the header: 协商议事室 2022-03 起; those that ended are dashed and grey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from cppcc_desktop.domain.description.fields import Entity
from cppcc_desktop.services.records.children import ChildRow, call_row
from ui.kit.frame.buttons import LinkButton
from ui.kit.frame.flow import FlowBox
from ui.kit.frame.labels import label
from ui.lists.looks import ChildStrip
from ui.theme import Theme, current_theme, follow_theme

PAD, GAP = 9, 8


@dataclass(frozen=True)
class Spell:
    """What something is, and for how long: 书吧, 2022-03 至 2024-12."""

    word: str
    span: str
    ended: bool


def make_spell(entity: Entity, strip: ChildStrip, row: ChildRow, today: str) -> Spell:
    since, until = (str(row.values.get(name) or "") for name in (strip.since, strip.until))
    ended = bool(until) and until < today
    span = f"{since[:7] or '？'} 至 {until[:7]}" if until else f"{since[:7]} 起" if since else ""
    return Spell(call_row(entity, row), span, ended)


class SpellChip(QWidget):
    """One of them, 24 high."""

    def __init__(self, spell: Spell) -> None:
        super().__init__()
        self.spell = spell
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            " ".join(part for part in (spell.word, spell.span, "已结束" if spell.ended else "") if part)
        )

    def sizeHint(self) -> QSize:
        theme = current_theme()
        wide = QFontMetrics(theme.font(14)).horizontalAdvance(self.spell.word)
        if self.spell.span:
            wide += GAP + QFontMetrics(theme.font(13)).horizontalAdvance(self.spell.span)
        return QSize(wide + 2 * PAD, theme.px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, box = current_theme(), QPainter(self), QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dashed = Qt.PenStyle.DashLine if self.spell.ended else Qt.PenStyle.SolidLine
        outlined = self.spell.ended or theme.high_contrast
        painter.setPen(
            QPen(theme.color("text3" if self.spell.ended else "text"), 1, dashed) if outlined else Qt.PenStyle.NoPen
        )
        painter.setBrush(Qt.BrushStyle.NoBrush if outlined else theme.color("none_ground"))
        painter.drawRoundedRect(box, 4, 4)
        inner = self.rect().adjusted(PAD, 0, -PAD, 0)
        painter.setFont(theme.font(14))
        painter.setPen(theme.color("text3" if self.spell.ended else "text"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, self.spell.word)
        painter.setFont(theme.font(13))
        painter.setPen(theme.color("text3" if self.spell.ended else "text2"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self.spell.span)


class SpellStrip(QWidget):
    """`asked()`: the rows themselves are wanted, to add to them or end one."""

    asked = Signal()

    def __init__(self, entity: Entity, strip: ChildStrip) -> None:
        super().__init__()
        self._entity, self._strip = entity, strip
        self.box, self.name, self.change = FlowBox(), label(entity.label, "note"), LinkButton("增减")
        self.change.setToolTip(f"在“{entity.label}”里添、改")
        self.change.clicked.connect(self.asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(12)
        row.addWidget(self.name, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.box, 1)
        self.box.addWidget(self.change)
        follow_theme(self._restyle)

    def put(self, rows: Sequence[ChildRow], today: str) -> None:
        """Show these; what goes on first, what ended last."""
        for chip in [each for each in self.box.parts if isinstance(each, SpellChip)]:
            self.box.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        spells = sorted(
            (make_spell(self._entity, self._strip, row, today) for row in rows), key=lambda each: each.ended
        )
        self.box.removeWidget(self.change)
        for part in (*(SpellChip(each) for each in spells), self.change):
            self.box.addWidget(part)
        self.setAccessibleName(f"{self._entity.label}：" + "，".join(each.word for each in spells))

    def _restyle(self, theme: Theme) -> None:
        self.name.setFixedHeight(theme.px(24))
        self.change.setFixedHeight(theme.px(24))
        self.box.arrange()
