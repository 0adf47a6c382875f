"""cppcc check: is the file sound, is the log whole, does the projection equal a rebuild."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from threading import Event
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, select, text, true
from sqlalchemy.exc import DatabaseError

from cppcc_desktop.domain.description.fields import SAME_AS
from cppcc_desktop.domain.errors import DamagedFile
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.journal.index import phrase
from cppcc_desktop.journal.operations import is_sound
from cppcc_desktop.services.cases.numbers import find_gaps, list_numberings
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.opening import LOST, read_meta
from db.engine import stoppable
from db.faults import translated
from db.queries.find import count_entries, holds, sample_entries
from db.stored_json import load_stored

log = logging.getLogger(__name__)
UNREADABLE = "有几页读不出来"
MOST_SAID = 100  # SQLite names no more
KEPT_BESIDE = {"draft": ("typed", "seen"), "package": ("result", "have"), "quarantine": ("operation",)}  # JSON


@dataclass(frozen=True)
class Check:
    """One check and what it found."""

    name: str
    ok: bool
    detail: str


def check_office(office: Office, _actor: Actor, stopped: Event | None = None) -> list[Check]:
    """All checks, each with the first faults it found; Cancelled once `stopped` is set. Anybody may look: damage may
    have hit the account itself."""
    checks: dict[str, Callable[[Office, Connection], Iterator[str]]] = {
        "integrity": check_integrity,
        "log": check_log,
        "lost": check_lost,
        "projection": check_projection,
        "index": check_index,
        "numbers": check_numbers,
    }
    results: list[Check] = []
    told = ""
    try:
        with office.read() as connection, stoppable(connection, stopped or Event()):
            for name, find_faults in checks.items():
                faults = list(islice(tell_faults(find_faults(office, connection)), 20))
                results.append(Check(name, not faults, "；".join(faults)))
            if all(each.ok for each in results[:-1]):  # a number nobody has is worth knowing and no fault of the file
                told = tell_gaps(office, connection)
    except DamagedFile:  # also at the end of the reading, of pages that were met on the way
        results += [Check(name, False, UNREADABLE) for name in list(checks)[len(results) :]]
    last = results[-1]
    return [*results[:-1], Check(last.name, last.ok, "；".join(part for part in (last.detail, told) if part))]


def tell_faults(faults: Iterator[str]) -> Iterator[str]:
    """The faults found; what cannot even be read is one of them. A file that is locked or away is none."""
    try:
        with translated():
            yield from faults
    except DamagedFile as error:
        log.warning("damaged: %r", error.__cause__)
        yield UNREADABLE
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        log.warning("unreadable while checking: %r", error)
        yield "有内容读不出来，记进了日志"
    except DatabaseError as error:
        if "interrupted" in str(error.orig):  # somebody stopped it
            raise
        log.warning("unreadable while checking: %r", error)
        yield "有内容读不出来，记进了日志"


def check_integrity(office: Office, connection: Connection) -> Iterator[str]:
    """SQLite's own look at every page and index; of what the journal does not cover, that it can be read."""
    said = [str(each) for each in connection.scalars(text("PRAGMA integrity_check")) if each != "ok"]
    if said:
        log.warning("integrity_check: %s", "; ".join(said[:20]))
        yield f"文件结构有 {len(said)}{' 多' if len(said) >= MOST_SAID else ''} 处坏了，记进了日志"
    for name, columns in KEPT_BESIDE.items():
        table = getattr(office.schema, name)
        for row in connection.execute(select(*(table.c[each] for each in columns))):
            for stored in row:
                if stored:
                    load_stored(stored, dict)


def check_log(office: Office, connection: Connection) -> Iterator[str]:
    """Every operation still has the id of its content."""
    for each in office.journal(connection).select():
        if not is_sound(each):
            yield f"改动 {each.id.hex()[:12]} 的内容与编号不符"
    yield from check_gaps(office, connection)


