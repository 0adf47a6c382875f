"""Which of several grades counts: lists of grades go from good to bad as the office put them in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def find_weakest(
    ranks: Mapping[tuple[str, str], int], traits: Mapping[tuple[str, str], frozenset[str]], codes: str, found: Iterable[str],
    good: str = "",
) -> str | None:  # fmt: skip
    """Of codes of a list the one furthest back in its order, None of none.

    Where rules take some entries for good, by the trait `good`, every one without it is weaker than those: an entry the
    office added stands at the end until it is moved.
    """

    def rank(code: str) -> tuple[bool, int, str]:
        place = ranks.get((codes, code), len(ranks))  # of a newer program: behind all that are known
        return bool(good) and good not in traits.get((codes, code), frozenset()), place, code

    return max(found, key=rank, default=None)
