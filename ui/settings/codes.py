"""代码表: the lists the program offers to choose from, and what the office made of them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cppcc_desktop.characters.surnames import SURNAME_LIST
from cppcc_desktop.domain.description.fields import Field, Kind, Value
from cppcc_desktop.domain.normal_form import normalise_text
from cppcc_desktop.services.office.code_changes import (
    CodeRow,
    ListShown,
    add_entry,
    change_entry,
    count_uses,
    list_code_lists,
    list_entries,
    move_entry,
    propose_code,
    retire_entry,
)
from cppcc_desktop.services.office.code_history import EntryChange, read_entry_log
from cppcc_desktop.services.office.code_rules import CodeRule
from cppcc_desktop.services.office.codes import CodeList
from ui.kit.dialogs.entry_dialog import EntryDialog, ShortForm, Work
from ui.kit.frame.buttons import IconButton, PlainButton, PrimaryButton
from ui.kit.frame.labels import ElidedLabel, frame
from ui.kit.inputs.inputs import SearchField
from ui.kit.tables.at_once import make_table, show_kept
from ui.kit.tables.columns import ListCell, ListColumn, ListRow
from ui.session import Session
from ui.settings.parts import SettingsPart, why_not
from ui.theme import Theme, current_theme, follow_theme

LISTS = (ListColumn("label", "代码表", stretch=True, pad=16), ListColumn("count", "项", 48, align="right"))
LOG = (
    ListColumn("at", "什么时候改的", 148, pad=16), ListColumn("who", "谁", 76), ListColumn("what", "改了什么", 76),
    ListColumn("since", "从哪天起", 100), ListColumn("before", "原来", 136), ListColumn("after", "改为", stretch=True),
)  # fmt: skip


PLAIN = CodeRule(list="")
SINCE = Field(name="since", label="从哪天起", kind=Kind.DATE)
WHEN = "不写从哪天起，没有封存的届次就都用新的；写了，到那天才用新的。原来是什么，在改动记录里查得到。"


def entry_columns(name: str, rule: CodeRule = PLAIN) -> tuple[ListColumn, ...]:
    code, words = ("姓氏", "读音") if name == SURNAME_LIST else ("代码", "名称")
    meant = (ListColumn("meaning", "含义", stretch=True),) if rule.explained or rule.traits else ()
    return (
        ListColumn("code", code, 72 if meant else 120, pad=16), ListColumn("label", words, 176, stretch=not meant), *meant,
        ListColumn("alias", "也叫", 216, fold=1), ListColumn("uses", "用过", 64, align="right", fold=2),
        ListColumn("state", "状态", 88, shape="chip"),
    )  # fmt: skip


class CodesPart(SettingsPart):
    """Lists at the left; entries of the chosen one, and below them what was changed about the chosen entry."""

    entities = ("code_entry",)

    def __init__(self, session: Session) -> None:
        super().__init__(session, "surface")
        self._lists: dict[str, ListShown] = {}
        self._entries: list[CodeRow] = []
        self._uses: dict[str, int] = {}
        self._shown = ""  # the list the entries are of
        self._log_shown = False  # there are lines to show
        self._new = ""  # the entry just added: the cursor goes there once it is read
        self.lists = make_table(LISTS, "代码表", keep_cursor=True)
        self.table = make_table(entry_columns(""), "代码项", keep_cursor=True)
        self.log = make_table(LOG, "这一项的改动")
        self.title, self.note = ElidedLabel("", "page"), ElidedLabel("", "note")
        self.log_title = ElidedLabel("", "label")
        self.search = SearchField("在本表中查找", "Ctrl+F", kind="filter")
        self.up, self.down = IconButton("chevron-up", "上移"), IconButton("chevron-down", "下移")
        self.rename = PlainButton("改这一项…", "pencil")
        self.retire = PlainButton("停用")
        self.add = PrimaryButton("新增一项…", "plus")
        self._lay_out()
        self._connect()
        follow_theme(self._restyle)

    def read(self) -> None:
        session = self.session
        session.read(lambda: list_code_lists(session.office, session.actor), self._show_lists, self)

    def areas(self) -> list[QWidget]:
        return [self.lists, self.table, self._head, self._log_box]

    @property
    def about(self) -> CodeList | None:
        """The list on screen."""
        found = self._lists.get(self._shown)
        return found.about if found else None

    @property
    def rule(self) -> CodeRule:
        """What is special about it."""
        found = self._lists.get(self._shown)
        return found.rule if found else PLAIN

    @property
    def at_once(self) -> bool:
        """Whether what is changed in it holds at once."""
        found = self._lists.get(self._shown)
        return found is not None and found.at_once

    @property
    def entry(self) -> CodeRow | None:
        """The entry the cursor is on."""
        wanted = self.table.current_id()
        return next((each for each in self._entries if each.code == wanted), None)

    # reading

    def _show_lists(self, found: list[ListShown]) -> None:
        self._lists = {each.about.name: each for each in found}
        rows = [
            ListRow(name, {"label": each.about.label, "count": str(each.offered)}) for name, each in self._lists.items()
        ]
        show_kept(self.lists, rows)
        self._read_entries()

    def _pick_list(self, name: str) -> None:
        if name and name != self._shown:
            self.search.clear()
            self._read_entries()

    def _read_entries(self) -> None:
        session, name = self.session, self.lists.current_id()
        if not name:
            return
        if name != self._shown:
            self._shown, self._uses = name, {}

        def show(entries: list[CodeRow]) -> None:
            if name == self._shown:
                self._entries = entries
                self._fill()

        def count(uses: dict[str, int]) -> None:
            if name == self._shown:
                self._uses = uses
                self._fill()

        session.read(lambda: list_entries(session.office, session.actor, name), show, self)
        session.read(lambda: count_uses(session.office, session.actor, name), count, self)

    def _fill(self) -> None:
        about, word = self.about, normalise_text(self.search.text()).strip()
        if about is None:
            return
        self.title.set_text(about.label)
        self.note.set_text(tell_list(about))
        self.table.pages.columns = entry_columns(about.name, self.rule)
        self.table.set_hidden(unused_columns(about.name, self._entries))
        found = [
            each for each in self._entries if word in normalise_text(" ".join((each.code, each.label, *each.aliases)))
        ]
        show_kept(self.table, [entry_row(self.rule, each, self._uses) for each in found], self._new)
        if self.table.current_id() == self._new:
            self._new = ""
        self._show_entry()

    def _show_entry(self, _code: str = "") -> None:
        about, entry, why = self.about, self.entry, why_not(self.session)
        if about is None:
            return
        fixed = "国家标准里的不能改" if about.source else "这张表是定好的，不能改"
        names = "程序按代码办事，只能改名称"
        stays, none = {"no": fixed, "names": names}.get(about.editable, ""), "" if entry else "先选一项"
        self.add.why_off(why or stays)
        self.rename.why_off(why or (fixed if about.editable == "no" else none))
        self.rename.setText("改读音…" if about.name == SURNAME_LIST else "改这一项…")
        self.retire.why_off(why or stays or none)
        self.retire.setText("恢复使用…" if entry and entry.retired else "停用…")
        order = "这张表按代码的先后排" if self.at_once else fixed if about.editable == "no" else none
        offered = [each.code for each in self._entries if not each.retired]
        for button, end, said in ((self.up, 0, "已经在最前"), (self.down, -1, "已经在最后")):
            at_end = entry is not None and bool(offered) and offered[end] == entry.code
            button.why_off(why or order or (said if at_end else ""))
        self._read_log(entry)

    def _read_log(self, entry: CodeRow | None) -> None:
        session, name = self.session, self._shown
        if entry is None or not entry.records:
            self._show_log(entry, [])
            return
        session.read(
            lambda: read_entry_log(session.office, session.actor, name, entry.code),
            lambda lines: self._show_log(entry, lines) if entry == self.entry else None, self,
        )  # fmt: skip

    def _show_log(self, entry: CodeRow | None, lines: list[EntryChange]) -> None:
        as_it_came = entry is not None and bool(entry.shipped) and not lines
        said = "：随程序带来，没有改过" if as_it_came else "：改过的地方"
        name = "" if entry is None else entry.code if self._shown == SURNAME_LIST else entry.label
        self.log_title.set_text(f"{name}{said}" if entry else "")
        self._log_shown = bool(lines)
        self._fit_log(current_theme())
        show_kept(self.log, [
            ListRow(str(at), {
                "at": line.at, "who": line.who, "what": line.label, "before": line.before, "after": line.after,
                "since": line.since,
            })
            for at, line in enumerate(lines)
        ])  # fmt: skip

    # changing

    def _add(self) -> None:
        session, about = self.session, self.about
        if about is None or not self.add.isEnabled():
            return
        surnames = about.name == SURNAME_LIST
        code = Field(name="code", label="姓氏" if surnames else "代码", limit=60, required=surnames)
        more = make_fields(about.name, self.rule, entry=None, dated=not self.at_once)
        fields = [code, *more] if surnames else [more[0], code, *more[1:]]
        proposed = propose_code(self._entries) if not surnames else ""

        def work(entered: dict[str, object]) -> str:
            return add_entry(
                session.office, session.actor, about.name, str(entered.get("label") or ""), str(entered.get("code") or ""),
                meaning=str(entered.get("meaning") or ""), traits=ticked(self.rule, entered), since=entered.get("since"),
            )  # fmt: skip

        hint = about.note if surnames else "代码不写，就用名称作代码。代码定了以后不能改。"
        dialog = self._ask(f"{about.label}：新增一项", fields, work, "新增", hint, {"code": proposed or None})
        self._new = str(dialog.result_value or "")

    def _rename(self) -> None:
        session, about, entry = self.session, self.about, self.entry
        if about is None or entry is None or not self.rename.isEnabled():
            return
        surnames = about.name == SURNAME_LIST
        fields, rule = make_fields(about.name, self.rule, entry, dated=not self.at_once), self.rule
        names = {spec.name for spec in fields}

        def work(entered: dict[str, object]) -> None:
            values = {name: str(entered.get(name) or "") for name in ("label", "meaning") if name in names}
            more = {"traits": ticked(rule, entered)} if names & rule.traits.keys() else {}
            change_entry(
                session.office, session.actor, about.name, entry.code, {**values, **more}, entered.get("since")
            )

        proposed: dict[str, Value] = {"label": entry.label, "meaning": entry.meaning or None}
        proposed |= {trait: trait in entry.traits for trait in rule.traits}
        title = f"改“{entry.code}”的读音" if surnames else f"改“{entry.label}”"
        self._ask(
            title, fields, work, "保存", about.note if surnames else WHEN if SINCE in fields else about.note, proposed
        )

    def _retire(self) -> None:
        session, about, entry = self.session, self.about, self.entry
        if about is None or entry is None or not self.retire.isEnabled():
            return

        def work(entered: dict[str, object]) -> None:
            since = entered.get("since")
            retire_entry(session.office, session.actor, about.name, entry.code, retired=not entry.retired, since=since)

        if self.at_once:
            session.write(lambda: work({}), None, self)
            return
        word = "恢复使用" if entry.retired else "停用"
        hint = "不写从哪天起，马上就" + (
            "可以选。" if entry.retired else "不再列出；以前的记录里照样显示，用过的不受影响。"
        )
        self._ask(f"{word}“{entry.label}”", [SINCE], work, word, hint, {})

    def _move(self, by: int) -> None:
        session, name, entry = self.session, self._shown, self.entry
        if entry is not None:
            session.write(lambda: move_entry(session.office, session.actor, name, entry.code, by), None, self)

    def _ask(
        self, title: str, fields: list[Field], work: Work, button: str, hint: str, proposed: Mapping[str, Value]
    ) -> EntryDialog:  # fmt: skip
        names = {spec.name for spec in fields}
        known = {name: value for name, value in proposed.items() if name in names}
        asked = ShortForm(title, fields, proposed=known, button=button, hint=hint)
        dialog = EntryDialog(self.session, asked, work, self)
        dialog.run()
        return dialog

    # construction

    def _connect(self) -> None:
        self.lists.current_changed.connect(self._pick_list)
        self.lists.opened.connect(lambda _name: self.table.setFocus())
        self.table.current_changed.connect(self._show_entry)
        self.table.opened.connect(lambda _code: self._rename())
        self.search.settled.connect(lambda _text: self._fill())
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.rename.clicked.connect(self._rename)
        self.retire.clicked.connect(self._retire)
        self.add.clicked.connect(self._add)
        QShortcut(QKeySequence("Ctrl+F"), self, self.search.setFocus)
        QShortcut(QKeySequence("Ctrl+N"), self, self._add)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        for part, stretch in ((self._make_head(), 0), (self.table, 1), (self._make_log(), 0)):
            right.addWidget(part, stretch)
        side = frame("panel")
        side.setLayout(right)
        whole = QHBoxLayout(self)
        for layout in (right, whole):
            layout.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.lists)
        whole.addWidget(side, 1)

    def _make_head(self) -> QWidget:
        self._head = frame("surface")
        column = QVBoxLayout(self._head)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(4)
        top, below = QHBoxLayout(), QHBoxLayout()
        for row in (top, below):
            row.setSpacing(8)
            column.addLayout(row)
        top.addWidget(self.title, 1)
        for button in (self.retire, self.rename, self.add):
            top.addWidget(button)
        below.addWidget(self.note, 1)
        below.addWidget(self.up)
        below.addWidget(self.down)
        below.addWidget(self.search)
        return self._head

    def _make_log(self) -> QWidget:
        self._log_box = frame("foot")
        column = QVBoxLayout(self._log_box)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        words = QHBoxLayout()
        words.setContentsMargins(16, 0, 16, 0)
        words.addWidget(self.log_title)
        column.addLayout(words)
        column.addWidget(self.log)
        return self._log_box

    def _restyle(self, theme: Theme) -> None:
        self.lists.setFixedWidth(theme.text_width(216))
        self.search.setFixedWidth(theme.text_width(216, 40))
        self._fit_log(theme)

    def _fit_log(self, theme: Theme) -> None:
        """Larger type leaves no room for an empty table."""
        shown = self._log_shown or theme.scale < 1.5
        self.log.setVisible(shown)
        lines = 3 if theme.scale < 1.5 else 2
        self._log_box.setFixedHeight(theme.px(24) + 16 + (theme.px(32) + lines * theme.px(26) if shown else 0))
        if self.table.currentIndex().isValid():
            QTimer.singleShot(0, self.table, lambda: self.table.scrollTo(self.table.currentIndex()))


def make_fields(name: str, rule: CodeRule, entry: CodeRow | None, *, dated: bool) -> list[Field]:
    """What is asked of a new entry, or of one that is changed: what rules take it for is the program's for shipped ones."""
    label = Field(name="label", label="读音" if name == SURNAME_LIST else "名称", limit=60, required=True)
    fields = [label, *([Field(name="meaning", label="含义", limit=200)] if rule.explained else [])]
    if entry is None or not entry.shipped:
        fields += [Field(name=trait, label=words, kind=Kind.BOOLEAN) for trait, words in rule.traits.items()]
    return [*fields, *([SINCE] if dated else [])]


