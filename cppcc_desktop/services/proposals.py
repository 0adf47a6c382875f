"""提案: one move of the workflow is one transaction."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.domain.fields import Field, Kind, Row, Value
from cppcc_desktop.domain.office import Actor
from cppcc_desktop.domain.proposals import PROPOSAL, PROPOSALS, add_months
from cppcc_desktop.domain.workflow import Move, Situation, Workflow
from cppcc_desktop.services.codes import CodeLists, read_codes
from cppcc_desktop.services.office import COUNTY, Office, Writing
from cppcc_desktop.services.records import Record, normalise_value, read_children, read_record
from cppcc_desktop.services.settings import read_setting
from cppcc_desktop.services.titles import read_titles


@dataclass(frozen=True)
class Outcome:
    """What a move did."""

    id: str
    source: str
    target: str
    intake_no: str | None
    docket_no: str | None


@dataclass(frozen=True)
class Step:
    """One entry of the timeline."""

    date: str
    label: str
    words: str
    by: str
    tone: str
    target: str


@dataclass(frozen=True)
class NextStep:
    """A move that starts in the present state, with what it asks for and what is proposed."""

    move: Move
    fields: tuple[Field, ...]
    proposed: Mapping[str, Value]


def workflow() -> Workflow:
    assert PROPOSALS.workflow
    return PROPOSALS.workflow


def act(office: Office, actor: Actor, record: str, name: str, raw: Mapping[str, object]) -> Outcome:
    """Take one step of the workflow. Refusal and InvalidField say in Chinese why not, and change nothing."""
    with office.write(actor, "record.read") as writing:
        now = read_record(office, writing.connection, PROPOSAL.name, record)
        move = workflow().find(name, str(now.values["state"]))
        actor.require(move.permission)
        refuse_bin_and_station(office, now, move)
        entered = enter(office, writing.connection, move, raw)
        children = {
            child.name: read_children(office, writing.connection, child.name, record) for child in PROPOSALS.children
        }
        workflow().check(move, Situation(now.values, children, entered, office.today()), known_fields(move))
        return record_move(writing, now, move, entered)


def refuse_bin_and_station(office: Office, now: Record, move: Move) -> None:
    if now.deleted is not None:
        raise Refusal("这件提案在回收站里。", todo="先从回收站取回。")
    if move.county_only and office.kind != COUNTY:
        raise Refusal(f"“{move.label}”只能由县政协办理。", todo="用数据交换把提案送到县里。")


def known_fields(move: Move) -> dict[str, Field]:
    """Fields a move may name: those of the record it makes, then those of the proposal."""
    detail = next((child for child in PROPOSALS.children if child.name == move.records), None)
    step = next(child for child in PROPOSALS.children if child.name == workflow().steps)
    return {**PROPOSAL.by_name, "date": step.by_name["date"], **(detail.by_name if detail else {})}


def enter(office: Office, connection: Connection, move: Move, raw: Mapping[str, object]) -> dict[str, Value]:
    """What was typed, in stored form; the date defaults to today, an unknown name is InvalidField."""
    known, codes = known_fields(move), read_codes(office)
    allowed = {*move.asks, *(("stage",) if move.name == "review" else ())}
    values: dict[str, Value] = {}
    for name, given in raw.items():
        spec = known.get(name) or next((known[each] for each in allowed if known[each].label == name), None)
        if spec is None or spec.name not in allowed:
            raise InvalidField(name, f"“{move.label}”没有“{name}”这一项。可填：" + "、".join(move.asks))
        values[spec.name] = normalise_value(office, codes, spec, given)
    values["date"] = values.get("date") or office.today().isoformat()
    refuse_future(office, values)
    if "due_on" in move.asks and not values.get("due_on"):
        values["due_on"] = propose_due(office, connection, move, str(values["date"]))
    return values


def refuse_future(office: Office, values: Mapping[str, Value]) -> None:
    """A step is recorded when it has happened."""
    day = values.get("date")
    if day and str(day) > office.today().isoformat():
        raise InvalidField("date", f"日期 {day} 还没有到。")


def propose_due(office: Office, connection: Connection, move: Move, day: str) -> str:
    """The due date by the rule in force: months from the assignment."""
    rule = "rehandle_months" if move.name == "rehandle" else "reply_months"
    months = int(read_setting(office, connection, rule, day))
    return add_months(date.fromisoformat(day), months).isoformat()


def record_move(writing: Writing, now: Record, move: Move, entered: dict[str, Value]) -> Outcome:
    """Write the step, its detail record and the new state as one group."""
    changes: dict[str, Value] = {"state": move.target, **{n: entered[n] for n in move.sets if n in entered}}
    changes |= date_changes(move, entered)
    if move.issues and not now.values.get(move.issues):
        changes[move.issues] = issue_number(writing, now, move.issues, str(entered["date"]))
    detail = None
    if move.records:
        entity = writing.office.entity(move.records)
        fixed = {name: value for name, value in move.fixed.items() if name in entity.by_name}
        detail = writing.new(entity, {"proposal": now.id, **entered, **fixed}, scope=now.scope)
    if move.name in ("assign", "reassign"):
        changes["lead_unit"] = entered["unit"]
    writing.set(PROPOSAL, now.id, {n: v for n, v in changes.items() if v != now.values.get(n)}, scope=now.scope)
    step: dict[str, Value] = {
        "proposal": now.id, "date": entered["date"], "move": move.name, "source": str(now.values["state"]),
        "target": move.target, "words": tell(writing, move, entered), "by": writing.actor.name, "detail": detail,
    }  # fmt: skip
    writing.new(writing.office.entity(workflow().steps), step, scope=now.scope)
    result = {**now.values, **changes}
    return Outcome(
        now.id, str(now.values["state"]), move.target, text_of(result, "intake_no"), text_of(result, "docket_no")
    )


def text_of(values: Row, name: str) -> str | None:
    value = values.get(name)
    return None if value is None else str(value)


def date_changes(move: Move, entered: Row) -> dict[str, Value]:
    """Dates of the milestones stand on the proposal itself, for lists."""
    names = {"receive": "received_on", "assign": "assigned_on", "reassign": "assigned_on", "reply": "replied_on",
             "close": "closed_on"}  # fmt: skip
    return {names[move.name]: entered["date"]} if move.name in names else {}


def issue_number(writing: Writing, now: Record, name: str, day: str) -> str:
    """The next number: 收件号 by year (2026-0132), 案号 by plenary (047). The write lock makes it gap-free.

    Numbers of discarded proposals stay taken (domain.md §3).
    """
    table = writing.office.schema.records[PROPOSAL.name]
    width = int(read_setting(writing.office, writing.connection, name.replace("_no", "_width"), day))
    if name == "intake_no":
        prefix = f"{day[:4]}-"
        taken = select(table.c.intake_no).where(table.c.intake_no.startswith(prefix))
    else:
        prefix = ""
        taken = select(table.c.docket_no).where(table.c.plenary == now.values["plenary"])
    numbers = [text for text in writing.connection.scalars(taken) if text]
    last = max((int(match[0]) for text in numbers if (match := re.search(r"\d+$", text))), default=0)
    return f"{prefix}{last + 1:0{width}d}"


def tell(writing: Writing, move: Move, entered: Row) -> str | None:
    """The words of the timeline: what was entered, in the order the move names."""
    known, codes = known_fields(move), read_codes(writing.office)
    ids = [str(entered[name]) for name in move.tells if entered.get(name) and known[name].target]
    titles = read_titles(writing.office, writing.connection, "unit", ids)
    parts = [tell_value(known[name], entered[name], codes, titles) for name in move.tells if entered.get(name)]
    return "，".join(parts) or None


def tell_value(spec: Field, value: Value, codes: CodeLists, titles: Mapping[str, str]) -> str:
    if spec.codes:
        word = codes.label(spec.codes, str(value))
        return word if spec.name in ("role", "method") else f"{spec.label} {word}"
    if spec.target:
        return f"{spec.label} {titles.get(str(value), '待到')}"
    return str(value) if spec.kind in (Kind.TEXT, Kind.LONG_TEXT) else f"{spec.label} {value}"


def read_timeline(office: Office, actor: Actor, record: str) -> list[Step]:
    """Every step of a proposal, newest first."""
    actor.require("record.read")
    with office.read() as connection:
        rows = read_children(office, connection, workflow().steps, record)
    labels = {(move.name, source): move.label for move in workflow().moves for source in move.sources}
    rows.sort(key=lambda row: (str(row["date"]), str(row["id"])), reverse=True)
    return [
        Step(
            str(row["date"]),
            labels.get((str(row["move"]), str(row["source"])), str(row["move"])),
            str(row["words"] or ""),
            str(row["by"] or ""),
            workflow().state(str(row["target"])).tone,
            str(row["target"]),
        )
        for row in rows
    ]


def next_steps(office: Office, actor: Actor, record: Record) -> list[NextStep]:
    """Moves this person may make now, the most likely one first."""
    if record.deleted is not None:
        return []
    moves = [
        move for move in workflow().moves_from(str(record.values["state"]))
        if actor.may(move.permission) and (office.kind == COUNTY or not move.county_only)
    ]  # fmt: skip
    day = office.today().isoformat()
    with office.read() as connection:
        return [
            NextStep(move, tuple(known_fields(move)[name] for name in move.asks),
                     propose(office, connection, move, record, day))
            for move in sorted(moves, key=lambda each: not each.main)
        ]  # fmt: skip


def propose(office: Office, connection: Connection, move: Move, record: Record, day: str) -> dict[str, Value]:
    """What stands in the form of a move before anything is typed."""
    proposed: dict[str, Value] = {"date": day}
    if "due_on" in move.asks:
        proposed["due_on"] = propose_due(office, connection, move, day)
    if "role" in move.asks:
        proposed["role"] = "lead"
    if "category" in move.asks:
        proposed["category"] = record.values.get("category")
    for tick in ("qualified", "well_formed", "sound"):
        if tick in move.asks:
            proposed[tick] = True
    return proposed
