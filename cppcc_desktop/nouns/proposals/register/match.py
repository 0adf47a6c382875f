"""Is this row of a 提案台账 a case that is here? By 案号, else 收件号, else 案由 and who proposed it, within its plenary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.importers.people.designations import fold
from cppcc_desktop.importers.people.identity import Match, MatchKind, doubt
from cppcc_desktop.nouns.proposals.register.words import fold_number, read_sponsors

SIMILAR = 60  # of 100: two titles under one number
NUMBERS = {"docket_no": "案号", "intake_no": "收件号"}
Key = tuple[str, str, str]


def keys_of(row: Row) -> dict[str, Key]:
    """Name of the field → what the row is found by."""
    plenary = str(row.get("plenary") or "")
    found = {name: (name, plenary, fold_number(str(row[name]))) for name in NUMBERS if row.get(name)}
    if row.get("title"):
        found["title"] = ("title", plenary, fold(row["title"]))
    return found


def who(row: Row) -> frozenset[str]:
    """Who proposed: the member, the body, or the names as they stand in the register."""
    names = read_sponsors(str(row["sponsor_text"])).names if row.get("sponsor_text") else ()
    told = (row.get("first_sponsor"), fold(row["collective"]) if row.get("collective") else None, *names[:1])
    return frozenset(str(each) for each in told if each)


def differ_in_number(row: Row, other: Row) -> bool:
    """Whether both have a number and it is not the same."""
    return any(
        row.get(name) and other.get(name) and fold_number(str(row[name])) != fold_number(str(other[name]))
        for name in NUMBERS
    )


@dataclass
class Cases:
    """Cases that are here, by what they are found by."""

    known: Sequence[Row]
    names: Mapping[str, str]  # member → name
    places: dict[Key, list[Row]] = field(default_factory=dict[Key, list[Row]])

    def __post_init__(self) -> None:
        for row in self.known:
            for key in keys_of(row).values():
                self.places.setdefault(key, []).append(row)

    def find(self, row: Row) -> Match:
        keys = keys_of(row)
        for name in NUMBERS:
            found = self.places.get(keys[name], []) if name in keys else []
            found = [each for each in found if name == "docket_no" or not differ_in_number(row, each)]
            if found:
                return self.judge(row, found, name)
        found = [
            each for each in self.places.get(keys["title"], [])
            if not differ_in_number(row, each) and self.same_people(row, each)
        ]  # fmt: skip
        if not found:
            return Match(MatchKind.NEW)
        if len(found) > 1:
            return doubt([str(each["id"]) for each in found], f"库里有 {len(found)} 件提案都是这个案由。是哪一件？")
        return Match(MatchKind.SAME, str(found[0]["id"]))

    def judge(self, row: Row, found: Sequence[Row], name: str) -> Match:
        ids, label = [str(each["id"]) for each in found], NUMBERS[name]
        if len(found) > 1:
            return doubt(ids, f"库里有 {len(found)} 件提案的{label}都是 {row[name]}。是哪一件？")
        if not alike(row, found[0]):
            return doubt(ids, f"{label} {row[name]} 和库里的相同，案由不同。是同一件提案吗？")
        return Match(MatchKind.SAME, ids[0])

    def same_people(self, row: Row, other: Row) -> bool:
        ours, theirs = self.call(row), self.call(other)
        return not ours or not theirs or bool(ours & theirs)

    def call(self, row: Row) -> frozenset[str]:
        """Who proposed, members by name: one may have got a card since."""
        return frozenset(self.names.get(each, each) for each in who(row))

    def numbered(self, plenary: str, number: str) -> list[Row]:
        """Cases with this 案号 or 收件号."""
        return [row for name in NUMBERS for row in self.places.get((name, plenary, fold_number(number)), [])]

    def titled(self, plenary: str, title: str) -> list[Row]:
        return self.places.get(("title", plenary, fold(title)), [])


def alike(row: Row, other: Row) -> bool:
    from rapidfuzz.fuzz import ratio

    one, two = fold(row.get("title")), fold(other.get("title"))
    return one == two or ratio(one, two) >= SIMILAR


def match_rows(rows: Sequence[Row], numbers: Sequence[int], cases: Cases) -> list[Match]:
    """One match for each row. Two rows are never one case, nor do two new ones have one number."""
    matches = [cases.find(row) for row in rows]
    claims: dict[str, list[int]] = {}
    for place, match in enumerate(matches):
        if match.kind is MatchKind.SAME:
            claims.setdefault(match.record, []).append(place)
    for record, places in claims.items():
        if len(places) > 1:
            told = list_rows([numbers[place] for place in places])
            for place in places:
                matches[place] = doubt([record], f"{told}都像库里的同一件提案。这一行是它吗？")
    mark_twins(rows, numbers, matches)
    return matches


def mark_twins(rows: Sequence[Row], numbers: Sequence[int], matches: list[Match]) -> None:
    """New rows with one number, or without any and with one title and proposer: each is in doubt and names the others."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for place, (row, match) in enumerate(zip(rows, matches, strict=True)):
        if match.kind is MatchKind.NEW:
            keys = keys_of(row)
            numbered = [key for name, key in keys.items() if name in NUMBERS]
            for key in numbered or [(*keys["title"], who(row))]:
                groups.setdefault(key, []).append(place)
    for key, places in groups.items():
        if len(places) > 1:
            what = (
                f"{NUMBERS[str(key[0])]} {rows[places[0]][str(key[0])]}" if key[0] in NUMBERS else "同样的案由和提案人"
            )
            told = f"{what}在{list_rows([numbers[place] for place in places])}都有。看看哪一行写错了。"
            for place in places:
                matches[place] = doubt((), told)


def list_rows(numbers: Sequence[int]) -> str:
    """第 3 行和第 9 行."""
    if len(numbers) > 6:
        return f"第 {numbers[0]} 行等 {len(numbers)} 行"
    words = [f"第 {number} 行" for number in numbers]
    return "、".join(words[:-1]) + f"和{words[-1]}"
