"""Packages between a county and its stations: what is taken, what is refused, what never leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from cppcc_desktop.domain.errors import OfficeError, Refusal
from cppcc_desktop.domain.grants import PERMISSIONS
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.cases.steps import next_steps
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.exchange.conflicts import list_conflicts, resolve_conflict
from cppcc_desktop.services.exchange.exchange import list_packages
from cppcc_desktop.services.exchange.waiting import count_waiting
from cppcc_desktop.services.figures.workbench import read_workbench
from cppcc_desktop.services.records.attachments import (
    attach_files,
    attachment_path,
    keep_content,
    keep_photo,
    list_attachments,
)
from cppcc_desktop.services.records.logs import read_log
from cppcc_desktop.services.records.records import (
    Query,
    change_record,
    discard_record,
    list_ids,
    list_records,
    show_record,
)
from cppcc_desktop.sync.container import read_container, write_container
from db.tables import SCHEMA_VERSION
from tests.conftest import Filled, Place
from tests.sync.forging import forge, operation, tables

Pair = tuple[Place, Place]


def sound(*places: Place) -> None:
    for place in places:
        assert [each for each in check_office(place.office, place.actor) if not each.ok] == []


def activity(place: Place, station: str, **more: object) -> str:
    raw = {"station": station, "title": "院坝协商", "type": "协商议事", "date": "2026-06-01", **more}
    codes = {"type": "01"}
    return place.create("activity", **{**raw, **codes})


def test_station_and_county_become_equal(pair: Pair, filled: Filled, tmp_path: Path) -> None:
    county, station = pair
    assert station.office.station == filled.station
    made = activity(station, filled.station)
    arrived = county.unpack(station.pack("county", tmp_path / "a.cppcc"))
    assert (arrived.new, arrived.quarantined, arrived.mismatch, arrived.sender) == (2, 0, False, "云水镇联络站")
    assert show_record(county.office, county.actor, "activity", made).values["title"] == "院坝协商"
    assert [each.result for each in arrived.differences] == ["new", "new"], "the activity and its session"
    again = county.unpack(tmp_path / "a.cppcc")
    assert (again.new, again.same, again.differences) == (0, 2, ())
    sound(county, station)


def test_replay_is_never_new(pair: Pair, filled: Filled, tmp_path: Path) -> None:
    county, station = pair
    activity(station, filled.station)
    package = station.pack("county", tmp_path / "a.cppcc")
    county.unpack(package)
    before = tables(county, "package")
    assert [county.unpack(package).new for _ in range(10)] == [0] * 10
    assert tables(county, "package") == before


def test_after_a_lost_package_the_very_next_has_everything(pair: Pair, filled: Filled, tmp_path: Path) -> None:
    county, station = pair
    first = activity(station, filled.station)
    station.pack("county", tmp_path / "lost.cppcc")
    second = activity(station, filled.station, title="第二次")
    county.unpack(station.pack("county", tmp_path / "next.cppcc"))
    for record in (first, second):
        assert show_record(county.office, county.actor, "activity", record)


def test_acknowledged_is_not_sent_again(pair: Pair, filled: Filled, tmp_path: Path) -> None:
    county, station = pair
    activity(station, filled.station)
    county.unpack(station.pack("county", tmp_path / "1.cppcc"))
    station.unpack(county.pack(filled.station, tmp_path / "2.cppcc"))
    county.unpack(station.pack("county", tmp_path / "3.cppcc"))
    assert list_packages(county.office, county.actor)[0].operations == 0


def test_preview_writes_nothing_and_says_the_same(pair: Pair, filled: Filled, tmp_path: Path) -> None:
    county, station = pair
    activity(station, filled.station)
    package = station.pack("county", tmp_path / "a.cppcc")
    before, files = tables(county), sorted(county.path.parent.rglob("*.bak"))
    preview = county.unpack(package, preview=True)
    assert tables(county) == before
    assert sorted(county.path.parent.rglob("*.bak")) == files
    assert county.unpack(package) == preview


def test_refusals_have_their_own_words(
    pair: Pair, filled: Filled, open_place: Callable[..., Place], tmp_path: Path
) -> None:
    county, station = pair
    own = county.pack(filled.station, tmp_path / "own.cppcc")
    with pytest.raises(OfficeError, match="本机做的"):
        county.unpack(own)
    second = county.create("station", code="02", name="东河乡政协工作联络站", type="01", level="2")
    with pytest.raises(OfficeError, match="给别处的"):
        station.unpack(county.pack(second, tmp_path / "other.cppcc"))
    stranger = open_place("county", "stranger")
    far = stranger.create("station", code="01", name="远方联络站", type="01", level="2")
    with stranger.office.database.write() as connection:
        table = stranger.office.schema.records["committee"]
        connection.execute(table.update().values(id="0" * 32))
    foreign = stranger.pack(far, tmp_path / "foreign.cppcc")
    with pytest.raises(OfficeError, match="别的县"):
        station.unpack(foreign)
    with pytest.raises(OfficeError, match="只能读入县政协"):
        station.unpack(forge(station, tmp_path / "peer.cppcc", to=station.office.name, **{"from": "peer"}))


def test_station_that_knows_no_county_can_do_nothing_yet(open_place: Callable[..., Place], tmp_path: Path) -> None:
    station = open_place("station")
    with pytest.raises(Refusal, match="还不知道"):
        station.pack("county", tmp_path / "a.cppcc")
    with pytest.raises(OfficeError, match="还不知道"):
        station.create("proposal", title="甲", form="1", analysis="乙", suggestions="丙")


def test_county_must_name_a_station_it_knows(filled: Filled, tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="没有找到联络站"):
        filled.place.pack("99", tmp_path / "a.cppcc")
    for name in ("01", "云水镇政协工作联络站", filled.station):
        filled.place.pack(name, tmp_path / "a.cppcc")


def test_exchange_needs_the_right(filled: Filled, tmp_path: Path) -> None:
    filled.place.actor = Actor("访客", "reader", "county")
    with pytest.raises(Refusal):
        filled.place.pack("01", tmp_path / "a.cppcc")
    with pytest.raises(Refusal):
        filled.place.unpack(tmp_path / "a.cppcc")


HOSTILE = {
    "ref": {"scope": "ref"}, "county": {"scope": "county"}, "office": {"scope": "office"}, "another town": {"scope": "town:x"},
    "nothing": {"scope": ""}, "account": {"kind": "account", "fields": {"name": "贼", "role": "admin"}},
    "member in its own scope": {"kind": "member", "fields": {"name": "改名"}}, "setting": {"kind": "setting", "fields": {"name": "x"}},
    "list in a text": {"fields": {"title": ["甲"]}}, "number in a text": {"fields": {"title": 5}}, "no day": {"fields": {"date": "2026-13-45"}},
    "number as day": {"fields": {"date": 20260101}}, "text as number": {"fields": {"guests": "很多"}}, "truth as number": {"fields": {"guests": True}},
    "text as list": {"kind": "proposal", "fields": {"joint_sponsors": "甲"}}, "text as truth": {"kind": "proposal", "fields": {"may_be_published": "是"}},
}  # fmt: skip


@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE)
def test_what_a_station_may_not_send_is_set_aside_once(pair: Pair, tmp_path: Path, change: dict[str, Any]) -> None:
    county, station = pair
    before = tables(county, "package", "quarantine", "replica")
    bad = operation(station, **{"fields": {"title": "坏"}, **change})
    file = forge(station, tmp_path / "bad.cppcc", bad)
    for _ in range(2):
        arrived = county.unpack(file)
        assert (arrived.new, arrived.quarantined) == (0, 1)
    assert tables(county, "package", "quarantine", "replica") == before
    assert len(tables(county)["quarantine"]) == 1
    sound(county)


@pytest.mark.parametrize("kind", ["activity", "member", "proposal", "future"])
def test_station_cannot_touch_a_record_of_another_scope(pair: Pair, filled: Filled, tmp_path: Path, kind: str) -> None:
    """Not by naming its own scope, nor by another kind for the same record."""
    county, station = pair
    second = county.create("station", code="02", name="东河乡政协工作联络站", type="01", level="2")
    victims = [filled.members[0], filled.proposal, activity(county, second)]
    before = tables(county, "package", "quarantine", "replica")
    attacks = [
        operation(station, {"name": "改", "title": "改"}, record=r, kind=kind, seq=n + 1) for n, r in enumerate(victims)
    ]
    arrived = county.unpack(forge(station, tmp_path / "bad.cppcc", *attacks))
    assert (arrived.new, arrived.quarantined) == (0, 3)
    assert tables(county, "package", "quarantine", "replica") == before


def test_county_never_sends_accounts_or_broken_values(pair: Pair, filled: Filled, tmp_path: Path) -> None:
    county, station = pair
    bad = [
        operation(county, {"name": "贼", "role": "admin"}, kind="account", scope="ref"),
        operation(county, {"parties": "01"}, kind="member", scope="ref", seq=2),
    ]
    package = forge(county, tmp_path / "bad.cppcc", *bad, to=filled.station)
    arrived = station.unpack(package)
    assert (arrived.new, arrived.quarantined) == (0, 2)
    list_records(station.office, station.actor, station.office.modules["members"], Query(), 0, -1)


STRANGE = ["\u2028", "𬱖" * 80, "=1+1", "<b>&"]


@pytest.mark.parametrize("text", STRANGE, ids=lambda text: ascii(text[:3]))
def test_strange_text_is_kept_as_it_is(pair: Pair, filled: Filled, tmp_path: Path, text: str) -> None:
    county, station = pair
    good = operation(station, {"station": filled.station, "title": text, "date": "2026-06-01", "content": text})
    assert county.unpack(forge(station, tmp_path / "odd.cppcc", good)).new == 1
    assert show_record(county.office, county.actor, "activity", "f" * 32).values["title"] == text
    read_log(county.office, county.actor, "f" * 32)
    sound(county)


def test_strange_proposal_breaks_no_page(pair: Pair, filled: Filled, tmp_path: Path) -> None:
    """States and times nobody here ever writes, as a newer county may send them, are shown as they are."""
    county, station = pair
    odd = [
        operation(county, {"title": "怪", "state": state}, kind="proposal", record=f"{n:032x}", seq=n + 1, wall=wall,
                  scope=f"town:{filled.station}")
        for n, (state, wall) in enumerate(
            [("replied", "garbage"), ("in_hand", "0001-01-01T00:00:00+00:00"), ("orbit", "9999-12-31T23:59:59+00:00"),
             ("draft", ""), ("docketed", "2026-06-08"), ("rehandling", "x"), ("received", "x"), ("assigned", "x")]
        )
    ]  # fmt: skip
    assert station.unpack(forge(county, tmp_path / "odd.cppcc", *odd, to=filled.station)).new == len(odd)
    read_workbench(station.office, station.actor)
    for each in odd:
        read_log(station.office, station.actor, each.record)
        next_steps(station.office, station.actor, show_record(station.office, station.actor, "proposal", each.record))
    station.create("proposal", title="甲", form="1", analysis="乙", suggestions="丙")
    sound(station)


BROKEN = [b"{}", b"[]", b"5", b"{", b'{"seq": 1}', b"\xff", b'"\\ud800"', b"[" * 2000]


@pytest.mark.parametrize("line", BROKEN, ids=str)
def test_broken_line_refuses_the_whole_file(pair: Pair, filled: Filled, tmp_path: Path, line: bytes) -> None:
    county, station = pair
    before = tables(county)
    file = forge(station, tmp_path / "bad.cppcc", operation(station, {"title": "好"}), line)
    with pytest.raises(OfficeError):
        county.unpack(file)
    assert tables(county) == before


MANIFESTS = [
    {"have": []}, {"have": 5}, {"have": {"ref": []}}, {"have": {"ref": {"00": [1]}}}, {"have": {"ref": {"00": ["x", ""]}}},
    {"states": 5}, {"states": "x"}, {"schema": "x"}, {"schema": None},
]  # fmt: skip


@pytest.mark.parametrize("change", MANIFESTS, ids=str)
def test_manifest_of_another_shape_is_refused(pair: Pair, tmp_path: Path, change: dict[str, object]) -> None:
    county, station = pair
    with pytest.raises(OfficeError, match="内容不对"):
        county.unpack(forge(station, tmp_path / "bad.cppcc", **change))


def test_damaged_package_leaves_the_database_alone(pair: Pair, filled: Filled, tmp_path: Path) -> None:
    county, station = pair
    activity(station, filled.station)
    data = bytearray(station.pack("county", tmp_path / "a.cppcc").read_bytes())
    before = tables(county)
    for place in range(0, len(data), 97):
        (tmp_path / "b.cppcc").write_bytes(data[:place] + bytes([data[place] ^ 8]) + data[place + 1 :])
        with pytest.raises(OfficeError):
            county.unpack(tmp_path / "b.cppcc")
    assert tables(county) == before


def test_private_and_foreign_strings_never_leave(pair: Pair, filled: Filled, tmp_path: Path) -> None:
    county, _ = pair
    second = county.create(
        "station", code="02", name="东河乡政协工作联络站", type="01", level="2", liaison_phone="13912345678"
    )
    canaries = {"别镇金丝雀": activity(county, second, title="别镇金丝雀", content="别镇金丝雀")}
    change_record(county.office, county.actor, "member", filled.members[0],
                  {"address": "住址金丝雀", "note": "备注金丝雀", "resume": "简历金丝雀", "office_phone": "057112345678"})  # fmt: skip
    read = read_container(county.pack(filled.station, tmp_path / "a.cppcc"))
    told = orjson.dumps(dict(read.manifest)) + b"".join(read.sections.values())
    private = ["13900001111", "11010119900307109X", "住址金丝雀", "备注金丝雀", "简历金丝雀", "057112345678", "13912345678",
               "别镇金丝雀", "关于优化公交班次的建议", "argon2", *canaries.values()]  # fmt: skip
    assert [each for each in private if each.encode() in told] == []
    assert "郑晓禾".encode() in told, "the public card is there, so the search would have found the rest"


def disagree(pair: Pair, filled: Filled, tmp_path: Path) -> str:
    """A field both places set without having seen each other's value, known to both."""
    county, station = pair
    record = activity(station, filled.station)
    county.unpack(station.pack("county", tmp_path / "0.cppcc"))
    change_record(county.office, county.actor, "activity", record, {"place": "县里说"})
    change_record(station.office, station.actor, "activity", record, {"place": "站里说"})
    arrived = county.unpack(station.pack("county", tmp_path / "1.cppcc"))
    assert arrived.conflicts == 1
    assert [each.result for each in arrived.differences] == ["conflict"]
    station.unpack(county.pack(filled.station, tmp_path / "2.cppcc"))
    return record


