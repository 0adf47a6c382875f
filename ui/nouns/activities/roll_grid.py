"""The grid of 签到: people of one group down, half-days across, one key a cell."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from cppcc_desktop.nouns.activities.counting import (
    ABSENT,
    EARLY,
    HERE,
    LATE,
    LEAVE,
    PROXY,
    Attendee,
    Cell,
    CellState,
    HalfDay,
    Meeting,
)
from ui.kit.frame.labels import draw_chip
from ui.theme import Theme, current_theme, follow_theme

Index = QModelIndex | QPersistentModelIndex
SHORT: Mapping[str, tuple[str, str]] = {  # presence → what the cell says, and its tone; "" is plain
    HERE: ("到", ""), LATE: ("迟", "wait"), EARLY: ("早", "wait"), LEAVE: ("假", "go"), ABSENT: ("缺", "bad"),
    PROXY: ("委", "none"),
}  # fmt: skip
HALF_DAY, NAME, NUMBER, BODY, WORDS = 56, 84, 56, 100, 150
CHIP, CHIP_HEIGHT = 30, 20
MOST_CUTS = 4000  # texts whose shortened form is kept


@dataclass(frozen=True)
class RollColumn:
    key: str
    label: str
    width: int
    session: str = ""


class RollModel(QAbstractTableModel):
    """The people shown, and the columns that fit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.people: Sequence[Attendee] = ()
        self.columns: Sequence[RollColumn] = ()
        self.meeting = Meeting()
        self.now = ""  # the session that is being typed
        self.notes: Mapping[str, str] = {}  # line → what stands in the last column

    def put(
        self, people: Sequence[Attendee], columns: Sequence[RollColumn], meeting: Meeting, now: str, notes: Mapping[str, str]
    ) -> None:  # fmt: skip
        same = len(people) == len(self.people) and [each.key for each in columns] == [each.key for each in self.columns]
        if not same:
            self.beginResetModel()
        self.people, self.columns, self.meeting, self.now, self.notes = people, columns, meeting, now, notes
        if not same:
            self.endResetModel()
        elif people:
            self.dataChanged.emit(self.index(0, 0), self.index(len(people) - 1, len(columns) - 1))

    def renew(self, meeting: Meeting, cells: Collection[Cell], notes: Mapping[str, str]) -> None:
        """Some cells say something else now."""
        self.meeting, self.notes = meeting, notes
        lines = {line for line, _ in cells}
        for row, person in enumerate(self.people):
            if person.line in lines:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))

    def state(self, index: Index) -> CellState:
        column = self.columns[index.column()]
        return self.meeting.stand(self.people[index.row()].line, column.session)

    def text(self, index: Index) -> str:
        person, column = self.people[index.row()], self.columns[index.column()]
        if column.session or column.key == "session":
            return SHORT.get(self.state(index).presence, ("", ""))[0]
        return {"number": person.number, "name": person.name, "body": person.body}.get(column.key) or (
            self.notes.get(person.line, "") if column.key == "words" else ""
        )

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.people)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.text(index)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return self.columns[section].label if 0 <= section < len(self.columns) else None


