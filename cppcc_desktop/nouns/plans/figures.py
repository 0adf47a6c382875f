"""The figures of 协商计划 by year: how many lines, how far they are, by kind and mode (domain.md §6)."""

from __future__ import annotations

from typing import Any

from cppcc_desktop.domain.description.conditions import EVERYTHING, Condition, Filled, Is
from cppcc_desktop.domain.description.figures import (
    Dimension,
    Figure,
    FigureBars,
    FigureSheet,
    ScopeKind,
    TrendBars,
)
from cppcc_desktop.nouns.plans.entity import IN_FORCE, LATE, LINES
from cppcc_desktop.nouns.plans.life import CANCELLED, DONE, GOING, IDLE

PLANNED, HOW_FAR, CHANGED = "列入计划", "完成情况", "变更"
_DONE = Is("state", (DONE,))


def _line(key: str, label: str, group: str, where: Condition = EVERYTHING, **more: Any) -> Figure:
    shown: dict[str, Any] = {"unit": "项", "counted": "项", **more}
    return Figure(key=key, label=label, group=group, where=where, module=LINES.name, **shown)


def _by(*dimensions: tuple[str, str]) -> tuple[Dimension, ...]:
    return tuple(Dimension(key, label, {LINES.name: (key,)}) for key, label in dimensions)


SHEET = FigureSheet(
    module=LINES.name,
    title="协商计划执行情况",
    groups=(PLANNED, HOW_FAR, CHANGED),
    figures=(
        _line("lines", "计划项目", PLANNED, IN_FORCE),
        _line("of_kind", "{}", PLANNED, IN_FORCE, each="kind"),
        _line("idle", "未开始", HOW_FAR, Is("state", (IDLE,))),
        _line("going", "进行中", HOW_FAR, Is("state", (GOING,))),
        _line("done", "已完成", HOW_FAR, _DONE),
        _line("late", "逾期", HOW_FAR, LATE),
        _line("done_rate", "完成率", HOW_FAR, _DONE, of=IN_FORCE, base="占在册项目（已取消的不计）", unit="%"),
        _line("changed", "有变更", CHANGED, Filled("changes")),
        _line("cancelled", "已取消", CHANGED, Is("state", (CANCELLED,))),
    ),
    dimensions=_by(
        ("kind", "种类"), ("mode", "形式"), ("leader", "牵头领导"), ("lead_body", "牵头机构"), ("units", "责任部门"), ("station", "联络站")
    ),
    headlines=("lines", "done", "late", "done_rate"),
    columns=("lines", "idle", "going", "done", "late", "done_rate", "cancelled"),
    main=("lines", "done", "late", "done_rate"),
    charts=(
        FigureBars(title="做到哪一步", note="", keys=("idle", "going", "done", "late")),
        TrendBars(title="历年", note="项目数和完成率", key="lines", beside="done_rate", words="完成 {beside}"),
    ),
    scopes=(ScopeKind.PLACE, ScopeKind.YEAR, ScopeKind.ALL),
    year_words="的计划",
)  # fmt: skip
