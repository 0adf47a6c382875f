"""A year of scores as a spreadsheet: each point beside what it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from cppcc_desktop.domain.scores.items import JUDGED, OUTCOMES, RATE, Scored, ScoreItem, write_decimal
from cppcc_desktop.exporters.xlsx import SheetColumn, Value, write_xlsx
from cppcc_desktop.services.scores.results import Assessed
from cppcc_desktop.services.scores.schemes import ScoreScheme
from cppcc_desktop.services.scores.sheets import ScoreSheet

WIDTHS = {RATE: 3, JUDGED: 3}  # columns of a line, else 2


def export_scores(path: Path, scheme: ScoreScheme, sheet: ScoreSheet, subjects: Sequence[Assessed]) -> int:
    """Writes one row per subject; a rate has its points, numerator and denominator. Returns how many rows."""
    items = [item for item in sheet.items if item.kind not in OUTCOMES]
    columns = [SheetColumn("名次", 6), SheetColumn(scheme.subject_label, 20)]
    columns += [SheetColumn(scheme.words.size, 8, right_aligned=True)] if scheme.words.size else []
    for item in items:
        columns += list_columns(item)
    columns += [SheetColumn("得分", 8), SheetColumn("等次", 8), SheetColumn(scheme.award, 8)]
    corrected = any(each.correction for each in subjects)
    columns += [SheetColumn("更正", 24)] if corrected else []
    rows = (make_row(scheme, each, items, corrected=corrected) for each in subjects)
    return write_xlsx(path, f"{sheet.year}年{scheme.title}", columns, rows).rows


def list_columns(item: ScoreItem) -> list[SheetColumn]:
    if item.kind == RATE:
        return [
            SheetColumn(item.label, 10),
            SheetColumn("分子", 6, right_aligned=True),
            SheetColumn("分母", 6, right_aligned=True),
        ]
    if item.kind == JUDGED:
        return [SheetColumn(item.label, 10), SheetColumn("自评", 6), SheetColumn("理由", 18)]
    return [SheetColumn(item.label, 10), SheetColumn("次数和事由", 18)]


def make_row(scheme: ScoreScheme, each: Assessed, items: Sequence[ScoreItem], *, corrected: bool) -> list[Value]:
    more: list[Value] = [say_correction(each)] if corrected else []
    size: list[Value] = [each.size if each.points is not None else 0] if scheme.words.size else []
    if each.points is None and not each.waiting:
        width = sum(WIDTHS.get(item.kind, 2) for item in items)
        return ["", each.name, *size, *[""] * width, scheme.words.absent, "", "", *more]
    cells = [cell for item in items for cell in line_cells(each.line(item.code), item.kind)]
    if each.points is None:
        return ["", each.name, *size, *cells, f"还差 {len(each.waiting)} 项", "", "", *more]
    return [str(each.rank or ""), each.name, *size, *cells, write_decimal(each.points), each.grade,
            "是" if each.award else "", *more]  # fmt: skip


def say_correction(each: Assessed) -> str:
    """得分改为 88、五星：理由（谁）."""
    if each.correction is None:
        return ""
    told = each.correction
    parts = [f"得分改为 {told.points}"] if told.points else []
    parts += [told.grade] if told.grade else []
    return f"{'、'.join(parts)}：{told.reason}（{told.by}）"


def line_cells(line: Scored | None, kind: str) -> Iterator[Value]:
    if line is None:  # the sheet of a fixed year was another one
        yield from [""] * WIDTHS.get(kind, 2)
    elif kind == RATE and line.figure is not None:
        yield write_decimal(line.points) if line.most else "不计"
        yield line.figure.numerator
        yield line.figure.denominator
    elif kind == JUDGED:
        yield "没有核定" if line.open else write_decimal(line.points)
        yield line.own
        yield "；".join(line.reasons)
    else:
        yield write_decimal(line.points) if line.points else ""
        yield "；".join((*([f"{line.times} 次"] if line.times else []), *line.reasons))
