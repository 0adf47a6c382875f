"""The one place that opens databases."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from threading import Event, RLock
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError

from cppcc_desktop.domain.errors import Cancelled, OfficeError
from db.backup import BUSY_SECONDS, create_backup
from db.backup_list import backup_folder
from db.faults import is_sqlite, roll_back, translated
from db.queries.texts import holds_rarely, normal_form
from db.tables import APPLICATION_ID, SCHEMA_VERSION, Schema
from db.targets import make_private


class Database:
    """An open database file. Readers see one moment, writers take turns."""

    def __init__(self, path: Path, schema: Schema, engine: Engine) -> None:
        self.path = path
        self.schema = schema
        self._engine = engine
        self._file = which_file(path)  # whatever stands under its name later
        self._turn = RLock()  # of the threads of this program

    @contextmanager
    def read(self) -> Generator[Connection]:
        """A connection whose statements all see the same moment."""
        with translated(self.path), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Generator[Connection]:
        """One transaction that holds the write lock from its first moment; any error takes all of it back."""
        with self._turn, translated(self.path), self._engine.connect() as plain:
            self._refuse_gone()
            connection = plain.execution_options(sqlite_begin="BEGIN IMMEDIATE")
            with connection.begin():
                yield connection

    @contextmanager
    def hold(self) -> Generator[None]:
        """Nobody in this program writes while the file is made anew; whoever wants to waits."""
        with self._turn:
            yield

    def _refuse_gone(self) -> None:
        """What is written to a file that was deleted or replaced meanwhile is gone, though the system takes it."""
        file = which_file(self.path)
        self._file = self._file or file
        if file is None or file != self._file:
            raise OfficeError(
                f"“{self.path}”不在原来的地方了，这一步没有保存。", kept="以前保存的都在原来的那个文件里。",
                todo="U 盘或网络盘断开的，接好；文件夹被移走或删掉的，放回原处；再关掉窗口重新打开。",
            )  # fmt: skip

    @property
    def files(self) -> Path:
        """Folder of the attachments, each under its content hash."""
        return self.path.with_suffix(".files")

    def close(self) -> None:
        self._engine.dispose()


def which_file(path: Path) -> tuple[int, int] | None:
    """What tells a file from another one of its name; None if there is none."""
    try:
        looked = path.stat()
    except FileNotFoundError:
        return None
    return looked.st_dev, looked.st_ino


PATIENCE = 20_000  # SQLite's steps between two looks at whether somebody still waits


@contextmanager
def stoppable(connection: Connection, stopped: Event) -> Generator[None]:
    """What this connection reads inside the block ends with Cancelled once `stopped` is set."""
    driver: Any = connection.connection.driver_connection
    driver.set_progress_handler(lambda: int(stopped.is_set()), PATIENCE)
    try:
        if stopped.is_set():
            raise Cancelled
        yield
    except OperationalError as error:
        if stopped.is_set() and "interrupted" in str(error.orig):
            raise Cancelled from error
        raise
    finally:
        driver.set_progress_handler(None, 0)


def create_database(path: Path, schema: Schema) -> Database:
    """A new, empty database; refuses to touch a file that is already there."""
    refuse_taken(path)
    database = Database(path, schema, make_engine(path))
    with unfinished(database):
        with translated(path):
            make_private(path)
        migrate(database)
    return database


def refuse_taken(path: Path) -> None:
    """OfficeError where no new database can be made: a file is there already, or no folder."""
    if path.exists():
        raise OfficeError(f"“{path.name}”已经有了，没有覆盖。", todo="换一个文件名，或直接打开它。")
    if not path.parent.is_dir():
        raise OfficeError(f"没有“{path.parent}”这个文件夹。", todo="先建好文件夹，再试一次。")


@contextmanager
def unfinished(database: Database) -> Generator[None]:
    """A new database that cannot be finished inside this block is taken away again, with what SQLite put beside it."""
    with ExitStack() as undo:
        for suffix in ("", "-wal", "-shm"):
            undo.callback(Path(f"{database.path}{suffix}").unlink, missing_ok=True)
        undo.callback(database.close)
        yield
        undo.pop_all()


def open_database(path: Path, schema: Schema, project: Callable[[Connection], None]) -> Database:
    """An existing database, migrated to this program's schema after a backup; `project` then fills the tables anew.

    Raises OfficeError for a file that is missing, not ours, damaged, or made by a newer version; such a file
    is left as it is.
    """
    with translated(path):
        if path.is_dir():
            raise OfficeError(f"“{path.name}”是文件夹，不是数据库。", todo="选里面的 .db 文件。")
        if not path.is_file():
            raise OfficeError(f"没有找到数据库“{path}”。", todo="检查路径，或新建一个。")
        version = read_version(path)
        make_private(path)
    if version > SCHEMA_VERSION:
        raise OfficeError("这个数据库是更新版本的程序做的，没有打开。", kept="数据原样未动。", todo="先升级本程序。")
    database = Database(path, schema, make_engine(path))
    if version < SCHEMA_VERSION:
        create_backup(path, backup_folder(path), reason="升级前")
        with ExitStack() as undo:
            undo.callback(database.close)
            migrate(database, project)
            undo.pop_all()
    return database


def read_version(path: Path) -> int:
    """The schema version in the file header; OfficeError when the file is not one of our databases, damaged, or cannot be read."""
    refusal = OfficeError(f"“{path.name}”不是本程序的数据库，没有打开。", kept="文件原样未动。", todo="选对文件再试。")
    with translated(path):
        if not is_sqlite(path) and path.stat().st_size:
            raise refusal
        roll_back(path)
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        raise refusal
    return int(version)


def migrate(database: Database, project: Callable[[Connection], None] | None = None) -> None:
    """Bring the schema up to date, and what was kept of a newer program into the tables. Alembic is imported only here: it costs a third of a second."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if project:
            project(connection)
        connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))
        connection.execute(text(f"PRAGMA user_version = {SCHEMA_VERSION}"))


def make_engine(path: Path) -> Engine:
    """SQLite with WAL and synchronous=FULL: what was acknowledged survives a power cut."""
    place = URL.create("sqlite", database=str(path.absolute()))  # a path in a URL's text would be decoded: %20, ?
    engine = create_engine(place, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    event.listen(engine, "connect", prepare_connection)
    event.listen(engine, "begin", begin_transaction)
    return engine


def prepare_connection(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    connection.create_function("normal_form", 1, normal_form, deterministic=True)
    connection.create_function("holds_rarely", 2, holds_rarely, deterministic=True)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-8000", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def begin_transaction(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))
