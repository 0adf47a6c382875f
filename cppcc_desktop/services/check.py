"""cppcc check: is the file sound, is the log whole, does the projection equal a rebuild."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from threading import Event
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, select, text, true

from cppcc_desktop.domain.description.fields import SAME_AS
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.journal.index import phrase
from cppcc_desktop.journal.operations import is_sound
from cppcc_desktop.services.cases.numbers import find_gaps, list_numberings
from cppcc_desktop.services.office.office import Office
from db.engine import stoppable
from db.queries.find import count_entries, holds, sample_entries

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Check:
    """One check and what it found."""

    name: str
    ok: bool
    detail: str


def check_office(office: Office, actor: Actor, stopped: Event | None = None) -> list[Check]:
    """All checks, each with the first faults it found; Cancelled once `stopped` is set."""
    actor.require("record.read")
    checks: dict[str, Callable[[Office, Connection], Iterator[str]]] = {
        "integrity": check_integrity,
        "log": check_log,
        "projection": check_projection,
        "index": check_index,
        "numbers": check_numbers,
    }
    with office.read() as connection, stoppable(connection, stopped or Event()):
        results: list[Check] = []
        for name, find_faults in checks.items():
            faults = list(islice(tell_faults(find_faults(office, connection)), 20))
            results.append(Check(name, not faults, "；".join(faults)))
        told = tell_gaps(office, connection)  # a number nobody has is worth knowing and no fault of the file
    last = results[-1]
    return [*results[:-1], Check(last.name, last.ok, "；".join(part for part in (last.detail, told) if part))]


def tell_faults(faults: Iterator[str]) -> Iterator[str]:
    """The faults found; what cannot even be read is one of them."""
    try:
        yield from faults
    except (KeyError, TypeError, ValueError) as error:
        log.warning("unreadable while checking: %r", error)
        yield "有内容读不出来，记进了日志"


def check_integrity(_office: Office, connection: Connection) -> Iterator[str]:
    """SQLite's own look at every page and index."""
    for said in connection.scalars(text("PRAGMA integrity_check")):
        if said != "ok":
            yield str(said)


def check_log(office: Office, connection: Connection) -> Iterator[str]:
    """Every operation still has the id of its content."""
    for each in office.journal(connection).select():
        if not is_sound(each):
            yield f"改动 {each.id.hex()[:12]} 的内容与编号不符"
    yield from check_gaps(office, connection)


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
    alive = (
        office.schema.records[name].c.deleted.is_(None) for name, each in office.schema.entities.items() if each.found
    )
    expected = sum(connection.scalar(select(func.count()).where(each)) or 0 for each in alive)
    entries = count_entries(connection)
    if entries != expected:
        yield f"查找索引有 {entries} 条，应有 {expected} 条"
    for entry in sample_entries(connection, SAMPLE):
        table, entity = office.schema.records[entry.kind], office.entity(entry.kind)
        row = connection.execute(select(table).where(table.c.id == entry.record)).mappings().first()
        text = next((str(row[spec.name]) for spec in entity.texts if row and row[spec.name]), "")
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
