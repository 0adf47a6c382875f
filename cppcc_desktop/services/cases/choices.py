"""What a step of a case may be about: the units that can take it, the opinions and promises that are still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from cppcc_desktop.domain.cases.case import Case
from cppcc_desktop.domain.cases.life import Move, Subject
from cppcc_desktop.domain.cases.situation import Situation
from cppcc_desktop.domain.description.fields import Field, Row
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.cases.acting import read_names
from cppcc_desktop.services.office.codes import CodeLists
from cppcc_desktop.services.office.office import Office, new_id
from cppcc_desktop.services.records.records import Record, load_row
from db.chunks import chunked

Choice = tuple[str, str]  # id and words
Choices = Mapping[str, Sequence[Choice]]


def read_choosing(office: Office, connection: Connection, codes: CodeLists, module: Module, record: Record) -> Case:
    """The case with as much of its records as says what its steps can be about."""
    row: Row = {**record.values, "id": record.id, "scope": record.scope}
    return read_choosings(office, connection, codes, module, [row])[record.id]


def read_choosings(
    office: Office, connection: Connection, codes: CodeLists, module: Module, rows: Sequence[Row]
) -> dict[str, Case]:  # fmt: skip
    """The same for many cases, in a few statements; `rows` are the cases with their ids and scopes."""
    flow, entity = module.workflow, module.entity
    assert flow
    ids = [str(row["id"]) for row in rows]
    kinds = [office.entity(kind) for kind in flow.read_for_choosing]
    parts = {kind.name: read_by(office, connection, kind.name, kind.owner, ids) for kind in kinds}
    along = read_by(office, connection, entity.name, flow.along, ids) if flow.along else {}
    merged = {each: [row for row in found if not row.get("same_as")] for each, found in along.items()}
    named: list[tuple[Mapping[str, Field], Sequence[Row]]] = [
        *((kind.by_name, found) for kind in kinds for found in parts[kind.name].values()),
        (entity.by_name, [*rows, *(row for found in merged.values() for row in found)]),
    ]
    titles, traits, ranks = read_names(office, connection, entity, named), codes.traits(), codes.ranks
    made: dict[str, Case] = {}
    for each, row in zip(ids, rows, strict=True):
        children = {kind: found.get(each, []) for kind, found in parts.items()}
        situation = Situation(row, children, {}, office.today(), traits=traits, ranks=ranks, titles=titles, merged=merged.get(each, ()),
                              kind=entity.name)  # fmt: skip
        made[each] = flow.case(situation, new_id)
    return made


def read_by(office: Office, connection: Connection, kind: str, name: str, ids: Sequence[str]) -> dict[str, list[Row]]:
    """Records of a kind by what this field refers to, oldest first."""
    entity, table = office.entity(kind), office.schema.records[kind]
    found: dict[str, list[Row]] = {}
    for part in chunked(ids):
        query = select(table).where(table.c[name].in_(part), table.c.deleted.is_(None))
        for row in connection.execute(query.order_by(table.c.id)).mappings():
            found.setdefault(str(row[name]), []).append(load_row(entity.fields, row))
    return found


def list_subjects(case: Case, move: Move) -> Sequence[Subject]:
    """What the step can be about now, oldest first; nothing for one that is about the case as such."""
    return move.about.subjects(case) if move.about else ()


def is_possible(case: Case, move: Move) -> bool:
    """Whether there is anything the step could be about."""
    if not move.possible(case):
        return False
    return move.about is None or not move.about.bars or bool(move.about.subjects(case))


def offer_choices(case: Case, move: Move) -> dict[str, list[Choice]]:
    """Field → what it is chosen from; fields that may be anything are not named."""
    found: dict[str, dict[str, str]] = {}
    for subject in list_subjects(case, move):
        for name, value in subject.values.items():
            found.setdefault(name, {})[value] = subject.words[name]
    return {name: list(words.items()) for name, words in found.items() if name in move.asks}


def shorten(move: Move, choices: Choices) -> list[str]:
    """The fields left to ask for: what can only be one thing need not be named, nor what follows from it."""
    about = move.about
    if about is None:
        return list(move.asks)
    single = {name for name in about.fields if len(choices.get(name, ())) == 1 and not about.always}
    return [name for name in move.asks if name not in single and name not in about.implied]
