"""联络站和活动: its lists and the parts the platform asks for."""

from __future__ import annotations

from collections.abc import Sequence

from cppcc_desktop.nouns.stations.entity import ACTIVITIES, STATIONS
from cppcc_desktop.services.features import Feature


def give_strips() -> Sequence[object]:
    from cppcc_desktop.nouns.stations.strip import STRIP

    return (STRIP,)


FEATURE = Feature(name="stations", modules=(STATIONS, ACTIVITIES), parts={"PlaceStrip": give_strips})
