"""Invented proposals as counties hand them in, made as Word files."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

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


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = {
    W: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    R: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def relate(*relations: tuple[str, str, str]) -> str:
    """Relations (id, kind, target) as markup."""
    inner = "".join(f'<Relationship Id="{id}" Type="{R}/{kind}" Target="{to}"/>' for id, kind, to in relations)
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def write_parts(
    path: Path, body: str, *relations: tuple[str, str, str], main: str = "word/document.xml", mark: str = "/",
    strict: bool = False, **parts: str | bytes,
) -> Path:  # fmt: skip
    """A Word file of this markup in its body, with parts beside it (document_x for word/x) and relations to them."""
    folder, _, name = main.rpartition("/")
    held: dict[str, str | bytes] = {
        "_rels/.rels": relate(("r1", "officeDocument", main)),
        main: f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        f"{folder}/_rels/{name}.rels": relate(*relations),
        **{f"{folder}/{each}": content for each, content in parts.items()},
    }
    with zipfile.ZipFile(path, "w") as archive:
        for each, content in held.items():
            if strict and isinstance(content, str):
                for usual, other in STRICT.items():
                    content = content.replace(usual, other)
            archive.writestr(each.replace("/", mark), content)
    return path


def paragraph(*runs: str) -> str:
    """Plain text, or markup that is a run already."""
    return "<w:p>" + "".join(each if each.startswith("<") else run(each) for each in runs) + "</w:p>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def guide(text: str, above: str) -> str:
    """A character with its phonetic guide (拼音指南)."""
    return f"<w:r><w:ruby><w:rubyPr/><w:rt>{run(above)}</w:rt><w:rubyBase>{run(text)}</w:rubyBase></w:ruby></w:r>"


def box(*lines: str) -> str:
    """A text box in both of its forms, as Word writes it."""
    inner = "<w:txbxContent>" + "".join(map(paragraph, lines)) + "</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def deleted(text: str) -> str:
    return f'<w:del w:id="1" w:author="x"><w:r><w:delText>{escape(text)}</w:delText></w:r></w:del>'


def inserted(text: str) -> str:
    return f'<w:ins w:id="2" w:author="x">{run(text)}</w:ins>'


def table(*rows: Sequence[str]) -> str:
    inner = ("".join(f"<w:tc>{''.join(map(paragraph, cell.split(chr(10))))}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{each}</w:tr>" for each in inner) + "</w:tbl>"
