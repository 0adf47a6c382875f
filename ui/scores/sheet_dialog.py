"""改考核表: the lines of the sheet, typed into as into a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from shiboken6 import isValid

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.scores.items import GRADE, JUDGED, NUMBERS, QUOTA, RATE, ScoreItem, write_decimal
from cppcc_desktop.services.office.codes import CodeLists, read_codes
from cppcc_desktop.services.scores.schemes import ScoreScheme
from cppcc_desktop.services.scores.sheets import KINDS, ScoreSheet
from ui.kit.dialogs.dialog_frame import FramedDialog
from ui.kit.dialogs.message_dialog import Choice
from ui.kit.dialogs.messages import ask
from ui.kit.frame.buttons import PlainButton, PrimaryButton, SmallButton
from ui.kit.frame.keys import CONFIRM, bind_keys
from ui.kit.frame.labels import label
from ui.kit.inputs.combo import ComboBox
from ui.session import Session
from ui.theme import Theme, current_theme, follow_theme

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
WIDTHS = {"label": 176, "kind": 64, "figure": 150, "points": 52, "full_at": 60, "step": 64, "cap": 52, "standard": 200}
RIGHT = (*NUMBERS,)
ASKED = {RATE: ("points", "full_at"), JUDGED: ("points",), GRADE: ("full_at",), QUOTA: ("points", "full_at", "cap")}
HINT = "比率：分值 × 实际率 ÷ 满分线，到满分线得满分。加分扣分：每次几分、最多几分。等次：得分占满分的百分之几起。"
MORE = "评分：逐个给分，最多给到分值。名额：前百分之几（满分线）、最多几个（最多）、最低几分（分值）。"


def choose_columns(scheme: ScoreScheme, sheet: ScoreSheet) -> tuple[str, ...]:
    """Figures where the noun has some, standards where something is judged."""
    left = {"figure"} if not scheme.figures else set[str]()
    left |= {"standard"} if not sheet.of(JUDGED) else set()
    return tuple(name for name in WIDTHS if name not in left)


class SheetModel(QAbstractTableModel):
    """The lines as texts; what a column does not show of a line that was there before stays with it."""

    def __init__(self, scheme: ScoreScheme, sheet: ScoreSheet, codes: CodeLists) -> None:
        super().__init__()
        self.names = choose_columns(scheme, sheet)
        self._fields = scheme.entities.item.by_name
        self.rows = [tell_item(item, scheme, codes) for item in sheet.items]
        self.first = [dict(row) for row in self.rows]

    @property
    def touched(self) -> bool:
        return self.rows != self.first

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.names)

    def flags(self, index: Index) -> Qt.ItemFlag:
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return base | Qt.ItemFlag.ItemIsEditable if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.rows[index.row()][self.names[index.column()]]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column())
        return None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        right = self.names[column] in RIGHT
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        self.rows[index.row()][self.names[index.column()]] = str(value or "").strip()
        self.dataChanged.emit(index, index)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._fields[self.names[section]].label
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section)
        return None

    def insert(self, at: int, row: dict[str, str]) -> None:
        self.beginInsertRows(NO_INDEX, at, at)
        self.rows.insert(at, row)
        self.endInsertRows()

    def remove(self, at: int) -> None:
        self.beginRemoveRows(NO_INDEX, at, at)
        del self.rows[at]
        self.endRemoveRows()


def tell_item(item: ScoreItem, scheme: ScoreScheme, codes: CodeLists) -> dict[str, str]:
    """A line as it is typed: words for codes, empty for what its kind does not need."""
    numbers = {name: write_decimal(getattr(item, name)) for name in NUMBERS}
    asked = ASKED.get(item.kind, ("step", "cap"))
    return {
        "code": item.code, "label": item.label, "kind": codes.label(KINDS, item.kind),
        "figure": scheme.label_figure(codes, item.figure) if item.figure else "", "standard": item.standard,
        **{name: text if name in asked else "" for name, text in numbers.items()},
    }  # fmt: skip


class PlainHeader(QHeaderView):
    """The header of the other lists, for a table that is typed into."""

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        theme = current_theme()
        painter.fillRect(rect, theme.color("head"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.color("line"))
        painter.setFont(theme.font(13, True))
        painter.setPen(theme.color("text2"))
        model = self.model()
        side = model.headerData(logicalIndex, self.orientation(), Qt.ItemDataRole.TextAlignmentRole)
        word = model.headerData(logicalIndex, self.orientation(), Qt.ItemDataRole.DisplayRole)
        painter.drawText(rect.adjusted(4, 0, -4, 0), side, word)


class ChoiceDelegate(QStyledItemDelegate):
    """A choice where a column has one."""

    def __init__(self, choices: Mapping[int, Sequence[str]], parent: QWidget) -> None:
        super().__init__(parent)
        self._choices = choices

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        words = self._choices.get(index.column())
        if words is None:
            return super().createEditor(parent, option, index)
        combo = ComboBox([(word, word) for word in words], parent=parent)
        place, view = QPersistentModelIndex(index), parent.parentWidget()
        combo.picked.connect(lambda _key: self._close(combo, view, place))
        return combo

    def _close(self, combo: QWidget, view: QWidget | None, place: QPersistentModelIndex) -> None:
        """Picked in the list; where the choice was left, the table has taken it already."""
        if not isinstance(view, QTableView) or view.indexWidget(place) is not combo:
            return
        self.commitData.emit(combo)
        self.closeEditor.emit(combo, QStyledItemDelegate.EndEditHint.NoHint)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, ComboBox):
            editor.set_key(index.data(Qt.ItemDataRole.EditRole))
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        if isinstance(editor, ComboBox):
            model.setData(index, editor.key())
        else:
            super().setModelData(editor, model, index)


def list_choices(scheme: ScoreScheme, codes: CodeLists, names: Sequence[str]) -> dict[int, list[str]]:
    """Column → the words it can hold."""
    figures = ["", *(scheme.label_figure(codes, each.key) for each in scheme.figures)]
    words = {"kind": [code.label for code in codes.entries(KINDS)], "figure": figures}
    return {at: words[name] for at, name in enumerate(names) if name in words}


class ScoreSheetDialog(FramedDialog):
    """The sheet that holds from `year` on; `work(items)` stores it, what it refuses is said here."""

    def __init__(
        self, session: Session, scheme: ScoreScheme, sheet: ScoreSheet, year: int,
        work: Callable[[list[dict[str, str]]], Any], parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(f"改考核表（{year}年起用）", 640, parent)
        self._session, self._work = session, work
        codes = read_codes(session.office)
        self.model = SheetModel(scheme, sheet, codes)
        self.table = QTableView()
        self.table.setAccessibleName("考核表")
        self.add, self.remove = SmallButton("加一行", "plus"), SmallButton("去掉这一行", "trash")
        self.refusal = label("", "wrong", wrap=True)
        self.save, away = PrimaryButton("存为新的考核表"), PlainButton("取消")
        self._busy = False
        self._dress(list_choices(scheme, codes, self.model.names))
        for part in (label(HINT + MORE, "note", wrap=True), self.table, self.refusal):
            self.column.addWidget(part)
        self.refusal.hide()
        self.set_foot([self.save, away], [self.add, self.remove])
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.save.clicked.connect(self._save)
        away.clicked.connect(self.reject)
        bind_keys(self, {CONFIRM: self._save})
        follow_theme(self._restyle)
        self.table.setCurrentIndex(self.model.index(0, 0))

    def run(self) -> None:
        """Show it; the focus returns to where it was."""
        before = QApplication.focusWidget()
        self.exec()
        if before is not None and isValid(before):
            before.window().activateWindow()
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        if isValid(self):
            self.deleteLater()

    def _dress(self, choices: Mapping[int, Sequence[str]]) -> None:
        view = self.table
        view.setModel(self.model)
        view.setItemDelegate(ChoiceDelegate(choices, view))
        view.setTabKeyNavigation(False)
        view.setShowGrid(True)
        view.setCornerButtonEnabled(False)
        view.verticalHeader().hide()
        view.setHorizontalHeader(PlainHeader(Qt.Orientation.Horizontal, view))
        view.setEditTriggers(
            QAbstractItemView.EditTrigger.AllEditTriggers & ~QAbstractItemView.EditTrigger.CurrentChanged
        )
        view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.horizontalHeader().setHighlightSections(False)
        view.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def _restyle(self, theme: Theme) -> None:
        self.table.verticalHeader().setDefaultSectionSize(theme.px(30))
        for section, name in enumerate(self.model.names[1:], start=1):
            self.table.setColumnWidth(section, theme.text_width(WIDTHS[name], 10))
        self.table.setMinimumHeight(theme.px(30) * 11)

    def _add(self) -> None:
        at = max(0, self.table.currentIndex().row()) + 1
        self.model.insert(min(at, len(self.model.rows)), {"code": "", **dict.fromkeys(WIDTHS, "")})
        index = self.model.index(min(at, len(self.model.rows) - 1), 0)
        self.table.setCurrentIndex(index)
        self.table.setFocus()
        self.table.edit(index)

    def _remove(self) -> None:
        at = self.table.currentIndex().row()
        if at >= 0:
            self.model.remove(at)
            self.table.setCurrentIndex(self.model.index(min(at, len(self.model.rows) - 1), 0))
        self.table.setFocus()

    def _save(self) -> None:
        if self._busy:
            return
        self.save.setFocus()  # what is being typed counts too
        self._busy = True
        self.refusal.hide()
        items = [dict(row) for row in self.model.rows if any(row[name] for name in WIDTHS)]
        self._session.write(lambda: self._work(items), self._done, self, self._refused)

    def _done(self, _sheet: Any) -> None:
        self._busy = False
        self.accept()

    def _refused(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, OfficeError):
            self.refusal.setText(f"{error.what}{error.todo}")
            self.refusal.show()
            self.table.setFocus()

    def reject(self) -> None:
        """Esc and 取消: ask once if something was changed."""
        if self.model.touched and not self._busy and ask(
            self, "考核表改了，还没有存。", "", Choice("stay", "接着改"), Choice("drop", "不存"), cancel=""
        ) != "drop":  # fmt: skip
            return
        super().reject()
