"""Import of 10 000 members, and of a register of 10 000 proposals, from xlsx against calamine and executemany of the same rows,
operations included."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import python_calamine
import xlsxwriter

from cppcc_desktop.services.imports.imports import apply_import, default_choices, preview_import
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


REGISTER = ("案号", "收件号", "案由", "第一提案人", "联名人", "界别", "形式", "类别", "渠道", "收件日期", "审查结果", "立案日期", "主办单位",
            "会办单位", "交办日期", "交办文号", "应办复日", "签收日期", "面商方式", "答复日期", "答复文号", "办理结果", "满意度", "办结日期", "备注")  # fmt: skip
KINDS = ("proposal", "step", "review", "assignment", "contact", "reply", "feedback", "unit")


def write_register(path: Path, count: int) -> None:
    """Cases with their whole past: fourteen records each."""
    dice = random.Random(9)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, REGISTER)
    for number in range(count):
        sheet.write_row(number + 1, 0, (
            f"第{number + 1:05d}号", f"2026-{number + 1:05d}", f"关于第{number}个村{number % 97}号路口改造的建议", make_name(dice),
            "李四、王五", "经济界", "委员联名", "城建环保", "书面", "2026-01-20", "立案", "2026-02-01", f"县第{number % 60}局",
            f"县第{number % 50 + 60}局", "2026-03-05", "政协〔2026〕1号", "2026-06-05", "2026-03-08", "登门走访", "2026-05-20",
            f"函〔2026〕{number}号", "ABC"[number % 3], "满意", "2026-06-07", None,
        ))  # fmt: skip
    book.close()


def measure_register(bench: Bench) -> Iterator[Figure]:
    register = bench.folder / "register.xlsx"
    write_register(register, COUNT)
    office = make_office(bench.folder / "register.db")
    module = office.modules["proposals"]

    def load() -> None:
        preview = preview_import(office, ACTOR, module, register)
        apply_import(office, ACTOR, preview, default_choices(preview))

    ours = clock(load)
    rows, target = read_rows(office, KINDS), bench.folder / "register-bare.db"
    again = clock(load)
    office.close()
    make_office(target).close()
    bare = clock(lambda: read_and_write(register, target, rows))
    yield Figure(f"导入 {COUNT} 件的提案台账（25 列）/ calamine 加 executemany", ours, bare, ours / bare, 2)
    yield Figure("同一份台账再导一次，什么也不写", again, bare, again / bare, 0)


def read_and_write(roster: Path, target: Path, rows: Rows) -> None:
    python_calamine.CalamineWorkbook.from_path(roster).get_sheet_by_index(0).to_python()
    write_rows(target, rows)
