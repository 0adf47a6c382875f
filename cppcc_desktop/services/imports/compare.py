"""Rows of a file held against what is stored: new, changed, the same, or in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.fields import LETTERS, Entity, Field, Kind, Row, Value
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.normal_form import normalise_lines
from cppcc_desktop.importers.people.bodies import is_body
from cppcc_desktop.importers.people.designations import fold, keys_of, match_records
from cppcc_desktop.importers.people.identity import Match, match_people, name_key
from cppcc_desktop.importers.people.identity import MatchKind as Found
from cppcc_desktop.importers.tables.rows import Doubt, ImportRow
from cppcc_desktop.journal.store import load_texts
from cppcc_desktop.services.imports.gathered import read_gathered
from cppcc_desktop.services.office.codes import CodeLists, read_codes
from cppcc_desktop.services.office.office import Office, new_id, tell_time
from cppcc_desktop.services.records.belonging import may_fill, take_as_own
from cppcc_desktop.services.records.periods import read_term
from cppcc_desktop.services.records.records import Query, as_list, load_row
from cppcc_desktop.services.records.titles import read_titles, stands_for, word_value
from db.chunks import chunked
from db.queries.records import ListQuery
from db.stored_json import load_stored

NEW, CHANGED, SAME, DOUBT = "new", "changed", "same", "doubt"


@dataclass(frozen=True)
class FieldChange:
    """One field of one row that differs from what is stored; both sides in words."""

    field: str
    label: str
    before: str
    after: str
    stored: Value = None  # what stood there when the file was compared, not masked
    changed_on: str = ""  # 2026-05-20: the day the stored value replaced another; "" if it is the first


@dataclass(frozen=True)
class Candidate:
    """A stored record that may be the one a row means."""

    record: str
    title: str
    words: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True)
class PreviewRow:
    """One row of the file and what importing it would do."""

    number: int
    result: str
    values: Row
    words: Mapping[str, str]
    record: str = ""
    changes: tuple[FieldChange, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    reason: str = ""
    blocked: bool = False  # the row itself cannot be taken, whoever it is
    lacks: str = ""  # what it would need to become a new record, in words
    made: str = ""  # id of the new record, where other rows refer to it
    notes: tuple[str, ...] = ()  # what should be known of the row, though nothing is wrong with it
    more: tuple[int, ...] = ()  # further sheet rows of the same record
    unticked: frozenset[str] = frozenset()  # fields that contradict what is stored: written only if somebody ticks them


@dataclass(frozen=True)
class Newcomer:
    """A name without a record: it becomes one, unless it is a spelling of one of those it is near to."""

    kind: str
    id: str
    name: str
    near: tuple[tuple[str, str], ...] = ()  # (id, name)
    label: str = "记录"  # 承办单位: what it becomes
    short: str = "记录"  # 单位: what a row is left without
    counter: str = "个"


@dataclass(frozen=True)
class Compared:
    """All rows of a file judged. `known` are the ids of the records they were compared with."""

    rows: tuple[PreviewRow, ...]
    known: frozenset[str]
    newcomers: tuple[Newcomer, ...] = ()
    notes: tuple[str, ...] = ()  # what should be known of the file as a whole
    shown: tuple[str, ...] = ()  # fields that tell its rows apart


def import_fields(module: Module) -> list[Field]:
    """Fields a file may fill: all a person may edit, the columns of a register, and how far a record has come.

    Only the title must be there to read it. What else is required is asked of new records: a list of phone numbers need not repeat the rest.
    """
    register, standing = {spec.name: spec for spec in module.register}, standing_field(module)
    fields = [
        replace(register.pop(spec.name, spec), required=spec.name in module.entity.titled)
        for spec in module.fields
        if ((spec.editable or spec.of_past) and spec.kind is not Kind.PHOTO)
        or spec.name in register
        or spec is standing
    ]
    return [*fields, *register.values(), *(each.field for each in module.gathers)]


def fields_to_fill(office: Office, module: Module) -> list[Field]:
    """Those of them that this office may fill."""
    return [spec for spec in import_fields(module) if may_fill(office, spec)]


def standing_field(module: Module) -> Field | None:
    """The field that says in a table how far a record has come; steps alone set it once the record is here."""
    return module.by_name[module.standing.field] if module.standing else None


def required_of_new(module: Module) -> list[Field]:
    """Fields without which no new record is made. A register tells a case's whole past, but seldom its text."""
    if module.register:
        return [module.by_name[name] for name in module.entity.titled]
    return [spec for spec in module.entity if spec.required and spec.editable]


