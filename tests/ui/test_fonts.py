"""Words on the screen of a computer without any font."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOOK = """
import sys
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication
from ui.app import bring_fonts
from ui.theme import Theme, apply_theme
app = QApplication([])
if sys.argv[1] == "bring":
    bring_fonts()
apply_theme(app, Theme())
def draw(letter):
    picture = QImage(40, 40, QImage.Format.Format_Grayscale8)
    picture.fill(255)
    painter = QPainter(picture)
    painter.drawText(5, 30, letter)
    painter.end()
    return bytes(picture.constBits())
print(len({draw(letter) for letter in "政协龘"}))
"""


def look(how: str, tmp_path: Path) -> list[str]:
    (tmp_path / "fonts.conf").write_text(f"<fontconfig><dir>{tmp_path}</dir></fontconfig>")  # a folder without fonts
    nothing = {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", LOOK, how], env={**os.environ, **nothing}, capture_output=True, text=True,
                          cwd=tmp_path, timeout=60)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system always has a Chinese font")
def test_a_computer_without_fonts_shows_words(tmp_path: Path) -> None:
    assert look("leave", tmp_path) == ["1"], "the same box for each"
    assert look("bring", tmp_path) == ["3"], "rare characters too"
