"""Opening, migrating, backing up and restoring databases."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

import pytest
import sqlalchemy
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy.exc import DatabaseError, OperationalError

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Plenary
from cppcc_desktop.services.office.backups import (
    RestoreRights,
    create_office_backup,
    last_backup,
    restore_office,
    verify_office_backup,
)
from cppcc_desktop.services.office.opening import create_office, make_schema, open_office
from cppcc_desktop.services.records.records import change_record, create_record, show_record
from db import engine
from db.backup import create_backup, restore_backup, verify_backup
from db.engine import create_database, read_version
from db.faults import explain
from db.tables import APPLICATION_ID, SCHEMA_VERSION
from tests.conftest import PASSWORD, USER, Filled, Place


def is_full_text(name: str | None) -> bool:
    """SQLite's own tables of the full-text index: the migration makes them, the metadata cannot describe them."""
    return (name or "").startswith("find_text")


def test_schema_after_migrations_equals_the_tables(county: Place) -> None:
    with county.office.read() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": lambda _, name, *__: not is_full_text(name)}
        )
        assert compare_metadata(context, county.office.schema.metadata) == []


def test_header_and_durability(county: Place) -> None:
    assert read_version(county.path) == SCHEMA_VERSION
    with county.office.read() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "application_id")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "application_id": APPLICATION_ID}


def refuse(place: Place, path: Path, said: str) -> None:
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(OfficeError, match=said):
        place.around.open(path)
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_what_is_no_database_of_ours_is_left_alone(county: Place, tmp_path: Path) -> None:
    refuse(county, tmp_path / "none.db", "没有找到")
    (tmp_path / "text.db").write_text("这不是数据库" * 100)
    refuse(county, tmp_path / "text.db", "不是本程序的数据库")
    (tmp_path / "empty.db").touch()
    refuse(county, tmp_path / "empty.db", "不是本程序的数据库")
    connection = sqlite3.connect(tmp_path / "foreign.db")
    connection.execute("CREATE TABLE x (y)")
    connection.close()
    refuse(county, tmp_path / "foreign.db", "不是本程序的数据库")


def set_version(path: Path, version: int) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()


def test_newer_database_is_refused(county: Place) -> None:
    county.office.close()
    set_version(county.path, SCHEMA_VERSION + 1)
    with pytest.raises(OfficeError, match="更新版本"):
        county.around.open(county.path)


def make_first_schema(filled: Filled, path: Path) -> None:
    """The database of the first released schema with the same operations: what an office upgrades from."""
    filled.place.office.close()
    config = Config()
    config.set_main_option("script_location", str(Path(engine.__file__).parent / "migrations"))
    made = sqlalchemy.create_engine(f"sqlite:///{path}")
    with made.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with made.connect() as connection:
        driver = connection.exec_driver_sql
        driver(f"ATTACH '{filled.place.path}' AS now")
        for table in ("operation", "replica", "meta"):
            driver(f'INSERT INTO main."{table}" SELECT * FROM now."{table}"')
        connection.commit()
        driver(f"PRAGMA application_id = {APPLICATION_ID}")
        driver("PRAGMA user_version = 1")
    made.dispose()


def test_database_of_the_first_schema_is_upgraded_whole(filled: Filled, tmp_path: Path) -> None:
    old = tmp_path / "旧库.db"
    before = show_record(filled.place.office, filled.place.actor, "member", filled.members[0]).values
    make_first_schema(filled, old)
    office = filled.place.around.open(old)
    try:
        (backup,) = (tmp_path / "备份").glob("*升级前.bak")
        assert read_version(backup) == 1
        assert show_record(office, filled.place.actor, "member", filled.members[0]).values == before
        with office.read() as connection:
            assert not list(office.journal(connection).verify())
            assert connection.exec_driver_sql("SELECT count(*) FROM find_entry").scalar()
    finally:
        office.close()


def test_backup_before_migrating(county: Place) -> None:
    county.office.close()
    set_version(county.path, SCHEMA_VERSION - 1)
    county.reopen()
    (backup,) = (county.path.parent / "备份").glob("*升级前.bak")
    verify_backup(backup)
    assert read_version(county.path) == SCHEMA_VERSION


