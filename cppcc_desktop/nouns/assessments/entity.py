"""承办单位考核: the editable sheet of a year, what was added by hand, and the result once it is fixed (domain.md §3).

Points are written as people write them (3, 0.5) and kept as text: no binary fraction comes near them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Scope
from cppcc_desktop.domain.description.modules import Module

SCORE_ITEM = Entity(
    name="score_item",
    label="考核项目",
    counter="项",
    scope=Scope.REF,
    title="label",
    fields=(
        Field(name="year", label="起用年度", kind=Kind.INTEGER, required=True),
        Field(name="code", label="代码", limit=40, required=True),
        Field(name="label", label="项目", limit=60, required=True),
        Field(name="kind", label="种类", kind=Kind.CODE, codes="score_kind", required=True),
        Field(name="figure", label="取数", kind=Kind.CODE, codes="score_figure"),
        Field(name="points", label="分值", limit=10),
        Field(name="full_at", label="满分线", limit=10),
        Field(name="step", label="每次分值", limit=10),
        Field(name="cap", label="最多", limit=10),
        Field(name="order", label="次序", kind=Kind.INTEGER),
    ),
    indexes=(("year", "code"),),
)

UNIT_SCORE = Entity(
    name="unit_score",
    label="考核加减分",
    counter="条",
    scope=Scope.COUNTY,
    title="reason",
    fields=(
        Field(name="unit", label="承办单位", kind=Kind.REFERENCE, target="unit", required=True),
        Field(name="year", label="年度", kind=Kind.INTEGER, required=True),
        Field(name="item", label="项目", limit=40, required=True),
        Field(name="times", label="次数", kind=Kind.INTEGER, required=True),
        Field(name="reason", label="事由", limit=200, required=True),
        Field(name="by", label="登记人", limit=60, editable=False),
    ),
    indexes=(("year", "unit"),),
)

ASSESSMENT = Entity(
    name="assessment",
    label="考核结果",
    counter="家",
    scope=Scope.COUNTY,
    title="unit",
    fields=(
        Field(name="unit", label="承办单位", kind=Kind.REFERENCE, target="unit", required=True),
        Field(name="year", label="年度", kind=Kind.INTEGER, required=True),
        Field(name="points", label="得分", limit=10),
        Field(name="rank", label="名次", kind=Kind.INTEGER),
        Field(name="grade", label="等次", limit=20),
        Field(name="award", label="先进单位", kind=Kind.BOOLEAN),
        Field(name="detail", label="明细", kind=Kind.LONG_TEXT, limit=100_000, found=False),
        Field(name="fixed_on", label="定稿日期", kind=Kind.DATE),
    ),
    indexes=(("year", "unit"),),
)

ASSESSMENTS = Module(
    name="assessments",
    label="承办单位考核",
    icon="proposals",
    entity=ASSESSMENT,
    children=(SCORE_ITEM, UNIT_SCORE),
    page=False,
    columns=("year", "unit", "points", "rank", "grade", "award", "fixed_on"),
    order=("-year", "rank"),
)

RATE, PLUS, MINUS, GRADE = "rate", "plus", "minus", "grade"
CENT = Decimal("0.01")


@dataclass(frozen=True)
class ScoreItem:
    """One line of the sheet.

    rate: `points` × min(1, rate ÷ `full_at` %). plus and minus: `step` for each time, together at most `cap`;
    with a figure the times are counted by the program, hand entries come on top. grade: from `full_at` % of the
    full marks on, a unit is called `label`.
    """

    code: str
    label: str
    kind: str
    figure: str = ""
    points: Decimal = Decimal(0)
    full_at: Decimal = Decimal(100)
    step: Decimal = Decimal(0)
    cap: Decimal = Decimal(0)
    order: int = 0


@dataclass(frozen=True)
class UnitCount:
    """A number that can be defended: how many of how many, of what, and the cases themselves."""

    numerator: int
    denominator: int
    base: str
    counted: tuple[str, ...] = ()  # assignments in the numerator
    rest: tuple[str, ...] = ()  # those only in the denominator


@dataclass(frozen=True)
class Scored:
    """What a unit got for one line: `points` of at most `most`; minus items count below zero."""

    code: str
    label: str
    kind: str
    points: Decimal
    most: Decimal
    figure: UnitCount | None = None
    times: int = 0
    reasons: tuple[str, ...] = ()


def read_decimal(text: str | None) -> Decimal | None:
    """3, 0.5 or 95%; None for what is no number, is below zero or has more than two places."""
    try:
        value = Decimal((text or "").strip().rstrip("%％"))
    except InvalidOperation:
        return None
    fits = value.is_finite() and 0 <= value < 1000 and value == value.quantize(CENT)
    return value if fits else None


def write_decimal(value: Decimal) -> str:
    """2.50 → 2.5, 3.00 → 3."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def round_points(value: Decimal) -> Decimal:
    """Two places, half up."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def score_rate(item: ScoreItem, figure: UnitCount) -> Scored:
    """Nothing to count gives full marks for nothing: no points and none to get."""
    if not figure.denominator:
        return Scored(item.code, item.label, RATE, Decimal(0), Decimal(0), figure)
    percent = Decimal(figure.numerator) * 100 / figure.denominator
    share = min(Decimal(1), percent / item.full_at) if item.full_at else Decimal(1)
    return Scored(item.code, item.label, RATE, round_points(item.points * share), item.points, figure)


def score_times(item: ScoreItem, figure: UnitCount | None, by_hand: int, reasons: Sequence[str]) -> Scored:
    """Plus and minus items: times × step, at most the cap (0: no cap)."""
    times = by_hand + (figure.numerator if figure else 0)
    points = item.step * times
    points = min(points, item.cap) if item.cap else points
    if item.kind == MINUS:
        points = -points
    return Scored(item.code, item.label, item.kind, round_points(points), item.cap, figure, times, tuple(reasons))


def add_up(lines: Sequence[Scored], full: Decimal) -> Decimal:
    """The sum; never below zero and never over the full marks of the sheet.

    Rates with nothing to count are left out and the others stand for them: a unit nobody has rated yet is
    reckoned by what it has.
    """
    rates = [line for line in lines if line.kind == RATE]
    reached, possible = sum((line.points for line in rates), Decimal(0)), sum((line.most for line in rates), Decimal(0))
    base = reached * full / possible if possible else Decimal(0)
    extra = sum((line.points for line in lines if line.kind != RATE), Decimal(0))
    return round_points(max(Decimal(0), min(full, base + extra)))


def full_marks(items: Sequence[ScoreItem]) -> Decimal:
    """What the rates of a sheet amount to: 15 in the one that ships."""
    return sum((item.points for item in items if item.kind == RATE), Decimal(0))


def name_grade(items: Sequence[ScoreItem], points: Decimal, full: Decimal) -> str:
    """The best grade whose line the points reach; empty if the sheet has no grades."""
    grades = sorted((item for item in items if item.kind == GRADE), key=lambda item: item.full_at, reverse=True)
    percent = points * 100 / full if full else Decimal(0)
    return next((item.label for item in grades if percent >= item.full_at), "")
