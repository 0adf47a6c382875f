"""What “find anything” shows below its field: kinds with counts, hits in their sentence, ways on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from cppcc_desktop.services.lists.find import Found, Hit
from ui.icons import SMALL, draw_icon
from ui.kit.frame.labels import ElidedLabel, frame
from ui.theme import Theme, current_theme, follow_theme

FEW = 4  # hits of a kind while several kinds are shown
PAD, WIDEST, LEAST = 16, 640, 320
MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
NO_INDEX = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class FindLine:
    """One line of the panel. `act` is what Enter does: hit, only, list, kinds, again; empty: it cannot be chosen."""

    text: str
    act: str = ""
    icon: str = ""
    note: str = ""  # at the right, or the second line of a hit
    hit: Hit | None = None
    module: str = ""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        if self.hit is None:
            return f"{self.text} {self.note}".strip()
        if self.hit.beside:
            return f"{self.text}，{self.hit.beside}"
        return f"{self.text}，{self.hit.label}：{self.hit.snippet}" if self.note else self.text


def make_lines(found: Sequence[Found], text: str, only: str, icons: dict[str, str]) -> list[FindLine]:
    """Hits by kind; of one kind all of them, of several a few each with a way to the rest."""
    shown = [each for each in found if not only or each.module == only]
    if not shown:
        return [
            FindLine(f"没有找到“{text}”。"),
            FindLine("可以打：姓名或案由里的字、案号或手机号的一段、拼音或首字母（如 zml）。"),
        ]
    lines = [FindLine("‹ 看全部种类", "kinds")] if only else []
    few = len(shown) > 1
    for group in shown:
        count = f"{len(group.hits)}+" if group.more else str(len(group.hits))
        lines.append(FindLine(group.label, icon=icons.get(group.module, ""), note=f"{count} 条"))
        hits = group.hits[:FEW] if few else group.hits
        lines += [line_of(hit) for hit in hits]
        if len(hits) < len(group.hits):
            lines.append(FindLine(f"只看{group.label}，共 {count} 条", "only", module=group.module))
        elif len(hits) > 1 or group.more:
            lines.append(FindLine(f"在{group.label}列表里看全部 {count} 条", "list", module=group.module))
    return lines


def line_of(hit: Hit) -> FindLine:
    """A hit: its title, and the field it stands in unless that is the title."""
    where = "" if hit.snippet == hit.title or hit.title.startswith(hit.snippet.strip("…")) else hit.label
    return FindLine(hit.title or hit.snippet, "hit", note=where, hit=hit, module=hit.module)


class FindModel(QAbstractListModel):
    """The lines of the panel."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[FindLine] = []

    def put(self, lines: Sequence[FindLine]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.spoken
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        chosen = Qt.ItemFlag.ItemIsSelectable if self.lines[index.row()].act else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | chosen | Qt.ItemFlag.ItemNeverHasChildren


class LineDelegate(QStyledItemDelegate):
    """Draws a line; the hit is bold in its sentence, so that it is seen without colour too."""

    def line(self, index: Index) -> FindLine:
        model = index.model()
        assert isinstance(model, FindModel)
        return model.lines[index.row()]

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        theme, line = current_theme(), self.line(index)
        two = line.hit is not None and bool(line.note)
        return QSize(100, theme.px(30) + (theme.size(20) if two else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, line, box = current_theme(), self.line(index), option.rect  # type: ignore[attr-defined]
        view = option.widget  # type: ignore[attr-defined]
        selected = isinstance(view, QListView) and view.currentIndex() == index and bool(line.act)
        painter.save()
        painter.fillRect(box, theme.color("sel" if selected else "surface"))
        inner = box.adjusted(PAD, 0, -PAD, 0)
        if line.hit is not None:
            self._paint_hit(painter, inner, line, selected, theme)
        else:
            self._paint_words(painter, inner, line, selected, theme)
        if selected:
            painter.setPen(QPen(theme.color("sel_focus"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.restore()

    def _paint_words(self, painter: QPainter, box: QRect, line: FindLine, selected: bool, theme: Theme) -> None:
        """A kind with its count, a way on, or a sentence."""
        kind = bool(line.icon)
        ink = "on_sel" if selected else "link" if line.act else "text2"
        if kind:
            side = theme.size(SMALL)
            draw_icon(painter, line.icon, "text2", SMALL, box.x(), box.y() + (box.height() - side) // 2)
            box = box.adjusted(side + 8, 0, 0, 0)
        painter.setFont(theme.font(13, kind))
        painter.setPen(theme.color("text" if kind else ink))
        if line.note:
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, line.note)
        words = painter.fontMetrics().elidedText(line.text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, MIDDLE, words)

    def _paint_hit(self, painter: QPainter, box: QRect, line: FindLine, selected: bool, theme: Theme) -> None:
        hit = line.hit
        assert hit is not None
        ink = theme.color("on_sel" if selected else "text")
        if not line.note:
            end = self._paint_snippet(painter, box, hit, ink, ink, 14, "")
            painter.setFont(theme.font(13))
            painter.setPen(ink if selected else theme.color("text2"))
            room = box.adjusted(end + 12 - box.x(), 0, 0, 0)
            words = painter.fontMetrics().elidedText(hit.beside, Qt.TextElideMode.ElideRight, max(0, room.width()))
            painter.drawText(room, MIDDLE, words)
            return
        top = QRect(box.x(), box.y() + 4, box.width(), theme.size(22))
        painter.setFont(theme.font(14))
        painter.setPen(ink)
        painter.drawText(
            top, MIDDLE, painter.fontMetrics().elidedText(line.text, Qt.TextElideMode.ElideRight, top.width())
        )
        below = QRect(box.x(), top.bottom(), box.width(), box.bottom() - top.bottom() - 3)
        grey = ink if selected else theme.color("text2")
        self._paint_snippet(painter, below, hit, grey, ink, 13, f"{line.note}：")

    def _paint_snippet(
        self, painter: QPainter, box: QRect, hit: Hit, plain: QColor, strong: QColor, size: int, head: str
    ) -> int:
        """The sentence with the hit bold; returns where it ends."""
        theme, left = current_theme(), box.x()
        text = hit.snippet
        parts = [(head + text[: hit.start], False), (text[hit.start : hit.end], True), (text[hit.end :], False)]
        for words, bold in parts:
            if not words or left >= box.right():
                continue
            painter.setFont(theme.font(size, bold))
            painter.setPen(strong if bold else plain)
            room = box.right() - left
            cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(left, box.y(), room, box.height()), MIDDLE, cut)
            left += painter.fontMetrics().horizontalAdvance(words)
        return min(left, box.right())


class LineList(QListView):
    """The lines; takes no focus, the field keeps it. The mouse chooses as ↑↓ and Enter do."""

    picked = Signal(object)  # Line

    def __init__(self) -> None:
        super().__init__()
        self.found = FindModel(self)
        self.setModel(self.found)
        self.setItemDelegate(LineDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("查找结果")

    def line(self) -> FindLine | None:
        row = self.currentIndex().row()
        return self.found.lines[row] if 0 <= row < len(self.found.lines) else None

    def step(self, by: int) -> None:
        """To the next line that can be chosen, round at the ends."""
        count, row = len(self.found.lines), self.currentIndex().row()
        for _ in range(count):
            row = (row + by) % count
            if self.found.lines[row].act:
                self.setCurrentIndex(self.found.index(row))
                return

    def start(self) -> None:
        """The first hit is current, so that Enter opens it."""
        row = next((at for at, line in enumerate(self.found.lines) if line.act == "hit"), -1)
        self.setCurrentIndex(self.found.index(row) if row >= 0 else NO_INDEX)
        self.scrollToTop()

    def tall(self) -> int:
        """Height of all lines."""
        return sum(self.sizeHintForRow(row) for row in range(self.found.rowCount()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.found.lines[index.row()].act:
            self.setCurrentIndex(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.found.lines[index.row()].act:
            self.picked.emit(self.found.lines[index.row()])


class FindPanel(QFrame):
    """Below the find field, over the page; as high as its lines, at most to the foot of the window."""

    def __init__(self, field: QWidget, window: QWidget) -> None:
        super().__init__(window)
        self._field, self._over = field, window
        self.setObjectName("find-panel")
        self.setProperty("role", "find")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.list = LineList()
        self._foot, row = frame("dialog-foot"), QHBoxLayout()
        row.setContentsMargins(PAD, 4, PAD, 4)
        self.told = ElidedLabel("", "note")
        row.addWidget(self.told, 1)
        self._foot.setLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(self._foot)
        self.hide()
        follow_theme(self._restyle)

    def put(self, lines: Sequence[FindLine], told: str = "") -> None:
        """Show these lines; `told` stands below them."""
        self.list.found.put(lines)
        self.list.start()
        self.told.set_text(told)
        self._foot.setVisible(bool(told))
        self.place()
        self.raise_()
        self.show()

    def place(self) -> None:
        """Below the field, its right end below that of the field."""
        window, theme = self._over, current_theme()
        spot = self._field.mapTo(window, self._field.rect().bottomRight())
        width = min(theme.text_width(WIDEST, 40), max(theme.text_width(LEAST, 40), window.width() - 2 * PAD))
        left = max(PAD, min(spot.x() + 1 - width, window.width() - PAD - width))
        room = window.height() - spot.y() - PAD
        tall = self.list.tall() + (0 if self._foot.isHidden() else self._foot.sizeHint().height()) + 4
        self.setGeometry(left, spot.y() + 3, width, max(60, min(tall, room)))

    def _restyle(self, _theme: Theme) -> None:
        if self.isVisible():
            self.place()
