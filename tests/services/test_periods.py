"""Codes, numbers and plenaries of any noun, by what it is reckoned by. The nouns here are invented."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Period, PeriodKind
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.features import Feature
from cppcc_desktop.services.office.code_changes import rename_entry
from cppcc_desktop.services.office.opening import Surroundings
from cppcc_desktop.services.office.plenaries import close_plenary
from cppcc_desktop.services.records.records import find_called, list_plenaries, suggest_records
from cppcc_desktop.services.records.titles import word_rows
from tests.conftest import USER, Clock, Place

COLOUR = Field(name="colour", label="颜色", kind=Kind.CODE, codes="sector", width=90)
PLAN = Entity(
    name="scheme", label="方案", counter="份", title="about", called=("no",),
    fields=(
        Field(name="about", label="内容", required=True), Field(name="no", label="编号", width=60), COLOUR,
        Field(name="meeting", label="届次", editable=False), Field(name="note", label="备注", width=60),
    ),
    period=Period("meeting", PeriodKind.PLENARY),
)  # fmt: skip
PART = Entity(
    name="scheme_part", label="方案分项", counter="条", title="scheme", owner="scheme",
    fields=(Field(name="scheme", label="方案", kind=Kind.REFERENCE, target="scheme", required=True), COLOUR),
)  # fmt: skip
PLANS = Module(
    name="schemes", label="方案", icon="members", entity=PLAN, children=(PART,), columns=("about", "no", "colour", "note"),
    beside=("no", "note"), order=("about",),
)  # fmt: skip


@pytest.fixture
def place(templates: dict[str, Path], tmp_path: Path) -> Iterator[Place]:
    shutil.copyfile(templates["county"], tmp_path / "office.db")
    clock = Clock()
    around = Surroundings((*FEATURES, Feature(name="trial", modules=(PLANS,))), clock, tmp_path / "home")
    office = around.open(tmp_path / "office.db")
    with office.database.write() as connection:
        office.schema.metadata.create_all(connection)
    yield Place(office, Actor(USER, "admin", office.name), clock, around)
    office.close()


def put(place: Place, entity: Entity, **values: str) -> str:
    with place.office.write(place.actor, "record.write") as writing:
        return writing.new(entity, values)


def test_plenaries_of_any_noun_are_listed(place: Place) -> None:
    put(place, PLAN, about="旧", meeting="10-01")
    assert list_plenaries(place.office, place.actor) == ["10-03", "10-01"]


def test_of_several_with_one_number_the_present_one_is_meant(place: Place) -> None:
    put(place, PLAN, about="旧", no="7", meeting="10-02")
    now = put(place, PLAN, about="新", no="7", meeting="10-03")
    with place.office.read() as connection:
        assert find_called(place.office, connection, PLAN, "第7号") == [now]


def test_suggestions_say_what_the_list_wants_beside_the_title(place: Place) -> None:
    record = put(place, PLAN, about="植树", no="7", colour="06", note="急")
    assert suggest_records(place.office, place.actor, "scheme", "") == [(record, "植树 · 7 · 急")]


def test_what_belongs_to_a_sealed_plenary_keeps_its_names(place: Place) -> None:
    """By its own period, or by that of the record it belongs to."""
    office, actor = place.office, place.actor
    old, new = (put(place, PLAN, about=key, colour="06", meeting=key) for key in ("10-02", "10-03"))
    close_plenary(office, actor, "10-02", "办结")
    place.clock.move(2)
    rename_entry(office, actor, "sector", "06", "农工民主党")
    rows = [
        {"colour": "06", "meeting": "10-02"}, {"colour": "06", "meeting": "10-03"},
        {"scheme": old, "colour": "06"}, {"scheme": new, "colour": "06"}, {"colour": "06"},
    ]  # fmt: skip
    words = [row["colour"] for row in word_rows(office, [COLOUR], rows)]
    assert words == ["农工党", "农工民主党", "农工党", "农工民主党", "农工民主党"]
