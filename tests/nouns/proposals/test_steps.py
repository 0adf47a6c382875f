"""A proposal through its whole life, and everything that may not happen to it."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.domain.office.office import SETTING, Actor
from cppcc_desktop.nouns.proposals.life import MOVES, WORKFLOW
from cppcc_desktop.services.cases.steps import next_steps, read_timeline
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.office.plenaries import save_plenary
from cppcc_desktop.services.records.records import discard_record, list_children, restore_record, show_record
from tests.conftest import Filled, Place

STEPS = {
    "receive": {}, "review": {"opinion": "符合"}, "docket": {"category": "4"}, "sign_for": {"contact_person": "李同志"},
    "contact": {"method": "登门走访", "content": "同意"}, "return": {"opinion": "改一改"}, "close": {},
    "reply": {"document_no": "示建函〔2026〕1号", "result_class": "A", "text": "已办"}, "send_back": {"reason": "不属职责"},
    "feedback": {"attitude": "1", "result": "1"}, "decline": {"ground": "10", "onward": "1"}, "rehandle": {"due_on": "2026-07-01"},
}  # fmt: skip
LIFE = (
    "receive",
    "review",
    "review",
    "review",
    "docket",
    "assign",
    "sign_for",
    "contact",
    "reply",
    "feedback",
    "close",
)


def take(filled: Filled, *moves: str, proposal: str = "", **more: object) -> None:
    for move in moves:
        raw = {"unit": filled.unit, "due_on": "2026-09-08"} if move in ("assign", "reassign") else STEPS[move]
        filled.place.act(proposal or filled.proposal, move, **{**raw, **more})


def state(filled: Filled, proposal: str = "") -> str:
    return str(values(filled, proposal)["state"])


def values(filled: Filled, proposal: str = ""):
    return show_record(filled.place.office, filled.place.actor, "proposal", proposal or filled.proposal).values


def refuse_every_other_move(filled: Filled) -> None:
    here = state(filled)
    before = values(filled)
    allowed = {move.name for move in WORKFLOW.moves_from(here)}
    for name in {move.name for move in MOVES} - allowed:
        with pytest.raises(Refusal, match=r"还不能|已经过了|，不能"):
            filled.place.act(filled.proposal, name)
    assert values(filled) == before


def test_whole_life_and_each_illegal_move_refused(filled: Filled) -> None:
    seen = []
    for move in LIFE:
        refuse_every_other_move(filled)
        take(filled, move)
        seen.append(state(filled))
    assert seen[-1] == "closed"
    refuse_every_other_move(filled)
    told = values(filled)
    assert (told["intake_no"], told["docket_no"], told["lead_unit"], told["result_class"]) == (
        "2026-0001",
        "001",
        filled.unit,
        "A",
    )
    assert {told[name] for name in ("received_on", "assigned_on", "replied_on", "closed_on")} == {"2026-06-08"}
    timeline = read_timeline(filled.place.office, filled.place.actor, "proposal", filled.proposal)
    assert sorted(step.target for step in timeline) == sorted(seen)
    assert {step.label for step in timeline} >= {"初审", "会审", "复审", "登记面商", "办结"}
    assert all(each.ok for each in check_office(filled.place.office, filled.place.actor))


def test_next_steps_are_those_that_are_possible(filled: Filled) -> None:
    place = filled.place
    for move in LIFE:
        record = show_record(place.office, place.actor, "proposal", filled.proposal)
        steps = next_steps(place.office, place.actor, record)
        possible = {each.name for each in WORKFLOW.moves_from(str(record.values["state"]))}
        assert {each.move.name for each in steps} <= possible
        assert steps[0].move.name == move or move == "contact", "the likely one comes first"
        asked = {each.name for each in steps[0].fields}
        assert asked <= set(steps[0].move.asks)
        assert set(steps[0].move.asks) - asked <= {"unit", "case", "sponsor"}, "one unit, one proposer: not to be named"
        take(filled, move)
    reader = Actor("访客", "reader", "county")
    assert next_steps(place.office, reader, show_record(place.office, reader, "proposal", filled.proposal)) == []


def test_reader_may_not_act(filled: Filled) -> None:
    filled.place.actor = Actor("访客", "reader", "county")
    with pytest.raises(Refusal, match="没有这项权限"):
        take(filled, "receive")


def test_reply_without_contact_needs_a_reason(filled: Filled) -> None:
    take(filled, *LIFE[:7])
    with pytest.raises(Refusal, match="没有面商记录"):
        take(filled, "reply")
    take(filled, "reply", override_reason="提案人出国")
    (reply,) = list_children(filled.place.office, filled.place.actor, "reply", filled.proposal)
    assert reply["override_reason"] == "提案人出国"


def test_dissatisfaction_opens_a_rehandling(filled: Filled) -> None:
    take(filled, *LIFE[:9])
    filled.place.clock.move(1)
    take(filled, "feedback", result="不满意")
    with pytest.raises(Refusal, match="还不能办结"):
        take(filled, "close")
    filled.place.clock.move(1)
    filled.place.act(filled.proposal, "rehandle")
    assert values(filled)["due_on"] == "2026-07-10"
    filled.place.clock.move(1)
    take(filled, "contact", "reply", "feedback", "close")
    assert state(filled) == "closed"


def test_sent_back_and_reassigned(filled: Filled) -> None:
    take(filled, *LIFE[:6], "send_back")
    filled.place.act(filled.proposal, "reassign", unit="县公安局")
    told = values(filled)
    assert (told["state"], told["lead_unit"], told["due_on"]) == ("assigned", filled.other_unit, "2026-09-08")
    assert told["docket_no"] == "001"


def test_declined_and_returned(filled: Filled) -> None:
    take(filled, "receive", "return", "receive")
    assert values(filled)["intake_no"] == "2026-0001"
    take(filled, "decline")
    refuse_every_other_move(filled)
    (first, last) = list_children(filled.place.office, filled.place.actor, "review", filled.proposal)
    assert (first["conclusion"], last["conclusion"], last["ground"]) == ("退回修改", "不予立案", "10")


@pytest.mark.parametrize("day", [None, "", "  "])
def test_empty_day_is_today(filled: Filled, day: object) -> None:
    take(filled, "receive", date=day)
    assert (values(filled)["intake_no"], values(filled)["received_on"]) == ("2026-0001", "2026-06-08")


@pytest.mark.parametrize(
    ("name", "value"),
    [("date", "2026-06-09"), ("date", "不详"), ("orbit", "1"), ("state", "closed"), ("docket_no", "9")],
)
def test_what_a_move_does_not_take(filled: Filled, name: str, value: str) -> None:
    with pytest.raises(InvalidField):
        take(filled, "receive", **{name: value})
    assert state(filled) == "draft"


def test_wrong_stage_and_the_right_one_by_name(filled: Filled) -> None:
    take(filled, "receive")
    with pytest.raises(Refusal, match="不能跳过初审"):
        take(filled, "review", stage="复审")
    take(filled, "review", stage="初审")


def more_proposal(place: Place, **raw: object) -> str:
    return place.create("proposal", title="甲", form="1", analysis="乙", suggestions="丙", collective="县工商联", **raw)


def test_numbers_restart_per_plenary_and_discarded_ones_stay_taken(filled: Filled) -> None:
    place = filled.place
    ids = [filled.proposal, *(more_proposal(place) for _ in range(2))]
    for each in ids[:2]:
        take(filled, *LIFE[:5], proposal=each)
    discard_record(place.office, place.actor, "proposal", ids[1], "撤案")
    with pytest.raises(Refusal, match="回收站"):
        take(filled, "assign", proposal=ids[1])
    take(filled, *LIFE[:5], proposal=ids[2])
    assert [values(filled, each)["docket_no"] for each in ids] == ["001", "002", "003"]
    table = place.office.schema.records["committee"]
    with place.office.write(place.actor, "record.write") as writing:
        (committee,) = writing.connection.execute(table.select()).mappings()
        writing.set(place.office.entity("committee"), committee["id"], {"plenary": "10-04"}, scope="ref")
    other = more_proposal(place)
    take(filled, *LIFE[:5], proposal=other)
    assert (values(filled, other)["docket_no"], values(filled, other)["intake_no"]) == ("001", "2026-0004")
    restore_record(place.office, place.actor, "proposal", ids[1])
    assert values(filled, ids[1])["deleted"] is None
    assert all(each.ok for each in check_office(place.office, place.actor))


def test_width_of_numbers_is_a_dated_setting(filled: Filled) -> None:
    with filled.place.office.write(filled.place.actor, "record.write") as writing:
        writing.new(SETTING, {"name": "docket_width", "value": "5", "since": "2026-01-01"})
        writing.new(SETTING, {"name": "docket_width", "value": "9", "since": "2027-01-01"})
    take(filled, *LIFE[:5])
    assert values(filled)["docket_no"] == "00001"


def test_numbers_are_gap_free_across_threads(filled: Filled) -> None:
    place = filled.place
    ids = [more_proposal(place) for _ in range(12)]
    failed: list[BaseException] = []

    def receive(part: list[str]) -> None:
        try:
            for each in part:
                place.act(each, "receive")
        except BaseException as error:  # noqa: BLE001
            failed.append(error)

    threads = [threading.Thread(target=receive, args=(ids[start::3],)) for start in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failed == []
    assert sorted(str(values(filled, each)["intake_no"]) for each in ids) == [f"2026-{n:04d}" for n in range(1, 13)]


RECEIVE = """
import sys
from pathlib import Path
from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.opening import Surroundings
from cppcc_desktop.services.cases.steps import act
from tests.conftest import Clock
path, home, *ids = sys.argv[1:]
office = Surroundings(FEATURES, Clock(), Path(home)).open(Path(path))
for each in ids:
    act(office, Actor("甲", "clerk", "county"), "proposal", each, "receive", {})
