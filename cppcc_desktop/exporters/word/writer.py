"""Documents into one Word file that opens the same in Word and WPS."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from cppcc_desktop.exporters.document import (
    POINTS,
    BarBlock,
    Block,
    Cell,
    Document,
    FieldTable,
    Heading,
    LabelRow,
    LetterHead,
    Note,
    PageBreak,
    PageFoot,
    PaperSheet,
    Paragraph,
    RedHead,
    plain_text,
)
from cppcc_desktop.exporters.files import Written, refuse_nothing, replace_atomically
from cppcc_desktop.exporters.fonts import FontSet, Role, load_fonts, read_coverage
from cppcc_desktop.exporters.word.markup import Picture, PictureCell, end_section, ends_in_table, write_blocks
from cppcc_desktop.exporters.word.package import LetterHeads, describe_section, footer_references, open_package

if TYPE_CHECKING:
    from cppcc_desktop.exporters.charts import DrawnChart


def write_docx(documents: Sequence[Document], path: Path, fonts: FontSet | None = None) -> Written:
    """Writes documents one after another, each a section numbered from 1, into one .docx.

    The text keeps every character; `warnings` names those no font of this machine has. `pages` is 0: only
    Word lays the pages out. Raises OfficeError when there is nothing to print or the file cannot be written.
    """
    refuse_nothing(documents)
    package = open_package(documents[0].title if len(documents) == 1 else "")
    element: Any = package.element
    body = element.body
    references, heads = footer_references(package), LetterHeads(package)
    pictures = ChartPictures(package, fonts)
    sections = [
        (pictures.place(blocks, sheet), describe_section(
            ("" if place or turned else references) + (heads.refer(head) if head and not turned else ""), sheet,
            continues=turned > 0, letter=head is not None and not turned,
        ))
        for place, document in enumerate(documents)
        for head in (document.letter_head,)
        for turned, (sheet, blocks) in enumerate(split_sections(document))
    ]  # fmt: skip
    parts = [write_blocks(blocks) + end_section(section) for blocks, section in sections[:-1]]
    last, section = sections[-1]
    parts.append(write_blocks(last) + (end_section("") if ends_in_table(last) and last else "") + section)
    # the body as a whole: lxml takes minutes to move a long table from one document to another by its parts
    element.replace(body, parse_xml(f"<w:body {nsdecls('w', 'r')}>{''.join(parts)}</w:body>"))
    with replace_atomically(path) as file:
        package.save(file)
    return Written(0, _warn_of_missing(documents, fonts))


class ChartPictures:
    """Charts as pictures of the package: Word, WPS and LibreOffice all show those."""

    def __init__(self, package: Any, fonts: FontSet | None) -> None:
        self._part, self._fonts, self._count = package.part, fonts, 0

    def place(self, blocks: Sequence[Block], sheet: PaperSheet) -> list[Block | Picture]:
        """The blocks with a picture in the place of each chart, as wide as the sheet's type area."""
        return [self._place(each, sheet) for each in blocks]

    def _place(self, block: Block, sheet: PaperSheet) -> Block | Picture:
        match block:
            case BarBlock() | LabelRow():
                return self._make(block, sheet)
            case FieldTable(rows) if any(cell.code for row in rows for cell in row.cells):
                return replace(block, rows=tuple(replace(row, cells=tuple(map(self._fill, row.cells))) for row in rows))
            case _:
                return block

    def _fill(self, cell: Cell) -> Cell:
        if not cell.code:
            return cell
        from cppcc_desktop.exporters.charts import draw_code

        chart = draw_code(cell.code)
        return PictureCell(**vars(cell), picture=self._keep(chart, float(chart.drawing.width), cell.code))

    def _make(self, block: BarBlock | LabelRow, sheet: PaperSheet) -> Picture:
        # what draws is needed where there is something to draw
        from cppcc_desktop.exporters.charts import draw_bars, draw_codes
        from cppcc_desktop.exporters.pdf.blocks import look_on_paper
        from cppcc_desktop.exporters.pdf.typefaces import Typesetter

        width = sheet.type_width * POINTS
        look = look_on_paper(Typesetter(self._fonts or load_fonts()))
        chart = draw_codes(block, width, look) if isinstance(block, LabelRow) else draw_bars(block, width, look)
        return self._keep(chart, width, block.told)

    def _keep(self, chart: DrawnChart, width: float, told: str) -> Picture:
        reference, _ = self._part.get_or_add_image(io.BytesIO(chart.write_picture()))
        self._count += 1
        return Picture(reference, self._count, width, chart.height, told)


def split_sections(document: Document) -> list[tuple[PaperSheet, Sequence[Block]]]:
    """The blocks by the sheet they stand on."""
    sections: list[tuple[PaperSheet, list[Block]]] = [(document.sheet, [])]
    for block in document.blocks:
        if isinstance(block, PageBreak) and block.sheet:
            sections.append((block.sheet, []))
        else:
            sections[-1][1].append(block)
    return [*sections]


def _warn_of_missing(documents: Sequence[Document], fonts: FontSet | None) -> tuple[str, ...]:
    doubtful = {character for text in _texts(documents) for character in set(text) if not _is_usual(character)}
    if not doubtful:
        return ()
    chain = (fonts or load_fonts()).chain(Role.SONGTI)
    missing = [c for c in sorted(doubtful) if not any(ord(c) in read_coverage(font) for font in chain)]
    return tuple(f"这台电脑没有字体能显示“{c}”（U+{ord(c):04X}），Word 文件里保留了原字。" for c in missing)


def _is_usual(character: str) -> bool:
    """GBK is what every 宋体 has; line ends and marks without a shape need no font."""
    if character == "\n":
        return True
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def _texts(documents: Sequence[Document]) -> Iterable[str]:
    return (text for document in documents for block in document.blocks for text in _words(block))


def _words(block: Block) -> Iterable[str]:
    match block:
        case RedHead(office, number) | LetterHead(office, number):
            return office, plain_text(number)
        case Heading(text=text) | Paragraph(text=text) | Note(text=text):
            return (plain_text(text),)
        case FieldTable(rows):
            return (plain_text(cell.text) for row in rows for cell in row.cells)
        case PageFoot(blocks):
            return (text for each in blocks for text in _words(each))
        case BarBlock() | LabelRow():
            return (block.told,)
        case _:
            return ()
