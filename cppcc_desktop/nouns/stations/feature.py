"""联络站: its list and the parts the platform asks for."""

from __future__ import annotations

from collections.abc import Sequence

from cppcc_desktop.nouns.stations.entity import STATIONS
from cppcc_desktop.services.features import Feature


def give_samples() -> Sequence[object]:
    from cppcc_desktop.nouns.stations.samples import SAMPLE

    return (SAMPLE,)


FEATURE = Feature(name="stations", modules=(STATIONS,), parts={"Sample": give_samples})
