"""Working days with festivals and 调休."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cppcc_desktop.domain.working_days import Calendar

# 国庆节 of an invented year: 1 to 7 October off, Sunday 20 September and Saturday 10 October worked
OCTOBER = Calendar(
    frozenset(date(2026, 10, day) for day in range(1, 8)), frozenset({date(2026, 9, 20), date(2026, 10, 10)})
)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
CALENDARS = st.builds(Calendar, st.frozensets(DAYS, max_size=40), st.frozensets(DAYS, max_size=15))


def test_a_week_without_festivals() -> None:
    plain = Calendar()
    worked = [plain.is_working(date(2026, 6, day)) for day in range(8, 15)]
    assert worked == [True] * 5 + [False] * 2
    assert plain.add_working_days(date(2026, 6, 5), 1) == date(2026, 6, 8)
    assert plain.count_working_days(date(2026, 6, 8), date(2026, 6, 14)) == 5


def test_days_off_and_days_worked_instead() -> None:
    assert OCTOBER.is_working(date(2026, 9, 20)) and not OCTOBER.is_working(date(2026, 10, 5))
    assert OCTOBER.add_working_days(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert OCTOBER.next_working_day(date(2026, 10, 1)) == date(2026, 10, 8)
    assert OCTOBER.count_working_days(date(2026, 9, 14), date(2026, 10, 11)) == 17


def test_a_working_day_is_its_own_next_one_and_nothing_is_counted_backward() -> None:
    assert OCTOBER.next_working_day(date(2026, 10, 8)) == date(2026, 10, 8)
    assert OCTOBER.add_working_days(date(2026, 10, 4), 0) == date(2026, 10, 4)
    assert OCTOBER.count_working_days(date(2026, 10, 9), date(2026, 10, 8)) == 0
    with pytest.raises(ValueError, match="forward"):
        OCTOBER.add_working_days(date(2026, 10, 4), -1)


def test_what_is_both_is_worked() -> None:
    both = Calendar(frozenset({date(2026, 6, 8)}), frozenset({date(2026, 6, 8)}))
    assert both.is_working(date(2026, 6, 8)) and both.count_working_days(date(2026, 6, 8), date(2026, 6, 8)) == 1


@given(CALENDARS, DAYS, st.integers(0, 400))
def test_counting_agrees_with_looking_at_every_day(calendar: Calendar, first: date, length: int) -> None:
    days = [first + timedelta(days=each) for each in range(length)]
    last = first + timedelta(days=length - 1)
    assert calendar.count_working_days(first, last) == sum(calendar.is_working(day) for day in days)


@given(CALENDARS, DAYS, st.integers(1, 60))
def test_the_day_reached_is_worked_and_lies_n_working_days_later(calendar: Calendar, start: date, n: int) -> None:
    reached = calendar.add_working_days(start, n)
    assert calendar.is_working(reached)
    assert calendar.count_working_days(start + timedelta(days=1), reached) == n
