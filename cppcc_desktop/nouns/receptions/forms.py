"""The papers of 接待群众: one reception on a sheet, a list of them as the book they are kept in."""

from __future__ import annotations

from collections.abc import Mapping

from cppcc_desktop.domain.description.fields import Row as Values
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.exporters import kit
from cppcc_desktop.exporters.document import (
    ACROSS,
    Align,
    Block,
    Document,
    FieldTable,
    Note,
    PageGrid,
    Row,
)
from cppcc_desktop.nouns.receptions.entity import RECEPTION, RECEPTIONS
from cppcc_desktop.nouns.receptions.life import WORKFLOW
from cppcc_desktop.nouns.receptions.standing import PASSED, answered_day
from cppcc_desktop.services.forms.printing import Ask, Form, Made, PaperRequest
from cppcc_desktop.services.forms.words import long_date
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import list_records, show_record
from cppcc_desktop.services.records.titles import word_rows
from cppcc_desktop.services.summary import read_committee

SHEET, BOOK = "接待登记表", "接待登记簿"
CAPTION, PAIR = 26.0, 52.0
LOW, HIGH, HIGHEST = 9.5, 26.0, 38.0  # mm: a line, a few sentences, a sixth of the page
Words = Mapping[str, str]


def make_sheet(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """What one reception says in the places of the form; what is empty has room for the pen."""
    words: Words = {}
    values: Values = {}
    if asked.record:
        values = show_record(office, actor, RECEPTION.name, asked.record).values
        words = word_rows(office, RECEPTIONS.fields, [values], reveal=True)[0]

    def word(name: str) -> str:
        return words.get(name, "")

    answered = answered_day(values)
    rows = (
        pair(("接待时间", long_date(word("date"))), ("接待方式", word("mode"))),
        wide("接待地点", word("place"), LOW),
        wide("接待委员", word("persons"), LOW),
        pair(("来访人", name_visitor(values, words)), ("人　数", word("heads"))),
        pair(("联系电话", word("phone")), ("住　址", word("address"))),
        wide("反映事项", word("matter"), HIGHEST),
        pair(("类　别", word("category")), ("怎么处理", word("handling"))),
        pair(("转　给", word("receivers")), ("期　限", long_date(word("due_on")))),
        wide("答复内容", word("answer") or word("result_words"), HIGH),
        pair(("结　果", word("result")), ("答复日期", long_date(answered))),
        pair(("回访日期", long_date(word("called_back_on"))), ("满意程度", word("satisfaction"))),
        wide("回访情况", word("call_back_words"), HIGH),
    )
    station = word("station")
    blocks = (
        kit.title(f"{station or read_committee(office).name}\n{SHEET}"), FieldTable(rows),
        Note("填表说明：一位来访人、一件事填一张；当场答复的不填“转给”和“期限”。"),
    )  # fmt: skip
    name = f"{SHEET}-{word('date')}-{word('visitor')}".rstrip("-")
    return (Document(SHEET, blocks),), name if asked.record else f"{SHEET}（空白）"


def name_visitor(values: Values, words: Words) -> str:
    return words.get("visitor", "") or ("不留姓名" if values.get("unnamed") else "")


def wide(label: str, text: str, height: float) -> Row:
    """One value across the page."""
    align = Align.LEFT if height > LOW else Align.CENTRE
    return Row((kit.label(label, CAPTION), kit.value(text, PageGrid.TYPE_WIDTH - CAPTION, align)), height)


def pair(*places: tuple[str, str]) -> Row:
    """Two short values beside each other."""
    return Row(
        tuple(cell for label, text in places for cell in (kit.label(label, CAPTION), kit.value(text, PAIR))), LOW
    )


COLUMNS = (
    kit.RegisterColumn("日期", 26.0, whole=True, fits=True), kit.RegisterColumn("方式", 14.0, fits=True),
    kit.RegisterColumn("接待委员", 28.0, align=Align.LEFT, fits=True), kit.RegisterColumn("来访人", 26.0, align=Align.LEFT, fits=True),
    kit.RegisterColumn("反映事项", align=Align.LEFT, fits=True), kit.RegisterColumn("去向", 32.0, align=Align.LEFT, fits=True),
    kit.RegisterColumn("答复情况", align=Align.LEFT, fits=True), kit.RegisterColumn("回访", 20.0, fits=True),
)  # fmt: skip


def make_book(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """The receptions a list shows, oldest first, each with where it went and what came of it."""
    rows: list[Values] = []
    if asked.query is not None:
        rows = sorted(
            list_records(office, actor, RECEPTIONS, asked.query, 0, -1).rows, key=lambda row: str(row["date"] or "")
        )
    told = word_rows(office, RECEPTIONS.fields, rows)
    lines = [tell_row(row, words) for row, words in zip(rows, told, strict=True)]
    years = sorted({str(row["year"]) for row in rows if row["year"]})
    span = f"{'、'.join(years)}年" if 0 < len(years) <= 2 else ""
    note = [Note(f"共 {len(rows)} 件。")] if rows else []
    blocks: tuple[Block, ...] = (
        kit.title(f"{span}{BOOK}", ACROSS), *note, kit.register(COLUMNS, lines, sheet=ACROSS),
    )  # fmt: skip
    return (Document(BOOK, blocks, ACROSS),), f"{span}{BOOK}"


def tell_row(row: Values, words: Words) -> list[str]:
    heads = row["heads"]
    company = f"等 {heads} 人" if isinstance(heads, int) and heads > 1 else ""
    return [
        words["date"], words["mode"], words["persons"], name_visitor(row, words) + company, words["matter"],
        words["receivers"] if row["handling"] == PASSED else words["handling"], tell_outcome(row, words), words["satisfaction"],
    ]  # fmt: skip


def tell_outcome(row: Values, words: Words) -> str:
    """已解决：周末安排了值班（2026-06-04）; of one that is still open how far it is."""
    day = answered_day(row)
    said = "：".join(part for part in (words["result"], words["answer"] or words["result_words"]) if part)
    if not said and not day:
        state = WORKFLOW.state(str(row["state"])).label
        return f"{state}，期限 {words['due_on']}" if row["due_on"] else state
    return f"{said}（{day}）" if day else said


FORMS = (
    Form("reception_sheet", SHEET, RECEPTION.name, make_sheet),
    Form("reception_book", BOOK, RECEPTION.name, make_book, (Ask.FILTER,)),
)
