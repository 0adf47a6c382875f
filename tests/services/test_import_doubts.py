"""Doubtful rows go to an Excel file with the reasons, are corrected there, and come in again."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.services.imports.doubts import save_doubts
from cppcc_desktop.services.imports.imports import Preview, RowChoice, apply_import, default_choices, preview_import
from tests.conftest import Filled, Place
from tests.services.test_imports import counts, write

HEAD = ("序号", "姓名", "性别", "界别", "单位及职务", "手机号", "出生日期", "备忘")
ROWS = (
    (1, "郑晓禾", "女", "医药卫生界", "县医院医生", "13900001111", "1980-01-01", "无"),
    (2, "陈素芬", "男", "经济界", "云水茶业有限公司经理", "13700004410", None, "=1+1"),  # a namesake
    (3, "孙立夏", "男", "农业界", "立夏农机合作社理事长", "13700000001", "1980-02-31", "＠提醒"),  # no such day
    (4, None, "女", "农业界", "种植大户", None, None, None),  # no name
    (5, "陶然", "女", "科学技术界", "县电信公司主任", "13700000002", None, None),
)  # fmt: skip


@pytest.fixture
def preview(filled: Filled, tmp_path: Path) -> Preview:
    return look(filled.place, write(tmp_path / "名册.xlsx", [list(map(guard, row)) for row in ROWS], HEAD))


def guard(cell: object) -> object:
    return cell.replace("=1+1", "'=1+1") if isinstance(cell, str) else cell


def look(place: Place, path: Path) -> Preview:
    return preview_import(place.office, place.actor, place.office.modules["members"], path)


def read(path: Path) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


def test_rows_in_doubt_keep_their_columns_and_say_why(filled: Filled, preview: Preview, tmp_path: Path) -> None:
    assert counts(preview) == (2, 1, 0, 2)
    saved = tmp_path / "存疑.xlsx"
    assert save_doubts(filled.place.actor, preview, saved) == 3
    head, *rows = read(saved)
    assert head == (*HEAD, "行号", "存疑原因")
    assert [row[1] for row in rows] == ["陈素芬", "孙立夏", None]
    assert [row[-2] for row in rows] == [3, 4, 5]
    assert "同名" in str(rows[0][-1])
    assert rows[1][-1] == "G 列“出生日期”：出生日期：1980 年 2 月没有 31 日。"
    assert "没有姓名" in str(rows[2][-1])
    assert rows[1][7] == "＠提醒" and rows[0][5] == "13700004410"


def test_nothing_in_the_file_becomes_a_formula(filled: Filled, preview: Preview, tmp_path: Path) -> None:
    save_doubts(filled.place.actor, preview, tmp_path / "存疑.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "存疑.xlsx").active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s", "n"}


def test_settled_rows_are_not_saved(filled: Filled, preview: Preview, tmp_path: Path) -> None:
    namesake = next(row for row in preview.rows if row.words["name"] == "陈素芬")
    assert save_doubts(filled.place.actor, preview, tmp_path / "a.xlsx", {namesake.number}) == 2


def test_the_corrected_file_comes_in_again(filled: Filled, preview: Preview, tmp_path: Path) -> None:
    place, saved = filled.place, tmp_path / "存疑.xlsx"
    save_doubts(place.actor, preview, saved)
    apply_import(place.office, place.actor, preview, default_choices(preview))
    book = openpyxl.load_workbook(saved)
    sheet = book.active
    assert sheet is not None
    sheet["B2"], sheet["G3"], sheet["B4"] = "陈素分", "1980-02-28", "何小满"
    book.save(saved)
    again = look(place, saved)
    assert counts(again) == (2, 1, 0, 0)
    assert [str(each) for each in again.columns.unknown] == ["H 列“备忘”"]
    apply_import(place.office, place.actor, again, default_choices(again))
    assert counts(look(place, saved)) == (0, 0, 3, 0)


def test_nothing_to_save_and_a_wrong_name(county: Place, preview: Preview, tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="不能存成"):
        save_doubts(county.actor, preview, tmp_path / "a.csv")
    clean = look(county, write(tmp_path / "b.xlsx", [("甲一", "男")], ("姓名", "性别")))
    with pytest.raises(OfficeError, match="没有存疑"):
        save_doubts(county.actor, clean, tmp_path / "c.xlsx")
    assert not list(tmp_path.glob("[ac].*"))


def test_every_doubt_has_answers_that_work(filled: Filled, preview: Preview) -> None:
    """Same person, a new one, or later: what the panel offers can be written."""
    place = filled.place
    namesake = next(row for row in preview.rows if row.words["name"] == "陈素芬")
    (candidate,) = namesake.candidates
    done = apply_import(place.office, place.actor, preview, {namesake.number: RowChoice(candidate.record)})
    assert (done.new, done.changed) == (0, 1)
    blocked = next(row for row in preview.rows if not row.words["name"])
    assert blocked.blocked
    assert apply_import(place.office, place.actor, look(place, preview.path), {blocked.number: RowChoice()}).new == 0
