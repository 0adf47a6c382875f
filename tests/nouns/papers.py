"""Papers measured: A4, nothing outside the type area, Word says what the PDF says."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import docx
import pdfplumber
from docx.oxml.ns import qn
from pdfplumber.page import Page

from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.exporters.document import ACROSS, UPRIGHT, LabelRow
from cppcc_desktop.exporters.pdf.lines import HANGING
from cppcc_desktop.services.forms.printing import PaperRequest, find_form, write_documents
from cppcc_desktop.services.office.office import Office
from tests.exporters.pages import MM, read_text
from tests.exporters.test_word import read_word_text


def measure_paper(office: Office, actor: Actor, form: str, asked: PaperRequest, folder: Path) -> tuple[int, str]:
    """Its pages and its words, after everything that holds of any paper was looked at."""
    documents, _name = find_form(office, form).make(office, actor, asked)
    made = write_documents(documents, "", folder / form, ("docx", "pdf"))
    assert not made.warnings
    word, pdf = made.files
    with pdfplumber.open(pdf) as paper:
        for page in paper.pages:
            measure_page(page)
    told, printed = read_word_text(word), read_text(pdf)
    assert Counter(told) - Counter(printed) == Counter(), "all that Word says is printed"
    if not any(isinstance(block, LabelRow) for document in documents for block in document.blocks):  # pictures in Word
        assert len(printed) - len(told) == repeated_heads(word, printed), "and nothing else but heads on further pages"
    return made.pages, printed


def measure_page(page: Page) -> None:
    sheet = ACROSS if page.width > page.height else UPRIGHT
    assert (round(page.width / MM), round(page.height / MM)) == (round(sheet.width), round(sheet.height))
    left, right = sheet.left * MM - 1, (sheet.left + sheet.type_width) * MM + 1
    top, bottom = sheet.top * MM - 1, (sheet.top + sheet.type_height) * MM + 1
    inside = [each for each in page.chars if each["bottom"] <= bottom]
    below = "".join(each["text"] for each in page.chars if each["bottom"] > bottom)
    assert inside and below.strip("—0123456789 ") == "", "below the type area there is the page number"
    assert all(left <= each["x0"] and each["top"] >= top for each in inside)
    assert all(each["x1"] <= right + each["size"] * (each["text"] in HANGING) for each in inside)
    assert all(left <= rule["x0"] and rule["x1"] <= right and rule["bottom"] <= bottom for rule in page.lines)
    assert all(below_or_beside(one, other) for one, other in pairwise(inside))


def below_or_beside(one: dict[str, float], other: dict[str, float]) -> bool:
    """Characters that are drawn after each other do not lie over each other."""
    return (
        other["x0"] >= one["x1"] - 1
        or other["x1"] <= one["x0"] + 1
        or abs(other["top"] - one["top"]) > one["size"] * 0.8
    )


def repeated_heads(word: Path, printed: str) -> int:
    """Characters of table heads that the PDF prints on further pages."""
    heads = {
        "".join("".join(cell.text for cell in row.cells).split())
        for table in docx.Document(str(word)).tables for row in table.rows
        if row._tr.find(f".//{qn('w:tblHeader')}") is not None  # pyright: ignore[reportPrivateUsage]
    }  # fmt: skip
    told = read_word_text(word)
    return sum(len(head) * (printed.count(head) - told.count(head)) for head in heads)
