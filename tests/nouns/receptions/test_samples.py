"""The receptions of 示例县 are in order, and leave all other records as they were."""

from __future__ import annotations

from cppcc_desktop.services.records.records import Query, count_records, list_records
from tests.conftest import Place
from tests.ui.offices import demo, demo_file  # noqa: F401 - fixtures


def test_they_stand_at_every_step(demo: Place) -> None:  # noqa: F811
    module = demo.office.modules["receptions"]
    counted = {each.name: count_records(demo.office, demo.actor, module, Query(each.where)) for each in module.views}
    assert counted["all"] > 30 and all(counted[name] for name in ("open", "late", "call_back", "closed"))
    for row in list_records(demo.office, demo.actor, module, Query(), 0, -1).rows:
        days = [str(row[name]) for name in ("date", "accepted_on", "answered_on", "called_back_on") if row[name]]
        assert (
            days == sorted(days)
            and days[-1] <= demo.office.today().isoformat()
            and row["scope"] == f"town:{row['station']}"
        )
