"""Files appear whole or not at all, and a refusal is said in words the clerk can act on."""

from __future__ import annotations

import os
import secrets
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.system_errors import say_cause, say_remedy
from db.targets import clear_half_files, refuse_database


@dataclass(frozen=True)
class Written:
    """What a writer made: how many pages or rows, and what the clerk should know about them."""

    pages: int
    warnings: tuple[str, ...] = ()


def refuse_nothing(documents: Sequence[object]) -> None:
    """Raises OfficeError when there is no document to write: an empty file would not open."""
    if not documents:
        raise OfficeError("没有要打印的内容。", todo="先选中要打印的记录。")


@contextmanager
def replace_atomically(path: Path) -> Generator[BinaryIO]:
    """Gives an open binary file that takes the place of `path` when the block ends well.

    It lies in the same folder, is synced to disk and then renamed, so that readers see the old file or
    the new one, and a failure leaves the old one as it was. Raises OfficeError with the reason (no space,
    no right to write, folder gone, target open in another program, a database stands there).
    """
    refuse_database(path)
    clear_half_files(path.parent, f".{'[0-9a-f]' * 12}.part")
    part = path.with_name(f".{secrets.token_hex(6)}.part")
    try:
        with part.open("xb+") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        part.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise explain_failure(error, path) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Makes the rename itself durable where the system can sync a folder (not on Windows)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def explain_failure(error: OSError, path: Path) -> OfficeError:
    """The OfficeError for a system's refusal to write `path`."""
    what, todo = say_cause(error), say_remedy(error)
    if isinstance(error, PermissionError) and path.exists():
        what, todo = "它正被别的程序打开，或不许改写", "在 WPS 或 Word 里关掉这个文件，或者换一个文件名，再试一次。"
    return OfficeError(f"“{path.name}”没有写成：{what}。", kept="原来的文件没有动。", todo=todo)
