"""活动: its list and the parts the platform asks for."""

from __future__ import annotations

from collections.abc import Sequence

from cppcc_desktop.nouns.activities.entity import ACTIVITIES
from cppcc_desktop.services.features import Feature


def give_deeds() -> Sequence[object]:
    from cppcc_desktop.nouns.activities.deeds import DEED

    return (DEED,)


def give_days() -> Sequence[object]:
    from cppcc_desktop.nouns.activities.days import DAYS

    return DAYS


def give_entries() -> Sequence[object]:
    from cppcc_desktop.nouns.activities.entry import ENTRY

    return (ENTRY,)


def give_samples() -> Sequence[object]:
    from cppcc_desktop.nouns.activities.samples import SAMPLE

    return (SAMPLE,)


FEATURE = Feature(
    name="activities",
    modules=(ACTIVITIES,),
    parts={"CalendarDays": give_days, "PlaceDeed": give_deeds, "PlaceEntry": give_entries, "Sample": give_samples},
)
