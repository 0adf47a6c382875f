"""不予立案告知单, 交办通知, 催办函: what they say, and that Word and PDF say the same."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pypdfium2
import pytest

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.exporters.document import Document, Hide, Insert, RedHead, Rename, arrange
from cppcc_desktop.exporters.fonts import FontSet
from cppcc_desktop.exporters.pdf.writer import write_pdf
from cppcc_desktop.exporters.word.writer import write_docx
from cppcc_desktop.nouns.proposals.papers.notices import (
    DECLINE,
    AssignedCase,
    AssignmentNotice,
    DeclineNotice,
    OverdueCase,
    ReminderLetter,
    build_assignment_notice,
    build_decline_notice,
    build_reminder_letter,
)
from cppcc_desktop.services.forms.printing import list_forms, print_batch, render_forms
from cppcc_desktop.services.office.settings import change_setting
from cppcc_desktop.services.records.records import list_children
from tests.conftest import Filled, Place
from tests.exporters.pages import read_text
from tests.exporters.test_word import read_word_text

OFFICES = ("县委办公室", "县政府办公室", "县政协办公室")
CASES = tuple(
    AssignedCase(f"{n:03d}", f"关于第{n}件的建议", "郑晓禾", "13900001111", "县交通运输局", "", "", "06-20")
    for n in range(1, 11)
)


def documents() -> dict[str, tuple[Document, ...]]:
    notice = AssignmentNotice(OFFICES, "示协办〔2026〕5号", "政协示例县第十届委员会第三次会议", "交办会", CASES, 1, "10",
                              "2026年3月19日", "2026年6月20日", "", "2026年2月19日")  # fmt: skip
    overdue = tuple(OverdueCase("001", "关于优化公交班次的建议", "2026-03-01", "2026-06-01", "7") for _ in range(5))
    return {
        "decline": (build_decline_notice(DeclineNotice("郑晓禾委员", "政协示例县第十届委员会第三次会议", "关于喆字的建议",
                                                       "2026-0005", "内容空泛。", "请补充", "转作社情民意。")),),
        "blank": (build_decline_notice(DeclineNotice()), build_reminder_letter(ReminderLetter())),
        "reminder": (build_reminder_letter(ReminderLetter("县交通运输局", day="2026年6月8日", cases=overdue, signed="政协示例县委员会")),),
        "notice": (build_assignment_notice(notice),),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["decline", "blank", "reminder", "notice"])
def test_word_and_pdf_say_the_same(name: str, tmp_path: Path, fonts: FontSet) -> None:
    made = documents()[name]
    pdf = write_pdf(made, tmp_path / "a.pdf", fonts)
    word = write_docx(made, tmp_path / "a.docx", fonts)
    assert read_text(tmp_path / "a.pdf") == read_word_text(tmp_path / "a.docx")
    assert pdf.warnings == word.warnings == ()


def test_the_red_head_is_where_the_standard_wants_it(tmp_path: Path, fonts: FontSet) -> None:
    made = documents()["notice"]
    write_pdf(made, tmp_path / "a.pdf", fonts)
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as document:
        picture = document[0].render(scale=1).to_pil().convert("RGB")
    scale = picture.height / 297
    red = [(x, y) for y in range(picture.height) for x in range(picture.width) if is_red(picture.getpixel((x, y)))]
    top, left, right = min(y for _, y in red), min(x for x, _ in red), max(x for x, _ in red)
    assert abs(top / scale - 72) < 0.5  # 35 mm below the type area's top at 37 mm
    assert abs(left / scale - 28) < 1 and abs(right / scale - 184) < 1  # the line is 156 mm wide
    write_docx(made, tmp_path / "a.docx", fonts)
    with zipfile.ZipFile(tmp_path / "a.docx") as package:
        xml = package.read("word/document.xml").decode()
    assert xml.count(f'<w:color w:val="{RedHead.COLOUR}"/>') == len(OFFICES) and "w:pBdr" in xml


def is_red(pixel: tuple[int, int, int]) -> bool:
    return pixel[0] > 150 and pixel[1] < 110 and pixel[2] < 120


def test_names_of_any_length_fit_the_line() -> None:
    assert RedHead("县政协办公室", "1").size == RedHead.LARGEST
    long = RedHead("中国人民政治协商会议示例县委员会提案委员会办公室", "1")
    assert long.size * len(long.lines[0]) <= 156 / 25.4 * 72


def test_the_office_changes_its_wording() -> None:
    changed = arrange(DECLINE, [Rename("proposal_decline", "不立案告知书"), Hide("closing"), Rename("ground", "理由"),
                                Insert("own", "本单一式两份。", after="contact")])  # fmt: skip
    text = str(build_decline_notice(DeclineNotice(title="甲"), changed).blocks)
    assert "不立案告知书" in text and "本单一式两份。" in text and "感谢" not in text and "一、不予立案" not in text


# from the records


def render(place: Place, form: str, records: list[str], folder: Path) -> tuple[str, tuple[str, ...]]:
    made = render_forms(place.office, place.actor, form, records, folder, formats=("pdf",))
    assert len(made) == 1
    return read_text(made[0].files[0]), made[0].warnings


def hand_out(filled: Filled, day: str = "2026-03-01", due: str = "2026-06-01", **more: object) -> str:
    place = filled.place
    place.act(filled.proposal, "receive", date="2026-02-01")
    for _ in range(3):
        place.act(filled.proposal, "review", opinion="符合", date="2026-02-02")
    place.act(filled.proposal, "docket", category="4", date="2026-02-03")
    place.act(filled.proposal, "assign", unit=filled.unit, date=day, due_on=due, **more)
    return filled.proposal


def test_decline_notice_of_a_case(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    with pytest.raises(OfficeError, match="没有不予立案"):
        render(place, "proposal_decline", [filled.proposal], tmp_path)
    place.act(filled.proposal, "receive", date="2026-02-01")
    place.act(filled.proposal, "decline", date="2026-02-07", ground="10", onward="1", opinion="缺少具体建议")
    place.act(filled.proposal, "pass_on", date="2026-02-09", receiver="县信访局", sent_as="转字1号")
    place.act(filled.proposal, "notify", date="2026-02-10", told_how="电话", note="已说明")
    change_setting(place.office, place.actor, "proposal_contact", "提案委 王同志 0571-1", "2026-01-01")
    other = place.create(
        "proposal", title="草稿", form="1", first_sponsor=filled.members[0], analysis="a", suggestions="b"
    )
    text, warnings = render(place, "proposal_decline", [filled.proposal, other], tmp_path)
    for words in ("郑晓禾委员：", "《关于优化公交班次的建议》（收件号2026-0001）", "内容空泛、没有具体建议的。", "缺少具体建议",
                  "社情民意", "已于2026年2月9日转送", "县信访局", "提案委王同志0571-1", "2026年2月7日"):  # fmt: skip
        assert words in text, words
    assert text.count("转送县信访局。") == 1 and "已说明" not in text and "转字1号" not in text, (
        "remarks stay in the house"
    )
    assert warnings == ("《草稿》没有不予立案，不用告知单。",)


def test_decline_notice_of_a_case_between_the_plenaries(filled: Filled, tmp_path: Path) -> None:
    """It was not put forward at the plenary; whom to ring is left for the pen where the office has not said."""
    place = filled.place
    place.act(filled.proposal, "receive", date="2026-05-01", intake_period="regular")
    place.act(filled.proposal, "decline", date="2026-05-07", ground="10", onward="1", opinion="缺少具体建议")
    text, _ = render(place, "proposal_decline", [filled.proposal], tmp_path)
    assert "第三次会议闭会期间提出的提案《" in text and "上提出" not in text
    assert "联系方式联系人：" in text and text.index("电话：") < text.index("按上面的联系方式")


def test_reminder_of_a_unit(filled: Filled, tmp_path: Path) -> None:
    hand_out(filled)
    text, warnings = render(filled.place, "reminder_letter", [filled.unit, filled.other_unit], tmp_path)
    assert "县交通运输局：" in text and "有1件已过应办复日" in text
    assert "001关于优化公交班次的建议2026-03-012026-06-017" in text
    assert warnings == ("县公安局没有逾期未复的提案，不用催办。",)
    with pytest.raises(OfficeError, match="不用催办"):
        render(filled.place, "reminder_letter", [filled.other_unit], tmp_path)


def test_assignment_notice_once_for_its_number(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    proposal = hand_out(filled, assist_units=[filled.other_unit], notice_no="示协办〔2026〕5号", meeting="县提案交办会")
    records = [str(row["id"]) for row in list_children(place.office, place.actor, "assignment", proposal)]
    text, warnings = render(place, "assignment_notice", records, tmp_path)
    for words in ("示协办〔2026〕5号", "关于交办政协示例县第十届委员会", "县提案交办会研究", "现将1件提案交由2家单位承办", "10个工作日",
                  "2026年6月1日前书面答复", "附件：提案分办表", "郑晓禾13900001111县交通运输局县公安局2026-06-01"):  # fmt: skip
        assert words in text, words
    assert not warnings
    pages, *_ = print_batch(place.office, place.actor, "assignment_notice", ["", *records], tmp_path / "b.pdf")
    assert pages == 6  # blank and filled, each two pages and its table


def test_a_case_without_a_number_has_no_notice(filled: Filled, tmp_path: Path) -> None:
    proposal = hand_out(filled)
    record = str(list_children(filled.place.office, filled.place.actor, "assignment", proposal)[0]["id"])
    with pytest.raises(OfficeError, match="没有写交办文号"):
        render(filled.place, "assignment_notice", [record], tmp_path)


def test_every_form_can_be_blank(county: Place, tmp_path: Path) -> None:
    for form in list_forms(county.office):
        made = render_forms(county.office, county.actor, form.id, [], tmp_path, blank=True)
        assert made[0].pages >= 1 and all(file.stat().st_size > 1000 for file in made[0].files)
    with pytest.raises(OfficeError, match="没有“别的”这张表"):
        render_forms(county.office, county.actor, "别的", [], tmp_path)
