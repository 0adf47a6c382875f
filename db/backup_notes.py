"""What is known of the backups in a folder: 核对.json beside them. Without it they are all unchecked, nothing else is lost."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, cast

NOTES = "核对.json"
_writing = Lock()  # an import and the backup of the day may end in the same moment


@dataclass(frozen=True)
class BackupVerdict:
    """What the last check of a file said: `fault` is empty for a sound one, `done` what was done about a bad one."""

    fault: str = ""
    done: str = ""


def read_notes(folder: Path) -> dict[str, dict[str, Any]]:
    """The notes of a folder by the names of files; nothing where there are none or they cannot be read."""
    try:
        found = json.loads((folder / NOTES).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    noted = cast("dict[str, Any]", found).items() if isinstance(found, dict) else ()
    return {name: each for name, each in noted if isinstance(each, dict)}


def read_verdict(notes: Mapping[str, Mapping[str, Any]], file: Path) -> BackupVerdict | None:
    """What is noted of a file; None if nothing, or if it is no longer the file that was checked."""
    noted = notes.get(file.name, {})
    if noted.get("is") != mark(file):
        return None
    return BackupVerdict(str(noted.get("fault") or ""), str(noted.get("done") or ""))


def keep_verdict(file: Path, verdict: BackupVerdict) -> None:
    """Note what a check of this file said."""
    keep_note(file.parent, file.name, {"is": mark(file), "fault": verdict.fault, "done": verdict.done})


def keep_note(folder: Path, name: str, note: Mapping[str, object]) -> None:
    """Note something; a folder that does not take it goes without, as the backup itself is there."""
    with _writing, suppress(OSError):
        partial = folder / f"{NOTES}.{os.getpid()}.part"
        partial.write_text(json.dumps({**read_notes(folder), name: note}, ensure_ascii=False), "utf-8")
        partial.replace(folder / NOTES)


def mark(file: Path) -> list[int]:
    """By what a file is known to be the one that was checked; nothing for one that cannot be looked at."""
    try:
        looked = file.stat()
    except OSError:
        return []
    return [looked.st_size, int(looked.st_mtime)]
