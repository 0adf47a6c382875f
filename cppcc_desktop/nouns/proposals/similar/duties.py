"""What units say they are for, and which of their words a text shares."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from cppcc_desktop.nouns.proposals.similar.titles import COMMON, LIGHT

LENGTHS = (2, 3, 4)  # characters of a piece
LENGTH_WEIGHT = {2: 0.5, 3: 0.8, 4: 1.0}
READ = 4000  # characters of a long text that are looked at
LEAST_TOLD = 0.2  # a run of characters that says less is not worth naming
OF_A_NAME = 0.5  # weight of a word of the unit's name against one of its duty
_SPLIT = re.compile(r"[\s\W_]+")
_OFFICE = re.compile(r"^县|(管理局|委员会|局|委|办公室|中心|公司|政府|联合会|会)$")


@dataclass(frozen=True)
class Duty:
    """A unit as this index knows it."""

    unit: str
    name: str
    text: str


class DutyIndex:
    """Pieces of two to four characters of all duties; a piece that few units have says more than one that all have."""

    def __init__(self, duties: Sequence[Duty]) -> None:
        self._duties = {each.unit: each for each in duties}
        self._holders: dict[str, dict[str, float]] = {}
        for each in duties:
            bare = _OFFICE.sub("", _OFFICE.sub("", each.name))
            for text, share in ((each.text, 1.0), (bare, OF_A_NAME)):
                for piece in pieces_of(text):
                    held = self._holders.setdefault(piece, {})
                    held[each.unit] = max(share, held.get(each.unit, 0.0))

    def weigh(self, piece: str) -> float:
        """1 for a long piece only one unit has; little for a common word, 0 for one that every unit has."""
        whole = len(self._duties) + 1
        weight = LENGTH_WEIGHT[len(piece)] * log(whole / len(self._holders[piece])) / log(whole)
        return weight * (LIGHT if piece in COMMON else 1.0)

    def score(self, texts: Mapping[str, float]) -> dict[str, float]:
        """For each unit the weight of the pieces it shares with these texts, each text with its own weight."""
        found: dict[str, float] = {}
        for text, share in texts.items():
            for piece in pieces_of(text[:READ]) & self._holders.keys():
                weight = share * self.weigh(piece)
                for unit, held in self._holders[piece].items():
                    found[unit] = found.get(unit, 0.0) + weight * held
        return found

    def words(self, unit: str, texts: Sequence[str], most: int = 3) -> list[str]:
        """The words of its duty that stand in the texts, those that say most first."""
        duty = self._duties[unit]
        runs: dict[str, float] = {}
        for text in texts:
            for part in _SPLIT.split(text[:READ]):
                for run in find_runs(part, duty.text):
                    runs[run] = max((self.weigh(piece) for piece in pieces_of(run)), default=0.0)
        ranked = sorted(
            (run for run, weight in runs.items() if weight > LEAST_TOLD), key=lambda run: (-runs[run], -len(run))
        )
        told: list[str] = []
        for run in ranked:
            if not any(run in other or other in run for other in told):
                told.append(run)
        return told[:most]

    def named(self, unit: str, texts: Sequence[str]) -> bool:
        """Whether a word of the unit's name stands in the texts."""
        bare = _OFFICE.sub("", _OFFICE.sub("", self._duties[unit].name))
        return any(piece in text for text in texts for piece in pieces_of(bare))


def pieces_of(text: str) -> set[str]:
    """Every run of two to four characters within a part of the text that no mark divides."""
    return {
        part[at : at + length]
        for part in _SPLIT.split(text)
        for length in LENGTHS
        for at in range(len(part) - length + 1)
    }


def find_runs(part: str, text: str) -> list[str]:
    """The longest runs of the part that stand in the text, from left to right."""
    runs: list[str] = []
    at = 0
    while at < len(part) - 1:
        end = at + 2
        if part[at:end] not in text:
            at += 1
            continue
        while end < len(part) and part[at : end + 1] in text:
            end += 1
        runs.append(part[at:end])
        at = end
    return runs
