"""The figures of 联络站: how many of which level and function, what was judged of their grounds, council and funds."""

from __future__ import annotations

from cppcc_desktop.domain.description.conditions import Both, Condition, Filled, Is, Named
from cppcc_desktop.domain.description.figures import Dimension, Figure, FigureSheet, ScopeKind
from cppcc_desktop.nouns.stations.entity import COUNTY, STATIONS, TOWN, VILLAGE
from cppcc_desktop.nouns.stations.records import CHECK, COUNCIL, FUNCTION

THERE, WORK = "站点", "阵地和活动"
_OPEN = Is("closed_on", None)


def _count(key: str, label: str, group: str, where: Condition, short: str = "") -> Figure:
    return Figure(
        key=key, label=label, group=group, where=Both(_OPEN, where), module=STATIONS.name, unit="个", counted="个", short=short
    )  # fmt: skip


def _rate(key: str, label: str, where: Condition) -> Figure:
    return Figure(
        key=key, label=label, group=WORK, where=Both(_OPEN, where), of=_OPEN, base="占在用的站", module=STATIONS.name, unit="%",
        counted="个",
    )  # fmt: skip


def _has(kind: str, where: Condition) -> Condition:
    """A row of a child that meets it."""
    return Named(kind, ("station",), where)


FIGURES = (
    Figure(key="open", label="在用的联络站", group=THERE, where=_OPEN, module=STATIONS.name, unit="个", counted="个", short="联络站"),
    _count("county", "县级", THERE, Is("level", (COUNTY,))),
    _count("town", "乡镇街道级", THERE, Is("level", (TOWN,)), "乡镇级"),
    _count("village", "村级", THERE, Is("level", (VILLAGE,))),
    _count("other", "社区、园区和企业学校", THERE, Is("level", ("4", "5", "6")), "其他"),
    Figure(key="closed", label="已撤销", group=THERE, where=Filled("closed_on"), module=STATIONS.name, unit="个", counted="个"),
    _rate("with_council", "有议事会", _has(COUNCIL.name, Is("until", None))),
    _rate("with_functions", "写明功能", _has(FUNCTION.name, Is("until", None))),
    _rate("judged", "登记过阵地", _has(CHECK.name, Filled("state"))),
    _rate("lacking", "阵地有没落实的", _has(CHECK.name, Is("state", ("2", "3", "4")))),
)  # fmt: skip


def _by(key: str, label: str) -> Dimension:
    return Dimension(key, label, {STATIONS.name: (key,)})


SHEET = FigureSheet(
    module=STATIONS.name,
    title="联络站情况",
    groups=(THERE, WORK),
    figures=FIGURES,
    dimensions=(
        _by("level", "级别"),
        _by("type", "类型"),
        _by("township", "乡镇"),
        _by("special_committee", "联系专委会"),
    ),
    headlines=("open", "town", "village", "with_functions", "judged"),
    columns=("open", "town", "village", "with_functions", "judged", "lacking"),
    main=("open", "with_functions", "judged"),
    scopes=(ScopeKind.ALL,),
    year_words="在用的",
)
