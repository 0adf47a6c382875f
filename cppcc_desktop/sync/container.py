"""The file that carries a package. Not yet sealed: whoever holds the file can read it.

Only this module knows the layout; the sealed container (sync.md §4) takes its place here.

Layout: magic, format (2 bytes), length of the manifest (4 bytes), manifest as JSON, sections one after the
other, SHA-256 of everything before. The manifest names each section's stored length, true length and hash.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import orjson

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.system_errors import say_cause
from db.targets import clear_half_files, refuse_database

MAGIC = b"CPPCC\r\n\x1a"
FORMAT = 1
SEALED = False
MAX_FILE = 300 * 1024 * 1024
MAX_SECTION = 400 * 1024 * 1024
DEFLATED = "operations"  # the one section that is
MAX_DEFLATED = 256 * 1024 * 1024
ROOM, RATIO = 8 * 1024 * 1024, 40  # what it may grow to: honest ones grow to some six times as much
UNTOUCHED = "没有读入任何内容。"


@dataclass(frozen=True)
class Container:
    """An opened file: its manifest and its sections by name."""

    manifest: Mapping[str, Any]
    sections: Mapping[str, bytes]


def write_container(path: Path, manifest: Mapping[str, Any], sections: Mapping[str, bytes]) -> int:
    """Write the file whole or not at all: beside its place, flushed, read again, then renamed. Returns its bytes."""
    refuse_database(path)
    clear_half_files(path.parent, "*.cppcc.part")
    data = assemble(manifest, sections)
    partial = path.with_name(path.name + ".part")
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        read_container(partial)
        partial.replace(path)
    except OfficeError:
        remove(partial)
        raise
    except OSError as error:
        remove(partial)
        raise OfficeError(
            f"文件没有写完：{say_cause(error)}。", kept="改动都还在这台电脑里，没有丢。没有留下半个文件。",
            todo="检查 U 盘或换个位置，再试一次。",
        ) from error  # fmt: skip
    return len(data)


def remove(partial: Path) -> None:
    with suppress(OSError):
        partial.unlink(missing_ok=True)


def assemble(manifest: Mapping[str, Any], sections: Mapping[str, bytes]) -> bytes:
    listed: list[dict[str, Any]] = []
    stored: list[bytes] = []
    for name, content in sections.items():
        packed = zlib.compress(content, 6) if name == DEFLATED else content
        listed.append({"name": name, "stored": len(packed), "length": len(content),
                       "deflated": name == DEFLATED, "hash": hashlib.sha256(content).hexdigest()})  # fmt: skip
        stored.append(packed)
    head = orjson.dumps({**manifest, "sections": listed}, option=orjson.OPT_SORT_KEYS)
    body = MAGIC + FORMAT.to_bytes(2, "big") + len(head).to_bytes(4, "big") + head + b"".join(stored)
    return body + hashlib.sha256(body).digest()


def read_container(path: Path) -> Container:
    """The file's content after every length and hash was checked. OfficeError names the fault; nothing is written."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise OfficeError("文件太大，不像数据包。", kept=UNTOUCHED, todo="检查选的文件。")
        data = path.read_bytes()
    except OSError as error:
        raise OfficeError(f"文件读不出来：{say_cause(error)}。", kept=UNTOUCHED, todo="换个位置再试。") from error
    if not data.startswith(MAGIC):
        raise OfficeError(f"“{path.name}”不是数据包。", kept=UNTOUCHED, todo="选 .cppcc 文件。")
    if int.from_bytes(data[8:10], "big") > FORMAT:
        raise OfficeError("数据包是更新版本的程序做的。", kept=UNTOUCHED, todo="先升级本程序，再读入。")
    if len(data) < 46 or hashlib.sha256(data[:-32]).digest() != data[-32:]:
        raise OfficeError("数据包不完整或被改动过。", kept=UNTOUCHED, todo="请对方重新做一个，或重新拷贝。")
    try:
        return disassemble(data)
    except (KeyError, TypeError, ValueError, AttributeError, zlib.error) as error:
        raise OfficeError("数据包的内容不对。", kept=UNTOUCHED, todo="请对方重新做一个。") from error


def disassemble(data: bytes) -> Container:
    start = 14 + int.from_bytes(data[10:14], "big")
    manifest = cast(dict[str, Any], orjson.loads(data[14:start]))
    sections: dict[str, bytes] = {}
    room = MAX_SECTION  # for all sections together: many small bombs are one large one
    for listed in manifest["sections"]:
        end = start + int(listed["stored"])
        room -= listed["length"]
        if not start <= end <= len(data) - 32 or listed["length"] < 0 or room < 0:
            raise ValueError(listed)
        content = data[start:end]
        if listed["deflated"]:
            refuse_bomb(listed["name"], len(content), listed["length"])
            content = inflate(content, listed["length"])
        if len(content) != listed["length"] or hashlib.sha256(content).hexdigest() != listed["hash"]:
            raise ValueError(listed)
        sections[str(listed["name"])] = content
        start = end
    if start != len(data) - 32:
        raise ValueError(start)
    return Container(manifest, sections)


def refuse_bomb(name: object, stored: int, length: int) -> None:
    """A section that would grow beyond all measure is not unpacked to see what is in it."""
    if name != DEFLATED or length > min(MAX_DEFLATED, ROOM + RATIO * stored):
        raise ValueError(length)


def inflate(data: bytes, length: int) -> bytes:
    """Never more than the length that was declared, however much the stream would give."""
    reader = zlib.decompressobj()
    content = reader.decompress(data, length + 1)
    if not reader.eof or reader.unused_data:
        raise ValueError(length)
    return content
