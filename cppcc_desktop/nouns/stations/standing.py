"""How a 联络站 stands: its targets of this period and this year, who is on duty next, its star (domain.md §5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.stations.entity import STATION, VILLAGE
from cppcc_desktop.nouns.stations.held import Held, TargetState
from cppcc_desktop.nouns.stations.records import DUTY
from cppcc_desktop.nouns.stations.stars import STARS_OF
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import load_row
from cppcc_desktop.services.records.titles import word_rows
from db.tables import in_force

NEXT = 4  # turns of duty that are shown


@dataclass(frozen=True)
class NextDuty:
    """One turn of duty to come. `persons` is empty where nobody was put down."""

    day: str
    persons: str
    words: str  # 坐诊 9:00—11:30


@dataclass(frozen=True)
class TargetYear:
    """One target of a station: how it stands in the present period, and in every period of the year."""

    now: TargetState
    year: Sequence[TargetState]


@dataclass(frozen=True)
class StationStanding:
    """What stands beside the record of a station."""

    targets: Sequence[TargetYear]
    duties: Sequence[NextDuty]


def read_standing(office: Office, actor: Actor, station: str) -> StationStanding:
    """Targets and duty of one station as of today; of one that is closed only what is left of its duty."""
    actor.require("record.read")
    with office.read() as connection:
        held = Held(office, connection, office.today())
        own = find_open(held, station)
        return StationStanding(read_targets(held, own) if own else (), read_duties(office, connection, station))


def find_open(held: Held, station: str) -> Row | None:
    return next((each for each in held.stations if each["id"] == station), None)


def read_targets(held: Held, station: Row) -> list[TargetYear]:
    year: dict[str, list[TargetState]] = {}
    for each in held.year_of(station):
        year.setdefault(each.target, []).append(each)
    return [TargetYear(each, year.get(each.target, [])) for each in held.of(station)]


def read_duties(office: Office, connection: Connection, station: str) -> list[NextDuty]:
    """The next turns, today's first."""
    table = office.schema.records[DUTY.name]
    query = (
        select(table).where(table.c.station == station, in_force(table), table.c.date >= office.today().isoformat())
        .order_by(table.c.date, table.c.starts_at).limit(NEXT)
    )  # fmt: skip
    rows = [load_row(DUTY.fields, each) for each in connection.execute(query).mappings()]
    found: list[NextDuty] = []
    for row, words in zip(rows, word_rows(office, DUTY.fields, rows), strict=True):
        who = f"{words['persons']}（{words['substitute']}替）" if words["substitute"] else words["persons"]
        hours = "—".join(each for each in (words["starts_at"], words["ends_at"]) if each)
        found.append(NextDuty(str(row["date"]), who, " ".join(each for each in (words["mode"], hours) if each)))
    return found


def say_more(office: Office, actor: Actor, station: str) -> tuple[list[tuple[str, str]], list[str]]:
    """For the header: the newest star that is final and what is lacking now; how many platforms stand below."""
    actor.require("record.read")
    stars, below = office.schema.records[STARS_OF.result.name], office.schema.records[STATION.name]
    with office.read() as connection:
        newest = connection.execute(
            select(stars.c.year, func.coalesce(stars.c.corrected_grade, stars.c.grade))
            .where(stars.c.station == station, in_force(stars), stars.c.fixed_on.is_not(None))
            .order_by(stars.c.year.desc()).limit(1)
        ).first()  # fmt: skip
        platforms = connection.scalar(
            select(func.count()).select_from(below)
            .where(below.c.parent == station, below.c.level == VILLAGE, in_force(below), below.c.closed_on.is_(None))
        )  # fmt: skip
        held = Held(office, connection, office.today())
        own = find_open(held, station)
        lacking = next((each for each in held.of(own) if each.lacking), None) if own else None
    chips = [(f"{newest[0]}年{newest[1]}", "none")] if newest and newest[1] else []
    if lacking:
        chips.append((lacking.short, lacking.tone))
    return chips, [f"下属村级平台 {platforms} 个"] if platforms else []
