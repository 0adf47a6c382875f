"""The papers of activities, receptions, stations and projects with the hardest there is: blank, 40 people, 1000 characters, 䶮."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pytest

from cppcc_desktop.nouns.activities.entity import ACTIVITY
from cppcc_desktop.nouns.activities.forms import WITH_CODES
from cppcc_desktop.nouns.activities.records import LEAVE, PARTICIPANT, SESSION
from cppcc_desktop.services.forms.printing import PaperRequest, list_forms
from cppcc_desktop.services.records.children import add_rows
from cppcc_desktop.services.records.records import Query
from tests.conftest import Place
from tests.exporters.office_suite import lay_out
from tests.exporters.sheets import LONG_POST, TEXT
from tests.nouns.activities.plenary import make_plenary
from tests.nouns.papers import measure_paper
from tests.nouns.stations.test_targets import make

NAMES = [
    "王䶮",
    "阿依古丽·买买提艾力",
    *(f"{'赵钱孙李周吴郑冯陈褚'[at % 10]}{'立小满谷'[at // 10]}秋" for at in range(38)),
]
PLACE = "示例县云水镇新时代文明实践中心政协委员协商议事和联系服务群众工作站"
THOUSAND = (TEXT * 20)[:990]
NOUNS = ("activity", "reception", "station", "project")


def hold_plenary(county: Place) -> str:
    """Forty people in groups with long names, everybody on leave for part of it, one with a long code of their own."""
    with county.office.write(county.actor, "record.write") as writing:
        told = {"title": (TEXT * 2)[:78] + "䶮", "type": "01", "date": "2026-06-06", "ends_on": "2026-06-08",
                "state": "held", "place": LONG_POST[:90]}  # fmt: skip
        activity = writing.new(ACTIVITY, told, scope="county")
        sessions = [
            writing.new(SESSION, {"activity": activity, "name": "界别协商和分组讨论", "date": day, "half": half}, scope="county")
            for day, half in (("2026-06-06", "2"), ("2026-06-07", "1"), ("2026-06-07", "2"))
        ]  # fmt: skip
        for at, name in enumerate(NAMES):
            who = writing.new(PARTICIPANT, {
                "activity": activity, "name": name, "role": "1", "member_group": "城关镇和云水镇委员联合第一小组", "seat_no": str(at + 1),
                "post": LONG_POST, "body": "无党派人士、新的社会阶层人士界别", "phone": f"199{at:08d}",
                "scan_code": "CPPCC-2026-XJ-0000000000000000000001" if at == 3 else None,
            }, scope="county")  # fmt: skip
            writing.new(LEAVE, {
                "activity": activity, "participant": who, "kind": "1", "decision": "012"[at % 3], "reason": (TEXT * 2)[:200],
                "from_session": sessions[at % 3], "asked_on": "2026-06-05", "decided_on": "2026-06-05",
            }, scope="county")  # fmt: skip
    return activity


def receive(county: Place, station: str, **more: object) -> str:
    usual: dict[str, object] = {
        "station": station, "mode": "坐诊", "date": "2026-06-01", "persons": "、".join(NAMES), "visitor": "王䶮", "handling": "当场答复",
        "matter": THOUSAND, "answer": THOUSAND, "address": LONG_POST[:60], "heads": 12,
    }  # fmt: skip
    return county.create("reception", **{**usual, **more})


@pytest.mark.parametrize("noun", NOUNS)
def test_blank_papers_have_one_page(county: Place, tmp_path: Path, noun: str) -> None:
    forms = list_forms(county.office, noun)
    assert forms
    for form in forms:
        pages, _ = measure_paper(county.office, county.actor, form.id, PaperRequest(), tmp_path)
        assert pages == 1, form.label


def test_papers_of_a_meeting(county: Place, tmp_path: Path) -> None:
    asked = PaperRequest(record=hold_plenary(county))
    pages: dict[str, int] = {}
    for form in list_forms(county.office, ACTIVITY.name):
        if form.by_record and form.id != "phone_list":
            pages[form.id], printed = measure_paper(county.office, county.actor, form.id, asked, tmp_path)
            assert "䶮" in printed
    assert pages["invitation_text"] == 1 and pages["leave_slip"] <= 80
    coded = PaperRequest(record=asked.record, variant=WITH_CODES)
    _, printed = measure_paper(county.office, county.actor, "attendance_sheet", coded, tmp_path)
    assert "CPPCC-2026-XJ" in printed and "的条码太长，只印了号码，请扫本人的证。" in printed


def test_the_heads_of_a_bulletin_are_on_one_line(county: Place, tmp_path: Path) -> None:
    """Thirty people, five half-days: the words of a head stand beside each other."""
    asked = PaperRequest(record=make_plenary(county.office, county.actor, people=30, groups=3))
    pages, printed = measure_paper(county.office, county.actor, "attendance_bulletin", asked, tmp_path)
    assert pages == 2 and "应到已录实到迟到早退委托请假缺席到会率" in printed


@pytest.mark.office_suite
@pytest.mark.parametrize("variant", ["", WITH_CODES])
def test_a_sheet_of_240_people_has_as_many_pages_in_libreoffice(county: Place, tmp_path: Path, variant: str) -> None:
    asked = PaperRequest(record=make_plenary(county.office, county.actor, people=240), variant=variant)
    pages, _ = measure_paper(county.office, county.actor, "attendance_sheet", asked, tmp_path)
    (theirs,) = lay_out([tmp_path / "attendance_sheet.docx"], tmp_path)
    with pdfplumber.open(theirs) as paper:
        assert len(paper.pages) == pages >= 14


def test_no_page_has_a_line_below_a_table_alone(county: Place, tmp_path: Path) -> None:
    """How many there are is said above the table: whatever their number, the last page has one of them."""
    for people in range(12, 16):
        asked = PaperRequest(record=make_plenary(county.office, county.actor, people=people, groups=1))
        _, printed = measure_paper(county.office, county.actor, "attendance_sheet", asked, tmp_path)
        assert printed.endswith("农业界") and f"应到{people}人" in printed


def test_papers_of_stations_and_receptions(county: Place, tmp_path: Path) -> None:
    station = make(county, "01", PLACE)
    make(county, "02", "云水村议事室", level="3")
    add_rows(county.office, county.actor, "station_duty", station, [
        {"date": f"2026-06-{day:02}", "starts_at": "9:00", "ends_at": "11:30", "mode": "坐诊", "place": LONG_POST[:60],
         "persons": "、".join(NAMES[day : day + 6])} for day in range(1, 30)
    ])  # fmt: skip
    one = receive(county, station)
    receive(county, station, matter=THOUSAND[:60], answer="已经答复", persons="王䶮")
    duty = PaperRequest(record=station, since="2026-06-01", until="2026-06-30")
    for form, asked, most in (
        ("station_duty_sheet", duty, 6), ("station_ground", PaperRequest(record=station), 2),
        ("station_grounds", PaperRequest(query=Query()), 1), ("reception_sheet", PaperRequest(record=one), 3),
        ("reception_book", PaperRequest(query=Query()), 5),
    ):  # fmt: skip
        pages, _ = measure_paper(county.office, county.actor, form, asked, tmp_path)
        assert pages <= most, form


def test_the_paper_of_a_project(county: Place, tmp_path: Path) -> None:
    project = county.create(
        "project", title=(TEXT * 2)[:80], year=2026, persons="、".join(NAMES), receiver="王䶮", place=LONG_POST[:100]
    )
    add_rows(county.office, county.actor, "project_progress", project, [
        {"date": f"2026-05-{day:02}", "words": THOUSAND[: 40 + 9 * day], "money": "1000"} for day in range(1, 30)
    ])  # fmt: skip
    pages, printed = measure_paper(county.office, county.actor, "project_form", PaperRequest(record=project), tmp_path)
    assert pages <= 7 and "䶮" in printed
