"""Code lists: the entries that ship, and what the office added, renamed or retired."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, cast

from sqlalchemy import select

from cppcc_desktop.domain.fields import Kind
from cppcc_desktop.journal import surnames
from cppcc_desktop.journal.store import load_value
from cppcc_desktop.services.office import Office


@dataclass(frozen=True)
class Code:
    """One entry; a retired one is readable in old records and no longer offered."""

    code: str
    label: str
    retired: bool = False
    meaning: str = ""
    traits: frozenset[str] = frozenset()  # what rules ask of it: face_to_face, collective


@dataclass(frozen=True)
class CodeList:
    """What a list is called and what the office may do with it: one row of resources/code_lists.csv."""

    name: str
    label: str
    editable: str = "yes"  # yes | names: entries may only be renamed, rules know their codes | no
    source: str = ""  # number of the standard
    note: str = ""


@cache
def list_catalogue() -> dict[str, CodeList]:
    """The lists that are described, in the order people see them."""
    rows = csv.DictReader((files("resources") / "code_lists.csv").read_text("utf-8").splitlines())
    return {row["name"]: CodeList(**row) for row in rows}


class CodeLists:
    """All lists of an office at one moment. `find` knows labels, codes, short forms and aliases."""

    def __init__(self, entries: Iterable[tuple[str, Code]] = ()) -> None:
        self._lists: dict[str, dict[str, Code]] = {}
        self._words: dict[str, dict[str, str]] = {}
        for name, code in (*shipped_entries(), *entries):
            shipped = self._lists.setdefault(name, {}).get(code.code)
            if shipped:  # a renamed entry is still what it was to the rules
                code = replace(code, meaning=code.meaning or shipped.meaning, traits=code.traits or shipped.traits)
            self._lists[name][code.code] = code
        for name, entries_of in self._lists.items():
            words = self._words.setdefault(name, {})
            for retired in (False, True):  # a name that was given up may stand for another entry now
                for code in entries_of.values():
                    if code.retired == retired:
                        words.setdefault(fold(code.label), code.code)
        for name, word, code in shipped_words():  # also the shipped name of what was renamed
            self._words.setdefault(name, {}).setdefault(word, code)

    def entries(self, name: str) -> list[Code]:
        """Entries on offer, in the order of their codes."""
        return [code for code in self._lists.get(name, {}).values() if not code.retired]

    def label(self, name: str, code: str) -> str:
        """The words of a code; an unknown one (from a newer program) is shown as it is."""
        known = self._lists.get(name, {}).get(code)
        return known.label if known else code

    def find(self, list_name: str, word: str) -> str | None:
        """The code a label, alias, short form or code stands for; None if nothing does."""
        if word in self._lists.get(list_name, {}):
            return word
        return self._words.get(list_name, {}).get(fold(word))

    def traits(self) -> dict[tuple[str, str], frozenset[str]]:
        """(list, code) → what rules may take it for."""
        return {
            (name, code.code): code.traits for name, each in self._lists.items() for code in each.values() if code.traits
        }

    def has(self, list_name: str, code: str) -> bool:
        """Whether the list has an entry with this code, retired or not."""
        return code in self._lists.get(list_name, {})

    def editable(self, list_name: str) -> bool:
        """Whether the office may add entries of its own: not to national standards and lists that rules know."""
        found = list_catalogue().get(list_name)
        return found is None or found.editable == "yes"

    def words(self, name: str) -> list[str]:
        """All words `find` knows for the list, longest first."""
        return sorted(self._words.get(name, {}), key=len, reverse=True)


def read_codes(office: Office) -> CodeLists:
    """The lists as they are now."""
    table = office.schema.records["code_entry"]
    with office.read() as connection:
        columns = (table.c.list, table.c.code, table.c.label, table.c.retired, table.c.meaning, table.c.traits)
        rows = connection.execute(select(*columns).where(table.c.deleted.is_(None)).order_by(table.c.id)).all()
    return make_lists(tuple((row.list, make_code(row)) for row in rows))


def make_code(row: Any) -> Code:
    traits = load_value(Kind.TEXTS, row.traits)
    return Code(row.code, row.label, bool(row.retired), row.meaning or "", frozenset(as_texts(traits)))


def as_texts(value: object) -> list[str]:
    return [str(each) for each in cast(list[object], value)] if isinstance(value, list) else []


@lru_cache(maxsize=4)
def make_lists(entries: tuple[tuple[str, Code], ...]) -> CodeLists:
    """The same entries give the same lists: they are asked for with every page and every save."""
    return CodeLists(entries)


def read_surnames(office: Office) -> dict[str, str]:
    """Surname and reading ("yu4 chi2"): those that ship and those of the office, without what it retired."""
    with office.read() as connection:
        return surnames.read_surnames(connection, office.schema)


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
    """An entry of a file. Columns beside code, label and meaning are traits: face_to_face yes, or kind collective."""
    told = {name: (value or "").strip() for name, value in row.items()}
    more = {name: value for name, value in told.items() if name not in ("code", "label", "meaning")}
    traits = {value if name == "kind" else name for name, value in more.items() if value not in ("", "no")}
    return Code(told["code"], told["label"], meaning=told.get("meaning", ""), traits=frozenset(traits))


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
    return re.sub(r"[\s、,，/／·.。;；（）()]+", "", word)
