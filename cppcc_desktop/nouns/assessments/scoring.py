"""承办单位考核: the sheet of a year, the points of each unit with the figure behind every one, and the year made final."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, cast

from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.journal.operations import DELETED
from cppcc_desktop.nouns.assessments.entity import (
    ASSESSMENT,
    GRADE,
    MINUS,
    PLUS,
    RATE,
    SCORE_ITEM,
    UNIT_SCORE,
    Scored,
    ScoreItem,
    UnitCount,
    add_up,
    full_marks,
    name_grade,
    read_decimal,
    score_rate,
    score_times,
    write_decimal,
)
from cppcc_desktop.nouns.assessments.unit_figures import gather_figures, list_units
from cppcc_desktop.nouns.proposals.grants import CLOSE
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import load_row

HAND = (PLUS, MINUS)


@dataclass(frozen=True)
class ScoreSheet:
    """The sheet in force for a year: `since` is the year it was made for, 0 for the one that ships."""

    year: int
    since: int
    items: tuple[ScoreItem, ...]
    fixed: bool

    @property
    def full(self) -> Decimal:
        return full_marks(self.items)

    def item(self, code: str) -> ScoreItem | None:
        return next((each for each in self.items if each.code == code), None)


@dataclass(frozen=True)
class HandScore:
    """A plus or minus entered by a person."""

    id: str
    unit: str
    item: str
    times: int
    reason: str
    by: str


@dataclass(frozen=True)
class UnitAssessment:
    """One unit's year. `points` is None for a unit that was handed no case."""

    unit: str
    name: str
    cases: int
    points: Decimal | None
    full: Decimal
    lines: tuple[Scored, ...]
    rank: int = 0
    grade: str = ""
    award: bool = False

    def line(self, code: str) -> Scored | None:
        return next((each for each in self.lines if each.code == code), None)


# the sheet


@cache
def shipped_sheet() -> tuple[ScoreItem, ...]:
    """The sheet in resources/assessment.csv."""
    rows = csv.DictReader((files("resources") / "assessment.csv").read_text("utf-8").splitlines())
    return tuple(make_item({**row, "order": place}) for place, row in enumerate(rows))


def make_item(row: Mapping[str, object]) -> ScoreItem:
    def number(name: str, default: int = 0) -> Decimal:
        found = read_decimal(str(row[name])) if row.get(name) not in (None, "") else None
        return Decimal(default) if found is None else found

    return ScoreItem(
        str(row["code"]), str(row["label"]), str(row["kind"]), str(row.get("figure") or ""), number("points"),
        number("full_at", 100 if row["kind"] == RATE else 0), number("step"), number("cap"), int(str(row.get("order") or 0)),
    )  # fmt: skip


def read_sheet(office: Office, actor: Actor, year: int) -> ScoreSheet:
    """The newest sheet that was made for this year or an earlier one, else the one that ships."""
    actor.require("record.read")
    with office.read() as connection:
        rows = read_rows(office, connection, SCORE_ITEM.name)
        fixed = is_fixed(office, connection, year)
    since = max((int(str(row["year"])) for row in rows if int(str(row["year"])) <= year), default=0)
    own = [make_item(row) for row in rows if row["year"] == since]
    return ScoreSheet(year, since, tuple(sorted(own, key=lambda item: item.order)) or shipped_sheet(), fixed)


def read_rows(office: Office, connection: Connection, kind: str, **where: object) -> list[Row]:
    table, entity = office.schema.records[kind], office.entity(kind)
    query = select(table).where(table.c.deleted.is_(None)).order_by(table.c.id)
    for name, wanted in where.items():
        query = query.where(table.c[name] == wanted)
    return [load_row(entity.fields, row) for row in connection.execute(query).mappings()]


def is_fixed(office: Office, connection: Connection, year: int) -> bool:
    return bool(read_rows(office, connection, ASSESSMENT.name, year=year))


