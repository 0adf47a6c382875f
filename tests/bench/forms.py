"""500 提案表 as one PDF and as Word, against bare reportlab and python-docx with the same text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import docx
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from cppcc_desktop.demo import fill_demo
from cppcc_desktop.services.forms.printing import print_batch, render_forms
from cppcc_desktop.services.records.records import Query, list_ids, show_record
from tests.bench.figures import Bench, Figure, clock
from tests.bench.offices import ACTOR, make_office

COUNT = 500
FONTS = Path(__file__).parents[2] / "resources" / "fonts"


def measure_forms(bench: Bench) -> Iterator[Figure]:
    office = make_office(bench.folder / "forms.db")
    fill_demo(office, ACTOR, scale=2, seed=1)
    ids = list_ids(office, ACTOR, office.modules["proposals"], Query())[:COUNT]
    texts = [
        "\n".join(str(v) for v in show_record(office, ACTOR, "proposal", each).values.values() if v) for each in ids
    ]
    out = bench.folder / "forms"
    out.mkdir()
    pairs: tuple[tuple[str, Callable[[], object], Callable[[], object], float], ...] = (
        ("成一个 PDF / 裸 reportlab", lambda: print_batch(office, ACTOR, "proposal_sheet", ids, out / "all.pdf"),
         lambda: draw_bare(texts, bench.folder), 1.2),
        ("成一个 Word / 裸 python-docx 五百个", lambda: print_batch(office, ACTOR, "proposal_sheet", ids, out / "all.docx"),
         lambda: write_bare(texts, bench.folder), 0.5),
        ("成五百个 Word / 裸 python-docx 五百个",
         lambda: render_forms(office, ACTOR, "proposal_sheet", ids, out, formats=("docx",)),
         lambda: write_bare(texts, bench.folder), 0),
    )  # fmt: skip
    for told, work, bare, goal in pairs:
        ours, theirs = clock(work), clock(bare)
        yield Figure(f"{COUNT} 份提案表{told}", ours, theirs, ours / theirs, goal)
    office.close()


def draw_bare(texts: list[str], folder: Path) -> None:
    """Two pages each, 28 characters to a line, every character set on its own as on the grid."""
    for name, file in (("song", "NotoSerifSC-Regular.ttf"), ("hei", "NotoSansSC-Medium.ttf")):
        pdfmetrics.registerFont(TTFont(name, FONTS / file))
    canvas = Canvas(str(folder / "bare.pdf"))
    for text in texts:
        flat = text.replace("\n", "")
        for start in range(0, max(len(flat), 617), 616):
            page = flat[start : start + 616]
            canvas.setFont("song", 16)
            for place, character in enumerate(page):
                canvas.drawString((28 + place % 28 * 5.57) * mm, (260 - place // 28 * 10.2) * mm, character)
            canvas.rect(28 * mm, 35 * mm, 156 * mm, 225 * mm)
            canvas.showPage()
    canvas.save()


def write_bare(texts: list[str], folder: Path) -> None:
    """A document for each, from nothing: a table of ten rows and the text by paragraphs."""
    for number, text in enumerate(texts):
        document = docx.Document()
        table = document.add_table(10, 4)
        for row in table.rows:
            for cell in row.cells:
                cell.text = "案由"
        for line in text.split("\n"):
            document.add_paragraph(line)
        document.save(str(folder / f"bare{number}.docx"))
