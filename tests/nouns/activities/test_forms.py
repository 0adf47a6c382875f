"""The papers of an activity say what was recorded: sign-in sheet, bars, bulletin of a meeting and of a period, whom to ring."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.activities.attendance.meeting import read_desk
from cppcc_desktop.nouns.activities.attendance.recording import record_marks
from cppcc_desktop.nouns.activities.counting import ABSENT, HERE, Mark
from cppcc_desktop.nouns.activities.forms import WITH_CODES
from cppcc_desktop.services.forms.printing import PaperRequest, list_forms, render_forms
from tests.conftest import Filled, Place
from tests.nouns.activities.plenary import make_plenary
from tests.nouns.activities.test_desk import hold, mark


def paper(place: Place, form: str, activity: str, folder: Path, **asked: str) -> str:
    """All words of the Word file, and that the PDF comes too."""
    request, records = PaperRequest(**asked), [activity] if activity else []  # type: ignore[arg-type]
    (made,) = render_forms(place.office, place.actor, form, records, folder, asked=request)
    word, pdf = sorted(made.files, key=lambda each: each.suffix)
    assert pdf.stat().st_size > 2000 and not made.warnings
    document = docx.Document(str(word))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_signing_bars_and_bulletin_of_a_plenary(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    made = make_plenary(place.office, place.actor, people=12, groups=3)
    meeting = read_desk(place.office, place.actor, made).meeting
    first = meeting.order[0]
    record_marks(place.office, place.actor, made, {(each.line, first): Mark(HERE) for each in meeting.people[:9]})
    record_marks(place.office, place.actor, made, {(meeting.people[9].line, first): Mark(ABSENT)})
    told = paper(place, "attendance_sheet", made, tmp_path)
    assert "十届三次会议\n签到表" in told and "第三组" in told and "8日上" in told and "应到 12 人。" in told
    sheets = [docx.Document(str(each)) for each in sorted(tmp_path.glob("*.docx"))]
    assert [len(each.inline_shapes) for each in sheets] == [0]
    paper(place, "attendance_sheet", made, tmp_path / "bars", variant=WITH_CODES)
    (coded,) = (tmp_path / "bars").glob("*.docx")
    assert len(docx.Document(str(coded)).inline_shapes) == 12, "the bars of each"
    assert "签到条码" in paper(place, "attendance_codes", made, tmp_path)
    slips = paper(place, "leave_slip", made, tmp_path)
    assert slips.count("十届三次会议\n请假单") == 3 and "主席" in slips and "2026年6月5日" in slips and "住院" in slips
    assert "7日下午 分组讨论、8日上午 全体会议、8日下午 分组讨论（共 1.5 天）" in slips
    assert slips.count("已批") == 2 * slips.count("□同意") > 0, "who waits has boxes to tick"
    with pytest.raises(OfficeError, match="没有人请假"):
        paper(place, "leave_slip", hold(filled, "2026-05-02", title="没有人请假的会", type="02"), tmp_path)
    told = paper(place, "attendance_bulletin", made, tmp_path)
    assert "6日下午 分组讨论：还有 2 人没有登记，到会率是占已登记的 10 人。" in told
    assert "病假，主席批" in told and "事假，等批准" in told and "缺席（1 人次）" in told
    assert "本届缺过两次全体会议的委员" in told and "90.0%" in told
    told = paper(place, "phone_list", made, tmp_path)
    assert "19900000009" in told and "6日下午缺席" in told
    with pytest.raises(OfficeError):
        render_forms(place.office, Actor("访客", "reader", place.office.name), "phone_list", [made], tmp_path)


def test_an_invitation_and_a_period(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    made = hold(filled, "2026-05-01", title="常委会会议", type="02", place="会议室")
    mark(place, made, 郑晓禾_0=HERE, 陈素芬_0=ABSENT)
    told = paper(place, "invitation_text", made, tmp_path)
    assert "定于5月1日在会议室举行“常委会会议”，请准时参加。" in told and "请提前 1 天请假，超过 3 天的由主席批" in told
    told = paper(place, "attendance_period", "", tmp_path, since="2026-05-01", until="2026-05-31")
    assert "常委会会议" in told and "50.0%" in told and "郑晓禾" in told and "100.0%" in told
    assert {each.id for each in list_forms(place.office, "activity")} >= {"attendance_sheet", "attendance_period"}
    with pytest.raises(OfficeError, match="从哪天到哪天"):
        render_forms(place.office, place.actor, "attendance_period", [], tmp_path)
