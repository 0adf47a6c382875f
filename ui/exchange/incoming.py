"""收入: what a file would change, before anything is written."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from cppcc_desktop.domain.description.fields import Entity
from cppcc_desktop.services.exchange.exchange import Arrived, Difference
from cppcc_desktop.services.exchange.quarantine import SetAside
from cppcc_desktop.services.office.office import Office
from ui.kit.frame.buttons import PlainButton, PrimaryButton
from ui.kit.frame.import_file import make_foot
from ui.kit.frame.labels import ElidedLabel, frame, label
from ui.kit.frame.tabs import Tab, Tabs
from ui.kit.tables.at_once import AtOnce, show_rows
from ui.kit.tables.columns import ListCell, ListColumn, ListRow
from ui.kit.tables.page_model import PageModel
from ui.kit.tables.record_table import RecordTable
from ui.theme import Theme, follow_theme

COLUMNS = (
    ListColumn("result", "结果", 88, shape="chip", pad=16), ListColumn("kind", "类别", 128), ListColumn("title", "名称", 320),
    ListColumn("fields", "内容", stretch=True),
)  # fmt: skip
ASIDE = "aside"
RESULTS = {
    "new": ("新增", "ok"), "changed": ("有变化", "wait"), "conflict": ("待核对", "bad"), ASIDE: ("搁置", "bad"),
}  # fmt: skip


def word_fields(entity: Entity, names: tuple[str, ...], most: int = 6) -> str:
    """姓名、界别、单位及职务 等 9 项."""
    known = entity.by_name
    words = [known[name].label if name in known else "删除" if name == "deleted" else name for name in names]
    return "、".join(words[:most]) + (f" 等 {len(words)} 项" if len(words) > most else "")


def warnings_of(arrived: Arrived) -> list[str]:
    """What a person must know before taking the file in."""
    said = []
    if arrived.mismatch:
        said.append("两边内容应当相同却对不上。请把这个提示告诉管电脑的同事，让对方把全部内容重新送一次。")
    if arrived.quarantined:
        said.append(f"有 {arrived.quarantined} 条改动不能收，搁置在一边，不写入；原因在“搁置”里。")
    if arrived.unknown:
        said.append(f"有 {arrived.unknown} 条来自更新的版本，先原样存着，升级后生效。")
    if arrived.missing_attachments:
        said.append(f"有 {arrived.missing_attachments} 个附件未到，下次收到会补上。")
    return said


def aside_row(place: int, aside: SetAside) -> ListRow:
    """What is not taken in, and why."""
    word, tone = RESULTS[ASIDE]
    return ListRow(f"{ASIDE}{place}", {
        "result": ListCell(word, tone=tone), "kind": aside.kind, "title": aside.title,
        "fields": f"{aside.reason}（{'、'.join(aside.fields)}，{aside.who}）",
    })  # fmt: skip


class IncomingView(QFrame):
    """`confirmed()`: take it in. `cancelled()`: leave everything as it is."""

    confirmed = Signal()
    cancelled = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self._office = office
        self._differences: tuple[Difference, ...] = ()
        self._aside: tuple[SetAside, ...] = ()
        self.title, self.told = label("", "page"), ElidedLabel("", "note")
        self._notice, self._warning = frame("notice"), label("", wrap=True, selectable=True)
        self.tabs = Tabs()
        self.table = RecordTable(PageModel(COLUMNS, AtOnce()))
        self.table.pages.setParent(self.table)
        self.table.setAccessibleName("文件里的改动")
        self.sentence = label("", wrap=True)
        self.go, self.leave = PrimaryButton("读入"), PlainButton("取消")
        self._lay_out()
        self.tabs.picked.connect(lambda _key: self._list())
        self.go.clicked.connect(self.confirmed)
        self.leave.clicked.connect(self.cancelled)
        follow_theme(self._restyle)

    def show_arrived(self, arrived: Arrived, file: str) -> None:
        """Show the preview of a package."""
        self._differences, self._aside = arrived.differences, arrived.aside
        self.title.setText(f"来自{arrived.sender or '对方'}的文件")
        self.told.set_text(f"{file} · 新的 {arrived.new} 条，已有的 {arrived.same} 条")
        counts = {key: sum(each.result == key for each in arrived.differences) for key in RESULTS}
        counts[ASIDE] = arrived.quarantined
        shown = {key: n for key, n in counts.items() if key != ASIDE or n}
        self.tabs.set_tabs([
            Tab("", "全部", len(arrived.differences) + counts[ASIDE]), *(Tab(k, RESULTS[k][0], n) for k, n in shown.items())
        ])  # fmt: skip
        self.tabs.set_key("")
        said = warnings_of(arrived)
        self._warning.setText("\n".join(said))
        self._notice.setVisible(bool(said))
        self._list()
        self.go.setText(f"读入 {arrived.new} 条" if arrived.new else "记下已收到")
        self.sentence.setText(self._sentence(arrived, counts))

    def focus_list(self) -> None:
        (self.table if self._differences or self._aside else self.go).setFocus(Qt.FocusReason.TabFocusReason)

    def _sentence(self, arrived: Arrived, counts: dict[str, int]) -> str:
        if not arrived.new:
            return "里面没有新内容。读入后对方就知道这边都收到了。"
        torn = f"其中 {counts['conflict']} 条两处都改过，读入后请你核对。" if counts["conflict"] else ""
        return f"将写入 {arrived.new} 条改动，涉及 {len(arrived.differences)} 条记录。{torn}写入前自动备份。"

    def _list(self) -> None:
        order = {key: place for place, key in enumerate(("conflict", "changed", "new"))}
        wanted = [each for each in self._differences if self.tabs.key in ("", each.result)]
        rows = [self._row(each) for each in sorted(wanted, key=lambda each: order[each.result])]
        aside = (
            [aside_row(place, each) for place, each in enumerate(self._aside)] if self.tabs.key in ("", ASIDE) else []
        )
        show_rows(self.table.pages, [*aside, *rows])

    def _row(self, difference: Difference) -> ListRow:
        entity, (word, tone) = self._office.entity(difference.kind), RESULTS[difference.result]
        return ListRow(difference.record, {
            "result": ListCell(word, tone=tone), "kind": entity.label, "title": difference.title,
            "fields": word_fields(entity, difference.fields),
        })  # fmt: skip

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 0)
        head.setSpacing(16)
        head.addWidget(self.title)
        head.addWidget(self.told, 1)
        self._bar, row = frame("bar"), QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(self.tabs, 1)
        self._bar.setLayout(row)
        warned = QHBoxLayout(self._notice)
        warned.setContentsMargins(16, 5, 16, 5)
        warned.addWidget(self._warning)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        for part in (self._bar, self._notice, self.table):
            column.addWidget(part, 1 if part is self.table else 0)
        column.addWidget(make_foot([self.go, self.leave], [self.sentence]))

    def _restyle(self, theme: Theme) -> None:
        self._bar.setFixedHeight(theme.px(40) + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
