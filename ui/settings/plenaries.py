"""届次: the plenaries with their dates; going on to the next one, sealing and unsealing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.fields import Field, Kind, PeriodKind
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import COMMITTEE
from cppcc_desktop.domain.office.plenaries import PLENARY
from cppcc_desktop.services.office.plenaries import (
    DATES,
    PlenaryLine,
    close_plenary,
    follow_plenary,
    list_plenary_lines,
    reopen_plenary,
    save_plenary,
)
from cppcc_desktop.services.office.sealing import name_plenary
from cppcc_desktop.services.office.settings import change_committee
from cppcc_desktop.services.records.logs import LogEntry, read_log
from cppcc_desktop.services.summary import read_committee
from ui.kit.dialogs.entry_dialog import EntryDialog, ShortForm, Work
from ui.kit.frame.buttons import PlainButton, PrimaryButton
from ui.kit.frame.labels import ElidedLabel, frame
from ui.kit.tables.at_once import make_table, show_kept
from ui.kit.tables.columns import ListCell, ListColumn, ListRow
from ui.session import Session
from ui.settings.parts import SettingsPart, why_not
from ui.theme import Theme, current_theme, follow_theme

COLUMNS = (  # the one with the counts is called as what is counted
    ListColumn("label", "届次", 160, pad=16), ListColumn("state", "状态", 80, shape="chip"),
    ListColumn("meeting", "会议", 192, fold=2), ListColumn("intake", "大会提案", 192),
    ListColumn("due_on", "统一办复日", 112, fold=1), ListColumn("cases", "件数", 64, align="right"),
    ListColumn("open", "没办完", 72, align="right"), ListColumn("note", "备注", stretch=True),
)  # fmt: skip
LOG = (
    ListColumn("at", "什么时候改的", 148, pad=16), ListColumn("who", "谁", 76), ListColumn("what", "改了什么", 136),
    ListColumn("before", "原来", 168), ListColumn("after", "改为", stretch=True),
)  # fmt: skip
DATED = "大会提案从哪天到哪天收，这几天以外收的算平时提案；不填的都算大会提案。统一办复日不填，按“规则”里的期限算。"
SEALED = (
    "封存以后，这次会议照今天的规则和名称显示，以后改规则不影响它；办完的提案不能再改，"
    "只能登记落实、回头看、批示、表彰、承诺销号和归档。"
)


class PlenariesPart(SettingsPart):
    """One row per plenary, and what was changed about the chosen one."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "surface")
        counted = [each for each in session.office.modules.values() if is_counted(each)]
        self.entities = (PLENARY.name, COMMITTEE.name, *(each.entity.name for each in counted))
        self._lines: dict[str, PlenaryLine] = {}
        self._new = ""
        word = "、".join(each.label for each in counted)
        columns = [replace(each, label=word) if word and each.key == "cases" else each for each in COLUMNS]
        self.table = make_table(columns, "届次", keep_cursor=True)
        self.log = make_table(LOG, "这次会议的改动")
        self.title, self.log_title = ElidedLabel("", "note"), ElidedLabel("", "label")
        self.go_on = PlainButton("转到下一次会议…", "chevron-right")
        self.seal = PlainButton("封存…", "lock")
        self.change = PlainButton("改日期…", "pencil")
        self.add = PrimaryButton("新增届次…", "plus")
        self._lay_out()
        self._connect()
        follow_theme(self._restyle)

    def read(self) -> None:
        session = self.session
        session.read(lambda: list_plenary_lines(session.office, session.actor), self._show, self)

    def areas(self) -> list[QWidget]:
        return [self.table, self._head, self._foot]

    def enter(self) -> bool:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    @property
    def line(self) -> PlenaryLine | None:
        """The plenary the cursor is on."""
        return self._lines.get(self.table.current_id())

    # reading

    def _show(self, found: Sequence[PlenaryLine]) -> None:
        self._lines = {each.key: each for each in found}
        now = next((each for each in found if each.current), None)
        self.title.set_text(f"现在是{now.label}" if now else "还没有届次")
        show_kept(self.table, [plenary_row(each) for each in found], self._new)
        self._new = ""
        self._show_line()

    def _show_line(self, _key: str = "") -> None:
        line, why = self.line, why_not(self.session)
        sealed = line is not None and bool(line.closed_on)
        self.add.why_off(why)
        self.go_on.why_off(why)
        self.change.why_off(why or ("先选一次会议" if line is None else "已经封存，先启封" if sealed else ""))
        self.seal.why_off(why or ("" if line else "先选一次会议"))
        self.seal.setText("启封…" if sealed else "封存…")
        self._read_log(line)

    def _read_log(self, line: PlenaryLine | None) -> None:
        session = self.session
        self.log_title.set_text(tell_line(line) if line else "")
        if line is None or not line.record:
            show_kept(self.log, [])
            return
        session.read(
            lambda: read_log(session.office, session.actor, line.record),
            lambda found: self._show_log(line, found), self,
        )  # fmt: skip

    def _show_log(self, line: PlenaryLine, found: Sequence[LogEntry]) -> None:
        if line == self.line:
            told = [(each.at, each.who, each.label, each.before, each.after) for each in found if each.field != "key"]
            keys = [column.key for column in LOG]
            show_kept(self.log, [ListRow(str(at), dict(zip(keys, each, strict=True))) for at, each in enumerate(told)])

    # changing

    def _add(self) -> None:
        if self.add.isEnabled():
            newest = max(self._lines, default="")
            key = Field(name="key", label="届次", limit=8, required=True)
            self._ask("新增届次", [key], {"key": follow_plenary(newest) if newest else None}, "")

    def _change(self) -> None:
        line = self.line
        if line is not None and self.change.isEnabled():
            self._took(make_line_dialog(self.session, line, self))

    def _ask(self, title: str, first: list[Field], proposed: dict[str, str | None], key: str) -> None:
        self._took(make_dates_dialog(self.session, title, first, proposed, key, self))

    def _go_on(self) -> None:
        """The office works in the next plenary from now on."""
        session = self.session
        if not self.go_on.isEnabled():
            return

        def work(entered: dict[str, object]) -> str:
            key = str(entered.get("key") or "")
            change_committee(session.office, session.actor, read_committee(session.office).name, key)
            return key

        now = next((each.key for each in self._lines.values() if each.current), "")
        field = Field(name="key", label="转到", limit=8, required=True)
        hint = "新登记的提案归到这次会议，案号从 1 编起；以前各次会议的提案接着办。写成 10-04 这样，换届写成 11-01。"
        self._run("转到下一次会议", [field], work, "转过去", hint, {"key": follow_plenary(now) if now else None})

    def _seal(self) -> None:
        line = self.line
        if line is None or not self.seal.isEnabled():
            return
        session, key = self.session, line.key

        def work(entered: dict[str, object]) -> str:
            reason, despite = (str(entered.get(name) or "") for name in ("reason", "despite"))
            if line.closed_on:
                reopen_plenary(session.office, session.actor, key, reason)
            else:
                close_plenary(session.office, session.actor, key, reason, despite)
            return key

        reason = Field(name="reason", label="原因", kind=Kind.LONG_TEXT, limit=300, required=True)
        if line.closed_on:
            hint = "启封以后，这次会议的提案又可以改，也照现在的规则和名称显示。改完再封存。"
            self._run(f"启封{name_plenary(key)}", [reason], work, "启封", hint, {})
            return
        despite = Field(name="despite", label=f"没办完的 {line.open} 件", kind=Kind.LONG_TEXT, limit=200)
        hint = SEALED + (
            f"还有 {line.open} 件没有办完：写明为什么先封存，它们照今天的规则接着办。" if line.open else ""
        )
        self._run(f"封存{name_plenary(key)}", [reason, *([despite] if line.open else [])], work, "封存", hint, {})

    def _run(
        self, title: str, fields: list[Field], work: Work, button: str, hint: str, proposed: dict[str, str | None]
    ) -> None:  # fmt: skip
        asked = ShortForm(title, fields, proposed=proposed, button=button, hint=hint)
        self._took(EntryDialog(self.session, asked, work, self))

    def _took(self, dialog: EntryDialog) -> None:
        dialog.run()
        if dialog.result_value:
            self._new = str(dialog.result_value)
            self.read()

    # construction

    def _connect(self) -> None:
        self.table.current_changed.connect(self._show_line)
        self.table.opened.connect(lambda _key: self._change())
        self.go_on.clicked.connect(self._go_on)
        self.seal.clicked.connect(self._seal)
        self.change.clicked.connect(self._change)
        self.add.clicked.connect(self._add)
        QShortcut(QKeySequence("Ctrl+N"), self, self._add)

    def _lay_out(self) -> None:
        self._head, self._foot = frame("surface"), frame("foot")
        row = QHBoxLayout(self._head)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.title, 1)
        for button in (self.go_on, self.seal, self.change, self.add):
            row.addWidget(button)
        below = QVBoxLayout(self._foot)
        below.setContentsMargins(0, 8, 0, 0)
        below.setSpacing(4)
        words = QHBoxLayout()
        words.setContentsMargins(16, 0, 16, 0)
        words.addWidget(self.log_title)
        below.addLayout(words)
        below.addWidget(self.log)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part, stretch in ((self._head, 0), (self.table, 1), (self._foot, 0)):
            column.addWidget(part, stretch)
        self._restyle(current_theme())

    def _restyle(self, theme: Theme) -> None:
        lines = 5 if theme.scale < 1.5 else 2
        self._foot.setFixedHeight(theme.px(24) + 16 + theme.px(32) + lines * theme.px(26))


