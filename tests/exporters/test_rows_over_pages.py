"""Rows that go on over pages: nothing of them is lost, no page ends early, and Word is told to break where the PDF does."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import docx
import pdfplumber
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from cppcc_desktop.exporters.document import (
    ACROSS,
    UPRIGHT,
    Align,
    Cell,
    Document,
    FieldTable,
    Heading,
    PageGrid,
    Row,
    Ruling,
)
from cppcc_desktop.exporters.fonts import FontSet, load_fonts
from cppcc_desktop.exporters.pdf import write_pdf
from cppcc_desktop.exporters.pdf.tables import FRAME
from cppcc_desktop.exporters.word import write_docx
from tests.exporters.office_suite import lay_out
from tests.exporters.pages import MM, read_characters

# every character stands once in 2000, so that the order can be read off
SIGNS = [bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xC6) for cell in range(0xA1, 0xFF)]
LINE = 12.0 * Ruling.LEADING
PIECE = FRAME + 3 * LINE  # what a row that is cut needs on a page, at most
COLUMNS = ((0, 26), (26, 108), (108, 156))
HEAD = Row((Cell(26, "项"), Cell(82, "甲"), Cell(48, "乙")), repeats=True)


def make_rows(lengths: list[tuple[int, int]]) -> list[Row]:
    rows: list[Row] = []
    for place, (left, right) in enumerate(lengths):
        text = "".join(SIGNS[(place * 97 + at) % len(SIGNS)] for at in range(max(left, right)))
        text, other = text[:left], "\n".join(text[at : min(at + 60, right)] for at in range(0, right, 60))
        rows.append(Row((Cell(26, str(place)), Cell(82, text, align=Align.LEFT), Cell(48, other, align=Align.LEFT))))
    return rows


def needed(row: Row) -> float:
    """Points that have to be left on a page for the row to begin there, at most."""
    return PIECE if row.runs_on else max(row.height * MM, *(cell.needed * MM + FRAME for cell in row.cells))


@given(st.lists(st.tuples(st.integers(0, 1600), st.integers(0, 700)), min_size=1, max_size=7))
@settings(max_examples=30, deadline=None)
def test_nothing_is_lost_and_no_page_is_emptier_than_the_next_row_forces(lengths: list[tuple[int, int]]) -> None:
    rows = make_rows(lengths)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.pdf"
        write_pdf([Document("试印", (Heading("题"), FieldTable((HEAD, *rows))))], path, load_fonts(()))
        pages = read_characters(path)
        with pdfplumber.open(path) as paper:
            ends = [max(rule["bottom"] for rule in page.lines) - PageGrid.TOP * MM for page in paper.pages]
    wanted = [[str(row.cells[at].text).replace("\n", "") for row in rows] for at in range(3)]
    found = ["", "", ""]
    for page, end in zip(pages, ends, strict=True):
        inside = [each for each in page if each.size < 14 and each.baseline < PageGrid.TYPE_HEIGHT]
        inside.sort(key=lambda each: (round(each.baseline, 1), each.x))
        for at, (low, high) in enumerate(COLUMNS):
            head, *text = [each.text for each in inside if low <= each.x < high]
            assert head == HEAD.cells[at].text, "the head comes again on every page"
            found[at] += "".join(text)
        begun = len(found[0])
        if page is not pages[-1]:
            cut = any(len(found[at]) < sum(map(len, wanted[at][:begun])) for at in (1, 2))
            most = PIECE if cut else needed(rows[begun])
            assert PageGrid.TYPE_HEIGHT * MM - end < most + Ruling.OUTER_RULE
    assert found == ["".join(each) for each in wanted]


def test_a_row_is_moved_whole_only_where_it_is_short(tmp_path: Path, fonts: FontSet) -> None:
    """Of 15 lines the 10 that fit stay; 11 go to the next page together."""
    short, long = ("字" * 35 * lines for lines in (11, 15))
    for text, pages in ((short, ["", short]), (long, [long[: 35 * 10], long[35 * 10 :]])):
        rows = [Row((Cell(156, ""),), 20.0)] * 8 + [Row((Cell(156, text),))]
        write_pdf([Document("试印", (FieldTable(tuple(rows)),))], tmp_path / "out.pdf", fonts)
        assert [
            "".join(c.text for c in page if c.text == "字") for page in read_characters(tmp_path / "out.pdf")
        ] == pages


def test_word_is_told_the_same(tmp_path: Path, fonts: FontSet) -> None:
    rows = make_rows([(40, 0), (1600, 0), (0, 700)])
    assert [row.runs_on for row in rows] == [False, True, True]
    write_docx([Document("试印", (FieldTable((HEAD, *rows)),))], tmp_path / "out.docx", fonts)
    (table,) = docx.Document(str(tmp_path / "out.docx")).tables
    whole = [row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows]  # pyright: ignore[reportPrivateUsage]
    assert whole == [True, True, False, False]


@pytest.mark.office_suite
def test_libreoffice_breaks_at_the_same_lines(tmp_path: Path, fonts: FontSet) -> None:
    """Or one line later: in tables it leaves single lines of a paragraph alone, which Word does not."""
    rows = make_rows([(300, 60)] * 4 + [(1600, 700), (40, 0), (900, 90)])
    for sheet, room in ((UPRIGHT, 0.0), (ACROSS, ACROSS.type_width - PageGrid.TYPE_WIDTH)):
        wide = [replace(row, cells=(*row.cells, *([Cell(room)] if room else []))) for row in (HEAD, *rows)]
        document = Document("试印", (FieldTable(tuple(wide)),), sheet)
        write_docx([document], tmp_path / "theirs.docx", fonts)
        write_pdf([document], tmp_path / "ours.pdf", fonts)
        (theirs,) = lay_out([tmp_path / "theirs.docx"], tmp_path)
        ends = [list(accumulate(count_second(path))) for path in (theirs, tmp_path / "ours.pdf")]
        assert len(ends[0]) == len(ends[1]) > 5
        assert all(abs(one - other) <= 18 for one, other in zip(*ends, strict=True))


def count_second(path: Path) -> list[int]:
    """The characters of the second column on each page, its head left out."""
    low, high = COLUMNS[1]
    return [sum(low <= each.x < high and each.size < 14 for each in page) - 1 for page in read_characters(path)]
