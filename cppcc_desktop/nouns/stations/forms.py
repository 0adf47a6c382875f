"""The papers of 联络站: duty of a period, and the check list with what was found (forms.md §1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.exporters import kit
from cppcc_desktop.exporters.document import Align, Block, Document, Heading, Note
from cppcc_desktop.nouns.stations.entity import STATION
from cppcc_desktop.nouns.stations.records import CHECK, DUTY
from cppcc_desktop.services.forms.printing import Ask, Form, Made, PaperRequest
from cppcc_desktop.services.forms.words import long_date
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import list_children, show_record
from cppcc_desktop.services.records.sheets import read_sheet
from cppcc_desktop.services.records.titles import word_rows

ROSTER, GROUND = "接待值班表", "阵地建设情况表"
WEEK = "一二三四五六日"
DAYS = (
    kit.RegisterColumn("日期", 34.0, whole=True), kit.RegisterColumn("时间", 28.0, whole=True), kit.RegisterColumn("方式", 16.0),
    kit.RegisterColumn("地点"), kit.RegisterColumn("值班委员", 40.0),
)  # fmt: skip
ITEMS = (
    kit.RegisterColumn("项目", 38.0), kit.RegisterColumn("情况", 20.0), kit.RegisterColumn("说明", align=Align.LEFT),
    kit.RegisterColumn("查看日期", 30.0), kit.RegisterColumn("查看人", 22.0),
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
        Heading(f"{name}\n{ROSTER}", lines_after=1),
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
    blocks: tuple[Block, ...] = (Heading(f"{name}\n{GROUND}", lines_after=1), kit.register(ITEMS, rows))
    return (Document(GROUND, blocks),), f"{name}{GROUND}"


FORMS = (
    Form("station_duty_sheet", ROSTER, STATION.name, make_roster, (Ask.PERIOD,)),
    Form("station_ground", GROUND, STATION.name, make_ground),
)
