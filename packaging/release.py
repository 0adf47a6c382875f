"""What is built: the name, the version and the places, as every step of the build sees them. Standard library only."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME, TITLE = "cppcc-desktop", "县政协工作台"
DIST, MADE = ROOT / "dist", ROOT / "build"
FOLDER = DIST / NAME  # with both executables and everything they need
VERSION: str = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
LIMIT = 280_000_000  # bytes the installed program may have, fonts included


def files_of(folder: Path) -> list[Path]:
    """Every file that takes room of its own."""
    found = (Path(place) / name for place, _folders, names in os.walk(folder) for name in names)
    return sorted(file for file in found if not file.is_symlink())


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in files_of(folder))
