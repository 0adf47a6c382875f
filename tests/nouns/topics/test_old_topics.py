"""Topics of a program that kept 结果 as a field to fill in: in a database of the schema before, and in operations that arrive."""

from __future__ import annotations

import sqlite3

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.nouns.topics.entity import TOPIC
from cppcc_desktop.nouns.topics.records import RECORDS
from cppcc_desktop.services.cases.retracting import take_back
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.records.records import Query, count_records
from db.migrations.versions.v0011_stations import MORE
from db.migrations.versions.v0011_stations import TABLES as STATION_TABLES
from db.migrations.versions.v0014_activities import NUMBERS, TEXTS
from tests.conftest import Place
from tests.nouns.topics.conftest import Call

NEW_COLUMNS = ("station", "content", "hoped_units", "body", "phone", "source", "state", "onward", "merged_into")
LISTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "proposal": (("plenary",), ()),
    "activity": ((),),
    "topic": (("year",), ()),
}
LATER = (
    "plan",
    "plan_approval",
    "plan_step",
    "plan_line",
    "plan_line_step",
    "plan_change",
    "reception",
    "reception_step",
    "reception_inquiry",
    "link",
    *STATION_TABLES,
    "project",
    "project_progress",
    "project_step",
    "donation",
    "piece",
)
NEW_INDEXES = ("ix_topic_merged_into", "ix_topic_station")
RESULTS = {"1": "adopted", "2": "merged", "3": "not_used", "9": "suggested", "": "suggested"}


def write_old(place: Place) -> dict[str, str]:
    """What a clerk filled in with the old program: no operation names a state, and one has a code of no list."""
    place.office.judge = lambda *_: None
    with place.office.write(place.actor, "record.write") as writing:
        return {
            code: writing.new(
                TOPIC, {"title": f"旧题{code}", "year": 2025, "result": code or None, "result_reason": "说过"}
            )
            for code in RESULTS
        }


def undo_later(connection: sqlite3.Connection) -> None:
    """Take away what later schemas brought: former cards, other names, orders by how a title is read, further nouns."""
    for table in LATER:
        connection.execute(f"DROP TABLE {table}")
    for index in ("list_station_level", "ix_station_parent"):
        connection.execute(f"DROP INDEX {index}")
    for name in MORE:
        connection.execute(f"ALTER TABLE station DROP COLUMN {name.rstrip('#')}")
    for table in ("activity_step", "leave", "activity_paper"):
        connection.execute(f"DROP TABLE {table}")
    for table, names in (*TEXTS.items(), *NUMBERS.items()):
        for name in names:
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
    connection.execute("DROP TABLE former_card")
    connection.execute("ALTER TABLE unit DROP COLUMN other_names")
    for table, lists in LISTS.items():
        for before in lists:
            connection.execute(f"DROP INDEX list_{table}_{'_'.join((*before, 'title_pinyin'))}")
            names = (*before, "title")
            connection.execute(f"CREATE INDEX list_{table}_{'_'.join(names)} ON {table} ({', '.join(names)})")
        connection.execute(f"ALTER TABLE {table} DROP COLUMN title_pinyin")


def go_back(place: Place) -> None:
    """Make the file one of the schema before."""
    place.office.close()
    with sqlite3.connect(place.path) as connection:
        undo_later(connection)
        for name in NEW_INDEXES:
            connection.execute(f"DROP INDEX {name}")
        for entity in RECORDS:
            connection.execute(f"DROP TABLE {entity.name}")
        for name in NEW_COLUMNS:
            connection.execute(f"ALTER TABLE topic DROP COLUMN {name}")
        for name in ("participant", "session"):
            connection.execute(f"DROP TABLE {name}")
        connection.execute("DROP INDEX ix_attendance_participant")
        for name in ("participant", "session"):
            connection.execute(f"ALTER TABLE attendance DROP COLUMN {name}")
        connection.execute("UPDATE alembic_version SET version_num = '0004'")
        connection.execute("PRAGMA user_version = 4")
    connection.close()


def test_a_database_of_the_schema_before_is_upgraded_and_checks_clean(county: Place) -> None:
    old = write_old(county)
    go_back(county)
    county.reopen()
    call = Call(county, "", "", "")
    assert {code: call.state(each) for code, each in old.items()} == RESULTS
    assert {code: call.values(each)["result"] for code, each in old.items()} == {code: code or None for code in RESULTS}
    assert all(each.ok for each in check_office(county.office, county.actor))
    module = county.office.modules["topics"]
    assert count_records(county.office, county.actor, module, Query(Is("state", ("suggested",)))) == 2


def test_an_old_topic_goes_on_from_where_it_stood(county: Place) -> None:
    old = write_old(county)
    call = Call(county, "", "", "")
    call.act(old["3"], "reopen", note="又提了")
    assert (call.state(old["3"]), call.values(old["3"])["result"]) == ("suggested", None)
    taken = take_back(county.office, county.actor, "topic", old["3"], "点错了")
    assert (taken.target, call.values(old["3"])["result"], call.values(old["3"])["result_reason"]) == (
        "not_used",
        "3",
        "说过",
    )
    call.act(old["2"], "unmerge", note="分开议")
    assert call.state(old["2"]) == "suggested"
    call.act(old["9"], "inform", how="电话")
    assert (call.state(old["9"]), call.values(old["9"])["result"]) == ("suggested", "9"), "nothing is lost"
    assert all(each.ok for each in check_office(county.office, county.actor))
