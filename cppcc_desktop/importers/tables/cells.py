"""One cell to the stored form of its field, or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeGuard

from cppcc_desktop.domain.description.fields import Field, Kind, Value, clean_text, mask, parse_value
from cppcc_desktop.domain.errors import InvalidField
from cppcc_desktop.domain.normal_form import normalise_lines, normalise_text
from cppcc_desktop.importers.causes import UNKNOWN
from cppcc_desktop.importers.tables.sheets import EPOCH, Cell

EXACT = 10**15  # Excel keeps 15 digits of a number
CUT_DIGITS = {"id_number": re.compile(r"\d{15}000")}  # by check: what is left of a long number Excel once held
QUOTED = re.compile(r"=\"([^\"]*)\"")  # how some programs keep Excel from reading a number
PLAIN_KINDS = frozenset({Kind.TEXT, Kind.LONG_TEXT})
SHOWN = 400  # characters of a value that is told
SCIENTIFIC = re.compile(r"\d(\.\d+)?[Ee]\+\d+")
BLANKS = " \t\r\n\u3000\xa0-—–－/／\\_"  # a cell of these alone was crossed out
FORMULA_ERROR = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|GETTING_DATA|SPILL!|CALC!)")
SERIAL_DAYS = range(3654, 73051)  # 1910 to 2099 as Excel counts days
TIME = re.compile(r"(?<=\d)\s+\d{1,2}:\d{2}(:\d{2})?$")
LIST_MARKS = re.compile(r"[、,，/;；\n]+")
WORD_MARKS = re.compile(r"[、,，/;；\s()（）]+")
PUNCTUATION = re.compile(r"[\W_]+")
JOINTS = ("和", "、")  # what may stand or be left out between the parts of an entry
DITTO = frozenset({"同上", "同前", "〃", "″", "”", '"', "''", "ditto"})
LONGEST_DITTO = 8  # with blanks between
TICKS: Mapping[str, bool] = {
    **dict.fromkeys(("√", "✓", "✔", "☑", "■", "●", "v", "y", "yes", "1", "是", "对", "有"), True),
    **dict.fromkeys(("×", "✗", "✘", "x", "☐", "□", "○", "n", "no", "0", "否", "无", "-", "—", "/"), False),
}
COUNT = re.compile(r"[(（\[【]\s*(?:共|计)?\s*\d+\s*[件个项人名份条家]\s*[)）\]】]$")  # 县公安局（2件）
POINT_ZERO = re.compile(
    r"(\d{5,})\.0+"
)  # 13800001111.0, as programs write a whole number that they took for a fraction
NO_PHONE = frozenset({"无", "没有", "暂无", "不详", "未知"})
PHONES = re.compile(r"[、,，/;；\n]+|\s+(?=\+?\d{7})|(?<=\d{7})\s+(?=\d)")
PHONE = re.compile(r"(?P<number>\+?\d[\d-]{2,18}\d(?:转\d{1,6})?)(?P<rest>\D*)")
LONG_DASH = re.compile(r"(?<=\d)\s*[—–－‐‑]+\s*(?=\d)")
AREA_CODE = re.compile(r"^[(（]\s*(\+?\d{2,5})\s*[)）]\s*-?")


class CodeBook(Protocol):
    """The office's code lists."""

    def find(self, list_name: str, word: str) -> str | None:
        """The code of the entry with exactly this label, short form or alias."""
        ...

    def editable(self, list_name: str) -> bool:
        """Whether the office may add entries of its own."""
        ...

    def understand(self, list_name: str, phrase: str) -> str | None:
        """The code of the entry a phrase means: by its name, else by what it says."""
        ...

    def near(self, list_name: str, word: str) -> Sequence[str]:
        """Labels of the entries the word may mean, the likeliest first; none if it is like no one."""
        ...


@dataclass(frozen=True)
class CellReading:
    """What a cell gave: a value or None, words no code list has, and what is doubtful about it."""

    value: Value = None
    unknown: tuple[str, ...] = ()  # kept in the value as they are
    reason: str = ""
    blocking: bool = False  # the whole row must not be imported
    asks: tuple[tuple[str, str], ...] = ()  # (code list, word) of words the list does not have


def read_cell(spec: Field, cell: Cell, codes: CodeBook, *, today: date, epoch: date = EPOCH) -> CellReading:
    """The stored form by domain.fields; codes and texts are looked up and split, references stay words.

    `epoch` is the day from which the workbook counts its days.
    """
    if is_plain(cell, spec):
        return CellReading(cell.strip())
    if cell is None or (isinstance(cell, str) and not cell.strip(BLANKS)):
        return CellReading()
    cell = unquote(cell)
    damage = find_damage(spec, cell)
    if damage:
        return CellReading(reason=damage)
    text = write_cell(cell)
    if spec.kind in (Kind.CODE, Kind.CODES):
        return read_codes(spec, COUNT.sub("", text.strip()), codes)
    if spec.kind is Kind.DATE:
        return read_day(spec, cell, today, epoch)
    if spec.kind in (Kind.TEXTS, Kind.REFERENCES):
        return read_texts(spec, text)
    if spec.check == "phone":
        return read_phone(spec, text, today)
    if spec.check and (whole := POINT_ZERO.fullmatch(text.strip())):
        text = whole[1]
    if spec.kind is Kind.TEXT:
        text = re.sub(r"[^\S\n]+", " ", text)
    if spec.kind is Kind.REFERENCE:
        return CellReading(" ".join(COUNT.sub("", clean_text(text)).split()) or None)
    return parse_cell(spec, text, today)


