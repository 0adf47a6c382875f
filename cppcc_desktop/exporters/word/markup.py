"""Blocks as WordprocessingML (ECMA-376 part 1): strings, because a batch has 100 000 of these elements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import nsdecls

from cppcc_desktop.exporters.document import (
    POINTS,
    Align,
    Blank,
    Block,
    Cell,
    FieldTable,
    Heading,
    Inline,
    LetterHead,
    Level,
    Note,
    PageBreak,
    PageFoot,
    PageGrid,
    Paragraph,
    RedHead,
    Row,
    RuledLine,
    Ruling,
    Run,
    Text,
    WritingLines,
    plain_text,
    split_text,
)
from cppcc_desktop.exporters.fonts import WORD_NAMES, Role

LINE_PITCH = 579
CHARACTER_SPACE = -848
# A paragraph Word demands but nobody reads: 0.7 pt, less than 22 lines of 579 leave over on a page.
THIN = '<w:spacing w:line="14" w:lineRule="exact"/>'
# A ruled row is higher than it says by its rule.
RULE_TWIPS = round(Ruling.INNER_RULE * 20)
# Characters of a paragraph that may keep with the next: LibreOffice moves it as a whole.
MOST_KEPT = 10 * PageGrid.CHARACTERS
TABLES = (FieldTable, WritingLines, PageFoot)  # what Word sets as a table
STYLES = {Level.BODY: "FormBody", Level.FIRST: "FormFirst", Level.SECOND: "FormSecond"}
_RED = f'<w:color w:val="{RedHead.COLOUR}"/>'
_JUSTIFY = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}
_IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def to_twips(millimetres: float) -> int:
    """Twentieths of a point, Word's unit of length."""
    return round(millimetres / 25.4 * 1440)


CHARACTER = to_twips(PageGrid.TYPE_WIDTH) / PageGrid.CHARACTERS


def write_blocks(blocks: Sequence[Block | Picture]) -> str:
    """The body elements of one document; a page break becomes part of the paragraph after it."""
    parts: list[str] = []
    breaks = after_table = False
    for block in blocks:
        if isinstance(block, PageBreak):
            breaks = bool(parts)
            continue
        if isinstance(block, TABLES):
            # Word joins tables that touch, and a table cannot ask for a page of its own.
            if breaks or after_table:
                parts.append(_thin_paragraph(breaks))
            parts.append(_write_grid(block))
        else:
            parts.append(_write_flow(block, "<w:pageBreakBefore/>" if breaks else ""))
        breaks, after_table = False, isinstance(block, TABLES)
    return "".join(parts)


def ends_in_table(blocks: Sequence[Block | Picture]) -> bool:
    """Whether a paragraph must follow: no cell and no section ends in a table."""
    return not blocks or isinstance(blocks[-1], TABLES)


def _write_grid(block: FieldTable | WritingLines | PageFoot) -> str:
    match block:
        case FieldTable():
            return _write_table(block)
        case WritingLines(count):
            return _rule_lines(count)
        case PageFoot(blocks, width):
            inside = write_blocks(blocks) + (_thin_paragraph(False) if ends_in_table(blocks) else "")
            return _PAGE_FOOT.format(width=to_twips(width), inside=inside)


