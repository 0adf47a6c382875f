"""A field that was not always required and follows from another where older programs left it empty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from pytestqt.qtbot import QtBot

from cppcc_desktop.domain.description.fields import Fallback
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.features import Feature
from cppcc_desktop.services.imports.imports import (
    apply_import,
    compare_table,
    default_choices,
    open_table,
    preview_import,
)
from cppcc_desktop.services.records.logs import read_log
from cppcc_desktop.services.records.records import Query, change_record, list_records, show_record
from tests.conftest import Place
from tests.new_module.nouns import COIN, HEAD, PLACES_MODULE, TOLD, TOWN, TOWN_ENTITY, TOWNS, TOWNS_MODULE
from ui.imports.columns import ColumnStep

ASKED = Fallback(field=TOLD, values={"近的": "1", "远的": "2"}, otherwise="")
FIELDS = tuple(
    replace(each, required=True, fallback=ASKED) if each.name == COIN else each for each in TOWN_ENTITY.fields
)
MODULE = replace(TOWNS_MODULE, entity=replace(TOWN_ENTITY, fields=FIELDS))


@pytest.fixture
def place(open_trial: Callable[..., Place]) -> Place:
    return open_trial("county", (Feature(name=TOWNS, modules=(PLACES_MODULE, MODULE)),))


def write(path: Path, *rows: tuple[str | None, ...]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def coins(place: Place) -> dict[str, object]:
    rows = list_records(place.office, place.actor, place.office.modules[TOWNS], Query(), 0, -1).rows
    return {str(row[HEAD]): row[COIN] for row in rows}


def test_a_new_record_says_it_and_an_older_one_goes_on_without(place: Place) -> None:
    office, actor = place.office, place.actor
    with pytest.raises(Refusal, match="没有填哪种钱"):
        place.create(TOWN, **{HEAD: "甲记", TOLD: "近的"})
    with office.write(actor, "record.write") as writing:  # as a program did that did not ask for it
        near, none = (
            writing.new(MODULE.entity, {HEAD: head, TOLD: told}) for head, told in (("乙记", "近的"), ("丙记", None))
        )
    assert coins(place) == {"乙记": "1", "丙记": None}
    for each in (near, none):
        change_record(office, actor, TOWN, each, {HEAD: "改了名的"})
    assert show_record(office, actor, TOWN, none).values[COIN] is None
    with pytest.raises(InvalidField, match="哪种钱不能空着"):
        change_record(office, actor, TOWN, near, {COIN: None})


def test_a_table_without_it_says_what_was_taken(place: Place, tmp_path: Path) -> None:
    """By the other column where that tells, stored as if it had stood there; else the row is left until the table says it."""
    office, actor = place.office, place.actor
    path = write(tmp_path / "a.xlsx", ("记名", "说了什么"), ("甲记", "近的"), ("乙记", "远的"), ("丙记", "别的"))
    preview = preview_import(office, actor, office.modules[TOWNS], path)
    assert [(row.result, row.words.get(COIN), row.reason) for row in preview.rows] == [
        ("new", "到", ""), ("new", "请假", ""), ("doubt", None, "没有哪种钱，不能新增。"),
    ]  # fmt: skip
    assert preview.rows[0].notes == ("没有写哪种钱，照说了什么是到。",)
    assert "2 行没有写哪种钱，照说了什么记：到 1 行、请假 1 行。不对的，在表里写明再导入。" in preview.notes
    done = apply_import(office, actor, preview, default_choices(preview))
    assert coins(place) == {"甲记": "1", "乙记": "2"}
    assert "哪种钱" in {each.label for each in read_log(office, actor, done.records[0])}
    assert {row.result for row in preview_import(office, actor, office.modules[TOWNS], path).rows} == {"same", "doubt"}
    assert all(each.ok for each in check_office(office, actor))


def test_a_table_that_says_nothing_of_it_is_asked_once(place: Place, tmp_path: Path, qtbot: QtBot) -> None:
    office, actor = place.office, place.actor
    rows = (("记名", "说了什么"), ("甲记", None), ("乙记", "别的"), ("丙记", "近的"))
    table = open_table(office, actor, office.modules[TOWNS], write(tmp_path / "a.xlsx", *rows))
    assert table.unsaid == (COIN,)
    step = ColumnStep()
    qtbot.addWidget(step)
    step.show_table(table)
    assert not step._missing.text(), "another column may say it"
    (asked, text), (empty, _) = step.whole.lines
    assert (asked.key(), empty.key()) == (COIN, "") and not step.given()
    text.setText("请假")
    assert step.given() == {COIN: "请假"}
    preview = compare_table(office, actor, table, step.changes(), given=step.given())
    apply_import(office, actor, preview, default_choices(preview))
    assert coins(place) == {"甲记": "2", "乙记": "2", "丙记": "1"}, "what another column says goes before"
