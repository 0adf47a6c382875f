"""查重: records that may be one, side by side; made one, or remembered as different."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.fields import Scope
from cppcc_desktop.services.office.office import COUNTY, tell_time
from cppcc_desktop.services.records.comparisons import (
    ComparedRecord,
    Comparison,
    Lookalikes,
    compare_records,
    list_lookalikes,
)
from cppcc_desktop.services.records.joins import forget_apart, join_all, tell_apart
from cppcc_desktop.services.records.undo import Group, undo_group
from ui.duplicates.comparison_grid import ComparisonGrid
from ui.kit.frame.buttons import LinkButton, PlainButton, PrimaryButton
from ui.kit.frame.empty import EmptyState
from ui.kit.frame.keys import CONFIRM, bind_keys
from ui.kit.frame.labels import ElidedLabel, frame
from ui.kit.frame.scrolling import scroll
from ui.kit.tables.at_once import AtOnce
from ui.kit.tables.columns import ListColumn, ListRow
from ui.kit.tables.columns import RowPage as Rows
from ui.kit.tables.page_model import PageModel
from ui.kit.tables.record_table import RecordTable
from ui.kit.window.page import Page
from ui.kit.window.top_bar import TopBar
from ui.records.parts import say_time
from ui.session import Session, Siblings
from ui.tasks import WrittenKinds
from ui.theme import Theme, follow_theme

COLUMNS = (ListColumn("words", "可能重复的", stretch=True, pad=16), ListColumn("count", "条数", 60, align="right"))
PANEL, UNBOUND = 312, (1 << 24) - 1
LOOK = 1500  # ms


class DuplicatesPage(Page):
    """Groups at the left, surest signs first; one group as columns at the right."""

    help = "10-查重和合并"

    def __init__(self, session: Session, module_name: str) -> None:
        super().__init__(session)
        self.module = session.module(module_name)
        self.nav = session.nav_of(self.module)
        self.groups: list[Lookalikes] = []
        self._take_back: Callable[[], object] | None = None
        self._opened = False
        self.model = PageModel(COLUMNS, AtOnce(), self)
        self.table = RecordTable(self.model, keep_cursor=True)
        self.table.setAccessibleName("可能重复的记录")
        self.grid = ComparisonGrid(self._tell_side)
        self.join, self.apart, self.skip = PrimaryButton("合成一条"), PlainButton("不是同一个"), PlainButton("跳过")
        self.said, self.undo = ElidedLabel("", "note"), LinkButton("撤销")
        self._looking = QTimer(self, interval=LOOK, singleShot=True)  # the next group has come under the same buttons
        self._looking.timeout.connect(self._allow)
        self.back = PlainButton(f"回到{self.module.label}")
        self._lay_out()
        self._connect()
        follow_theme(self._restyle)

    # what the window calls

    def dress(self, top: TopBar) -> None:
        row = self.table.currentIndex().row()
        position = (row + 1, len(self.groups)) if self.groups and row >= 0 else None
        top.show_record(self.module.label, f"{self.module.label}查重", position, "组")

    def arrive(self) -> None:
        self._read()
        self._focus()

    def follow(self, change: WrittenKinds) -> None:
        if self._opened and change.touches(*(each.name for each in self.module.entities)):
            self._read()

    def areas(self) -> list[QWidget]:
        return [self.table, self.grid, self.foot]

    def walk(self, step: int) -> None:
        self.table.go_to(self.table.currentIndex().row() + step)

    # reading

    def _read(self) -> None:
        session, kind = self.session, self.module.entity.name
        session.read(lambda: list_lookalikes(session.office, session.actor, kind), self._show, self)

    def _show(self, groups: Sequence[Lookalikes]) -> None:
        """The groups as they are now; the cursor stays on its group, or goes to the one that took its place."""
        first, self._opened = not self._opened, True
        had = self.isAncestorOf(self.window().focusWidget() or self)
        self.groups = list(groups)
        if first:
            self.model.show(lambda at, limit: Rows(self._rows()[at : at + limit], len(self.groups)))
        else:
            self.table.refresh()
        self.body.setCurrentWidget(self.pair if groups else self.none)
        for button in (self.join, self.apart, self.skip):
            button.setVisible(bool(groups))
        self.foot.setVisible(bool(groups) or bool(self.said.whole))
        if groups:
            self._compare(self.table.current_id())
        elif had:
            self.back.setFocus()
        self._dress_again()

    def _rows(self) -> list[ListRow]:
        return [
            ListRow(" ".join(each.records), {
                "words": f"{each.reason}：{'、'.join(each.titles)}", "count": f"{len(each.records)} 条",
            })
            for each in self.groups
        ]  # fmt: skip

    def _compare(self, group: str) -> None:
        if not group:
            return
        session, kind, records = self.session, self.module.entity.name, group.split()

        def show(comparison: Comparison) -> None:
            if group == self.table.current_id() and comparison != self.grid.comparison:
                self.grid.put(comparison, writable=not self._why_not())

        session.read(lambda: compare_records(session.office, session.actor, kind, records), show, self)
        self._dress_again()

    def _dress_again(self) -> None:
        self.dressing_changed.emit()
        last = self.table.currentIndex().row() >= len(self.groups) - 1
        if last and self.skip.hasFocus():
            self.table.setFocus()
        self.skip.why_off("已经是最后一组" if last else "")

    def _focus(self) -> None:
        (self.table if self.groups or not self._opened else self.back).setFocus(Qt.FocusReason.OtherFocusReason)

    # answering

    def _join(self) -> None:
        comparison = self._shown()
        if comparison is None or not self.join.isEnabled():
            return
        session, kind = self.session, comparison.kind
        keep, others = comparison.sides[self.grid.keep], [comparison.sides[place].id for place in self.grid.others]
        taken = self.grid.taken()

        def done(group: Group | None) -> None:
            assert group is not None
            self._say(
                f"{len(others) + 1} 条合成了一条：{keep.title}。",
                lambda: undo_group(session.office, session.actor, group),
            )
            self._look_first()
            self._focus()

        session.write(lambda: join_all(session.office, session.actor, kind, keep.id, others, taken), done, self)

    def _tell_apart(self) -> None:
        comparison = self._shown()
        if comparison is None or not self.apart.isEnabled():
            return
        session, kind, records = self.session, comparison.kind, [side.id for side in comparison.sides]
        title = comparison.sides[0].title

        def done(_none: object) -> None:
            self._say(f"记下了：“{title}”这 {len(records)} 条不是同一个，以后不再问。",
                      lambda: forget_apart(session.office, session.actor, kind, records))  # fmt: skip
            self._look_first()
            self._read()
            self._focus()

        session.write(lambda: tell_apart(session.office, session.actor, kind, records), done, self)

    def _undo(self) -> None:
        back = self._take_back
        if back is None:
            return

        def done(_none: object) -> None:
            self._say("撤销了。", None)
            self._read()
            self._focus()

        self.session.write(back, done, self)

    def _shown(self) -> Comparison | None:
        """The group the cursor is on, once it is read."""
        comparison = self.grid.comparison
        held = " ".join(side.id for side in comparison.sides) if comparison else ""
        return comparison if held and held == self.table.current_id() else None

    def _say(self, words: str, take_back: Callable[[], object] | None) -> None:
        self._take_back = take_back
        self.said.set_text(words)
        self.undo.setVisible(take_back is not None)
        self.foot.show()

    def _why_not(self) -> str:
        if self.session.read_only:
            return "你的角色是查阅，不能改资料"
        if self.session.office.kind != COUNTY and self.module.entity.scope is not Scope.OWN:
            return f"{self.module.label}由县政协合并，{self.session.office.place_label}不能改"
        return ""

    def _tell_side(self, side: ComparedRecord) -> str:
        changed = say_time(tell_time(side.changed_at), self.session.office.today())
        return f"填了 {side.filled} 项 · {changed} 改过"

    def _name_join(self) -> None:
        count = len(self.grid.others) + 1
        self.join.setText(f"{count} 条合成一条" if len(self.grid.heads) > 2 else "合成一条")
        self.join.why_off(self._why_not() or self._why_wait() or (self._why_none() if count < 2 else ""))

    def _look_first(self) -> None:
        """A second click is not for the group that has come in the place of the first."""
        self._looking.start()
        self._allow()

    def _allow(self) -> None:
        self.apart.why_off(self._why_not() or self._why_wait())
        self._name_join()

    def _why_wait(self) -> str:
        return "换了一组，看清再点" if self._looking.isActive() else ""

    def _why_none(self) -> str:
        others = [head for place, head in enumerate(self.grid.heads) if place != self.grid.keep]
        if any(head.stays for head in others):
            return "已经立案的不能并掉；两件都立案的，用“并案”"
        return "先勾上要并进来的"

    # construction

    def _connect(self) -> None:
        self.table.current_changed.connect(self._compare)
        self.table.opened.connect(lambda _group: self.grid.focus_first())
        self.grid.changed.connect(self._name_join)
        self.grid.opened.connect(self._open)
        self.join.clicked.connect(self._join)
        self.apart.clicked.connect(self._tell_apart)
        self.skip.clicked.connect(lambda: self.walk(1))
        self.undo.clicked.connect(self._undo)
        self.back.clicked.connect(self.session.routes.back_asked)
        bind_keys(self, {
            CONFIRM: self._join, "Alt+Down": lambda: self.walk(1), "Alt+Up": lambda: self.walk(-1), "Ctrl+Z": self._undo,
            "Esc": self.session.routes.back_asked.emit,
        })  # fmt: skip

    def _open(self, record: str) -> None:
        self.session.routes.record_asked.emit(self.module.name, record, Siblings(back="查重"))

    def _lay_out(self) -> None:
        entity = self.module.entity
        signs = "、".join(entity.by_name[fields[-1]].label for fields in entity.alike)
        self.none = EmptyState(
            "check", f"没有找到重复的{self.module.label}", (f"{signs}相同的，会在这里并排列出来。",), (self.back,)
        )
        self.pair = QWidget()
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.pair)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(0)
        self._sides.addWidget(self.table)
        panel = frame("panel")
        inner = QVBoxLayout(panel)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(scroll(self.grid))
        self._sides.addWidget(panel, 1)
        self.body = QStackedWidget()
        self.body.addWidget(self.pair)
        self.body.addWidget(self.none)
        self.foot = self._make_foot()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.body, 1)
        column.addWidget(self.foot)

    def _make_foot(self) -> QWidget:
        foot = frame("foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 7, 16, 7)
        row.setSpacing(8)
        self.undo.hide()
        for part in (self.said, self.undo):
            row.addWidget(part)
        row.addStretch(1)
        for button in (self.join, self.apart, self.skip):
            row.addWidget(button)
        self.apart.why_off(self._why_not())
        self.join.why_off(self._why_not())
        return foot

    def _restyle(self, theme: Theme) -> None:
        below = theme.scale >= 1.5
        self._sides.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        wide = theme.text_width(PANEL, 60)
        self.table.setMinimumWidth(0 if below else wide)
        self.table.setMaximumWidth(UNBOUND if below else wide)
        for place, share in enumerate((1, 2) if below else (0, 1)):
            self._sides.setStretch(place, share)
