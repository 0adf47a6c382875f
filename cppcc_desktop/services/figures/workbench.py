"""工作台: what waits for whom, each number with the list behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from sqlalchemy import Connection, func, select

from cppcc_desktop.domain.dates import short_date
from cppcc_desktop.domain.description.agenda import AgendaCard, DueList, MonthBars, NavCount
from cppcc_desktop.domain.description.conditions import EVERYTHING, Both, Condition, Is, Span
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor, chinese_number
from cppcc_desktop.services.exchange.waiting import count_unsent
from cppcc_desktop.services.figures.figures import CountedFigure, read_figures
from cppcc_desktop.services.figures.first_steps import StepState, read_first_steps
from cppcc_desktop.services.figures.places import PlaceState, PlaceStrip
from cppcc_desktop.services.figures.scopes import find_scope, find_sheet
from cppcc_desktop.services.office.office import COUNTY, Office
from cppcc_desktop.services.office.settings import read_setting
from cppcc_desktop.services.records.conditions import fill_condition
from cppcc_desktop.services.records.drafts import read_lines
from cppcc_desktop.services.records.records import load_row
from cppcc_desktop.services.records.titles import word_rows
from db.queries.records import ListQuery, Query
from db.tables import in_force

MOST_DUE = 8  # rows of a due list


@dataclass(frozen=True)
class AgendaItem:
    """One to-do: a number that opens the list `module` filtered by `where`."""

    key: str
    label: str
    count: int
    fact: str
    module: str
    where: Condition = EVERYTHING
    bad: bool = False  # late or wrong: a red bar


@dataclass(frozen=True)
class DueRow:
    """One record of a due list in words, with the days left until it is due; negative once they have passed."""

    id: str
    words: Mapping[str, str]
    state: str
    tone: str
    left: int


@dataclass(frozen=True)
class DueRows:
    """The beginning of a due list, and how long the whole is."""

    rows: Sequence[DueRow]
    total: int


@dataclass(frozen=True)
class Month:
    """What was done in one month: on time and late."""

    month: int
    timely: int
    late: int


@dataclass(frozen=True)
class YearByMonth:
    """The twelve months of a year, how much was begun in it, and the rate that says how far the period of now got."""

    months: Sequence[Month]
    begun: int
    rate: CountedFigure | None = None

    @property
    def done(self) -> int:
        return sum(month.timely + month.late for month in self.months)


@dataclass(frozen=True)
class Workbench:
    """Everything the first page shows, from one moment; `due` and `years` in the order of the parts handed in."""

    groups: Sequence[tuple[str, Sequence[AgendaItem]]]
    headlines: Sequence[str]
    due: Sequence[DueRows]
    years: Sequence[YearByMonth]
    places: Sequence[PlaceState]
    sidebar: Mapping[str, int]
    steps: Sequence[StepState] = ()  # of a new office


def read_workbench(office: Office, actor: Actor) -> Workbench:
    """True counts of this moment, from indexed queries only."""
    actor.require("record.read")
    waiting = count_unsent(office, actor)
    with office.read() as connection:
        agenda = Agenda(office, connection, office.today(), actor)
        return Workbench(
            agenda.groups(waiting),
            agenda.headlines(),
            [agenda.due(each) for each in office.parts(DueList)],
            [agenda.year(each) for each in office.parts(MonthBars)],
            agenda.places,
            {
                **{each.module: agenda.count(each.module, each.where) for each in office.parts(NavCount)},
                "exchange": agenda.conflicts,
            },
            read_first_steps(office, connection),
        )


@dataclass(eq=False)
class Agenda:
    """Counts of one moment."""

    office: Office
    connection: Connection
    today: date
    actor: Actor
    _states: dict[str, Counter[str]] = field(default_factory=dict[str, "Counter[str]"], init=False)

    def listing(self, module: str, where: Condition, order: Sequence[str] = ()) -> ListQuery:
        of = self.office.modules[module]
        return ListQuery(self.office.schema, of, Query(self.fill(of, where), order))

    def fill(self, module: Module, where: Condition) -> Condition:
        """The condition as it holds at this moment."""
        return fill_condition(self.office, self.connection, module, where)

    def count(self, module: str, where: Condition) -> int:
        filled = self.fill(self.office.modules[module], where)
        if isinstance(filled, Is) and filled.field == "state" and isinstance(filled.value, tuple):
            return sum(self.states(module)[str(state)] for state in filled.value)
        return self.listing(module, where).count(self.connection)

    def states(self, module: str) -> Counter[str]:
        """How many records stand in each state: most cards ask for one of these."""
        if module not in self._states:
            counted = self.listing(module, EVERYTHING, ("state",)).groups(self.connection, "state")
            self._states[module] = Counter(dict(counted))
        return self._states[module]

    @cached_property
    def soon_days(self) -> int:
        """How many days are soon: a setting."""
        return int(read_setting(self.office, self.connection, "soon_days", self.today.isoformat()))

    @cached_property
    def conflicts(self) -> int:
        return self.connection.scalar(select(func.count()).select_from(self.office.schema.conflict)) or 0

    def groups(self, waiting: int) -> list[tuple[str, list[AgendaItem]]]:
        """Rows of cards: those of the nouns in their order, at the county only, then what waits of the data itself."""
        at_county = self.office.kind == COUNTY
        rows: dict[str, list[AgendaItem]] = {}
        for card, item in self.items:
            if card.row and at_county:
                rows.setdefault(card.row, []).append(item)
        rows["站点数据" if at_county else "本站"] = self.data_items(waiting)
        return list(rows.items())

    @cached_property
    def items(self) -> list[tuple[AgendaCard, AgendaItem]]:
        """What the cards of all nouns say; at a station of those that have no row, at the county of those not for places."""
        county = self.office.kind == COUNTY
        shown = [each for each in self.office.parts(AgendaCard) if (not each.places if county else not each.row)]
        return [(each, self.item(each)) for each in shown]

    def headlines(self) -> list[str]:
        return [card.headline.format(count=item.count) for card, item in self.items if card.headline and item.count]

    def item(self, card: AgendaCard) -> AgendaItem:
        count = self.count(card.module, card.where)
        days = chinese_number(self.soon_days) if self.soon_days < 100 else str(self.soon_days)
        label = card.label.replace("{soon}", days)
        words = self.fact(card) if count else "没有"
        return AgendaItem(card.key, label, count, words, card.module, card.where, card.late and count > 0)

    def fact(self, card: AgendaCard) -> str:
        if card.parts:
            counts = ((label, self.count(card.module, part)) for label, part in card.parts)
            return "，".join(f"{label} {count}" for label, count in counts)
        rows = self.listing(card.module, card.where, (card.order,)).page(self.connection, 0, 1)
        return card.fact(rows[0], self.today) if rows else ""

    def data_items(self, waiting: int) -> list[AgendaItem]:
        """What waits of the exchange and of what was typed; the places to be chased first."""
        conflicts = "两处改了同一内容" if self.conflicts else "没有"
        items = [
            AgendaItem("conflicts", "待核对", self.conflicts, conflicts, "exchange"),
            AgendaItem("waiting", "未送出", waiting, "条改动等着送出" if waiting else "没有", "exchange"),
            *(item for card, item in self.items if not card.row),
            self.drafts_item(),
        ]
        return [self.idle_item(self.strip), *items] if self.strip else items

    def idle_item(self, strip: PlaceStrip) -> AgendaItem:
        idle = [each for each in self.places if each.tone]
        fact = f"{idle[0].name}等" if idle else "没有"
        return AgendaItem("idle", strip.idle, len(idle), fact, strip.module, Is("id", tuple(each.id for each in idle)))

    def drafts_item(self) -> AgendaItem:
        """What this person typed and did not save."""
        lines = read_lines(self.office, self.connection, self.actor)
        fact = f"最近 {short_date(lines[0].at[:10])} {lines[0].at[11:]}" if lines else "没有"
        return AgendaItem("unsaved", "没写完的草稿", len(lines), fact, "drafts")

    def due(self, part: DueList) -> DueRows:
        """The first of a due list in words."""
        module, until = self.office.modules[part.module], (self.today + timedelta(days=part.ahead)).isoformat()
        listing = self.listing(part.module, Both(part.where, Span(part.day, "", until)), part.order)
        rows = [load_row(module.fields, row) for row in listing.page(self.connection, 0, MOST_DUE)]
        made: list[DueRow] = []
        for words, row in zip(word_rows(self.office, module.fields, rows), rows, strict=True):
            state = module.workflow.state(str(row["state"])) if module.workflow else None
            left = (date.fromisoformat(str(row[part.day])) - self.today).days
            made.append(
                DueRow(str(row["id"]), words, state.label if state else "", state.tone if state else "none", left)
            )
        return DueRows(made, listing.count(self.connection))

    def year(self, part: MonthBars) -> YearByMonth:
        """What was done this year by month, on time or late."""
        table = self.office.schema.records[self.office.modules[part.module].entity.name]
        done_on, within = table.c[part.done_on], (f"{self.today.year}-01-01", f"{self.today.year}-12-31")
        month, late = func.substr(done_on, 6, 2), done_on > table.c[part.due_on]
        query = (
            select(month, late, func.count())
            .where(done_on.between(*within))
            .where(in_force(table)).group_by(month, late)
        )  # fmt: skip
        counts: Counter[tuple[int, bool]] = Counter()
        for name, is_late, count in self.connection.execute(query):
            counts[int(name), bool(is_late)] += count
        months = [Month(each, counts[each, False], counts[each, True]) for each in range(1, 13)]
        made = YearByMonth(months, self.count(part.module, Span(part.begun_on, *within)))
        return replace(made, rate=self.rate(part)) if part.rate else made

    def rate(self, part: MonthBars) -> CountedFigure:
        """The figure of the noun's sheet, of the plenary or year of now, as the page of figures says it."""
        sheet = find_sheet(self.office, part.module)
        scope = find_scope(self.office, self.actor, sheet=sheet)
        return read_figures(self.office, self.actor, scope, (part.rate,), sheet).lines[part.rate]

    @cached_property
    def strip(self) -> PlaceStrip | None:
        """The places of the county."""
        return next(iter(self.office.parts(PlaceStrip)), None) if self.office.kind == COUNTY else None

    @cached_property
    def places(self) -> Sequence[PlaceState]:
        return self.strip.read(self.office, self.connection) if self.strip else []
