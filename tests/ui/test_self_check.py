"""--self-check on a program whose pages or parts do not all come up."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PASSWORD, USER

ROOT = Path(__file__).parents[2]
LEFT_OUT = """
import sys
sys.modules["cppcc_desktop.nouns.proposals.samples"] = None
from cppcc_desktop.__main__ import run_window
sys.exit(run_window())
"""
BROKEN = """
import sys
from ui.{module}.page import {page}
def stumble(self, *given):
    raise LookupError("弄坏了")
{page}.__init__ = stumble
from cppcc_desktop.__main__ import run_window
sys.exit(run_window())
"""


def check(code: str, database: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """The program of this code with --self-check on a copy of the database."""
    shutil.copy(database, folder / "office.db")
    (folder / "password").write_text(PASSWORD, "utf-8")
    around = {"QT_QPA_PLATFORM": "offscreen", "CPPCC_USER": USER, "CPPCC_PASSWORD_FILE": str(folder / "password"),
              "CPPCC_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT)}  # fmt: skip
    return subprocess.run([sys.executable, "-c", code, "--db", str(folder / "office.db"), "--self-check"],
                          env={**os.environ, **around}, capture_output=True, text=True, encoding="utf-8", cwd=folder,
                          timeout=120)  # fmt: skip


@pytest.mark.parametrize(
    ("module", "page", "named"),
    [("records", "RecordPage", "记录"), ("settings", "SettingsPage", "settings")],
)
def test_a_page_that_cannot_be_built_fails_the_check(
    demo_file: Path, tmp_path: Path, module: str, page: str, named: str
) -> None:
    done = check(BROKEN.format(module=module, page=page), demo_file, tmp_path)
    assert done.returncode == 1 and named in done.stderr and "弄坏了" in done.stderr, done.stderr
    assert "每个页面都打开了" not in done.stdout


def test_a_part_that_a_build_has_left_out_fails_the_check(demo_file: Path, tmp_path: Path) -> None:
    done = check(LEFT_OUT, demo_file, tmp_path)
    assert done.returncode == 1 and "proposals Sample" in done.stderr and "samples" in done.stderr, done.stderr
    assert "每个页面都打开了" not in done.stdout
