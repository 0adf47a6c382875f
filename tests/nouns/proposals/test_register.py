"""A county's 提案台账 becomes cases with their past, and goes on from there. Every name is made up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.nouns.proposals.register.sponsors import connect_sponsors, find_sponsors
from cppcc_desktop.services.cases.steps import read_timeline
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.imports.imports import (
    Imported,
    Preview,
    RowChoice,
    apply_import,
    compare_table,
    default_choices,
    open_table,
    preview_import,
)
from cppcc_desktop.services.records.records import Query, list_children, list_records
from cppcc_desktop.services.records.undo import LaterChanges, undo_group
from tests.conftest import Filled, Place
from tests.services.test_imports import count, count_operations, counts

HEAD = ("序号", "案号", "案由", "提案人", "附议人", "审查结果", "主办单位", "会办单位", "交办日期", "办理期限", "办复日期", "办理结果",
        "答复文号", "满意度", "备注")  # fmt: skip
ROWS = (
    (1, "第001号", "关于老旧小区加装电梯的建议", "郑晓禾", "陈素芬、李立夏等5人", "立案", "县交通运输局", "县财政局、县公安局", date(2026, 3, 5),
     "2026.6.5", "2026.5.20", "A类", "交函〔2026〕1号", "满意", None),
    (2, 2, "关于优化公交班次和线路的建议", "民革示例县支部", None, "立案", "县公安局", None, "3月5日", "6月5日", None, None, None, None, "跟踪"),
    (3, None, "关于增加公交车的建议", "赵立夏", None, "并入第2号", None, None, None, None, None, None, None, None, None),
    (4, None, "关于解决个人住房的建议", "钱立秋", None, "不予立案，转来信", None, None, None, None, None, None, None, None, None),
    ("小计", 4),
    (5, "003", "关于学校\n课后服务的建议", "陈素芬", None, "立案", "县教育局、县体育局", None, "2026-03-05", None, None, None, None, "理解", None),
)  # fmt: skip


def write(
    path: Path, rows: Sequence[Sequence[object]] = ROWS, head: Sequence[str | None] = HEAD, title: bool = True
) -> Path:
    """As a county keeps it: a title over all columns, a note below."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if title:
        sheet.append(["政协示例县十届三次会议提案办理情况台账"])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(head))
    for row in (head, *rows):
        sheet.append(list(row))
    sheet.append(["注：A类为已解决或基本解决。"])
    book.save(path)
    return path


def look(place: Place, path: Path, **given: str) -> Preview:
    table = open_table(place.office, place.actor, place.office.modules["proposals"], path)
    return compare_table(place.office, place.actor, table, given=given)


def load(place: Place, path: Path, **given: str) -> Imported:
    preview = look(place, path, **given)
    return apply_import(place.office, place.actor, preview, default_choices(preview))


def cases(place: Place) -> dict[str, Row]:
    """Imported cases by a word of their 案由."""
    rows = list_records(place.office, place.actor, place.office.modules["proposals"], Query(), 0, -1).rows
    return {str(row["title"]): row for row in rows}


def case(place: Place, word: str) -> Row:
    return next(row for title, row in cases(place).items() if word in title)


def children(place: Place, kind: str, word: str) -> list[Row]:
    return list_children(place.office, place.actor, kind, str(case(place, word)["id"]))


def pick(row: Row, *names: str) -> tuple[object, ...]:
    return tuple(row.get(name) for name in names)


