"""A score sheet for places that no platform code knows: judged at both ends, by cut-off and by quota, made final."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cppcc_desktop.cli.arguments import make_parser
from cppcc_desktop.cli.scores import scores
from cppcc_desktop.cli.usage import WrongUsage
from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.cases.steps import act
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.exchange.conflicts import list_conflicts
from cppcc_desktop.services.records.attachments import attach_files, list_attachments
from cppcc_desktop.services.records.records import change_record, list_records
from cppcc_desktop.services.scores.entries import enter_score, judge, judge_own, read_entry
from cppcc_desktop.services.scores.output import export_scores
from cppcc_desktop.services.scores.results import assess, correct_result, fix_year, read_assessment
from cppcc_desktop.services.scores.sheets import change_sheet, read_sheet
from db.queries.records import Query
from tests.conftest import Place
from tests.new_module.nouns import CALLED, CODE, FINISH, HEAD, HOST, OF_YEAR, PLACE, TITLE, TOWN, TOWNS, YEAR
from tests.new_module.scores import FACE, HALL, MEETINGS, MORE, QUOTAS, RECORDS, SCHEME, SCORED, SCORES, WORTH_SCHEME
from tests.ui.offices import Desk, fill_in, press_button
from ui.self_check import SelfCheck

OpenTrial = Callable[..., Place]


@dataclass
class Scored:
    """A county with three places, two records of the first, one of them finished."""

    place: Place
    east: str
    west: str
    north: str
    held: list[str]

    @property
    def who(self) -> tuple[Any, Any, Any]:
        return self.place.office, self.place.actor, SCHEME

    def judge(self, subject: str, hall: str, meetings: str) -> None:
        for item, points in ((HALL, hall), (MEETINGS, meetings)):
            judge(*self.who, 2026, subject, item, points=points, reason="看过")

    def grades(self) -> dict[str, str]:
        return {each.name: each.grade for each in assess(*self.who, 2026)}


@pytest.fixture
def scored(open_trial: OpenTrial) -> Scored:
    place = open_trial("county", SCORED)
    east, west, north = (
        place.create(PLACE, **{CODE: f"0{at}", CALLED: name}) for at, name in enumerate(("东分会", "西分会", "北分会"))
    )
    held = [place.create(TOWN, **{HOST: east, HEAD: head}) for head in ("春耕会", "读书会")]
    act(place.office, place.actor, TOWN, held[0], FINISH, {})
    return Scored(place, east, west, north, held)


def of(scored: Scored, subject: str):
    return next(each for each in assess(*scored.who, 2026) if each.id == subject)


def test_what_nobody_judged_is_unknown_and_closes_nothing(scored: Scored) -> None:
    sheet = read_sheet(*scored.who, 2026)
    assert (sheet.full, sheet.since, sheet.items[0].standard) == (Decimal(100), 0, "有场地、有牌子，60 分")
    assert {each.points for each in assess(*scored.who, 2026)} == {None}
    with pytest.raises(Refusal, match="没有评过分，没有可以定稿的"):
        fix_year(*scored.who, 2026)
    judge(*scored.who, 2026, scored.east, HALL, points="55")
    east = of(scored, scored.east)
    assert (east.points, east.waiting, east.rank) == (None, ("活动",), 0)
    with pytest.raises(Refusal, match=r"东分会 1 处还没有评完") as refused:
        fix_year(*scored.who, 2026)
    assert "东分会还差活动" in refused.value.todo


def test_stars_by_cut_off_with_the_records_behind(scored: Scored) -> None:
    scored.judge(scored.east, "55", "25.5")
    scored.judge(scored.west, "50", "15")
    east, west, north = assess(*scored.who, 2026)
    line = east.line(MEETINGS)
    assert line and line.figure and line.figure.counted == tuple(sorted(scored.held))
    assert (east.points, east.grade, east.rank) == (Decimal("90.50"), "五星", 1)  # 55 + 25.5 + 10: half are done
    assert (west.points, west.grade, west.rank) == (Decimal("72.22"), "三星", 2)  # nothing to count: 65 of 90
    assert (north.points, north.grade) == (None, "")
    entry = enter_score(*scored.who, 2026, scored.west, MORE, "全县推广", 2)
    assert of(scored, scored.west).points == Decimal("76.22") and entry


def test_wrong_points_are_refused_and_change_nothing(scored: Scored) -> None:
    for points in ("60.1", "六十", "-1", "0.555"):
        with pytest.raises(InvalidField, match="0 到 60"):
            judge(*scored.who, 2026, scored.east, HALL, points=points)
    with pytest.raises(InvalidField, match="评分的项目"):
        judge(*scored.who, 2026, scored.east, MORE, points="1")
    with pytest.raises(OfficeError):
        judge(*scored.who, 2026, scored.east, HALL, points="1", evidence=[f"{TOWN}:nothing"])
    with pytest.raises(OfficeError):
        judge(*scored.who, 2026, "nobody", HALL, points="1")
    assert not of(scored, scored.east).begun
    judge(*scored.who, 2026, scored.east, HALL, points="1")
    judge(*scored.who, 2026, scored.east, HALL, points="")  # taken back
    assert not of(scored, scored.east).begun


def test_quotas_by_rank_and_one_corrected_with_a_reason(scored: Scored) -> None:
    change_sheet(*scored.who, 2026, QUOTAS)
    for subject, hall in ((scored.east, "50"), (scored.west, "40"), (scored.north, "30")):
        scored.judge(subject, hall, "20")
    assert scored.grades() == {"东分会": "五星", "西分会": "四星", "北分会": ""}
    uses = read_assessment(*scored.who, 2026).quotas
    assert [(use.label, use.places, use.base, use.rule) for use in uses] == [
        ("五星", 1, 3, "前 40%，最多 1"), ("四星", 1, 3, "最多 1，不低于 50 分"),
    ]  # fmt: skip
    with pytest.raises(InvalidField, match="理由"):
        correct_result(*scored.who, 2026, scored.north, grade="五星", reason=" ")
    with pytest.raises(InvalidField, match="没有“七星”"):
        correct_result(*scored.who, 2026, scored.north, grade="七星", reason="x")
    correct_result(*scored.who, 2026, scored.north, grade="五星", reason="全省现场会")
    assert scored.grades() == {"东分会": "四星", "西分会": "", "北分会": "五星"}
    north = of(scored, scored.north)
    assert north.correction and (north.correction.reason, north.rank) == ("全省现场会", 3)
    correct_result(*scored.who, 2026, scored.north, points="99", reason="漏了一项")
    assert (of(scored, scored.north).points, of(scored, scored.north).grade) == (Decimal(99), "五星")
    correct_result(*scored.who, 2026, scored.north, reason="更正错了")
    assert of(scored, scored.north).correction is None and scored.grades()["北分会"] == ""


def test_closing_fixes_everything(scored: Scored) -> None:
    scored.judge(scored.east, "55", "20")
    correct_result(*scored.who, 2026, scored.east, grade="五星", reason="全省现场会")
    fixed = fix_year(*scored.who, 2026, [scored.east])
    assert (fixed[0].grade, fixed[0].award, fixed[0].points) == ("五星", True, Decimal("85.00"))
    assert fixed[0].correction and fixed[0].correction.reason == "全省现场会"
    scored.place.create(TOWN, **{HOST: scored.east, HEAD: "后来的"})
    for attempt in (
        lambda: judge(*scored.who, 2026, scored.east, HALL, points="1"),
        lambda: judge_own(*scored.who, 2026, scored.east, HALL, points="1"),
        lambda: enter_score(*scored.who, 2026, scored.east, MORE, "x"),
        lambda: correct_result(*scored.who, 2026, scored.east, points="1", reason="x"),
        lambda: change_sheet(*scored.who, 2026, QUOTAS),
        lambda: fix_year(*scored.who, 2026),
    ):
        with pytest.raises(Refusal, match="已经定稿"):
            attempt()
    assert assess(*scored.who, 2026)[0] == fixed[0]
    (result,) = list_records(
        scored.place.office, scored.place.actor, scored.place.office.modules[SCORES], Query(), 0, -1
    ).rows
    with pytest.raises(InvalidField, match="不能直接改"):
        change_record(scored.place.office, scored.place.actor, SCORES, str(result["id"]), {"points": "100"})
    change_sheet(*scored.who, 2027, QUOTAS)
    assert assess(*scored.who, 2026)[0] == fixed[0] and all(each.ok for each in check_office(*scored.who[:2]))


def test_records_with_a_life_are_judged_in_their_year(scored: Scored) -> None:
    place = scored.place
    who = (place.office, place.actor, WORTH_SCHEME)
    texts = {title: place.create(YEAR, **{TITLE: title, OF_YEAR: 2026}) for title in ("甲签文", "乙签文")}
    place.create(YEAR, **{TITLE: "去年的签文", OF_YEAR: 2025})
    for title, points in (("甲签文", "7"), ("乙签文", "9")):
        judge(*who, 2026, texts[title], "text", points=points)
    told = [(each.name, each.rank, each.grade) for each in assess(*who, 2026)]
    assert told == [("乙签文", 1, "优秀"), ("甲签文", 2, "")]
    assert [each.name for each in assess(*who, 2025)] == ["去年的签文"]
    assert fix_year(*who, 2026, [texts["乙签文"]])[0].award and not read_sheet(*scored.who, 2026).fixed
    assert all(each.ok for each in check_office(place.office, place.actor))


def test_who_may(scored: Scored) -> None:
    office, _, scheme = scored.who
    reader = Actor("某人", "reader", office.name)
    for attempt in (
        lambda: judge(office, reader, scheme, 2026, scored.east, HALL, points="1"),
        lambda: judge_own(office, reader, scheme, 2026, scored.east, HALL, points="1"),
        lambda: correct_result(office, reader, scheme, 2026, scored.east, points="1", reason="x"),
        lambda: fix_year(office, reader, scheme, 2026),
    ):
        with pytest.raises(Refusal):
            attempt()


@pytest.fixture
def station(scored: Scored, open_trial: OpenTrial, tmp_path: Path) -> Place:
    """The office of 东分会, which read the county's first file."""
    place = open_trial("station", SCORED)
    place.unpack(scored.place.pack(scored.east, tmp_path / "first.cppcc"))
    place.actor = Actor(place.actor.name, "admin", place.office.name)
    return place


