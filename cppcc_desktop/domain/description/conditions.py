"""Conditions of a list as values: which of its records are meant.

A dotted field is one of the record referred to (`proposal.plenary`), of those in force; several of them in one `Both`
are about the same record. Days may be words that are filled in when the list is read: "today", "soon"; "end", the last day of
what a figure is asked of, is filled in when it is counted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeGuard, cast

Scalar = str | int | bool | None
Day = str | int | None  # a day or a number; None: open at this end
TODAY, SOON, END, NEW_YEAR = "today", "soon", "end", "new_year"


@dataclass(frozen=True)
class Is:
    """The field holds this value, or one of these; None: it is empty."""

    field: str
    value: Scalar | tuple[Scalar, ...]


@dataclass(frozen=True)
class Filled:
    """The field is not empty."""

    field: str


@dataclass(frozen=True)
class Span:
    """The field lies from `first` to `last`, both counted, and earlier than `before`."""

    field: str
    first: Day = None
    last: Day = None
    before: Day = None


@dataclass(frozen=True)
class Like:
    """The field holds this text as a part."""

    field: str
    text: str


@dataclass(frozen=True)
class Traited:
    """The field's code is one of those that have this trait in the office's list."""

    field: str
    trait: str


@dataclass(frozen=True)
class Named:
    """The record is named in one of these fields by records of a kind that meet `where`."""

    kind: str
    fields: tuple[str, ...]
    where: Condition
    field: str = "id"


@dataclass(frozen=True)
class Not:
    """What does not meet the condition, empties included."""

    part: Condition


@dataclass(frozen=True, init=False)
class Both:
    """All of these hold; what is in it twice or within another is in it once. Without any it is everything."""

    parts: tuple[Condition, ...]

    def __init__(self, *parts: Condition) -> None:
        flat = [each for part in parts for each in parts_of(part)]
        object.__setattr__(self, "parts", tuple(each for at, each in enumerate(flat) if each not in flat[:at]))


@dataclass(frozen=True, init=False)
class Either:
    """One of these holds."""

    parts: tuple[Condition, ...]

    def __init__(self, *parts: Condition) -> None:
        object.__setattr__(self, "parts", parts)


@dataclass(frozen=True)
class Unknown:
    """What a newer program stored (JSON): kept as it is. Nothing meets it, since nobody here can tell."""

    field: str
    stored: str


Leaf = Is | Filled | Span | Like | Traited | Named | Unknown
Condition = Leaf | Not | Both | Either
EVERYTHING = Both()


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions that must all hold."""
    return condition.parts if isinstance(condition, Both) else (condition,)


def leaves_of(condition: Condition) -> Iterator[Leaf]:
    """All that is said of the list's records; what is said of those that name them stays within Named."""
    match condition:
        case Both(parts=parts) | Either(parts=parts):
            for part in parts:
                yield from leaves_of(part)
        case Not(part):
            yield from leaves_of(part)
        case leaf:
            yield leaf


def fields_of(condition: Condition) -> list[str]:
    """The fields a condition is about."""
    return [leaf.field for leaf in leaves_of(condition)]


def value_of(condition: Condition, field: str) -> Scalar | tuple[Scalar, ...]:
    """What the field must be; None where nothing is said of it."""
    return next((each.value for each in parts_of(condition) if isinstance(each, Is) and each.field == field), None)


def change_leaves(condition: Condition, change: Callable[[Leaf], Condition]) -> Condition:
    """The condition with every leaf changed."""
    match condition:
        case Both(parts=parts):
            return Both(*(change_leaves(part, change) for part in parts))
        case Either(parts=parts):
            return Either(*(change_leaves(part, change) for part in parts))
        case Not(part):
            return Not(change_leaves(part, change))
        case leaf:
            return change(leaf)


def of_record(reference: str, condition: Condition) -> Condition:
    """A condition on records as one on those that refer to them in this field."""
    return change_leaves(condition, lambda leaf: replace(leaf, field=f"{reference}.{leaf.field}"))


def asks_for(condition: Condition, day: str) -> bool:
    """Whether a day is named by this word, however deep it stands."""
    return any(
        asks_for(each.where, day) if isinstance(each, Named)
        else isinstance(each, Span) and day in (each.first, each.last, each.before)
        for each in leaves_of(condition)
    )  # fmt: skip


