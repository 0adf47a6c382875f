"""How a condition on one field is chosen: from the values the list has, a span of days, or a name typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from cppcc_desktop.domain.description.conditions import (
    Both,
    Condition,
    Is,
    Leaf,
    Span,
    parts_of,
    value_of,
)
from cppcc_desktop.domain.description.fields import Field, Kind, parse_value
from cppcc_desktop.domain.errors import InvalidField
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.records.offers import EMPTY, OfferedValue, read_offers
from cppcc_desktop.services.records.records import Query, find_reference, suggest_records
from cppcc_desktop.services.records.titles import word_rows
from ui.kit.dialogs.entry_dialog import EntryDialog, ShortForm
from ui.kit.inputs.editors import PickMenu
from ui.session import Session

MOST = 40  # values in a menu; names beyond are typed
Choose = Callable[[Leaf, str], None]  # what is wanted of a field, its value in words


class ConditionMenu:
    """Asks for conditions of one list; `choose` gets what was chosen."""

    def __init__(self, session: Session, module: Module, owner: QWidget, choose: Choose) -> None:
        self._session, self._module, self._owner, self._choose = session, module, owner, choose

    def ask(self, name: str, anchor: QWidget, query: Query) -> None:
        """Open the choice for a field below a chip; `query` is the list without that field's condition."""
        spec = self._module.by_name[name]
        if spec.kind is Kind.DATE:
            self._open_days(spec, anchor)
            return
        session, module = self._session, self._module
        session.read(
            lambda: read_offers(session.office, session.actor, module, query, spec, MOST),
            lambda offers: self.open(spec, anchor, offers), self._owner,
        )  # fmt: skip

    def open(self, spec: Field, anchor: QWidget, offers: list[OfferedValue]) -> None:
        """The values as a menu; where there may be more names than fit, one is typed."""
        menu = PickMenu(self._owner)
        for offer in offers:
            menu.addAction(f"{offer.words}　{offer.count}", lambda o=offer: self._choose(o.wanted, o.words))
        if not offers:
            menu.addAction("这个列表里没有").setEnabled(False)
        if spec.kind is Kind.REFERENCE and len(offers) >= MOST:
            menu.addSeparator()
            menu.addAction("输入名称或拼音找…", lambda: self._type_name(spec))
        popup(menu, anchor)

    def _open_days(self, spec: Field, anchor: QWidget) -> None:
        menu, today = PickMenu(self._owner), self._session.office.today()
        for words, first, last in usual_spans(today):
            span = Span(spec.name, first.isoformat(), last.isoformat())
            said = say_span(first.isoformat(), last.isoformat(), today)
            menu.addAction(words, lambda s=span, w=said: self._choose(s, w))
        menu.addAction("没有填的", lambda: self._choose(Is(spec.name, None), EMPTY))
        menu.addSeparator()
        menu.addAction("从哪天到哪天…", lambda: self._type_days(spec))
        popup(menu, anchor)

    def _type_days(self, spec: Field) -> None:
        session, today = self._session, self._session.office.today()
        fields = [Field(name="first", label="从", kind=Kind.DATE), Field(name="last", label="到", kind=Kind.DATE)]
        asked = ShortForm(
            f"{spec.label}：从哪天到哪天", fields, button="只看这些", hint="可以只填一头，例如 2026-03-01。"
        )
        dialog = EntryDialog(session, asked, lambda entered: read_span(spec.name, entered, today), self._owner)
        dialog.accepted.connect(lambda: self._choose(*dialog.result_value))
        dialog.run()

    def _type_name(self, spec: Field) -> None:
        session = self._session

        def suggest(kind: str, text: str, show: Callable[[list[tuple[str, str]]], None]) -> None:
            session.read(lambda: suggest_records(session.office, session.actor, kind, text), show, self._owner)

        field = Field(name=spec.name, label=spec.label, kind=Kind.REFERENCE, target=spec.target, sought=spec.sought)
        asked = ShortForm(f"按{spec.label}筛选", [field], suggest=suggest, button="只看这些")
        dialog = EntryDialog(session, asked, lambda entered: read_name(session, spec, entered), self._owner)
        dialog.accepted.connect(lambda: self._choose(*dialog.result_value))
        dialog.run()


def popup(menu: PickMenu, anchor: QWidget) -> None:
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height() + 2)))


def usual_spans(today: date) -> list[tuple[str, date, date]]:
    """Spans of days that are asked for most."""
    month = today.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    return [
        ("本月", month, (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)),
        ("上月", before, month - timedelta(days=1)),
        ("今年", date(today.year, 1, 1), date(today.year, 12, 31)),
        ("去年", date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    ]


def read_span(name: str, entered: Mapping[str, object], today: date) -> tuple[Span, str]:
    """The condition for the days typed, and the words; InvalidField says what is wrong."""
    first = parse_value(Field(name="first", label="从", kind=Kind.DATE), entered.get("first"), today=today)
    last = parse_value(Field(name="last", label="到", kind=Kind.DATE), entered.get("last"), today=today)
    if not first and not last:
        raise InvalidField("first", "至少填一头。")
    if first and last and str(first) > str(last):
        raise InvalidField("last", "“到”比“从”早，换过来再试。")
    words = say_span(str(first or ""), str(last or ""), today)
    if not last:
        return Span(name, str(first)), words
    if not first:
        return Span(name, before=(date.fromisoformat(str(last)) + timedelta(days=1)).isoformat()), words
    return Span(name, str(first), str(last)), words


def say_span(first: str, last: str, today: date) -> str:
    """3月1日至4月30日; the year where it is not this one."""
    if not last:
        return f"{say_day(first, today)}以后"
    if not first:
        return f"{say_day(last, today)}以前"
    whole = first.endswith("-01-01") and last.endswith("-12-31") and first[:4] == last[:4]
    return f"{first[:4]}年" if whole else f"{say_day(first, today)}至{say_day(last, today)}"


def say_day(text: str, today: date) -> str:
    day = date.fromisoformat(text)
    return f"{day.month}月{day.day}日" if day.year == today.year else f"{day.year}年{day.month}月{day.day}日"


def read_name(session: Session, spec: Field, entered: Mapping[str, object]) -> tuple[Is, str]:
    """The condition for the record a name stands for, and its words."""
    typed = str(entered.get(spec.name) or "")
    if not typed:
        raise InvalidField(spec.name, f"写上{spec.label}的名称。")
    record = find_reference(session.office, spec, typed)
    return Is(spec.name, record), word_rows(session.office, [spec], [{spec.name: record}])[0][spec.name]


def narrow(where: Condition, leaves: Iterable[Leaf]) -> Condition:
    """All at once. A value among those in force takes their place; one outside leaves nothing."""
    parts = list(parts_of(where))
    for leaf in leaves:
        held = value_of(where, leaf.field)
        if isinstance(held, tuple) and isinstance(leaf, Is):
            now = leaf if leaf.value in held else Is(leaf.field, ())
            parts[parts.index(Is(leaf.field, held))] = now
        else:
            parts.append(leaf)
    return Both(*parts)
