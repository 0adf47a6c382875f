"""What arrives is held to what a save is held to: each forgery is set aside with its reason, and nothing else changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cppcc_desktop.domain.errors import OfficeError, Refusal
from cppcc_desktop.domain.office.office import ATTACHMENT, Actor
from cppcc_desktop.journal.operations import Operation
from cppcc_desktop.services.cases.steps import act
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.exchange.quarantine import list_aside
from cppcc_desktop.services.office.plenaries import close_plenary
from cppcc_desktop.services.records.attachments import attach_content, copy_for_opening, list_attachments
from cppcc_desktop.services.records.records import change_record, show_record
from cppcc_desktop.services.records.undo import last_group, undo_group
from db.backup import create_backup, restore_backup
from tests.conftest import Filled, Place
from tests.sync.forging import NEW, forge, operation, tables

Pair = tuple[Place, Place]
OTHER = "e" * 32
OWN_CASE = {"title": "关于修路的建议", "form": "1", "analysis": "路坏了。", "suggestions": "修。", "state": "draft"}


@pytest.fixture
def scene(pair: Pair, filled: Filled, tmp_path: Path) -> dict[str, Any]:
    """A county that knows a second station with an activity, and of the first station an activity and a draft."""
    county, station = pair
    second = county.create("station", code="02", name="东河乡政协工作联络站", type="01", level="2")
    theirs = county.create("activity", station=second, title="别站的", type="01", date="2026-06-01")
    activity = station.create("activity", station=filled.station, title="院坝协商", type="01", date="2026-06-01")
    told = {name: value for name, value in OWN_CASE.items() if name != "state"}
    draft = station.create("proposal", first_sponsor=filled.members[0], **told)
    county.unpack(station.pack("county", tmp_path / "honest.cppcc"))
    return {
        "county": county, "station": station, "filled": filled, "second": second, "theirs": theirs,
        "activity": activity, "draft": draft,
    }  # fmt: skip


def step(scene: dict[str, Any], case: str, move: str, source: str, target: str, **more: Any) -> Operation:
    fields = {"proposal": case, "date": "2026-06-02", "move": move, "source": source, "target": target, "by": "丁"}
    return operation(scene["station"], fields, kind="step", **{"record": OTHER, **more})


Forge = Callable[[dict[str, Any]], list[Operation]]


def alone(**more: Any) -> Forge:
    """One operation of the station; `fields` and its other parts may be functions of the scene."""

    def make(scene: dict[str, Any]) -> list[Operation]:
        told = {name: value(scene) if callable(value) else value for name, value in more.items()}
        return [operation(scene["station"], told.pop("fields"), **told)]

    return make


def attachment(**change: Any) -> Forge:
    def make(scene: dict[str, Any]) -> list[Operation]:
        fields = {"record": scene["activity"], "of": "activity", "name": "a.pdf", "digest": "0" * 64, "size": 5}
        told = {name: value(scene) if callable(value) else value for name, value in change.items()}
        record = told.pop("id", NEW)
        return [operation(scene["station"], {**fields, **told}, kind="attachment", record=record)]

    return make


def closed_case(scene: dict[str, Any]) -> list[Operation]:
    """A case that is docketed and done with, numbered by the station, with the steps that would say so."""
    fields = {**OWN_CASE, "plenary": "10-03", "state": "closed", "docket_no": "777", "intake_no": "2026-777777"}
    return [
        operation(scene["station"], fields, kind="proposal", seq=901, first=901),
        step(scene, NEW, "docket", "reviewed", "docketed", seq=902, first=901),
    ]


def group_of_county(scene: dict[str, Any]) -> list[Operation]:
    """In the group of a save of the county, so that it could not be taken back any more."""
    county: Place = scene["county"]
    county.create("unit", name="县水务局")
    with county.office.read() as connection:
        last = list(county.office.journal(connection).select())[-1]
    return [operation(scene["station"], {"title": "挤进去"}, replica=last.replica, seq=last.seq + 1, first=last.first)]


FORGERIES: dict[str, tuple[Forge, str]] = {
    "the id is a path": (alone(fields={"title": "坏"}, record="../../../tmp/x"), "记录的编号不对"),
    "the id of an attachment is a path": (attachment(id="../" * 10 + "etc"), "记录的编号不对"),
    "the id is in capitals": (alone(fields={"title": "坏"}, record="A" * 32), "记录的编号不对"),
    "signed by the county": (alone(fields={"title": "坏"}, actor="county/周明礼"), "不是对方的人"),
    "signed by another station": (alone(fields={"title": "坏"}, actor=lambda s: f"{s['second']}/丁"), "不是对方的人"),
    "signed by nobody": (alone(fields={"title": "坏"}, actor=lambda s: f"{s['station'].office.name}/"), "没有写明是谁"),
    "an activity of another station": (alone(fields=lambda s: {"title": "坏", "station": s["second"]}), "联络站不是这个地方"),
    "an activity is given to another station": (
        alone(fields=lambda s: {"station": s["second"]}, record=lambda s: s["activity"]), "联络站不能改"),
    "attendance at another station": (
        alone(fields=lambda s: {"activity": s["theirs"], "presence": "1"}, kind="attendance"), "活动不是这个地方的"),
    "a step of a case of the county": (lambda s: [step(s, s["filled"].proposal, "close", "replied", "closed")], "提案不是这个地方的"),
    "a review of a case of the county": (
        alone(fields=lambda s: {"proposal": s["filled"].proposal, "date": "2026-06-02", "opinion": "同意"}, kind="review"),
        "提案不是这个地方的"),
    "a reply to its own case": (
        alone(fields=lambda s: {"proposal": s["draft"], "date": "2026-06-02", "document_no": "1"}, kind="reply"), "由办理步骤记下"),
    "a step of its own case that is the county's": (lambda s: [step(s, s["draft"], "receive", "draft", "received")], "只能由县政协办理"),
    "a step nobody knows": (lambda s: [step(s, s["draft"], "fly", "draft", "flown")], "没有“fly”这个步骤"),
    "its own case is done with": (alone(fields={"state": "closed"}, kind="proposal", record=lambda s: s["draft"]), "要由办理步骤来改"),
    "its own case gets a number": (alone(fields={"docket_no": "777"}, kind="proposal", record=lambda s: s["draft"]), "只能由县政协编"),
    "a number of 5 000 digits": (alone(fields={"intake_no": "2026-" + "9" * 5000}, kind="proposal", record=lambda s: s["draft"]),
                                 "收件号最多 16 字"),
    "a new case with a docket number": (closed_case, "要由办理步骤来改"),
    "a step changed afterwards": (lambda s: [operation(s["station"], {"words": "改"}, kind="step", record=s["step"])], "记下以后不能改"),
    "another kind for its own record": (alone(fields={"title": "变"}, kind="topic", record=lambda s: s["activity"]), "变成另一种记录"),
    "a kind nobody knows for its own record": (alone(fields={"title": "变"}, kind="diary", record=lambda s: s["activity"]), "变成另一种记录"),
    "a file on a member's card": (attachment(record=lambda s: s["filled"].members[0], of="member"), "所属记录不是这个地方的"),
    "a file of an unknown kind": (attachment(of="ghost"), "“ghost”这里没有"),
    "a file said to belong to another kind": (attachment(of="proposal"), "所属记录不是这个地方的"),
    "in the group of the county": (group_of_county, "冒用了别处的编号"),
    "a group that begins after itself": (alone(fields={"title": "坏"}, first=901), "编号不对"),
    "a title that is too long": (alone(fields={"title": "长" * 81}), "活动名称最多 80 字"),
    "control characters": (alone(fields={"title": "甲\0乙"}), "看不见的控制符"),
    "text that runs backwards": (alone(fields={"title": "\u202e反"}), "看不见的控制符"),
    "a code of no list": (alone(fields={"title": "坏", "type": "9999"}), "不在代码表里"),
    "a reference that is no id": (alone(fields={"activity": "x", "presence": "1"}, kind="attendance"), "不是记录的编号"),
    "a number too large": (alone(fields={"title": "坏", "guests": 10**15}), "群众人数数字太大"),
    "a day long ago": (alone(fields={"title": "坏", "date": "0001-01-01"}), "年份不对"),
    "a telephone with words": (alone(fields=lambda s: {"activity": s["activity"], "phone": "打给我"}, kind="participant"), "格式不对"),
    "a field nobody could name": (alone(fields={"title": "坏", "x'; DROP": "1"}), "名称不对"),
    "a kind nobody could name": (alone(fields={"title": "坏"}, kind="../x"), "名称不对"),
    "a large value of a newer program": (alone(fields={"title": "坏", "mood": "长" * 30_000}), "超过 64 KB"),
    "a large operation of a newer program": (
        alone(fields={"title": "坏", **{f"part{n}": "x" * 60_000 for n in range(36)}}), "超过 2 MB"),
    "a long reason for the bin": (alone(fields={"deleted": "长" * 2001}, record=lambda s: s["activity"]), "理由不对"),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGERIES)
def test_forgery_is_set_aside_with_its_reason(scene: dict[str, Any], tmp_path: Path, name: str) -> None:
    county, station = scene["county"], scene["station"]
    if name == "a step changed afterwards":
        scene["step"] = receive(scene, tmp_path)
    make, reason = FORGERIES[name]
    forged = make(scene)
    before = tables(county, "package", "quarantine")
    file = forge(station, tmp_path / "forged.cppcc", *forged)
    seen = county.unpack(file, preview=True)
    for _ in range(2):
        arrived = county.unpack(file)
        assert (arrived.new, arrived.quarantined) == (0, len(forged))
        assert seen.aside == arrived.aside
        assert any(reason in each.reason for each in arrived.aside), [each.reason for each in arrived.aside]
    assert tables(county, "package", "quarantine") == before
    kept = list_aside(county.office, county.actor)
    assert len(kept) == len(forged)
    assert any(reason in each.reason for each in kept)
    assert all(each.ok for each in check_office(county.office, county.actor))


def receive(scene: dict[str, Any], tmp_path: Path) -> str:
    """The county receives the station's draft; returns the step that says so, which the station knows as well."""
    county, station = scene["county"], scene["station"]
    act(county.office, county.actor, "proposal", scene["draft"], "receive", {"date": "2026-06-08"})
    station.unpack(county.pack(scene["filled"].station, tmp_path / "received.cppcc"))
    with county.office.read() as connection:
        table = county.office.schema.records["step"]
        return str(connection.execute(table.select().where(table.c.proposal == scene["draft"])).mappings().one()["id"])