def read_fallbacks(module: Module, values: Row) -> dict[str, Value]:
    """What fields a new record needs are by another field of the row, where a table does not say them itself."""
    return {
        spec.name: told for spec in required_of_new(module)
        if spec.fallback and values.get(spec.name) is None and (told := spec.fallback.read(values))
    }  # fmt: skip


@dataclass
class KnownRecords:
    """Everything stored that rows are compared with."""

    office: Office
    module: Module
    fields: Sequence[Field]
    codes: CodeLists
    known: Mapping[str, Row]
    targets: Mapping[str, Mapping[str, Sequence[str]]]  # entity → name as it is looked up → ids
    titles: Mapping[str, Mapping[str, str]]  # entity → id → title
    names: frozenset[str] = frozenset()  # names in the file itself
    made: dict[str, str] = field(default_factory=dict[str, str])  # of these those others refer to: the id they get

    @classmethod
    def load(cls, office: Office, module: Module) -> KnownRecords:
        fields = import_fields(module)
        with office.read() as connection:
            listing = ListQuery(office.schema, module, Query(term=read_term(connection)))
            rows = [load_row(module.fields, row) for row in listing.page(connection, 0, -1)]
            wanted = {spec.target for spec in fields if spec.target}
            targets = {target: read_names(office, connection, target) for target in wanted}
            titles = {
                target: read_titles(office, connection, target, all_ids(office, connection, target))
                for target in wanted
            }
            gathered = read_gathered(office, connection, module)
        known = {str(row["id"]): {**row, **gathered.get(str(row["id"]), {})} for row in rows}
        return cls(office, module, fields, read_codes(office), known, targets, titles)

    @property
    def entity(self) -> Entity:
        return self.module.entity

    def compare(self, rows: Sequence[ImportRow]) -> list[PreviewRow]:
        """One preview row for each row of the file, in its order."""
        named = Counter(fold(row.values.get(self.entity.title)) for row in rows)
        self.names = frozenset(name for name, count in named.items() if count == 1)
        rows = [self.refuse_unknown_standing(self.resolve_references(self.tell_bodies(row))) for row in self.nest(rows)]
        matches = self.match([row.values for row in rows], [row.number for row in rows])
        words = [self.tell(row.values) for row in rows]
        judged = [self.judge(*each) for each in zip(rows, matches, words, strict=True)]
        return self.date_changes([self.name_made(each) for each in judged])

    def nest(self, rows: Sequence[ImportRow]) -> list[ImportRow]:
        """Rows moved to the right refer to the one above them that is not, if they do not say to which."""
        nested, found, above = self.module.nested, list[ImportRow](), list[tuple[int, object]]()
        spec = self.module.by_name.get(nested)
        for row in rows:
            above = [each for each in above if each[0] < row.indent]
            if spec and above and row.values.get(nested) is None:
                note = f"{spec.label}照缩进记为“{above[-1][1]}”。"
                row = replace(row, values={**row.values, nested: str(above[-1][1])}, notes=(*row.notes, note))
            above.append((row.indent, row.values.get(self.entity.title)))
            found.append(row)
        return found

    def name_made(self, row: PreviewRow) -> PreviewRow:
        """The row with the id that other rows of the file call it by."""
        made = self.made.get(fold(row.values.get(self.entity.title)))
        return replace(row, made=made) if made else row

    def tell(self, values: Row) -> dict[str, str]:
        """What a row holds as a person reads it; the title also where there is none."""
        specs = self.module_fields
        told = {name: self.tell_one(specs[name], value) for name, value in values.items()}
        if self.entity.title in self.entity.reckoned:
            told[self.entity.title] = str(self.entity.reckon(values)[self.entity.title] or "")
        told.setdefault(self.entity.title, "")
        return told

    @cached_property
    def module_fields(self) -> Mapping[str, Field]:
        return {spec.name: spec for spec in (*self.module.fields, *(each.field for each in self.module.gathers))}

    @cached_property
    def references(self) -> list[Field]:
        return [spec for spec in self.fields if spec.target]

    @cached_property
    def required(self) -> list[Field]:
        return required_of_new(self.module)

    def tell_one(self, spec: Field, value: Value) -> str:
        return word_value(spec, value, self.codes, self.titles.get(spec.target, {}))

    def match(self, rows: Sequence[Row], numbers: Sequence[int]) -> list[Match]:
        """People by name, number, phone and post; everything else by what its entity says names it."""
        known = list(self.known.values())
        if self.entity.identity.people:
            return match_people(rows, known, self.entity)
        return match_records(rows, known, self.entity, numbers)

    @cached_property
    def both(self) -> list[tuple[Field, Field]]:
        """A field for people and one for bodies of which one must be filled: tables have them in one column."""
        groups = ([self.module_fields[name] for name in group] for group in self.entity.one_of)
        return [
            (who, body) for group in groups
            for who in group if who.kind is Kind.REFERENCE and who.written
            for body in group if body.kind is Kind.TEXT
        ]  # fmt: skip

    def tell_bodies(self, row: ImportRow) -> ImportRow:
        """A firm among the people goes to the bodies, somebody of the list among the bodies to the people."""
        for who, body in self.both:
            person, firm = row.values.get(who.name), row.values.get(body.name)
            if firm is None and isinstance(person, str) and is_body(person) and not self.records_called(who, person):
                row = move_value(row, who, body, f"“{person}”像是单位，记在{body.label}里。")
            elif person is None and isinstance(firm, str) and self.records_called(who, firm):
                label = self.office.entity(who.target).label
                row = move_value(row, body, who, f"“{firm}”在{label}里，记在{who.label}里。")
        return row

    def records_called(self, spec: Field, word: str) -> Sequence[str]:
        """The records a reference may mean by a word."""
        return self.targets[spec.target].get(key_of(self.office.entity(spec.target), word), ())

    def resolve_references(self, row: ImportRow) -> ImportRow:
        """Names of other records become their ids; a name nobody or several have is a doubt and is left out."""
        if not any(spec.name in row.values for spec in self.references):
            return row
        values, doubts, notes = dict(row.values), list(row.doubts), list(row.notes)
        for spec in self.references:
            if values.get(spec.name) is None:
                continue
            found: list[str] = []
            for word in as_list(values.pop(spec.name)):
                records = self.records_called(spec, word)
                if len(records) == 1:
                    found.append(records[0])
                elif not records and spec.target == self.entity.name and fold(word) in self.names:
                    found.append(self.call_made(fold(word), word))
                elif spec.written and not records and not LETTERS.fullmatch(word):
                    found.append(word)
                    notes.append(f"“{word}”不在{self.office.entity(spec.target).label}里，{spec.label}照写的记。")
                else:
                    doubts.append(self.doubt_reference(row.number, spec, word, len(records)))
            if found:
                values[spec.name] = found if spec.kind.many else found[0]
        return replace(row, values=values, doubts=tuple(doubts), notes=tuple(notes))

    def call_made(self, name: str, word: str) -> str:
        """The id that a row of the file with this name gets, for those that refer to it."""
        made = self.made.setdefault(name, new_id())
        self.titles = {**self.titles, self.entity.name: {**self.titles.get(self.entity.name, {}), made: word}}
        return made

    def doubt_reference(self, number: int, spec: Field, word: str, count: int) -> Doubt:
        label = self.office.entity(spec.target).label
        told = f"叫“{word}”的{label}有 {count} 个，分不出是哪一个" if count else f"没有叫“{word}”的{label}"
        return Doubt(number, spec.label, word, told + "，没有导入。", False, spec.name)

    def refuse_unknown_standing(self, row: ImportRow) -> ImportRow:
        """How far a record has come in words no state goes by is a doubt and is left out."""
        standing, spec = self.module.standing, standing_field(self.module)
        value = row.values.get(spec.name) if spec else None
        if standing is None or spec is None or value is None or str(value) in standing.values:
            return row
        return leave_out(row, spec, self.tell_one(spec, value), "看不出到了哪一步，没有导入；这一条从头开始。")

    def refuse_standing(self, row: ImportRow, records: Sequence[str], *, sure: bool) -> ImportRow:
        """A file does not move what is here already. A row that may still be a new record keeps what it says."""
        standing = self.module.standing
        if standing is None:
            return row
        spec, flow = standing_field(self.module), self.module.workflow
        value = row.values.get(spec.name) if spec else None
        if spec is None or flow is None or value is None:
            return row
        told = {
            str(self.known[each]["state"])
            for each in records
            if standing.read(self.known[each]) != standing.read(row.values)
        }
        if not told:
            return row
        label, now = self.entity.label, "、".join(flow.state(each).label for each in sorted(told))
        words = f"库里这{self.entity.counter}{label}是“{now}”。文件不改它，要改就在{label}里办下一步。"
        return leave_out(row, spec, self.tell_one(spec, value), words, keep=not sure)

    def refuse_steps(self, row: ImportRow, record: str) -> ImportRow:
        """Nor does it change what steps set of a record that is here."""
        for spec in self.fields:
            value, stored = row.values.get(spec.name), self.known[record].get(spec.name)
            if (
                (spec.at_first or spec.of_past)
                and value is not None
                and in_normal_form(value) != in_normal_form(stored)
            ):
                words = f"库里是“{self.tell_one(spec, stored) or '空'}”。文件不改它，要改就在{self.entity.label}里办下一步。"
                row = leave_out(row, spec, self.tell_one(spec, value), words)
        return row

    def judge(self, row: ImportRow, match: Match, words: Mapping[str, str]) -> PreviewRow:
        plain = PreviewRow(row.number, NEW, row.values, words, doubts=row.doubts, notes=row.notes, more=row.more)
        if row.blocked:
            reason = next(each.reason for each in row.doubts if each.blocking)
            return replace(plain, result=DOUBT, reason=reason, blocked=True)
        if match.kind is Found.DOUBT:
            row = self.refuse_standing(row, match.candidates, sure=False)
            candidates = tuple(self.describe(record, row.values, words) for record in match.candidates)
            doubt = self.doubt_row(row, words, match.reason)
            return replace(
                plain, result=DOUBT, reason=match.reason, candidates=candidates, doubts=(*row.doubts, doubt),
                lacks=self.missing(row.values),
            )  # fmt: skip
        if match.kind is Found.NEW:
            return self.judge_new(plain, row)
        row = self.refuse_steps(self.refuse_standing(row, [match.record], sure=True), match.record)
        changes = self.differ(match.record, row.values, words)
        return replace(
            plain, values=row.values, doubts=row.doubts, result=CHANGED if changes else SAME, record=match.record, changes=changes,
        )  # fmt: skip

    def judge_new(self, plain: PreviewRow, row: ImportRow) -> PreviewRow:
        missing, told = self.missing(row.values), read_fallbacks(self.module, row.values)
        if told:
            words = self.tell(told)
            notes = [
                f"没有写{self.module_fields[name].label}，{self.say_fallback(name)}是{words[name]}。" for name in told
            ]
            plain = replace(
                plain, words={**plain.words, **{name: words[name] for name in told}}, notes=(*plain.notes, *notes)
            )
        if not missing:
            return plain
        reason = f"没有{missing}，不能新增。"
        doubt = self.doubt_row(row, plain.words, reason)
        return replace(plain, result=DOUBT, reason=reason, blocked=True, doubts=(*row.doubts, doubt))

    def say_fallback(self, name: str) -> str:
        """照类型."""
        fallback = self.module_fields[name].fallback
        return f"照{self.module_fields[fallback.field].label}" if fallback else ""

    def tell_fallbacks(self, rows: Sequence[PreviewRow]) -> tuple[str, ...]:
        """Once for all new rows: 24 行没有写级别，照类型记：乡镇街道 12 行、村 12 行。"""
        found: dict[str, Counter[str]] = {}
        for row in rows:
            for name in read_fallbacks(self.module, row.values) if row.result == NEW else ():
                found.setdefault(name, Counter())[row.words[name]] += 1
        return tuple(
            f"{counts.total()} 行没有写{self.module_fields[name].label}，{self.say_fallback(name)}记："
            + "、".join(f"{word} {count} 行" for word, count in counts.items()) + "。不对的，在表里写明再导入。"
            for name, counts in found.items()
        )  # fmt: skip

    def missing(self, values: Row) -> str:
        """类型、编号: what a new record would need besides."""
        whole = take_as_own(self.office, self.entity, {**values, **read_fallbacks(self.module, values)})
        plain = [spec.label for spec in self.required if whole.get(spec.name) is None]
        groups: Sequence[tuple[str, ...]] = () if self.module.register else self.entity.one_of
        return "、".join([*plain, *(
            "或".join(self.entity.by_name[name].label for name in group)
            for group in groups if all(values.get(name) is None for name in group)
        )])  # fmt: skip

    def doubt_row(self, row: ImportRow, words: Mapping[str, str], reason: str) -> Doubt:
        title = self.entity.title
        return Doubt(row.number, self.module.by_name[title].label, words.get(title, ""), reason, True, title)

    def differ(self, record: str, values: Row, words: Mapping[str, str]) -> tuple[FieldChange, ...]:
        """Fields the file fills otherwise than stored. An empty cell never erases, a spelling is no change of name,
        the same characters in another encoding no change at all."""
        known = self.known[record]
        names = () if self.entity.identity.people else keys_of(self.entity)
        standing = standing_field(self.module)
        return tuple(
            FieldChange(
                spec.name, spec.label, self.tell_one(spec, known.get(spec.name)), words[spec.name], known.get(spec.name)
            )
            for spec in self.fields
            if values.get(spec.name) is not None
            and spec.name != (standing.name if standing else "")
            and not (spec.at_first or spec.of_past)
            and not self.is_same(spec, values[spec.name], known.get(spec.name))
            and not (spec.name in names and fold(values[spec.name]) == fold(known.get(spec.name)))
        )

    def is_same(self, spec: Field, value: Value, known: Value) -> bool:
        """Whether a table says nothing new: of rows of a child it only adds."""
        if any(each.field.name == spec.name for each in self.module.gathers):
            return set(as_list(value)) <= set(as_list(known) if known else ())
        return in_normal_form(value) == in_normal_form(known)

    def describe(self, record: str, values: Row, words: Mapping[str, str]) -> Candidate:
        shown = self.tell({name: self.known[record].get(name) for name in self.module.columns})
        names = [name for name in self.module.columns if name != self.entity.title]
        told = " · ".join(shown[name] for name in names if shown.get(name))
        return Candidate(record, shown[self.entity.title], told, self.differ(record, values, words))

    def date_changes(self, rows: Sequence[PreviewRow]) -> list[PreviewRow]:
        """The same rows, each changed field with the day its stored value was put there."""
        records = {row.record for row in rows if row.changes} | {c.record for row in rows for c in row.candidates}
        with self.office.read() as connection:
            days = read_days(self.office, connection, self.module, records) if records else {}
        return [
            replace(
                row,
                changes=date_each(row.changes, days.get(row.record, {})),
                candidates=tuple(
                    replace(each, changes=date_each(each.changes, days.get(each.record, {}))) for each in row.candidates
                ),
            )
            if row.changes or row.candidates
            else row
            for row in rows
        ]