def test_a_place_writes_its_own_and_the_county_judges(scored: Scored, station: Place, tmp_path: Path) -> None:
    there = (station.office, station.actor, SCHEME)
    assert [each.name for each in assess(*there, 2026)] == ["东分会"]
    judge_own(*there, 2026, scored.east, HALL, points="58", words="牌子新挂", evidence=[f"{TOWN}:{scored.held[0]}"])
    judge_own(*there, 2026, scored.east, MEETINGS, points="30")
    photo = tmp_path / "牌子.txt"
    photo.write_text("照片", "utf-8")
    attach_files(
        station.office, station.actor, RECORDS.entry.name, read_entry(*there, 2026, scored.east, HALL).record, [photo]
    )
    for attempt in (
        lambda: judge(*there, 2026, scored.east, HALL, points="60"),
        lambda: judge_own(*there, 2026, scored.west, HALL, points="60"),
        lambda: correct_result(*there, 2026, scored.east, points="100", reason="x"),
        lambda: fix_year(*there, 2026),
    ):
        with pytest.raises(Refusal):
            attempt()
    judge(*scored.who, 2026, scored.east, MEETINGS, points="30")  # both write of one line without having seen the other
    scored.place.unpack(station.pack("county", tmp_path / "own.cppcc"))
    assert list_conflicts(*scored.who[:2]) == []
    east = of(scored, scored.east)
    hall, meetings = east.line(HALL), east.line(MEETINGS)
    assert hall and meetings and (hall.own, hall.open, meetings.own, meetings.points) == ("58", True, "30", Decimal(30))
    entry = read_entry(*scored.who, 2026, scored.east, HALL)
    assert entry.evidence == {TOWN: [(scored.held[0], "春耕会")]} and entry.judgement.own_words == "牌子新挂"
    assert [each.name for each in list_attachments(*scored.who[:2], entry.record)] == ["牌子.txt"]
    with pytest.raises(InvalidField, match=r"自评（58 分）不同，写明理由"):
        judge(*scored.who, 2026, scored.east, HALL, points="50")
    judge(*scored.who, 2026, scored.east, HALL, points="50", reason="牌子挂错了")
    assert of(scored, scored.east).grade == "五星"
    station.unpack(scored.place.pack(scored.east, tmp_path / "judged.cppcc"))
    told = assess(*there, 2026)[0].line(HALL)
    assert told and (told.points, told.own, told.reasons) == (Decimal(50), "58", ("牌子挂错了",))
    assert assess(*there, 2026)[0].rank == 0  # how it stands among the others it learns once the year is final
    fix_year(*scored.who, 2026, [scored.east])
    station.unpack(scored.place.pack(scored.east, tmp_path / "fixed.cppcc"))
    final = assess(*there, 2026)[0]
    assert (final.grade, final.rank, final.award, final.points) == ("五星", 1, True, Decimal("90.00"))
    with pytest.raises(Refusal, match="已经定稿"):
        judge_own(*there, 2026, scored.east, HALL, points="60")
    for each in (scored.place, station):
        assert all(found.ok for found in check_office(each.office, each.actor))


