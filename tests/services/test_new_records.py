"""What a record of any noun has without being typed, and that the save can be taken back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.domain.cases.life import State, Workflow
from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Period, PeriodKind, Row
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.proposals.entity import PROPOSALS
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.features import Feature
from cppcc_desktop.services.imports.imports import apply_import, default_choices, preview_import
from cppcc_desktop.services.office.opening import Surroundings
from cppcc_desktop.services.records.records import show_record
from cppcc_desktop.services.records.undo import group_of, undo_group, undo_save
from tests.conftest import USER, Clock, Place
from tests.services.test_imports import write

STATE = Field(name="state", label="状态", editable=False)
LETTER = Entity(
    name="letter",
    label="来信",
    counter="封",
    title="about",
    fields=(Field(name="about", label="事由", required=True), STATE),
)
LETTER_STEP = Entity(
    name="letter_step", label="来信办理", counter="条", title="letter", owner="letter",
    fields=(
        Field(name="letter", label="来信", kind=Kind.REFERENCE, target="letter", required=True),
        Field(name="move", label="步骤"),
        Field(name="words", label="内容"),
    ),
)  # fmt: skip
LIFE = Workflow(
    entity="letter",
    states=(State(name="new", label="新到", tone="none"),),
    moves=(),
    milestones=(),
    steps="letter_step",
)
LETTERS = Module(
    name="letters", label="来信", icon="members", entity=LETTER, children=(LETTER_STEP,), columns=("about",), importable=True,
    workflow=LIFE,
)  # fmt: skip
SESSION = Field(name="session", label="届次", editable=False)
BOOK = Entity(
    name="book", label="书", counter="本", fields=(Field(name="name", label="书名", required=True), SESSION),
    period=Period("session", PeriodKind.PLENARY),
)  # fmt: skip
BOOKS = Module(name="books", label="书", icon="members", entity=BOOK, columns=("name",))


@pytest.fixture
def place(templates: dict[str, Path], tmp_path: Path) -> Iterator[Place]:
    """A county that keeps letters too, which have a life and no period, and books, which have a period and no life."""
    shutil.copyfile(templates["county"], tmp_path / "office.db")
    made = open_with(tmp_path, BOOKS)
    yield made
    made.office.close()


def open_with(folder: Path, books: Module) -> Place:
    clock = Clock()
    around = Surroundings((*FEATURES, Feature(name="trial", modules=(LETTERS, books))), clock, folder / "home")
    office = around.open(folder / "office.db")
    with office.database.write() as connection:
        office.schema.metadata.create_all(connection)
    return Place(office, Actor(USER, "admin", office.name), clock, around)


def values_of(place: Place, kind: str, record: str) -> Row:
    return show_record(place.office, place.actor, kind, record).values


def test_a_life_without_a_period_begins_in_its_first_state(place: Place) -> None:
    record = place.create("letter", about="求助")
    assert values_of(place, "letter", record)["state"] == "new"
    with place.office.read() as connection:
        operations = list(place.office.journal(connection).select(place.office.schema.operation.c.record == record))
    assert {name for each in operations for name in each.fields} == {"about", "state"}


def test_a_new_record_of_any_life_is_taken_back(place: Place) -> None:
    record = place.create("letter", about="求助")
    assert undo_save(place.office, place.actor, "letter", record).binned == 1
    assert show_record(place.office, place.actor, "letter", record).deleted == "撤回"


def test_an_import_of_any_life_is_taken_back(place: Place, tmp_path: Path) -> None:
    file = write(tmp_path / "来信.xlsx", [("求助",), ("表扬",)], ("事由",))
    preview = preview_import(place.office, place.actor, place.office.modules["letters"], file)
    done = apply_import(place.office, place.actor, preview, default_choices(preview))
    assert [values_of(place, "letter", each)["state"] for each in done.records] == ["new", "new"]
    assert done.group
    assert undo_group(place.office, place.actor, done.group).binned == 2
    assert all(each.ok for each in check_office(place.office, place.actor))


def test_a_move_that_takes_over_is_asked_of_the_life_it_belongs_to(place: Place) -> None:
    """The step that says so for proposals says nothing of letters."""
    record = place.create("letter", about="求助")
    with place.office.write(place.actor, "record.write") as writing:
        writing.new(
            LETTER_STEP, {"letter": record, "move": PROPOSALS.workflow.taken_over if PROPOSALS.workflow else ""}
        )
    with pytest.raises(Refusal, match="办理步骤不能这样撤销"):
        undo_group(place.office, place.actor, group_of(writing.operations))  # type: ignore[arg-type]


def test_a_period_people_are_not_asked_for_is_the_present_one(place: Place) -> None:
    assert values_of(place, "book", place.create("book", name="志"))["session"] == "10-03"


YEAR = Period("session", PeriodKind.YEAR)


@pytest.mark.parametrize(
    ("field", "given", "expected"),
    [
        (replace(SESSION, kind=Kind.INTEGER), {}, 2026),
        (replace(SESSION, kind=Kind.TEXT), {}, "2026"),
        (replace(SESSION, kind=Kind.INTEGER, editable=True), {"session": 2024}, 2024),
    ],
)
def test_a_year_is_the_present_one_unless_it_is_given(
    templates: dict[str, Path], tmp_path: Path, field: Field, given: dict[str, object], expected: object
) -> None:
    shutil.copyfile(templates["county"], tmp_path / "office.db")
    entity = replace(BOOK, fields=(BOOK.fields[0], field), period=YEAR)
    place = open_with(tmp_path, replace(BOOKS, entity=entity))
    assert values_of(place, "book", place.create("book", name="志", **given))["session"] == expected
    place.office.close()


def test_a_year_people_must_give_is_not_guessed(templates: dict[str, Path], tmp_path: Path) -> None:
    shutil.copyfile(templates["county"], tmp_path / "office.db")
    field = replace(SESSION, kind=Kind.INTEGER, editable=True, required=True)
    place = open_with(tmp_path, replace(BOOKS, entity=replace(BOOK, fields=(BOOK.fields[0], field), period=YEAR)))
    with pytest.raises(Refusal, match="没有填届次"):
        place.create("book", name="志")
    place.office.close()
