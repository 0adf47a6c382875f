"""Decimals, money and times of day as fields of any noun: typed, listed, added up, imported, exported, sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cppcc_desktop.domain.description.amounts import (
    count_parts,
    is_amount,
    is_clock,
    parse_amount,
    parse_clock,
    read_parts,
    tell_amount,
)
from cppcc_desktop.domain.description.conditions import Is, Span
from cppcc_desktop.domain.description.fields import Entity, Field, Kind, parse_value
from cppcc_desktop.domain.errors import InvalidField
from cppcc_desktop.importers.tables.headers import Mapping
from cppcc_desktop.importers.tables.rows import RowReader
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.imports.imports import preview_import
from cppcc_desktop.services.lists.exports import export_list
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.records.children import add_up
from cppcc_desktop.services.records.records import (
    Query,
    change_record,
    list_groups,
    list_ids,
    list_records,
    show_record,
)
from cppcc_desktop.services.records.titles import word_rows
from tests.conftest import Place
from tests.new_module.nouns import (
    CALLED,
    CODE,
    FROM,
    HEAD,
    HOST,
    PLACE,
    PLACES,
    ROOM,
    SPENT,
    TOWN,
    TOWNS,
)
from tests.ui.offices import Desk


@pytest.mark.parametrize(
    ("text", "kept"),
    [("1200", "1200"), ("1,200.50元", "1200.5"), ("￥ 1 200", "1200"), ("3.5万", "35000"), ("1.2亿元", "120000000"), ("０．１", "0.1"),
     ("-20", "-20"), ("人民币12元整", "12"), ("0", "0"), ("120万元", "1200000"), ("12.", "12")],
)  # fmt: skip
def test_money_is_read_as_people_write_it(text: str, kept: str) -> None:
    assert parse_amount(text, money=True) == kept


@pytest.mark.parametrize(
    "text",
    ["约3万", "3-5万", "12万左右", "12,00", "1.234", "十二", "1.2.3", "12 港元", "1e5", "9" * 13, "三万", "10余万"],
)
def test_what_is_no_certain_sum_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_amount(text, money=True)


@given(st.integers(-(10**13), 10**13), st.sampled_from([2, 3]))
def test_amounts_are_exact(parts: int, places: int) -> None:
    text = read_parts(parts, places)
    assert count_parts(text, places) == parts and is_amount(text, places)
    if abs(parts) < 10**12:
        assert parse_amount(text, money=places == 2) == text
        assert parse_amount(tell_amount(text, money=places == 2), money=places == 2) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [("8:30", "08:30"), ("0830", "08:30"), ("14:05:00", "14:05"), ("上午8点半", "08:30"), ("下午2点", "14:00"), ("14时05分", "14:05"),
     ("晚上7:30", "19:30"), ("02:30", "02:30"), ("凌晨2:30", "02:30"), ("9点", "09:00"), ("0:05", "00:05"), ("12：00", "12:00")],
)  # fmt: skip
def test_times_are_read_as_people_write_them(text: str, kept: str) -> None:
    assert parse_clock(text) == kept and is_clock(kept)


@pytest.mark.parametrize("text", ["2:30", "3点", "25:00", "8:60", "8:30-9:30", "上午", "830人", "24:00"])
def test_a_time_in_doubt_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_clock(text)


@given(st.text(), st.sampled_from([Kind.DECIMAL, Kind.MONEY, Kind.TIME]))
def test_any_text_is_kept_in_one_form_or_refused(text: str, kind: Kind) -> None:
    spec = Field(name="x", label="某项", kind=kind)
    try:
        value = parse_value(spec, text, today=date(2026, 6, 8))
    except InvalidField as refusal:
        assert refusal.what.startswith("某项：")
        return
    assert value is None or parse_value(spec, value, today=date(2026, 6, 8)) == value


@pytest.fixture
def towns(trial: Place) -> dict[str, str]:
    """Three records with sums that do not sort as texts do."""
    (at,) = list_ids(trial.office, trial.actor, trial.office.modules[TOWNS], Query())
    change_record(trial.office, trial.actor, TOWN, at, {SPENT: "9.5", ROOM: "12.125", FROM: "8:30"})
    place = show_record(trial.office, trial.actor, TOWN, at).values[HOST]
    made = {"东边的一记": at}
    for title, spent in (("西边", "1,200万"), ("南边", "80")):
        made[title] = trial.create(TOWN, **{HOST: place, HEAD: title, SPENT: spent})
    return made


def test_kept_told_ordered_and_filtered(trial: Place, towns: dict[str, str]) -> None:
    office, actor, module = trial.office, trial.actor, trial.office.modules[TOWNS]
    values = show_record(office, actor, TOWN, towns["东边的一记"]).values
    assert (values[SPENT], values[ROOM], values[FROM]) == ("9.5", "12.125", "08:30")
    page = list_records(office, actor, module, Query(order=(SPENT,)), 0, -1)
    assert [row[SPENT] for row in page.rows] == ["9.5", "80", "12000000"], "as numbers"
    assert [words[SPENT] for words in word_rows(office, [module.by_name[SPENT]], page.rows)] == [
        "9.50",
        "80",
        "12,000,000",
    ]
    assert list_ids(office, actor, module, Query(Is(SPENT, "80"))) == [towns["南边"]]
    assert (
        list_ids(office, actor, module, Query(Is(SPENT, ("80", "9.5"))))
        and len(list_ids(office, actor, module, Query(Span(SPENT, "50", "12000000")))) == 2
    )
    assert {(value, said) for value, said, _ in list_groups(office, actor, module, Query(), ROOM)} == {
        ("12.125", "12.125"), (None, ""),
    }  # fmt: skip
    for raw in ({SPENT: "约3万"}, {ROOM: "1.2345"}, {FROM: "2:30"}):
        with pytest.raises(InvalidField):
            change_record(office, actor, TOWN, towns["南边"], raw)
    assert all(each.ok for each in check_office(office, actor))


def test_sums_are_exact(trial: Place) -> None:
    entity = Entity(
        name="x", label="项", counter="项", sums=("paid",), fields=(Field(name="paid", label="付了", kind=Kind.MONEY),)
    )
    rows = [{"paid": each} for each in ("0.1", "0.2", "1000000", None)]
    assert [(each.label, each.shown) for each in add_up(entity, read_codes(trial.office), rows)] == [
        ("付了", "1,000,000.30"), ("没有填付了", "1"),
    ]  # fmt: skip


def test_in_and_out_of_a_table(trial: Place, towns: dict[str, str], tmp_path: Path) -> None:
    office, actor, module = trial.office, trial.actor, trial.office.modules[TOWNS]
    path = tmp_path / "分记.xlsx"
    export_list(office, actor, module, Query(order=(HEAD,)), path, names=[HEAD, SPENT, ROOM, FROM])
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    rows = {row[0]: row[1:] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert rows["西边"][0] == 12_000_000 and rows["东边的一记"] == (9.5, 12.125, "08:30")
    preview = preview_import(office, actor, module, path)
    assert [(each.result, each.doubts) for each in preview.rows] == [("same", ())] * 3, "back again it changes nothing"


def test_the_unit_of_a_heading_counts(trial: Place, tmp_path: Path) -> None:
    office, actor, module = trial.office, trial.actor, trial.office.modules[TOWNS]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["记名", "花的钱（万元）"], ["甲地", 3.5], ["乙地", "2万"], ["丙地", "约3"]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    found = preview_import(office, actor, module, tmp_path / "a.xlsx")
    assert [each.values.get(SPENT) for each in found.rows] == ["35000", None, None]
    assert "标题写着万元" in str(found.rows[1].doubts[0]) and "不是一个确定的数" in str(found.rows[2].doubts[0])
    for at, (heading, kept) in enumerate(
        (("花的钱", "20000"), ("花的钱（元）", "2"), ("花的钱（单位：亿元）", "200000000"))
    ):
        noted = openpyxl.Workbook()
        sheet = noted.active
        assert sheet is not None
        for row in (["分记情况", None], [None, "单位：万元"], ["记名", heading], ["丁地", 2]):
            sheet.append(row)
        noted.save(tmp_path / f"{at}.xlsx")
        (row,) = preview_import(office, actor, module, tmp_path / f"{at}.xlsx").rows
        assert row.values[SPENT] == kept, heading


def test_a_unit_without_brackets_counts_too(trial: Place) -> None:
    columns = Mapping(1, {SPENT: 0}, {0: "花的钱万元"}, trial.office.modules[TOWNS].fields)
    reader = RowReader(columns, {}, read_codes(trial.office), date(2026, 6, 8), None, (), {})
    assert reader.unit(SPENT) == "万"


def test_to_a_station_and_back(
    open_trial: Callable[..., Place], trial: Place, towns: dict[str, str], tmp_path: Path
) -> None:
    station = open_trial("station")
    (place,) = list_ids(trial.office, trial.actor, trial.office.modules[PLACES], Query())
    station.unpack(trial.pack(place, tmp_path / "a.cppcc"))
    assert CODE and CALLED and PLACE
    values = show_record(station.office, station.actor, TOWN, towns["西边"]).values
    assert values[SPENT] == "12000000"
    assert [each for each in check_office(station.office, station.actor) if not each.ok] == []


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_in_the_window(sit_down: Callable[[Place], Desk], trial: Place, towns: dict[str, str]) -> None:
    """What was typed in another way and means the same is no change; what is none is said at its field."""
    desk = sit_down(trial)
    page = desk.open(TOWNS, towns["西边"])
    assert page.form.editors[SPENT].text() == "12000000"
    desk.fill(**{SPENT: "1,200万"})
    assert page.form.changes() == {}
    desk.fill(**{SPENT: "3.5万", FROM: "下午2点", ROOM: "约10"})
    desk.save()
    assert "不是一个确定的数" in page.form.editors[ROOM].error
    desk.fill(**{ROOM: "10.50"})
    desk.save()
    values = desk.record().values
    assert (values[SPENT], values[FROM], values[ROOM]) == ("35000", "14:00", "10.5") and not desk.reported
