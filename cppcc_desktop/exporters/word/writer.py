"""Documents into one Word file that opens the same in Word and WPS."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from cppcc_desktop.exporters.document import Document, FieldTable, Heading, Note, Paragraph, RedHead, WritingLines
from cppcc_desktop.exporters.files import Written, refuse_nothing, replace_atomically
from cppcc_desktop.exporters.fonts import FontSet, Role, load_fonts, read_coverage
from cppcc_desktop.exporters.word.markup import end_section, write_blocks
from cppcc_desktop.exporters.word.package import describe_section, footer_references, open_package


def write_docx(documents: Sequence[Document], path: Path, fonts: FontSet | None = None) -> Written:
    """Writes documents one after another, each a section numbered from 1, into one .docx.

    The text keeps every character; `warnings` names those no font of this machine has. `pages` is 0: only
    Word lays the pages out. Raises OfficeError when there is nothing to print or the file cannot be written.
    """
    refuse_nothing(documents)
    package = open_package(documents[0].title if len(documents) == 1 else "")
    element: Any = package.element
    body = element.body
    references = footer_references(package)
    parts: list[str] = []
    for place, document in enumerate(documents):
        section = describe_section("" if place else references, document.sheet)
        last = place == len(documents) - 1
        ends_in_table = bool(document.blocks) and isinstance(document.blocks[-1], FieldTable | WritingLines)
        parts.append(write_blocks(document.blocks))
        if last:
            parts.append((end_section("") if ends_in_table else "") + section)
        else:
            parts.append(end_section(section))
    # the body as a whole: lxml takes minutes to move a long table from one document to another by its parts
    element.replace(body, parse_xml(f"<w:body {nsdecls('w', 'r')}>{''.join(parts)}</w:body>"))
    with replace_atomically(path) as file:
        package.save(file)
    return Written(0, _warn_of_missing(documents, fonts))


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
    for document in documents:
        for block in document.blocks:
            match block:
                case RedHead(office, number):
                    yield from (office, number)
                case Heading(text=text) | Paragraph(text=text) | Note(text=text):
                    yield text
                case FieldTable(rows):
                    yield from (cell.text for row in rows for cell in row.cells)
                case _:
                    pass
