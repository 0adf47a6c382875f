"""Rules that vary between counties: shipped defaults, overridden by dated settings of the office."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.fields import clean_text, parse_date
from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.domain.office.office import COMMITTEE, SETTING, Actor, Plenary
from cppcc_desktop.journal.operations import DELETED
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.sealing import first_free_day, refuse_sealed_day

YES, NO = "1", "0"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What a setting is about: one row of resources/settings.csv. `least` and `most` bound a number or a length."""

    name: str
    default: str
    label: str
    group: str = ""
    kind: str = "text"  # integer | text | choice | boolean | day
    least: int | None = None
    most: int | None = None
    unit: str = ""
    choices: Mapping[str, str]  # stored value and its words
    note: str = ""

    def words(self, value: str) -> str:
        """A stored value as people say it: 3 个月, 是, 按年编号."""
        if self.kind == "boolean":
            return "是" if value == YES else "否"
        if self.kind == "choice":
            return self.choices.get(value, value)
        return f"{value} {self.unit}" if self.unit else value


@cache
def list_rules() -> tuple[Rule, ...]:
    """Every setting there is, in the order of resources/settings.csv."""
    rows = csv.DictReader((files("resources") / "settings.csv").read_text("utf-8").splitlines())
    return tuple(make_rule(row) for row in rows)


def make_rule(row: Mapping[str, str | None]) -> Rule:
    """A rule from a row; `choices` are written 1=按年;2=按次会议."""
    told = {name: (value or "").strip() for name, value in row.items()}
    pairs = (each.partition("=") for each in told.get("choices", "").split(";") if each)
    return Rule(
        name=told["name"], default=told["value"], label=told["label"], group=told.get("group", ""),
        kind=told.get("kind") or "text", least=read_bound(told.get("least")), most=read_bound(told.get("most")),
        unit=told.get("unit", ""), choices={key: words for key, _, words in pairs}, note=told.get("note", ""),
    )  # fmt: skip


def read_bound(text: str | None) -> int | None:
    return int(text) if text else None


@cache
def shipped_settings() -> dict[str, str]:
    """Name and default value of every setting in resources/settings.csv."""
    return {rule.name: rule.default for rule in list_rules()}


def find_rule(name: str) -> Rule:
    """The rule of a setting; OfficeError for a name that is none."""
    rule = next((each for each in list_rules() if each.name == name), None)
    if rule is None:
        raise OfficeError(f"没有“{name}”这项规则。", options=[each.label for each in list_rules()])
    return rule


def read_setting(office: Office, connection: Connection, name: str, day: str) -> str:
    """The value in force on a day (2026-03-05); KeyError for a name that is no setting."""
    table = office.schema.records["setting"]
    query = (
        select(table.c.value)
        .where(table.c.name == name, table.c.since <= day, table.c.deleted.is_(None))
        .order_by(table.c.since.desc(), table.c.id.desc())
    )
    return connection.scalar(query.limit(1)) or shipped_settings()[name]


def read_settings(office: Office, connection: Connection, day: str) -> dict[str, str]:
    """Every setting as it is in force on a day."""
    table = office.schema.records["setting"]
    query = (
        select(table.c.name, table.c.value)
        .where(table.c.since <= day, table.c.deleted.is_(None))
        .order_by(table.c.since, table.c.id)
    )
    return {**shipped_settings(), **{row.name: row.value for row in connection.execute(query)}}


def check_setting(office: Office, rule: Rule, raw: object) -> str:
    """What was entered, as it is stored; InvalidField says what would be right."""
    text = clean_text(str(raw)) if raw is not None else ""
    if not text:
        raise InvalidField("value", f"{rule.label}不能空着。")
    if rule.kind == "integer":
        return check_integer(rule, text)
    if rule.kind in ("choice", "boolean"):
        return check_choice(rule, text)
    if rule.kind == "day":
        return read_day(office, "value", text)
    least, most = rule.least or 1, min(rule.most or 200, 200)
    if not least <= len(text) <= most:
        raise InvalidField("value", f"{rule.label}要 {least} 到 {most} 个字，现在 {len(text)} 个。")
    return text


