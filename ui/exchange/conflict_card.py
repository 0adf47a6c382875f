"""待核对: one conflict at a time, both values side by side, a third to be typed (picture 5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.fields import Kind, parse_value
from cppcc_desktop.domain.errors import InvalidField
from cppcc_desktop.services.lists.pinyin import read_initials
from ui.exchange.conflict_words import ConflictSide, Question
from ui.kit.frame.buttons import LinkButton, PlainButton, PrimaryButton
from ui.kit.frame.cards import Card
from ui.kit.frame.empty import EmptyState
from ui.kit.frame.labels import ElidedLabel, StateChip, frame, label
from ui.kit.inputs.choice_card import ChoiceCard
from ui.kit.inputs.combo import ComboBox
from ui.kit.inputs.inputs import FieldBox, LineEdit, TextEdit
from ui.kit.inputs.ticks import RadioButton
from ui.theme import Theme, follow_theme


class OwnValue(QWidget):
    """都不合适，另写: a third value typed or picked. `radio` belongs to the question's answers."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        assert question.spec
        self.spec = question.spec
        self.radio = RadioButton("都不合适，另写：")
        self.editor: LineEdit | TextEdit | ComboBox
        if question.codes:
            self.editor = ComboBox(question.codes, initials=read_initials, placeholder="选一项")
            self.editor.edited.connect(lambda: self.radio.setChecked(True))
        elif self.spec.kind is Kind.LONG_TEXT:
            self.editor = TextEdit(lines=2)
            self.editor.textChanged.connect(lambda: self.radio.setChecked(True))
        else:
            self.editor = LineEdit(placeholder="写上正确的内容")
            self.editor.textEdited.connect(lambda _text: self.radio.setChecked(True))
        self.editor.setAccessibleName(f"另写{question.label}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(FieldBox(self.editor), 1)
        follow_theme(self._align)

    def _align(self, theme: Theme) -> None:
        self.radio.setFixedHeight(theme.px(32))  # on one line with the field, also with a line below that

    def read(self, today: date) -> Any:
        """The value as it is stored; InvalidField is shown at the field and passed on."""
        raw = self.editor.key() if isinstance(self.editor, ComboBox) else self.text()
        try:
            if raw in (None, ""):
                raise InvalidField(self.spec.name, "还没有写。")
            return parse_value(self.spec, raw, today=today)
        except InvalidField as error:
            self.editor.set_error(error.what)
            self.editor.setFocus()
            raise

    def text(self) -> str:
        return self.editor.toPlainText() if isinstance(self.editor, TextEdit) else self.editor.text()  # type: ignore[union-attr]


class SideCard(ChoiceCard):
    """A value with who set it at its foot."""

    def __init__(self, side: ConflictSide, title: str) -> None:
        super().__init__(title)
        self.side = side
        self.body.addWidget(label(side.words, wrap=True, selectable=True))
        self.body.addStretch(1)
        self.body.addWidget(label(side.note, "note", wrap=True))
        self.setAccessibleName(f"{title}：{side.words}，{side.note}")


class ConflictCard(Card):
    """`settled(question, value)`: the user chose. Questions put off come again after the others."""

    settled = Signal(object, object)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__("待核对", margin=17)
        self._today = today
        self._questions: list[Question] = []
        self._later: list[tuple[str, str]] = []
        self.chip, self.place = StateChip("", "bad"), label("", "note")
        self.head.insertWidget(1, self.chip)
        self.head.addWidget(self.place)
        self._answers = QButtonGroup(self)
        self._inside = QWidget()
        self.body.addWidget(self._inside, 1)
        self.sides: list[SideCard] = []
        self.own: OwnValue | None = None
        self.go, self.later, self.next = PrimaryButton(), PlainButton(), LinkButton()
        self._below = False
        follow_theme(self._turn)

    @property
    def question(self) -> Question | None:
        """The one that is asked."""
        return self._questions[0] if self._questions else None

    def show_questions(self, questions: list[Question]) -> None:
        """Ask the first; those put off before stay at the end. The same question keeps what was typed."""
        before = self.question
        order = {key: place for place, key in enumerate(self._later, 1)}
        self._questions = sorted(questions, key=lambda each: order.get((each.record, each.field), 0))
        self._tell_count()
        if self.question is None or before != self.question or not self.sides:
            self._show()
        else:
            self._name_next()

    def _show(self) -> None:
        for button in self._answers.buttons():
            self._answers.removeButton(button)
        old, self._inside = self._inside, QWidget()
        self.body.replaceWidget(old, self._inside)
        old.hide()
        old.deleteLater()
        self.sides, self.own = [], None
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(6)
        if self.question is None:
            column.addWidget(EmptyState("check", "没有要核对的", ("两处改了同一内容时，会在这里让你选一个。",)))
            return
        self._ask(column, self.question)
        self._name_next()

    def _ask(self, column: QVBoxLayout, question: Question) -> None:
        column.addWidget(label(f"{question.title} · {question.label}", "bold", wrap=True))
        if question.before:
            column.addWidget(label(f"改之前：{question.before}", "label", wrap=True, selectable=True))
        column.addWidget(label(question.explained, "label", wrap=True))
        deleting = question.spec is None and question.field == "deleted"
        self._pair = QBoxLayout(self._direction())
        self._pair.setSpacing(12)
        for side in question.sides:
            card = SideCard(side, side.whose if deleting else f"用{side.whose}的")
            self._answers.addButton(card.radio)
            card.radio.toggled.connect(self._name_go)
            self.sides.append(card)
            self._pair.addWidget(card, 1)
        column.addLayout(self._pair)
        if question.spec:
            self.own = OwnValue(question)
            self._answers.addButton(self.own.radio)
            self.own.radio.toggled.connect(self._name_go)
            column.addSpacing(2)
            column.addWidget(self.own)
        self._finish(column)
        self.sides[0].radio.setChecked(True)
        self._name_go()

    def _finish(self, column: QVBoxLayout) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.go, self.later = PrimaryButton(), PlainButton("以后再说")
        row.addStretch(1)
        row.addWidget(self.go)
        row.addWidget(self.later)
        column.addSpacing(2)
        column.addLayout(row)
        column.addStretch(1)
        self._rule, self._next = frame("rule"), ElidedLabel("", "note")
        column.addWidget(self._rule)
        column.addWidget(self._next)
        self.go.clicked.connect(self._settle)
        self.later.clicked.connect(self._put_off)

    # answering

    def _chosen(self) -> SideCard | None:
        return next((card for card in self.sides if card.radio.isChecked()), None)

    def _settle(self) -> None:
        question, card = self.question, self._chosen()
        if not question:
            return
        if card:
            self.settled.emit(question, card.side.value)
        elif self.own:
            try:
                value = self.own.read(self._today())
            except InvalidField:
                return
            self.settled.emit(question, value)

    def _put_off(self) -> None:
        question = self.question
        if question:
            key = (question.record, question.field)
            self._later = [each for each in self._later if each != key] + [key]
            self._questions = [*self._questions[1:], question]
            self._show()
            self._tell_count()
            self.later.setFocus()

    # words

    def _tell_count(self) -> None:
        count = len(self._questions)
        self.chip.put(f"{count} 条", "bad")
        self.place.setText(f"第 1 / {count} 条")
        for part in (self.chip, self.place):
            part.setVisible(count > 0)

    def _name_go(self) -> None:
        card, question = self._chosen(), self.question
        if question and question.field == "deleted" and card:
            self.go.setText("删掉它" if card.side.value is not None else "留着它")
        else:
            self.go.setText(f"采用{card.side.whose}的" if card else "采用另写的")

    def _name_next(self) -> None:
        following = self._questions[1:2]
        for part in (self._rule, self._next):
            part.setVisible(bool(following))
        self._next.set_text(f"› 下一条：{following[0].summary}" if following else "")

    def _direction(self) -> QBoxLayout.Direction:
        return QBoxLayout.Direction.TopToBottom if self._below else QBoxLayout.Direction.LeftToRight

    def _turn(self, theme: Theme) -> None:
        self._below = theme.scale >= 2
        if self.sides:
            self._pair.setDirection(self._direction())
