"""Blocks as WordprocessingML (ECMA-376 part 1): strings, because a batch has 100 000 of these elements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from xml.sax.saxutils import escape

from cppcc_desktop.exporters.document import (
    Align,
    Block,
    Cell,
    FieldTable,
    Heading,
    Level,
    Note,
    Page,
    PageBreak,
    Paragraph,
    RedHead,
    Row,
    Ruling,
    WritingLines,
)
from cppcc_desktop.exporters.fonts import WORD_NAMES, Role

LINE_PITCH = 579
CHARACTER_SPACE = -848
# A paragraph Word demands but nobody reads: 0.7 pt, less than 22 lines of 579 leave over on a page.
THIN = '<w:spacing w:line="14" w:lineRule="exact"/>'
# A ruled row is higher than it says by its rule.
RULE_TWIPS = round(Ruling.INNER_RULE * 20)
STYLES = {Level.BODY: "FormBody", Level.FIRST: "FormFirst", Level.SECOND: "FormSecond"}
_JUSTIFY = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}
_IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def to_twips(millimetres: float) -> int:
    """Twentieths of a point, Word's unit of length."""
    return round(millimetres / 25.4 * 1440)


CHARACTER = to_twips(Page.TYPE_WIDTH) / Page.CHARACTERS


def write_blocks(blocks: Sequence[Block]) -> str:
    """The body elements of one document; a page break becomes part of the paragraph after it."""
    parts: list[str] = []
    breaks = after_table = False
    for block in blocks:
        if isinstance(block, PageBreak):
            breaks = bool(parts)
            continue
        if isinstance(block, FieldTable | WritingLines):
            # Word joins tables that touch, and a table cannot ask for a page of its own.
            if breaks or after_table:
                parts.append(_thin_paragraph(breaks))
            parts.append(_write_table(block) if isinstance(block, FieldTable) else _rule_lines(block.count))
        else:
            parts.append(_write_flow(block, "<w:pageBreakBefore/>" if breaks else ""))
        breaks, after_table = False, isinstance(block, FieldTable | WritingLines)
    return "".join(parts)


def _write_flow(block: Block, before: str) -> str:
    match block:
        case RedHead():
            return _write_red_head(block, before)
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
        case Note(text, size):
            pitch = f'<w:spacing w:line="{round(size * Ruling.LEADING * 20)}" w:lineRule="exact"/>'
            return "".join(
                _paragraph(before if n == 0 else "", write_runs(line, Role.FANGSONG, size, inherits=False),
                           style="FormCell", spacing=pitch, justify="left")
                for n, line in enumerate(text.split("\n"))
            )  # fmt: skip
        case _:
            raise TypeError(block)


def _write_red_head(head: RedHead, before: str) -> str:
    """The name in red, two empty lines, the number over a red line, two empty lines."""
    pitch = round(head.size * RedHead.LEADING * 20)
    red = f'<w:color w:val="{RedHead.COLOUR}"/><w:sz '
    names = "".join(
        _paragraph(
            before if place == 0 else "", write_runs(line, Role.TITLE, head.size, inherits=False).replace("<w:sz ", red),
            style="FormTitle",
            spacing=f'<w:spacing w:before="{0 if place else to_twips(RedHead.ABOVE)}" w:line="{pitch}" w:lineRule="exact"/>',
        )
        for place, line in enumerate(head.lines)
    )  # fmt: skip
    rule = (
        f'<w:pBdr><w:bottom w:val="single" w:sz="{round(RedHead.RULE * 8)}" '
        f'w:space="{round(RedHead.BELOW_NUMBER / 25.4 * 72)}" w:color="{RedHead.COLOUR}"/></w:pBdr>'
    )
    gap = f'<w:spacing w:before="{2 * LINE_PITCH}" w:after="{2 * LINE_PITCH}"/>'
    number = write_runs(head.number, Role.FANGSONG, Page.BODY_SIZE, inherits=False)
    return names + _paragraph(rule, number, style="FormTitle", spacing=gap)


