"""项目, 捐赠, 稿件: lives, sums that are those of the rows, tables in and out, a station's own."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.cli.arguments import make_parser
from cppcc_desktop.cli.stats import stats
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.services.cases.retracting import take_back
from cppcc_desktop.services.cases.steps import act, next_steps, read_timeline
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.figures.figures import CountedFigure, read_breakdown, read_figures
from cppcc_desktop.services.figures.scopes import find_scope, find_sheet
from cppcc_desktop.services.forms.printing import render_forms
from cppcc_desktop.services.imports.imports import Preview, apply_import, default_choices, preview_import
from cppcc_desktop.services.lists.exports import export_list
from cppcc_desktop.services.records.children import add_rows
from cppcc_desktop.services.records.records import (
    Query,
    change_record,
    count_records,
    create_record,
    list_records,
    show_record,
)
from tests.conftest import Filled, Place


def sound(place: Place) -> bool:
    return all(each.ok for each in check_office(place.office, place.actor))


def values(place: Place, kind: str, record: str) -> dict[str, object]:
    return dict(show_record(place.office, place.actor, kind, record).values)


def read(place: Place, module: str, year: str = "2026") -> dict[str, CountedFigure]:
    sheet = find_sheet(place.office, module)
    scope = find_scope(place.office, place.actor, year=year, sheet=sheet)
    return dict(read_figures(place.office, place.actor, scope, sheet=sheet).lines)


def plan(place: Place, **more: object) -> str:
    return create_record(place.office, place.actor, "project", {"title": "茶园改造", "year": 2026, **more})


def give(place: Place, **more: object) -> str:
    return create_record(place.office, place.actor, "donation", {"date": "2026-05-01", "receiver": "县一中", **more})


def print_piece(place: Place, title: str, **more: object) -> str:
    return create_record(place.office, place.actor, "piece", {"title": title, "date": "2026-03-01", **more})


def do(place: Place, project: str, move: str, **entered: object) -> str:
    return act(place.office, place.actor, "project", project, move, entered).target


def test_a_project_is_begun_finished_and_its_steps_say_so(county: Place) -> None:
    project = plan(county, money_planned="12万", jobs=3)
    offered = next_steps(county.office, county.actor, show_record(county.office, county.actor, "project", project))
    assert [each.move.label for each in offered] == ["开始实施", "完成", "中止"]
    assert do(county, project, "start", date="2026-02-01") == "running"
    with pytest.raises(Refusal, match="在开始日期 2026-02-01 之前"):
        do(county, project, "finish", date="2026-01-31")
    assert do(county, project, "finish", date="2026-05-01", money_done="11.5万", jobs=8) == "finished"
    now = values(county, "project", project)
    assert (now["started_on"], now["ended_on"], now["money_done"], now["jobs"], now["result"]) == (
        "2026-02-01", "2026-05-01", "115000", 8, "3",
    )  # fmt: skip
    take_back(county.office, county.actor, "project", project, "点错了")
    now = values(county, "project", project)
    assert (now["state"], now["ended_on"], now["money_done"], now["jobs"]) == ("running", None, None, 3)
    assert sound(county)


def test_one_that_stops_says_why_and_may_go_on(county: Place) -> None:
    project = plan(county)
    with pytest.raises(Refusal, match="没有填中止原因"):
        do(county, project, "stop", date="2026-03-01")
    assert do(county, project, "stop", date="2026-03-01", stop_reason="场地没有落实") == "stopped"
    with pytest.raises(Refusal, match="没有填原因"):
        do(county, project, "resume", date="2026-04-01")
    do(county, project, "resume", date="2026-04-01", note="场地有了")
    now = values(county, "project", project)
    assert (now["state"], now["result"], now["stop_reason"]) == ("running", "2", None)
    rows = read_timeline(county.office, county.actor, "project", project)
    assert [(each.label, each.words) for each in rows] == [("恢复实施", "场地有了"), ("中止", "场地没有落实")]
    with pytest.raises(InvalidField, match="不能直接改"):
        change_record(county.office, county.actor, "project", project, {"state": "finished"})


def test_progress_is_written_row_by_row(county: Place, tmp_path: Path) -> None:
    project = plan(county, persons="外来的客、王某", body="县茶业公司")
    rows = [
        {"date": "2026-03-01", "words": "打井一口", "money": "1.2万"},
        {"date": "2026-04-01", "words": "铺管道。"},
    ]
    add_rows(county.office, county.actor, "project_progress", project, rows)
    made, blank = render_forms(
        county.office, county.actor, "project_form", [project], tmp_path, formats=("docx",), blank=True
    )
    cells = [
        cell.text for table in docx.Document(str(made.files[0])).tables for row in table.rows for cell in row.cells
    ]
    text = "".join(cells)
    assert "2026年3月1日，打井一口，投入 12,000 元。" in text and "2026年4月1日，铺管道。" in text
    assert "外来的客、王某" in text and "计划" in cells
    assert "空白" in blank.files[0].name


def test_a_donation_has_a_giver(county: Place) -> None:
    with pytest.raises(Refusal, match="没有填捐赠人或捐赠单位"):
        give(county, money="100")
    gift = give(county, money="100", person="外来的客")
    assert values(county, "donation", gift)["currency"] == "CNY", "where nothing else is said"
    with pytest.raises(InvalidField, match="捐赠人、捐赠单位要填一个"):
        change_record(county.office, county.actor, "donation", gift, {"person": None})
    change_record(
        county.office, county.actor, "donation", gift, {"person": None, "body": "县茶业公司", "currency": "港币"}
    )
    assert values(county, "donation", gift)["currency"] == "HKD"


def test_members_are_found_by_name_and_others_stand_as_written(filled: Filled) -> None:
    place = filled.place
    gift = give(place, money="5", person="陈素芬")
    piece = print_piece(place, "老街", kind="文史", author="陈素芬、外来的客", level="市级")
    member = values(place, "donation", gift)["person"]
    assert values(place, "piece", piece)["author"] == [member, "外来的客"] and member != "陈素芬"


def test_currencies_are_never_added_together(county: Place) -> None:
    for money, currency, who in (
        ("300", None, {"person": "甲"}), ("200.5", "人民币", {"body": "乙公司"}), ("1000", "港元", {"person": "丙"}),
    ):  # fmt: skip
        give(county, money=money, currency=currency, **who)
    give(county, goods="书 20 册", body="乙公司")
    lines = read(county, "donations")
    told = {key: line.words for key, line in lines.items() if line.records}
    assert told == {
        "donations": "4", "persons": "2", "bodies": "2", "cash_gifts": "3", "goods_gifts": "1", "cash_CNY": "500.50",
        "cash_HKD": "1,000", "cash_persons": "300", "cash_bodies": "200.50", "goods": "—",
    }  # fmt: skip
    assert lines["goods"].missing == "1 笔没有填物资折价" and lines["cash_HKD"].figure.label == "捐款（港元）"
    views = {each.name: each.where for each in county.office.modules["donations"].views}
    module = county.office.modules["donations"]
    counted = {name: count_records(county.office, county.actor, module, Query(where)) for name, where in views.items()}
    assert counted == {"all": 4, "persons": 2, "bodies": 2, "goods": 1, "foreign": 1}


def test_figures_of_projects_by_state_kind_and_township(county: Place) -> None:
    first = plan(
        county, money_planned="12万", money_done="3万", jobs=3, people=20, kind="帮扶", township="云水镇", persons="甲"
    )
    plan(county, title="路灯", money_planned="8万", kind="公益", township="云水镇")
    plan(county, title="去年的", year=2025, money_planned="5万")
    do(county, first, "start", date="2026-02-01")
    lines = read(county, "projects")
    told = {key: line.words for key, line in lines.items()}
    assert told == {
        "projects": "2", "planned": "1", "running": "1", "done": "0", "stopped": "0", "done_rate": "0.0%", "by_members": "1",
        "money_planned": "20", "money_done": "3", "jobs": "3", "people": "20",
    }  # fmt: skip
    assert lines["money_done"].missing == "1 个没有填已投入"
    sheet = find_sheet(county.office, "projects")
    scope = find_scope(county.office, county.actor, year="2026", sheet=sheet)
    for by, wanted in (
        ("result", {"计划": ("8", "—"), "实施中": ("12", "3"), "没有填": ("0", "0")}), ("township", {"云水镇": ("20", "3"), "没有填": ("0", "0")}),
        ("kind", {"帮扶": ("12", "3"), "公益": ("8", "—"), "没有填": ("0", "0")}),
    ):  # fmt: skip
        found = read_breakdown(county.office, county.actor, scope, by, sheet=sheet)
        assert {group.label: (row["money_planned"].words, row["jobs"].words) for group, row in found.lines} == wanted


def test_pieces_by_level_and_kind(county: Place) -> None:
    for title, kind, level in (("一", "文史", "县"), ("二", "文史资料", "省级"), ("三", "宣传", None)):
        print_piece(county, title, kind=kind, level=level)
    told = {key: line.words for key, line in read(county, "pieces").items() if line.numerator}
    assert told == {
        "pieces": "3",
        "of_kind_1": "2",
        "of_kind_2": "1",
        "at_level_1": "1",
        "at_level_3": "1",
        "no_level": "1",
    }


# tables


def write(path: Path, *rows: Sequence[object]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def load(place: Place, module: str, path: Path) -> Preview:
    preview = preview_import(place.office, place.actor, place.office.modules[module], path)
    apply_import(place.office, place.actor, preview, default_choices(preview))
    return preview


def results(place: Place, module: str, path: Path) -> set[str]:
    return {each.result for each in preview_import(place.office, place.actor, place.office.modules[module], path).rows}


def test_28_projects_with_12_million_come_from_one_file(county: Place, tmp_path: Path) -> None:
    """The sum is that of the rows, to the last fen; read again the file changes nothing."""
    money = [Decimal("42.85") + Decimal(each) / 100 for each in range(27)]
    money.append(Decimal(1200) - sum(money))
    states = ("已完工", "在建", "未开工", "完成")
    rows = [
        (each + 1, f"项目之{each}", "2026年", "公益", f"委员{each}", "云水镇", states[each % 4], float(amount), each)
        for each, amount in enumerate(money)
    ]
    head = ("序号", "项目名称", "年度", "项目类别", "实施委员", "乡镇", "项目进展", "总投资（万元）", "带动就业人数")
    path = write(tmp_path / "a.xlsx", ("2026年委员项目情况表",), head, *rows)
    preview = load(county, "projects", path)
    assert {each.result for each in preview.rows} == {"new"}, preview.rows[0]
    assert len(preview.rows) == 28
    lines = read(county, "projects")
    assert (lines["projects"].words, lines["money_planned"].words, lines["jobs"].words) == ("28", "1,200", "378")
    assert (lines["done"].words, lines["running"].words, lines["planned"].words) == ("14", "7", "7")
    module = county.office.modules["projects"]
    shown = list_records(county.office, county.actor, module, Query(lines["money_planned"].where), 0, -1).rows
    assert sum(Decimal(str(row["money_planned"])) for row in shown) == 12_000_000
    assert results(county, "projects", path) == {"same"}
    export_list(county.office, county.actor, module, Query(), tmp_path / "b.xlsx")
    assert results(county, "projects", tmp_path / "b.xlsx") == {"same"}
    assert sound(county)


def test_33_donors_with_510_000_come_from_one_file(county: Place, tmp_path: Path) -> None:
    """One of them gave Hong Kong dollars, which are not added; persons and bodies are told apart."""
    rows: list[tuple[object, ...]] = [
        ("2026-03-01", f"委员{each}", None, "县慈善总会", 10_000, None) for each in range(20)
    ]
    rows += [("2026-03-02", None, f"公司{each}", "县慈善总会", 25_833.33, "人民币") for each in range(11)]
    rows += [
        ("2026-03-02", None, "公司末", "县慈善总会", 310_000 - 25_833.33 * 11, "人民币"),
        ("2026-03-03", "港胞", None, "县慈善总会", 30_000, "港币"),
    ]
    path = write(tmp_path / "a.xlsx", ("捐款时间", "捐款人", "捐款单位", "受赠单位", "金额（元）", "币种"), *rows)
    preview = load(county, "donations", path)
    assert [each.result for each in preview.rows].count("new") == 33, [
        each.reason for each in preview.rows if each.reason
    ]
    lines = read(county, "donations")
    keys = ("donations", "persons", "bodies", "cash_CNY", "cash_HKD", "cash_persons", "cash_bodies")
    assert [lines[key].words for key in keys] == ["33", "21", "12", "510,000", "30,000", "200,000", "310,000"]
    assert results(county, "donations", path) == {"same"}
    options = make_parser(FEATURES).parse_args(["stats", "donations", "--year", "2026", "--db", "x"])
    told = {each["key"]: each["value"] for each in stats(county.office, county.actor, options).data}
    assert (told["cash_CNY"], told["cash_HKD"]) == (510_000, 30_000)
    export_list(county.office, county.actor, county.office.modules["donations"], Query(), tmp_path / "b.xlsx")
    assert results(county, "donations", tmp_path / "b.xlsx") == {"same"}


def test_what_a_table_of_donations_leaves_open_is_asked(county: Place, tmp_path: Path) -> None:
    rows = (
        ("2026-03-01", "甲", "县一中", 100, None), ("2026-03-01", "乙", "县一中", 100, None), ("2026-03-01", None, "县一中", 100, None),
        ("2026-03-01", "甲", "县一中", "5万港元", None), ("2026-03-02", "甲", "县一中", None, "课桌"), ("2026-03-01", "丙", "县一中", 100, "日元"),
    )  # fmt: skip
    head = ("日期", "捐赠人", "受赠方", "捐赠金额", "捐赠物资")
    path = write(tmp_path / "a.xlsx", head, *rows[:5])
    preview = load(county, "donations", path)
    assert [each.result for each in preview.rows][:3] == ["new", "new", "doubt"]
    assert preview.rows[2].lacks == "捐赠人或捐赠单位" and preview.rows[4].result == "new"
    assert any("港元" in each.value for each in preview.rows[3].doubts)
    assert read(county, "donations")["cash_CNY"].words == "200"


@pytest.mark.parametrize("heading", ["捐赠单位（个人）", "捐赠人/单位", "捐赠方", "捐款人（单位）"])
def test_one_column_of_givers(filled: Filled, tmp_path: Path, heading: str) -> None:
    """Firms are bodies, members are the members, others are persons."""
    rows = [("2026-03-01", name, "县一中", "3") for name in ("云水食品公司", "陈素芬", "外来的客")]
    path = write(tmp_path / "a.xlsx", ("日期", heading, "受赠方", "金额（万元）"), *rows)
    load(filled.place, "donations", path)
    lines = read(filled.place, "donations")
    told = [lines[key].words for key in ("persons", "bodies", "cash_persons", "cash_bodies")]
    assert told == ["2", "1", "60,000", "30,000"]
    assert results(filled.place, "donations", path) == {"same"}


def test_pieces_come_from_a_file(county: Place, tmp_path: Path) -> None:
    """One that was printed in two places is two."""
    head = ("标题", "类型", "作者", "刊发媒体", "级别", "发表时间")
    path = write(
        tmp_path / "a.xlsx",
        head,
        ("古桥", "文史", "甲、乙", "市文史", "市级", "2026.3.1"),
        ("古桥", "文史", "甲、乙", "省报", "省级", "2026.4.1"),
    )
    load(county, "pieces", path)
    assert read(county, "pieces")["pieces"].words == "2" and results(county, "pieces", path) == {"same"}


def test_a_stations_own_goes_to_it_alone_and_comes_back(
    pair: tuple[Place, Place], filled: Filled, tmp_path: Path
) -> None:
    county, station = pair
    mine = plan(county, station=filled.station)
    plan(county, title="县里的")
    give(county, money="5", person="甲", station=filled.station)
    station.unpack(county.pack(filled.station, tmp_path / "a.cppcc"))
    module = station.office.modules["projects"]
    assert [row["id"] for row in list_records(station.office, station.actor, module, Query(), 0, -1).rows] == [mine]
    do(station, mine, "start", date="2026-05-01")
    gift = give(station, goods="米 10 袋", person="外来的客")
    rows = [("项目名称", "年度", "项目进展"), ("路灯", 2026, "已完工"), ("水渠", 2026, "未开工")]
    load(station, "projects", write(tmp_path / "a.xlsx", *rows))
    came = county.unpack(station.pack("county", tmp_path / "b.cppcc"))
    assert not came.quarantined, [each.reason for each in came.aside]
    assert values(county, "project", mine)["state"] == "running"
    assert values(county, "donation", gift)["station"] == filled.station
    assert read(county, "projects")["done"].words == "1"
    assert sound(county) and sound(station)
