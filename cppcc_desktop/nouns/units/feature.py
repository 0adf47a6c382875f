"""承办单位: its lists and the parts the platform asks for."""

from __future__ import annotations

from cppcc_desktop.nouns.units.entity import UNITS
from cppcc_desktop.services.features import Feature

FEATURE = Feature(name="units", modules=(UNITS,))