def _write_flow(block: Block | Picture, before: str) -> str:
    match block:
        case RedHead():
            return _write_red_head(block, before)
        case LetterHead(number=number):
            above = round((block.number_top - PageGrid.TOP * POINTS + PageGrid.BODY_SIZE / 2) * 20) - LINE_PITCH // 2
            gap = f'<w:spacing w:before="{above}" w:after="{2 * LINE_PITCH}"/>'
            return _paragraph(
                before,
                write_pieces(number, Role.FANGSONG, PageGrid.BODY_SIZE),
                style="FormBody",
                spacing=gap,
                justify="right",
            )
        case RuledLine(thickness, dashed):
            rule = "dashed" if dashed else "single"
            edge = f'<w:pBdr><w:bottom w:val="{rule}" w:sz="{round(thickness * 8)}" w:space="0" w:color="000000"/></w:pBdr>'
            return _paragraph(before + edge, "", spacing=THIN)
        case Heading(text, size, role, lines_after):
            after = round(lines_after * LINE_PITCH)
            lines = text.split("\n")
            return "".join(
                _paragraph(
                    before if place == 0 else "",
                    write_runs(line, role, size, inherits=False),
                    style="FormTitle",
                    spacing=f'<w:spacing w:after="{after}"/>' if after and place == len(lines) - 1 else "",
                )
                for place, line in enumerate(lines)
            )
        case Paragraph():
            return _write_paragraph(block, before)
        case Note(text, size, keeps):
            pitch = f'<w:spacing w:line="{round(size * Ruling.LEADING * 20)}" w:lineRule="exact"/>'
            keep = "<w:keepNext/>" if keeps else ""
            return "".join(
                _paragraph(keep + (before if n == 0 else ""), write_runs(line, Role.FANGSONG, size, inherits=False),
                           style="FormCell", spacing=pitch, justify="left")
                for n, line in enumerate(text.split("\n"))
            )  # fmt: skip
        case Picture():
            return _paragraph(before, _write_picture(block), spacing=_AUTO)
        case _:
            raise TypeError(block)


@dataclass(frozen=True)
class Picture:
    """A picture that is in the package already: how it is referred to there, points across and down, what it shows."""

    reference: str
    number: int
    width: float
    height: float
    told: str


@dataclass(frozen=True)
class PictureCell(Cell):
    """A cell whose bars are a picture of the package."""

    picture: Picture | None = None


_AUTO = '<w:spacing w:line="240" w:lineRule="auto"/>'  # an exact line would cut it
_EMU = 12_700  # in a point
_INLINE = (
    '<w:r><w:drawing><wp:inline {names} distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
    '<wp:docPr id="{number}" name="图{number}" descr="{told}"/><a:graphic>'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
    '<pic:nvPicPr><pic:cNvPr id="{number}" name="图{number}"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="{reference}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
    "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)


def _write_picture(picture: Picture) -> str:
    return _INLINE.format(
        width=round(picture.width * _EMU), height=round(picture.height * _EMU), number=picture.number,
        reference=picture.reference, names=nsdecls("wp", "a", "pic"), told=quoteattr(picture.told)[1:-1],
    )  # fmt: skip


def _write_red_head(head: RedHead, before: str) -> str:
    """The name in red, two empty lines, the number over a red line, two empty lines."""
    pitch = round(head.size * RedHead.LEADING * 20)
    names = "".join(
        _paragraph(
            before if place == 0 else "", write_runs(line, Role.TITLE, head.size, inherits=False).replace("<w:sz ", _RED + "<w:sz "),
            style="FormTitle",
            spacing=f'<w:spacing w:before="{0 if place else round(head.above * 20)}" w:line="{pitch}" w:lineRule="exact"/>',
        )
        for place, line in enumerate(head.lines)
    )  # fmt: skip
    rule = (
        f'<w:pBdr><w:bottom w:val="single" w:sz="{round(RedHead.RULE * 8)}" '
        f'w:space="{round(head.below_number)}" w:color="{RedHead.COLOUR}"/></w:pBdr>'
    )
    gap = f'<w:spacing w:before="{2 * LINE_PITCH}" w:after="{2 * LINE_PITCH}"/>'
    number = write_pieces(head.number, Role.FANGSONG, PageGrid.BODY_SIZE, inherits=False)
    return names + _paragraph(rule, number, style="FormTitle", spacing=gap)


def write_letter_lines(head: LetterHead) -> str:
    """What stands at fixed places of a letter's first page: the name in red, a double line below it and one at the foot."""
    name = write_runs(head.office, Role.TITLE, head.size, inherits=False).replace("<w:sz ", _RED + "<w:sz ")
    pitch = f'<w:spacing w:line="{round(head.size * 20)}" w:lineRule="exact"/>'
    foot = (PageGrid.HEIGHT - LetterHead.BOTTOM) * POINTS
    return (
        _paragraph(_frame(PageGrid.TYPE_WIDTH, head.name_top), name, style="FormTitle", spacing=pitch)
        + _paragraph("", "", spacing=THIN)  # Word makes one frame of frames that touch
        + _double_line(LetterHead.THICK, LetterHead.THIN, head.line_top)
        + _paragraph("", "", spacing=THIN)
        + _double_line(LetterHead.THIN, LetterHead.THICK, foot)
        + _paragraph("", "", style="FormFooter")
    )


def _frame(width: float, top: float) -> str:
    """A place on the page: mm across in the middle, points from its top."""
    return (
        f'<w:framePr w:w="{to_twips(width)}" w:wrap="around" w:vAnchor="page" w:hAnchor="page"'
        f' w:x="{to_twips(PageGrid.LEFT + (PageGrid.TYPE_WIDTH - width) / 2)}" w:y="{round(top * 20)}"/>'
    )


def _double_line(upper: float, lower: float, top: float) -> str:
    """An empty line of a point between two red rules."""
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="{round(width * 8)}" w:space="0" w:color="{RedHead.COLOUR}"/>'
        for side, width in (("top", upper), ("bottom", lower))
    )
    pitch = f'<w:spacing w:line="{round(LetterHead.GAP * 20)}" w:lineRule="exact"/>'
    return _paragraph(f"{_frame(LetterHead.WIDTH, top)}<w:pBdr>{rules}</w:pBdr>", "", spacing=pitch)


