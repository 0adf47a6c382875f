"""提案表: the sheet a member hands in, filled or blank (forms.md §1, `proposal_sheet`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cppcc_desktop.exporters import kit
from cppcc_desktop.exporters.document import (
    Align,
    Block,
    Cell,
    Document,
    FieldTable,
    FormDefinition,
    FormPart,
    Heading,
    Level,
    Note,
    PageBreak,
    PageGrid,
    Paragraph,
    Row,
    WritingLines,
)
from cppcc_desktop.exporters.text import clean_text, split_paragraphs

PROPOSAL_FORMS = ("委员个人", "委员联名", "党派", "人民团体", "专门委员会", "界别", "委员小组", "联络站委员小组")
PUBLICITY = ("同意公开", "不同意公开")
# More joint sponsors than this do not fit on the first page: they get a page of their own.
JOINT_ON_FIRST_PAGE = 6
BLANK_JOINT_ROWS = 5
LABEL_WIDTH, SHORT_LABEL_WIDTH = 23.0, 18.0
PAIR_WIDTHS = (22.0, SHORT_LABEL_WIDTH)
VALUE_WIDTH = PageGrid.TYPE_WIDTH - LABEL_WIDTH
JOINT_SIZE = 10.5


@dataclass(frozen=True)
class Sponsor:
    """第一提案人; every field is text ready to print."""

    name: str = ""
    sector: str = ""
    special_committee: str = ""
    post: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""


@dataclass(frozen=True)
class JointSponsor:
    """One row of the 联名人 table; the 签名 column stays empty for the pen."""

    name: str = ""
    sector: str = ""
    unit: str = ""
    phone: str = ""


@dataclass(frozen=True)
class CollectiveSponsor:
    """集体提案: the body that proposes and its people; the seal goes on the 公章 place."""

    name: str = ""
    writer: str = ""
    contact: str = ""
    phone: str = ""
    head: str = ""


@dataclass(frozen=True)
class ProposalSheet:
    """All that a 提案表 prints, as text; "" leaves a place for the pen.

    `plenary` is the full heading such as 政协示例县第十届委员会第三次会议. `form` is one of `form_choices`
    (another wording is printed as it is), `publicity` one of PUBLICITY. With `collective` given the rows of
    the first sponsor are left out. Texts may have several paragraphs, divided by line ends.
    """

    plenary: str = ""
    intake_no: str = ""
    docket_no: str = ""
    category: str = ""
    title: str = ""
    form: str = ""
    sponsor: Sponsor | None = None
    joint: tuple[JointSponsor, ...] = ()
    collective: CollectiveSponsor | None = None
    publicity: str = ""
    suggested_unit: str = ""
    situation: str = ""
    suggestion: str = ""
    research: str = ""
    signature: str = ""
    date: str = ""
    form_choices: tuple[str, ...] = PROPOSAL_FORMS

    @classmethod
    def blank(cls, plenary: str = "") -> ProposalSheet:
        """The empty form, with rows for a person and for a body and with lines to write on."""
        return cls(plenary=plenary)

    @property
    def is_blank(self) -> bool:
        """Whether nobody is named yet and nothing is written."""
        return not (self.title or self.sponsor or self.collective or self.situation or self.suggestion)


PROPOSAL_SHEET = FormDefinition(
    "proposal_sheet",
    "提案表",
    (
        FormPart("numbers", labels=(FormPart("intake_no", "收件号"), FormPart("docket_no", "案　号"), FormPart("category", "类　别"))),
        FormPart("title", "案　由"),
        FormPart("form", "提案形式"),
        FormPart(
            "sponsor",
            "第　一\n提案人",
            (
                FormPart("sponsor_name", "姓　名"),
                FormPart("sponsor_sector", "界　别"),
                FormPart("sponsor_committee", "专委会"),
                FormPart("sponsor_post", "单位职务"),
                FormPart("sponsor_address", "通讯地址"),
                FormPart("sponsor_postcode", "邮　编"),
                FormPart("sponsor_phone", "联系电话"),
            ),
        ),
        FormPart(
            "joint",
            "联　名\n提案人",
            (
                FormPart("joint_name", "姓　名"),
                FormPart("joint_sector", "界　别"),
                FormPart("joint_unit", "单　位"),
                FormPart("joint_phone", "电　话"),
                FormPart("joint_signature", "签　名"),
            ),
        ),
        FormPart(
            "collective",
            "集　体\n提　案",
            (
                FormPart("collective_name", "集体名称"),
                FormPart("collective_writer", "执笔人"),
                FormPart("collective_contact", "联系人"),
                FormPart("collective_phone", "联系电话"),
                FormPart("collective_head", "负责人"),
                FormPart("collective_seal", "公　章"),
            ),
        ),
        FormPart("publicity", "是否公开"),
        FormPart("suggested_unit", "建议办理\n单　　位"),
        FormPart("situation", "情况与问题"),
        FormPart("suggestion", "意见建议"),
        FormPart("research", "调研情况"),
        FormPart("signature", "提案人（签名）："),
    ),
)  # fmt: skip


def build_proposal_sheet(sheet: ProposalSheet, definition: FormDefinition = PROPOSAL_SHEET) -> Document:
    """The 提案表 as one document: the first page with its table, then the text on the grid.

    Parts print in the order of `definition`; rows that follow each other become one table.
    """
    heading = clean_text(sheet.plenary) or "政协　　　　　第　　届委员会第　　次会议"
    name = "　".join(definition.title) if len(definition.title) < 6 else definition.title
    builder = _Builder([Heading(heading, 18.0), Heading(name, lines_after=0.35)], [], [])
    for part in definition.parts:
        if part.shown:
            builder.add(sheet, part)
    builder.close_table()
    return Document(clean_text(sheet.title) or definition.title, tuple(kit.hold_signature(builder.blocks)))


@dataclass
class _Builder:
    """Gathers table rows until another block comes; `behind` follows the table on pages of its own."""

    blocks: list[Block]
    rows: list[Row]
    behind: list[Block]
    has_text: bool = False

    def add(self, sheet: ProposalSheet, part: FormPart) -> None:
        if part.name in _TABLE_PARTS:
            self.rows += _TABLE_PARTS[part.name](sheet, part)
            if part.name == "joint" and len(sheet.joint) > JOINT_ON_FIRST_PAGE:
                self.behind += _list_joint(sheet, part)
            return
        self.close_table()
        if part.name in _TEXT_PARTS:
            self.add_text(sheet, part)
        elif part.name == "signature":
            self.blocks += _sign(sheet, part)
        else:
            self.blocks.append(Note(clean_text(part.text or part.caption)))

    def add_text(self, sheet: ProposalSheet, part: FormPart) -> None:
        text, lines = _TEXT_PARTS[part.name](sheet)
        if not text and not sheet.is_blank:
            return
        if not self.has_text:
            self.blocks.append(PageBreak())
            if sheet.title:
                self.blocks.append(kit.title(sheet.title))
        self.has_text = True
        # without a number: the author's own begin with 一、
        self.blocks.append(Paragraph(clean_text(part.caption), Level.FIRST, keeps_next=True))
        self.blocks += [set_paragraph(text) for text in split_paragraphs(text)] or [WritingLines(lines)]

    def close_table(self) -> None:
        if self.rows:
            self.blocks.append(FieldTable(tuple(self.rows)))
        self.blocks += self.behind
        self.rows, self.behind = [], []


# Running text ---------------------------------------------------------------------------------------------

_TEXT_PARTS: dict[str, Callable[[ProposalSheet], tuple[str, int]]] = {
    "situation": lambda sheet: (sheet.situation, 21),
    "suggestion": lambda sheet: (sheet.suggestion, 21),
    "research": lambda sheet: (sheet.research, 16),
}
_FIRST_LEVEL = re.compile(r"[一二三四五六七八九十]+、[^。；！？]{1,24}$")
_SECOND_LEVEL = re.compile(r"（[一二三四五六七八九十]+）[^。；！？]{1,24}[。]?$")


def set_paragraph(text: str) -> Paragraph:
    """A paragraph at its level (GB/T 9704-2012 §7.3.3): short lines 一、 and （一） are headings."""
    if _FIRST_LEVEL.match(text):
        return Paragraph(text, Level.FIRST, keeps_next=True)
    if _SECOND_LEVEL.match(text):
        return Paragraph(text, Level.SECOND, keeps_next=True)
    return Paragraph(text)


def _sign(sheet: ProposalSheet, part: FormPart) -> list[Block]:
    """Two lines at the right: who signs (room for the pen) and the day they sign."""
    signature = (part.caption, kit.fill_name(sheet.signature))
    return [
        Paragraph("", keeps_next=True),
        Paragraph(signature, indent=0, align=Align.RIGHT, right_indent=2, keeps_next=True),
        Paragraph(clean_text(sheet.date) or kit.BLANK_DATE, indent=0, align=Align.RIGHT, right_indent=2),
    ]


# Rows of the first page -----------------------------------------------------------------------------------


def _group(caption: str, lines: Sequence[tuple[Sequence[Cell], float]]) -> list[Row]:
    return kit.group_rows(caption, LABEL_WIDTH, lines)


def _pairs(*pairs: tuple[str, str | Cell, float]) -> tuple[Cell, ...]:
    return kit.pair_cells(pairs, VALUE_WIDTH, PAIR_WIDTHS)


def _number_rows(sheet: ProposalSheet, part: FormPart) -> list[Row]:
    values = {"intake_no": sheet.intake_no, "docket_no": sheet.docket_no, "category": sheet.category}
    shown = [label for label in part.labels if label.shown and label.name in values]
    width = PageGrid.TYPE_WIDTH / max(len(shown), 1)
    cells: list[Cell] = []
    for place, label in enumerate(shown):
        named = LABEL_WIDTH if place == 0 else SHORT_LABEL_WIDTH
        text, room = values[label.name], width - named
        cells += [kit.label(label.caption, named), kit.value(text, room, size=kit.fit_size(text, room, 12.0))]
    return [Row(tuple(cells), 10.0)] if cells else []


def _wide_row(caption: str, text: str, height: float, align: Align = Align.LEFT, size: float = 12.0) -> list[Row]:
    return [Row((kit.label(caption, LABEL_WIDTH), kit.value(text, VALUE_WIDTH, align, size)), height)]


def _sponsor_rows(sheet: ProposalSheet, part: FormPart) -> list[Row]:
    if sheet.collective and not sheet.sponsor:
        return []
    person, label = sheet.sponsor or Sponsor(), part.label
    name = kit.name_value(person.name, 25.0)
    lines = [
        (_pairs((label("sponsor_name"), name, 47.0), (label("sponsor_sector"), person.sector, 43.0),
                (label("sponsor_committee"), person.special_committee, 43.0)), 9.5),
        (_pairs((label("sponsor_post"), person.post, VALUE_WIDTH)), 12.0),
        (_pairs((label("sponsor_address"), person.address, 93.0), (label("sponsor_postcode"), person.postcode, 40.0)), 9.5),
        (_pairs((label("sponsor_phone"), person.phone, VALUE_WIDTH)), 9.5),
    ]  # fmt: skip
    return _group(part.caption, lines)


def _joint_columns(part: FormPart) -> list[tuple[str, str, float]]:
    """(field, caption, mm) of the joint sponsors' shown columns; the unit, else the last, takes the rest."""
    widths = {"joint_name": 20.0, "joint_sector": 25.0, "joint_phone": 26.0, "joint_signature": 24.0}
    shown = [label for label in part.labels if label.shown]
    rest = VALUE_WIDTH - sum(widths.get(label.name, 0.0) for label in shown)
    takes_rest = "joint_unit" if any(label.name == "joint_unit" for label in shown) else shown[-1].name
    return [
        (
            label.name.removeprefix("joint_"),
            label.caption,
            widths.get(label.name, 0.0) + (rest if label.name == takes_rest else 0.0),
        )
        for label in shown
    ]


