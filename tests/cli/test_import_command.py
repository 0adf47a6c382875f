"""`cppcc import`: columns by hand are kept, doubtful rows go to a file, a dry run writes nothing."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.cli.test_commands import Run, cppcc, db
from tests.importers.old_books import write_old_book
from tests.services.test_imports import write

__all__ = ["cppcc", "db"]  # fixtures

HEAD = ("姓名", "性别", "在哪里做什么", "手机号", "出生日期")
ROWS = [
    ("孙立夏", "男", "合作社理事长", "13700000001", "1980-02-31"),
    ("陈素芬", "男", "茶业公司经理", "13700004410", None),
    ("陶然", "女", "电信公司主任", "13700000002", None),
]  # fmt: skip


def test_mapping_by_hand_is_kept_for_the_next_time(cppcc: Run, db: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "a.xlsx", ROWS, HEAD)
    with_map = ("import", "members", file, "--map", "在哪里做什么=post", "--db", db)
    cppcc(*with_map, "--dry-run")
    _, told = cppcc("import", "members", file, "--dry-run", "--db", db, plain=True)
    assert "没有用到的列：C 列“在哪里做什么”" in told and "上次手工对应" not in told
    code, told = cppcc(*with_map)
    assert (code, told["new"], told["doubt"]) == (1, 2, 1)
    _, told = cppcc("import", "members", file, "--dry-run", "--db", db, plain=True)
    assert "上次手工对应：C 列“在哪里做什么” → 单位及职务" in told and "没有用到的列" not in told


def test_doubts_go_to_a_file_that_comes_in_again(cppcc: Run, db: Path, tmp_path: Path) -> None:
    file, saved = write(tmp_path / "a.xlsx", ROWS, HEAD), tmp_path / "存疑.xlsx"
    code, told = cppcc("import", "members", file, "--doubts-to", saved, "--db", db)
    assert code == 1 and len(told["errors"]) == 2
    book = openpyxl.load_workbook(saved)
    sheet = book.active
    assert sheet is not None and [sheet.cell(row, 1).value for row in (2, 3)] == ["孙立夏", "陈素芬"]
    assert sheet["F1"].value == "行号" and str(sheet["G2"].value).startswith("E 列“出生日期”")
    sheet["E2"], sheet["A3"] = "1980-02-28", "陈素分"
    book.save(saved)
    code, told = cppcc("import", "members", saved, "--dry-run", "--db", db)
    assert (code, told["unread"]) == (1, ["C 列“在哪里做什么”"]), "a column nobody said anything about"
    code, told = cppcc(
        "import", "members", saved, "--map", "在哪里做什么=", "--doubts-to", tmp_path / "none.xlsx", "--db", db
    )
    assert (code, told["new"], told["changed"], told["errors"], told["unread"]) == (0, 1, 1, [], [])
    assert not (tmp_path / "none.xlsx").exists()


def test_an_old_workbook(cppcc: Run, db: Path, tmp_path: Path) -> None:
    file = write_old_book(tmp_path / "a.et", [("单位名称", "简称"), ("县财政局", "财政局")])
    assert cppcc("import", "units", file, "--db", db)[1]["new"] == 1


def test_what_cannot_be_imported_names_what_can(cppcc: Run, db: Path, tmp_path: Path) -> None:
    code, told = cppcc("import", "reviews", tmp_path / "a.xlsx", "--db", db)
    assert code == 1 and "members" in told["todo"] and "stations" in told["todo"]
