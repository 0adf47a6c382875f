"""A year of 示例县 by the services: entered, corrected, undone, joined, parted, binned, imported, exchanged; nothing lost."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.demo import fill_demo
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.exchange.conflicts import list_conflicts, resolve_conflict
from cppcc_desktop.services.imports.imports import apply_import, default_choices, preview_import
from cppcc_desktop.services.office.accounts import create_account
from cppcc_desktop.services.office.office import CHINA
from cppcc_desktop.services.office.opening import Surroundings, create_office
from cppcc_desktop.services.records.joins import find_twins, join_records, list_joined, part_record
from cppcc_desktop.services.records.logs import read_log
from cppcc_desktop.services.records.records import (
    Query,
    change_record,
    discard_record,
    list_ids,
    restore_record,
    show_record,
)
from cppcc_desktop.services.records.undo import undo_group, undo_save
from cppcc_desktop.sync.have import measure_state
from tests.conftest import PASSWORD, USER, Clock, Place
from tests.db.saving import PATH
from tests.nouns.activities.presence import note_presence, read_presence
from tests.services.test_imports import write

CLERK = Actor("林静", "clerk", "county")


class Year:
    """What was acknowledged: the value each field must have, and a line of the log for each save of one."""

    def __init__(self, county: Place, station: Place) -> None:
        self.county, self.station = county, station
        self.dice = random.Random(2026)
        self.stands: dict[tuple[str, str], dict[str, Any]] = {}
        self.bins: dict[tuple[str, str], str | None] = {}
        self.lines: dict[str, list[tuple[str, str, str, str, str]]] = {}  # record → at, who, label, before, after
        self.names: dict[Any, str] = {}
        self.who = county.actor

    # saving and noting

    def change_hands(self) -> None:
        self.county.clock.move(1 + self.dice.random())
        self.who = self.dice.choice((self.county.actor, CLERK))

    def now(self) -> str:
        return (self.county.clock.now.astimezone(CHINA)).strftime("%Y-%m-%d %H:%M")

    def note(self, kind: str, record: str, values: Mapping[str, Any], before: Mapping[str, Any]) -> None:
        """These texts stand from now on; the log must tell it of whoever did it."""
        known = self.county.office.module_of(kind)
        assert known
        for name, value in values.items():
            if before.get(name) != value:
                told = (
                    self.now(),
                    self.who.name,
                    known.by_name[name].label,
                    *(self.word(each, known if name == "state" else None) for each in (before.get(name), value)),
                )
                self.lines.setdefault(record, []).append(told)
        self.stands.setdefault((kind, record), {}).update(values)

    def word(self, value: Any, module: Module | None = None) -> str:
        """As the log has it: a record is called by its name, a state of a module's life by what people call it."""
        if module and module.workflow and value:
            return module.workflow.state(str(value)).label
        return self.names.get(value, value or "")

    def values(self, kind: str, record: str) -> dict[str, Any]:
        return dict(show_record(self.county.office, self.who, kind, record).values)

    def create(self, kind: str, more: Mapping[str, Any], **texts: str) -> str:
        self.change_hands()
        record = replace(self.county, actor=self.who).create(kind, **more, **texts)
        self.note(kind, record, texts, {})
        return record

    def change(self, kind: str, record: str, **texts: str | None) -> None:
        self.change_hands()
        before = self.values(kind, record)
        change_record(self.county.office, self.who, kind, record, texts)
        self.note(kind, record, texts, before)

    def undo(self, kind: str, record: str, former: Mapping[str, Any]) -> None:
        self.change_hands()
        before = self.values(kind, record)
        undo_save(self.county.office, self.who, kind, record)
        self.note(kind, record, former, before)

    def bin(self, kind: str, record: str, why: str) -> None:
        self.change_hands()
        discard_record(self.county.office, self.who, kind, record, why)
        self.bins[kind, record] = why
        self.lines.setdefault(record, []).append((self.now(), self.who.name, "回收站", "", why))

    def unbin(self, kind: str, record: str) -> None:
        self.change_hands()
        restore_record(self.county.office, self.who, kind, record)
        why, self.bins[kind, record] = self.bins[kind, record] or "", None
        self.lines.setdefault(record, []).append((self.now(), self.who.name, "回收站", why, ""))

    # looking

    def lost(self) -> list[Any]:
        faults: list[Any] = []
        for (kind, record), values in self.stands.items():
            shown = show_record(self.county.office, self.county.actor, kind, record)
            faults += [(kind, record, n, v, shown.values.get(n)) for n, v in values.items() if shown.values.get(n) != v]
            if shown.deleted != self.bins.get((kind, record)):
                faults.append((kind, record, "deleted", shown.deleted))
        return faults

    def untold(self) -> list[Any]:
        faults: list[Any] = []
        for record, lines in self.lines.items():
            log = [
                (e.at, e.who, e.label, e.before, e.after)
                for e in read_log(self.county.office, self.county.actor, record)
            ]
            for line in lines:
                if line not in log:
                    faults.append((record, line))
                else:
                    log.remove(line)
        return faults

    # what happens in a year

    def enter_people(self, count: int) -> list[str]:
        made: list[str] = []
        for number in range(count):
            name = f"{'赵钱孙李周吴郑王'[number % 8]}年{number}"
            texts = {"name": name, "post": f"示例第{number}公司经理", "member_group": f"第{number % 6}小组"}
            made.append(self.create("member", {"sector": "经济界", "mobile": f"1380001{number:04}"}, **texts))
            self.names[made[-1]] = name
        return made

    def correct(self, members: list[str], count: int) -> None:
        """Two thirds stay, a third is taken back; now and then the taking back is taken back."""
        for number in range(count):
            record = self.dice.choice(members)
            names = ("post", "native_place", "member_group", "specialty")
            new = dict.fromkeys(self.dice.sample(names, 2), f"更正{number}")
            former = {name: self.values("member", record).get(name) for name in new}
            self.change("member", record, **new)
            if number % 3 == 0:
                self.undo("member", record, former)
            if number % 9 == 0:
                self.undo("member", record, new)

    def join_and_part(self, members: list[str], count: int) -> None:
        """Second cards are found by name, joined, and every other one parted again."""
        for number in range(count):
            keep = members[number]
            other = self.create(
                "member", {}, name=self.names[keep], post=f"另一处第{number}科", specialty=f"专长{number}"
            )
            self.names[other] = self.names[keep]
            twins = [each for each in find_twins(self.county.office, self.who, "member") if other in each.records]
            assert [(set(each.records), each.fields) for each in twins] == [({keep, other}, ("name",))]
            before = {each: self.values("member", each) for each in (keep, other)}
            self.change_hands()
            taken = {"specialty": f"专长{number}"}
            group = join_records(self.county.office, self.who, "member", keep, other, taken)
            self.note("member", keep, taken, before[keep])
            self.note("member", other, {"same_as": keep}, before[other])
            assert list_joined(self.county.office, self.who, "member", keep) == [other]
            if number % 3 == 1:
                self.change_hands()
                part_record(self.county.office, self.who, "member", other)
                self.note("member", other, {"same_as": None}, {"same_as": keep})
            elif number % 3 == 2:
                assert group is not None
                self.change_hands()
                undo_group(self.county.office, self.who, group)
                self.note("member", keep, {"specialty": before[keep]["specialty"]}, taken)
                self.note("member", other, {"same_as": None}, {"same_as": keep})

    def handle_cases(self, members: list[str], count: int) -> list[str]:
        """Each case goes some steps further than the one before; four come to their end."""
        cases: list[str] = []
        for number in range(count):
            texts = {
                "title": f"关于第{number}条路的建议",
                "analysis": f"路不好。{number}" * 40,
                "suggestions": "1. 修。",
            }
            more = {"form": "1", "first_sponsor": members[number], "category": "社会建设"}
            cases.append(self.create("proposal", more, **texts))
            for move, entered, _state in PATH[: 3 + number]:
                self.change_hands()
                before = self.values("proposal", cases[-1])
                done = replace(self.county, actor=self.who).act(cases[-1], move, **entered)
                new = {
                    "state": done.target,
                    "docket_no": done.numbers["docket_no"],
                    "intake_no": done.numbers["intake_no"],
                }
                self.note("proposal", cases[-1], new, before)
        return cases

    def empty_and_refill_the_bin(self, members: list[str], count: int) -> None:
        for number in range(count):
            self.bin("member", members[number], f"离任{number}")
            if number % 2:
                self.unbin("member", members[number])

    def load_roster(self, folder: Path, *, keep: bool) -> None:
        """A small roster; one that is not wanted is taken back whole."""
        people = [
            (f"冯{self.dice.randrange(10**6)}", "女", "农业界", f"合作社{n}", f"137000{2 + keep}{n:04}", None)
            for n in range(6)
        ]
        path = write(folder / f"{keep}.xlsx", people)
        self.change_hands()
        preview = preview_import(self.county.office, self.who, self.county.office.modules["members"], path)
        done = apply_import(self.county.office, self.who, preview, default_choices(preview))
        assert done.new == 6 and done.group is not None
        for record, (name, _, _, post, _, _) in zip(done.records, people, strict=True):
            self.note("member", record, {"name": name, "post": post}, {})
        if not keep:
            self.change_hands()
            undo_group(self.county.office, self.who, done.group)
            self.bins |= {("member", record): "撤回" for record in done.records}

    def hold_activities(self, members: list[str], count: int) -> dict[str, dict[str, str]]:
        """Activities of the station, entered at the county, with who was there."""
        present: dict[str, dict[str, str]] = {}
        for number in range(count):
            more = {"station": self.station.office.station, "type": "01", "date": "2026-06-01"}
            record = self.create("activity", more, title=f"第{number}次走访", place=f"{number}组", content="来了十人。")
            present[record] = dict.fromkeys(members[number : number + 3], "1")
            note_presence(self.county.office, self.who, record, present[record])
        return present

    def exchange(self, folder: Path, activity: str) -> None:
        """Out to the station, changed on both sides, back, and settled."""
        self.change_hands()
        self.station.unpack(self.county.pack(self.station.office.station, folder / "out.cppcc"))
        change_record(
            self.station.office, self.station.actor, "activity", activity, {"content": "来了十二人。", "place": "村部"}
        )
        self.change("activity", activity, content="来了十一人。")
        self.county.unpack(self.station.pack("county", folder / "back.cppcc"))
        self.stands["activity", activity]["place"] = "村部"
        (conflict,) = list_conflicts(self.county.office, self.county.actor)
        assert {each.value for each in conflict.claims} == {
            "来了十一人。",
            "来了十二人。",
        } and conflict.before == "来了十人。"
        resolve_conflict(self.county.office, self.who, "activity", activity, "content", "来了十二人。")
        self.stands["activity", activity]["content"] = "来了十二人。"


