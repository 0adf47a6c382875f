"""规则: what varies between counties, each rule with the days from which a value holds."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.fields import Field, Kind
from cppcc_desktop.domain.office.office import SETTING
from cppcc_desktop.domain.office.plenaries import CALENDAR_DAY, PLENARY
from cppcc_desktop.services.office.codes import Code, CodeLists
from cppcc_desktop.services.office.rule_effects import list_kinds, tell_effects
from cppcc_desktop.services.office.setting_history import DatedSetting, RuleShown, list_settings
from cppcc_desktop.services.office.settings import NO, YES, Rule, cancel_setting, change_setting
from ui.kit.dialogs.entry_dialog import EntryDialog, ShortForm
from ui.kit.frame.buttons import PlainButton, PrimaryButton
from ui.kit.frame.labels import frame, label
from ui.kit.tables.at_once import make_table, show_kept
from ui.kit.tables.columns import ListCell, ListColumn, ListRow
from ui.session import Session
from ui.settings.parts import SettingsPart, why_not
from ui.theme import Theme, current_theme, follow_theme

RULES = (
    ListColumn("group", "类别", 72, pad=16), ListColumn("label", "规则", stretch=True), ListColumn("now", "现在", 128),
    ListColumn("later", "以后", 184, fold=1),
)  # fmt: skip
HISTORY = (
    ListColumn("since", "起用日期", 108, pad=16), ListColumn("value", "值", 72), ListColumn("standing", "状态", 84, shape="chip"),
    ListColumn("at", "什么时候设的", 140), ListColumn("who", "谁", stretch=True),
)  # fmt: skip
STANDINGS = {
    "now": ("现在用", "ok"),
    "later": ("到时起用", "go"),
    "past": ("以前", "none"),
    "cancelled": ("已收回", "none"),
}
DAYS = (
    "起用日期不改就是今天。写以后的日期，到那天自动起用；写以前的日期，已经编好的号、定下的日期和已经结束的会议都不变。"
)
CHOICES = "choices"  # name of the list a dialog is given


class RulesPart(SettingsPart):
    """Rules at the left; at the right what the chosen one means, what it was and will be."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "surface")
        self.entities = (SETTING.name, PLENARY.name, CALENDAR_DAY.name, *list_kinds(session.office))
        self._rules: dict[str, RuleShown] = {}
        self.rules = make_table(RULES, "规则", keep_cursor=True)
        self.history = make_table(HISTORY, "这条规则的历史")
        self._effects: dict[str, str] = {}
        self.title, self.note = label("", "page", wrap=True), label("", "note", wrap=True)
        self.effect = label("", "bold", wrap=True, selectable=True)
        self.change = PrimaryButton("改这条规则…", "pencil")
        self.take_back = PlainButton("收回这一条…", "undo")
        self._lay_out()
        self.rules.current_changed.connect(self._show_rule)
        self.rules.opened.connect(lambda _name: self._change())
        self.history.current_changed.connect(self._offer_back)
        self.change.clicked.connect(self._change)
        self.take_back.clicked.connect(self._take_back)
        self.change.why_off(why_not(session))
        follow_theme(self._turn)

    def read(self) -> None:
        session = self.session

        def work() -> tuple[list[RuleShown], dict[str, str]]:
            return list_settings(session.office, session.actor), tell_effects(session.office, session.actor)

        session.read(work, self._show, self)

    def areas(self) -> list[QWidget]:
        return [self.rules, self._panel]

    @property
    def shown(self) -> RuleShown | None:
        """The rule the cursor is on."""
        return self._rules.get(self.rules.current_id())

    def _show(self, read: tuple[list[RuleShown], dict[str, str]]) -> None:
        found, self._effects = read
        self._rules = {each.rule.name: each for each in found}
        groups = ["", *(each.rule.group for each in found)]
        show_kept(self.rules, [rule_row(each, before) for each, before in zip(found, groups, strict=False)])
        self._show_rule()

    def _show_rule(self, _name: str = "") -> None:
        shown = self.shown
        if shown is None:
            return
        self.title.setText(f"{shown.rule.label}：{shown.now.words}")
        self.note.setText(shown.rule.note)
        self.note.setVisible(bool(shown.rule.note) and current_theme().scale < 2)  # the dialog says it too
        effect = self._effects.get(shown.rule.name, "")
        self.effect.setText(f"{effect}。" if effect else "")
        self.effect.setVisible(bool(effect))
        show_kept(self.history, [dated_row(shown.rule, each) for each in shown.dated])
        self._offer_back()

    def _dated(self) -> DatedSetting | None:
        """The row of the history the cursor is on."""
        shown, wanted = self.shown, self.history.current_id()
        if shown is None:
            return None
        return next((each for each in shown.dated if row_id(shown.rule, each) == wanted), None)

    def _offer_back(self, _record: str = "") -> None:
        row = self._dated()
        later = row is not None and row.standing == "later"
        self.take_back.why_off(why_not(self.session) or ("" if later else "只有还没起用的可以收回"))

    def _change(self) -> None:
        session, shown = self.session, self.shown
        if shown is None or why_not(session):
            return
        rule = shown.rule

        def work(entered: dict[str, object]) -> None:
            change_setting(session.office, session.actor, rule.name, entered.get("value"), entered.get("since"))

        today = session.office.today().isoformat()
        asked = ShortForm(
            f"改{rule.label}", [value_field(rule), Field(name="since", label="起用日期", kind=Kind.DATE)],
            choices_of(rule), proposed={"value": shown.now.value, "since": today}, button="保存",
            hint="\n".join(part for part in (rule.note, DAYS) if part),
        )  # fmt: skip
        EntryDialog(session, asked, work, self).run()

    def _take_back(self) -> None:
        session, row, shown = self.session, self._dated(), self.shown
        if row is None or shown is None or not self.take_back.isEnabled():
            return

        def work(entered: dict[str, object]) -> None:
            cancel_setting(session.office, session.actor, row.record, str(entered.get("reason") or ""))

        asked = ShortForm(
            "收回这一条", [Field(name="reason", label="为什么收回", required=True)],
            hint=f"{row.since} 起用的 {row.words} 不再起用，记录里仍看得到。",
        )  # fmt: skip
        EntryDialog(session, asked, work, self).run()

    # construction

    def _lay_out(self) -> None:
        self._panel = frame("panel")
        column = QVBoxLayout(self._panel)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        head = QVBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.setSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.change)
        buttons.addWidget(self.take_back)
        buttons.addStretch(1)
        head.addWidget(self.title)
        head.addWidget(self.effect)
        head.addWidget(self.note)
        head.addLayout(buttons)
        column.addLayout(head)
        column.addWidget(self.history, 1)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(0)
        self._sides.addWidget(self.rules, 1)
        self._sides.addWidget(self._panel)

    def _turn(self, theme: Theme) -> None:
        """Side by side while the rules keep their room, else one above the other."""
        across = theme.scale < 1.5
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom)
        self._panel.setMinimumWidth(theme.text_width(528) if across else 0)
        self._sides.setStretchFactor(self._panel, 0)
        self.history.setMaximumHeight(16_777_215 if across else theme.px(32) + 2 * theme.px(26))
        self.note.setVisible(bool(self.note.text()) and theme.scale < 2)