def parse_cell(spec: Field, text: str, today: date) -> CellReading:
    try:
        return CellReading(parse_value(spec, text, today=today))
    except InvalidField as error:
        too_long = spec.kind in (Kind.TEXT, Kind.LONG_TEXT) and not spec.check
        return CellReading(reason=error.what, blocking=too_long)


def read_day(spec: Field, cell: Cell, today: date, epoch: date) -> CellReading:
    """A day, a number of days since `epoch`, or month and day as a number whose last zero may be gone."""
    if is_serial(cell):
        return parse_cell(spec, (epoch + timedelta(days=cell)).isoformat(), today)
    text = TIME.sub("", write_cell(cell))
    if isinstance(cell, float) and (short := re.fullmatch(r"(\d{1,2})\.([123])", text)):
        month, day = short.groups()
        told = f"{spec.label}写的是数 {text}，是 {month} 月 {day} 日还是 {month} 月 {day}0 日看不出来，没有读。"
        return CellReading(reason=f"{told}在表格里写成 2026-03-05 这样。")
    return parse_cell(spec, text, today)


def read_phone(spec: Field, text: str, today: date) -> CellReading:
    """The first number of a cell, however it is set; what stands there besides is told."""
    if text.isascii() and text.isdigit():
        return parse_cell(spec, text, today)
    text = LONG_DASH.sub("-", normalise_lines(clean_text(text)))
    text = POINT_ZERO.sub(r"\1", text)
    if text in NO_PHONE:
        return CellReading()
    parts = [AREA_CODE.sub(r"\1-", part.strip()) for part in PHONES.split(text) if part and part.strip()]
    found = PHONE.fullmatch(parts[0]) if parts else None
    if not found:
        return parse_cell(spec, text, today)
    read = parse_cell(spec, found["number"], today)
    rest = "、".join(part for part in (found["rest"].strip("()[] :"), *parts[1:]) if part)
    if read.reason or not rest:
        return read
    shown = mask(spec, rest) if re.search(r"\d", rest) else rest
    return CellReading(read.value, reason=f"{spec.label}只读了第一个号码，旁边的“{shown}”没有读。")


def is_ditto(cell: Cell) -> bool:
    """同上, 〃: the same as in the cell above."""
    return isinstance(cell, str) and len(cell) <= LONGEST_DITTO and "".join(cell.split()).lower() in DITTO


def read_tick(cell: Cell) -> bool | None:
    """√ and the like; None for a cell that is no mark."""
    if isinstance(cell, bool):
        return cell
    return TICKS.get("".join(normalise_text(write_cell(cell)).split()).lower())


def is_plain(cell: Cell, spec: Field) -> TypeGuard[str]:
    """Whether a text can be taken as it is, like most: it begins with a letter and holds nothing to fold."""
    return (
        isinstance(cell, str)
        and spec.kind in PLAIN_KINDS
        and not spec.check
        and cell[:1].isalpha()
        and cell.isprintable()
        and "  " not in cell
        and len(cell) <= spec.limit
    )


def unquote(cell: Cell) -> Cell:
    """Without the sign that keeps a program from reading the rest: '138… and ="138…"."""
    if not isinstance(cell, str):
        return cell
    quoted = QUOTED.fullmatch(cell.strip())
    return quoted[1] if quoted else cell.lstrip().removeprefix("'") if cell.lstrip().startswith("'") else cell


def find_damage(spec: Field, cell: Cell) -> str:
    """Why a cell no longer holds what was typed; "" if it does."""
    text = cell.strip() if isinstance(cell, str) else ""
    if text == UNKNOWN:
        return f"{spec.label}里的公式还没有算出结果，请用 Excel 或 WPS 打开、存一次再导入。"
    if isinstance(cell, int | float) and cell < 0:
        return f"{spec.label}是负数（{write_cell(cell)}），不会是这样，请在表格里改好。"
    if FORMULA_ERROR.match(text):
        return f"{spec.label}里的公式出错了（{text}），请在表格里改好。"
    if spec.kind not in (Kind.TEXT, Kind.LONG_TEXT):
        return ""
    if spec.check in CUT_DIGITS and CUT_DIGITS[spec.check].fullmatch(text):
        return f"{spec.label}末三位都是 0，多半被 Excel 抹掉了，请按原件重新填成文本。"
    rounded = isinstance(cell, float) and (abs(cell) >= EXACT or cell != cell)
    if rounded or SCIENTIFIC.fullmatch(text):
        return f"{spec.label}被 Excel 改成了科学计数，末几位已丢，请按原件重新填成文本。"
    return ""


