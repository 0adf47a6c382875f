"""Contents of attachments: stored once under the hash of what is in them, beside the database."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
import uuid
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from cppcc_desktop.domain.errors import OfficeError, Refusal
from cppcc_desktop.domain.system_errors import say_cause
from cppcc_desktop.services.office.office import Office

MEGABYTE = 1024 * 1024
WARN_BELOW = 500 * MEGABYTE  # free space left after writing below which the person is asked
LEAST = 100 * MEGABYTE  # and below which nothing is written: the database itself needs room to save
STALE = 60  # seconds: a copy under way writes a piece more often than that

Progress = Callable[[int, int], None]  # bytes done, bytes in all; may raise Cancelled


def attachment_path(office: Office, digest: str) -> Path:
    """Where the content of that hash lies or would lie; ValueError for anything that is no hash."""
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise ValueError(digest)
    return office.database.files / digest[:2] / digest


def keep_content(office: Office, content: bytes) -> str:
    """Store bytes; returns their SHA-256. Content that is there already is not written again."""
    digest = hashlib.sha256(content).hexdigest()
    if attachment_path(office, digest).exists():
        return digest
    with partial_file(office, len(content)) as partial:
        with partial.open("wb") as file:
            file.write(content)
            flush(file.fileno(), file.flush)
        settle(office, partial, digest)
    return digest


def keep_file(office: Office, path: Path, progress: Progress | None = None) -> tuple[str, bool]:
    """Store a file in pieces of one megabyte, hashing on the way; its SHA-256, and whether it is new here.

    OfficeError if it cannot be read, Refusal if the disk is full, whatever `progress` raises; none of them leaves
    anything behind. After a kill the next call clears what was half written.
    """
    total = measure(path)
    hashing, done = hashlib.sha256(), 0
    with partial_file(office, total) as partial:
        try:
            with path.open("rb") as source, partial.open("wb") as target:
                while piece := source.read(MEGABYTE):
                    hashing.update(piece)
                    target.write(piece)
                    done += len(piece)
                    if progress:
                        progress(done, max(total, done))
                flush(target.fileno(), target.flush)
        except OSError as error:
            raise OfficeError(
                f"“{path.name}”没有存进来：{say_cause(error)}。", todo="检查文件和磁盘空间，再试一次。"
            ) from error
        return settle(office, partial, hashing.hexdigest())


def measure(path: Path) -> int:
    """Bytes of a file that is there; OfficeError for a folder, an empty file and one that cannot be read."""
    try:
        if path.is_dir():
            raise OfficeError(f"“{path.name}”是文件夹，不能直接放。", todo="打开文件夹，选里面的文件。")
        size = path.stat().st_size
    except OSError as error:
        raise OfficeError(f"“{path.name}”读不出来：{say_cause(error)}。", todo="换个位置再试。") from error
    if not size:
        raise OfficeError(f"“{path.name}”是空文件。", todo="看看文件是不是没有拷贝完。")
    return size


@contextmanager
def partial_file(office: Office, size: int) -> Generator[Path]:
    """A place to write to first; what is still there at the end is taken away."""
    folder = office.database.files
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OfficeError(f"附件文件夹建不了：{say_cause(error)}。", todo="检查磁盘和文件夹的权限。") from error
    clear_partial(folder)
    refuse_full(office, size)
    partial = folder / f"{uuid.uuid4().hex}.part"
    try:
        yield partial
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def settle(office: Office, partial: Path, digest: str) -> tuple[str, bool]:
    """Give a whole file its final name; one that is there already stays as it is."""
    target = attachment_path(office, digest)
    fresh = not target.exists()
    if fresh:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.replace(target)
    return digest, fresh


def clear_partial(folder: Path) -> None:
    """Take away what a kill left half written; a copy under way is younger than that."""
    for left in (*folder.glob("*.part"), *folder.glob("*/*.part")):
        with suppress(OSError):  # on Windows a file that is open cannot be taken away, and is not stale
            if time.time() - left.stat().st_mtime > STALE:
                left.unlink()


def free_space(office: Office) -> int:
    """Free bytes where the attachments lie."""
    return shutil.disk_usage(office.database.path.parent).free


def refuse_full(office: Office, size: int) -> None:
    """Refusal where writing so much would leave the database no room to save."""
    free = free_space(office)
    if free - size < LEAST:
        raise Refusal(
            f"磁盘快满了，只剩 {say_size(free)}，这个文件要 {say_size(size)}，没有存。",
            todo="清出空间再添加；至少要留 100 MB 给数据库。",
        )


def drop_content(office: Office, digest: str) -> None:
    """Take stored content away that no record has named yet."""
    with suppress(OSError):
        attachment_path(office, digest).unlink(missing_ok=True)


def say_size(size: int) -> str:
    """820 字节, 12 KB, 3.4 MB, 1.2 GB."""
    for unit, step in (("GB", 1024**3), ("MB", MEGABYTE), ("KB", 1024)):
        if size >= step:
            return f"{size / step:.1f} {unit}" if size < 10 * step and unit != "KB" else f"{size / step:.0f} {unit}"
    return f"{size} 字节"


def flush(descriptor: int, flush_buffer: Callable[[], None]) -> None:
    flush_buffer()
    os.fsync(descriptor)
