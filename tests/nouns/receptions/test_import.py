"""Receptions of the past from a spreadsheet, and what a clerk types at the command: 240 of them, counted right."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import openpyxl

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.figures.figures import read_figures
from cppcc_desktop.services.figures.scopes import find_scope, find_sheet
from cppcc_desktop.services.imports.imports import Preview, apply_import, default_choices, preview_import
from cppcc_desktop.services.lists.exports import export_list
from cppcc_desktop.services.records.records import Query, count_records, list_ids, list_records, show_record
from tests.nouns.receptions.conftest import Hall

HEADS = ("序号", "接待站点", "接待时间", "接待方式", "接待委员", "来访群众", "人数", "联系电话", "家庭住址", "反映问题", "处理方式",
         "责任单位", "办理期限", "答复情况", "答复时间", "处理结果", "回访时间", "满意度")  # fmt: skip


def write_book(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (HEADS, *rows):
        book.active.append(list(row))  # pyright: ignore[reportArgumentType] - whatever a cell may hold
    book.save(path)
    return path


def read(hall: Hall, path: Path) -> Preview:
    return preview_import(hall.place.office, hall.place.actor, hall.place.office.modules["receptions"], path)


def bring(hall: Hall, path: Path) -> Preview:
    preview = read(hall, path)
    apply_import(hall.place.office, hall.place.actor, preview, default_choices(preview))
    return preview


STATION = "云水镇政协工作联络站"
OPEN = (1, STATION, "2026-05-20", "坐诊", "郑晓禾、外请的律师", "谭某", 3, "13900002210", "茶坪村三组", "茶坪村水渠渗漏，二十亩田没有水", "转办",
        "县水利局", "2026-06-03", None, None, None, None, None)  # fmt: skip
DONE = (2, STATION, "2026.5.21", "出诊", "郑晓禾", "石某", None, None, None, "低保复核", "转办", "县民政局", "2026年6月4日",
        "已经恢复", "2026/5/25", "已解决", "2026-06-01", "基本满意")  # fmt: skip
SPOT = (3, STATION, "2026-05-22", "坐诊", "陈素芬", "孟某", 1, None, None, "返乡创业贷款", "现场答复", None, None, "讲了贴息的办法", None, "解释",
        None, None)  # fmt: skip


def test_how_far_each_came_is_told_by_the_table(hall: Hall, tmp_path: Path) -> None:
    """Nothing that the table does not say is proposed: no due date, no call-back; a second time nothing changes."""
    path = write_book(tmp_path / "登记簿.xlsx", OPEN, DONE, SPOT)
    preview = bring(hall, path)
    assert [row.words["short"] for row in preview.rows] == ["茶坪村水渠渗漏", "低保复核", "返乡创业贷款"]
    office, actor, module = hall.place.office, hall.place.actor, hall.place.office.modules["receptions"]
    rows = list_records(office, actor, module, Query(order=("date",)), 0, -1).rows
    told = [
        (row["state"], row["due_on"], row["answered_on"], row["satisfaction"], row["on_time"], row["heads"])
        for row in rows
    ]
    assert told == [
        ("passed_on", "2026-06-03", None, None, None, 3), ("closed", "2026-06-04", "2026-05-25", "2", True, None),
        ("closed", None, None, None, None, 1),
    ]  # fmt: skip
    persons, other = rows[0]["persons"], rows[1]["persons"]
    assert isinstance(persons, list) and isinstance(other, list) and persons == [*other, "外请的律师"]
    assert rows[0]["receivers"] == ["县水利局"]
    assert hall.told(str(rows[1]["id"])) == [
        ("据表登记", "据“登记簿.xlsx”第 3 行登记：答复日期 2026-05-25，回访日期 2026-06-01，满意程度 基本满意")
    ]
    assert {row.result for row in read(hall, path).rows} == {"same"}
    export_list(
        office,
        actor,
        module,
        Query(),
        tmp_path / "b.xlsx",
        names=[spec.name for spec in module.fields if spec.width or spec.wide],
    )
    assert {row.result for row in read(hall, tmp_path / "b.xlsx").rows} == {"same"}
    assert all(each.ok for each in check_office(office, actor))


def test_what_the_table_says_later_moves_nothing(hall: Hall, tmp_path: Path) -> None:
    bring(hall, write_book(tmp_path / "a.xlsx", OPEN))
    later = (*OPEN[:12], "2026-09-01", "修好了", "2026-06-01", "已解决", None, None)
    preview = bring(hall, write_book(tmp_path / "b.xlsx", later))
    (record,) = list_ids(hall.place.office, hall.place.actor, hall.place.office.modules["receptions"], Query())
    now = hall.values(record)
    assert (now["due_on"], now["answered_on"]) == ("2026-06-03", None)
    assert sum("文件不改它" in each.reason for each in preview.rows[0].doubts) == 2


def test_a_station_takes_its_own_past_over(pair, filled, tmp_path: Path) -> None:
    station = Hall(pair[1], filled.station)
    bring(station, write_book(tmp_path / "a.xlsx", (DONE[0], None, *DONE[2:])))  # whose it is needs no column
    pair[0].unpack(station.place.pack("county", tmp_path / "up.cppcc"))
    (record,) = list_ids(pair[0].office, pair[0].actor, pair[0].office.modules["receptions"], Query())
    values = show_record(pair[0].office, pair[0].actor, "reception", record).values
    assert (values["state"], values["station"], values["satisfaction"]) == ("closed", filled.station, "2")
    assert all(each.ok for place in pair for each in check_office(place.office, place.actor))


def test_a_row_without_the_matter_or_the_day_is_not_brought(hall: Hall, tmp_path: Path) -> None:
    rows = ((*OPEN[:9], None, *OPEN[10:]), (*OPEN[:2], None, *OPEN[3:]))
    preview = read(hall, write_book(tmp_path / "a.xlsx", *rows))
    assert [row.blocked for row in preview.rows] == [True, True]
    assert "没有日期" in preview.rows[1].reason


def make_rows(count: int) -> list[tuple[object, ...]]:
    """A year's book: every third answered on the spot, of the rest every second answered, half of those late."""
    rows: list[tuple[object, ...]] = []
    for at in range(count):
        day = date(2026, 1, 5) + timedelta(days=at)
        due, matter = day + timedelta(days=14), f"第 {at} 件事，细说"
        head = (at, STATION, day.isoformat(), "坐诊", "郑晓禾", f"来人{at}", 1, None, None, matter)
        if at % 3 == 0:
            rows.append((*head, "当场答复", None, None, "答了", None, "解释", day.isoformat(), "满意"))
        elif at % 3 == 1:
            answered = due + timedelta(days=1 if at % 2 else -1)
            rows.append(
                (*head, "转交", "县水利局", due.isoformat(), "修了", answered.isoformat(), "已解决", None, None)
            )
        else:
            rows.append((*head, "转交", "县水利局", due.isoformat(), None, None, None, None, None))
    return rows


