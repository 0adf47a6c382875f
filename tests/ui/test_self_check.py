"""--self-check on a program whose pages do not all come up."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PASSWORD, USER

ROOT = Path(__file__).parents[2]
BROKEN = """
import sys
from ui.{module}.page import {page}
def stumble(self, *given):
    raise LookupError("弄坏了")
{page}.__init__ = stumble
from cppcc_desktop.__main__ import run_window
sys.exit(run_window())
"""


@pytest.mark.parametrize(
    ("module", "page", "named"),
    [("records", "RecordPage", "记录"), ("settings", "SettingsPage", "settings")],
)
def test_a_page_that_cannot_be_built_fails_the_check(
    demo_file: Path, tmp_path: Path, module: str, page: str, named: str
) -> None:
    shutil.copy(demo_file, tmp_path / "office.db")
    (tmp_path / "password").write_text(PASSWORD, "utf-8")
    around = {"QT_QPA_PLATFORM": "offscreen", "CPPCC_USER": USER, "CPPCC_PASSWORD_FILE": str(tmp_path / "password"),
              "CPPCC_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}  # fmt: skip
    code = BROKEN.format(module=module, page=page)
    done = subprocess.run([sys.executable, "-c", code, "--db", str(tmp_path / "office.db"), "--self-check"],
                          env={**os.environ, **around}, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path,
                          timeout=120)  # fmt: skip
    assert done.returncode == 1 and named in done.stderr and "弄坏了" in done.stderr, done.stderr
    assert "每个页面都打开了" not in done.stdout