def test_what_is_not_touched_disputes_nothing(scored: Scored, station: Place, tmp_path: Path) -> None:
    there, line = (station.office, station.actor, SCHEME), (2026, scored.east, HALL)
    judge_own(*there, *line, points="58")
    scored.place.unpack(station.pack("county", tmp_path / "one.cppcc"))
    station.unpack(scored.place.pack(scored.east, tmp_path / "two.cppcc"))
    judge_own(*there, *line, points="58", evidence=[f"{TOWN}:{scored.held[1]}"])
    judge(*scored.who, *line, points="58", evidence=())  # without having seen it
    scored.place.unpack(station.pack("county", tmp_path / "three.cppcc"))
    entry = read_entry(*scored.who, *line)
    assert (entry.judgement.points, list(entry.evidence)) == ("58", [TOWN]) and list_conflicts(*scored.who[:2]) == []


# the command


def run(place: Place, *words: str):
    options = make_parser(SCORED).parse_args(["scores", *words, "--db", "x"])
    return scores(place.office, place.actor, options)


def test_the_command(scored: Scored, tmp_path: Path) -> None:
    place = scored.place
    assert run(place, "show", SCORES).data["subjects"][0]["points"] is None
    told = run(place, "judge", SCORES, "东分会", "场地", "--points", "55", "--evidence", f"{TOWN}:{scored.held[1]}")
    assert told.data["subjects"][0]["waiting"] == ["活动"] and "没有核定" in "".join(told.lines)
    run(place, "own", SCORES, "东分会", MEETINGS, "--points", "30")
    with pytest.raises(InvalidField, match="写明理由"):
        run(place, "judge", SCORES, "东分会", MEETINGS, "--points", "20")
    run(place, "judge", SCORES, "东分会", MEETINGS, "--points", "20", "--reason", "少一次")
    run(place, "add", SCORES, scored.east, "有经验推广", "--reason", "县里转发")
    told = run(place, "correct", SCORES, "东分会", "--grade", "五星", "--reason", "全省现场会")
    (east,) = told.data["subjects"]
    assert (east["points"], east["grade"], east["correction"]["reason"]) == ("87", "五星", "全省现场会")
    assert east["lines"][0]["evidence"] == [f"{TOWN}:{scored.held[1]}"]
    told = run(place, "fix", SCORES, "--award", "东分会")
    assert told.data["fixed"] and told.data["subjects"][0]["award"] and json.dumps(told.data)
    run(place, "export", SCORES, "--to", str(tmp_path / "评定.xlsx"))
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / "评定.xlsx").active.iter_rows()]
    assert rows[0][:8] == ["名次", "分会", "场地", "自评", "理由", "活动", "自评", "理由"]
    assert rows[1][1:3] == ["东分会", "55"] and "五星：全省现场会" in rows[1][-1] and rows[2][1] in ("北分会", "西分会")
    for words in (("judge", SCORES, "南分会", "场地", "--points", "1"), ("judge", SCORES, "东分会", "没有的", "--points", "1"),
                  ("judge", SCORES, "东分会", "场地"), ("export", SCORES)):  # fmt: skip
        with pytest.raises(OfficeError):
            run(place, *words)
    with pytest.raises(WrongUsage):
        make_parser(SCORED).parse_args(["scores", "show", TOWNS, "--db", "x"])


