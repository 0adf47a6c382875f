"""Find anything: Chinese text from one character up, parts of numbers, pinyin initials and full pinyin."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.description.fields import SAME_AS, Entity, Field, Row, mask
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.normal_form import normalise_text
from cppcc_desktop.domain.office.office import ATTACHMENT, Actor
from cppcc_desktop.journal.index import LAST_KNOWN, kind_range, split_characters, texts_of
from cppcc_desktop.journal.store import load_value
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import Query, find_by_number, find_telling, list_records
from cppcc_desktop.services.records.spelled import is_spelled, match_letters, match_text
from cppcc_desktop.services.records.titles import read_titles, word_rows
from db.chunks import chunked, marks
from db.queries.find import FoundEntry, find_entries

BEFORE, AFTER = 12, 36  # characters of a snippet around the hit
MANY = 500  # entries read at once where many do not read as their first letters promise
HIGHEST = 2**63 - 1  # of the numbers SQLite has


@dataclass(frozen=True)
class Hit:
    """One record that holds what was looked for; `start` and `end` are where in the snippet."""

    module: str
    entity: str
    id: str
    title: str
    label: str  # the field it stands in
    snippet: str
    start: int
    end: int
    beside: str = ""  # of a person: what tells namesakes apart


@dataclass(frozen=True)
class Found:
    """Hits of one kind, newest first; `more`: there are others."""

    module: str
    label: str
    hits: Sequence[Hit]
    more: bool


def find_records(
    office: Office, actor: Actor, text: str, *, limit: int = 50, modules: Sequence[str] = ()
) -> list[Found]:
    """Records that hold the text, by kind; kinds without any are left out. At most `limit` of each kind."""
    actor.require("record.read")
    wanted = [each for each in office.modules.values() if not modules or each.name in modules]
    with office.read() as connection:
        search = Search(office, actor, connection, text, limit)
        found = [search.look_in(module) for module in wanted]
    return [tell_people(office, actor, each) for each in found if each.hits]


def tell_people(office: Office, actor: Actor, found: Found) -> Found:
    """The same with 界别 and 单位及职务 beside people found by their names."""
    module = office.modules[found.module]
    title = module.by_name[module.entity.title].label
    ids = tuple(hit.id for hit in found.hits if hit.entity == module.entity.name and hit.label == title)
    if module.entity.identity.people is None or not ids:
        return found
    fields, rows = find_telling(module), list_records(office, actor, module, Query(Is("id", ids)), 0, -1).rows
    words = {str(row["id"]): " · ".join(said for spec in fields if (said := told[spec.name]))
             for row, told in zip(rows, word_rows(office, fields, rows), strict=True)}  # fmt: skip
    return replace(
        found, hits=[replace(hit, beside=words.get(hit.id, "")) if hit.label == title else hit for hit in found.hits]
    )


class Search:
    """One look through the index, then through what it found."""

    def __init__(self, office: Office, actor: Actor, connection: Connection, text: str, limit: int) -> None:
        self._office = office
        self._masked = not actor.may("record.reveal")  # what is masked is not looked through
        self._text = text
        self._connection = connection
        self._parts = text.split()
        self._patterns = [make_pattern(part) for part in self._parts]
        self._limit = limit
        self._places = {name: place for place, name in enumerate(office.schema.entities, start=1)}
        (spelled, letters), match = match_letters(text), match_text(text)
        self._entries = self._newest(match, lambda _: True, limit + 1)
        self._spelled: set[str] = set()
        for kind, entries in self._newest(spelled, lambda entry: is_spelled(entry.ways, letters), MANY).items():
            self._spelled |= {each.record for each in entries}
            both = {each.number: each for each in (*entries, *self._entries.get(kind, ()))}
            self._entries[kind] = sorted(both.values(), reverse=True)

    def look_in(self, module: Module) -> Found:
        """The newest hits of a module: the record called by that number, its records, then what belongs to them; none
        twice.
        """
        hits = {hit.id: hit for hit in self._find_called(module)}
        for entity in module.entities:
            entries = self._entries.get(entity.name, [])
            if entries and len(hits) <= self._limit:
                for hit in self._describe(module, entity, entries):
                    hits.setdefault(hit.id, hit)
        return Found(module.name, module.label, list(hits.values())[: self._limit], len(hits) > self._limit)

    def _find_called(self, module: Module) -> Iterator[Hit]:
        """Records whose number is what was typed, as they are called: 案号 053 before 收件号 0053."""
        entity = module.entity
        for name in entity.called:
            for record in find_by_number(self._office, self._connection, entity, name, self._text, self._limit):
                row = self._read_rows(entity, [record])[record]
                number = str(row.get(name) or "")
                stands_for = self._read_survivor(entity, row)
                yield Hit(module.name, entity.name, str(stands_for["id"]), self._call(entity, stands_for),
                          entity.by_name[name].label, number, 0, len(number))  # fmt: skip

    def _newest(self, match: str, keep: Callable[[FoundEntry], bool], batch: int) -> dict[str, list[FoundEntry]]:
        """By kind, one entry more than asked for of those that meet the query; kinds stand behind each other."""
        found: dict[str, list[FoundEntry]] = {}
        last = HIGHEST
        while match:
            rows = find_entries(self._connection, match, (0, last), batch)
            for entry in filter(keep, rows):
                found.setdefault(entry.kind, []).append(entry)
            if len(rows) < batch:
                break
            kind, last = rows[-1].kind, rows[-1].number - 1
            if len(found.get(kind, ())) > self._limit:
                last = kind_range(self._places[kind])[0] - 1
        return found

    def _describe(self, module: Module, entity: Entity, entries: Sequence[FoundEntry]) -> Iterator[Hit]:
        """The hits these entries lead to, each in the record that is opened for it."""
        rows = self._read_rows(entity, [each.record for each in entries])
        kinds = {str(row["of"]) for row in rows.values()} if entity is ATTACHMENT else {module.entity.name}
        owners: dict[str, tuple[Entity, Row]] = {}
        for kind in kinds:
            main = self._office.entity(kind)
            found = rows if main is entity else self._read_rows(main, [each.owner for each in entries])
            owners |= self._read_homes(main, found)
        for entry in entries:
            if entry.record in rows and entry.owner in owners and self._may_find(entity, rows[entry.record]):
                yield self._make_hit(module, entity, rows[entry.record], *owners[entry.owner])

    def _read_homes(self, entity: Entity, rows: Mapping[str, Row]) -> dict[str, tuple[Entity, Row]]:
        """The records with a page of their own that are opened for these: of a row, the one it belongs to."""
        if not entity.owner or self._office.module_of(entity.name):
            return {key: (entity, row) for key, row in rows.items()}
        home = self._office.entity(entity.by_name[entity.owner].target)
        found = self._read_rows(home, [str(row[entity.owner]) for row in rows.values()])
        homes = {key: found.get(str(row[entity.owner])) for key, row in rows.items()}
        return {key: (home, row) for key, row in homes.items() if row is not None}

    def _texts(self, entity: Entity, row: Row) -> list[tuple[Field, str]]:
        """What of a record may be looked through."""
        specs = [spec for spec in entity.texts if not (self._masked and spec.sensitive)]
        return [(spec, text) for spec in specs for text in texts_of(spec, row.get(spec.name))]

    def _may_find(self, entity: Entity, row: Row) -> bool:
        """Whether all that was typed stands in what this person may see; the index knows more."""
        if not self._masked or not any(spec.sensitive for spec in entity.texts) or str(row["id"]) in self._spelled:
            return True
        texts = [text for _, text in self._texts(entity, row)]
        return all(
            any(find_part(text, pattern) or holds_tokens(text, [part]) for text in texts)
            for part, pattern in zip(self._parts, self._patterns, strict=True)
        )

    def _make_hit(self, module: Module, entity: Entity, row: Row, main: Entity, owner: Row) -> Hit:
        stands_for = self._read_survivor(main, owner)
        home = self._office.module_of(main.name) or module
        spec, text = self._find_place(entity, row)
        if spec is None:  # its name is read so
            spec, text = main.by_name[main.title], self._call(main, owner)
            snippet, start, end = text, 0, len(text) if str(row["id"]) in self._spelled else 0
        elif spec.sensitive:
            snippet, start, end = mask(spec, text), 0, 0
        else:
            snippet, start, end = cut_snippet(text, self._patterns)
        title = self._call(main, stands_for)
        return Hit(home.name, main.name, str(stands_for["id"]), title, spec.label, snippet, start, end)

    def _call(self, entity: Entity, row: Row) -> str:
        """What a record is called; by the name of another one where its title refers to that."""
        if not entity.by_name[entity.title].target:
            return str(row.get(entity.title) or "")
        return read_titles(self._office, self._connection, entity.name, [str(row["id"])]).get(str(row["id"]), "")

    def _find_place(self, entity: Entity, row: Row) -> tuple[Field | None, str]:
        """The first field that holds a part of what was typed."""
        texts = self._texts(entity, row)
        for spec, text in texts:
            if any(find_part(text, each) for each in self._patterns):
                return spec, text
        return next(((spec, text) for spec, text in texts if holds_tokens(text, self._parts)), (None, ""))

    def _read_survivor(self, entity: Entity, row: Row) -> Row:
        """The record that stands for this one; itself unless it was joined to another."""
        seen: set[str] = set()
        while row.get(SAME_AS) and str(row["id"]) not in seen:
            seen.add(str(row["id"]))
            other = self._read_rows(entity, [str(row[SAME_AS])])
            if not other:
                break
            (row,) = other.values()
        return row

    def _read_rows(self, entity: Entity, records: Sequence[str]) -> dict[str, Row]:
        """What can be shown of these records, those in the bin left out."""
        names = {
            entity.title,
            entity.owner,
            *(spec.name for spec in entity.texts),
            *({SAME_AS} if entity.joinable else ()),
        }
        specs = [spec for spec in (*entity.fields,) if spec.name in names or spec.name == "of"]
        columns = ", ".join(f'"{spec.name}"' for spec in specs)
        found: dict[str, Row] = {}
        for chunk in chunked(sorted(set(records))):
            query = f'SELECT id, {columns} FROM "{entity.name}" WHERE deleted IS NULL AND id IN ({marks(chunk)})'
            rows: Sequence[Any] = self._connection.exec_driver_sql(query, tuple(chunk)).all()
            for record, *stored in rows:
                values = {spec.name: load_value(spec.kind, each) for spec, each in zip(specs, stored, strict=True)}
                found[record] = {**values, "id": record}
        return found


def make_pattern(part: str) -> re.Pattern[str] | None:
    """Its characters with marks and blanks ignored between them; None if there is nothing to look for."""
    wanted = [each for each in normalise_text(part) if each.isalnum() or each > LAST_KNOWN]
    return re.compile(r"[\W_]*".join(map(re.escape, wanted)), re.IGNORECASE) if wanted else None


def find_part(text: str, pattern: re.Pattern[str] | None) -> tuple[int, int] | None:
    """Where in the text the part stands."""
    found = pattern.search(text) if pattern else None
    if found or text.isascii():
        return found.span() if found else None
    wide = normalise_text(text)
    return find_part(wide, pattern) if len(wide) == len(text) and wide != text else None


def holds_tokens(text: str, parts: Sequence[str]) -> bool:
    """Whether the index takes the text to hold a part, where widths and forms of characters differ."""
    held = f" {split_characters(text)} " if not text.isascii() else ""
    return bool(held) and any(f" {wanted} " in held for wanted in map(split_characters, parts) if wanted)


def cut_snippet(text: str, patterns: Sequence[re.Pattern[str] | None]) -> tuple[str, int, int]:
    """The sentence around the hit, and where in it the hit stands."""
    flat = re.sub(r"\s", " ", text)
    found = next(filter(None, (find_part(flat, each) for each in patterns)), (0, 0))
    start, end = max(0, found[0] - BEFORE), min(len(flat), found[1] + AFTER)
    head, tail = "…" if start else "", "…" if end < len(flat) else ""
    shift = len(head) - start
    return head + flat[start:end] + tail, found[0] + shift, found[1] + shift
