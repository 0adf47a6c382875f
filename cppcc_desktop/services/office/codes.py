"""Code lists: the entries that ship, and what the office added, renamed or retired."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any, cast

from sqlalchemy import Connection, Select, func, select

from cppcc_desktop.characters import surnames
from cppcc_desktop.domain.cases.grades import find_weakest
from cppcc_desktop.domain.description.fields import Kind
from cppcc_desktop.domain.normal_form import normalise_text
from cppcc_desktop.journal.store import load_value
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.sealing import closing_days
from db.stored_json import load_stored

WORDS_KEY = "words"  # of the table of what this database remembers
ALIKE, SHARED, OFFERED = 40, 2, 3  # of 100, by rapidfuzz, and characters in common: a likely entry; how many are named


@dataclass(frozen=True)
class Code:
    """One entry; a retired one is readable in old records and no longer offered."""

    code: str
    label: str
    retired: bool = False
    meaning: str = ""
    traits: frozenset[str] = frozenset()  # what rules ask of it: face_to_face, collective
    place: int = 0  # where the office put it among the others; 0: where it came
    values: tuple[tuple[str, str], ...] = ()  # what the further columns of its file say: quorum 2/3


@dataclass(frozen=True)
class CodeList:
    """What a list is called and what the office may do with it: one row of resources/code_lists.csv."""

    name: str
    label: str
    editable: str = "yes"  # yes | hand: an import adds none | names: only renamed, rules know the codes | no
    source: str = ""  # number of the standard
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class CodeWords:
    """How phrases about a noun's records are read as entries of a list, beyond their names: 部分解决 is B类."""

    list: str
    read: Callable[[str], str | None]


@cache
def list_catalogue() -> dict[str, CodeList]:
    """The lists that are described, in the order people see them."""
    rows = csv.DictReader((files("resources") / "code_lists.csv").read_text("utf-8").splitlines())
    return {row["name"]: CodeList(**row) for row in rows}


class CodeLists:
    """All lists of an office at one moment. `find` knows labels, codes, short forms and aliases."""

    def __init__(
        self, entries: Iterable[tuple[str, Code]] = (), phrases: Iterable[CodeWords] = (),
        answers: Iterable[tuple[str, str, str]] = (),
    ) -> None:  # fmt: skip
        self._phrases = {each.list: each.read for each in phrases}
        self._lists: dict[str, dict[str, Code]] = {}
        self._words: dict[str, dict[str, str]] = {}
        for name, code in (*shipped_entries(), *entries):
            shipped = self._lists.setdefault(name, {}).get(code.code)
            if shipped:  # a renamed entry is still what it was to the rules
                code = replace(
                    code, meaning=code.meaning or shipped.meaning, traits=code.traits or shipped.traits,
                    values=code.values or shipped.values,
                )  # fmt: skip
            self._lists[name][code.code] = code
        self._lists = {name: put_in_order(entries_of) for name, entries_of in self._lists.items()}
        for name, entries_of in self._lists.items():
            words = self._words.setdefault(name, {})
            for retired in (False, True):  # a name that was given up may stand for another entry now
                for code in entries_of.values():
                    if code.retired == retired:
                        words.setdefault(fold(code.label), code.code)
        for name, word, code in (*shipped_words(), *answers):  # also the shipped name of what was renamed
            self._words.setdefault(name, {}).setdefault(word, code)

    def entries(self, name: str) -> list[Code]:
        """Entries on offer, in the order of the list: that of their codes unless the office moved some."""
        return [code for code in self._lists.get(name, {}).values() if not code.retired]

    def every(self, name: str) -> list[Code]:
        """All entries, retired ones too, in the order of the list."""
        return list(self._lists.get(name, {}).values())

    def label(self, name: str, code: str) -> str:
        """The words of a code; an unknown one (from a newer program) is shown as it is."""
        known = self._lists.get(name, {}).get(code)
        return known.label if known else code

    def find(self, list_name: str, word: str) -> str | None:
        """The code a label, alias, short form or code stands for; None if nothing does."""
        if word in self._lists.get(list_name, {}):
            return word
        return self._words.get(list_name, {}).get(fold(word))

    def understand(self, list_name: str, phrase: str) -> str | None:
        """The code of an entry on offer that a phrase means: by its name, else by what it says."""
        found, read = self.find(list_name, phrase), self._phrases.get(list_name)
        code = found or (read(phrase) if read else None)
        return (
            code if code and (found or (self.has(list_name, code) and not self.is_stopped(list_name, code))) else None
        )

    def near(self, list_name: str, word: str) -> list[str]:
        """Labels of up to three entries on offer that a word the list does not have may mean, the likeliest first."""
        from rapidfuzz.distance import LCSseq
        from rapidfuzz.fuzz import ratio

        likely: dict[str, float] = {}
        for known, code in self._words.get(list_name, {}).items():
            if not self.is_stopped(list_name, code) and LCSseq.similarity(fold(word), known) >= SHARED:
                likely[code] = max(likely.get(code, 0), ratio(fold(word), known))
        best = sorted((code for code, score in likely.items() if score >= ALIKE), key=lambda code: -likely[code])
        return [self.label(list_name, code) for code in best[:OFFERED]]

    def traits(self) -> dict[tuple[str, str], frozenset[str]]:
        """(list, code) → what rules may take it for."""
        return {
            (name, code.code): code.traits
            for name, each in self._lists.items()
            for code in each.values()
            if code.traits
        }

    def has_trait(self, list_name: str, code: str, trait: str) -> bool:
        """Whether rules may take this entry for one of that kind: contact_method 01 is face_to_face."""
        known = self._lists.get(list_name, {}).get(code)
        return known is not None and trait in known.traits

    def value(self, list_name: str, code: str, column: str) -> str:
        """What a further column of the list says of an entry; "" where it says nothing: activity_type 01, quorum → 2/3."""
        known = self._lists.get(list_name, {}).get(code)
        return dict(known.values).get(column, "") if known else ""

    @cached_property
    def ranks(self) -> dict[tuple[str, str], int]:
        """(list, code) → its place in the order of the list, retired ones too."""
        return {(name, code): at for name, each in self._lists.items() for at, code in enumerate(each)}

    def find_weakest(self, list_name: str, found: Iterable[str], good: str = "") -> str | None:
        """Of these codes the one furthest back in the list, of those first that lack the trait `good`."""
        return find_weakest(self.ranks, self.traits(), list_name, found, good)

    def is_stopped(self, list_name: str, code: str) -> bool:
        """Whether the list has this code and offers it no more, or not yet."""
        known = self._lists.get(list_name, {}).get(code)
        return known is not None and known.retired

    def has(self, list_name: str, code: str) -> bool:
        """Whether the list has an entry with this code, retired or not."""
        return code in self._lists.get(list_name, {})

    def editable(self, list_name: str) -> bool:
        """Whether an import may add entries: not to national standards and lists that rules ask something of."""
        found = list_catalogue().get(list_name)
        return found is None or found.editable == "yes"

    def words(self, name: str) -> list[str]:
        """All words `find` knows for the list, longest first."""
        return sorted(self._words.get(name, {}), key=len, reverse=True)


