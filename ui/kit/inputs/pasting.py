"""What becomes of text that is pasted into a field: cleaned, as it is, or left out because it is too long.

The patterns of the cleaning take a while to compile, and no page needs them to open: they come with the first paste.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

MOST = 1_000_000  # characters of a field that has no limit of its own
SEEN = 2000  # characters by which a text is known again when it is pasted a second time
UNDO = "Ctrl+Z 撤销，Ctrl+Shift+V 原样粘贴"


@dataclass(frozen=True)
class Pasted:
    """What to put in, and what to say: `problem` if not all of it was, `note` if it was changed."""

    text: str = ""
    problem: str = ""
    note: str = ""


class Pasting:
    """One field's way with pasted text. `limit` is that of the field, `lines` whether it has several.

    What is too long is left out whole; pasted again at once, as much as fits goes in.
    """

    def __init__(self, limit: int = MOST, *, lines: bool) -> None:
        self.limit, self._lines = limit, lines
        self._refused: tuple[int, str] | None = None

    def take(self, text: str, held: int, *, as_it_is: bool = False) -> Pasted:
        """`held` characters stay in the field beside what is put in."""
        from cppcc_desktop.domain.text_cleaning import group_digits, refuse_paste

        again = self._refused == (len(text), text[:SEEN])
        self._refused = None
        room = max(0, self.limit - held)
        if again:
            return self._take_part(text, room, as_it_is)
        put, length, note = self._prepare(text, as_it_is)
        if length <= room:
            return Pasted(put, note=note)
        said = refuse_paste(length, self.limit, held)
        if room:
            self._refused = len(text), text[:SEEN]
            said += f"再粘一次，就只粘前 {group_digits(room)} 字。"
        return Pasted(problem=said)

    def _prepare(self, text: str, as_it_is: bool) -> tuple[str, int, str]:
        """What would be put in, how long it is, and what was changed."""
        if as_it_is:
            text = text if self._lines else " ".join(text.splitlines())
            return text, len(text), ""
        from cppcc_desktop.domain.text_cleaning import clean_paste

        found = clean_paste(text, self.limit, lines=self._lines)
        note = f"粘贴时{'、'.join(found.notes)}。{UNDO}。" if found.notes else ""
        return found.text, found.length, note

    def _take_part(self, text: str, room: int, as_it_is: bool) -> Pasted:
        from cppcc_desktop.domain.text_cleaning import MUCH, clean_paste, group_digits

        start = text[: MUCH * self.limit]
        put = self._prepare(start, True)[0] if as_it_is else clean_paste(start, 0, lines=self._lines).text
        return Pasted(put[:room], problem=f"只粘了前 {group_digits(room)} 字，后面的没有粘进去。")


def asks_for_all(event: QKeyEvent) -> bool:
    """Ctrl+Shift+V: paste as it is."""
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    return event.key() == Qt.Key.Key_V and event.modifiers() == both
