"""Columns matched by hand are offered again for the same headings, and dropped once they fit no more."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from sqlalchemy import select

from cppcc_desktop.domain.errors import OfficeError, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.imports.imports import Table, compare_table, open_table
from cppcc_desktop.services.imports.memory import remember_columns
from tests.conftest import Place
from tests.services.test_imports import write

STRANGE = ("姓名", "在哪里做什么", "片区", "手机号")
ROW = ("沈知远", "示例茶业公司经理", "东片", "13800000001")


def look(place: Place, path: Path, module: str = "members") -> Table:
    return open_table(place.office, place.actor, place.office.modules[module], path)


def match(place: Place, table: Table, **changes: str | None) -> None:
    """Compare with columns put by hand, as the page and the command line do."""
    preview = compare_table(place.office, place.actor, table, changes)
    remember_columns(place.office, place.actor, table.module, table.recognised, preview.columns)


def stored(place: Place, module: str = "members") -> object:
    meta = place.office.schema.meta
    with place.office.read() as connection:
        found = connection.scalar(select(meta.c.value).where(meta.c.key == f"mapping:{module}"))
    return orjson.loads(found) if found else None


def test_put_by_hand_once_it_stands_so_the_next_time(county: Place, tmp_path: Path) -> None:
    first = look(county, write(tmp_path / "a.xlsx", [ROW], STRANGE))
    assert first.columns.columns == {"name": 0, "mobile": 3} and not first.remembered
    match(county, first, 在哪里做什么="post", 片区="member_group", 手机号=None)
    assert stored(county) == {"在哪里做什么": "post", "片区": "member_group", "手机号": ""}
    order = ("手机号", "片区：", "在哪里\n做什么", "姓名", "性别")
    again = look(county, write(tmp_path / "b.xlsx", [(*reversed(ROW), "男")], order))
    assert again.columns.columns == {"name": 3, "member_group": 1, "post": 2, "sex": 4}
    assert again.remembered == {0, 1, 2}
    assert again.recognised.columns == {"name": 3, "mobile": 0, "sex": 4}


def test_what_is_put_back_is_forgotten(county: Place, tmp_path: Path) -> None:
    file = write(tmp_path / "a.xlsx", [ROW], STRANGE)
    match(county, look(county, file), 在哪里做什么="post", 手机号=None)
    match(county, look(county, file), 手机号="mobile", 在哪里做什么=None)
    assert stored(county) == {}
    assert not look(county, file).remembered


def test_a_field_that_is_gone_is_passed_over(county: Place, tmp_path: Path) -> None:
    with county.office.database.write() as connection:
        memory = orjson.dumps({"片区": "no_such_field", "在哪里做什么": "post"}).decode()
        connection.execute(county.office.schema.meta.insert().values(key="mapping:members", value=memory))
    table = look(county, write(tmp_path / "a.xlsx", [ROW], STRANGE))
    assert table.columns.columns == {"name": 0, "post": 1, "mobile": 3} and table.remembered == {1}


def test_a_heading_that_stands_twice_is_not_remembered(county: Place, tmp_path: Path) -> None:
    file = write(tmp_path / "a.xlsx", [("沈知远", "男", "一", "二")], ("姓名", "性别", "情况", "情况"))
    match(county, look(county, file), D="post")
    assert stored(county) is None
    assert look(county, file).columns.columns == {"name": 0, "sex": 1}


def test_headings_known_by_memory_alone_are_found(county: Place, tmp_path: Path) -> None:
    file = write(tmp_path / "a.xlsx", [("沈知远", "经理")], ("姓名", "在哪里做什么"))
    assert not look(county, file).columns.found
    with pytest.raises(OfficeError, match="找不到标题行"):
        compare_table(county.office, county.actor, look(county, file))
    match(county, look(county, write(tmp_path / "b.xlsx", [ROW], STRANGE)), 在哪里做什么="post")
    assert look(county, file).columns.columns == {"name": 0, "post": 1}


def test_each_module_has_its_own(county: Place, tmp_path: Path) -> None:
    match(county, look(county, write(tmp_path / "a.xlsx", [ROW], STRANGE)), 片区="member_group")
    units = look(
        county, write(tmp_path / "b.xlsx", [("县公安局", "公安局", "东片")], ("单位名称", "简称", "片区")), "units"
    )
    assert units.columns.columns == {"name": 0, "short": 1} and stored(county, "units") is None


def test_who_may_only_look_leaves_nothing(county: Place, tmp_path: Path) -> None:
    table = look(county, write(tmp_path / "a.xlsx", [ROW], STRANGE))
    with pytest.raises(Refusal):
        remember_columns(
            county.office, Actor("林静", "reader", "county"), table.module, table.recognised, table.columns
        )