def read_codes(office: Office, day: str = "") -> CodeLists:
    """The lists as they are on a day (2026-03-05), today if none is said.

    Names, meanings and what is retired are dated by `since`; what is in use from a later day on is readable and not offered.
    """
    with office.read() as connection:
        entries = read_entries_of(office, connection, day or office.today().isoformat())
        return make_lists(entries, words_of(office), read_answers(office, connection))


def read_plenary_codes(office: Office, plenary: str) -> CodeLists:
    """The lists by which cases of a plenary are shown: those of today, or of the day it was sealed on (封存)."""
    with office.read() as connection:
        return read_codes_of(office, connection, plenary)


def read_codes_of(office: Office, connection: Connection, plenary: str) -> CodeLists:
    """The same within a transaction."""
    day = closing_days(office, connection).get(plenary) or office.today().isoformat()
    return make_lists(read_entries_of(office, connection, day), words_of(office))


def read_sealed_codes(office: Office, connection: Connection) -> dict[str, CodeLists]:
    """Plenary → its lists, of those that are sealed."""
    closed = closing_days(office, connection)
    words = words_of(office)
    return {key: make_lists(read_entries_of(office, connection, day), words) for key, day in closed.items()}


def read_entries_of(office: Office, connection: Connection, day: str) -> tuple[tuple[str, Code], ...]:
    """What the office made of its lists up to a day: (list, entry), in the order the entries first came."""
    found: dict[tuple[str, str], Code] = {}
    for row in connection.execute(select_entries(office)):
        key, own = (row.list, row.code), make_code(row)
        before = found.get(key) or shipped_code(*key)
        if row.since and row.since > day:
            own = before or replace(own, retired=True)  # in use later: readable, not offered
        found[key] = replace(own, place=row.place or (before.place if before else 0))
    return tuple((name, code) for (name, _), code in found.items())


def select_entries(office: Office, name: str = "") -> Select[Any]:
    """The office's own rows about entries, in the order they come to be in force; those of one list if it is named."""
    table = office.schema.records["code_entry"]
    query = select(table).where(table.c.deleted.is_(None), table.c.code.is_not(None), table.c.list.is_not(None))
    if name:
        query = query.where(table.c.list == name)
    return query.order_by(func.coalesce(table.c.since, ""), table.c.id)


