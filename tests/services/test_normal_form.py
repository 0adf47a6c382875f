"""⻰ as text copied out of a PDF has it is 龙 wherever texts are compared or looked for; what was written stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from cppcc_desktop.domain.description.conditions import Like
from cppcc_desktop.domain.description.fields import Field, Kind
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.lists.find import find_records
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.records.joins import find_twins
from cppcc_desktop.services.records.records import Query, find_reference, list_ids, show_record
from tests.conftest import Filled, Place
from tests.db.test_engine import set_version
from tests.services.test_imports import counts, load, look, write

PLAIN, COPIED = "龙门青", "⻰⻔⻘"
POST, COPIED_POST = "示例县人民医院院长", "示例县⼈⺠医院院⻓"
HEAD = ("姓名", "性别", "单位及职务")


def hits(place: Place, text: str) -> list[str]:
    return [hit.title for group in find_records(place.office, place.actor, text) for hit in group.hits]


@pytest.mark.parametrize("again", [COPIED, "龙\ufe00门\u200b青", "⻰门⻘"])
def test_the_same_people_copied_out_of_a_pdf(county: Place, tmp_path: Path, again: str) -> None:
    load(county, write(tmp_path / "a.xlsx", [(PLAIN, "男", POST), ("陸樂", "女", "第一小学")], HEAD), "members")
    file = write(tmp_path / "b.xlsx", [(again, "男", COPIED_POST), ("\uf9d3\uf914", "女", "第一小学")], HEAD)
    assert counts(look(county, file, "members")) == (0, 0, 2, 0)


def test_what_was_written_stays(county: Place, tmp_path: Path) -> None:
    load(county, write(tmp_path / "a.xlsx", [(COPIED, "男", COPIED_POST)], HEAD), "members")
    query = Query(text=PLAIN, text_in=("name",))
    (record,) = list_ids(county.office, county.actor, county.office.modules["members"], query)
    values = show_record(county.office, county.actor, "member", record).values
    assert (values["name"], values["post"]) == (COPIED, COPIED_POST)


@pytest.mark.parametrize("typed", ["人民医院", "⼈⺠医院", "院长", PLAIN, COPIED, "lmq"])
@pytest.mark.parametrize("stored", [(PLAIN, POST), (COPIED, COPIED_POST)])
def test_found_by_either_form(county: Place, typed: str, stored: tuple[str, str]) -> None:
    county.create("member", name=stored[0], post=stored[1])
    county.create("member", name="别的人", post="第一小学")
    assert hits(county, typed) == [stored[0]]
    module = county.office.modules["members"]
    query = Query(text=typed, text_in=("name", "post"))
    assert len(list_ids(county.office, county.actor, module, query)) == 1
    if not typed.isascii():
        where = Query(where=Like("name" if typed in (PLAIN, COPIED) else "post", typed))
        assert len(list_ids(county.office, county.actor, module, where)) == 1
    assert all(each.ok for each in check_office(county.office, county.actor))


def test_references_codes_and_doubles(filled: Filled) -> None:
    place = filled.place
    unit = place.create("unit", name="龙门镇人民政府")
    asked = Field(name="unit", label="单位", kind=Kind.REFERENCE, target="unit")
    assert find_reference(place.office, asked, "⻰⻔镇⼈⺠政府") == unit
    other = place.create("unit", name="⻰⻔镇⼈⺠政府")
    assert {unit, other} in [set(each.records) for each in find_twins(place.office, place.actor, "unit")]
    codes = read_codes(place.office)
    assert codes.find("nationality", "⽔族") == codes.find("nationality", "水族")
    assert codes.find("nationality", "⽔族")


def test_a_database_of_before_finds_by_the_normal_form(county: Place) -> None:
    """The index that an older program made knew the characters as they were written."""
    county.create("member", name=COPIED)
    with county.office.database.write() as connection:
        connection.exec_driver_sql("INSERT INTO find_text (find_text) VALUES ('delete-all')")
    assert hits(county, PLAIN) == []
    county.office.close()
    set_version(county.path, 6)
    county.reopen()
    assert hits(county, PLAIN) == [COPIED]