class RollDelegate(QStyledItemDelegate):
    """到 plain, everything else a chip; the column being typed on a ground of its own, a frame around the cell."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._fonts: dict[tuple[int, bool], tuple[QFont, QFontMetrics]] = {}
        self._inks: dict[str, QColor] = {}
        self._cuts: dict[tuple[str, int, int, bool], str] = {}

    def forget(self) -> None:
        """Sizes or colours changed."""
        self._fonts.clear()
        self._inks.clear()
        self._cuts.clear()

    def _font(self, size: int, bold: bool = False) -> tuple[QFont, QFontMetrics]:
        found = self._fonts.get((size, bold))
        if found is None:
            font = current_theme().font(size, bold)
            found = self._fonts[size, bold] = (font, QFontMetrics(font))
        return found

    def _ink(self, token: str) -> QColor:
        found = self._inks.get(token)
        if found is None:
            found = self._inks[token] = current_theme().color(token)
        return found

    def _cut(self, text: str, room: int, size: int, bold: bool) -> str:
        """The text with … where it does not fit; measured once."""
        key = (text, room, size, bold)
        found = self._cuts.get(key)
        if found is None:
            if len(self._cuts) > MOST_CUTS:
                self._cuts.clear()
            found = self._font(size, bold)[1].elidedText(text, Qt.TextElideMode.ElideRight, room)
            self._cuts[key] = found
        return found

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box, view = option.rect, self.parent()  # type: ignore[attr-defined]
        model = index.model()
        assert isinstance(model, RollModel) and isinstance(view, RollView)
        column = model.columns[index.column()]
        here = index.row() == view.currentIndex().row()
        typed = is_session(column) and column.session == model.now
        painter.fillRect(box, self._ink("hover" if typed else "surface"))
        if is_session(column):
            self._paint_state(painter, box, model.state(index), cursor=here and typed)
        elif text := model.text(index):
            size, bold = 13 if column.key == "words" else 14, here and column.key == "name"
            painter.setFont(self._font(size, bold)[0])
            painter.setPen(self._ink("text2" if column.key in ("words", "body") else "text"))
            cut = self._cut(text, box.width() - 16, size, bold)
            painter.drawText(box.adjusted(8, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, cut)
        painter.fillRect(box.x(), box.bottom(), box.width(), 1, self._ink("row"))
        if here and typed:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._ink("focus" if view.hasFocus() else "border"), 2))
            painter.drawRect(QRectF(box).adjusted(1, 1, -1, -1))

    def _paint_state(self, painter: QPainter, box: QRect, state: CellState, *, cursor: bool) -> None:
        word, tone = SHORT.get(state.presence, (state.presence, "none" if state.presence else ""))
        if not word and cursor:
            word = "到?"
        if not word:
            return
        if not tone:
            painter.setFont(self._font(14)[0])
            painter.setPen(self._ink("text" if state.presence else "text3"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
            return
        theme = current_theme()
        word, tone = (f"{word}?", "wait") if state.pending else (word, tone)
        size = QSize(theme.size(CHIP), theme.px(CHIP_HEIGHT))
        chip = QRectF(
            box.x() + (box.width() - size.width()) // 2,
            box.y() + (box.height() - size.height()) // 2,
            size.width(),
            size.height(),
        )
        draw_chip(painter, chip, word, tone)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        assert isinstance(model, RollModel)
        return QSize(current_theme().text_width(model.columns[index.column()].width), current_theme().px(26))


def is_session(column: RollColumn) -> bool:
    """Whether a column is a half-day; the only one of an activity without sessions has no id."""
    return bool(column.session) or column.key == "session"


class RollHeader(QHeaderView):
    """The heading of the half-day being typed stands out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model, theme = self.model(), current_theme()
        assert isinstance(model, RollModel)
        column = model.columns[section]
        typed = is_session(column) and column.session == model.now
        painter.save()
        painter.fillRect(rect, theme.color("go_ground" if typed else "head"))
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setFont(theme.font(13, True))
        painter.setPen(theme.color("go" if typed else "text2"))
        side = Qt.AlignmentFlag.AlignHCenter if is_session(column) else Qt.AlignmentFlag.AlignLeft
        inner = rect.adjusted(2, 0, -2, 0) if is_session(column) else rect.adjusted(8, 0, -4, 0)
        text = painter.fontMetrics().elidedText(column.label, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), current_theme().px(32))


