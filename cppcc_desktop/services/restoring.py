"""What a restore would take away, and the question whether this person may do it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.conditions import Condition, Is
from cppcc_desktop.domain.description.fields import Entity
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.office.accounts import sign_in
from cppcc_desktop.services.office.backups import RestoreRights, check_restore, restore_office
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.opening import Surroundings, open_office
from cppcc_desktop.services.soundness import weigh
from db.backup_list import list_missing
from db.chunks import chunked


@dataclass(frozen=True)
class Lost:
    """Records of one kind with something a backup does not have: how many, and the list that shows them, if one does."""

    label: str
    count: int
    words: str
    module: str = ""
    where: Condition | None = None


def read_lost(office: Office, actor: Actor, backup: Path) -> list[Lost]:
    """What was recorded after a backup was made, the kinds of the sidebar first; those of other places among it."""
    actor.require("backup")
    missing = list_missing(office.database.path, backup)
    touched: dict[str, dict[str, bool]] = defaultdict(dict)  # kind of the owner → record → whether it is new
    with office.read() as connection:
        for kind in dict.fromkeys(each.kind for each in missing):
            entity = office.schema.entities.get(kind)
            rows = {each.record: each.new for each in missing if each.kind == kind}
            if entity is not None:
                lift(office, connection, entity, rows, touched)
    order = [module.entity.name for module in office.modules.values() if module.page]
    kinds = sorted(touched, key=lambda kind: order.index(kind) if kind in order else len(order))
    return [describe(office, kind, touched[kind]) for kind in kinds]


def lift(
    office: Office, connection: Connection, entity: Entity, rows: dict[str, bool], touched: dict[str, dict[str, bool]]
) -> None:
    """Count a record with its own list as itself, a row of another one as a change of that one."""
    owner = entity.by_name.get(entity.owner)
    if office.module_of(entity.name) is not None or owner is None or owner.target not in office.schema.entities:
        touched[entity.name] |= rows
        return
    table = office.schema.records[entity.name]
    for some in chunked(list(rows)):
        for record in connection.scalars(select(table.c[entity.owner]).where(table.c.id.in_(some))):
            if record:
                touched[owner.target].setdefault(record, False)


def describe(office: Office, kind: str, records: dict[str, bool]) -> Lost:
    entity, module = office.schema.entities[kind], office.module_of(kind)
    new = sum(records.values())
    words = "，".join(f"{word} {count}" for word, count in (("新增", new), ("修改", len(records) - new)) if count)
    label = module.label if module and module.entity.name == kind and module.page else entity.label
    if module is None or not module.page:
        return Lost(label, len(records), words)
    return Lost(label, len(records), words, module.name, Is("id", tuple(records)))


def ask_rights(around: Surroundings, name: str, password: str) -> RestoreRights:
    """What `restore_office` asks of a database: whether this person may restore, as that database knows him."""

    def check_account(path: Path) -> None:
        office = open_office(path, around.features, clock=around.clock, anchors=around.anchors)
        try:
            sign_in(office, name, password).require("backup")
        finally:
            office.close()

    def is_trusted(path: Path) -> bool:
        try:
            office = open_office(path, around.features, clock=around.clock, anchors=around.anchors)
        except OfficeError:
            return False
        try:
            return not weigh(office, check_office(office, Actor(name, "admin", office.name))).faults
        finally:
            office.close()

    return RestoreRights(check_account, is_trusted)


def may_restore(around: Surroundings, path: Path, name: str, password: str, backup: Path) -> Path:
    """The backup, if this person may put it in the place of the database; else the OfficeError that says why not."""
    check_restore(backup, path, ask_rights(around, name, password))
    return backup


def restore_as(around: Surroundings, path: Path, name: str, password: str, backup: Path) -> Path | None:
    """Restore for this person; see restore_office. The database must be open in no window of this program."""
    return restore_office(backup, path, around.features, ask_rights(around, name, password))