def test_conflict_is_seen_and_settled_everywhere(pair: Pair, filled: Filled, tmp_path: Path) -> None:
    county, station = pair
    record = disagree(pair, filled, tmp_path)
    for place in pair:
        (conflict,) = list_conflicts(place.office, place.actor)
        assert {(each.value, each.office) for each in conflict.claims} == {
            ("县里说", "county"),
            ("站里说", filled.station),
        }
    shown = {show_record(place.office, place.actor, "activity", record).values["place"] for place in pair}
    assert len(shown) == 1
    resolve_conflict(station.office, station.actor, "activity", record, "place", "站里说")
    county.unpack(station.pack("county", tmp_path / "3.cppcc"))
    for place in pair:
        assert list_conflicts(place.office, place.actor) == []
        assert show_record(place.office, place.actor, "activity", record).values["place"] == "站里说"
    with pytest.raises(Refusal, match="已经核对过"):
        resolve_conflict(county.office, county.actor, "activity", record, "place", "县里说")
    sound(*pair)


def test_third_value_takes_the_stored_form_or_is_refused(pair: Pair, filled: Filled, tmp_path: Path) -> None:
    county, station = pair
    record = activity(station, filled.station)
    county.unpack(station.pack("county", tmp_path / "0.cppcc"))
    for place, day in ((county, "2026-05-01"), (station, "2026-05-02")):
        change_record(
            place.office, place.actor, "activity", record, {"date": day, "type": "02" if place is county else "03"}
        )
    county.unpack(station.pack("county", tmp_path / "1.cppcc"))
    for field, value in (("date", "下下周"), ("type", "没有的类型"), ("date", "")):
        with pytest.raises(OfficeError):
            resolve_conflict(county.office, county.actor, "activity", record, field, value)
    resolve_conflict(county.office, county.actor, "activity", record, "date", "2026年5月3日")
    assert show_record(county.office, county.actor, "activity", record).values["date"] == "2026-05-03"
    sound(county)


