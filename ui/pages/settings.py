"""系统设置: how the window looks, backups, people."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from cppcc_desktop.domain.fields import Field
from cppcc_desktop.domain.office import ACCOUNT, COMMITTEE, Plenary
from cppcc_desktop.services.accounts import create_account, list_accounts
from cppcc_desktop.services.backups import create_office_backup, last_backup
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.codes import read_codes
from cppcc_desktop.services.office import COUNTY
from cppcc_desktop.services.settings import change_committee
from cppcc_desktop.services.summary import Committee, read_committee
from ui.dialogs.entry_dialog import EntryDialog
from ui.messages import ask
from ui.pages.page import Page
from ui.session import Session
from ui.tasks import Change
from ui.theme import SCALES, apply_theme
from ui.widgets.buttons import PlainButton
from ui.widgets.cards import Card
from ui.widgets.labels import frame, label
from ui.widgets.scrolling import scroll
from ui.widgets.ticks import CheckBox, RadioButton
from ui.widgets.top_bar import TopBar

NEW_ACCOUNT = (
    ACCOUNT.by_name["name"], ACCOUNT.by_name["role"],
    Field(name="password", label="口令", limit=100, required=True),
)  # fmt: skip


class SettingsPage(Page):
    """One column of cards. `theme_picked` after the look was changed."""

    nav = "settings"
    theme_picked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session, "window")
        self.committee = label("", "note")
        self.people, self.backup = label("", "note", wrap=True), label("", "note")
        inner = frame("window")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        for card in (self._make_office(), self._make_look(), self._make_backup(), self._make_people()):
            column.addWidget(card)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll(inner))

    def dress(self, top: TopBar) -> None:
        top.show_page("系统设置")

    def arrive(self) -> None:
        session = self.session

        def read() -> tuple[list[str], object, Committee]:
            return list_accounts(session.office), last_backup(session.office), read_committee(session.office)

        session.read(read, self._show, self)

    def follow(self, change: Change) -> None:
        if change.touches("account", "committee"):
            self.arrive()

    def _show(self, found: tuple[list[str], object, Committee]) -> None:
        names, made, self._now = found
        plenary = Plenary.parse(self._now.plenary).label if self._now.plenary else "还没有届次"
        self.committee.setText(f"{self._now.name}，{plenary}")
        self.people.setText("、".join(names))
        self.backup.setText(f"最近一次：{made:%Y-%m-%d %H:%M}" if made else "还没有备份")

    def _make_office(self) -> Card:
        card = Card("本会")
        change, units = PlainButton("修改名称和届次", "pencil"), PlainButton("承办单位名册", "members")
        change.clicked.connect(self._change_committee)
        units.clicked.connect(lambda: self.session.routes.page_asked.emit("units"))
        if self.session.actor.role != "admin" or self.session.office.kind != COUNTY:
            change.why_off("只有县政协的系统管理员可以改")
        card.body.addLayout(in_row([self.committee, change, units]))
        return card

    def _change_committee(self) -> None:
        session = self.session

        def work(entered: dict[str, object]) -> None:
            name, plenary = str(entered.get("name") or ""), str(entered.get("plenary") or "")
            change_committee(session.office, session.actor, name, plenary)

        dialog = EntryDialog(
            session, "修改名称和届次", [COMMITTEE.by_name["name"], COMMITTEE.by_name["plenary"]], read_codes(session.office),
            lambda _k, _t, _s: None, work, proposed={"name": self._now.name, "plenary": self._now.plenary}, button="保存",
            changes=["committee"], parent=self,
        )  # fmt: skip
        dialog.run()

    def _make_look(self) -> Card:
        card = Card("显示", "马上生效，下次打开还是这样")
        now = self.session.settings.now
        sizes = QHBoxLayout()
        sizes.setSpacing(16)
        sizes.addWidget(label("字号", "label"))
        for scale in SCALES:
            choice = RadioButton(f"{scale:.0%}")
            choice.setChecked(now.scale == scale)
            choice.toggled.connect(lambda on, each=scale: self._restyle(scale=each) if on else None)
            sizes.addWidget(choice)
        sizes.addStretch(1)
        contrast = CheckBox("高对比（黑底白字）")
        contrast.setChecked(now.high_contrast)
        contrast.toggled.connect(lambda on: self._restyle(high_contrast=on))
        card.body.addLayout(sizes)
        card.body.addWidget(contrast)
        return card

    def _restyle(self, **changes: object) -> None:
        self.session.settings.put(**changes)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, self.session.settings.now.theme)
        self.theme_picked.emit()

    def _make_backup(self) -> Card:
        card = Card("备份和检查")
        make, check = PlainButton("现在备份", "shield"), PlainButton("检查数据库", "check")
        make.clicked.connect(self._back_up)
        check.clicked.connect(self._check)
        card.body.addLayout(in_row([self.backup, make, check]))
        note = "备份放在数据库旁边的“备份”文件夹。导入和读入文件之前会自动备份。"
        card.body.addWidget(label(note, "note", wrap=True))
        return card

    def _make_people(self) -> Card:
        card = Card("用户")
        new = PlainButton("新增用户", "plus")
        new.clicked.connect(self._add_person)
        if self.session.actor.role != "admin":
            new.why_off("只有系统管理员可以新增用户")
        card.body.addLayout(in_row([self.people, new]))
        return card

    def _back_up(self) -> None:
        session = self.session
        session.tasks.start_job(
            "备份", lambda _progress: create_office_backup(session.office, session.actor),
            lambda _file: self.arrive(), line=lambda file: f"已备份到 {file.name}。", owner=self,
        )  # fmt: skip

    def _check(self) -> None:
        session = self.session
        session.tasks.start_job(
            "检查数据库", lambda _progress: check_office(session.office, session.actor), self._show_check,
            line=lambda checks: "检查完，没有问题。" if all(c.ok for c in checks) else "检查完，发现问题。", owner=self,
        )  # fmt: skip

    def _show_check(self, checks: list[object]) -> None:
        words = {
            "integrity": "文件完整",
            "log": "改动记录没有被改过",
            "projection": "显示的与改动记录一致",
            "numbers": "编号不重复",
        }
        faults = [f"{words[c.name]}：{c.detail}" for c in checks if not c.ok]  # type: ignore[attr-defined]
        if faults:
            ask(self, "检查发现问题。", "\n".join(faults), cancel="")

    def _add_person(self) -> None:
        session = self.session

        def work(entered: dict[str, object]) -> str:
            given = {name: str(entered.get(name) or "") for name in ("name", "role", "password")}
            return create_account(session.office, session.actor, given["name"], given["role"], given["password"])

        dialog = EntryDialog(
            session, "新增用户", NEW_ACCOUNT, read_codes(session.office), lambda _k, _t, _s: None, work,
            proposed={"role": "clerk"}, button="新增", changes=["account"], parent=self,
        )  # fmt: skip
        editor = dialog.form.editors["password"]
        editor.setEchoMode(editor.EchoMode.Password)
        dialog.run()


def in_row(parts: list[QWidget]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addStretch(1)
    return row
