"""Conditions as the program before kept them in saved views, and the SQL it made of them.

`python -m tests.golden.stored_views` writes what the program of now makes of the same texts.
"""

from __future__ import annotations

import json
import tempfile
from contextlib import closing
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.dialects import sqlite

from cppcc_desktop.services.lists.views import read_conditions
from cppcc_desktop.services.records.records import Query, make_listing
from tests.golden.offices import Place
from tests.golden.plans import make_bare

FILE = Path(__file__).with_name("stored_views.json")
IN_HAND = ["assigned", "sent_back", "in_hand", "rehandling"]
# (list, conditions as JSON has them)
STORED: tuple[tuple[str, dict[str, object]], ...] = (
    ("proposals", {}),
    ("proposals", {"state": "in_hand"}),
    ("proposals", {"state": IN_HAND}),
    ("proposals", {"state": []}),
    ("proposals", {"state": IN_HAND, "due_on": ["before", "today"]}),
    ("proposals", {"due_on": ["between", "today", "soon"], "lead_unit": None}),
    ("proposals", {"due_on": ["between", "2026-03-01", "2026-04-30"], "category": "13"}),
    ("proposals", {"received_on": ["from", "2026-03-01"], "is_key": 1}),
    ("proposals", {"received_on": ["set"], "satisfaction": ["not", "3"]}),
    ("proposals", {"title": ["like", "50%_"], "lead_unit": "019a"}),
    ("proposals", {"state": "returned", "any": [{"intake_no": ["set"]}, {"received_on": ["set"], "form": ["1", "2"]}]}),
    ("proposals", {"form": ["3", "4"], "all": [{"form": "3"}, {"any": [{"sector": None}, {"party": "01"}]}]}),
    ("assignments", {"proposal.plenary": "10-03", "proposal.state": ["in_hand", "replied"], "state": ["assigned"]}),
    ("assignments", {"proposal.id": ["set"], "sent_back_on": ["set"], "unit": "019b"}),
    ("assignments", {"proposal.due_on": ["before", "today"], "any": [{"state": "replied"}, {"proposal.is_key": 1}]}),
    ("feedback_forms", {"superseded": ["not", 1], "any": [{"date": ["set"]}, {"result": ["set"]}]}),
    ("members", {"left_on": None, "sex": "女", "parties": ["like", "\"01\""]}),
)  # fmt: skip


def make_sql(place: Place, module: str, text: str) -> str:
    """The statement that counts a saved view's records, with the days filled in."""
    of = place.office.modules[module]
    with place.office.read() as connection:
        listing = make_listing(connection, place.office, of, Query(read_conditions(place.office, of, text)[0]))
        query = listing._filtered(select(func.count()))
    return str(query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})).replace("\n", "")


def write_all(place: Place) -> list[dict[str, str]]:
    """The text of each and its statement."""
    texts = [(module, json.dumps(where, ensure_ascii=False)) for module, where in STORED]
    return [{"list": module, "stored": text, "sql": make_sql(place, module, text)} for module, text in texts]


def main() -> None:
    """Write the statements of now."""
    with tempfile.TemporaryDirectory() as folder:
        place = make_bare(Path(folder))
        with closing(place.office):
            told = write_all(place)
    FILE.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