def test_a_year_in_a_spreadsheet_before_it_is_judged(scored: Scored, tmp_path: Path) -> None:
    judge(*scored.who, 2026, scored.east, HALL, points="55")
    found = read_assessment(*scored.who, 2026)
    assert export_scores(tmp_path / "x.xlsx", SCHEME, found.sheet, found.subjects) == 3
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / "x.xlsx").active.iter_rows()]
    assert "还差 1 项" in rows[1] and "没有评分" in rows[2] and len({len(row) for row in rows}) == 1


# the window


@pytest.fixture
def sit(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[Place], Desk]]:
    made: list[Desk] = []

    def make(place: Place) -> Desk:
        made.append(Desk(qtbot, place.office, place.actor, tmp_path, (FACE,)))
        return made[-1]

    yield make
    for each in made:
        each.close()


def open_page(desk: Desk) -> Any:
    page = desk.go(TOWNS)
    menu = page.view_bar.more.menu()
    menu.aboutToShow.emit()
    next(each for each in menu.actions() if each.text() == "分会评定…").trigger()
    desk.rest()
    return desk.page


def cells(model: Any, at: int) -> dict[str, str]:
    row = model.row(at)
    return {column.key: row.cell(column.key).text for column in model.columns if column.key}


def at_subject(page: Any, name: str) -> int:
    return next(at for at in range(page.model.total) if cells(page.model, at)["name"] == name)


