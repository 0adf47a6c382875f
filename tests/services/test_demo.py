"""示例县: the same for the same seed, lawful in every step, and counted truly on the first page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from sqlalchemy import func, select

from cppcc_desktop.bootstrap import FEATURES, UNITS
from cppcc_desktop.demo import fill_demo
from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.nouns.proposals.life import HANDED_OUT, WORKFLOW
from cppcc_desktop.services.cases.acting import Acting, read_case
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.figures.workbench import read_workbench
from cppcc_desktop.services.lists.exports import export_list
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.opening import create_office
from cppcc_desktop.services.office.samples import Sample
from cppcc_desktop.services.records.records import Query, count_records, read_record
from tests.conftest import PASSWORD, USER, Clock

ADMIN = Actor(USER, "admin", "county")


def make(path: Path, seed: int) -> Office:
    office = create_office(
        path, FEATURES, kind="county", name="政协示例县委员会", plenary=Plenary(10, 3), user=USER, password=PASSWORD,
        clock=Clock(), anchors=path.parent / "anchors", demo=True,
    )  # fmt: skip
    fill_demo(office, ADMIN, scale=1, seed=seed)
    return office


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = make(tmp_path_factory.mktemp("demo") / "demo.db", 1)
    yield office
    office.close()


def rows(office: Office, kind: str) -> list[dict]:
    with office.read() as connection:
        table = office.schema.records[kind]
        return [dict(row) for row in connection.execute(select(table).order_by(table.c.id)).mappings()]


def test_counts(demo: Office) -> None:
    assert [len(rows(demo, kind)) for kind in ("member", "membership", "proposal", "station")] == [240, 240, 300, 30]


def test_check_is_clean(demo: Office) -> None:
    assert [each for each in check_office(demo, ADMIN) if not each.ok] == []


def test_same_seed_same_county(demo: Office, tmp_path: Path) -> None:
    again, other = make(tmp_path / "again.db", 1), make(tmp_path / "other.db", 2)
    for kind in demo.schema.records:
        if kind not in ("account", "committee"):
            assert rows(again, kind) == rows(demo, kind)
    assert rows(other, "member") != rows(demo, "member")
    again.close()
    other.close()


def test_every_proposal_obeys_the_workflow(demo: Office) -> None:
    steps: dict[str, list[dict]] = {}
    for row in rows(demo, "step"):
        steps.setdefault(row["proposal"], []).append(row)
    for proposal in rows(demo, "proposal"):
        state, day = "draft", ""
        for step in sorted(steps.get(proposal["id"], []), key=lambda each: each["date"]):
            if step["move"] == "merge_in":
                continue
            assert step["source"] == state
            assert WORKFLOW.find(step["move"], state).target in ("", step["target"])
            assert day <= step["date"] <= "2026-06-08"
            state, day = step["target"], step["date"]
        assert proposal["state"] == state
        assert bool(proposal["docket_no"]) == any(s["move"] == "docket" for s in steps.get(proposal["id"], []))
        assert bool(proposal["intake_no"]) == (state != "draft")


def test_facts_of_every_proposal_are_those_its_records_amount_to(demo: Office) -> None:
    told: dict[str, tuple] = {}
    with demo.write(ADMIN, "record.read") as writing:
        acting = Acting(writing)
        for row in rows(demo, "proposal"):
            now = read_record(demo, writing.connection, "proposal", row["id"])
            case = read_case(acting, demo.modules["proposals"], now, {"date": "2026-06-08"})
            state = case.reckon_state() if now.values["state"] in HANDED_OUT[:-3] else now.values["state"]
            facts = {**case.reckon_facts(), "state": state}
            wrong = {name: (now.values[name], value) for name, value in facts.items() if now.values[name] != value}
            if wrong:
                told[row["id"]] = tuple(wrong.items())
    assert told == {}


def test_nothing_is_in_conflict_and_some_cases_were_merged(demo: Office) -> None:
    with demo.read() as connection:
        assert connection.scalar(select(func.count()).select_from(demo.schema.conflict)) == 0
    merged = [row for row in rows(demo, "proposal") if row["merged_into"]]
    assert merged and {row["state"] for row in merged} == {"merged"}


def test_docket_numbers_are_gap_free(demo: Office) -> None:
    numbers = sorted(int(row["docket_no"]) for row in rows(demo, "proposal") if row["docket_no"])
    assert numbers == list(range(1, len(numbers) + 1))


def test_workbench_counts_are_true(demo: Office) -> None:
    bench = read_workbench(demo, ADMIN)
    today, week = "2026-06-08", (date(2026, 6, 8) + timedelta(days=7)).isoformat()
    proposals = rows(demo, "proposal")
    cards = {card.key: card for _, group in bench.groups for card in group}

    def brute(*states: str, first: str = "", last: str = "9999") -> int:
        return sum(
            p["state"] in states and ((not first and last == "9999") or first <= (p["due_on"] or "~") <= last)
            for p in proposals
        )

    with_unit = ("assigned", "in_hand", "rehandling", "sent_back")
    unhappy = sum(p["satisfaction"] == "3" and p["state"] in ("replied", "feedback_given") for p in proposals)
    late = sum(p["state"] == "open" and (p["due_on"] or "~") < today for p in rows(demo, "promise"))
    expected = {
        "received": brute("received"), "joint": brute("preliminary_reviewed"), "final": brute("joint_reviewed"),
        "docketed": brute("reviewed", "docketed"), "sent_back": brute("sent_back"), "replied": brute("replied"),
        "rehandling": brute("rehandling") + unhappy, "promises": late, "draft": brute("draft"), "soon": brute(*with_unit, first=today, last=week),
        "overdue": brute(*with_unit, first="0", last="2026-06-07"), "conflicts": 0,
    }  # fmt: skip
    assert {key: cards[key].count for key in expected} == expected
    replied = [p for p in proposals if p["replied_on"]]
    assert bench.years[0].done == len(replied)
    assert sum(month.late for month in bench.years[0].months) == sum(p["replied_on"] > p["due_on"] for p in replied)
    assert bench.years[0].begun == sum(bool(p["assigned_on"]) for p in proposals)
    for card in cards.values():
        if card.module in ("proposals", "promises"):
            assert count_records(demo, ADMIN, demo.modules[card.module], Query(card.where)) == card.count


def test_idle_stations_are_those_without_activity_this_quarter(demo: Office) -> None:
    bench = read_workbench(demo, ADMIN)
    busy = {row["station"] for row in rows(demo, "activity") if row["date"] >= "2026-04-01"}
    towns = [row["id"] for row in rows(demo, "station") if row["parent"] is None]
    assert {each.id for each in bench.places if each.tone} == set(towns) - busy


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_list_as_a_file(demo: Office, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"list{suffix}"
    assert export_list(demo, ADMIN, demo.modules["members"], Query(), file) == 240
    ids = [row["id"] for row in rows(demo, "member")[:3]]
    assert export_list(demo, ADMIN, demo.modules["members"], Query(), file, ids=ids) == 3
    assert file.stat().st_size > 100


def test_several_years(tmp_path: Path) -> None:
    office = create_office(
        tmp_path / "two.db", FEATURES, kind="county", name="甲", plenary=Plenary(10, 3), user=USER, password=PASSWORD,
        clock=Clock(), anchors=tmp_path, demo=True,
    )  # fmt: skip
    told: list[tuple[int, int]] = []
    fill_demo(office, ADMIN, scale=2, seed=3, progress=lambda *args: told.append(args))
    with office.read() as connection:
        table = office.schema.records["proposal"]
        plenaries = dict(connection.execute(select(table.c.plenary, func.count()).group_by(table.c.plenary)).all())
    assert plenaries == {"10-02": 300, "10-03": 300}
    assert told == [(0, 2), (1, 2)]
    office.close()


def test_each_noun_gives_its_own_share(tmp_path: Path) -> None:
    """Without members nobody puts anything forward; what is left is made all the same."""
    office = create_office(
        tmp_path / "few.db", (UNITS,), kind="county", name="甲", plenary=Plenary(10, 3), user=USER, password=PASSWORD,
        clock=Clock(), anchors=tmp_path, demo=True,
    )  # fmt: skip
    fill_demo(office, ADMIN, scale=2, seed=1)
    assert len(rows(office, "unit")) > 5 and set(office.schema.records) >= {"unit", "committee"}
    office.close()


def test_samples_run_in_one_order(demo: Office) -> None:
    orders = [each.order for each in demo.parts(Sample)]
    assert len(orders) == len(set(orders))


TODAYS = [date(2026, 11, 30), date(2027, 1, 4), date(2028, 2, 29)]


@pytest.fixture(scope="module", params=TODAYS, ids=str)
def some_day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, str]]:
    """示例县 made on another day, and that day."""
    day: date = request.param
    folder = tmp_path_factory.mktemp("day")
    office = create_office(
        folder / "demo.db", FEATURES, kind="county", name="政协示例县委员会", plenary=Plenary(10, 3), user=USER,
        password=PASSWORD, clock=lambda: datetime(day.year, day.month, day.day, 2, tzinfo=UTC), anchors=folder, demo=True,
    )  # fmt: skip
    fill_demo(office, ADMIN, scale=1, seed=1)
    yield office, day.isoformat()
    office.close()


def test_the_first_page_shows_a_usual_week_whenever_it_is_made(some_day: tuple[Office, str]) -> None:
    office, today = some_day
    cards = {card.key: card.count for _, group in read_workbench(office, ADMIN).groups for card in group}
    assert 3 <= cards["overdue"] <= 8 and 3 <= cards["soon"] <= 10
    assert cards["promises"] <= 6 and cards["rehandling"] <= 10 and 1 <= cards["received"] <= 10
    proposals = rows(office, "proposal")
    assert (
        max(str(row[name] or "") for row in proposals for name in ("received_on", "replied_on", "closed_on")) <= today
    )
    assert [each for each in check_office(office, ADMIN) if not each.ok] == []
    plenary = rows(office, "plenary")[0]
    assert plenary["opens_on"] < plenary["ends_on"] < today and plenary["intake_from"] < plenary["intake_until"]


def test_shares_are_those_of_a_county(some_day: tuple[Office, str]) -> None:
    office, _ = some_day
    proposals = rows(office, "proposal")
    replied = [row for row in proposals if row["replied_on"]]

    def share(name: str, *codes: str) -> float:
        filled = [row[name] for row in replied if row[name]]
        return sum(code in codes for code in filled) / len(filled)

    assert 0.5 <= share("result_class", "A") <= 0.63 and 0.24 <= share("result_class", "B") <= 0.35
    assert 0.09 <= share("result_class", "C") <= 0.2 and 0.92 <= share("satisfaction", "1", "2") < 1
    assert sum(bool(row["on_time"]) for row in replied) / len(replied) > 0.93
    joint = [json.loads(row["joint_sponsors"]) for row in proposals if row["joint_sponsors"]]
    assert 60 <= len(joint) <= 110 and {len(each) + 1 for each in joint} <= {2, 3, 4, 5, 6}
    titles = [row["title"] for row in proposals]
    assert len(titles) - len(set(titles)) <= 6


def test_a_row_says_on_time_only_where_it_is(some_day: tuple[Office, str]) -> None:
    office, today = some_day
    done = [row for row in rows(office, "assignment") if row["replied_on"]]
    assert [row for row in done if bool(row["on_time"]) != (row["replied_on"] <= row["due_on"])] == []
    late = [row for row in rows(office, "assignment") if not row["replied_on"] and row["due_on"] < today]
    assert len(late) <= 8 and {row["role"] for row in done} == {"lead", "assist"}


def test_matter_category_unit_and_text_fit(demo: Office) -> None:
    """Each case is handled by the unit whose duty its matter is, in the category of the matter."""
    words = json.loads((files("resources") / "demo.json").read_text("utf-8"))
    units = {row["id"]: row["name"] for row in rows(demo, "unit")}
    replies = {row["proposal"]: row["text"] for row in rows(demo, "reply")}

    def fits(title: str, pattern: str) -> bool:
        return re.fullmatch(re.sub(r"\\\{\w+\\\}", ".{2,6}", re.escape(pattern)), title) is not None

    for row in rows(demo, "proposal"):
        about = [
            each
            for each in (*words["concerns"], *words["declined"])
            if any(fits(row["title"], p) for p in each["titles"])
        ]
        assert about, row["title"]
        assert row["category"] in {each["category"] for each in about}
        if row["lead_unit"]:
            assert units[row["lead_unit"]] in {each["lead"] for each in about}, row["title"]
        if text := replies.get(row["id"]):
            assert row["title"] in text and "{" not in text
        assert "{" not in row["title"] + row["analysis"] + row["suggestions"]


def test_members_fit_their_sector(demo: Office) -> None:
    words = json.loads((files("resources") / "demo.json").read_text("utf-8"))["sectors"]
    people = {row["id"]: row for row in rows(demo, "member")}
    for card in rows(demo, "membership"):
        person, about = people[card["member"]], words[card["sector"]]
        assert person["post"] in {work + post for work, post in about["jobs"]}
        assert set(json.loads(person["parties"])) <= {*about["parties"], "01"}
        assert card["special_committee"] in about["committee"]


def test_who_takes_part_is_of_the_town(demo: Office) -> None:
    stations = {row["id"]: row for row in rows(demo, "station")}
    home = {row["member"]: row["station"] for row in rows(demo, "membership")}
    activities = {row["id"]: row for row in rows(demo, "activity")}
    for row in rows(demo, "participant"):
        station = activities[row["activity"]]["station"]
        if station is None:  # the county's own: members of all towns
            continue
        assert home[row["member"]] in (station, stations[station]["parent"])
