"""协商议题: its lists and the parts the platform asks for."""

from __future__ import annotations

from cppcc_desktop.nouns.topics.entity import TOPICS
from cppcc_desktop.services.features import Feature

FEATURE = Feature(name="topics", modules=(TOPICS,))
