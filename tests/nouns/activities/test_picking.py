"""People of an activity picked by what stands on their card of the term."""

from __future__ import annotations

from cppcc_desktop.domain.description.conditions import EVERYTHING, Filled
from cppcc_desktop.services.records.children import list_rows
from cppcc_desktop.services.records.picking import list_pickable, open_list, pick_where
from cppcc_desktop.services.records.records import change_record, read_where, show_record
from tests.conftest import Filled as Office

PEOPLE = "participant"


def test_those_of_a_sector_that_served_on_the_day(filled: Office) -> None:
    place, (first, second, *_) = filled.place, filled.members
    office, actor = place.office, place.actor
    module = office.module_of("member")
    assert module
    for member, left in ((first, None), (second, "2026-05-20")):
        change_record(office, actor, "member", member, {"sector": "教育界", "left_on": left})
    where = read_where(office, module, {"界别": "教育界"})

    def told(day: str) -> list[str]:
        activity = place.create("activity", title="走访", type="01", date=day)
        pick_where(office, actor, PEOPLE, activity, where, {"role": "1"})
        return [str(row.values["member"]) for row in list_rows(office, actor, PEOPLE, activity).rows]

    assert told("2026-06-01") == [first] and set(told("2026-05-01")) == {first, second}
    activity = place.create("activity", title="座谈", type="01", date="2026-06-01")
    assert open_list(office, PEOPLE, activity)[1] == "2026-06-01"
    gone, day = open_list(office, PEOPLE, activity, EVERYTHING, Filled("left_on"))
    assert [each.id for each in list_pickable(office, actor, PEOPLE, activity, gone)] == [second] and day == ""
    body = list_rows(office, actor, PEOPLE, activity)
    assert not body.rows and show_record(office, actor, "member", second).values["left_on"] == "2026-05-20"
