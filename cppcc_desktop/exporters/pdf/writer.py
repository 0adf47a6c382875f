"""Documents into one PDF: blocks flow down the type area, running text on the grid of 22 × 28."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cppcc_desktop.exporters.document import (
    Align,
    Block,
    Document,
    FieldTable,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    RedHead,
    Ruling,
    WritingLines,
)
from cppcc_desktop.exporters.files import Written, refuse_nothing, replace_atomically
from cppcc_desktop.exporters.fonts import FontSet, Role, describe_missing, load_fonts
from cppcc_desktop.exporters.pdf.canvas import BODY, CHARACTER_PITCH, LINE_PITCH, MM, PageCanvas
from cppcc_desktop.exporters.pdf.lines import Line, Measure, break_lines
from cppcc_desktop.exporters.pdf.tables import draw_table
from cppcc_desktop.exporters.pdf.typefaces import Typesetter


def write_pdf(documents: Sequence[Document], path: Path, fonts: FontSet | None = None) -> Written:
    """Writes documents one after another, each from page 1 of its own, into one PDF.

    Fonts are embedded as subsets. `pages` counts all pages; `warnings` names the characters no font has.
    Raises OfficeError when there is nothing to print or the file cannot be written.
    """
    refuse_nothing(documents)
    setter = Typesetter(fonts or load_fonts())
    with replace_atomically(path) as file:
        page = PageCanvas(file, setter, documents[0].title if len(documents) == 1 else "")
        for document in documents:
            _draw_document(document, page)
        page.save()
    return Written(page.pages, describe_missing(setter.missing))


def _draw_document(document: Document, page: PageCanvas) -> None:
    page.start_document(document.sheet)
    for block in document.blocks:
        _draw_block(block, page)
    page.finish_page()


def _draw_block(block: Block, page: PageCanvas) -> None:
    match block:
        case RedHead():
            _draw_red_head(block, page)
        case Heading():
            _draw_heading(block, page)
        case Paragraph():
            _draw_paragraph(block, page)
        case FieldTable():
            draw_table(block, page)
        case WritingLines():
            _draw_writing_lines(block.count, page)
        case Note():
            _draw_note(block, page)
        case PageBreak():
            if page.place:
                page.break_page()


def _draw_red_head(head: RedHead, page: PageCanvas) -> None:
    page.reserve(RedHead.ABOVE * MM)
    with page.coloured(RedHead.COLOUR):
        for text in head.lines:
            _draw_centred(text, Role.TITLE, head.size, head.size * RedHead.LEADING, page)
    page.reserve(2 * LINE_PITCH)
    _draw_centred(head.number, Role.FANGSONG, BODY.size, LINE_PITCH, page)
    place = page.reserve(RedHead.BELOW_NUMBER * MM) + RedHead.BELOW_NUMBER * MM
    with page.coloured(RedHead.COLOUR):
        page.draw_rule(0.0, place, page.type_width, place, RedHead.RULE)
    page.reserve(2 * LINE_PITCH)


def _draw_centred(text: str, role: Role, size: float, height: float, page: PageCanvas) -> None:
    measure = Measure(size, size, page.type_width)
    for line in break_lines(page.setter.set_text(text, role), measure):
        page.draw_line(line, measure, (page.type_width - line.width) / 2, page.reserve(height), height)


def _draw_heading(heading: Heading, page: PageCanvas) -> None:
    measure = Measure(heading.size, heading.size, page.type_width)
    lines: list[Line] = []
    for text in heading.text.split("\n"):
        lines += break_lines(page.setter.set_text(text, heading.role), measure)
    for line in lines:
        top = page.reserve(LINE_PITCH)
        page.draw_line(line, measure, (page.type_width - line.width) / 2, top, LINE_PITCH)
    page.place += heading.lines_after * LINE_PITCH


def _draw_paragraph(paragraph: Paragraph, page: PageCanvas) -> None:
    glyphs = page.setter.set_text(paragraph.text, paragraph.level.role)
    right = paragraph.right_indent * CHARACTER_PITCH
    measure = Measure(BODY.size, BODY.pitch, BODY.width - right)
    lines = break_lines(glyphs, measure, paragraph.indent * CHARACTER_PITCH)
    if paragraph.keeps_next and (len(lines) + 1) * LINE_PITCH > page.room + 0.05:
        page.break_page()
    for line in lines:
        slack = measure.width - line.indent - line.width
        left = {Align.LEFT: 0.0, Align.CENTRE: slack / 2, Align.RIGHT: slack}[paragraph.align]
        page.draw_line(line, measure, left, page.reserve(LINE_PITCH), LINE_PITCH)


def _draw_writing_lines(count: int, page: PageCanvas) -> None:
    for _ in range(count):
        bottom = page.reserve(LINE_PITCH) + LINE_PITCH
        page.draw_rule(0.0, bottom, page.type_width, bottom, Ruling.INNER_RULE)


def _draw_note(note: Note, page: PageCanvas) -> None:
    measure = Measure(note.size, note.size, page.type_width)
    for text in note.text.split("\n"):
        for line in break_lines(page.setter.set_text(text, Role.FANGSONG), measure):
            page.draw_line(line, measure, 0.0, page.reserve(note.size * Ruling.LEADING), note.size * Ruling.LEADING)