def test_deletion_against_edit_is_a_conflict_until_decided(pair: Pair, filled: Filled, tmp_path: Path) -> None:
    county, station = pair
    record = activity(station, filled.station)
    county.unpack(station.pack("county", tmp_path / "0.cppcc"))
    discard_record(county.office, county.actor, "activity", record, "重复")
    change_record(station.office, station.actor, "activity", record, {"place": "文化站"})
    county.unpack(station.pack("county", tmp_path / "1.cppcc"))
    (conflict,) = list_conflicts(county.office, county.actor)
    assert conflict.field == "deleted"
    assert show_record(county.office, county.actor, "activity", record).deleted is None
    resolve_conflict(county.office, county.actor, "activity", record, "deleted", "重复")
    station.unpack(county.pack(filled.station, tmp_path / "2.cppcc"))
    for place in pair:
        assert show_record(place.office, place.actor, "activity", record).deleted == "重复"
    sound(*pair)


def test_station_cannot_change_what_is_not_its_own(pair: Pair, filled: Filled) -> None:
    """Such a change would be saved, acknowledged, and reach nobody."""
    _, station = pair
    with pytest.raises(Refusal, match="联络站不能改委员"):
        change_record(station.office, station.actor, "member", filled.members[0], {"post": "新单位"})
    with pytest.raises(Refusal, match="联络站不能改"):
        station.create("unit", name="新单位")


