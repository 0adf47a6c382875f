"""Whether the database is sound: looked at after an unclean end and once a day, and what helps where it is not."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Event

from sqlalchemy import Connection, select

from cppcc_desktop.domain.errors import DamagedFile, OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.check import KEPT_BESIDE, Check, check_office
from cppcc_desktop.services.office.backups import back_up_before, holds_whole_journal
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.opening import LOST, begin_office, begun, read_last, read_meta, write_meta
from db.backup import copy_tables, keep_damaged, write_over
from db.backup_list import SOUND, Backup, list_backups
from db.engine import unfinished
from db.stored_json import load_stored

log = logging.getLogger(__name__)
KEPT_TABLES = ("replica", "meta", "operation", "package", "quarantine", "draft")  # all else is made from them

CHECKED = "checked_on"  # in meta: the last day on which all was found sound
MADE_AGAIN = ("integrity", "projection", "index")  # what the journal gives again, as long as it is whole itself
LOG, GONE = "log", "lost"
REBUILD, RESTORE, FILL_IN = "rebuild", "restore", "fill in"


@dataclass(frozen=True)
class Soundness:
    """What a check found; `remedy` is what helps, `backup` the newest good one where that is needed."""

    faults: tuple[str, ...] = ()
    remedy: str = ""
    backup: Backup | None = None

    @property
    def advice(self) -> str:
        """What to do, in a sentence; empty where nothing is wrong."""
        if self.remedy == REBUILD:
            return "改动记录是完好的，可以按它重建列表和查找，什么都不会丢。"
        if self.remedy == FILL_IN:
            return "别的都是完好的。对照纸件和单子，把最后登记的几条补上；要是换成了旧的文件，把新的放回来。"
        if self.remedy != RESTORE:
            return ""
        if self.backup is None:
            return "没有完好的备份。先别再往里写，把整个文件夹拷一份留着，再请管电脑的同事看。"
        return f"最近一份完好的备份是 {self.backup.made:%Y-%m-%d %H:%M} 的，可以用它恢复；那以后做的改动要对照着补。"


def needs_check(office: Office) -> bool:
    """Whether it is to be looked at now: it was not closed properly last time, or not looked at today."""
    with office.read() as connection:
        return office.unclean or read_meta(connection, office).get(CHECKED) != office.today().isoformat()


def check_soundness(office: Office, actor: Actor, stopped: Event | None = None) -> Soundness:
    """Look at everything; what is found sound is not looked at again today. Cancelled once `stopped` is set."""
    found = weigh(office, check_office(office, actor, stopped))
    if not found.faults:
        office.unclean = False
        with suppress(OfficeError), office.database.write() as connection:  # a disk that takes nothing says so later
            write_meta(connection, office, CHECKED, office.today().isoformat())
    return found


def weigh(office: Office, checks: list[Check]) -> Soundness:
    """What the checks come to. A number that was given twice is no damage of the file."""
    bad = [each for each in checks if not each.ok and each.name in (*MADE_AGAIN, LOG, GONE)]
    faults, names = tuple(each.detail for each in bad), {each.name for each in bad}
    if not faults:
        return Soundness()
    if LOG in names:
        return Soundness(faults, RESTORE, newest_good(office))
    return Soundness(faults, FILL_IN if names == {GONE} else REBUILD)


def newest_good(office: Office) -> Backup | None:
    """The newest backup that is whole: a copy of a damaged database is as damaged."""
    return next(
        (each for each in list_backups(office.database.path) if each.state == SOUND and holds_whole_journal(each.path)),
        None,
    )


def forget_lost(office: Office) -> None:
    """Somebody was told what is missing."""
    with office.database.write() as connection:
        connection.execute(office.schema.meta.delete().where(office.schema.meta.c.key == LOST))


def rebuild_office(office: Office, actor: Actor, progress: Callable[[int, int], None] | None = None) -> int:
    """Make lists and index again from the journal, after a backup; OfficeError where the journal itself is damaged.

    Returns how many drafts and lines of the register of packages could not be read and are left behind. Nobody writes
    meanwhile: whoever wants to waits.
    """
    actor.require("backup")
    dropped = 0
    with office.database.hold():
        checks = {each.name: each for each in check_office(office, actor)}
        if not (checks["integrity"].ok and checks[LOG].ok and rebuild_in_place(office, progress)):
            dropped = rebuild_anew(office, actor, weigh(office, list(checks.values())).advice, progress)
        forget_lost(office)
    office.tell(frozenset(office.schema.entities))
    return dropped


def rebuild_in_place(office: Office, progress: Callable[[int, int], None] | None) -> bool:
    """Whether it could be done in the file itself; what has no journal may be damaged all the same."""
    try:
        back_up_before(office, "重建前")
        with office.database.write() as connection:
            office.journal(connection).rebuild(progress)
    except DamagedFile:
        return False
    return True


def rebuild_anew(office: Office, actor: Actor, advice: str, progress: Callable[[int, int], None] | None) -> int:
    """The same in a new file that takes the place of the damaged one once it is found whole; that one is kept."""
    path = office.database.path
    partial = begun(path)
    fresh = begin_office(partial, office.features, office.clock, office.anchors, office.kind)
    fresh.replica, fresh.station = office.replica, office.station
    with unfinished(fresh.database):
        try:
            copy_tables(path, partial, KEPT_TABLES)
            with fresh.database.write() as connection:
                dropped = clear_unreadable(fresh, connection)
                fresh.journal(connection).rebuild(progress)
        except DamagedFile as error:
            raise cannot_rebuild("有几页读不出来", advice) from error
        broken = [each.detail for each in check_office(fresh, actor) if not each.ok and each.name in (*MADE_AGAIN, LOG)]
        if broken:
            raise cannot_rebuild(broken[0], advice)
        with fresh.database.read() as connection:
            copied = read_last(connection, fresh)
        fresh.close()
        with office.database.read() as connection:
            if read_last(connection, office) != copied:  # another program on this file
                raise OfficeError("重建的时候别的窗口又存了东西，没有换上。", todo="关掉别的窗口，再重建一次。")
        keep_damaged(path)
        write_over(partial, path)
    begun(path)  # what it was made in is taken away
    return dropped


def cannot_rebuild(why: str, advice: str) -> OfficeError:
    return OfficeError(f"改动记录本身坏了，不能重建：{why}。", todo=advice)


def clear_unreadable(office: Office, connection: Connection) -> int:
    """Leave behind drafts and lines of the register of packages that cannot be read any more; how many."""
    dropped = 0
    for name, columns in KEPT_BESIDE.items():
        table = getattr(office.schema, name)
        for row in connection.execute(select(table)).mappings().all():
            try:
                for each in columns:
                    if row[each]:
                        load_stored(row[each], dict)
            except DamagedFile:
                log.warning("left behind: a row of %s", name)
                dropped += 1
                keys = [column == row[column.name] for column in table.primary_key]
                connection.execute(table.delete().where(*keys))
    return dropped
