"""活动: its list and the parts the platform asks for."""

from __future__ import annotations

from collections.abc import Sequence

from cppcc_desktop.nouns.activities.entity import ACTIVITIES, ATTENDANCES
from cppcc_desktop.services.features import Feature


def give_absences() -> Sequence[object]:
    from cppcc_desktop.nouns.activities.absences import ABSENCE

    return (ABSENCE,)


def give_deeds() -> Sequence[object]:
    from cppcc_desktop.nouns.activities.deeds import DEED

    return (DEED,)


def give_days() -> Sequence[object]:
    from cppcc_desktop.nouns.activities.days import DAYS

    return DAYS


def give_entries() -> Sequence[object]:
    from cppcc_desktop.nouns.activities.entry import ENTRY

    return (ENTRY,)


def give_rule_effects() -> Sequence[object]:
    from cppcc_desktop.nouns.activities.rule_effects import RULE_EFFECTS

    return RULE_EFFECTS


def give_samples() -> Sequence[object]:
    from cppcc_desktop.nouns.activities.meetings import SAMPLE as MEETINGS
    from cppcc_desktop.nouns.activities.samples import SAMPLE

    return (SAMPLE, MEETINGS)


def give_sheets() -> Sequence[object]:
    from cppcc_desktop.nouns.activities.figures import SHEET

    return (SHEET,)


def give_forms() -> Sequence[object]:
    from cppcc_desktop.nouns.activities.forms import FORMS

    return FORMS


def give_code_rules() -> Sequence[object]:
    from cppcc_desktop.nouns.activities.codes import CODE_RULES

    return CODE_RULES


FEATURE = Feature(
    name="activities",
    modules=(ACTIVITIES, ATTENDANCES),
    parts={
        "Absence": give_absences,
        "CalendarDays": give_days,
        "CodeRule": give_code_rules,
        "FigureSheet": give_sheets,
        "Form": give_forms,
        "PlaceDeed": give_deeds,
        "PlaceEntry": give_entries,
        "RuleEffects": give_rule_effects,
        "Sample": give_samples,
    },
)