def test_judged_with_the_keyboard_corrected_and_made_final(sit: Callable[[Place], Desk], scored: Scored) -> None:
    judge_own(*scored.who, 2026, scored.east, HALL, points="58")
    desk = sit(scored.place)
    page = open_page(desk)
    assert page.table.current_id() == scored.east and cells(page.model, 0)["grade"] == "还差 2 项"
    assert not page.enter.isHidden() and not page.correct.isEnabled() and not page.fix.isEnabled()
    desk.press(Qt.Key.Key_Return)
    assert desk.focus is page.detail and cells(page.lines, 0)["figure"] == "自评 58"
    asked = desk.answer(fill_in(points="50", reason="牌子挂错了"))
    desk.press(Qt.Key.Key_Return)
    assert not asked.left and cells(page.lines, 0)["points"] == "50 / 60"
    desk.press(Qt.Key.Key_Down)
    asked = desk.answer(fill_in(points="30"))
    desk.press(Qt.Key.Key_Return)
    row = cells(page.model, 0)
    assert not asked.left and (row[HALL], row[MEETINGS], row["points"], row["grade"]) == ("50", "30", "90", "五星")
    asked = desk.answer(fill_in(corrected_grade="四星", reason="现场会没有来"))
    page.correct.click()
    desk.rest()
    assert not asked.left and cells(page.model, 0)["grade"] == "四星"
    page.table.setFocus()
    desk.press(Qt.Key.Key_Space)
    asked = desk.answer(press_button("定稿 1 处"))
    page.fix.click()
    desk.rest()
    assert not asked.left and cells(page.model, 0)["award"] == "示范" and "已经定稿" in page.said.whole
    assert not any(button.isEnabled() for button in (page.judge, page.enter, page.correct, page.fix))
    assert assess(*scored.who, 2026)[0].grade == "四星" and not desk.reported


