"""The nouns that have something to show with widgets of their own."""

from __future__ import annotations

from ui.nouns.activities.face import FACE as ACTIVITIES
from ui.nouns.assessments.face import FACE as ASSESSMENTS
from ui.nouns.members.face import FACE as MEMBERS
from ui.nouns.plans.face import FACE as PLANS
from ui.nouns.projects.face import FACE as PROJECTS
from ui.nouns.proposals.face import FACE as PROPOSALS
from ui.nouns.receptions.face import FACE as RECEPTIONS
from ui.nouns.stations.face import FACE as STATIONS
from ui.nouns.topics.face import FACE as TOPICS
from ui.nouns.units.face import FACE as UNITS

FACES = (PROPOSALS, MEMBERS, STATIONS, RECEPTIONS, ACTIVITIES, PLANS, TOPICS, PROJECTS, UNITS, ASSESSMENTS)
