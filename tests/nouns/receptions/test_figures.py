"""The figures of 接待群众 and their papers: each rate says what it is of, what is not known is in no base."""

from __future__ import annotations

from pathlib import Path

import docx
import pdfplumber
import pytest

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.services.figures.figures import read_breakdown, read_figures
from cppcc_desktop.services.figures.scopes import find_scope, find_sheet
from cppcc_desktop.services.forms.printing import PaperRequest, render_forms
from cppcc_desktop.services.records.records import Query, count_records
from tests.nouns.receptions.conftest import Hall


@pytest.fixture
def year(hall: Hall) -> Hall:
    """Eight of a year: four on the spot, four passed on, one of another year besides."""
    hall.receive(handling="当场答复", result="解释说明", category="教育", mode="出诊")
    for grade in ("满意", "基本满意", None):
        record = hall.receive(handling="当场答复", result="已解决" if grade else None, persons="郑晓禾、陈素芬")
        hall.act(record, "call_back", satisfaction=grade)
    hall.receive(date="2026-05-11")  # late
    hall.receive()
    early, slow = hall.receive(date="2026-05-04"), hall.receive(date="2026-05-04", due_on="2026-05-08")
    hall.act(early, "answer", date="2026-05-06", result="部分解决")
    hall.act(early, "call_back", date="2026-05-10", satisfaction="不满意")
    hall.act(slow, "answer", date="2026-05-20", result="没有解决")
    hall.act(slow, "close", note="电话不通")
    hall.receive(date="2025-12-30", handling="当场答复")
    return hall


def test_each_rate_says_what_it_is_of(year: Hall) -> None:
    office, actor = year.place.office, year.place.actor
    sheet = find_sheet(office, "receptions")
    scope = find_scope(office, actor, sheet=sheet)
    assert scope.label == "2026年接待的"
    lines = read_figures(office, actor, scope, sheet=sheet).lines
    counts = {key: line.numerator for key, line in lines.items() if not line.figure.is_rate}
    assert counts == {
        "received": 8, "at_once": 4, "passed": 4, "through_county": 0, "open": 2, "late": 1, "closed": 5, "to_call": 1,
    }  # fmt: skip
    rates = {key: line.counts for key, line in lines.items() if line.figure.is_rate}
    assert rates == {
        "at_once_rate": "4 ÷ 8 件", "on_time_rate": "1 ÷ 3 件", "close_rate": "5 ÷ 8 件", "solved_rate": "3 ÷ 5 件",
        "call_back_rate": "4 ÷ 5 件", "satisfaction_rate": "2 ÷ 3 件",
        "result_1": "2 ÷ 5 件", "result_2": "1 ÷ 5 件", "result_3": "1 ÷ 5 件", "result_4": "1 ÷ 5 件", "result_5": "0 ÷ 5 件",
        "satisfaction_1": "1 ÷ 3 件", "satisfaction_2": "1 ÷ 3 件", "satisfaction_3": "1 ÷ 3 件",
    }  # fmt: skip
    module = office.modules["receptions"]
    for key in ("late", "on_time_rate", "call_back_rate", "satisfaction_rate"):
        assert count_records(office, actor, module, Query(lines[key].where)) == lines[key].numerator


def test_by_whom_and_by_month(year: Hall) -> None:
    office, actor = year.place.office, year.place.actor
    sheet = find_sheet(office, "receptions")
    scope = find_scope(office, actor, sheet=sheet)

    def counted(by: str) -> dict[str, int]:
        found = read_breakdown(office, actor, scope, by, sheet=sheet)
        return {group.label: lines["received"].numerator for group, lines in found.lines}

    assert counted("persons") == {"陈素芬": 3, "郑晓禾": 8, "没有填": 0}
    assert counted("month") == {"2026-05": 3, "2026-06": 5, "没有填": 0}
    assert counted("mode") == {"坐诊": 7, "出诊": 1, "没有填": 0}
    assert counted("station") == {"云水镇政协工作联络站": 8, "没有填": 0}


def test_one_on_a_sheet_and_all_in_the_book(year: Hall, tmp_path: Path) -> None:
    office, actor = year.place.office, year.place.actor
    record = year.receive(
        heads=3, phone="13900002210", address="茶坪村三组", matter="镇上到村里的班车停了，问能不能恢复。"
    )
    filled, blank = render_forms(office, actor, "reception_sheet", [record], tmp_path, blank=True)
    pages = {file.suffix: file for file in filled.files}
    cells = [
        cell.text for table in docx.Document(str(pages[".docx"])).tables for row in table.rows for cell in row.cells
    ]
    for word in ("镇上到村里的班车停了，问能不能恢复。", "13900002210", "镇卫生院", "2026年6月15日"):
        assert word in cells
    with pdfplumber.open(pages[".pdf"]) as pdf:
        assert len(pdf.pages) == 1
    assert any("空白" in file.name for file in blank.files)
    asked = PaperRequest(query=Query(Is("year", 2026), order=("-date",)))
    (book,) = render_forms(office, actor, "reception_book", [], tmp_path, asked=asked)
    with pdfplumber.open(next(file for file in book.files if file.suffix == ".pdf")) as pdf:
        said = "".join(page.extract_text() for page in pdf.pages).replace("\n", "").replace(" ", "")
    for word in ("2026年接待登记簿", "共9件", "镇卫生院", "马某等3人"):
        assert word in said
