"""委员: its lists and the parts the platform asks for."""

from __future__ import annotations

from collections.abc import Sequence

from cppcc_desktop.nouns.members.entity import MEMBERS
from cppcc_desktop.services.features import Feature


def give_samples() -> Sequence[object]:
    from cppcc_desktop.nouns.members.samples import SAMPLE

    return (SAMPLE,)


FEATURE = Feature(name="members", modules=(MEMBERS,), parts={"Sample": give_samples})
