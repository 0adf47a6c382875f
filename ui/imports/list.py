"""核对: the rows of an import at the left, one of them at the right, what will be written below (picture 4)."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from cppcc_desktop.services.imports.imports import CHANGED, DOUBT, NEW, SAME, Preview, PreviewRow
from ui.icons import BUTTON, pixmap
from ui.imports.choices import LOOK, TONES, WORDS, Decisions, told_fields
from ui.imports.newcomers import NewcomerNotice
from ui.imports.panel import PersonPanel
from ui.imports.word_questions import WordQuestions
from ui.kit.frame.buttons import PlainButton, PrimaryButton, TextButton
from ui.kit.frame.labels import frame, label
from ui.kit.frame.tabs import Tab, Tabs
from ui.kit.tables.at_once import AtOnce
from ui.kit.tables.columns import TICKS, ListCell, ListColumn, ListRow, RowPage, Ticks
from ui.kit.tables.page_model import Index, PageModel
from ui.kit.tables.record_table import RecordTable
from ui.kit.tables.row_delegate import RowDelegate
from ui.theme import Theme, current_theme, follow_theme

PANEL, UNBOUND = 409, (1 << 24) - 1
LINES = 3  # of what should be known of the file; more are scrolled to, the rows below keep their room


class CheckDelegate(RowDelegate):
    """Nearly every row is ticked here, so only the one in the panel is tinted."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, box = current_theme(), option.rect  # type: ignore[attr-defined]
        selected = index.row() == self.current and (self.focused or self.keep_cursor)
        ground = "sel" if selected else "hover" if index.row() == self.hover else "surface"
        painter.save()
        painter.fillRect(box, theme.color(ground))
        self._paint_content(painter, box, index, selected, theme)
        self._paint_frame(painter, box, index, selected, theme)
        painter.restore()


def make_columns(preview: Preview) -> list[ListColumn]:
    title = preview.module.by_name[preview.module.entity.title]
    told = told_fields(preview)
    wide = any(spec.width < 0 for spec in told)
    made = [TICKS, ListColumn("number", "行号", 52, align="right"), ListColumn("result", "结果", 80, shape="chip"),
            ListColumn("title", title.label, 92, stretch=not wide)]  # fmt: skip
    for place, spec in enumerate(told):
        width = (spec.width or 96) if preview.shown else 152
        made.append(
            ListColumn(spec.name, spec.label, width, stretch=spec.width < 0, fold=1 if place == 0 and wide else 0)
        )
    return [*made, ListColumn("difference", "差异", 148)]


def shorten_reason(reason: str) -> str:
    """A question of importers.identity as few words: 同名，单位不同; 手机号和“周敏君”相同."""
    first = reason.partition("。")[0]
    first = re.sub(r"^库里有一位同名[^，]*，", "同名，", first)
    return re.sub(r"和库里的(“.*”)相同，.*", r"和\1相同", first)


def make_row(row: PreviewRow, decisions: Decisions) -> ListRow:
    preview, state = decisions.preview, decisions.state(row.number)
    doubtful = row.result == DOUBT
    word, reason = WORDS[row.result], decisions.difference(row)
    said = shorten_reason(reason) if doubtful else reason
    tone = "bad" if doubtful else "wait" if decisions.unread(row) else "text"
    cells: dict[str, ListCell | str] = {spec.name: row.words.get(spec.name, "") for spec in told_fields(preview)}
    cells |= {
        "number": str(row.number), "result": ListCell(word, tone=TONES[row.result]),
        "title": ListCell(row.words.get(preview.module.entity.title, ""), bold=doubtful),
        "difference": ListCell(said, tone="accent" if tone == "bad" else tone, tooltip=reason if doubtful else ""),
    }  # fmt: skip
    return ListRow(str(row.number), cells, tick="fixed" if state == "fixed" else "part" if state == "part" else "")


