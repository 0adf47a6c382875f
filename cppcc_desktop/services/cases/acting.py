"""Taking a step: the case is read, the domain changes it, the changes are written as one group."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Table, select

from cppcc_desktop.domain.cases.case import Case, fold
from cppcc_desktop.domain.cases.life import ECHO, JOINED, PARTED, Move, Workflow, take
from cppcc_desktop.domain.cases.rules import Rules
from cppcc_desktop.domain.cases.situation import Situation
from cppcc_desktop.domain.description.fields import SAME_AS, Entity, Field, Row, Value, is_written
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.cases.lives import plenary_of
from cppcc_desktop.services.cases.numbers import Numbers
from cppcc_desktop.services.cases.rules import read_rules
from cppcc_desktop.services.office.codes import read_codes_of
from cppcc_desktop.services.office.office import Office, Writing, new_id
from cppcc_desktop.services.records.former import card_on
from cppcc_desktop.services.records.periods import term_of
from cppcc_desktop.services.records.records import Record, load_row, read_children, read_record
from cppcc_desktop.services.records.titles import read_titles
from db.chunks import chunked


@dataclass(frozen=True)
class Outcome:
    """What a move did; `warnings` are things that were taken and should be looked at."""

    id: str
    source: str
    target: str
    numbers: Mapping[str, str | None]  # field → the number the case has in it now
    warnings: tuple[str, ...] = ()


@dataclass
class Acting:
    """Steps of one transaction."""

    writing: Writing
    touched: set[str] = field(default_factory=set[str])
    known: dict[tuple[str, str], Rules] = field(default_factory=dict[tuple[str, str], Rules])
    numbers: Numbers = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = Numbers(self.writing)

    @property
    def office(self) -> Office:
        return self.writing.office

    def rules(self, plenary: str, day: str) -> Rules:
        """What is in force for the cases of a plenary on that day; the same for every case of a batch."""
        key = (plenary, day)
        if key not in self.known:
            self.known[key] = read_rules(self.office, self.writing.connection, *key)
        return self.known[key]

    def settle(self, record: str) -> None:
        """A second step of the same case must see the first: write what gathered."""
        if record in self.touched:
            self.writing.flush()
            self.touched.clear()

    def record(self, module: Module, now: Record, case: Case, move: Move, tell: Callable[[Row], str]) -> Outcome:
        """Do the move, write what it changed and the step itself; Refusal before anything is written.

        `tell` makes the words of the timeline of what was entered and what the move adds to that.
        """
        take(case, move)
        case.settle(move.target)
        self.issue(module, case, move)
        self.write(module, now, case, move, tell(case.said))
        return make_outcome(module, now, case)

    def issue(self, module: Module, case: Case, move: Move) -> None:
        """The number a move gives out, unless the case has it already."""
        flow = module.workflow
        assert flow
        for each in flow.numbers:
            if move.issues and each.name == move.issues and not case.record.get(each.name):
                rules = self.rules(plenary_of(module.entity, case.record), case.day)
                case.record[each.name] = self.numbers.issue(module.entity, each, case.record, rules, case.day)
                case.told.insert(0, f"{each.label} {case.record[each.name]}")

    def write(self, module: Module, now: Record, case: Case, move: Move, words: str) -> None:
        """What a step changed, its line in the timeline, and what other cases hear of it."""
        flow = module.workflow
        assert flow
        case.record |= module.entity.reckon(case.record)
        self.set_changes(module, now, case)
        told = "，".join(part for part in (words, *case.told) if part)
        self.note(module, now.id, now.scope, case, move.name, str(now.values["state"]), told, case.detail)
        echoed = f"{flow.call(case.record)}{move.label}{'：' if told else ''}{told}"
        for row in case.situation.merged if move.echoed else ():
            if case.hear is None or str(row["id"]) in case.hear:
                self.note(module, str(row["id"]), str(row["scope"]), case, ECHO, "", echoed, None, str(row["state"]))
        self.touched.add(now.id)
        if flow.along:
            self.follow(module, now.values.get(flow.along), case.record.get(flow.along), case)

    def set_changes(self, module: Module, now: Record, case: Case) -> None:
        """What a step changed of the case and its records."""
        writing, office, entity, written = self.writing, self.office, module.entity, case.situation.written
        for change in fold(case.changes):
            kind = office.entity(change.kind)
            writing.set(kind, change.id, rename(kind.by_name, change.values, written), scope=now.scope)
        record = rename(entity.by_name, case.record, written)
        moved = {n: record.get(n) for n in entity.by_name if record.get(n) != now.values.get(n)}
        writing.set(entity, now.id, moved, scope=now.scope)

    def follow(self, module: Module, before: Value, after: Value, case: Case) -> None:
        """The case another one goes along with from now on, or no more: who is to be asked, and what came back, anew."""
        if before == after:
            return
        for lead, name in ((before, PARTED), (after, JOINED)):
            if lead:  # a register may not name the case
                self.tell_lead(module, str(lead), case, name)

    def tell_lead(self, module: Module, lead: str, case: Case, name: str) -> None:
        flow = module.workflow
        assert flow
        self.settle(case.id)  # it and later steps of this transaction must see the merger
        now = read_record(self.office, self.writing.connection, module.entity.name, lead)
        other = read_case(self, module, now, {"date": case.entered("date")})
        if name == PARTED:
            other.lose(case.id)
        other.settle("")
        self.set_changes(module, now, other)
        words = f"{'并入' if name == JOINED else flow.label_step(PARTED, '')}{flow.call(case.record)}"
        self.note(module, now.id, now.scope, other, name, "", words, None)
        self.touched.add(now.id)

    def note(
        self, module: Module, record: str, scope: str, case: Case, name: str, source: str, words: str,
        detail: str | None, target: str = "",
    ) -> None:  # fmt: skip
        """A line in the timeline of a case; `target` is its state, that of `case` if none is named."""
        flow = module.workflow
        assert flow
        entity = self.office.entity(flow.steps)
        step: dict[str, Value] = {
            entity.owner: record, "date": case.entered("date"), "move": name, "source": source,
            "target": target or str(case.record["state"]), "words": words[:5000] or None,
            "by": self.writing.actor.name, "detail": detail,
        }  # fmt: skip
        self.writing.new(entity, step, scope=scope)


def make_outcome(module: Module, now: Record, case: Case) -> Outcome:
    """What the step that was taken came to."""
    numbers = (
        {each.name: text_of(case.record, each.name) for each in module.workflow.numbers} if module.workflow else {}
    )
    return Outcome(now.id, str(now.values["state"]), str(case.record["state"]), numbers, tuple(case.warnings))


def text_of(values: Row, name: str) -> str | None:
    value = values.get(name)
    return None if value is None else str(value)


def known_fields(module: Module, move: Move | None) -> dict[str, Field]:
    """Fields a move may name, or any without one: those of the record it makes, then those steps ask for, then the record's own."""
    asked: Mapping[str, Field] = module.workflow.asked if module.workflow else dict[str, Field]()
    return {**module.entity.by_name, **asked, **(move.records.by_name if move and move.records else {})}


