"""Labels with bars: read back from the picture of a page, bar by bar, as a scanner does; in Word they are pictures."""

from __future__ import annotations

from itertools import groupby, pairwise
from pathlib import Path

import docx
import pdfplumber
import pypdfium2
from reportlab.graphics.barcode.code128 import _patterns  # pyright: ignore[reportMissingTypeStubs]

from cppcc_desktop.exporters import kit
from cppcc_desktop.exporters.document import CodeLabel, Document, Heading, LabelRow
from cppcc_desktop.exporters.pdf.writer import write_pdf
from cppcc_desktop.exporters.word.writer import write_docx

LABELS = (
    CodeLabel("00123456789012", ("第一组 1号", "白石生")),
    CodeLabel("W88", ("冯春生",)),
    CodeLabel("20260001", ("欧阳清",)),
)
PAGE = Document("条码", (Heading("条码"), LabelRow(LABELS)))
LONG = "CPPCC-2026-XJ-0000000000000000000001"
STARTS, CODE_B, CODE_C, STOP = {"211412": "A", "211214": "B", "211232": "C"}, 100, 99, 106


def scan(line: list[bool]) -> list[str]:
    """Every code a line across the page meets: runs of dark and light, measured by the narrowest."""
    runs = [(dark, len(list(each))) for dark, each in groupby(line)]
    found: list[str] = []
    at = 0
    while at < len(runs):
        unit = sum(width for _, width in runs[at : at + 6]) / 11
        widths = "".join(str(round(width / unit)) for _, width in runs[at : at + 6])
        if runs[at][0] and widths in STARTS:
            text, at = read_code(runs, at, unit)
            found.append(text)
        else:
            at += 1
    return found


def read_code(runs: list[tuple[bool, int]], at: int, unit: float) -> tuple[str, int]:
    known = {pattern_widths(pattern): value for value, pattern in _patterns.items() if isinstance(value, int)}
    values: list[int] = []
    while True:
        widths = "".join(str(max(1, round(width / unit))) for _, width in runs[at : at + 6])
        value = known[widths]
        at += 6
        if value == STOP:
            break
        values.append(value)
    *told, check = values
    assert (told[0] + sum(place * value for place, value in enumerate(told[1:], 1))) % 103 == check
    mode, text = {103: "A", 104: "B", 105: "C"}[told[0]], ""
    for value in told[1:]:
        if value == CODE_B and mode != "B":
            mode = "B"
        elif value == CODE_C and mode != "C":
            mode = "C"
        else:
            text += f"{value:02d}" if mode == "C" else chr(value + 32)
    return text, at + 1


def pattern_widths(pattern: str) -> str:
    """bAbCbB as reportlab writes it: widths of bar and gap in turn, the last one of a stop left out."""
    return "".join(str("abcd".index(each.lower()) + 1) for each in pattern)[:6]


def scan_page(path: Path, every: int = 20) -> tuple[list[list[str]], str]:
    """The codes that lines across the first page meet, and its words."""
    with pypdfium2.PdfDocument(path) as paper:
        picture = paper[0].render(scale=600 / 72, grayscale=True).to_pil()
        text = paper[0].get_textpage().get_text_bounded()
    wide, pixels = picture.width, picture.convert("L").tobytes()
    lines = (pixels[at * wide : (at + 1) * wide] for at in range(0, picture.height, every))
    rows = [[ink < 128 for ink in line] for line in lines]
    return [found for row in rows if (found := scan_safely(row))], "".join(text.split()).replace(
        "\x02", "-"
    )  # how it tells a hyphen at the end of a line


def test_a_scanner_reads_what_is_printed(tmp_path: Path) -> None:
    write_pdf([PAGE], tmp_path / "a.pdf")
    codes, text = scan_page(tmp_path / "a.pdf")
    assert codes and all(each == [label.code for label in LABELS] for each in codes if len(each) == 3)
    assert max(len(each) for each in codes) == 3
    assert all(word in text for word in ("第一组1号", "白石生", "欧阳清"))


def test_rows_of_a_register_have_bars(tmp_path: Path) -> None:
    """Each row its own, in the order of the rows; a code that is too wide stands there in characters."""
    columns = (kit.RegisterColumn("条码", 50.0, codes=True, fits=True), kit.RegisterColumn("姓名"))
    told = [label.code for label in LABELS]
    table = kit.register(columns, [*([code, "王小明"] for code in told), [LONG, "李大山"]])
    assert table.rows[0].cells[1].width < 40.0, "the one that is too wide does not count"
    write_pdf([Document("条码", (table,))], tmp_path / "a.pdf")
    codes, text = scan_page(tmp_path / "a.pdf")
    assert list(dict.fromkeys(code for row in codes for code in row)) == told
    assert LONG in text and "李大山" in text
    with pdfplumber.open(tmp_path / "a.pdf") as paper:
        tops = sorted({round(bar["top"], 1) for bar in paper.pages[0].rects})
        height = max(bar["height"] for bar in paper.pages[0].rects)
    assert all(lower - upper - height > 3 / 25.4 * 72 for upper, lower in pairwise(tops)), (
        "3 mm of white between two rows"
    )
    write_docx([Document("条码", (table,))], tmp_path / "a.docx")
    paper = docx.Document(str(tmp_path / "a.docx"))
    assert len(paper.inline_shapes) == len(told) and LONG in paper.element.xml
    assert all(f'descr="{code}"' in paper.element.xml for code in told)


def test_bars_that_have_no_room_are_characters(tmp_path: Path) -> None:
    """They would run into those beside them, and nobody could scan either."""
    labels = (LABELS[1], CodeLabel(LONG, ("李大山",)), LABELS[2])
    write_pdf([Document("条码", (LabelRow(labels),))], tmp_path / "a.pdf")
    codes, text = scan_page(tmp_path / "a.pdf")
    assert max(codes, key=len) == [LABELS[1].code, LABELS[2].code] and LONG in text


def scan_safely(line: list[bool]) -> list[str]:
    """What a line meets; nothing where it crosses words."""
    try:
        return scan(line)
    except KeyError:
        return []


def test_in_word_it_is_a_picture_with_words_for_who_cannot_see_it(tmp_path: Path) -> None:
    write_docx([PAGE], tmp_path / "a.docx")
    paper = docx.Document(str(tmp_path / "a.docx"))
    assert len(paper.inline_shapes) == 1
    assert "白石生 00123456789012" in paper.element.xml