def in_normal_form(value: Value) -> object:
    """What of a value counts as changed: its characters, line by line, not how they are encoded."""
    if isinstance(value, list):
        return [in_normal_form(each) for each in value]
    return normalise_lines(value) if isinstance(value, str) else value


def move_value(row: ImportRow, source: Field, target: Field, why: str) -> ImportRow:
    """The row with the value of one field in another one, and a note."""
    values = {name: value for name, value in row.values.items() if name != source.name}
    return replace(row, values={**values, target.name: row.values[source.name]}, notes=(*row.notes, why))


def leave_out(row: ImportRow, spec: Field, value: str, reason: str, *, keep: bool = False) -> ImportRow:
    """The row with a doubt about one cell; without `keep` its value is not used."""
    values = {name: each for name, each in row.values.items() if keep or name != spec.name}
    return replace(
        row, values=values, doubts=(*row.doubts, Doubt(row.number, spec.label, value, reason, False, spec.name))
    )


def date_each(changes: Sequence[FieldChange], days: Mapping[str, str]) -> tuple[FieldChange, ...]:
    return tuple(
        replace(each, changed_on=days.get(each.field, "")) if each.stored is not None else each for each in changes
    )


def all_ids(office: Office, connection: Connection, kind: str) -> list[str]:
    table = office.schema.records[kind]
    return list(connection.scalars(select(table.c.id).where(table.c.deleted.is_(None))))


