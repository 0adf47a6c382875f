"""The icon as the systems want it: pictures for Linux, one .ico for Windows. Drawn from the SVG at each build."""

from __future__ import annotations

import os
import struct
from pathlib import Path

from release import MADE, NAME, ROOT

SIDES = (16, 24, 32, 48, 64, 128, 256)
SOURCE = ROOT / "packaging" / "icon" / f"{NAME}.svg"


def draw_pictures(folder: Path = MADE) -> None:
    """Write NAME-<side>.png for each side and NAME.ico into the folder."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    _app = QGuiApplication.instance() or QGuiApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    drawing = QSvgRenderer(str(SOURCE))
    for side in SIDES:
        picture = QImage(side, side, QImage.Format.Format_ARGB32)
        picture.fill(0)
        painter = QPainter(picture)
        drawing.render(painter)
        painter.end()
        if not picture.save(str(folder / f"{NAME}-{side}.png")):
            raise SystemExit(f"图标没有画成：{side}")
    (folder / f"{NAME}.ico").write_bytes(
        join_pictures([(side, (folder / f"{NAME}-{side}.png").read_bytes()) for side in SIDES])
    )


def join_pictures(pictures: list[tuple[int, bytes]]) -> bytes:
    """An .ico of PNG pictures, which Windows reads since Vista; 256 is written as 0."""
    at = 6 + 16 * len(pictures)
    head, body = struct.pack("<HHH", 0, 1, len(pictures)), b""
    for side, data in pictures:
        head += struct.pack("<BBBBHHII", side % 256, side % 256, 0, 0, 1, 32, len(data), at + len(body))
        body += data
    return head + body
