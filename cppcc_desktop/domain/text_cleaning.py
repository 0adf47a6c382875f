"""Text from Word, WPS and web pages as a field should hold it. No visible character is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass

LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
BLANKS = re.compile("[ \t\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
# Control characters, and format characters that show nothing; Arabic number signs and the like do show.
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f\ud800-\udfff]+"
)
HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
MARKS = "，。；：？！、（）《》〈〉「」『』【】〔〕“”‘’…—·"
IDEOGRAPH = re.compile(f"[{HAN}]")
# A bullet of a word processor: a dot of its own, or a dash with a blank behind it that is no minus sign.
# The private ones are what Wingdings bullets become outside Word.
DOTS = "•●▪◆■‣∙⁃\uf06c\uf06e\uf075\uf0a7\uf0b7\uf0d8\uf0fc"
BULLETS = re.compile(f"^(?:[{DOTS}] *|[·–—-] +(?=[^\\d ]))+(?=\\S)", re.MULTILINE)
ADDRESS = re.compile(f"(?:https?://|ftp://|www\\.)[^\\s{MARKS}]+", re.IGNORECASE)
WIDE = str.maketrans(",;:?!()", "，；：？！（）")
BETWEEN = re.compile(f"(?<=[{HAN}{MARKS}])[,;:?!]+(?= *[{HAN}{MARKS}]| *$)", re.MULTILINE)
AFTER_MARK = re.compile(f"(?<=[，。；：？！、（《“‘]) +(?=[{HAN}{MARKS}])")
MUCH = 4  # so many times the limit, and nothing of it is worth cleaning
SPARE = 10_000


@dataclass(frozen=True)
class Cleaned:
    """What may be put into the field; `cut` is by how many characters it is too long, and then it is left out."""

    text: str
    cut: int = 0
    length: int = 0  # characters that were to be put in
    notes: tuple[str, ...] = ()  # what was changed that one can see


def clean_paste(text: str, limit: int, *, lines: bool = True) -> Cleaned:
    """Pasted text with plain line ends, no indents, no blank lines, full-width marks between Chinese characters.

    Cleaning what was cleaned changes nothing. `lines` False: all in one line. `limit` 0: none.
    """
    if limit and len(text) > MUCH * limit + SPARE:
        return Cleaned("", len(text) - limit, len(text))
    cleaned, bullets = BULLETS.subn("", fold_lines(text, lines=lines))
    cleaned, marks = widen_marks(cleaned)
    if limit and len(cleaned) > limit:
        return Cleaned("", len(cleaned) - limit, len(cleaned))
    told = ((marks, f"标点改成全角 {marks} 处"), (bullets, f"去掉项目符号 {bullets} 处"))
    return Cleaned(cleaned, 0, len(cleaned), tuple(words for count, words in told if count))


def fold_lines(text: str, *, lines: bool) -> str:
    """Every paragraph a line of its own, without blanks around it; or all in one line."""
    text = UNSEEN.sub("", LINE_ENDS.sub("\n", text))
    found = [line for each in text.split("\n") if (line := BLANKS.sub(" ", each).strip())]
    return "\n".join(found) if lines else join_lines(found)


def join_lines(lines: list[str]) -> str:
    """One line; a blank stands between two unless Chinese is on either side."""
    joined = ""
    for line in lines:
        gap = joined and not (is_chinese(joined[-1]) or is_chinese(line[0]))
        joined += f" {line}" if gap else line
    return joined


def is_chinese(character: str) -> bool:
    return character in MARKS or IDEOGRAPH.match(character) is not None


def widen_marks(text: str) -> tuple[str, int]:
    """Half-width marks between Chinese characters as full-width ones, and how many; addresses stay."""
    held = [(found.start(), found.end()) for found in ADDRESS.finditer(text)]
    guarded = bytearray(len(text))
    for start, end in held:
        guarded[start:end] = b"\x01" * (end - start)
    characters = list(text)
    count = widen_pairs(text, characters, guarded)
    text = "".join(characters)

    def widen(found: re.Match[str]) -> str:
        nonlocal count
        if guarded[found.start()]:
            return found[0]
        count += len(found[0])
        return found[0].translate(WIDE)

    text = BETWEEN.sub(widen, text)
    return AFTER_MARK.sub("", text), count


def widen_pairs(text: str, characters: list[str], guarded: bytearray) -> int:
    """Brackets and straight quotes with Chinese inside, in place; each pair lies in one line."""
    count = before = 0
    for line in text.split("\n"):
        chinese = count_chinese(line)
        pairs = [*pair_brackets(line), *pair_quotes(line)]
        for left, right in pairs:
            places = before + left, before + right
            if chinese[right] > chinese[left] and not (guarded[places[0]] or guarded[places[1]]):
                marks = "“”" if line[left] == '"' else "（）"
                characters[places[0]], characters[places[1]] = marks
                count += 2
        before += len(line) + 1
    return count


def count_chinese(line: str) -> list[int]:
    """How many ideographs come before each place."""
    if '"' not in line and "(" not in line:
        return []
    counts = [0]
    for character in line:
        counts.append(counts[-1] + (character > "\u2e7f" and IDEOGRAPH.match(character) is not None))
    return counts


def pair_brackets(line: str) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    for found in re.finditer("[()]", line):
        if found[0] == "(":
            opened.append(found.start())
        elif opened:
            pairs.append((opened.pop(), found.start()))
    return pairs


def pair_quotes(line: str) -> list[tuple[int, int]]:
    """First with second, third with fourth; none where one has no other."""
    places = [found.start() for found in re.finditer('"', line)]
    return list(zip(places[::2], places[1::2], strict=True)) if len(places) % 2 == 0 else []


def group_digits(number: int) -> str:
    """9437184 as 9 437 184."""
    return f"{number:,}".replace(",", " ")


def refuse_paste(length: int, limit: int, held: int = 0) -> str:
    """Why a text was not put in; `held` is what stands in the field already."""
    most = group_digits(limit)
    if length <= limit:
        return f"这一栏已有 {group_digits(held)} 字，再粘 {group_digits(length)} 字就超过 {most} 字，没有粘进去。"
    return f"粘贴的文字有 {group_digits(length)} 字，这一栏最多 {most} 字，没有粘进去。"
