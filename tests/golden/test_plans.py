"""Every shipped view, card and figure is read along the indexes it was read along before."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.golden.plans import FILE, make_bare, read_plans


def test_the_plans_are_those_of_before(tmp_path: Path) -> None:
    known = json.loads(FILE.read_text("utf-8"))
    if known["sqlite"] != sqlite3.sqlite_version:
        pytest.skip(
            f"the plans are those of SQLite {known['sqlite']}"
        )  # another one may choose and word them otherwise
    place = make_bare(tmp_path)
    with closing(place.office):
        assert read_plans(place) == known["plans"]
