"""The list of modules and the paths of this computer: what everything else is handed."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from cppcc_desktop.domain.office.office import OFFICE, UNITS
from cppcc_desktop.domain.office.plenaries import PLENARIES
from cppcc_desktop.nouns.assessments.entity import ASSESSMENTS
from cppcc_desktop.nouns.members.entity import MEMBERS
from cppcc_desktop.nouns.proposals.entity import ASSIGNMENTS, FEEDBACK_FORMS, PROMISES, PROPOSALS
from cppcc_desktop.nouns.stations.entity import ACTIVITIES, STATIONS
from cppcc_desktop.nouns.topics.entity import TOPICS
from cppcc_desktop.services.office.opening import Surroundings

MODULES = (
    PROPOSALS, MEMBERS, STATIONS, ACTIVITIES, TOPICS, UNITS, PLENARIES, OFFICE, ASSIGNMENTS, FEEDBACK_FORMS, PROMISES,
    ASSESSMENTS,
)  # fmt: skip


def home_folder() -> Path:
    """Where logs, anchors and window settings live, outside every database; CPPCC_HOME moves it."""
    named = os.environ.get("CPPCC_HOME")
    return Path(named) if named else platformdirs.user_state_path("cppcc-desktop", appauthor=False)


def read_clock() -> datetime:
    """Now, in UTC. CPPCC_TODAY=2026-06-08 fixes the day for pictures and demonstrations."""
    fixed = os.environ.get("CPPCC_TODAY")
    if fixed:
        return datetime.fromisoformat(f"{fixed}T07:42:00+00:00")
    return datetime.now(UTC)


def surround() -> Surroundings:
    """What the window and `cppcc` are handed."""
    return Surroundings(MODULES, read_clock, home_folder())
