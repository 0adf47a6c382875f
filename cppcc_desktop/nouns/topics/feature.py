"""协商议题: its lists and the parts the platform asks for."""

from __future__ import annotations

from collections.abc import Sequence

from cppcc_desktop.nouns.topics.entity import TOPICS
from cppcc_desktop.services.features import Feature


def give_sheets() -> Sequence[object]:
    from cppcc_desktop.nouns.topics.figures import SHEET

    return (SHEET,)


def give_forms() -> Sequence[object]:
    from cppcc_desktop.nouns.topics.forms import FORMS

    return FORMS


def give_guards() -> Sequence[object]:
    from cppcc_desktop.nouns.topics.guards import GUARD

    return (GUARD,)


def give_samples() -> Sequence[object]:
    from cppcc_desktop.nouns.topics.samples import SAMPLE

    return (SAMPLE,)


FEATURE = Feature(
    name="topics",
    modules=(TOPICS,),
    parts={"FigureSheet": give_sheets, "Form": give_forms, "Guard": give_guards, "Sample": give_samples},
)
