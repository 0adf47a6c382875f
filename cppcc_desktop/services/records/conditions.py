"""Conditions of an office's lists: the days and codes they mean today, what they say, what of a stored one is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from cppcc_desktop.domain.description.conditions import (
    EVERYTHING,
    NEW_YEAR,
    SOON,
    TODAY,
    Both,
    Condition,
    Either,
    Is,
    Knows,
    Like,
    Scalar,
    Traited,
    asks_for,
    describe,
    fill,
    value_of,
)
from cppcc_desktop.domain.description.fields import Field, Kind, PeriodKind
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.office.code_rules import find_code_rule
from cppcc_desktop.services.office.codes import CodeLists, read_codes_of
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.settings import read_setting
from cppcc_desktop.services.records.titles import word_rows


def fill_condition(
    office: Office, connection: Connection, module: Module, condition: Condition, within: Condition = EVERYTHING
) -> Condition:  # fmt: skip
    """The condition as SQL takes it: with the days of today, and the codes that have a trait.

    Where it is about one plenary, or stands `within` a condition that is, the traits are those its cases are told by.
    """
    today = office.today()
    days = {TODAY: today.isoformat(), NEW_YEAR: today.replace(month=1, day=1).isoformat()}
    if asks_for(condition, SOON):
        days[SOON] = soon_day(office, connection)
    plenary, known = find_plenary(office, module, Both(within, condition)), list[CodeLists]()

    def find_codes(kind: str, leaf: Traited) -> Condition:
        if not known:
            known.append(read_codes_of(office, connection, plenary))
        return find_traited(known[0], find_condition_field(office, module, kind, leaf.field), leaf)

    return fill(condition, days, find_codes)


def find_plenary(office: Office, module: Module, condition: Condition) -> str:
    """The one plenary a condition on a list, or on what belongs to its records, is about; else nothing."""
    entity, prefix = module.entity, ""
    if entity.period is None and entity.owner:
        prefix, entity = f"{entity.owner}.", office.schema.entities.get(entity.by_name[entity.owner].target, entity)
    if entity.period is None or entity.period.kind is not PeriodKind.PLENARY:
        return ""
    value = value_of(condition, f"{prefix}{entity.period.field}")
    return value if isinstance(value, str) else ""


def soon_day(office: Office, connection: Connection) -> str:
    """The last day of what is due soon: a setting."""
    today = office.today()
    return (today + timedelta(days=int(read_setting(office, connection, "soon_days", today.isoformat())))).isoformat()


def find_traited(lists: CodeLists, spec: Field | None, leaf: Traited) -> Condition:
    """What the field must be to have the trait: one of these codes, the retired ones too."""
    known = lists.traits().items()
    codes = tuple(code for (name, code), traits in known if spec and name == spec.codes and leaf.trait in traits)
    if spec and spec.kind.many:
        return Either(*(Like(leaf.field, f'"{code}"') for code in codes))
    return Is(leaf.field, codes)


def find_condition_field(office: Office, module: Module, kind: str, name: str) -> Field | None:
    """What a condition's field is, of the list or of another kind, also of the record referred to."""
    first, dot, rest = name.partition(".")
    if kind:
        known = office.entity(kind).by_name
    else:
        known = {**(module.companion.by_name if module.companion else {}), **module.by_name}
    spec = known.get(first)
    return office.entity(spec.target).by_name.get(rest) if dot and spec and spec.target else None if dot else spec


def make_knows(office: Office, module: Module) -> Knows:
    """Whether this program has a field: (kind, empty for the list's own; name)."""

    def knows(kind: str, name: str) -> bool:
        if kind and kind not in office.schema.entities:
            return False
        if name == "id":
            return True
        first, _, rest = name.partition(".")
        spec = find_condition_field(office, module, kind, first if rest == "id" else name)
        return spec is not None and (rest != "id" or bool(spec.target))

    return knows


@dataclass(frozen=True)
class ConditionWords:
    """What the fields, codes and records of a list's conditions are called."""

    office: Office
    module: Module

    def kind(self, kind: str) -> str:
        return self.office.entity(kind).label

    def field(self, kind: str, field: str) -> str:
        spec = find_condition_field(self.office, self.module, kind, field)
        return spec.label if spec else "记录"

    def value(self, kind: str, field: str, value: Scalar) -> str:
        spec = find_condition_field(self.office, self.module, kind, field)
        life = self.office.module_of(kind) if kind else self.module
        if spec is None or value is None:
            return str(value or "空")
        if field == "state" and life and life.workflow:
            return next((each.label for each in life.workflow.states if each.name == value), str(value))
        if spec.kind is Kind.BOOLEAN:
            return "“是”" if value else "“否”"
        return word_rows(self.office, [spec], [{spec.name: value}])[0][spec.name] or str(value)

    def trait(self, kind: str, field: str, trait: str) -> str:
        spec = find_condition_field(self.office, self.module, kind, field)
        return find_code_rule(self.office, spec.codes if spec else "").traits.get(trait, trait)


def describe_condition(office: Office, module: Module, condition: Condition) -> str:
    """A condition on a list in words."""
    return describe(condition, ConditionWords(office, module))
