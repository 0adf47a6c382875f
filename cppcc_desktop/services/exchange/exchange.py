"""数据交换: packages out and in, and what two places disagree on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, func, select

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.journal.operations import Operation
from cppcc_desktop.services.exchange.arrivals import divide, known_ids
from cppcc_desktop.services.exchange.places import find_place
from cppcc_desktop.services.exchange.quarantine import SetAside, describe_refused, forget_taken, set_aside
from cppcc_desktop.services.office.backups import back_up_before
from cppcc_desktop.services.office.office import COUNTY, Office, Writing
from cppcc_desktop.services.office.opening import read_meta, write_meta
from cppcc_desktop.services.records.attachments import StoredContents, attachment_path, keep_content
from cppcc_desktop.services.records.titles import read_titles
from cppcc_desktop.sync.container import UNTOUCHED, read_container, write_container
from cppcc_desktop.sync.have import Have, measure_have, measure_state, select_missing
from cppcc_desktop.sync.packages import (
    Arrival,
    Contents,
    find_attachments,
    find_named,
    list_contents,
    may_write,
    open_package,
    pack_operations,
    shared_scopes,
)  # fmt: skip
from db.stored_json import load_stored
from db.tables import SCHEMA_VERSION


@dataclass(frozen=True)
class Sent:
    """A package that was written."""

    package: str
    to: str
    operations: int
    attachments: int
    bytes: int


@dataclass(frozen=True)
class Difference:
    """One record a package touches, as the preview shows it."""

    kind: str
    record: str
    title: str
    result: str  # new | changed | conflict
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Arrived:
    """What a package did, or would do."""

    package: str
    sender: str
    new: int
    same: int
    conflicts: int
    quarantined: int
    unknown: int
    missing_attachments: int
    mismatch: bool
    differences: tuple[Difference, ...]
    aside: tuple[SetAside, ...] = ()  # what may not be taken in, with the reasons


@dataclass(frozen=True)
class Registered:
    """One line of 收发登记."""

    at: str
    direction: str
    package: str
    partner: str
    by: str
    operations: int
    result: Mapping[str, Any]


class RolledBackError(Exception):
    """Ends the transaction of a preview."""


def pack(office: Office, actor: Actor, partner: str, path: Path) -> Sent:
    """Write everything the partner has not acknowledged to one file. At the county `partner` is a station."""
    actor.require("exchange")
    station = find_place(office, partner)
    to = COUNTY if office.kind != COUNTY else station
    with office.read() as connection:
        scopes = shared_scopes(station)
        sendable = [scope for scope in scopes if may_write(office.name, scope)]
        theirs = read_have(office, connection, to)
        missing = select_missing(connection, office.schema, office.journal(connection), sendable, theirs)
        contents = list_contents(office.schema)
        packed = pack_operations(missing, lambda each: weigh_contents(office, contents, each))
        have = measure_have(connection, office.schema, scopes)
        manifest = make_manifest(office, connection, to, have, len(packed.operations))
        upto = find_upto(office, connection, missing[len(packed.operations) :])
    attachments = read_attachments(office, find_attachments(packed.operations, contents))
    size = write_container(path, manifest, {"operations": packed.section, **attachments})
    sent = Sent(manifest["package"], to, len(packed.operations), len(attachments), size)
    with office.write(actor, "exchange") as writing:
        register(writing, "out", sent.package, to, sent.operations, {"upto": upto, "bytes": size}, have)
    return sent


def find_upto(office: Office, connection: Connection, left: Sequence[Operation]) -> int:
    """The number up to which all was sent, where these were left for the next package."""
    table = office.schema.operation
    if left:
        return (connection.scalar(select(table.c.number).where(table.c.id == left[0].id)) or 1) - 1
    return connection.scalar(select(func.max(table.c.number))) or 0


def make_manifest(office: Office, connection: Connection, to: str, have: Have, count: int) -> dict[str, Any]:
    meta = read_meta(connection, office)
    return {
        "package": os.urandom(8).hex(), "from": office.name, "from_name": meta.get("name", ""), "to": to,
        "county": county_of(office, connection), "at": office.now().isoformat(), "have": have, "operations": count,
        "states": {scope: measure_state(connection, office.schema, scope) for scope in have},
        "schema": SCHEMA_VERSION,
    }  # fmt: skip


def weigh_contents(office: Office, contents: Contents, operation: Operation) -> int:
    """Bytes of the contents an operation names that are here."""
    if operation.kind not in contents:
        return 0
    paths = [attachment_path(office, each) for each in find_attachments([operation], contents)]
    return sum(path.stat().st_size for path in paths if path.is_file())


def read_attachments(office: Office, digests: Iterable[str]) -> dict[str, bytes]:
    """Contents of those attachments that are here."""
    paths = {digest: attachment_path(office, digest) for digest in sorted(digests)}
    return {digest: path.read_bytes() for digest, path in paths.items() if path.is_file()}


def county_of(office: Office, connection: Connection) -> str:
    """Id of the committee both sides belong to; empty before the first file arrived."""
    return connection.scalar(select(func.min(office.schema.records["committee"].c.id))) or ""


def read_have(office: Office, connection: Connection, partner: str) -> Have:
    """What the partner last said to hold; nothing if it never wrote."""
    table = office.schema.package
    query = select(table.c.have).where(table.c.partner == partner, table.c.direction == "in")
    newest = connection.scalar(query.order_by(table.c.number.desc()).limit(1))
    return load_stored(newest, dict) if newest else {}


def register(
    writing: Writing, direction: str, package: str, partner: str, count: int, result: Mapping[str, Any], have: Have
) -> None:
    writing.connection.execute(
        writing.office.schema.package.insert().values(
            direction=direction,
            package=package,
            partner=partner,
            at=writing.office.now().isoformat(),
            by=writing.actor.name,
            operations=count,
            result=orjson.dumps(dict(result)).decode(),
            have=orjson.dumps(dict(have)).decode(),
        )
    )


def unpack(office: Office, actor: Actor, path: Path, *, preview: bool = False) -> Arrived:
    """Take a package in, in one transaction after a backup; with `preview` the same is done and taken back."""
    actor.require("exchange")
    arrival = open_package(read_container(path))
    refuse_stranger(office, arrival)
    if not preview:
        back_up_before(office, "读入前")
    result: list[Arrived] = []
    stored = StoredContents(office)
    try:
        with ExitStack() as undo:
            undo.callback(stored.take_back)
            with office.write(actor, "exchange") as writing:
                result.append(take_in(writing, arrival, None if preview else stored))
                if preview:
                    raise RolledBackError
            undo.pop_all()
    except RolledBackError:
        return result[0]
    if office.kind != COUNTY and not office.station:
        office.station = arrival.recipient
    office.tell(frozenset(office.schema.entities))
    return result[0]


def refuse_stranger(office: Office, arrival: Arrival) -> None:
    """A package is taken from a partner only, and only by the one it is for."""
    with office.read() as connection:
        county = county_of(office, connection)
    if county and arrival.county and arrival.county != county:
        raise OfficeError("这个文件是别的县政协的。", kept=UNTOUCHED, todo="检查是不是拿错了文件。")
    if arrival.sender == office.name and office.name:
        raise OfficeError("这个文件是本机做的。", kept=UNTOUCHED, todo="选对方给的文件。")
    mine = COUNTY if office.kind == COUNTY else office.station
    if mine and arrival.recipient != mine:
        raise OfficeError("这个文件是给别处的，不是给这里的。", kept=UNTOUCHED, todo="检查是不是拿错了文件。")
    if office.kind != COUNTY and arrival.sender != COUNTY:
        raise OfficeError(f"{office.place_label}只能读入县政协的文件。", kept=UNTOUCHED, todo="检查是不是拿错了文件。")


def take_in(writing: Writing, arrival: Arrival, stored: StoredContents | None) -> Arrived:
    """Store what may be taken, keep the rest in quarantine, and say what it did. Contents of files go to `stored`."""
    office, connection = writing.office, writing.connection
    station = arrival.sender if office.kind == COUNTY else arrival.recipient
    scopes = shared_scopes(station)
    divided = divide(writing, arrival, scopes)
    allowed, refused = divided.allowed, divided.refused
    before = set(writing.journal.heads_of({each.record for each in allowed}))
    known = known_ids(writing, allowed)
    aside = describe_refused(office, connection, refused, arrival.package)
    received = writing.journal.receive(allowed)
    set_aside(writing, arrival.package, refused)
    forget_taken(writing, [each for each in allowed if each.id not in known])
    if office.kind != COUNTY and not office.station:
        write_meta(connection, office, "station", station)
    if stored is not None:
        keep_named(stored, arrival, allowed)
    held = measure_have(connection, office.schema, scopes)
    mismatch = arrival.schema == SCHEMA_VERSION and any(
        held[scope] == arrival.have.get(scope, {})
        and arrival.states.get(scope) != measure_state(connection, office.schema, scope)
        for scope in scopes
    )
    referred = find_attachments(allowed, list_contents(office.schema))
    missing = [d for d in referred if d not in arrival.attachments and not attachment_path(office, d).is_file()]
    fresh = [each for each in allowed if each.id not in known]
    differences = compare(writing, fresh, received.records, before)
    arrived = Arrived(
        arrival.package, arrival.sender_name, received.new, received.same,
        sum(each.result == "conflict" for each in differences), len(refused), received.unknown, len(missing), mismatch,
        differences, aside,
    )  # fmt: skip
    counts = {"new": arrived.new, "same": arrived.same, "conflicts": arrived.conflicts, "quarantined": len(refused)}
    register(writing, "in", arrival.package, arrival.sender, len(arrival.operations), counts, arrival.have)
    return arrived


def keep_named(stored: StoredContents, arrival: Arrival, allowed: Sequence[Operation]) -> None:
    """Contents that an operation taken in names, before anybody can see that they are named; others are left."""
    for digest in sorted(find_named(allowed) & arrival.attachments.keys()):
        fresh = not attachment_path(stored.office, digest).exists()
        content = arrival.attachments[digest]
        stored.add("", len(content), keep_content(stored.office, content), fresh=fresh)


def compare(
    writing: Writing, operations: Sequence[Operation], touched: frozenset[str], before: set[str]
) -> tuple[Difference, ...]:
    """Per record touched: new, changed, or in conflict; and the fields."""
    office, connection = writing.office, writing.connection
    fields: dict[tuple[str, str], dict[str, None]] = {}
    for each in operations:
        if each.record in touched and each.kind in office.schema.entities:
            fields.setdefault((each.kind, each.record), {}).update(dict.fromkeys(each.fields))
    table = office.schema.conflict
    torn = set(connection.scalars(select(table.c.record)))
    titles = {
        kind: read_titles(office, connection, kind, [r for k, r in fields if k == kind])
        for kind in {k for k, _ in fields}
    }
    return tuple(
        Difference(
            kind, record, titles[kind].get(record, ""),
            "conflict" if record in torn else "changed" if record in before else "new", tuple(names),
        )
        for (kind, record), names in fields.items()
    )  # fmt: skip


def list_packages(office: Office, actor: Actor, limit: int = 50) -> list[Registered]:
    """收发登记, newest first."""
    actor.require("record.read")
    table = office.schema.package
    with office.read() as connection:
        rows = connection.execute(select(table).order_by(table.c.number.desc()).limit(limit)).all()
    return [
        Registered(
            row.at, row.direction, row.package, row.partner, row.by, row.operations, load_stored(row.result, dict)
        )
        for row in rows
    ]


def name_partners(office: Office, packages: Sequence[Registered]) -> dict[str, str]:
    """What those at the other end are called: the county, and stations by their names."""
    entity, names = office.place_entity, dict[str, str]()
    if entity is not None:
        with office.read() as connection:
            names = read_titles(office, connection, entity.name, {each.partner for each in packages} - {COUNTY})
    return {COUNTY: "县政协", **names}