@pytest.fixture
def year(tmp_path: Path, open_place) -> Iterator[Year]:
    """示例县 at the beginning of the year, and its first station."""
    clock, path = Clock(), tmp_path / "county.db"
    around = Surroundings(FEATURES, clock, tmp_path / "county-home")
    office = create_office(
        path, FEATURES, kind="county", name="政协示例县委员会", plenary=Plenary(10, 3), user=USER, password=PASSWORD,
        clock=clock, anchors=around.anchors, demo=True,
    )  # fmt: skip
    admin = Actor(USER, "admin", "county")
    fill_demo(office, admin, scale=1, seed=1)
    create_account(office, admin, CLERK.name, CLERK.role, PASSWORD)
    county, station = Place(office, admin, clock, around), open_place("station", "station")
    first = list_ids(office, admin, office.modules["stations"], Query())[0]
    station.unpack(county.pack(first, tmp_path / "first.cppcc"))
    station.actor = Actor(USER, "admin", station.office.name)
    yield Year(county, station)
    county.office.close()


def sound(place: Place) -> None:
    assert [each for each in check_office(place.office, place.actor) if not each.ok] == []


def states(place: Place) -> dict[str, str]:
    """The hash of what every scope holds."""
    table = place.office.schema.operation
    with place.office.read() as connection:
        scopes = sorted(connection.scalars(select(table.c.scope).distinct()))
        return {scope: measure_state(connection, place.office.schema, scope) for scope in scopes}


def test_a_year_of_an_office(year: Year, tmp_path: Path) -> None:
    county = year.county
    began = county.clock.now
    members = year.enter_people(24)
    year.correct(members, 45)
    year.join_and_part(members, 9)
    cases = year.handle_cases(members, 9)
    year.correct(members[:12], 15)
    year.empty_and_refill_the_bin(members[12:], 8)
    year.load_roster(tmp_path, keep=True)
    year.load_roster(tmp_path, keep=False)
    present = year.hold_activities(members, 6)
    year.exchange(tmp_path, next(iter(present)))
    year.change("proposal", cases[0], analysis="路不好，后来更不好。")
    assert (county.clock.now - began).days > 300 and sum(map(len, year.lines.values())) > 400

    def look() -> None:
        assert year.lost() == [] and year.untold() == []
        for activity, there in present.items():
            assert read_presence(county.office, county.actor, activity) == there
        sound(county)

    look()
    before = states(county)
    with county.office.database.write() as connection:
        county.office.journal(connection).rebuild()
    assert states(county) == before
    county.reopen()
    look()
    sound(year.station)
