"""Offices to test with: made once per run by the program itself, then copied."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.services.cases.steps import act
from cppcc_desktop.services.exchange.exchange import pack, unpack
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.opening import Surroundings, create_office
from cppcc_desktop.services.records.records import create_record

USER, PASSWORD = "周明礼", "correct horse 9"
COMMITTEE = "政协示例县委员会"

# Qt reads it when the first window is made; the tests need no screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


class Clock:
    """Says 2026-06-08 15:42 in China until it is told otherwise."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 8, 7, 42, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, days: float) -> None:
        self.now += timedelta(days=days)


@dataclass
class Place:
    """An office, who works there, and where its files lie."""

    office: Office
    actor: Actor
    clock: Clock
    around: Surroundings

    @property
    def path(self) -> Path:
        return self.office.database.path

    def create(self, kind: str, **raw: object) -> str:
        return create_record(self.office, self.actor, kind, raw)

    def act(self, record: str, move: str, **raw: object) -> object:
        return act(self.office, self.actor, "proposal", record, move, raw)

    def pack(self, partner: str, path: Path) -> Path:
        pack(self.office, self.actor, partner, path)
        return path

    def unpack(self, path: Path, *, preview: bool = False):
        return unpack(self.office, self.actor, path, preview=preview)

    def reopen(self) -> None:
        """As after a restart; a changed file is noticed."""
        self.office.close()
        self.office = self.around.open(self.path)


@dataclass
class Filled:
    """A county with a little of everything, and the ids of it."""

    place: Place
    station: str
    unit: str
    other_unit: str
    members: list[str]
    proposal: str


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One new database of each kind; the first takes a second to make, a copy a millisecond."""
    folder = tmp_path_factory.mktemp("templates")
    made: dict[str, Path] = {}
    for kind in ("county", "station"):
        made[kind] = folder / f"{kind}.db"
        create_office(
            made[kind], FEATURES, kind=kind, name=COMMITTEE if kind == "county" else "云水镇联络站",
            plenary=Plenary(10, 3), user=USER, password=PASSWORD, clock=Clock(), anchors=folder / "anchors",
        ).close()  # fmt: skip
    return made


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """CPPCC_HOME points into the test's own folder."""
    folder = tmp_path / "home"
    monkeypatch.setenv("CPPCC_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program is offline: whoever connects anywhere fails the test."""

    def refuse(*_arguments: object) -> None:
        raise AssertionError("a test tried to reach the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_place(templates: dict[str, Path], tmp_path: Path) -> Iterator[Callable[..., Place]]:
    """open_place("county"|"station", name): a further office in a folder of its own."""
    opened: list[Place] = []

    def make(kind: str = "county", name: str = "") -> Place:
        folder = tmp_path / (name or f"{kind}{len(opened)}")
        folder.mkdir()
        shutil.copy(templates[kind], folder / "office.db")
        clock = Clock()
        around = Surroundings(FEATURES, clock, folder / "home")
        office = around.open(folder / "office.db")
        opened.append(Place(office, Actor(USER, "admin", office.name), clock, around))
        return opened[-1]

    yield make
    for each in opened:
        each.office.close()


@pytest.fixture
def county(open_place: Callable[..., Place]) -> Place:
    """A county office that knows its committee and its first user."""
    return open_place("county", "county")


@pytest.fixture
def filled(county: Place) -> Filled:
    """Two units, a station, three members and a proposal that could be received."""
    station = county.create("station", code="01", name="云水镇政协工作联络站", type="01", township="云水镇")
    members = [
        county.create("member", name="郑晓禾", sex="女", mobile="13900001111", sector="医药卫生界", post="县医院医生"),
        county.create("member", name="陈素芬", sex="女", mobile="13900002222", sector="农业界", station=station),
        county.create("member", name="阿依·古兰", id_number="11010119900307109X", parties="中共、民盟"),
    ]
    proposal = county.create(
        "proposal", title="关于优化公交班次的建议", form="1", first_sponsor=members[0], category="社会建设",
        analysis="班次少。", suggestions="1. 加班次。",
    )  # fmt: skip
    units = [county.create("unit", name=name) for name in ("县交通运输局", "县公安局")]
    return Filled(county, station, units[0], units[1], members, proposal)


@pytest.fixture
def pair(filled: Filled, open_place: Callable[..., Place], tmp_path: Path) -> tuple[Place, Place]:
    """The filled county and its station, which has read the county's first file."""
    county, station = filled.place, open_place("station", "station")
    station.unpack(county.pack(filled.station, tmp_path / "first.cppcc"))
    station.actor = Actor(USER, "admin", station.office.name)
    return county, station
