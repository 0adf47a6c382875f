"""接待群众: its list and the parts the platform asks for."""

from __future__ import annotations

from collections.abc import Sequence

from cppcc_desktop.nouns.receptions.entity import RECEPTIONS
from cppcc_desktop.services.features import Feature


def give_starts() -> Sequence[object]:
    from cppcc_desktop.nouns.receptions.start import START

    return (START,)


def give_cards() -> Sequence[object]:
    from cppcc_desktop.nouns.receptions.agenda import CARDS

    return CARDS


def give_days() -> Sequence[object]:
    from cppcc_desktop.nouns.receptions.agenda import DAYS

    return DAYS


def give_counts() -> Sequence[object]:
    from cppcc_desktop.nouns.receptions.agenda import OPEN

    return (OPEN,)


def give_sheets() -> Sequence[object]:
    from cppcc_desktop.nouns.receptions.figures import SHEET

    return (SHEET,)


def give_forms() -> Sequence[object]:
    from cppcc_desktop.nouns.receptions.forms import FORMS

    return FORMS


def give_guards() -> Sequence[object]:
    from cppcc_desktop.nouns.receptions.guards import GUARD

    return (GUARD,)


def give_rule_effects() -> Sequence[object]:
    from cppcc_desktop.nouns.receptions.rule_effects import RULE_EFFECTS

    return RULE_EFFECTS


def give_samples() -> Sequence[object]:
    from cppcc_desktop.nouns.receptions.samples import SAMPLE

    return (SAMPLE,)


def give_code_rules() -> Sequence[object]:
    from cppcc_desktop.nouns.receptions.codes import CODE_RULES

    return CODE_RULES


def give_continuations() -> Sequence[object]:
    from cppcc_desktop.nouns.receptions.becoming import BECOME

    return BECOME


def give_tasks() -> Sequence[object]:
    from cppcc_desktop.nouns.receptions.tasks import TASKS

    return (TASKS,)


def give_entries() -> Sequence[object]:
    from cppcc_desktop.nouns.receptions.tasks import ENTRY

    return (ENTRY,)


def give_deeds() -> Sequence[object]:
    from cppcc_desktop.nouns.receptions.tasks import DEED

    return (DEED,)


FEATURE = Feature(
    name="receptions",
    modules=(RECEPTIONS,),
    parts={
        "AgendaCard": give_cards,
        "CalendarDays": give_days,
        "CodeRule": give_code_rules,
        "Continuation": give_continuations,
        "FieldGuard": give_guards,
        "FigureSheet": give_sheets,
        "Form": give_forms,
        "NavCount": give_counts,
        "PlaceDeed": give_deeds,
        "PlaceEntry": give_entries,
        "PlaceTasks": give_tasks,
        "RuleEffects": give_rule_effects,
        "Sample": give_samples,
        "Start": give_starts,
    },
)
