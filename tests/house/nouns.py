"""Every place where platform code names a noun of the office. The platform should ask the descriptions instead.

Names are those of modules, entities, moves and states, and the fields that one noun alone has, as the descriptions say
them. They are looked for

* in strings: the whole string, or a part of one like noun.field or noun:…;
* in names that outlive a function: classes, functions, fields of a class, constants, modules and what is imported
  (a noun's name among the words of it: ProposalCard, list_units), and attributes (the whole name: table.c.docket_no).

Variables and parameters of a function and keywords of calls are the code's own and are left alone, and so are docstrings.
Names that are plain English as well stand in plain_words.txt and count only as a string that is used as a name: compared
with something called kind, entity, module or move, passed for a parameter called so, looked up among records or modules, or
standing in one tuple or among the keys of one dictionary with a name that is clear.

python -m tests.house.nouns prints the places; --files counts them by file, --words by word, --nouns lists the files that
belong to a noun; --root FOLDER looks into another checkout, with the nouns of this one.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from cppcc_desktop.domain.office.office import COMMITTEE
from cppcc_desktop.domain.scores.records import make_score_entities
from tests.golden.program import FEATURES, PLATFORM, list_modules
from tests.house.moves import NAMES as MOVES
from tests.house.ratchet import Place, read_command, show
from tests.house.tree import ROOT, list_files, name_of, parse, read_lines

PLAIN = Path(__file__).parent / "plain_words.txt"
FOLDERS = ("cppcc_desktop", "db", "ui")
MODULES = list_modules(FEATURES)

# The platform's own: modules whose entities are no nouns, words every office has, and those of any life. A station is a place
# of exchange as well: names in code may have it, only the string "stations" and its module mean the noun.
OWN_MODULES = tuple(each.name for each in PLATFORM.modules)
OWN_ENTITIES = ("score_item",)  # the score sheet is there for any noun
SCORES = make_score_entities(COMMITTEE, names=("item", "entry", "result"), labels=("", "", ""), award="")
OWN_FIELDS = frozenset(each.name for entity in SCORES for each in entity.fields)
OWN_WORDS = frozenset((
    "committee", "term", "plenary", "account", "setting", "code", "holiday", "calendar_day", "attachment", "view", "draft",
    "package", "conflict", "calendar", "county", "station", "case", "state", "step", "move",
))  # fmt: skip

# Files that may name nouns: the nouns' own, those that list nouns, and migrations; and those of a noun that stand elsewhere.
NOUN_FOLDERS = ("cppcc_desktop/nouns/", "ui/nouns/", "db/migrations/")
NAMING = ("cppcc_desktop/bootstrap.py", "cppcc_desktop/demo.py", "ui/faces.py")
ELSEWHERE = "tests/house/noun_files.txt"  # of the tree that is looked at
BEFORE = ROOT / "tests" / "house" / "old_noun_files.txt"  # for a tree that has no such list

KIND_NAMES = ("kind", "entity", "module", "move", "noun", "target", "owner", "state")
KIND_TABLES = ("records", "modules", "entities", "schema")


def list_platform(root: Path = ROOT) -> list[str]:
    """Files that are none of a noun, none of those that list nouns, and no migration."""
    listed = root / ELSEWHERE
    others = {*NAMING, *read_lines(listed if listed.exists() else BEFORE)}
    files = list_files(*FOLDERS, root=root)
    return [path for path in files if path not in others and not path.startswith(NOUN_FOLDERS)]


def words_of(name: str) -> list[str]:
    """ProposalCard and proposal_card → proposal, card."""
    return [each.lower() for each in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]


@dataclass(frozen=True)
class Vocabulary:
    """What nouns are called. `kinds` are modules and entities, `fields` those that one noun alone has."""

    kinds: frozenset[str]
    fields: frozenset[str]
    moves: frozenset[str]
    plain: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()

    @classmethod
    def read(cls) -> Vocabulary:
        """From the descriptions."""
        nouns = [module for module in MODULES if module.name not in OWN_MODULES]
        kinds = {module.name for module in nouns} | {each.name for module in nouns for each in module.entities}
        kinds -= {*OWN_WORDS, *OWN_ENTITIES}
        plain = frozenset(line.split()[0] for line in read_lines(PLAIN))
        flows = (module.workflow for module in nouns if module.workflow)
        states = frozenset(state.name for flow in flows for state in flow.states) - OWN_WORDS
        return cls(frozenset(kinds), own_fields() - OWN_WORDS, MOVES, plain, states)

    @cached_property
    def every(self) -> frozenset[str]:
        return self.kinds | self.fields | self.moves | self.states

    @cached_property
    def clear(self) -> frozenset[str]:
        """Names that mean a noun wherever they stand."""
        return self.every - self.plain

    @cached_property
    def clear_kinds(self) -> tuple[tuple[str, ...], ...]:
        """Words of the kinds, for names that have them among theirs."""
        own = {f"{word}s" for word in OWN_WORDS}
        return tuple(tuple(kind.split("_")) for kind in sorted(self.kinds - self.plain - own))

    @cached_property
    def own_names(self) -> frozenset[str]:
        """Clear names that mean a noun where they are the whole of a name in code."""
        return self.clear - {f"{word}s" for word in OWN_WORDS}

    def named_in(self, name: str) -> str:
        """The kind among the words of a name, or the clear name it is; else nothing."""
        if name.lower() in self.own_names:
            return name.lower()
        words = words_of(name)
        for kind in self.clear_kinds:
            if any(tuple(words[at : at + len(kind)]) == kind for at in range(len(words))):
                return "_".join(kind)
        return ""

    def said_in(self, text: str) -> str:
        """The clear name a string is, or has before or after a dot or colon; else nothing."""
        if text in self.clear:
            return text
        parts = re.split(r"[.:]", text)
        if len(parts) > 1 and re.fullmatch(r"[a-z_]+[.:][\w.:]*", text):
            return next((part for part in parts if part in self.clear), "")
        return ""


def own_fields() -> frozenset[str]:
    """Names of fields that entities of one noun alone have; a noun is the first module an entity stands in.

    What an entity of the platform has too, or what is a check that any field may have, is the platform's word.
    """
    homes: dict[str, str] = {}
    owners: dict[str, set[str]] = {}
    for module in MODULES:
        for entity in module.entities:
            home = homes.setdefault(entity.name, OWN_MODULES[0] if entity.name in OWN_ENTITIES else module.name)
            for each in entity.fields:
                owners.setdefault(each.name, set()).add(home)
    checks = {each.check for module in MODULES for entity in module.entities for each in entity.fields}
    noun = {name for name, of in owners.items() if len(of) == 1 and not of & set(OWN_MODULES)}
    return frozenset(noun) - checks - OWN_FIELDS


@dataclass
class Looking(ast.NodeVisitor):
    """Goes through one file and notes every place; `calls` knows which arguments of a function are kinds."""

    path: str
    vocabulary: Vocabulary
    calls: Mapping[str, tuple[int, ...]]
    places: list[Place] = field(default_factory=list[Place])
    quiet: set[int] = field(default_factory=set[int])  # strings that are docstrings, or counted already
    inside: int = 0  # functions around

    def note(self, node: ast.AST, word: str, kind: str) -> None:
        if word:
            self.places.append(Place(self.path, node.lineno, f"{kind} {word}"))  # type: ignore[attr-defined]

    def visit(self, node: ast.AST) -> None:
        """Docstrings are words for people."""
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node, clean=False):
            self.quiet.add(id(node.body[0].value))  # type: ignore[attr-defined]
        super().visit(node)

    # names

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.note(node, self.vocabulary.named_in(node.name), f"class {node.name}:")
        for each in node.body:
            if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
                self.note(each, self.vocabulary.named_in(each.target.id), f"field {each.target.id}:")
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.note(node, self.vocabulary.named_in(node.name), f"function {node.name}:")
        self.inside += 1
        self.generic_visit(node)
        self.inside -= 1

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        parts = (node.module or "").split(".")
        named = (each if each in self.vocabulary.clear else self.vocabulary.named_in(each) for each in parts)
        self.note(node, next(filter(None, named), ""), f"import from {node.module}:")
        for each in node.names:
            self.note(node, self.vocabulary.named_in(each.name), f"import {each.name}:")

    def visit_Name(self, node: ast.Name) -> None:
        """Constants and classes; what a function calls its own things is its own."""
        if node.id[0].isupper() or (node.id.startswith("_") and node.id.isupper()):
            self.note(node, self.vocabulary.named_in(node.id), f"name {node.id}:")

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self.note(node, node.attr if node.attr in self.vocabulary.own_names else "", "attribute")
        self.generic_visit(node)

    # strings

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and id(node) not in self.quiet:
            self.note(node, self.vocabulary.said_in(node.value), "string")

    def visit_Compare(self, node: ast.Compare) -> None:
        sides = (node.left, *node.comparators)
        if any(name_of(side) in KIND_NAMES for side in sides):
            self.note_kinds(*sides)
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if name_of(node.value) in KIND_TABLES:
            self.note_kinds(node.slice)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        at = self.calls.get(name_of(node.func), ())
        self.note_kinds(*(each for place, each in enumerate(node.args) if place in at))
        self.note_kinds(*(each.value for each in node.keywords if each.arg in KIND_NAMES))
        self.generic_visit(node)

    def visit_Tuple(self, node: ast.Tuple) -> None:
        self.note_company(node.elts)
        self.generic_visit(node)

    def visit_Set(self, node: ast.Set) -> None:
        self.note_company(node.elts)
        self.generic_visit(node)

    def visit_Dict(self, node: ast.Dict) -> None:
        self.note_company([each for each in node.keys if each])
        self.generic_visit(node)

    def note_company(self, nodes: Sequence[ast.expr]) -> None:
        """Plain words beside a clear name are names as well."""
        if any(isinstance(each, ast.Constant) and each.value in self.vocabulary.clear for each in nodes):
            self.note_kinds(*nodes)

    def note_kinds(self, *nodes: ast.expr) -> None:
        """Strings that are used as a kind: plain words count here."""
        for node in nodes:
            for each in node.elts if isinstance(node, ast.Tuple | ast.Set | ast.List) else [node]:
                if is_plain(each, self.vocabulary) and id(each) not in self.quiet:
                    self.quiet.add(id(each))
                    self.note(each, str(each.value), "kind")


def is_plain(node: ast.expr, vocabulary: Vocabulary) -> bool:
    """A string that is a name only in its place."""
    return isinstance(node, ast.Constant) and node.value in vocabulary.every & vocabulary.plain


def kind_arguments(root: Path) -> dict[str, tuple[int, ...]]:
    """Function → places of its arguments that are kinds, `self` not counted; of all that are called so."""
    found: dict[str, tuple[int, ...]] = {}
    for path in list_files(*FOLDERS, root=root):
        for node in ast.walk(parse(path, root)):
            if isinstance(node, ast.FunctionDef):
                names = [each.arg for each in node.args.args if each.arg != "self"]
                places = tuple(place for place, name in enumerate(names) if name in KIND_NAMES)
                found[node.name] = (*found.get(node.name, ()), *places)
    return found


def find_places(root: Path = ROOT) -> list[Place]:
    """All of them, by file and line."""
    vocabulary, calls = Vocabulary.read(), kind_arguments(root)
    found: list[Place] = []
    for path in list_platform(root):
        found += places_of(path, parse(path, root), vocabulary, calls)
    return sorted(found)


def places_of(path: str, tree: ast.Module, vocabulary: Vocabulary, calls: Mapping[str, tuple[int, ...]]) -> list[Place]:
    """The places of one file."""
    looking = Looking(path, vocabulary, calls)
    word = vocabulary.named_in(Path(path).stem)
    if word:
        looking.places.append(Place(path, 1, f"file {word}"))
    looking.visit(tree)
    return looking.places


def main(arguments: list[str]) -> int:
    asked = read_command(arguments, "--words", "--nouns")
    if asked.nouns:
        print(*sorted(set(list_files(*FOLDERS, root=asked.root)) - set(list_platform(asked.root))), sep="\n")
        return 0
    places = find_places(asked.root)
    if asked.words:
        counts = Counter(each.words.split()[-1] for each in places)
        print(*(f"{number:4} {word}" for word, number in counts.most_common()), sep="\n")
    else:
        show(places, asked)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
