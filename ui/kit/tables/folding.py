"""Which columns fit, and how wide each is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QFontMetrics

from ui.kit.tables.columns import ListColumn
from ui.theme import Theme

CHARACTERS, CHARACTERS_200 = 14, 10  # the wide column keeps these before another column leaves
GAPS = 16  # left and right of the words of a cell


def plan_columns(
    columns: Sequence[ListColumn],
    room: int,
    theme: Theme,
    by_user: Mapping[str, int],
    off: frozenset[str] = frozenset(),
) -> tuple[tuple[str, ...], set[str], dict[str, int]]:
    """Keys that are hidden, keys that show short texts, and the width of every column.

    Steps are taken by rank (`fold` hides, `short_fold` shortens) until the wide column has its room.
    """
    hidden: list[str] = [column.key for column in columns if column.key in off]
    short: set[str] = set()
    steps = [(column.fold, column.key, True) for column in columns if column.fold and column.key not in off]
    steps += [(column.short_fold, column.key, False) for column in columns if column.short_fold]
    wide = next((column for column in columns if column.stretch and column.key not in off), None)
    least = least_width(theme) if wide else 0
    steps.sort()
    while True:
        widths = {c.key: width_of(c, theme, by_user, c.key in short) for c in columns}
        used = sum(widths[c.key] for c in columns if c.key not in hidden and c is not wide)
        if room - used >= least or not steps:
            break
        _, key, hides = steps.pop(0)
        hidden.append(key) if hides else short.add(key)
    if wide:
        widths[wide.key] = max(room - used, theme.text_width(120))
    return tuple(hidden), short, widths


def least_width(theme: Theme) -> int:
    """What the wide column keeps: 14 characters, 10 at 200 %."""
    count = CHARACTERS_200 if theme.scale >= 2 else CHARACTERS
    return QFontMetrics(theme.font(14)).horizontalAdvance("字" * count) + GAPS


def width_of(column: ListColumn, theme: Theme, by_user: Mapping[str, int], short: bool) -> int:
    if column.shape == "tick":
        return max(40, 20 + theme.size(16))
    if short and column.short_width:
        return theme.text_width(column.short_width, GAPS)
    return theme.text_width(by_user.get(column.key, column.width), GAPS)


def unscaled(width: int, theme: Theme) -> int:
    """A width on screen brought back to 100 %."""
    return round(GAPS + (width - GAPS) / theme.scale)
