"""届次: their dates, going on to the next one, sealing and unsealing one."""

from __future__ import annotations

import pytest

from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.plenaries import (
    PlenaryLine,
    close_plenary,
    follow_plenary,
    list_plenary_lines,
    reopen_plenary,
    save_plenary,
)
from cppcc_desktop.services.office.settings import change_committee
from cppcc_desktop.services.records.logs import read_log
from cppcc_desktop.services.records.records import change_record, discard_record, list_children, show_record
from tests.conftest import COMMITTEE, Filled, Place


def save(place: Place, key: str, new: bool = False, **dates: str) -> str:
    return save_plenary(place.office, place.actor, key, dates, new=new)


def lines(place: Place) -> list[PlenaryLine]:
    return list_plenary_lines(place.office, place.actor)


def seal(place: Place, key: str = "10-03", reason: str = "全部办结", despite: str = "") -> None:
    close_plenary(place.office, place.actor, key, reason, despite)


def settle(filled: Filled) -> None:
    """The one proposal comes to an end."""
    for move, entered in (
        ("receive", {}), ("review", {"opinion": "同意。"}), ("review", {"opinion": "同意。"}), ("review", {"opinion": "同意。"}),
        ("docket", {"category": "社会建设"}), ("assign", {"unit": filled.unit}), ("sign_for", {}),
        ("contact", {"method": "登门走访", "content": "谈了。"}),
        ("reply", {"document_no": "1号", "result_class": "B", "text": "将办。", "promise": "加车"}),
        ("feedback", {"attitude": "满意", "result": "满意"}), ("close", {}),
    ):  # fmt: skip
        filled.place.act(filled.proposal, move, **entered)


def test_the_current_plenary_and_those_of_proposals_are_there_before_any_dates(filled: Filled) -> None:
    place = filled.place
    assert lines(place) == [PlenaryLine("10-03", "第十届第三次会议", cases=1, open=1, current=True)]
    change_committee(place.office, place.actor, COMMITTEE, follow_plenary("10-03"))
    assert [(each.key, each.cases, each.current) for each in lines(place)] == [("10-04", 0, True), ("10-03", 1, False)]


def test_dates_are_entered_and_changed_and_the_log_tells_who(county: Place) -> None:
    record = save(county, "10-3", opens_on="2026-02-26", ends_on="2026年3月1日", intake_from="2026-02-26",
                  intake_until="20260228", note="开幕当天起收")  # fmt: skip
    county.clock.move(1)
    assert save(county, "10-03", due_on="2026-08-31") == record
    line = lines(county)[0]
    assert (line.ends_on, line.intake_until, line.due_on) == ("2026-03-01", "2026-02-28", "2026-08-31")
    assert (line.who, line.at, line.record) == ("周明礼", "2026-06-09 15:42", record)
    newest = read_log(county.office, county.actor, record)[0]
    assert (newest.at, newest.who, newest.label, newest.before, newest.after) == (
        "2026-06-09 15:42", "周明礼", "统一办复日", "", "2026-08-31",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("key", "dates", "field", "said"),
    [
        ("十届三次", {}, "key", "届次“十届三次”看不懂。写成 10-03 这样：第十届第三次会议。"),
        ("10-00", {}, "key", "届次“10-00”看不懂。写成 10-03 这样：第十届第三次会议。"),
        ("10-04", {"ends_on": "2026-02-25"}, "ends_on", "会议结束 2026-02-25 在会议开始 2026-02-26 之前。"),
        ("10-04", {"intake_from": "2026-02-26", "intake_until": "2026-02-20"}, "intake_until",
         "大会提案到 2026-02-20 在“大会提案从” 2026-02-26 之前。"),
        ("10-04", {"intake_from": "2026-02-26", "due_on": "2026-01-01"}, "due_on", None),
        ("10-04", {"due_on": "2036-08-31"}, "due_on", "统一办复日 2036-08-31 不像是十届四次会议的日期，看看年份。"),
        ("10-04", {"ends_on": "1026-02-28"}, "ends_on", None),
        ("10-04", {"due_on": "2026-02-30"}, "due_on", None),
    ],
)  # fmt: skip
def test_dates_that_cannot_be_are_refused(
    county: Place, key: str, dates: dict[str, str], field: str, said: str | None
) -> None:
    with pytest.raises(InvalidField) as caught:
        save(county, key, **{"opens_on": "2026-02-26", **dates})
    assert caught.value.field == field and said in (None, caught.value.what)
    assert [each.record for each in lines(county)] == [""]


def test_a_plenary_is_entered_once(county: Place) -> None:
    save(county, "10-04", new=True)
    with pytest.raises(InvalidField, match="十届四次会议已经在了"):
        save(county, "10-4", new=True)
    assert [each.key for each in lines(county)] == ["10-04", "10-03"]


