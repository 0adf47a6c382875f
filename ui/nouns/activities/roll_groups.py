"""The groups at the left of 签到: name, sectors, how many are recorded of how many, a tick once that is all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.icons import SMALL, draw_icon
from ui.theme import Theme, current_theme, follow_theme

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class RollGroup:
    """One group of people in the half-day that is typed."""

    name: str  # "" of those without one
    label: str
    note: str
    recorded: int
    expected: int

    @property
    def whole(self) -> bool:
        return self.recorded >= self.expected

    @property
    def words(self) -> str:
        return str(self.expected) if self.whole else f"{self.recorded} / {self.expected}"


class GroupModel(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.groups: Sequence[RollGroup] = ()

    def put(self, groups: Sequence[RollGroup]) -> None:
        """New counts; the whole list only where the groups are others."""
        if [each.name for each in groups] == [each.name for each in self.groups]:
            self.groups = groups
            self.dataChanged.emit(self.index(0), self.index(len(groups) - 1))
            return
        self.beginResetModel()
        self.groups = groups
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.groups)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        group = self.groups[index.row()]
        return f"{group.label} 已录 {group.recorded}，应到 {group.expected}"


class GroupDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, box, view = current_theme(), option.rect, self.parent()  # type: ignore[attr-defined]
        model = index.model()
        assert isinstance(model, GroupModel) and isinstance(view, GroupView)
        group, chosen = model.groups[index.row()], index.row() == view.currentIndex().row()
        painter.save()
        painter.fillRect(box, theme.color("sel" if chosen else "surface"))
        if chosen:
            painter.fillRect(box.x(), box.y(), 3, box.height(), theme.color("link"))
        number = group.words
        painter.setFont(theme.font(14, chosen and not group.whole))
        room = painter.fontMetrics().horizontalAdvance(number) + 14
        painter.setPen(theme.color("on_sel" if chosen else "ok" if group.whole else "text2"))
        painter.drawText(
            box.adjusted(0, 0, -12, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number
        )
        if group.whole:
            side = theme.size(SMALL)
            draw_icon(
                painter,
                "check",
                "on_sel" if chosen else "ok",
                SMALL,
                box.right() - room - side + 2,
                box.y() + (box.height() - side) / 2,
            )
            room += side
        inner = box.adjusted(16, 2, -room - 4, -2)
        half = inner.height() // 2
        lines = [
            (
                group.label,
                theme.font(14, chosen),
                "on_sel" if chosen else "text",
                inner.adjusted(0, 0, 0, -half if group.note else 0),
            )
        ]
        if group.note:
            lines.append((group.note, theme.font(12), "on_sel" if chosen else "text2", inner.adjusted(0, half, 0, 0)))
        for text, font, token, place in lines:
            painter.setFont(font)
            painter.setPen(theme.color(token))
            painter.drawText(
                place,
                Qt.AlignmentFlag.AlignVCenter,
                painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width()),
            )
        painter.setPen(QPen(theme.color("row"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if chosen and view.hasFocus():
            painter.setPen(QPen(theme.color("sel_focus"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        theme = current_theme()
        return QSize(theme.text_width(180), theme.size(19) + theme.size(16) + 4)


class GroupView(QListView):
    """`picked(row)` when a person chose one."""

    picked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.groups = GroupModel(self)
        self.setModel(self.groups)
        self.setItemDelegate(GroupDelegate(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("小组")
        self._quiet = False
        self.selectionModel().currentChanged.connect(self._tell)
        follow_theme(self._restyle)

    def go_to(self, row: int) -> None:
        """Show a row as chosen without saying so."""
        self._quiet = True
        self.setCurrentIndex(self.groups.index(row))
        self.scrollTo(self.groups.index(row))
        self._quiet = False
        self.viewport().update()

    def _tell(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid() and not self._quiet:
            self.picked.emit(now.row())

    def _restyle(self, theme: Theme) -> None:
        self.setFixedWidth(theme.text_width(196))