def _write_paragraph(block: Paragraph, before: str) -> str:
    first, right = block.indent, block.right_indent
    indent = ""
    if first or right:
        indent = (
            f'<w:ind w:rightChars="{right * 100}" w:right="{round(right * CHARACTER)}"'
            f' w:firstLineChars="{first * 100}" w:firstLine="{round(first * CHARACTER)}"/>'
        )
    keep = "<w:keepNext/>" if block.keeps_next else ""
    return _paragraph(
        keep + before,
        write_runs(block.text, block.level.role, Page.BODY_SIZE),
        style=STYLES[block.level],
        indent=indent,
        justify="" if block.align is Align.LEFT else _JUSTIFY[block.align],
    )


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


def _run(text: str, role: Role, size: float, *, plain: bool) -> str:
    name = WORD_NAMES[role]
    fonts = f'w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"'
    half = round(size * 2)
    properties = (
        '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
        if plain
        else f'<w:rPr><w:rFonts w:hint="eastAsia" {fonts}/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'
    )
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _write_table(table: FieldTable) -> str:
    edges = sorted({edge for row in table.rows for edge in _edges(row)})
    grid = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(edges))
    rows = "".join(
        _write_row(row, below, edges) for row, below in zip(table.rows, [*table.rows[1:], None], strict=True)
    )
    return f"<w:tbl>{_TABLE_PROPERTIES.format(width=edges[-1])}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _rule(name: str, width: float) -> str:
    return f'<w:{name} w:val="single" w:sz="{round(width * 8)}" w:space="0" w:color="000000"/>'


def _margin(name: str, millimetres: float) -> str:
    return f'<w:{name} w:w="{to_twips(millimetres)}" w:type="dxa"/>'


_TABLE_PROPERTIES = (
    '<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>'
    + "".join(_rule(side, Ruling.OUTER_RULE) for side in ("top", "left", "bottom", "right"))
    + _rule("insideH", Ruling.INNER_RULE)
    + _rule("insideV", Ruling.INNER_RULE)
    + '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
    + _margin("top", Ruling.PADDING_DOWN)
    + _margin("left", Ruling.PADDING_ACROSS)
    + _margin("bottom", Ruling.PADDING_DOWN)
    + _margin("right", Ruling.PADDING_ACROSS)
    + "</w:tblCellMar></w:tblPr>"
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
    width = to_twips(Page.TYPE_WIDTH)
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


def _write_row(row: Row, below: Row | None, edges: list[int]) -> str:
    continued = {place for place, cell in enumerate(below.cells if below else ()) if cell.joins_above}
    own = _edges(row)
    cells = "".join(
        _write_cell(
            cell, edges.index(own[place + 1]) - edges.index(own[place]), own[place + 1] - own[place],
            place in continued, bool(continued),
        )
        for place, cell in enumerate(row.cells)
    )  # fmt: skip
    header = "<w:tblHeader/>" if row.repeats else ""
    height = f'<w:trHeight w:val="{to_twips(row.height)}" w:hRule="atLeast"/>'
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{header}</w:trPr>{cells}</w:tr>"


def _write_cell(cell: Cell, span: int, width: int, continued: bool, keeps: bool) -> str:
    merge = "<w:vMerge/>" if cell.joins_above else '<w:vMerge w:val="restart"/>' if continued else ""
    properties = (
        f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
        + f'{merge}<w:vAlign w:val="center"/></w:tcPr>'
    )
    pitch = f'<w:spacing w:line="{round(cell.size * Ruling.LEADING * 20)}" w:lineRule="exact"/>'
    paragraphs = "".join(
        _paragraph("<w:keepNext/>" if keeps else "", _cell_runs(line, cell), style="FormCell", spacing=pitch,
                   justify=_JUSTIFY[cell.align])
        for line in cell.text.split("\n")
    )  # fmt: skip
    return f"<w:tc>{properties}{paragraphs}</w:tc>"


def _cell_runs(line: str, cell: Cell) -> str:
    plain = cell.role is Role.FANGSONG and cell.size == 12.0
    return write_runs(line, cell.role, cell.size, inherits=plain) if line else ""
