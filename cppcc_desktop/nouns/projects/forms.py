"""The paper of a 项目: one project on a page, with what was done on it (forms.md §1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cppcc_desktop.domain.description.fields import Row as Values
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.exporters import kit
from cppcc_desktop.exporters.document import Align, Document, FieldTable, Note, PageGrid, Row
from cppcc_desktop.nouns.projects.entity import PROJECT, PROJECTS
from cppcc_desktop.nouns.projects.life import WORKFLOW
from cppcc_desktop.nouns.projects.records import PROGRESS
from cppcc_desktop.services.forms.printing import Form, Made, PaperRequest
from cppcc_desktop.services.forms.words import long_date
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import list_children, show_record
from cppcc_desktop.services.records.titles import word_rows
from cppcc_desktop.services.summary import read_committee

SHEET = "委员项目登记表"
CAPTION, PAIR = 26.0, 52.0
LOW, HIGH = 12.0, 58.0  # mm: a line, a third of a page
Words = Mapping[str, str]


def make_form(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """What a project says in the places of the form; what is empty has room for the pen."""
    values: Values = {}
    words: Words = {}
    progress: Sequence[Words] = ()
    if asked.record:
        values = show_record(office, actor, PROJECT.name, asked.record).values
        words = word_rows(office, PROJECTS.fields, [values])[0]
        progress = word_rows(office, PROGRESS.fields, list_children(office, actor, PROGRESS.name, asked.record))
    name, year = words.get("title", ""), f"{words['year']}年度" if words.get("year") else ""
    state = WORKFLOW.state(str(values["state"])).label if values else ""
    rows = (
        wide("项目名称", name, LOW), pair(("类　别", words.get("kind", "")), ("进　展", state)),
        wide("参与委员", words.get("persons", ""), LOW), wide("参与单位", words.get("body", ""), LOW),
        pair(("帮扶对象", words.get("receiver", "")), ("乡　镇", words.get("township", ""))),
        pair(("地　点", words.get("place", "")), ("联络站", words.get("station", ""))),
        pair(("开始日期", long_date(words.get("started_on", ""))), ("完成日期", long_date(words.get("ended_on", "")))),
        pair(("计划投入", say(words, "money_planned", "元")), ("已投入", say(words, "money_done", "元"))),
        pair(("带动就业", say(words, "jobs", "人")), ("受益人数", say(words, "people", "人"))),
        wide("进展情况", "\n".join(tell_progress(each) for each in progress), HIGH),
        *([wide("中止原因", words["stop_reason"], LOW)] if words.get("stop_reason") else []),
    )  # fmt: skip
    blocks = (
        kit.title(f"{read_committee(office).name}\n{year}{SHEET}"),
        FieldTable(rows),
        Note("填表说明：一个项目填一张；金额写元；写不下的可另附页。"),
    )
    return (Document(SHEET, blocks),), f"{SHEET}-{name}" if name else f"{SHEET}（空白）"


def say(words: Words, name: str, unit: str) -> str:
    """1,200 元; room for the pen where nothing is known."""
    return f"{words[name]} {unit}" if words.get(name) else f"　　　　{unit}"


def tell_progress(words: Words) -> str:
    """2026年5月8日，打井一口，投入 12,000 元。"""
    money = f"，投入 {words['money']} 元" if words["money"] else ""
    return f"{long_date(words['date'])}，{words['words'].rstrip('。')}{money}。"


def wide(label: str, text: str, height: float) -> Row:
    """One value across the page."""
    align = Align.LEFT if height > LOW else Align.CENTRE
    return Row((kit.label(label, CAPTION), kit.value(text, PageGrid.TYPE_WIDTH - CAPTION, align)), height)


def pair(*places: tuple[str, str]) -> Row:
    """Two short values beside each other."""
    return Row(
        tuple(cell for label, text in places for cell in (kit.label(label, CAPTION), kit.value(text, PAIR))), LOW
    )


FORMS = (Form("project_form", SHEET, PROJECT.name, make_form),)
