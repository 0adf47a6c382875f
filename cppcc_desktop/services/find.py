"""Find anything: Chinese text from one character up, parts of numbers, pinyin initials and full pinyin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, select

from cppcc_desktop.domain.fields import SAME_AS, Entity, Field, Row, mask
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office import ATTACHMENT, Actor
from cppcc_desktop.journal.index import LAST_KNOWN, kind_range, phrase, split_characters, texts_of
from cppcc_desktop.journal.store import load_value
from cppcc_desktop.services.office import Office
from cppcc_desktop.services.spelling import reads_as, split_letters
from db.queries.find import walk_entries

BEFORE, AFTER = 12, 36  # characters of a snippet around the hit
LETTERS = re.compile(r"[a-zA-Z' ]+")


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
    match, letters = make_match(text)
    if not match:
        return []
    wanted = [each for each in office.modules.values() if not modules or each.name in modules]
    with office.read() as connection:
        search = Search(office, connection, text, match, letters)
        found = [search.look_in(module, limit) for module in wanted]
    return [each for each in found if each.hits]


def make_match(text: str) -> tuple[str, str]:
    """The full-text query for what was typed, and the letters if they may be pinyin."""
    match, (spelled, letters) = match_text(text), match_letters(text)
    return f"({match}) OR {spelled}" if spelled else match, letters


def match_text(text: str) -> str:
    """The full-text query for texts that hold every part of what was typed; empty if there is nothing to look for."""
    return " AND ".join(f"text : {each}" for each in map(phrase, text.split()) if each)


def match_letters(text: str) -> tuple[str, str]:
    """The full-text query for names that may be read as the letters typed, and the letters; empty for other text."""
    letters = re.sub(r"[^a-z]", "", text.lower()) if LETTERS.fullmatch(text.strip()) else ""
    ways = split_letters(letters) if letters else []
    return "initials : (" + " OR ".join(f'"{" ".join(way)}"' for way in ways) + ")" if ways else "", letters


def is_spelled(ways: str, letters: str) -> bool:
    """Whether the letters are a way to type the name: "shan xiong xin/dan xiong xin" and sxx."""
    return bool(letters) and any(reads_as(way, letters) for way in ways.split("/"))


def find_spelled(connection: Connection, text: str, place: int, limit: int = 2000) -> list[str]:
    """Ids of records of a kind whose name is read as the letters typed, newest first; `place` as in the index."""
    match, letters = match_letters(text)
    if not match:
        return []
    entries = walk_entries(connection, match, kind_range(place))
    return [each.record for each in islice((each for each in entries if is_spelled(each.ways, letters)), limit)]


@dataclass
class Search:
    """One look through the index."""

    office: Office
    connection: Connection
    text: str
    match: str
    letters: str

    def look_in(self, module: Module, limit: int) -> Found:
        """The newest hits of a module: its records first, then what belongs to them; no record twice."""
        hits: dict[str, Hit] = {}
        for entity in module.entities:
            if entity.found and len(hits) <= limit:
                for hit in islice(self.hits_of(module, entity), limit + 1):
                    hits.setdefault(hit.id, hit)
        return Found(module.name, module.label, list(hits.values())[:limit], len(hits) > limit)

    def hits_of(self, module: Module, entity: Entity) -> Iterator[Hit]:
        """Hits in records of one kind, newest first."""
        place = list(self.office.schema.entities).index(entity.name) + 1
        batch: list[tuple[str, str, bool]] = []
        for entry in walk_entries(self.connection, self.match, kind_range(place)):
            batch.append((entry.record, entry.owner, is_spelled(entry.ways, self.letters)))
            if len(batch) == 60:
                yield from self.describe(module, entity, batch)
                batch = []
        yield from self.describe(module, entity, batch)

    def describe(self, module: Module, entity: Entity, batch: Sequence[tuple[str, str, bool]]) -> Iterator[Hit]:
        """The hits of these records; what holds only the first letters and does not read so is none."""
        rows = self.read_rows(entity, [record for record, _, _ in batch])
        kinds = {str(row["of"]) for row in rows.values()} if entity is ATTACHMENT else {module.entity.name}
        owners: dict[str, tuple[str, Row]] = {}
        for kind in kinds:
            main = self.office.schema.entities[kind]
            owners |= {key: (kind, row) for key, row in self.read_rows(main, [owner for _, owner, _ in batch]).items()}
        for record, owner, spelled in batch:
            if record in rows and owner in owners:
                hit = self.make_hit(module, entity, rows[record], *owners[owner], spelled)
                if hit:
                    yield hit

    def make_hit(self, module: Module, entity: Entity, row: Row, kind: str, owner: Row, spelled: bool) -> Hit | None:
        main = self.office.schema.entities[kind]
        home = self.office.module_of(kind)
        stands_for = self.read_survivor(main, owner)
        title = str(stands_for.get(main.title) or "")
        place = self.find_place(entity, row)
        if place is None and not spelled:
            return None
        spec, text = place or (main.by_name[main.title], str(owner.get(main.title) or ""))
        snippet, start, end = cut_snippet(text, self.text.split()) if place else (text, 0, len(text))
        if spec.sensitive:
            snippet, start, end = mask(spec, text), 0, 0
        return Hit((home or module).name, kind, str(stands_for["id"]), title, spec.label, snippet, start, end)

    def find_place(self, entity: Entity, row: Row) -> tuple[Field, str] | None:
        """The first field that holds a part of what was typed."""
        parts = self.text.split()
        for spec in entity.texts:
            for text in texts_of([row.get(spec.name)]):
                if any(find_part(text, part) for part in parts) or holds_tokens(text, parts):
                    return spec, text
        return None

    def read_survivor(self, entity: Entity, row: Row) -> Row:
        """The record that stands for this one; itself unless it was joined to another."""
        seen: set[str] = set()
        while row.get(SAME_AS) and str(row["id"]) not in seen:
            seen.add(str(row["id"]))
            other = self.read_rows(entity, [str(row[SAME_AS])])
            if not other:
                break
            (row,) = other.values()
        return row

    def read_rows(self, entity: Entity, records: Sequence[str]) -> dict[str, Row]:
        table = self.office.schema.records[entity.name]
        query = select(table).where(table.c.id.in_(set(records)), table.c.deleted.is_(None))
        rows: Sequence[Mapping[Any, Any]] = self.connection.execute(query).mappings().all()
        return {
            row["id"]: {**{spec.name: load_value(spec.kind, row[spec.name]) for spec in entity.fields}, "id": row["id"]}
            for row in rows
        }


def holds_tokens(text: str, parts: Sequence[str]) -> bool:
    """Whether the index takes the text to hold a part, where widths and forms of characters differ."""
    held = f" {split_characters(text)} " if not text.isascii() else ""
    return bool(held) and any(f" {wanted} " in held for wanted in map(split_characters, parts) if wanted)


def find_part(text: str, part: str) -> tuple[int, int] | None:
    """Where in the text the part stands, marks and blanks between its characters ignored."""
    wanted = [each for each in unicodedata.normalize("NFKC", part) if each.isalnum() or each > LAST_KNOWN]
    found = re.search(r"[\W_]*".join(map(re.escape, wanted)), text, re.IGNORECASE) if wanted else None
    if found:
        return found.span()
    wide = unicodedata.normalize("NFKC", text)
    return find_part(wide, part) if len(wide) == len(text) and wide != text else None


def cut_snippet(text: str, parts: Sequence[str]) -> tuple[str, int, int]:
    """The sentence around the hit, and where in it the hit stands."""
    flat = re.sub(r"\s", " ", text)
    found = next(filter(None, (find_part(flat, part) for part in parts)), (0, 0))
    start, end = max(0, found[0] - BEFORE), min(len(flat), found[1] + AFTER)
    head, tail = "…" if start else "", "…" if end < len(flat) else ""
    shift = len(head) - start
    return head + flat[start:end] + tail, found[0] + shift, found[1] + shift