def is_serial(cell: Cell) -> TypeGuard[int]:
    """Whether a number can only be a date that lost its format."""
    return isinstance(cell, int) and cell in SERIAL_DAYS


def write_cell(cell: Cell) -> str:
    """Whole numbers with every digit, others without a tail of rounding, truth as 是 or 否."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def read_texts(spec: Field, text: str) -> CellReading:
    """Several short texts, split at 、 , / ; and line ends."""
    texts = [" ".join(part.split()) for part in LIST_MARKS.split(clean_text(text))]
    if spec.kind is Kind.REFERENCES:
        texts = [COUNT.sub("", part) for part in texts]
    texts = [part for part in texts if part]
    long = next((part for part in texts if len(part) > spec.limit), "")
    if long:
        return CellReading(reason=f"{spec.label}每项最多 {spec.limit} 字，现在 {len(long)} 字。", blocking=True)
    return CellReading([*dict.fromkeys(texts)] or None)


def read_codes(spec: Field, text: str, codes: CodeBook) -> CellReading:
    """One code or several. Words of an editable list that are new stay as they are and are named in `unknown`."""
    text = clean_text(text)
    found = find_codes(spec, text, codes)
    lost = [word for word, code in found if code is None]
    kept = lost if codes.editable(spec.codes) else []
    values = [*dict.fromkeys(code or word for word, code in found if code or word in kept)]
    reason = describe_unknown(spec, lost, codes, added=bool(kept)) if lost else ""
    asks = tuple((spec.codes, word) for word in lost)
    value = values or None if spec.kind is Kind.CODES else values[0] if values else None
    return CellReading(value, tuple(kept), reason, asks=asks)


def describe_unknown(spec: Field, words: list[str], codes: CodeBook, *, added: bool) -> str:
    """What becomes of words the list does not have, and which of its entries they may mean."""
    quoted = "".join(f"“{word}”" for word in words)
    near = [*dict.fromkeys(label for word in words for label in codes.near(spec.codes, word))]
    like = f"是不是{'、'.join(f'“{label}”' for label in near)}？" if near else ""
    if added:
        return f"{spec.label}里没有{quoted}，导入时会加进去；{like or '写法不对的请先改好。'}"
    return f"不认识{spec.label}{quoted}，这一格没有读。{like}"


def find_codes(spec: Field, text: str, codes: CodeBook) -> list[tuple[str, str | None]]:
    """Words of the cell with their codes, None where the list has no such word."""
    whole = find_code(spec, text, codes)
    if not whole and spec.kind is Kind.CODE:
        whole = codes.understand(spec.codes, text)
    if whole or spec.kind is Kind.CODE:
        return [(clean_word(spec.endings, text), whole)]
    words = [word for word in WORD_MARKS.split(text) if word]
    return [pair for word in words for pair in split_run(spec, word, codes)]


def find_code(spec: Field, text: str, codes: CodeBook) -> str | None:
    return next((code for word in vary_word(spec.endings, text) if (code := codes.find(spec.codes, word))), None)


def vary_word(endings: Sequence[str], text: str) -> Iterator[str]:
    """Spellings of the same entry: without blanks and punctuation, with and without one of the endings or a joint."""
    plain = PUNCTUATION.sub("", normalise_text(text))
    yield text
    yield plain
    stem = drop_ending(endings, plain)
    for word in (stem, *(stem.replace(joint, "") for joint in JOINTS)):
        yield word
        yield from (word + ending for ending in endings)
    for joint in JOINTS:
        for place in range(1, len(stem)):
            seamed = f"{stem[:place]}{joint}{stem[place:]}"
            yield seamed
            yield from (seamed + ending for ending in endings)


def drop_ending(endings: Sequence[str], word: str) -> str:
    ending = next((each for each in endings if word.endswith(each)), "")
    return word.removesuffix(ending) or word


def clean_word(endings: Sequence[str], text: str) -> str:
    """A new entry's label: 新闻文体界别 and 新 闻文体 are one."""
    return drop_ending(endings, re.sub(r"\s+", "", text))


def split_run(spec: Field, word: str, codes: CodeBook) -> list[tuple[str, str | None]]:
    """中共民盟 → 中共, 民盟: known entries only, the longest first; else the word whole."""
    found = list[tuple[str, str | None]]()
    rest = word
    while rest:
        lengths = range(len(rest), 0, -1)
        code = None
        length = 0
        for length in lengths:
            code = find_code(spec, rest, codes) if length == len(rest) else codes.find(spec.codes, rest[:length])
            if code:
                break
        if not code:
            return [(word, None)]
        found.append((rest[:length], code))
        rest = rest[length:]
    return found
