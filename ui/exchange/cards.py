"""等着送出, 最近收发 and the strip above them (picture 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from cppcc_desktop.services.exchange.exchange import Registered
from cppcc_desktop.services.exchange.quarantine import SetAside
from cppcc_desktop.services.exchange.waiting import Waiting
from cppcc_desktop.services.office.office import CHINA
from ui.icons import BUTTON, pixmap
from ui.kit.frame.cards import Card
from ui.kit.frame.flow import FlowBox
from ui.kit.frame.labels import StateChip, frame, label
from ui.kit.frame.notices import NoticeSign
from ui.kit.tables.at_once import AtOnce, show_rows
from ui.kit.tables.columns import ListCell, ListColumn, ListRow
from ui.kit.tables.page_model import PageModel
from ui.kit.tables.record_table import RecordTable
from ui.theme import Theme, current_theme, follow_theme

UNSEALED = "文件未加密：谁拿到都能打开看。只用自己的 U 盘送，不经公共网络传送。"
DIRECTIONS = {"out": "送出", "in": "收入"}


@dataclass(frozen=True)
class KindLook:
    """How a kind of record is shown."""

    label: str
    icon: str


def short_day(at: str) -> str:
    """5月8日, in Chinese time."""
    day = datetime.fromisoformat(at).astimezone(CHINA)
    return f"{day.month}月{day.day}日"


def count_operations(package: Registered) -> int:
    """What was sent, or what was new of what came."""
    return package.operations if package.direction == "out" else int(package.result.get("new", 0))


def tell_result(package: Registered) -> tuple[str, str]:
    """What came of a package in words, and their tone."""
    result = package.result
    if package.direction == "out":
        return "文件已写好", "text"
    if result.get("quarantined"):
        return f"搁置 {result['quarantined']} 条", "bad"
    if result.get("conflicts"):
        return f"已写入，待核对 {result['conflicts']}", "wait"
    return ("已写入", "ok") if result.get("new") else ("没有新内容", "text2")


class RowsCard(Card):
    """A card filled by a table of `rows` at most on show; a line instead while there is none."""

    def __init__(self, title: str, columns: Sequence[ListColumn], empty: str, row_height: int, rows: int) -> None:
        super().__init__(title, margin=17)
        self.body.setContentsMargins(1, 4, 1, 6)
        self.body.setSpacing(2)
        self.head.setContentsMargins(16, 0, 12, 0)
        self._row_height, self._most = row_height, rows
        self.model = PageModel(columns, AtOnce())
        self.table = RecordTable(self.model, header_height=28, row_height=row_height)
        self.model.setParent(self.table)
        self.table.setAccessibleName(title)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._empty = label(empty, "label", wrap=True)
        self._empty.setContentsMargins(16, 8, 16, 12)
        self.body.addWidget(self.table)
        self.body.addWidget(self._empty)
        self.body.addStretch(1)
        self._count = 0
        follow_theme(self._fit)

    def put(self, rows: Sequence[ListRow]) -> None:
        self._count = len(rows)
        show_rows(self.model, rows)
        self.table.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._fit(current_theme())

    def _fit(self, theme: Theme) -> None:
        shown = max(1, min(self._count, self._most))
        self.table.setFixedHeight(theme.px(28) + shown * theme.px(self._row_height) + 1)


class WaitingCard(RowsCard):
    """Own changes that were in no package yet, by kind."""

    def __init__(self) -> None:
        columns = [ListColumn("kind", "内容", 130, pad=16), ListColumn("count", "改动", 56, align="right"),
                   ListColumn("titles", "涉及", stretch=True)]  # fmt: skip
        super().__init__("等着送出", columns, "没有等着送出的改动。", 30, 5)

    def show_waiting(self, waiting: Sequence[Waiting], kinds: Mapping[str, KindLook], since: str) -> None:
        self.note.set_text(f"{since}以来" if since else "")
        self.put([self._row(each, kinds[each.kind]) for each in waiting])

    def _row(self, waiting: Waiting, kind: KindLook) -> ListRow:
        titles = "、".join(each for each in waiting.titles if each)  # rows of a table have no name of their own
        left = waiting.records > len(waiting.titles) or not titles
        more = f"{' 等 ' if titles else ''}{waiting.records} 条" if left else ""
        return ListRow(waiting.kind, {"kind": ListCell(kind.label, icon=kind.icon), "count": str(waiting.operations),
                                  "titles": f"{titles}{more}"})  # fmt: skip


class PackagesCard(RowsCard):
    """The newest packages in and out."""

    def __init__(self) -> None:
        columns = [ListColumn("day", "日期", 88, pad=16), ListColumn("direction", "方向", 72, shape="chip"),
                   ListColumn("partner", "对方", stretch=True), ListColumn("count", "条数", 62, align="right"),
                   ListColumn("result", "结果", 150)]  # fmt: skip
        super().__init__("最近收发", columns, "还没有收发过文件。", 28, 5)

    def show_packages(self, packages: Sequence[Registered], partners: Mapping[str, str]) -> None:
        self.put([self._row(place, each, partners) for place, each in enumerate(packages)])

    def _row(self, place: int, package: Registered, partners: Mapping[str, str]) -> ListRow:
        words, tone = tell_result(package)
        return ListRow(str(place), {
            "day": short_day(package.at), "direction": ListCell(DIRECTIONS[package.direction], tone="none"),
            "partner": partners.get(package.partner, "对方"), "count": str(count_operations(package)),
            "result": ListCell(words, tone=tone),
        })  # fmt: skip


class AsideCard(RowsCard):
    """What came and was not taken in, with the reasons; not there while there is none."""

    def __init__(self) -> None:
        columns = [ListColumn("what", "搁置的", 170, pad=16), ListColumn("why", "为什么不能收", stretch=True),
                   ListColumn("who", "谁改的", 88)]  # fmt: skip
        super().__init__("搁置的改动", columns, "没有搁置的改动。", 28, 5)
        self.hide()

    def show_aside(self, aside: Sequence[SetAside]) -> None:
        self.note.set_text("告诉对方改好再送；原样留着，不写入")
        self.put([self._row(place, each) for place, each in enumerate(aside)])
        self.setVisible(bool(aside))

    def _row(self, place: int, aside: SetAside) -> ListRow:
        return ListRow(str(place), {"what": f"{aside.kind} {aside.title}", "why": aside.reason, "who": aside.who})


class Strip(Card):
    """上次送出 and 上次收入 in one line."""

    def __init__(self) -> None:
        super().__init__()
        self.body.setContentsMargins(17, 8, 17, 8)
        self._sign = QLabel()
        self._flow = FlowBox(gap=10, row_gap=4)
        row = QHBoxLayout()
        row.setSpacing(9)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._flow, 1)
        self.body.addLayout(row)
        follow_theme(self._recolour)

    def show_last(self, packages: Sequence[Registered], partners: Mapping[str, str]) -> None:
        for part in list(self._flow.parts):
            self._flow.removeWidget(part)
            part.deleteLater()
        for direction, word in DIRECTIONS.items():
            last = next((each for each in packages if each.direction == direction), None)
            self._flow.addWidget(label(f"上次{word}", "label"))
            if last is None:
                self._flow.addWidget(label("还没有过", "label"))
                continue
            partner = partners.get(last.partner, "对方")
            joined = f"{short_day(last.at)} · {'给' if direction == 'out' else '来自'} {partner} · {count_operations(last)} 条"
            self._flow.addWidget(label(joined, "bold"))
            if direction == "in":
                words, tone = tell_result(last)
                self._flow.addWidget(StateChip(words, "none" if tone.startswith("text") else tone))

    def _recolour(self, _theme: Theme) -> None:
        self._sign.setPixmap(pixmap("clock", "text2", BUTTON, self.devicePixelRatioF()))


class UnsealedNotice(QHBoxLayout):
    """The line that says the file is not encrypted; it stays until packages are sealed."""

    def __init__(self) -> None:
        super().__init__()
        ground = frame("notice")
        row = QHBoxLayout(ground)
        row.setContentsMargins(16, 5, 16, 5)
        row.setSpacing(9)
        self._sign = NoticeSign()
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        self.words = label(UNSEALED, wrap=True, selectable=True)
        row.addWidget(self.words, 1)
        self.addWidget(ground, 1)


def in_column(*parts: Card) -> QVBoxLayout:
    """Cards below each other; the last takes the spare height."""
    column = QVBoxLayout()
    column.setSpacing(12)
    for part in parts:
        column.addWidget(part, 1 if part is parts[-1] else 0)
    return column
