"""An office that knows the nouns on trial and no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.services.features import Feature
from cppcc_desktop.services.office.opening import Surroundings, create_office
from tests.conftest import COMMITTEE, PASSWORD, USER, Clock, Place
from tests.new_module.nouns import CALLED, CODE, GRADE, HEAD, HOST, OF_YEAR, PLACE, TITLE, TOWN, TRIAL, YEAR
from tests.ui.conftest import plain_theme, reported, tasks  # noqa: F401 - fixtures of the window
from tests.ui.offices import sit_down  # noqa: F401


@pytest.fixture
def open_trial(tmp_path: Path) -> Iterator[Callable[..., Place]]:
    """open_trial("county"|"station", features): a new office of the nouns on trial."""
    opened: list[Place] = []

    def make(kind: str = "county", features: tuple[Feature, ...] = TRIAL) -> Place:
        folder = tmp_path / f"{kind}{len(opened)}"
        folder.mkdir()
        clock = Clock()
        around = Surroundings(features, clock, folder / "home")
        office = create_office(
            folder / "office.db", features, kind=kind, name=COMMITTEE, plenary=Plenary(10, 3), user=USER, password=PASSWORD,
            clock=clock, anchors=around.anchors,
        )  # fmt: skip
        with office.database.write() as connection:  # what a migration does for a real noun
            office.schema.metadata.create_all(connection)
        office.keep_anchor()
        opened.append(Place(office, Actor(USER, "admin", office.name), clock, around))
        return opened[-1]

    yield make
    for each in opened:
        each.office.close()


@pytest.fixture
def trial(open_trial: Callable[..., Place]) -> Place:
    """A county with a place, a record of a town and three of a year."""
    place = open_trial()
    at = place.create(PLACE, **{CODE: "01", CALLED: "东分会"})
    place.create(TOWN, **{HOST: at, HEAD: "东边的一记"})
    for title in ("甲签文", "乙签文", "丙签文"):
        place.create(YEAR, **{TITLE: title, OF_YEAR: 2026, GRADE: "上"})
    return place
