"""One cell to the stored form of its field, or the reason why not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeGuard

from cppcc_desktop.domain.description.fields import Field, Kind, Value, clean_text, parse_value
from cppcc_desktop.domain.errors import InvalidField
from cppcc_desktop.importers.causes import UNKNOWN
from cppcc_desktop.importers.people.identity import normalise_name
from cppcc_desktop.importers.tables.sheets import Cell

EXACT = 10**15  # Excel keeps 15 digits of a number
CUT_DIGITS = {"id_number": re.compile(r"\d{15}000")}  # by check: what is left of a long number Excel once held
QUOTED = re.compile(r"=\"([^\"]*)\"")  # how some programs keep Excel from reading a number
PLAIN_KINDS = frozenset({Kind.TEXT, Kind.LONG_TEXT})
SHOWN = 400  # characters of a value that is told
SCIENTIFIC = re.compile(r"\d(\.\d+)?[Ee]\+\d+")
BLANKS = " \t\r\n\u3000\xa0-—–－/／\\_"  # a cell of these alone was crossed out
FORMULA_ERROR = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|GETTING_DATA|SPILL!|CALC!)")
SERIAL_START = date(1899, 12, 30)
SERIAL_DAYS = range(3654, 73051)  # 1910 to 2099 as Excel counts days
TIME = re.compile(r"(?<=\d)\s+\d{1,2}:\d{2}(:\d{2})?$")
LIST_MARKS = re.compile(r"[、,，/;；\n]+")
WORD_MARKS = re.compile(r"[、,，/;；\s()（）]+")
PUNCTUATION = re.compile(r"[\W_]+")
JOINTS = ("和", "、")  # what may stand or be left out between the parts of an entry
NOTE = re.compile(r"\n|[(（\[【]")
FORMER = re.compile(r"(?:曾用名|原名|又名|别名|本名|艺名|笔名|法名|道名)[:：]?")
PERSON = re.compile(r"[^\W\d_]+(?:[·\s][^\W\d_]+)*")
REMARK = re.compile(r"辞|免|调|离|去世|增补|新增|缺|召集|组长|常委|主席|委员|主任|秘书|代表|列席|特邀")


class CodeBook(Protocol):
    """The office's code lists."""

    def find(self, list_name: str, word: str) -> str | None:
        """The code of the entry with exactly this label, short form or alias."""
        ...

    def editable(self, list_name: str) -> bool:
        """Whether the office may add entries of its own."""
        ...


@dataclass(frozen=True)
class CellReading:
    """What a cell gave: a value or None, words no code list has, and what is doubtful about it."""

    value: Value = None
    unknown: tuple[str, ...] = ()  # kept in the value as they are
    reason: str = ""
    blocking: bool = False  # the whole row must not be imported


def read_cell(spec: Field, cell: Cell, codes: CodeBook, *, today: date) -> CellReading:
    """The stored form by domain.fields; codes and texts are looked up and split, references stay words."""
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
        return read_codes(spec, text, codes)
    if spec.kind is Kind.DATE:
        text = (SERIAL_START + timedelta(days=cell)).isoformat() if is_serial(cell) else TIME.sub("", text)
    if spec.kind in (Kind.TEXTS, Kind.REFERENCES):
        return read_texts(spec, text)
    if spec.kind is Kind.TEXT:
        text = re.sub(r"[^\S\n]+", " ", text)
    if spec.kind is Kind.REFERENCE:
        return CellReading(" ".join(clean_text(text).split()))
    try:
        return CellReading(parse_value(spec, text, today=today))
    except InvalidField as error:
        too_long = spec.kind in (Kind.TEXT, Kind.LONG_TEXT) and not spec.check
        return CellReading(reason=error.what, blocking=too_long)


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
    reason = describe_unknown(spec, lost, added=bool(kept)) if lost else ""
    if spec.kind is Kind.CODES:
        return CellReading(values or None, tuple(kept), reason)
    return CellReading(values[0] if values else None, tuple(kept), reason)


def describe_unknown(spec: Field, words: list[str], *, added: bool) -> str:
    quoted = "".join(f"“{word}”" for word in words)
    if added:
        return f"{spec.label}里没有{quoted}，导入时会加进去；写法不对的请先改好。"
    return f"不认识{spec.label}{quoted}，这一格没有读。"


def find_codes(spec: Field, text: str, codes: CodeBook) -> list[tuple[str, str | None]]:
    """Words of the cell with their codes, None where the list has no such word."""
    whole = find_code(spec, text, codes)
    if whole or spec.kind is Kind.CODE:
        return [(clean_word(spec.endings, text), whole)]
    words = [word for word in WORD_MARKS.split(text) if word]
    return [pair for word in words for pair in split_run(spec, word, codes)]


def find_code(spec: Field, text: str, codes: CodeBook) -> str | None:
    return next((code for word in vary_word(spec.endings, text) if (code := codes.find(spec.codes, word))), None)


def vary_word(endings: Sequence[str], text: str) -> Iterator[str]:
    """Spellings of the same entry: without blanks and punctuation, with and without one of the endings or a joint."""
    plain = PUNCTUATION.sub("", unicodedata.normalize("NFKC", text))
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


def split_name(text: str) -> tuple[str, list[str]]:
    """The name, and the notes behind it: a second line or what stands in brackets."""
    text = clean_text(text)
    cut = NOTE.search(text)
    if not cut or not cut.start():
        return normalise_name(text), []
    notes = re.split(r"[()（）\[\]【】、,，;；\n]+", text[cut.start() :])
    return normalise_name(text[: cut.start()]), [note.strip() for note in notes if note.strip()]


def read_former_name(note: str) -> str | None:
    """The former name a note behind the name gives, None if it is a remark of another sort."""
    marked = FORMER.match(note)
    name = normalise_name(note[marked.end() :] if marked else note)
    if not PERSON.fullmatch(name) or (not marked and (REMARK.search(name) or len(name) < 2)):
        return None
    return name
