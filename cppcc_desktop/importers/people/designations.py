"""Is this row a unit, a station or a topic that is here already? By what the entity says names it (Identity)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from cppcc_desktop.domain.description.fields import Entity, Row
from cppcc_desktop.domain.normal_form import normalise_text
from cppcc_desktop.importers.people.identity import Match, MatchKind, doubt, ids_of

PUNCTUATION = re.compile(r"[\W_]+")
BETWEEN_DIGITS = re.compile(r"(?<=\d)[\W_]+(?=\d)")


def fold(value: object) -> str:
    """What two spellings of one name or number have in common: 01 is 1, （云水）站 is 云水站, 01-1 is not 011."""
    parts = BETWEEN_DIGITS.split(normalise_text(str(value or "")))
    found = [PUNCTUATION.sub("", each).casefold() for each in parts]
    return "-".join(each.lstrip("0") or "0" if each.isdecimal() else each for each in found)


def keys_of(entity: Entity) -> tuple[str, ...]:
    """Fields each of which names one record."""
    return entity.identity.alone or entity.titled


def match_records(rows: Sequence[Row], known: Sequence[Row], entity: Entity, numbers: Sequence[int]) -> list[Match]:
    """One match for each row, whatever their order; known rows carry their `id`, `numbers` are those of the sheet.

    Two rows never become the same record, nor two new ones of the same name.
    """
    index = NameIndex(entity, known)
    matches = [index.compare(row) for row in rows]
    claims = Counter(match.record for match in matches if match.kind is MatchKind.SAME)
    first: dict[tuple[str, str], list[int]] = {}
    for place, match in enumerate(matches):
        if claims[match.record] > 1 and match.kind is MatchKind.SAME:
            reason = f"文件里有 {claims[match.record]} 行都像库里的同一{index.one}。是同一{index.one}吗？"
            matches[place] = doubt([match.record], reason)
        elif match.kind is MatchKind.NEW:
            twin = find_twin(rows, place, first, entity)
            if twin is not None:
                matches[place] = doubt(
                    (), f"{index.labels(agreeing(rows[place], rows[twin], entity))}和第 {numbers[twin]} 行相同。"
                )
    return matches


def find_twin(rows: Sequence[Row], place: int, first: dict[tuple[str, str], list[int]], entity: Entity) -> int | None:
    """An earlier new row with one of the same names; `first` remembers them."""
    keys = [(key, fold(rows[place][key])) for key in keys_of(entity) if rows[place].get(key)]
    twins = [each for key in keys for each in first.get(key, ()) if not are_apart(rows[place], rows[each], entity)]
    for key in keys:
        first.setdefault(key, []).append(place)
    return min(twins, default=None)


def are_apart(row: Row, other: Row, entity: Entity) -> bool:
    if any(row.get(name) and other.get(name) and row[name] != other[name] for name in entity.identity.apart):
        return True
    said = ((values_in(row, names), values_in(other, names)) for names in entity.identity.either)
    return any(mine and theirs and not mine & theirs for mine, theirs in said)


def values_in(row: Row, names: Sequence[str]) -> set[str]:
    """What stands in any of these fields; amounts keep their point."""
    return {normalise_text(str(row[name])) for name in names if row.get(name)}


def agreeing(row: Row, other: Row, entity: Entity) -> list[str]:
    keys = keys_of(entity)
    return [key for key in keys if row.get(key) and other.get(key) and fold(row[key]) == fold(other[key])]


def disagreeing(row: Row, other: Row, entity: Entity) -> list[str]:
    keys = keys_of(entity)
    return [key for key in keys if row.get(key) and other.get(key) and fold(row[key]) != fold(other[key])]


def names_in(row: Row, names: Sequence[str]) -> set[str]:
    """What a row is called under these fields, as it is compared; a list holds several names."""
    values = (row.get(name) for name in names)
    return {fold(each) for value in values if value for each in (value if isinstance(value, list) else [value])}


@dataclass
class NameIndex:
    """Known rows by each of their names."""

    entity: Entity
    known: Sequence[Row]
    places: dict[tuple[str, str], list[int]] = field(default_factory=dict[tuple[str, str], list[int]])

    def __post_init__(self) -> None:
        for place, row in enumerate(self.known):
            for key in (*keys_of(self.entity), *self.entity.identity.also):
                for word in names_in(row, [key]):
                    self.places.setdefault((key, word), []).append(place)

    @property
    def one(self) -> str:
        """个联络站."""
        return f"{self.entity.counter}{self.entity.label}"

    def labels(self, names: Sequence[str]) -> str:
        return "和".join(self.entity.by_name[name].label for name in names)

    def find(self, row: Row, own: Sequence[str], theirs: Sequence[str]) -> list[Row]:
        """Known rows one of whose fields `theirs` reads as one of the row's `own`."""
        words = names_in(row, own)
        places = {place for key in theirs for word in words for place in self.places.get((key, word), ())}
        return [self.known[place] for place in sorted(places) if not are_apart(row, self.known[place], self.entity)]

    def compare(self, row: Row) -> Match:
        """The record that agrees in every name both have; a question where only some agree."""
        keys = keys_of(self.entity)
        found: dict[str, Row] = {}
        for key in keys:
            found |= {str(each["id"]): each for each in self.find(row, [key], [key])}
        whole = [each for each in found.values() if not disagreeing(row, each, self.entity)]
        if len(whole) == 1 and len(found) == 1:
            return Match(MatchKind.SAME, str(whole[0]["id"]))
        if len(whole) > 1:
            return doubt(ids_of(whole), f"库里有 {len(whole)} {self.one}都叫这个。是哪一{self.entity.counter}？")
        if len(found) > 1:
            return doubt(
                ids_of(found.values()),
                f"{self.labels(keys)}像库里不同的 {len(found)} {self.one}。是哪一{self.entity.counter}？",
            )
        return self.question(row, list(found.values())) or self.ask_other_names(row)

    def question(self, row: Row, found: Sequence[Row]) -> Match | None:
        if not found:
            return None
        same, unlike = agreeing(row, found[0], self.entity), disagreeing(row, found[0], self.entity)
        return doubt(ids_of(found), f"{self.labels(same)}和库里的相同，{self.labels(unlike)}不同。是同一{self.one}吗？")

    def ask_other_names(self, row: Row) -> Match:
        """A short form that reads like a name, or the reverse."""
        title, also = self.entity.title, self.entity.identity.also
        found = {
            str(each["id"]): each for each in (*self.find(row, [title], also), *self.find(row, also, [title, *also]))
        }
        if not found:
            return Match(MatchKind.NEW)
        named = "、".join(f"“{each[title]}”" for each in found.values())
        also = [name for name in also if any(each.get(name) for each in (row, *found.values()))]
        return doubt(ids_of(found.values()), f"像是库里的{named}（{self.labels(also)}）。是同一{self.one}吗？")
