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
    """Where to write a file that is called `name` unless the user says otherwise; the suffix is added if missing.

    The name that is proposed is none of a file there is: 提案（2）.xlsx beside 提案.xlsx.
    """
    free = name_free(Path(settings.now.folder or Path.home()) / name)
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(free), kinds)
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


def name_free(path: Path) -> Path:
    """This path, or with （2） and so on where there is a file of that name."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}（{number}）{path.suffix}")
    return free
