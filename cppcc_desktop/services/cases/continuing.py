"""What a record can become: a new record of another noun, begun as a draft and linked with it when it is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cppcc_desktop.domain.description.fields import Field, Kind, Row, Value
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.office.office import LINK, Actor
from cppcc_desktop.services.cases.acting import Acting
from cppcc_desktop.services.cases.steps import StepLine, take_line
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.drafts import SOURCE, keep_draft, new_draft_key
from cppcc_desktop.services.records.records import (
    Record,
    as_list,
    begin_record,
    create_record,
    read_record,
    show_record,
    write_permission,
)
from cppcc_desktop.services.records.titles import read_titles, word_rows, word_value

Words = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Continuation:
    """A part: records of the kind `source` can become one of the kind `target`, where that noun is there.

    `take` gives what stands in the new record, by its fields in stored form, from the record and its words. `step` is the
    step of the record's life that says so, taken when the new one is saved; `says` the field of it that takes its title.
    """

    source: str
    target: str
    label: str  # 转成提案
    take: Callable[[Row, Words], Mapping[str, Value]]
    step: str = ""
    says: str = ""


@dataclass(frozen=True)
class MadeFrom:
    """The record a new one is made from."""

    kind: str
    record: str
    title: str
    target: str
    label: str


def read_source(kept: object) -> MadeFrom | None:
    """What a draft carries of it."""
    return MadeFrom(**kept) if isinstance(kept, dict) else None  # pyright: ignore[reportUnknownArgumentType]


def list_continuations(office: Office, actor: Actor, found: Record) -> list[Continuation]:
    """What this record can become now, for this person."""
    module = office.module_of(found.kind)
    flow = module.workflow if module else None
    state = str(found.values.get("state"))
    steps = {move.name for move in flow.moves_from(state)} if flow else set[str]()
    return [
        each for each in office.parts(Continuation)
        if each.source == found.kind and office.module_of(each.target) and (not each.step or each.step in steps)
        and actor.may(write_permission(office.entity(each.target)))
    ]  # fmt: skip


def find_continuation(office: Office, actor: Actor, found: Record, target: str) -> Continuation:
    """What makes a record of the kind `target` of this one; Refusal names what there is."""
    offered = list_continuations(office, actor, found)
    chosen = next((each for each in offered if each.target == target), None)
    if chosen is None:
        label = office.entity(found.kind).label
        raise Refusal(f"这{office.entity(found.kind).counter}{label}现在不能转成{office.entity(target).label}。",
                      options=[each.label for each in offered])  # fmt: skip
    return chosen


def take_over(office: Office, actor: Actor, into: Continuation, record: str) -> tuple[MadeFrom, Mapping[str, Value]]:
    """The record as a source, and what of it stands in the new one."""
    found = show_record(office, actor, into.source, record)
    find_continuation(office, actor, found, into.target)
    module = office.module_of(into.source)
    assert module
    words = word_rows(office, module.fields, [found.values], reveal=True)[0]
    source = MadeFrom(into.source, record, words[module.entity.title], into.target, into.label)
    values = {name: value for name, value in into.take(found.values, words).items() if value not in (None, "", [])}
    return source, values


def begin_continuation(office: Office, actor: Actor, into: Continuation, record: str) -> str:
    """Begin the new record as a draft; returns its key. Nothing of the old one changes before the new one is saved."""
    source, values = take_over(office, actor, into, record)
    key = new_draft_key()
    typed = type_in(office, into.target, values)
    keep_draft(office, actor, into.target, key, {**typed, SOURCE: vars(source)})
    return key


def create_from(
    office: Office, actor: Actor, kind: str, raw: Mapping[str, object], source: MadeFrom | None = None
) -> str:  # fmt: skip
    """A new record; one made from another is linked with it and recorded in its life, all in one transaction."""
    if source is None:
        return create_record(office, actor, kind, raw)
    with office.write(actor, write_permission(office.entity(kind))) as writing:
        found = read_record(office, writing.connection, source.kind, source.record)
        into = find_continuation(office, actor, found, kind)
        record = begin_record(writing, kind, raw)
        scope = next(each.scope for each in writing.changes if each.record == record)
        writing.new(LINK, {
            "record": record, "of": kind, "source": source.record, "source_kind": source.kind, "label": source.label,
        }, scope=scope)  # fmt: skip
        if into.step:
            title = str(raw.get(office.entity(kind).title) or "")
            entered = {into.says: title} if into.says else {}
            take_line(Acting(writing), StepLine(source.kind, source.record, into.step, entered))
    return record


def type_in(office: Office, kind: str, values: Mapping[str, Value]) -> dict[str, Any]:
    """Values as the editors of a form keep them in a draft."""
    module = office.module_of(kind)
    known: Mapping[str, Field] = module.by_name if module else office.entity(kind).by_name
    codes, typed = read_codes(office), dict[str, Any]()
    for name, value in values.items():
        spec = known[name]
        titles: Mapping[str, str] = {}
        if spec.target:
            with office.read() as connection:
                titles = read_titles(office, connection, spec.target, as_list(value))
        words: Sequence[str] = [word_value(spec, each, codes, titles, reveal=True) for each in as_list(value)]
        if spec.kind in (Kind.CODES, Kind.REFERENCES):
            typed[name] = {"items": [list(each) for each in zip(as_list(value), words, strict=True)], "text": ""}
        elif spec.kind is Kind.REFERENCE:
            typed[name] = [value, words[0], words[0]]
        elif spec.kind in (Kind.CODE, Kind.BOOLEAN):
            typed[name] = value
        else:
            typed[name] = "、".join(words) if isinstance(value, list) else str(value)
    return typed
