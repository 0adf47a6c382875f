"""联络站: its lists and the parts the platform asks for."""

from __future__ import annotations

from collections.abc import Sequence

from cppcc_desktop.nouns.stations.entity import STATIONS
from cppcc_desktop.nouns.stations.lists import COUNCILS, FUNCTIONS, FUNDS
from cppcc_desktop.nouns.stations.stars import STARS
from cppcc_desktop.nouns.stations.targets import TARGETS
from cppcc_desktop.services.features import Feature


def give_rule_effects() -> Sequence[object]:
    from cppcc_desktop.nouns.stations.rule_effects import RULE_EFFECTS

    return RULE_EFFECTS


def give_samples() -> Sequence[object]:
    from cppcc_desktop.nouns.stations.samples import SAMPLES

    return SAMPLES


def give_schemes() -> Sequence[object]:
    from cppcc_desktop.nouns.stations.scheme import SCHEME

    return (SCHEME,)


def give_strips() -> Sequence[object]:
    from cppcc_desktop.nouns.stations.strip import STRIP

    return (STRIP,)


def give_tasks() -> Sequence[object]:
    from cppcc_desktop.nouns.stations.tasks import TASKS

    return (TASKS,)


def give_makers() -> Sequence[object]:
    from cppcc_desktop.nouns.stations.duty import MAKER

    return (MAKER,)


def give_followers() -> Sequence[object]:
    from cppcc_desktop.nouns.stations.visits import FOLLOWER

    return (FOLLOWER,)


def give_sheets() -> Sequence[object]:
    from cppcc_desktop.nouns.stations.figures import SHEET

    return (SHEET,)


def give_forms() -> Sequence[object]:
    from cppcc_desktop.nouns.stations.forms import FORMS

    return FORMS


FEATURE = Feature(
    name="stations",
    modules=(STATIONS, TARGETS, STARS, FUNCTIONS, COUNCILS, FUNDS),
    parts={
        "FigureSheet": give_sheets,
        "Form": give_forms,
        "PlaceStrip": give_strips,
        "PlaceTasks": give_tasks,
        "RowFollower": give_followers,
        "RowMaker": give_makers,
        "RuleEffects": give_rule_effects,
        "Sample": give_samples,
        "ScoreScheme": give_schemes,
    },
)
