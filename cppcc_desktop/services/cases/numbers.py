"""收件号 and 案号: issued without a gap, and what became of each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, false, or_, select

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.proposals.entity import PROPOSAL
from cppcc_desktop.services.cases.rules import Rules
from cppcc_desktop.services.office.office import Office, Writing

NONE = "无"  # how the setting says that there is no prefix
WIDTHS = {"intake_no": "intake_width", "docket_no": "docket_width"}
NUMBER = re.compile(r"(.*?)(\d+)")  # what stands before the digits, and the digits
JOINED = "并入了同一件提案"
YEARLY, LONGEST = 1000, 20_000  # the first number of a run that has no year in it; the longest run there can be


@dataclass
class Numbers:
    """Numbers of one transaction: its write lock makes them gap-free, also for several cases at once."""

    writing: Writing
    last: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])

    def issue(self, name: str, record: Row, rules: Rules, day: str) -> str:
        """The next number: 收件号 by year (2026-0132), 案号 by plenary (047).

        Numbers of discarded and withdrawn proposals stay taken (domain.md §3).
        """
        prefix, run = self.prefix(name, record, rules, day)
        width = int(rules.settings[WIDTHS[name]])
        key = (name, run + "|" + prefix)
        if key not in self.last:
            self.last[key] = self.newest(name, prefix, record)
        self.last[key] += 1
        return f"{prefix}{self.last[key]:0{width}d}"

    def prefix(self, name: str, record: Row, rules: Rules, day: str) -> tuple[str, str]:
        """What stands before the digits, and the run they are counted in."""
        if name == "intake_no":
            return f"{day[:4]}-", day[:4]
        plenary = str(record.get("plenary"))
        if record.get("intake_period") == "regular" and rules.settings["docket_run"] == "separate":
            return rules.settings["regular_prefix"], plenary
        prefix = rules.settings["docket_prefix"]
        return "" if prefix == NONE else prefix, plenary

    def newest(self, name: str, prefix: str, record: Row) -> int:
        """The highest number given out so far, whatever became of its case."""
        table = self.writing.office.schema.records[PROPOSAL.name]
        if name == "intake_no":
            taken = select(table.c.intake_no).where(table.c.intake_no.startswith(prefix))
        else:
            taken = select(table.c.docket_no).where(table.c.plenary == record.get("plenary"))
        pattern = re.compile(re.escape(prefix) + r"(\d+)")
        found = (pattern.fullmatch(text) for text in self.writing.connection.scalars(taken) if text)
        return max((int(each[1]) for each in found if each), default=0)


@dataclass(frozen=True)
class NumberLine:
    """One number of a plenary: in use, void (its case was withdrawn or binned), double, or missing."""

    number: str
    state: str  # used | void | double | gap
    proposal: str = ""
    title: str = ""
    why: str = ""


def list_numbers(office: Office, actor: Actor, plenary: str, name: str = "docket_no") -> list[NumberLine]:
    """Every number of a plenary up to the highest, in order, with what became of it; gaps are lines of their own.

    收件号 run by year: those of every year the plenary has one in, whatever plenary they went to.
    """
    actor.require("record.read")
    with office.read() as connection:
        rows = read_numbers(office, connection, plenary, name)
    runs: dict[str, dict[int, list[NumberLine]]] = {}
    width: dict[str, int] = {}
    for row in rows:
        match = NUMBER.fullmatch(row.number)
        if match:
            runs.setdefault(match[1], {}).setdefault(int(match[2]), []).append(make_line(row))
            width[match[1]] = len(match[2]) if match[1] not in width else min(width[match[1]], len(match[2]))
    return [line for prefix, run in sorted(runs.items()) for line in fill_gaps(prefix, width[prefix], run)]


def read_numbers(office: Office, connection: Connection, plenary: str, name: str) -> Sequence[Any]:
    """Cases with a number, also those in the bin."""
    table = office.schema.records[PROPOSAL.name]
    columns = (
        table.c.id,
        table.c[name].label("number"),
        table.c.title,
        table.c.state,
        table.c.deleted,
        table.c.same_as,
    )
    query = select(*columns).where(table.c[name].is_not(None)).order_by(table.c.id)
    if name == "docket_no":
        return connection.execute(query.where(table.c.plenary == plenary)).all()
    own = connection.scalars(select(table.c[name]).where(table.c.plenary == plenary, table.c[name].is_not(None)))
    years = {each.partition("-")[0] for each in own}
    return connection.execute(query.where(or_(false(), *(table.c[name].startswith(f"{y}-") for y in years)))).all()


def make_line(row: Any) -> NumberLine:
    """What became of a number; one whose case was joined to another is that one's."""
    why = ""
    if row.deleted is not None:
        why = f"放入了回收站：{row.deleted}"
    elif row.state == "withdrawn":
        why = "已撤案"
    elif row.same_as is not None:
        why = JOINED
    return NumberLine(row.number, "void" if why else "used", row.id, row.title or "", why)


def fill_gaps(prefix: str, width: int, run: Mapping[int, Sequence[NumberLine]]) -> Iterator[NumberLine]:
    """The numbers of one run from 1 on; one that two cases have, or had, is double."""
    for number in span(run):
        found = run.get(number, ())
        if not found:
            yield NumberLine(f"{prefix}{number:0{width}d}", "gap", why="没有用过")
        standing = [each for each in found if each.why != JOINED] or found
        double = len(standing) > 1
        for each in standing:
            told = "；".join(part for part in ("同一个号用了两次", each.why) if part)
            yield replace(each, state="double", why=told) if double else each


def span(run: Collection[int]) -> Iterable[int]:
    """The numbers a run should have: from 1 on. Old numbers that begin with a year (2019001) begin where they begin."""
    first = 1 if min(run) < YEARLY else min(run)
    return range(first, max(run) + 1) if max(run) - first < LONGEST else sorted(run)


def find_gaps(numbers: Iterable[str]) -> list[str]:
    """Numbers that were jumped over, in order: of each run from 1 on. 051 and 0052 are of one run."""
    runs: dict[str, set[int]] = {}
    width: dict[str, int] = {}
    for number in numbers:
        match = NUMBER.fullmatch(number)
        if match:
            runs.setdefault(match[1], set()).add(int(match[2]))
            width[match[1]] = min(width.get(match[1], 99), len(match[2]))
    return [
        f"{prefix}{each:0{width[prefix]}d}"
        for prefix, run in sorted(runs.items()) for each in span(run) if each not in run
    ]  # fmt: skip
