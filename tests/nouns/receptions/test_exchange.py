"""A reception goes from its station to the county and back; what the county has taken over the station does not write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.cli.arguments import make_parser
from cppcc_desktop.cli.records import take_step
from cppcc_desktop.cli.stats import stats
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.nouns.receptions.entity import RECEPTION
from cppcc_desktop.nouns.receptions.records import STEP
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.exchange.quarantine import list_aside
from cppcc_desktop.services.records.records import Query, change_record, count_records
from tests.conftest import Filled, Place
from tests.nouns.receptions.conftest import Hall


@pytest.fixture
def both(pair: tuple[Place, Place], filled: Filled) -> tuple[Hall, Hall]:
    """County and station."""
    return Hall(pair[0], filled.station), Hall(pair[1], filled.station)


def test_the_county_sees_it_and_takes_over_what_it_is_asked_to(both: tuple[Hall, Hall], tmp_path: Path) -> None:
    county, station = both
    own, handed = (
        station.receive(station=None),
        station.receive(station=None, through_county=True, matter="水渠渗漏，二十亩田没有水"),
    )
    assert station.values(own)["station"] == station.station
    station.act(own, "accept", date="2026-06-02")
    for move in ("accept", "answer", "redirect", "extend"):
        with pytest.raises(Refusal, match="只能由县政协办理（请县政协转）"):
            station.act(handed, move, result="已解决", receivers="县水利局", note="急", due_on="2026-12-01")
    with pytest.raises(InvalidField, match="答复内容不能改：已经勾了“请县政协转”"):
        change_record(station.place.office, station.place.actor, "reception", handed, {"answer": "自己答了"})
    county.place.unpack(station.place.pack("county", tmp_path / "up.cppcc"))
    assert (county.state(own), county.state(handed)) == ("in_hand", "passed_on")
    county.act(handed, "accept", date="2026-06-03", promised_on="2026-06-20")
    county.act(handed, "redirect", receivers="县水利局", note="归它管", date="2026-06-04")
    county.act(handed, "answer", date="2026-06-06", result="部分解决", answer="本月先修主渠")
    station.place.unpack(county.place.pack(station.station, tmp_path / "down.cppcc"))
    now = station.values(handed)
    assert (now["state"], now["answer"], now["call_back_due_on"]) == (
        "awaiting_call_back",
        "本月先修主渠",
        "2026-06-20",
    )
    assert [label for label, _ in station.told(handed)] == ["登记处理结果", "改转", "受理"]
    station.act(handed, "call_back", date="2026-06-08", satisfaction="不满意")
    station.act(handed, "pass_again", receivers="县水利局", through_county=True, note="支渠还没修", date="2026-06-08")
    assert (station.state(handed), station.values(handed)["answer"]) == ("passed_on", None)
    county.place.unpack(station.place.pack("county", tmp_path / "again.cppcc"))
    assert county.state(handed) == "passed_on" and not list_aside(county.place.office, county.place.actor)
    for hall in both:
        assert all(each.ok for each in check_office(hall.place.office, hall.place.actor))


def test_a_package_that_answers_for_the_county_is_set_aside(both: tuple[Hall, Hall], tmp_path: Path) -> None:
    """A program that was tampered with writes it all the same: with the step, and without."""
    county, station = both
    handed = station.receive(station=None, through_county=True)
    station.place.office.judge = lambda *_: None
    scope = station.place.office.own_scope
    answer: dict[str, Any] = {"answered_on": "2026-06-05", "result": "1", "answer": "站里答的"}
    for step in (False, True):
        with station.place.office.write(station.place.actor, "record.write") as writing:
            writing.set(RECEPTION, handed, answer, scope=scope)
            if step:
                row = {
                    "reception": handed,
                    "date": "2026-06-05",
                    "move": "answer",
                    "source": "passed_on",
                    "target": "awaiting_call_back",
                }
                writing.new(STEP, row, scope=scope)
    county.place.unpack(station.place.pack("county", tmp_path / "up.cppcc"))
    assert (county.state(handed), county.values(handed)["answer"]) == ("passed_on", None)
    reasons = {each.reason for each in list_aside(county.place.office, county.place.actor)}
    assert "“登记处理结果”只能由县政协办理" in reasons
    assert any("由县政协填写（请县政协转）" in each or "要由办理步骤来改" in each for each in reasons)


def test_another_station_does_not_get_it(both: tuple[Hall, Hall], tmp_path: Path) -> None:
    county, station = both
    other = county.place.create("station", code="02", name="茶坪乡联络站", type="01", level="2", township="茶坪乡")
    county.receive(station=other)
    county.receive()
    station.place.unpack(county.place.pack(station.station, tmp_path / "down.cppcc"))
    office = station.place.office
    assert count_records(office, station.place.actor, office.modules["receptions"], Query()) == 1


def run(place: Place, *words: str) -> Any:
    options = make_parser(FEATURES).parse_args([*words, "--db", "x"])
    return {"act": take_step, "stats": stats}[words[0]](place.office, place.actor, options)


def test_the_command_takes_every_step(hall: Hall) -> None:
    record = hall.receive()
    steps = (
        ("accept", "date=2026-06-02", "转交 → 办理中"), ("extend", "due_on=2026-07-20", "办理中 → 办理中"),
        ("redirect", "receivers=县公安局", "办理中 → 转交"), ("answer", "result=解释说明", "转交 → 待回访"),
        ("call_back", "satisfaction=不满意", "待回访 → 已办结"), ("pass_again", "receivers=镇卫生院", "已办结 → 转交"),
        ("inquire", "words=又来问", "转交 → 转交"), ("answer", "result=已解决", "转交 → 待回访"), ("close", "note=搬走了", "待回访 → 已办结"),
    )  # fmt: skip
    for move, entered, told in steps:
        note = ("--set", "note=原因") if move in ("extend", "redirect", "pass_again") else ()
        assert run(hall.place, "act", "reception", record, move, "--set", entered, *note).lines[0].endswith(told)
    data = {each["key"]: each["value"] for each in run(hall.place, "stats", "receptions").data}
    assert (data["received"], data["closed"], data["close_rate"]) == (1, 1, 100.0)
