"""Of which plenary the cases of a 提案台账 are, and what is sealed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl

from cppcc_desktop.services.imports.imports import open_table
from cppcc_desktop.services.records.records import create_record
from tests.conftest import Filled
from tests.nouns.proposals.test_register import case, load, look, pick, write
from tests.services.test_imports import counts


def test_plenaries_by_column_by_choice_and_by_year(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    create_record(place.office, place.actor, "plenary", {"key": "10-01", "opens_on": "2024-01-10"})
    rows = [
        ("1", "关于修桥的建议", "十届二次会议"),
        ("1", "关于修路的建议", "2024年"),
        ("1", "关于种树的建议", None),
        ("2", "关于挖井的建议", "2019"),
    ]
    preview = look(place, write(tmp_path / "a.xlsx", rows, ("案号", "案由", "届次")))
    assert [row.values.get("plenary") for row in preview.rows] == ["10-02", "10-01", "10-03", None]
    assert preview.rows[3].blocked and "看不出“2019”是哪一次会议" in preview.rows[3].reason
    assert load(place, tmp_path / "a.xlsx").new == 3
    file = write(tmp_path / "b.xlsx", [("1", "关于修桥的建议")], ("案号", "案由"))
    assert counts(look(place, file, plenary="10-02")) == (0, 0, 1, 0)


def test_sealed_plenaries_take_nothing_more(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    with place.office.write(place.actor, "record.write") as writing:
        writing.new(place.office.entity("plenary"), {"key": "10-02", "closed_on": "2026-01-05"})
    preview = look(place, write(tmp_path / "a.xlsx", [("1", "关于修桥的建议")], ("案号", "案由")), plenary="10-02")
    assert preview.rows[0].blocked and preview.rows[0].reason == "十届二次会议的提案已于 2026-01-05 封存，不再登记。"
    assert load(place, tmp_path / "a.xlsx", plenary="10-02").new == 0


def test_what_is_the_same_in_a_sealed_plenary_is_no_doubt(filled: Filled, tmp_path: Path) -> None:
    place, file = filled.place, write(tmp_path / "a.xlsx", [("1", "关于修桥的建议")], ("案号", "案由"))
    load(place, file, plenary="10-02")
    with place.office.write(place.actor, "record.write") as writing:
        writing.new(place.office.entity("plenary"), {"key": "10-02", "closed_on": "2026-01-05"})
    assert counts(look(place, file, plenary="10-02")) == (0, 0, 1, 0)


def test_days_without_a_year_are_of_the_year_of_the_plenary(filled: Filled, tmp_path: Path) -> None:
    """And a day in a column that may hold a mark as well is read as a day."""
    place = filled.place
    create_record(place.office, place.actor, "plenary", {"key": "10-02", "opens_on": "2025-01-10"})
    rows = [("1", "关于修桥的建议", "县公安局", "3月5日", "12月20日", date(2025, 12, 25))]
    load(
        place,
        write(tmp_path / "a.xlsx", rows, ("案号", "案由", "主办单位", "交办日期", "答复日期", "办结")),
        plenary="10-02",
    )
    assert pick(case(place, "修桥"), "assigned_on", "replied_on", "closed_on", "state") == (
        "2025-03-05", "2025-12-20", "2025-12-25", "closed"
    )  # fmt: skip


def test_the_plenary_its_title_names_is_proposed_first(filled: Filled, tmp_path: Path) -> None:
    """The present one was, for a register of last year that says so in its title."""
    place = filled.place
    module = place.office.modules["proposals"]
    for title, first in (
        ("政协示例县第十届委员会第二次会议提案台账（2025年）", "10-02"),
        ("提案台账", "10-03"),
        ("十届一次提案", "10-01"),
    ):
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in ([title], ["案号", "案由", "第一提案人", "办理结果"], ["001", "关于修路的建议", "郑晓禾", "A类"]):
            sheet.append(row)
        book.save(tmp_path / "台账.xlsx")
        table = open_table(place.office, place.actor, module, tmp_path / "台账.xlsx")
        assert table.plenaries[0][0] == first, title
