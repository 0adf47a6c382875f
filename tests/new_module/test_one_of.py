"""Fields of which one at least must be filled: typed, changed, put right in rows, imported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from cppcc_desktop.domain.description.fields import Field, Identity
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.importers.people.bodies import is_body
from cppcc_desktop.services.features import Feature
from cppcc_desktop.services.imports.imports import apply_import, default_choices, preview_import
from cppcc_desktop.services.records.children import add_rows, change_row
from cppcc_desktop.services.records.records import change_record, list_children, show_record
from tests.conftest import Place
from tests.new_module.nouns import (
    ABOUT_WHAT,
    CALLED,
    CODE,
    HEAD,
    HELPERS,
    HOW,
    LEADER,
    MONEY,
    PLACE,
    PLACES_MODULE,
    SPENT,
    TOLD,
    TOWN,
    TOWN_ENTITY,
    TOWNS,
    TOWNS_MODULE,
    VISIT,
    VISIT_ENTITY,
    YEAR,
    YEARS_MODULE,
)
from tests.ui.offices import Desk

VISITS = replace(VISIT_ENTITY, one_of=((MONEY, HOW),))
MODULE = replace(
    TOWNS_MODULE, entity=replace(TOWN_ENTITY, one_of=((LEADER, HELPERS),)),
    children=tuple(VISITS if each is VISIT_ENTITY else each for each in TOWNS_MODULE.children),
)  # fmt: skip
GIVEN = replace(MODULE, entity=replace(MODULE.entity, identity=Identity(either=((LEADER, TOLD), (SPENT,)))))
BODY = "bodygives"
BOTH = replace(
    MODULE, entity=replace(
        TOWN_ENTITY, fields=(*TOWN_ENTITY.fields, Field(name=BODY, label="哪家", limit=40)), one_of=((LEADER, BODY),),
    ),
)  # fmt: skip
FEATURES = (Feature(name=TOWNS, modules=(PLACES_MODULE, MODULE)), Feature(name=YEAR, modules=(YEARS_MODULE,)))


@pytest.fixture
def place(open_trial: Callable[..., Place]) -> Place:
    made = open_trial("county", FEATURES)
    made.create(PLACE, **{CODE: "01", CALLED: "东分会"})
    return made


def test_one_of_them_does(place: Place) -> None:
    with pytest.raises(Refusal, match="没有填谁领头或谁帮手"):
        place.create(TOWN, **{HEAD: "甲记"})
    with pytest.raises(Refusal, match="没有填记名、谁领头或谁帮手"):
        place.create(TOWN)
    record = place.create(TOWN, **{HEAD: "甲记", HELPERS: "外来客"})
    with pytest.raises(InvalidField, match="谁领头、谁帮手要填一个"):
        change_record(place.office, place.actor, TOWN, record, {HELPERS: None})
    change_record(place.office, place.actor, TOWN, record, {HELPERS: None, LEADER: "东分会"})
    change_record(place.office, place.actor, TOWN, record, {HEAD: "乙记"})
    assert show_record(place.office, place.actor, TOWN, record).values[HELPERS] is None


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_what_is_missing_is_told_as_it_stands_in_the_form(
    open_trial: Callable[..., Place], sit_down: Callable[[Place], Desk]
) -> None:
    """And the first of it gets the focus, whether it is needed alone or one of several would do."""
    rest = tuple(each for each in TOWN_ENTITY.fields if each.name != LEADER)
    entity = replace(MODULE.entity, fields=(TOWN_ENTITY.by_name[LEADER], *rest))
    features = (Feature(name=TOWNS, modules=(PLACES_MODULE, replace(MODULE, entity=entity))), FEATURES[1])
    place = open_trial("county", features)
    with pytest.raises(Refusal, match="没有填谁领头或谁帮手、记名") as refused:
        place.create(TOWN)
    assert refused.value.missing == (LEADER, HEAD)
    desk = sit_down(place)
    page = desk.open(TOWNS)
    desk.fill(**{TOLD: "说了"})
    desk.save()
    assert page.form.editors[LEADER].isAncestorOf(desk.focus) or desk.focus is page.form.editors[LEADER]


def test_in_rows(place: Place) -> None:
    record = place.create(TOWN, **{HEAD: "甲记", HELPERS: "外来客"})
    with pytest.raises(Refusal, match="没有填花销或怎么样"):
        add_rows(place.office, place.actor, VISIT, record, [{"date": "2026-05-01", ABOUT_WHAT: "路过"}])
    add_rows(place.office, place.actor, VISIT, record, [{"date": "2026-05-01", ABOUT_WHAT: "路过", MONEY: "3"}])
    (row,) = list_children(place.office, place.actor, VISIT, record)
    with pytest.raises(InvalidField, match="要填一个"):
        change_row(place.office, place.actor, VISIT, str(row["id"]), {MONEY: None})


def test_in_a_table(place: Place, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["记名", "谁领头", "谁帮手"], ["甲地", "东分会", None], ["乙地", None, "外来客"], ["丙地", None, None]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    preview = preview_import(place.office, place.actor, place.office.modules[TOWNS], tmp_path / "a.xlsx")
    assert [(each.result, each.reason) for each in preview.rows] == [
        ("new", ""), ("new", ""), ("doubt", "没有谁领头或谁帮手，不能新增。"),
    ]  # fmt: skip
    apply_import(place.office, place.actor, preview, default_choices(preview))
    again = preview_import(place.office, place.actor, place.office.modules[TOWNS], tmp_path / "a.xlsx")
    assert [each.result for each in again.rows] == ["same", "same", "doubt"]


def test_what_has_nothing_in_common_is_not_one(open_trial: Callable[..., Place], tmp_path: Path) -> None:
    """Rows of one name differ by who is meant, in whichever of the fields that stands; read again they are the same."""
    place = open_trial("county", (Feature(name=TOWNS, modules=(PLACES_MODULE, GIVEN)), FEATURES[1]))
    place.create(PLACE, **{CODE: "01", CALLED: "东分会"})
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["记名", "谁领头", "谁帮手", "说了什么", "花的钱"],
        ["甲地", "东分会", "客", None, 3.5], ["甲地", None, "客", "别处", 3.5], ["甲地", "东分会", "客", None, 35], ["甲地", None, "客", None, 3.5],
    ):  # fmt: skip
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    module = place.office.modules[TOWNS]
    preview = preview_import(place.office, place.actor, module, tmp_path / "a.xlsx")
    assert [each.result for each in preview.rows] == ["new", "new", "new", "doubt"]
    apply_import(place.office, place.actor, preview, default_choices(preview))
    again = preview_import(place.office, place.actor, module, tmp_path / "a.xlsx")
    assert [each.result for each in again.rows] == ["same", "same", "same", "doubt"]


@pytest.mark.parametrize("name", ["云水食品公司", "县工商联合会", "城关镇中心小学", "某某商会（筹）"])
def test_a_body_is_told_by_its_name(name: str) -> None:
    assert is_body(name)


@pytest.mark.parametrize("name", ["李行", "王小社", "阿依·古兰社", "外来的客", "会", ""])
def test_a_person_is_none(name: str) -> None:
    assert not is_body(name)


def test_one_column_for_people_and_bodies(open_trial: Callable[..., Place], tmp_path: Path) -> None:
    """Each goes where it belongs, and the preview says which was moved; two columns stay as they are."""
    place = open_trial("county", (Feature(name=TOWNS, modules=(PLACES_MODULE, BOTH)), FEATURES[1]))
    member = place.create(PLACE, **{CODE: "01", CALLED: "东分会"})
    module = place.office.modules[TOWNS]
    for heading, rows in (
        ("谁领头", (("东分会", {LEADER: member}), ("云水食品公司", {BODY: "云水食品公司"}), ("外来的客", {LEADER: "外来的客"}))),
        ("哪家", (("东分会", {LEADER: member}), ("外来的客", {BODY: "外来的客"}))),
    ):  # fmt: skip
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["记名", heading])
        for word, _ in rows:
            sheet.append([f"{word}的", word])
        path = tmp_path / f"{heading}.xlsx"
        book.save(path)
        preview = preview_import(place.office, place.actor, module, path)
        told = [{name: row.values[name] for name in (LEADER, BODY) if name in row.values} for row in preview.rows]
        assert told == [wanted for _, wanted in rows]
        moved = [any("记在" in note and "照写" not in note for note in row.notes) for row in preview.rows]
        assert moved == [(BODY if heading == "谁领头" else LEADER) in wanted for _, wanted in rows]
