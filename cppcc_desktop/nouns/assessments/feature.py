"""承办单位考核: its lists and the parts the platform asks for."""

from __future__ import annotations

from cppcc_desktop.nouns.assessments.entity import ASSESSMENTS
from cppcc_desktop.services.features import Feature

FEATURE = Feature(name="assessments", modules=(ASSESSMENTS,))
