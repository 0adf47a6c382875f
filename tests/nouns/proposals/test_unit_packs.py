"""办理表: made, filled in as units do it, and read back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from cppcc_desktop.domain.errors import OfficeError, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.proposals.packs.making import list_unit_loads, make_unit_packs
from cppcc_desktop.nouns.proposals.packs.recording import (
    NEW,
    OTHER,
    REFUSED,
    SAME,
    read_unit_pack,
    read_unit_packs,
    record_unit_packs,
)
from cppcc_desktop.nouns.proposals.packs.sending_back import make_returned_packs
from cppcc_desktop.services.records.attachments import list_attachments
from cppcc_desktop.services.records.records import list_children, show_record
from tests.conftest import Filled, Place

SHEET, HEAD = "承办提案", 3
LEAD = {
    "签收日期": date(2026, 6, 1), "经办人": "李同志", "经办人电话": "0571-88001234", "面商日期": "6月3日", "面商方式": "登门走访",
    "参加人员": "李同志、郑晓禾", "沟通情况": "同意\n加密班次", "答复文号": "示交函〔2026〕3号", "答复日期": 46180, "签发人": "王局长",
    "办理结果": "B", "答复内容": "年内加密 3 条线路。", "承诺事项": "加密 3 条线路", "兑现时限": date(2026, 12, 31),
}  # fmt: skip


@dataclass
class Town:
    """Cases in the hands of two units, and the folder with their files."""

    filled: Filled
    proposals: list[str]
    folder: Path

    @property
    def place(self) -> Place:
        return self.filled.place

    def make(self, *units: str) -> list[Any]:
        return make_unit_packs(self.place.office, self.place.actor, units or [self.filled.unit], self.folder)

    def read(self, path: Path) -> Any:
        return read_unit_pack(self.place.office, self.place.actor, path)

    def record(self, *returned: Any, chosen: Any = None) -> Any:
        keys = {case.key for each in returned for case in each.cases} if chosen is None else chosen
        return record_unit_packs(self.place.office, self.place.actor, returned, keys)

    def children(self, kind: str, at: int = 0) -> list[Any]:
        return list_children(self.place.office, self.place.actor, kind, self.proposals[at])

    def state(self, at: int = 0) -> object:
        return show_record(self.place.office, self.place.actor, "proposal", self.proposals[at]).values["state"]


@pytest.fixture
def town(filled: Filled, tmp_path: Path) -> Town:
    """Three cases led by 县交通运输局, handed out on 20 May; 县公安局 assists with the first."""
    place, made = filled.place, [filled.proposal]
    for title in ("关于增设公交站亭的建议", "关于夜间公交的建议"):
        made.append(
            place.create("proposal", title=title, form="1", first_sponsor=filled.members[1], category="社会建设",
                         analysis="候车不便。", suggestions="1. 增设站亭。\n2. 明确管护。")
        )  # fmt: skip
    for at, proposal in enumerate(made):
        place.act(proposal, "receive", date="2026-05-01")
        for _ in range(3):
            place.act(proposal, "review", opinion="符合", date="2026-05-02")
        place.act(proposal, "docket", category="4", date="2026-05-03")
        more = {"assist_units": [filled.other_unit]} if at == 0 else {}
        place.act(proposal, "assign", unit=filled.unit, date="2026-05-20", due_on="2026-08-20", **more)
    folder = tmp_path / "U盘"
    folder.mkdir()
    return Town(filled, made, folder)


def columns(sheet: Any, head: int = HEAD) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[head] if cell.value}


def fill(path: Path, *rows: dict[str, object], head: int = HEAD, save: str = "") -> Path:
    """Write into the sheet as somebody does who knows only the headings; {} leaves a row alone."""
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    for at, values in enumerate(rows, start=head + 1):
        for label, value in values.items():
            sheet.cell(at, columns(sheet, head)[label], value)
    target = path.with_name(save) if save else path
    book.save(target)
    return target


def results(case: Any) -> list[tuple[str, str]]:
    return [(line.label, line.result) for line in case.lines]


def test_the_file_says_what_is_needed_and_guards_the_rest(town: Town) -> None:
    files = town.make(town.filled.unit, town.filled.other_unit)
    assert [(each.name, each.cases) for each in files] == [("县交通运输局", 3), ("县公安局", 1)]
    book = openpyxl.load_workbook(files[0].path)
    assert book.sheetnames == ["说明", SHEET, "提案全文", "选项"] and book["选项"].sheet_state == "hidden"
    sheet = book[SHEET]
    where = columns(sheet)
    row = {label: sheet.cell(HEAD + 1, at) for label, at in where.items()}
    assert [row[label].value for label in ("案号", "案由", "提案人", "提案人电话", "办理方式", "应办复日")] == [
        "001", "关于优化公交班次的建议", "郑晓禾", "13900001111", "主办", "2026-08-20",
    ]  # fmt: skip
    assert sheet.protection.sheet and row["案由"].protection.locked and not row["签收日期"].protection.locked
    assert row["会办意见"].protection.locked  # not for the unit that leads
    hidden = [letter for letter, each in sheet.column_dimensions.items() if each.hidden]
    assert hidden and sheet.freeze_panes == "C4" and sheet.page_setup.orientation == "landscape"
    checks = {str(each.sqref): each for each in sheet.data_validations.dataValidation}
    signed = checks[row["签收日期"].coordinate]
    assert (signed.type, signed.formula1, signed.formula2) == ("date", "46162", "TODAY()")  # from 20 May on
    assert checks[row["办理结果"].coordinate].formula1.startswith("选项!")
    texts = "\n".join(str(cell.value) for line in book["提案全文"] for cell in line if cell.value)
    assert "班次少。" in texts and "2. 明确管护。" in texts
    guide = "\n".join(str(cell.value) for line in book["说明"] for cell in line if cell.value)
    assert "主办或分办 3 件" in guide and "2026年8月20日" in guide
    assist = openpyxl.load_workbook(files[1].path)[SHEET]
    assert not assist.cell(HEAD + 1, columns(assist)["提案人电话"]).value  # the phone is for those who lead


def test_counts_of_units(town: Town) -> None:
    town.place.clock.move(70)
    loads = list_unit_loads(town.place.office, town.place.actor, "10-03")
    assert [(each.name, each.open, each.soon, each.overdue) for each in loads] == [
        ("县公安局", 1, 0, 1), ("县交通运输局", 3, 3, 0),
    ]  # fmt: skip
    assert list_unit_loads(town.place.office, town.place.actor, "10-02") == []


def test_one_row_gives_its_steps_in_order_and_twice_changes_nothing(town: Town) -> None:
    path = fill(town.make()[0].path, LEAD)
    book = openpyxl.load_workbook(path)
    book["说明"]["B3"], book["说明"]["B4"] = "李同志", "0571-88001234"
    book.save(path)
    returned = town.read(path)
    assert (returned.unit, returned.filled_by, len(returned.cases)) == ("县交通运输局", "李同志 0571-88001234", 3)
    assert results(returned.cases[0]) == [("签收", NEW), ("登记面商", NEW), ("登记答复", NEW)]
    assert not returned.cases[1].lines and town.state() == "assigned"  # nothing is written yet
    done = town.record(returned)
    assert (done.cases, done.steps, done.left) == (1, 3, ())
    assert town.state() == "replied"
    row = next(each for each in town.children("assignment") if each["role"] == "lead")
    assert (row["signed_on"], row["contact_person"], row["replied_on"], row["result_class"]) == (
        "2026-06-01", "李同志 0571-88001234", "2026-06-07", "B",
    )  # fmt: skip
    contact = town.children("contact")[0]
    assert (contact["date"], contact["content"], contact["transcribed"]) == ("2026-06-03", "同意\n加密班次", True)
    assert town.children("promise")[0]["due_on"] == "2026-12-31"
    kept = list_attachments(town.place.office, town.place.actor, town.proposals[0])
    assert [each.name for each in kept] == ["县交通运输局办理表（李同志填）0608.xlsx"]
    backups = list((town.place.path.parent / "备份").glob("*登记前*"))
    again = town.read(path)
    assert results(again.cases[0]) == [("签收", SAME), ("登记面商", SAME), ("登记答复", SAME)]
    assert town.record(again).steps == 0 and len(town.children("contact")) == len(town.children("reply")) == 1
    assert list((town.place.path.parent / "备份").glob("*登记前*")) == backups


def test_what_is_recorded_stands_in_the_next_file_and_changes_nothing(town: Town) -> None:
    town.record(town.read(fill(town.make()[0].path, {}, {name: LEAD[name] for name in list(LEAD)[:7]})))
    path = town.make()[0].path
    sheet = openpyxl.load_workbook(path)[SHEET]
    where = columns(sheet)
    assert sheet.cell(HEAD + 2, where["签收日期"]).value == datetime(2026, 6, 1)
    assert sheet.cell(HEAD + 2, where["经办人电话"]).value == "0571-88001234"
    again = town.read(path)
    assert results(again.cases[1]) == [("签收", SAME), ("登记面商", SAME)]
    other = town.read(fill(path, {}, {"签收日期": date(2026, 6, 2), "沟通情况": "改口了"}))
    assert results(other.cases[1]) == [("签收", OTHER), ("登记面商", OTHER)]
    assert "已登记 2026-06-01 签收" in other.cases[1].lines[0].why and not other.cases[1].can_record


def test_columns_moved_rows_sorted_deleted_and_added(town: Town) -> None:
    path = town.make()[0].path
    book = openpyxl.load_workbook(path)
    old = book[SHEET]
    values = [[cell.value for cell in row] for row in old.iter_rows(min_row=HEAD)]
    head, first, second, _third = values
    del book[SHEET]
    sheet = book.create_sheet("Sheet1")  # as WPS calls a sheet that was copied by hand
    order = list(reversed(range(len(head))))
    sheet.append(["（本单位加的一行说明）"])
    for row in (head, second, first):  # the third case was not to be handed in
        sheet.append([row[at] for at in order])
    sheet.append([None] * len(head))
    sheet.append(["自己加的", *[None] * 5])
    for cell in sheet[3]:
        cell.font = Font(name="宋体", size=9)
    book.save(path)
    where = columns(sheet, 2)
    sheet.cell(4, where["签收日期"], "2026/6/1")
    sheet.cell(6, where["签收日期"], "2026-06-01")
    book.save(path)
    returned = town.read(path)
    assert [(case.number, case.docket_no) for case in returned.cases] == [(3, "002"), (4, "001")]
    assert results(returned.cases[1]) == [("签收", NEW)]
    assert returned.notes == ("第 6 行没有读：没有承办编号，是后来加的。",)


def test_old_excel_file_as_wps_saves_it(town: Town) -> None:
    xlwt = pytest.importorskip("xlwt")
    path = town.make()[0].path
    sheet = openpyxl.load_workbook(path)[SHEET]
    book = xlwt.Workbook()
    old = book.add_sheet(SHEET)
    for at, row in enumerate(sheet.iter_rows()):
        for column, cell in enumerate(row):
            if cell.value is not None:
                old.write(at, column, cell.value)
    where = columns(sheet)
    day = xlwt.easyxf(num_format_str="yyyy-m-d")
    old.write(HEAD, where["签收日期"] - 1, date(2026, 6, 2), day)
    target = path.with_suffix(".xls")
    book.save(str(target))
    case = town.read(target).cases[0]
    assert results(case) == [("签收", NEW)] and case.lines[0].line.entered["date"] == "2026-06-02"


def test_wrong_values_are_refused_with_row_and_column_and_the_rest_is_taken(town: Town) -> None:
    path = fill(
        town.make()[0].path,
        {**LEAD, "办理结果": "E类", "签收日期": "13月1日"},
        {"签收日期": date(2026, 6, 1), "面商方式": "视频", "面商日期": date(2026, 6, 2), "沟通情况": "谈了"},
        {"答复内容": "已办", "答复文号": "示交函〔2026〕4号", "办理结果": "A类"},
    )  # fmt: skip
    cases = town.read(path).cases
    why = [line.why for case in cases for line in case.lines if line.result == REFUSED]
    assert "第 4 行 H 列“签收日期”" in why[0] and "13 月" in why[0].replace("13月", "13 月")
    assert any("第 4 行 U 列“办理结果”：没有“E类”这一项" in each or "E类" in each for each in why)
    assert any("第 5 行" in each and "没有“视频”这一项。可选：登门走访" in each for each in why)
    assert "第 6 行没有填“答复日期”。" in why
    assert [case.can_record for case in cases] == [True, True, False]  # a talk is recorded before anybody signs for it
    done = town.record(town.read(path))
    assert done.steps == 2 and (town.state(), town.state(1)) == ("assigned", "in_hand")


def test_what_was_refused_goes_back_to_the_unit_and_returns(town: Town) -> None:
    """The file holds what the unit wrote, what is wrong with it, and is taken back as any other."""
    path = fill(
        town.make()[0].path,
        {**LEAD, "办理结果": "E类", "签收日期": "13月1日", "案由": "改过的题目"},
        {"签收日期": date(2026, 6, 1)},
        {"答复内容": "已办", "答复文号": "示交函〔2026〕4号", "办理结果": "A类"},
    )  # fmt: skip
    done = town.record(town.read(path))
    assert (done.cases, done.steps, done.refused) == (2, 2, 3)
    assert [[case.number for case in each.cases] for each in done.left] == [[4, 6]]
    (made,) = make_returned_packs(town.place.office, town.place.actor, done.left, town.folder)
    assert made.path.name == "请改正-办理表-县交通运输局-0608.xlsx" and made.cases == 2
    sheet: Any = openpyxl.load_workbook(made.path)[SHEET]
    where = columns(sheet)
    first, second = ({name: sheet.cell(row, at).value for name, at in where.items()} for row in (HEAD + 1, HEAD + 2))
    assert (first["签收日期"], first["办理结果"], first["答复日期"]) == ("13月1日", "E类", datetime(2026, 6, 7))
    assert first["案由"] == "关于优化公交班次的建议" and second["答复内容"] == "已办"
    assert "不认识办理结果“E类”" in first["请改正"] and "“案由”改过，不采用" in first["请改正"]
    assert "第 4 行" not in first["请改正"] and second["请改正"] == "答复：没有填“答复日期”。"
    fill(made.path, {"办理结果": "B类", "签收日期": date(2026, 6, 1)}, {"签收日期": date(2026, 6, 1)})
    again = town.read(made.path)
    assert [case.notes for case in again.cases] == [(), ()]
    assert [result for _, result in results(again.cases[0])] == [NEW, SAME, NEW]
    assert town.record(again).refused == 1


def test_rules_of_the_office_refuse_in_the_preview(town: Town) -> None:
    path = fill(
        town.make()[0].path,
        {"签收日期": date(2026, 6, 1), "答复文号": "1号", "答复日期": date(2026, 6, 2), "办理结果": "A类", "答复内容": "办了"},
        {"面商日期": date(2026, 6, 2), "面商方式": "电话", "沟通情况": "谈了"},
        {"签收日期": date(2026, 6, 30)},
    )  # fmt: skip
    cases = town.read(path).cases
    assert results(cases[0]) == [("签收", NEW), ("登记答复", REFUSED)]
    assert "没有面商记录" in cases[0].lines[1].why and cases[0].lines[1].why.startswith("第 4 行")
    assert results(cases[1]) == [("登记面商", NEW)]  # many units call on the proposer before they sign
    assert results(cases[2]) == [("签收", REFUSED)] and "还没有到" in cases[2].lines[0].why
    path = fill(path, {"未面商原因": "提案人出国"})
    assert results(town.read(path).cases[0]) == [("签收", NEW), ("登记答复", NEW)]


def test_sent_back_with_a_unit_known_or_not(town: Town) -> None:
    path = fill(
        town.make()[0].path,
        {"退回日期": date(2026, 5, 25), "退回理由": "不属本单位职责", "建议改办单位": "县公安局"},
        {"退回日期": date(2026, 5, 25), "退回理由": "归市里管", "建议改办单位": "市交通局"},
        {"退回日期": date(2026, 5, 25), "退回理由": "不办", "答复内容": "又办了"},
    )  # fmt: skip
    returned = town.read(path)
    assert [results(case)[0] for case in returned.cases] == [
        ("单位退回", NEW),
        ("单位退回", NEW),
        ("单位退回", REFUSED),
    ]
    assert "县公安局" in returned.cases[0].lines[0].words
    town.record(returned)
    row = next(each for each in town.children("assignment", 0) if each["role"] == "lead")
    assert (row["state"], row["proposed_unit"]) == ("sent_back", town.filled.other_unit)
    assert town.children("assignment", 1)[0]["reason"] == "归市里管（建议改办：市交通局）"
    assert results(town.read(path).cases[0]) == [("单位退回", SAME)]


def test_a_case_begun_without_being_signed_for(town: Town) -> None:
    """As cases of earlier years stand: in hand, with no date of signing."""
    path = fill(town.make()[0].path, {name: LEAD[name] for name in list(LEAD)[:7]})
    assignment = next(str(each["id"]) for each in town.children("assignment") if each["role"] == "lead")
    with town.place.office.write(town.place.actor, "record.write") as writing:
        writing.set(town.place.office.entity("assignment"), assignment, {"state": "in_hand"}, scope="county")
        writing.set(town.place.office.entity("proposal"), town.proposals[0], {"state": "in_hand"}, scope="county")
    assert results(town.read(path).cases[0]) == [("签收", SAME), ("登记面商", NEW)]


def test_the_unit_that_assists(town: Town) -> None:
    path = town.make(town.filled.other_unit)[0].path
    filled = {
        "签收日期": date(2026, 6, 1),
        "答复文号": "示公函〔2026〕1号",
        "答复日期": date(2026, 6, 4),
        "会办意见": "同意。",
    }
    fill(path, {**filled, "答复内容": "不该填的"})
    returned = town.read(path)
    assert results(returned.cases[0]) == [("签收", NEW), ("登记会办意见", NEW)]
    assert returned.cases[0].notes == ("第 4 行 V 列“答复内容”不归会办单位填，没有读。",)
    town.record(returned)
    opinion = town.children("assist_opinion")[0]
    assert (opinion["document_no"], opinion["text"], opinion["transcribed"]) == ("示公函〔2026〕1号", "同意。", True)
    assert results(town.read(path).cases[0]) == [("签收", SAME), ("登记会办意见", SAME)]


def test_changed_cells_are_told_and_swapped_ids_refused(town: Town) -> None:
    path = fill(town.make()[0].path, {"案由": "别的题目", "应办复日": "2026-12-31", "签收日期": date(2026, 6, 1)})
    case = town.read(path).cases[0]
    assert [each.split("改过")[0] for each in case.notes] == ["第 4 行 B 列“案由”", "第 4 行 F 列“应办复日”"]
    assert case.title == "关于优化公交班次的建议" and results(case) == [("签收", NEW)]
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    place = columns(sheet)["承办编号（不要改）"]
    sheet.cell(HEAD + 1, place).value, sheet.cell(HEAD + 2, place).value = (
        sheet.cell(HEAD + 2, place).value, sheet.cell(HEAD + 1, place).value,
    )  # fmt: skip
    sheet.cell(HEAD + 3, place, "认不出")
    book.save(path)
    with_swap = town.read(path)
    assert not with_swap.cases
    assert [each.split("：")[1] for each in with_swap.notes] == [
        "承办编号和校验对不上，可能粘贴错了行。", "承办编号和校验对不上，可能粘贴错了行。", "承办编号认不出来。",
    ]  # fmt: skip


def test_columns_sorted_without_the_hidden_ones(town: Town) -> None:
    path = fill(town.make()[0].path, {"签收日期": date(2026, 6, 1)})
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    for column in range(1, columns(sheet)["会办意见"] + 1):
        one, other = sheet.cell(HEAD + 1, column), sheet.cell(HEAD + 2, column)
        one.value, other.value = other.value, one.value
    sheet.cell(HEAD + 3, 1).value = 3  # 003 turned into a number
    book.save(path)
    returned = town.read(path)
    assert [case.docket_no for case in returned.cases] == ["003"]
    assert "可能只给一部分列排了序" in returned.notes[0]


def test_the_same_row_twice_and_two_files_with_one_case(town: Town) -> None:
    path = fill(town.make()[0].path, {"签收日期": date(2026, 6, 1)})
    book = openpyxl.load_workbook(path)
    book[SHEET].append([cell.value for cell in book[SHEET][HEAD + 1]])
    book.save(path)
    assert "和第 4 行是同一件" in town.read(path).notes[0]
    other = fill(path, {"签收日期": date(2026, 6, 2)}, save="第二份.xlsx")
    returned, unread = read_unit_packs(town.place.office, town.place.actor, [path, other])
    newer, older = returned
    assert not unread and newer.path == other and results(newer.cases[0]) == [("签收", NEW)]
    assert results(older.cases[0]) == [("签收", OTHER)] and "第二份.xlsx" in older.cases[0].lines[0].why
    assert town.record(*returned).steps == 1


def test_files_that_are_none_of_ours(town: Town, open_place: Any) -> None:
    path = town.make()[0].path
    other = openpyxl.Workbook()
    other.active.append(["姓名", "电话"])
    other.active.append(["郑晓禾", "1"])
    strange = town.folder / "通讯录.xlsx"
    other.save(strange)
    with pytest.raises(OfficeError, match="不是本会发出的办理表：找不到"):
        town.read(strange)
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    sheet.delete_cols(columns(sheet)["承办编号（不要改）"])
    cut = town.folder / "少了列.xlsx"
    book.save(cut)
    with pytest.raises(OfficeError, match="隐藏的“承办编号”列不见了"):
        town.read(cut)
    elsewhere = open_place("county", "elsewhere")
    with pytest.raises(OfficeError, match="本会一个也没有"):
        read_unit_pack(elsewhere.office, elsewhere.actor, path)
    returned, unread = read_unit_packs(town.place.office, town.place.actor, [strange, path])
    assert len(returned) == 1 and unread[0].path == strange


def test_only_what_was_chosen_and_only_who_may(town: Town) -> None:
    path = fill(town.make()[0].path, {"签收日期": date(2026, 6, 1)}, {"签收日期": date(2026, 6, 1)})
    returned = town.read(path)
    assert town.record(returned, chosen={returned.cases[1].key}).cases == 1
    assert (town.state(0), town.state(1)) == ("assigned", "in_hand")
    reader = Actor("查阅人", "reader", town.place.office.name)
    with pytest.raises(Refusal):
        make_unit_packs(town.place.office, reader, [town.filled.unit], town.folder)
    with pytest.raises(Refusal):
        read_unit_pack(town.place.office, reader, path)
