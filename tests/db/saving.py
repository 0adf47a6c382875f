"""A clerk who saves without pause and says before and after each save what it is: killed by test_kill.py.

Run as `python -m tests.db.saving DATABASE HOME SEED`; begins once a line comes in.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.cases.steps import act
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.opening import Surroundings
from cppcc_desktop.services.records.joins import join_records, part_record
from cppcc_desktop.services.records.records import change_record, create_record, discard_record, restore_record
from cppcc_desktop.services.records.undo import undo_save

PATH: tuple[tuple[str, dict[str, str], str], ...] = (  # move, what is entered, the state it leads to
    ("receive", {}, "received"),
    ("review", {"opinion": "同意。"}, "preliminary_reviewed"),
    ("review", {"opinion": "同意。"}, "joint_reviewed"),
    ("review", {"opinion": "同意。"}, "reviewed"),
    ("docket", {"category": "社会建设"}, "docketed"),
    ("assign", {"unit": "县交通运输局"}, "assigned"),
    ("sign_for", {"contact_person": "李同志"}, "in_hand"),
    ("contact", {"method": "01", "content": "同意。"}, "in_hand"),
    ("reply", {"document_no": "示交〔2026〕1号", "result_class": "A", "text": "已办。"}, "replied"),
    ("feedback", {"attitude": "1", "result": "1"}, "feedback_given"),
    ("close", {}, "closed"),
)


class Clerk:
    """Knows what stands: member → fields, proposal → how many steps it has taken."""

    def __init__(self, office: Office, dice: random.Random) -> None:
        self.office, self.dice, self.actor = office, dice, Actor("甲", "clerk", "county")
        tables = office.schema.records
        with office.read() as connection:
            rows = connection.execute(select(tables["member"])).mappings().all()
            cards = dict(
                connection.execute(select(tables["membership"].c.member, tables["membership"].c.member_group)).all()
            )
            steps = list(connection.scalars(select(tables["step"].c.proposal)))
            cases = list(connection.scalars(select(tables["proposal"].c.id)))
        self.members = {str(row["id"]): {**row, "member_group": cards.get(row["id"])} for row in rows}
        self.cases = {case: steps.count(case) for case in cases}
        self.number = 0

    def word(self) -> str:
        self.number += 1
        return f"{self.dice.randrange(10**9)}-{self.number}"

    def tell(self, what: str, **told: Any) -> None:
        print(json.dumps({"what": what, **told}), flush=True)

    def save(self, values: dict[str, dict[str, Any]], work: Callable[[], Any]) -> Any:
        """Say what will stand, save, and say that it does."""
        self.tell("begin", values=values)
        result = work()
        self.tell("done", values=values)
        for record in values.keys() & self.members.keys():
            self.members[record].update(values[record])
        return result

    def free(self) -> list[str]:
        """Members that lie in no bin and are part of no other, and stand for none."""
        stands = {each["same_as"] for each in self.members.values()}
        return [record for record, each in self.members.items()
                if not each["same_as"] and not each["deleted"] and record not in stands]  # fmt: skip

    def step(self) -> None:
        free = self.free()
        does = (self.add_member, self.add_case) if len(free) < 3 else (
            self.add_member, self.change, self.change, self.change_and_undo, self.join, self.part, self.bin, self.unbin,
            self.add_case, self.move, self.move, self.move,
        )  # fmt: skip
        self.dice.choice(does)(free)

    def add(self, kind: str, values: dict[str, Any], more: dict[str, Any]) -> str:
        self.tell("begin", new=kind, values=values)
        record = create_record(self.office, self.actor, kind, {**values, **more})
        self.tell("done", new=kind, record=record, values=values)
        return record

    def add_member(self, _free: list[str]) -> None:
        values = {"name": f"第{self.word()}人", "post": self.word(), "member_group": self.word()}
        record = self.add("member", values, {"sector": "农业界"})
        self.members[record] = {**values, "same_as": None, "deleted": None}

    def add_case(self, _free: list[str]) -> None:
        values = {"title": f"关于第{self.word()}件事的建议", "analysis": self.word() * 200}
        self.cases[self.add("proposal", values, {"form": "1", "collective": "民革支部", "suggestions": "办。"})] = 0

    def change(self, free: list[str]) -> str:
        record = self.dice.choice(free)
        values = {name: self.word() for name in ("post", "member_group", "note")}  # the member and the card of its term
        self.save({record: values}, lambda: change_record(self.office, self.actor, "member", record, values))
        return record

    def change_and_undo(self, free: list[str]) -> None:
        before = {record: dict(self.members[record]) for record in free}
        record = self.change(free)
        former = {name: before[record].get(name) for name in ("post", "member_group", "note")}
        self.save({record: former}, lambda: undo_save(self.office, self.actor, "member", record))

    def join(self, free: list[str]) -> None:
        keep, other = self.dice.sample(free, 2)
        post = self.word()
        self.save(
            {keep: {"post": post}, other: {"same_as": keep}},
            lambda: join_records(self.office, self.actor, "member", keep, other, {"post": post}),
        )

    def part(self, _free: list[str]) -> None:
        joined = [record for record, each in self.members.items() if each["same_as"]]
        if joined:
            record = self.dice.choice(joined)
            self.save({record: {"same_as": None}}, lambda: part_record(self.office, self.actor, "member", record))

    def bin(self, free: list[str]) -> None:
        record, why = self.dice.choice(free), self.word()
        self.save({record: {"deleted": why}}, lambda: discard_record(self.office, self.actor, "member", record, why))

    def unbin(self, _free: list[str]) -> None:
        binned = [record for record, each in self.members.items() if each["deleted"]]
        if binned:
            record = self.dice.choice(binned)
            self.save({record: {"deleted": None}}, lambda: restore_record(self.office, self.actor, "member", record))

    def move(self, _free: list[str]) -> None:
        going = [case for case, taken in self.cases.items() if taken < len(PATH)]
        if not going:
            return
        case = self.dice.choice(going[-4:])
        taken = self.cases[case]
        name, entered, state = PATH[taken]
        self.save(
            {case: {"state": state, "steps": taken + 1}},
            lambda: act(self.office, self.actor, "proposal", case, name, entered),
        )
        self.cases[case] = taken + 1


def main(database: str, home: str, seed: str) -> None:
    """Save until killed."""
    sys.stdin.readline()
    clerk = Clerk(
        Surroundings(FEATURES, lambda: datetime(2026, 6, 8, 7, 42, tzinfo=UTC), Path(home)).open(Path(database)),
        random.Random(int(seed)),
    )
    while True:
        clerk.step()


if __name__ == "__main__":
    main(*sys.argv[1:])