def check_lost(office: Office, connection: Connection) -> Iterator[str]:
    """None of what was saved here is missing: how far it got is noted outside the database too."""
    lost = int(read_meta(connection, office).get(LOST, "0"))
    if lost:
        yield f"比上次关闭时少了 {lost} 条改动，可能是断电、强行关机，或者换成了旧的文件"


def check_gaps(office: Office, connection: Connection) -> Iterator[str]:
    """Every operation this computer made is still here: its incarnations counted them."""
    table, replica = office.schema.operation, office.schema.replica
    held = select(func.count(table.c.seq.distinct())).where(
        table.c.replica == replica.c.number, table.c.seq <= replica.c.last
    )
    query = select(replica.c.last, held.scalar_subquery()).where(replica.c.last > 0)
    for last, count in connection.execute(query):
        if count != last:
            yield f"本机做过 {last} 条改动，只剩 {count} 条"


def check_projection(office: Office, connection: Connection) -> Iterator[str]:
    """What the tables show is what the operations give when merged from nothing."""
    yield from office.journal(connection).verify()


SAMPLE = 500  # entries of the index whose text is looked up again


def check_index(office: Office, connection: Connection) -> Iterator[str]:
    """Every record that can be found stands in the index, and what it says is found under it."""
    alive = {
        name: office.schema.records[name].c.deleted.is_(None)
        for name, each in office.schema.entities.items()
        if each.found
    }
    entries = count_entries(connection)
    for name, condition in alive.items():
        expected = connection.scalar(select(func.count()).where(condition)) or 0
        held = entries.pop(name, 0)
        if held != expected:
            yield f"查找索引里的{office.entity(name).label}有 {held} 条，应有 {expected} 条"
    if entries:
        yield f"查找索引里有 {sum(entries.values())} 条不知道是什么"
    for entry in sample_entries(connection, SAMPLE):
        table, entity = office.schema.records[entry.kind], office.entity(entry.kind)
        row = connection.execute(select(table).where(table.c.id == entry.record)).mappings().first()
        text = next((str(row[spec.name]) for spec in entity.texts if row and row[spec.name] and not spec.target), "")
        words = phrase(text[:20]) if row else ""
        if row is None or (words and not holds(connection, entry.number, words)):
            yield f"查找索引里的{entity.label} {entry.record} 与记录不一致"


def check_numbers(office: Office, connection: Connection) -> Iterator[str]:
    """No number twice in its run; records joined to one share theirs."""
    for entity, numbering in list_numberings(office):
        table = office.schema.records[entity.name]
        number = table.c[numbering.name]
        period = [] if numbering.by_year or entity.period is None else [table.c[entity.period.field]]
        query = select(*period, number, func.count()).where(number.is_not(None), in_no_other(table))
        rows: Sequence[Any] = connection.execute(query.group_by(*period, number).having(func.count() > 1)).all()
        for *run, value, count in rows:
            yield f"{''.join(f'{each} ' for each in run)}{numbering.label} {value} 用了 {count} 次"


def in_no_other(table: Table) -> ColumnElement[bool]:
    """Records that stand for themselves."""
    return table.c[SAME_AS].is_(None) if SAME_AS in table.c else true()


def tell_gaps(office: Office, connection: Connection) -> str:
    """Numbers of each period that were jumped over; those of withdrawn and binned cases are taken, not missing."""
    told: list[str] = []
    for entity, numbering in list_numberings(office):
        if numbering.by_year or entity.period is None:
            continue
        table = office.schema.records[entity.name]
        query = select(table.c[entity.period.field], table.c[numbering.name]).where(
            table.c[numbering.name].is_not(None)
        )
        held: dict[str, list[str]] = {}
        for period, number in connection.execute(query):
            held.setdefault(str(period), []).append(number)
        gaps = {period: find_gaps(numbers) for period, numbers in sorted(held.items())}
        told += [
            f"{period} 空号 {len(found)} 个：{'、'.join(found[:10])}{'等' if len(found) > 10 else ''}"
            for period, found in gaps.items() if found
        ]  # fmt: skip
    return "；".join(told)