def _write_paragraph(block: Paragraph, before: str) -> str:
    length = len(plain_text(block.text))
    keeps = block.keeps_next and length <= MOST_KEPT
    keep = "<w:keepNext/>" if keeps else ""
    # two lines of a long paragraph go with what it keeps with; elsewhere 22 lines fill the page
    widow = "<w:widowControl/>" if keeps and length > PageGrid.CHARACTERS else ""
    return _paragraph(
        keep + before + widow,
        write_pieces(block.text, block.level.role, PageGrid.BODY_SIZE),
        style=STYLES[block.level],
        indent=_write_indents(block),
        justify="" if block.align is Align.LEFT else _JUSTIFY[block.align],
    )


def _write_indents(block: Paragraph) -> str:
    """Indents in hundredths of characters for Word and in twips for whoever does not know those."""
    first, left, right = block.indent, block.left_indent, block.right_indent
    if not (first or left or right):
        return ""
    sides = [("right", right), ("firstLine", first) if first >= 0 else ("hanging", -first)]
    told = [f'w:{side}Chars="{round(indent * 100)}" w:{side}="{round(indent * CHARACTER)}"' for side, indent in sides]
    if left:  # LibreOffice has its own idea of a character: what stands at a place is told in twips alone
        sides = [("left", left), *sides]
        told = [f'w:{side}="{round(indent * CHARACTER)}"' for side, indent in sides]
    return f"<w:ind {' '.join(told)}/>"


