"""What the program writes about itself, with real processes."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from cppcc_desktop.log import MONTHS_KEPT, SharedFile, drop_old_months
from cppcc_desktop.services.office.office import CHINA
from tests.conftest import Filled, Place

ROOT = Path(__file__).parents[1]


def run(code: str, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A Python process with that home; `code` finds it as `home`."""
    head = "import sys\nfrom pathlib import Path\nfrom cppcc_desktop.log import *\nhome = Path(sys.argv[1])\n"
    return subprocess.run([sys.executable, "-W", "error", "-c", head + code, str(home), *arguments], cwd=ROOT,
                          capture_output=True, text=True, encoding="utf-8", timeout=60)  # fmt: skip


def cppcc(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    (home.parent / "password").write_text("correct horse 9", "utf-8")
    around = {"CPPCC_HOME": str(home), "CPPCC_USER": "周明礼", "CPPCC_PASSWORD_FILE": str(home.parent / "password")}
    return subprocess.run([sys.executable, "-m", "cppcc_desktop", "cppcc", *arguments], cwd=ROOT, encoding="utf-8",
                          env={**os.environ, **around}, capture_output=True, text=True, timeout=60)  # fmt: skip


def test_who_looked_at_a_masked_value_is_kept_apart_by_month(
    county: Place, filled: Filled, tmp_path: Path, home: Path
) -> None:
    from cppcc_desktop.services.records.records import change_record, show_record

    member = filled.members[0]
    shown = show_record(county.office, county.actor, "member", member)
    change_record(county.office, county.actor, "member", member, {"mobile": "13800009999"}, seen=shown)
    code = (
        "from cppcc_desktop.bootstrap import FEATURES\nfrom cppcc_desktop.domain.office.office import Actor\n"
        "from cppcc_desktop.services.office.opening import Surroundings\nfrom cppcc_desktop.services.records.records import reveal_value\n"
        "from datetime import UTC, datetime\nkeep_log(home)\nlog_start('test')\n"
        "office = Surroundings(FEATURES, lambda: datetime.now(UTC), Path(sys.argv[4])).open(Path(sys.argv[2]))\n"
        "print(reveal_value(office, Actor('周明礼', 'admin', office.name), 'member', sys.argv[3], 'mobile'))\n"
        "office.close()\n"
    )
    done = run(code, tmp_path / "家", str(county.path), member, str(home))
    assert done.stdout == "13800009999\n", done.stderr
    month = datetime.now(CHINA).strftime("%Y-%m")
    look = (tmp_path / "家" / "查看记录" / f"{month}.log").read_text("utf-8")
    assert "周明礼" in look and member in look and "mobile" in look and look.count("\n") == 1
    assert "13800009999" not in look
    assert "查看" not in (tmp_path / "家" / "cppcc.log").read_text("utf-8")


def test_months_are_counted_not_dated(tmp_path: Path) -> None:
    months = [f"{2020 + each // 12}-{each % 12 + 1:02}" for each in range(MONTHS_KEPT + 5)]
    for name in (*months, "2099-01"):  # the clock was wrong once
        (tmp_path / f"{name}.log").write_text("x")
    (tmp_path / "说明.txt").write_text("x")
    drop_old_months(tmp_path)
    kept = sorted(each.stem for each in tmp_path.glob("*.log"))
    assert len(kept) == MONTHS_KEPT >= 36 + 1 and kept == sorted([*months, "2099-01"])[-MONTHS_KEPT:]
    assert (tmp_path / "说明.txt").exists()


def test_the_log_is_four_files_at_most_and_none_is_large(tmp_path: Path) -> None:
    handler = SharedFile(tmp_path / "a.log", maxBytes=1000, backupCount=3, encoding="utf-8")
    for number in range(600):
        handler.handle(logging.LogRecord("a", logging.INFO, "", 0, f"第 {number} 行", None, None))
        assert handler.stream is None, "nobody holds the file between two lines"
    handler.close()
    files = sorted(tmp_path.iterdir())
    assert [each.name for each in files] == ["a.log", "a.log.1", "a.log.2", "a.log.3"]
    assert all(each.stat().st_size <= 1000 for each in files)
    assert "第 599 行" in files[0].read_text("utf-8")


def test_several_programs_write_one_log(tmp_path: Path) -> None:
    code = (
        "import logging\nhandler = SharedFile(home, maxBytes=50_000, backupCount=3, encoding='utf-8')\n"
        "for n in range(300): handler.handle(logging.LogRecord('a', 20, '', 0, sys.argv[2] * 100, None, None))\n"
    )
    head = "import sys\nfrom pathlib import Path\nfrom cppcc_desktop.log import *\nhome = Path(sys.argv[1])\n"
    both = [
        subprocess.Popen(
            [sys.executable, "-c", head + code, str(tmp_path / "a.log"), letter],
            cwd=ROOT,
            text=True,
            stderr=subprocess.PIPE,
        )
        for letter in "xy"
    ]
    for each in both:
        _, err = each.communicate(timeout=60)
        assert each.returncode == 0 and not err, err
    lines = [line for file in tmp_path.iterdir() for line in file.read_text("utf-8").splitlines()]
    assert set(lines) == {"x" * 100, "y" * 100}, "no line is torn"


def test_cppcc_writes_the_log_but_not_what_was_typed(county: Place, tmp_path: Path) -> None:
    county.office.close()
    home = tmp_path / "家"
    made = cppcc(home, "record", "new", "unit", "--set", "name=示例县某某局", "--db", str(county.path))
    assert made.returncode == 0, made.stderr
    assert cppcc(home, "check", "--db", str(tmp_path / "没有.db")).returncode == 1
    written = (home / "cppcc.log").read_text("utf-8")
    assert "cppcc record ended with 0" in written and "cppcc check ended with 1" in written
    assert "某某局" not in written


def test_what_nobody_caught_is_in_the_log(tmp_path: Path) -> None:
    done = run("keep_log(home)\n{}['没有']\n", tmp_path / "家")
    assert done.returncode == 1 and "KeyError" in done.stderr
    written = (tmp_path / "家" / "cppcc.log").read_text("utf-8")
    assert "uncaught error" in written and "KeyError: '没有'" in written


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends such a process in its own way")
def test_a_crash_leaves_its_last_words(tmp_path: Path) -> None:
    done = run("keep_log(home)\nimport os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n", tmp_path / "家")
    assert done.returncode < 0
    assert "Segmentation fault" in (tmp_path / "家" / "cppcc-crash.log").read_text("utf-8")


def test_a_large_crash_file_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "cppcc-crash.log").write_text("x" * 1_000_001)
    assert run("keep_log(home)\n", tmp_path).returncode == 0
    assert (tmp_path / "cppcc-crash.log").stat().st_size == 0


def test_without_a_place_for_the_log_the_program_still_works(tmp_path: Path) -> None:
    (tmp_path / "家").write_text("a file, no folder")
    done = run("keep_log(home)\nlogging.getLogger('a').info('到这里')\nprint('好')\n", tmp_path / "家")
    assert done.returncode == 0 and done.stdout == "好\n" and "no log in" in done.stderr and "到这里" in done.stderr