def check_integer(rule: Rule, text: str) -> str:
    text = text.removesuffix(rule.unit).strip() if rule.unit else text
    least, most = rule.least or 0, rule.most if rule.most is not None else 1_000_000
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InvalidField("value", f"{rule.label}请写整数，例如 {rule.default}。")
    if not least <= int(text) <= most:
        raise InvalidField("value", f"{rule.label}只能是 {least} 到 {most}{rule.unit}。")
    return str(int(text))


def check_choice(rule: Rule, text: str) -> str:
    choices = {YES: "是", NO: "否"} if rule.kind == "boolean" else dict(rule.choices)
    if text in choices:
        return text
    found = [key for key, words in choices.items() if words == text]
    if not found:
        raise InvalidField("value", f"{rule.label}不能写“{text}”。", options=list(choices.values()))
    return found[0]


def read_day(office: Office, field: str, raw: object) -> str:
    """A day as typed, in stored form; InvalidField for what is none."""
    try:
        return parse_date(str(raw), today=office.today()).isoformat()
    except ValueError as error:
        raise InvalidField(field, str(error)) from None


def change_setting(office: Office, actor: Actor, name: str, value: object, since: object = None) -> str:
    """Let a rule have another value from a day on (today if none is said); returns the id of its record.

    What was in force when a plenary was sealed stays: InvalidField names the first day that may be said, and no
    day said on the day of a sealing means the next one. A second change for the same day replaces the first; the log keeps both. Only an administrator may.
    """
    rule = find_rule(name)
    stored = check_setting(office, rule, value)
    day = read_day(office, "since", since) if since else office.today().isoformat()
    table = office.schema.records[SETTING.name]
    with office.write(actor, "account") as writing:
        if not since:
            day = max(day, first_free_day(office, writing.connection))
        refuse_sealed_day(office, writing.connection, day)
        if read_setting(office, writing.connection, name, day) == stored:
            raise InvalidField("value", f"{rule.label}从 {day} 起本来就是 {rule.words(stored)}，不用改。")
        same_day = select(table.c.id).where(table.c.name == name, table.c.since == day, table.c.deleted.is_(None))
        record = writing.connection.scalar(same_day.order_by(table.c.id.desc()).limit(1))
        if record is None:
            return writing.new(SETTING, {"name": name, "value": stored, "since": day})
        writing.set(SETTING, record, {"value": stored})
        return record


def cancel_setting(office: Office, actor: Actor, record: str, reason: str) -> None:
    """Take back a value that is not yet in force; it stays in the log with the reason."""
    if not reason.strip():
        raise InvalidField("reason", "写一句为什么取消。")
    table = office.schema.records[SETTING.name]
    with office.write(actor, "account") as writing:
        row = writing.connection.execute(select(table.c.since, table.c.deleted).where(table.c.id == record)).first()
        if row is None or row.deleted is not None:
            raise OfficeError("这一条已经取消了。", todo="刷新页面再看。")
        if row.since <= office.today().isoformat():
            raise Refusal("这一条已经起用，不能取消。", todo="再设一条新的，写上从哪天起用。")
        writing.set(SETTING, record, {DELETED: reason.strip()})


def change_committee(office: Office, actor: Actor, name: str, plenary: str) -> None:
    """Rename the committee, or go on to the next plenary (10-04). Only an administrator may."""
    try:
        key = Plenary.parse(plenary).key
    except OfficeError as error:
        raise InvalidField("plenary", error.what + error.todo) from None
    if not name.strip():
        raise InvalidField("name", "名称不能空着。")
    table = office.schema.records[COMMITTEE.name]
    with office.write(actor, "account") as writing:
        row = writing.connection.execute(select(table.c.id, table.c.name, table.c.plenary).order_by(table.c.id)).first()
        if row is None:
            raise OfficeError("还没有县政协的资料。", todo="先在“数据交换”里读入县政协给的第一个文件。")
        wanted = {"name": name.strip(), "plenary": key}
        writing.set(COMMITTEE, row.id, {n: v for n, v in wanted.items() if getattr(row, n) != v})
