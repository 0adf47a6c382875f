"""委员: its lists and the parts the platform asks for."""

from __future__ import annotations

from cppcc_desktop.nouns.members.entity import MEMBERS
from cppcc_desktop.services.features import Feature

FEATURE = Feature(name="members", modules=(MEMBERS,))