def read_case(
    acting: Acting, module: Module, now: Record, entered: Mapping[str, Value], move: Move | None = None
) -> Case:
    """The case with its records, what goes along with it, and all a guard or an effect may ask for.

    Records a step can be about that were joined to others are taken as those that stand for them, and written as
    the case has them: once they are parted again, everything of it still says the same one.
    """
    office, connection, flow = acting.office, acting.writing.connection, module.workflow
    assert flow
    record: Row = {**now.values, "id": now.id, "scope": now.scope}
    plenary = plenary_of(module.entity, record)
    asked: dict[str, Field] = known_fields(module, move)
    read = [(child, read_children(office, connection, child.name, now.id)) for child in module.children]
    own: Rows = [(child.by_name, rows) for child, rows in read]
    joined = read_joined(office, connection, flow, asked, [*own, (asked, [entered])])
    children = {child.name: [rename(child.by_name, row, joined) for row in rows] for child, rows in read}
    entered = rename(asked, entered, joined)
    merged = read_merged(office, connection, module.entity, flow, now.id)
    others = read_others(office, connection, asked, entered)
    named: list[tuple[Mapping[str, Field], Sequence[Row]]] = [
        *((child.by_name, children[child.name]) for child in module.children), (asked, [entered]),
        (module.entity.by_name, [record, *merged]),
        *((office.entity(kind).by_name, [row]) for kind, row in others.values()),
    ]  # fmt: skip
    codes, day = read_codes_of(office, connection, plenary), str(entered["date"])
    situation = Situation(
        record, children, entered, office.today(), rules=acting.rules(plenary, day).settings,
        traits=codes.traits(), ranks=codes.ranks, titles=read_names(office, connection, module.entity, named),
        others={each: row for each, (_, row) in others.items()},
        stages={each.code: each.label for each in codes.entries("review_stage")}, merged=merged, written=invert(joined, own), kind=module.entity.name,
        rules_on=lambda day: acting.rules(plenary, day),
        look_up=lambda kind, each: card_on(office, connection, kind, each, term_of(plenary), day),
    )  # fmt: skip
    return flow.case(situation, new_id)