def change_sheet(office: Office, actor: Actor, year: int, items: Sequence[Mapping[str, object]]) -> ScoreSheet:
    """Another sheet from this year on; earlier years and those that are final keep theirs.

    InvalidField names the line and what would be right.
    """
    wanted = [check_item(office, raw, place) for place, raw in enumerate(items)]
    refuse_sheet(wanted)
    with office.write(actor, "account") as writing:
        refuse_fixed(office, writing.connection, year)
        known = {
            str(row["code"]): str(row["id"])
            for row in read_rows(office, writing.connection, SCORE_ITEM.name, year=year)
        }
        for item in wanted:
            values = {**store_item(item), "year": year}
            if item.code in known:
                writing.set(SCORE_ITEM, known.pop(item.code), values)
            else:
                writing.new(SCORE_ITEM, values)
        for record in known.values():
            writing.set(SCORE_ITEM, record, {DELETED: "从考核表里去掉"})
    return read_sheet(office, actor, year)


def store_item(item: ScoreItem) -> dict[str, str | int | None]:
    numbers = {name: write_decimal(getattr(item, name)) for name in ("points", "full_at", "step", "cap")}
    return {"code": item.code, "label": item.label, "kind": item.kind, "figure": item.figure or None,
            "order": item.order, **numbers}  # fmt: skip


def check_item(office: Office, raw: Mapping[str, object], place: int) -> ScoreItem:
    """One line as it was typed, words or codes."""
    codes, label = read_codes(office), str(raw.get("label") or "").strip()
    if not label:
        raise InvalidField("label", f"第 {place + 1} 行没有写项目名称。")
    kind = codes.find("score_kind", str(raw.get("kind") or ""))
    if kind is None:
        raise InvalidField("kind", f"“{label}”的种类写“比率、加分、扣分”或者“等次”。")
    word = str(raw.get("figure") or "")
    figure = codes.find("score_figure", word) if word else ""
    if figure is None:
        raise InvalidField("figure", f"“{label}”：没有“{word}”这个数。")
    for name in ("points", "full_at", "step", "cap"):
        if str(raw.get(name) or "").strip() and read_decimal(str(raw[name])) is None:
            title = SCORE_ITEM.by_name[name].label
            raise InvalidField(name, f"“{label}”的{title}写成 3 或 0.5 这样，最多两位小数。")
    code = str(raw.get("code") or f"own_{place + 1}_{label[:20]}")
    item = make_item({**raw, "code": code, "label": label, "kind": kind, "figure": figure, "order": place})
    refuse_item(item)
    return item


def refuse_item(item: ScoreItem) -> None:
    """What a line of its kind needs."""
    counted = {"late", "late_return", "directive"}
    if item.kind == RATE and (not item.figure or item.figure in counted):
        raise InvalidField("figure", f"“{item.label}”是比率，要选按哪个率算。")
    if item.kind == RATE and not (item.points > 0 and 0 < item.full_at <= 100):
        raise InvalidField("points", f"“{item.label}”的分值要大于 0，满分线在 0 和 100 之间。")
    if item.kind in HAND and item.figure and item.figure not in counted:
        raise InvalidField("figure", f"“{item.label}”按次数算，不能取比率。")
    if item.kind in HAND and item.step <= 0:
        raise InvalidField("step", f"“{item.label}”要写每次几分。")
    if item.kind == GRADE and item.full_at > 100:
        raise InvalidField("full_at", f"“{item.label}”的满分线不能超过 100。")


def refuse_sheet(items: Sequence[ScoreItem]) -> None:
    if not any(item.kind == RATE for item in items):
        raise InvalidField("kind", "考核表里至少要有一个比率。")
    labels, codes = [item.label for item in items], [item.code for item in items]
    double = next((item.label for item in items if labels.count(item.label) > 1 or codes.count(item.code) > 1), "")
    if double:
        raise InvalidField("label", f"“{double}”写了两遍。")


