"""Offices to test with: made once per run by the program itself, then copied."""

from __future__ import annotations

import gc
import os
import shutil
import socket
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path, PurePosixPath

import pytest

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.services.cases.steps import act
from cppcc_desktop.services.exchange.exchange import pack, unpack
from cppcc_desktop.services.features import Feature
from cppcc_desktop.services.office import opening
from cppcc_desktop.services.office.office import Office, anchor_file
from cppcc_desktop.services.office.opening import Surroundings, create_office
from cppcc_desktop.services.records.records import create_record
from db.tables import Schema

USER, PASSWORD = "周明礼", "correct horse 9"
COMMITTEE = "政协示例县委员会"

# Qt reads it when the first window is made; the tests need no screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_collection_finish() -> None:
    """What the program and the tests consist of is never garbage: no collection looks through it again."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How long the tests of each noun took, and those of everything that is not about one noun."""
    times: Counter[str] = Counter()
    for report in chain.from_iterable(terminalreporter.stats.values()):
        if isinstance(report, pytest.TestReport):
            times[part_of(report.nodeid)] += report.duration
    if not times:
        return
    nouns = {part: seconds for part, seconds in times.items() if part.startswith("nouns/")}
    terminalreporter.section("seconds in tests, set-up and teardown included")
    for part, seconds in times.most_common():
        terminalreporter.write_line(f"{seconds:8.1f}  {part}")
    terminalreporter.write_line(f"{times.total() - sum(nouns.values()):8.1f}  platform and exchange together")
    terminalreporter.write_line(f"{sum(nouns.values()):8.1f}  nouns together")


def part_of(test: str) -> str:
    """The folder below tests/ that a test belongs to; each noun has its own, tests/nouns/<noun>."""
    _, *folders, _file = PurePosixPath(test.partition("::")[0]).parts
    return "/".join(folders[: 2 if folders[:1] == ["nouns"] else 1]) or "of the repository"


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


@pytest.fixture(scope="session", autouse=True)
def shared_tables() -> Iterator[None]:
    """All offices of the program's modules share one description of their tables: to build it is most of opening one."""
    shared = opening.make_schema(FEATURES)

    def make_schema(features: Sequence[Feature]) -> Schema:
        return shared if features is FEATURES else build(features)

    build = opening.make_schema
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "make_schema", make_schema)
        yield


@pytest.fixture(scope="session")
def templates(shared_tables: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
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


@pytest.fixture(scope="session")
def filled_template(templates: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """A county with a little of everything, closed: what lies in its folder is there to be copied."""
    made = fill(open_copy(templates["county"], tmp_path_factory.mktemp("filled")))
    made.place.office.close()
    return made


def open_copy(template: Path, folder: Path) -> Place:
    """An office of its own in that folder, which goes on from the template."""
    shutil.copy(template, folder / "office.db")
    clock = Clock()
    around = Surroundings(FEATURES, clock, folder / "home")
    office = around.open(folder / "office.db")
    return Place(office, Actor(USER, "admin", office.name), clock, around)


def move_in(place: Place, folder: Path) -> None:
    """Make that folder the home of a closed office, as if it had been there all the time."""
    around = replace(place.around, home=folder / "home")
    around.anchors.mkdir(parents=True)
    known = anchor_file(place.around.anchors, place.path).read_text("utf-8")
    anchor_file(around.anchors, folder / "office.db").write_text(known, "utf-8")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """CPPCC_HOME points into the test's own folder."""
    folder = tmp_path / "home"
    monkeypatch.setenv("CPPCC_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def garbage_is_collected() -> Iterator[None]:
    """A test that leaves the collector off would have all that follow it pile up gigabytes."""
    yield
    assert gc.isenabled()


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

    def make(kind: str = "county", name: str = "", of: Place | None = None) -> Place:
        folder = tmp_path / (name or f"{kind}{len(opened)}")
        folder.mkdir()
        if of:
            move_in(of, folder)
        opened.append(open_copy(of.path if of else templates[kind], folder))
        return opened[-1]

    yield make
    for each in opened:
        each.office.close()


@pytest.fixture
def county(request: pytest.FixtureRequest, open_place: Callable[..., Place]) -> Place:
    """A county office that knows its committee and its first user; the filled one where the test asks for that too."""
    template = request.getfixturevalue("filled_template") if "filled" in request.fixturenames else None
    return open_place("county", "county", template and template.place)


@pytest.fixture
def filled(county: Place, filled_template: Filled) -> Filled:
    """Two units, a station, three members and a proposal that could be received."""
    return replace(filled_template, place=county, members=[*filled_template.members])


def fill(county: Place) -> Filled:
    """What the tests call a little of everything, entered into a new county."""
    station = county.create("station", code="01", name="云水镇政协工作联络站", type="01", level="2", township="云水镇")
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
