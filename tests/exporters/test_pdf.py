"""The PDF measured with a ruler: page, grid, fonts, long values, page numbers."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pytest
from pdfminer.pdftypes import resolve1

from cppcc_desktop.exporters.document import (
    Align,
    Cell,
    Document,
    FieldTable,
    Heading,
    Note,
    PageBreak,
    PageGrid,
    Paragraph,
    Row,
    WritingLines,
)
from cppcc_desktop.exporters.fonts import FontSet
from cppcc_desktop.exporters.pdf import write_pdf
from cppcc_desktop.nouns.proposals.papers.sheet import JointSponsor, ProposalSheet, build_proposal_sheet
from tests.exporters.pages import MM, read_characters, read_lines, read_text
from tests.exporters.sheets import BODY, LONG_POST, PERSON, RARE, TEXT

PITCH_ACROSS = PageGrid.TYPE_WIDTH / PageGrid.CHARACTERS
PITCH_DOWN = PageGrid.TYPE_HEIGHT / PageGrid.LINES
TOLERANCE = 0.2


def _print(tmp_path: Path, fonts: FontSet, *blocks: object) -> Path:
    path = tmp_path / "out.pdf"
    write_pdf([Document("试印", blocks)], path, fonts)  # pyright: ignore[reportArgumentType]
    return path


def test_page_is_a4_and_running_text_fills_22_lines_of_28_characters(tmp_path: Path, fonts: FontSet) -> None:
    path = _print(tmp_path, fonts, Paragraph("政" * (28 * 22 * 2), indent=0))
    with pdfplumber.open(path) as document:
        assert [round(float(document.pages[0].width) / MM, 1), round(float(document.pages[0].height) / MM, 1)] == [
            210.0,
            297.0,
        ]
        assert len(document.pages) == 2
    for page in read_characters(path):
        lines = read_lines(page)
        assert [len(line) for line in lines] == [28] * 22
        first = lines[0][0].baseline
        for row, line in enumerate(lines):
            for column, character in enumerate(line):
                assert abs(character.x - column * PITCH_ACROSS) < TOLERANCE
                assert abs(character.baseline - first - row * PITCH_DOWN) < TOLERANCE
        # The box of a line is a 22nd of the type area, its characters stand in the middle of it.
        assert abs(lines[0][-1].right - PageGrid.TYPE_WIDTH) < TOLERANCE
        em = PageGrid.BODY_SIZE / MM
        assert abs(first - ((PITCH_DOWN - em) / 2 + 0.88 * em)) < TOLERANCE
        assert lines[-1][0].baseline + 0.12 * em < PageGrid.TYPE_HEIGHT


def test_punctuation_stays_on_the_grid_and_never_begins_a_line(tmp_path: Path, fonts: FontSet) -> None:
    """Lines that a mark may close are on the grid and it hangs outside; those that 禁则 left short are spread."""
    text = "推进老旧小区改造，完善“雨污分流”（含管网）；健全机制、落实责任。" * 40
    lines = read_lines(read_characters(_print(tmp_path, fonts, Paragraph(text)))[0])
    for line in lines:
        assert line[0].text not in "，。、；：？！）》」』”"
        assert line[-1].text not in "（《「『“"
        inside = [c for c in line if c.x < PageGrid.TYPE_WIDTH - TOLERANCE]
        assert abs(inside[-1].right - PageGrid.TYPE_WIDTH) < 0.5
        assert all(c.text in "，。、；：" for c in line if c not in inside) and len(line) - len(inside) <= 1
        if len(inside) == PageGrid.CHARACTERS:
            assert all(abs(c.x / PITCH_ACROSS - round(c.x / PITCH_ACROSS)) * PITCH_ACROSS < TOLERANCE for c in line)
    assert any(line[-1].x > PageGrid.TYPE_WIDTH - TOLERANCE for line in lines)


def test_numbers_stay_whole_and_lines_with_them_reach_the_right_edge(tmp_path: Path, fonts: FontSet) -> None:
    lines = read_lines(read_characters(_print(tmp_path, fonts, Paragraph(TEXT * 3)))[0])
    printed = ["".join(c.text for c in line) for line in lines]
    for number in ("2025", "137", "18426", "38.0%"):
        assert sum(line.count(number) for line in printed) == 3
    for line in lines[:-1]:
        ends = line[-2] if line[-1].text in "，。、；：" and line[-1].right > PageGrid.TYPE_WIDTH + 1 else line[-1]
        assert abs(ends.right - PageGrid.TYPE_WIDTH) < 0.5


def test_words_of_latin_letters_are_never_broken(tmp_path: Path, fonts: FontSet) -> None:
    """Also those with wide letters: M and W take no place of the grid."""
    for shift in range(28):
        text = "政" * shift + "监测PM2.5、建设WIFI和5G@MEMWAM，见http://www.example.com/proposals/WWW/MMM处"
        lines = read_lines(read_characters(_print(tmp_path, fonts, Paragraph(text)))[0])
        printed = ["".join(c.text for c in line) for line in lines]
        for word in ("PM2.5", "WIFI", "5G@MEMWAM", "www.example.com/", "proposals/", "WWW/", "MMM"):
            assert any(word in line for line in printed), (word, printed)


def test_every_font_is_embedded_as_a_subset(tmp_path: Path, fonts: FontSet) -> None:
    path = tmp_path / "sheet.pdf"
    write_pdf([build_proposal_sheet(PERSON)], path, fonts)
    with pdfplumber.open(path) as document:
        found = [
            resolve1(font)
            for page in document.pages
            for font in resolve1(resolve1(page.page_obj.attrs["Resources"])["Font"]).values()
        ]
        assert found
        for font in found:
            descriptor = resolve1(font["FontDescriptor"])
            assert len(resolve1(descriptor["FontFile2"]).get_data()) > 1000
            assert "+" in str(font["BaseFont"])


def test_rare_characters_print_with_a_glyph_and_can_be_copied(tmp_path: Path, fonts: FontSet) -> None:
    path = tmp_path / "sheet.pdf"
    written = write_pdf([build_proposal_sheet(PERSON)], path, fonts)
    assert written.warnings == ()
    printed = read_text(path)
    for character in RARE:
        assert character in printed
        face = next(c.font for page in read_characters(path) for c in page if c.text == character)
        assert "NotoSerifSC" in face


def test_a_character_no_font_has_is_reported_and_never_a_box(tmp_path: Path, fonts: FontSet) -> None:
    path = tmp_path / "out.pdf"
    written = write_pdf([Document("试印", (Paragraph("张\ue123三"),))], path, fonts)
    assert read_text(path) == "张〓三"
    assert written.warnings == ("没有字体能印出“\ue123”（U+E123），印成了“〓”。",)


def test_a_post_of_107_characters_stays_inside_its_cell(tmp_path: Path, fonts: FontSet) -> None:
    assert len(LONG_POST) == 107
    path = tmp_path / "sheet.pdf"
    write_pdf([build_proposal_sheet(PERSON)], path, fonts)
    assert LONG_POST in read_text(path)
    with pdfplumber.open(path) as document:
        page = document.pages[0]
        label = next(word for word in page.extract_words() if word["text"].startswith("单位职务"))
        rules = sorted({edge["top"] for edge in page.edges if edge["orientation"] == "h"})
        top = max(y for y in rules if y < label["top"])
        bottom = min(y for y in rules if y > label["bottom"])
        cell = page.crop((label["x1"] + 3, top, (PageGrid.LEFT + PageGrid.TYPE_WIDTH) * MM, bottom))
        assert "".join(cell.extract_text().split()) == LONG_POST


def test_page_numbers_stand_outside_and_one_character_in(tmp_path: Path, fonts: FontSet) -> None:
    path = _print(tmp_path, fonts, Paragraph("政" * (28 * 22 * 2)))
    numbers = [[c for c in page if c.baseline > PageGrid.TYPE_HEIGHT] for page in read_characters(path)]
    assert ["".join(c.text for c in number) for number in numbers] == ["— 1 —", "— 2 —", "— 3 —"]
    em = PageGrid.NUMBER_SIZE / MM
    assert abs(numbers[0][-1].right - (PageGrid.TYPE_WIDTH - em)) < 0.3
    assert abs(numbers[1][0].x - em) < 0.3
    # The stroke of the dash lies about a third of an em over its baseline.
    assert abs(numbers[0][0].baseline - 0.32 * em - PageGrid.TYPE_HEIGHT - PageGrid.NUMBER_BELOW) < TOLERANCE


def test_each_document_is_numbered_from_one(tmp_path: Path, fonts: FontSet) -> None:
    path = tmp_path / "two.pdf"
    written = write_pdf([build_proposal_sheet(PERSON), build_proposal_sheet(BODY)], path, fonts)
    numbers = ["".join(c.text for c in page if c.baseline > PageGrid.TYPE_HEIGHT) for page in read_characters(path)]
    assert numbers == ["— 1 —", "— 2 —", "— 3 —", "— 4 —", "— 1 —", "— 2 —"]
    assert written.pages == 6


def test_the_blank_form_has_one_page_of_fields_and_lines_to_write_on(tmp_path: Path, fonts: FontSet) -> None:
    path = tmp_path / "blank.pdf"
    assert write_pdf([build_proposal_sheet(ProposalSheet.blank())], path, fonts).pages == 4
    with pdfplumber.open(path) as document:
        first = "".join(document.pages[0].extract_text().split())
        assert "建议办理" in first
        assert "公章" in first
        rules = [{round(line["top"]) for line in page.lines if line["width"] > 400} for page in document.pages[1:]]
        assert [len(each) for each in rules] == [21, 21, 16], (
            "a caption and its lines fill a page; no rule stands alone"
        )


def test_many_joint_sponsors_get_their_own_pages_with_the_head_on_each(tmp_path: Path, fonts: FontSet) -> None:
    people = tuple(JointSponsor(f"委员{n:02}", "经济界", "示例县某单位", "10000000000") for n in range(40))
    path = tmp_path / "joint.pdf"
    sheet = ProposalSheet(title="关于试印的建议", joint=people, situation="情况。")
    write_pdf([build_proposal_sheet(sheet)], path, fonts)
    pages = ["".join(c.text for c in page) for page in read_characters(path)]
    assert "共40人，名单附后" in pages[0]
    assert ["序" in page and "签" in page for page in pages] == [False, True, True, False]
    assert sum(page.count("委员0") for page in pages) == 10


def test_a_row_higher_than_a_page_runs_on(tmp_path: Path, fonts: FontSet) -> None:
    text = "示" * 2500
    table = FieldTable((Row((Cell(26, "说明"), Cell(130, text, align=Align.LEFT))), Row((Cell(156, "末行"),))))
    path = _print(tmp_path, fonts, Heading("一"), table)
    assert len(read_characters(path)) == 3
    assert "示" in {c.text for c in read_characters(path)[0]}, "it begins below the heading"
    assert read_text(path) == "一说明" + text + "末行"
    for page in read_characters(path):
        assert all(c.baseline < PageGrid.TYPE_HEIGHT for c in page if c.text == "示")


def test_a_heading_never_stands_alone_at_the_foot(tmp_path: Path, fonts: FontSet) -> None:
    blocks = (Paragraph("政" * 28 * 21, indent=0), Paragraph("一、问题", keeps_next=True), Paragraph("正文"))
    pages = read_characters(_print(tmp_path, fonts, *blocks))
    assert ["问题" in "".join(c.text for c in page) for page in pages] == [False, True]


def test_small_print_writing_lines_and_page_breaks(tmp_path: Path, fonts: FontSet) -> None:
    blocks = (
        PageBreak(),
        Note("填表说明：\n一事一案。"),
        WritingLines(2),
        PageBreak(),
        Paragraph("后", align=Align.CENTRE),
    )
    path = _print(tmp_path, fonts, *blocks)
    assert read_text(path) == "填表说明：一事一案。后"
    assert len(read_characters(path)) == 2


def test_marks_without_shape_and_illegal_characters_leave_no_trace(tmp_path: Path, fonts: FontSet) -> None:
    sheet = ProposalSheet(title="关于\x00试印\ufeff的建议\ud800", situation="张\U000e0100三\x0b李四")
    path = tmp_path / "sheet.pdf"
    assert write_pdf([build_proposal_sheet(sheet)], path, fonts).warnings == ()
    assert "关于试印的建议" in read_text(path)
    assert "张三李四" in read_text(path)


@pytest.mark.parametrize("word", ["a" * 200, "http://" + "x" * 120])
def test_a_word_wider_than_the_line_is_cut_not_lost(tmp_path: Path, fonts: FontSet, word: str) -> None:
    assert read_text(_print(tmp_path, fonts, Paragraph("见" + word + "处"))) == "见" + word + "处"