def _joint_cells(person: JointSponsor, columns: Sequence[tuple[str, str, float]]) -> list[Cell]:
    texts = [(str(getattr(person, field, "")), field, width) for field, _, width in columns]
    return [
        kit.name_value(text, width, JOINT_SIZE) if field == "name" else kit.value(text, width, size=JOINT_SIZE)
        for text, field, width in texts
    ]


def _joint_rows(sheet: ProposalSheet, part: FormPart) -> list[Row]:
    if len(sheet.joint) > JOINT_ON_FIRST_PAGE:
        return _wide_row(part.caption, f"共{len(sheet.joint)}人，名单附后", 12.0)
    people = sheet.joint or ((JointSponsor(),) * BLANK_JOINT_ROWS if sheet.is_blank else ())
    columns = _joint_columns(part)
    head = [kit.label(caption, width) for _, caption, width in columns]
    rows = [(_joint_cells(person, columns), 8.0) for person in people]
    return _group(part.caption, [(head, 8.0), *rows]) if people else []


def _list_joint(sheet: ProposalSheet, part: FormPart) -> list[Block]:
    """The joint sponsors on pages of their own, numbered, the head of the table on each page."""
    columns = _joint_columns(part)
    head = Row(
        (kit.label("序　号", LABEL_WIDTH), *(kit.label(caption, width) for _, caption, width in columns)),
        9.0,
        repeats=True,
    )
    rows = [
        Row((kit.value(str(place), LABEL_WIDTH), *_joint_cells(person, columns)), 9.0)
        for place, person in enumerate(sheet.joint, 1)
    ]
    title = part.caption.replace("\n", "").replace("　", "") + "名单"
    return [PageBreak(), Heading(title, lines_after=1), FieldTable((head, *rows))]


