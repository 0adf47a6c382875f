"""Asking for a file to open or to write; the folder is remembered for the next time."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.preferences import Settings


def choose_file(parent: QWidget, settings: Settings, title: str, kinds: str) -> Path | None:
    """An existing file, or None if the user turned away. `kinds` as Qt writes them: 表格 (*.xlsx *.csv)."""
    name, _ = QFileDialog.getOpenFileName(parent, title, settings.now.folder, kinds)
    return remember(settings, name)


def choose_new_file(parent: QWidget, settings: Settings, title: str, name: str, kinds: str) -> Path | None:
    """Where to write a file that is called `name` unless the user says otherwise; the suffix is added if missing."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path(settings.now.folder) / name), kinds)
    if chosen and not Path(chosen).suffix:
        chosen += Path(name).suffix
    return remember(settings, chosen)


def remember(settings: Settings, chosen: str) -> Path | None:
    """The path, after its folder was kept for next time; None for an empty answer."""
    if not chosen:
        return None
    path = Path(chosen)
    settings.put(folder=str(path.parent))
    return path
