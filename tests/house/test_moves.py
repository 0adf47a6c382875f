"""No file asks more often which move it is than it did; tests.house.moves says what counts."""

from __future__ import annotations

import ast

import pytest

from tests.house.moves import ALLOWED, find_places, places_of
from tests.house.ratchet import Place, compare, read


def test_no_file_asks_more_often_which_move_it_is() -> None:
    assert compare(find_places(), read(ALLOWED), "python -m tests.house.moves") == []


@pytest.mark.parametrize(
    "code",
    [
        "step.move.name == 'reply'", "move.name not in LATER", "line.move != other", "row['move'] == X", "move in AFTER",
        "row.get('move') == 'merge'", "str(row['move']) == 'merge'", "EFFECTS.get(move.name)", "{'a': 1}[line.move]",
        "labels[str(row['move']), source]", "name in ('reply', other)", "step == 'reply'", "match move.name:\n case 'reply': 0",
        "key.startswith(f'{step.move.name}.')", "key.removeprefix(move.name + '.')", "move.name.startswith('re')",
        "getattr(self, f'_{move.name}')", "found[f'{move.name}/{source}']", "DAYS[move]", "DAYS.get(move)", "self.DAYS[move, role]",
        "known.label != move.label", "step.move.label == '答复'", "LABELS[move.label]",
    ],
)  # fmt: skip
def test_what_counts(code: str) -> None:
    assert len(list(places_of("a.py", ast.parse(code), {"reply"}))) == 1


@pytest.mark.parametrize(
    "code",
    ["move.main", "effect(move)", "move is None", "options.move == ''", "name == 'title'", "kind == 'reply'", "found[move]",
     "state in move.sources", "each.move(3)", "print(move.name)", "refuse(move.label)", "f'{move.label}…'", "state == 'received'",
     "key.startswith('move.')"],
)  # fmt: skip
def test_what_does_not_count(code: str) -> None:
    assert list(places_of("a.py", ast.parse(code), {"reply"})) == []


def test_the_numbers_only_go_down() -> None:
    two = [Place("a.py", 1, "x"), Place("a.py", 2, "y")]
    assert compare(two, {"a.py": 2}, "it") == []
    assert compare(two, {"a.py": 1}, "it") == ["a.py: 2 places, 1 allowed", "  a.py:1: x", "  a.py:2: y"]
    assert compare(two[:1], {"a.py": 2}, "it") == ["a.py: 1 places, 2 allowed: lower it with it --write"]
    assert compare([], {"a.py": 1}, "it") and compare(two, {}, "it")
