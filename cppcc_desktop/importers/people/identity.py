"""Is this row one of the people already known? Pure functions over plain rows; services ask and decide."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

from cppcc_desktop.domain.description.fields import Entity, Personal, Row, Value, clean_text
from cppcc_desktop.domain.normal_form import normalise_text

HAN = r"[\u2e80-\u2fdf\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
INNER_BLANKS = re.compile(rf"(?<={HAN})\s+(?={HAN})|\s*(·)\s*")
MIDDLE_DOTS = re.compile(rf"[・•‧∙⋅･]|(?<={HAN})\s*[.．]\s*(?={HAN})")
SIMILAR = 0.6  # of two posts; 1 is equal
PUNCTUATION = re.compile(r"[\W_]+")


def normalise_name(text: str) -> str:
    """The stored form: no blanks inside a Chinese name, one middle dot (·) in a minority name."""
    if text.isalpha():
        return text
    text = MIDDLE_DOTS.sub("·", " ".join(clean_text(text).split()))
    return INNER_BLANKS.sub(r"\1", text)


def name_key(text: str) -> str:
    """How a person's name is compared and looked up."""
    return normalise_name(normalise_text(text)).casefold()


class MatchKind(StrEnum):
    """What was found out about one row."""

    SAME = "same"
    NEW = "new"
    DOUBT = "doubt"


@dataclass(frozen=True)
class Match:
    """`record` is the id if the kind is same; `candidates` are the ids to choose from if it is doubt."""

    kind: MatchKind
    record: str = ""
    candidates: tuple[str, ...] = ()
    reason: str = ""  # a question or a ground in Chinese
    strong: bool = field(default=False, compare=False)  # by ID number or by name and mobile


def match_people(rows: Sequence[Row], known: Sequence[Row], entity: Entity) -> list[Match]:
    """One match for each row, whatever their order; known rows carry their `id`, and `entity` says they are people.

    Two rows never become the same record: where they claim one, the only strong claim stands and the others
    are in doubt.
    """
    index = PeopleIndex(known, who_of(entity))
    matches = [compare_people(row, index.find_related(row), entity) for row in rows]
    claims = Counter(match.record for match in matches if match.kind is MatchKind.SAME)
    strong = Counter(match.record for match in matches if match.strong)
    return [
        match
        if match.kind is not MatchKind.SAME or claims[match.record] == 1 or (match.strong and strong[match.record] == 1)
        else doubt([match.record], f"文件里有 {claims[match.record]} 行都像库里的同一位{entity.label}。是同一个人吗？")
        for match in matches
    ]


def who_of(entity: Entity) -> Personal:
    assert entity.identity.people
    return entity.identity.people


class PeopleIndex:
    """Known rows by ID number, mobile and each of their names."""

    def __init__(self, known: Sequence[Row], who: Personal) -> None:
        self.places = dict[tuple[str, str], list[int]]()
        self.known, self.who = known, who
        for place, row in enumerate(known):
            for key in identifying_keys(row, who):
                self.places.setdefault(key, []).append(place)

    def find_related(self, row: Row) -> list[Row]:
        """Known rows that share a key with this one, in their own order."""
        places = {place for key in identifying_keys(row, self.who) for place in self.places.get(key, ())}
        return [self.known[place] for place in sorted(places)]


def identifying_keys(row: Row, who: Personal) -> Iterable[tuple[str, str]]:
    yield from ((who.name, name) for name in names_of(row, who))
    yield from ((key, text_of(row, key)) for key in (who.number, who.phone) if text_of(row, key))


def names_of(row: Row, who: Personal) -> set[str]:
    """The name and the former name, as compared."""
    both = (name_key(text_of(row, key)) for key in (who.name, who.former))
    return {name for name in both if name}


def same_name(row: Row, other: Row, who: Personal) -> bool:
    """Whether they are called the same now; a former name alone is a question."""
    return name_key(text_of(row, who.name)) == name_key(text_of(other, who.name))


def text_of(row: Row, key: str) -> str:
    value = row.get(key)
    return value if isinstance(value, str) else ""


def compare_people(row: Row, existing: Sequence[Row], entity: Entity) -> Match:
    """Who of the existing a row is: by ID number, name and phone, or name with post or 界别; else a question."""
    who = who_of(entity)
    number, phone, name = (entity.by_name[each].label for each in (who.number, who.phone, who.name))
    by_number = [each for each in existing if agree(row, each, who.number)]
    if by_number:
        return settle(by_number, f"库里有 {len(by_number)} 个相同的{number}。", strong=True)
    possible = [each for each in existing if not disagree(row, each, who.number)]
    namesakes = [each for each in possible if names_of(row, who) & names_of(each, who)]
    by_phone = [each for each in possible if agree(row, each, who.phone)]
    both = [each for each in namesakes if each in by_phone and not disagree(row, each, who.gender)]
    if both:
        both = narrow(row, both, who)
        return settle(both, f"库里有 {len(both)} 位{entity.label}同名、同{phone}。", strong=True)
    if namesakes:
        return choose_namesake(row, namesakes, entity)
    if by_phone:
        other = text_of(by_phone[0], who.name)
        return doubt(ids_of(by_phone), f"{phone}和库里的“{other}”相同，{name}不同。他们是同一个人吗？")
    return Match(MatchKind.NEW)


