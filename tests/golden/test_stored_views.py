"""A saved view of an old database asks SQLite the same as before, and is written as it was read."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

from tests.golden.plans import make_bare
from tests.golden.stored_views import FILE, write_all


def test_stored_conditions_are_read_as_before(tmp_path: Path) -> None:
    place = make_bare(tmp_path)
    with closing(place.office):
        assert write_all(place) == json.loads(FILE.read_text("utf-8"))
