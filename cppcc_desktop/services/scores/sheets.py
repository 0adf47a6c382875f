"""The sheet of a year: read, and changed by the office from a year on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.domain.scores.items import (
    GRADE,
    HAND,
    JUDGED,
    MEASURED,
    NUMBERS,
    QUOTA,
    RATE,
    ScoreItem,
    full_marks,
    make_item,
    read_decimal,
    write_decimal,
)
from cppcc_desktop.journal.operations import DELETED
from cppcc_desktop.services.office.codes import CodeLists, read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import load_row
from cppcc_desktop.services.scores.schemes import ScoreScheme

KINDS = "score_kind"  # the code list


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

    def of(self, *kinds: str) -> list[ScoreItem]:
        """The lines of these kinds."""
        return [each for each in self.items if each.kind in kinds]


def read_sheet(office: Office, actor: Actor, scheme: ScoreScheme, year: int) -> ScoreSheet:
    """The newest sheet that was made for this year or an earlier one, else the one that ships."""
    actor.require("record.read")
    with office.read() as connection:
        return read_sheet_of(office, connection, scheme, year)


def read_sheet_of(office: Office, connection: Connection, scheme: ScoreScheme, year: int) -> ScoreSheet:
    """The same within a transaction."""
    rows = read_rows(office, connection, scheme.entities.item.name)
    since = max((int(str(row["year"])) for row in rows if int(str(row["year"])) <= year), default=0)
    own = [make_item(row) for row in rows if row["year"] == since]
    items = tuple(sorted(own, key=lambda item: item.order)) or scheme.shipped()
    return ScoreSheet(year, since, items, is_fixed(office, connection, scheme, year))


def read_rows(office: Office, connection: Connection, kind: str, **where: object) -> list[Row]:
    """Records of a kind that are in force and have these values."""
    table, entity = office.schema.records[kind], office.entity(kind)
    query = select(table).where(table.c.deleted.is_(None)).order_by(table.c.id)
    for name, wanted in where.items():
        query = query.where(table.c[name] == wanted)
    return [load_row(entity.fields, row) for row in connection.execute(query).mappings()]


def is_fixed(office: Office, connection: Connection, scheme: ScoreScheme, year: int) -> bool:
    """Whether a year is final."""
    table = office.schema.records[scheme.entities.result.name]
    query = select(table.c.id).where(table.c.year == year, table.c.fixed_on.is_not(None), table.c.deleted.is_(None))
    return connection.scalar(query.limit(1)) is not None


def refuse_fixed(office: Office, connection: Connection, scheme: ScoreScheme, year: int) -> None:
    if is_fixed(office, connection, scheme, year):
        raise Refusal(f"{year}年的考核已经定稿，不能再改。", todo="要改的，从下一年度起改。")


def change_sheet(
    office: Office, actor: Actor, scheme: ScoreScheme, year: int, items: Sequence[Mapping[str, object]]
) -> ScoreSheet:
    """Another sheet from this year on; earlier years and those that are final keep theirs.

    InvalidField names the line and what would be right.
    """
    codes, entity = read_codes(office), scheme.entities.item
    wanted = [check_item(scheme, codes, raw, place) for place, raw in enumerate(items)]
    refuse_sheet(wanted)
    with office.write(actor, "account") as writing:
        refuse_fixed(office, writing.connection, scheme, year)
        known = {
            str(row["code"]): str(row["id"]) for row in read_rows(office, writing.connection, entity.name, year=year)
        }
        for item in wanted:
            values = {**store_item(item), "year": year}
            if item.code in known:
                writing.set(entity, known.pop(item.code), values)
            else:
                writing.new(entity, values)
        for record in known.values():
            writing.set(entity, record, {DELETED: "从考核表里去掉"})
    return read_sheet(office, actor, scheme, year)


def store_item(item: ScoreItem) -> dict[str, str | int | None]:
    numbers = {name: write_decimal(getattr(item, name)) for name in NUMBERS}
    return {"code": item.code, "label": item.label, "kind": item.kind, "figure": item.figure or None,
            "order": item.order, **numbers, "standard": item.standard or None}  # fmt: skip


def check_item(scheme: ScoreScheme, codes: CodeLists, raw: Mapping[str, object], place: int) -> ScoreItem:
    """One line as it was typed, words or codes."""
    label = str(raw.get("label") or "").strip()
    if not label:
        raise InvalidField("label", f"第 {place + 1} 行没有写项目名称。")
    kind = codes.find(KINDS, str(raw.get("kind") or ""))
    if kind is None:
        raise InvalidField("kind", f"“{label}”的种类写“比率、评分、加分、扣分”，或者“等次、名额”。")
    word = str(raw.get("figure") or "")
    figure = scheme.find_figure(codes, word) if word else ""
    if figure is None:
        raise InvalidField("figure", f"“{label}”：没有“{word}”这个数。")
    fields = scheme.entities.item.by_name
    for name in NUMBERS:
        if str(raw.get(name) or "").strip() and read_decimal(str(raw[name])) is None:
            raise InvalidField(name, f"“{label}”的{fields[name].label}写成 3 或 0.5 这样，最多两位小数。")
    for name in ("label", "standard"):
        if len(str(raw.get(name) or "")) > fields[name].limit:
            raise InvalidField(name, f"“{label[:20]}”的{fields[name].label}最多 {fields[name].limit} 字。")
    code = str(raw.get("code") or f"own_{place + 1}_{label[:20]}")
    item = make_item({**raw, "code": code, "label": label, "kind": kind, "figure": figure, "order": place})
    refuse_item(item, counts=any(each.counts for each in scheme.figures if each.key == figure))
    return item


def refuse_item(item: ScoreItem, *, counts: bool) -> None:
    """What a line of its kind needs; `counts` says that its figure counts times."""
    if item.kind == RATE and (not item.figure or counts):
        raise InvalidField("figure", f"“{item.label}”是比率，要选按哪个率算。")
    if item.kind == RATE and not (item.points > 0 and 0 < item.full_at <= 100):
        raise InvalidField("points", f"“{item.label}”的分值要大于 0，满分线在 0 和 100 之间。")
    if item.kind == JUDGED and item.points <= 0:
        raise InvalidField("points", f"“{item.label}”的分值要大于 0。")
    if item.kind in HAND and item.figure and not counts:
        raise InvalidField("figure", f"“{item.label}”按次数算，不能取比率。")
    if item.kind in HAND and item.step <= 0:
        raise InvalidField("step", f"“{item.label}”要写每次几分。")
    if item.kind in (GRADE, QUOTA) and item.full_at > 100:
        raise InvalidField("full_at", f"“{item.label}”的满分线不能超过 100。")
    if item.kind == QUOTA and not (item.full_at or item.cap):
        raise InvalidField("cap", f"“{item.label}”要写前百分之几（满分线）或者最多几个（最多）。")
    if item.kind == QUOTA and item.cap != int(item.cap):
        raise InvalidField("cap", f"“{item.label}”最多几个写整数。")


def refuse_sheet(items: Sequence[ScoreItem]) -> None:
    if not any(item.kind in MEASURED for item in items):
        raise InvalidField("kind", "考核表里至少要有一个比率或者评分。")
    labels, codes = [item.label for item in items], [item.code for item in items]
    double = next((item.label for item in items if labels.count(item.label) > 1 or codes.count(item.code) > 1), "")
    if double:
        raise InvalidField("label", f"“{double}”写了两遍。")