def make_code(row: Any) -> Code:
    traits = load_value(Kind.TEXTS, row.traits)
    label, meaning = row.label or row.code, row.meaning or ""
    return Code(row.code, label, bool(row.retired), meaning, frozenset(as_texts(traits)), row.place or 0)


def as_texts(value: object) -> list[str]:
    return [str(each) for each in cast(list[object], value)] if isinstance(value, list) else []


@lru_cache(maxsize=16)
def make_lists(
    entries: tuple[tuple[str, Code], ...], words: tuple[CodeWords, ...], answers: tuple[tuple[str, str, str], ...] = ()
) -> CodeLists:
    """The same entries give the same lists: they are asked for with every page and every save."""
    return CodeLists(entries, words, answers)


def read_answers(office: Office, connection: Connection) -> tuple[tuple[str, str, str], ...]:
    """(list, folded word, code) of the words somebody said the meaning of (word_answers.py)."""
    table = office.schema.meta
    stored = connection.scalar(select(table.c.value).where(table.c.key == WORDS_KEY))
    lists: dict[str, dict[str, str]] = load_stored(stored, dict) if stored else {}
    return tuple((name, word, code) for name, words in lists.items() for word, code in words.items())


def words_of(office: Office) -> tuple[CodeWords, ...]:
    return tuple(office.parts(CodeWords))


def read_surnames(office: Office) -> dict[str, str]:
    """Surname and reading ("yu4 chi2"): those that ship and those of the office, without what it retired."""
    with office.read() as connection:
        return surnames.read_surnames(connection, office.schema)


STEP = 1_000_000  # between the places of two entries that lie where they came: room to put others between them


def put_in_order(entries: Mapping[str, Code]) -> dict[str, Code]:
    """The entries by the places the office gave them; the others stay where they came."""
    places = {code: entry.place or (at + 1) * STEP for at, (code, entry) in enumerate(entries.items())}
    return {code: entries[code] for code in sorted(entries, key=lambda each: places[each])}


@cache
def shipped_code(name: str, code: str) -> Code | None:
    """An entry as it came with the program."""
    return next((each for list_name, each in shipped_entries() if (list_name, each.code) == (name, code)), None)


@cache
def shipped_entries() -> tuple[tuple[str, Code], ...]:
    """(list, entry) of every list in resources/code_lists."""
    found: list[tuple[str, Code]] = []
    for file in sorted(files("resources.code_lists").iterdir(), key=lambda each: each.name):
        if file.name.endswith(".csv") and not file.name.endswith("_alias.csv"):
            rows = csv.DictReader(file.read_text("utf-8").splitlines())
            found += [(file.name[:-4], load_code(row)) for row in rows]
    return tuple(found)


def load_code(row: Mapping[str, str | None]) -> Code:
    """An entry of a file. Further columns are traits: face_to_face yes, or kind collective; those of any other value, too."""
    told = {name: (value or "").strip() for name, value in row.items()}
    more = {name: value for name, value in told.items() if name not in ("code", "label", "meaning", "retired")}
    traits = {value if name == "kind" else name for name, value in more.items() if value not in ("", "no")}
    retired = told.get("retired") == "yes"
    values = tuple((name, value) for name, value in more.items() if value)
    return Code(told["code"], told["label"], retired, told.get("meaning", ""), frozenset(traits), values=values)


@cache
def shipped_aliases() -> tuple[tuple[str, str, str], ...]:
    """(list, alias, label) of every *_alias.csv."""
    found: list[tuple[str, str, str]] = []
    for file in files("resources.code_lists").iterdir():
        if file.name.endswith("_alias.csv"):
            rows = csv.DictReader(file.read_text("utf-8").splitlines())
            found += [(file.name.removesuffix("_alias.csv"), row["alias"], row["label"]) for row in rows]
    return tuple(found)


@cache
def shipped_words() -> tuple[tuple[str, str, str], ...]:
    """(list, folded word, code) of every shipped name and alias."""
    found = {(name, fold(code.label)): code.code for name, code in shipped_entries()}
    for name, alias, label in shipped_aliases():
        if (name, fold(label)) in found:
            found.setdefault((name, fold(alias)), found[name, fold(label)])
    return tuple((name, word, code) for (name, word), code in found.items())


def fold(word: str) -> str:
    """Blanks and separators do not tell two names of a list apart: 科技、科协 is 科技科协."""
    return re.sub(r"[\s、,/·.。;()]+", "", normalise_text(word)).casefold()
