"""提案: its lists and the parts the platform asks for."""

from __future__ import annotations

from collections.abc import Sequence

from cppcc_desktop.nouns.proposals.entity import ASSIGNMENTS, FEEDBACK_FORMS, PROMISES, PROPOSALS
from cppcc_desktop.services.features import Feature


def give_suggesters() -> Sequence[object]:
    from cppcc_desktop.nouns.proposals.similar.suggester import SUGGESTER

    return (SUGGESTER,)


def give_sheets() -> Sequence[object]:
    from cppcc_desktop.nouns.proposals.figures import SHEET

    return (SHEET,)


def give_cards() -> Sequence[object]:
    from cppcc_desktop.nouns.proposals.figures import CARDS

    return CARDS


def give_due_lists() -> Sequence[object]:
    from cppcc_desktop.nouns.proposals.figures import DUE

    return (DUE,)


def give_days() -> Sequence[object]:
    from cppcc_desktop.nouns.proposals.figures import DAYS

    return DAYS


def give_months() -> Sequence[object]:
    from cppcc_desktop.nouns.proposals.figures import REPLIES

    return (REPLIES,)


def give_counts() -> Sequence[object]:
    from cppcc_desktop.nouns.proposals.figures import OPEN_CASES

    return (OPEN_CASES,)


def give_samples() -> Sequence[object]:
    from cppcc_desktop.nouns.proposals.samples import SAMPLE

    return (SAMPLE,)


def give_entries() -> Sequence[object]:
    from cppcc_desktop.nouns.proposals.entry import ENTRY

    return (ENTRY,)


def give_first_steps() -> Sequence[object]:
    from cppcc_desktop.nouns.proposals.first_step import FIRST_STEP

    return (FIRST_STEP,)


def give_forms() -> Sequence[object]:
    from cppcc_desktop.nouns.proposals.papers.forms import FORMS

    return FORMS


def give_guards() -> Sequence[object]:
    from cppcc_desktop.nouns.proposals.merged import GUARD

    return (GUARD,)


def give_links() -> Sequence[object]:
    from cppcc_desktop.nouns.proposals.register.parts import LINK

    return (LINK,)


def give_readers() -> Sequence[object]:
    from cppcc_desktop.nouns.proposals.register.parts import READER

    return (READER,)


def give_code_words() -> Sequence[object]:
    from cppcc_desktop.nouns.proposals.codes import CODE_WORDS

    return CODE_WORDS


def give_code_rules() -> Sequence[object]:
    from cppcc_desktop.nouns.proposals.codes import CODE_RULES

    return CODE_RULES


def give_rule_effects() -> Sequence[object]:
    from cppcc_desktop.nouns.proposals.rule_effects import RULE_EFFECTS

    return (RULE_EFFECTS,)


FEATURE = Feature(
    name="proposals",
    modules=(PROPOSALS, ASSIGNMENTS, FEEDBACK_FORMS, PROMISES),
    parts={
        "AgendaCard": give_cards,
        "CalendarDays": give_days,
        "CodeRule": give_code_rules,
        "CodeWords": give_code_words,
        "DueList": give_due_lists,
        "FigureSheet": give_sheets,
        "FirstStep": give_first_steps,
        "Form": give_forms,
        "Guard": give_guards,
        "Link": give_links,
        "MonthBars": give_months,
        "NavCount": give_counts,
        "PlaceEntry": give_entries,
        "Reader": give_readers,
        "RuleEffects": give_rule_effects,
        "Sample": give_samples,
        "Suggester": give_suggesters,
    },
)