def _collective_rows(sheet: ProposalSheet, part: FormPart) -> list[Row]:
    if not sheet.collective and not sheet.is_blank:
        return []
    body, label = sheet.collective or CollectiveSponsor(), part.label
    lines = [
        (_pairs((label("collective_name"), body.name, VALUE_WIDTH)), 9.5),
        (_pairs((label("collective_writer"), kit.name_value(body.writer, 20.0), 42.0), (label("collective_contact"), kit.name_value(body.contact, 16.0), 38.0),
                (label("collective_phone"), body.phone, 53.0)), 9.5),
        (_pairs((label("collective_head"), kit.name_value(body.head, 48.0), 70.0), (label("collective_seal"), "", 63.0)), 16.0),
    ]  # fmt: skip
    return _group(part.caption, lines)


_TABLE_PARTS: dict[str, Callable[[ProposalSheet, FormPart], list[Row]]] = {
    "numbers": _number_rows,
    "title": lambda sheet, part: _wide_row(part.caption, sheet.title, 16.0, Align.LEFT, 14.0),
    "form": lambda sheet, part: _wide_row(part.caption, kit.choose(sheet.form_choices, sheet.form), 15.0),
    "sponsor": _sponsor_rows,
    "joint": _joint_rows,
    "collective": _collective_rows,
    "publicity": lambda sheet, part: _wide_row(part.caption, kit.choose(PUBLICITY, sheet.publicity), 9.5),
    "suggested_unit": lambda sheet, part: _wide_row(part.caption, sheet.suggested_unit, 12.0),
}
