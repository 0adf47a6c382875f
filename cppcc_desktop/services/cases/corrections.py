"""更正 of what a step recorded: the record, what follows from it for the case, and a line in the timeline, at one go."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from cppcc_desktop.domain.cases.life import Move
from cppcc_desktop.domain.description.fields import Field, Kind, Row, Value
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.proposals.case import Case
from cppcc_desktop.nouns.proposals.corrections import ENTITIES, INSTEAD, DueOf, correct, fields_to_correct, move_of
from cppcc_desktop.nouns.proposals.entity import PROPOSAL
from cppcc_desktop.services.cases.acting import Acting, Outcome, read_case, settle_state, text_of
from cppcc_desktop.services.cases.rules import read_rules
from cppcc_desktop.services.office.codes import CodeLists, read_codes
from cppcc_desktop.services.office.office import COUNTY, Office
from cppcc_desktop.services.office.sealing import refuse_sealed
from cppcc_desktop.services.records.records import Record, normalise_value, read_record
from cppcc_desktop.services.records.titles import word_rows

CUT = 80  # characters of a long text the timeline repeats; the log has the whole
CORRECT = Move(name="correct", label="更正", sources=(), permission="proposal.handle")


def correct_record(
    office: Office, actor: Actor, kind: str, record: str, raw: Mapping[str, object], reason: str
) -> Outcome:
    """Put right what was recorded wrongly. Refusal and InvalidField say in Chinese why not, and change nothing."""
    with office.write(actor, "record.read") as writing:
        connection = writing.connection
        found = read_record(office, connection, office.entity(kind).name, record)
        now = read_record(office, connection, PROPOSAL.name, owner_of(kind, found))
        refuse_correction(office, actor, connection, kind, now)
        if not reason.strip():
            raise InvalidField("reason", "写明为什么改。")
        codes = read_codes(office)
        values = read_values(office, codes, kind, found.values, raw)
        acting = Acting(writing)
        case = read_case(acting, now, {**named_units(values), "date": office.today().isoformat()})
        before = correct(case, kind, record, values, make_due_of(office, connection, now))
        words = tell_changes(office, kind, before, {name: values[name] for name in before})
        settle_state(case, CORRECT)
        case.detail = record
        case.told = [*case.told, f"理由：{' '.join(reason.split())}"]
        acting.write(now, case, CORRECT, words)
        return make_outcome(now, case)


def owner_of(kind: str, found: Record) -> str:
    """The proposal a record belongs to; Refusal for a kind whose records cannot be corrected."""
    entity = ENTITIES.get(kind)
    if entity is None or kind == "step" or (kind == "directive" and found.values.get("of") != PROPOSAL.name):
        raise Refusal("这种记录不能在这里更正。", todo="步骤办错了的，办下一步改正。")
    return str(found.values[entity.owner])


def refuse_correction(office: Office, actor: Actor, connection: Connection, kind: str, now: Record) -> None:
    move = move_of(kind) or CORRECT
    actor.require(move.permission)
    if now.deleted is not None:
        raise Refusal("这件提案在回收站里。", todo="先从回收站取回。")
    if office.kind != COUNTY:
        raise Refusal("办理记录只能由县政协更正。", todo="告诉县政协哪里记错了。")
    refuse_sealed(office, connection, now.values, CORRECT.name)


def read_values(
    office: Office, codes: CodeLists, kind: str, row: Row, raw: Mapping[str, object]
) -> dict[str, Value]:  # fmt: skip
    """What was typed in stored form; InvalidField names the step that does it for fields the case stands on."""
    known = {spec.name: spec for spec in fields_to_correct(kind, row)}
    values: dict[str, Value] = {}
    for name, given in raw.items():
        spec = known.get(name) or next((each for each in known.values() if each.label == name), None)
        if spec is None:
            raise InvalidField(name, refuse_field(kind, name, known))
        values[spec.name] = normalise_value(office, codes, spec, given)
        day = values[spec.name]
        if spec.kind is Kind.DATE and spec.name in HAPPENED and day and str(day) > office.today().isoformat():
            raise InvalidField(spec.name, f"{spec.label} {day} 还没有到。")
    return values


HAPPENED = ("date", "sent_on", "signed_on", "sent_back_on", "kept_on")


def refuse_field(kind: str, name: str, known: Mapping[str, Field]) -> str:
    named = {spec.label: spec.name for spec in ENTITIES[kind]}
    words = INSTEAD.get(named.get(name, name))
    return words or f"“{name}”不能更正。可以更正的：" + "、".join(spec.label for spec in known.values())


def named_units(values: Mapping[str, Value]) -> dict[str, Value]:
    """Units that are named anew: the case must know how they are called."""
    return {"proposed_unit": values["proposed_unit"]} if values.get("proposed_unit") else {}


def make_due_of(office: Office, connection: Connection, now: Record) -> DueOf:
    """Due dates by the rules of the day of assignment."""

    def due_of(role: str, hard: bool, day: str) -> tuple[str, str]:
        rules = read_rules(office, connection, str(now.values.get("plenary") or ""), day)
        return rules.due(role, hard, day)

    return due_of


def tell_changes(office: Office, kind: str, before: Row, after: Row) -> str:
    """答复：日期 2026-06-01 → 2026-06-03."""
    fields = [ENTITIES[kind].by_name[name] for name in before]
    old, new = word_rows(office, fields, [before, after])
    parts = [f"{spec.label} {tell_side(old[spec.name])} → {tell_side(new[spec.name])}" for spec in fields]
    return f"{ENTITIES[kind].label}：" + "，".join(parts)


def tell_side(words: str) -> str:
    words = " ".join(words.split())
    return (words if len(words) <= CUT else f"{words[:CUT]}…") or "（空）"


def make_outcome(now: Record, case: Case) -> Outcome:
    return Outcome(
        now.id, str(now.values["state"]), str(case.record["state"]), text_of(case.record, "intake_no"),
        text_of(case.record, "docket_no"), tuple(case.warnings),
    )  # fmt: skip
