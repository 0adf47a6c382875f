"""The list of nouns and the paths of this computer: what everything else is handed."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from cppcc_desktop.nouns.activities.feature import FEATURE as ACTIVITIES
from cppcc_desktop.nouns.assessments.feature import FEATURE as ASSESSMENTS
from cppcc_desktop.nouns.members.feature import FEATURE as MEMBERS
from cppcc_desktop.nouns.plans.feature import FEATURE as PLANS
from cppcc_desktop.nouns.projects.feature import FEATURE as PROJECTS
from cppcc_desktop.nouns.proposals.feature import FEATURE as PROPOSALS
from cppcc_desktop.nouns.receptions.feature import FEATURE as RECEPTIONS
from cppcc_desktop.nouns.stations.feature import FEATURE as STATIONS
from cppcc_desktop.nouns.topics.feature import FEATURE as TOPICS
from cppcc_desktop.nouns.units.feature import FEATURE as UNITS
from cppcc_desktop.services.office.opening import Surroundings

FEATURES = (PROPOSALS, MEMBERS, STATIONS, RECEPTIONS, ACTIVITIES, PLANS, TOPICS, PROJECTS, UNITS, ASSESSMENTS)


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
    return Surroundings(FEATURES, read_clock, home_folder())
