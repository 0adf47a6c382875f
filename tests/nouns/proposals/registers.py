"""Registers of proposals made directly, in the numbers a test asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.conftest import Place

PLENARY = "10-03"
BASE: Mapping[str, Any] = {"plenary": PLENARY, "form": "1", "received_on": "2026-01-15", "intake_period": "plenary"}


def write(place: Place, kind: str, count: int = 1, **values: Any) -> list[str]:
    """So many records of a kind with these values."""
    with place.office.write(place.actor, "record.write") as writing:
        entity = place.office.entity(kind)
        return [writing.new(entity, values) for _ in range(count)]


def cases(place: Place, count: int, state: str, **values: Any) -> list[str]:
    return write(place, "proposal", count, **{**BASE, "title": "关于路灯的建议", "state": state, **values})


def fill_plenary(place: Place) -> list[str]:
    """125 received: 25 merged, 7 declined, 93 docketed, of those 92 replied (A 22, B 68, C 2); the ids of these."""
    cases(place, 25, "merged")
    cases(place, 7, "declined")
    cases(place, 1, "in_hand", due_on="2026-06-01")
    cases(place, 3, "draft", received_on=None)
    replied: list[str] = []
    for count, grade in ((22, "A"), (68, "B"), (2, "C")):
        more = {"result_class": grade, "due_on": "2026-06-01", "replied_on": "2026-05-20", "docketed_on": "2026-02-01"}
        replied += cases(place, count, "closed", on_time=grade != "C", face_to_face=grade == "A" or None, **more)
    return replied
