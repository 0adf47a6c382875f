"""先做这四步: what a new office does first, on top of its first page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from cppcc_desktop.domain.office.office import chinese_number
from cppcc_desktop.services.figures.first_steps import StepState
from ui.icons import SMALL, draw_icon
from ui.kit.frame.buttons import Button, LinkButton, PlainButton, PrimaryButton
from ui.kit.frame.cards import Card
from ui.kit.frame.flow import CardGrid
from ui.kit.frame.labels import ElidedLabel, label
from ui.kit.frame.notices import NoticeSign
from ui.theme import Theme, current_theme, follow_theme, set_role

NEXT, DONE, LATER = "next", "done", "later"


class StepDisc(QWidget):
    """The number of a step, or the tick of a done one."""

    def __init__(self, number: int, state: str) -> None:
        super().__init__()
        self._number, self._state = number, state
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = current_theme().size(28)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = {NEXT: "link", DONE: "ok", LATER: "surface"}[self._state]
        painter.setPen(theme.color("border" if self._state == LATER else ground))
        painter.setBrush(theme.color(ground))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawEllipse(box)
        if self._state == DONE:
            side = theme.size(SMALL)
            draw_icon(painter, "check", "surface", SMALL, (self.width() - side) / 2, (self.height() - side) / 2)
            return
        painter.setFont(theme.font(14, True))
        painter.setPen(theme.color("text2" if self._state == LATER else "surface"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._number))


class StepCard(QFrame):
    """One step. `taken()`: its button, or 改 of a done one."""

    taken = Signal()

    def __init__(self, number: int, step: StepState, state: str) -> None:
        super().__init__()
        self.step, self.state = step, state
        self.setProperty("role", "card")
        set_role(self, next=state == NEXT)
        self.setAccessibleName(f"{step.title}，{step.said}")
        self.button = self._make_button()
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(StepDisc(number, state))
        head.addWidget(label(step.title, "bold"), 1)
        if state == DONE:
            foot.addWidget(NoticeSign("check", "ok", SMALL))
        foot.addWidget(label(step.said, "done" if state == DONE else "note"), 1)
        foot.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(17, 13, 17, 13)
        column.setSpacing(8)
        column.addLayout(head)
        words = label(step.words, "label", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(words, 1)
        column.addLayout(foot)

    def _make_button(self) -> Button:
        if self.state == DONE:
            made: Button = LinkButton("改")
            made.setAccessibleName(f"改{self.step.title}")
        else:
            kind = PrimaryButton if self.state == NEXT else PlainButton
            made = kind(self.step.button, "download" if self.step.by_import else "")
        made.clicked.connect(lambda: self.taken.emit())
        return made

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().text_width(230, 60), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.text_width(273, 60), round(166 + 110 * (theme.scale - 1)))


class FirstStepsCard(Card):
    """All of them with how far one is. `taken(step)`, `put_away()`."""

    taken = Signal(object)  # StepState
    put_away = Signal()

    def __init__(self) -> None:
        super().__init__("先做这几步", "做好一步，这里就打上勾；都好了，这张卡自己收起")
        self.cards: list[StepCard] = []
        self._shown: Sequence[StepState] = ()
        self.count, self.bar = ElidedLabel("", "note"), QProgressBar()
        self.bar.setTextVisible(False)
        self.away = LinkButton("先不管它")
        self.away.setToolTip("以后点右上角的“?”还能再叫出来")
        self.away.clicked.connect(lambda: self.put_away.emit())
        for part in (self.count, self.bar, self.away):
            self.head.addWidget(part)
        self._grid = CardGrid(most=4, gap=14)
        self.body.addWidget(self._grid)
        self.body.setContentsMargins(17, 6, 17, 13)
        follow_theme(self._fit_bar)
        self.hide()

    def put(self, steps: Sequence[StepState]) -> None:
        """Show them anew if anything changed; none hides the card."""
        self.setVisible(bool(steps))
        if tuple(steps) == tuple(self._shown):
            return
        self._shown = tuple(steps)
        self.heading.setText(f"先做这{chinese_number(len(steps))}步")
        done = sum(each.done for each in steps)
        self.count.set_text(f"{done} / {len(steps)}")
        self.bar.setRange(0, max(1, len(steps)))
        self.bar.setValue(done)
        self._fill()

    def _fill(self) -> None:
        for card in self.cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        following = next((each for each in self._shown if not each.done), None)
        for number, step in enumerate(self._shown, 1):
            card = StepCard(number, step, DONE if step.done else NEXT if step is following else LATER)
            card.taken.connect(lambda step=step: self.taken.emit(step))
            self.cards.append(card)
            self._grid.addWidget(card)

    @property
    def next(self) -> StepCard | None:
        """The one with the red button."""
        return next((each for each in self.cards if each.state == NEXT), None)

    def _fit_bar(self, _theme: Theme) -> None:
        self.bar.setFixedWidth(120)
