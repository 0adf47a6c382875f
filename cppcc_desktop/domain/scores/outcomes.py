"""What comes of the points: ranks, grades by cut-off, and quotas by rank, each with its base."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cppcc_desktop.domain.scores.items import GRADE, OUTCOMES, QUOTA, ScoreItem, write_decimal


@dataclass(frozen=True)
class QuotaUse:
    """How many places a quota has, of how many subjects, and who has them.

    `tied` are those with equal points for whom there was no place for all: none of them was taken.
    """

    label: str
    places: int
    base: int
    rule: str  # 前 20%，最多 3
    taken: tuple[str, ...]
    tied: tuple[str, ...] = ()


def name_grade(items: Sequence[ScoreItem], points: Decimal, full: Decimal) -> str:
    """The best grade whose line the points reach; empty if the sheet has no grades."""
    grades = sorted((item for item in items if item.kind == GRADE), key=lambda item: item.full_at, reverse=True)
    percent = points * 100 / full if full else Decimal(0)
    return next((item.label for item in grades if percent >= item.full_at), "")


def rank_points(points: Mapping[str, Decimal]) -> dict[str, int]:
    """Subject → rank, the most points first; equal points share a rank."""
    every = list(points.values())
    return {subject: 1 + sum(other > own for other in every) for subject, own in points.items()}


def fill_quotas(items: Sequence[ScoreItem], points: Mapping[str, Decimal], given: Mapping[str, str]) -> list[QuotaUse]:
    """Hands out the places of each quota, the best first; the base of all is how many subjects are ranked.

    `given` are grades that were decided by hand: they take a place of theirs, and no other.
    """
    found: list[QuotaUse] = []
    free = sorted((each for each in points if each not in given), key=lambda each: -points[each])
    for item in (each for each in items if each.kind == QUOTA):
        places = count_places(item, len(points))
        taken = [each for each, label in given.items() if label == item.label]
        chosen, tied = pick_best([each for each in free if points[each] >= item.points], points, places - len(taken))
        found.append(QuotaUse(item.label, places, len(points), word_quota(item), (*taken, *chosen), tuple(tied)))
        free = [each for each in free if each not in chosen]
    return found


def pick_best(free: Sequence[str], points: Mapping[str, Decimal], places: int) -> tuple[list[str], list[str]]:
    """The first so many; of equals all or none."""
    if places <= 0:
        return [], []
    if len(free) <= places:
        return list(free), []
    edge = points[free[places - 1]]
    if points[free[places]] < edge:
        return list(free[:places]), []
    return [each for each in free if points[each] > edge], [each for each in free if points[each] == edge]


def count_places(item: ScoreItem, base: int) -> int:
    """Never more than the share, rounded down, nor than the number."""
    limits = [int(base * item.full_at / 100)] if item.full_at else []
    limits += [int(item.cap)] if item.cap else []
    return min(limits, default=0)


def word_quota(item: ScoreItem) -> str:
    """前 20%，最多 3，不低于 80 分."""
    parts = [f"前 {write_decimal(item.full_at)}%"] if item.full_at else []
    parts += [f"最多 {write_decimal(item.cap)}"] if item.cap else []
    parts += [f"不低于 {write_decimal(item.points)} 分"] if item.points else []
    return "，".join(parts)


def list_outcomes(items: Sequence[ScoreItem]) -> list[str]:
    """What a subject can be called in the end."""
    return [item.label for item in items if item.kind in OUTCOMES]
