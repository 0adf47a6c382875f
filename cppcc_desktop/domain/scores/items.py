"""Lines of a score sheet and what they give (domain.md §4, §5).

Points are written as people write them (3, 0.5) and kept as text: no binary fraction comes near them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

RATE, PLUS, MINUS, JUDGED, GRADE, QUOTA = "rate", "plus", "minus", "judged", "grade", "quota"
HAND = (PLUS, MINUS)  # entered time by time
MEASURED = (RATE, JUDGED)  # what the full marks of a sheet are made of
OUTCOMES = (GRADE, QUOTA)  # how subjects are called in the end
NUMBERS = ("points", "full_at", "step", "cap")
CENT = Decimal("0.01")


@dataclass(frozen=True)
class ScoreItem:
    """One line of the sheet.

    rate: `points` × min(1, rate ÷ `full_at` %). judged: given by hand, up to `points`; `standard` says for what.
    plus and minus: `step` for each time, together at most `cap`; with a figure the times are counted by the program,
    hand entries come on top. grade: from `full_at` % of the full marks on, a subject is called `label`. quota: so are
    the best `full_at` % of those that are ranked, at most `cap` of them, none below `points`.
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
    standard: str = ""


@dataclass(frozen=True)
class ScoreCount:
    """A number that can be defended: how many of how many, of what, and the records themselves."""

    numerator: int
    denominator: int
    base: str
    counted: tuple[str, ...] = ()  # records in the numerator
    rest: tuple[str, ...] = ()  # those only in the denominator


@dataclass(frozen=True)
class Scored:
    """What a subject got for one line: `points` of at most `most`; minus items count below zero.

    A judged line that nobody has judged yet is `open`: its points are unknown, not none.
    """

    code: str
    label: str
    kind: str
    points: Decimal
    most: Decimal
    figure: ScoreCount | None = None
    times: int = 0
    reasons: tuple[str, ...] = ()
    own: str = ""  # 自评, as it was written
    open: bool = False
    evidence: tuple[str, ...] = ()  # kind:id of records


@dataclass(frozen=True)
class Judgement:
    """What was entered for one judged line: 自评 of the subject and 核定 of the county, each empty until written."""

    own: str = ""
    own_words: str = ""
    points: str = ""
    reason: str = ""
    by: str = ""
    evidence: tuple[str, ...] = ()

    @property
    def begun(self) -> bool:
        return bool(self.own or self.points)


NOT_JUDGED = Judgement()


def make_item(row: Mapping[str, object]) -> ScoreItem:
    """A line from a row of texts; what is no number counts as none."""

    def number(name: str, default: int = 0) -> Decimal:
        found = read_decimal(str(row[name])) if row.get(name) not in (None, "") else None
        return Decimal(default) if found is None else found

    return ScoreItem(
        str(row["code"]), str(row["label"]), str(row["kind"]), str(row.get("figure") or ""), number("points"),
        number("full_at", 100 if row["kind"] == RATE else 0), number("step"), number("cap"), int(str(row.get("order") or 0)),
        str(row.get("standard") or ""),
    )  # fmt: skip


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


def score_rate(item: ScoreItem, figure: ScoreCount) -> Scored:
    """Nothing to count gives full marks for nothing: no points and none to get."""
    if not figure.denominator:
        return Scored(item.code, item.label, RATE, Decimal(0), Decimal(0), figure)
    percent = Decimal(figure.numerator) * 100 / figure.denominator
    share = min(Decimal(1), percent / item.full_at) if item.full_at else Decimal(1)
    return Scored(item.code, item.label, RATE, round_points(item.points * share), item.points, figure)


def score_times(item: ScoreItem, figure: ScoreCount | None, by_hand: int, reasons: Sequence[str]) -> Scored:
    """Plus and minus items: times × step, at most the cap (0: no cap)."""
    times = by_hand + (figure.numerator if figure else 0)
    points = item.step * times
    points = min(points, item.cap) if item.cap else points
    if item.kind == MINUS:
        points = -points
    return Scored(item.code, item.label, item.kind, round_points(points), item.cap, figure, times, tuple(reasons))


def score_judged(item: ScoreItem, figure: ScoreCount | None, told: Judgement) -> Scored:
    """The points that were given; a figure only shows what there is to judge."""
    given = read_decimal(told.points) if told.points else None
    return Scored(
        item.code, item.label, JUDGED, given or Decimal(0), item.points, figure, own=told.own, open=given is None,
        reasons=(told.reason,) if told.reason else (), evidence=told.evidence,
    )  # fmt: skip


def add_up(lines: Sequence[Scored], full: Decimal) -> Decimal:
    """The sum; never below zero and never over the full marks of the sheet.

    Rates with nothing to count are left out and the others stand for them: a subject nobody has rated yet is
    reckoned by what it has.
    """
    measured = [line for line in lines if line.kind in MEASURED]
    reached = sum((line.points for line in measured), Decimal(0))
    possible = sum((line.most for line in measured), Decimal(0))
    base = reached * full / possible if possible else Decimal(0)
    extra = sum((line.points for line in lines if line.kind in HAND), Decimal(0))
    return round_points(max(Decimal(0), min(full, base + extra)))


def full_marks(items: Sequence[ScoreItem]) -> Decimal:
    """What rates and judged lines of a sheet amount to."""
    return sum((item.points for item in items if item.kind in MEASURED), Decimal(0))
