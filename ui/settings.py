"""What this computer remembers for its window: font size, contrast, the last database and person."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from ui.theme import SCALES, Theme


@dataclass(frozen=True)
class Preferences:
    """Window settings; none of them is a record."""

    scale: float = 1.0
    high_contrast: bool = False
    database: str = ""
    person: str = ""
    folder: str = ""  # where files were last opened or saved

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

    def _read(self) -> Preferences:
        try:
            stored = json.loads(self._path.read_text("utf-8"))
            known = {each.name: type(each.default) for each in fields(Preferences)}
            return Preferences(**{n: v for n, v in stored.items() if n in known and isinstance(v, known[n])})
        except (OSError, ValueError, AttributeError):
            return Preferences()
