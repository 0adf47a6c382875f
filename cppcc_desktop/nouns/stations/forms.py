"""The papers of 联络站: duty of a period, and the check list with what was found (forms.md §1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.exporters import kit
from cppcc_desktop.exporters.document import ACROSS, Align, Block, Document, Note
from cppcc_desktop.nouns.stations.entity import STATION, STATIONS
from cppcc_desktop.nouns.stations.records import CHECK, DUTY
from cppcc_desktop.services.forms.printing import Ask, Form, Made, PaperRequest
from cppcc_desktop.services.forms.words import long_date
from cppcc_desktop.services.office.codes import Code, CodeLists, read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import list_children, list_records, show_record
from cppcc_desktop.services.records.sheets import SheetEntry, count_met, read_sheet
from cppcc_desktop.services.records.titles import word_rows
from db.tables import in_force

ROSTER, GROUND, GROUNDS = "接待值班表", "阵地建设情况表", "阵地建设一览表"
MARKS = {"1": "√", "2": "△", "3": "×", "4": "缺", "9": "—", "": ""}
WEEK = "一二三四五六日"
DAYS = (
    kit.RegisterColumn("日期", 34.0, whole=True, fits=True), kit.RegisterColumn("时间", 28.0, whole=True, fits=True),
    kit.RegisterColumn("方式", 16.0, fits=True), kit.RegisterColumn("地点", fits=True), kit.RegisterColumn("值班委员", 34.0, fits=True),
)  # fmt: skip
ITEMS = (
    kit.RegisterColumn("项目", 38.0, fits=True), kit.RegisterColumn("情况", 20.0, fits=True), kit.RegisterColumn("说明", align=Align.LEFT),
    kit.RegisterColumn("查看日期", 28.0, whole=True, fits=True), kit.RegisterColumn("查看人", 22.0, names=True, fits=True),
)  # fmt: skip
NOBODY = "没有排人"


def make_roster(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """Who is on duty when, from one day to another."""
    name, rows = "", list[list[str]]()
    if asked.record:
        name = str(show_record(office, actor, STATION.name, asked.record).values["name"])
        found = [
            row for row in list_children(office, actor, DUTY.name, asked.record)
            if str(asked.since or "") <= str(row["date"]) <= str(asked.until or "9999")
        ]  # fmt: skip
        found.sort(key=lambda row: (str(row["date"]), str(row["starts_at"] or "")))
        words = word_rows(office, DUTY.fields, found)
        rows = [tell_duty(row, told) for row, told in zip(found, words, strict=True)]
    span = f"{long_date(str(asked.since))}至{long_date(str(asked.until))}" if asked.since and asked.until else ""
    blocks: tuple[Block, ...] = (
        kit.title(f"{name}\n{ROSTER}"),
        *([Note(span)] if span else []),
        kit.register(DAYS, rows),
    )
    return (Document(ROSTER, blocks),), f"{name}{ROSTER}"


def tell_duty(row: Row, words: dict[str, str]) -> list[str]:
    day = date.fromisoformat(str(row["date"]))
    hours = "—".join(each for each in (words["starts_at"], words["ends_at"]) if each)
    who = words["persons"] or NOBODY
    return [f"{day.month}月{day.day}日 星期{WEEK[day.weekday()]}", hours, words["mode"], words["place"],
            f"{who}（{words['substitute']}替）" if words["substitute"] else who]  # fmt: skip


def make_ground(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """The items that apply to a station, and how each stands."""
    name, rows = "", list[list[str]]()
    if asked.record:
        name = str(show_record(office, actor, STATION.name, asked.record).values["name"])
        sheet = read_sheet(office, actor, CHECK.name, asked.record)
        for entry in sheet.down:
            found = sheet.rows.get((entry.key, ""))
            words: Mapping[str, str] = found.words if found else {}
            rows.append([entry.label, *(words.get(each, "") for each in ("state", "words", "looked_on", "looked_by"))])
    blocks: tuple[Block, ...] = (kit.title(f"{name}\n{GROUND}"), kit.register(ITEMS, rows))
    return (Document(GROUND, blocks),), f"{name}{GROUND}"


def make_grounds(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """The items of every station the list shows in one table: √ done, △ partly, × not, 缺 no papers, — does not apply."""
    codes = read_codes(office)
    stations: Sequence[Row] = list_records(office, actor, STATIONS, asked.query, 0, -1).rows if asked.query else ()
    states: dict[tuple[str, str], str] = {}
    with office.read() as connection:
        table = office.schema.records[CHECK.name]
        for row in connection.execute(select(table.c.station, table.c.item, table.c.state).where(in_force(table))):
            states[str(row.station), str(row.item)] = str(row.state)
    levels = {str(row["level"]) for row in stations}
    items = [
        each for each in codes.entries("check_item") if levels & {*codes.value("check_item", each.code, "levels").split()}
    ]  # fmt: skip
    columns = (kit.RegisterColumn("联络站", align=Align.LEFT), *(kit.RegisterColumn(each.label, kit.measure_column(len(each.label))) for each in items),
               kit.RegisterColumn("落实", 18.0, whole=True))  # fmt: skip
    rows = [tell_grounds(codes, row, items, states) for row in stations]
    whole = sum(row[-1].split("/")[0] == row[-1].split("/")[-1] != "0" for row in rows)
    said = Note(
        f"共 {len(rows)} 个站，适用的项目全部落实的 {whole} 个。√ 已落实　△ 部分落实　× 没有落实　缺 没有材料　— 不适用；空白是没有登记。"
    )
    blocks: tuple[Block, ...] = (
        kit.title(GROUNDS, ACROSS),
        *([said] if rows else []),
        kit.register(columns, rows, sheet=ACROSS),
    )
    return (Document(GROUNDS, blocks, ACROSS),), GROUNDS


def tell_grounds(
    codes: CodeLists, station: Row, items: Sequence[Code], states: Mapping[tuple[str, str], str]
) -> list[str]:
    """The marks of one station, and how many of the items that apply are done: 8/10."""
    suiting = [
        each for each in items if str(station["level"]) in codes.value("check_item", each.code, "levels").split()
    ]
    found = {each.code: states.get((str(station["id"]), each.code), "") for each in suiting}
    met, _ = count_met(
        CHECK,
        codes,
        [SheetEntry(each, each) for each in found],
        {key: {"state": state} for key, state in found.items()},
    )
    marks = [MARKS.get(found[each.code], found[each.code]) if each.code in found else "—" for each in items]
    return [str(station["name"]), *marks, f"{met.count}/{met.of}" if met else ""]


FORMS = (
    Form("station_duty_sheet", ROSTER, STATION.name, make_roster, (Ask.RECORD, Ask.PERIOD)),
    Form("station_ground", GROUND, STATION.name, make_ground),
    Form("station_grounds", GROUNDS, STATION.name, make_grounds, (Ask.FILTER,)),
)
