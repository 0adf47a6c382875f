"""联络站: its list and the parts the platform asks for."""

from __future__ import annotations

from cppcc_desktop.nouns.stations.entity import STATIONS
from cppcc_desktop.services.features import Feature

FEATURE = Feature(name="stations", modules=(STATIONS,))