def test_what_is_saved_together_stays_out_together(scene: dict[str, Any], tmp_path: Path) -> None:
    """A good operation beside a bad one of the same save, and what belongs to a record that stays out."""
    county, station, own = scene["county"], scene["station"], scene["filled"].station
    together = [
        operation(station, {"title": "好", "station": own}, seq=901, first=901),
        operation(station, {"title": "坏" * 90}, seq=902, first=901, record=OTHER),
        operation(station, {"activity": NEW, "name": "一"}, kind="session", record="d" * 32, seq=903),
        operation(station, {"title": "另一次", "station": own}, record="c" * 32, seq=904),
    ]
    arrived = county.unpack(forge(station, tmp_path / "a.cppcc", *together))
    assert (arrived.new, arrived.quarantined) == (1, 3)
    assert sorted(each.reason for each in arrived.aside) == [
        "同一次保存的另一条不能收", "所属的记录没有收下", "活动名称最多 80 字，现在 90 字",
    ]  # fmt: skip
    assert show_record(county.office, county.actor, "activity", "c" * 32).values["title"] == "另一次"


def test_sealed_plenary_stays_as_it_is(scene: dict[str, Any], tmp_path: Path) -> None:
    county, station = scene["county"], scene["station"]
    receive(scene, tmp_path)
    for move, more in (("withdraw", {"withdraw_reason": "重复"}),):
        act(county.office, county.actor, "proposal", scene["draft"], move, {"date": "2026-06-08", **more})
    station.unpack(county.pack(scene["filled"].station, tmp_path / "1.cppcc"))
    change_record(station.office, station.actor, "proposal", scene["draft"], {"title": "封存以后改的"})
    late = station.pack("county", tmp_path / "late.cppcc")
    close_plenary(county.office, county.actor, "10-03", "都办完了", despite="补办")
    arrived = county.unpack(late)
    assert (arrived.new, arrived.quarantined) == (0, 1)
    assert "封存" in arrived.aside[0].reason
    assert show_record(county.office, county.actor, "proposal", scene["draft"]).values["title"] == OWN_CASE["title"]


