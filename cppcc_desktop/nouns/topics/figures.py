"""The figures of 协商议题 by year: how many came from where, and what became of them (domain.md §6)."""

from __future__ import annotations

from cppcc_desktop.domain.description.conditions import EVERYTHING, Both, Condition, Filled, Is, Named
from cppcc_desktop.domain.description.figures import (
    Dimension,
    Figure,
    FigureBars,
    FigureSheet,
    TrendBars,
)
from cppcc_desktop.nouns.topics.entity import PLANNED
from cppcc_desktop.nouns.topics.records import TOLD

TOPICS = "topics"
COMING, DECIDED_ON, TELLING = "征集", "研究决定", "告知"

_ADOPTED, _MERGED, _NOT_USED = (Is("state", (name,)) for name in ("adopted", "merged", "not_used"))
_DECIDED = Is("state", ("adopted", "merged", "not_used"))
_OWN = Is("state", ("suggested", "adopted", "not_used"))
_TOLD = Both(_DECIDED, Named(TOLD.name, ("topic",), EVERYTHING))
_OF_ALL, _OF_OWN, _OF_DECIDED = "占征集议题", "占征集议题（并入的不计）", "占已研究决定的议题"


def _count(key: str, label: str, group: str, where: Condition, short: str = "") -> Figure:
    return Figure(key=key, label=label, group=group, where=where, module=TOPICS, unit="个", counted="个", short=short)


def _rate(key: str, label: str, group: str, where: Condition, of: Condition, base: str) -> Figure:
    return Figure(
        key=key, label=label, group=group, where=where, of=of, base=base, module=TOPICS, unit="%", counted="个"
    )


FIGURES = (
    _count("suggested", "征集议题", COMING, EVERYTHING, "征集"),
    _count("from_stations", "联络站提出", COMING, Filled("station")),
    _count("open", "待定", DECIDED_ON, Is("state", ("suggested",))),
    _count("adopted", "已采用", DECIDED_ON, _ADOPTED, "采用"),
    _count("planned", "列入计划", DECIDED_ON, PLANNED),
    _count("merged", "并入其他议题", DECIDED_ON, _MERGED, "并入"),
    _count("not_used", "未采用", DECIDED_ON, _NOT_USED),
    _rate("adoption_rate", "采用率", DECIDED_ON, _ADOPTED, EVERYTHING, _OF_ALL),
    _rate("adoption_rate_merged", "采用率（并入后）", DECIDED_ON, _ADOPTED, _OWN, _OF_OWN),
    _rate("decided_rate", "已研究决定", DECIDED_ON, _DECIDED, EVERYTHING, _OF_ALL),
    _rate("told_rate", "告知率", TELLING, _TOLD, _DECIDED, _OF_DECIDED),
)


def _by(key: str, label: str) -> Dimension:
    return Dimension(key, label, {TOPICS: (key,)})


SHEET = FigureSheet(
    module=TOPICS,
    title="协商议题情况",
    groups=(COMING, DECIDED_ON, TELLING),
    figures=FIGURES,
    dimensions=(
        _by("source", "来源"),
        _by("channel", "渠道"),
        _by("category", "类别"),
        _by("mode", "形式"),
        _by("station", "联络站"),
    ),
    headlines=("suggested", "adopted", "adoption_rate", "decided_rate", "told_rate"),
    columns=("suggested", "open", "adopted", "merged", "not_used", "adoption_rate", "adoption_rate_merged"),
    main=("suggested", "adopted", "not_used", "adoption_rate"),
    charts=(
        FigureBars(title="研究决定", note="征集 {n} 个", keys=("decided_rate", "adoption_rate")),
        TrendBars(
            title="历年", note="征集个数和采用率", key="suggested", beside="adoption_rate", words="采用 {beside}"
        ),
    ),
    year_words="征集的",
)
