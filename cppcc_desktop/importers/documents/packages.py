"""Office files of today: a zip whose parts name each other by relations (ECMA-376 part 2), not by fixed names."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from cppcc_desktop.importers.causes import Unreadable
from cppcc_desktop.importers.tables.archives import check_sizes, inspect_part, tell_kind

MOST_MARKUP = 80_000_000  # bytes of one unpacked part
# The strict form of the standard names the same things otherwise.
STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)  # fmt: skip
USUAL_MAIN = "word/document.xml"  # where the relations of a file have been lost
ROOTS = {"document": "", "workbook": "sheet", "presentation": "slides"}  # root of the main part → cause


@dataclass(frozen=True)
class Relation:
    """What a part names: `kind` is the last word of its type (numbering, aFChunk, …)."""

    id: str
    kind: str
    target: str  # name of a part; "" if it lies outside the file


class Package:
    """An opened file; raises Unreadable for what is no document or not safe, errors of zipfile for what is damaged."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._entries = {plain_name(each.filename): each for each in self._archive.infolist()}
        check_sizes(self._archive)
        self.main = self._find_main()
        self.document = self.read_markup(self.main)
        cause = ROOTS.get(local_name(self.document), "archive")
        if cause:
            raise Unreadable(cause)

    def read(self, name: str) -> bytes:
        """The content of a part."""
        entry = self._entries[plain_name(name)]
        if entry.file_size > MOST_MARKUP:
            raise Unreadable("bomb", str(entry.file_size // 1_000_000))
        return self._archive.read(entry)

    def read_markup(self, name: str) -> Element:
        """A part as markup, in the names of the transitional form of the standard."""
        content = self.read(name)
        inspect_part(self._archive, self._entries[plain_name(name)])  # refuses a DTD
        for strict, usual in STRICT:
            content = content.replace(strict, usual)
        return ElementTree.fromstring(content)

    def relations(self, part: str) -> list[Relation]:
        """What a part names; "" stands for the file as a whole."""
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        if plain_name(source) not in self._entries:
            return []
        return [self._read_relation(each, folder) for each in self.read_markup(source)]

    def find(self, part: str, kind: str) -> list[Element]:
        """The parts of a kind that a part names, as markup."""
        named = [each.target for each in self.relations(part) if each.kind == kind]
        return [self.read_markup(each) for each in named if plain_name(each) in self._entries]

    def _read_relation(self, relation: Element, folder: str) -> Relation:
        target = relation.get("Target", "").replace("\\", "/")
        inside = relation.get("TargetMode") != "External"
        name = posixpath.normpath(posixpath.join(folder, target)) if inside else ""
        return Relation(relation.get("Id", ""), relation.get("Type", "").rpartition("/")[2], name)

    def _find_main(self) -> str:
        named = (each.target for each in self.relations("") if each.kind == "officeDocument")
        found = next((each for each in (*named, USUAL_MAIN) if plain_name(each) in self._entries), "")
        if not found or found.endswith(".bin"):
            raise Unreadable("sheet" if "xl/workbook.xml" in self._entries else tell_kind(self._archive))
        return found


def plain_name(name: str) -> str:
    """Names of parts know no case; some programs write \\ or begin with /."""
    return name.replace("\\", "/").lstrip("/").lower()


def local_name(part: Element) -> str:
    """Its name without the namespace."""
    return part.tag.rpartition("}")[2]