def key_of(entity: Entity, word: object) -> str:
    """How a name is looked up."""
    return name_key(str(word)) if entity.identity.people else fold(word)


def read_names(office: Office, connection: Connection, kind: str) -> dict[str, list[str]]:
    """Each name a record goes by, as it is looked up, with the records that have it; a title wins over other names."""
    entity, table = office.entity(kind), office.schema.records[kind]
    names = list(dict.fromkeys((entity.title, *keys_of(entity), *entity.identity.also)))
    found: dict[str, list[str]] = {}
    rows = connection.execute(
        select(stands_for(table), *(table.c[name] for name in names)).where(table.c.deleted.is_(None)).distinct()
    ).all()
    for place in range(1, len(names) + 1):
        added: dict[str, dict[str, None]] = {}
        for row in rows:
            many = entity.by_name[names[place - 1]].kind.many
            for word in load_texts(row[place]) if many else [row[place]] if row[place] else []:
                added.setdefault(key_of(entity, str(word)), {})[str(row[0])] = None
        found = {**{name: list(ids) for name, ids in added.items()}, **found}
    return found


def read_days(office: Office, connection: Connection, module: Module, records: set[str]) -> dict[str, dict[str, str]]:
    """Record → field → the day its standing value replaced another, those of the current term included."""
    owners = {record: record for record in records}
    if module.companion:
        cards, term = office.schema.records[module.companion.name], read_term(connection)
        query = select(cards.c.id, cards.c[module.companion.owner])
        query = query.where(cards.c.term == term, cards.c.deleted.is_(None))
        owners |= {card: owner for card, owner in connection.execute(query) if owner in records}
    heads = read_heads(office, connection, list(owners))
    made = read_makings(office, connection, {number for each in heads.values() for number in each.values()})
    days: dict[str, dict[str, str]] = {}
    for record, numbers in heads.items():
        days.setdefault(owners[record], {}).update(
            {name: made[number][0] for name, number in numbers.items() if name in made[number][1]}
        )
    return days


