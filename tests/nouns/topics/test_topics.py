"""协商议题: adopted, merged, not used, told and counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pdfplumber
import pytest

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.cli.arguments import make_parser
from cppcc_desktop.cli.records import take_step
from cppcc_desktop.cli.stats import stats
from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.services.cases.batches import count_moves, make_line, read_batch
from cppcc_desktop.services.cases.corrections import correct_record
from cppcc_desktop.services.cases.records import read_handling
from cppcc_desktop.services.cases.retracting import take_back
from cppcc_desktop.services.cases.steps import check_lines, next_steps, record_lines
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.figures.figures import read_breakdown, read_figures
from cppcc_desktop.services.figures.scopes import find_scope, find_sheet
from cppcc_desktop.services.forms.printing import PaperRequest, render_forms
from cppcc_desktop.services.imports.imports import apply_import, default_choices, preview_import
from cppcc_desktop.services.lists.exports import export_list
from cppcc_desktop.services.records.records import (
    Query,
    change_record,
    count_records,
    discard_record,
    list_children,
    list_records,
    show_record,
)
from cppcc_desktop.services.records.undo import undo_group
from tests.conftest import Filled, Place
from tests.nouns.topics.conftest import Call, suggest


def sound(place: Place) -> bool:
    return all(each.ok for each in check_office(place.office, place.actor))


def test_a_new_topic_waits_and_is_adopted_with_or_without_a_reason(call: Call) -> None:
    office, actor = call.place.office, call.place.actor
    assert call.state(call.first) == "suggested"
    offered = next_steps(office, actor, show_record(office, actor, "topic", call.first))
    assert [each.move.label for each in offered] == ["采用", "不采用", "并入另一议题", "告知提出者"]
    assert call.act(call.first, "adopt", date="2026-03-01").target == "adopted"
    assert (call.values(call.first)["result"], call.values(call.first)["result_reason"]) == ("1", None)
    call.act(call.second, "adopt", result_reason="今年的重点")
    assert call.values(call.second)["result_reason"] == "今年的重点"
    assert call.told(call.second) == [("采用", "今年的重点")]
    assert sound(call.place)


def test_one_that_is_not_used_says_why_and_where_else_it_goes(call: Call) -> None:
    with pytest.raises(Refusal, match="没有填不采用的理由"):
        call.act(call.first, "not_use", date="2026-03-01")
    call.act(call.first, "not_use", date="2026-03-01", result_reason="已有方案", onward="转社情民意")
    now = call.values(call.first)
    assert (now["state"], now["result"], now["onward"]) == ("not_used", "3", "转社情民意")
    assert call.told(call.first) == [("不采用", "已有方案，转社情民意")]
    with pytest.raises(Refusal, match="没有填原因"):
        call.act(call.first, "reopen")
    call.act(call.first, "reopen", note="情况变了")
    again = call.values(call.first)
    assert (again["state"], again["result"], again["result_reason"], again["onward"]) == ("suggested", None, None, None)


def test_what_was_decided_is_no_field_to_fill_in(call: Call) -> None:
    for name in ("state", "result", "merged_into", "onward"):
        with pytest.raises(InvalidField, match="不能直接改"):
            change_record(call.place.office, call.place.actor, "topic", call.first, {name: "1"})
    change_record(call.place.office, call.place.actor, "topic", call.first, {"content": "怎么收费，怎么管"})
    assert call.values(call.first)["content"] == "怎么收费，怎么管"


def test_a_step_is_not_dated_before_the_suggestion(call: Call) -> None:
    with pytest.raises(Refusal, match="在提出日期 2026-02-01 之前"):
        call.act(call.first, "adopt", date="2026-01-31")
    call.act(call.third, "adopt", date="2026-01-31")  # nobody told when it was suggested


def test_a_merged_topic_hears_of_its_lead_and_is_parted_again(call: Call) -> None:
    call.act(call.second, "merge", merged_into=call.first, date="2026-03-01", result_reason="说的是一回事")
    assert (call.state(call.second), call.values(call.second)["result"]) == ("merged", "2")
    assert call.told(call.second)[0] == ("并入另一议题", "说的是一回事，并入《县城停车怎么治》")
    assert call.told(call.first) == [("并入", "并入《老城停车位不够》")]
    call.act(call.first, "adopt", date="2026-03-02")
    assert call.told(call.second)[0] == ("并入的议题", "《县城停车怎么治》采用")
    office, actor = call.place.office, call.place.actor
    handling = read_handling(office, actor, show_record(office, actor, "topic", call.first))
    assert [(each.called, each.proposer, each.state) for each in handling.merged] == [
        ("《老城停车位不够》", "王某", "merged")
    ]
    call.act(call.second, "unmerge", note="其实不是一回事")
    assert (call.state(call.second), call.values(call.second)["merged_into"]) == ("suggested", None)
    assert call.told(call.first)[0] == ("分出", "分出《老城停车位不够》")
    assert sound(call.place)


def test_what_can_not_be_merged(call: Call) -> None:
    with pytest.raises(Refusal, match="不能并入它自己"):
        call.act(call.first, "merge", merged_into=call.first)
    last_year = suggest(call.place, "去年的题")
    change_record(call.place.office, call.place.actor, "topic", last_year, {"year": 2025})
    with pytest.raises(Refusal, match="同一年度"):
        call.act(call.first, "merge", merged_into=last_year)
    call.act(call.second, "merge", merged_into=call.first)
    with pytest.raises(Refusal, match="自己已经并入"):
        call.act(call.third, "merge", merged_into=call.second)
    with pytest.raises(Refusal, match="有 1 个议题并入了这一个（《老城停车位不够》）"):
        call.act(call.first, "merge", merged_into=call.third)
    for topic in (call.first, call.second):
        with pytest.raises(Refusal, match="还不能“放入回收站”"):
            discard_record(call.place.office, call.place.actor, "topic", topic, "不要了")
    discard_record(call.place.office, call.place.actor, "topic", call.third, "重了")
    fourth = suggest(call.place, "又一个")
    with pytest.raises(Refusal, match="《河堤路灯》在回收站里"):
        call.act(fourth, "merge", merged_into=call.third)


def test_the_newest_decision_is_taken_back(call: Call) -> None:
    office, actor = call.place.office, call.place.actor
    call.act(call.first, "adopt", result_reason="好")
    taken = take_back(office, actor, "topic", call.first, "点错了")
    now = call.values(call.first)
    assert (taken.target, now["state"], now["result"], now["result_reason"]) == ("suggested", "suggested", None, None)
    call.act(call.second, "merge", merged_into=call.first)
    take_back(office, actor, "topic", call.second, "不是一回事")
    assert (call.state(call.second), call.values(call.second)["merged_into"]) == ("suggested", None)
    assert call.told(call.first)[0][0] == "分出"
    assert sound(call.place)


def test_who_suggested_it_is_told_several_times_and_a_slip_is_put_right(call: Call) -> None:
    office, actor = call.place.office, call.place.actor
    call.act(call.first, "inform", date="2026-03-01", how="电话", whom="经济界小组")
    call.act(call.first, "adopt", date="2026-03-02")
    call.act(call.first, "inform", date="2026-03-03", how="电话", words="说了安排在五月")
    assert call.state(call.first) == "adopted"
    rows = list_children(office, actor, "topic_told", call.first)
    assert [row["date"] for row in rows] == ["2026-03-01", "2026-03-03"]
    correct_record(office, actor, "topic_told", str(rows[1]["id"]), {"date": "2026-03-04"}, "记错一天")
    assert list_children(office, actor, "topic_told", call.first)[1]["date"] == "2026-03-04"
    assert call.told(call.first)[0][0] == "更正"
    with pytest.raises(InvalidField, match="告知方式不能空着"):
        correct_record(office, actor, "topic_told", str(rows[1]["id"]), {"how": None}, "空")
    assert sound(call.place)


def test_many_are_adopted_or_refused_at_once(county: Place, many: Callable[[int], list[str]]) -> None:
    topics = many(4)
    steps = {each.step.label: each.can for each in count_moves(county.office, county.actor, "topic", topics)}
    assert steps == {"采用": 4, "不采用": 4, "并入另一议题": 4, "告知提出者": 4}
    batch = read_batch(county.office, county.actor, "topic", "adopt", topics[:2])
    assert dict(batch.heads) == {"title": "议题"} and [row.title for row in batch.rows] == ["议题之0", "议题之1"]
    done = record_lines(county.office, county.actor, [make_line(batch.step, row, {}, "") for row in batch.rows])
    assert [each.outcome.target for each in done if each.outcome] == ["adopted", "adopted"]
    refused = read_batch(county.office, county.actor, "topic", "not_use", topics[2:])
    lines = [
        make_line(refused.step, row, {"result_reason": why}, "")
        for row, why in zip(refused.rows, ("已有方案", None), strict=True)
    ]
    assert [bool(each.outcome) for each in check_lines(county.office, county.actor, lines)] == [True, False]
    told = record_lines(county.office, county.actor, lines)
    assert told[1].refusal and "没有填不采用的理由" in told[1].refusal.what
    views = {each.name: each.where for each in county.office.modules["topics"].views}
    counted = {
        name: count_records(county.office, county.actor, county.office.modules["topics"], Query(where))
        for name, where in views.items()
    }
    assert counted == {"all": 4, "open": 1, "adopted": 2, "planned": 0, "merged": 0, "not_used": 1}


def test_figures_by_year_say_what_they_are_of(call: Call) -> None:
    office, actor = call.place.office, call.place.actor
    call.act(call.first, "adopt")
    call.act(call.second, "merge", merged_into=call.first)
    call.act(call.first, "inform", how="电话")
    suggest(call.place, "第四个")
    change_record(office, actor, "topic", suggest(call.place, "前年的"), {"year": 2024})
    sheet = find_sheet(office, "topics")
    scope = find_scope(office, actor, sheet=sheet)
    assert scope.label == "2026年征集的"
    lines = read_figures(office, actor, scope, sheet=sheet).lines
    counts = {key: lines[key].numerator for key in ("suggested", "open", "adopted", "merged", "not_used")}
    assert counts == {"suggested": 4, "open": 2, "adopted": 1, "merged": 1, "not_used": 0}
    rates = {key: (each.counts, each.words) for key, each in lines.items() if each.figure.is_rate}
    assert rates == {
        "adoption_rate": ("1 ÷ 4 个", "25.0%"), "adoption_rate_merged": ("1 ÷ 3 个", "33.3%"),
        "decided_rate": ("2 ÷ 4 个", "50.0%"), "told_rate": ("1 ÷ 2 个", "50.0%"),
    }  # fmt: skip
    for key in ("adopted", "told_rate"):
        module = office.modules["topics"]
        assert count_records(office, actor, module, Query(lines[key].where)) == lines[key].numerator
    broken = read_breakdown(office, actor, scope, "channel", sheet=sheet)
    assert {group.label: line["suggested"].numerator for group, line in broken.rows} == {
        "委员": 1, "群众": 1, "电话": 1, "没有填": 1,
    }  # fmt: skip
    told = find_scope(office, actor, year="2024", sheet=sheet)
    assert read_figures(office, actor, told, sheet=sheet).lines["suggested"].numerator == 1


def run(place: Place, *words: str):
    options = make_parser(FEATURES).parse_args([*words, "--db", "x"])
    return {"act": take_step, "stats": stats}[words[0]](place.office, place.actor, options)


def test_the_command_takes_steps_and_counts(call: Call) -> None:
    assert (
        run(call.place, "act", "topic", call.first, "adopt", "--set", "date=2026-03-01")
        .lines[0]
        .endswith("待定 → 已采用")
    )
    data = {each["key"]: each["value"] for each in run(call.place, "stats", "topics").data}
    assert (data["suggested"], data["adopted"], data["adoption_rate"]) == (3, 1, 33.3)
    by = run(call.place, "stats", "topics", "--by", "source").data
    assert {each["group"]["label"] for each in by} == {"委员荐题", "没有填"}


HEAD = ("议题", "年度", "提出人", "采用情况", "结果说明")


def load(place: Place, path: Path, *rows: tuple[object, ...]):
    """A table compared and imported as it is proposed."""
    book = openpyxl.Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    book.save(path)
    preview = preview_import(place.office, place.actor, place.office.modules["topics"], path)
    return preview, apply_import(place.office, place.actor, preview, default_choices(preview))


def test_new_topics_come_in_as_far_as_the_table_says(call: Call, tmp_path: Path) -> None:
    place = call.place
    preview, done = load(
        place, tmp_path / "征集.xlsx", ("甲题", 2026, "张某", "已采用", "重点工作"), ("乙题", 2026, "张某", "合并", None),
        ("丙题", 2026, "张某", "不采纳", "议过了"), ("丁题", 2026, "张某", "待定", None), ("戊题", 2026, "张某", None, None),
        ("己题", 2026, "张某", "下次再说", None), ("县城停车怎么治", 2026, None, "采用", None),
    )  # fmt: skip
    made = {str(call.values(each)["title"]): each for each in done.records}
    assert {title: call.state(each) for title, each in made.items()} == {
        "甲题": "adopted", "乙题": "merged", "丙题": "not_used", "丁题": "suggested", "戊题": "suggested", "己题": "suggested",
    }  # fmt: skip
    assert call.told(made["甲题"]) == [("据表登记", "据“征集.xlsx”第 2 行登记：结果 采用")]
    doubts = {row.words["title"]: [each.reason for each in row.doubts] for row in preview.rows if row.doubts}
    assert doubts == {
        "己题": ["不认识结果“下次再说”，这一格没有读。"],
        "县城停车怎么治": ["库里这个协商议题是“待定”。文件不改它，要改就在协商议题里办下一步。"],
    }
    assert call.state(call.first) == "suggested" and call.told(call.first) == []
    call.act(made["乙题"], "merge", merged_into=made["甲题"])
    assert call.values(made["乙题"])["merged_into"] == made["甲题"]
    with pytest.raises(Refusal, match="已经并入别的议题"):
        call.act(made["乙题"], "merge", merged_into=call.first)
    call.act(made["丙题"], "reopen", note="又提了")
    assert sound(place)


def test_the_same_table_again_changes_nothing_and_is_taken_back(call: Call, tmp_path: Path) -> None:
    place = call.place
    rows = (("甲题", 2026, "张某", "采用", None), ("乙题", 2026, "张某", "未采用", "议过了"))
    _, done = load(place, tmp_path / "a.xlsx", *rows)
    again, nothing = load(place, tmp_path / "b.xlsx", *rows)
    assert [(row.result, row.doubts) for row in again.rows] == [("same", ()), ("same", ())] and nothing.records == ()
    assert done.group and undo_group(place.office, place.actor, done.group).binned == 2
    assert sound(place)


def test_out_in_words(call: Call, tmp_path: Path) -> None:
    call.act(call.first, "adopt")
    module = call.place.office.modules["topics"]
    export_list(call.place.office, call.place.actor, module, Query(), tmp_path / "题.xlsx", names=list(module.columns))
    cells = {cell.value for row in openpyxl.load_workbook(tmp_path / "题.xlsx").active.iter_rows() for cell in row}
    assert cells >= {"县城停车怎么治", "已采用", "待定"} and "adopted" not in cells


def test_the_form_filled_and_blank(call: Call, tmp_path: Path) -> None:
    place = call.place
    change_record(
        place.office, place.actor, "topic", call.first, {"phone": "13800001234", "hoped_units": "城管局、公安局"}
    )
    filled, blank = render_forms(place.office, place.actor, "topic_form", [call.first], tmp_path, blank=True)
    files = {file.suffix: file for file in filled.files}
    with pdfplumber.open(files[".pdf"]) as pages:
        assert len(pages.pages) == 1
        text = pages.pages[0].extract_text()
    for word in ("2026年度协商议题征集表", "县城停车怎么治", "13800001234", "城管局、公安局", "2026年2月1日"):
        assert word in text
    table = docx.Document(str(files[".docx"])).tables[0]
    assert "经济界小组" in [cell.text for row in table.rows for cell in row.cells]
    with pdfplumber.open(next(file for file in blank.files if file.suffix == ".pdf")) as pages:
        empty = pages.pages[0].extract_text()
    assert "联系方式" in empty and "县城停车怎么治" not in empty


def test_a_station_suggests_and_the_county_decides(filled: Filled, pair: tuple[Place, Place], tmp_path: Path) -> None:
    county, station = pair
    ours = suggest(station, "村口的路灯", suggested_by="村民")
    with pytest.raises(Refusal, match="只能由县政协办理"):
        Call(station, ours, "", "").act(ours, "adopt")
    county.unpack(station.pack("county", tmp_path / "2.cppcc"))
    there = Call(county, ours, "", "")
    assert (there.state(ours), there.values(ours)["station"]) == ("suggested", filled.station)
    there.act(ours, "not_use", result_reason="已列入明年计划", onward="转县城管局")
    there.act(ours, "inform", how="电话", whom="村民")
    own = suggest(county, "县里自己的题")
    station.unpack(county.pack(filled.station, tmp_path / "3.cppcc"))
    back = Call(station, ours, "", "")
    assert (back.state(ours), back.values(ours)["onward"]) == ("not_used", "转县城管局")
    assert [label for label, _ in back.told(ours)] == ["告知提出者", "不采用"]
    rows = list_records(station.office, station.actor, station.office.modules["topics"], Query(), 0, -1).rows
    assert own not in [row["id"] for row in rows]
    for place in (county, station):
        assert sound(place)


def read_text(file: Path) -> str:
    with pdfplumber.open(file) as pages:
        return "\n".join(page.extract_text() for page in pages.pages)


def test_the_list_on_paper_says_what_became_of_each(call: Call, tmp_path: Path) -> None:
    place = call.place
    change_record(place.office, place.actor, "topic", call.first, {"category": "重大民生"})
    call.act(call.first, "adopt", result_reason="今年的重点")
    call.act(call.second, "merge", merged_into=call.first)
    call.act(call.third, "not_use", result_reason="已有方案", onward="转县城管局")
    asked = PaperRequest(query=Query(order=("title",)))
    (made,) = render_forms(place.office, place.actor, "topic_list", [], tmp_path, asked=asked)
    text = read_text(next(file for file in made.files if file.suffix == ".pdf")).replace("\n", "")
    for word in (
        "2026年度协商议题一览",
        "重大民生",
        "委员荐题",
        "经济界小组",
        "已采用：今年的重点",
        "已并入《县城停车怎么治》",
        "共 3 个",
    ):
        assert word in text, word
    only = PaperRequest(query=Query(Is("state", ("not_used",))))
    (one,) = render_forms(place.office, place.actor, "topic_list", [], tmp_path, asked=only, formats=("docx",))
    table = docx.Document(str(one.files[0])).tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows == [["序号", "议题", "类别", "来源", "提出者", "结果"],
                    ["1", "河堤路灯", "", "", "李某", "未采用：已有方案；转县城管局"]]  # fmt: skip


def test_what_a_year_offers_to_choose_from_stands_by_category(call: Call, tmp_path: Path) -> None:
    place = call.place
    for topic, category in ((call.first, "重大民生"), (call.third, "重要事项")):
        change_record(place.office, place.actor, "topic", topic, {"category": category, "reason": "反映多。"})
    call.act(call.second, "merge", merged_into=call.first)
    (made,) = render_forms(
        place.office, place.actor, "topic_reference", [], tmp_path, asked=PaperRequest(year=2026), formats=("docx",)
    )
    words = [each.text for each in docx.Document(str(made.files[0])).paragraphs if each.text.strip()]
    assert words == [
        "2026年度选题参考", "一、重大民生", "1. 县城停车怎么治。来源：委员荐题，经济界小组。理由：反映多。", "二、重要事项",
        "1. 河堤路灯。来源：李某。理由：反映多。",
    ]  # fmt: skip
    with pytest.raises(OfficeError, match="还没有说哪一年"):
        render_forms(place.office, place.actor, "topic_reference", [], tmp_path)
