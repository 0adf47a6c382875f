"""A year's plan: its approvals as a track, and lines that change without losing what they were."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.errors import OfficeError, Refusal
from cppcc_desktop.nouns.plans.life import CANCELLED, DONE, GOING, IDLE, LINE_STATES, RUNNING
from cppcc_desktop.services.cases.corrections import correct_record
from cppcc_desktop.services.cases.steps import act, read_timeline
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.figures.figures import read_figures
from cppcc_desktop.services.figures.scopes import find_scope, find_sheet
from cppcc_desktop.services.imports.imports import Preview, apply_import, compare_table, default_choices, open_table
from cppcc_desktop.services.records.records import (
    Query,
    create_record,
    discard_record,
    list_children,
    list_ids,
    list_records,
    show_record,
)
from tests.conftest import Place

DAY = "2026-05-01"


def make_line(county: Place, title: str = "养老服务", **more: object) -> str:
    values = {"title": title, "kind": "协商", "year": 2026, **more}
    return create_record(county.office, county.actor, "plan_line", values)


def step(county: Place, record: str, move: str, kind: str = "plan_line", **entered: object) -> None:
    act(county.office, county.actor, kind, record, move, {"date": DAY, **entered})


def values(county: Place, record: str, kind: str = "plan_line"):
    return show_record(county.office, county.actor, kind, record).values


def test_a_replaced_line_keeps_its_number_and_what_it_was(county: Place) -> None:
    line = make_line(county)
    assert (values(county, line)["no"], values(county, line)["state"]) == (1, IDLE)
    agreed = {
        "agreed_by": "主席会议",
        "agreed_on": "2026-04-21",
        "approved_by": "县委",
        "approved_on": "2026-04-28",
        "number": "示发〔2026〕9号",
    }
    step(county, line, "replace", title="饮用水水源地", reason="规划已公布", **agreed)
    now = values(county, line)
    assert (now["no"], now["title"], now["changes"], now["state"]) == (1, "饮用水水源地", 1, IDLE)
    (change,) = list_children(county.office, county.actor, "plan_change", line)
    assert (change["old_title"], change["kind"], change["number"]) == ("养老服务", "1", "示发〔2026〕9号")
    told = read_timeline(county.office, county.actor, "plan_line", line)[0]
    assert "原议题：养老服务" in told.words and "规划已公布" in told.words
    correct_record(
        county.office, county.actor, "plan_change", str(change["id"]), {"number": "示发〔2026〕10号"}, "抄错了"
    )
    (change,) = list_children(county.office, county.actor, "plan_change", line)
    assert change["number"] == "示发〔2026〕10号" and values(county, line)["title"] == "饮用水水源地"
    assert all(each.ok for each in check_office(county.office, county.actor))


def test_what_changes_nothing_is_refused_and_nothing_is_written(county: Place) -> None:
    line = make_line(county, due_on="2026-06-30")
    for move, entered, why in (
        ("replace", {"title": "养老服务", "reason": "x"}, "和原来的一样"), ("adjust", {"reason": "x"}, "没有要调整的"),
        ("adjust", {"reason": "x", "due_on": "2026-06-30"}, "没有要调整的"), ("cancel", {}, "理由|原因"),
        ("replace", {"title": "新", "reason": "x", "agreed_on": "2026-05-02"}, "之后"),
    ):  # fmt: skip
        with pytest.raises(OfficeError, match=why):
            step(county, line, move, **entered)
    assert (
        not list_children(county.office, county.actor, "plan_change", line) and values(county, line)["changes"] is None
    )


def test_an_adjusted_and_a_cancelled_line(county: Place) -> None:
    line, other = make_line(county, due_on="2026-06-30"), make_line(county, "水源地")
    step(county, line, "adjust", due_on="2026-09-30", person="何立群", reason="部门机构改革")
    assert (values(county, line)["due_on"], values(county, line)["person"]) == ("2026-09-30", "何立群")
    step(county, other, "cancel", reason="上级已作安排")
    assert values(county, other)["state"] == CANCELLED and values(county, other)["no"] == 2
    step(county, line, "finish", evidence="示协〔2026〕9号")
    found = figures(county)
    assert (found["lines"], found["done"], found["cancelled"], found["done_rate"]) == (1, 1, 1, 100.0)
    with pytest.raises(OfficeError):
        step(county, line, "begin")
    step(county, other, "reopen", note="又列入")
    assert figures(county)["done_rate"] == 50.0


def figures(county: Place) -> dict[str, object]:
    sheet = find_sheet(county.office, "plans")
    scope = find_scope(county.office, county.actor, year="2026", sheet=sheet)
    lines = read_figures(county.office, county.actor, scope, sheet=sheet).lines
    return {key: each.value for key, each in lines.items()}


def test_the_track_of_a_plan(county: Place) -> None:
    plan = county.create("plan", title="2026年度协商计划", year=2026, drafted_on="2025-12-18")
    step(county, plan, "pass", "plan", body="主席会议")
    with pytest.raises(Refusal, match="文号"):
        step(county, plan, "decide", "plan", body="县委")
    step(county, plan, "decide", "plan", body="县委", number="示发〔2026〕4号")
    now = values(county, plan, "plan")
    assert (now["state"], now["number"], now["decided_on"]) == (RUNNING, "示发〔2026〕4号", DAY)
    assert [row["body"] for row in list_children(county.office, county.actor, "plan_approval", plan)] == [
        "主席会议",
        "县委",
    ]
    with pytest.raises(Refusal, match="起草日期"):
        step(
            county,
            county.create("plan", title="晚的", year=2026, drafted_on="2026-05-20"),
            "consult",
            "plan",
            body="三办",
        )


def test_numbers_run_within_a_year_and_a_station(county: Place) -> None:
    station = county.create("station", code="01", name="云水站", type="01", level="2")
    first, second = make_line(county), make_line(county, "水源地")
    town, late = make_line(county, "院坝", station=station), make_line(county, "明年的", year=2027)
    assert [values(county, each)["no"] for each in (first, second, town, late)] == [1, 2, 1, 1]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.sampled_from(["begin", "finish", "reopen", "replace", "adjust", "cancel"]), max_size=8), st.integers()
)
def test_any_order_of_steps_leaves_a_whole_line(county: Place, moves: list[str], seed: int) -> None:
    line, changes = make_line(county, f"议题{seed}"), 0
    entered = {
        "begin": {}, "finish": {"evidence": "报告"}, "reopen": {"note": "再办"}, "replace": {"title": "", "reason": "换"},
        "adjust": {"person": "", "reason": "调"}, "cancel": {"reason": "不办"},
    }  # fmt: skip
    for at, move in enumerate(moves):
        told = {
            **entered[move],
            **({"title": f"新{at}-{seed}"} if move == "replace" else {}),
            **({"person": f"人{at}"} if move == "adjust" else {}),
        }
        try:
            step(county, line, move, **told)
        except OfficeError:
            continue
        changes += move in ("replace", "adjust", "cancel")
    now = values(county, line)
    assert now["state"] in {each.name for each in LINE_STATES} and (now["changes"] or 0) == changes
    assert (now["state"] == DONE) == (now["done_on"] is not None)
    assert now["result"] == {IDLE: "1", GOING: "2", DONE: "3", CANCELLED: "4"}[str(now["state"])]


def test_a_table_with_merged_cells_by_sector(county: Place, tmp_path: Path) -> None:
    """The sector stands once over its rows; what kind of activity it is comes from its type, and is asked where it is none."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["示例县政协2026年度各界别履职计划"])
    sheet.append(["界别", "活动名称", "活动类型", "拟召开时间"])
    rows = [
        ("农业界", "茶园改造协商会", "专题协商", "3月"),
        (None, "送科技下乡", "惠民服务", "4月"),
        ("工商联界", "企业恳谈", "恳谈协商", "5月"),
    ]
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("A3:A4")
    book.save(tmp_path / "计划.xlsx")
    module = county.office.modules["plans"]
    found = read_table(county, tmp_path / "计划.xlsx")
    apply_import(county.office, county.actor, found, default_choices(found))
    lines = list_records(county.office, county.actor, module, Query(order=("no", "title")), 0, -1).rows
    told = {str(row["title"]): row for row in lines}
    assert told["茶园改造协商会"]["lead_body"] == told["送科技下乡"]["lead_body"] == "农业界"
    assert (told["茶园改造协商会"]["mode"], told["茶园改造协商会"]["kind"]) == ("11", "1")
    assert told["送科技下乡"]["kind"] == "9" and told["企业恳谈"]["month"] == "5月"
    assert {row.result for row in read_table(county, tmp_path / "计划.xlsx").rows} == {"same"}


