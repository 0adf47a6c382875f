"""The Word file: same text as the PDF, the standard's page and grid, and the same pages in LibreOffice."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from cppcc_desktop.exporters.document import (
    Cell,
    Document,
    FieldTable,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Row,
    WritingLines,
)
from cppcc_desktop.exporters.fonts import FontSet, Role
from cppcc_desktop.exporters.pdf import write_pdf
from cppcc_desktop.exporters.word import write_docx
from cppcc_desktop.nouns.proposals.papers.sheet import JointSponsor, ProposalSheet, build_proposal_sheet
from tests.exporters.office_suite import lay_out
from tests.exporters.pages import read_characters, read_text
from tests.exporters.sheets import BODY, PERSON, PLENARY, RARE, TEXT

SHEETS = {"person": PERSON, "body": BODY, "blank": ProposalSheet.blank(PLENARY)}


def read_word_text(path: Path) -> str:
    """All text in file order without white space: what stands over the first page of a letter, and the body."""
    document = docx.Document(str(path))
    over = [each.first_page_header._element for each in document.sections if each.different_first_page_header_footer]
    nodes = (node for element in (*over[:1], document.element.body) for node in element.iter(qn("w:t")))
    return "".join("".join(node.text or "" for node in nodes).split())


@pytest.mark.parametrize("name", SHEETS)
def test_word_and_pdf_carry_the_same_text_in_the_same_order(name: str, tmp_path: Path, fonts: FontSet) -> None:
    documents = [build_proposal_sheet(SHEETS[name])]
    write_docx(documents, tmp_path / "a.docx", fonts)
    write_pdf(documents, tmp_path / "a.pdf", fonts)
    # A joined label stands in the middle of its rows; both files write it with its first row.
    assert read_word_text(tmp_path / "a.docx") == read_text(tmp_path / "a.pdf")


def test_page_grid_and_footers_are_the_standards(tmp_path: Path, fonts: FontSet) -> None:
    write_docx([build_proposal_sheet(PERSON), build_proposal_sheet(BODY)], tmp_path / "a.docx", fonts)
    document = docx.Document(str(tmp_path / "a.docx"))
    assert len(document.sections) == 2
    for section in document.sections:
        millimetres = [
            round(length.mm)
            for length in (
                section.page_width, section.page_height, section.top_margin, section.left_margin,
                section.right_margin, section.bottom_margin,
            )
            if length
        ]  # fmt: skip
        assert millimetres == [210, 297, 37, 28, 26, 35]
        grid = section._sectPr.find(qn("w:docGrid"))
        assert [grid.get(qn(f"w:{name}")) for name in ("type", "linePitch", "charSpace")] == [
            "linesAndChars",
            "579",
            "-848",
        ]
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    assert document.settings.odd_and_even_pages_header_footer
    first = document.sections[0]
    assert first.footer.paragraphs[0].text.replace("1", "") == "—  —"
    assert "PAGE" in first.even_page_footer._element.xml
    assert document.sections[1].footer.is_linked_to_previous


def test_runs_ask_for_the_official_fonts_and_rare_names_for_song(tmp_path: Path, fonts: FontSet) -> None:
    write_docx([build_proposal_sheet(PERSON)], tmp_path / "a.docx", fonts)
    document = docx.Document(str(tmp_path / "a.docx"))
    body = document.element.body
    faces: dict[str, set[str | None]] = {}
    for run in body.iter(qn("w:r")):
        text = "".join(node.text or "" for node in run.iter(qn("w:t")))
        faces.setdefault(text, set()).add(run.rPr.rFonts.get(qn("w:eastAsia")))
    assert faces["政协示例县第十届委员会第三次会议"] == {"方正小标宋简体"}
    assert faces["情况与问题"] == {None}
    assert all(faces[name] == {"宋体"} for name in ("欧阳堃喆", "李犇", "王䶮", "陈𬱖"))
    styles = document.styles
    assert {styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) for name in ("Normal", "正文一级", "正文二级")} == {
        "仿宋_GB2312",
        "黑体",
        "楷体_GB2312",
    }
    assert all(character in read_word_text(tmp_path / "a.docx") for character in RARE)


def test_illegal_characters_are_taken_out_and_doubtful_ones_reported(tmp_path: Path, fonts: FontSet) -> None:
    sheet = ProposalSheet(title="关于\x00试<印>&\ud800的建议", situation="张\ue123三\x0b李四")
    written = write_docx([build_proposal_sheet(sheet)], tmp_path / "a.docx", fonts)
    text = read_word_text(tmp_path / "a.docx")
    assert "关于试<印>&的建议" in text
    assert "张\ue123三李四" in text
    assert written.warnings == ("这台电脑没有字体能显示“\ue123”（U+E123），Word 文件里保留了原字。",)


def _every_block() -> Document:
    table = FieldTable((Row((Cell(78, "甲", Role.HEITI), Cell(78, "乙"))),))
    return Document(
        "各种块",
        (
            Heading("标题\n第二行", lines_after=1), table, table, PageBreak(), table, WritingLines(2),
            PageBreak(), Note("说明\n第二行"), Paragraph("正文"), PageBreak(), Heading("三"), table,
        ),
    )  # fmt: skip


@pytest.mark.office_suite
def test_libreoffice_lays_out_the_same_pages(tmp_path: Path, fonts: FontSet) -> None:
    people = tuple(JointSponsor(f"委员{n:02}", "经济界", "示例县某单位", "10000000000") for n in range(40))
    joint = ProposalSheet(PLENARY, title="关于试印的建议", joint=people, situation=TEXT * 50)
    documents = {name: build_proposal_sheet(sheet) for name, sheet in {**SHEETS, "joint": joint}.items()}
    documents["plain"] = Document("", (Paragraph("政" * 28 * 22 * 3, indent=0),))
    documents["blocks"] = _every_block()
    for name, document in documents.items():
        write_docx([document], tmp_path / f"{name}.docx", fonts)
    write_docx(list(documents.values()), tmp_path / "all.docx", fonts)
    names = [*documents, "all"]
    laid_out = dict(zip(names, lay_out([tmp_path / f"{n}.docx" for n in names], tmp_path), strict=True))
    pages = {name: len(read_characters(file)) for name, file in laid_out.items()}
    assert pages.pop("all") == sum(pages.values())
    for name, document in documents.items():
        ours = tmp_path / f"{name}-ours.pdf"
        write_pdf([document], ours, fonts)
        theirs = read_characters(laid_out[name])
        assert len(theirs) == len(read_characters(ours)), name
        starts = [[c.text for c in page if c.text.strip()][:1] for page in theirs]
        if name in ("body", "blank", "plain"):
            assert starts == [[c.text for c in page if c.text.strip()][:1] for page in read_characters(ours)]
    faces = {c.font.split("+")[1] for page in read_characters(laid_out["person"]) for c in page}
    assert any("FandolFang" in face for face in faces)
    assert {c for c in RARE if c in read_text(laid_out["person"])} == set(RARE)
