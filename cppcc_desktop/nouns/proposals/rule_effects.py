"""What the rules of the office come to today, in words with an example."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from cppcc_desktop.domain.cases.rules import Rules
from cppcc_desktop.domain.dates import add_months
from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.proposals.due import find_due, find_rehandling_due
from cppcc_desktop.nouns.proposals.entity import PROPOSAL
from cppcc_desktop.nouns.proposals.life import NONE, WORKFLOW
from cppcc_desktop.services.cases.numbers import Numbers
from cppcc_desktop.services.cases.rules import read_rules
from cppcc_desktop.services.office.office import Office, Writing
from cppcc_desktop.services.office.rule_effects import RuleEffects
from cppcc_desktop.services.office.settings import YES
from cppcc_desktop.services.records.records import current_plenary


@dataclass(frozen=True)
class Today:
    """What an example is reckoned from."""

    office: Office
    connection: Connection
    numbers: Numbers
    rules: Rules
    plenary: str
    day: str

    @property
    def settings(self) -> Mapping[str, str]:
        return self.rules.settings


def tell_today(office: Office, actor: Actor) -> dict[str, str]:
    """Rule → one sentence that says what it comes to today: 今天交办的提案，应办复日是 …."""
    plenary, day = current_plenary(office), office.today().isoformat()
    with office.read() as connection:
        numbers = Numbers(Writing(office, actor, connection, office.journal(connection)))  # asked, never written
        rules = read_rules(office, connection, plenary, day)
        today = Today(office, connection, numbers, rules, plenary, day)
        return {name: tell(today) for name, tell in EFFECTS.items()}


def tell_next(name: str) -> Callable[[Today], str]:
    def tell(today: Today) -> str:
        if name == "intake_no":
            return f"下一个收件号：{next_number(today, name, 'plenary')}"
        plenary, regular = (next_number(today, name, period) for period in ("plenary", "regular"))
        said = f"下一个案号：大会提案 {plenary}"
        return said + (f"，平时提案 {regular}" if regular != plenary else "，平时提案接着编")

    return tell


def next_number(today: Today, name: str, period: str) -> str:
    record: Row = {"plenary": today.plenary, "intake_period": period}
    numbering = next(each for each in WORKFLOW.numbers if each.name == name)
    number = today.numbers.issue(PROPOSAL, numbering, record, today.rules, today.day)
    today.numbers.last.clear()
    return number


def tell_due(role: str, hard: bool, whose: str) -> Callable[[Today], str]:
    def tell(today: Today) -> str:
        due, rule = find_due(today.rules, role, hard, today.day)
        return f"今天交办的{whose}，应办复日是 {due}（{rule}）"

    return tell


def tell_rehandle(today: Today) -> str:
    return f"今天重新办理的提案，应办复日是 {find_rehandling_due(today.rules, today.day)}"


def tell_rest_day(today: Today) -> str:
    """The next due date that falls on a rest day shows what is done with it."""
    months = int(today.settings["reply_months"])
    for ahead in range(60):
        start = date.fromisoformat(today.day) + timedelta(days=ahead)
        due = add_months(start, months)
        if not today.rules.calendar.is_working(due):
            return f"{start} 交办、{due} 到期的（休息日），应办复日是 {today.rules.shift(due)}"
    return ""


def tell_send_back(today: Today) -> str:
    start, allowed = date.fromisoformat(today.day), int(today.settings["send_back_days"])
    last = start
    while today.rules.count_days(start, last + timedelta(days=1)) <= allowed:
        last += timedelta(days=1)
    return f"今天交办的，{last} 以前退回不算晚"


def tell_soon(today: Today) -> str:
    last = date.fromisoformat(today.day) + timedelta(days=int(today.settings["soon_days"]))
    table = today.office.schema.records["assignment"]
    query = select(func.count()).where(
        table.c.deleted.is_(None),
        table.c.state.in_(("assigned", "in_hand")),
        table.c.due_on.between(today.day, str(last)),
    )
    return f"{last} 以前到期的算快到期，现在有 {today.connection.scalar(query)} 件（按承办单位算）"


def tell_length(today: Today) -> str:
    return f"正文 {int(today.settings['text_limit']) + 1} 字的，收件时提醒一句，照样能收"


def tell_switch(name: str, on: str, off: str) -> Callable[[Today], str]:
    return lambda today: on if today.settings[name] == YES else off


EFFECTS: Mapping[str, Callable[[Today], str]] = {
    "intake_width": tell_next("intake_no"),
    "docket_width": tell_next("docket_no"),
    "docket_prefix": tell_next("docket_no"),
    "docket_run": tell_next("docket_no"),
    "regular_prefix": tell_next("docket_no"),
    "text_limit": tell_length,
    "reply_months": tell_due("lead", False, "提案"),
    "hard_months": tell_due("lead", True, "疑难提案"),
    "assist_months": tell_due("assist", False, "会办意见"),
    "assist_day": tell_due("assist", False, "会办意见"),
    "rehandle_months": tell_rehandle,
    "rest_day": tell_rest_day,
    "send_back_days": tell_send_back,
    "soon_days": tell_soon,
    "reply_needs_contact": tell_switch(
        "reply_needs_contact", "没有面商记录时，登记答复要写明未面商原因", "没有面商记录也能登记答复"
    ),
    "issuing_offices": lambda today: f"交办时先填好：{today.settings['issuing_offices']}",
    "proposal_contact": lambda today: (
        "印的表上空着" if today.settings["proposal_contact"] == NONE else f"印成：{today.settings['proposal_contact']}"
    ),
    "close_needs_feedback": tell_switch(
        "close_needs_feedback", "还有征询意见没收回的，不能办结", "征询意见没收齐也能办结"
    ),
    "close_refuses_dissatisfied": tell_switch(
        "close_refuses_dissatisfied", "提案人对办理结果不满意的，要先重新办理", "提案人不满意的也能办结"
    ),
    "close_needs_promises": tell_switch(
        "close_needs_promises", "还有承诺没销号的，不能办结，也不能登记落实", "承诺没销号也能办结，但不能登记落实"
    ),
}  # fmt: skip

RULE_EFFECTS = RuleEffects((PROPOSAL.name,), tell_today)
