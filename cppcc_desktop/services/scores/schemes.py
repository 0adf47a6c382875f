"""What is scored, and by which default sheet: the part a noun hands in."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Protocol

from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.fields import Entity, PeriodKind
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.grants import Grant
from cppcc_desktop.domain.scores.items import ScoreCount, ScoreItem, make_item
from cppcc_desktop.domain.scores.records import ScoreEntities
from cppcc_desktop.services.office.codes import CodeLists
from cppcc_desktop.services.office.office import COUNTY, Office
from cppcc_desktop.services.records.titles import stands_for


@dataclass(frozen=True)
class ScoreFigure:
    """A number of a subject's year that lines of a sheet can be reckoned by.

    `module` is the list its records stand in. Without a `label` it is called as the code list of figures says.
    """

    key: str
    label: str = ""
    module: str = ""
    counts: bool = False  # times something happened; else a rate


class SubjectFigures(Protocol):
    """What a noun counted of a year, for all its subjects."""

    def size(self, subject: str, /) -> int:
        """How much of the year is the subject's; with 0 it is not assessed."""
        ...

    def of(self, subject: str, /) -> Mapping[str, ScoreCount]:
        """Every figure of one subject."""
        ...


@dataclass(frozen=True, kw_only=True)
class ScoreWords:
    """How screens and refusals speak of the subjects of a sheet."""

    called: str  # 单位: 这家单位
    size: str = ""  # what SubjectFigures.size counts: 主办件数
    size_head: str = ""  # the same in a narrow column
    absent: str = "没有评分"  # of a subject that is not assessed
    absent_short: str = "还没评"  # in a narrow column
    absent_long: str = "这一年还没有评分。"
    nothing: str = "没有评过分"  # of a year without any
    when: str = "评过分的年份才有考核。"  # which years have any


@dataclass(frozen=True, kw_only=True)
class ScoreScheme:
    """A year's score sheet for the records of one noun.

    `name` is that of the list of results. `default` gives the lines that hold until the office has its own;
    `gather` counts the figures of a year, `own` says for each record the one that stands for it.
    """

    name: str
    title: str
    entities: ScoreEntities
    words: ScoreWords
    default: Callable[[], Sequence[Mapping[str, object]]]
    figures: tuple[ScoreFigure, ...] = ()
    gather: Callable[[Office, Connection, int, Mapping[str, str]], SubjectFigures] | None = None
    permission: str | Grant = "record.write"  # to judge and to close
    evidence: tuple[str, ...] = ()  # kinds of records that can be named as evidence
    reads: tuple[str, ...] = ()  # kinds of records that the figures are counted from

    @property
    def subject(self) -> str:
        return self.entities.subject

    @property
    def subject_label(self) -> str:
        """What a subject is: 承办单位."""
        return self.entities.result.by_name[self.subject].label

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of records that change what is shown."""
        return (*(each.name for each in self.entities), self.subject, *self.reads)

    @property
    def award(self) -> str:
        """What a subject can be made besides its grade: 先进单位."""
        return self.entities.result.by_name["award"].label

    @property
    def counter(self) -> str:
        return self.entities.result.counter

    def figure(self, key: str) -> ScoreFigure | None:
        return next((each for each in self.figures if each.key == key), None)

    def shipped(self) -> tuple[ScoreItem, ...]:
        """The default sheet."""
        return tuple(make_item({**row, "order": place}) for place, row in enumerate(self.default()))

    def label_figure(self, codes: CodeLists, key: str) -> str:
        """What a figure is called here."""
        listed, known = self.entities.item.by_name["figure"].codes, self.figure(key)
        return codes.label(listed, key) if listed else known.label if known else key

    def find_figure(self, codes: CodeLists, word: str) -> str | None:
        """The figure a key or label stands for."""
        listed = self.entities.item.by_name["figure"].codes
        if listed:
            return codes.find(listed, word)
        return next((each.key for each in self.figures if word in (each.key, each.label)), None)


def find_scheme(office: Office, name: str = "") -> ScoreScheme:
    """The sheet of this name, by default the first there is; OfficeError names what there is."""
    schemes = office.parts(ScoreScheme)
    found = next((each for each in schemes if name in ("", each.name)), None)
    if found is None:
        known = [f"{each.name}（{each.title}）" for each in schemes]
        what = f"“{name}”没有考核。" if name else "还没有考核。"
        raise OfficeError(what, todo="" if known else "要用考核的，先装上有考核的模块。", options=known)
    return found


def read_shipped(name: str) -> list[dict[str, str]]:
    """Rows of a sheet that ships in resources."""
    return list(csv.DictReader((files("resources") / name).read_text("utf-8").splitlines()))


def list_subjects(office: Office, connection: Connection, scheme: ScoreScheme, year: int) -> dict[str, str]:
    """Id and name of all subjects, in the order of their names; those joined to another are that one.

    Records that are reckoned by year are assessed in theirs. A place that is not the county sees itself alone.
    """
    entity, table = office.entity(scheme.subject), office.schema.records[scheme.subject]
    query = select(table.c.id, table.c[entity.title]).where(table.c.deleted.is_(None))
    if entity.joinable:
        query = query.where(table.c.same_as.is_(None))
    if entity.period and entity.period.kind is PeriodKind.YEAR:
        query = query.where(table.c[entity.period.field] == year)
    if entity.place and office.kind != COUNTY:
        query = query.where(table.c.id == office.station)
    rows = connection.execute(query.order_by(table.c[order_of(entity)], table.c.id))
    return {str(record): str(title or "") for record, title in rows}


def order_of(entity: Entity) -> str:
    """The column by which names are in order."""
    return next((key.name for key in entity.keys if key.field == entity.title and key.rule == "pinyin"), entity.title)


def map_subjects(office: Office, connection: Connection, scheme: ScoreScheme) -> dict[str, str]:
    """Each record that can be a subject → the one that stands for it."""
    table = office.schema.records[scheme.subject]
    return {str(one): str(other) for one, other in connection.execute(select(table.c.id, stands_for(table)))}