office.close()
"""


def test_numbers_are_gap_free_across_processes(filled: Filled) -> None:
    place = filled.place
    ids = [more_proposal(place) for _ in range(10)]
    running = [
        subprocess.Popen([sys.executable, "-c", RECEIVE, str(place.path), str(place.around.home), *ids[start::2]])
        for start in range(2)
    ]  # fmt: skip
    assert [each.wait(60) for each in running] == [0, 0]
    assert sorted(str(values(filled, each)["intake_no"]) for each in ids) == [f"2026-{n:04d}" for n in range(1, 11)]


def test_only_the_county_takes_steps(pair: tuple[Place, Place]) -> None:
    _, station = pair
    proposal = station.create("proposal", title="甲", form="1", analysis="乙", suggestions="丙", collective="村民")
    with pytest.raises(Refusal, match="只能由县政协办理"):
        station.act(proposal, "receive")
    record = show_record(station.office, station.actor, "proposal", proposal)
    assert next_steps(station.office, station.actor, record) == []


def test_unknown_proposal(filled: Filled) -> None:
    with pytest.raises(OfficeError, match="没有找到"):
        take(filled, "receive", proposal="0" * 32)


def test_a_withdrawn_case_still_says_who_had_it(filled: Filled) -> None:
    take(filled, *LIFE[:6])
    filled.place.act(filled.proposal, "withdraw", withdraw_reason="另提")
    filled.place.act(filled.proposal, "notify", told_how="电话")
    assert (state(filled), values(filled)["lead_unit"]) == ("withdrawn", filled.unit)


def test_a_period_against_the_days_of_the_plenary_is_said(filled: Filled) -> None:
    place = filled.place
    save_plenary(place.office, place.actor, "10-03", {"intake_from": "2026-01-10", "intake_until": "2026-01-14"})
    done = place.act(filled.proposal, "receive", date="2026-05-01", intake_period="plenary")
    assert any("不在大会收提案的日子里" in each for each in done.warnings)  # type: ignore[attr-defined]
