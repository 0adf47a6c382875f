"""What figures can be asked of: a noun's sheet, and of it a plenary, a year or everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, Connection, Table, func, select

from cppcc_desktop.domain.description.conditions import EVERYTHING, Both, Condition, Is, Span
from cppcc_desktop.domain.description.fields import Entity, PeriodKind
from cppcc_desktop.domain.description.figures import FigureSheet, ScopeKind
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor, Plenary, chinese_number
from cppcc_desktop.domain.office.plenaries import PLENARY
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import Query, current_plenary, list_records
from db.tables import in_force


@dataclass(frozen=True)
class FigureScope:
    """What the figures are about: one plenary (10-03), one year, one term (10), or everything; of one place or of all."""

    plenary: str = ""
    year: int = 0
    term: str = ""
    place: str = ""  # id of its record
    words: str = field(default="", compare=False)  # after the year (收到的), or what everything is called
    plenaries: tuple[str, ...] = field(default=(), compare=False)  # of the term
    place_words: str = field(default="", compare=False)

    @property
    def label(self) -> str:
        return f"{self.place_words}　{self.period_label}" if self.place else self.period_label

    @property
    def period_label(self) -> str:
        if self.plenary:
            return Plenary.parse(self.plenary).label
        if self.term:
            return f"第{chinese_number(int(self.term))}届累计"
        return f"{self.year}年{self.words}" if self.year else self.words or "全部"

    def of_place(self, place: str = "", words: str = "") -> FigureScope:
        """The same of one place alone, by default of all."""
        return replace(self, place=place, place_words=words)

    @property
    def kind(self) -> tuple[bool, bool, bool]:
        """Whether it is a plenary, a year, a term; none of them: everything."""
        return bool(self.plenary), bool(self.year), bool(self.term)

    @property
    def short(self) -> str:
        """As it stands over a column: 十届三次, 2026年, 十届."""
        if self.plenary:
            return Plenary.parse(self.plenary).short.removesuffix("会议")
        if self.term:
            return f"{chinese_number(int(self.term))}届"
        return f"{self.year}年" if self.year else self.words or "全部"

    def condition(self, entity: Entity, place_field: str = "") -> Condition:
        """What narrows the records of this kind to the scope: their place, their period or the day they are counted by."""
        within = self.period_condition(entity)
        return Both(Is(place_field, self.place), within) if self.place else within

    def period_condition(self, entity: Entity) -> Condition:
        period = entity.period
        if self.plenary and period:
            return Is(period.field, self.plenary)
        if self.term and period:
            return Is(period.field, self.plenaries)
        if not self.year:
            return EVERYTHING
        if period and period.kind is PeriodKind.YEAR:
            return Is(period.field, self.year)
        return Span(entity.day, f"{self.year}-01-01", f"{self.year}-12-31")


def find_place_field(office: Office, entity: Entity) -> str:
    """The field that says which place a record is of; empty where none does."""
    entities = office.schema.entities
    return next((each.name for each in entity if each.target in entities and entities[each.target].place), "")


def list_places(office: Office, actor: Actor, sheet: FigureSheet) -> list[tuple[str, str]]:
    """Id and title of the places figures can be asked of; none where the sheet does not say so."""
    entity = office.modules[sheet.module].entity
    name = find_place_field(office, entity)
    if ScopeKind.PLACE not in sheet.scopes or not name:
        return []
    module = office.module_of(entity.by_name[name].target)
    assert module is not None
    rows = list_records(office, actor, module, Query(order=module.order), 0, -1).rows
    return [(str(row["id"]), str(row[module.entity.title])) for row in rows]


def find_place(office: Office, actor: Actor, sheet: FigureSheet, scope: FigureScope, word: str) -> FigureScope:
    """The scope for one place alone, by id or title; OfficeError names what there is."""
    places = list_places(office, actor, sheet)
    found = next((each for each in places if word in each), None)
    if found is None:
        known = [title for _, title in places]
        raise OfficeError(
            f"不能按“{word}”统计。", todo="" if known else "这里的统计不分站，去掉它再试。", options=known
        )
    return scope.of_place(*found)


def find_before(office: Office, sheet: FigureSheet, scope: FigureScope) -> FigureScope | None:
    """What a scope is compared with: the plenary, year or term before it; None if nothing is known of one."""
    entity = office.modules[sheet.module].entity
    if scope.year:
        return replace(scope, year=scope.year - 1) if scope.year - 1 in list_years(office, entity) else None
    if scope.plenary:
        older = [key for key in list_plenaries(office, entity, empty=False) if key < scope.plenary]
        return replace(scope, plenary=older[0]) if older else None
    older = [each for each in list_terms(office, entity) if int(each.term) < int(scope.term)] if scope.term else []
    return older[0].of_place(scope.place, scope.place_words) if older else None


def list_others(scopes: Sequence[FigureScope], scope: FigureScope) -> list[FigureScope]:
    """What of the scopes there are a scope may be compared with: plenaries with plenaries, years with years."""
    same = [each for each in scopes if each != scope and any(each.kind) and each.kind == scope.kind]
    return [each.of_place(scope.place, scope.place_words) for each in same]


def list_terms(office: Office, entity: Entity) -> list[FigureScope]:
    """The terms records of this kind belong to, the newest first, each with all its plenaries so far."""
    keys = list_plenaries(office, entity, empty=False)
    terms = dict.fromkeys(key.partition("-")[0] for key in keys)
    return [
        FigureScope(term=term.lstrip("0"), plenaries=tuple(each for each in keys if each.partition("-")[0] == term))
        for term in terms
    ]


def find_sheet(office: Office, module: str = "") -> FigureSheet:
    """The figures of this list, by default those of the first noun that has some; OfficeError names what there is."""
    sheets = office.parts(FigureSheet)
    found = next((each for each in sheets if module in ("", each.module)), None)
    if found is None:
        known = [office.modules[each.module].command for each in sheets]
        what = f"“{module}”没有统计。" if module else "还没有可以统计的内容。"
        raise OfficeError(what, todo="" if known else "先登记记录，再来统计。", options=known)
    return found


def list_scopes(office: Office, actor: Actor, sheet: FigureSheet | None = None) -> list[FigureScope]:
    """What can be asked about, of each kind the newest first; of all places."""
    actor.require("record.read")
    sheet = sheet or find_sheet(office)
    entity = office.modules[sheet.module].entity
    whole = "全部"
    if entity.period:
        whole = "全部会议" if entity.period.kind is PeriodKind.PLENARY else "全部年份"
    offered = {
        ScopeKind.PLENARY: [FigureScope(key) for key in list_plenaries(office, entity)],
        ScopeKind.YEAR: [FigureScope(year=each, words=sheet.year_words) for each in list_years(office, entity)],
        ScopeKind.TERM: list_terms(office, entity),
        ScopeKind.ALL: [FigureScope(words=whole)],
    }
    return [each for kind in sheet.scopes for each in offered.get(kind, [])]


def list_plenaries(office: Office, entity: Entity, *, empty: bool = True, after: str = "") -> list[str]:
    """Keys of the plenaries that records of this kind belong to and the current one, newest first; those `after` one.

    With `empty` those too that nothing belongs to yet. Of what is not reckoned by plenaries there are none.
    """
    if entity.period is None or entity.period.kind is not PeriodKind.PLENARY:
        return []
    table, plenary = office.schema.records[entity.name], office.schema.records[PLENARY.name]
    key = table.c[entity.period.field]
    with office.read() as connection:
        found = set(walk_values(connection, table, key, after))
        if empty:
            found |= set(connection.scalars(select(plenary.c.key).where(plenary.c.deleted.is_(None))))
    return sorted((each for each in found | ({current_plenary(office)} - {""}) if each > after), reverse=True)


def walk_values(connection: Connection, table: Table, column: ColumnElement[str], last: str = "") -> Iterator[str]:
    """The values of a column in rows in force, from one to the next along its index: a million rows have few plenaries."""
    while True:
        found = connection.scalar(select(func.min(column)).where(in_force(table), column > last))
        if found is None:
            return
        last = str(found)
        yield last


def list_years(office: Office, entity: Entity) -> list[int]:
    """The years records of this kind are counted in and the present one, newest first; none without any date."""
    table, period = office.schema.records[entity.name], entity.period
    if period and period.kind is PeriodKind.YEAR:
        year = table.c[period.field]
    elif entity.day:
        year = func.substr(table.c[entity.day], 1, 4)
    else:
        return []
    with office.read() as connection:
        found = {int(each) for each in connection.scalars(select(year).where(in_force(table)).distinct()) if each}
    return sorted(found | {office.today().year}, reverse=True)


def find_scope(
    office: Office,
    actor: Actor,
    plenary: str = "",
    year: str = "",
    sheet: FigureSheet | None = None,
    *,
    term: str = "",
    everything: bool = False,
) -> FigureScope:
    """The scope asked for, by default the current plenary or year; OfficeError names what there is."""
    sheet = sheet or find_sheet(office)
    scopes = list_scopes(office, actor, sheet)
    entity = office.modules[sheet.module].entity
    if year:
        return find_year(scopes, year.strip(), entity)
    if term:
        return find_term(scopes, term.strip().removeprefix("第").removesuffix("届").lstrip("0"), entity)
    if everything:
        return scopes[-1]
    if plenary:
        return find_plenary(scopes, Plenary.parse(plenary.strip()), entity)
    yearly = entity.period is None or entity.period.kind is PeriodKind.YEAR
    this_year = next((each for each in scopes if each.year == office.today().year), None) if yearly else None
    if this_year:
        return this_year
    current = FigureScope(current_plenary(office))
    return current if current in scopes else scopes[-1]


def find_term(scopes: list[FigureScope], term: str, entity: Entity) -> FigureScope:
    found = next((each for each in scopes if each.term == term), None)
    if found is None:
        known = [each.term for each in scopes if each.term]
        todo = "届写数字。" if known else f"{entity.label}不按届统计，换一个范围。"
        raise OfficeError(f"没有第{term}届的{entity.label}。", todo=todo, options=known)
    return found


def find_year(scopes: list[FigureScope], word: str, entity: Entity) -> FigureScope:
    year = word.removesuffix("年")
    years = [each for each in scopes if each.year]
    found = next((each for each in years if str(each.year) == year), None)
    if found is None:
        known = [str(each.year) for each in years]
        todo = "" if known else f"{entity.label}不按年统计，换一个范围。"
        what = f"没有{year}年的{entity.label}。" if year.isdecimal() else f"“{word}”不是年份。"
        raise OfficeError(what, todo=todo, options=known)
    return found


def find_plenary(scopes: list[FigureScope], plenary: Plenary, entity: Entity) -> FigureScope:
    found = next((each for each in scopes if each.plenary == plenary.key), None)
    if found is None:
        known = [each.plenary for each in scopes if each.plenary]
        todo = "" if known else f"{entity.label}不按届次统计，换一个范围。"
        raise OfficeError(f"没有{plenary.label}（{plenary.key}）。", todo=todo, options=known)
    return found