def test_a_register_with_its_whole_past(filled: Filled, tmp_path: Path) -> None:
    place, file = filled.place, write(tmp_path / "台账.xlsx")
    preview = look(place, file)
    assert counts(preview) == (5, 0, 0, 0)
    assert [each.name for each in preview.newcomers] == ["县财政局", "县教育局", "县体育局"]
    assert preview.rows[0].words["state"] == "已反馈" and preview.rows[0].words["lead_unit"] == "县交通运输局"
    assert preview.rows[2].words["merged_into"] == "第002号《关于优化公交班次和线路的建议》"
    done = apply_import(place.office, place.actor, preview, default_choices(preview))
    assert (done.new, done.changed, done.created) == (5, 0, 3)
    lift = case(place, "电梯")
    assert pick(lift, "docket_no", "state", "result_class", "satisfaction", "replied_on", "due_on", "on_time", "lead_unit") == (
        "001", "feedback_given", "A", "1", "2026-05-20", "2026-06-05", True, filled.unit
    )  # fmt: skip
    assert pick(lift, "first_sponsor", "joint_sponsors", "form", "plenary") == (
        filled.members[0],
        [filled.members[1]],
        "2",
        "10-03",
    )
    assert (lift["sector"], lift["sponsor_text"]) == ("26", "郑晓禾、陈素芬、李立夏")
    bus = case(place, "公交班次")
    assert pick(bus, "docket_no", "state", "collective", "form", "due_on") == (
        "002",
        "in_hand",
        "民革示例县支部",
        "3",
        "2026-06-05",
    )
    assert pick(case(place, "公交车"), "state", "merged_into", "docket_no", "sponsor_text") == (
        "merged",
        bus["id"],
        None,
        "赵立夏",
    )
    assert pick(case(place, "住房"), "state", "onward", "result_class") == ("declined", "2", None)
    school = case(place, "课后服务")
    assert len(school["separate_units"] or ()) == 2 and school["title"] == "关于学校课后服务的建议"
    assert "看不出“理解”" in str(preview.rows[4].doubts[0])
    assert all(each.ok for each in check_office(place.office, place.actor))