def test_failed_migration_leaves_everything(county: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    county.office.close()
    set_version(county.path, SCHEMA_VERSION - 1)

    def fail(*_args: object) -> None:
        raise RuntimeError("half way")

    monkeypatch.setattr("cppcc_desktop.journal.store.Journal.rebuild", fail)
    with pytest.raises(RuntimeError):
        county.around.open(county.path)
    monkeypatch.undo()
    assert read_version(county.path) == SCHEMA_VERSION - 1
    county.reopen()


def test_new_database_never_overwrites(county: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schema = make_schema(FEATURES)
    with pytest.raises(OfficeError, match="已经有了"):
        create_database(county.path, schema)
    with pytest.raises(OfficeError, match="文件夹"):
        create_database(tmp_path / "none" / "a.db", schema)

    def fail(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(engine, "migrate", fail)
    with pytest.raises(RuntimeError):
        create_database(tmp_path / "a.db", schema)
    assert not (tmp_path / "a.db").exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [("database is locked", "占用"), ("database or disk is full", "磁盘满了"), ("attempt to write a readonly database", "只读"),
     ("database disk image is malformed", "损坏"), ("file is not a database", "损坏")],
)  # fmt: skip
def test_what_sqlite_says_becomes_words(said: str, words: str) -> None:
    told = explain(OperationalError("x", {}, sqlite3.OperationalError(said)))
    assert told is not None
    assert words in told.what


def test_our_own_mistakes_are_not_dressed_up(county: Place) -> None:
    assert explain(OperationalError("x", {}, sqlite3.OperationalError("no such table: x"))) is None
    with pytest.raises(DatabaseError), county.office.database.write() as connection:
        connection.exec_driver_sql("SELECT * FROM nowhere")


def test_damaged_file_says_so(county: Place) -> None:
    county.office.close()
    data = bytearray(county.path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    county.path.write_bytes(data)
    with pytest.raises(OfficeError, match="损坏"):
        county.around.open(county.path)


def test_locked_database_gives_up_with_words(county: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.1)
    other = county.around.open(county.path)
    with county.office.database.write(), pytest.raises(OfficeError, match="占用"), other.database.write():
        pass
    other.close()


def test_backup_is_whole_and_says_that_it_is_one(filled: Filled) -> None:
    place = filled.place
    backup = create_office_backup(place.office, place.actor)
    verify_office_backup(place.office, place.actor, backup)
    assert last_backup(place.office) is not None
    assert not list(backup.parent.glob("*.part"))
    connection = sqlite3.connect(backup)
    assert connection.execute("SELECT count(*) FROM meta WHERE key = 'backup'").fetchone() == (1,)
    connection.close()


def test_restore_starts_a_new_incarnation(filled: Filled) -> None:
    place = filled.place
    backup = create_office_backup(place.office, place.actor)
    change_record(place.office, place.actor, "member", filled.members[0], {"post": "备份以后"})
    before = place.office.replica
    place.office.close()
    kept = restore_office(
        backup, place.path, FEATURES, RestoreRights(lambda path: place.around.open(path).close(), lambda _path: True)
    )
    place.reopen()
    assert place.office.replica != before
    assert show_record(place.office, place.actor, "member", filled.members[0]).values["post"] == "县医院医生"
    assert kept is not None
    verify_backup(kept)
    replica = place.office.replica
    place.reopen()
    assert place.office.replica == replica
    assert sorted(each.name for each in place.path.parent.iterdir() if each.suffix == ".restored") == []


def test_refused_restore_leaves_all_as_it_was(filled: Filled) -> None:
    place = filled.place
    backup = create_office_backup(place.office, place.actor)
    place.office.close()
    before = place.path.read_bytes()

    def refuse_account(_path: Path) -> None:
        raise OfficeError("用户名或口令不对。")

    with pytest.raises(OfficeError):
        restore_office(backup, place.path, FEATURES, RestoreRights(refuse_account, lambda _path: True))
    assert place.path.read_bytes() == before
    assert not list(place.path.parent.glob("*.restored*"))


def test_copied_or_rolled_back_file_is_noticed(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    replica = place.office.replica
    place.office.close()
    shutil.copy(place.path, tmp_path / "copy.db")
    other = place.around.open(tmp_path / "copy.db")
    assert other.replica != replica
    other.close()
    place.reopen()
    change_record(place.office, place.actor, "member", filled.members[0], {"post": "后来"})
    assert place.office.replica == replica
    place.office.close()
    shutil.copy(tmp_path / "copy.db", place.path)
    place.reopen()
    assert place.office.replica != replica


def test_a_backup_comes_back_under_an_open_window(filled: Filled) -> None:
    """708 saves were acknowledged and none was in the database."""
    place, member = filled.place, filled.members[0]
    backup = create_office_backup(place.office, place.actor)
    change_record(place.office, place.actor, "member", member, {"post": "备份以后"})
    kept = restore_office(
        backup, place.path, FEATURES, RestoreRights(lambda path: place.around.open(path).close(), lambda _path: True)
    )
    with pytest.raises(OfficeError, match="刚刚恢复成了一份备份") as refused:
        change_record(place.office, place.actor, "member", member, {"post": "恢复以后"})
    assert "重新打开" in refused.value.todo and kept is not None
    assert show_record(place.office, place.actor, "member", member).values["post"] == "县医院医生"
    place.around.open(place.path).close()  # another program has opened it since
    with pytest.raises(OfficeError, match="刚刚恢复成了一份备份"):
        change_record(place.office, place.actor, "member", member, {"post": "恢复以后"})
    place.reopen()
    change_record(place.office, place.actor, "member", member, {"post": "恢复以后"})
    with place.office.read() as connection:
        assert not list(place.office.journal(connection).verify())
    assert show_record(place.office, place.actor, "member", member).values["post"] == "恢复以后"


def test_a_backup_of_another_office_does_not_take_its_place(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    other = create_office(
        tmp_path / "乙县.db", FEATURES, kind="county", name="政协乙县委员会", plenary=Plenary(10, 3), user=USER,
        password=PASSWORD, clock=place.clock, anchors=place.around.anchors,
    )  # fmt: skip
    backup = create_office_backup(other, place.actor, tmp_path / "乙县备份")
    other.close()
    place.office.close()
    before = place.path.read_bytes()
    with pytest.raises(OfficeError, match="不是这个数据库的备份"):
        restore_office(
            backup,
            place.path,
            FEATURES,
            RestoreRights(lambda path: place.around.open(path).close(), lambda _path: True),
        )
    assert place.path.read_bytes() == before


def test_who_may_not_enter_may_not_replace_it(filled: Filled) -> None:
    """The account was asked of the backup alone: a stranger's file could take the office's place."""
    place = filled.place
    backup = create_office_backup(place.office, place.actor)
    asked: list[Path] = []

    def refuse_here(path: Path) -> None:
        asked.append(path)
        if path == place.path:
            raise OfficeError("用户名或口令不对。")

    place.office.close()
    with pytest.raises(OfficeError, match="口令不对"):
        restore_office(backup, place.path, FEATURES, RestoreRights(refuse_here, lambda _path: True))
    assert asked == [place.path]


def test_a_damaged_database_is_put_aside_for_its_backup(filled: Filled) -> None:
    place = filled.place
    backup = create_office_backup(place.office, place.actor)
    place.office.close()
    place.path.write_bytes(b"SQLite format 3\0" + b"\xff" * 9000)
    kept = restore_office(
        backup, place.path, FEATURES, RestoreRights(lambda path: place.around.open(path).close(), lambda _path: True)
    )
    assert kept is not None and kept.name.endswith("-损坏.bak") and kept.read_bytes().endswith(b"\xff" * 10)
    place.reopen()
    assert show_record(place.office, place.actor, "member", filled.members[0]).values["post"] == "县医院医生"


@pytest.mark.parametrize("name", ["甲%20县", "%E4%B9%99", "问?号", "井#号", "空 格", "a&b=c", "百分100%"])
def test_a_path_names_that_file_and_no_other(county: Place, tmp_path: Path, name: str) -> None:
    """SQLAlchemy decoded %20 in a URL: the work happened on another file than the one that was checked."""
    county.office.close()
    for folder in (name, unquote(name)):
        (tmp_path / folder).mkdir(exist_ok=True)
        shutil.copy(county.path, tmp_path / folder / f"{folder}.db")
    path = tmp_path / name / f"{name}.db"
    office = county.around.open(path)
    create_record(office, county.actor, "member", {"name": "赵试一"})
    office.close()
    for file in tmp_path.rglob("*.db"):
        with closing(sqlite3.connect(file)) as opened:
            names = [each for (each,) in opened.execute("SELECT name FROM member")]
        assert names == (["赵试一"] if file == path else []), file
    made = create_database(tmp_path / name / f"新{name}.db", make_schema(FEATURES))
    made.close()
    assert (tmp_path / name / f"新{name}.db").stat().st_size > 100_000


def test_what_stands_in_the_way_is_said(county: Place, tmp_path: Path) -> None:
    county.office.close()
    refuse(county, tmp_path, "是文件夹")
    with pytest.raises(OfficeError, match="太长"):
        county.around.open(tmp_path / ("长" * 200) / "a.db")
    cut = tmp_path / "cut.db"
    cut.write_bytes(county.path.read_bytes()[:150])
    refuse(county, cut, "损坏")


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "磁盘满了"), (errno.EACCES, "没有权限"), (errno.EROFS, "只读"), (errno.ENAMETOOLONG, "太长"), (errno.EIO, "盘出了错")],
)  # fmt: skip
def test_what_the_system_says_becomes_words(number: int, words: str) -> None:
    told = explain(OSError(number, "x"), Path("本会.db"))
    assert told is not None and words in told.what and told.kept and told.todo
    assert explain(OSError(errno.EINVAL, "x"), None) is None


@pytest.mark.parametrize("content", [b"", b"nothing", b"SQLite format 3\0" + bytes(5000)])
def test_bad_backup_is_refused(county: Place, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.bak").write_bytes(content)
    with pytest.raises(OfficeError):
        verify_backup(tmp_path / "bad.bak")
    before = county.path.read_bytes()
    with pytest.raises(OfficeError):
        restore_backup(tmp_path / "bad.bak", county.path)
    assert county.path.read_bytes() == before


def test_backup_that_cannot_be_written(county: Place, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OfficeError, match="备份没有做成"):
        create_backup(county.path, tmp_path / "file")


def test_restore_where_nothing_was(county: Place, tmp_path: Path) -> None:
    backup = create_backup(county.path, tmp_path / "backups")
    assert restore_backup(backup, tmp_path / "new.db") is None
    county.around.open(tmp_path / "new.db").close()


def test_a_database_left_half_made_is_told_apart(county: Place, tmp_path: Path) -> None:
    """A kill between making the file and its first account."""
    path = tmp_path / "半个.db"
    create_database(path, make_schema(FEATURES)).close()
    with pytest.raises(OfficeError, match="没有建完"):
        open_office(path, FEATURES, clock=county.office.clock, anchors=tmp_path / "anchors")