def rule_row(shown: RuleShown, above: str) -> ListRow:
    """The first of a group names it."""
    later = f"{shown.later.since} 起 {shown.later.words}" if shown.later else ""
    group = ListCell(shown.rule.group, bold=True) if shown.rule.group != above else ""
    now = ListCell(shown.now.words, bold=True)
    return ListRow(shown.rule.name, {"group": group, "label": shown.rule.label, "now": now, "later": later})


def row_id(rule: Rule, dated: DatedSetting) -> str:
    """The value that came with the program has no record; its row is that of the rule."""
    return dated.record or rule.name


def dated_row(rule: Rule, dated: DatedSetting) -> ListRow:
    word, tone = STANDINGS[dated.standing]
    who = f"{dated.who}：{dated.reason}" if dated.reason else dated.who
    return ListRow(row_id(rule, dated), {
        "since": dated.since or "程序自带", "value": dated.words, "standing": ListCell(word, tone=tone), "at": dated.at,
        "who": who,
    })  # fmt: skip


def value_field(rule: Rule) -> Field:
    """The field a new value is entered in."""
    label_of = f"{rule.label}（{rule.unit}）" if rule.unit and rule.unit not in rule.label else rule.label
    kinds = {"integer": Kind.INTEGER, "day": Kind.DATE, "choice": Kind.CODE, "boolean": Kind.CODE}
    kind = kinds.get(rule.kind, Kind.TEXT)
    return Field(name="value", label=label_of, kind=kind, codes=CHOICES if kind is Kind.CODE else "", required=True)


def choices_of(rule: Rule) -> CodeLists:
    """What may be chosen, as a code list of its own."""
    words = {YES: "是", NO: "否"} if rule.kind == "boolean" else rule.choices
    return CodeLists((CHOICES, Code(key, word)) for key, word in words.items())