def test_the_records_of_a_case_and_where_they_come_from(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    load(place, write(tmp_path / "台账.xlsx"))
    units = {row["role"]: row for row in children(place, "assignment", "电梯")}
    assert pick(units["lead"], "unit", "state", "date", "result_class", "satisfaction", "on_time") == (
        filled.unit, "replied", "2026-03-05", "A", "1", True
    )  # fmt: skip
    assert units["assist"]["state"] == "replied" and len(children(place, "assignment", "电梯")) == 3
    (reply,) = children(place, "reply", "电梯")
    assert pick(reply, "document_no", "date", "text") == ("交函〔2026〕1号", "2026-05-20", None)
    (opinion,) = children(place, "feedback", "电梯")
    assert pick(opinion, "result", "date", "sponsor") == ("1", None, filled.members[0])
    (review,) = children(place, "review", "住房")
    assert pick(review, "conclusion", "onward", "opinion") == ("不予立案", "2", "不予立案，转来信")
    steps = read_timeline(place.office, place.actor, "proposal", str(case(place, "电梯")["id"]))
    assert [(step.label, step.date) for step in steps] == [
        ("据台账登记", "2026-06-08"), ("登记答复", "2026-05-20"), ("交办", "2026-03-05")
    ]  # fmt: skip
    assert (
        steps[0].words == "据“台账.xlsx”第 3 行登记：审查结果 立案，案号 001，满意程度 满意"
        and steps[0].by == place.actor.name
    )
    assert steps[2].words == "据台账登记，主办单位 县交通运输局，会办单位 县财政局、县公安局，应办复日 2026-06-05"


def test_the_same_file_twice_changes_nothing(filled: Filled, tmp_path: Path) -> None:
    place, file = filled.place, write(tmp_path / "台账.xlsx")
    load(place, file)
    before = count_operations(place)
    assert counts(look(place, file)) == (0, 0, 5, 0)
    assert load(place, file).new == 0 and count_operations(place) == before
    shuffled = write(tmp_path / "b.xlsx", list(reversed(ROWS)), title=False)
    assert counts(look(place, shuffled)) == (0, 0, 5, 0)


def test_a_year_on_the_later_columns_come_as_new_steps(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    load(place, write(tmp_path / "a.xlsx"))
    later = [list(row) for row in ROWS]
    later[1][10:14] = ["2026-06-07", "B", "公函〔2026〕9号", None]
    preview = look(place, write(tmp_path / "b.xlsx", later))
    assert counts(preview) == (0, 1, 4, 0)
    (row,) = [each for each in preview.rows if each.changes]
    assert [(each.label, each.before, each.after) for each in row.changes] == [
        ("答复日期", "", "2026-06-07"), ("答复文号", "", "公函〔2026〕9号"), ("办理结果", "", "B类"), ("状态", "办理中", "待征询")
    ]  # fmt: skip
    apply_import(place.office, place.actor, preview, default_choices(preview))
    bus = case(place, "公交班次")
    assert pick(bus, "state", "replied_on", "result_class", "on_time") == ("replied", "2026-06-07", "B", False)
    assert len(children(place, "assignment", "公交班次")) == 1 and counts(look(place, tmp_path / "b.xlsx")) == (
        0,
        0,
        5,
        0,
    )
    assert counts(look(place, tmp_path / "a.xlsx")) == (0, 0, 5, 0)  # the case has got further than the older file


def test_a_contradiction_is_not_ticked(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    load(place, write(tmp_path / "a.xlsx"))
    other = [list(row) for row in ROWS]
    other[0][11], other[0][14] = "B类", "已回访"
    preview = look(place, write(tmp_path / "b.xlsx", other))
    row = preview.rows[0]
    assert row.unticked == {"result_class"} and {each.field for each in row.changes} == {"result_class", "remark"}
    choices = default_choices(preview)
    assert choices[row.number].fields == {"remark"}
    apply_import(place.office, place.actor, preview, choices)
    assert case(place, "电梯")["result_class"] == "A"
    preview = look(place, tmp_path / "b.xlsx")
    assert preview.rows[0].number not in default_choices(preview)
    apply_import(place.office, place.actor, preview, {row.number: RowChoice(preview.rows[0].record)})
    assert case(place, "电梯")["result_class"] == "B"
    assert children(place, "reply", "电梯")[0]["result_class"] == "B"
    assert read_timeline(place.office, place.actor, "proposal", preview.rows[0].record)[0].words.endswith(
        "更正为 办理结果 B类"
    )


def test_from_docketed_to_closed(filled: Filled, tmp_path: Path) -> None:
    """Later steps go on from an imported case, and numbers after the highest that the register gave."""
    place = filled.place
    load(place, write(tmp_path / "a.xlsx", [(1, "第057号", "关于修桥的建议", "郑晓禾", None, "立案")]))
    bridge = str(case(place, "修桥")["id"])
    place.act(bridge, "assign", unit="县公安局", date="2026-05-01")
    place.act(bridge, "sign_for", date="2026-05-02")
    place.act(bridge, "contact", method="登门走访", content="看了现场", date="2026-05-03")
    place.act(bridge, "reply", document_no="公函1号", result_class="A", text="已办", date="2026-05-20")
    place.act(bridge, "feedback", attitude="满意", result="满意", date="2026-06-01")
    place.act(bridge, "close", date="2026-06-02")
    assert pick(case(place, "修桥"), "state", "result_class", "satisfaction") == ("closed", "A", "1")
    for move in ("receive", "review", "review", "review", "docket"):
        raw = {"receive": {}, "review": {"opinion": "可以"}, "docket": {}}[move]
        if move == "docket":
            raw = {"category": "社会建设"}
        place.act(filled.proposal, move, **raw)
    assert case(place, "优化公交班次的建议")["docket_no"] == "058"


def test_from_in_hand_to_closed(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    load(place, write(tmp_path / "a.xlsx"))
    bus = str(case(place, "公交班次和线路")["id"])
    place.act(bus, "contact", method="电话", content="说了打算", date="2026-05-03")
    place.act(bus, "reply", document_no="公函1号", result_class="B", text="正在办", date="2026-05-20")
    merged = str(case(place, "公交车")["id"])
    for each in (bus, merged):
        place.act(bus, "feedback", case=each, attitude="满意", result="基本满意", date="2026-06-01")
    place.act(bus, "close", date="2026-06-02")
    assert pick(case(place, "公交班次和线路"), "state", "satisfaction", "on_time") == ("closed", "2", True)


def test_a_replied_case_without_the_days_can_be_closed(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    head = ("案号", "案由", "承办单位", "是否办复", "办理类型", "委员意见")
    load(
        place,
        write(
            tmp_path / "a.xlsx",
            [
                ("1", "关于修桥的建议", "县公安局", "是", "A", "满意"),
                ("2", "关于修路的建议", "县公安局", "是", "B", None),
            ],
            head,
        ),
    )
    bridge, road = case(place, "修桥"), case(place, "修路")
    assert pick(bridge, "state", "replied_on", "satisfaction") == ("feedback_given", None, "1")
    assert pick(road, "state", "replied_on", "result_class") == ("replied", None, "B")
    place.act(str(bridge["id"]), "close")
    place.act(str(road["id"]), "feedback", attitude="满意", result="满意")
    assert pick(case(place, "修桥"), "state", "satisfaction") == ("closed", "1")
    assert pick(case(place, "修路"), "state", "satisfaction", "result_class") == ("feedback_given", "1", "B")


def test_a_unit_can_send_back_a_case_whose_day_of_assignment_nobody_wrote(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    load(place, write(tmp_path / "a.xlsx", [("1", "关于修桥的建议", "县公安局")], ("案号", "案由", "承办单位")))
    bridge = str(case(place, "修桥")["id"])
    place.act(bridge, "send_back", reason="不归我们管")
    assert case(place, "修桥")["state"] == "sent_back"


def test_merged_cases_find_theirs_by_number_title_and_the_same_number(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    head = ("案号", "收件号", "案由", "审查结果", "并入案号")
    rows = [
        ("第010号", "301", "关于修路的建议", "立案", None), (None, "302", "关于村路的建议", "并案", "第10号"),
        (None, "303", "关于乡路的建议", "并入《关于修路的建议》", None), ("第010号", "304", "关于县路的建议", "并案", None),
        (None, "305", "关于国道的建议", "并案", "301"), (None, "306", "关于省道的建议", "并案", None), (None, "307", "关于桥梁的建议", "并入第99号", None),
    ]  # fmt: skip
    preview = look(place, write(tmp_path / "a.xlsx", rows, head))
    assert counts(preview) == (7, 0, 0, 0)
    apply_import(place.office, place.actor, preview, default_choices(preview))
    lead = case(place, "修路")["id"]
    assert [case(place, word)["merged_into"] for word in ("村路", "乡路", "县路", "国道", "省道", "桥梁")] == [
        lead
    ] * 4 + [None] * 2
    reasons = [doubt.reason for row in preview.rows for doubt in row.doubts]
    assert reasons == [
        "没有写并入哪一件；先记为已并案，并入哪一件空着，以后可以补。",
        "没有找到“99”；先记为已并案，并入哪一件空着，以后可以补。",
    ]
    assert {case(place, word)["state"] for word in ("村路", "省道")} == {"merged"} and case(place, "县路")[
        "docket_no"
    ] is None
    later = [(None, "306", "关于省道的建议", "并入第10号", None)]
    load(place, write(tmp_path / "b.xlsx", later, head))
    assert case(place, "省道")["merged_into"] == lead


def test_a_lead_case_that_is_not_imported_leaves_no_dangling_reference(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    preview = look(place, write(tmp_path / "a.xlsx"))
    choices = default_choices(preview)
    del choices[preview.rows[1].number]
    apply_import(place.office, place.actor, preview, choices)
    assert pick(case(place, "公交车"), "state", "merged_into") == ("merged", None)


def test_one_number_twice_is_a_doubt_with_both_rows(filled: Filled, tmp_path: Path) -> None:
    rows = [("5", "关于修桥的建议"), ("第005号", "关于修路的建议"), ("6", "关于种树的建议")]
    preview = look(filled.place, write(tmp_path / "a.xlsx", rows, ("案号", "案由")))
    assert [row.result for row in preview.rows] == ["doubt", "doubt", "new"]
    assert preview.rows[0].reason == preview.rows[1].reason == "案号 005在第 3 行和第 4 行都有。看看哪一行写错了。"
    assert load(filled.place, tmp_path / "a.xlsx").new == 1


def test_a_number_with_another_title_is_a_question(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    load(place, write(tmp_path / "a.xlsx", [("5", "关于修桥的建议")], ("案号", "案由")))
    preview = look(place, write(tmp_path / "b.xlsx", [("5", "加强未成年人心理健康教育")], ("案号", "案由")))
    (row,) = preview.rows
    assert row.reason == "案号 005 和库里的相同，案由不同。是同一件提案吗？" and row.candidates[0].words.startswith(
        "005"
    )
    apply_import(place.office, place.actor, preview, {row.number: RowChoice(row.candidates[0].record)})
    assert list(cases(place)).count("加强未成年人心理健康教育") == 1 and not any(
        "修桥" in title for title in cases(place)
    )


def test_cases_by_their_title_and_proposer_where_there_is_no_number(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    rows = [("关于修桥的建议", "郑晓禾"), ("关于修桥的建议", "陈素芬"), ("关于修路的建议", "孙立冬")]
    file = write(tmp_path / "a.xlsx", rows, ("案由", "提案人"))
    assert load(place, file).new == 3
    assert counts(look(place, file)) == (0, 0, 3, 0)
    assert [row.words["state"] for row in look(place, file).rows] == ["草稿"] * 3
    rows = [("关于修桥的建议", "郑晓禾", "21"), ("关于修路的建议", "孙立冬", "22")]
    assert counts(look(place, write(tmp_path / "b.xlsx", rows, ("案由", "提案人", "收件号")))) == (0, 2, 0, 0)


def test_units_by_their_short_form_and_what_is_near(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    house = place.create("unit", name="县住房和城乡建设局", short="住建局")
    rows = [
        ("1", "关于修桥的建议", "县住建局"),
        ("2", "关于修路的建议", "示例县交通运输局"),
        ("3", "关于公交的建议", "县交通局"),
        ("4", "关于种树的建议", "县林业局"),
    ]
    preview = look(place, write(tmp_path / "a.xlsx", rows, ("案号", "案由", "主办单位")))
    assert [row.values["lead_unit"] for row in preview.rows[:2]] == [house, filled.unit]
    assert [(each.name, [name for _, name in each.near]) for each in preview.newcomers] == [
        ("县交通局", ["县交通运输局"]),
        ("县林业局", []),
    ]
    near, new = preview.newcomers
    answers = {near.id: near.near[0][0], new.id: ""}
    done = apply_import(place.office, place.actor, preview, default_choices(preview), newcomers=answers)
    assert done.created == 0 and count(place, "unit") == 3
    assert case(place, "公交的建议")["lead_unit"] == filled.unit
    tree = case(place, "种树")
    assert tree["lead_unit"] is None and tree["state"] == "in_hand"  # said, but not made: nobody holds it yet


def test_a_unit_that_came_meanwhile_is_not_made_twice(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    preview = look(place, write(tmp_path / "a.xlsx"))
    place.create("unit", name="县财政局")
    with pytest.raises(OfficeError, match="又有改动"):
        apply_import(place.office, place.actor, preview, default_choices(preview))


def test_what_moved_since_the_preview_is_refused(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    load(place, write(tmp_path / "a.xlsx"))
    later = [list(row) for row in ROWS]
    later[1][10:12] = ["2026-06-07", "B"]
    preview = look(place, write(tmp_path / "b.xlsx", later))
    bus = str(case(place, "公交班次和线路")["id"])
    place.act(bus, "contact", method="电话", content="说了打算", date="2026-05-03")
    place.act(bus, "reply", document_no="公函1号", result_class="A", text="办了", date="2026-05-20")
    with pytest.raises(OfficeError, match="又有改动"):
        apply_import(place.office, place.actor, preview, default_choices(preview))


def test_proposers_are_connected_once_their_cards_are_here(filled: Filled, tmp_path: Path) -> None:
    place, file = filled.place, write(tmp_path / "a.xlsx")
    load(place, file)
    assert find_sponsors(place.office, place.actor) == 0
    member = place.create("member", name="赵立夏", sector="经济界", parties="民盟")
    place.create("member", name="钱立秋", mobile="13900004444")
    place.create("member", name="钱立秋", mobile="13900005555")
    assert find_sponsors(place.office, place.actor) == 1
    assert connect_sponsors(place.office, place.actor) == 1 and connect_sponsors(place.office, place.actor) == 0
    bus = case(place, "公交车")
    assert pick(bus, "first_sponsor", "sponsor_text", "sector") == (member, None, "21") and bus["party"]
    assert case(place, "住房")["sponsor_text"] == "钱立秋"  # two are called so
    assert counts(look(place, file)) == (0, 0, 5, 0)


def test_importing_again_connects_them_too(filled: Filled, tmp_path: Path) -> None:
    place, file = filled.place, write(tmp_path / "a.xlsx")
    load(place, file)
    member = place.create("member", name="赵立夏")
    preview = look(place, file)
    assert [[each.field for each in row.changes] for row in preview.rows if row.changes] == [["first_sponsor"]]
    apply_import(place.office, place.actor, preview, default_choices(preview))
    assert pick(case(place, "公交车"), "first_sponsor", "sponsor_text") == (member, None)


def test_taking_an_import_back(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    done = load(place, write(tmp_path / "a.xlsx"))
    assert done.group
    undone = undo_group(place.office, place.actor, done.group)
    assert undone.binned == 5 and len(cases(place)) == 1
    done = load(place, tmp_path / "a.xlsx")
    later = [list(row) for row in ROWS]
    later[1][10:12] = ["2026-06-07", "B"]
    second = load(place, write(tmp_path / "b.xlsx", later))
    assert second.group and done.group
    undone = undo_group(place.office, place.actor, second.group)
    assert (undone.binned, undone.changed) == (0, 1)
    assert pick(case(place, "公交班次和线路"), "state", "replied_on") == ("in_hand", None)
    assert not children(place, "reply", "公交班次和线路")
    assert children(place, "assignment", "公交班次和线路")[0]["state"] == "in_hand"


def test_an_import_whose_case_went_on_stays_for_that_case(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    done = load(place, write(tmp_path / "a.xlsx"))
    place.act(str(case(place, "公交班次和线路")["id"]), "contact", method="电话", content="说了打算", date="2026-05-03")
    assert done.group
    with pytest.raises(LaterChanges):
        undo_group(place.office, place.actor, done.group)


def test_two_rows_of_headings(filled: Filled, tmp_path: Path) -> None:
    """办理情况 stands over three columns."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["示例县提案台账"])
    sheet.append(["编号", "案由", "办理情况", None, None])
    sheet.append([None, None, "承办单位", "办复时间", "办理类别"])
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:B3")
    sheet.merge_cells("C2:E2")
    sheet.append([50, "关于修桥的建议", "县公安局", date(2026, 5, 20), "解决或采纳"])
    book.save(tmp_path / "a.xlsx")
    preview = preview_import(
        filled.place.office, filled.place.actor, filled.place.office.modules["proposals"], tmp_path / "a.xlsx"
    )
    (row,) = preview.rows
    assert pick(row.values, "docket_no", "lead_unit", "replied_on", "result_class", "state") == (
        "050", filled.other_unit, "2026-05-20", "A", "replied"
    )  # fmt: skip


def test_grounds_by_part_of_their_words(filled: Filled, tmp_path: Path) -> None:
    head = ("案由", "审查结果", "不予立案理由")
    rows = [("关于甲的建议", "不予立案", "内容空泛，没有具体建议"), ("关于乙的建议", "不予立案", "写得太迟")]
    load(filled.place, write(tmp_path / "a.xlsx", rows, head))
    assert case(filled.place, "关于甲")["ground"] == "10" and case(filled.place, "关于乙")["ground"] is None
    assert children(filled.place, "review", "关于乙")[0]["opinion"] == "不予立案：写得太迟"


def test_our_own_list_comes_in_again(filled: Filled, tmp_path: Path) -> None:
    """What `cppcc export proposals` writes holds the state and the facts of every case."""
    from cppcc_desktop.services.lists.exports import export_list

    place = filled.place
    load(place, write(tmp_path / "a.xlsx"))
    module = place.office.modules["proposals"]
    names = [spec.name for spec in module.fields]
    export_list(place.office, place.actor, module, Query(), tmp_path / "list.xlsx", names=names)
    assert counts(look(place, tmp_path / "list.xlsx")) == (0, 0, 6, 0)


def test_the_choice_is_shown_where_a_row_does_not_say_how_far_it_got(filled: Filled, tmp_path: Path) -> None:
    rows = [("7", "关于修桥的建议"), (None, "关于修路的建议")]
    preview = look(filled.place, write(tmp_path / "a.xlsx", rows, ("收件号", "案由")))
    assert [(row.words["state"], row.notes) for row in preview.rows] == [
        ("待初审", ("没有写审查结果，记为已收件、待初审。",)), ("草稿", ("没有写收件、审查和办理，先记为草稿。",))
    ]  # fmt: skip


def test_a_row_taken_for_another_case_is_what_others_were_merged_into(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    load(place, write(tmp_path / "a.xlsx", [("5", "关于修桥的建议")], ("案号", "案由")))
    rows = [("5", "加强未成年人心理健康教育", "立案"), (None, "关于校园心理咨询的建议", "并入第5号")]
    preview = look(place, write(tmp_path / "b.xlsx", rows, ("案号", "案由", "审查结果")))
    first, second = preview.rows
    choices = default_choices(preview) | {first.number: RowChoice(first.candidates[0].record)}
    apply_import(place.office, place.actor, preview, choices)
    assert case(place, "校园")["merged_into"] == first.candidates[0].record
    assert replace(second, notes=()).result == "new"


def test_answered_cases_without_a_due_day_get_that_of_the_rule(filled: Filled, tmp_path: Path) -> None:
    """A1: they are in time or late by the day an open case would have; where nobody knows when it was handed out, neither."""
    place = filled.place
    head = ("案号", "案由", "承办单位", "交办日期", "办复日期", "办理类型")
    rows = [
        ("1", "关于修桥的建议", "县公安局", "2026-03-05", "2026-05-20", "A"),
        ("2", "关于修路的建议", "县公安局", "2026-03-05", "2026-06-07", "A"),
        ("3", "关于修渠的建议", "县公安局", None, "2026-05-20", "A"),
        ("4", "关于修堤的建议", "县公安局", "2026-03-05", None, None),
    ]
    load(place, write(tmp_path / "a.xlsx", rows, head))
    told = {word: pick(case(place, word), "due_on", "on_time") for word in ("修桥", "修路", "修渠", "修堤")}
    assert told == {
        "修桥": ("2026-06-05", True), "修路": ("2026-06-05", False), "修渠": (None, None), "修堤": ("2026-06-05", None),
    }  # fmt: skip
    assert children(place, "assignment", "修桥")[0]["due_rule"] == children(place, "assignment", "修堤")[0]["due_rule"]
    assert counts(look(place, tmp_path / "a.xlsx")) == (0, 0, 4, 0)