def test_photo_travels_once_and_a_missing_one_is_counted(pair: Pair, filled: Filled, tmp_path: Path) -> None:
    county, station = pair
    picture = tmp_path / "a.jpg"
    picture.write_bytes(b"\xff\xd8\xff" + b"p" * 1000)
    digest = keep_photo(county.office, picture)
    assert (
        digest == hashlib.sha256(picture.read_bytes()).hexdigest() == keep_content(county.office, picture.read_bytes())
    )
    change_record(county.office, county.actor, "member", filled.members[0], {"photo": digest})
    full = county.pack(filled.station, tmp_path / "full.cppcc")
    attachment_path(county.office, digest).unlink()
    assert station.unpack(county.pack(filled.station, tmp_path / "bare.cppcc")).missing_attachments == 1
    assert station.unpack(full).missing_attachments == 0
    assert attachment_path(station.office, digest).read_bytes() == picture.read_bytes()


def test_the_files_of_a_record_travel_with_it(pair: Pair, tmp_path: Path) -> None:
    county, station = pair
    (at,) = list_ids(station.office, station.actor, station.office.modules["stations"], Query())
    made = station.create("activity", title="院坝会", type="11", station=at, date="2026-06-01")
    paths = [tmp_path / name for name in ("一.pdf", "二.pdf")]
    for path in paths:
        path.write_bytes(b"%PDF-1.4 " + path.name.encode())
    attach_files(station.office, station.actor, "activity", made, paths)
    county.unpack(station.pack("county", tmp_path / "a.cppcc"))
    found = list_attachments(county.office, county.actor, made)
    assert [(each.name, each.here, each.path.read_bytes()) for each in found] == [
        (path.name, True, path.read_bytes()) for path in paths
    ]


