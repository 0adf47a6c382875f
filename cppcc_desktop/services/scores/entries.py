"""What is entered by hand: pluses and minuses, 自评 and 核定 of a judged line, with their evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import uuid_utils
from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.fields import Entity, Row, Scope, Value
from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.domain.scores.items import (
    HAND,
    JUDGED,
    NOT_JUDGED,
    Judgement,
    ScoreItem,
    read_decimal,
    write_decimal,
)
from cppcc_desktop.journal.operations import DELETED
from cppcc_desktop.services.office.office import COUNTY, Office, Writing
from cppcc_desktop.services.records.records import load_row, read_record
from cppcc_desktop.services.records.titles import ABSENT, read_titles
from cppcc_desktop.services.scores.schemes import ScoreScheme
from cppcc_desktop.services.scores.sheets import read_rows, read_sheet, refuse_fixed


@dataclass(frozen=True)
class HandScore:
    """A plus or minus entered by a person."""

    id: str
    subject: str
    item: str
    times: int
    reason: str
    by: str


@dataclass(frozen=True)
class Entered:
    """All that was entered for a year: pluses and minuses, and judged lines by (subject, item)."""

    by_hand: Sequence[HandScore]
    judged: Mapping[tuple[str, str], Judgement]


@dataclass(frozen=True)
class LineEntry:
    """One judged line of one subject: its record ("" while nothing was entered), and its evidence by kind."""

    record: str
    judgement: Judgement
    evidence: Mapping[str, Sequence[tuple[str, str]]]  # kind → id and title


def list_scores(office: Office, actor: Actor, scheme: ScoreScheme, year: int) -> list[HandScore]:
    """Plus and minus entries of a year, oldest first."""
    actor.require("record.read")
    with office.read() as connection:
        return list(read_entered(office, connection, scheme, year).by_hand)


def read_entered(office: Office, connection: Connection, scheme: ScoreScheme, year: int) -> Entered:
    """Everything that was entered for a year."""
    rows = read_rows(office, connection, scheme.entities.entry.name, year=year)
    return Entered(
        [load_score(scheme, row) for row in rows if row["times"] is not None],
        {(str(row[scheme.subject]), str(row["item"])): load_judgement(row) for row in rows if row["times"] is None},
    )


def load_score(scheme: ScoreScheme, row: Row) -> HandScore:
    return HandScore(
        str(row["id"]), str(row[scheme.subject]), str(row["item"]), int(str(row["times"])), str(row["reason"]),
        str(row["by"] or ""),
    )  # fmt: skip


def load_judgement(row: Row) -> Judgement:
    evidence = row["evidence"]
    return Judgement(
        str(row["own_points"] or ""), str(row["own_words"] or ""), str(row["points"] or ""), str(row["reason"] or ""),
        str(row["by"] or ""), tuple(evidence) if isinstance(evidence, list) else (),
    )  # fmt: skip


def read_entry(office: Office, actor: Actor, scheme: ScoreScheme, year: int, subject: str, item: str) -> LineEntry:
    """What was entered for one judged line, the records it is judged by called by their titles."""
    actor.require("record.read")
    record = judged_id(scheme, year, subject, item)
    with office.read() as connection:
        now = find_judged_row(office, connection, scheme, record)
        told = load_judgement(now) if now else NOT_JUDGED
        named: dict[str, list[tuple[str, str]]] = {}
        for each in told.evidence:
            kind, _, other = each.partition(":")
            if kind in office.schema.entities:
                title = read_titles(office, connection, kind, [other]).get(other, ABSENT)
                named.setdefault(kind, []).append((other, title))
    return LineEntry(record if now else "", told, named)


def find_judged_row(office: Office, connection: Connection, scheme: ScoreScheme, record: str) -> Row | None:
    """The record of a judged line that is in force."""
    return next(iter(read_rows(office, connection, scheme.entities.entry.name, id=record)), None)


# pluses and minuses


def enter_score(
    office: Office, actor: Actor, scheme: ScoreScheme, year: int, subject: str, item: str, reason: str, times: int = 1
) -> str:  # fmt: skip
    """A plus or minus with its reason; returns its id."""
    line = read_sheet(office, actor, scheme, year).item(item)
    if line is None or line.kind not in HAND:
        raise InvalidField("item", "选一项加分或扣分。")
    reason = check_reason(reason, "事由")
    if not 1 <= times <= 99:
        raise InvalidField("times", "次数写 1 到 99。")
    with office.write(actor, scheme.permission) as writing:
        refuse_place(office)
        refuse_fixed(office, writing.connection, scheme, year)
        read_record(office, writing.connection, scheme.subject, subject)
        told = {scheme.subject: subject, "year": year, "item": item, "times": times, "reason": reason, "by": actor.name}
        return writing.new(scheme.entities.entry, told, scope=scope_of(office, scheme.entities.entry, subject))


def check_reason(reason: str, label: str, *, limit: int = 200) -> str:
    """The words, trimmed; InvalidField if there are none or too many."""
    reason = reason.strip()
    if not reason:
        raise InvalidField("reason", f"写明{label}。")
    if len(reason) > limit:
        raise InvalidField("reason", f"{label}最多 {limit} 字，现在 {len(reason)} 字。")
    return reason


def discard_score(office: Office, actor: Actor, scheme: ScoreScheme, record: str, why: str) -> None:
    """Take an entry back; the log keeps it with the reason."""
    if not why.strip():
        raise InvalidField("reason", "写明为什么去掉。")
    entity = scheme.entities.entry
    with office.write(actor, scheme.permission) as writing:
        table = office.schema.records[entity.name]
        row = writing.connection.execute(select(table).where(table.c.id == record)).mappings().first()
        if row is None or row["deleted"] is not None:
            raise OfficeError("这条加减分已经去掉了。", todo="刷新再看。")
        refuse_fixed(office, writing.connection, scheme, int(row["year"]))
        writing.set(entity, record, {DELETED: why.strip()}, scope=str(row["scope"]))


# judged lines


def judge(
    office: Office, actor: Actor, scheme: ScoreScheme, year: int, subject: str, item: str, *, points: str,
    reason: str = "", evidence: Sequence[str] | None = None,
) -> None:  # fmt: skip
    """核定: the county's points of one line; empty `points` take them back.

    A reason is needed where they differ from 自评. `evidence` are records as kind:id; None leaves what there is.
    """
    actor.require(scheme.permission)
    refuse_place(office)
    line = find_judged(office, actor, scheme, year, item)
    given = check_points(line, "points", points)
    with office.write(actor, scheme.permission) as writing:
        now = find_judged_row(office, writing.connection, scheme, judged_id(scheme, year, subject, item))
        own = str(now["own_points"] or "") if now else ""
        if given and own and read_decimal(own) != read_decimal(given) and not reason.strip():
            raise InvalidField("reason", f"核定和自评（{own} 分）不同，写明理由。")
        words = check_reason(reason, "理由") if reason.strip() else None
        told = {"points": given, "reason": words, "by": actor.name}
        write_judged(writing, scheme, year, subject, item, told, evidence)


def judge_own(
    office: Office, actor: Actor, scheme: ScoreScheme, year: int, subject: str, item: str, *, points: str,
    words: str = "", evidence: Sequence[str] | None = None,
) -> None:  # fmt: skip
    """自评: the subject's own points of one line. A place writes those of itself alone; the county those on paper."""
    actor.require("record.write")
    if office.kind != COUNTY and (not writes_own(office, scheme) or subject != office.station):
        raise Refusal("这里只能写自己的自评。", todo="别处的由县政协写。")
    line = find_judged(office, actor, scheme, year, item)
    given = check_points(line, "own_points", points)
    limit = scheme.entities.entry.by_name["own_words"].limit
    if len(words.strip()) > limit:
        raise InvalidField("own_words", f"自评说明最多 {limit} 字，现在 {len(words.strip())} 字。")
    with office.write(actor, "record.write") as writing:
        told = {"own_points": given, "own_words": words.strip() or None, "own_by": actor.name}
        write_judged(writing, scheme, year, subject, item, told, evidence)