def fill(
    condition: Condition, days: Mapping[str, str], traits: Callable[[str, Traited], Condition], kind: str = ""
) -> Condition:
    """The condition with days in place of their words and codes in place of traits.

    `traits` is asked with the kind of record whose field it is, empty for the list's own.
    """

    def day(word: Day) -> Day:
        return days.get(word, word) if isinstance(word, str) else word

    def change(leaf: Leaf) -> Condition:
        match leaf:
            case Span():
                return Span(leaf.field, day(leaf.first), day(leaf.last), day(leaf.before))
            case Traited():
                return traits(kind, leaf)
            case Named():
                return replace(leaf, where=fill(leaf.where, days, traits, leaf.kind))
            case _:
                return leaf

    return change_leaves(condition, change)


# in words


class Words(Protocol):
    """What things are called; `kind` is that of other records than the list's, else empty."""

    def kind(self, kind: str) -> str: ...
    def field(self, kind: str, field: str) -> str: ...
    def value(self, kind: str, field: str, value: Scalar) -> str: ...
    def trait(self, kind: str, field: str, trait: str) -> str: ...


UNKNOWN = "有较新的程序才懂的条件，不能按它筛选"


def describe(condition: Condition, words: Words, kind: str = "") -> str:
    """A condition in words: 状态是待初审或待会审，应办复日早于今天."""
    match condition:
        case Both(parts=parts):
            return "，".join(describe(part, words, kind) for part in parts) or "全部"
        case Either(parts=parts):
            return f"（{'，或者'.join(describe(part, words, kind) for part in parts)}）"
        case Not(part):
            return f"不是“{describe(part, words, kind)}”"
        case Unknown():
            return UNKNOWN
        case Named():
            label = words.kind(condition.kind)
            named = "或".join(words.field(condition.kind, field) for field in condition.fields)
            inner = (
                ""
                if condition.where == EVERYTHING
                else f"，这{label}{describe(condition.where, words, condition.kind)}"
            )
            return f"是{label}的{named}{inner}"
        case leaf:
            return words.field(kind, leaf.field) + say_leaf(leaf, words, kind)


def say_leaf(leaf: Is | Filled | Span | Like | Traited, words: Words, kind: str) -> str:
    """What is said of its field."""
    match leaf:
        case Is(value=None):
            return "没有填"
        case Is(field, value):
            told = [words.value(kind, field, each) for each in (value if isinstance(value, tuple) else (value,))]
            return f"是{'或'.join(told)}" if told else "一个也不是"
        case Filled():
            return "填了"
        case Like(text=text):
            return f"含有“{text}”"
        case Traited(field, trait):
            return f"算作“{words.trait(kind, field, trait)}”"
        case Span(field, first, last, before):
            ends = (("从", first, "起"), ("到", last, "为止"), ("早于", before, ""))
            told = [
                f"{start}{say_day(day) or words.value(kind, field, day)}{end}"
                for start, day, end in ends
                if day not in (None, "")
            ]
            return "、".join(told)


def say_day(day: Day) -> str:
    """The words for a day that is filled in later."""
    return {TODAY: "今天", SOON: "快到期的最后一天", END: "统计范围的最后一天", NEW_YEAR: "今年第一天"}.get(
        str(day), ""
    )


# as JSON: field → what is wanted, "any" and "all" for what is composed. Older programs read the same saved views. What
# they had no form for is [":word", text]: to them a list of values that no record has, so that they show nothing
# rather than everything.

ANY, ALL = "any", "all"


def to_json(condition: Condition) -> dict[str, object]:
    """What is stored of a condition."""
    told: dict[str, object] = {}
    more: list[dict[str, object]] = []
    for part in parts_of(condition):
        name, wanted = write_part(part)
        if told.setdefault(name, wanted) != wanted:
            more.append({name: wanted})
    return {**told, ALL: more} if more else told