def make_line_dialog(session: Session, line: PlenaryLine, parent: QWidget) -> EntryDialog:
    """The dates of a plenary, to be changed or filled in."""
    known = {name: getattr(line, name) or None for name in (*DATES, "note")}
    return make_dates_dialog(session, f"改{name_plenary(line.key)}的日期", [], known, line.key, parent)


def make_dates_dialog(
    session: Session, title: str, first: list[Field], proposed: dict[str, str | None], key: str, parent: QWidget
) -> EntryDialog:  # fmt: skip
    """The dates of a plenary; of a new one (empty key) its 届次 first."""

    def work(entered: dict[str, object]) -> str:
        named = key or str(entered.get("key") or "")
        values = {name: entered.get(name) for name in (*DATES, "note")}
        save_plenary(session.office, session.actor, named, values, new=not key)
        return named

    fields = [*first, *(PLENARY.by_name[name] for name in (*DATES, "note"))]
    return EntryDialog(session, ShortForm(title, fields, proposed=proposed, button="保存", hint=DATED), work, parent)


def ask_current_dates(session: Session, parent: QWidget) -> None:
    """Ask for the dates of the plenary the office is in."""

    def ask(lines: list[PlenaryLine]) -> None:
        now = next((each for each in lines if each.current), None)
        if now is None:
            session.routes.settings_asked.emit("plenaries")
        else:
            make_line_dialog(session, now, parent).run()

    session.read(lambda: list_plenary_lines(session.office, session.actor), ask, parent)


