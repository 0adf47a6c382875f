"""The figures of 项目, 捐赠 and 稿件 by year: how many, for how much, whose (domain.md §5)."""

from __future__ import annotations

from typing import Any

from cppcc_desktop.domain.description.conditions import EVERYTHING, Both, Condition, Filled, Is
from cppcc_desktop.domain.description.figures import (
    Dimension,
    Figure,
    FigureBars,
    FigureSheet,
    ScopeKind,
    TrendBars,
)
from cppcc_desktop.nouns.projects.entity import DONATIONS, HOME, OF_MONEY, PIECES, PROJECTS

SCOPES = (ScopeKind.PLACE, ScopeKind.YEAR, ScopeKind.ALL)
COUNT, MONEY, EFFECT = "项目", "投入", "成效"
GIFTS, CASH, GOODS = "捐赠", "捐款", "捐物"
PRINTED, LEVELS = "刊发", "各级刊发"

_DONE = Is("state", ("finished",))
_PERSONS, _BODIES = Is("body", None), Filled("body")
_HOME = Is("currency", HOME)


def _project(key: str, label: str, group: str, where: Condition = EVERYTHING, **more: Any) -> Figure:
    shown: dict[str, Any] = {"unit": "个", "counted": "个", **more}
    return Figure(key=key, label=label, group=group, where=where, module=PROJECTS.name, **shown)


def _donation(key: str, label: str, group: str, where: Condition = EVERYTHING, **more: Any) -> Figure:
    shown: dict[str, Any] = {"unit": "笔", "counted": "笔", **more}
    return Figure(key=key, label=label, group=group, where=where, module=DONATIONS.name, **shown)


def _piece(key: str, label: str, group: str, where: Condition = EVERYTHING, **more: Any) -> Figure:
    shown: dict[str, Any] = {"unit": "篇", "counted": "篇", **more}
    return Figure(key=key, label=label, group=group, where=where, module=PIECES.name, **shown)


def _by(module: str, *dimensions: tuple[str, str]) -> tuple[Dimension, ...]:
    return tuple(Dimension(key, label, {module: (key,)}) for key, label in dimensions)


PROJECT_SHEET = FigureSheet(
    module=PROJECTS.name,
    title="委员项目情况",
    groups=(COUNT, MONEY, EFFECT),
    figures=(
        _project("projects", "项目", COUNT),
        _project("planned", "计划", COUNT, Is("state", ("planned",))),
        _project("running", "实施中", COUNT, Is("state", ("running",))),
        _project("done", "完成", COUNT, _DONE),
        _project("stopped", "中止", COUNT, Is("state", ("stopped",))),
        _project("done_rate", "完成率", COUNT, _DONE, of=EVERYTHING, base="占全部项目", unit="%"),
        _project("by_members", "写明委员的", COUNT, Filled("persons")),
        _project("money_planned", "计划投入", MONEY, adds="money_planned", unit="万元"),
        _project("money_done", "已投入", MONEY, adds="money_done", unit="万元"),
        _project("jobs", "带动就业", EFFECT, adds="jobs", unit="人"),
        _project("people", "受益人数", EFFECT, adds="people", unit="人"),
    ),
    dimensions=_by(PROJECTS.name, ("result", "进展"), ("kind", "类别"), ("township", "乡镇"), ("station", "联络站")),
    headlines=("projects", "done", "money_planned", "money_done", "jobs"),
    columns=("projects", "done", "money_planned", "money_done", "jobs", "people"),
    main=("projects", "money_planned", "money_done", "jobs"),
    shares=("projects", "money_done"),
    charts=(
        FigureBars(title="进展", note="", keys=("planned", "running", "done", "stopped")),
        TrendBars(title="历年", note="项目个数和已投入", key="projects", beside="money_done", words="已投入 {beside} 万元"),
    ),
    scopes=SCOPES,
    year_words="的项目",
)  # fmt: skip

DONATION_SHEET = FigureSheet(
    module=DONATIONS.name,
    title="委员捐赠情况",
    groups=(GIFTS, CASH, GOODS),
    figures=(
        _donation("donations", "捐赠", GIFTS),
        _donation("persons", "个人捐赠", GIFTS, _PERSONS),
        _donation("bodies", "单位捐赠", GIFTS, _BODIES),
        _donation("cash_gifts", "捐款", GIFTS, OF_MONEY),
        _donation("goods_gifts", "捐物", GIFTS, Filled("goods")),
        # each currency by itself: they are never added together
        _donation("cash", "捐款（{}）", CASH, OF_MONEY, adds="money", unit="元", each="currency", short="{}"),
        _donation("cash_persons", "个人捐款（人民币）", CASH, Both(_HOME, _PERSONS, OF_MONEY), adds="money", unit="元"),
        _donation("cash_bodies", "单位捐款（人民币）", CASH, Both(_HOME, _BODIES, OF_MONEY), adds="money", unit="元"),
        _donation("goods", "物资折价（人民币）", GOODS, Filled("goods"), adds="goods_value", unit="元", short="物资折价（元）"),
    ),
    dimensions=_by(
        DONATIONS.name, ("currency", "币种"), ("receiver", "受赠方"), ("body", "捐赠单位"), ("person", "捐赠人"), ("project", "项目"),
        ("station", "联络站"),
    ),
    headlines=("donations", "persons", "bodies", f"cash_{HOME}", "goods"),
    columns=("donations", "persons", "bodies", "cash", "goods"),
    main=("donations", f"cash_{HOME}", "goods"),
    shares=("donations", f"cash_{HOME}"),
    charts=(FigureBars(title="谁捐的", note="", keys=("persons", "bodies")),),
    scopes=SCOPES,
    year_words="的捐赠",
)  # fmt: skip

PIECE_SHEET = FigureSheet(
    module=PIECES.name,
    title="委员稿件情况",
    groups=(PRINTED, LEVELS),
    figures=(
        _piece("pieces", "稿件", PRINTED),
        _piece("of_kind", "{}", PRINTED, each="kind"),
        _piece("at_level", "{}级", LEVELS, each="level"),
        _piece("no_level", "没有填级别", LEVELS, Is("level", None)),
    ),
    dimensions=_by(PIECES.name, ("level", "级别"), ("kind", "种类"), ("printed_in", "刊物"), ("station", "联络站")),
    headlines=("pieces",),
    columns=("pieces", "of_kind", "at_level"),
    main=("pieces",),
    charts=(FigureBars(title="各级", note="", keys=("at_level",)),),
    scopes=SCOPES,
    year_words="刊发的",
)  # fmt: skip

SHEETS = (PROJECT_SHEET, DONATION_SHEET, PIECE_SHEET)
