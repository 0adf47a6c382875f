"""What a place imports with its state goes to the county, as far as its own steps lead; and years as tables write them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from cppcc_desktop.domain.description.fields import Fallback, Field
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.features import Feature
from cppcc_desktop.services.imports.imports import apply_import, default_choices, preview_import
from cppcc_desktop.services.records.records import Query, list_ids, list_records
from tests.conftest import USER, Place
from tests.new_module.nouns import (
    CALLED,
    CODE,
    FINISHED,
    HEAD,
    IDLE,
    OF_YEAR,
    PLACE,
    PLACES_MODULE,
    TAKEN,
    TITLE,
    TOWN_ENTITY,
    TOWN_LIFE,
    TOWNS,
    TOWNS_MODULE,
    VERDICT,
    YEARS,
    YEARS_MODULE,
)

KEPT = {"记": IDLE, "了": FINISHED}
FIELDS = tuple(each for each in TOWN_ENTITY.fields if each.name != "state")
ENTITY = replace(TOWN_ENTITY, fields=(
    *FIELDS, Field(name=VERDICT, label="到哪了", limit=20, editable=False),
    Field(name="state", label="状态", editable=False, fallback=Fallback(field=VERDICT, values=KEPT, otherwise=IDLE)),
))  # fmt: skip


def make_features(*, county_only: bool) -> tuple[Feature, ...]:
    moves = tuple(replace(each, county_only=county_only) for each in TOWN_LIFE.moves)
    life = replace(TOWN_LIFE, moves=moves, taken_over=TAKEN, events={TAKEN: "照表登记"})
    towns = replace(TOWNS_MODULE, entity=ENTITY, workflow=life)
    return Feature(name=TOWNS, modules=(PLACES_MODULE, towns)), Feature(name=YEARS, modules=(YEARS_MODULE,))


def load(place: Place, module: str, path: Path, *rows: tuple[object, ...]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    preview = preview_import(place.office, place.actor, place.office.modules[module], path)
    apply_import(place.office, place.actor, preview, default_choices(preview))


def open_pair(open_trial: Callable[..., Place], folder: Path, *, county_only: bool) -> tuple[Place, Place]:
    features = make_features(county_only=county_only)
    county = open_trial("county", features)
    at = county.create(PLACE, **{CODE: "01", CALLED: "东分会"})
    station = open_trial("station", features)
    station.unpack(county.pack(at, folder / "first.cppcc"))
    station.actor = Actor(USER, "admin", station.office.name)
    return county, station


def test_what_its_own_steps_could_have_done(open_trial: Callable[..., Place], tmp_path: Path) -> None:
    county, station = open_pair(open_trial, tmp_path, county_only=False)
    load(station, TOWNS, tmp_path / "a.xlsx", ("记名", "到哪了"), ("甲记", "了"), ("乙记", "记"), ("丙记", None))
    came = county.unpack(station.pack("county", tmp_path / "b.cppcc"))
    assert not came.quarantined, [each.reason for each in came.aside]
    rows = list_records(county.office, county.actor, county.office.modules[TOWNS], Query(order=(HEAD,)), 0, -1).rows
    assert {str(row[HEAD]): row["state"] for row in rows} == {"甲记": FINISHED, "乙记": IDLE, "丙记": IDLE}


def test_what_is_the_countys_alone_is_refused(open_trial: Callable[..., Place], tmp_path: Path) -> None:
    _, station = open_pair(open_trial, tmp_path, county_only=True)
    with pytest.raises(Refusal, match="由办理步骤来改"):
        load(station, TOWNS, tmp_path / "a.xlsx", ("记名", "到哪了"), ("甲记", "了"))


def test_a_year_as_tables_write_it(trial: Place, tmp_path: Path) -> None:
    load(
        trial,
        YEARS,
        tmp_path / "a.xlsx",
        ("签文", "签年"),
        ("丁签文", "2025年"),
        ("戊签文", "2025年度"),
        ("己签文", 2025),
    )
    module = trial.office.modules[YEARS]
    rows = list_records(trial.office, trial.actor, module, Query(), 0, -1).rows
    assert [row[OF_YEAR] for row in rows if str(row[TITLE])[0] in "丁戊己"] == [2025] * 3
    assert list_ids(trial.office, trial.actor, module, Query())