class CheckStep(QFrame):
    """`confirmed()`: write what the decisions say. `save_asked()`: the doubtful rows as a file. `back()`, `cancelled()`."""

    confirmed = Signal()
    back = Signal()
    cancelled = Signal()
    save_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.decisions: Decisions | None = None
        self._syncing = False
        self.tabs, self.panel = Tabs(), PersonPanel()
        self.table: RecordTable | None = None
        self.save = TextButton("", "download", small=True)
        self._notice = frame("notice")
        self._codes, self._told = label("", wrap=True, selectable=True), QScrollArea()
        self.newcomers, self.words = NewcomerNotice(), WordQuestions()
        self._sign, self._sentence = QLabel(), label("", wrap=True)
        self.go, self.before, self.leave = PrimaryButton("导入"), PlainButton("上一步"), PlainButton("取消")
        self._lay_out()
        self._connect()
        follow_theme(self._restyle)

    def show_preview(self, preview: Preview, tab: str = LOOK) -> None:
        """Begin with a file; every answer is as services.imports.default_choices has it."""
        self.decisions = decisions = Decisions(preview)
        self._make_table(preview)
        self.tabs.set_tabs([
            Tab(LOOK, "需要看的", len(decisions.listed(LOOK))), *(
                Tab(each, WORDS[each], preview.count(each)) for each in (NEW, CHANGED, DOUBT, SAME)
            )
        ])  # fmt: skip
        self.tabs.set_key(tab)
        self._tell_codes(preview)
        self._list_tab()
        self._tell()

    def focus_list(self) -> None:
        if self.table:
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def step_row(self, by: int) -> None:
        """To the next or previous row of the list; from an answer to the first answer there."""
        if self.table is None:
            return
        buttons = (self.panel.previous, self.panel.next, self.panel.leave_out)
        answering = self._area() == 1 and self.focusWidget() not in buttons
        self.table.go_to(self.table.currentIndex().row() + by)
        if answering:
            self.panel.focus_first()

    # the list

    def _make_table(self, preview: Preview) -> None:
        old = self.table
        model = PageModel(make_columns(preview), AtOnce())
        self.table = table = RecordTable(model, keep_cursor=True)
        model.setParent(table)
        table.delegate = CheckDelegate(table)
        table.delegate.keep_cursor = True
        table.setItemDelegate(table.delegate)
        table.setAccessibleName("文件里的行")
        table.current_changed.connect(self._show_current)
        table.opened.connect(self._open)
        model.ticks_changed.connect(self._take_ticks)
        self._list_place.addWidget(table)
        if old:
            self._list_place.removeWidget(old)
            old.deleteLater()

    def _list_tab(self) -> None:
        assert self.decisions and self.table
        decisions, rows = self.decisions, self.decisions.listed(self.tabs.key)
        self._syncing = True
        self.table.pages.show(
            lambda offset, limit: RowPage(
                [make_row(row, decisions) for row in rows[offset : offset + limit]], len(rows)
            )
        )
        self._syncing = False
        self._put_ticks()
        if not rows:
            self.panel.show_row(None, decisions)

    def _put_ticks(self) -> None:
        assert self.decisions and self.table
        self._syncing = True
        self.table.pages.set_ticks(Ticks(frozenset(str(number) for number in self._ticked())))
        self._syncing = False

    def _ticked(self) -> list[int]:
        assert self.decisions
        return [row.number for row in self.decisions.listed(self.tabs.key) if row.number in self.decisions.choices]

    def _take_ticks(self) -> None:
        """The user ticked rows: those in doubt that nobody answered stay as they are and ask for an answer."""
        if self._syncing or not self.decisions or not self.table:
            return
        ticks, ask = self.table.pages.ticks, False
        before = set(self._ticked())
        for row in self.decisions.listed(self.tabs.key):
            wanted = ticks.holds(str(row.number)) and self.decisions.state(row.number) != "fixed"
            if wanted != (row.number in before):
                self.decisions.put(row.number, wanted)
                asked = wanted and row.number not in self.decisions.choices
                ask = ask or (asked and str(row.number) == self.table.current_id())
        self._refresh()
        self._show_current(self.table.current_id())
        if ask and len(self._ticked()) == len(before):
            self.panel.focus_first()

    def _refresh(self) -> None:
        """The decisions changed: ticks, words and counts follow."""
        if self.table:
            self._put_ticks()
            self.table.refresh()
        self._tell()

    def _take_newcomers(self) -> None:
        if self.decisions:
            self.decisions.touched = True
            self.decisions.newcomers = self.newcomers.decided()

    def _show_current(self, record: str) -> None:
        if self.decisions and record:
            self.panel.show_row(self.decisions.rows[int(record)], self.decisions)

    def _open(self, _record: str) -> None:
        self.panel.focus_first()

    # words

    def _tell_codes(self, preview: Preview) -> None:
        """Words the lists do not have are told once, not row by row."""
        lists = {spec.codes: spec.label for spec in preview.module.fields if spec.codes}
        asked = {(each.list, each.word) for each in preview.questions}
        new = {name: [word for word in words if (name, word) not in asked] for name, words in preview.new_codes.items()}
        said = [f"{lists.get(name, name)}表里没有：{'、'.join(words)}。" for name, words in new.items() if words]
        lines = ["".join(said) + "导入时会加进去。"] if said else []
        self._codes.setText("\n".join([*lines, *preview.notes]))
        self._told.setVisible(bool(lines or preview.notes))
        self.newcomers.show_newcomers(preview.newcomers)
        self.words.show_questions(preview.questions)
        self._notice.setVisible(bool(lines or preview.notes or preview.newcomers or preview.questions))

    def _tell(self) -> None:
        assert self.decisions
        counts, entity = self.decisions.count(), self.decisions.preview.module.entity
        self._sentence.setText(self.decisions.sentence())
        self.go.setText(f"导入 {counts.rows} {entity.counter}" if counts.rows else "导入")
        self.go.why_off("" if counts.rows else "没有要写入的内容")
        doubtful = self.decisions.doubtful()
        self.save.setText(f"有疑问的 {doubtful} 行存为 Excel…")
        self.save.setVisible(bool(doubtful))
        self._sign.setProperty("sign", "warning" if counts.undecided else "info")
        self._draw_sign()

    def tell_saved(self, words: str) -> None:
        """Say on the page that the doubtful rows were written to a file."""
        self._codes.setText(words)
        self._told.show()
        self._notice.show()

    def _draw_sign(self) -> None:
        name = str(self._sign.property("sign") or "info")
        token = "wait" if name == "warning" else "text2"
        self._sign.setPixmap(pixmap(name, token, BUTTON, self.devicePixelRatioF()))

    # construction

    def _connect(self) -> None:
        self.tabs.picked.connect(lambda _key: self._list_tab())
        self.panel.changed.connect(self._refresh)
        self.newcomers.changed.connect(self._take_newcomers)
        self.panel.stepped.connect(self.step_row)
        self.go.clicked.connect(self.confirmed)
        self.save.clicked.connect(self.save_asked)
        self.before.clicked.connect(self.back)
        self.leave.clicked.connect(self.cancelled)
        for by, key, page in ((-1, "Up", "PgUp"), (1, "Down", "PgDown")):
            self._bind(f"Alt+{key}", lambda by=by: self.step_row(by))
            self._bind(f"Ctrl+{page}", lambda by=by: self.tabs.step(by))

    def _lay_out(self) -> None:
        bar, row = frame("bar"), QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(self.tabs, 1)
        row.addWidget(self.save)
        bar.setLayout(row)
        told = QVBoxLayout(self._notice)
        told.setContentsMargins(16, 5, 16, 5)
        told.setSpacing(4)
        self._told.setWidgetResizable(True)
        self._told.setSizeAdjustPolicy(QScrollArea.SizeAdjustPolicy.AdjustToContents)
        self._told.setFrameShape(QFrame.Shape.NoFrame)
        self._told.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._told.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._told.setWidget(self._codes)
        for part in (self._codes, self._told.viewport()):  # on the notice's own ground
            part.setAutoFillBackground(False)
        told.addWidget(self._told)
        told.addWidget(self.words)
        told.addWidget(self.newcomers)
        self._list_place = QVBoxLayout()
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(0)
        self._sides.addLayout(self._list_place, 1)
        self._sides.addWidget(self.panel)
        self._bar = bar
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._notice)
        column.addLayout(self._sides, 1)
        column.addWidget(self._foot())

    def _foot(self) -> QWidget:
        self._ground = frame("foot")
        row = QHBoxLayout(self._ground)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self._sentence, 1)
        for button in (self.before, self.go, self.leave):
            row.addWidget(button)
        return self._ground

    def _restyle(self, theme: Theme) -> None:
        below = theme.scale >= 1.5
        self._sides.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        wide = theme.text_width(PANEL, 60)
        self.panel.setMinimumWidth(0 if below else wide)
        self.panel.setMaximumWidth(UNBOUND if below else wide)
        self.panel.set_below(below)
        for place, share in enumerate((2, 3) if below else (1, 0)):
            self._sides.setStretch(place, share)
        self._bar.setFixedHeight(theme.px(40) + 1)
        self._told.setMaximumHeight(LINES * theme.px(24))
        self._ground.setFixedHeight(theme.px(56))
        self._draw_sign()

    # keys

    def areas(self) -> list[QWidget]:
        """What F6 goes through: list, panel, foot."""
        return [part for part in (self.table, self.panel, self._ground) if part]

    def _area(self) -> int:
        focused = self.focusWidget()
        for place, area in enumerate(self.areas()):
            if focused is area or (focused and area.isAncestorOf(focused)):
                return place
        return -1

    def _handles(self, event: QKeyEvent) -> bool:
        """After the foot the window takes F6 over."""
        return event.key() == Qt.Key.Key_F6 and self._area() < len(self.areas()) - 1

    def _bind(self, keys: str, act: Callable[[], object]) -> None:
        QShortcut(QKeySequence(keys), self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._handles(event):
            (self.focus_list, self.panel.focus_first, self.go.setFocus)[self._area() + 1]()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._handles(event):
            event.accept()  # before the window's own shortcut for the same key
            return True
        return super().event(event)
