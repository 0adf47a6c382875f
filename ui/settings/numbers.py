"""编号: every number of a plenary and what became of it, so that a gap can be explained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.fields import PeriodKind
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import COMMITTEE
from cppcc_desktop.domain.office.plenaries import PLENARY
from cppcc_desktop.services.cases.numbers import NumberLine, list_numbers
from cppcc_desktop.services.cases.numbers_sheet import STATES, export_numbers
from cppcc_desktop.services.office.plenaries import PlenaryLine, list_plenary_lines
from cppcc_desktop.services.office.sealing import name_plenary
from ui.kit.dialogs.file_choice import choose_new_file
from ui.kit.frame.buttons import PlainButton
from ui.kit.frame.labels import ElidedLabel, frame
from ui.kit.inputs.combo import ComboBox
from ui.kit.inputs.ticks import CheckBox
from ui.kit.tables.at_once import make_table, show_kept
from ui.kit.tables.columns import ListCell, ListColumn, ListRow
from ui.session import Session, Siblings
from ui.settings.parts import SettingsPart
from ui.theme import Theme, follow_theme

COLUMNS = (
    ListColumn("number", "编号", 112, pad=16), ListColumn("state", "状态", 72, shape="chip"),
    ListColumn("title", "案由", stretch=True), ListColumn("why", "说明", 232, fold=1),
)  # fmt: skip
TONES = {"used": "ok", "gap": "wait", "void": "none", "double": "bad"}
FILES = "Excel 表格 (*.xlsx);;CSV 文件 (*.csv)"


@dataclass(frozen=True)
class NumberKind:
    """Numbers of one kind: the list whose records have them, and their field."""

    module: Module
    name: str

    @property
    def label(self) -> str:
        return self.module.entity.by_name[self.name].label


def list_kinds(session: Session) -> dict[str, NumberKind]:
    """The numbers given out to records that are reckoned by plenaries."""
    kinds: dict[str, NumberKind] = {}
    for module in session.office.modules.values():
        period = module.entity.period
        if module.workflow and period is not None and period.kind is PeriodKind.PLENARY:
            kinds |= {f"{module.name}.{e.name}": NumberKind(module, e.name) for e in module.workflow.numbers}
    return kinds


class NumbersPart(SettingsPart):
    """The numbers of one plenary; a row opens its case."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "surface")
        self._kinds = list_kinds(session)
        self.entities = (PLENARY.name, COMMITTEE.name, *(each.module.entity.name for each in self._kinds.values()))
        self._lines: list[NumberLine] = []
        self._keys: list[str] = []
        self.plenary, self._kind = "", next(iter(self._kinds), "")
        self.plenaries = ComboBox([("", "")])
        self.plenaries.setAccessibleName("哪次会议")
        self.kinds = ComboBox([(key, each.label) for key, each in self._kinds.items()])
        self.kinds.setAccessibleName("哪种编号")
        self.only = CheckBox("不看在用的")
        self.title = ElidedLabel("", "note")
        self.export = PlainButton("导出…", "download")
        self.table = make_table(COLUMNS, "编号情况", keep_cursor=True)
        self._lay_out()
        self.plenaries.picked.connect(self._pick)
        self.kinds.picked.connect(self._pick_kind)
        self.only.toggled.connect(lambda _on: self._fill())
        self.table.opened.connect(self._open)
        self.export.clicked.connect(self._export)
        follow_theme(self._restyle)

    def read(self) -> None:
        session = self.session
        session.read(lambda: list_plenary_lines(session.office, session.actor), self._show_plenaries, self)

    @property
    def kind(self) -> NumberKind | None:
        """Which numbers are shown; None where no record has any."""
        return self._kinds.get(self._kind)

    def areas(self) -> list[QWidget]:
        return [self.table, self._head]

    def enter(self) -> bool:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _show_plenaries(self, found: Sequence[PlenaryLine]) -> None:
        keys = [each.key for each in found]
        if keys != self._keys:
            self._keys = keys
            self.plenaries.set_choices([(key, name_plenary(key)) for key in keys])
        if self.plenary not in keys:
            self.plenary = next((each.key for each in found if each.current), keys[0] if keys else "")
        self.plenaries.set_key(self.plenary)
        self._read_numbers()

    def _read_numbers(self) -> None:
        session, plenary, kind = self.session, self.plenary, self.kind
        self.export.why_off(("" if plenary else "还没有届次") if kind else "没有编号的资料")
        if kind is None:
            return

        def show(lines: list[NumberLine]) -> None:
            if (plenary, kind) == (self.plenary, self.kind):
                self._lines = lines
                self._fill()

        session.read(lambda: list_numbers(session.office, session.actor, plenary, kind.name), show, self)

    def _fill(self) -> None:
        counts = Counter(each.state for each in self._lines)
        said = "，".join(f"{word} {counts[state]} 个" for state, word in STATES.items() if counts[state])
        self.title.set_text(said or f"这次会议还没有{self.kind.label if self.kind else '编号'}")
        shown = [each for each in self._lines if each.state != "used" or not self.only.isChecked()]
        show_kept(self.table, [number_row(each, place) for place, each in enumerate(shown)])

    def _pick(self, key: object) -> None:
        self.plenary = str(key)
        self._read_numbers()

    def _pick_kind(self, key: object) -> None:
        self._kind = str(key)
        self._read_numbers()

    def _open(self, row: str) -> None:
        record = row.partition("/")[2]
        if record and self.kind:
            self.session.routes.record_asked.emit(self.kind.module.name, record, Siblings(back="系统设置"))

    def _export(self) -> None:
        session, plenary, kind = self.session, self.plenary, self.kind
        if kind is None:
            return
        name = f"{name_plenary(plenary)}{kind.label}情况.xlsx"
        path = choose_new_file(self, session.settings, "导出编号情况", name, FILES)
        if path is not None:
            self._write(path, plenary, kind.name)

    def _write(self, path: Path, plenary: str, kind: str) -> None:
        session = self.session
        session.tasks.start_job(
            "导出编号情况", lambda _progress: export_numbers(session.office, session.actor, plenary, kind, path),
            line=lambda count: f"已导出 {count} 个编号到 {path.name}。", owner=self,
        )  # fmt: skip

    # construction

    def _lay_out(self) -> None:
        self._head = frame("surface")
        row = QHBoxLayout(self._head)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        for each in (self.plenaries, self.kinds, self.only):
            row.addWidget(each)
        row.addWidget(self.title, 1)
        row.addWidget(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.table, 1)

    def _restyle(self, theme: Theme) -> None:
        self.plenaries.setFixedWidth(theme.text_width(144, 40))
        self.kinds.setFixedWidth(theme.text_width(88, 40))


def number_row(line: NumberLine, place: int) -> ListRow:
    return ListRow(f"{place}/{line.record}", {
        "number": ListCell(line.number, bold=line.state == "double"), "state": ListCell(STATES[line.state], tone=TONES[line.state]),
        "title": line.title, "why": line.why,
    })  # fmt: skip
