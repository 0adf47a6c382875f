"""A county's register of stations in one file: townships merged, functions as ticks, platforms under their station."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import openpyxl

from cppcc_desktop.nouns.stations.held import Held
from cppcc_desktop.services.imports.imports import Preview, apply_import, default_choices, preview_import
from cppcc_desktop.services.records.records import Query, list_records
from tests.conftest import Place

TOWNS, EACH = 3, 4


def write(path: Path, renamed: str = "") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["示例县政协联络站一览表"])
    sheet.append(["乡镇", "编号", "联络站名称", "联络站类型", "功能", None, None, "站长"])
    sheet.append([None, None, None, None, "联络站", "协商议事室", "书吧", None])
    for area in ("A1:H1", "E2:G2", *(f"{letter}2:{letter}3" for letter in "ABCDH")):
        sheet.merge_cells(area)
    for town in range(TOWNS):
        first = sheet.max_row + 1
        for number in range(EACH):
            code = f"{town * EACH + number + 1:02d}"
            name = renamed if renamed and code == "01" else f"{town + 1}号镇第{number + 1}联络站"
            sheet.append(
                [
                    f"{town + 1}号镇" if not number else None,
                    code,
                    name,
                    "政协工作联络站",
                    "√",
                    None,
                    "√" if number else None,
                    "张三",
                ]
            )
            sheet.append(
                [None, f"{code}-1", f"　　{town + 1}号镇第{number + 1}村议事室", "协商议事室", None, "√", None, None]
            )
        sheet.merge_cells(f"A{first}:A{sheet.max_row}")
    book.save(path)
    return path


def look(county: Place, path: Path) -> Preview:
    return preview_import(county.office, county.actor, county.office.modules["stations"], path)


def test_all_of_it_at_once_and_nothing_the_second_time(county: Place, tmp_path: Path) -> None:
    preview = look(county, write(tmp_path / "a.xlsx"))
    assert Counter(each.result for each in preview.rows) == {"new": 2 * TOWNS * EACH} and not preview.columns.unknown
    apply_import(county.office, county.actor, preview, default_choices(preview))
    rows = list_records(county.office, county.actor, county.office.modules["stations"], Query(), 0, -1).rows
    assert Counter((row["level"], bool(row["parent"])) for row in rows) == {
        ("2", False): TOWNS * EACH,
        ("3", True): TOWNS * EACH,
    }
    assert {str(row["township"]) for row in rows} == {"1号镇", "2号镇", "3号镇"}
    with county.office.read() as connection:
        held = Held(county.office, connection, county.office.today())
        assert Counter(code for each in held.functions.values() for code in each) == {"01": 12, "02": 12, "06": 9}
    assert {each.result for each in look(county, tmp_path / "a.xlsx").rows} == {"same"}


def test_a_renamed_station_is_a_doubt(county: Place, tmp_path: Path) -> None:
    preview = look(county, write(tmp_path / "a.xlsx"))
    apply_import(county.office, county.actor, preview, default_choices(preview))
    (doubt,) = [each for each in look(county, write(tmp_path / "b.xlsx", "改了名的站")).rows if each.result == "doubt"]
    assert doubt.reason == "编号和库里的相同，名称不同。是同一个联络站吗？"