def test_sealing_waits_for_the_last_case_and_names_it(filled: Filled) -> None:
    place = filled.place
    place.act(filled.proposal, "receive")
    with pytest.raises(InvalidField, match="为什么封存"):
        seal(place, reason=" ")
    with pytest.raises(Refusal) as caught:
        seal(place)
    assert caught.value.what == (
        "还不能封存：1 件里有 1 件没有办完，收件 2026-0001《关于优化公交班次的建议》（待初审）。"
    )
    assert list(caught.value.missing) == ["despite"] and lines(place)[0].closed_on == ""
    seal(place, despite="提案人出国，年底再办")
    line = lines(place)[0]
    assert (line.closed_on, line.sealing) == ("2026-06-08", "全部办结；1 件没有办完：提案人出国，年底再办")
    with pytest.raises(Refusal, match="2026-06-08 封存了"):
        seal(place)


def test_a_case_left_open_goes_on_and_is_then_as_fixed_as_the_others(filled: Filled) -> None:
    place = filled.place
    place.act(filled.proposal, "receive")
    seal(place, despite="接着办")
    place.act(filled.proposal, "decline", ground="属于学术研讨的", onward="退回提案人")
    with pytest.raises(Refusal, match="已于 2026-06-08 封存"):
        place.act(filled.proposal, "notify", told_how="电话")


def test_what_is_sealed_is_neither_edited_nor_moved_except_by_what_comes_afterwards(filled: Filled) -> None:
    place, case = filled.place, filled.proposal
    settle(filled)
    reply = str(list_children(place.office, place.actor, "reply", case)[0]["id"])
    seal(place)
    place.clock.move(10)
    edited = (
        lambda: change_record(place.office, place.actor, "proposal", case, {"title": "关于别的建议"}),
        lambda: discard_record(place.office, place.actor, "proposal", case, "不要了"),
        lambda: change_record(place.office, place.actor, "reply", reply, {"text": "再答复"}),
        lambda: place.act(case, "supervise", form="现场督办", content="看了。"),
        lambda: place.act(case, "add_promise", promise="再加车"),
        lambda: save(place, "10-03", due_on="2026-12-31"),
    )
    for edit in edited:
        with pytest.raises(Refusal, match="封存") as caught:
            edit()
        assert "启封" in caught.value.todo
    with pytest.raises(Refusal) as caught:
        edited[3]()
    assert caught.value.what == "十届三次会议的提案已于 2026-06-08 封存，不能再改，也不能再办理。"
    place.act(case, "keep_promise", evidence="车加了。")
    place.act(case, "look_back", kept="已兑现", raised_class="A类")
    place.act(case, "direct", leader="县长", words="好。")
    place.act(case, "award", kind=first_award(place))
    place.act(case, "implement", note="已落实。")
    place.act(case, "archive")
    values = show_record(place.office, place.actor, "proposal", case).values
    assert (values["state"], values["raised_class"], values["has_directive"]) == ("archived", "A", True)


def first_award(place: Place) -> str:
    return read_codes(place.office).entries("award_kind")[0].code


def test_a_draft_is_not_received_into_what_is_sealed(filled: Filled) -> None:
    place = filled.place
    seal(place, despite="只是草稿")
    with pytest.raises(Refusal, match="不能再收件"):
        place.act(filled.proposal, "receive")
    discard_record(place.office, place.actor, "proposal", filled.proposal, "改到下次会议提出")


def test_unsealing_needs_a_reason_and_gives_everything_back(filled: Filled) -> None:
    place = filled.place
    settle(filled)
    with pytest.raises(Refusal, match="没有封存"):
        reopen_plenary(place.office, place.actor, "10-03", "改错字")
    seal(place)
    with pytest.raises(InvalidField, match="为什么启封"):
        reopen_plenary(place.office, place.actor, "10-03", "")
    reopen_plenary(place.office, place.actor, "10-03", "改错字")
    change_record(place.office, place.actor, "proposal", filled.proposal, {"title": "关于优化公交线路的建议"})
    line = lines(place)[0]
    assert (line.closed_on, line.sealing) == ("", "启封：改错字")
    told = [(each.label, each.before, each.after) for each in read_log(place.office, place.actor, line.record)]
    assert ("封存日期", "2026-06-08", "") in told and ("封存或启封的原因", "全部办结", "启封：改错字") in told


def test_only_an_administrator_of_the_county_may(pair: tuple[Place, Place], tmp_path) -> None:
    county, station = pair
    clerk = type(county.actor)("陈素芬", "clerk", county.office.name)
    for act in (
        lambda: save_plenary(county.office, clerk, "10-04", {}),
        lambda: close_plenary(county.office, clerk, "10-03", "到期", "没有"),
        lambda: reopen_plenary(county.office, clerk, "10-03", "看看"),
        lambda: change_record(county.office, clerk, "plenary", "x", {"note": "y"}),
    ):
        with pytest.raises(Refusal, match="没有这项权限"):
            act()
    save(county, "10-03", opens_on="2026-02-26")
    station.unpack(county.pack(station.office.station, tmp_path / "second.cppcc"))
    assert lines(station)[0].opens_on == "2026-02-26"
    with pytest.raises(Refusal, match="联络站不能改届次"):
        save(station, "10-03", ends_on="2026-02-28")
