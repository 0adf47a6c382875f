"""One row of an import, beside the list: what it changes field by field, or who it may be (pictures 4a, 4b)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDate, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cppcc_desktop.services.imports.imports import CHANGED, DOUBT, NEW, FieldChange, PreviewRow
from ui.icons import SMALL, pixmap
from ui.imports.choices import TONES, WORDS, Decisions, unchanged_fields
from ui.kit.frame.buttons import LinkButton, SmallButton, TextButton
from ui.kit.frame.labels import StateChip, frame, label
from ui.kit.frame.scrolling import bring_into_view
from ui.kit.inputs.choice_card import ChoiceCard
from ui.kit.inputs.ticks import BOX, GAP, CheckBox
from ui.theme import Theme, current_theme, follow_theme, set_role

CUT = 400  # characters of one value shown here; a résumé has thousands


def shorten(text: str) -> str:
    return text if len(text) <= CUT else f"{text[:CUT]}……（共 {len(text)} 字）"


def tell_day(day: str) -> str:
    """2026-05-20 → 5月20日, with the year unless it is this one."""
    year, month, date = (int(part) for part in day.split("-"))
    return f"{month}月{date}日" if year == QDate.currentDate().year() else f"{year}年{month}月{date}日"


class NewValue(QLabel):
    """The value a field will have, on the green ground of what is new."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setContentsMargins(9, 1, 8, 1)
        follow_theme(self._recolour)

    def _recolour(self, theme: Theme) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme.color("ok"))
        self.setPalette(palette)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("ok"), 1) if theme.high_contrast else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("ok_ground"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.end()
        super().paintEvent(event)


class FieldCard(QFrame):
    """One field that differs: its tick, 现在 above 改为. `ticked(field, on)`."""

    ticked = Signal(str, bool)

    def __init__(self, change: FieldChange, on: bool, *, against: bool = False) -> None:
        super().__init__()
        self.setProperty("role", "card")
        since = f"库中 {tell_day(change.changed_on)}改过" if change.changed_on else ""
        self.since = label("和库里登记的不同，看清再打勾" if against else since, "note")
        self.field = change.field
        self.box = CheckBox(change.label)
        self.box.setChecked(on)
        self.box.toggled.connect(lambda now: self.ticked.emit(change.field, now))
        self.setAccessibleName(f"{change.label}：现在 {change.before or '空'}，改为 {change.after}")
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 6, 12, 9)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        head = QHBoxLayout()
        head.addWidget(self.box)
        head.addStretch(1)
        head.addWidget(self.since)
        grid.addLayout(head, 0, 0, 1, 2)
        before = label(shorten(change.before) or "（空）", "label", wrap=True, selectable=True)
        before.setContentsMargins(9, 0, 0, 0)
        hidden = "（遮住的几位不同）" if change.before == change.after else ""
        self._words = [label("现在", "note"), label("改为", "note")]
        for row, value in ((1, before), (2, NewValue(shorten(change.after) + hidden))):
            grid.addWidget(self._words[row - 1], row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        follow_theme(self._restyle)

    def _restyle(self, theme: Theme) -> None:
        self.box.setFont(theme.font(14, True))
        for words in self._words:
            words.setContentsMargins(theme.size(BOX) + GAP - 2, 2, 0, 0)


class PersonPanel(QFrame):
    """Shows one row of the preview and takes its ticks and answers into the decisions.

    `changed()`: something was ticked or answered here. `stepped(±1)`: another row is asked for.
    """

    changed = Signal()
    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._decisions: Decisions | None = None
        self._row: PreviewRow | None = None
        self._all = False  # fields that stay the same are shown too
        self._title, self._chip, self._number = label("", "page"), StateChip(""), label("", "note")
        self._body = QVBoxLayout()
        self._cards: QVBoxLayout | None = None
        self._answers = QButtonGroup(self)
        self.cards: list[FieldCard] = []
        self.choices: list[tuple[str | None, ChoiceCard]] = []
        self.previous, self.next = SmallButton("上一人", "chevron-up"), SmallButton("下一人", "chevron-down")
        self.leave_out = TextButton("这一行不导入", small=True)
        self._lay_out()
        self.previous.clicked.connect(lambda: self.stepped.emit(-1))
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        self.leave_out.clicked.connect(self._leave_out)

    def show_row(self, row: PreviewRow | None, decisions: Decisions) -> None:
        """Show a row with the answers given so far; None while the list is empty."""
        if row is not self._row:
            self._all = False
        self._row, self._decisions = row, decisions
        self._clear()
        for part in (self._chip, self._number, self.leave_out):
            part.setVisible(row is not None)
        if row is None:
            self._title.setText("")
            self._body.addWidget(label("这一类里没有行。", "label"))
            return
        module = decisions.preview.module
        counter = module.entity.counter
        for button, word in ((self.previous, "上一"), (self.next, "下一")):
            button.setText(f"{word}{counter}")
        self._title.setText(
            row.words.get(module.entity.title, "") or f"没有{module.by_name[module.entity.title].label}"
        )
        self._chip.put(WORDS[row.result], TONES[row.result])
        self._number.setText(f"第 {row.number} 行")
        self._fill(row, decisions)
        self._name_leave_out()

    def set_below(self, below: bool) -> None:
        """Under the list room is short: the buttons stand in the head, and the rule is above."""
        set_role(self, role="foot" if below else "panel")
        while self._foot.takeAt(0):
            pass
        if below:
            for part in (self.leave_out, self.previous, self.next):
                self._head.addWidget(part)
            self._foot.setContentsMargins(0, 0, 0, 0)
            return
        for part in (self.previous, self.next):
            self._foot.addWidget(part)
        self._foot.addStretch(1)
        self._foot.addWidget(self.leave_out)
        self._foot.setContentsMargins(0, 8, 8, 11)

    def focus_first(self) -> None:
        """Put the focus where the first answer or tick is."""
        chosen = [card.radio for _, card in self.choices if card.radio.isChecked()]
        first = [*chosen, *(card.box for card in self.cards), self.next]
        first[0].setFocus(Qt.FocusReason.TabFocusReason)
        bring_into_view(first[0].parentWidget() or first[0])

    # filling

    def _fill(self, row: PreviewRow, decisions: Decisions) -> None:
        if row.blocked:
            self._say("这一行没法导入，原因在下面。改好文件里的这一格，再导入一次。")
        elif row.result == DOUBT:
            self._ask(row, decisions)
        elif row.result == CHANGED:
            title = row.words.get(decisions.preview.module.entity.title, "")
            self._say(f"和库里的 {title} 对上了。打勾的才会改。", "label")
        elif row.result == NEW:
            entity = decisions.preview.module.entity
            self._say(f"库里没有这一{entity.counter}，会新增一{self._counter()}{entity.label}。", "label")
        else:
            others = "其余的" if decisions.unread(row) else ""
            self._say(f"{others}和库里的一样，不用改。", "label")
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        self._body.addLayout(self._cards)
        self._fill_cards()
        self._tell_doubts(row)
        for note in row.notes:
            self._say(note, "note")
        self._tell_same(row, decisions)

    def _counter(self) -> str:
        assert self._decisions
        counter = self._decisions.preview.module.entity.counter
        return "位" if counter == "人" else counter

    def _say(self, text: str, role: str = "") -> None:
        self._body.addWidget(label(text, role, wrap=True, selectable=True))

    def _ask(self, row: PreviewRow, decisions: Decisions) -> None:
        """In doubt: who is it. Nothing is written until somebody says."""
        module = decisions.preview.module
        told = " · ".join(
            row.words[name] for name in module.columns if name != module.entity.title and row.words.get(name)
        )
        self._say(f"文件里：{told}" if told else "文件里没有别的资料。", "label")
        self._say(row.reason)
        now, person = decisions.answered(row.number), module.entity.counter == "人"
        same = "是同一个人，更新他的资料" if person else f"是同一{self._counter()}，更新它的资料"
        for each in row.candidates:
            unlike = "、".join(change.label for change in each.changes[:6])
            lines = (f"库中：{each.title} · {each.words}" if each.words else f"库中：{each.title}",
                     f"不同的有 {len(each.changes)} 项：{unlike}" if unlike else "各项都相同")  # fmt: skip
            self._offer(each.record, same, lines)
        title = row.words.get(module.entity.title, "")
        if row.lacks:
            self._say(f"文件里没有{row.lacks}，所以不能当作新的。", "label")
        else:
            new = (
                f"不是，新增一{self._counter()}{module.entity.label}"
                if row.candidates
                else f"不是重复，照样新增{module.entity.label}"
            )
            self._offer("", new, (f"库里会多一{self._counter()} {title}",))
        self._offer(None, "先不导入，我去核实", ("这一行这次不写入，下次导入时再问",))
        for record, card in self.choices:
            card.radio.setChecked(record == now)
            card.picked.connect(lambda record=record: self._answer(record))
            card.picked.connect(lambda card=card: bring_into_view(card))

    def _offer(self, record: str | None, title: str, lines: tuple[str, ...]) -> None:
        card = ChoiceCard(title, lines)
        self._answers.addButton(card.radio)
        self.choices.append((record, card))
        self._body.addWidget(card)

    def _fill_cards(self) -> None:
        assert self._row and self._decisions and self._cards
        self.cards = []
        take_away(self._cards)
        number = self._row.number
        for change in self._decisions.changes(number):
            against = change.field in self._row.unticked
            card = FieldCard(change, self._decisions.takes(number, change.field), against=against)
            card.ticked.connect(self._tick)
            self.cards.append(card)
            self._cards.addWidget(card)

    def _tell_doubts(self, row: PreviewRow) -> None:
        """Cells that were not understood, with column, value and reason."""
        for doubt in row.doubts:
            if doubt.reason == row.reason and not row.blocked:
                continue
            card = frame("notice")
            column = QVBoxLayout(card)
            column.setContentsMargins(12, 6, 12, 8)
            column.setSpacing(2)
            column.addWidget(label(f"第 {doubt.row} 行 {doubt.column}", "bold", wrap=True))
            if doubt.value:
                column.addWidget(label(f"写的是：{shorten(doubt.value)}", wrap=True, selectable=True))
            column.addWidget(label(doubt.reason, "label", wrap=True, selectable=True))
            self._body.addWidget(card)

    def _tell_same(self, row: PreviewRow, decisions: Decisions) -> None:
        changes = decisions.changes(row.number)
        same = unchanged_fields(row, decisions.preview, changes)
        if not same or (row.result == DOUBT and not row.blocked):
            return
        if row.result == CHANGED:
            self._body.addLayout(self._same_line(len(same)))
        if row.result != CHANGED or self._all:
            self._body.addWidget(ValueList([(spec.label, row.words[spec.name]) for spec in same]))

    def _same_line(self, count: int) -> QHBoxLayout:
        sign = QLabel()
        sign.setPixmap(pixmap("info", "text2", SMALL, self.devicePixelRatioF()))
        line, more = QHBoxLayout(), LinkButton("收起" if self._all else "看全部字段")
        more.clicked.connect(self._toggle_all)
        line.setSpacing(8)
        line.addWidget(sign)
        line.addWidget(label(f"相同的 {count} 项" + ("在下面" if self._all else "不再显示"), "note"))
        line.addStretch(1)
        line.addWidget(more)
        return line

    # answering

    def _toggle_all(self) -> None:
        self._all = not self._all
        if self._decisions:
            self.show_row(self._row, self._decisions)

    def _tick(self, field: str, on: bool) -> None:
        if self._row and self._decisions:
            self._decisions.put_field(self._row.number, field, on)
            self._name_leave_out()
            self.changed.emit()

    def _answer(self, record: str | None) -> None:
        if self._row and self._decisions and self._decisions.answered(self._row.number) != record:
            self._decisions.answer(self._row.number, record)
            self._fill_cards()
            self._name_leave_out()
            self.changed.emit()

    def _leave_out(self) -> None:
        if self._row and self._decisions:
            self._decisions.put(self._row.number, self._decisions.state(self._row.number) == "off")
            self.show_row(self._row, self._decisions)
            self.changed.emit()

    def _name_leave_out(self) -> None:
        assert self._row and self._decisions
        state = self._decisions.state(self._row.number)
        self.leave_out.setVisible(self._row.result in (NEW, CHANGED) and not self._row.blocked)
        self.leave_out.setText("这一行要导入" if state == "off" else "这一行不导入")

    # construction

    def _clear(self) -> None:
        self.cards, self.choices, self._cards = [], [], None
        for button in self._answers.buttons():
            self._answers.removeButton(button)
        take_away(self._body)

    def _lay_out(self) -> None:
        self._head, self._foot = QHBoxLayout(), QHBoxLayout()
        self._head.setContentsMargins(0, 0, 16, 0)
        self._head.setSpacing(8)
        self._foot.setSpacing(8)
        for part in (self._title, self._chip):
            self._head.addWidget(part)
        self._head.addStretch(1)
        self._head.addWidget(self._number)
        inside = frame("surface")
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(0, 0, 16, 0)
        whole.addLayout(self._body)
        whole.addStretch(1)
        self._body.setSpacing(8)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 11, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._head)
        column.addWidget(area, 1)
        column.addLayout(self._foot)
        self.set_below(False)


class ValueList(QWidget):
    """Labels and values of several fields, to read."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (word, value) in enumerate(pairs):
            grid.addWidget(label(word, "note"), row, 0, Qt.AlignmentFlag.AlignTop)
            said = label(shorten(value), wrap=True, selectable=True)
            said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            grid.addWidget(said, row, 1)


def take_away(layout: QVBoxLayout) -> None:
    """Empty a layout; its widgets go at once from sight and soon for good."""
    while item := layout.takeAt(0):
        inner, widget = item.layout(), item.widget()
        if isinstance(inner, QHBoxLayout | QVBoxLayout):
            take_away(inner)  # type: ignore[arg-type]
            inner.deleteLater()
        if widget:
            widget.hide()
            widget.deleteLater()
