"""A clerk who receives and dockets cases without pause and says each number once it stands: killed by test_kill_numbers."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.cases.steps import act
from cppcc_desktop.services.office.calendar import AROUND, find_festivals
from cppcc_desktop.services.office.opening import Surroundings

find_festivals(2026 - AROUND, 2026 + AROUND)  # once, in the process the clerks are forked from: it takes the longest


def read_clock() -> datetime:
    return datetime(2026, 6, 8, 7, 42, tzinfo=UTC)


def issue(database: str, home: str, drafts: Sequence[str], reviewed: Sequence[str], told: Connection) -> None:
    """Receive the drafts and docket what was reviewed; each number is said once it is acknowledged: (id, which, number)."""
    office = Surroundings(FEATURES, read_clock, Path(home)).open(Path(database))
    actor = Actor("甲", "clerk", "county")
    for draft, case in zip(drafts, reviewed, strict=True):
        told.send((draft, "intake_no", act(office, actor, "proposal", draft, "receive", {}).numbers["intake_no"]))
        told.send(
            (
                case,
                "docket_no",
                act(office, actor, "proposal", case, "docket", {"category": "社会建设"}).numbers["docket_no"],
            )
        )
    told.close()
    time.sleep(60)  # nothing left to do: wait to be killed
