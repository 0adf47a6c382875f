"""The Word file around the text: styles, settings, page, grid and page numbers (forms.md §2)."""

from __future__ import annotations

from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from cppcc_desktop.exporters.document import UPRIGHT, LetterHead, PageGrid, PaperSheet
from cppcc_desktop.exporters.fonts import WORD_NAMES, Role
from cppcc_desktop.exporters.word.markup import (
    CHARACTER_SPACE,
    LINE_PITCH,
    to_twips,
    write_letter_lines,
)

# Footer line box in points and where Word puts its foot, so that the 一字线 lies 7 mm under the type area.
FOOTER_LINE = 16
FOOTER_DISTANCE = 550  # twips less than the margin below
_NAMESPACE = nsdecls("w")


def open_package(title: str) -> WordDocument:
    """An empty Word document with our styles, settings and page; text is appended before its last sectPr."""
    document = docx.Document()
    _set_styles(document)
    _set_settings(document)
    _set_footers(document)
    document.core_properties.title = title
    document.core_properties.author = "县政协工作台"
    document.core_properties.comments = ""
    document.core_properties.language = "zh-CN"
    return document


def describe_section(
    references: str = "", sheet: PaperSheet = UPRIGHT, *, continues: bool = False, letter: bool = False
) -> str:
    """A sectPr: the sheet with its margins, 22 × 28 grid, pages numbered from 1 unless it continues the one before.

    The first page of a letter has its lines instead of a number. A sheet across has no grid: LibreOffice makes its type
    area as high as whole lines of it.
    """
    width, height, bottom = to_twips(sheet.width), to_twips(sheet.height), to_twips(sheet.bottom)
    across, grid = (' w:orient="landscape"', "") if width > height else ("", 'w:type="linesAndChars" ')
    numbers = "" if continues else '<w:pgNumType w:start="1"/>'
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/><w:pgSz w:w="{width}" w:h="{height}"{across}/>'
        f'<w:pgMar w:top="{to_twips(sheet.top)}" w:right="{to_twips(sheet.right)}"'
        f' w:bottom="{bottom}" w:left="{to_twips(sheet.left)}"'
        f' w:header="851" w:footer="{bottom - FOOTER_DISTANCE}" w:gutter="0"/>'
        f"{numbers}{'<w:titlePg/>' if letter else ''}"
        f'<w:docGrid {grid}w:linePitch="{LINE_PITCH}" w:charSpace="{CHARACTER_SPACE}"/></w:sectPr>'
    )


class LetterHeads:
    """Headers and footers of the first pages of letters: one of each for an office, however many letters it writes."""

    def __init__(self, document: WordDocument) -> None:
        self._part: Any = document.part
        self._known: dict[str, str] = {}

    def refer(self, head: LetterHead) -> str:
        """The sectPr children that name them."""
        if head.office not in self._known:
            header, header_id = self._part.add_header_part()
            footer, footer_id = self._part.add_footer_part()
            fill_part(header, write_letter_lines(head))
            fill_part(footer, '<w:p><w:pPr><w:pStyle w:val="FormFooter"/></w:pPr></w:p>')
            self._known[head.office] = (
                f'<w:headerReference w:type="first" r:id="{header_id}"/>'
                f'<w:footerReference w:type="first" r:id="{footer_id}"/>'
            )
        return self._known[head.office]


def fill_part(part: Any, paragraphs: str) -> None:
    """A header or footer with these paragraphs and no others."""
    holder = part.element
    for element in list(holder):
        holder.remove(element)
    filled: Any = parse_xml(f"<w:body {_NAMESPACE}>{paragraphs}</w:body>")
    for element in list(filled):
        holder.append(element)


def footer_references(document: WordDocument) -> str:
    """The sectPr children that name the two footers; they stand in the first section, others inherit."""
    section: Any = document.sections[0]._sectPr  # pyright: ignore[reportPrivateUsage]
    names = section.findall(qn("w:footerReference"))
    return "".join(
        f'<w:footerReference w:type="{name.get(qn("w:type"))}" r:id="{name.get(qn("r:id"))}"/>' for name in names
    )