def read_table(county: Place, path: Path) -> Preview:
    table = open_table(county.office, county.actor, county.office.modules["plans"], path)
    return compare_table(county.office, county.actor, table, given={"year": "2026", "kind": "9"})


def test_the_views_count_what_is_late(county: Place) -> None:
    module = county.office.modules["plans"]
    late, _ = (
        make_line(county, "晚了的", due_on="2020-01-01"),
        make_line(county, "不急的", due_on=f"{county.office.today().year + 1}-01-01"),
    )
    view = next(each for each in module.views if each.name == "late")
    assert list_ids(county.office, county.actor, module, Query(view.where)) == [late]
    step(county, late, "finish", evidence="报告")
    assert list_ids(county.office, county.actor, module, Query(view.where)) == []
    assert list_ids(county.office, county.actor, module, Query(Is("state", (DONE,)))) == [late]


def test_a_topic_shows_that_it_came_into_a_plan(county: Place) -> None:
    """As long as a line in force names it; a line in the bin does not."""
    module = county.office.modules["topics"]
    view = next(each for each in module.views if each.name == "planned")
    topic = create_record(county.office, county.actor, "topic", {"title": "养老服务", "year": 2026})
    create_record(county.office, county.actor, "topic", {"title": "没有列入的", "year": 2026})
    assert list_ids(county.office, county.actor, module, Query(view.where)) == []
    line = make_line(county, topic="养老服务")
    assert values(county, line)["topic"] == topic
    assert list_ids(county.office, county.actor, module, Query(view.where)) == [topic]
    discard_record(county.office, county.actor, "plan_line", line, "登记重了")
    assert list_ids(county.office, county.actor, module, Query(view.where)) == []
