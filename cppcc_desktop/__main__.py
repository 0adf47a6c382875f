"""Both entry points: the window, and `cppcc` without one. The built program starts here for both.

Nothing of ours is imported before it is known what was started: the child that reads a file must be light.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from cppcc_desktop.importers.tables.sheets import READER_FLAG


def run_command() -> int:
    """`cppcc`: exit code 0 done, 1 refused, 2 wrong usage."""
    from cppcc_desktop.bootstrap import surround
    from cppcc_desktop.cli.main import run
    from cppcc_desktop.log import keep_log, log_end, log_start

    around = surround()
    keep_log(around.home)
    command = " ".join(["cppcc", *sys.argv[1:2]])  # what follows may be a record's content
    log_start(command)
    code = run(sys.argv[1:], around)
    log_end(command, code)
    return code


def run_window() -> int:
    """`cppcc-desktop`: the window; its exit code."""
    from cppcc_desktop.bootstrap import surround
    from cppcc_desktop.log import keep_log, log_end, log_start

    around = surround()
    keep_log(around.home)
    log_start("cppcc-desktop")
    from ui.app import run_app
    from ui.faces import FACES

    code = run_app(sys.argv[1:], around, FACES)
    log_end("cppcc-desktop", code)
    return code


def read_sheet(arguments: list[str]) -> int:
    """The child process of an import; see importers.sheets."""
    from cppcc_desktop.importers.reader import main as read

    read(arguments)
    return 0


def main() -> int:
    """`python -m cppcc_desktop [cppcc …]`, and both executables of the built program, told apart by their names."""
    if sys.argv[1:2] == [READER_FLAG]:  # the built program starts itself as the child that reads a file
        return read_sheet(sys.argv[2:])
    if getattr(sys, "frozen", False):
        leave_own_libraries()
        return run_command() if Path(sys.executable).stem.lower() == "cppcc" else run_window()
    if sys.argv[1:2] == ["cppcc"]:
        del sys.argv[1]
        return run_command()
    return run_window()


def leave_own_libraries() -> None:
    """Programs started from here (the file manager) must load the system's libraries, not the ones built in."""
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is not None:
        os.environ["LD_LIBRARY_PATH"] = before
    elif sys.platform != "win32":
        os.environ.pop("LD_LIBRARY_PATH", None)


if __name__ == "__main__":
    sys.exit(main())
