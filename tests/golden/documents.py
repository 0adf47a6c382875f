"""Every paper as text: the parts of the Word file, and of the PDF each run with its place, face and size, each rule.

python -m tests.golden.documents --write keeps those of now in tests/golden/documents/; test_documents.py compares.
"""

from __future__ import annotations

import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import Any

import pdfplumber

from cppcc_desktop.exporters.document import Document
from cppcc_desktop.exporters.fonts import load_fonts
from cppcc_desktop.exporters.pdf import write_pdf
from cppcc_desktop.exporters.word import write_docx
from cppcc_desktop.services.forms.printing import PaperRequest, find_form
from tests.golden.paper_office import PaperOffice, make_paper_office

FOLDER = Path(__file__).parent / "documents"
GUIDE = Path(__file__).parents[2] / "docs" / "forms.md"
# the file of a paper: its form, and the record it is printed of ("" for the blank one)
FILLINGS: Mapping[str, tuple[str, str]] = {
    "sheet-blank": ("proposal_sheet", ""),
    "sheet-long": ("proposal_sheet", "long"),
    "sheet-many": ("proposal_sheet", "many"),
    "sheet-body": ("proposal_sheet", "body"),
    "sheet-merged": ("proposal_sheet", "merged"),
    "decline-blank": ("proposal_decline", ""),
    "decline": ("proposal_decline", "declined"),
    "notice-blank": ("assignment_notice", ""),
    "notice": ("assignment_notice", "handed long"),
    "reminder-blank": ("reminder_letter", ""),
    "reminder": ("reminder_letter", "县交通运输局"),
    "reminder-assist": ("reminder_letter", "县财政局"),
}
# what Word needs besides the text is the same in every file
SHARED_PARTS = ("word/settings.xml", "word/styles.xml", "docProps/core.xml", "docProps/app.xml", "[Content_Types].xml")


def make_papers(folder: Path) -> dict[str, Sequence[Document]]:
    """The documents of every filling, by the name of its golden files."""
    place = make_paper_office(folder)
    made = {name: make_paper_of(place, *filling) for name, filling in FILLINGS.items()}
    made |= make_letters(place)
    place.office.close()
    return made


def make_letters(place: PaperOffice) -> dict[str, Sequence[Document]]:
    """What the example of docs/forms.md makes, filled and blank."""
    code = re.search(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert code is not None
    example = ModuleType("example")
    exec(compile(code[1], str(GUIDE), "exec"), example.__dict__)
    (form,) = example.FORMS
    topic = place.add("topic", "topic", title="健全农村养老服务体系", year=2026, suggested_by="王䶮",
                      result_reason="已列入2026年度协商计划，定于9月召开专题协商会。\n届时请到会发言。")  # fmt: skip
    asked = {"letter": PaperRequest(topic), "letter-blank": PaperRequest()}
    return {name: form.make(place.office, place.actor, each)[0] for name, each in asked.items()}


def make_paper_of(place: PaperOffice, form: str, record: str) -> Sequence[Document]:
    found = find_form(place.office, form)
    return found.make(place.office, place.actor, PaperRequest(place.records[record] if record else ""))[0]


def describe_papers(folder: Path) -> dict[str, str]:
    """File name → text: .pdf.txt and .word.xml of each paper, package.xml once."""
    told: dict[str, str] = {}
    for name, documents in make_papers(folder).items():
        pdf, word = folder / f"{name}.pdf", folder / f"{name}.docx"
        write_pdf(documents, pdf, load_fonts(()))
        write_docx(documents, word, load_fonts(()))
        told[f"{name}.pdf.txt"] = "\n".join(describe_pdf(pdf)) + "\n"
        told[f"{name}.word.xml"] = "\n".join(describe_word(word)) + "\n"
    told["package.xml"] = "\n".join(describe_package(folder / "sheet-long.docx")) + "\n"
    return told


# Word


def describe_word(path: Path) -> Iterator[str]:
    """The body, a line for each paragraph, row and table."""
    with zipfile.ZipFile(path) as package:
        body = package.read("word/document.xml").decode()
    start = body.index("<w:body>")
    yield from re.sub(r"(<w:(?:p|tr|tbl|tblGrid|sectPr)[ >])", r"\n\1", body[start:]).strip().split("\n")


def describe_package(path: Path) -> Iterator[str]:
    """The other parts, an element a line; what is dated by the clock is left out."""
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        yield from sorted(names)
        footers = [name for name in sorted(names) if name.startswith("word/footer")]
        for name in (*SHARED_PARTS, *footers):
            if name in names:
                text = package.read(name).decode()
                yield f"== {name}"
                yield from re.sub(r">\s*<", ">\n<", text).replace("\r", "").split("\n")


# PDF


def describe_pdf(path: Path) -> Iterator[str]:
    """Pages with their runs (left, baseline, size, face, text) and rules (ends, thickness, colour), in points."""
    with pdfplumber.open(path) as document:
        yield "info " + " ".join(f"{key}={document.metadata[key]}" for key in ("Title", "Author", "Creator"))
        for page in document.pages:
            yield f"page {page.page_number} {page.width:.1f}×{page.height:.1f}"
            for (face, size, baseline), glyphs in groupby(page.chars, key=find_run):
                run = list(glyphs)
                yield f"{run[0]['x0']:.1f} {baseline:.1f} {size:g} {face} {''.join(each['text'] for each in run)}"
            for rule in page.lines:
                ends = " ".join(f"{rule[key]:.1f}" for key in ("x0", "top", "x1", "bottom"))
                yield f"rule {ends} {rule['linewidth']:.2f} {describe_colour(rule['stroking_color'])}"
            for kind, shapes in (("rect", page.rects), ("curve", page.curves), ("image", page.images)):
                for shape in shapes:
                    box = " ".join(f"{shape[key]:.1f}" for key in ("x0", "top", "x1", "bottom"))
                    yield f"{kind} {box} {describe_colour(shape.get('non_stroking_color'))}"


def find_run(char: Mapping[str, Any]) -> tuple[str, float, float]:
    page_height = char["y0"] + char["top"] + char["height"]
    return char["fontname"].split("+")[-1], round(char["size"], 1), round(page_height - char["matrix"][5], 1)


def describe_colour(colour: Any) -> str:
    return "black" if not colour or not any(colour) else ",".join(f"{part:.2f}" for part in colour)


if __name__ == "__main__" and "--write" in sys.argv:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as made_in:
        described = describe_papers(Path(made_in))
    for old in FOLDER.iterdir():
        if old.name not in described:
            old.unlink()
    for file, words in described.items():
        (FOLDER / file).write_text(words, "utf-8")