def _paragraph(
    before: str, runs: str, *, style: str = "", spacing: str = "", indent: str = "", justify: str = ""
) -> str:
    """A paragraph with its properties in the order the schema asks for."""
    properties = (
        (f'<w:pStyle w:val="{style}"/>' if style else "")
        + before
        + spacing
        + indent
        + (f'<w:jc w:val="{justify}"/>' if justify else "")
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>" if properties else f"<w:p>{runs}</w:p>"


def _thin_paragraph(breaks: bool) -> str:
    before = "<w:pageBreakBefore/>" if breaks else ""
    return _paragraph(before, "", spacing=THIN)


def end_section(properties: str) -> str:
    """A thin paragraph that ends a document's section; `properties` is its sectPr element."""
    return _paragraph("", "", spacing=THIN, justify="").replace("</w:pPr>", properties + "</w:pPr>")


def write_runs(text: str, role: Role, size: float, *, inherits: bool = True) -> str:
    """Runs of a text: characters beyond GB 2312 are asked for in 宋体, as the _GB2312 fonts lack them.

    `inherits`: the paragraph's style already has role and size.
    """
    return "".join(
        _run(part, Role.SONGTI if rare else role, size, plain=inherits and not rare) for part, rare in split_rare(text)
    )


def write_pieces(text: Text, role: Role, size: float, *, inherits: bool = True) -> str:
    """Runs of a text with pieces of other roles, names and places for the pen."""
    return "".join(_write_piece(piece, role, size, inherits=inherits) for piece in split_text(text))


def _write_piece(piece: Inline, role: Role, size: float, *, inherits: bool) -> str:
    match piece:
        case Blank(characters):
            # spaces that break no line and do not hang over its end, two to a character
            return _run("\u00a0" * (2 * characters), role, size, plain=inherits, more='<w:u w:val="single"/>')
        case Run(text, own, one_face):
            if one_face:
                return write_name(text, own or role, size, inherits=inherits and own is None)
            return write_runs(text, own or role, size, inherits=inherits and own is None)
        case _:
            return write_runs(piece, role, size, inherits=inherits)


def write_name(text: str, role: Role, size: float, *, inherits: bool = True) -> str:
    """One run: all of it in 宋体 if one character is beyond GB 2312."""
    rare = any(is_rare(character) for character in text)
    return _run(text, Role.SONGTI if rare else role, size, plain=inherits and not rare)


def split_rare(text: str) -> list[tuple[str, bool]]:
    """The text in parts that are within GB 2312 (False) or ideographs beyond it (True)."""
    parts: list[tuple[str, bool]] = []
    for character in text:
        rare = is_rare(character)
        if parts and parts[-1][1] == rare:
            parts[-1] = (parts[-1][0] + character, rare)
        else:
            parts.append((character, rare))
    return parts


def is_rare(character: str) -> bool:
    """Whether an ideograph is outside GB 2312-80, which is all that 仿宋_GB2312 has."""
    if not _IDEOGRAPH.match(character):
        return False
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def _run(text: str, role: Role, size: float, *, plain: bool, more: str = "") -> str:
    name = WORD_NAMES[role]
    fonts = f'w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"'
    half = round(size * 2)
    properties = (
        f'<w:rPr><w:rFonts w:hint="eastAsia"/>{more}</w:rPr>'
        if plain
        else f'<w:rPr><w:rFonts w:hint="eastAsia" {fonts}/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/>{more}</w:rPr>'
    )
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _write_table(table: FieldTable) -> str:
    edges = sorted({edge for row in table.rows for edge in _edges(row)})
    grid = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(edges))
    rows = "".join(
        _write_row(row, below, edges, table.keeps_next)
        for row, below in zip(table.rows, [*table.rows[1:], None], strict=True)
    )
    properties = _TABLE_PROPERTIES if table.ruled else _UNRULED
    return f"<w:tbl>{properties.format(width=edges[-1])}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _rule(name: str, width: float) -> str:
    return f'<w:{name} w:val="single" w:sz="{round(width * 8)}" w:space="0" w:color="000000"/>'


def _margin(name: str, millimetres: float) -> str:
    return f'<w:{name} w:w="{to_twips(millimetres)}" w:type="dxa"/>'


_TABLE_START = '<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'


def _cell_margins(across: float) -> str:
    down = Ruling.PADDING_DOWN
    margins = zip(("top", "left", "bottom", "right"), (down, across, down, across), strict=True)
    inside = "".join(_margin(side, width) for side, width in margins)
    return f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{inside}</w:tblCellMar></w:tblPr>'