def write_part(part: Condition) -> tuple[str, object]:
    match part:
        case Is(field, value):
            return field, list(value) if isinstance(value, tuple) else value
        case Filled(field):
            return field, ["set"]
        case Span(field, None, None, before) if before is not None:
            return field, ["before", before]
        case Span(field, first, None, None):
            return field, ["from", first]
        case Span(field, first, last, None) if first is not None:
            return field, ["between", first, last]
        case Span(field, first, last, before):
            return field, write_new("span", [first, last, before])
        case Like(field, text):
            return field, ["like", text]
        case Traited(field, trait):
            return field, write_new("traited", trait)
        case Named(kind, fields, where, field):
            return field, ["named_by", kind, list(fields), to_json(where)]
        case Not(Both(parts=(only,))):
            return write_part(Not(only))
        case Not(Is(field, str() | int() as value)) if "." not in field:
            return field, ["not", value]
        case Not(inner):
            return next(iter(fields_of(inner)), "id"), write_new("not", to_json(inner))
        case Either(parts=parts):
            return ANY, [to_json(each) for each in parts]
        case Unknown(field, stored):
            return field, json.loads(stored)
        case Both():
            raise ValueError("the parts of a Both stand side by side")


def write_new(word: str, what: object) -> list[object]:
    return [f":{word}", json.dumps(what, ensure_ascii=False)]


Knows = Callable[[str, str], bool]  # kind, empty for the list's own; field


def from_json(stored: Mapping[str, object], knows: Knows, kind: str = "") -> Condition:
    """The condition that was stored; what this program does not know is an Unknown that stands by itself."""
    parts: list[Condition] = []
    for name, wanted in stored.items():
        if name == ALL and is_mappings(wanted):
            parts += [from_json(each, knows, kind) for each in wanted]
            continue
        made = read_part(name, wanted, knows, kind)
        known = made is not None and not any(holds_unknown(part) for part in parts_of(made))
        parts.append(made if made is not None and known else Unknown(name, json.dumps(wanted, ensure_ascii=False)))
    return parts[0] if len(parts) == 1 else Both(*parts)


def holds_unknown(condition: Condition) -> bool:
    """Whether any of it is of a newer program."""
    return any(
        isinstance(each, Unknown) or (isinstance(each, Named) and holds_unknown(each.where))
        for each in leaves_of(condition)
    )


def is_mappings(wanted: object) -> TypeGuard[list[dict[str, object]]]:
    return isinstance(wanted, list) and all(isinstance(each, dict) for each in cast("list[object]", wanted))


def read_part(name: str, wanted: Any, knows: Knows, kind: str) -> Condition | None:
    """One entry of what was stored; None if this program has no word for it."""
    if name == ANY:
        return Either(*(from_json(each, knows, kind) for each in wanted)) if is_mappings(wanted) else None
    if not knows(kind, name):
        return None
    match wanted:
        case ["set"] | ["not", None]:
            return Filled(name)
        case ["before", str() | int() as day]:
            return Span(name, before=day)
        case ["from", str() | int() as day]:
            return Span(name, day)
        case ["between", str() | int() as first, str() | int() as last]:
            return Span(name, first, last)
        case ["like", str() as text]:
            return Like(name, text)
        case ["not", str() | int() as value] if "." in name:  # as it always was: of those whose record is in force
            return Both(Filled(f"{name.partition('.')[0]}.id"), Not(Is(name, value)))
        case ["not", str() | int() as value]:
            return Not(Is(name, value))
        case ["named_by", str() as other, [*fields], where] if is_mappings([where]):
            asked = cast("list[str]", fields)
            known = all(knows(other, field) for field in asked)
            return Named(other, tuple(asked), from_json(where, knows, other), name) if known else None
        case [str() as word, str() as text] if word.startswith(":"):
            return read_new(name, word, text, knows, kind)
        case [*values] if all(is_scalar(each) for each in cast("list[object]", values)):
            return Is(name, tuple(cast("list[Scalar]", values)))
        case _:
            return Is(name, wanted) if is_scalar(wanted) else None


def read_new(name: str, word: str, text: str, knows: Knows, kind: str) -> Condition | None:
    """What older programs had no form for."""
    try:
        what = json.loads(text)
    except ValueError:
        return None
    match word, what:
        case ":traited", str():
            return Traited(name, what)
        case ":span", [first, last, before]:
            return Span(name, first, last, before)
        case ":not", dict():
            return Not(from_json(cast("dict[str, object]", what), knows, kind))
        case _:
            return None


def is_scalar(value: object) -> bool:
    return value is None or isinstance(value, str | int)
