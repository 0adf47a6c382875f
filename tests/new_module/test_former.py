"""What a noun's fields were before a change stays with its last day; what is of an earlier day is told by it."""

from __future__ import annotations

import pytest

from cppcc_desktop.domain.errors import InvalidField
from cppcc_desktop.services.records.children import list_rows
from cppcc_desktop.services.records.former import card_on
from cppcc_desktop.services.records.records import Query, change_record, list_ids
from cppcc_desktop.services.records.undo import undo_save
from tests.conftest import Place
from tests.new_module.nouns import CALLED, CODE, EARLIER, PLACE, PLACES

APRIL, MAY, JUNE = "2026-04-15", "2026-05-15", "2026-06-08"


@pytest.fixture
def at(trial: Place) -> str:
    """A place that was written down some days ago."""
    (found,) = list_ids(trial.office, trial.actor, trial.office.modules[PLACES], Query())
    trial.clock.move(3)
    return found


def change(place: Place, at: str, **values: object) -> None:
    change_record(place.office, place.actor, PLACE, at, values)


def earlier(place: Place, at: str) -> list[tuple[object, object]]:
    rows = list_rows(place.office, place.actor, EARLIER, at).rows
    return [(row.values["until"], row.values[CALLED]) for row in rows]


def called(place: Place, at: str, day: str) -> object:
    with place.office.read() as connection:
        return card_on(place.office, connection, PLACE, at, "", day)[CALLED]


def test_a_change_holds_from_its_day(trial: Place, at: str) -> None:
    change(trial, at, **{CALLED: "中分会", "changed_on": "2026-05-01"})
    change(trial, at, **{CALLED: "西分会", "从哪天起": "6月1日"})
    assert earlier(trial, at) == [("2026-04-30", "东分会"), ("2026-05-31", "中分会")]
    assert [called(trial, at, day) for day in (APRIL, MAY, JUNE, "")] == ["东分会", "中分会", "西分会", "西分会"]


def test_by_itself_it_holds_from_today(trial: Place, at: str) -> None:
    change(trial, at, **{CALLED: "中分会"})
    assert earlier(trial, at) == [("2026-06-10", "东分会")]
    change(trial, at, **{CALLED: "中心分会"})
    assert earlier(trial, at) == [("2026-06-10", "东分会")], "what was written down today was never so"


def test_taking_the_save_back_takes_the_row_back(trial: Place, at: str) -> None:
    change(trial, at, **{CALLED: "中分会"})
    undo_save(trial.office, trial.actor, PLACE, at)
    assert (called(trial, at, ""), earlier(trial, at)) == ("东分会", [])


def test_what_was_wrong_from_the_start_is_not_kept(trial: Place, at: str) -> None:
    change(trial, at, **{CALLED: "东山分会", "corrected": True})
    change(trial, at, **{CODE: "02"})
    assert earlier(trial, at) == [] and called(trial, at, APRIL) == "东山分会"


def test_no_day_that_lies_ahead_or_in_what_is_known_otherwise(trial: Place, at: str) -> None:
    change(trial, at, **{CALLED: "中分会", "changed_on": "2026-05-01"})
    for day, words in (("2026-07-01", "还没有到"), ("2026-03-01", "已经记到 2026-04-30")):
        with pytest.raises(InvalidField, match=words) as refused:
            change(trial, at, **{CALLED: "西分会", "changed_on": day})
        assert refused.value.field == "changed_on"
    assert called(trial, at, "") == "中分会" and len(earlier(trial, at)) == 1