def test_the_list_behind_a_judged_line_and_its_files(sit: Callable[[Place], Desk], scored: Scored) -> None:
    desk = sit(scored.place)
    page = open_page(desk)
    page.table.go_to(at_subject(page, "东分会"))
    desk.rest()
    assert list_evidence(page) == ["附件…"]
    asked = desk.answer(lambda dialog: dialog.reject())
    page.evidence.menu().actions()[0].trigger()  # nothing was entered yet that files could be added to
    desk.rest()
    judge(*scored.who, 2026, scored.east, HALL, points="55", evidence=[f"{TOWN}:{scored.held[0]}"])
    desk.rest()
    page.table.go_to(at_subject(page, "东分会"))
    page.detail.setFocus()
    page.detail.go_to(0)
    assert list_evidence(page) == ["分记（1 记）", "附件…"]
    page.detail.go_to(1)
    assert list_evidence(page) == ["分记（2 记）", "附件…"]
    desk.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert desk.page.module.name == TOWNS and desk.page.model.total == 2 and not desk.reported
    assert not asked.left


def list_evidence(page: Any) -> list[str]:
    page.evidence.menu().aboutToShow.emit()
    return [each.text() for each in page.evidence.menu().actions()]


def test_the_sheet_takes_judged_lines_and_quotas(sit: Callable[[Place], Desk], scored: Scored) -> None:
    desk = sit(scored.place)
    page = open_page(desk)

    def change(dialog: Any) -> None:
        model = dialog.model
        assert [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())] == [
            "项目", "种类", "取数", "分值", "满分线", "每次分值", "最多", "标准",
        ]  # fmt: skip
        last = model.rowCount() - 1
        for name, value in (("kind", "名额"), ("full_at", ""), ("cap", "1")):
            model.setData(model.index(last, model.names.index(name)), value)
        dialog.save.click()

    asked = desk.answer(change)
    page.change.click()
    desk.rest()
    sheet = read_sheet(*scored.who, 2026)
    assert not asked.left and (sheet.items[-1].kind, sheet.items[-1].cap) == ("quota", Decimal(1))
    assert sheet.items[0].standard == "有场地、有牌子，60 分" and "三星 0 / 1" in page.said.whole and not desk.reported


def test_a_place_sees_itself_and_writes_its_own(sit: Callable[[Place], Desk], scored: Scored, station: Place) -> None:
    desk = sit(station)
    page = open_page(desk)
    assert page.model.total == 1 and page.judge.text() == "写自评…"
    assert all(part.isHidden() for part in (page.change, page.enter, page.correct, page.fix, page.foot_note))
    asked = desk.answer(fill_in(own_points="58", own_words="牌子新挂"))
    page.judge.click()
    desk.rest()
    assert not asked.left and cells(page.lines, 0)["figure"] == "自评 58"
    entry = read_entry(station.office, station.actor, SCHEME, 2026, scored.east, HALL)
    assert (entry.judgement.own, entry.judgement.own_words, entry.judgement.points) == ("58", "牌子新挂", "")
    assert not desk.reported


def test_every_page_opens(sit: Callable[[Place], Desk], scored: Scored, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr("PySide6.QtWidgets.QApplication.exit", lambda code=0: ended.append(code))
    desk = sit(scored.place)
    check = SelfCheck(desk.window)
    check.start()
    desk.qtbot.waitUntil(lambda: bool(ended) or bool(check._failed), timeout=60_000)
    assert (ended, check._failed, desk.reported) == ([0], "", [])
