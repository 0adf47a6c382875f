"""Totals as counties publish them: imported from a register of plain words by `cppcc`, and read back from the figures."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.cli.test_commands import Run, cppcc, db

__all__ = ["cppcc", "db"]  # fixtures


def write(path: Path, head: tuple[str, ...], rows: list[tuple[object, ...]]) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("台账")
    sheet.merge_range(0, 0, 0, len(head) - 1, "政协示例县十届三次会议提案台账")
    for place, row in enumerate((head, *rows), start=1):
        sheet.write_row(place, 0, row)
    book.close()
    return path


def topic(number: int) -> str:
    return f"关于第{number}项工作的建议"


def list_states(cppcc: Run, db: Path) -> Counter[str]:
    """How many imported cases stand in each state; the office has a draft of its own besides."""
    states = Counter(str(row["state"]) for row in cppcc("record", "list", "proposals", "--db", db)[1])
    del states["draft"]
    return states


def read_figures(cppcc: Run, db: Path) -> dict[str, dict[str, Any]]:
    code, told = cppcc("stats", "proposals", "--plenary", "10-03", "--db", db)
    assert code == 0
    return {each["key"]: each for each in told}


def test_received_merged_docketed_declined(cppcc: Run, db: Path, tmp_path: Path) -> None:
    """收到 125 件：并案 25 件，立案 93 件，不予立案 7 件。"""
    rows: list[tuple[object, ...]] = [(n, f"第{n:03d}号", topic(n), "审查立案", None) for n in range(1, 94)]
    rows += [(n, None, topic(n), "并案", f"第{n - 93:03d}号") for n in range(94, 119)]
    rows += [(n, None, topic(n), "不予立案", None) for n in range(119, 126)]
    file = write(tmp_path / "a.xlsx", ("序号", "案号", "案由", "审查结果", "并入案号"), rows)
    code, told = cppcc("import", "proposals", file, "--db", db)
    assert (code, told["rows"], told["new"], told["doubt"], told["errors"]) == (0, 125, 125, 0, [])
    states = list_states(cppcc, db)
    assert (states["docketed"], states["merged"], states["declined"]) == (93, 25, 7)
    figures = read_figures(cppcc, db)
    assert {name: figures[name]["value"] for name in ("received", "merged", "docketed", "declined", "docketed_with_merged")} == {
        "received": 125, "merged": 25, "docketed": 93, "declined": 7, "docketed_with_merged": 118
    }  # fmt: skip


def test_replied_by_class(cppcc: Run, db: Path, tmp_path: Path) -> None:
    """立案 93 件，已办复 92 件：A 类 22 件，B 类 68 件，C 类 2 件。"""
    classes = ["A类"] * 22 + ["B类"] * 68 + ["C类"] * 2
    rows: list[tuple[object, ...]] = [
        (n, n, topic(n), "立案", f"县第{n % 20}局", "已办复", grade) for n, grade in enumerate(classes, start=1)
    ]
    rows.append((93, 93, topic(93), "立案", "县第3局", "在办", None))
    rows.append(("小计", 93))
    file = write(tmp_path / "a.xlsx", ("序号", "提案号", "案由", "立案情况", "承办单位", "办复情况", "办理类别"), rows)
    code, told = cppcc("import", "proposals", file, "--db", db)
    assert (code, told["new"], told["units"], told["errors"]) == (0, 93, 20, [])
    assert list_states(cppcc, db) == {"replied": 92, "in_hand": 1}
    figures = read_figures(cppcc, db)
    assert [figures[name]["value"] for name in ("docketed", "replied")] == [93, 92]
    shares = [(figures[name]["numerator"], figures[name]["value"]) for name in ("class_A", "class_B", "class_C")]
    assert shares == [(22, 23.9), (68, 73.9), (2, 2.2)]
    code, told = cppcc("import", "proposals", file, "--db", db)
    assert (code, told["new"], told["changed"], told["same"], told["units"]) == (0, 0, 0, 93, 0)


def test_received_docketed_and_turned_into_opinions(cppcc: Run, db: Path, tmp_path: Path) -> None:
    """收到 5890 件：立案 5000 件，并案 264 件，转为意见和建议 626 件（一部分先给了编号）：立案率 84.9 %，不立案的不减少收到的。"""
    rows: list[tuple[object, ...]] = [(n, f"{n:04d}", topic(n), "立案", None) for n in range(1, 5001)]
    rows += [(n, None, topic(n), "并案", f"{n - 5000:04d}") for n in range(5001, 5265)]
    rows += [(n, f"{n:04d}" if n % 2 else None, topic(n), "转为意见和建议", None) for n in range(5265, 5891)]
    file = write(tmp_path / "a.xlsx", ("序号", "提案号", "案由", "立案情况", "并入案号"), rows)
    code, told = cppcc("import", "proposals", file, "--db", db)
    assert (code, told["rows"], told["new"], told["doubt"], told["errors"]) == (0, 5890, 5890, 0, [])
    figures = read_figures(cppcc, db)
    assert {name: figures[name]["value"] for name in ("received", "declined", "docketed", "merged")} == {
        "received": 5890, "declined": 626, "docketed": 5000, "merged": 264
    }  # fmt: skip
    assert (figures["docket_rate"]["numerator"], figures["docket_rate"]["value"]) == (5000, 84.9)