def test_what_is_taken_in_later_stands_aside_no_more(scene: dict[str, Any], tmp_path: Path) -> None:
    """A code the county adds afterwards: the file that came too early comes again."""
    county, station, own = scene["county"], scene["station"], scene["filled"].station
    file = forge(station, tmp_path / "a.cppcc", operation(station, {"title": "新", "station": own, "type": "91"}))
    assert county.unpack(file).quarantined == 1
    county.create("code_entry", list="activity_type", code="91", label="新类型")
    assert county.unpack(file).new == 1
    assert list_aside(county.office, county.actor) == []


def test_county_that_was_restored_gets_its_own_back(pair: Pair, filled: Filled, tmp_path: Path) -> None:
    """What it made for a station after the backup comes back from there, and nothing else that is signed by it."""
    county, station = pair
    backup = create_backup(county.path, tmp_path / "old")
    lost = county.create("activity", station=filled.station, title="备份以后的", type="01", date="2026-06-01")
    station.unpack(county.pack(filled.station, tmp_path / "1.cppcc"))
    county.office.close()
    restore_backup(backup, county.path)
    county.reopen()
    county.actor = Actor("周明礼", "admin", county.office.name)
    station.unpack(county.pack(filled.station, tmp_path / "2.cppcc"))
    arrived = county.unpack(station.pack("county", tmp_path / "3.cppcc"))
    assert (arrived.new, arrived.quarantined) == (2, 0)
    assert show_record(county.office, county.actor, "activity", lost).values["title"] == "备份以后的"
    forged = operation(station, {"title": "坏"}, actor="county/周明礼", replica=county.office.replica)
    assert county.unpack(forge(station, tmp_path / "4.cppcc", forged)).quarantined == 1


