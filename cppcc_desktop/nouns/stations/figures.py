"""The figures of 联络站: how many of which level and function, what was judged of their grounds, council and funds."""

from __future__ import annotations

from cppcc_desktop.domain.description.conditions import (
    NEW_YEAR,
    TODAY,
    Both,
    Condition,
    Either,
    Filled,
    Is,
    Named,
    Span,
    of_record,
)
from cppcc_desktop.domain.description.figures import BoardTable, Dimension, Figure, FigureSheet, ScopeKind
from cppcc_desktop.nouns.stations.entity import COUNTY, STATIONS, TOWN, VILLAGE
from cppcc_desktop.nouns.stations.lists import COUNCILS, FUNCTIONS, FUNDS
from cppcc_desktop.nouns.stations.records import CHECK, COUNCIL, FUNCTION
from cppcc_desktop.nouns.stations.stars import STARS

THERE, WORK, MONEY = "站点", "阵地和活动", "经费"
DONE, NO_MATTER = "1", "9"  # of check_state
WHOLE = ("11", "12", "13", "14", "15")  # 五落实, of check_item
_OPEN = Is("closed_on", None)
_OF_OPEN = of_record("station", _OPEN)
_STILL = Either(Is("until", None), Span("until", first=TODAY))
_THIS_YEAR = Span("date", first=NEW_YEAR, last=TODAY)


def _count(key: str, label: str, group: str, where: Condition, short: str = "") -> Figure:
    return Figure(
        key=key, label=label, group=group, where=Both(_OPEN, where), module=STATIONS.name, unit="个", counted="个", short=short
    )  # fmt: skip


def _rate(key: str, label: str, where: Condition) -> Figure:
    return Figure(
        key=key, label=label, group=WORK, where=Both(_OPEN, where), of=_OPEN, base="占在用的站", module=STATIONS.name, unit="%",
        counted="个",
    )  # fmt: skip


def _rows(key: str, label: str, module: str, where: Condition, group: str, unit: str) -> Figure:
    """Rows of stations in use."""
    return Figure(
        key=key, label=label, group=group, where=Both(_OF_OPEN, where), module=module, unit=unit, counted=unit
    )


def _money(key: str, label: str, kind: str) -> Figure:
    return Figure(
        key=key, label=label, group=MONEY, where=Is("kind", kind), module=FUNDS.name, unit="元", counted="笔", adds="money"
    )  # fmt: skip


def _in_place(item: str) -> Condition:
    return _has(CHECK.name, Both(Is("item", item), Is("state", (DONE, NO_MATTER))))


def _has(kind: str, where: Condition) -> Condition:
    """A row of a child that meets it."""
    return Named(kind, ("station",), where)


FIGURES = (
    Figure(key="open", label="在用的联络站", group=THERE, where=_OPEN, module=STATIONS.name, unit="个", counted="个", short="联络站"),
    _count("county", "县级", THERE, Is("level", (COUNTY,))),
    _count("town", "乡镇街道级", THERE, Is("level", (TOWN,)), "乡镇级"),
    _count("village", "村级", THERE, Is("level", (VILLAGE,))),
    _count("platforms", "村级平台", THERE, Both(Is("level", (VILLAGE,)), Filled("parent"))),
    _count("other", "社区、园区和企业学校", THERE, Is("level", ("4", "5", "6")), "其他"),
    Figure(key="closed", label="已撤销", group=THERE, where=Filled("closed_on"), module=STATIONS.name, unit="个", counted="个"),
    _rate("with_council", "有议事会", _has(COUNCIL.name, _STILL)),
    _rate("with_functions", "写明功能", _has(FUNCTION.name, _STILL)),
    _rate("judged", "登记过阵地", _has(CHECK.name, Filled("state"))),
    _rate("lacking", "阵地有没落实的", _has(CHECK.name, Is("state", ("2", "3", "4")))),
    Figure(key="five", label="五落实齐全", group=WORK, where=Both(_OPEN, Is("level", (TOWN,)), *map(_in_place, WHOLE)),
           of=Both(_OPEN, Is("level", (TOWN,))), base="占在用的乡镇街道级站", module=STATIONS.name, unit="%", counted="个"),
    _rate("active", "今年有活动的", Either(
        _has("activity", Both(Is("state", ("held", "closed")), _THIS_YEAR)), _has("reception", _THIS_YEAR),
    )),
    _rows("functions", "功能", FUNCTIONS.name, _STILL, WORK, "项"),
    _rows("council", "议事会成员", COUNCILS.name, _STILL, WORK, "人"),
    Figure(key="starred", label="评过星级（历年）", short="个数", group=WORK, where=Filled("fixed_on"), module=STARS.name, unit="个", counted="个"),
    _money("budget", "预算", "1"),
    _money("received", "拨入", "2"),
    _money("spent", "支出", "3"),
)  # fmt: skip


def _by(key: str, label: str) -> Dimension:
    return Dimension(key, label, {STATIONS.name: (key,)})


SHEET = FigureSheet(
    module=STATIONS.name,
    title="联络站情况",
    groups=(THERE, WORK, MONEY),
    figures=FIGURES,
    dimensions=(
        _by("level", "级别"),
        _by("type", "类型"),
        _by("township", "乡镇"),
        _by("special_committee", "联系专委会"),
        Dimension("function", "功能", {FUNCTIONS.name: ("function",)}),
        Dimension("role", "议事会职务", {COUNCILS.name: ("role",)}),
        Dimension("star", "年度和星级", {STARS.name: ("year", "grade")}),
        Dimension("fund_year", "年度", {FUNDS.name: ("year",)}),
    ),
    tables=(
        BoardTable(title="按功能", note="一个站有几项功能就算几次", by="function", columns=("functions",)),
        BoardTable(title="议事会成员", note="", by="role", columns=("council",)),
        BoardTable(title="历年星级", note="定稿的年份", by="star", columns=("starred",)),
        BoardTable(title="历年经费", note="", by="fund_year", columns=("budget", "received", "spent")),
    ),
    headlines=("open", "town", "village", "active", "five"),
    columns=("open", "town", "village", "active", "with_functions", "judged", "lacking"),
    main=("open", "with_functions", "judged"),
    scopes=(ScopeKind.ALL,),
    year_words="在用的",
)