def test_two_hundred_and_forty_of_them(hall: Hall, tmp_path: Path) -> None:
    """120 from a table and as many entered; views, what is late and every rate are those reckoned by hand."""
    hall.place.clock.move(30)  # the 8th of July
    bring(hall, write_book(tmp_path / "a.xlsx", *make_rows(120)))
    for at in range(120):
        day = (date(2026, 6, 15) - timedelta(days=at % 40)).isoformat()
        if at % 2:
            record = hall.receive(date=day, matter=f"当场的第 {at} 件", handling="当场答复", visitor=f"人{at}")
            if at % 4 == 1:
                hall.act(record, "call_back", date="2026-06-20", satisfaction="不满意" if at % 8 == 1 else "满意")
            continue
        record = hall.receive(
            date=day, matter=f"转办的第 {at} 件", visitor=f"人{at}", due_on="2026-07-01" if at % 4 else "2026-07-31"
        )
        if at % 6 == 0:
            hall.act(record, "accept", date="2026-06-16")
            hall.act(record, "answer", date="2026-07-02", result="部分解决")
    office, actor, module = hall.place.office, hall.place.actor, hall.place.office.modules["receptions"]
    counted = {each.name: count_records(office, actor, module, Query(each.where)) for each in module.views}
    # of the table 40 are open and late; of those entered 40 are open, of which the 20 due on the first of July are late
    assert counted == {"all": 240, "open": 80, "late": 60, "call_back": 50, "closed": 110}
    sheet = find_sheet(office, "receptions")
    lines = read_figures(office, actor, find_scope(office, actor, sheet=sheet), sheet=sheet).lines
    rates = {
        key: lines[key].counts
        for key in ("at_once_rate", "on_time_rate", "close_rate", "call_back_rate", "satisfaction_rate")
    }
    assert rates == {
        "at_once_rate": "100 ÷ 240 件", "on_time_rate": "30 ÷ 120 件", "close_rate": "110 ÷ 240 件",
        "call_back_rate": "70 ÷ 120 件", "satisfaction_rate": "55 ÷ 70 件",
    }  # fmt: skip
    assert count_records(office, actor, module, Query(Is("state", "awaiting_call_back"))) == 50
    assert all(each.ok for each in check_office(office, actor))
