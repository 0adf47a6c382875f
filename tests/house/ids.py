"""Which tests there are and how much they try, read from the files without running any of them.

What pytest collects comes in with
python -m pytest --collect-only -q -o addopts= | python -m tests.house.ids --write
"""

from __future__ import annotations

import ast
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.house.tree import ROOT, list_files, name_of, parse, read_lines

GOLDEN = ROOT / "tests" / "golden"
ARROW, BECAUSE = " → ", " — "
TRIED = ("max_examples", "stateful_step_count")
COUNTED = ("KILLS", "BESIDE", "EACH", "MUTANTS", "STEPS")  # constants that say how much a test tries
DEFAULT_EXAMPLES = 100  # of hypothesis, where nothing else is said


def list_tests() -> set[str]:
    """path::function and path::Class::function of every test file."""
    return {f"{path}::{name}" for path in list_files("tests", pattern="test_*.py") for name in names_in(parse(path))}


def names_in(tree: ast.Module) -> Iterator[str]:
    """Tests of one file; a class that is made by assignment (stateful tests) has runTest."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            yield node.name
        elif isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield from (f"{node.name}::{each.name}" for each in node.body
                        if isinstance(each, ast.FunctionDef) and each.name.startswith("test"))  # fmt: skip
        elif isinstance(node, ast.Assign):
            yield from (f"{name_of(each)}::runTest" for each in node.targets if name_of(each).startswith("Test"))


@dataclass(frozen=True)
class Changes:
    """Old path (or its beginning) → new one, and tests that are gone → why."""

    moved: Mapping[str, str]
    gone: Mapping[str, str]

    @classmethod
    def read(cls, folder: Path = GOLDEN) -> Changes:
        """From moved_tests.txt (old → new) and gone_tests.txt (id — reason)."""
        return cls(read_pairs(folder / "moved_tests.txt", ARROW), read_pairs(folder / "gone_tests.txt", BECAUSE))

    def now(self, old: str) -> str:
        """Where the test stands now: by the longest beginning that was moved."""
        known = max((start for start in self.moved if begins(old, start)), key=len, default="")
        return self.moved[known] + old.removeprefix(known) if known else old


def begins(name: str, start: str) -> bool:
    """Whether it is the thing itself or something in it: tests/a.py does not begin tests/a.pyx."""
    return (
        name == start
        or name.startswith((f"{start}/", f"{start}::"))
        or (start.endswith("/") and name.startswith(start))
    )


def read_pairs(path: Path, sign: str) -> dict[str, str]:
    """Left of the sign → right of it; ValueError for a line that says only one of them."""
    found: dict[str, str] = {}
    for line in read_lines(path):
        left, _, right = line.partition(sign)
        if not right.strip():
            raise ValueError(f"{path.name}: “{line}” wants two parts with “{sign.strip()}” between")
        found[left.strip()] = right.strip()
    return found


def read_old() -> list[str]:
    """Ids as they were, without their number of parameters."""
    return [line.partition(" ")[0] for line in read_lines(GOLDEN / "test_ids.txt")]


def find_lost(old: Iterable[str], tests: set[str], changes: Changes) -> list[str]:
    """Old tests that are neither there, nor moved, nor gone with a reason."""
    return [name for name in old if name not in changes.gone and changes.now(name) not in tests]


def find_stale(old: Iterable[str], tests: set[str], changes: Changes) -> list[str]:
    """Lines of the two lists that name nothing, and tests called gone that are there."""
    known = list(old)
    idle = [start for start in changes.moved if not any(begins(name, start) for name in known)]
    return idle + [name for name in changes.gone if name not in known or changes.now(name) in tests]


# how much tests try


def list_numbers() -> dict[str, int]:
    """What → number: examples of hypothesis, kills, mutants."""
    found: dict[str, int] = {}
    for path in list_files("tests", pattern="test_*.py"):
        for node in parse(path).body:
            if isinstance(node, ast.FunctionDef):
                found |= {f"{path}::{node.name} {name}": number for name, number in numbers_of(node)}
            elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
                found |= {f"{path}::{name}": number for name, number in numbers_set(node, node.value)}
    return found


def numbers_of(node: ast.FunctionDef) -> Iterator[tuple[str, int]]:
    """Examples of a property, as its decorators say."""
    calls = {name_of(each.func): each for each in node.decorator_list if isinstance(each, ast.Call)}
    if "given" in calls:
        yield "max_examples", dict(arguments_of(calls.get("settings"))).get("max_examples", DEFAULT_EXAMPLES)


def arguments_of(call: ast.Call | None) -> Iterator[tuple[str, int]]:
    for each in call.keywords if call else ():
        if each.arg in TRIED and isinstance(each.value, ast.Constant):
            yield each.arg, int(str(each.value.value))


def numbers_set(node: ast.Assign | ast.AnnAssign, value: ast.expr) -> Iterator[tuple[str, int]]:
    """KILLS, EACH = 100, 10; the length of MUTANTS; settings of a stateful test."""
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        if isinstance(value, ast.Call) and name_of(value.func) == "settings":
            yield from ((f"{ast.unparse(target)}.{name}", number) for name, number in arguments_of(value))
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            yield from ((name_of(each), size_of(one)) for each, one in zip(target.elts, value.elts, strict=True)
                        if name_of(each) in COUNTED)  # fmt: skip
        elif name_of(target) in COUNTED and size_of(value):
            yield name_of(target), size_of(value)


def size_of(value: ast.expr) -> int:
    """The number itself, or how many keys a mapping has; 0 for anything else."""
    if isinstance(value, ast.Dict):
        return len(value.keys)
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, int) else 0


def find_less(old: Mapping[str, int], now: Mapping[str, int], changes: Changes) -> list[str]:
    """Numbers that fell or are not said any more."""
    kept = {name: number for name, number in old.items() if name.partition(" ")[0] not in changes.gone}
    return [f"{name}: {number} → {now.get(changes.now(name), 0)}" for name, number in kept.items()
            if now.get(changes.now(name), 0) < number]  # fmt: skip


def fold(collected: Iterable[str]) -> list[str]:
    """Ids with their parameters counted: tests/a.py::test_b [12]."""
    counts = Counter(line.strip().partition("[")[0] for line in collected if "::" in line)
    return [name if counts[name] == 1 else f"{name} [{counts[name]}]" for name in sorted(counts)]


def main(arguments: list[str]) -> int:
    """Fold what pytest collected; with --write keep it and the numbers as what must stay."""
    folded = "\n".join(fold(sys.stdin)) + "\n"
    if "--write" not in arguments:
        print(folded, end="")
        return 0
    (GOLDEN / "test_ids.txt").write_text(folded, "utf-8")
    numbers = json.dumps(list_numbers(), ensure_ascii=False, indent=1, sort_keys=True)
    (GOLDEN / "numbers.json").write_text(numbers + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