def _fonts(role: Role) -> str:
    name = WORD_NAMES[role]
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _style(identity: str, name: str, paragraph: str, run: str) -> str:
    return (
        f'<w:style {_NAMESPACE} w:type="paragraph" w:customStyle="1" w:styleId="{identity}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )


# LibreOffice gives a 16 pt character two cells of a 15.79 pt grid, and narrows the page to a multiple of
# its own idea of the cell (440.8 pt). So the grid stands in the section, for whoever types on, and our styles
# keep it themselves: exact lines, characters 0.3 pt closer, and justification brings full lines of 28 to
# 15.79 pt again.
_OFF_GRID = '<w:snapToGrid w:val="0"/>'
_CLOSER = '<w:spacing w:val="-6"/>'
_EXACT = f'<w:spacing w:before="0" w:after="0" w:line="{LINE_PITCH}" w:lineRule="exact"/>'
_DEFAULTS = (
    f"<w:docDefaults {_NAMESPACE}><w:rPrDefault><w:rPr>{_fonts(Role.FANGSONG)}{_size(PageGrid.BODY_SIZE)}"
    '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
)
_NORMAL = (
    f'<w:style {_NAMESPACE} w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    f'<w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/>'
    f'<w:autoSpaceDN w:val="0"/>{_OFF_GRID}{_EXACT}<w:jc w:val="both"/></w:pPr>'
    f"<w:rPr>{_fonts(Role.FANGSONG)}<w:snapToGrid w:val='0'/>{_size(PageGrid.BODY_SIZE)}</w:rPr></w:style>"
)
_FOOTER = f'<w:spacing w:line="{FOOTER_LINE * 20}" w:lineRule="exact"/>'


def _set_styles(document: WordDocument) -> None:
    styles: Any = document.styles.element
    for element in list(styles):
        if element.tag in (qn("w:docDefaults"), qn("w:style")):
            styles.remove(element)
    styles.insert(0, parse_xml(_DEFAULTS))
    for style in (
        _NORMAL,
        _style("FormTitle", "表样标题", '<w:jc w:val="center"/>', _fonts(Role.TITLE)),
        _style("FormBody", "正文文字", "", _CLOSER),
        _style("FormFirst", "正文一级", "", _fonts(Role.HEITI) + _CLOSER),
        _style("FormSecond", "正文二级", "", _fonts(Role.KAITI) + _CLOSER),
        _style("FormCell", "表格文字", "", _size(12)),
        _style("FormFooter", "页码", _FOOTER, _fonts(Role.SONGTI) + _size(PageGrid.NUMBER_SIZE)),
    ):
        styles.append(parse_xml(style))


def _set_settings(document: WordDocument) -> None:
    """Odd and even footers, no squeezing of punctuation, current compatibility mode."""
    settings: Any = document.settings.element
    for element in list(settings):
        if element.tag in {qn("w:compat"), qn("w:characterSpacingControl"), qn("w:themeFontLang")}:
            settings.remove(element)
    document.settings.odd_and_even_pages_header_footer = True
    anchor = settings.find(qn("w:rsids"))
    added = (
        f'<w:characterSpacingControl {_NAMESPACE} w:val="doNotCompress"/>',
        f'<w:compat {_NAMESPACE}><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>',
    )
    for text in added:
        element = parse_xml(text)
        if anchor is None:
            settings.append(element)
        else:
            anchor.addprevious(element)


def _set_footers(document: WordDocument) -> None:
    section = document.sections[0]
    character = round(PageGrid.NUMBER_SIZE * 20)
    for footer, side, justify in (
        (section.footer, "right", "right"),
        (section.even_page_footer, "left", "left"),
    ):
        footer.is_linked_to_previous = False
        holder: Any = footer._element  # pyright: ignore[reportPrivateUsage]
        for element in list(holder):
            holder.remove(element)
        holder.append(
            parse_xml(
                f'<w:p {_NAMESPACE}><w:pPr><w:pStyle w:val="FormFooter"/>'
                f'<w:ind w:{side}="{character}"/><w:jc w:val="{justify}"/></w:pPr>'
                f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">— </w:t></w:r>'
                '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
                f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve"> —</w:t></w:r></w:p>'
            )
        )
