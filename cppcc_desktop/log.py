"""What the program writes about itself: its log, who looked at masked values, and the last words of a crash."""

from __future__ import annotations

import faulthandler
import logging
import platform
import sys
from contextlib import suppress
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TextIO

from cppcc_desktop.services.office.office import CHINA, VERSION

LOG = logging.getLogger(__name__)
LOOKS = logging.getLogger("cppcc.looks")
MONTHS_KEPT = 40  # the security baseline asks for three years; some more, for months a wrong clock made up
LOG_FILE = "cppcc.log"
BYTES, OLDER_FILES = 1_000_000, 3
LINE = logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s %(message)s")
LOOK_LINE = logging.Formatter("%(asctime)s %(message)s")


def keep_log(home: Path) -> None:
    """From now on what is logged goes to files in `home`; a folder that cannot be written leaves the program without.

    cppcc.log holds no record's content; it and three older ones have 1 MB each. 查看记录/2026-11.log says who looked at
    which masked value, a file for each month, the newest 40 kept. cppcc-crash.log has what the system said of a crash.
    """
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    try:
        (home / "查看记录").mkdir(parents=True, exist_ok=True)
        drop_old_months(home / "查看记录")
        faulthandler.enable(open_crash_file(home / "cppcc-crash.log"))
    except OSError as error:
        root.addHandler(logging.StreamHandler() if sys.stderr else logging.NullHandler())
        LOG.warning("no log in %s: %s", home, error)
        return
    add_handler(root, SharedFile(home / LOG_FILE, maxBytes=BYTES, backupCount=OLDER_FILES, encoding="utf-8"), LINE)
    add_handler(LOOKS, MonthFiles(home / "查看记录"), LOOK_LINE)
    LOOKS.propagate = False
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)  # a line for each of its parts otherwise
    sys.excepthook = log_fault


def log_start(name: str) -> None:
    """The first line of a run: what started, of which version, on what."""
    LOG.info("%s %s on Python %s, %s", name, VERSION, platform.python_version(), platform.platform())


def log_end(name: str, code: int) -> None:
    """The last line of a run that ended by itself."""
    LOG.info("%s ended with %d", name, code)


def log_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What nobody caught is in the log too; the window puts its dialog in this place."""
    if not issubclass(kind, KeyboardInterrupt):
        LOG.error("uncaught error", exc_info=(kind, error, trace))
    sys.__excepthook__(kind, error, trace)


class SharedFile(RotatingFileHandler):
    """Open for the moment of a line: several windows and `cppcc` write it, and Windows renames no open file."""

    def __init__(self, path: Path, **options: object) -> None:
        super().__init__(path, delay=True, **options)  # pyright: ignore[reportArgumentType]

    def emit(self, record: logging.LogRecord) -> None:
        super().emit(record)
        if self.stream:
            self.stream.close()
            self.stream = None  # pyright: ignore[reportAttributeAccessIssue] - as FileHandler.close does

    def doRollover(self) -> None:  # noqa: N802 - logging's name
        """Another process may hold a file at this moment: then the next line tries again."""
        with suppress(OSError):
            super().doRollover()


class MonthFiles(logging.Handler):
    """A line goes to the file of its month in China."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def emit(self, record: logging.LogRecord) -> None:
        month = datetime.fromtimestamp(record.created, CHINA)
        try:
            with (self._folder / f"{month:%Y-%m}.log").open("a", encoding="utf-8") as file:
                file.write(self.format(record) + "\n")
        except OSError:
            self.handleError(record)


def drop_old_months(folder: Path) -> None:
    """By number and not by date: a clock that is years ahead for a day must not empty the folder."""
    for old in sorted(folder.glob("[0-9][0-9][0-9][0-9]-[0-9][0-9].log"))[:-MONTHS_KEPT]:
        with suppress(OSError):
            old.unlink()


def open_crash_file(path: Path) -> TextIO:
    """Opened for good, because a crash has no time to open it; begun anew once it is large."""
    large = path.exists() and path.stat().st_size > BYTES
    return path.open("w" if large else "a", encoding="utf-8")


def add_handler(logger: logging.Logger, handler: logging.Handler, line: logging.Formatter) -> None:
    handler.setFormatter(line)
    logger.addHandler(handler)
