"""联络站和活动: its lists and the parts the platform asks for."""

from __future__ import annotations

from cppcc_desktop.nouns.stations.entity import ACTIVITIES, STATIONS
from cppcc_desktop.services.features import Feature

FEATURE = Feature(name="stations", modules=(STATIONS, ACTIVITIES,))
