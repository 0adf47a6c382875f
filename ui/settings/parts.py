"""The short parts of 系统设置, each a column of cards: 本会, 用户, 显示."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.fields import Field
from cppcc_desktop.domain.office.office import ACCOUNT, COMMITTEE, Plenary
from cppcc_desktop.services.office.accounts import create_account, list_accounts
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import COUNTY
from cppcc_desktop.services.office.settings import change_committee
from cppcc_desktop.services.summary import Committee, read_committee
from ui.kit.dialogs.entry_dialog import EntryDialog, ShortForm
from ui.kit.frame.buttons import PlainButton
from ui.kit.frame.cards import Card
from ui.kit.frame.labels import frame, label
from ui.kit.frame.scrolling import scroll
from ui.kit.inputs.ticks import CheckBox, RadioButton
from ui.session import Session
from ui.tasks import WrittenKinds
from ui.theme import SCALES, apply_theme

NEW_ACCOUNT = (
    ACCOUNT.by_name["name"], ACCOUNT.by_name["role"],
    Field(name="password", label="口令", limit=100, required=True),
)  # fmt: skip


def why_not(session: Session) -> str:
    """Why this person may not change what belongs to the whole office; empty if they may."""
    may = session.actor.may("account") and session.office.kind == COUNTY
    return "" if may else "只有县政协的系统管理员可以改"


class SettingsPart(QFrame):
    """One part of the settings. `help` is its page of the manual, `entities` what it shows."""

    help = "8-系统设置"
    entities: tuple[str, ...] = ()

    def __init__(self, session: Session, role: str = "window") -> None:
        super().__init__()
        self.session = session
        self.setProperty("role", role)

    def read(self) -> None:
        """Read what it shows; called each time it comes up."""

    def areas(self) -> list[QWidget]:
        """Parts F6 goes through."""
        return [self]

    def enter(self) -> bool:
        """Put the focus where work begins; False if nothing here can take it."""
        for each in self.findChildren(QWidget):
            if each.isVisible() and each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus:
                each.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False

    def follow(self, change: WrittenKinds) -> None:
        if change.touches(*self.entities):
            self.read()

    def put_cards(self, cards: Sequence[QWidget]) -> None:
        """One column of cards that scrolls."""
        inner = frame("window")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        for card in cards:
            column.addWidget(card)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll(inner))


class OfficePart(SettingsPart):
    """The committee's name and plenary, and the way to registers that have no place in the sidebar."""

    entities = ("committee",)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.committee = label("", "note")
        card = Card("本会")
        change = PlainButton("修改名称和届次", "pencil")
        change.clicked.connect(self._change)
        change.why_off(why_not(session))
        card.body.addLayout(in_row([self.committee, change, *self._make_ways()]))
        self.put_cards([card])

    def read(self) -> None:
        office = self.session.office
        self.session.read(lambda: read_committee(office), self._show, self)

    def _make_ways(self) -> list[PlainButton]:
        made: list[PlainButton] = []
        for module in self.session.office.modules.values():
            if module.importable and not module.page:
                way = PlainButton(f"{module.label}名册", module.icon)
                way.clicked.connect(lambda _on=False, name=module.name: self.session.routes.page_asked.emit(name))
                made.append(way)
        return made

    def _show(self, now: Committee) -> None:
        self._now = now
        plenary = Plenary.parse(now.plenary).label if now.plenary else "还没有届次"
        self.committee.setText(f"{now.name}，{plenary}")

    def _change(self) -> None:
        session = self.session

        def work(entered: dict[str, object]) -> None:
            name, plenary = str(entered.get("name") or ""), str(entered.get("plenary") or "")
            change_committee(session.office, session.actor, name, plenary)

        asked = ShortForm(
            "修改名称和届次", [COMMITTEE.by_name["name"], COMMITTEE.by_name["plenary"]], read_codes(session.office),
            proposed={"name": self._now.name, "plenary": self._now.plenary}, button="保存",
        )  # fmt: skip
        EntryDialog(session, asked, work, self).run()


class LookPart(SettingsPart):
    """Type size and contrast of this computer. `picked` after the look was changed."""

    help = "6-备份字号和用户"
    picked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        card = Card("显示", "马上生效，下次打开还是这样")
        now = session.settings.now
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
        self.put_cards([card])

    def _restyle(self, **changes: object) -> None:
        self.session.settings.put(**changes)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, self.session.settings.now.theme)
        self.picked.emit()


class PeoplePart(SettingsPart):
    """Who may sign in."""

    help = "6-备份字号和用户"
    entities = ("account",)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.people = label("", "note", wrap=True)
        card = Card("用户")
        new = PlainButton("新增用户", "plus")
        new.clicked.connect(self._add)
        if not session.actor.may("account"):
            new.why_off("只有系统管理员可以新增用户")
        card.body.addLayout(in_row([self.people, new]))
        self.put_cards([card])

    def read(self) -> None:
        office = self.session.office
        self.session.read(lambda: list_accounts(office), self._show, self)

    def _show(self, names: list[str]) -> None:
        self.people.setText("、".join(names))

    def _add(self) -> None:
        session = self.session

        def work(entered: dict[str, object]) -> str:
            given = {name: str(entered.get(name) or "") for name in ("name", "role", "password")}
            return create_account(session.office, session.actor, given["name"], given["role"], given["password"])

        asked = ShortForm(
            "新增用户", NEW_ACCOUNT, read_codes(session.office), proposed={"role": "clerk"}, button="新增"
        )
        dialog = EntryDialog(session, asked, work, self)
        editor = dialog.form.editors["password"]
        editor.setEchoMode(editor.EchoMode.Password)
        dialog.run()


def in_row(parts: Sequence[QWidget]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addStretch(1)
    return row
