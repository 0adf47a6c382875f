"""协商计划: its lists and the parts the platform asks for."""

from __future__ import annotations

from collections.abc import Sequence

from cppcc_desktop.nouns.plans.entity import LINES, PLANS
from cppcc_desktop.services.features import Feature


def give_days() -> Sequence[object]:
    from cppcc_desktop.nouns.plans.agenda import DAYS

    return DAYS


def give_counts() -> Sequence[object]:
    from cppcc_desktop.nouns.plans.agenda import LATE_COUNT

    return (LATE_COUNT,)


def give_sheets() -> Sequence[object]:
    from cppcc_desktop.nouns.plans.figures import SHEET

    return (SHEET,)


def give_forms() -> Sequence[object]:
    from cppcc_desktop.nouns.plans.forms import FORMS

    return FORMS


def give_samples() -> Sequence[object]:
    from cppcc_desktop.nouns.plans.samples import SAMPLE

    return (SAMPLE,)


def give_starts() -> Sequence[object]:
    from cppcc_desktop.nouns.plans.start import START

    return (START,)


FEATURE = Feature(
    name="plans",
    modules=(LINES, PLANS),
    parts={
        "CalendarDays": give_days,
        "FigureSheet": give_sheets,
        "Form": give_forms,
        "NavCount": give_counts,
        "Sample": give_samples,
        "Start": give_starts,
    },
)
