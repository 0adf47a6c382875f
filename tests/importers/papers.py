"""Invented proposals as counties hand them in, made as Word files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

ANALYSIS = "我县城乡公交班次偏少，群众等车时间长。"
ITEMS = ("增加早晚高峰班次。", "延长末班车时间。")
TITLE = "关于优化城乡公交班次的建议"


def write(path: Path, *lines: str) -> Path:
    """A document of plain paragraphs."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def add_table(document: Document, rows: Sequence[Sequence[str]]) -> None:
    width = max(len(row) for row in rows)
    table = document.add_table(rows=len(rows), cols=width)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
        if 1 < len(row) < width:  # the last cell goes to the edge, as on paper
            table.cell(at, len(row) - 1).merge(table.cell(at, width - 1))


def write_table(path: Path, rows: Sequence[Sequence[str]], *above: str) -> Path:
    document = docx.Document()
    for line in above:
        document.add_paragraph(line)
    add_table(document, rows)
    document.save(str(path))
    return path


def add_text_box(document: Document, text: str) -> None:
    """A box as WPS writes one; its words are no part of the text."""
    run = document.add_paragraph("").add_run()._r
    picture, box, inner, words = (OxmlElement(name) for name in ("w:pict", "w:txbxContent", "w:p", "w:r"))
    letters = OxmlElement("w:t")
    letters.text = text
    words.append(letters)
    inner.append(words)
    box.append(inner)
    picture.append(box)
    run.append(picture)


def number_by_word(document: Document, lines: Sequence[str], form: str, text: str) -> None:
    """Paragraphs that Word numbers by itself."""
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for name, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", text)):
        part = OxmlElement(name)
        part.set(qn("w:val"), value)
        level.append(part)
    abstract.append(level)
    numbering.insert(0, abstract)
    number = numbering.add_num(77)
    for line in lines:
        properties = document.add_paragraph(line)._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = number.numId
