"""What this computer remembers for its window: font size, contrast, the last database and person."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from ui.theme import SCALES, Theme


@dataclass(frozen=True)
class Preferences:
    """Window settings; none of them is a record."""

    scale: float = 1.0
    high_contrast: bool = False
    database: str = ""
    person: str = ""
    window: str = ""  # place and size, as Qt keeps them
    without_steps: str = ""  # the database whose first steps were put away
    seen_news: dict[str, Any] = field(default_factory=dict)  # at a place: what of the newest package was looked at
    folder: str = ""  # where files were last opened or saved
    lists: dict[str, Any] = field(default_factory=dict)  # person/list → {"columns": [name …], "widths": {name: pixels}}

    @property
    def theme(self) -> Theme:
        return Theme(self.scale if self.scale in SCALES else 1.0, self.high_contrast)


class Settings:
    """Preferences in a file; a file that cannot be read counts as none."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "window.json"
        self.now = self._read()

    def put(self, **changes: object) -> None:
        """Change some and keep them at once."""
        self.now = replace(self.now, **changes)  # type: ignore[arg-type]
        self._path.parent.mkdir(parents=True, exist_ok=True)
        partial = self._path.with_suffix(f".{os.getpid()}")
        partial.write_text(json.dumps(asdict(self.now), ensure_ascii=False), "utf-8")
        partial.replace(self._path)

    def columns(self, person: str, name: str) -> list[str]:
        """The columns a person chose for a list, in order; empty: as it ships."""
        found = self._list(person, name).get("columns")
        return [str(each) for each in found] if isinstance(found, list) else []

    def widths(self, person: str, name: str) -> dict[str, int]:
        """Widths a person gave columns, pixels at 100 %."""
        found = self._list(person, name).get("widths")
        known = found if isinstance(found, dict) else {}
        return {str(key): width for key, width in known.items() if isinstance(width, int) and 24 <= width <= 2000}

    def put_columns(self, person: str, name: str, columns: Sequence[str]) -> None:
        """Keep chosen columns; none: as it ships."""
        self._put_list(person, name, columns=list(columns))

    def put_widths(self, person: str, name: str, widths: Mapping[str, int]) -> None:
        self._put_list(person, name, widths=dict(widths))

    def _list(self, person: str, name: str) -> dict[str, Any]:
        found = self.now.lists.get(f"{person}/{name}")
        return found if isinstance(found, dict) else {}

    def _put_list(self, person: str, name: str, **kept: object) -> None:
        known = {key: value for key, value in {**self._list(person, name), **kept}.items() if value}
        self.put(lists={**self.now.lists, f"{person}/{name}": known})

    def _read(self) -> Preferences:
        try:
            stored = json.loads(self._path.read_text("utf-8"))
            known = {each.name: type(getattr(Preferences(), each.name)) for each in fields(Preferences)}
            return Preferences(**{n: v for n, v in stored.items() if n in known and isinstance(v, known[n])})
        except (OSError, ValueError, AttributeError):
            return Preferences()