Rows = Sequence[tuple[Mapping[str, Field], Sequence[Row]]]  # fields and the rows that have them


def refer(specs: Mapping[str, Field], row: Row) -> Iterable[tuple[Field, str]]:
    """Every record a row refers to, with the field that does."""
    for name, value in row.items():
        spec = specs.get(name)
        if spec is not None and spec.target and value:
            for each in value if isinstance(value, list) else [str(value)]:
                yield spec, each


def read_joined(
    office: Office, connection: Connection, flow: Workflow, asked: Mapping[str, Field], rows: Rows
) -> dict[str, str]:
    """Record that was joined to another → the one that stands for both; of kinds a step can be about."""
    kinds = {asked[name].target for move in flow.moves if move.about for name in move.about.fields if name in asked}
    found: dict[str, str] = {}
    for kind in kinds - {"", flow.entity}:
        table = office.schema.records[kind]
        if SAME_AS in table.c:
            wanted = {
                each for specs, held in rows for row in held for spec, each in refer(specs, row) if spec.target == kind
            }
            found |= read_stand_ins(connection, table, wanted)
    return found


def invert(joined: Mapping[str, str], rows: Rows) -> dict[str, str]:
    """Record that stands for another → the other, where the rows name that one alone."""
    named = {each for specs, held in rows for row in held for _, each in refer(specs, row)}
    back: dict[str, list[str]] = {}
    for each, stands in joined.items():
        if each in named:
            back.setdefault(stands, []).append(each)
    return {stands: those[0] for stands, those in back.items() if len(those) == 1 and stands not in named}


def read_stand_ins(connection: Connection, table: Table, wanted: Collection[str]) -> dict[str, str]:
    """Of these records those that were joined to another, each with the one that stands for both."""
    held, found = sorted(wanted), dict[str, str]()
    for part in chunked(held):
        query = select(table.c.id, table.c[SAME_AS]).where(table.c.id.in_(part), table.c[SAME_AS].is_not(None))
        found |= {str(each): str(stands) for each, stands in connection.execute(query)}
    return found


def rename(specs: Mapping[str, Field], values: Row, names: Mapping[str, str]) -> Row:
    """The same with other records in the place of some that it refers to."""
    if not names:
        return values
    moved: dict[str, Value] = {}
    for name, value in values.items():
        spec = specs.get(name)
        if spec is not None and spec.target and value:
            moved[name] = [names.get(e, e) for e in value] if isinstance(value, list) else names.get(str(value), value)
    return {**values, **moved}


def read_merged(office: Office, connection: Connection, entity: Entity, flow: Workflow, record: str) -> list[Row]:
    """Cases that go along with this one, in the order of their first number."""
    if not flow.along:
        return []
    table = office.schema.records[entity.name]
    query = select(table).where(table.c[flow.along] == record, table.c.deleted.is_(None))
    if SAME_AS in table.c:
        query = query.where(table.c.same_as.is_(None))
    order = [table.c[name] for name in entity.called[:1]]
    rows = connection.execute(query.order_by(*order, table.c.id)).mappings()
    return [load_row(entity.fields, row) for row in rows]


def read_others(
    office: Office, connection: Connection, asked: Mapping[str, Field], entered: Row
) -> dict[str, tuple[str, Row]]:
    """The records named in what was entered, by id: their kind and values."""
    found: dict[str, tuple[str, Row]] = {}
    for spec, each in refer(asked, entered):
        table, entity = office.schema.records[spec.target], office.entity(spec.target)
        row = connection.execute(select(table).where(table.c.id == each)).mappings().first()
        if row is not None:
            found[each] = (spec.target, load_row(entity.fields, row))
    return found


def read_names(office: Office, connection: Connection, entity: Entity, rows: Rows) -> dict[str, str]:
    """How all are called that these rows refer to; other cases of the same kind aside."""
    wanted: dict[str, set[str]] = {}
    written: dict[str, str] = {}
    for specs, held in rows:
        for row in held:
            for spec, each in refer(specs, row):
                if is_written(spec, each):
                    written[each] = each
                else:
                    wanted.setdefault(spec.target, set()).add(each)
    wanted.pop(entity.name, None)
    return written | {
        each: title
        for kind, ids in wanted.items()
        for each, title in read_titles(office, connection, kind, ids).items()
    }
