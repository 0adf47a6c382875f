"""提案: its lists and the parts the platform asks for."""

from __future__ import annotations

from collections.abc import Sequence

from cppcc_desktop.nouns.proposals.entity import ASSIGNMENTS, FEEDBACK_FORMS, PROMISES, PROPOSALS
from cppcc_desktop.services.features import Feature


def _suggesters() -> Sequence[object]:
    from cppcc_desktop.nouns.proposals.similar.suggester import SUGGESTER

    return (SUGGESTER,)


def give_sheets() -> Sequence[object]:
    from cppcc_desktop.nouns.proposals.figures import SHEET

    return (SHEET,)


FEATURE = Feature(
    name="proposals",
    modules=(PROPOSALS, ASSIGNMENTS, FEEDBACK_FORMS, PROMISES),
    parts={"Suggester": _suggesters, "FigureSheet": give_sheets},
)