def settle(found: Sequence[Row], several: str, *, strong: bool = False) -> Match:
    if len(found) == 1:
        return Match(MatchKind.SAME, str(found[0]["id"]), strong=strong)
    return doubt(ids_of(found), several + "是哪一位？")


def choose_namesake(row: Row, namesakes: Sequence[Row], entity: Entity) -> Match:
    who = who_of(entity)
    words = f"{who.post_word}和{who.circle_word}"
    fitting = [each for each in namesakes if not disagree(row, each, who.gender) and is_supported(row, each, who)]
    if fitting and not any(same_name(row, each, who) for each in fitting):
        name, former = (entity.by_name[each].label for each in (who.name, who.former))
        told = f"和库里的“{text_of(fitting[0], who.name)}”{name}不同，只有{former}对得上。他们是同一个人吗？"
        return doubt(ids_of(fitting), told)
    if fitting:
        fitting = narrow(row, fitting, who)
        return settle(fitting, f"库里有 {len(fitting)} 个同名，{words}都分不出。")
    if len(namesakes) > 1:
        return doubt(ids_of(namesakes), f"库里有 {len(namesakes)} 个同名，{words}都对不上。是其中一位吗？")
    return doubt(
        ids_of(namesakes), f"库里有一位同名{entity.label}，{difference(row, namesakes[0], entity)}。他们是同一个人吗？"
    )


def difference(row: Row, other: Row, entity: Entity) -> str:
    """What makes a question of a namesake: 单位和界别都不同."""
    who = who_of(entity)
    if disagree(row, other, who.gender):
        return f"{entity.by_name[who.gender].label}不同"
    if not any(disagree(row, other, key) for key in (who.post, who.circle, who.phone)):
        return f"没有{who.post_word}和{who.circle_word}可以核对"
    labels = {who.post: who.post_word, who.circle: who.circle_word}
    different = [label for key, label in labels.items() if disagree(row, other, key)]
    if len(different) > 1:
        return f"{'和'.join(different)}都不同"
    return f"{different[0] if different else entity.by_name[who.phone].label}不同"


def is_supported(row: Row, other: Row, who: Personal) -> bool:
    """Post or 界别 speak for the same person, or the row says nothing that is not known of the other."""
    if agree(row, other, who.circle) or are_similar(text_of(row, who.post), text_of(other, who.post)):
        return True
    keys = (who.gender, who.circle, who.post, who.phone, *who.more)
    return all(agree(row, other, key) for key in keys if row.get(key))


def narrow(row: Row, found: Sequence[Row], who: Personal) -> Sequence[Row]:
    """Of several, those that agree best: by post, then 界别, sex and party."""
    tests: tuple[Callable[[Row], bool], ...] = (
        lambda each: are_similar(text_of(row, who.post), text_of(each, who.post)),
        lambda each: agree(row, each, who.circle),
        lambda each: agree(row, each, who.gender),
        lambda each: bool(set(as_list(row.get(who.several))) & set(as_list(each.get(who.several)))),
    )  # fmt: skip
    for test in tests:
        found = [each for each in found if test(each)] or found
    return found


def as_list(value: Value) -> list[str]:
    return value if isinstance(value, list) else []


def agree(row: Row, other: Row, key: str) -> bool:
    """Both have the value, and it is equal."""
    return bool(row.get(key)) and row.get(key) == other.get(key)


def disagree(row: Row, other: Row, key: str) -> bool:
    """Both have the value, and it is not equal."""
    return bool(row.get(key)) and bool(other.get(key)) and row.get(key) != other.get(key)


def are_similar(one: str, other: str) -> bool:
    """Equal but for punctuation, one within the other, or mostly the same characters in the same order."""
    one, other = (PUNCTUATION.sub("", normalise_text(each)) for each in (one, other))
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    if short == long or (len(short) >= 4 and short in long):
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= SIMILAR


def ids_of(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(str(each["id"]) for each in rows)


def doubt(candidates: Iterable[str], reason: str) -> Match:
    return Match(MatchKind.DOUBT, candidates=tuple(candidates), reason=reason)
