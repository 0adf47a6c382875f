"""Earlier proposals on the same matter, found by a title while it is typed, with what came of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from cppcc_desktop.domain.description.fields import SAME_AS
from cppcc_desktop.domain.normal_form import normalise_text
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.proposals.entity import PROPOSALS
from cppcc_desktop.nouns.proposals.similar.titles import LEAST, WALKED, TitleIndex, strip_title
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.titles import read_titles
from db.chunks import chunked, marks
from db.engine import Database

ALIKE = 18  # the score from which a title is shown; tests/nouns/proposals/test_similar.py states what that finds
Scored = tuple[float, Mapping[str, Any]]  # how alike, and the row of the case
POOL = 80  # titles that share most, which are then compared in full
GROWN = 5_000  # titles added since all were read: then all are read anew


@dataclass(frozen=True)
class Similar:
    """An earlier case; `score` 0–100, `same`: exactly this title in the same plenary."""

    id: str
    title: str
    plenary: str
    docket_no: str
    intake_no: str
    state: str
    state_label: str
    unit: str  # name of the lead unit
    result_class: str
    result_label: str
    replied: bool
    score: int
    same: bool


@dataclass
class Shelf:
    """The index of one open database, and the newest operation it knows."""

    index: TitleIndex = field(default_factory=TitleIndex)
    newest: int = -1
    whole: int = 0  # titles when all were read
    lock: Lock = field(default_factory=Lock)


_SHELVES: WeakKeyDictionary[Database, Shelf] = WeakKeyDictionary()
_SHELVES_LOCK = Lock()


def find_similar(office: Office, actor: Actor, title: str, *, besides: str = "", limit: int = 5) -> list[Similar]:
    """Cases in force on the matter of this title, those of the same title in the same plenary first, then the nearest.

    `besides` is the case itself. Drafts of other people are left out. The first call reads all titles (two seconds
    of 200 000), later ones only what changed.
    """
    actor.require("record.read")
    with office.read() as connection:
        plenary = read_plenary(connection, besides)
        same = find_same(connection, title, plenary)
        found = {row["id"]: (score, row) for score, row in [*same, *find_rows(office, connection, title)]}
        found.pop(besides, None)
        mine = [
            each for each in found.values() if each[1]["state"] != "draft" or is_own(connection, actor, each[1]["id"])
        ]
        return describe(office, connection, mine[:limit], {row["id"] for _, row in same})


def find_rows(
    office: Office, connection: Connection, title: str, pool: int = POOL, walked: int = WALKED
) -> list[Scored]:
    """Every case that is like the title, nearest first, then newest; the case itself and all drafts included."""
    matter = strip_title(title)
    if len(matter) < LEAST:
        return []
    shelf = open_shelf(office.database)
    with shelf.lock:
        refresh(shelf, connection)
        rows = read_rows(connection, shelf.index.look_up(matter, pool, walked))
        scored = [(shelf.index.compare(matter, strip_title(row["title"])), row) for row in rows]
    near = [each for each in scored if each[0] >= ALIKE]
    return sorted(near, key=lambda each: (each[0], each[1]["plenary"] or "", each[1]["id"]), reverse=True)


def open_shelf(database: Database) -> Shelf:
    """One index for each open database, whichever thread asks first."""
    with _SHELVES_LOCK:
        return _SHELVES.setdefault(database, Shelf())


def refresh(shelf: Shelf, connection: Connection) -> None:
    """Bring the index up to what this connection sees: all titles the first time, then those that changed."""
    newest: int = connection.exec_driver_sql("SELECT max(number) FROM operation").scalar() or 0
    if newest == shelf.newest:
        return
    if shelf.newest < 0 or newest < shelf.newest or len(shelf.index) > shelf.whole + GROWN:
        shelf.index = TitleIndex()
        shelf.index.add(connection.exec_driver_sql("SELECT id, title FROM proposal WHERE title IS NOT NULL"))
        shelf.whole = len(shelf.index)
    else:
        query = (
            "SELECT id, title FROM proposal WHERE title IS NOT NULL AND id IN (SELECT record FROM operation"
            " WHERE number > ? AND kind = 'proposal' AND fields LIKE '%\"title\"%')"
        )
        shelf.index.add(connection.exec_driver_sql(query, (shelf.newest,)))
    shelf.newest = newest


def read_rows(connection: Connection, records: Sequence[str]) -> list[Mapping[str, Any]]:
    """Those of these cases that are in force, in any order."""
    names = "id, title, plenary, docket_no, intake_no, state, lead_unit, result_class, replied_on"
    found: list[Mapping[str, Any]] = []
    for chunk in chunked(records):
        # the plus keeps SQLite from walking all that is in force instead of looking up a few ids
        in_force = f"+deleted IS NULL AND +{SAME_AS} IS NULL"
        query = f"SELECT {names} FROM proposal WHERE id IN ({marks(chunk)}) AND {in_force}"
        rows: Sequence[Any] = connection.exec_driver_sql(query, tuple(chunk)).mappings().all()
        found += rows
    return found


def is_own(connection: Connection, actor: Actor, record: str) -> bool:
    """Whether this person began the record."""
    query = "SELECT actor FROM operation WHERE record = ? ORDER BY number LIMIT 1"
    return connection.exec_driver_sql(query, (record,)).scalar() == actor.stamp


def read_plenary(connection: Connection, record: str) -> str:
    """The plenary of the case, or the one the office works in."""
    query = "SELECT plenary FROM proposal WHERE id = ?"
    own = connection.exec_driver_sql(query, (record,)).scalar() if record else None
    return str(own or connection.exec_driver_sql("SELECT plenary FROM committee WHERE deleted IS NULL").scalar() or "")


def find_same(connection: Connection, title: str, plenary: str) -> list[Scored]:
    """Cases of exactly this title in this plenary."""
    in_force = f"deleted IS NULL AND {SAME_AS} IS NULL"
    query = f"SELECT id FROM proposal WHERE plenary = ? AND normal_form(title) = ? AND {in_force} LIMIT 20"
    same: list[str] = list(connection.exec_driver_sql(query, (plenary, normalise_text(title.strip()))).scalars())
    return [(100.0, row) for row in read_rows(connection, same)]


def describe(office: Office, connection: Connection, found: Sequence[Scored], same: Collection[str]) -> list[Similar]:
    """The rows in words."""
    units = read_titles(office, connection, "unit", [row["lead_unit"] for _, row in found if row["lead_unit"]])
    codes, flow = read_codes(office), PROPOSALS.workflow
    assert flow
    made: list[Similar] = []
    for score, row in found:
        state, result = str(row["state"] or ""), str(row["result_class"] or "")
        made.append(Similar(
            row["id"], row["title"], row["plenary"] or "", row["docket_no"] or "", row["intake_no"] or "", state,
            flow.state(state).label, units.get(row["lead_unit"], ""), result,
            codes.label("result_class", result) if result else "", bool(row["replied_on"]), min(100, round(score)),
            row["id"] in same,
        ))  # fmt: skip
    return made
