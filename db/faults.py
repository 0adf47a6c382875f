"""What SQLite and the disk say, in words the user can act on."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from cppcc_desktop.domain.errors import DamagedFile, OfficeError

KEPT = "这一步没有写入，以前的数据都在。"
MAGIC = b"SQLite format 3\x00"  # how every SQLite file begins
LONGEST_PATH = 500  # bytes; SQLite itself takes 512, with what it adds to the name
LITTLE = 100_000  # free bytes below which a disk is full whatever SQLite calls it

FULL = OfficeError("磁盘满了。", kept=KEPT, todo="清出一点空间（数据库打开时也要写一点），再试一次。")


@contextmanager
def translated(path: Path | None = None) -> Generator[None]:
    """Turn what SQLite and the disk say inside the block into an OfficeError; `path` is the file it is about."""
    try:
        yield
    except (DatabaseError, sqlite3.Error, OSError) as error:
        known = explain(error, path)
        if known is None:
            raise
        raise known from error
    except UnicodeDecodeError as error:  # what SQLite says of a damaged schema names it byte by byte
        if error.encoding != "utf-8":
            raise
        raise DamagedFile from error


def explain(error: DatabaseError | sqlite3.Error | OSError, path: Path | None = None) -> OfficeError | None:
    """The fault in words; None for what is no fault of a disk or a file, but ours."""
    if isinstance(error, OSError):
        return explain_disk(error, path)
    origin = error.orig if isinstance(error, DatabaseError) else error
    if not isinstance(origin, sqlite3.Error):
        return None
    code, said = getattr(origin, "sqlite_errorcode", None), str(origin).lower()

    def is_of(family: int, *words: str) -> bool:
        return (code is not None and code & 0xFF == family) or any(each in said for each in words)

    if is_of(sqlite3.SQLITE_BUSY, "locked") or is_of(sqlite3.SQLITE_LOCKED):
        return OfficeError(
            "数据库正被另一个程序占用，等了 60 秒没有等到。", kept=KEPT, todo="关掉别的窗口或备份软件，再试一次。"
        )
    if is_of(sqlite3.SQLITE_FULL, "disk is full"):
        return FULL
    if is_of(sqlite3.SQLITE_READONLY, "readonly", "read-only"):
        return OfficeError(
            "数据库文件是只读的，不能保存。",
            kept=KEPT,
            todo="检查文件和文件夹的属性，或换一个文件夹；U 盘看看有没有写保护。",
        )
    if is_of(
        sqlite3.SQLITE_CORRUPT, "malformed", "could not decode to utf-8", "unsupported file format", "fts5"
    ) or is_of(sqlite3.SQLITE_NOTADB, "not a database"):
        return DamagedFile()
    if is_of(sqlite3.SQLITE_CANTOPEN, "unable to open") or is_of(sqlite3.SQLITE_IOERR, "disk i/o"):
        return explain_place(path)
    return None


def explain_place(path: Path | None) -> OfficeError:
    """Why a file cannot be opened or read, as far as its place tells."""
    folder = path.absolute().parent if path else None
    if path and len(str(path.absolute()).encode()) > LONGEST_PATH:
        return OfficeError(
            "文件夹和文件名加起来太长了，打不开。", kept=KEPT, todo="放到名称短一些、层数少一些的文件夹里。"
        )
    if folder and not folder.is_dir():
        return OfficeError(f"没有“{folder}”这个文件夹了。", kept=KEPT, todo="U 盘或网络盘断开的，接好再试一次。")
    if folder and is_full(folder):
        return FULL
    if folder and not os.access(folder, os.W_OK):
        return OfficeError(
            f"“{folder}”只能读不能写，数据库打不开：打开时要在它旁边写两个小文件。", kept=KEPT,
            todo="U 盘看看有没有写保护；光盘、只读的共享文件夹，先把数据库复制到这台电脑里。",
        )  # fmt: skip
    name = f"“{path.name}”" if path else "数据库"
    return OfficeError(
        f"{name}打不开或读写出错。",
        kept=KEPT,
        todo="看看文件夹能不能写、U 盘接好没有、有没有被别的软件拦住，再试一次。",
    )


def explain_disk(error: OSError, path: Path | None) -> OfficeError | None:
    """What the system says of a file or folder; None for what nobody can act on."""
    name = f"“{path.name}”" if path else "文件"
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return FULL
        case errno.EACCES | errno.EPERM:
            return OfficeError(f"没有权限读写{name}。", kept=KEPT, todo="检查文件和文件夹的属性，或换一个文件夹。")
        case errno.EROFS:
            return OfficeError(f"{name}所在的盘是只读的。", kept=KEPT, todo="U 盘看看有没有写保护，或换一个文件夹。")
        case errno.ENAMETOOLONG:
            return OfficeError(
                "文件夹和文件名加起来太长了，打不开。", kept=KEPT, todo="放到名称短一些、层数少一些的文件夹里。"
            )
        case errno.EIO | errno.ENXIO | errno.ENODEV:
            return OfficeError(f"读写{name}时盘出了错。", kept=KEPT, todo="U 盘或网络盘断开的，接好再试一次。")
        case _:
            return None


def is_full(folder: Path) -> bool:
    """Whether a disk has next to nothing left."""
    try:
        return shutil.disk_usage(folder).free < LITTLE
    except OSError:
        return False


def roll_back(path: Path) -> None:
    """Let SQLite take back what a power cut left half written: a reader that may not write would call the file read-only."""
    if Path(f"{path}-journal").is_file():
        with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as database:
            database.execute("SELECT count(*) FROM sqlite_master").fetchone()


def is_sqlite(path: Path) -> bool:
    """Whether the file begins as every SQLite file does."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC
