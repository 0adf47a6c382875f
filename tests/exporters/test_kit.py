"""The parts papers share, measured with a ruler: signatures, heads of letters, 版记, places for the pen, titles."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import pdfplumber
import pytest

from cppcc_desktop.exporters import kit
from cppcc_desktop.exporters.document import (
    ACROSS,
    POINTS,
    Align,
    Blank,
    Block,
    Document,
    FormDefinition,
    FormPart,
    Heading,
    LetterHead,
    PageFoot,
    PageGrid,
    Paragraph,
    Ruling,
    plain_text,
)
from cppcc_desktop.exporters.fonts import FontSet
from cppcc_desktop.exporters.pdf import write_pdf
from cppcc_desktop.exporters.text import count_places
from cppcc_desktop.exporters.titles import break_title
from cppcc_desktop.exporters.word import write_docx
from tests.exporters.pages import MM, Placed, read_characters, read_lines

PITCH = PageGrid.TYPE_WIDTH / PageGrid.CHARACTERS
DAY = "2026年3月15日"


def print_blocks(folder: Path, fonts: FontSet, *blocks: Block) -> Path:
    path = folder / "out.pdf"
    write_pdf([Document("试印", blocks)], path, fonts)
    return path


def read_last_lines(path: Path) -> list[list[Placed]]:
    """The lines of the last page, a blank one left out."""
    return [line for line in read_lines(read_characters(path)[-1]) if "".join(c.text for c in line).strip("　")]


def read_word(folder: Path, fonts: FontSet, *blocks: Block) -> dict[str, str]:
    """The parts of the Word file that are text."""
    write_docx([Document("试印", blocks)], folder / "out.docx", fonts)
    with zipfile.ZipFile(folder / "out.docx") as package:
        return {name: package.read(name).decode() for name in package.namelist() if name.endswith(".xml")}


def middle(line: Sequence[Placed]) -> float:
    return (line[0].x + line[-1].right) / 2


@pytest.mark.parametrize("name", ["县政协办公室", "中国人民政治协商会议示例县委员会"])
def test_a_sealed_name_stands_over_the_middle_of_its_date(tmp_path: Path, fonts: FontSet, name: str) -> None:
    """GB/T 9704-2012 §7.3.5.1: the date ends four characters from the right; a longer name stays in the type area."""
    signer, date = read_last_lines(print_blocks(tmp_path, fonts, Paragraph("正文。"), *kit.sign([name], DAY)))[1:]
    assert abs(middle(signer) - middle(date)) < 0.3
    assert signer[-1].right < PageGrid.TYPE_WIDTH + 0.3
    if len(name) < 10:
        assert abs(PageGrid.TYPE_WIDTH - date[-1].right - 4 * PITCH) < 0.5


@pytest.mark.parametrize("name", ["县政协", "中国人民政治协商会议示例县委员会"])
def test_without_a_seal_the_date_begins_two_characters_after_the_name(
    tmp_path: Path, fonts: FontSet, name: str
) -> None:
    """§7.3.5.2: the name two characters from the right; a date that is longer ends there instead."""
    blocks = (Paragraph("正文。"), *kit.sign([name], DAY, sealed=False))
    signer, date = read_last_lines(print_blocks(tmp_path, fonts, *blocks))[1:]
    assert abs(date[0].x - signer[0].x - 2 * PITCH) < 0.3
    assert abs(PageGrid.TYPE_WIDTH - max(signer[-1].right, date[-1].right) - 2 * PITCH) < 0.5


def test_several_sealed_names_stand_side_by_side_over_one_date(tmp_path: Path, fonts: FontSet) -> None:
    names = ["示例县委办公室", "示例县政府办公室", "示例县政协办公室"]
    path = print_blocks(tmp_path, fonts, Paragraph("正文。"), *kit.sign(names, DAY))
    signers, date = read_last_lines(path)[1:]
    assert "".join(c.text for c in signers) == "".join(names)
    assert abs(middle(signers[-8:]) - middle(date)) < 1
    assert abs(PageGrid.TYPE_WIDTH - date[-1].right - 4 * PITCH) < 0.5
    six = read_last_lines(print_blocks(tmp_path, fonts, *kit.sign([*names, *names], DAY)))
    assert six[1][0].baseline - six[0][0].baseline > 35, "room for the seals between two rows"


@pytest.mark.parametrize("lines", range(16, 23))
def test_a_signature_never_stands_alone(tmp_path: Path, fonts: FontSet, lines: int) -> None:
    """It takes two lines of the text along, however the page ends (forms.md §3)."""
    definition = FormDefinition("letter", "函", (FormPart("text"), FormPart("sign")))
    filled = {"text": [Paragraph("政" * 28 * lines, indent=0)], "sign": kit.sign(["县政协"], DAY)}
    path = print_blocks(tmp_path, fonts, *kit.compose(definition, filled))
    last = read_last_lines(path)
    assert ["".join(c.text for c in line) for line in last][-2:] == ["县政协", DAY]
    assert sum(line[0].text == "政" for line in last) >= 2
    xml = read_word(tmp_path, fonts, *kit.compose(definition, {**filled, "text": [Paragraph("政" * 60)]}))
    assert xml["word/document.xml"].count("<w:keepNext/>") == 4 and "<w:widowControl/>" in xml["word/document.xml"]


def test_a_letter_has_its_lines_where_the_standard_wants_them(tmp_path: Path, fonts: FontSet) -> None:
    """GB/T 9704-2012 §10.1: name 30 mm from the top, double lines of 170 mm, the second 20 mm from the foot."""
    blocks = (LetterHead("政协示例县委员会", "示协函〔2026〕5号"), Heading("函"), Paragraph("政" * 28 * 30))
    path = print_blocks(tmp_path, fonts, *blocks)
    with pdfplumber.open(path) as document:
        first, second = document.pages
        rules = sorted(first.lines, key=lambda rule: rule["top"])
        assert [round((rule["x1"] - rule["x0"]) / MM) for rule in rules] == [170] * 4 and not second.lines
        assert [rule["linewidth"] for rule in rules] == [1.5, 0.75, 0.75, 1.5]
        assert abs(rules[2]["top"] / MM - 277) < 0.2
        name = [char for char in first.chars if char["size"] > 30]
        assert abs(min(char["x0"] for char in name) / MM + max(char["x1"] for char in name) / MM - 212) < 0.5
        picture = first.to_image(resolution=200).original
    red = [y for y in range(picture.height) if is_red(picture.getpixel((picture.width // 2 - 40, y)))]
    assert abs(red[0] / 200 * 25.4 - 30) < 1.5
    pages = read_characters(path)
    numbers = ["".join(c.text for c in page if c.baseline > PageGrid.TYPE_HEIGHT) for page in pages]
    assert numbers == ["", "— 2 —"]
    number = next(line for line in read_lines(pages[0]) if line[-1].text == "号")
    assert abs(number[-1].right - PageGrid.TYPE_WIDTH) < 0.5
    word = read_word(tmp_path, fonts, *blocks)
    assert "<w:titlePg/>" in word["word/document.xml"] and "政协示例县委员会" in "".join(
        text for part, text in word.items() if "header" in part
    )


def is_red(pixel: tuple[int, int, int]) -> bool:
    return pixel[0] > 150 and pixel[1] < 110 and pixel[2] < 120


def test_one_header_serves_all_letters_of_an_office(tmp_path: Path, fonts: FontSet) -> None:
    letters = [Document("", (LetterHead(name, "1"), Paragraph("文"))) for name in ("甲会", "乙会", "甲会")]
    write_docx([*letters, Document("", (Paragraph("不是函"),))], tmp_path / "a.docx", fonts)
    with zipfile.ZipFile(tmp_path / "a.docx") as package:
        assert sum(name.startswith("word/header") for name in package.namelist()) == 2
        assert package.read("word/document.xml").decode().count("<w:titlePg/>") == 3


def test_the_imprint_stands_at_the_foot_of_the_last_page(tmp_path: Path, fonts: FontSet) -> None:
    """版记: rules of 0.35 mm first and last, 0.25 mm between; on a page of its own where this one is full."""
    imprint = kit.imprint("示例县政协办公室", DAY, copies="示例县委。")
    path = print_blocks(tmp_path, fonts, Paragraph("正文。"), imprint)
    with pdfplumber.open(path) as document:
        rules = document.pages[0].lines
    assert [round(rule["linewidth"] / MM, 2) for rule in rules] == [0.35, 0.25, 0.35]
    assert abs(rules[-1]["top"] / MM - (PageGrid.TOP + PageGrid.TYPE_HEIGHT)) < 0.5
    assert len(read_characters(print_blocks(tmp_path, fonts, Paragraph("政" * 28 * 22, indent=0), imprint))) == 2
    assert "w:tblpYSpec" in read_word(tmp_path, fonts, imprint)["word/document.xml"]


def test_a_slip_is_cut_off_along_a_dashed_line(tmp_path: Path, fonts: FontSet) -> None:
    slip = kit.cut_off(Paragraph(("单位：", Blank(10)), indent=0))
    assert isinstance(slip, PageFoot)
    path = print_blocks(tmp_path, fonts, Paragraph("正文。"), slip)
    assert read_last_lines(path)[-1][0].baseline > 200
    assert 'w:val="dashed"' in read_word(tmp_path, fonts, slip)["word/document.xml"]


def test_places_for_the_pen_are_underlined_and_whole(tmp_path: Path, fonts: FontSet) -> None:
    for before in range(20, 28):
        path = print_blocks(tmp_path, fonts, Paragraph(("政" * before, Blank(6), "号"), indent=0))
        with pdfplumber.open(path) as document:
            rules = document.pages[0].lines
        assert [round((rule["x1"] - rule["x0"]) / MM / PITCH, 1) for rule in rules] == [6.0]
    xml = read_word(tmp_path, fonts, Paragraph(("编号：", Blank(6))))["word/document.xml"]
    assert '<w:u w:val="single"/>' in xml and "\u00a0" * 12 in xml, "spaces that do not hang over the end of a line"


def test_a_name_is_set_in_one_face(tmp_path: Path, fonts: FontSet) -> None:
    path = print_blocks(tmp_path, fonts, kit.address(kit.fill_name("王䶮"), "委员"))
    faces = {c.text: c.font for c in read_characters(path)[0]}
    assert faces["王"] == faces["䶮"] != faces["委"]


def test_sections_that_have_nothing_to_say_take_no_number() -> None:
    definition = FormDefinition(
        "x", "函", (FormPart("a", "甲"), FormPart("b", "乙"), FormPart("own", text="原话。"), FormPart("c", "丙"))
    )
    filled = {"a": kit.section("一段"), "b": kit.section("", ""), "c": kit.section("又一段")}
    texts = [block.text for block in kit.compose(definition, filled) if isinstance(block, Paragraph)]
    assert texts == ["一、甲", "一段", "原话。", "二、丙", "又一段"]


def test_attachments_hang_below_their_names(tmp_path: Path, fonts: FontSet) -> None:
    names = ["关于进一步加强农村饮用水水源地保护和管网改造工作的若干情况说明材料", "名册"]
    lines = read_last_lines(print_blocks(tmp_path, fonts, Paragraph("正文。"), *kit.list_attachments(names)))[1:]
    assert ["".join(c.text for c in line)[:5] for line in (lines[0], lines[-1])] == ["附件：1.", "2. 名册"]
    assert abs(lines[0][0].x - 2 * PITCH) < 0.3
    assert abs(lines[1][0].x - next(c.x for c in lines[0] if c.text == "关")) < 1


TITLES = {
    "关于加快推进老旧小区地下管网改造、完善长效管护机制推动高质量发展的建议":
        "关于加快推进老旧小区地下管网改造、\n完善长效管护机制推动高质量发展的建议",
    "关于交办政协示例县第十届委员会第三次会议提案的通知": "关于交办政协示例县第十届委员会\n第三次会议提案的通知",
    "关于优化公交班次的建议": "关于优化公交班次的建议",
    "自己\n分行": "自己\n分行",
}  # fmt: skip


@pytest.mark.parametrize("text", TITLES)
def test_titles_break_by_sense(text: str) -> None:
    assert break_title(text, 20) == TITLES[text]


def test_a_title_without_any_joint_is_still_whole() -> None:
    assert break_title("政" * 50, 20).replace("\n", "") == "政" * 50
    assert all(len(line) <= 20 for line in break_title("政" * 50, 20).split("\n"))


def test_a_title_with_many_numbers_is_broken_before_it_is_too_wide(tmp_path: Path, fonts: FontSet) -> None:
    """Digits are wider than half a place: a line of 20 places would be broken once more where it is drawn."""
    text = "全县2025年至2026年建成20年以上老旧小区1842个的改造情况和2027年打算"
    heading = kit.title(f"政协示例县委员会\n{text}")
    lines = read_lines(read_characters(print_blocks(tmp_path, fonts, heading))[0])
    assert ["".join(c.text for c in line) for line in lines] == heading.text.split("\n")


def test_a_register_keeps_numbers_whole_and_makes_long_names_smaller(tmp_path: Path, fonts: FontSet) -> None:
    columns = (kit.RegisterColumn("姓名", 18.0, names=True), kit.RegisterColumn("事", align=Align.LEFT))
    table = kit.register(columns, [("阿依·古兰", "事")] * 1200)
    assert abs(sum(cell.width for cell in table.rows[0].cells) - PageGrid.TYPE_WIDTH) < 1e-6
    path = print_blocks(tmp_path, fonts, table)
    with pdfplumber.open(path) as document:
        words = document.pages[-1].extract_words()
    assert {"1200", "阿依·古兰"} <= {word["text"] for word in words}


def test_columns_are_as_wide_as_their_words(tmp_path: Path, fonts: FontSet) -> None:
    """A short word takes little room, a long one no more than its column may; texts share the rest by their length."""
    columns = (
        kit.RegisterColumn("姓名", 30.0, names=True, fits=True), kit.RegisterColumn("界别", 30.0, fits=True),
        kit.RegisterColumn("事", fits=True), kit.RegisterColumn("答", fits=True), kit.RegisterColumn("注"),
    )  # fmt: skip
    row = ("王小明", "界" * 20, "事" * 60, "答" * 30, "")
    table = kit.register(columns, [row, ("李", "界", "", "", "")], sheet=ACROSS)
    _, name, sector, matter, answer, rest = (cell.width for cell in table.rows[0].cells)
    assert 3 * 10.5 / POINTS < name < 20 and sector == 30.0
    assert abs(matter - 2 * answer) < 1e-6 and abs(rest - matter) < 1e-6
    assert abs(sum(cell.width for cell in table.rows[0].cells) - ACROSS.type_width) < 1e-6
    path = print_blocks(tmp_path, fonts, kit.register(columns[:1], [["王小明"]]))
    with pdfplumber.open(path) as document:
        assert "王小明" in {word["text"] for word in document.pages[0].extract_words()}, "on one line"
    blank = kit.register(columns, [])
    assert [cell.width for cell in blank.rows[0].cells][1:3] == [30.0, 30.0], "room for the pen"


def test_two_lines_of_text_go_with_the_signature(tmp_path: Path, fonts: FontSet) -> None:
    """Also where the last paragraphs have one line each, and behind the names of what is attached."""
    text = [Paragraph("字" * 26) for _ in range(20)]
    for attached in ((), ("提案分办表",)):
        end = [*kit.list_attachments(attached), *kit.sign(["政协示例县委员会"], DAY)]
        path = print_blocks(tmp_path, fonts, *kit.hold_signature([*text, *end]))
        with pdfplumber.open(path) as made:
            pages = [page.extract_text() for page in made.pages]
        assert len(pages) == 2 and pages[1].count("字" * 26) >= 2, attached


def test_a_name_is_broken_behind_its_dots_only() -> None:
    names = {"张三": 12.0, "买买提·艾力": 9.0, "阿不都热依木·吐尔逊买买提": 8.0}
    for name, size in names.items():
        cell = kit.name_value(name, 25.0)
        assert plain_text(cell.text).replace("\n", "") == name and cell.size >= size and cell.one_face
        assert all(count_places(line) * cell.size <= (25.0 - 2 * Ruling.PADDING_ACROSS) * POINTS
                   for line in plain_text(cell.text).split("\n"))  # fmt: skip
    assert kit.name_value("阿不都热依木·吐尔逊买买提", 20.0).size == 8.0, "as small as can be read, not full size again"
    assert plain_text(kit.name_value("阿不都热依木·吐尔逊买买提", 25.0).text) == "阿不都热依木·\n吐尔逊买买提"
