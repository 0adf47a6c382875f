"""A month on paper: weeks from Monday on, what stands on each day below its number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from cppcc_desktop.exporters.document import ACROSS, Align, Cell, Document, FieldTable, Heading, Note, Row
from cppcc_desktop.exporters.fonts import Role
from cppcc_desktop.exporters.text import clean_text

WEEK = "一二三四五六日"
SIZE = 10.0  # points
HEAD, TITLE = 7.0, 24.0  # mm
DAYS = 7


def build_month(
    title: str, note: str, month: date, words: Mapping[date, Sequence[str]], off: Mapping[date, str]
) -> Document:
    """The document; `words`: what is said of a day, line by line, `off`: what stands behind its number where it is not
    worked. Days of the months beside it stay empty."""
    first = month.replace(day=1)
    start = first - timedelta(days=first.weekday())
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    weeks = (last - start).days // DAYS + 1
    wide, tall = ACROSS.type_width / DAYS, (ACROSS.type_height - TITLE - HEAD) / weeks - 0.5
    rows = [Row(tuple(Cell(wide, f"星期{each}", Role.HEITI, SIZE) for each in WEEK), HEAD, repeats=True)]
    for week in range(weeks):
        days = [start + timedelta(days=week * DAYS + place) for place in range(DAYS)]
        cells = [Cell(wide, tell_day(day, words, off) if day.month == month.month else "", size=SIZE, align=Align.LEFT)
                 for day in days]  # fmt: skip
        rows.append(Row(tuple(cells), tall))
    return Document(title, (Heading(clean_text(title)), Note(clean_text(note), SIZE), FieldTable(tuple(rows))), ACROSS)


def tell_day(day: date, words: Mapping[date, Sequence[str]], off: Mapping[date, str]) -> str:
    return clean_text("\n".join((f"{day.day}　{off.get(day, '')}".rstrip("　"), *words.get(day, ()))))
