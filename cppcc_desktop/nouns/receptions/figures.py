"""The figures of 接待群众: how many came with what, answered in time, called back and content (domain.md §5)."""

from __future__ import annotations

from cppcc_desktop.domain.description.conditions import (
    EVERYTHING,
    Both,
    Condition,
    Either,
    Filled,
    Is,
    Traited,
)
from cppcc_desktop.domain.description.figures import (
    Dimension,
    Figure,
    FigureBars,
    FigureSheet,
    ScopeKind,
    TrendBars,
)
from cppcc_desktop.nouns.receptions.entity import DONE, LATE, TO_CALL, WAITING
from cppcc_desktop.nouns.receptions.standing import AWAITING, IMMEDIATE, PASSED

RECEPTIONS = "receptions"
CAME, HANDLED, HEARD = "接待", "办理", "回访"
SATISFIED, SOLVED = "counts_as_satisfied", "solved"

_AT_ONCE, _PASSED = Is("handling", IMMEDIATE), Is("handling", PASSED)
# what was due and of which it is known when it was answered, or that it was not: without a due date or a day nobody can tell
_KNOWN = Both(_PASSED, Filled("due_on"), Filled("answered_on"))
_DUE = Either(_KNOWN, LATE)
_CALLED = Either(Filled("called_back_on"), Filled("satisfaction"))
_TO_BE_CALLED = Either(_CALLED, Both(Is("state", (AWAITING,)), Is("call_back", 1)))
_GRADED = Filled("satisfaction")
_GRADE, _RESULT = "占写明满意程度的回访", "占写明结果的接待"


def _count(key: str, label: str, group: str, where: Condition, short: str = "", *, late: bool = False) -> Figure:
    return Figure(
        key=key,
        label=label,
        group=group,
        where=where,
        module=RECEPTIONS,
        unit="件",
        counted="件",
        short=short,
        late=late,
    )


def _rate(
    key: str, label: str, group: str, where: Condition, of: Condition, base: str, short: str = "", *, each: str = "",
) -> Figure:  # fmt: skip
    return Figure(
        key=key, label=label, group=group, where=where, of=of, base=base, module=RECEPTIONS, unit="%", counted="件", short=short,
        each=each,
    )  # fmt: skip


FIGURES = (
    _count("received", "接待", CAME, EVERYTHING),
    _count("at_once", "当场答复", CAME, _AT_ONCE),
    _count("passed", "转交", CAME, _PASSED),
    _count("through_county", "请县政协转", CAME, Is("through_county", 1)),
    _rate("at_once_rate", "当场答复率", CAME, _AT_ONCE, EVERYTHING, "占接待"),
    _count("open", "待答复", HANDLED, WAITING),
    _count("late", "逾期未答复", HANDLED, LATE, "逾期", late=True),
    _rate("on_time_rate", "按期答复率", HANDLED, Both(_KNOWN, Is("on_time", 1)), _DUE,
          "占转交后应答复的（已答复的和逾期的；没有期限或答复日期的不计）", "按期率"),
    _rate("close_rate", "办结率", HANDLED, DONE, EVERYTHING, "占接待"),
    _count("closed", "已办结", HANDLED, DONE),
    _rate("result", "结果：{}", HANDLED, Filled("result"), Filled("result"), _RESULT, each="result"),
    _rate("solved_rate", "解决", HANDLED, Both(Filled("result"), Traited("result", SOLVED)), Filled("result"), _RESULT),
    _count("to_call", "待回访", HEARD, TO_CALL),
    _rate("call_back_rate", "回访率", HEARD, _CALLED, _TO_BE_CALLED, "占已答复、要回访的"),
    _rate("satisfaction_rate", "满意率", HEARD, Both(_GRADED, Traited("satisfaction", SATISFIED)), _GRADED, _GRADE),
    _rate("satisfaction", "{}", HEARD, _GRADED, _GRADED, _GRADE, each="satisfaction"),
)  # fmt: skip


def _by(key: str, label: str, note: str = "") -> Dimension:
    return Dimension(key, label, {RECEPTIONS: (key,)}, note=note)


SHEET = FigureSheet(
    module=RECEPTIONS,
    title="接待群众情况",
    groups=(CAME, HANDLED, HEARD),
    figures=FIGURES,
    dimensions=(
        _by("mode", "方式"),
        _by("category", "类别"),
        _by("handling", "怎么处理"),
        _by("result", "结果"),
        _by("month", "月份"),
        _by("persons", "接待委员", "一件有几位接待委员就算几次"),
        _by("station", "联络站"),
    ),
    headlines=("received", "at_once_rate", "on_time_rate", "close_rate", "satisfaction_rate"),
    columns=("received", "at_once", "passed", "late", "closed", "close_rate", "on_time_rate", "satisfaction_rate"),
    main=("received", "at_once", "passed", "close_rate"),
    charts=(
        FigureBars(title="结果", note="写明结果 {n} 件", keys=("result",)),
        TrendBars(title="历年", note="接待件数和办结率", key="received", beside="close_rate", words="办结 {beside}"),
    ),
    scopes=(ScopeKind.YEAR, ScopeKind.PLACE, ScopeKind.ALL),
    year_words="接待的",
)
