"""What a list shows: its columns, cells, rows, and which rows are ticked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Align = Literal["left", "right"]
Shape = Literal["text", "chip", "tick"]


@dataclass(frozen=True)
class ListColumn:
    """One column; widths are pixels at 100 %.

    `fold`: columns with 1 leave first, then 2 …; 0 never leaves. `short_fold` with `short_width`: at that
    rank the cells' short texts are shown instead (dates without their year).
    """

    key: str
    label: str
    width: int = 100
    align: Align = "left"
    shape: Shape = "text"
    stretch: bool = False  # takes the spare width; one per list
    sortable: bool = False
    fold: int = 0
    short_fold: int = 0
    short_width: int = 0
    pad: int = 8  # left of the words; 16 for the first column in a card
    tooltip: str = ""  # of the header


TICKS = ListColumn("", "勾选", width=40, shape="tick")


@dataclass(frozen=True)
class ListCell:
    """What one cell says. `second` stands right-aligned in the same cell (逾期 12 天).

    Tones: ok wait go bad none; bad is red and bold. `short` replaces `text` in a narrow window.
    """

    text: str = ""
    second: str = ""
    tone: str = ""
    second_tone: str = ""
    bold: bool = False
    short: str = ""
    tooltip: str = ""
    icon: str = ""
    picture: Any = None  # a small QImage before the words


@dataclass(frozen=True)
class ListRow:
    """One record in a list; cells by column key, a plain text stands for Cell(text)."""

    id: str
    cells: Mapping[str, ListCell | str]
    tick: Literal["", "part", "fixed"] = ""  # part: drawn half ticked; fixed: cannot be ticked
    data: object = None

    def cell(self, key: str) -> ListCell:
        found = self.cells.get(key, "")
        return found if isinstance(found, ListCell) else ListCell(found)


@dataclass(frozen=True)
class RowPage:
    """What fetch(offset, limit) gives: rows, and how many there are in all; None: not counted yet."""

    rows: Sequence[ListRow]
    total: int | None = None


@dataclass(frozen=True)
class Ticks:
    """Which records are ticked: those named, or everything but those named."""

    ids: frozenset[str] = frozenset()
    everything: bool = False
    page_only: bool = field(default=False, compare=False)  # came from the first Ctrl+A

    def holds(self, record: str) -> bool:
        return (record in self.ids) != self.everything

    def count(self, total: int) -> int:
        return total - len(self.ids) if self.everything else len(self.ids)

    def put(self, records: Sequence[str], on: bool) -> Ticks:
        """With these records ticked or not."""
        change = frozenset(records)
        ids = self.ids - change if on == self.everything else self.ids | change
        return replace(self, ids=ids, page_only=False)

    def words(self, total: int, counter: str = "件") -> str:
        """已选 4 件; 已选全部 211 件; 已选本页 18 件（再按 Ctrl+A 选全部 211 件）. Empty if none is ticked."""
        count = self.count(total)
        if not count:
            return ""
        if count == total:
            return f"已选全部 {total} {counter}"
        if self.page_only:
            return f"已选本页 {count} {counter}（再按 Ctrl+A 选全部 {total} {counter}）"
        return f"已选 {count} {counter}"
