"""收回的办理表: files and their cases as one list, the steps of the current one below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from cppcc_desktop.nouns.proposals.packs.recording import (
    NEW,
    OTHER,
    REFUSED,
    SAME,
    PackCase,
    PackLine,
    Returned,
    Unread,
)
from ui.kit.frame.labels import frame, label
from ui.kit.frame.scrolling import scroll
from ui.kit.tables.at_once import AtOnce, show_rows
from ui.kit.tables.columns import TICKS, ListCell, ListColumn, ListRow, Ticks
from ui.kit.tables.page_model import PageModel
from ui.kit.tables.record_table import RecordTable
from ui.theme import Theme, follow_theme

COLUMNS = (
    TICKS, ListColumn("place", "行", 72), ListColumn("number", "案号", 56), ListColumn("what", "案由", stretch=True),
    ListColumn("steps", "表里填了", 210), ListColumn("state", "核对", 96, shape="chip"),
)  # fmt: skip
RESULTS = {NEW: "会登记", SAME: "已经登记过，不变", OTHER: "没有改", REFUSED: "不能登记"}
SEEN = 600  # characters of one step in the panel


class PackPreview(QFrame):
    """`changed()`: other rows are ticked. Cases without anything filled in are only counted."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self._returned: Sequence[Returned] = ()
        self._cases: dict[str, PackCase] = {}
        self._told: dict[str, str] = {}  # what the panel says of rows that are files
        self.model = PageModel(COLUMNS, AtOnce(), self)
        self.table = RecordTable(self.model, keep_cursor=True)
        self.table.setAccessibleName("收回的办理表")
        self.detail = label("", wrap=True, selectable=True)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._panel = frame("surface")
        self._lay_out()
        self.table.current_changed.connect(self._tell)
        self.model.ticks_changed.connect(self._refuse_headings)
        follow_theme(self._restyle)

    def put(self, returned: Sequence[Returned], unread: Sequence[Unread]) -> None:
        """Show what was read; everything that can be recorded is ticked."""
        self._returned, self._cases, self._told = returned, {}, {}
        rows: list[ListRow] = []
        for at, each in enumerate(unread):
            key = f"unread:{at}"
            self._told[key] = "\n".join(part for part in (each.error.what, each.error.todo) if part)
            rows.append(
                ListRow(
                    key, {"what": ListCell(each.path.name, bold=True), "state": ListCell("没有读", tone="bad")}, "fixed"
                )
            )
        for at, pack in enumerate(returned):
            rows += self._file_rows(at, pack)
        show_rows(self.model, rows)
        self.model.set_ticks(Ticks(frozenset(key for key, case in self._cases.items() if case.can_record)))
        self._tell(self.table.current_id())

    def _file_rows(self, at: int, pack: Returned) -> list[ListRow]:
        key = f"file:{at}"
        filled = [case for case in pack.cases if case.lines or case.notes]
        empty = len(pack.cases) - len(filled)
        told = [f"{pack.path.name}，{f'{pack.filled_by} 填' if pack.filled_by else '没有写填表人'}。"]
        told += [f"{empty} 件还没有填。"] if empty else []
        self._told[key] = "\n".join([*told, *pack.notes])
        words = f"{pack.unit or '不知道是哪家'} · {pack.path.name}"
        cells = {"what": ListCell(words, bold=True), "steps": f"填了 {len(filled)} 件" + (f"，{empty} 件空着" if empty else ""),
                 "state": ListCell(f"{len(pack.notes)} 处没读", tone="wait") if pack.notes else ListCell()}  # fmt: skip
        rows = [ListRow(key, cells, "fixed")]
        for case in filled:
            own = f"{at}:{case.key}"
            self._cases[own] = case
            rows.append(case_row(own, case))
        return rows

    def chosen(self) -> set[str]:
        """Keys of the ticked cases that can be recorded."""
        return {case.key for row, case in self._cases.items() if case.can_record and self.model.ticks.holds(row)}

    def _refuse_headings(self) -> None:
        self.changed.emit()

    def _tell(self, row: str) -> None:
        case = self._cases.get(row)
        self.detail.setText(describe_case(case) if case else self._told.get(row, ""))

    def _lay_out(self) -> None:
        inner = QVBoxLayout(self._panel)
        inner.setContentsMargins(16, 8, 16, 8)
        inner.addWidget(self.detail)
        self.below = scroll(self._panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(frame("rule"))
        column.addWidget(self.below)

    def _restyle(self, theme: Theme) -> None:
        self.below.setFixedHeight(theme.px(150))

    def areas(self) -> list[QWidget]:
        return [self.table]


def case_row(key: str, case: PackCase) -> ListRow:
    steps = "、".join(line.label.removeprefix("登记") for line in case.lines)
    tick = "fixed" if not case.can_record else "part" if case.count(REFUSED) or case.count(OTHER) else ""
    cells = {"place": f"第 {case.number} 行", "number": case.docket_no, "what": case.title, "steps": steps,
             "state": tell_state(case)}  # fmt: skip
    return ListRow(key, cells, tick)  # pyright: ignore[reportArgumentType]


def tell_state(case: PackCase) -> ListCell:
    """One word for the whole case."""
    if case.count(REFUSED):
        return ListCell("部分登记" if case.can_record else "不能登记", tone="bad")
    if case.count(OTHER):
        return ListCell("部分登记" if case.can_record else "不一样", tone="wait")
    if case.can_record:
        return ListCell("会登记", tone="go")
    return ListCell("登记过了" if case.lines else "改了固定格", tone="none" if case.lines else "wait")


def describe_case(case: PackCase) -> str:
    """Each step with what becomes of it, then what was not read."""
    lines = [
        f"{case.unit}　第{case.docket_no}号《{case.title}》",
        *(describe_line(line) for line in case.lines),
        *case.notes,
    ]
    return "\n".join(lines)


def describe_line(line: PackLine) -> str:
    words = line.words if len(line.words) <= SEEN else f"{line.words[:SEEN]}…"
    words = words.replace("\n", " ")
    return f"· {line.label}（{RESULTS[line.result]}）：{words}" + (f"\n　{line.why}" if line.why else "")
