"""Which font draws which character: official fonts of the machine first, then those that ship.

Roles and names follow GB/T 9704-2012 and the habit of 党政机关公文. Only TrueType outlines are taken,
because reportlab embeds no CFF. Nothing is registered or parsed before it is asked for.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

import resources

Face = TypeVar("Face")


class Role(StrEnum):
    """The five types an official document is set in."""

    FANGSONG = "仿宋"
    TITLE = "小标宋"
    HEITI = "黑体"
    KAITI = "楷体"
    SONGTI = "宋体"


@dataclass(frozen=True)
class FontFile:
    """One face on disk: `index` is its place inside a .ttc, `official` false for those that ship."""

    family: str
    path: Path
    index: int = 0
    official: bool = False


# Name written into Word files: Word and WPS replace it themselves where it is missing.
WORD_NAMES = {
    Role.FANGSONG: "仿宋_GB2312",
    Role.TITLE: "方正小标宋简体",
    Role.HEITI: "黑体",
    Role.KAITI: "楷体_GB2312",
    Role.SONGTI: "宋体",
}
# Families in order of preference: Founder and Microsoft names, then those on UOS and Kylin (方正 GBK, CESI).
OFFICIAL_FAMILIES = {
    Role.FANGSONG: (
        "仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "方正仿宋_GBK", "方正仿宋简体", "FZFangSong-Z02",
        "FZFangSong-Z02S", "CESI仿宋-GB2312", "CESI仿宋-GB13000", "华文仿宋", "STFangsong",
    ),
    Role.TITLE: (
        "方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05", "FZXiaoBiaoSong",
        "CESI小标宋-GB2312", "CESI小标宋-GB13000",
    ),
    Role.HEITI: (
        "黑体", "SimHei", "方正黑体_GBK", "方正黑体简体", "FZHei-B01", "FZHei-B01S", "CESI黑体-GB2312",
        "CESI黑体-GB13000",
    ),
    Role.KAITI: (
        "楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "方正楷体_GBK", "方正楷体简体", "FZKai-Z03", "FZKai-Z03S",
        "CESI楷体-GB2312", "CESI楷体-GB13000", "华文楷体", "STKaiti",
    ),
    Role.SONGTI: (
        "宋体", "SimSun", "方正书宋_GBK", "方正书宋简体", "FZShuSong-Z01", "FZShuSong-Z01S", "CESI宋体-GB2312",
        "CESI宋体-GB13000",
    ),
}  # fmt: skip
# Families that hold only characters beyond the first plane; the last help before a character is missing.
RARE_FAMILIES = ("SimSun-ExtB", "宋体-ExtB", "宋体-方正超大字符集", "SimSun (Founder Extended)")
SHIPPED = {
    Role.FANGSONG: ("FandolFang", "FandolFang-Regular.ttf"),
    Role.TITLE: ("Noto Serif SC Black", "NotoSerifSC-Black.ttf"),
    Role.HEITI: ("Noto Sans SC Medium", "NotoSansSC-Medium.ttf"),
    Role.KAITI: ("Gongwen Kai", "GongwenKai-Regular.ttf"),
    Role.SONGTI: ("Noto Serif SC", "NotoSerifSC-Regular.ttf"),
}
# 〓 stands for a character that cannot be printed (the old printers' 空铅): seen at once, never a blank.
MISSING_MARK = "〓"


@dataclass(frozen=True)
class FontSet:
    """The faces a document may use: for each role a chain, tried character by character in its order."""

    chains: dict[Role, tuple[FontFile, ...]]

    def chain(self, role: Role) -> tuple[FontFile, ...]:
        """Faces for a role, best first; never empty, the last ones hold the rare characters."""
        return self.chains[role]


def shipped_font(role: Role) -> FontFile:
    """The free face that ships with the program for a role."""
    family, name = SHIPPED[role]
    return FontFile(family, Path(resources.__file__).parent / "fonts" / name)


def load_fonts(folders: Iterable[Path] | None = None) -> FontSet:
    """The faces for this machine; `folders` replaces the system's font folders (empty: shipped fonts only)."""
    return _load_fonts(tuple(font_folders() if folders is None else folders))


