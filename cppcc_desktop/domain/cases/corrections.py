"""更正: a wrong date, grade or word in what a step recorded, and what follows from it for the case (domain.md §8.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cppcc_desktop.domain.cases.case import Case
from cppcc_desktop.domain.description.fields import Entity, Field, Row, Value
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.domain.grants import Grant

Follow = Callable[[Any, dict[str, Value], Mapping[str, Value]], None]  # the case, the record, what was put right


def follow_nothing(_case: Case, _row: dict[str, Value], _moved: Mapping[str, Value]) -> None:
    """The case stands as it stood."""


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What of one kind of record may be put right."""

    entity: Entity
    permission: str | Grant
    typed: tuple[str, ...] = ()  # set by steps, but typed there by a person
    present: Mapping[str, str] = field(default_factory=dict[str, str])  # field → the one that says it was filled in
    needed: tuple[str, ...] = ()  # not to be emptied
    follow: Follow = follow_nothing


def fields_to_correct(about: Correction | None, instead: Mapping[str, str], row: Row) -> tuple[Field, ...]:
    """What of this record may be put right; `instead` names fields the case stands on. None: nothing."""
    if about is None:
        return ()
    return tuple(
        spec for spec in about.entity
        if (spec.editable or (spec.name in about.typed and row.get(spec.name))) and spec.name not in instead
        and (spec.name not in about.present or row.get(about.present[spec.name]))
    )  # fmt: skip


def required_fields(about: Correction) -> tuple[str, ...]:
    """Fields that may be put right but not be emptied."""
    return (*(spec.name for spec in about.entity if spec.required), *about.needed)


def correct(case: Case, about: Correction, record: str, values: Mapping[str, Value]) -> dict[str, Value]:
    """Put the fields right and let the case follow; gives what stood there. Refusal and InvalidField say why not."""
    row = next((each for each in case.all(about.entity.name) if str(each["id"]) == record), None)
    if row is None:
        raise Refusal("没有找到这条记录。", todo="刷新再看。")
    moved = {name: value for name, value in values.items() if row.get(name) != value}
    if not moved:
        raise Refusal("没有改动。", todo="改好再点“改正”，不用改就取消。")
    emptied = [name for name, value in moved.items() if value is None and name in required_fields(about)]
    if emptied:
        raise InvalidField(emptied[0], f"{about.entity.by_name[emptied[0]].label}不能空着。")
    before = {name: row.get(name) for name in moved}
    case.change(about.entity.name, row, **moved)
    about.follow(case, row, moved)
    return before
