"""项目, 捐赠, 稿件: their lists and the parts the platform asks for."""

from __future__ import annotations

from collections.abc import Sequence

from cppcc_desktop.nouns.projects.entity import DONATIONS, PIECES, PROJECTS
from cppcc_desktop.services.features import Feature


def give_sheets() -> Sequence[object]:
    from cppcc_desktop.nouns.projects.figures import SHEETS

    return SHEETS


def give_forms() -> Sequence[object]:
    from cppcc_desktop.nouns.projects.forms import FORMS

    return FORMS


def give_samples() -> Sequence[object]:
    from cppcc_desktop.nouns.projects.samples import SAMPLE

    return (SAMPLE,)


FEATURE = Feature(
    name="projects",
    modules=(PROJECTS, DONATIONS, PIECES),
    parts={"FigureSheet": give_sheets, "Form": give_forms, "Sample": give_samples},
)