def is_counted(module: Module) -> bool:
    """Whether its records belong to plenaries."""
    period = module.entity.period
    return period is not None and period.kind is PeriodKind.PLENARY


def tell_line(line: PlenaryLine) -> str:
    """How the plenary stands, in one sentence."""
    name = name_plenary(line.key)
    if line.closed_on:
        return f"{name}：{line.closed_on} 封存，{line.sealing}"
    if not line.record:
        return f"{name}：还没有填日期"
    return f"{name}：改过的地方" + (f"（{line.sealing}）" if line.sealing else "")


def plenary_row(line: PlenaryLine) -> ListRow:
    state = (
        ListCell("已封存", tone="none")
        if line.closed_on
        else ListCell("现在", tone="go")
        if line.current
        else ListCell()
    )
    return ListRow(line.key, {
        "label": ListCell(line.label, bold=line.current), "state": state, "meeting": tell_span(line.opens_on, line.ends_on),
        "intake": tell_span(line.intake_from, line.intake_until), "due_on": line.due_on,
        "cases": str(line.cases), "open": ListCell(str(line.open)) if line.open else "", "note": line.note,
    })  # fmt: skip


def tell_span(first: str, last: str) -> str:
    """2026-02-26 到 02-28; one end alone says which."""
    if first and last:
        return f"{first} 到 {last[5:] if last[:4] == first[:4] else last}"
    return f"{first} 起" if first else f"到 {last}" if last else ""
