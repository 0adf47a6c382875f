"""The window with none of today's nouns: two small lists without a life, and every page opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cppcc_desktop.domain.description.fields import Entity, Field, Kind, same_as
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.services.features import Feature
from cppcc_desktop.services.office.opening import Surroundings, create_office
from cppcc_desktop.services.records.records import create_record
from tests.conftest import COMMITTEE, PASSWORD, USER, Clock, Place
from tests.ui.offices import Desk
from ui.face import Face
from ui.kit.frame.labels import label
from ui.kit.window.page import OwnPage, Page
from ui.kit.window.top_bar import TopBar
from ui.lists.looks import Look, Total
from ui.settings.page import WORDS

GARDEN = Entity(
    name="garden", label="花园", counter="座", title="sign", found=True, alike=(("sign",),),
    fields=(
        Field(name="sign", label="园名", required=True, width=-1), Field(name="acres", label="亩数", kind=Kind.INTEGER, width=80),
        Field(name="portrait", label="全景", kind=Kind.PHOTO), same_as("garden"),
    ),
)  # fmt: skip
BENCH = Entity(
    name="bench", label="长椅", counter="张", title="maker",
    fields=(
        Field(name="maker", label="谁做的", required=True, width=-1),
        Field(name="garden", label="在哪座", kind=Kind.REFERENCE, target="garden", width=160),
    ),
)  # fmt: skip
GARDENS = Module(
    name="gardens", label="花园", icon="stations", entity=GARDEN, importable=True, columns=("sign", "acres"),
    sorts=("sign", "acres"), filters=("acres",), order=("sign",), hint="一座一座记。",
)  # fmt: skip
BENCHES = Module(
    name="benches", label="长椅", icon="activities", entity=BENCH, page=False, importable=True,
    columns=("maker", "garden"), order=("maker",),
)  # fmt: skip
OTHERS = (Feature(name="gardens", modules=(GARDENS,)), Feature(name="benches", modules=(BENCHES,)))
SCREENS: dict[str, Callable[[Desk], object]] = {
    "list": lambda desk: desk.go("gardens"),
    "register": lambda desk: desk.go("benches"),
    "new record": lambda desk: desk.open("gardens"),
    "record": lambda desk: desk.open("gardens", desk.first),  # type: ignore[attr-defined]
    "duplicates": lambda desk: desk.window.show_duplicates("gardens"),
    "drafts": lambda desk: desk.go("drafts"),
    "bin": lambda desk: desk.go("gardens").show_bin(),
    **{f"settings {key}": lambda desk, key=key: desk.go("settings").show_part(key) for key in WORDS},
    "home": lambda desk: desk.go("home"),
    "figures": lambda desk: desk.go("figures"),
    "exchange": lambda desk: desk.go("exchange"),
    "import": lambda desk: desk.window.show_import("gardens"),
}


@pytest.fixture
def strange_place(tmp_path: Path) -> Iterator[Place]:
    """An office of gardens and benches."""
    clock = Clock()
    around = Surroundings(OTHERS, clock, tmp_path / "home")
    office = create_office(
        tmp_path / "office.db", OTHERS, kind="county", name=COMMITTEE, plenary=Plenary(10, 3), user=USER,
        password=PASSWORD, clock=clock, anchors=tmp_path / "anchors",
    )  # fmt: skip
    with office.database.write() as connection:  # what a migration does for a real noun
        office.schema.metadata.create_all(connection)
    yield Place(office, Actor(USER, "admin", office.name), clock, around)
    office.close()


@pytest.fixture
def strange(sit_down: Callable[[Place], Desk], strange_place: Place) -> Desk:
    """A window on it, with two gardens of one name."""
    place = strange_place
    ids = [create_record(place.office, place.actor, "garden", {"sign": "东园", "acres": n}) for n in (3, 4)]
    create_record(place.office, place.actor, "bench", {"maker": "老木匠", "garden": ids[0]})
    desk = sit_down(place)
    desk.reported.clear()
    desk.first = ids[0]  # type: ignore[attr-defined]
    return desk


@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_opens_without_todays_nouns(strange: Desk, screen: str) -> None:
    SCREENS[screen](strange)
    strange.rest()
    assert strange.reported == []


def test_the_sidebar_and_the_find_field_speak_of_the_nouns_there_are(strange: Desk) -> None:
    assert list(strange.window.side.buttons) == ["home", "gardens", "exchange", "settings"]
    assert strange.window.top.search.placeholderText() == "查找花园、号码、拼音"
    strange.window.top.search.setText("东园")
    strange.window.finder.begin()
    strange.window.top.search.settle()
    strange.rest()
    assert [line.text for line in strange.window.finder.panel.list.found.lines if line.hit] == ["东园", "东园"]
    part = strange.go("settings").part
    assert [each.text() for each in part.findChildren(QPushButton)] == ["修改名称和届次", "长椅名册"]


def test_an_empty_list_does_not_call_everything_a_roster(
    sit_down: Callable[[Place], Desk], strange_place: Place
) -> None:
    page = sit_down(strange_place).go("gardens")
    assert [each.text() for each in page.empty.findChildren(QPushButton)] == ["导入花园", "新建花园"]


def test_what_is_typed_is_saved_and_found_in_the_list(strange: Desk) -> None:
    strange.open("gardens")
    strange.fill(sign="西园", acres="7")
    strange.save()
    assert strange.record().values["acres"] == 7
    page = strange.go("gardens")
    assert page.model.total == 3


class Walk(Page):
    """A page of the gardens' own."""

    nav = "gardens"

    def dress(self, top: TopBar) -> None:
        top.show_page("游园")


def test_a_face_shows_what_its_noun_hands_in(qtbot: QtBot, strange_place: Place, tmp_path: Path) -> None:
    look = Look(module="gardens", totals=(Total("大园", {"acres": 9}),))
    own = OwnPage(key="walk", words="游园…", beside="gardens", make=Walk)
    face = Face(name="gardens", parts={"Look": lambda: (look,), "OwnPage": lambda: (own,)})
    desk = Desk(qtbot, strange_place.office, strange_place.actor, tmp_path, (face,))
    page = desk.go("gardens")
    assert [each.name.text() for each in page.total_words] == ["大园"]
    menu = page.view_bar.more.menu()
    menu.aboutToShow.emit()
    next(each for each in menu.actions() if each.text() == "游园…").trigger()
    desk.rest()
    assert isinstance(desk.page, Walk) and desk.window.top.title.whole == "游园"
    desk.close()


def test_a_face_that_hands_in_something_else_is_a_fault(strange_place: Place) -> None:
    face = Face(name="gardens", parts={"Look": lambda: (label("园"),)})
    with pytest.raises(TypeError, match="gardens hands in"):
        face.find(Look)
