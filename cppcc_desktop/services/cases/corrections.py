"""更正 of what a step recorded: the record, what follows from it for the case, and a line in the timeline, at one go."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from cppcc_desktop.domain.cases.corrections import Correction, correct, fields_to_correct
from cppcc_desktop.domain.cases.life import CORRECTED, Move, Workflow
from cppcc_desktop.domain.cases.order import list_disorder, refuse_disorder
from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Row, Value
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.cases.acting import Acting, Outcome, make_outcome, read_case
from cppcc_desktop.services.cases.steps import refuse_stopped
from cppcc_desktop.services.office.codes import CodeLists, read_codes
from cppcc_desktop.services.office.office import COUNTY, Office
from cppcc_desktop.services.office.sealing import refuse_sealed
from cppcc_desktop.services.records.records import Record, normalise_value, read_record
from cppcc_desktop.services.records.titles import word_rows

CUT = 80  # characters of a long text the timeline repeats; the log has the whole


def correct_record(
    office: Office, actor: Actor, kind: str, record: str, raw: Mapping[str, object], reason: str
) -> Outcome:
    """Put right what was recorded wrongly. Refusal and InvalidField say in Chinese why not, and change nothing."""
    with office.write(actor, "record.read") as writing:
        connection = writing.connection
        found = read_record(office, connection, office.entity(kind).name, record)
        module, flow, about = find_correction(office, kind, found)
        now = read_record(office, connection, module.entity.name, str(found.values[about.entity.owner]))
        refuse_correction(office, actor, connection, about, now)
        if not reason.strip():
            raise InvalidField("reason", "写明为什么改。")
        values = read_values(office, read_codes(office), flow, about, found.values, raw)
        acting = Acting(writing)
        # what is named anew is known to the case by its name, as what a step entered would be
        named = {name: value for name, value in values.items() if value and about.entity.by_name[name].target}
        case = read_case(acting, module, now, {**named, "date": office.today().isoformat()})
        ordered = list_disorder(case, flow)
        before = correct(case, about, record, values)
        refuse_disorder(ordered, list_disorder(case, flow))
        words = tell_changes(office, about.entity, before, {name: values[name] for name in before})
        case.settle("")
        case.detail = record
        case.told = [*case.told, f"理由：{' '.join(reason.split())}"]
        acting.write(
            module, now, case, Move(name=CORRECTED, label="更正", sources=(), permission=about.permission), words
        )
        return make_outcome(module, now, case)


def find_correction(office: Office, kind: str, found: Record) -> tuple[Module, Workflow, Correction]:
    """The case a record belongs to and what of it may be put right; Refusal for a kind that cannot be corrected."""
    entity = office.entity(kind)
    target = entity.by_name[entity.owner].target or str(found.values.get("of") or "") if entity.owner else ""
    module = office.module_of(target) if target else None
    about = module.workflow.correctable.get(kind) if module and module.workflow else None
    if module is None or module.workflow is None or about is None:
        raise Refusal("这种记录不能在这里更正。", todo="步骤办错了的，办下一步改正。")
    return module, module.workflow, about


def refuse_correction(office: Office, actor: Actor, connection: Connection, about: Correction, now: Record) -> None:
    entity = office.entity(now.kind)
    actor.require(about.permission)
    if now.deleted is not None:
        raise Refusal(f"这{entity.counter}{entity.label}在回收站里。", todo="先从回收站取回。")
    if office.kind != COUNTY:
        raise Refusal("办理记录只能由县政协更正。", todo="告诉县政协哪里记错了。")
    refuse_sealed(office, connection, now.kind, now.values)


def read_values(
    office: Office, codes: CodeLists, flow: Workflow, about: Correction, row: Row, raw: Mapping[str, object]
) -> dict[str, Value]:  # fmt: skip
    """What was typed in stored form; InvalidField names the step that does it for fields the case stands on."""
    known = {spec.name: spec for spec in fields_to_correct(about, flow.instead, row)}
    values: dict[str, Value] = {}
    for name, given in raw.items():
        spec = known.get(name) or next((each for each in known.values() if each.label == name), None)
        if spec is None:
            raise InvalidField(name, refuse_field(flow, about, name, known))
        values[spec.name] = normalise_value(office, codes, spec, given)
        day = values[spec.name]
        if spec.kind is Kind.DATE and spec.past and day and str(day) > office.today().isoformat():
            raise InvalidField(spec.name, f"{spec.label} {day} 还没有到。")
    changed = {name: value for name, value in values.items() if value != row.get(name)}
    refuse_stopped(office, codes, known, changed, str(values.get("date") or row.get("date") or office.today()))
    return values


def refuse_field(flow: Workflow, about: Correction, name: str, known: Mapping[str, Field]) -> str:
    named = {spec.label: spec.name for spec in about.entity}
    words = flow.instead.get(named.get(name, name))
    return words or f"“{name}”不能更正。可以更正的：" + "、".join(spec.label for spec in known.values())


def tell_changes(office: Office, entity: Entity, before: Row, after: Row) -> str:
    """答复：日期 2026-06-01 → 2026-06-03."""
    fields = [entity.by_name[name] for name in before]
    old, new = word_rows(office, fields, [before, after])
    parts = [f"{spec.label} {tell_side(old[spec.name])} → {tell_side(new[spec.name])}" for spec in fields]
    return f"{entity.label}：" + "，".join(parts)


def tell_side(words: str) -> str:
    words = " ".join(words.split())
    return (words if len(words) <= CUT else f"{words[:CUT]}…") or "（空）"
