"""The first page of a place, for somebody who opens it once a week: what is due, what to enter, what came, what waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from cppcc_desktop.domain.dates import short_date
from cppcc_desktop.domain.description.conditions import EVERYTHING, Both, Condition, Span
from cppcc_desktop.domain.description.fields import Row, Value
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.journal.operations import DELETED
from cppcc_desktop.services.exchange.waiting import Waiting, list_waiting
from cppcc_desktop.services.figures.workbench import Agenda, NavCount
from cppcc_desktop.services.office.office import Office, tell_time
from cppcc_desktop.services.records.drafts import read_lines
from cppcc_desktop.services.records.titles import read_titles
from db.chunks import chunked
from db.stored_json import load_stored

SHOWN_NEWS = 40
FEW = 5  # records of one kind that are told one by one
NAMED = 3  # fields of a change that are named
SOON = 7  # days from which on a task is amber


@dataclass(frozen=True, kw_only=True)
class PlaceTask:
    """One thing a place has to do: a click on its button opens the record, or a new one of the module where that is ""."""

    title: str
    words: str
    button: str
    module: str
    record: str = ""
    due_on: str = ""  # empty: on no day
    written_on: str = ""  # what stands in place of the day it is due: 5月30日写的

    def left(self, today: date) -> int | None:
        """Days until it is due, below zero when it is late."""
        return (date.fromisoformat(self.due_on) - today).days if self.due_on else None


@dataclass(frozen=True, kw_only=True)
class PlaceTasks:
    """A part: what of a noun a place has to do."""

    read: Callable[[Office, Connection], Sequence[PlaceTask]]


@dataclass(frozen=True, kw_only=True)
class PlaceEntry:
    """A part: one of the large buttons a place enters something with. `{n}` in `note` counts this year's records.

    `rank` is its place among them, `key` the letter that takes it together with Alt.
    """

    module: str
    words: str
    what: str
    note: str
    key: str
    day: str
    rank: int = 0
    where: Condition = EVERYTHING


@dataclass(frozen=True)
class PlaceNews:
    """One record that the newest package from the county made or changed."""

    id: str
    module: str  # "" where nothing can be opened
    icon: str
    title: str
    words: str


@dataclass(frozen=True)
class PlaceHome:
    """Everything the first page of a place shows, from one moment."""

    tasks: Sequence[PlaceTask]
    entries: Sequence[tuple[PlaceEntry, int]]
    news: Sequence[PlaceNews]
    came: str  # 5月12日收入，118 条
    package: str  # of the newest package that brought something
    waiting: Sequence[Waiting]
    sent: str  # 上次送出 5月8日，已经 31 天
    sidebar: Mapping[str, int]

    @property
    def count(self) -> int:
        """How many changes wait to be sent."""
        return sum(each.operations for each in self.waiting)


def read_place_home(office: Office, actor: Actor) -> PlaceHome:
    """What a place's first page shows."""
    actor.require("record.read")
    waits = list_waiting(office, actor, named=2)
    with office.read() as connection:
        today = office.today()
        agenda = Agenda(office, connection, today, actor)
        tasks = [task for each in office.parts(PlaceTasks) for task in each.read(office, connection)]
        package, came, new = read_newest(office, connection)
        return PlaceHome(
            [*sort_tasks(tasks, today), *read_unfinished(office, connection, actor)],
            [(each, count_year(agenda, each)) for each in sorted(office.parts(PlaceEntry), key=lambda each: each.rank)
             if office.modules.get(each.module)],
            read_news(office, connection, new), came, package, waits, read_sent(office, connection, today),
            {**{each.module: agenda.count(each.module, each.where) for each in office.parts(NavCount)},
             "exchange": agenda.conflicts},
        )  # fmt: skip


def sort_tasks(tasks: Sequence[PlaceTask], today: date) -> list[PlaceTask]:
    """The most urgent first; what is due on no day last."""
    return sorted(tasks, key=lambda each: (not each.due_on, each.due_on or each.title, each.title)) if today else []


def count_year(agenda: Agenda, entry: PlaceEntry) -> int:
    year = agenda.today.year
    return agenda.count(entry.module, Both(entry.where, Span(entry.day, f"{year}-01-01", f"{year}-12-31")))


def read_unfinished(office: Office, connection: Connection, actor: Actor) -> list[PlaceTask]:
    """Records that were begun and not saved: they are not sent before they are."""
    found: list[PlaceTask] = []
    for line in read_lines(office, connection, actor):
        module = office.module_of(line.kind)
        if module is not None and line.is_new:
            title = f"{module.label}草稿：{line.title or '还没有名称'}"
            found.append(PlaceTask(title=title, words="没有写完，不会送出", button="接着写", module=module.name,
                                   record=line.record, written_on=f"{short_date(line.at[:10])}写的"))  # fmt: skip
    return found


def read_newest(office: Office, connection: Connection) -> tuple[str, str, int]:
    """The newest package that brought something, in words, and how many operations were new in it."""
    table = office.schema.package
    query = select(table).where(table.c.direction == "in").order_by(table.c.number.desc()).limit(20)
    for row in connection.execute(query):
        new = load_stored(row.result, dict).get("new")
        if isinstance(new, int) and new:
            return str(row.package), f"{short_date(tell_time(row.at)[:10])}收入，{new} 条", new
    return "", "还没有收到过县里的文件", 0


