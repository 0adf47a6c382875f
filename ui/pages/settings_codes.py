"""代码表: the lists the program offers to choose from, and what the office made of them."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cppcc_desktop.domain.fields import Field
from cppcc_desktop.journal.surnames import SURNAME_LIST
from cppcc_desktop.services.code_changes import (
    Entry,
    ListShown,
    add_entry,
    count_uses,
    list_code_lists,
    list_entries,
    propose_code,
    read_entry_log,
    rename_entry,
    retire_entry,
)
from cppcc_desktop.services.codes import CodeList, CodeLists
from cppcc_desktop.services.logs import Entry as LogLine
from ui.dialogs.entry_dialog import EntryDialog
from ui.pages.settings_parts import Part, make_table, show_kept, why_not
from ui.session import Session
from ui.tables.columns import Cell, Column, Row
from ui.theme import Theme, current_theme, follow_theme
from ui.widgets.buttons import PlainButton, PrimaryButton
from ui.widgets.inputs import SearchField
from ui.widgets.labels import ElidedLabel, frame

LISTS = (Column("label", "代码表", stretch=True, pad=16), Column("count", "项", 48, align="right"))
LOG = (
    Column("at", "什么时候改的", 148, pad=16), Column("who", "谁", 76), Column("what", "改了什么", 76),
    Column("before", "原来", 152), Column("after", "改为", stretch=True),
)  # fmt: skip


def entry_columns(name: str) -> tuple[Column, ...]:
    code, words = ("姓氏", "读音") if name == SURNAME_LIST else ("代码", "名称")
    return (
        Column("code", code, 120, pad=16), Column("label", words, stretch=True), Column("alias", "也叫", 216, fold=1),
        Column("uses", "用过", 64, align="right", fold=2), Column("state", "状态", 72, shape="chip"),
    )  # fmt: skip


class CodesPart(Part):
    """Lists at the left; entries of the chosen one, and below them what was changed about the chosen entry."""

    entities = ("code_entry",)

    def __init__(self, session: Session) -> None:
        super().__init__(session, "surface")
        self._lists: dict[str, ListShown] = {}
        self._entries: list[Entry] = []
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
        self.rename = PlainButton("改名称…", "pencil")
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
    def entry(self) -> Entry | None:
        """The entry the cursor is on."""
        wanted = self.table.current_id()
        return next((each for each in self._entries if each.code == wanted), None)

    # reading

    def _show_lists(self, found: list[ListShown]) -> None:
        self._lists = {each.about.name: each for each in found}
        rows = [
            Row(name, {"label": each.about.label, "count": str(each.offered)}) for name, each in self._lists.items()
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

        def show(entries: list[Entry]) -> None:
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
        about, word = self.about, self.search.text().strip()
        if about is None:
            return
        self.title.set_text(about.label)
        self.note.set_text(tell_list(about))
        self.table.pages.columns = entry_columns(about.name)
        self.table.set_hidden(unused_columns(about.name, self._entries))
        found = [each for each in self._entries if word in "\n".join((each.code, each.label, *each.aliases))]
        show_kept(self.table, [entry_row(each, self._uses) for each in found], self._new)
        if self.table.current_id() == self._new:
            self._new = ""
        self._show_entry()

    def _show_entry(self, _code: str = "") -> None:
        about, entry, why = self.about, self.entry, why_not(self.session)
        if about is None:
            return
        fixed = "国家标准里的不能改" if about.source else "这张表是定好的，不能改"
        names = "程序按代码办事，只能改名称"
        self.add.why_off(why or {"no": fixed, "names": names}.get(about.editable, ""))
        self.rename.why_off(why or (fixed if about.editable == "no" else "" if entry else "先选一项"))
        self.rename.setText("改读音…" if about.name == SURNAME_LIST else "改名称…")
        stays = {"no": fixed, "names": names}.get(about.editable, "")
        self.retire.why_off(why or stays or ("" if entry else "先选一项"))
        self.retire.setText("恢复使用" if entry and entry.retired else "停用")
        self._read_log(entry)

    def _read_log(self, entry: Entry | None) -> None:
        session, name = self.session, self._shown
        if entry is None or not entry.records:
            self._show_log(entry, [])
            return
        session.read(
            lambda: read_entry_log(session.office, session.actor, name, entry.code),
            lambda lines: self._show_log(entry, lines) if entry == self.entry else None, self,
        )  # fmt: skip

    def _show_log(self, entry: Entry | None, lines: list[LogLine]) -> None:
        as_it_came = entry is not None and bool(entry.shipped) and not lines
        said = "：随程序带来，没有改过" if as_it_came else "：改过的地方"
        name = "" if entry is None else entry.code if self._shown == SURNAME_LIST else entry.label
        self.log_title.set_text(f"{name}{said}" if entry else "")
        self._log_shown = bool(lines)
        self._fit_log(current_theme())
        show_kept(self.log, [
            Row(str(at), {"at": line.at, "who": line.who, "what": line.label, "before": line.before, "after": line.after})
            for at, line in enumerate(lines)
        ])  # fmt: skip

    # changing

    def _add(self) -> None:
        session, about = self.session, self.about
        if about is None or not self.add.isEnabled():
            return
        surnames = about.name == SURNAME_LIST
        fields = [
            Field(name="code", label="姓氏" if surnames else "代码", limit=60, required=surnames),
            Field(name="label", label="读音" if surnames else "名称", limit=60, required=True),
        ]
        proposed = propose_code(self._entries) if not surnames else ""

        def work(entered: dict[str, object]) -> str:
            code, words = str(entered.get("code") or ""), str(entered.get("label") or "")
            return add_entry(session.office, session.actor, about.name, words, code)

        dialog = EntryDialog(
            session, f"{about.label}：新增一项", fields if surnames else fields[::-1], CodeLists(), lambda _k, _t, _s: None,
            work, proposed={"code": proposed or None}, button="新增", changes=["code_entry"],
            hint=about.note if surnames else "代码不写，就用名称作代码。代码定了以后不能改。", parent=self,
        )  # fmt: skip
        dialog.run()
        self._new = str(dialog.result_value or "")

    def _rename(self) -> None:
        session, about, entry = self.session, self.about, self.entry
        if about is None or entry is None or not self.rename.isEnabled():
            return
        surnames = about.name == SURNAME_LIST
        spec = Field(name="label", label="读音" if surnames else "名称", limit=60, required=True)

        def work(entered: dict[str, object]) -> None:
            rename_entry(session.office, session.actor, about.name, entry.code, str(entered.get("label") or ""))

        dialog = EntryDialog(
            session, f"改“{entry.code if surnames else entry.label}”的{spec.label}", [spec], CodeLists(),
            lambda _k, _t, _s: None, work, proposed={"label": entry.label}, button="保存", changes=["code_entry"],
            hint=about.note if surnames else "以前的记录也显示新的名称；原来叫什么，在改动记录里查得到。", parent=self,
        )  # fmt: skip
        dialog.run()

    def _retire(self) -> None:
        session, name, entry = self.session, self._shown, self.entry
        if entry is None:
            return
        session.write(
            lambda: retire_entry(session.office, session.actor, name, entry.code, retired=not entry.retired),
            None, self, changes=["code_entry"],
        )  # fmt: skip

    # construction

    def _connect(self) -> None:
        self.lists.current_changed.connect(self._pick_list)
        self.lists.opened.connect(lambda _name: self.table.setFocus())
        self.table.current_changed.connect(self._show_entry)
        self.table.opened.connect(lambda _code: self._rename())
        self.search.settled.connect(lambda _text: self._fill())
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


def tell_list(about: CodeList) -> str:
    """Where a list comes from and what may be done with it."""
    if about.source:
        return f"国家标准 {about.source}，不能改。"
    if about.editable == "no":
        return "程序定好的，不能改。"
    if about.editable == "names":
        return "程序按这些代码办事：名称可以改，不能增加和停用。"
    return about.note or "可以增加、改名称和停用。停用的在以前的记录里照样显示，新填时不再列出。"


def unused_columns(name: str, entries: list[Entry]) -> frozenset[str]:
    """Columns that would stay empty: nothing is counted by surname, and few lists know other names."""
    empty = set() if any(each.aliases for each in entries) else {"alias"}
    return frozenset(empty | ({"uses"} if name == SURNAME_LIST else set()))


def entry_row(entry: Entry, uses: dict[str, int]) -> Row:
    return Row(entry.code, {
        "code": entry.code, "label": entry.label, "alias": "、".join(entry.aliases),
        "uses": str(uses[entry.code]) if uses.get(entry.code) else "",
        "state": Cell("停用", tone="none") if entry.retired else Cell(),
    })  # fmt: skip
