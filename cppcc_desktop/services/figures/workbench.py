"""工作台: what waits for whom, each number with the list behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, func, select

from cppcc_desktop.domain.dates import days_left
from cppcc_desktop.domain.description.modules import Module
from cppcc_desktop.domain.office.office import Actor, chinese_number
from cppcc_desktop.nouns.proposals.entity import IN_HAND, PROMISES, PROPOSALS
from cppcc_desktop.services.exchange.exchange import count_unsent
from cppcc_desktop.services.office.office import COUNTY, Office
from cppcc_desktop.services.office.settings import read_setting
from cppcc_desktop.services.records.drafts import read_lines
from cppcc_desktop.services.records.records import load_row
from cppcc_desktop.services.records.titles import word_rows
from db.queries.records import ListQuery, Query
from db.tables import in_force

UNHAPPY = "3"  # of the grades


@dataclass(frozen=True)
class Card:
    """One to-do: a number that opens the list `module` filtered by `where`."""

    key: str
    label: str
    count: int
    fact: str
    module: str
    where: Mapping[str, Any] = field(default_factory=dict[str, Any])
    bad: bool = False  # late or wrong: a red bar


@dataclass(frozen=True)
class Month:
    """Replies of one month: on time and late."""

    month: int
    on_time: int
    late: int


@dataclass(frozen=True)
class StationState:
    """One station of the exchange strip."""

    id: str
    name: str
    words: str
    tone: str  # "" plain, wait or bad


@dataclass(frozen=True)
class Workbench:
    """Everything the first page shows, from one moment."""

    groups: Sequence[tuple[str, Sequence[Card]]]
    due: Sequence[Mapping[str, str]]
    due_total: int
    months: Sequence[Month]
    replied: int
    assigned: int
    stations: Sequence[StationState]
    sidebar: Mapping[str, int]


def read_workbench(office: Office, actor: Actor) -> Workbench:
    """True counts of this moment, from indexed queries only."""
    actor.require("record.read")
    today = office.today()
    waiting = count_unsent(office, actor)
    with office.read() as connection:
        look = Look(office, connection, today, actor)
        groups = look.groups(waiting)
        due, total = look.due()
        months = look.months()
        stations = look.stations if office.kind == COUNTY else []
        proposals = look.count({"state": ("received", "preliminary_reviewed", "joint_reviewed", "reviewed", "docketed",
                                          "sent_back", *IN_HAND, "replied", "feedback_given")})  # fmt: skip
        assigned = look.count({"assigned_on": ("between", f"{today.year}-01-01", f"{today.year}-12-31")})
        conflicts = connection.scalar(select(func.count()).select_from(office.schema.conflict)) or 0
    replied = sum(month.on_time + month.late for month in months)
    words = word_rows(office, PROPOSALS.fields, due)
    flow = PROPOSALS.workflow
    assert flow
    rows: list[Mapping[str, str]] = []
    for told, row in zip(words, due, strict=True):
        state = flow.state(str(row["state"]))
        left = days_left(str(row["due_on"]), today)
        rows.append({**told, "id": str(row["id"]), "state_label": state.label, "tone": state.tone, "left": str(left)})
    return Workbench(groups, rows, total, months, replied, assigned, stations,
                     {"proposals": proposals, "exchange": conflicts})  # fmt: skip


@dataclass(eq=False)
class Look:
    """Counts of one moment."""

    office: Office
    connection: Connection
    today: date
    actor: Actor

    def listing(self, where: Mapping[str, Any], order: Sequence[str] = (), module: Module = PROPOSALS) -> ListQuery:
        return ListQuery(self.office.schema, module, Query(where, order))

    def count(self, where: Mapping[str, Any], module: Module = PROPOSALS) -> int:
        if list(where) == ["state"] and module is PROPOSALS:
            return sum(self.states[state] for state in where["state"])
        return self.listing(where, module=module).count(self.connection)

    @cached_property
    def states(self) -> Counter[str]:
        """How many cases stand in each state: most cards ask for one of these."""
        return Counter(dict(self.listing({}, ("state",)).groups(self.connection, "state")))

    @cached_property
    def soon_days(self) -> int:
        """How many days are soon: a setting."""
        return int(read_setting(self.office, self.connection, "soon_days", self.today.isoformat()))

    def first(self, where: Mapping[str, Any], order: str, module: Module = PROPOSALS) -> Any:
        rows = self.listing(where, (order,), module).page(self.connection, 0, 1)
        return rows[0] if rows else None

    def groups(self, waiting: int) -> list[tuple[str, list[Card]]]:
        if self.office.kind != COUNTY:
            return [("本站", self.station_cards(waiting))]
        return [
            ("审查交办", self.review_cards()),
            ("办理反馈", self.handling_cards()),
            ("站点数据", self.station_cards(waiting)),
        ]

    def card(
        self,
        key: str,
        label: str,
        where: Mapping[str, Any],
        fact: Callable[[Any], str],
        order: str,
        *,
        bad: bool = False,
        module: Module = PROPOSALS,
    ) -> Card:
        count = self.count(where, module)
        words = fact(self.first(where, order, module)) if count else "没有"
        return Card(key, label, count, words, module.name, where, bad and count > 0)

    def review_cards(self) -> list[Card]:
        def received(row: Any) -> str:
            return f"最早收件 {short_date(row['received_on'])}" if row["received_on"] else "等着审查"

        return [
            self.card("received", "待初审", {"state": ("received",)}, received, "received_on"),
            self.card("joint", "待会审", {"state": ("preliminary_reviewed",)}, received, "received_on"),
            self.card("final", "待复审", {"state": ("joint_reviewed",)}, received, "received_on"),
            self.card("docketed", "待立案、交办", {"state": ("reviewed", "docketed")},
                      lambda _row: f"待立案 {self.states['reviewed']}，待交办 {self.states['docketed']}", "docket_no"),
            self.card("sent_back", "单位退回", {"state": ("sent_back",)}, call_first, "docket_no"),
        ]  # fmt: skip

    def handling_cards(self) -> list[Card]:
        day = self.today.isoformat()
        overdue = {"state": IN_HAND, "due_on": ("before", day)}  # as the list's view counts them
        soon = {"state": IN_HAND, "due_on": ("between", day, (self.today + timedelta(days=self.soon_days)).isoformat())}
        again = {"any": ({"state": "rehandling"}, {"state": ("replied", "feedback_given"), "satisfaction": UNHAPPY})}
        promised = {"state": "open", "due_on": ("before", day), "proposal.id": ("set",)}
        days = chinese_number(self.soon_days) if self.soon_days < 100 else self.soon_days
        return [
            self.card("overdue", "逾期未复", overdue,
                      lambda row: f"最长逾期 {-days_left(row['due_on'], self.today)} 天", "due_on", bad=True),
            self.card("soon", f"{days}日内到期", soon, lambda row: f"最早 {short_date(row['due_on'])}", "due_on"),
            self.card("replied", "待征询", {"state": ("replied",)},
                      lambda row: f"最早答复 {short_date(row['replied_on'])}", "replied_on"),
            self.card("rehandling", "不满意待重办", again, call_first, "docket_no", bad=True),
            self.card("promises", "B类到期", promised, lambda row: f"最早 {short_date(row['due_on'])}应兑现", "due_on",
                      module=PROMISES),
        ]  # fmt: skip

    def station_cards(self, waiting: int) -> list[Card]:
        conflicts = self.connection.scalar(select(func.count()).select_from(self.office.schema.conflict)) or 0
        drafts = {"state": ("draft",)}
        cards = [
            Card("conflicts", "待核对", conflicts, "两处改了同一内容" if conflicts else "没有", "exchange"),
            Card("waiting", "未送出", waiting, "条改动等着送出" if waiting else "没有", "exchange"),
            self.card("draft", "已保存未收件", drafts, lambda row: str(row["title"])[:12], "title"),
            self.drafts_card(),
        ]
        if self.office.kind == COUNTY:
            idle = [each for each in self.stations if each.tone]
            fact = f"{idle[0].name}等" if idle else "没有"
            cards.insert(
                0, Card("idle", "本季没有活动", len(idle), fact, "stations", {"id": tuple(s.id for s in idle)})
            )
        return cards

    def drafts_card(self) -> Card:
        """What this person typed and did not save."""
        lines = read_lines(self.office, self.connection, self.actor)
        fact = f"最近 {short_date(lines[0].at[:10])} {lines[0].at[11:]}" if lines else "没有"
        return Card("unsaved", "没写完的草稿", len(lines), fact, "drafts")

    def due(self) -> tuple[list[Any], int]:
        """Cases of the next fortnight and those past due, the latest first on the list."""
        until = (self.today + timedelta(days=14)).isoformat()
        listing = self.listing({"state": IN_HAND, "due_on": ("between", "", until)}, ("due_on", "docket_no"))
        rows = [load_row(PROPOSALS.fields, row) for row in listing.page(self.connection, 0, 8)]
        return rows, listing.count(self.connection)

    def months(self) -> list[Month]:
        """Replies of this year by month, on time or late."""
        table = self.office.schema.records["proposal"]
        month = func.substr(table.c.replied_on, 6, 2)
        late = table.c.replied_on > table.c.due_on
        query = (
            select(month, late, func.count())
            .where(table.c.replied_on.between(f"{self.today.year}-01-01", f"{self.today.year}-12-31"))
            .where(in_force(table)).group_by(month, late)
        )  # fmt: skip
        counts: Counter[tuple[int, bool]] = Counter()
        for name, is_late, count in self.connection.execute(query):
            counts[int(name), bool(is_late)] += count
        return [Month(each, counts[each, False], counts[each, True]) for each in range(1, 13)]

    @cached_property
    def stations(self) -> list[StationState]:
        """Township stations: what they held this quarter; only those to be chased are tinted."""
        station, activity = self.office.schema.records["station"], self.office.schema.records["activity"]
        start = date(self.today.year, (self.today.month - 1) // 3 * 3 + 1, 1).isoformat()
        held = activity.c.station == station.c.id, activity.c.deleted.is_(None)
        newest = select(func.max(activity.c.date)).where(*held).scalar_subquery()
        query = (
            select(station.c.id, station.c.name, station.c.township, newest)
            .where(station.c.deleted.is_(None), station.c.parent.is_(None)).order_by(station.c.code)
        )  # fmt: skip
        return [
            StationState(record, township or name, f"{short_date(day)} 活动" if day else "还没有活动",
                         "" if day and day >= start else "wait")
            for record, name, township, day in self.connection.execute(query)
        ]  # fmt: skip


def call_first(row: Any) -> str:
    """第071号等; a case of an old register may have no number."""
    return f"第{row['docket_no']}号等" if row["docket_no"] else str(row["title"])[:12]


def short_date(text: str | None) -> str:
    """2026-06-08 → 6月8日; a case that came in a file may lack a date."""
    if not text:
        return "日期不详"
    day = date.fromisoformat(text)
    return f"{day.month}月{day.day}日"
