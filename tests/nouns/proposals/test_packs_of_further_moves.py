"""办理表: a further step that says it is filled in by units stands in the sheet and is read back, with nothing else changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from cppcc_desktop.nouns.proposals.packs.recording import NEW, OTHER, REFUSED, SAME
from cppcc_desktop.services.cases.steps import read_timeline
from cppcc_desktop.services.office.codes import read_codes
from tests.conftest import Filled
from tests.nouns.proposals.further_moves import MEETING, REPORT, give_more
from tests.nouns.proposals.test_unit_packs import HEAD, SHEET, Town, columns, fill, results

NEW_FORM = [
    "登记现场办公日期", "督办形式", "登记现场办公参加人员", "督办情况", "登记进展日期", "说明", "登记进展建议改办单位", "登记进展兑现时限",
]  # fmt: skip
MET = {"登记现场办公日期": date(2026, 6, 2), "登记现场办公参加人员": "李同志", "督办情况": "看了\n现场"}
TOLD = {
    "登记进展日期": date(2026, 6, 3),
    "说明": "已经\n开工",
    "登记进展建议改办单位": "县公安局",
    "登记进展兑现时限": date(2026, 12, 31),
}


@pytest.fixture
def town(filled: Filled, tmp_path: Path) -> Iterator[Town]:
    """One case led by 县交通运输局, 县公安局 assists, in a program whose proposals have two steps more."""
    place = filled.place
    give_more(place, MEETING, REPORT)
    place.act(filled.proposal, "receive", date="2026-05-01")
    for _ in range(3):
        place.act(filled.proposal, "review", opinion="符合", date="2026-05-02")
    place.act(filled.proposal, "docket", category="4", date="2026-05-03")
    place.act(filled.proposal, "assign", unit=filled.unit, assist_units=[filled.other_unit], date="2026-05-20",
              due_on="2026-08-20")  # fmt: skip
    folder = tmp_path / "U盘"
    folder.mkdir()
    yield Town(filled, [filled.proposal], folder)


def headings(path: Path) -> list[str]:
    return list(columns(openpyxl.load_workbook(path)[SHEET]))


def test_their_columns_stand_beside_todays(town: Town) -> None:
    path = town.make()[0].path
    found = headings(path)
    today = [each for each in found if each not in NEW_FORM]
    assert [each for each in found if each in NEW_FORM] == NEW_FORM
    assert today[7:10] == ["签收日期", "经办人", "经办人电话"] and today[-3] == "会办意见" and len(today) == 7 + 19 + 2
    book = openpyxl.load_workbook(path)
    sheet, where = book[SHEET], columns(book[SHEET])
    assert [sheet.cell(2, where[each]).value for each in ("登记现场办公日期", "登记进展日期")] == ["现场办公", "进展"]
    checks = {str(each.sqref): each for each in sheet.data_validations.dataValidation}
    places = {each: sheet.cell(HEAD + 1, where[each]).coordinate for each in NEW_FORM}
    assert checks[places["督办形式"]].type == checks[places["登记进展建议改办单位"]].type == "list"
    assert checks[places["登记进展日期"]].formula2 == "TODAY()" != checks[places["登记进展兑现时限"]].formula2
    guide = "\n".join(str(cell.value) for line in book["说明"] for cell in line if cell.value)
    assert "登记进展的，填“登记进展日期、说明、登记进展建议改办单位、登记进展兑现时限”。" in guide
    assert "9. 还没办到" in guide and "10. 可以筛选" in guide


def test_the_unit_that_assists_fills_in_what_is_for_all(town: Town) -> None:
    path = fill(town.make(town.filled.other_unit)[0].path, {**MET, **TOLD})
    sheet = openpyxl.load_workbook(path)[SHEET]
    where = columns(sheet)
    assert sheet.cell(HEAD + 1, where["说明"]).protection.locked
    assert not sheet.cell(HEAD + 1, where["督办情况"]).protection.locked
    case = town.read(path).cases[0]
    assert results(case) == [("登记现场办公", NEW)] and len(case.notes) == len(TOLD)


def test_they_are_read_back_recorded_and_known_again(town: Town) -> None:
    form = read_codes(town.place.office).entries("supervision_form")[0].label
    path = fill(town.make()[0].path, {**MET, "督办形式": form, **TOLD})
    returned = town.read(path)
    case = returned.cases[0]
    assert results(case) == [("登记现场办公", NEW), ("登记进展", NEW)]
    assert case.lines[0].words == f"2026-06-02，{form}，李同志，看了\n现场"
    assert case.lines[1].words == "2026-06-03，已经\n开工，县公安局，兑现时限 2026-12-31"
    assert case.lines[1].line.entered["transcribed"] is True
    done = town.record(returned)
    assert (done.steps, done.left) == (2, ())
    (record,) = town.children("supervision")
    assert (record["date"], record["people"], record["content"]) == ("2026-06-02", "李同志", "看了\n现场")
    steps = read_timeline(town.place.office, town.place.actor, "proposal", town.filled.proposal)
    assert [(each.date, each.label) for each in steps[:2]] == [
        ("2026-06-03", "登记进展"),
        ("2026-06-02", "登记现场办公"),
    ]
    assert steps[0].words == "已经 开工，建议改办单位 县公安局，兑现时限 2026-12-31，代录"
    assert results(town.read(path).cases[0]) == [("登记现场办公", SAME), ("登记进展", SAME)]
    other = town.read(fill(path, {"督办情况": "没看", "说明": "还没有"}, save="改过.xlsx")).cases[0]
    assert results(other) == [("登记现场办公", OTHER), ("登记进展", OTHER)]
    later = {"登记现场办公日期": date(2026, 6, 7), "登记进展日期": date(2026, 6, 7)}
    assert results(town.read(fill(path, later)).cases[0]) == [("登记现场办公", NEW), ("登记进展", NEW)]


def test_what_was_recorded_stands_in_the_next_file(town: Town) -> None:
    town.record(town.read(fill(town.make()[0].path, MET)))
    path = town.make()[0].path
    sheet = openpyxl.load_workbook(path)[SHEET]
    where = columns(sheet)
    row = {label: sheet.cell(HEAD + 1, at).value for label, at in where.items()}
    assert (row["登记现场办公日期"], row["督办情况"]) == (datetime(2026, 6, 2), "看了\n现场")
    assert results(town.read(path).cases[0]) == [("登记现场办公", SAME)]


def test_what_is_missing_or_wrong_is_said(town: Town) -> None:
    path = fill(
        town.make()[0].path, {"督办情况": "看了", "登记进展日期": date(2026, 6, 3), "登记进展建议改办单位": "市里的局"}
    )
    case = town.read(path).cases[0]
    assert results(case) == [("登记现场办公", REFUSED), ("登记进展", REFUSED)]
    assert case.lines[0].why == "第 4 行没有填“登记现场办公日期”。"
    assert "没有叫“市里的局”的" in case.lines[1].why
    path = fill(town.make()[0].path, {"登记现场办公日期": date(2026, 6, 2)})
    assert "没有填督办情况" in town.read(path).cases[0].lines[0].why


def test_a_file_made_before_the_steps_were_there_is_read(town: Town) -> None:
    path = fill(town.make()[0].path, {"签收日期": date(2026, 6, 1)})
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    for label in reversed(NEW_FORM):
        sheet.delete_cols(columns(sheet)[label])
    book.save(path)
    assert results(town.read(path).cases[0]) == [("签收", NEW)]