def test_county_save_can_be_taken_back_after_a_forgery_of_its_group(scene: dict[str, Any], tmp_path: Path) -> None:
    county, station = scene["county"], scene["station"]
    unit = county.create("unit", name="县水务局")
    group = last_group(county.office, county.actor, "unit", unit)
    assert group
    forged = operation(station, {"title": "挤"}, replica=group.replica, seq=group.first + 1, first=group.first)
    county.unpack(forge(station, tmp_path / "a.cppcc", forged))
    assert undo_group(county.office, county.actor, group).binned == 1


def test_station_is_held_to_the_same_when_it_saves(pair: Pair, filled: Filled, tmp_path: Path) -> None:
    """What the county would set aside is refused where it is typed."""
    county, station = pair
    second = county.create("station", code="02", name="东河乡政协工作联络站", type="01", level="2")
    station.unpack(county.pack(filled.station, tmp_path / "1.cppcc"))
    with pytest.raises(Refusal, match="联络站不是这个地方自己"):
        station.create("activity", station=second, title="替别站写", type="01", date="2026-06-01")
    with pytest.raises(Refusal, match="所属记录不是这个地方的"):
        attach_content(station.office, station.actor, "member", filled.members[0], "a.pdf", b"%PDF")
    activity = station.create("activity", title="自己的", type="01", date="2026-06-01")
    attach_content(station.office, station.actor, "activity", activity, "a.pdf", b"%PDF")
    arrived = county.unpack(station.pack("county", tmp_path / "2.cppcc"))
    assert arrived.quarantined == 0


HAVES = [1e300, -1, 2**53, True, 0, "1"]


@pytest.mark.parametrize("count", HAVES, ids=str)
def test_counts_out_of_range_are_no_traceback(pair: Pair, tmp_path: Path, count: object) -> None:
    county, station = pair
    have = {f"town:{station.office.name}": {"0" * 32: [count, "0" * 64]}}
    with pytest.raises(OfficeError, match="内容不对"):
        county.unpack(forge(station, tmp_path / "a.cppcc", have=have))


@pytest.mark.parametrize("place", ["../../outside", "/tmp/outside", "a/b", "..", ""])
def test_attachment_that_is_a_path_opens_nowhere(county: Place, filled: Filled, tmp_path: Path, place: str) -> None:
    """Such a record may be here since an earlier program: nothing is emptied or written for it."""
    attach_content(county.office, county.actor, "proposal", filled.proposal, "a.pdf", b"%PDF")
    (found,) = list_attachments(county.office, county.actor, filled.proposal)
    with county.office.database.write() as connection:
        table = county.office.schema.records[ATTACHMENT.name]
        connection.execute(table.update().where(table.c.id == found.id).values(id=place))
        operations = county.office.schema.operation
        connection.execute(operations.update().where(operations.c.record == found.id).values(record=place))
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.txt").write_text("重要")
    with pytest.raises(OfficeError, match="附件的编号不对"):
        copy_for_opening(county.office, county.actor, place, tmp_path / "open" / "here")
    assert (outside / "kept.txt").read_text() == "重要"
    assert sorted(each.name for each in tmp_path.iterdir() if each.name == "open") == []
