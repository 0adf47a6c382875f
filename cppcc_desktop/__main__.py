"""Both entry points: the window, and `cppcc` without one."""

from __future__ import annotations

import sys

from cppcc_desktop.bootstrap import surround
from cppcc_desktop.importers.sheets import READER_FLAG


def run_command() -> int:
    """`cppcc`: exit code 0 done, 1 refused, 2 wrong usage."""
    from cppcc_desktop.cli.main import run

    return run(sys.argv[1:], surround())


def run_window() -> int:
    """`cppcc-desktop`: the window; its exit code."""
    from ui.app import run_app

    return run_app(sys.argv[1:], surround())


def read_sheet(arguments: list[str]) -> int:
    """The child process of an import; see importers.sheets."""
    from cppcc_desktop.importers.reader import main as read

    read(arguments)
    return 0


def main() -> int:
    """`python -m cppcc_desktop [cppcc …]`."""
    if sys.argv[1:2] == [READER_FLAG]:  # the frozen program starts itself as the child that reads a file
        return read_sheet(sys.argv[2:])
    if sys.argv[1:2] == ["cppcc"]:
        del sys.argv[1]
        return run_command()
    return run_window()


if __name__ == "__main__":
    sys.exit(main())
