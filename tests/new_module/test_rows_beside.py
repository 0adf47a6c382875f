"""A row that refers to a row of another child of the same record: by its name, chosen from those there are."""

from __future__ import annotations

from typing import Any

import pytest

from cppcc_desktop.domain.errors import InvalidField
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.records.children import add_rows, call_rows, check_rows, list_rows, mark, pick
from cppcc_desktop.services.records.records import Query, list_ids
from tests.conftest import Place
from tests.new_module.nouns import CALLED, CAME, CODE, GUEST, OPENER, PART, PART_NAME, PLACE, WRITTEN, YEARS
from tests.new_module.test_children_window import desk, open_tab  # noqa: F401
from tests.ui.offices import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def seat_two(place: Place) -> tuple[str, list[str]]:
    """A record with two guests: one picked, one by name."""
    case = list_ids(place.office, place.actor, place.office.modules[YEARS], Query())[0]
    west = place.create(PLACE, **{CODE: "02", CALLED: "西分会"})
    picked = pick(place.office, place.actor, GUEST, case, [west], {CAME: "1"}).rows
    written = add_rows(place.office, place.actor, GUEST, case, [{WRITTEN: "王 大娘", CAME: "1"}]).rows
    return case, [*picked, *written]


def test_it_is_named_as_it_is_called_in_that_record(trial: Place) -> None:
    office, actor = trial.office, trial.actor
    case, (west, guest) = seat_two(trial)
    made = add_rows(office, actor, PART, case, [{PART_NAME: "甲", OPENER: "西分会"}, {PART_NAME: "乙", OPENER: guest}])
    told = {row.id: row.values[OPENER] for row in list_rows(office, actor, PART, case).rows}
    assert [told[each] for each in made.rows] == [west, guest]
    mark(office, actor, PART, made.rows, {OPENER: "王大娘"})
    assert {row.values[OPENER] for row in list_rows(office, actor, PART, case).rows if row.id in made.rows} == {guest}
    again = add_rows(office, actor, PART, case, [{PART_NAME: "甲"}]).rows[0]
    called = dict(call_rows(office.entity(PART), list_rows(office, actor, PART, case).rows))
    assert [called[each] for each in (made.rows[0], made.rows[1], again)] == ["甲（第 2 场）", "乙", "甲（第 4 场）"]
    with pytest.raises(InvalidField, match="谁开场：没有“李四”"):
        mark(office, actor, PART, made.rows, {OPENER: "李四"})
    (wrong,) = check_rows(office, actor, PART, case, [{PART_NAME: "丙", OPENER: "东分会"}])
    assert isinstance(wrong, InvalidField) and "没有“东分会”" in wrong.what, (
        "a record of the list is no guest of this one"
    )
    assert all(each.ok for each in check_office(office, actor))


def test_the_short_form_offers_them(desk: Desk, trial: Place) -> None:  # noqa: F811
    case, (_, guest) = seat_two(trial)
    tab = open_tab(desk, YEARS, case, PART)

    def choose(dialog: Any) -> None:
        editor = dialog.form.editors[OPENER]
        editor.put(guest, "")
        dialog.form.editors[PART_NAME].setText("晚上")
        dialog.main.click()

    answers = desk.answer(choose)
    tab.add.click()
    desk.rest()
    assert not answers.left and tab.rows[-1].words[OPENER] == "王 大娘"
