"""收件号 and 案号: issued without a gap, and what became of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from cppcc_desktop.domain.fields import Row
from cppcc_desktop.domain.office import Actor
from cppcc_desktop.domain.proposals import PROPOSAL
from cppcc_desktop.services.office import Office, Writing
from cppcc_desktop.services.proposal_rules import Rules

NONE = "无"  # how the setting says that there is no prefix


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
        width = int(rules.settings[name.replace("_no", "_width")])
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
    """Every number of a plenary up to the highest, in order, with what became of it; gaps are lines of their own."""
    actor.require("record.read")
    table = office.schema.records[PROPOSAL.name]
    query = select(table.c.id, table.c[name], table.c.title, table.c.state, table.c.deleted, table.c.same_as).where(
        table.c.plenary == plenary, table.c[name].is_not(None)
    )
    with office.read() as connection:
        rows = connection.execute(query.order_by(table.c.id)).all()
    runs: dict[tuple[str, int], dict[int, list[NumberLine]]] = {}
    for row in rows:
        match = re.fullmatch(r"(.*?)(\d+)", row[1])
        if not match:
            continue
        line = NumberLine(row[1], "used", row.id, row.title or "", "")
        if row.deleted is not None or row.same_as is not None or row.state == "withdrawn":
            line = NumberLine(row[1], "void", row.id, row.title or "", row.deleted or say_void(row))
        runs.setdefault((match[1], len(match[2])), {}).setdefault(int(match[2]), []).append(line)
    return [line for (prefix, width), run in sorted(runs.items()) for line in fill_gaps(prefix, width, run)]


def say_void(row: Row | object) -> str:
    return "已撤案" if getattr(row, "state", "") == "withdrawn" else "并入了同一件提案"


def fill_gaps(prefix: str, width: int, run: dict[int, list[NumberLine]]) -> Sequence[NumberLine]:
    lines: list[NumberLine] = []
    for number in range(1, max(run) + 1):
        found = run.get(number, [])
        if not found:
            lines.append(NumberLine(f"{prefix}{number:0{width}d}", "gap", why="没有用过"))
        used = [each for each in found if each.state == "used"]
        if len(used) > 1:
            found = [NumberLine(e.number, "double", e.proposal, e.title, "同一个案号用了两次") for e in used] + [
                each for each in found if each.state != "used"
            ]
        lines += found
    return lines
