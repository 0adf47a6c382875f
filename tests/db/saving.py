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
from cppcc_desktop.services.records.children import add_rows, remove_rows
from cppcc_desktop.services.records.joins import join_records, part_record
from cppcc_desktop.services.records.records import change_record, create_record, discard_record, restore_record
from cppcc_desktop.services.records.sheets import read_sheet, save_sheet
from cppcc_desktop.services.records.undo import undo_save
from db.tables import in_force

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
ROUND: tuple[tuple[str, dict[str, str], dict[str, Any]], ...] = (  # the same of a reception, with the fields it leaves; then anew
    ("accept", {}, {"state": "in_hand", "accepted_on": "2026-06-08"}),
    ("answer", {"result": "1", "result_words": "通了。"}, {"state": "awaiting_call_back", "answered_on": "2026-06-08", "result": "1"}),
    ("call_back", {"satisfaction": "1"}, {"state": "closed", "called_back_on": "2026-06-08", "satisfaction": "1"}),
    ("pass_again", {"receivers": "镇卫生院", "note": "又断了。"}, {
        "state": "passed_on", "accepted_on": None, "answered_on": None, "result": None, "called_back_on": None, "satisfaction": None}),
)  # fmt: skip
PRESENCE = ("1", "3", "4", None)
STANDING = ("1", "2", "3", None)
SEATS = 12  # people of the activity, at most


class Clerk:
    """Knows what stands: member → fields, proposal or reception → how many steps it has taken.

    What stands in a sheet or a row of a child is told of its owner, under the words it is known by: an id comes with the save.
    """

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
            calls = list(connection.scalars(select(tables["reception"].c.id)))
            taken = list(connection.scalars(select(tables["reception_step"].c.reception)))
            self.station, self.activity = (
                str(connection.scalar(select(tables[kind].c.id))) for kind in ("station", "activity")
            )
        self.members = {str(row["id"]): {**row, "member_group": cards.get(row["id"])} for row in rows}
        self.cases = {case: steps.count(case) for case in cases}
        self.calls = {call: taken.count(call) for call in calls}
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
            self.add_case, self.move, self.move, self.move, self.receive, self.go_round, self.go_round, self.seat, self.unseat,
            self.mark, self.mark, self.look, self.visit,
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

    def receive(self, _free: list[str]) -> None:
        values = {"matter": f"第{self.word()}家的水断了。", "visitor": self.word(), "call_back": 1}
        more = {
            "station": self.station,
            "mode": "坐诊",
            "date": "2026-06-01",
            "persons": "郑晓禾",
            "handling": "转交",
            "receivers": "镇卫生院",
        }
        self.calls[self.add("reception", values, more)] = 0

    def go_round(self, _free: list[str]) -> None:
        if not self.calls:
            return
        call = self.dice.choice([*self.calls][-4:])
        taken = self.calls[call]
        name, entered, left = ROUND[taken % len(ROUND)]
        self.save(
            {call: {**left, "steps": taken + 1}}, lambda: act(self.office, self.actor, "reception", call, name, entered)
        )
        self.calls[call] = taken + 1

    def people(self) -> dict[str, str]:
        """Who takes part: row → name."""
        table = self.office.schema.records["participant"]
        query = select(table.c.id, table.c.name).where(table.c.activity == self.activity, in_force(table))
        with self.office.read() as connection:
            return dict(connection.execute(query.order_by(table.c.id)).all())

    def seat(self, _free: list[str]) -> None:
        """Several people at one go."""
        rows = [{"name": f"来人{self.word()}", "body": self.word()} for _ in range(self.dice.randrange(1, 4))]
        if len(self.people()) + len(rows) <= SEATS:
            self.save(
                {self.activity: {row["name"]: row["body"] for row in rows}},
                lambda: add_rows(self.office, self.actor, "participant", self.activity, rows),
            )

    def unseat(self, _free: list[str]) -> None:
        """Some of them, and with them what the sheet holds for them."""
        people = self.people()
        gone = self.dice.sample([*people], min(len(people), self.dice.randrange(1, 3)))
        if gone:
            sessions = [each.key for each in read_sheet(self.office, self.actor, "attendance", self.activity).across]
            told = {f"{people[row]}{word}": None for row in gone for word in ("", *(f" {each}" for each in sessions))}
            self.save({self.activity: told}, lambda: remove_rows(self.office, self.actor, "participant", gone))

    def mark(self, _free: list[str]) -> None:
        """Several cells of several people, some emptied."""
        sheet = read_sheet(self.office, self.actor, "attendance", self.activity)
        places = [(down, across) for down in sheet.down for across in sheet.across]
        chosen = self.dice.sample(places, min(len(places), self.dice.randrange(1, 7)))
        marks = {place: self.dice.choice(PRESENCE) for place in chosen}
        typed = {(down.key, across.key): {"presence": code} for (down, across), code in marks.items()}
        told = {f"{down.label} {across.key}": code for (down, across), code in marks.items()}
        if typed:
            self.save(
                {self.activity: told},
                lambda: save_sheet(self.office, self.actor, "attendance", self.activity, typed, seen=sheet),
            )

    def look(self, _free: list[str]) -> None:
        """Several items of the check list of the station; an emptied one loses its day too."""
        sheet = read_sheet(self.office, self.actor, "station_check", self.station)
        typed: dict[tuple[str, str], dict[str, Any]] = {}
        told: dict[str, Any] = {}
        for each in self.dice.sample(sheet.down, self.dice.randrange(1, 6)):
            state = self.dice.choice(STANDING)
            day = f"2026-05-{self.dice.randrange(10, 31)}" if state else None
            typed[each.key, sheet.across[0].key] = {"state": state, "words": None, "looked_on": day, "looked_by": None}
            told |= {f"check {each.key}": state, f"looked {each.key}": day}
        self.save(
            {self.station: told},
            lambda: save_sheet(self.office, self.actor, "station_check", self.station, typed, seen=sheet),
        )

    def visit(self, _free: list[str]) -> None:
        """A row of its own, noted with each item that was looked at, in the same save."""
        sheet, leader = read_sheet(self.office, self.actor, "station_check", self.station), f"带队{self.word()}"
        items = [down for down, _ in sheet.rows][:4]
        told = {leader: "2026-06-08", **{f"looked {item}": "2026-06-08" for item in items}}
        row = {"date": "2026-06-08", "leader": leader, "looked_at": items}
        self.save({self.station: told}, lambda: add_rows(self.office, self.actor, "station_visit", self.station, [row]))


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
