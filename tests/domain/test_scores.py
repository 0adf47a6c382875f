"""Score sheets: judged lines, and what comes of the points."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cppcc_desktop.domain.scores.items import (
    JUDGED,
    QUOTA,
    RATE,
    Judgement,
    ScoreCount,
    ScoreItem,
    add_up,
    full_marks,
    score_judged,
    score_rate,
)
from cppcc_desktop.domain.scores.outcomes import fill_quotas, rank_points

HALLS = ScoreItem("a", "阵地", JUDGED, points=Decimal(20))
ON_TIME = ScoreItem("b", "及时率", RATE, "x", points=Decimal(10))


def points(*given: int) -> dict[str, Decimal]:
    return {chr(ord("a") + at): Decimal(each) for at, each in enumerate(given)}


def quota(share: int = 0, cap: int = 0, least: int = 0, label: str = "五星") -> ScoreItem:
    return ScoreItem(label, label, QUOTA, points=Decimal(least), full_at=Decimal(share), cap=Decimal(cap))


def test_a_line_nobody_has_judged_is_open_and_not_none() -> None:
    told = score_judged(HALLS, None, Judgement(own="18"))
    assert (told.open, told.own) == (True, "18")
    none = score_judged(HALLS, None, Judgement(points="0", reason="没有开放"))
    assert (none.open, none.points, none.reasons) == (False, Decimal(0), ("没有开放",))


def test_judged_lines_and_rates_make_up_the_full_marks() -> None:
    assert full_marks([HALLS, ON_TIME]) == Decimal(30)
    lines = [score_judged(HALLS, None, Judgement(points="15.5")), score_rate(ON_TIME, ScoreCount(1, 2, ""))]
    assert add_up(lines, Decimal(30)) == Decimal("20.5")
    nothing = [lines[0], score_rate(ON_TIME, ScoreCount(0, 0, ""))]
    assert add_up(nothing, Decimal(30)) == Decimal("23.25")  # 15.5 of 20 stands for the whole


def test_equal_points_share_a_rank() -> None:
    assert rank_points(points(90, 80, 90, 70)) == {"a": 1, "b": 3, "c": 1, "d": 4}


@pytest.mark.parametrize(
    ("item", "given", "taken"),
    [
        (quota(share=20), (90, 80, 70, 60, 50, 40, 30, 20, 10), "a"),  # 1.8 places: never more than the share
        (quota(cap=2), (90, 80, 70), "ab"), (quota(share=100, cap=1), (90, 80), "a"),
        (quota(cap=3, least=80), (90, 80, 70), "ab"),  # nobody below the line, though there is a place
        (quota(cap=2), (90, 80, 80), "a"),  # one place for two equals: neither
        (quota(cap=2), (90, 90, 90), ""), (quota(cap=5), (90, 80), "ab"),
    ],
)  # fmt: skip
def test_a_quota_takes_the_best(item: ScoreItem, given: tuple[int, ...], taken: str) -> None:
    (use,) = fill_quotas([item], points(*given), {})
    assert ("".join(use.taken), use.base) == (taken, len(given))


def test_equals_without_a_place_are_told() -> None:
    (use,) = fill_quotas([quota(cap=2)], points(90, 80, 80), {})
    assert (use.places, use.taken, use.tied) == (2, ("a",), ("b", "c"))


def test_quotas_one_after_another_and_one_given_by_hand() -> None:
    both = [quota(share=25), quota(share=50, cap=2, label="四星")]
    first, second = fill_quotas(both, points(90, 80, 70, 60), {})
    assert (first.taken, second.taken) == (("a",), ("b", "c"))
    first, second = fill_quotas(both, points(90, 80, 70, 60), {"d": "五星"})
    assert (first.taken, second.taken) == (("d",), ("a", "b"))  # its one place is taken
    assert first.rule == "前 25%" and second.rule == "前 50%，最多 2"