@lru_cache(maxsize=8)
def _load_fonts(folders: tuple[Path, ...]) -> FontSet:
    by_family: dict[str, FontFile] = {}
    for font in scan_folders(folders):
        by_family.setdefault(font.family.casefold(), font)
    rare = _pick(by_family, RARE_FAMILIES)
    song = (*_pick(by_family, OFFICIAL_FAMILIES[Role.SONGTI]), shipped_font(Role.SONGTI), *rare)
    chains: dict[Role, tuple[FontFile, ...]] = {Role.SONGTI: song}
    for role in (Role.FANGSONG, Role.TITLE, Role.HEITI, Role.KAITI):
        chains[role] = (*_pick(by_family, OFFICIAL_FAMILIES[role]), shipped_font(role), *song)
    return FontSet(chains)


def _pick(by_family: dict[str, FontFile], names: Sequence[str]) -> tuple[FontFile, ...]:
    return next(((by_family[name.casefold()],) for name in names if name.casefold() in by_family), ())


def font_folders() -> tuple[Path, ...]:
    """Where this system keeps fonts; folders that do not exist are left out."""
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", str(home))) / "Microsoft" / "Windows" / "Fonts"
        places = (Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "Fonts", local)
    else:
        places = (
            home / ".fonts", home / ".local/share/fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts"),
        )  # fmt: skip
    return tuple(place for place in places if place.is_dir())


def scan_folders(folders: Iterable[Path]) -> Iterator[FontFile]:
    """Every TrueType face under the folders, once per family name; unreadable files are passed over."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in {".ttf", ".ttc"}:
                yield from read_faces(path)


def read_faces(path: Path) -> tuple[FontFile, ...]:
    """The faces of one file by all their family names; () for CFF outlines and for damaged files."""
    try:
        with path.open("rb") as file:
            return tuple(
                FontFile(family, path, index, official=True)
                for index, offset in enumerate(_face_offsets(file))
                for family in _family_names(file, offset)
            )
    except (OSError, struct.error, UnicodeDecodeError):
        return ()


def _face_offsets(file: BinaryIO) -> tuple[int, ...]:
    tag = file.read(4)
    if tag == b"ttcf":
        _, count = struct.unpack(">LL", file.read(8))
        return struct.unpack(f">{min(count, 64)}L", file.read(4 * min(count, 64)))
    return (0,) if tag in (b"\0\1\0\0", b"true") else ()


def _family_names(file: BinaryIO, offset: int) -> tuple[str, ...]:
    """Names 1 and 4 of a face in all languages (OpenType `name` table, Windows platform)."""
    file.seek(offset)
    tag, count = struct.unpack(">4sH", file.read(6))
    if tag == b"OTTO":
        return ()
    file.seek(offset + 12)
    tables = {entry[0]: entry[2] for entry in struct.iter_unpack(">4sLLL", file.read(16 * count))}
    if b"name" not in tables or b"glyf" not in tables:
        return ()
    start = tables[b"name"]
    file.seek(start)
    _, records, strings = struct.unpack(">HHH", file.read(6))
    entries = list(struct.iter_unpack(">HHHHHH", file.read(12 * records)))
    names: dict[str, None] = {}
    for platform, _, _, name_id, length, place in entries:
        if platform == 3 and name_id in (1, 4):
            file.seek(start + strings + place)
            names[file.read(length).decode("utf-16-be")] = None
    return tuple(names)


@lru_cache(maxsize=32)
def read_coverage(font: FontFile) -> frozenset[int]:
    """Code points a face has a glyph for; parsed once per process (about 60 ms for 30 000)."""
    from fontTools.ttLib import TTFont  # pyright: ignore[reportMissingTypeStubs]

    with TTFont(font.path, lazy=True, fontNumber=font.index) as parsed:
        return frozenset(cast("dict[int, str]", parsed.getBestCmap()))


def split_runs(text: str, chain: Sequence[Face], covers: Callable[[Face, int], bool]) -> list[tuple[Face | None, str]]:
    """Cuts a text into runs of one face each: the first of the chain that covers the character, else None."""
    runs: list[tuple[Face | None, str]] = []
    for character in text:
        face = next((face for face in chain if covers(face, ord(character))), None)
        if runs and runs[-1][0] is face:
            runs[-1] = (face, runs[-1][1] + character)
        else:
            runs.append((face, character))
    return runs


def describe_missing(characters: Iterable[str]) -> tuple[str, ...]:
    """One warning per character that no font on this machine has, with its code for the help desk."""
    return tuple(
        f"没有字体能印出“{character}”（U+{ord(character):04X}），印成了“{MISSING_MARK}”。"
        for character in sorted(set(characters))
    )