def ticked(rule: CodeRule, entered: Mapping[str, object]) -> list[str]:
    """What was ticked of what rules ask about the entries of this list."""
    return [trait for trait in rule.traits if entered.get(trait)]


def tell_meaning(rule: CodeRule, entry: CodeRow) -> str:
    """What an entry means, and what rules take it for."""
    words = [word for trait, word in rule.traits.items() if trait in entry.traits]
    return "；".join(part for part in (entry.meaning, "、".join(words)) if part)


def tell_list(about: CodeList) -> str:
    """Where a list comes from and what may be done with it."""
    if about.source:
        return f"国家标准 {about.source}，不能改。"
    if about.editable == "no":
        return "程序定好的，不能改。"
    if about.editable == "names":
        return "程序按这些代码办事：名称可以改，不能增加和停用。"
    if about.editable == "hand":
        return f"可以增加、改名称和停用，导入不会自动增加。{about.note}"
    return about.note or "可以增加、改名称和停用。停用的在以前的记录里照样显示，新填时不再列出。"


def unused_columns(name: str, entries: list[CodeRow]) -> frozenset[str]:
    """Columns that would stay empty: nothing is counted by surname, and few lists know other names."""
    empty = set() if any(each.aliases for each in entries) else {"alias"}
    return frozenset(empty | ({"uses"} if name == SURNAME_LIST else set()))


def entry_row(rule: CodeRule, entry: CodeRow, uses: dict[str, int]) -> ListRow:
    state = ListCell("停用", tone="none") if entry.retired else ListCell()
    if entry.later:
        state = ListCell("到时起用" if entry.retired else "以后改", tone="go")
    return ListRow(entry.code, {
        "code": entry.code, "label": entry.label, "meaning": tell_meaning(rule, entry), "alias": "、".join(entry.aliases),
        "uses": str(uses[entry.code]) if uses.get(entry.code) else "", "state": state,
    })  # fmt: skip