def writes_own(office: Office, scheme: ScoreScheme) -> bool:
    """Whether subjects write 自评 at their own place."""
    return scheme.entities.entry.scope is Scope.OWN and office.entity(scheme.subject).place


def find_judged(office: Office, actor: Actor, scheme: ScoreScheme, year: int, item: str) -> ScoreItem:
    line = read_sheet(office, actor, scheme, year).item(item)
    if line is None or line.kind != JUDGED:
        raise InvalidField("item", "选一项评分的项目。")
    return line


def check_points(line: ScoreItem, name: str, text: str) -> str | None:
    """Points of a judged line as they are stored; None for none."""
    if not text.strip():
        return None
    found = read_decimal(text)
    if found is None or found > line.points:
        most = write_decimal(line.points)
        raise InvalidField(name, f"“{line.label}”写 0 到 {most} 之间的分，最多两位小数。")
    return write_decimal(found)


def write_judged(
    writing: Writing, scheme: ScoreScheme, year: int, subject: str, item: str, told: Mapping[str, Value],
    evidence: Sequence[str] | None,
) -> None:  # fmt: skip
    """One record a line, the same one at the county and at the place: what both write of it joins without a question."""
    office, entity = writing.office, scheme.entities.entry
    refuse_fixed(office, writing.connection, scheme, year)
    read_record(office, writing.connection, scheme.subject, subject)
    told = {**told} if evidence is None else {**told, "evidence": check_evidence(writing, evidence)}
    record = judged_id(scheme, year, subject, item)
    table = office.schema.records[entity.name]
    found = writing.connection.execute(select(table).where(table.c.id == record)).mappings().first()
    if found is None:
        writing.new(
            entity, {scheme.subject: subject, "year": year, "item": item, **told},
            scope=scope_of(office, entity, subject), record=record,
        )  # fmt: skip
        return
    now = load_row(entity.fields, found)  # only what differs is said again: the other side may be writing the rest
    changed = {name: value for name, value in told.items() if value != now[name]}
    back = {DELETED: None} if now["deleted"] is not None else {}
    if changed.keys() - {"by", "own_by"} or back:
        writing.set(entity, record, {**changed, **back}, scope=str(now["scope"]))


def judged_id(scheme: ScoreScheme, year: int, subject: str, item: str) -> str:
    """The id both sides give to the same line of the same year."""
    name = f"{scheme.entities.entry.name}:{subject}:{year}:{item}"
    return uuid_utils.uuid5(uuid_utils.NAMESPACE_OID, name).hex


def check_evidence(writing: Writing, evidence: Sequence[str]) -> list[str] | None:
    """kind:id of records that are here, each once."""
    for each in evidence:
        kind, _, record = each.partition(":")
        read_record(writing.office, writing.connection, kind, record)
    return list(dict.fromkeys(evidence)) or None


def scope_of(office: Office, entity: Entity, subject: str) -> str:
    """What is a place's own travels to it; "" leaves it to the entity."""
    own = entity.scope is Scope.OWN and office.kind == COUNTY and office.place_entity is not None
    return f"town:{subject}" if own and entity.owner == getattr(office.place_entity, "name", "") else ""


def refuse_place(office: Office) -> None:
    """Judging and closing are the county's."""
    if office.kind != COUNTY:
        raise Refusal(f"{office.place_label}不能核定。", todo="县政协核定以后，随文件送来。")
