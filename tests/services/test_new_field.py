"""A new field on members is one line and one migration: then it is in list, form, import, export, log and package."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.domain.description.fields import Field
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.features import Feature
from cppcc_desktop.services.imports.imports import apply_import, default_choices, preview_import
from cppcc_desktop.services.lists.exports import export_list
from cppcc_desktop.services.office.opening import Surroundings
from cppcc_desktop.services.records.logs import read_log
from cppcc_desktop.services.records.records import Query, change_record, list_records, read_where, show_record
from db import engine
from tests.conftest import Filled, Place

BLOOD = Field(name="blood", label="血型", width=60, aliases=("ABO血型",))  # the one line
MIGRATION = """
import sqlalchemy as sa
from alembic import op
revision = "9999"
down_revision = "{newest}"
def upgrade() -> None:
    op.add_column("member", sa.Column("blood", sa.Text()))
"""


def with_field(features: tuple[Feature, ...]) -> tuple[Feature, ...]:
    return tuple(replace(each, modules=tuple(add_field(module) for module in each.modules)) for each in features)


def add_field(module: Module) -> Module:
    if module.name != "members":
        return module
    entity = replace(module.entity, fields=(*module.entity.fields, BLOOD))
    return replace(module, entity=entity, columns=(*module.columns, BLOOD.name))


@pytest.fixture
def upgrade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Make the program one version newer: the field, and a copy of the migrations with one more."""
    folder = tmp_path / "program"
    shutil.copytree(Path(engine.__file__).parent / "migrations", folder / "migrations")
    newest = max(f.name for f in (folder / "migrations" / "versions").glob("v*.py"))[1:5]
    (folder / "migrations" / "versions" / "v9999_blood.py").write_text(MIGRATION.format(newest=newest))

    def apply() -> None:
        monkeypatch.setattr(engine, "__file__", str(folder / "engine.py"))
        monkeypatch.setattr(engine, "SCHEMA_VERSION", engine.SCHEMA_VERSION + 1)

    return apply


def renew(place: Place) -> None:
    place.office.close()
    place.around = Surroundings(with_field(FEATURES), place.clock, place.around.home)
    place.office = place.around.open(place.path)


def test_one_line_and_one_migration(
    filled: Filled, open_place: Callable[..., Place], upgrade: Callable[[], None], tmp_path: Path
) -> None:
    county, station, member = filled.place, open_place("station", "station"), filled.members[0]
    upgrade()
    renew(county)
    change_record(county.office, county.actor, "member", member, {"blood": "AB型"})
    members = county.office.modules["members"]
    assert show_record(county.office, county.actor, "member", member).values["blood"] == "AB型"
    page = list_records(
        county.office, county.actor, members, Query(read_where(county.office, members, {"blood": "AB型"})), 0, 9
    )
    assert [row["blood"] for row in page.rows] == ["AB型"]
    assert next((e.label, e.after) for e in read_log(county.office, county.actor, member)) == ("血型", "AB型")
    export_list(county.office, county.actor, members, Query(), tmp_path / "out.xlsx")
    sheet = [[cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / "out.xlsx").active.iter_rows()]
    assert any("血型" in row for row in sheet)
    assert any("AB型" in row for row in sheet)
    for head, blood in (("血型", "A型"), ("ABO血型", "B型")):
        take_in(county, tmp_path / f"{blood}.xlsx", head, blood)
        assert show_record(county.office, county.actor, "member", member).values["blood"] == blood
    old = station.unpack(county.pack(filled.station, tmp_path / "a.cppcc"))
    assert old.unknown == 3, "an older program keeps what it does not know"
    assert "blood" not in show_record(station.office, station.actor, "member", member).values
    renew(station)
    assert show_record(station.office, station.actor, "member", member).values["blood"] == "B型", (
        "it takes effect after the upgrade"
    )
    for place in (county, station):
        assert [each for each in check_office(place.office, place.actor) if not each.ok] == []


def take_in(place: Place, file: Path, head: str, blood: str) -> None:
    book = openpyxl.Workbook()
    assert book.active
    book.active.append(["姓名", "手机号", head])
    book.active.append(["郑晓禾", "13900001111", blood])
    book.save(file)
    preview = preview_import(place.office, place.actor, place.office.modules["members"], file)
    assert preview.count("changed") == 1
    apply_import(place.office, place.actor, preview, default_choices(preview))
