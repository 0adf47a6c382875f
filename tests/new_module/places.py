"""What the nouns on trial have to do with a place: rows that come by a rule, rows that note something, its first page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.conditions import Filled, Is
from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.services.figures.place_home import PlaceEntry, PlaceTask, PlaceTasks
from cppcc_desktop.services.figures.places import PlaceDeed, list_deeds
from cppcc_desktop.services.office.office import Office, Writing
from cppcc_desktop.services.records.children import MadeRows, RowFollower, RowMaker
from cppcc_desktop.services.records.records import Record
from db.tables import in_force
from tests.new_module.begun import CALLS, CALLS_MODULE, ON, give_starts
from tests.new_module.nouns import (
    ABOUT_WHAT,
    CHECK,
    COIN,
    HEAD,
    HELD,
    HOST,
    IDLE,
    SEEN_ON,
    TOLD,
    TOWN,
    TOWNS,
    TRIAL,
    VISIT,
)

DAYS = (1, 5, 25)  # of each month
ENOUGH = 3


def make_walks(office: Office, connection: Connection, town: Row, today: date) -> MadeRows:
    """The walks of this month that have come and are not written down yet."""
    table = office.schema.records[VISIT]
    known = set(connection.scalars(select(table.c.date).where(table.c[TOWN] == town["id"], in_force(table))))
    days = [today.replace(day=each).isoformat() for each in DAYS if each <= today.day]
    made = [{"date": each, ABOUT_WHAT: str(town[HEAD])} for each in days if each not in known]
    if not made:
        raise Refusal("这个月的走动都有了。", todo="下个月再排。")
    return MadeRows(made)


def note_walk(writing: Writing, town: Record, rows: Sequence[Row]) -> None:
    """The newest walk stands with what is checked; one before that was there cannot come afterwards."""
    table, day = writing.office.schema.records[CHECK], max(str(each["date"]) for each in rows)
    query = select(table.c.id, table.c.scope, table.c[SEEN_ON]).where(table.c[TOWN] == town.id, in_force(table))
    for record, scope, seen in writing.connection.execute(query).all():
        if str(seen or "") > day:
            raise Refusal("后来已经查过了。", todo="写查过以后的走动。")
        writing.set(writing.office.entity(CHECK), record, {SEEN_ON: day}, scope=scope)


def read_tasks(office: Office, connection: Connection) -> Sequence[PlaceTask]:
    """Whether enough was held this year, and what was held and is not told yet, within ten days: the newest first."""
    today, found, module = office.today(), list[PlaceTask](), office.modules[TOWNS]
    for deed in office.parts(PlaceDeed):
        for place, record, day in list_deeds(office, connection, deed, f"{today.year}-01-01", today.isoformat()):
            assert place == office.station
            due = (date.fromisoformat(day) + timedelta(days=10)).isoformat()
            found.insert(0, PlaceTask(title=f"{day}的没了", words="写完了记", button="看看", module=module.name, record=record,
                                      due_on=due))  # fmt: skip
    if len(found) < ENOUGH:
        few = PlaceTask(title=f"今年才 {len(found)} 记", words="一年三记", button="记一记", module=module.name)
        found.insert(0, few)
    return found


DEED = PlaceDeed(key=TOWNS, label="分记", entity=TOWN, place=HOST, day=HELD, where=Is("state", IDLE), kind=COIN)
NOWHERE = PlaceDeed(key="nowhere", label="没有的", entity="nowhere", place=HOST, day=HELD)
ENTRIES = (
    PlaceEntry(module=CALLS, words="记一句", what="谁说了啥", note="今年 {n} 句", key="Q", day=ON, rank=2),
    PlaceEntry(module="nowhere", words="没有的", what="", note="{n}", key="W", day=ON),
    PlaceEntry(module=TOWNS, words="记一记", what="出了啥事", note="今年说了 {n} 记", key="K", day=HELD, rank=1, where=Filled(TOLD)),
)  # fmt: skip


def give_makers() -> Sequence[object]:
    return (RowMaker(child=VISIT, words=lambda today: f"补 {today.month} 月", make=make_walks),)


def give_followers() -> Sequence[object]:
    return (RowFollower(child=VISIT, follow=note_walk),)


def give_tasks() -> Sequence[object]:
    return (PlaceTasks(read=read_tasks),)


def give_deeds() -> Sequence[object]:
    return (DEED, NOWHERE)


def give_entries() -> Sequence[object]:
    return ENTRIES


years, towns = TRIAL
AT_PLACES = (
    years,
    replace(towns, parts={
        **towns.parts, "PlaceDeed": give_deeds, "PlaceEntry": give_entries, "PlaceTasks": give_tasks,
        "RowFollower": give_followers, "RowMaker": give_makers,
    }),
    replace(towns, name=CALLS, modules=(CALLS_MODULE,), parts={"Start": give_starts}),
)  # fmt: skip
