"""Attachments of any record: scans, photos, Word and WPS files (domain.md §8.3)."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.fields import ID, clean_text
from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.domain.office.office import ATTACHMENT, Actor
from cppcc_desktop.domain.system_errors import say_cause
from cppcc_desktop.exporters.files import replace_atomically
from cppcc_desktop.journal.operations import Operation
from cppcc_desktop.services.office.office import COUNTY, Office, tell_time
from cppcc_desktop.services.office.stored_files import (
    MEGABYTE,
    WARN_BELOW,
    attachment_path,
    drop_content,
    free_space,
    keep_content,
    keep_file,
    measure,
    say_size,
)  # fmt: skip
from cppcc_desktop.services.records.drafts import ORIGIN
from cppcc_desktop.services.records.records import change_record, discard_record, read_record, restore_record
from db.chunks import chunked

__all__ = ["attachment_path", "keep_content"]  # the exchange takes them from here

ASKED, MOST, PHOTO_LIMIT = 20 * MEGABYTE, 200 * MEGABYTE, 20 * MEGABYTE
PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".tif", ".tiff")
IMAGE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM", b"GIF8")
PROGRAM_STARTS = (b"MZ", b"\x7fELF", b"L\x00\x00\x00\x01\x14\x02\x00")  # the last one: a Windows shortcut
PROGRAMS = frozenset((
    ".exe", ".com", ".bat", ".cmd", ".scr", ".pif", ".msi", ".msp", ".msix", ".appx", ".dll", ".cpl", ".sys", ".drv",
    ".jar", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".wsh", ".wsc", ".ps1", ".psm1", ".hta", ".lnk", ".url", ".scf",
    ".inf", ".reg", ".chm", ".hlp", ".gadget", ".application", ".sh", ".run", ".desktop", ".deb", ".rpm", ".app",
    ".command", ".apk", ".iso", ".img", ".vhd", ".xll", ".xla", ".xlam",
))  # fmt: skip
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")

Progress = Callable[[int, int, str], None]  # megabytes done, in all, name of the file


@dataclass(frozen=True)
class Attachment:
    """One file of a record, as its list shows it."""

    id: str
    name: str
    digest: str
    size: int
    note: str
    who: str
    at: str  # 2026-06-05 16:20, Asia/Shanghai
    path: Path
    here: bool  # False: the record came, the file has not (附件未到)
    binned: str | None = None  # why it was taken away


@dataclass(frozen=True)
class FileCount:
    """How many files a record has, and the first picture among them that is here."""

    count: int = 0
    digest: str = ""
    path: Path | None = None


NO_FILES = FileCount()


@dataclass(frozen=True)
class Weighed:
    """What is to be said before files are added."""

    fit: Sequence[Path]
    refused: Sequence[str]  # sentences
    question: str  # what must be agreed to first; empty: nothing


@dataclass(frozen=True)
class Attached:
    """What adding did: ids of the new attachments, and names of files the record had already."""

    added: Sequence[str] = ()
    same: Sequence[str] = ()


@dataclass
class StoredContents:
    """Contents stored for records still to be written; those that are new here go again if it comes to nothing."""

    office: Office
    files: list[tuple[str, str, int]] = field(default_factory=list[tuple[str, str, int]])
    fresh: list[str] = field(default_factory=list[str])

    def add(self, name: str, size: int, digest: str, *, fresh: bool) -> None:
        self.files.append((name, digest, size))
        if fresh:
            self.fresh.append(digest)

    def take_back(self) -> None:
        table = self.office.schema.records[ATTACHMENT.name]
        named: set[str] = set()
        with self.office.read() as connection:  # what went wrong may have gone wrong after the commit
            for chunk in chunked(self.fresh):
                named |= set(connection.scalars(select(table.c.digest).where(table.c.digest.in_(chunk))))
        for digest in self.fresh:
            if digest not in named:
                drop_content(self.office, digest)


def list_attachments(office: Office, actor: Actor, record: str, *, binned: bool = False) -> list[Attachment]:
    """Files of a record, oldest first; with `binned` those that were taken away."""
    actor.require("record.read")
    with office.read() as connection:
        return read_attachments(office, connection, record, binned=binned)


def read_attachments(office: Office, connection: Connection, record: str, *, binned: bool = False) -> list[Attachment]:
    table = office.schema.records[ATTACHMENT.name]
    gone = table.c.deleted.is_not(None) if binned else table.c.deleted.is_(None)
    rows = connection.execute(select(table).where(table.c.record == record, gone).order_by(table.c.id)).mappings().all()
    histories = office.journal(connection).operations_of([row["id"] for row in rows])
    return [make_attachment(office, row, histories[row["id"]][0]) for row in rows]


def count_files(office: Office, connection: Connection, records: Sequence[str]) -> dict[str, FileCount]:
    """Of each of the records that has any."""
    table, found = office.schema.records[ATTACHMENT.name], dict[str, FileCount]()
    for chunk in chunked(list(records)):
        query = select(table.c.record, table.c.name, table.c.digest).where(
            table.c.record.in_(chunk), table.c.deleted.is_(None)
        )
        for record, name, digest in connection.execute(query.order_by(table.c.id)):
            now = found.get(record, NO_FILES)
            found[record] = replace(now, count=now.count + 1)
            path = find_content(office, str(digest or ""))
            if not now.digest and path and Path(str(name or "")).suffix.lower() in PICTURES:
                found[record] = FileCount(now.count + 1, str(digest), path)
    return found


def find_content(office: Office, digest: str) -> Path | None:
    """Where the content of a file lies, if it is here; a file from elsewhere may say anything."""
    path = attachment_path(office, digest) if re.fullmatch(r"[0-9a-f]{64}", digest) else None
    return path if path and path.is_file() else None


def make_attachment(office: Office, row: Mapping[Any, Any], first: Operation) -> Attachment:
    digest = str(row["digest"] or "")
    path = find_content(office, digest)
    return Attachment(
        row["id"], str(row["name"] or ""), digest, int(row["size"] or 0), str(row["note"] or ""),
        first.actor.partition("/")[2], tell_time(first.wall), path or office.database.files / "-", path is not None, row["deleted"],
    )  # fmt: skip


def weigh_files(office: Office, actor: Actor, paths: Sequence[Path]) -> Weighed:
    """Which files can be added, and what to ask first: over 20 MB, a disk nearly full. Writes nothing."""
    actor.require("record.write")
    fit: list[Path] = []
    refused: list[str] = []
    sizes: dict[Path, int] = {}
    for path in paths:
        try:
            sizes[path] = check_file(path)
            fit.append(path)
        except OfficeError as error:
            refused.append(f"{error.what}{error.todo}")
    large = [f"“{path.name}”有 {say_size(sizes[path])}" for path in fit if sizes[path] > ASKED]
    words = (
        ["、".join(large[:3]) + ("等" if len(large) > 3 else "") + "，存进来会让备份和送出的文件变大。"]
        if large
        else []
    )
    left = free_space(office) - sum(sizes.values())
    if fit and left < WARN_BELOW:
        words.append(f"磁盘快满了：存进来以后只剩 {say_size(max(left, 0))}。")
    return Weighed(fit, refused, "".join(words))


def check_file(path: Path) -> int:
    """Size of a file that may be attached; OfficeError says why another may not."""
    size = measure(path)
    refuse_program(path.name)
    if size > MOST:
        raise Refusal(
            f"“{path.name}”有 {say_size(size)}，超过 200 MB，不能存。", todo="压缩、拆开，或只存说明它在哪里的一页。"
        )
    try:
        with path.open("rb") as file:
            start = file.read(16)
    except OSError as error:
        raise OfficeError(f"“{path.name}”读不出来：{say_cause(error)}。", todo="换个位置再试。") from error
    if start.startswith(PROGRAM_STARTS):
        raise Refusal(f"“{path.name}”的内容是程序，不能存为附件。", todo="只放扫描件、照片和文档。")
    return size


def refuse_program(name: str) -> None:
    """A file that would run when somebody opens it is no attachment, whatever it is for."""
    suffix = Path(name.rstrip(". ")).suffix.lower()
    if suffix in PROGRAMS:
        raise Refusal(f"“{name}”是程序或带程序的文件（{suffix}），不能存为附件。", todo="只放扫描件、照片和文档。")


def attach_files(
    office: Office, actor: Actor, kind: str, record: str, paths: Sequence[Path], *, progress: Progress | None = None
) -> Attached:
    """Store files and record them, all in one group. Whoever calls has asked what weigh_files wants asked.

    Cancelling or an error takes everything back.
    """
    actor.require("record.write")
    total = sum(check_file(path) for path in paths)
    stored, before = StoredContents(office), 0
    with ExitStack() as undo:
        undo.callback(stored.take_back)
        for path in paths:
            step = make_step(progress, before, total, path.name)
            size = path.stat().st_size
            digest, fresh = keep_file(office, path, step)
            stored.add(path.name, size, digest, fresh=fresh)
            before += size
        attached = record_files(office, actor, kind, record, stored.files)
        undo.pop_all()
    return attached


def make_step(progress: Progress | None, before: int, total: int, name: str) -> Callable[[int, int], None] | None:
    if progress is None:
        return None
    return lambda done, _all: progress((before + done) // MEGABYTE, max(1, total // MEGABYTE), name)


def attach_content(office: Office, actor: Actor, kind: str, record: str, name: str, content: bytes) -> Attached:
    """Record bytes as a file, as from the clipboard."""
    actor.require("record.write")
    refuse_program(name)
    if len(content) > MOST:
        raise Refusal(f"“{name}”超过 200 MB，不能存。", todo="换小一些的。")
    return record_files(office, actor, kind, record, [(name, keep_content(office, content), len(content))])


def record_files(
    office: Office, actor: Actor, kind: str, record: str, files: Sequence[tuple[str, str, int]]
) -> Attached:
    """One attachment per file (name, digest, bytes) that the record does not have yet."""
    added: list[str] = []
    same: list[str] = []
    with office.write(actor, "record.write") as writing:
        owner = read_record(office, writing.connection, kind, record)
        if owner.deleted is not None:
            raise Refusal("这条记录在回收站里，不能加附件。", todo="先从回收站取回。")
        held = {each.digest: each.name for each in read_attachments(office, writing.connection, record)}
        scope = owner.scope if office.kind == COUNTY and owner.scope.startswith("town:") else ""
        for name, digest, size in files:
            if digest in held:
                same.append(name)
                continue
            held[digest] = name
            values = {"record": record, "of": kind, "name": clean_name(name), "digest": digest, "size": size}
            added.append(writing.new(ATTACHMENT, values, scope=scope))
    return Attached(added, same)


def attach_origin(office: Office, actor: Actor, kind: str, record: str, typed: Mapping[str, Any]) -> None:
    """After the first save of a record that was begun from a file: the file becomes its attachment.

    Nothing happens where the draft came from no file, or its content is gone.
    """
    origin = typed.get(ORIGIN)
    if origin and attachment_path(office, str(origin["digest"])).is_file():
        record_files(office, actor, kind, record, [(origin["name"], origin["digest"], origin["size"])])


def clean_name(name: str) -> str:
    """A name that every system can store a file under."""
    name = re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", clean_text(name)).strip(" .") or "附件"
    if RESERVED.fullmatch(name):
        name = f"_{name}"
    suffix = Path(name).suffix if len(Path(name).suffix) < 20 else ""
    return name if len(name) <= 120 else name[: 120 - len(suffix)] + suffix


def rename_attachment(office: Office, actor: Actor, attachment: str, name: str, note: str | None = None) -> None:
    """Another name, the same content, and what it is. Its ending stays."""
    ending = Path(find_attachment(office, actor, attachment).name).suffix
    if not name.strip():
        raise InvalidField("name", "文件名不能空着。")
    name = clean_name(name)
    if not name.lower().endswith(ending.lower()):
        name += ending
    refuse_program(name)
    change_record(
        office, actor, ATTACHMENT.name, attachment, {"name": name, **({} if note is None else {"note": note})}
    )


def discard_attachment(office: Office, actor: Actor, attachment: str, reason: str) -> None:
    """Take it off the record, with a reason; it can come back."""
    discard_record(office, actor, ATTACHMENT.name, attachment, reason)


def restore_attachment(office: Office, actor: Actor, attachment: str) -> None:
    """Bring it back."""
    restore_record(office, actor, ATTACHMENT.name, attachment)


def find_attachment(office: Office, actor: Actor, attachment: str) -> Attachment:
    """One attachment by its id; OfficeError if there is none."""
    actor.require("record.read")
    table = office.schema.records[ATTACHMENT.name]
    with office.read() as connection:
        row = connection.execute(select(table).where(table.c.id == attachment)).mappings().first()
        if row is None:
            raise OfficeError("没有找到这个附件。", todo="刷新再看。")
        return make_attachment(office, row, office.journal(connection).operations_of([attachment])[attachment][0])


def copy_attachment(office: Office, actor: Actor, attachment: str, target: Path) -> None:
    """Save a copy outside; whole or not at all."""
    found = find_attachment(office, actor, attachment)
    if not found.here:
        raise OfficeError(f"附件未到：“{found.name}”的内容还没有送来。", todo="请对方重新送一次，或从备份恢复。")
    try:
        with found.path.open("rb") as source, replace_atomically(target) as copy:
            shutil.copyfileobj(source, copy)
    except OSError as error:
        raise OfficeError(f"没有存成：{say_cause(error)}。", todo="换个位置再试。") from error


def copy_for_opening(office: Office, actor: Actor, attachment: str, folder: Path) -> Path:
    """A read-only copy under its own name, in a folder of its own below `folder`, for another program to open."""
    found = find_attachment(office, actor, attachment)
    if not ID.fullmatch(found.id):  # it would be a folder elsewhere, and be emptied
        raise OfficeError("附件的编号不对，没有打开。", todo="告诉送来它的地方，请他们重新加一次。")
    refuse_program(found.name)  # one that came from elsewhere was not checked when it was added
    place = folder / found.id
    try:
        wipe_copies(place)
        place.mkdir(parents=True, mode=0o700)
    except OSError as error:
        raise OfficeError(
            f"“{found.name}”没有打开：{say_cause(error)}。", todo="关掉已经打开的这个附件，再试。"
        ) from error
    copy = place / clean_name(found.name)
    copy_attachment(office, actor, attachment, copy)
    copy.chmod(0o400)
    return copy


def wipe_copies(folder: Path) -> None:
    """Take copies away that were made for opening; one that another program holds open stays until the next time."""
    for each in sorted(folder.rglob("*"), reverse=True) if folder.is_dir() else ():
        with suppress(OSError):
            if each.is_dir():
                each.rmdir()
            else:
                each.chmod(0o600)  # Windows takes no read-only file away
                each.unlink()
    with suppress(OSError):
        folder.rmdir()


def keep_photo(office: Office, path: Path) -> str:
    """Store a picture file; returns its content hash. OfficeError for a file that is no picture or too large."""
    try:
        if path.stat().st_size > PHOTO_LIMIT:
            raise OfficeError("照片超过 20 MB。", todo="换一张小一些的。")
        with path.open("rb") as file:
            start = file.read(16)
    except OSError as error:
        raise OfficeError(f"照片读不出来：{say_cause(error)}。", todo="换个位置再试。") from error
    if not start.startswith(IMAGE_STARTS):
        raise OfficeError(f"“{path.name}”不是照片。", todo="选 JPG 或 PNG 文件。")
    return keep_file(office, path)[0]
