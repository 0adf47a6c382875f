"""Every place that asks which move it is. The table of moves should say what is special about one instead.

A place is a comparison (== != in, not in, match, startswith and the like), a look-up in a mapping, or a getattr, with the
name or the label of a move. The name of a move is what is called so: move.name, line.move, row["move"], row.get("move"), a
variable `move` that is compared or looked up in a constant, and a text made with one of them (f"{move.name}."); also any
variable `name` or `step` that is compared with the name of a move written out. Names of states are not looked for.

python -m tests.house.moves prints the places, with --files their number in each file; with --write they become what is
allowed; --root FOLDER looks into another checkout, with the moves of this one.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

from tests.golden.program import FEATURES, list_modules
from tests.house.ratchet import Place, read_command, show, write
from tests.house.tree import ROOT, list_files, name_of, parse

ALLOWED = Path(__file__).parent / "allowed_moves.json"
FOLDERS = ("cppcc_desktop", "ui")
MAYBE = ("name", "step")  # what may be called so without being a move
TEXT_CALLS = ("startswith", "endswith", "removeprefix", "removesuffix", "partition", "rpartition")
NAMES = frozenset(move.name for module in list_modules(FEATURES) if module.workflow for move in module.workflow.moves)


def find_places(root: Path = ROOT) -> list[Place]:
    """All of them, by file and line."""
    files = list_files(*FOLDERS, root=root)
    return sorted(place for path in files for place in places_of(path, parse(path, root), NAMES))


def places_of(path: str, tree: ast.AST, names: Collection[str]) -> Iterator[Place]:
    """The places of one file; `names` are the names of moves that may be written out."""
    for node in ast.walk(tree):
        if asks(node, names):
            yield Place(path, node.lineno, ast.unparse(node).partition("\n")[0])  # type: ignore[attr-defined]


def asks(node: ast.AST, names: Collection[str]) -> bool:
    """Whether this node compares the name of a move or looks something up by it."""
    if isinstance(node, ast.Compare):
        sides = (node.left, *node.comparators)
        return (any(map(is_name, sides)) and not any(map(is_nothing, sides))) or compares_text(sides, names)
    if isinstance(node, ast.Match):
        return is_name(node.subject)
    if isinstance(node, ast.Subscript):
        return holds_name(node.slice, node.value)
    return isinstance(node, ast.Call) and calls_with_name(node)


def calls_with_name(node: ast.Call) -> bool:
    """LABELS.get(move.name), key.startswith(f"{move.name}."), move.name.startswith("re"), getattr(self, move.name)."""
    if name_of(node.func) == "getattr":
        return any(map(is_name, node.args[1:2]))
    if not isinstance(node.func, ast.Attribute):
        return False
    if node.func.attr in TEXT_CALLS:
        return is_name(node.func.value) or any(map(is_name, node.args))
    return node.func.attr in ("get", "pop") and any(holds_name(each, node.func.value) for each in node.args)


def is_name(node: ast.expr) -> bool:
    """move.name, move.label, line.move, row["move"], row.get("move"), move; also inside str(…) or a text."""
    if isinstance(node, ast.Attribute):
        return node.attr == "move" or (node.attr in ("name", "label") and name_of(node.value) == "move")
    if isinstance(node, ast.Subscript):
        return is_text(node.slice, ("move",))
    if isinstance(node, ast.Call):
        if name_of(node.func) == "get":
            return bool(node.args) and is_text(node.args[0], ("move",))
        return name_of(node.func) == "str" and bool(node.args) and is_name(node.args[0])
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(each, ast.FormattedValue) and is_name(each.value) for each in node.values)
    if isinstance(node, ast.BinOp):
        return is_name(node.left) or is_name(node.right)
    return isinstance(node, ast.Name) and node.id == "move"


def holds_name(node: ast.expr, among: ast.expr) -> bool:
    """The name of a move as a key, alone or in a tuple; a plain variable `move` may be the move itself, but what is
    a constant knows moves by name only."""
    parts = node.elts if isinstance(node, ast.Tuple) else [node]
    return any(is_name(each) and (name_of(among).isupper() or not isinstance(each, ast.Name)) for each in parts)


def is_nothing(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and not node.value


def compares_text(sides: Collection[ast.expr], names: Collection[str]) -> bool:
    """name == "reply", step in ("docket", "receive")."""
    texts = [
        part for side in sides for part in (side.elts if isinstance(side, ast.Tuple | ast.Set | ast.List) else [side])
    ]
    return any(name_of(side) in MAYBE for side in sides) and any(is_text(each, names) for each in texts)


def is_text(node: ast.expr, words: Collection[str]) -> bool:
    return isinstance(node, ast.Constant) and node.value in words


def main(arguments: list[str]) -> int:
    asked = read_command(arguments, "--write")
    places = find_places(asked.root)
    if asked.write:
        write(ALLOWED, places)
    show(places, asked)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
