"""办理表: one workbook per unit with its open cases and what to fill in (domain.md §2: units do not run the program)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.fields import Row, Value, tell_phone
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.nouns.proposals.case import MAIN_ROLES, OPEN
from cppcc_desktop.nouns.proposals.entity import ASSIGNMENTS, PROPOSALS
from cppcc_desktop.nouns.proposals.grants import HANDLE
from cppcc_desktop.nouns.proposals.life import NONE
from cppcc_desktop.nouns.proposals.packs.layout import WIDTHS, PackLayout, PackStep, make_check, read_layout
from cppcc_desktop.nouns.proposals.packs.parts import PackColumn
from cppcc_desktop.nouns.proposals.packs.workbook import PackRow, UnitPack, write_unit_pack
from cppcc_desktop.services.forms.words import long_date, safe_name
from cppcc_desktop.services.office.codes import CodeLists, read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.settings import read_setting
from cppcc_desktop.services.records.records import load_row, read_children
from cppcc_desktop.services.records.titles import read_titles, stands_for
from cppcc_desktop.services.summary import read_committee
from db.chunks import chunked

Progress = Callable[[int, int, str], None]
SUMMARY = 180  # characters of the suggestions


@dataclass(frozen=True)
class UnitLoad:
    """A unit and what it has in hand."""

    unit: str
    name: str
    open: int
    soon: int
    overdue: int


@dataclass(frozen=True)
class PackFile:
    """A file that was made."""

    unit: str
    name: str
    path: Path
    cases: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Handed:
    """An assignment with its case and what its unit did so far."""

    row: Row
    case: Row
    unit: str  # the one it stands for, where units were joined
    merged: Sequence[Row]

    @property
    def id(self) -> str:
        return str(self.row["id"])

    @property
    def is_main(self) -> bool:
        return self.row["role"] in MAIN_ROLES


def list_unit_loads(office: Office, actor: Actor, plenary: str = "") -> list[UnitLoad]:
    """Units that have cases of the plenary (all if empty) in hand: those with most overdue first."""
    actor.require("record.read")
    with office.read() as connection:
        rows = read_open(office, connection, plenary=plenary)
        soon = soon_until(office, connection)
        units = read_titles(office, connection, "unit", {each.unit for each in rows})
    today = office.today().isoformat()
    loads = [
        UnitLoad(
            unit, name, len(dues), sum(today <= due <= soon for due in dues), sum(due < today for due in dues)
        )
        for unit, name in units.items()
        if (dues := [str(each.row["due_on"] or "9999") for each in rows if each.unit == unit])
    ]  # fmt: skip
    return sorted(loads, key=lambda load: (-load.overdue, -load.open, load.name))


def soon_until(office: Office, connection: Connection) -> str:
    days = int(read_setting(office, connection, "soon_days", office.today().isoformat()))
    return (office.today() + timedelta(days=days)).isoformat()


def read_open(office: Office, connection: Connection, units: Sequence[str] = (), plenary: str = "") -> list[Handed]:
    """Assignments in hand, by 案号."""
    table, cases, unit = (office.schema.records[name] for name in ("assignment", "proposal", "unit"))
    owner = select(unit.c.id, stands_for(unit)).where(unit.c.id.in_(select(table.c.unit)))
    same = {str(own): str(other) for own, other in connection.execute(owner)}
    query = (
        select(table)
        .join(cases, cases.c.id == table.c.proposal)
        .where(table.c.state.in_(OPEN), table.c.deleted.is_(None), cases.c.deleted.is_(None))
        .where(cases.c.state != "withdrawn", cases.c.same_as.is_(None))
        .order_by(cases.c.docket_no, table.c.id)
    )
    if plenary:
        query = query.where(cases.c.plenary == plenary)
    rows = [load_row(ASSIGNMENTS.entity.fields, row) for row in connection.execute(query).mappings()]
    wanted = {same.get(each, each) for each in units}
    rows = [row for row in rows if not wanted or same.get(str(row["unit"])) in wanted]
    return join_cases(office, connection, rows, same)


def join_cases(
    office: Office, connection: Connection, rows: Sequence[Row], same: Mapping[str, str]
) -> list[Handed]:  # fmt: skip
    """The rows with their cases and what was merged into those."""
    cases = office.schema.records["proposal"]
    ids = {str(row["proposal"]) for row in rows}
    found: dict[str, Row] = {}
    merged: dict[str, list[Row]] = {}
    query = select(cases).where(cases.c.deleted.is_(None)).order_by(cases.c.intake_no)
    for chunk in chunked(ids):
        for one in connection.execute(query.where(cases.c.id.in_(chunk))).mappings():
            found[str(one["id"])] = load_row(PROPOSALS.entity.fields, one)
        for one in connection.execute(query.where(cases.c.merged_into.in_(chunk))).mappings():
            merged.setdefault(str(one["merged_into"]), []).append(load_row(PROPOSALS.entity.fields, one))
    return [
        Handed(row, found[str(row["proposal"])], same.get(str(row["unit"]), str(row["unit"])),
               merged.get(str(row["proposal"]), ()))
        for row in rows
    ]  # fmt: skip


def make_unit_packs(
    office: Office, actor: Actor, units: Sequence[str], folder: Path, *, plenary: str = "",
    progress: Progress | None = None,
) -> list[PackFile]:  # fmt: skip
    """One .xlsx per unit that has cases in hand, in an existing folder; units without any are left out."""
    actor.require(HANDLE)  # the phones of members leave the house with it
    if not folder.is_dir():
        raise OfficeError(f"没有“{folder}”这个文件夹。", todo="先建好文件夹，再试一次。")
    layout = read_layout(office)
    with office.read() as connection:
        rows = read_open(office, connection, units, plenary)
        names = read_titles(office, connection, "unit", {each.unit for each in rows})
        people = read_people(office, connection, rows)
        every = choices_of(office, connection, layout)
    made: list[PackFile] = []
    taken: set[str] = set()
    wanted = [unit for unit in dict.fromkeys(units) if unit in names]
    for place, unit in enumerate(wanted):
        if progress:
            progress(place, len(wanted), names[unit])
        own = [each for each in rows if each.unit == unit]
        pack = make_pack(office, layout, names[unit], plenary, own, people, every)
        path = folder / f"{free_name(f'办理表-{names[unit]}-{office.today():%m%d}', taken)}.xlsx"
        made.append(PackFile(unit, names[unit], path, len(own), write_unit_pack(path, pack)))
    return made


def free_name(name: str, taken: set[str]) -> str:
    """The name, numbered where two units would get the same file."""
    base = safe_name(name)
    name = next(each for each in (base, *(f"{base}({n})" for n in range(2, 1000))) if each.casefold() not in taken)
    taken.add(name.casefold())
    return name


def choices_of(office: Office, connection: Connection, layout: PackLayout) -> dict[str, list[str]]:
    """The words to choose from, by column."""
    codes, unit = read_codes(office), office.schema.records["unit"]
    listed = {
        each.name: [code.label for code in codes.entries(each.field.codes)]
        for each in layout.filled
        if each.field.codes
    }
    in_force = select(unit.c.name).where(unit.c.deleted.is_(None), unit.c.ended_on.is_(None), unit.c.same_as.is_(None))
    names = list(connection.scalars(in_force.order_by(unit.c.name_pinyin)))
    return {**listed, **{each.name: names for each in layout.filled if each.target == "unit"}}


def read_people(office: Office, connection: Connection, rows: Sequence[Handed]) -> dict[str, tuple[str, str]]:
    """Name and phone of every first proposer."""
    member = office.schema.records["member"]
    ids = {str(case["first_sponsor"]) for each in rows for case in (each.case, *each.merged) if case["first_sponsor"]}
    titles = read_titles(office, connection, "member", ids)
    found: dict[str, tuple[str, str]] = {}
    for chunk in chunked(ids):
        for one in connection.execute(select(member.c.id, member.c.mobile).where(member.c.id.in_(chunk))):
            found[str(one.id)] = titles.get(str(one.id), ""), tell_phone(str(one.mobile or ""))
    return found


def make_pack(
    office: Office, layout: PackLayout, name: str, plenary: str, rows: Sequence[Handed],
    people: Mapping[str, tuple[str, str]], choices: Mapping[str, Sequence[str]],
) -> UnitPack:  # fmt: skip
    """What the file of one unit holds."""
    heading = Plenary.parse(plenary).label if plenary else ""
    codes = read_codes(office)
    lines = [make_row(office, layout, each, people, codes) for each in rows]
    return UnitPack(name, f"{name}{heading}提案办理表", make_guide(office, layout, rows), lines, choices, layout)


def make_row(
    office: Office, layout: PackLayout, each: Handed, people: Mapping[str, tuple[str, str]], codes: CodeLists
) -> PackRow:
    cells = {
        "docket_no": str(each.case["docket_no"] or ""), "title": str(each.case["title"] or ""),
        "sponsors": "\n".join(who for case in (each.case, *each.merged) if (who := name_sponsor(case, people))),
        "phone": "\n".join(
            phone for case in (each.case, *each.merged) if each.is_main and (phone := ring(case, people))
        ),
        "role": codes.label("handling_role", str(each.row["role"])), "due_on": str(each.row["due_on"] or ""),
        "summary": shorten(str(each.case["suggestions"] or "")),
    }  # fmt: skip
    with office.read() as connection:
        given = read_given(office, connection, layout, each, codes)
    texts = [
        (f"{'并案：' + str(case['title']) + '　' if case is not each.case else ''}{label}", str(case[name]))
        for case in (each.case, *each.merged)
        for name, label in (("analysis", "情况与分析"), ("suggestions", "建议"))
        if case[name]
    ]
    check = make_check(each.id, {name: cells[name] for name in WIDTHS})
    return PackRow(each.id, check, str(each.row["role"]), str(each.row["date"]), cells, given, texts)


def name_sponsor(case: Row, people: Mapping[str, tuple[str, str]]) -> str:
    name = people.get(str(case["first_sponsor"]), ("", ""))[0] or str(case["collective"] or case["sponsor_text"] or "")
    return f"{name}等" if case["joint_sponsors"] and case["first_sponsor"] else name


def ring(case: Row, people: Mapping[str, tuple[str, str]]) -> str:
    return people.get(str(case["first_sponsor"]), ("", ""))[1] or tell_phone(str(case["contact_phone"] or ""))


def shorten(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= SUMMARY else f"{words[:SUMMARY]}…"


def read_given(
    office: Office, connection: Connection, layout: PackLayout, each: Handed, codes: CodeLists
) -> dict[str, str]:
    """What the unit has had recorded: it need not be written again, and read back it changes nothing."""
    given: dict[str, str] = {}
    for step in layout.steps:
        values = step.part.given(each.row, lambda step=step: read_made(office, connection, step, each))
        given |= {column.name: write_given(column, values.get(column.asked), codes) for column in step.columns}
    return {name: words for name, words in given.items() if words}


def write_given(column: PackColumn, value: Value, codes: CodeLists) -> str:
    """A value as units write it; records that are named stay theirs to name."""
    if not value or column.target:
        return ""
    words = value if isinstance(value, list) else ["是" if value is True else str(value)]
    return "、".join(codes.label(column.field.codes, word) if column.field.codes else word for word in words)


def read_made(office: Office, connection: Connection, step: PackStep, each: Handed) -> list[Row]:
    """The records of the unit that a step has made of the case; none of one that makes none."""
    if step.move.records is None:
        return []
    rows = read_children(office, connection, step.move.records.name, str(each.case["id"]))
    return [row for row in rows if "unit" not in row or is_own(row, each)]


def is_own(row: Row, each: Handed) -> bool:
    return row.get("unit") in (each.row["unit"], each.unit)


def make_guide(office: Office, layout: PackLayout, rows: Sequence[Handed]) -> list[str]:
    """Who, till when, how, whom to ring."""
    today = office.today()
    with office.read() as connection:
        contact = read_setting(office, connection, "proposal_contact", today.isoformat())
    mains, assists = sum(each.is_main for each in rows), sum(not each.is_main for each in rows)
    dues = sorted(str(each.row["due_on"]) for each in rows if each.row["due_on"])
    late = sum(due < today.isoformat() for due in dues)
    first = next((due for due in dues if due >= today.isoformat()), "")
    counts = "、".join(
        words for words, count in ((f"主办或分办 {mains} 件", mains), (f"会办 {assists} 件", assists)) if count
    )
    lines = [
        f"这份表由{read_committee(office).name}于{long_date(today.isoformat())}制作，列的是贵单位正在承办的提案：{counts}。",
        *([f"其中 {late} 件已经过了应办复日，请抓紧办理。"] if late else []),
        *([f"最近的应办复日是{long_date(first)}，每件的期限见“承办提案”表。"] if first else []),
        "怎么填：", *(f"{place}. {line}" for place, line in enumerate(how_to_fill(layout), start=1)), WHERE_TO_SEND,
    ]  # fmt: skip
    return [*lines, f"有疑问请联系：{contact}。" if contact != NONE else "有疑问请联系发来这份表的同志。"]


def how_to_fill(layout: PackLayout) -> list[str]:
    """Line by line, the steps in the order of their columns."""
    return [
        "在“承办提案”表里，一件提案一行，只填浅黄色的格子；灰色的不用填，也不要改。全文在“提案全文”表里。",
        *(step.part.guide for step in layout.in_sheet),
        "还没办到的步骤空着，办到了再填、再交一次；已经交过的内容留着不动，不会重复登记。",
        "可以筛选；不用交的行空着就行。不要另外加行、加列，收回时靠最右边隐藏的两列认提案。",
    ]


WHERE_TO_SEND = "填好后在本页写上填表人和电话，存成 .xlsx 或 .xls，用 U 盘或微信发回即可。"
