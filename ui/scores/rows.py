"""Scores as rows: one a subject, and one for each line of its points."""

from __future__ import annotations

from collections.abc import Sequence

from cppcc_desktop.domain.scores.items import HAND, JUDGED, MEASURED, RATE, Scored, ScoreItem, write_decimal
from cppcc_desktop.domain.scores.outcomes import QuotaUse
from cppcc_desktop.services.scores.output import say_correction
from cppcc_desktop.services.scores.results import Assessed
from cppcc_desktop.services.scores.schemes import ScoreScheme
from cppcc_desktop.services.scores.sheets import ScoreSheet
from ui.kit.tables.columns import TICKS, ListCell, ListColumn, ListRow

DETAIL = (
    ListColumn("label", "项目", stretch=True, pad=16), ListColumn("figure", "怎么来的", 124, align="right"),
    ListColumn("points", "得分", 84, align="right"),
)  # fmt: skip


def subject_columns(scheme: ScoreScheme, sheet: ScoreSheet, *, ticks: bool) -> list[ListColumn]:
    """Rank, name, a column for each rate and judged line, what was added, points and grade."""
    measured = sheet.of(*MEASURED)
    columns = [ListColumn("rank", "名次", 44, align="right"), ListColumn("name", scheme.subject_label, stretch=True)]
    columns += [ListColumn("size", scheme.words.size_head, 44, align="right")] if scheme.words.size else []
    columns += [measured_column(item, len(measured) - at) for at, item in enumerate(measured)]
    columns += [ListColumn("extra", "加减", 52, align="right")] if sheet.of(*HAND) or not sheet.of(JUDGED) else []
    wide = 92 if sheet.of(JUDGED) else 64  # 还差 7 项
    columns += [ListColumn("points", "得分", 60, align="right"), ListColumn("grade", "等次", wide)]
    return [TICKS, *columns] if ticks else [*columns, ListColumn("award", scheme.award[:2], 56)]


def measured_column(item: ScoreItem, fold: int) -> ListColumn:
    label, wide = item.label.partition("（")[0].removesuffix("率"), 76 if len(item.label) > 4 else 56
    return ListColumn(item.code, label, wide, align="right", fold=fold, tooltip=item.label)


def subject_row(scheme: ScoreScheme, each: Assessed) -> ListRow:
    cells: dict[str, ListCell | str] = {"name": each.name, "size": str(each.size) if each.size else "—"}
    if each.points is None and not each.waiting:
        return ListRow(each.id, {**cells, "size": "—", "grade": scheme.words.absent_short}, "fixed")
    extra = sum(line.points for line in each.lines if line.kind in HAND)
    cells["extra"] = ListCell(write_decimal(extra) if extra else "", tone="bad" if extra < 0 else "")
    for line in each.lines:
        if line.kind in MEASURED:
            told = "—" if line.open or not line.most else write_decimal(line.points)
            cells[line.code] = ListCell(told, tooltip=explain(line))
    if each.points is None:
        left = f"还差 {len(each.waiting)} 项"
        cells["grade"] = ListCell(left, tone="wait", tooltip=f"还没有核定：{'、'.join(each.waiting)}")
        cells["points"] = ListCell("", tooltip=f"已核定的共 {write_decimal(each.so_far)} 分")
        return ListRow(each.id, cells, "fixed")
    words = say_correction(each)
    cells |= {
        "rank": str(each.rank or ""), "grade": ListCell(each.grade, tooltip=words) if words else each.grade,
        "points": ListCell(write_decimal(each.points), bold=True, tooltip=words), "award": scheme.award[:2] if each.award else "",
    }  # fmt: skip
    return ListRow(each.id, cells)


def explain(line: Scored) -> str:
    """按期办复率 2 ÷ 3：2026年交办的主办和分办提案里已办复的."""
    if line.figure is None:
        return line.label
    return f"{line.label} {line.figure.numerator} ÷ {line.figure.denominator}：{line.figure.base}"


def line_row(line: Scored) -> ListRow:
    """One line of a subject's points, with where they come from."""
    figure = line.figure
    if line.kind == RATE:
        assert figure is not None
        rate = f"{figure.numerator * 100 / figure.denominator:.1f}%" if figure.denominator else ""
        told = ListCell(
            f"{rate}  {figure.numerator} ÷ {figure.denominator}" if rate else "没有可数的", tooltip=explain(line)
        )
        points = f"{write_decimal(line.points)} / {write_decimal(line.most)}" if line.most else "不计"
    elif line.kind == JUDGED:
        told = ListCell(say_judged(line), tooltip="；".join((explain(line), *line.reasons)))
        points = f"{'—' if line.open else write_decimal(line.points)} / {write_decimal(line.most)}"
    else:
        told = ListCell(f"{line.times} 次" if line.times else "", tooltip="；".join((explain(line), *line.reasons)))
        points = write_decimal(line.points) if line.points else ""
    reasons = f"：{'；'.join(line.reasons)}" if line.reasons else ""
    title = f"{line.label}{reasons}"
    return ListRow(line.code, {"label": ListCell(title, tooltip=title), "figure": told,
                           "points": ListCell(points, tone="bad" if line.points < 0 else "")})  # fmt: skip


def say_judged(line: Scored) -> str:
    """12 次 · 自评 18 · 依据 2."""
    parts = [f"{line.figure.numerator} 次"] if line.figure else []
    parts += [f"自评 {line.own}"] if line.own else []
    parts += [f"依据 {len(line.evidence)}"] if line.evidence else []
    return " · ".join(parts)


def say_quotas(quotas: Sequence[QuotaUse]) -> str:
    """五星 3 / 3（18 的前 20%）；四星 4 / 5：2 个同分，名额不够."""
    told: list[str] = []
    for use in quotas:
        tied = f"：{len(use.tied)} 个同分，名额不够" if use.tied else ""
        told.append(f"{use.label} {len(use.taken)} / {use.places}（{use.base} 个的{use.rule}）{tied}")
    return "；".join(told)
