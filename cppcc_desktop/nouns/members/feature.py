"""委员: its lists and the parts the platform asks for."""

from __future__ import annotations

from collections.abc import Sequence

from cppcc_desktop.nouns.members.entity import MEMBERS
from cppcc_desktop.services.features import Feature


def give_first_steps() -> Sequence[object]:
    from cppcc_desktop.nouns.members.first_step import FIRST_STEP

    return (FIRST_STEP,)


def give_samples() -> Sequence[object]:
    from cppcc_desktop.nouns.members.samples import SAMPLE

    return (SAMPLE,)


FEATURE = Feature(name="members", modules=(MEMBERS,), parts={"FirstStep": give_first_steps, "Sample": give_samples})