def test_files_that_are_too_much_for_one_package_go_with_the_next(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cppcc_desktop.sync.packages.MOST_CONTENTS", 1500)
    county, station = pair
    (at,) = list_ids(station.office, station.actor, station.office.modules["stations"], Query())
    made = station.create("activity", title="院坝会", type="11", station=at, date="2026-06-01")
    paths = [tmp_path / f"{number}.pdf" for number in range(3)]
    for path in paths:
        path.write_bytes(b"%PDF-1.4 " + path.name.encode() * 150)
    attach_files(station.office, station.actor, "activity", made, paths)
    came: list[int] = []
    for number in range(3):
        county.unpack(station.pack("county", tmp_path / f"{number}.cppcc"))
        station.unpack(county.pack(at, tmp_path / f"back{number}.cppcc"))  # what it holds is acknowledged
        came.append(sum(each.here for each in list_attachments(county.office, county.actor, made)))
    assert came == [1, 2, 3]


def test_attachment_under_a_false_name_is_refused(pair: Pair, tmp_path: Path) -> None:
    county, station = pair
    read = read_container(station.pack("county", tmp_path / "a.cppcc"))
    manifest = {name: value for name, value in read.manifest.items() if name != "sections"}
    write_container(tmp_path / "b.cppcc", manifest, {**read.sections, "../../evil": b"x"})
    with pytest.raises(OfficeError, match="内容不对"):
        county.unpack(tmp_path / "b.cppcc")


@pytest.mark.parametrize("name", ["", "abc", "../" * 10, "A" * 64, "0" * 63])
def test_attachment_has_no_other_place(county: Place, name: str) -> None:
    with pytest.raises(ValueError):
        attachment_path(county.office, name)


def test_what_is_no_picture_is_refused(county: Place, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"MZ")
    with pytest.raises(OfficeError, match="不是照片"):
        keep_photo(county.office, tmp_path / "a.jpg")
    with pytest.raises(OfficeError, match="读不出来"):
        keep_photo(county.office, tmp_path / "none.jpg")


def test_unknown_kinds_and_fields_are_kept_and_passed_on(pair: Pair, filled: Filled, tmp_path: Path) -> None:
    county, station = pair
    newer = [
        operation(station, {"title": "甲", "mood": "好"}, seq=1),
        operation(station, {"words": ["一"]}, kind="diary", record="e" * 32, seq=2),
    ]
    arrived = county.unpack(forge(station, tmp_path / "new.cppcc", *newer))
    assert (arrived.new, arrived.unknown, arrived.quarantined) == (2, 2, 0)
    sent = read_container(county.pack(filled.station, tmp_path / "b.cppcc"))
    assert b"mood" in sent.sections["operations"]
    assert b"diary" in sent.sections["operations"]
    sound(county)


def test_different_content_of_equal_sets_is_reported(pair: Pair, filled: Filled, tmp_path: Path) -> None:
    county, station = pair
    with station.office.database.write() as connection:
        connection.execute(station.office.schema.records["unit"].update().values(short="坏"))
    assert station.unpack(county.pack(filled.station, tmp_path / "a.cppcc")).mismatch


def test_another_schema_is_no_mismatch(
    pair: Pair, filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    county, station = pair
    monkeypatch.setattr("cppcc_desktop.services.exchange.exchange.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    package = county.pack(filled.station, tmp_path / "a.cppcc")
    monkeypatch.undo()
    with station.office.database.write() as connection:
        connection.execute(station.office.schema.records["unit"].update().values(short="坏"))
    assert not station.unpack(package).mismatch


def test_waiting_changes_are_counted(pair: Pair, filled: Filled, tmp_path: Path) -> None:
    _, station = pair
    assert sum(count_waiting(station.office, station.actor).values()) == 0
    activity(station, filled.station)
    assert count_waiting(station.office, station.actor) == {"activity": 1, "session": 1}
    station.pack("county", tmp_path / "a.cppcc")
    assert count_waiting(station.office, station.actor) == {}


def test_register_keeps_both_directions(pair: Pair) -> None:
    county, station = pair
    assert [(each.direction, each.by) for each in list_packages(county.office, county.actor)] == [("out", "周明礼")]
    (line,) = list_packages(station.office, station.actor)
    assert (line.direction, line.partner) == ("in", "county")
    assert line.result["new"] > 0
    assert "exchange" in PERMISSIONS["clerk"]
