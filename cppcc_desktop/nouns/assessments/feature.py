"""承办单位考核: its lists and the parts the platform asks for."""

from __future__ import annotations

from collections.abc import Sequence

from cppcc_desktop.nouns.assessments.entity import ASSESSMENTS
from cppcc_desktop.services.features import Feature


def give_schemes() -> Sequence[object]:
    from cppcc_desktop.nouns.assessments.scheme import SCHEME

    return (SCHEME,)


FEATURE = Feature(name="assessments", modules=(ASSESSMENTS,), parts={"ScoreScheme": give_schemes})
