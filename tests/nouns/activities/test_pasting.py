"""A list copied from a spreadsheet: half-days across, or one column; every doubt is said and nothing is written over."""

from __future__ import annotations

from dataclasses import replace

from cppcc_desktop.nouns.activities.attendance.pasting import find_session, read_roll
from cppcc_desktop.nouns.activities.counting import ABSENT, HERE, LATE, LEAVE, Attendee, HalfDay, Mark, Meeting
from cppcc_desktop.services.office.codes import CodeLists

PEOPLE = (
    Attendee("a", "张三", number="1"), Attendee("b", "李 四", number="2"), Attendee("c", "王五", number="3"),
    Attendee("d", "王五", number="4"),
)  # fmt: skip
SESSIONS = (
    HalfDay("x", "12日下午 分组讨论", "12日下"), HalfDay("y", "13日上午 全体会议", "13日上"), HalfDay("z", "13日下午 闭幕会", "13日下"),
)  # fmt: skip
MEETING, CODES = Meeting(PEOPLE, SESSIONS), CodeLists()


def told(text: str, meeting: Meeting = MEETING, now: str = "y") -> dict[tuple[str, str], str]:
    return {cell: mark.presence for cell, mark in read_roll(text, meeting, now, CODES).marks.items()}


def test_half_days_across() -> None:
    text = "序号\t姓名\t12日下午\t13上\t闭幕会\t下午\n1\t张三\t√\t迟到\t病假\t到\n2\t李四\t\t缺\t出席"
    found = read_roll(text, MEETING, "y", CODES)
    assert {cell: mark.presence for cell, mark in found.marks.items()} == {
        ("a", "x"): HERE, ("a", "y"): LATE, ("a", "z"): LEAVE, ("b", "y"): ABSENT, ("b", "z"): HERE,
    }  # fmt: skip
    assert found.marks["a", "z"].words == "病假" and found.people == 2
    assert found.doubts == ("“下午”这一列说不清是哪一场（12日下午 分组讨论、13日下午 闭幕会），没有用。",)


def test_one_column_is_of_the_half_day_that_is_typed() -> None:
    assert told("姓名\t出席情况\t备注\n张三\t到\t\n李四\t请假\t出差") == {("a", "y"): HERE, ("b", "y"): LEAVE}
    assert told("张三\t到\n李四\t委托", now="x") == {("a", "x"): HERE, ("b", "x"): "6"}
    assert read_roll("姓名\t出席\t原因\n李四\t请假\t出差", MEETING, "y", CODES).marks["b", "y"].words == "出差"


def test_every_doubt_is_said_and_nothing_is_written_over() -> None:
    known = replace(MEETING, marks={("a", "y"): Mark(HERE), ("b", "y"): Mark(ABSENT)})
    text = "姓名\t证号\t签到\n张三\t\t到\n李四\t\t到\n王五\t\t到\n王五\t4\t到\n赵六\t\t到\n王五\t3\t4\n王五\t3\t来了"
    found = read_roll(text, known, "y", CODES)
    assert set(found.marks) == {("d", "y")} and found.same == 1
    assert found.doubts == (
        "第 3 行 李 四 13日上：已经记为缺席，表里是到，没有改。", "第 4 行：叫“王五”的有 2 人，写上证号再贴。",
        "第 6 行：名单里没有“赵六”。", "第 7 行 王五 13日上：“4”看不懂，没有写。", "第 8 行 王五 13日上：“来了”看不懂，没有写。",
    )  # fmt: skip
    assert read_roll("张三\t到\n张三\t缺席", MEETING, "y", CODES).doubts == (
        "第 2 行 张三 13日上：表里写了两次，不一样，照前一次。",
    )
    assert not told("") and not told("张三")


def test_headings_that_mean_a_half_day() -> None:
    assert [[each.key for each in find_session(head, SESSIONS)] for head in ("12日下", "13日", "全体会议", "13号上午")] == [
        ["x"], [], ["y"], ["y"],
    ]  # fmt: skip


def test_what_was_not_read_is_said() -> None:
    text = (
        "出席名单\n\n界别\t姓 名\t13上\t全体会议\t14日上午\n农业界\t张三\t到\t缺席\t到\n\n教育界\t\t到\n工商联\t\t\t\t"
    )
    found = read_roll(text, MEETING, "y", CODES)
    assert {cell: mark.presence for cell, mark in found.marks.items()} == {("a", "y"): HERE}
    assert found.unused == ("第 1 行“出席名单”", "界别", "14日上午")
    assert found.doubts == (
        "“全体会议”这一列和前面一列说的是同一场（13日上午 全体会议），没有用。", "第 6 行：没有写是谁（到），没有读。",
    )  # fmt: skip
    assert read_roll("张三\t到\t堵车", MEETING, "y", CODES).unused == ("第 3 列",)
