"""示例县: invented people and cases, the same for the same seed. It can never be mistaken for a real office."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.domain.office.plenaries import PLENARY
from cppcc_desktop.services.office.codes import CodeLists
from cppcc_desktop.services.office.office import COUNTY, Office
from cppcc_desktop.services.office.opening import Surroundings, create_office
from cppcc_desktop.services.office.samples import Sample, SampleYear

COMMITTEE_NAME = "政协示例县委员会"
DAYS = 364  # from one year's day to the next: the same day of the week


def create_demo(
    around: Surroundings, path: Path, user: str, password: str, *, scale: int = 1, seed: int = 1
) -> Office:  # fmt: skip
    """A new database with 示例县 in it; nothing of it stays if it cannot be finished."""
    return create_office(
        path, around.features, kind=COUNTY, name=COMMITTEE_NAME, plenary=Plenary(10, 3), user=user, password=password,
        clock=around.clock, anchors=around.anchors, demo=True,
        fill=lambda office: fill_demo(office, Actor(user, "admin", office.name), scale=scale, seed=seed),
    )  # fmt: skip


def fill_demo(
    office: Office, actor: Actor, *, scale: int, seed: int, progress: Callable[[int, int], None] | None = None
) -> None:
    """Add `scale` county-years, the newest last; each is one transaction."""
    dice = random.Random(seed)
    words: dict[str, Any] = json.loads((files("resources") / "demo.json").read_text("utf-8"))
    samples = sorted(office.parts(Sample), key=lambda each: each.order)
    today, lasting = office.today(), dict[str, list[str]]()
    for place in range(scale):
        if progress:
            progress(place, scale)
        back = scale - 1 - place
        with office.write(actor, "record.write") as writing:
            year = SampleYear(
                writing, dice, words, CodeLists(), plenary_before(back), today.year - back,
                today - timedelta(days=DAYS * back), today, lasting,
            )  # fmt: skip
            date_plenary(year)
            for sample in samples:
                sample.make(year)


def date_plenary(year: SampleYear) -> None:
    """It met some four months before, so that what it handed out is due about that day."""
    days = {"opens_on": -121, "ends_on": -118, "intake_from": -133, "intake_until": -119}
    year.new(PLENARY, {"key": year.plenary.key, **{name: year.workday(day).isoformat() for name, day in days.items()}})


def plenary_before(back: int) -> Plenary:
    """The plenary so many years before 第十届第三次会议, five to a term."""
    count = 10 * 5 + 2 - back
    return Plenary(max(1, count // 5), count % 5 + 1)
