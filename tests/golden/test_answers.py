"""The program answers as it did before it was taken apart."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from tests.golden.answers import FOLDER, OFFICES, read_answers, write_text

MOST = 40  # lines of difference that are shown


@pytest.mark.parametrize("name", OFFICES)
def test_the_answers_are_those_of_before(name: str, tmp_path: Path) -> None:
    """Wanted changes are written with python -m tests.golden.answers --write, and read in the diff."""
    before = (FOLDER / f"{name}.json").read_text("utf-8").splitlines()
    now = write_text(read_answers(name, tmp_path)).splitlines()
    differences = list(difflib.unified_diff(before, now, "before", "now", n=1, lineterm=""))
    assert not differences, "\n".join(differences[:MOST])
