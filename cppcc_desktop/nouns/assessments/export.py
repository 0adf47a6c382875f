"""承办单位考核 as a spreadsheet: each point beside the figure it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from cppcc_desktop.exporters.xlsx import Column, Value, write_xlsx
from cppcc_desktop.nouns.assessments.entity import GRADE, RATE, Scored, write_decimal
from cppcc_desktop.nouns.assessments.scoring import ScoreSheet, UnitAssessment


def export_assessment(path: Path, sheet: ScoreSheet, units: Sequence[UnitAssessment]) -> int:
    """Writes one row per unit; a rate has its points, numerator and denominator. Returns how many rows."""
    items = [item for item in sheet.items if item.kind != GRADE]
    columns = [Column("名次", 6), Column("承办单位", 20), Column("主办件数", 8, right_aligned=True)]
    for item in items:
        columns.append(Column(item.label, 10))
        if item.kind == RATE:
            columns += [Column("分子", 6, right_aligned=True), Column("分母", 6, right_aligned=True)]
        else:
            columns.append(Column("次数和事由", 18))
    columns += [Column("得分", 8), Column("等次", 8), Column("先进单位", 8)]
    codes = [(item.code, item.kind) for item in items]
    return write_xlsx(path, f"{sheet.year}年承办单位考核", columns, (make_row(each, codes) for each in units)).rows


def make_row(each: UnitAssessment, codes: Sequence[tuple[str, str]]) -> list[Value]:
    if each.points is None:
        width = sum(3 if kind == RATE else 2 for _, kind in codes)
        return ["", each.name, 0, *[""] * width, "没有承办提案", "", ""]
    cells = [cell for code, kind in codes for cell in line_cells(each.line(code), kind)]
    return [str(each.rank), each.name, each.cases, *cells, write_decimal(each.points), each.grade,
            "是" if each.award else ""]  # fmt: skip


def line_cells(line: Scored | None, kind: str) -> Iterator[Value]:
    if line is None:  # the sheet of a fixed year was another one
        yield from [""] * (3 if kind == RATE else 2)
    elif kind == RATE and line.figure is not None:
        yield write_decimal(line.points) if line.most else "不计"
        yield line.figure.numerator
        yield line.figure.denominator
    else:
        yield write_decimal(line.points) if line.points else ""
        yield "；".join((*([f"{line.times} 次"] if line.times else []), *line.reasons))
