"""Attachments, stored once under the hash of their content beside the database."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.services.office import Office

PHOTO_LIMIT = 20 * 1024 * 1024
IMAGE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM", b"GIF8")


def keep_photo(office: Office, path: Path) -> str:
    """Store a picture file; returns its content hash. OfficeError for a file that is no picture or too large."""
    try:
        if path.stat().st_size > PHOTO_LIMIT:
            raise OfficeError("照片超过 20 MB。", todo="换一张小一些的。")
        content = path.read_bytes()
    except OSError as error:
        raise OfficeError(f"照片读不出来：{error.strerror or error}。", todo="换个位置再试。") from error
    if not content.startswith(IMAGE_STARTS):
        raise OfficeError(f"“{path.name}”不是照片。", todo="选 JPG 或 PNG 文件。")
    return keep_content(office, content)


def keep_content(office: Office, content: bytes) -> str:
    """Store bytes; returns their SHA-256. Content that is there already is not written again."""
    digest = hashlib.sha256(content).hexdigest()
    target = attachment_path(office, digest)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(f".{os.getpid()}.part")
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    return digest


def attachment_path(office: Office, digest: str) -> Path:
    """Where the content of that hash lies or would lie; ValueError for anything that is no hash."""
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise ValueError(digest)
    return office.database.files / digest[:2] / digest