class RollView(QTableView):
    """The keys of a person who types: `keyed(presence)` for a digit, "" empties; `entered()` for Enter, and so on."""

    keyed = Signal(str)
    entered = Signal()
    moved = Signal(int, int)  # rows down, half-days to the right
    paged = Signal(int)  # groups on
    searched = Signal(str)  # a letter was typed
    taken_back = Signal()
    rest = Signal(str)  # the rest of the group: a presence
    noted = Signal()  # F2
    pasted = Signal()
    chosen = Signal(int)  # a half-day, by its heading
    resized = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.keys: Mapping[str, str] = {}  # key → presence
        self._widths: list[int] = []
        self.delegate = RollDelegate(self)
        self.setItemDelegate(self.delegate)
        self.heading = RollHeader(self)
        self.setHorizontalHeader(self.heading)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # digits and letters come as they are typed
        self.setAccessibleName("签到表")
        self.heading.sectionClicked.connect(self.chosen)
        follow_theme(self._restyle)

    def event(self, event: QEvent) -> bool:
        """Keys of the grid are no shortcuts of the page."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._means(event):
            event.accept()
            return True
        return super().event(event)

    def _means(self, event: QKeyEvent) -> bool:
        undo = event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_Z
        return undo or (event.modifiers() in PLAIN and event.key() in (*ARROWS, *ENTER, Qt.Key.Key_F2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text()
        if event.matches(UNDO):
            self.taken_back.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif event.modifiers() not in PLAIN:
            super().keyPressEvent(event)
        elif text in self.keys or (text == "0" and text not in self.keys) or key == Qt.Key.Key_Delete:
            self.keyed.emit(self.keys.get(text, ""))
        elif text in REST:
            self.rest.emit(REST[text])
        elif key in ENTER:
            self.entered.emit()
        elif key in ARROWS:
            self.moved.emit(*ARROWS[Qt.Key(key)])
        elif key in PAGES:
            self.paged.emit(PAGES[Qt.Key(key)])
        elif key == Qt.Key.Key_F2:
            self.noted.emit()
        elif text.isalpha():
            self.searched.emit(text)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if not index.isValid():
            return
        model = self.model()
        assert isinstance(model, RollModel)
        if is_session(model.columns[index.column()]):
            self.chosen.emit(index.column())
        self.go_to(index.row())
        self.setFocus()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.noted.emit()

    def go_to(self, row: int) -> None:
        """The cursor to a row, in the column that is typed."""
        model = self.model()
        assert isinstance(model, RollModel)
        at = next((at for at, each in enumerate(model.columns) if is_session(each) and each.session == model.now), 0)
        old, index = self.currentIndex(), model.index(row, at)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        for each in (old.row(), row):
            for column in range(len(model.columns)):
                self.update(model.index(each, column))

    def arrange(self) -> None:
        """Widths of the columns; the last one takes what is left."""
        model, theme = self.model(), current_theme()
        assert isinstance(model, RollModel)
        widths = [theme.text_width(each.width) for each in model.columns]
        self.heading.viewport().update()
        if widths == self._widths and self.columnWidth(0) == (widths or [0])[0]:
            return
        self._widths = widths
        for at, width in enumerate(widths):
            self.setColumnWidth(at, width)
        self.heading.setStretchLastSection(bool(model.columns) and model.columns[-1].key == "words")

    def _restyle(self, theme: Theme) -> None:
        self.delegate.forget()
        self.verticalHeader().setDefaultSectionSize(theme.px(26))
        self.heading.setFixedHeight(theme.px(32))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


UNDO = QKeySequence.StandardKey.Undo
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ARROWS: Mapping[Qt.Key, tuple[int, int]] = {
    Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
}  # fmt: skip
PAGES: Mapping[Qt.Key, int] = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
REST: Mapping[str, str] = {"+": HERE, "-": ABSENT}


def choose_columns(
    sessions: Sequence[HalfDay], now: str, room: int, theme: Theme, *, numbers: bool, all_sessions: bool
) -> tuple[list[RollColumn], int]:
    """The columns that fit, and how many earlier half-days had to go: first 界别, then these, the oldest first."""
    shown = list(sessions)
    columns = [RollColumn("number", "证号", NUMBER)] if numbers else []
    columns.append(RollColumn("name", "姓名", NAME))

    def width(parts: Sequence[RollColumn], half_days: int) -> int:
        return sum(theme.text_width(each.width) for each in parts) + half_days * theme.text_width(HALF_DAY)

    rest = [RollColumn("words", "说明和批准人", WORDS)]
    body = RollColumn("body", "界别", BODY)
    with_body = width([*columns, body, *rest], len(shown)) <= room
    columns += [body] if with_body else []
    left = 0
    while not all_sessions and len(shown) > 1 and shown[0].key != now and width([*columns, *rest], len(shown)) > room:
        shown.pop(0)
        left += 1
    columns += [RollColumn(each.key or "session", each.short or each.label, HALF_DAY, each.key) for each in shown]
    return [*columns, *rest], left