def refuse_fixed(office: Office, connection: Connection, year: int) -> None:
    if is_fixed(office, connection, year):
        raise Refusal(f"{year}年的考核已经定稿，不能再改。", todo="要改的，从下一年度起改。")


# by hand


def list_scores(office: Office, actor: Actor, year: int) -> list[HandScore]:
    """Plus and minus entries of a year, oldest first."""
    actor.require("record.read")
    with office.read() as connection:
        return read_scores(office, connection, year)


def read_scores(office: Office, connection: Connection, year: int) -> list[HandScore]:
    return [
        HandScore(str(row["id"]), str(row["unit"]), str(row["item"]), int(str(row["times"])), str(row["reason"]),
                  str(row["by"] or ""))
        for row in read_rows(office, connection, UNIT_SCORE.name, year=year)
    ]  # fmt: skip


def enter_score(
    office: Office, actor: Actor, year: int, unit: str, item: str, reason: str, times: int = 1
) -> str:  # fmt: skip
    """A plus or minus for a unit with its reason; returns its id."""
    line = read_sheet(office, actor, year).item(item)
    if line is None or line.kind not in HAND:
        raise InvalidField("item", "选一项加分或扣分。")
    reason = reason.strip()
    if not reason:
        raise InvalidField("reason", "写明事由。")
    if len(reason) > 200:
        raise InvalidField("reason", f"事由最多 200 字，现在 {len(reason)} 字。")
    if not 1 <= times <= 99:
        raise InvalidField("times", "次数写 1 到 99。")
    with office.write(actor, CLOSE) as writing:
        refuse_fixed(office, writing.connection, year)
        return writing.new(UNIT_SCORE, {"unit": unit, "year": year, "item": item, "times": times, "reason": reason,
                                        "by": actor.name})  # fmt: skip


def discard_score(office: Office, actor: Actor, record: str, why: str) -> None:
    """Take an entry back; the log keeps it with the reason."""
    if not why.strip():
        raise InvalidField("reason", "写明为什么去掉。")
    with office.write(actor, CLOSE) as writing:
        table = office.schema.records[UNIT_SCORE.name]
        row = writing.connection.execute(select(table).where(table.c.id == record)).mappings().first()
        if row is None or row["deleted"] is not None:
            raise OfficeError("这条加减分已经去掉了。", todo="刷新再看。")
        refuse_fixed(office, writing.connection, int(row["year"]))
        writing.set(UNIT_SCORE, record, {DELETED: why.strip()}, scope=str(row["scope"]))


# the result


def assess_units(office: Office, actor: Actor, year: int) -> list[UnitAssessment]:
    """Every unit, best first, those without cases last; a year that is final is read as it was made final."""
    sheet = read_sheet(office, actor, year)
    with office.read() as connection:
        names = list_units(office, connection)
        if sheet.fixed:
            return read_fixed(office, connection, year, names)
        figures = gather_figures(office, connection, year)
        by_hand = read_scores(office, connection, year)
    found = [
        assess_unit(sheet, unit, name, figures.cases(unit), figures.of(unit),
                    [each for each in by_hand if figures.stands_for(each.unit) == unit])
        for unit, name in names.items()
    ]  # fmt: skip
    return rank_units(found)


def assess_unit(
    sheet: ScoreSheet, unit: str, name: str, cases: int, figures: Mapping[str, UnitCount], by_hand: Sequence[HandScore]
) -> UnitAssessment:
    lines: list[Scored] = []
    for item in sheet.items:
        own = [each for each in by_hand if each.item == item.code]
        if item.kind == RATE:
            lines.append(score_rate(item, figures[item.figure]))
        elif item.kind in HAND:
            figure = figures[item.figure] if item.figure else None
            reasons = [f"{each.reason}（{each.times} 次，{each.by}）" for each in own]
            lines.append(score_times(item, figure, sum(each.times for each in own), reasons))
    counted = cases > 0
    points = add_up(lines, sheet.full) if counted else None
    grade = name_grade(sheet.items, points, sheet.full) if points is not None else ""
    return UnitAssessment(unit, name, cases, points, sheet.full, tuple(lines), grade=grade)


