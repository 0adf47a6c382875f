"""What titles are about, held in memory: pairs of characters and where they stand, so that one title finds its like."""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterable, Sequence
from heapq import nlargest
from importlib.resources import files
from itertools import pairwise
from math import log

from cppcc_desktop.domain.normal_form import normalise_text

LEAST = 3  # characters of a matter: fewer say nothing
FEW = 1000  # titles from which on their own counts say how rare a pair is
WALKED = 25_000  # places looked at for one title, rarest pairs first
LIGHT = 0.25  # weight of what stands in titles on any matter
ENOUGH = 1.5  # rare pairs that must be shared to be taken for the same matter: 农村 alone is none

_WORDS: dict[str, list[str]] = json.loads((files("resources") / "title_words.json").read_text("utf-8"))
_HEAD, _TAIL = (
    re.compile(form.format("|".join(sorted(_WORDS[name], key=len, reverse=True))))
    for name, form in (("heads", "{}"), ("tails", "(?:{})$"))
)
COMMON = frozenset(_WORDS["common"])  # pairs that say little, however few titles there are to count them in
_JUNK = re.compile(r"[\s\W_]+")


def strip_title(title: str) -> str:
    """The matter itself: 关于进一步加快城区老旧小区加装电梯的建议 → 城区老旧小区加装电梯.

    Heads and tails go only while something is left that says what it is about.
    """
    matter = _JUNK.sub("", normalise_text(title))
    while (found := _TAIL.search(matter)) and found.start() >= LEAST:
        matter = matter[: found.start()]
    while (found := _HEAD.match(matter)) and len(matter) - found.end() >= LEAST + 1:
        matter = matter[found.end() :]
    return matter


def pairs_of(matter: str) -> set[str]:
    """Each two characters that stand side by side."""
    return {one + other for one, other in pairwise(matter)}


def joints_of(matter: str) -> set[str]:
    """Pairs that only arise where two common words meet: 区公 in 城区公共."""
    return {
        matter[at : at + 2]
        for at in range(1, len(matter) - 2)
        if matter[at - 1 : at + 1] in COMMON and matter[at + 1 : at + 3] in COMMON
    }


class TitleIndex:
    """Which titles hold which pairs. Not safe for two threads: whoever holds it sees to that.

    A record whose title changes is added again; its old pairs stay, so whoever asks compares titles as they stand.
    """

    def __init__(self) -> None:
        self._records: list[str] = []
        self._places: dict[str, array[int]] = {}
        self._weights: dict[str, float] = {}

    def __len__(self) -> int:
        return len(self._records)

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        """Ids with their titles."""
        places, records = self._places, self._records
        self._weights.clear()
        for record, title in rows:
            number = len(records)
            for pair in pairs_of(strip_title(title)):
                found = places.get(pair)
                if found is None:
                    places[pair] = found = array("I")
                found.append(number)
            records.append(record)

    def weigh(self, pair: str) -> float:
        """How much it says that two titles share this pair: 1 if it is rare, little if every other title has it."""
        known = self._weights.get(pair)
        if known is None:
            whole = max(len(self._records), FEW)
            share = min(1.0, (len(self._places.get(pair, ())) + 1) / whole)
            known = self._weights[pair] = -log(share) / log(whole) * (LIGHT if pair in COMMON else 1.0)
        return known

    def look_up(self, matter: str, count: int, walked: int = WALKED) -> list[str]:
        """Ids of the records that share most with the matter, newest first of those that share the same.

        `walked` places are looked at, those of the rarest pairs first and of these the newest.
        """
        known = [(self._places[pair], self.weigh(pair)) for pair in pairs_of(matter) if pair in self._places]
        shared: dict[int, float] = {}
        for places, weight in sorted(known, key=lambda each: len(each[0])):
            newest = reversed(places[-walked:])
            if not shared:
                shared = dict.fromkeys(newest, weight)
            else:
                for number in newest:
                    shared[number] = shared.get(number, 0.0) + weight
            walked -= len(places)
            if walked <= 0:
                break
        nearest = nlargest(count, shared, key=shared.__getitem__)  # of equals it takes those that stand first
        return list(dict.fromkeys(self._records[number] for number in nearest))

    def compare(self, matter: str, other: str) -> float:
        """0–100: how much of the shorter matter stands in the other one, of both, and in which order.

        On invented pairs the same matter in other words gives 20 to 85, one common word shared 8 to 16.
        """
        from rapidfuzz import fuzz  # 5 MB, only where titles are compared

        mine, theirs, joints = pairs_of(matter), pairs_of(other), joints_of(matter) | joints_of(other)
        both, ours, others = (
            sum(self.weigh(pair) * (LIGHT if pair in joints else 1.0) for pair in each)
            for each in (mine & theirs, mine, theirs)
        )
        if not both:
            return 0.0
        held = both / max(min(ours, others), ENOUGH)
        same = 2 * both / max(ours + others, 2 * ENOUGH)
        return 60 * held + 20 * same + 0.2 * fuzz.ratio(matter, other)
