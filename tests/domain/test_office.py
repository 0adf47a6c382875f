"""Terms, numerals, rights, due dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.domain.dates import add_months, days_left
from cppcc_desktop.domain.description.conditions import fields_of
from cppcc_desktop.domain.errors import Cancelled, OfficeError, Refusal, StaleRecord
from cppcc_desktop.domain.grants import PERMISSIONS, Grant
from cppcc_desktop.domain.office.office import Actor, Plenary, chinese_number
from cppcc_desktop.nouns.proposals.life import MOVES
from cppcc_desktop.services.features import list_modules


@given(st.integers(1, 99), st.integers(1, 99))
def test_plenary_key_round_trip(term: int, number: int) -> None:
    plenary = Plenary(term, number)
    assert Plenary.parse(plenary.key) == plenary
    assert Plenary.parse(f"{term}-{number}") == plenary


@pytest.mark.parametrize("key", ["", "10", "0-1", "10-00", "10-", "-1-3", "十-三", "100-1", "10-03 "])
def test_wrong_plenary_is_refused(key: str) -> None:
    with pytest.raises(OfficeError, match="看不懂"):
        Plenary.parse(key)


def test_plenary_words() -> None:
    assert (Plenary(10, 3).label, Plenary(10, 3).short) == ("第十届第三次会议", "十届三次会议")


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (45, "四十五"), (99, "九十九")]
)
def test_chinese_number(number: int, words: str) -> None:
    assert chinese_number(number) == words


def test_chinese_numbers_differ() -> None:
    assert len({chinese_number(each) for each in range(100)}) == 100


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-03-15", 3, "2026-06-15"),
    ],
)
def test_add_months(start: str, months: int, end: str) -> None:
    assert add_months(date.fromisoformat(start), months).isoformat() == end


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_add_months_keeps_the_day_or_the_last(start: date, months: int) -> None:
    end = add_months(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end.day < start.day and (date.fromordinal(end.toordinal() + 1)).day == 1)


def test_days_left() -> None:
    assert days_left("2026-06-15", date(2026, 6, 8)) == 7
    assert days_left("2026-05-27", date(2026, 6, 8)) == -12


@pytest.mark.parametrize("role", ["", "auditor", "Admin", "nobody"])
def test_unknown_role_may_nothing(role: str) -> None:
    for permission in PERMISSIONS["admin"]:
        with pytest.raises(Refusal, match="没有这项权限"):
            Actor("某人", role, "county").require(permission)


def test_roles_may_what_is_listed_and_nothing_else() -> None:
    everything = set().union(*PERMISSIONS.values())
    for role, granted in PERMISSIONS.items():
        for permission in everything | {"fly"}:
            actor = Actor("某人", role, "county")
            if permission in granted:
                actor.require(permission)
            else:
                with pytest.raises(Refusal):
                    actor.require(permission)


def test_every_permission_a_move_asks_for_is_somebody_s() -> None:
    clerk, reader = (Actor("某人", role, "county") for role in ("clerk", "reader"))
    assert [move.name for move in MOVES if not clerk.may(move.permission)] == []
    assert [move.name for move in MOVES if reader.may(move.permission)] == []


def test_a_permission_of_a_noun_is_theirs_whom_it_names() -> None:
    ours = Grant("badge.hand_out", frozenset({"admin"}))
    assert [
        role for role in ("admin", "clerk", "reader", "auditor", "") if Actor("某人", role, "county").may(ours)
    ] == ["admin"]
    assert not any(Actor("某人", role, "county").may(Grant("badge.burn", frozenset())) for role in PERMISSIONS)
    with pytest.raises(Refusal, match="没有这项权限"):
        Actor("某人", "clerk", "county").require(ours)
    assert not Actor("某人", "admin", "county").may("badge.hand_out"), "a name alone is the platform's"


def test_stamp_names_office_and_person() -> None:
    assert Actor("周明礼", "clerk", "county").stamp == "county/周明礼"


def test_errors_say_what_is_safe_and_what_to_do() -> None:
    assert str(Refusal("不行。", todo="先做别的。")) == "不行。没有改动任何数据。先做别的。"
    assert StaleRecord({"title": "新"}).theirs == {"title": "新"}
    assert "撤回" in str(Cancelled())


def test_field_descriptions_hold_together() -> None:
    entities = {entity.name: entity for module in list_modules(FEATURES) for entity in module.entities}
    for module in list_modules(FEATURES):
        names = set(module.by_name)
        assert {
            *module.columns,
            *module.sorts,
            *module.filters,
            *(each.removeprefix("-") for each in module.order),
        } <= names
        said = {name.partition(".")[0] for view in module.views for name in fields_of(view.where)}
        assert said <= {*names, "id"}  # of records that others name
    for entity in entities.values():
        assert entity.title in entity.by_name
        assert not entity.owner or entity.owner in entity.by_name
        assert len({each.name for each in entity}) == len({each.label for each in entity}) == len(entity.fields)
        assert all(not each.target or each.target in entities for each in entity)
        assert {name for index in entity.indexes for name in index} <= set(entity.by_name)
