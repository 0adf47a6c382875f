"""Faces as reportlab knows them, and text as glyphs: each character with the face that has it."""

from __future__ import annotations

import struct
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple, cast
from unicodedata import category, east_asian_width

from reportlab.pdfbase import pdfmetrics, ttfonts

from cppcc_desktop.exporters.charts import WordRun
from cppcc_desktop.exporters.document import Blank, Inline, Run, Text, split_text
from cppcc_desktop.exporters.fonts import MISSING_MARK, FontFile, FontSet, Role
from cppcc_desktop.exporters.text import drop_invisible

# What reportlab's parser raises on damaged files that other programs left on the machine.
UNREADABLE = (ttfonts.TTFError, OSError, struct.error, LookupError, ValueError, ArithmeticError)
# Narrower than this (em) is a half-width character and keeps its own width on the grid.
FULL_WIDTH = 0.85


class Typeface(NamedTuple):
    """A registered face: its reportlab name and the width in thousandths of each code point it has."""

    name: str
    widths: dict[int, int]
    covered: frozenset[int]


class Glyph(NamedTuple):
    """One character ready to set: `width` in em; a full one takes the pitch of its line instead.

    `blank`: it is a part of an underlined place for the pen.
    """

    character: str
    face: str
    width: float
    full: bool
    blank: bool = False


def is_full(character: str, width: float) -> bool:
    """Whether a character takes a place of the grid: by its East Asian Width (UAX #11); a wide M or W does not.

    Marks of ambiguous width (“ ” — …) go by the glyph, letters of ambiguous width (Greek, Cyrillic) do not.
    """
    kind = east_asian_width(character)
    if kind in "WF":
        return True
    return kind == "A" and width >= FULL_WIDTH and not category(character).startswith("L")


@lru_cache(maxsize=64)
def register_face(font: FontFile) -> Typeface | None:
    """Registers a face with reportlab, once per process; None when reportlab cannot read the file."""
    ttfonts.makeToUnicodeCMap = _map_to_unicode
    name = f"F{abs(hash((font.path, font.index))):x}"
    try:
        loaded = ttfonts.TTFont(name, str(font.path), subfontIndex=font.index)
    except UNREADABLE:
        if not font.official:
            raise
        return None
    pdfmetrics.registerFont(loaded)  # pyright: ignore[reportUnknownMemberType]
    face = loaded.face
    return Typeface(name, cast("dict[int, int]", face.charWidths), frozenset(cast("dict[int, int]", face.charToGlyph)))


def _map_to_unicode(fontname: str, subset: list[int]) -> str:
    """Replaces reportlab's ToUnicode map: it writes characters beyond the first plane as five digits,
    which no reader understands, instead of UTF-16 (PDF 32000-1 §9.10.3)."""
    entries = (f"<{code:02X}> <{chr(value).encode('utf-16-be').hex()}>" for code, value in enumerate(subset))
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            f"/CIDSystemInfo << /Registry ({fontname}) /Ordering ({fontname}) /Supplement 0 >> def",
            f"/CMapName /{fontname} def /CMapType 2 def",
            f"1 begincodespacerange <00> <{len(subset) - 1:02X}> endcodespacerange",
            # At most 100 entries to a block (Adobe technical note 5014).
            *_in_blocks(list(entries)),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        )
    )


def _in_blocks(entries: list[str]) -> list[str]:
    lines: list[str] = []
    for start in range(0, len(entries), 100):
        block = entries[start : start + 100]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return lines


class _RoleGlyphs(dict[str, Glyph]):
    """The glyphs of one role, found when first asked for."""

    def __init__(self, chain: tuple[FontFile, ...], missing: set[str]) -> None:
        super().__init__()
        self._chain = chain
        self._missing = missing

    def __missing__(self, character: str) -> Glyph:
        glyph = self._find(character)
        if glyph is None:
            self._missing.add(character)
            return self[MISSING_MARK]
        self[character] = glyph
        return glyph

    def _find(self, character: str) -> Glyph | None:
        code = ord(character)
        for font in self._chain:
            face = register_face(font)
            if face and code in face.covered:
                width = face.widths.get(code, 1000) / 1000
                return Glyph(character, face.name, width, is_full(character, width))
        return None

    def find_whole(self, text: str) -> list[Glyph] | None:
        """The text in the first face that has all of it; None if there is none."""
        for font in self._chain:
            face = register_face(font)
            if face and all(ord(each) in face.covered for each in text):
                widths = [(each, face.widths.get(ord(each), 1000) / 1000) for each in text]
                return [Glyph(each, face.name, width, is_full(each, width)) for each, width in widths]
        return None


class Typesetter:
    """Turns text into glyphs with the machine's fonts; `missing` gathers what no font has."""

    def __init__(self, fonts: FontSet) -> None:
        self.missing: set[str] = set()
        self._roles = {role: _RoleGlyphs(fonts.chain(role), self.missing) for role in Role}

    def set_text(self, text: str, role: Role) -> list[Glyph]:
        """One glyph per character that draws something; missing ones become 〓."""
        glyphs = self._roles[role]
        return [glyphs[character] for character in drop_invisible(text)]

    def set_runs(self, text: str, role: Role, size: float) -> list[WordRun]:
        """The text in pieces of one face each, `size` points high, off the grid."""
        runs: list[WordRun] = []
        for face, glyphs in groupby(self.set_text(text, role), key=lambda glyph: glyph.face):
            run = list(glyphs)
            runs.append(WordRun(face, "".join(each.character for each in run), size * sum(each.width for each in run)))
        return runs

    def set_name(self, text: str, role: Role) -> list[Glyph]:
        """As `set_text`, all of it in one face where there is one."""
        return self._roles[role].find_whole(drop_invisible(text)) or self.set_text(text, role)

    def set_pieces(self, text: Text, role: Role) -> list[Glyph]:
        """The glyphs of a text with pieces of other roles, names and places for the pen."""
        if isinstance(text, str):
            return self.set_text(text, role)
        return [glyph for piece in split_text(text) for glyph in self._set_piece(piece, role)]

    def _set_piece(self, piece: Inline, role: Role) -> list[Glyph]:
        match piece:
            case Blank(characters):
                space = self._roles[role]["\u3000"]._replace(blank=True, full=True)
                return [space] * characters
            case Run(words, own, one_face):
                return self.set_name(words, own or role) if one_face else self.set_text(words, own or role)
            case _:
                return self.set_text(piece, role)
