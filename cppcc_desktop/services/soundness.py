"""Whether the database is sound: looked at after an unclean end and once a day, and what helps where it is not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Event

from cppcc_desktop.domain.errors import DamagedFile, OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.check import Check, check_office
from cppcc_desktop.services.office.backups import back_up_before
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.opening import read_meta, write_meta
from db.backup_list import SOUND, Backup, list_backups

CHECKED = "checked_on"  # in meta: the last day on which all was found sound
MADE_AGAIN = ("projection", "index")  # what the journal gives again, as long as it is whole itself
WHOLE = ("integrity", "log")
REBUILD, RESTORE = "rebuild", "restore"


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
    try:
        checks = check_office(office, actor, stopped)
    except DamagedFile as error:
        return Soundness((error.what,), RESTORE, newest_good(office))
    found = weigh(office, checks)
    if not found.faults:
        office.unclean = False
        with suppress(OfficeError), office.database.write() as connection:  # a disk that takes nothing says so later
            write_meta(connection, office, CHECKED, office.today().isoformat())
    return found


def weigh(office: Office, checks: list[Check]) -> Soundness:
    """What the checks come to. A number that was given twice is no damage of the file."""
    faults = tuple(each.detail for each in checks if not each.ok and each.name in (*WHOLE, *MADE_AGAIN))
    if not faults:
        return Soundness()
    if all(each.ok for each in checks if each.name in WHOLE):
        return Soundness(faults, REBUILD)
    return Soundness(faults, RESTORE, newest_good(office))


def newest_good(office: Office) -> Backup | None:
    """The newest backup that was found whole when it was made."""
    return next((each for each in list_backups(office.database.path) if each.state == SOUND), None)


def rebuild_office(office: Office, actor: Actor, progress: Callable[[int, int], None] | None = None) -> None:
    """Make lists and index again from the journal, after a backup; OfficeError where the journal itself is damaged."""
    actor.require("backup")
    checks = {each.name: each for each in check_office(office, actor)}
    broken = [checks[name].detail for name in WHOLE if not checks[name].ok]
    if broken:
        raise OfficeError(
            f"改动记录本身坏了，不能重建：{broken[0]}。", todo=weigh(office, list(checks.values())).advice
        )
    back_up_before(office, "重建前")
    with office.database.write() as connection:
        office.journal(connection).rebuild(progress)
    office.tell(frozenset(office.schema.entities))