def rank_units(found: Iterable[UnitAssessment]) -> list[UnitAssessment]:
    """Best first; equal points share a rank."""
    ordered = sorted(
        found, key=lambda each: (each.points is None, -(each.points or Decimal(0)), -each.cases, each.name)
    )
    every = [each.points for each in ordered if each.points is not None]
    return [
        replace(each, rank=1 + sum(other > each.points for other in every)) if each.points is not None else each
        for each in ordered
    ]


def fix_assessment(office: Office, actor: Actor, year: int, awards: Collection[str] = ()) -> list[UnitAssessment]:
    """Make a year final: points, ranks and figures are kept as they are now and change no more.

    `awards` are the units that become 先进单位. Refusal if the year is final already or has not begun.
    """
    actor.require(CLOSE)
    if year > office.today().year:
        raise Refusal(f"{year}年还没有到，不能定稿。")
    found = [each for each in assess_units(office, actor, year) if each.points is not None]
    if not found:
        raise Refusal(f"{year}年没有交办过提案，没有可以定稿的。")
    with office.write(actor, CLOSE) as writing:
        refuse_fixed(office, writing.connection, year)
        for each in found:
            writing.new(ASSESSMENT, {
                "unit": each.unit, "year": year, "points": write_decimal(each.points or Decimal(0)), "rank": each.rank,
                "grade": each.grade or None, "award": each.unit in awards or None, "detail": pack_detail(each),
                "fixed_on": office.today().isoformat(),
            })  # fmt: skip
    return assess_units(office, actor, year)


def pack_detail(each: UnitAssessment) -> str:
    """The lines as JSON; the cases behind a figure are kept too."""
    lines = [
        {
            "code": line.code, "label": line.label, "kind": line.kind, "points": str(line.points), "most": str(line.most),
            "times": line.times, "reasons": line.reasons,
            "figure": line.figure and {
                "numerator": line.figure.numerator, "denominator": line.figure.denominator, "base": line.figure.base,
                "counted": line.figure.counted, "rest": line.figure.rest,
            },
        }
        for line in each.lines
    ]  # fmt: skip
    return json.dumps(
        {"name": each.name, "cases": each.cases, "full": str(each.full), "lines": lines}, ensure_ascii=False
    )


def read_fixed(office: Office, connection: Connection, year: int, names: Mapping[str, str]) -> list[UnitAssessment]:
    """The year as it was made final, then the units that are not in it."""
    rows = read_rows(office, connection, ASSESSMENT.name, year=year)
    found = [unpack(row) for row in rows]
    found.sort(key=lambda each: (each.rank, each.name))
    known = {each.unit for each in found}
    full = found[0].full
    return [
        *found,
        *(UnitAssessment(unit, name, 0, None, full, ()) for unit, name in names.items() if unit not in known),
    ]


def unpack(row: Row) -> UnitAssessment:
    told = cast("dict[str, Any]", json.loads(str(row["detail"])))
    lines = [
        Scored(
            each["code"], each["label"], each["kind"], Decimal(each["points"]), Decimal(each["most"]),
            unpack_figure(each["figure"]), each["times"], tuple(each["reasons"]),
        )
        for each in told["lines"]
    ]  # fmt: skip
    return UnitAssessment(
        str(row["unit"]), told["name"], told["cases"], Decimal(str(row["points"])), Decimal(told["full"]), tuple(lines),
        int(str(row["rank"])), str(row["grade"] or ""), bool(row["award"]),
    )  # fmt: skip


def unpack_figure(told: dict[str, Any] | None) -> UnitCount | None:
    if told is None:
        return None
    return UnitCount(told["numerator"], told["denominator"], told["base"], tuple(told["counted"]), tuple(told["rest"]))
