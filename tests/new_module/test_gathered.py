"""Columns of ticks that stand for rows of a child, and rows moved to the right that stand under another one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Made, Scope
from cppcc_desktop.domain.modules import Gathered
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.imports.imports import Preview, apply_import, default_choices, preview_import
from cppcc_desktop.services.records.children import add_rows, list_rows
from cppcc_desktop.services.records.records import Query, list_records
from tests.conftest import Place
from tests.new_module.nouns import HEAD, TOWN, TOWN_ENTITY, TOWNS, TOWNS_MODULE, TRIAL, VISIT_ENTITY, whose

KEPT, WHAT, OVER, UNDER = "bokarilu", "semotaru", "gilupane", "dorevuma"
KEPT_ENTITY = Entity(
    name=KEPT, label="家什", counter="样", owner=TOWN, title=WHAT, scope=Scope.OWN, made=Made.ROWS,
    fields=(
        whose(TOWN), Field(name=WHAT, label="哪样", kind=Kind.CODE, codes="award_kind", required=True),
        Field(name=OVER, label="到哪天", kind=Kind.DATE),
    ),
)  # fmt: skip


@pytest.fixture
def place(open_trial: Callable[..., Place]) -> Place:
    years, towns = TRIAL
    under = Field(name=UNDER, label="归在哪记下", kind=Kind.REFERENCE, target=TOWN)
    entity = replace(TOWN_ENTITY, fields=(*TOWN_ENTITY.fields, under))
    column = Field(name="wares", label="有哪些家什", kind=Kind.CODES, codes="award_kind")
    module = replace(
        TOWNS_MODULE, entity=entity, children=(*TOWNS_MODULE.children, KEPT_ENTITY), nested=UNDER,
        gathers=(Gathered(field=column, child=KEPT, code=WHAT, ends=OVER),),
    )  # fmt: skip
    return open_trial(features=(years, replace(towns, modules=(towns.modules[0], module))))


def look(place: Place, path: Path, *rows: tuple[object, ...]) -> Preview:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    return preview_import(place.office, place.actor, place.office.modules[TOWNS], path)


def load(place: Place, preview: Preview) -> int:
    return len(apply_import(place.office, place.actor, preview, default_choices(preview)).records)


def wares(place: Place) -> dict[str, list[str]]:
    towns = list_records(place.office, place.actor, place.office.modules[TOWNS], Query(), 0, -1).rows
    return {
        str(row[HEAD]): [each.words[WHAT] for each in list_rows(place.office, place.actor, KEPT, str(row["id"])).rows]
        for row in towns
    }


HEADS = ("记名", "说了什么", "优秀提案", "优秀提案建议奖", "先进承办案例")


def test_ticks_become_rows_and_a_second_time_nothing(place: Place, tmp_path: Path) -> None:
    rows = (HEADS, ("甲地", "话", "√", None, "√"), ("乙地", "话", None, None, None), ("丙地", "话", None, "√", None))
    load(place, look(place, tmp_path / "a.xlsx", *rows))
    assert wares(place) == {"甲地": ["优秀提案", "先进承办案例"], "乙地": [], "丙地": ["优秀提案建议奖"]}
    assert {each.result for each in look(place, tmp_path / "a.xlsx", *rows).rows} == {"same"}
    more = look(place, tmp_path / "b.xlsx", HEADS, ("甲地", "话", "√", "√", None), ("乙地", "话", None, None, None))
    assert [each.result for each in more.rows] == ["changed", "same"]
    load(place, more)
    assert wares(place)["甲地"] == ["优秀提案", "先进承办案例", "优秀提案建议奖"], (
        "added, and nothing is ended by a table"
    )
    assert all(each.ok for each in check_office(place.office, place.actor))


def test_what_ended_is_begun_anew(place: Place, tmp_path: Path) -> None:
    town = place.create(TOWN, **{HEAD: "甲地"})
    add_rows(place.office, place.actor, KEPT, town, [{WHAT: "优秀提案", OVER: "2020-01-01"}])
    load(
        place, look(place, tmp_path / "a.xlsx", HEADS, ("甲地", None, "√", None, None), ("乙地", None, None, "√", None))
    )
    assert wares(place)["甲地"] == ["优秀提案", "优秀提案"]


def test_rows_stand_under_the_one_above(place: Place, tmp_path: Path) -> None:
    """Full-width or plain blanks, two steps deep; it is said in the preview; who says whose it is keeps that."""
    rows = (
        ("记名", "归在哪记下", "说了什么"),
        ("甲地", None, "一"),
        ("　甲一", None, "二"),
        ("　　甲一一", None, "三"),
        ("  甲二", "乙地", "四"),
        ("乙地", None, "五"),
    )
    preview = look(place, tmp_path / "a.xlsx", *rows)
    assert [each.words.get(UNDER, "") for each in preview.rows] == ["", "甲地", "甲一", "乙地", ""]
    assert "照缩进记为“甲地”" in preview.rows[1].notes[0] and not preview.rows[3].notes
    load(place, preview)
    found = {
        str(row["id"]): row
        for row in list_records(place.office, place.actor, place.office.modules[TOWNS], Query(), 0, -1).rows
    }
    under = {str(row[HEAD]): found[str(row[UNDER])][HEAD] for row in found.values() if row[UNDER]}
    assert under == {"甲一": "甲地", "甲一一": "甲一", "甲二": "乙地"}
    assert {each.result for each in look(place, tmp_path / "a.xlsx", *rows).rows} == {"same"} and VISIT_ENTITY
