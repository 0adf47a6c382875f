"""The papers are those that were looked at, part by part."""

from __future__ import annotations

import difflib
from pathlib import Path

from tests.golden.documents import FOLDER, describe_papers

MOST = 60  # lines of difference that are shown


def test_the_papers_are_those_of_before(tmp_path: Path) -> None:
    """Wanted changes are written with python -m tests.golden.documents --write, looked at, and read in the diff."""
    now = describe_papers(tmp_path)
    assert sorted(now) == sorted(path.name for path in FOLDER.iterdir())
    differences = [
        line
        for name, words in now.items()
        for line in difflib.unified_diff(
            (FOLDER / name).read_text("utf-8").splitlines(), words.splitlines(), f"{name} before", f"{name} now", n=1,
            lineterm="",
        )
    ]  # fmt: skip
    assert not differences, "\n".join(differences[:MOST])
