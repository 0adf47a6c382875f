"""Makes the font files beside this script from their published packages.

Run by a developer, never by the program: `python resources/fonts/make_fonts.py`. It asks `npm` and
`apt-get` (whatever registries they are set up for) for the packages, takes out one style of each, drops
what printing never needs (hinting, layout rules, vertical metrics), and writes the TrueType files and
their licence texts. Which licence allows what is written in `licences/README.md`.
"""

# fontTools names no types.
# pyright: basic, reportAttributeAccessIssue=false, reportArgumentType=false, reportOptionalIterable=false
from __future__ import annotations

import gzip
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

HERE = Path(__file__).parent
NEVER_PRINTED = ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "VORG", "gasp", "prep", "DSIG"]
# Half a thousandth of the type size: invisible at 22 pt on a 600 dpi printer (0.011 pt).
CURVE_ERROR = 0.5


@dataclass(frozen=True)
class Source:
    """One shipped font: who publishes it, which file of the package it is, what of it is kept."""

    target: str
    client: str
    package: str
    member: str
    licence: str
    licence_target: str
    keeps: Callable[[int], bool]
    family: str


def is_everything(_: int) -> bool:
    """Every character the font has."""
    return True


def is_common(code: int) -> bool:
    """GB 2312 and all signs outside the ideographs; rarer characters come from the full 宋体."""
    if code < 0x2E80 or 0x3000 <= code < 0x3400 or 0xFF00 <= code < 0xFFF0:
        return True
    try:
        chr(code).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


SOURCES = (
    Source(
        "NotoSerifSC-Regular.ttf", "npm", "@expo-google-fonts/noto-serif-sc",
        "400Regular/NotoSerifSC_400Regular.ttf", "LICENSE_FONT", "OFL-NotoSerifSC.txt",
        is_everything, "Noto Serif SC",
    ),
    Source(
        "NotoSerifSC-Black.ttf", "npm", "@expo-google-fonts/noto-serif-sc",
        "900Black/NotoSerifSC_900Black.ttf", "LICENSE_FONT", "OFL-NotoSerifSC.txt",
        is_common, "Noto Serif SC Black",
    ),
    Source(
        "NotoSansSC-Medium.ttf", "npm", "@expo-google-fonts/noto-sans-sc",
        "500Medium/NotoSansSC_500Medium.ttf", "LICENSE_FONT", "OFL-NotoSansSC.txt",
        is_common, "Noto Sans SC Medium",
    ),
    Source(
        "GongwenKai-Regular.ttf", "apt", "fonts-lxgw-wenkai",
        "LXGWWenKai-Regular.ttf", "copyright", "OFL-LXGWWenKai.txt",
        # Its licence reserves the names 霞鹜 and LXGW, so a cut-down copy must bear another.
        is_common, "Gongwen Kai",
    ),
    Source(
        "FandolFang-Regular.ttf", "apt", "texlive-lang-chinese",
        "FandolFang-Regular.otf", "fandol/COPYING.gz", "GPL-3-Fandol.txt",
        is_everything, "FandolFang",
    ),
)  # fmt: skip


def fetch_package(client: str, package: str, folder: Path) -> Path:
    """Folder with the unpacked contents of a package, fetched by its ordinary client."""
    place = folder / package.replace("/", "_").strip("@")
    if place.exists():
        return place
    place.mkdir()
    if client == "npm":
        subprocess.run(["npm", "pack", package], cwd=place, check=True, capture_output=True)
        with tarfile.open(next(place.glob("*.tgz"))) as archive:
            archive.extractall(place, filter="data")
    else:
        subprocess.run(["apt-get", "download", package], cwd=place, check=True, capture_output=True)
        subprocess.run(["dpkg-deb", "-x", str(next(place.glob("*.deb"))), str(place)], check=True)
    return place


def find_member(place: Path, ending: str) -> Path:
    """The file of an unpacked package whose path ends so; a missing one stops the script."""
    found = [path for path in place.rglob("*") if path.as_posix().endswith("/" + ending)]
    if not found:
        raise SystemExit(f"{place.name} 里没有 {ending}")
    return found[0]


def convert_outlines(font: TTFont) -> None:
    """Turns cubic CFF outlines into the quadratic `glyf` ones reportlab can embed."""
    order = font.getGlyphOrder()
    glyphs: dict[str, Any] = {}
    glyph_set = font.getGlyphSet()
    for name in order:
        pen = TTGlyphPen(glyph_set)
        glyph_set[name].draw(Cu2QuPen(pen, CURVE_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = table = newTable("glyf")
    table.glyphOrder = order
    table.glyphs = glyphs
    font["maxp"].tableVersion = 0x00010000
    for name in ("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs",
                 "maxStackElements", "maxSizeOfInstructions", "maxComponentElements"):  # fmt: skip
        setattr(font["maxp"], name, 1 if name == "maxZones" else 0)
    for name, glyph in glyphs.items():
        glyph.recalcBounds(table)
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))
    del font["CFF "]
    font.sfntVersion = "\000\001\000\000"


def rename(font: TTFont, family: str) -> None:
    """Gives the font one family name of its own, so that a page layout can ask for it by name."""
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in (0, 13, 14)]
    postscript = family.replace(" ", "") + "-Regular"
    for number, text in ((1, family), (2, "Regular"), (4, family), (6, postscript)):
        table.setName(text, number, 3, 1, 0x409)
    font["OS/2"].fsSelection = 0x40
    font["head"].macStyle = 0


def cut_down(font: TTFont, keeps: Callable[[int], bool]) -> None:
    """Keeps the characters asked for and only the tables that drawing them needs."""
    options = subset.Options(hinting=False, glyph_names=False, layout_features=[], name_IDs=["*"])
    options.notdef_outline = True
    options.drop_tables += NEVER_PRINTED
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for code in font.getBestCmap() if keeps(code)])
    cutter.subset(font)


def make_font(source: Source, folder: Path) -> int:
    """Writes one font and its licence beside this script; returns the size in bytes."""
    place = fetch_package(source.client, source.package, folder)
    font = TTFont(find_member(place, source.member), recalcTimestamp=False)
    if "CFF " in font:
        convert_outlines(font)
    cut_down(font, source.keeps)
    rename(font, source.family)
    font.save(HERE / source.target)
    licence = find_member(place, source.licence)
    read = gzip.open if licence.suffix == ".gz" else open
    with read(licence, "rb") as text, (HERE / "licences" / source.licence_target).open("wb") as copy:
        shutil.copyfileobj(text, copy)
    return (HERE / source.target).stat().st_size


def make_fonts() -> None:
    """Makes all fonts; downloads go to a temporary folder that is deleted."""
    (HERE / "licences").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for source in SOURCES:
            size = make_font(source, Path(folder))
            print(f"{source.target}  {size / 1e6:.1f} MB")  # noqa: T201 - a developer's command


if __name__ == "__main__":
    make_fonts()
