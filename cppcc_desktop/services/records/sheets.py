"""Sheets: rows for the entries of a code list or of another child, typed in one grid and saved at once.

A row exists only while something stands in it. What stands for an entry that is no longer in force stays in sight.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from cppcc_desktop.domain.description.fields import Entity, Field, Made, Row, Value
from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.journal.operations import DELETED
from cppcc_desktop.services.office.codes import CodeLists, read_codes
from cppcc_desktop.services.office.office import Office, Writing
from cppcc_desktop.services.records.children import (
    OLDER,
    Children,
    ChildRow,
    ChildSum,
    Saved,
    add_up,
    call_rows,
    changed_in,
    find_child,
    list_rows,
    open_owner,
    read_standing,
    read_values,
    scope_of,
    settle_rows,
)
from cppcc_desktop.services.records.guards import CHANGE, DISCARD, ask_guards
from cppcc_desktop.services.records.records import check_required, drop_same, read_record, show_record, write_permission
from cppcc_desktop.services.records.titles import ABSENT, read_titles
from cppcc_desktop.services.records.undo import group_of

Place = tuple[str, str]  # keys of the entries a row of the sheet stands for: down, across
CLEARED, TWICE = "清空", "row:"


@dataclass(frozen=True)
class SheetEntry:
    """What a line of the sheet is about, or a group of its columns. `old`: no longer in force, shown for what it holds;
    `heading`: what it stands under.
    """

    key: str
    word: str
    old: bool = False
    heading: str = ""

    @property
    def label(self) -> str:
        """五落实 · 场所: an entry with its heading."""
        return f"{self.heading} · {self.word}" if self.heading else self.word


@dataclass(frozen=True)
class MetLines:
    """How many lines of those that apply are met: 8 / 10."""

    count: int
    of: int

    @property
    def words(self) -> str:
        return f"{self.count} / {self.of}"


ONLY = SheetEntry("", "")  # across a sheet that goes one way, or over rows of which there are none yet


@dataclass(frozen=True)
class ChildSheet:
    """One sheet of a record: its lines, its groups of columns, and the row at each place where something stands."""

    entity: Entity
    down: tuple[SheetEntry, ...]
    across: tuple[SheetEntry, ...]
    rows: Mapping[Place, ChildRow]
    sums: tuple[ChildSum, ...] = ()
    fixed: str = ""
    named: Mapping[str, str] = field(default_factory=dict[str, str])  # line → what earlier programs would name there
    met: MetLines | None = None  # of a sheet that says so
    met_under: Mapping[str, MetLines] = field(default_factory=dict[str, MetLines])  # heading → the same of its lines

    @property
    def count(self) -> int:
        """Lines in which something stands."""
        return len({down for down, _ in self.rows} - extra(self.down))

    def name(self, place: Place) -> str:
        """How a place is called: 张三 上午; by its line alone where nothing stands across."""
        entries = {each.key: each.label for each in (*self.down, *(self.across if len(self.across) > 1 else ()))}
        return " ".join(word for key in place if (word := entries.get(key, "")))


def read_child(office: Office, actor: Actor, entity: Entity, owner: str) -> Children | ChildSheet:
    """What the tab of a child shows."""
    read = read_sheet if entity.made is Made.SHEET else list_rows
    return read(office, actor, entity.name, owner)


def read_sheet(office: Office, actor: Actor, kind: str, owner: str) -> ChildSheet:
    """The whole sheet of a record."""
    entity = office.entity(kind)
    found = list_rows(office, actor, kind, owner)
    sides = [list_entries(office, actor, entity, entity.by_name[name], owner, found.rows) for name in entity.over]
    down, across = sides[0], sides[1] if len(sides) > 1 and sides[1] else [ONLY]
    first, lines = across[0].key, find_lines(office, actor, entity, owner, found.rows)
    rows: dict[Place, ChildRow] = {}
    for row in found.rows:
        keys = [str(row.values.get(name) or "") for name in entity.over]
        place = lines.get(row.id) or keys[0], (keys[1] if len(keys) > 1 else "") or first
        if place in rows:  # two places wrote one each: both stay in sight
            said = next((each for each in down if each.key == place[0]), ONLY)
            place = f"{TWICE}{row.id}", place[1]
            down = [*down, SheetEntry(place[0], f"{said.word}（又一条）", heading=said.heading)]
        rows[place] = row
    codes = read_codes(office)
    sums = add_up(entity, codes, [row.values for place, row in rows.items() if place[0] not in extra(down)])
    named = name_lines(office, actor, entity, owner)
    whole, under = count_met(entity, codes, down, {key: row.values for (key, _), row in rows.items()})
    return ChildSheet(entity, tuple(down), tuple(across), rows, tuple(sums), found.fixed, named, whole, under)


def count_met(
    entity: Entity, codes: CodeLists, down: Sequence[SheetEntry], rows: Mapping[str, Row]
) -> tuple[MetLines | None, dict[str, MetLines]]:
    """Of all lines, and of those under each heading, how many are met; rows by the key of their line."""
    if entity.met is None:
        return None, {}
    name, column = entity.met
    listed = entity.by_name[name].codes
    under: dict[str, MetLines] = {}
    for each in down:
        says = codes.value(listed, str(rows[each.key].get(name)), column) if each.key in rows else ""
        now = under.get(each.heading, MetLines(0, 0))
        if says != "out" and not each.old and not each.key.startswith(TWICE):
            now = MetLines(now.count + (says == "yes"), now.of + 1)
        under[each.heading] = now
    return MetLines(sum(each.count for each in under.values()), sum(each.of for each in under.values())), under


def name_lines(office: Office, actor: Actor, entity: Entity, owner: str) -> dict[str, str]:
    """Line → the record it is about, which earlier programs name in the sheet itself."""
    if not entity.older:
        return {}
    child = office.entity(entity.by_name[entity.over[0]].target)
    rows = list_rows(office, actor, child.name, owner).rows
    return {row.id: str(row.values[child.picks]) for row in rows if row.values.get(child.picks)}


def extra(down: Sequence[SheetEntry]) -> set[str]:
    """The lines that say once more what another one says."""
    return {each.key for each in down if each.key.startswith(TWICE)}


def find_lines(office: Office, actor: Actor, entity: Entity, owner: str, rows: Sequence[ChildRow]) -> dict[str, str]:
    """Row of an earlier program → the line it stands in: that of the same record."""
    older = [
        row for row in rows if entity.older and not row.values.get(entity.over[0]) and row.values.get(entity.older)
    ]
    if not older:
        return {}
    with office.read() as connection:
        standing = read_standing(office, connection, entity, entity.older, [row.values for row in older])
    lines = list_rows(office, actor, entity.by_name[entity.over[0]].target, owner).rows
    by_record = {line.picked: line.id for line in reversed(lines) if line.picked}
    return {row.id: by_record.get(standing[str(row.values[entity.older])], "") for row in older}


def list_entries(
    office: Office, actor: Actor, entity: Entity, spec: Field, owner: str, rows: Sequence[ChildRow]
) -> list[SheetEntry]:
    """The entries in force in their order, then those something still stands for."""
    if spec.codes:
        codes, value = read_codes(office), read_suited(office, actor, entity, owner)
        known = [
            head_entry(codes, entity, spec, each.code) for each in codes.entries(spec.codes)
            if entity.suits is None or value in codes.value(spec.codes, each.code, entity.suits[0]).split()
        ]  # fmt: skip
    else:
        child = office.entity(spec.target)
        known = [
            SheetEntry(key, label) for key, label in call_rows(child, list_rows(office, actor, child.name, owner).rows)
        ]
    used = dict.fromkeys(str(row.values[spec.name]) for row in rows if row.values.get(spec.name))
    gone = [key for key in used if key not in {each.key for each in known}]
    return known + name_gone(office, entity, spec, gone)


def read_suited(office: Office, actor: Actor, entity: Entity, owner: str) -> str:
    """What entries must suit to be lines of the sheet of this record."""
    if entity.suits is None:
        return ""
    return str(show_record(office, actor, entity.by_name[entity.owner].target, owner).values.get(entity.suits[1]) or "")


def head_entry(codes: CodeLists, entity: Entity, spec: Field, code: str) -> SheetEntry:
    """An entry with its heading."""
    heading = codes.value(spec.codes, code, entity.headed) if entity.headed else ""
    return SheetEntry(code, codes.label(spec.codes, code), heading=heading)


def name_gone(office: Office, entity: Entity, spec: Field, keys: Sequence[str]) -> list[SheetEntry]:
    """Entries that are not in force any more."""
    if spec.codes:
        codes = read_codes(office)
        return [replace(head_entry(codes, entity, spec, key), old=True) for key in keys]
    with office.read() as connection:
        titles = read_titles(office, connection, spec.target, keys)
    return [SheetEntry(key, titles.get(key) or ABSENT, old=True) for key in keys]


def check_sheet(
    office: Office, actor: Actor, kind: str, owner: str, typed: Mapping[Place, Mapping[str, object]]
) -> dict[Place, OfficeError | None]:
    """What stands against each place, if anything; nothing is written."""
    actor.require(write_permission(office.entity(kind)))
    sheet, told = read_sheet(office, actor, kind, owner), dict[Place, OfficeError | None]()
    for place, raw in typed.items():
        try:
            read_place(office, sheet, place, raw)
        except OfficeError as error:
            told[place] = error
        else:
            told[place] = None
    return told


def save_sheet(
    office: Office, actor: Actor, kind: str, owner: str, typed: Mapping[Place, Mapping[str, object]], *,
    seen: ChildSheet | None = None,
) -> Saved:  # fmt: skip
    """Everything that was typed, in one transaction; the first wrong place is named and nothing is written.

    An emptied place loses its row. Refusal if a place was changed elsewhere since `seen` was read.
    """
    entity = find_child(office, kind)
    now = read_sheet(office, actor, kind, owner)
    values: dict[Place, dict[str, Value]] = {}
    for place, raw in typed.items():
        try:
            values[place] = read_place(office, now, place, raw)
            refuse_moved_place(now, seen, place, raw)
        except OfficeError as error:
            error.what = f"{now.name(place)}：{error.what}"
            raise
    if any(place[0].startswith(OLDER) for place in values):
        child = office.entity(entity.by_name[entity.over[0]].target)
        keys = [place[0] for place in values]
        settled = dict(zip(keys, settle_rows(office, actor, child, keys), strict=True))
        values = {(settled[down], across): each for (down, across), each in values.items()}
        now = read_sheet(office, actor, kind, owner)
    with office.write(actor, write_permission(entity)) as writing:
        scope = scope_of(office, entity, open_owner(writing, entity, owner))
        for place, new in values.items():
            write_place(writing, now, owner, place, new, scope)
    return Saved(changed_in(writing), group_of(writing.operations))


def read_place(office: Office, sheet: ChildSheet, place: Place, raw: Mapping[str, object]) -> dict[str, Value]:
    """What was typed at one place in stored form; InvalidField and Refusal say what is wrong."""
    down, across = ({each.key for each in side} for side in (sheet.down, sheet.across))
    if place[0] not in down or place[1] not in across or (place[0].startswith(TWICE) and place not in sheet.rows):
        raise Refusal("表上没有这一项。", todo="刷新再看。")
    entity = sheet.entity
    values = read_values(office, read_codes(office), entity, raw)
    row = sheet.rows.get(place)
    whole = {**(row.values if row else {}), **values}
    if not is_empty(entity, whole):
        check_required(office, entity, {**whole, **dict.fromkeys((entity.owner, *entity.over), True)})
    return values


def is_empty(entity: Entity, values: Mapping[str, Value]) -> bool:
    """Nothing stands there that a person typed."""
    return all(values.get(spec.name) in (None, False) for spec in entity.typed)


def refuse_moved_place(now: ChildSheet, seen: ChildSheet | None, place: Place, raw: Mapping[str, object]) -> None:
    if seen is None:
        return
    theirs, ours = now.rows.get(place), seen.rows.get(place)
    for name in raw:
        if (theirs.values.get(name) if theirs else None) != (ours.values.get(name) if ours else None):
            words = (theirs.words.get(name) if theirs else "") or "（空）"
            raise InvalidField(name, f"{now.entity.by_name[name].label}刚在别处改成{words}。再看一遍，重新填。")


def write_place(
    writing: Writing, sheet: ChildSheet, owner: str, place: Place, values: Mapping[str, Value], scope: str
) -> None:
    """A row for what stands there now: a new one, the one there is, or none any more."""
    entity, row = sheet.entity, sheet.rows.get(place)
    made_for = {name: key for name, key in zip(entity.over, place, strict=False) if key and not key.startswith(TWICE)}
    if row is None:
        if not is_empty(entity, values):
            older = {entity.older: sheet.named.get(place[0])} if entity.older else {}
            writing.new(entity, {entity.owner: owner, **older, **made_for, **values}, scope=scope)
        return
    now = read_record(writing.office, writing.connection, entity.name, row.id)
    emptied = is_empty(entity, {**now.values, **values})
    if emptied and row.files.count:  # they would lie with a row nobody sees any more
        raise Refusal(
            f"{sheet.name(place)}：这一项还有 {row.files.count} 个照片或附件，不能清空。", todo="先移走照片，再清空。"
        )
    ask_guards(writing.office, writing.connection, entity.name, row.id, DISCARD if emptied else CHANGE)
    changed = {DELETED: CLEARED} if emptied else drop_same({**made_for, **values}, now.values)
    writing.set(entity, row.id, changed, scope=now.scope)


def find_place(sheet: ChildSheet, raw: Mapping[str, object]) -> tuple[Place, dict[str, object]]:
    """The place a command names by the labels or keys of its entries, and what it sets there."""
    rest, keys = dict(raw), list[str]()
    sides = (sheet.down, sheet.across)
    for spec, side in zip((sheet.entity.by_name[name] for name in sheet.entity.over), sides, strict=False):
        word = str(rest.pop(spec.name, None) or rest.pop(spec.label, None) or "")
        found = [each.key for each in side if word in (each.key, each.label)] or [
            each.key for each in side if not word and len(side) == 1
        ]
        if len(found) != 1:
            known = [each.label for each in side]
            raise InvalidField(spec.name, f"{spec.label}里没有“{word}”，或不止一个。", options=known)
        keys.append(found[0])
    return (keys[0], keys[1] if len(keys) > 1 else sheet.across[0].key), rest
