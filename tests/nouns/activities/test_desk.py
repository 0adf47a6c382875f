"""The desk over a real database: read at one go, cells stored as they are typed, members over meetings, figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.cli.arguments import make_parser
from cppcc_desktop.cli.stats import stats
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.nouns.activities.attendance.history import list_missing, read_history
from cppcc_desktop.nouns.activities.attendance.meeting import read_desk
from cppcc_desktop.nouns.activities.attendance.recording import SCANNED, record_marks
from cppcc_desktop.nouns.activities.counting import ABSENT, HERE, LATE, LEAVE, Mark
from cppcc_desktop.nouns.activities.figures import SHEET
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.figures.figures import read_breakdown, read_figures
from cppcc_desktop.services.figures.scopes import FigureScope
from cppcc_desktop.services.office.plenaries import list_plenary_lines
from cppcc_desktop.services.records.children import add_rows, change_row, list_rows, pick, remove_rows
from cppcc_desktop.services.records.records import Query, count_records, list_children
from tests.conftest import Filled, Place
from tests.nouns.activities.test_attendance import write_old


def hold(filled: Filled, day: str = "2026-06-01", **more: str) -> str:
    """A meeting of two members and a guest, a morning and an afternoon."""
    place = filled.place
    made = place.create("activity", **{"title": "全会", "type": "01", "date": day} | more)
    pick(place.office, place.actor, "participant", made, filled.members[:2], {"member_group": "第一组"})
    add_rows(place.office, place.actor, "participant", made, [{"name": "李局长", "role": "列席"}])
    (first,) = list_rows(place.office, place.actor, "session", made).rows
    change_row(place.office, place.actor, "session", first.id, {"name": "全体会议", "date": day, "half": "上午"})
    add_rows(place.office, place.actor, "session", made, [{"name": "分组讨论", "date": day, "half": "下午"}])
    return made


def mark(place: Place, activity: str, **codes: str | None) -> None:
    """郑晓禾_0="1": in the first half-day."""
    desk = read_desk(place.office, place.actor, activity)
    lines = {each.name: each.line for each in desk.meeting.people}
    typed = {
        (lines[name.rpartition("_")[0]], desk.meeting.order[int(name[-1])]): Mark(code, how="1") if code else None
        for name, code in codes.items()
    }
    record_marks(place.office, place.actor, activity, typed)


def stands(place: Place, activity: str) -> dict[str, str]:
    meeting = read_desk(place.office, place.actor, activity).meeting
    return {
        f"{each.name}_{at}": standing
        for each in meeting.people for at, key in enumerate(meeting.order)
        if (standing := meeting.stand(each.line, key).presence)
    }  # fmt: skip


def test_it_is_read_at_one_go(filled: Filled) -> None:
    place = filled.place
    desk = read_desk(place.office, place.actor, hold(filled))
    first, second, guest = desk.meeting.people
    assert (first.name, first.counts, first.group, guest.counts, guest.body) == ("郑晓禾", True, "第一组", False, "")
    assert first.body.startswith("医药") and len({each.code for each in desk.meeting.people}) == 3
    assert [(each.label, each.short, each.half) for each in desk.meeting.sessions] == [
        ("1日上午 全体会议", "1日上", True), ("1日下午 分组讨论", "1日下", True),
    ]  # fmt: skip
    assert desk.meeting.tally(desk.meeting.order[0]).needed == 2 and desk.rule.words.startswith("超过 3 天")
    own = read_desk(place.office, place.actor, hold(filled, quorum="一半"))
    assert own.meeting.quorum is None and "“一半”看不懂" in own.remark
    assert second.name == "陈素芬"


def test_cells_are_stored_changed_and_emptied(filled: Filled) -> None:
    place = filled.place
    made = hold(filled)
    mark(place, made, 郑晓禾_0=HERE, 陈素芬_0=LATE, 李局长_1=HERE)
    assert stands(place, made) == {"郑晓禾_0": HERE, "陈素芬_0": LATE, "李局长_1": HERE}
    mark(place, made, 郑晓禾_0=ABSENT, 陈素芬_0=None)
    assert stands(place, made) == {"郑晓禾_0": ABSENT, "李局长_1": HERE}
    rows = list_children(place.office, place.actor, "attendance", made)
    assert [(row["member"], row["how"]) for row in rows] == [(filled.members[0], "1"), (None, "1")]
    desk = read_desk(place.office, place.actor, made)
    line = desk.meeting.people[0].line
    remove_rows(place.office, place.actor, "participant", [line])
    with pytest.raises(Refusal, match="已经不在表里"):
        record_marks(place.office, place.actor, made, {(line, desk.meeting.order[0]): Mark(HERE)})
    with pytest.raises(Refusal, match="没有“9”这种出席情况"):
        record_marks(place.office, place.actor, made, {(line, desk.meeting.order[0]): Mark("9")})
    assert all(each.ok for each in check_office(place.office, place.actor))


def test_people_of_the_program_before_are_settled_by_the_first_key(filled: Filled) -> None:
    place = filled.place
    made = place.create("activity", title="走访", type="36", date="2026-06-01")
    (old, _) = write_old(place, made, {filled.members[0]: "1", filled.members[1]: "2"})
    before = read_desk(place.office, place.actor, made).meeting
    assert [before.stand(each.line, before.order[0]).presence for each in before.people] == [HERE, LEAVE]
    line = before.people[0].line
    moved = record_marks(place.office, place.actor, made, {(line, before.order[0]): Mark(LATE, how=SCANNED)})
    after = read_desk(place.office, place.actor, made).meeting
    same = next(each for each in after.people if each.line == moved.moved[line])
    assert same.name == before.people[0].name and same.code == before.people[0].code
    told = {each.name: after.stand(each.line, after.order[0]).presence for each in after.people}
    assert told == {"郑晓禾": LATE, "陈素芬": LEAVE}
    rows = list_children(place.office, place.actor, "attendance", made)
    assert len(rows) == 2 and old in {row["id"] for row in rows}, "the row that was there was changed, none was added"


def test_a_station_records_its_own_and_the_county_reads_it(pair: tuple[Place, Place], tmp_path: Path) -> None:
    county, station = pair
    members = [county.create("member", name=name) for name in ("甲一", "乙二")]
    station.unpack(county.pack(station.office.station, tmp_path / "0.cppcc"))
    made = station.create("activity", title="培训", type="21", date="2026-06-01", hours="3.5")
    pick(station.office, station.actor, "participant", made, members, {})
    mark(station, made, 甲一_0=HERE)
    add_rows(
        station.office, station.actor, "leave", made, [{"participant": "乙二", "kind": "病假", "decision": "已批"}]
    )
    county.unpack(station.pack("county", tmp_path / "1.cppcc"))
    assert stands(county, made) == {"甲一_0": HERE, "乙二_0": LEAVE}
    assert all(each.ok for place in pair for each in check_office(place.office, place.actor))


def test_members_over_meetings_and_who_missed_two_plenaries(filled: Filled) -> None:
    place = filled.place
    earlier, later = hold(filled, "2026-01-12"), hold(filled, "2026-05-12", title="临时全会")
    for made in (earlier, later):
        mark(place, made, 郑晓禾_0=HERE, 陈素芬_0=ABSENT, 陈素芬_1=ABSENT)
    ahead = hold(filled, "2026-07-01")
    mark(place, ahead, 陈素芬_0=ABSENT)
    (missed,) = list_missing(place.office, place.actor, "2026-06-08")
    assert (missed.member, missed.plenaries) == (filled.members[1], ("全会", "临时全会"))
    history = read_history(place.office, place.actor, "2026-01-01", "2026-12-31")
    assert len(history.meetings) == 2, "one that was not held is none"
    assert history.members[filled.members[0]].rate == 100.0 and history.members[filled.members[1]].absent == 4
    assert list_plenary_lines(place.office, place.actor)


def test_figures_and_the_command(filled: Filled) -> None:
    place = filled.place
    made = hold(filled, organiser="办公室")
    mark(place, made, 郑晓禾_0=HERE, 陈素芬_0=ABSENT, 郑晓禾_1=LATE)
    place.create("activity", title="读书", type="24", date="2026-06-02", station=filled.station)
    place.create("activity", title="以后的", type="24", date="2026-07-02")
    told = read_figures(place.office, place.actor, FigureScope(year=2026), sheet=SHEET).lines
    counts = {key: line.numerator for key, line in told.items()}
    assert [counts[key] for key in ("held", "own", "of_stations", "meeting", "study", "ahead", "attended", "absent")] == [
        2, 1, 1, 1, 1, 1, 2, 1,
    ]  # fmt: skip
    assert told["attendance_rate"].counts == "2 ÷ 3 人次" and told["members_taking_part"].numerator == 1
    by_type = read_breakdown(place.office, place.actor, FigureScope(year=2026), "type", sheet=SHEET)
    assert {group.label: lines["attended"].numerator for group, lines in by_type.rows}["全体会议"] == 2
    options = make_parser(FEATURES).parse_args(
        ["stats", "activities", "--year", "2026", "--by", "organiser", "--db", "x"]
    )
    assert any("办公室" in line for line in stats(place.office, place.actor, options).lines)


def test_figures_against_a_count_by_hand(filled: Filled) -> None:
    """By month, sector of the day, meeting and member, and how often each member came: all from the rows themselves."""
    place, office, actor = filled.place, filled.place.office, filled.place.actor
    first = hold(filled, organiser="办公室")
    mark(place, first, 郑晓禾_0=HERE, 陈素芬_0=ABSENT, 郑晓禾_1=LATE, 陈素芬_1=LEAVE, 李局长_0=HERE)
    second = hold(filled, "2026-03-02", title="学习", type="21")
    mark(place, second, 郑晓禾_0=LEAVE, 陈素芬_0=HERE, 陈素芬_1=HERE)
    hold(filled, "2025-03-02", title="去年的")
    rows: list[tuple[str, str, str, str]] = []  # meeting, member, body of the day, presence
    for made in (first, second):
        people = {str(each["id"]): each for each in list_children(office, actor, "participant", made)}
        for each in list_children(office, actor, "attendance", made):
            line = people[str(each["participant"])]
            rows.append((made, str(each["member"] or ""), str(line["body"] or ""), str(each["presence"])))
    assert len(rows) == 8

    def came(found: list[tuple[str, str, str, str]]) -> tuple[int, int]:
        return sum(each[3] in (HERE, LATE) for each in found), len(found)

    scope = FigureScope(year=2026)
    for by, at, key in (("activity", 0, "attendance_rate"), ("member", 1, "member_rate"), ("sector", 2, "member_rate")):
        broken = read_breakdown(office, actor, scope, by, (key,), SHEET)
        told = {
            str(group.values[0] or ""): (lines[key].numerator, lines[key].denominator) for group, lines in broken.rows
        }
        asked = [each for each in rows if each[1] or by == "activity"]
        assert told == {
            value: came([each for each in asked if each[at] == value]) for value in {each[at] for each in asked}
        }
        for _, lines in broken.rows:
            found = count_records(office, actor, office.modules["attendances"], Query(lines[key].where))
            assert found == lines[key].numerator
    months = read_breakdown(office, actor, scope, "month", ("held", "attended"), SHEET).rows
    assert [(group.label, lines["held"].numerator, lines["attended"].numerator) for group, lines in months] == [
        ("2026-03", 1, 2), ("2026-06", 1, 3),
    ]  # fmt: skip
    each = read_figures(office, actor, scope, sheet=SHEET).lines
    mine = came([row for row in rows if row[1]])[0]
    assert each["members"].numerator == 3 and each["per_member"].counts == f"{mine} ÷ 3 人次"
    assert each["per_member"].words == str(round(mine / 3, 1)) and "member_rate" not in each
    assert each["members_taking_part"].counts == "2 ÷ 3 人"
