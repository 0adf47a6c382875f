"""No test is lost on the way, and none tries less than it did."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.house.ids import (
    GOLDEN,
    Changes,
    find_less,
    find_lost,
    find_stale,
    fold,
    list_numbers,
    list_tests,
    read_old,
    read_pairs,
)


def test_every_old_test_is_there_or_accounted_for() -> None:
    """A moved one stands in moved_tests.txt (old → new), one that is gone in gone_tests.txt (id — reason)."""
    assert find_lost(read_old(), list_tests(), Changes.read()) == []


def test_the_lists_of_moved_and_gone_tests_say_nothing_idle() -> None:
    assert find_stale(read_old(), list_tests(), Changes.read()) == []


def test_no_number_of_examples_mutants_or_kills_falls() -> None:
    old = json.loads((GOLDEN / "numbers.json").read_text("utf-8"))
    assert find_less(old, list_numbers(), Changes.read()) == []


def test_moved_and_gone_tests_are_told_from_lost_ones() -> None:
    old = [
        "tests/a/test_x.py::test_one",
        "tests/a/test_x.py::test_two",
        "tests/b.py::test_three",
        "tests/b.py::test_four",
    ]
    tests = {"tests/new/test_x.py::test_one", "tests/new/y.py::test_zwei", "tests/b.py::test_three"}
    moved = {"tests/a": "tests/new", "tests/a/test_x.py::test_two": "tests/new/y.py::test_zwei"}
    assert find_lost(old, tests, Changes(moved, {})) == ["tests/b.py::test_four"]
    gone = {"tests/b.py::test_four": "as three", "tests/b.py::test_three": "as one"}
    assert find_lost(old, tests, Changes(moved, gone)) == []
    assert find_stale(old, tests, Changes({**moved, "tests/c": "d"}, gone)) == ["tests/c", "tests/b.py::test_three"]


def test_numbers_fall_only_with_a_reason() -> None:
    old = {"tests/a.py::test_x max_examples": 60, "tests/a.py::KILLS": 20}
    assert find_less(old, {"tests/b.py::test_x max_examples": 60}, Changes({"tests/a.py": "tests/b.py"}, {})) == [
        "tests/a.py::KILLS: 20 → 0"
    ]


def test_a_reason_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").write_text("# tests that are gone\n\ntests/a.py::test_x\n", "utf-8")
    with pytest.raises(ValueError, match="wants two parts"):
        read_pairs(tmp_path / "gone.txt", " — ")


def test_parameters_are_counted() -> None:
    assert fold(["a.py::test_y[1]", "a.py::test_y[a::b]", "a.py::test_x", "2 tests collected"]) == [
        "a.py::test_x", "a.py::test_y [2]",
    ]  # fmt: skip
