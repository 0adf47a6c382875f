"""Makes readings.txt, strokes.txt, counts.txt and radicals.txt beside this script from published free packages.

Run by a developer, never by the program: `python resources/characters/make_characters.py`, with pypinyin 0.55.0
installed. It asks `apt-get` and `npm` (whatever registries they are set up for) for the packages named in PACKAGES.
surnames.csv and parts.txt are written by hand. The order of 通用规范汉字表 (2013), which follows the official stroke
order within each of its three levels, is held against every sequence: one that breaks it stops the run.
"""

from __future__ import annotations

import bz2
import json
import re
import subprocess
import tarfile
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
PACKAGES = {
    "unicode-data": ("apt-get", "15.0.0-1"),
    "cnchar-order": ("npm", "3.2.6"),
    "cnchar-trad": ("npm", "3.2.6"),
}
LEVELS = (3500, 6500, 8105)
# Letters of cnchar: 横提 横, 竖竖钩 竖, 撇 撇, 点捺 点; all others are 折 (GB/T 13000.1 字序 rule).
STROKES = {"j": "1", "i": "1", "f": "2", "g": "2", "s": "3", "k": "4", "l": "4", "d": "4"}
# cnchar forgets one stroke.
CORRECTIONS = {"皙": "1234331232511"}
# The most usual reading where the packages put another one first.
GIVEN_NAMES = {
    "长": "cháng",
    "晟": "shèng",
    "重": "zhòng",
    "佛": "fó",
    "卜": "bǔ",
    "厦": "xià",
    "曾": "zēng",
    "仔": "zǐ",
}
TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
WIDTH = 64
# A part of parts.txt and how much of it is left out.
PART = re.compile(r"(.)([<>][a-z])?")
Table = dict[str, str]


def fetch(folder: Path) -> None:
    """Put the packages into a folder, unpacked."""
    for name, (client, version) in PACKAGES.items():
        if client == "npm":
            subprocess.run(["npm", "pack", f"{name}@{version}"], cwd=folder, check=True)
            with tarfile.open(folder / f"{name}-{version}.tgz") as archive:
                archive.extractall(folder / name, filter="data")
        else:
            subprocess.run(["apt-get", "download", f"{name}={version}"], cwd=folder, check=True)
            found = next(folder.glob(f"{name}_*.deb"))
            subprocess.run(["dpkg-deb", "-x", str(found), str(folder / name)], check=True)


def read_unihan(folder: Path) -> dict[str, Table]:
    """Property → character → value, of the properties used here."""
    wanted = ("kTGH", "kTotalStrokes", "kTGHZ2013", "kXHC1983", "kMandarin", "kHanyuPinlu", "kTraditionalVariant")
    found: dict[str, Table] = {name: {} for name in wanted}
    for file in sorted((folder / "unicode-data/usr/share/unicode").glob("Unihan_*.txt.bz2")):
        for line in bz2.decompress(file.read_bytes()).decode().splitlines():
            code, _, rest = line.rstrip("\n").partition("\t")
            name, _, value = rest.partition("\t")
            if name in found and code.startswith("U+"):
                found[name][chr(int(code[2:], 16))] = value
    return found


def read_cnchar(folder: Path, package: str, has: str) -> Table:
    """Sequences 1 to 5 from the table of letters inside a package's script."""
    script = next((folder / package / "package").glob("*.min.js")).read_text("utf-8")
    for each in re.findall(r"JSON\.parse\('(.*?)'\)", script):
        letters = json.loads(each)
        if isinstance(letters.get(has), str) and letters[has].isalpha():
            return {c: "".join(STROKES.get(x, "5") for x in value) for c, value in letters.items() if len(c) == 1}
    raise SystemExit(f"{package}: no table of stroke letters")


def compose(known: Table) -> Table:
    """Sequences of parts.txt, with those parts of a line that begins with +."""
    waiting: dict[str, list[tuple[str, str]]] = {}
    helpers: set[str] = set()
    for line in (HERE / "parts.txt").read_text("utf-8").splitlines():
        for word in line.lstrip("+").split() if line[:1] != "#" else ():
            if not word.isdigit() or len(word) > 2:
                waiting[word[0]] = PART.findall(word[1:])
                helpers |= {word[0]} if line[0] == "+" else set()
    made: Table = {}
    while waiting:
        sources = {"1": "1", "2": "2", "3": "3", "4": "4", "5": "5"} | known | made
        ready = [c for c, parts in waiting.items() if all(part in sources for part, _ in parts)]
        if not ready:
            raise SystemExit(f"parts.txt: parts are unknown: {waiting}")
        for character in ready:
            made[character] = "".join(cut(sources[part], slip) for part, slip in waiting.pop(character))
    return {c: s for c, s in made.items() if c not in helpers}


def cut(sequence: str, slip: str) -> str:
    """A sequence without its first (>) or last (<) strokes; a is one stroke, b two."""
    if not slip:
        return sequence
    strokes = ord(slip[1]) - 96
    return sequence[strokes:] if slip[0] == ">" else sequence[:-strokes]


def read_sequences(folder: Path, unihan: dict[str, Table]) -> Table:
    """Every sequence known; those of the packages only where Unihan counts the same."""
    found = read_cnchar(folder, "cnchar-trad", "萬") | read_cnchar(folder, "cnchar-order", "一") | CORRECTIONS
    made = compose(found)
    counts = unihan["kTotalStrokes"]
    found = {c: s for c, s in found.items() if c in counts and int(counts[c].split()[0]) == len(s)}
    return found | made