_UNRULED = _TABLE_START + _cell_margins(0.0)
_TABLE_PROPERTIES = (
    _TABLE_START
    + "<w:tblBorders>"
    + "".join(_rule(side, Ruling.OUTER_RULE) for side in ("top", "left", "bottom", "right"))
    + _rule("insideH", Ruling.INNER_RULE)
    + _rule("insideV", Ruling.INNER_RULE)
    + "</w:tblBorders>"
    + _cell_margins(Ruling.PADDING_ACROSS)
)
# A table of one cell that floats to the foot of the type area. LibreOffice 7.4 lets none float that is as wide as that:
# there it follows the text.
_PAGE_FOOT = (
    '<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="margin"'
    ' w:tblpXSpec="left" w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/><w:tblW w:w="{width}" w:type="dxa"/>'
    '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    '</w:tblPr><w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr>'
    '<w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inside}</w:tc></w:tr></w:tbl>'
)


def _edges(row: Row) -> list[int]:
    """Left edges of a row's cells and its right edge in twips."""
    edges, place = [0], 0.0
    for cell in row.cells:
        place += cell.width
        edges.append(to_twips(place))
    return edges


def _rule_lines(count: int) -> str:
    """Writing lines as a table with rules under its rows: ruled the same by Word, WPS and LibreOffice."""
    width = to_twips(PageGrid.TYPE_WIDTH)
    row = (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{LINE_PITCH - RULE_TWIPS}" w:hRule="exact"/></w:trPr>'
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph("", "", style="FormCell")}</w:tc></w:tr>'
    )
    rules = _rule("bottom", Ruling.INNER_RULE) + _rule("insideH", Ruling.INNER_RULE)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{rules}'
        f'</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>'
        f"{row * count}</w:tbl>"
    )


# Of a cell that may end on another page, no line of a paragraph stands alone.
_RUNS_ON = "<w:widowControl/>"


def _write_row(row: Row, below: Row | None, edges: list[int], keeps: bool) -> str:
    continued = {place for place, cell in enumerate(below.cells if below else ()) if cell.joins_above}
    tied = bool(continued) or any(cell.joins_above for cell in row.cells)
    runs_on = row.runs_on and not keeps and not tied
    own = _edges(row)
    cells = "".join(
        _write_cell(
            cell, edges.index(own[place + 1]) - edges.index(own[place]), own[place + 1] - own[place],
            place in continued, "<w:keepNext/>" if keeps or continued else _RUNS_ON if runs_on else "",
        )
        for place, cell in enumerate(row.cells)
    )  # fmt: skip
    header = "<w:tblHeader/>" if row.repeats else ""
    height = f'<w:cantSplit/><w:trHeight w:val="{to_twips(row.height)}" w:hRule="atLeast"/>'
    return f"<w:tr><w:trPr>{'' if runs_on else height}{header}</w:trPr>{cells}</w:tr>"


def _write_cell(cell: Cell, span: int, width: int, continued: bool, keeping: str) -> str:
    """`keeping`: what its paragraphs say about the ends of pages."""
    merge = "<w:vMerge/>" if cell.joins_above else '<w:vMerge w:val="restart"/>' if continued else ""
    properties = (
        f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
        + f'{merge}<w:vAlign w:val="{"top" if keeping == _RUNS_ON else "center"}"/></w:tcPr>'
    )
    if isinstance(cell, PictureCell) and cell.picture:
        bars = _paragraph(keeping, _write_picture(cell.picture), style="FormCell", spacing=_AUTO, justify="center")
        return f"<w:tc>{properties}{bars}</w:tc>"
    pitch = f'<w:spacing w:line="{round(cell.size * Ruling.LEADING * 20)}" w:lineRule="exact"/>'
    paragraphs = "".join(
        _paragraph(keeping, _cell_runs(line, cell), style="FormCell", spacing=pitch,
                   justify=_JUSTIFY[cell.align])
        for line in (cell.text.split("\n") if isinstance(cell.text, str) else [cell.text])
    )  # fmt: skip
    return f"<w:tc>{properties}{paragraphs}</w:tc>"


def _cell_runs(line: Text, cell: Cell) -> str:
    plain = cell.role is Role.FANGSONG and cell.size == 12.0
    if not isinstance(line, str):
        return write_pieces(line, cell.role, cell.size, inherits=plain)
    write = write_name if cell.one_face else write_runs
    return write(line, cell.role, cell.size, inherits=plain) if line else ""
