"""承办单位: its lists and the parts the platform asks for."""

from __future__ import annotations

from collections.abc import Sequence

from cppcc_desktop.nouns.units.entity import UNITS
from cppcc_desktop.services.features import Feature


def give_samples() -> Sequence[object]:
    from cppcc_desktop.nouns.units.samples import SAMPLE

    return (SAMPLE,)


FEATURE = Feature(name="units", modules=(UNITS,), parts={"Sample": give_samples})
