"""Text tables (.csv): the encoding and the delimiter are found, not asked."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice

from cppcc_desktop.importers.causes import MAX_COLUMNS, MAX_ROWS, Unreadable

BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
ENCODINGS = ("utf-8", "gb18030")  # tried in this order: GB18030 also takes most UTF-8, but not the reverse
DELIMITERS = ",;\t"
SAMPLE = 30  # rows
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
SAMPLE_LENGTH = 20_000  # characters


def decode_text(data: bytes) -> str:
    """Text of UTF-8 or UTF-16 with or without mark, or GB18030 (which holds GBK and GB2312)."""
    marked = [encoding for mark, encoding in BYTE_ORDER_MARKS if data.startswith(mark)] or guess_wide(data)
    if not marked and b"\0" in data:
        raise Unreadable("not_sheet")
    for encoding in marked or ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if is_plain(text):
            return text
    raise Unreadable("encoding" if is_mostly_text(data) else "not_sheet")


def guess_wide(data: bytes) -> list[str]:
    """UTF-16 without a mark: commas, digits and line ends leave zeros in every other byte."""
    high, low = data[1:SAMPLE_LENGTH:2].count(0), data[:SAMPLE_LENGTH:2].count(0)
    enough = min(len(data), SAMPLE_LENGTH) // 40
    if high > enough and high > 8 * low:
        return ["utf-16-le"]
    return ["utf-16-be"] if low > enough and low > 8 * high else []


def is_plain(text: str) -> bool:
    """Whether a text holds few control characters but tabs and line ends: Word leaves some in what is copied from it."""
    sample = text[:SAMPLE_LENGTH]
    return "\0" not in sample and sum(ord(c) < 32 and c not in "\t\r\n\f" for c in sample) * 20 <= len(sample)


def fold_controls(text: str) -> str:
    """Line ends within a cell as Word writes them become line ends; other control characters go."""
    return text if text.isprintable() else CONTROLS.sub("", text.replace("\v", "\n"))


def is_mostly_text(data: bytes) -> bool:
    return not any(byte < 32 and byte not in b"\t\r\n\f" for byte in data[:2_000])


def find_delimiter(text: str) -> str:
    """The one of , ; and tab by which the most of the first rows have equally many cells, and many; else a comma."""
    return max(DELIMITERS, key=lambda mark: count_agreeing(text[:SAMPLE_LENGTH], mark))


def count_agreeing(text: str, delimiter: str) -> tuple[int, int]:
    """How many of the first rows have the most frequent width above one, and that width."""
    try:
        rows = list(islice(csv.reader(io.StringIO(text), delimiter=delimiter), SAMPLE))
    except csv.Error:
        return 0, 0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def read_text_rows(data: bytes) -> list[list[str]]:
    """Rows of a text table, numbered as a spreadsheet program shows them; raises Unreadable."""
    text = decode_text(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=find_delimiter(text), strict=True)
    rows = list[list[str]]()
    try:
        for row in reader:
            rows.append([fold_controls(cell) for cell in row])
            if len(row) > MAX_COLUMNS and any(row[MAX_COLUMNS:]):
                raise Unreadable("too_many_columns", str(len(rows)))
            if len(rows) > MAX_ROWS and any(row):
                raise Unreadable("too_many_rows")
    except csv.Error as error:
        raise Unreadable("quotes", str(len(rows) + 1)) from error
    return rows
