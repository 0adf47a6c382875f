"""Words of a file that no code list has, each with the entry it may mean; an answer is remembered for later files."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from cppcc_desktop.services.imports.questions import WordQuestion
from cppcc_desktop.services.lists.pinyin import read_initials
from ui.kit.frame.labels import label
from ui.kit.inputs.combo import ComboBox
from ui.theme import Theme, current_theme, follow_theme

SHOWN, SHOWN_LARGE = 3, 1  # asked at once, and where the type leaves little room for the list; the next ones follow
NAMED = 4  # words of those not asked yet
LATER = ""


def describe_rest(rest: Sequence[WordQuestion]) -> str:
    """Words that wait for their turn, and what becomes of each kind if they are not answered."""
    parts: list[str] = []
    for added, becomes in ((True, "加到表里"), (False, "先不读")):
        words = [f"“{each.word}”" for each in rest if each.added is added]
        if words:
            parts.append(f"{becomes}：{''.join(words[:NAMED])}{'等' if len(words) > NAMED else ''}")
    return f"还有 {len(rest)} 个不认识的词，答了上面的再问。不答的，{'；'.join(parts)}。"


class WordQuestions(QWidget):
    """`answered(list, word, code)`: what a word means was said."""

    answered = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[ComboBox] = []
        self._questions: Sequence[WordQuestion] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)
        follow_theme(self._restyle)

    def show_questions(self, questions: Sequence[WordQuestion]) -> None:
        """The first few, those that stand in most rows first."""
        self._questions = questions
        shown = SHOWN_LARGE if current_theme().scale >= 1.5 else SHOWN
        answering = any(each.hasFocus() for each in self.answers)
        for place in reversed(range(self._grid.count())):
            item = self._grid.takeAt(place)
            part = item.widget() if item else None
            if part:
                part.deleteLater()
        self.answers = []
        self.setVisible(bool(questions))
        for row, each in enumerate(questions[:shown]):
            self._ask(row, each)
        if answering and self.answers:
            self.answers[0].setFocus()  # on to the next one
        if len(questions) > shown:
            self._grid.addWidget(label(describe_rest(questions[shown:]), "note", wrap=True), shown, 0, 1, 3)

    def _restyle(self, _theme: Theme) -> None:
        self.show_questions(self._questions)

    def _ask(self, row: int, question: WordQuestion) -> None:
        later = "加到表里" if question.added else "先不读"
        near = [(code, f"{words}（可能是）") for code, words in question.near]
        others = [each for each in question.entries if each not in question.near]
        answer = ComboBox([(LATER, later), *near, *others], initials=read_initials)
        answer.setAccessibleName(f"{question.label}里的“{question.word}”是哪一项")
        answer.set_key(LATER)
        answer.picked.connect(lambda key: key and self.answered.emit(question.list, question.word, str(key)))
        self.answers.append(answer)
        rows = f"（{question.count} 行）" if question.count > 1 else ""
        self._grid.addWidget(label(f"{question.label}里不认识“{question.word}”{rows}："), row, 0)
        self._grid.addWidget(answer, row, 1)
