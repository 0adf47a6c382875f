"""没写完的草稿: what this person typed and did not save, to go on with or to drop."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cppcc_desktop.services.records.drafts import BATCH, DraftLine, drop_draft, list_drafts
from ui.kit.dialogs.message_dialog import Choice
from ui.kit.dialogs.messages import ask
from ui.kit.frame.buttons import PlainButton, PrimaryButton
from ui.kit.frame.empty import EmptyState
from ui.kit.frame.labels import frame, label
from ui.kit.tables.at_once import AtOnce, show_rows
from ui.kit.tables.columns import ListColumn, ListRow
from ui.kit.tables.page_model import PageModel
from ui.kit.tables.record_table import RecordTable
from ui.kit.window.page import Page
from ui.kit.window.top_bar import TopBar
from ui.records.parts import say_time
from ui.session import BatchStart, Session, Siblings
from ui.tasks import WrittenKinds

COLUMNS = (
    ListColumn("title", "草稿", stretch=True, pad=16), ListColumn("kind", "种类", 140), ListColumn("what", "写了什么", 160),
    ListColumn("at", "什么时候", 180),
)  # fmt: skip


class DraftsPage(Page):
    """Enter goes on writing, Del drops."""

    nav = "home"
    help = "3-办一件提案"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._lines: list[DraftLine] = []
        self.model = PageModel(COLUMNS, AtOnce(), self)
        self.table = RecordTable(self.model)
        self.body = QStackedWidget()
        self.none = EmptyState("check", "没有没写完的草稿", ("表格里写了还没保存的，程序每几秒存一份，在这里找得到。",))
        self.go_on, self.drop = PrimaryButton("接着写"), PlainButton("不要这一份", "trash")
        self._lay_out()
        self.table.opened.connect(lambda _key: self._open())
        self.table.current_changed.connect(lambda _key: self._choose())
        self.go_on.clicked.connect(self._open)
        self.drop.clicked.connect(self._drop)
        QShortcut(QKeySequence("Del"), self, self._drop)
        QShortcut(QKeySequence("Esc"), self, session.routes.back_asked.emit)

    def dress(self, top: TopBar) -> None:
        top.show_page("没写完的草稿")

    def arrive(self) -> None:
        self._read()
        self.table.setFocus()

    def follow(self, change: WrittenKinds) -> None:  # noqa: ARG002 - a save of any record may end a draft
        self._read()

    def areas(self) -> list[QWidget]:
        return [self.body, self.foot]

    def _read(self) -> None:
        session = self.session
        session.read(lambda: list_drafts(session.office, session.actor), self._show, self)

    def _show(self, lines: Sequence[DraftLine]) -> None:
        self._lines = list(lines)
        today, entities = self.session.office.today(), self.session.office.schema.entities
        show_rows(self.model, [
            ListRow(str(place), {
                "title": line.title or "（还没有名称）", "at": say_time(line.at, today),
                "kind": "批量办理" if line.kind == BATCH else ("新的" if line.is_new else "") + entities[line.kind].label,
                "what": f"填了 {line.fields} 处" if line.is_new else f"改了 {line.fields} 处",
            })
            for place, line in enumerate(lines)
        ])  # fmt: skip
        self.body.setCurrentWidget(self.table if lines else self.none)
        self._choose()

    def _current(self) -> DraftLine | None:
        key = self.table.current_id()
        return self._lines[int(key)] if key and int(key) < len(self._lines) else None

    def _choose(self) -> None:
        why = "" if self._current() else "没有草稿"
        self.go_on.why_off(why)
        self.drop.why_off(why)

    def _open(self) -> None:
        line = self._current()
        if line and line.kind == BATCH:
            self.session.routes.batch_asked.emit(BatchStart(draft=line.record))
            return
        module = self.session.office.module_of(line.kind) if line else None
        if line and module:
            self.session.routes.record_asked.emit(module.name, line.record, Siblings(back="草稿"))

    def _drop(self) -> None:
        line, session = self._current(), self.session
        if line is None:
            return
        title = f"“{line.title}”" if line.title else "这一份"
        asked = ask(self, f"不要{title}的草稿了？", "没保存的内容丢掉以后找不回来；已经保存的不受影响。",
                    Choice("drop", "不要了"), cancel="留着", danger=True)  # fmt: skip
        if asked == "drop":
            session.write(
                lambda: drop_draft(session.office, session.actor, line.kind, line.record),
                lambda _none: self._read(),
                self,
            )

    def _lay_out(self) -> None:
        self.body.addWidget(self.table)
        self.body.addWidget(self.none)
        self.foot = frame("foot")
        row = QHBoxLayout(self.foot)
        row.setContentsMargins(16, 7, 16, 7)
        row.setSpacing(8)
        row.addWidget(label("草稿只在这台电脑上，不会送出去。", "note"), 1)
        row.addWidget(self.go_on)
        row.addWidget(self.drop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.body, 1)
        column.addWidget(self.foot)
