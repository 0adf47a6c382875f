"""Import of 10 000 members from xlsx against calamine and executemany of the same rows, operations included."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import python_calamine
import xlsxwriter

from cppcc_desktop.services.imports import apply_import, default_choices, preview_import
from tests.bench.bulk import Rows, read_rows, write_rows
from tests.bench.figures import Bench, Figure, clock
from tests.bench.offices import ACTOR, make_name, make_office

COUNT = 10_000
HEADINGS = ("姓名", "性别", "民族", "出生日期", "界别", "政治面貌", "单位及职务", "手机号", "学历", "备注")


def write_roster(path: Path, count: int) -> None:
    dice = random.Random(9)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("名册")
    sheet.write_row(0, 0, HEADINGS)
    for number in range(count):
        sheet.write_row(number + 1, 0, (
            make_name(dice), "男女"[number % 2], "汉族", f"19{60 + number % 40}-03-05", "农业界", "群众",
            f"县第{number % 97}单位副主任", f"139{number:08d}", "大学本科", f"第 {number} 人",
        ))  # fmt: skip
    book.close()


def measure_imports(bench: Bench) -> Iterator[Figure]:
    roster = bench.folder / "roster.xlsx"
    write_roster(roster, COUNT)
    office = make_office(bench.folder / "import.db")
    module = office.modules["members"]

    def load() -> None:
        preview = preview_import(office, ACTOR, module, roster)
        apply_import(office, ACTOR, preview, default_choices(preview))

    ours = clock(load)
    rows, target = read_rows(office), bench.folder / "import-bare.db"
    again = clock(load)
    office.close()
    make_office(target).close()
    bare = clock(lambda: read_and_write(roster, target, rows))
    yield Figure(f"导入 {COUNT} 名委员（xlsx）/ calamine 加 executemany", ours, bare, ours / bare, 2)
    yield Figure("同一个文件再导一次，什么也不写", again, bare, again / bare, 0)


def read_and_write(roster: Path, target: Path, rows: Rows) -> None:
    python_calamine.CalamineWorkbook.from_path(roster).get_sheet_by_index(0).to_python()
    write_rows(target, rows)
