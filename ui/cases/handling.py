"""办理: what the steps of a case recorded, in groups of cards; each can be put right, merged cases can be opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cppcc_desktop.domain.cases.corrections import fields_to_correct
from cppcc_desktop.domain.cases.life import JOINED
from cppcc_desktop.domain.dates import short_date
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.cases.lives import name_stages
from cppcc_desktop.services.cases.records import Handling, Recorded, Related, RetractedStep
from cppcc_desktop.services.office.codes import CodeLists
from ui.cases.wording import Shown, Wording
from ui.icons import SMALL
from ui.kit.frame.buttons import LinkButton
from ui.kit.frame.cards import Card
from ui.kit.frame.labels import ElidedLabel, StateChip, label
from ui.kit.frame.notices import NoticeSign
from ui.kit.frame.scrolling import scroll
from ui.kit.inputs.ticks import CheckBox
from ui.session import Session
from ui.theme import set_role

SHORT = 44  # characters of facts that stand beside the title
LONG = 240  # characters of a text shown before 看全文


Correct = Callable[[Recorded], None]


def make_link(title: str, correct: Callable[[], None]) -> LinkButton:
    link = LinkButton("改正…")
    link.setAccessibleName(f"改正：{title}")
    link.clicked.connect(lambda: correct())  # without the ticked state a click brings
    return link


class LongText(QWidget):
    """A label and its text; a long one is cut until somebody wants the whole."""

    def __init__(self, name: str, text: str, link: LinkButton | None = None) -> None:
        super().__init__()
        self.text = text
        self.words = label(text, "", wrap=True, selectable=True)
        self.words.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.more = LinkButton("看全文")
        self.more.clicked.connect(self._turn)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.words)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label(name, "note"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        if link is not None:
            row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        self.more.setVisible(len(text) > LONG)
        if len(text) > LONG:
            self._cut()

    def _cut(self) -> None:
        self.words.setText(f"{self.text[:LONG]}…")
        self.more.setText("看全文")

    def _turn(self) -> None:
        if self.more.text() == "看全文":
            self.words.setText(self.text)
            self.more.setText("收起")
        else:
            self._cut()


class RecordedCard(Card):
    """One record; 改正… at its right where it may be put right, and beside each part of it."""

    def __init__(
        self, shown: Shown, correct: Callable[[], None] | None, correct_part: Correct | None = None,
        one: Recorded | None = None,
    ) -> None:  # fmt: skip
        super().__init__(margin=12)
        self.body.setContentsMargins(12, 6, 12, 8)
        self.body.setSpacing(4)
        self.title = ElidedLabel(shown.title, "bold")
        self.right = label(shown.right[0], {"bad": "late", "wait": "soon"}.get(shown.right[1], "note"))
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.title)
        if shown.chip[0]:
            top.addWidget(StateChip(*shown.chip))
        facts = " · ".join(fact for fact in shown.facts if fact)
        beside = len(facts) <= SHORT
        self.facts = ElidedLabel(facts, "note") if beside else label(facts, "note", wrap=True)
        if beside:
            top.addWidget(self.facts)
        top.addStretch(1)
        top.addWidget(self.right)
        self.button: LinkButton | None = None
        if correct is not None:
            self.button = make_link(shown.title, correct)
            top.addWidget(self.button)
        self.body.addLayout(top)
        if not beside:
            self.body.addWidget(self.facts)
        for (name, text), part in shown.parts:
            link = make_link(f"{shown.title} {name}", lambda each=part: correct_part(each)) if correct_part else None
            self.body.addWidget(LongText(name, text, link))
            self._add_past(part)
        for name, text in shown.texts:
            self.body.addWidget(LongText(name, text))
        if one is not None:
            self._add_past(one)
        self.setAccessibleName("，".join(part for part in (shown.title, shown.chip[0], facts) if part))

    def _add_past(self, one: Recorded) -> None:
        """What was put right as old → new; of a fact entered late when that was."""
        for each in one.corrected:
            self.body.addWidget(LongText("改正过", f"{each.words}　{each.by} {short_date(each.on)}"))
        if one.late is None:
            return
        row = QHBoxLayout()
        row.setSpacing(6)
        after = f"，晚了 {one.late.days} 天" if one.late.days else ""
        row.addWidget(StateChip("补记", "wait"))
        row.addWidget(label(f"{short_date(one.late.on)}由{one.late.by}补记{after}", "note", wrap=True), 1)
        self.body.addLayout(row)


class TakenBackCard(Card):
    """A step that was taken back: struck through, with the reason, who, and where the case went back to."""

    def __init__(self, gone: RetractedStep) -> None:
        super().__init__(margin=12)
        self.body.setContentsMargins(12, 6, 12, 8)
        self.body.setSpacing(4)
        set_role(self, gone=True)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(8)
        for part in (label(gone.label, "gone"), StateChip("已收回", "none")):
            head.addWidget(part)
        head.addWidget(label(gone.words, "gone", wrap=True, selectable=True), 1)
        head.addWidget(label(short_date(gone.date), "note"))
        self.body.addLayout(head)
        self.body.addWidget(LongText("原因", gone.reason or "没有写"))
        foot.setSpacing(6)
        foot.addWidget(label(f"谁收　{gone.by} {short_date(gone.taken_on)}", "note"), 1)
        foot.addWidget(NoticeSign("undo", "ok", SMALL))
        foot.addWidget(label(f"状态回到“{gone.state}”", "done"))
        self.body.addLayout(foot)
        self.setAccessibleName(f"已收回：{gone.label}，原因 {gone.reason}，状态回到{gone.state}")


class HandlingPart(QWidget):
    """All groups below each other. `correct_asked(Recorded)`; `case_asked(id)` for a case that goes along."""

    correct_asked = Signal(object)
    case_asked = Signal(str)

    def __init__(self, session: Session, module: Module, wording: Wording) -> None:
        super().__init__()
        self._session, self._module, self._wording = session, module, wording
        self._shown: tuple[Handling, CodeLists] | None = None
        self._waiting: tuple[Handling, CodeLists] | None = None  # built when the tab is looked at
        self.cards: dict[str, RecordedCard] = {}
        self.links: dict[str, LinkButton] = {}
        self.headings: list[str] = []
        self.gone: list[TakenBackCard] = []
        self._with_gone = True
        self._column = QVBoxLayout()
        self._column.setContentsMargins(16, 12, 16, 16)
        self._column.setSpacing(8)
        self._held = QWidget()
        self._held.setLayout(self._column)
        self.area = scroll(self._held)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)

    def put(self, handling: Handling, codes: CodeLists) -> None:
        """Show this; what has the focus keeps it, and what was scrolled to stays there."""
        if self._shown is not None and self._shown[0] == handling:
            return
        self._waiting = (handling, codes)
        if self.isVisible():
            self._build()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._build()

    def _build(self) -> None:
        if self._waiting is None:
            return
        (handling, codes), self._shown, self._waiting = self._waiting, self._waiting, None
        focused, place = self._focused(), self.area.verticalScrollBar().value()
        self._clear()
        self._add_merging(handling, codes)
        groups, flow = self._wording.groups, self._module.workflow
        known = [kind for kinds in groups.values() for kind in kinds] + [
            *self._wording.inside,
            flow.steps if flow else "",
        ]
        others = {each.label: (each.name,) for each in self._module.children if each.name not in known}
        for heading, kinds in {**groups, **others}.items():
            self._add_group(heading, [one for kind in kinds for one in handling.of(kind)], handling)
        self._add_taken_back(handling.taken_back)
        if handling.empty:
            self._column.addWidget(label("还没有办理记录。每办一步，这里就多一条。", "note"))
        self._column.addStretch(1)
        self._focus_again(focused, place)

    def _focused(self) -> str:
        """The record whose 改正 had the focus, also while a dialog is in front."""
        now = self.window().focusWidget()
        return next((key for key, card in self.cards.items() if card.button is not None and card.button is now), "")

    def _focus_again(self, record: str, place: int) -> None:
        card = self.cards.get(record)
        if card is not None and card.button is not None:
            card.button.setFocus()
        self.area.verticalScrollBar().setValue(place)

    def _clear(self) -> None:
        self.cards, self.links, self.headings = {}, {}, []
        while (item := self._column.takeAt(0)) is not None:
            part = item.widget()
            if part is not None:
                part.hide()
                part.deleteLater()

    def _add_heading(self, words: str) -> None:
        self.headings.append(words)
        made = label(words, "bold")
        made.setContentsMargins(0, 8 if self._column.count() else 0, 0, 0)
        self._column.addWidget(made)

    def _add_group(self, heading: str, records: Sequence[Recorded], handling: Handling) -> None:
        if not records:
            return
        self._add_heading(f"{heading} {len(records)}" if len(records) > 1 else heading)
        today, flow = self._session.office.today(), self._module.workflow
        for one in records:
            may = not self._session.read_only and bool(
                flow and fields_to_correct(flow.correctable.get(one.kind), flow.instead, one.values)
            )
            card = RecordedCard(
                self._wording.show(one, handling, today), (lambda each=one: self.correct_asked.emit(each)) if may else None,
                None if self._session.read_only else self.correct_asked.emit, one,
            )  # fmt: skip
            self.cards[one.id] = card
            self._column.addWidget(card)

    def _add_taken_back(self, steps: Sequence[RetractedStep]) -> None:
        """What was taken back stays to be seen; one tick hides it."""
        self.gone = []
        if not steps:
            return
        self._add_heading(f"收回的步骤 {len(steps)}")
        tick = CheckBox("收回的也显示")
        tick.setChecked(self._with_gone)
        tick.toggled.connect(self._show_gone)
        self._column.addWidget(tick)
        for each in reversed(steps):
            card = TakenBackCard(each)
            self.gone.append(card)
            self._column.addWidget(card)
        self._show_gone(self._with_gone)

    def _show_gone(self, on: bool) -> None:
        self._with_gone = on
        for card in self.gone:
            card.setVisible(on)

    def _add_merging(self, handling: Handling, codes: CodeLists) -> None:
        flow, counter = self._module.workflow, self._module.entity.counter
        assert flow
        heading = flow.label_step(JOINED, "")
        if handling.into:
            self._add_heading(heading)
            self._column.addWidget(self._make_related(handling.into, f"本{counter}已并入", codes))
        if handling.merged:
            self._add_heading(f"{heading} {len(handling.merged)}")
        for one in handling.merged:
            self._column.addWidget(self._make_related(one, f"并入本{counter}", codes))

    def _make_related(self, one: Related, word: str, codes: CodeLists) -> QWidget:
        card = Card(margin=12)
        row = QHBoxLayout()
        row.setSpacing(8)
        link = LinkButton(one.called)
        link.clicked.connect(lambda: self.case_asked.emit(one.id))
        flow = self._module.workflow
        assert flow
        state = name_stages(flow, codes).state(one.state)
        row.addWidget(label(word, "note"))
        row.addWidget(link)
        row.addWidget(label(one.proposer, "note"))
        row.addStretch(1)
        row.addWidget(StateChip(state.label, state.tone))
        card.body.addLayout(row)
        self.links[one.id] = link
        return card
