"""LibreOffice as the second reader of our Word files, with the official font names led to the shipped fonts."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from cppcc_desktop.exporters.fonts import SHIPPED, WORD_NAMES, Role, shipped_font


def write_font_aliases(folder: Path) -> Path:
    """A fontconfig file that knows the shipped fonts only and gives them the official names too."""
    aliases = "".join(
        f"<match target='pattern'><test name='family'><string>{escape(WORD_NAMES[role])}</string></test>"
        f"<edit name='family' mode='assign' binding='same'><string>{SHIPPED[role][0]}</string></edit></match>"
        for role in Role
    )
    fonts = shipped_font(Role.SONGTI).path.parent
    path = folder / "fonts.conf"
    path.write_text(
        "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig>"
        f"<dir>{escape(str(fonts))}</dir><cachedir>{escape(str(folder / 'cache'))}</cachedir>{aliases}</fontconfig>",
        encoding="utf-8",
    )
    return path


def lay_out(files: Sequence[Path], folder: Path) -> list[Path]:
    """PDFs that LibreOffice makes of Word files, in their order; one call for all of them."""
    environment = {**os.environ, "FONTCONFIG_FILE": str(write_font_aliases(folder)), "HOME": str(folder)}
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--convert-to", "pdf", "--outdir", str(folder), *map(str, files),
        ],
        env=environment, check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return [folder / file.with_suffix(".pdf").name for file in files]