def read_heads(office: Office, connection: Connection, records: Sequence[str]) -> dict[str, dict[str, int]]:
    """Record → field → local number of the newest operation that stands."""
    table, found = office.schema.head, dict[str, dict[str, int]]()
    for part in chunked(records):
        query = select(table.c.record, table.c.heads).where(table.c.record.in_(part))
        for record, heads in connection.execute(query):
            held: dict[str, list[int]] = load_stored(heads, dict)
            found[record] = {name: max(numbers) for name, numbers in held.items() if numbers}
    return found


def read_makings(office: Office, connection: Connection, numbers: set[int]) -> dict[int, tuple[str, frozenset[str]]]:
    """Operation → the day it was made, and the fields in which it replaced a value."""
    table, wanted, found = office.schema.operation, sorted(numbers), dict[int, tuple[str, frozenset[str]]]()
    for part in chunked(wanted):
        query = select(table.c.number, table.c.wall, table.c.sees).where(table.c.number.in_(part))
        for number, wall, sees in connection.execute(query):
            found[number] = tell_time(wall)[:10], frozenset(load_stored(sees, dict)) if sees else frozenset()
    return found


def gather_codes(rows: Sequence[ImportRow], module: Module) -> dict[str, tuple[str, ...]]:
    """Words the lists do not have yet, per list, in the order they appear."""
    specs = {spec.name: spec for spec in import_fields(module)}
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        for name, words in row.unknown_codes.items():
            found.setdefault(specs[name].codes, {}).update(dict.fromkeys(words))
    return {name: tuple(words) for name, words in found.items()}


def compare_rows(office: Office, module: Module, rows: Sequence[ImportRow]) -> Compared:
    """The rows judged, as any module's are that has nothing of its own to say about it."""
    comparison = KnownRecords.load(office, module)
    judged = comparison.compare(rows)
    return Compared(tuple(judged), frozenset(comparison.known), notes=comparison.tell_fallbacks(judged))
