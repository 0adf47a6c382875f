"""What may be written, by whoever: one judgement for what is saved here and for what comes in a file (sync.md §1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Connection, select

from cppcc_desktop.domain.cases.life import ECHO, JOINED, PARTED, RETRACTED, Move, Workflow
from cppcc_desktop.domain.description.fields import ID, SAME_AS, UNSEEN, Entity, Field, Row, Scope, Value, find_fault
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.office.office import CODE_ENTRY
from cppcc_desktop.journal.operations import DELETED
from cppcc_desktop.journal.store import Change
from cppcc_desktop.services.office.codes import CodeLists, read_codes_of, shipped_code
from cppcc_desktop.services.office.office import COUNTY, Office
from cppcc_desktop.services.office.sealing import closing_days, refuse_sealed_record
from db.chunks import chunked, marks

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")  # of a kind or a field, also of a newer program
MOST_REASON = 2000  # characters of why a record went to the bin
VALUE_BYTES = 64 * 1024  # of a value whose field does not itself allow more
OPERATION_BYTES = 2 * 1024 * 1024
SHORT = 1000  # characters
NUMBER_BYTES = 20  # of a number as JSON; what is longer never was one of ours


@dataclass
class Known:
    """What is here of a record: its kind, the scopes it was written in, and where it was made."""

    kind: str
    scopes: set[str] = field(default_factory=set[str])
    maker: str = ""
    new: bool = False  # it began among the changes that are judged


@dataclass(frozen=True)
class Life:
    """How records of a kind come to change: the case itself, its steps, or what its steps record."""

    flow: Workflow
    entity: Entity  # of the case


def refuse_invalid(office: Office, connection: Connection, changes: Sequence[Change]) -> None:
    """Refusal for changes that may not be saved here; a package with them would be set aside."""
    for reason in Judge(office, connection, office.name, changes, [None] * len(changes), own=True).judge():
        if reason:
            raise Refusal(f"没有保存：{reason}。", todo="改好再保存。")


def judge(
    office: Office, connection: Connection, place: str, changes: Sequence[Change], groups: Sequence[object] = ()
) -> list[str]:
    """Why each of these changes may not be written by that place (the county or a station), or "".

    `groups` says what was saved together, change by change; without it all was.
    """
    return Judge(office, connection, place, changes, groups or [None] * len(changes)).judge()


class Judge:
    """Judges changes in their order; what was let pass is known to those that follow."""

    def __init__(
        self, office: Office, connection: Connection, place: str, changes: Sequence[Change], groups: Sequence[object],
        own: bool = False,
    ) -> None:  # fmt: skip
        self.office, self.connection, self.place = office, connection, place
        self.changes, self.groups, self.own = changes, groups, own  # own: a save of this office
        self.own_scope = f"town:{place}"
        self.passed: dict[str, dict[str, Value]] = {}  # of cases that can be handed over: what was let pass

    def judge(self) -> list[str]:
        reasons: list[str] = []
        for change, group in zip(self.changes, self.groups, strict=True):
            reason = self.find_fault(change, group)
            reasons.append(reason)
            if not reason:
                self.learn(change)
        return reasons

    def find_fault(self, change: Change, group: object) -> str:
        """The first thing that is wrong with a change, in words."""
        entity = self.office.schema.entities.get(change.kind)
        if not ID.fullmatch(change.record):
            return "记录的编号不对"
        known = self.known.get(change.record)
        if known and known.kind != change.kind:
            return "不能把一条记录变成另一种记录"
        return (
            find_size_fault(change, entity)
            or (self.find_value_fault(change, entity) if entity else "")
            or (self.find_place_fault(change, entity, known, group) if self.place != COUNTY else "")
        )

    def learn(self, change: Change) -> None:
        known = self.known.setdefault(change.record, Known(change.kind, maker=self.place, new=True))
        known.scopes.add(change.scope)
        life = self.lives.get(change.kind)
        if life and life.flow.handover and change.kind == life.entity.name:
            self.passed.setdefault(change.record, {}).update(change.values)

    # what a form would have stored

    def find_value_fault(self, change: Change, entity: Entity) -> str:
        """A value no form stores, or a field that goes elsewhere than this change does."""
        for name, value in change.values.items():
            spec = entity.by_name.get(name)
            if spec is None:
                continue
            fault = find_fault(spec, value) or (spec.codes and self.find_code_fault(spec, value))
            if fault:
                return f"{spec.label}{fault}"
            if spec.scope is not None and change.scope != spec.scope.value:
                return f"{spec.label}不能送到别处"
        return ""

    def find_code_fault(self, spec: Field, value: Value) -> str:
        if not spec.codes or value is None or (self.place == COUNTY and self.office.kind != COUNTY):
            return ""  # the county's lists may be newer than the program here
        codes = value if isinstance(value, list) else [str(value)]
        missing = next((each for each in codes if not self.is_code(spec.codes, each)), "")
        return f"“{missing[:20]}”不在代码表里" if missing else ""

    def is_code(self, name: str, code: str) -> bool:
        """Whether a list has this entry, or gets it by one of the changes."""
        return shipped_code(name, code) is not None or self.codes.has(name, code) or (name, code) in self.new_codes

    @cached_property
    def codes(self) -> CodeLists:
        return read_codes_of(self.office, self.connection, "")

    @cached_property
    def new_codes(self) -> set[tuple[object, object]]:
        entries = (each.values for each in self.changes if each.kind == CODE_ENTRY.name)
        return {(each.get("list"), each.get("code")) for each in entries}

    # what a station may write

    def find_place_fault(self, change: Change, entity: Entity | None, known: Known | None, group: object) -> str:
        """What a station may not do: with the records of others, with fields of the county, with steps that are not its own."""
        if entity is not None and entity.scope is Scope.OFFICE:
            return ""  # its own accounts and views; they never travel
        narrower = set(entity.narrower.values()) if entity else set[str]()
        if known and known.scopes - narrower - {self.own_scope}:
            return "不是这个地方的记录"
        if entity is None:
            return ""
        return (
            self.find_owner_fault(change, entity, known)
            or self.find_field_fault(change, entity, known, group)
            or self.find_sealed_fault(change, entity, known, group)
        )

    def find_owner_fault(self, change: Change, entity: Entity, known: Known | None) -> str:
        """A record belongs to the place itself or to a record of the place, and stays with it."""
        owner, values = entity.by_name.get(entity.owner), change.values
        kind = (owner.target or str(values.get("of", ""))) if owner else ""
        if owner and not owner.target and "of" in values and kind not in self.office.schema.entities:
            return f"所属种类“{kind[:20]}”这里没有"
        if owner is None or not values.get(owner.name):
            return ""
        named = str(values[owner.name])
        if known and not known.new and self.read_stored(change).get(owner.name) not in (None, named):
            return f"{owner.label}不能改"
        if kind == (self.office.place_entity.name if self.office.place_entity else ""):
            return "" if named == self.place else f"{owner.label}不是这个地方自己"
        its = self.known.get(named)  # one that has not come yet may be anybody's, and is shown as not there
        if its and ((kind and its.kind != kind) or its.scopes - {self.own_scope}):
            return f"{owner.label}不是这个地方的"
        return ""

    def find_field_fault(self, change: Change, entity: Entity, known: Known | None, group: object) -> str:
        """Fields and records that only the county sets, or only a step the place may take."""
        for name in change.values:
            if name in entity.by_name and entity.by_name[name].county:
                return f"{entity.by_name[name].label}只能由县政协填写"
        life = self.lives.get(change.kind)
        if life is None:
            return ""
        if set(change.values) == {DELETED} and (known is None or known.maker == self.place):
            return ""
        if change.kind == life.flow.steps:
            return self.find_step_fault(change, life.flow, known)
        case = self.case_of(change, entity, life)
        moves = self.moves.get((group, case), ())
        if change.kind == life.entity.name:
            new = known is None or known.new
            return find_case_fault(change, life, moves, new=new) or self.find_handed_fault(change, life, moves)
        if not entity.made.by_hand and not moves:
            return f"{entity.label}由办理步骤记下，这一步只能由县政协办理"
        return ""

    def find_handed_fault(self, change: Change, life: Life, moves: Sequence[Move]) -> str:
        """Fields that are the county's since the case was handed to it; a step of the place's own may empty them."""
        handed = life.flow.handover
        if handed is None:
            return ""
        kept = handed.keeps(self.read_case(life.entity.name, change.record))
        set_here = {name for name, value in change.values.items() if value is not None or not moves}
        name = next((each for each in kept if each in set_here), "")
        return (
            f"{life.entity.by_name[name].label}由县政协填写（{life.entity.by_name[handed.field].label}）"
            if name
            else ""
        )

    def read_case(self, kind: str, record: str) -> Row:
        """A case as it stands with what was let pass of it so far."""
        stored = self.read_stored(Change(record, kind, {}, ""))
        return {**stored, **self.passed.get(record, {})}

    def find_step_fault(self, change: Change, flow: Workflow, known: Known | None) -> str:
        """A step stands as it was recorded, is one of the table, and one the place may take."""
        if known and not known.new:
            return "办理步骤记下以后不能改"
        name = str(change.values.get("move") or "")
        if name == flow.taken_over or (name in EVENTS and any(not each.county_only for each in flow.moves)):
            return ""
        rows = flow.rows_of(name)
        if not rows:
            return f"没有“{name[:20]}”这个步骤"
        case: Row = {}
        if flow.handover and any(each.handed_over for each in rows):
            case = self.read_case(flow.entity, str(change.values.get(self.office.entity(change.kind).owner) or ""))
        mine = [each for each in rows if not flow.is_countys(each, case)]
        if not mine:
            return f"“{rows[0].label}”只能由县政协办理"
        source, target = change.values.get("source"), change.values.get("target")
        if not any(source in each.sources and (not each.target or each.target == target) for each in mine):
            return f"“{rows[0].label}”不能从这个状态办到那个状态"
        return ""

    def case_of(self, change: Change, entity: Entity, life: Life) -> str:
        """Id of the case a change is about."""
        if change.kind == life.entity.name:
            return change.record
        named = change.values.get(entity.owner)
        return str(named or self.read_stored(change).get(entity.owner) or "")

    def find_sealed_fault(self, change: Change, entity: Entity, known: Known | None, group: object) -> str:
        """What is done with in a sealed plenary stays as it is."""
        if not self.closings:
            return ""
        life = self.lives.get(change.kind)
        if life and any(each.after_closing for each in self.moves.get((group, self.case_of(change, entity, life)), ())):
            return ""
        values = self.read_stored(change) if known and not known.new else change.values
        try:
            refuse_sealed_record(self.office, self.connection, change.kind, values)
        except Refusal as error:
            return error.what.rstrip("。")
        return ""

    # what is here

    @cached_property
    def known(self) -> dict[str, Known]:
        """All that is here of the records the changes are about, and of those they say they belong to.

        The county may write any record, and what it saves itself is of the kind its own program says: nothing is looked up.
        """
        return {} if self.own and self.place == COUNTY else read_known(self.connection, self.name_records())

    def name_records(self) -> Iterable[str]:
        for change in self.changes:
            yield change.record
            entity = self.office.schema.entities.get(change.kind)
            owner = change.values.get(entity.owner) if entity and entity.owner and self.place != COUNTY else None
            if isinstance(owner, str):
                yield owner

    @cached_property
    def closings(self) -> Mapping[str, str]:
        return closing_days(self.office, self.connection)

    @cached_property
    def lives(self) -> dict[str, Life]:
        """Kind → the life it goes by, of cases and of what their steps record."""
        found: dict[str, Life] = {}
        for module in self.office.modules.values():
            if module.workflow:
                for each in (module.entity, *module.children):
                    found[each.name] = Life(module.workflow, module.entity)
        return found

    @cached_property
    def moves(self) -> dict[tuple[object, str], list[Move]]:
        """(group, case) → the moves of the table that its steps in that group were, and that the place may take."""
        found: dict[tuple[object, str], list[Move]] = {}
        for change, group in zip(self.changes, self.groups, strict=True):
            life = self.lives.get(change.kind)
            if life is None or change.kind != life.flow.steps:
                continue
            case = str(change.values.get(self.office.entity(change.kind).owner) or "")
            if not self.find_step_fault(change, life.flow, None):
                name = str(change.values.get("move"))
                rows = life.flow.rows_of(name)
                if life.flow.takes_over(name):  # from a file: where its own steps lead to
                    rows = [each for each in life.flow.moves if each.target == change.values.get("target")]
                found.setdefault((group, case), []).extend(each for each in rows if not each.county_only)
        return found

    def read_stored(self, change: Change) -> Row:
        """The record as it stands; empty if it is not here."""
        table = self.office.schema.records[change.kind]
        row = self.connection.execute(select(table).where(table.c.id == change.record)).mappings().first()
        return dict(row) if row is not None else {}


EVENTS = frozenset({ECHO, JOINED, PARTED, RETRACTED})  # lines of a timeline that are no moves but follow from some


def find_case_fault(change: Change, life: Life, moves: Sequence[Move], *, new: bool) -> str:
    """A case begins where its life says; what steps set of it, steps set."""
    flow, specs = life.flow, life.entity.by_name
    numbers = {each.name for each in flow.numbers}
    fixed = next((specs[name].label for name in change.values if name in specs and specs[name].at_first), "")
    if fixed and not new and not moves:
        return f"{fixed}要由办理步骤来改"
    free = {SAME_AS, *((life.entity.period.field,) if new and life.entity.period else ())}
    first, told = flow.states[0].name, specs["state"].fallback
    for name, value in change.values.items():
        if name not in specs or specs[name].editable or name in free:
            continue
        if name in numbers and not any(each.issues == name for each in moves):
            return f"{specs[name].label}只能由县政协编"
        begins = name == "state" and value in (first, *flow.starts)
        begins = begins or (told is not None and name == told.field and told.values.get(str(value)) == first)
        if moves or (new and (value is None or specs[name].of_past or begins)):
            continue
        return f"{specs[name].label}要由办理步骤来改，这一步只能由县政协办理"
    return ""


def find_size_fault(change: Change, entity: Entity | None) -> str:
    """Names nobody gives, and values and changes that are too large."""
    known: Mapping[str, Field] = entity.by_name if entity else {}
    if not NAME.fullmatch(change.kind) or not all(name in known or NAME.fullmatch(name) for name in change.values):
        return "种类或栏目的名称不对"
    total = 0
    for name, value in change.values.items():
        spec = known.get(name)
        size = measure_value(value)
        total += size
        if spec is None and size > VALUE_BYTES:
            return f"一项内容超过 {VALUE_BYTES // 1024} KB"
        if name == DELETED and not is_reason(value):
            return "放入回收站的理由不对"
    return f"一次改动超过 {OPERATION_BYTES // 1024**2} MB" if total > OPERATION_BYTES else ""


def measure_value(value: Value) -> int:
    """Bytes of a value, roughly as it is stored; of a short text at most so many."""
    if isinstance(value, list):
        return sum(map(measure_value, value))
    if not isinstance(value, str):
        return NUMBER_BYTES
    return 4 * len(value) if len(value) < SHORT else len(value.encode("utf-8", "surrogatepass"))


def is_reason(value: object) -> bool:
    return value is None or (isinstance(value, str) and len(value) <= MOST_REASON and not UNSEEN.search(value))


def read_known(connection: Connection, records: Iterable[str]) -> dict[str, Known]:
    """What the journal holds of these records; those it has nothing of are left out. Every save asks this: plain SQL."""
    found: dict[str, Known] = {}
    for chunk in chunked(sorted(set(records))):
        inside = f"FROM operation WHERE record IN ({marks(chunk)})"
        first = f"SELECT record, kind, actor, min(number) {inside} GROUP BY record"
        for record, kind, actor, _ in connection.exec_driver_sql(first, tuple(chunk)):
            found[record] = Known(kind, maker=str(actor).partition("/")[0])
        if found:
            for record, scope in connection.exec_driver_sql(f"SELECT DISTINCT record, scope {inside}", tuple(chunk)):
                found[record].scopes.add(scope)
    return found
