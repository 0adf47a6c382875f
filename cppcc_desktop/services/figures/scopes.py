"""What figures can be asked of: a noun's sheet, and of it a plenary, a year or everything."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import func, select

from cppcc_desktop.domain.description.conditions import EVERYTHING, Condition, Is, Span
from cppcc_desktop.domain.description.fields import Entity, PeriodKind
from cppcc_desktop.domain.description.figures import FigureSheet
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.domain.office.plenaries import PLENARY
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import current_plenary
from db.tables import in_force


@dataclass(frozen=True)
class FigureScope:
    """What the figures are about: one plenary (10-03), one year, or everything."""

    plenary: str = ""
    year: int = 0
    words: str = field(default="", compare=False)  # after the year (收到的), or what everything is called

    @property
    def label(self) -> str:
        if self.plenary:
            return Plenary.parse(self.plenary).label
        return f"{self.year}年{self.words}" if self.year else self.words or "全部"

    def condition(self, entity: Entity) -> Condition:
        """What narrows the records of this kind to the scope: their period, or the day they are counted by."""
        period = entity.period
        if self.plenary and period:
            return Is(period.field, self.plenary)
        if not self.year:
            return EVERYTHING
        if period and period.kind is PeriodKind.YEAR:
            return Is(period.field, self.year)
        return Span(entity.day, f"{self.year}-01-01", f"{self.year}-12-31")


def find_sheet(office: Office, module: str = "") -> FigureSheet:
    """The figures of this list, by default those of the first noun that has some; OfficeError names what there is."""
    sheets = office.parts(FigureSheet)
    found = next((each for each in sheets if module in ("", each.module)), None)
    if found is None:
        known = "、".join(each.module for each in sheets)
        raise OfficeError(
            f"“{module}”没有统计。" if module else "还没有可以统计的内容。",
            todo=f"有统计的：{known}。" if known else "",
        )
    return found


def list_scopes(office: Office, actor: Actor, sheet: FigureSheet | None = None) -> list[FigureScope]:
    """Plenaries and then years that can be asked about, the newest first of each; the last is everything."""
    actor.require("record.read")
    sheet = sheet or find_sheet(office)
    entity = office.modules[sheet.module].entity
    whole = "全部"
    if entity.period:
        whole = "全部会议" if entity.period.kind is PeriodKind.PLENARY else "全部年份"
    return [
        *(FigureScope(key) for key in list_plenaries(office, entity)),
        *(FigureScope(year=each, words=sheet.year_words) for each in list_years(office, entity)),
        FigureScope(words=whole),
    ]


def list_plenaries(office: Office, entity: Entity, *, empty: bool = True) -> list[str]:
    """Keys of the plenaries that records of this kind belong to and the current one, newest first.

    With `empty` those too that nothing belongs to yet. Of what is not reckoned by plenaries there are none.
    """
    if entity.period is None or entity.period.kind is not PeriodKind.PLENARY:
        return []
    table, plenary = office.schema.records[entity.name], office.schema.records[PLENARY.name]
    key = table.c[entity.period.field]
    with office.read() as connection:
        found = {str(each) for each in connection.scalars(select(key).where(key.is_not(None)).distinct())}
        if empty:
            found |= set(connection.scalars(select(plenary.c.key).where(plenary.c.deleted.is_(None))))
    return sorted(found | ({current_plenary(office)} - {""}), reverse=True)


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
    office: Office, actor: Actor, plenary: str = "", year: str = "", sheet: FigureSheet | None = None
) -> FigureScope:
    """The scope asked for, by default the current plenary or year; OfficeError names what there is."""
    sheet = sheet or find_sheet(office)
    scopes = list_scopes(office, actor, sheet)
    entity = office.modules[sheet.module].entity
    if year:
        return find_year(scopes, year.strip().removesuffix("年"), entity)
    if plenary:
        return find_plenary(scopes, Plenary.parse(plenary.strip()), entity)
    if entity.period and entity.period.kind is PeriodKind.YEAR:
        return next(each for each in scopes if each.year == office.today().year)
    current = FigureScope(current_plenary(office))
    return current if current in scopes else scopes[-1]


def find_year(scopes: list[FigureScope], year: str, entity: Entity) -> FigureScope:
    years = [each for each in scopes if each.year]
    found = next((each for each in years if str(each.year) == year), None)
    if found is None:
        known = "、".join(str(each.year) for each in years)
        raise OfficeError(f"没有{year}年的{entity.label}。", todo=f"有这些年份：{known}。" if known else "")
    return found


def find_plenary(scopes: list[FigureScope], plenary: Plenary, entity: Entity) -> FigureScope:
    found = next((each for each in scopes if each.plenary == plenary.key), None)
    if found is None:
        known = "、".join(each.plenary for each in scopes if each.plenary)
        todo = f"有这些届次：{known}。" if known else f"{entity.label}不按届次统计。"
        raise OfficeError(f"没有{plenary.label}（{plenary.key}）。", todo=todo)
    return found