def rank(character: str, unihan: dict[str, Table]) -> tuple[int, int]:
    """Place in 通用规范汉字表, then the code."""
    index = unihan["kTGH"].get(character)
    return (int(index.split()[0].split(":")[1]) if index else 9999, ord(character))


def check_order(sequences: Table, unihan: dict[str, Table]) -> None:
    """Refuse sequences that contradict the official order within a level (Unihan's counts err for some)."""
    below = 0
    wrong: list[str] = []
    order = sorted(unihan["kTGH"], key=lambda c: rank(c, unihan))
    for level in LEVELS:
        listed = [c for c in order[below:level] if c in sequences]
        keys = [(len(sequences[c]), sequences[c]) for c in listed]
        wrong += [
            f"{a}{x[1]} > {b}{y[1]}" for a, x, b, y in zip(listed, keys, listed[1:], keys[1:], strict=False) if x > y
        ]
        below = level
    if wrong:
        raise SystemExit("out of the official order: " + ", ".join(wrong))


def write_strokes(sequences: Table, unihan: dict[str, Table]) -> None:
    """One line per sequence; characters that share it stand in the official order."""
    lines: dict[str, list[str]] = {}
    for character, sequence in sequences.items():
        lines.setdefault(sequence, []).append(character)
    with (HERE / "strokes.txt").open("w", encoding="utf-8", newline="\n") as out:
        for sequence in sorted(lines, key=lambda s: (len(s), s)):
            characters = "".join(sorted(lines[sequence], key=lambda c: rank(c, unihan)))
            out.write(f"{sequence}\t{characters}\n")


def write_counts(unihan: dict[str, Table]) -> None:
    """64 characters a line: the first code, then one sign each: 0 unknown, 1 one stroke … ~ 78 or more."""
    blocks: dict[int, list[str]] = {}
    for character, value in unihan["kTotalStrokes"].items():
        block, place = divmod(ord(character), WIDTH)
        row = blocks.setdefault(block, ["0"] * WIDTH)
        row[place] = chr(min(48 + int(value.split()[0]), 126))
    with (HERE / "counts.txt").open("w", encoding="utf-8", newline="\n") as out:
        for block in sorted(blocks):
            out.write(f"{block * WIDTH:X}\t{''.join(blocks[block])}\n")


def number(syllable: str) -> str:
    """cháng → chang2, nǚ → nv3, de → de5; empty for what is no syllable of letters."""
    tone, letters = "5", ""
    for sign in unicodedata.normalize("NFD", syllable.replace("ü", "v").replace("ê", "e")):
        tone = TONES.get(sign, tone)
        if sign == "\u0308":
            letters = letters[:-1] + "v"
        elif sign.isascii():
            letters += sign
    return letters + tone if set(letters) & set("aeiouv") else ""


def list_values(value: str) -> list[str]:
    """The syllables of kTGHZ2013, kXHC1983 and kHanyuPinlu."""
    return [each for word in value.split() for each in re.sub(r"^[\d.*,]+:|\(\d+\)$", "", word).split(",")]


def choose_readings(character: str, usual: str, unihan: dict[str, Table]) -> list[str]:
    """Readings of a character, commonest first: those of modern dictionaries, or the one that is known."""
    common = list_values(unihan["kHanyuPinlu"].get(character, ""))
    modern = unihan["kTGHZ2013"].get(character) or unihan["kXHC1983"].get(character)
    listed = list_values(modern) if modern else unihan["kMandarin"].get(character, usual.partition(",")[0]).split()[:1]
    first = [GIVEN_NAMES.get(character, ""), *usual.split(",")[:1], *common]
    ordered = [each for each in first if each in listed] + listed
    return [each for each in dict.fromkeys(map(number, ordered)) if each]


def read_readings(unihan: dict[str, Table]) -> Iterator[tuple[str, str]]:
    """(readings, character) of all characters that have one."""
    from pypinyin.pinyin_dict import pinyin_dict

    codes = set(pinyin_dict) | {ord(c) for name in ("kMandarin", "kTGHZ2013") for c in unihan[name]}
    for code in sorted(codes):
        found = choose_readings(chr(code), pinyin_dict.get(code, ""), unihan)
        if found:
            yield " ".join(found), chr(code)


def write_readings(unihan: dict[str, Table]) -> None:
    """One line per list of readings, in alphabetical order."""
    lines: dict[str, str] = {}
    for readings, character in read_readings(unihan):
        lines[readings] = lines.get(readings, "") + character
    with (HERE / "readings.txt").open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(f"{readings}\t{lines[readings]}\n" for readings in sorted(lines))


def read_radicals(folder: Path) -> Iterator[tuple[str, str]]:
    """(radical or stroke, the ideograph that looks the same) where NFKC does not know it."""
    file = folder / "unicode-data/usr/share/unicode/EquivalentUnifiedIdeograph.txt"
    for codes, code in re.findall(r"^([0-9A-F.]+)\s*; ([0-9A-F]+)", file.read_text("utf-8"), re.MULTILINE):
        first, _, last = codes.partition("..")
        for each in map(chr, range(int(first, 16), int(last or first, 16) + 1)):
            if unicodedata.normalize("NFKC", each) == each:
                yield each, chr(int(code, 16))


def write_radicals(folder: Path) -> None:
    with (HERE / "radicals.txt").open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(f"{radical}\t{ideograph}\n" for radical, ideograph in read_radicals(folder))


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fetch(folder)
        unihan = read_unihan(folder)
        sequences = read_sequences(folder, unihan)
        write_radicals(folder)
    check_order(sequences, unihan)
    write_strokes(sequences, unihan)
    write_counts(unihan)
    write_readings(unihan)


if __name__ == "__main__":
    main()
