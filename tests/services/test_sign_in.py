"""Wrong passwords are counted in the database and slow down the next try; eight blanks are no password."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cppcc_desktop.domain.errors import OfficeError, Refusal
from cppcc_desktop.services.office.accounts import FREE, LONGEST_WAIT, create_account, sign_in
from tests.conftest import PASSWORD, USER, Place


def fail(place: Place, times: int, name: str = USER) -> None:
    for _ in range(times):
        with pytest.raises(Refusal, match="用户名或口令不对"):
            sign_in(place.office, name, "wrong horse 9")


@pytest.mark.parametrize("name", [USER, "没有这个人"])
def test_failures_slow_down_the_next(county: Place, name: str) -> None:
    fail(county, FREE + 1, name)
    for wait in (1, 2, 4, 8, 16, 32, LONGEST_WAIT, LONGEST_WAIT):
        with pytest.raises(Refusal, match=f"连续输错 .* 次。.*等 {wait} 秒"):
            sign_in(county.office, name, PASSWORD)
        county.clock.now += timedelta(seconds=wait)
        fail(county, 1, name)


def test_they_are_counted_in_the_database(county: Place) -> None:
    """Closing the program does not help; the right password ends it."""
    fail(county, FREE + 1)
    county.reopen()
    with pytest.raises(Refusal, match="连续输错"):
        sign_in(county.office, USER, PASSWORD)
    county.clock.now += timedelta(seconds=1)
    assert sign_in(county.office, USER, PASSWORD).name == USER
    fail(county, FREE)
    assert sign_in(county.office, USER, PASSWORD).name == USER


def test_a_clock_that_was_put_back_locks_nobody_out(county: Place) -> None:
    fail(county, FREE + 1)
    county.clock.move(-400)
    with pytest.raises(Refusal, match="等 1 秒"):
        sign_in(county.office, USER, PASSWORD)
    county.clock.move(400)
    county.clock.now += timedelta(seconds=1)
    sign_in(county.office, USER, PASSWORD)


def test_one_person_does_not_slow_another(county: Place) -> None:
    create_account(county.office, county.actor, "韩守田", "clerk", "another pass")
    fail(county, FREE + 1)
    assert sign_in(county.office, "韩守田", "another pass").role == "clerk"


@pytest.mark.parametrize("password", [" " * 8, "abc     ", "\u3000" * 9, "11111111", "short"])
def test_what_is_no_password(county: Place, password: str) -> None:
    with pytest.raises(OfficeError, match="口令太"):
        create_account(county.office, county.actor, "韩守田", "clerk", password)