def read_news(office: Office, connection: Connection, new: int) -> list[PlaceNews]:
    """The records the newest operations from elsewhere are about, one line each, the newest first."""
    if not new:
        return []
    table = office.schema.operation
    others = table.c.actor.not_like(f"{office.name}/%")  # a restored copy is another replica of the same office
    newest = select(table.c.number).where(others).order_by(table.c.number.desc()).limit(new).subquery()
    first = connection.scalar(select(func.min(newest.c.number))) or 0
    query = (
        select(table.c.kind, table.c.record, func.max(table.c.number)).where(table.c.number >= first, others)
        .group_by(table.c.kind, table.c.record).order_by(func.max(table.c.number).desc())
    )  # fmt: skip
    touched: dict[str, list[str]] = {}
    for kind, record, _ in connection.execute(query):
        touched.setdefault(str(kind), []).append(str(record))
    changed: dict[
        str, dict[str, set[str]]
    ] = {}  # kind with a page → its records → kinds of their rows that were touched
    for kind, records in touched.items():
        for home, owner in list_owners(office, connection, kind, records):
            changed.setdefault(home, {}).setdefault(owner, set()).update({kind} - {home})
    return tell_news(office, connection, changed, first)


def list_owners(office: Office, connection: Connection, kind: str, records: Sequence[str]) -> list[tuple[str, str]]:
    """The records with a page that these are, or belong to: kind and id."""
    module = office.module_of(kind)
    if module is not None and module.page and module.entity.name == kind:
        return [(kind, each) for each in records]
    home = next((each for each in office.modules.values() if any(kind == child.name for child in each.entities)), None)
    entity = office.schema.entities.get(kind)
    if home is None or entity is None or not home.page or not entity.owner:
        return []
    table, found = office.schema.records[kind], list[tuple[str, str]]()
    for part in chunked(records):
        owners = connection.scalars(
            select(table.c[entity.owner]).where(table.c.id.in_(part), table.c[entity.owner].is_not(None))
        )
        found += [(home.entity.name, str(each)) for each in owners]
    return found


def tell_news(
    office: Office, connection: Connection, changed: Mapping[str, Mapping[str, set[str]]], first: int
) -> list[PlaceNews]:
    """A few records of a kind one by one, a whole roster in one line; `first` is where the newest package begins."""
    found: list[PlaceNews] = []
    for kind, records in changed.items():
        module = office.module_of(kind)
        if module is None:
            continue
        if len(records) > FEW:
            words = f"{len(records)} {module.entity.counter}{module.label}"
            found.append(PlaceNews("", module.name, module.icon, f"{module.table_label}更新", words))
            continue
        ids = [*records]
        titles, began = read_titles(office, connection, kind, ids), read_begun(office, connection, ids, first)
        fields = read_changed(office, connection, ids, first)
        found += [
            PlaceNews(each, module.name, module.icon, f"{module.label}：{titles[each]}",
                      "新的" if each in began else say_change(module, fields.get(each, {}), records[each]))
            for each in ids if titles.get(each)
        ]  # fmt: skip
    return found[:SHOWN_NEWS]


def read_changed(office: Office, connection: Connection, records: Sequence[str], first: int) -> Mapping[str, Row]:
    """What operations from `first` on set in each of the records, the newest value of a field."""
    table, found = office.schema.operation, dict[str, dict[str, Value]]()
    query = select(table.c.record, table.c.fields).where(table.c.record.in_(records), table.c.number >= first)
    for record, fields in connection.execute(query.order_by(table.c.number)):
        found.setdefault(str(record), {}).update(load_stored(fields, dict))
    return found


def say_change(module: Module, fields: Row, children: set[str]) -> str:
    """到了“已立案”；改了职务、电话；值班有改动. Fields and kinds that only a newer program knows are told as a change."""
    flow, said = module.workflow, list[str]()
    if DELETED in fields:
        return "放进了回收站" if fields[DELETED] else "从回收站取回了"
    if flow and fields.get("state"):
        said.append(f"到了“{flow.state(str(fields['state'])).label}”")
    labels = [spec.label for spec in module.entity if spec.name in fields and spec.name != "state" and spec.label]
    if labels:
        more = f"等 {len(labels)} 项" if len(labels) > NAMED else ""
        said.append(f"改了{'、'.join(labels[:NAMED])}{more}")
    rows = [each.label for each in module.children if each.made.by_hand and each.name in children]
    if rows:
        said.append(f"{'、'.join(rows)}有改动")
    return "；".join(said) or "有改动"


def read_begun(office: Office, connection: Connection, records: Sequence[str], first: int) -> set[str]:
    """Those of the records of which nothing was here before an operation."""
    table = office.schema.operation
    query = select(table.c.record).where(table.c.record.in_(records)).group_by(table.c.record)
    return {str(each) for each in connection.scalars(query.having(func.min(table.c.number) >= first))}


def read_sent(office: Office, connection: Connection, today: date) -> str:
    """When the last package went out."""
    table = office.schema.package
    at = connection.scalar(select(func.max(table.c.at)).where(table.c.direction == "out"))
    if not at:
        return "还没有送出过"
    day = tell_time(str(at))[:10]
    past = (today - date.fromisoformat(day)).days
    return f"上次送出 {short_date(day)}" + (f"，已经 {past} 天" if past else "，就是今天")
