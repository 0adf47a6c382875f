"""提案表: the sheet a member hands in, filled or blank (forms.md §1, `proposal_sheet`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from cppcc_desktop.exporters.document import (
    Align,
    Block,
    Cell,
    Document,
    FieldTable,
    FormDefinition,
    Heading,
    Level,
    Note,
    Page,
    PageBreak,
    Paragraph,
    Part,
    Row,
    WritingLines,
)
from cppcc_desktop.exporters.fonts import Role
from cppcc_desktop.exporters.text import clean_text, split_paragraphs

PROPOSAL_FORMS = ("委员个人", "委员联名", "党派", "人民团体", "专门委员会", "界别", "委员小组", "联络站委员小组")
PUBLICITY = ("同意公开", "不同意公开")
# More joint sponsors than this do not fit on the first page: they get a page of their own.
JOINT_ON_FIRST_PAGE = 6
BLANK_JOINT_ROWS = 5
LABEL_WIDTH, PAIR_LABEL_WIDTH, SHORT_LABEL_WIDTH = 23.0, 22.0, 18.0
VALUE_WIDTH = Page.TYPE_WIDTH - LABEL_WIDTH
JOINT_SIZE = 10.5
CHOICES_IN_LINE = 4
# Longer values (post, address) read better from the left; short ones stand in the middle.
WIDE = 80.0


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
    analysis: str = ""
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
        Part("numbers", labels=(Part("intake_no", "收件号"), Part("docket_no", "案　号"), Part("category", "类　别"))),
        Part("title", "案　由"),
        Part("form", "提案形式"),
        Part(
            "sponsor",
            "第　一\n提案人",
            (
                Part("sponsor_name", "姓　名"),
                Part("sponsor_sector", "界　别"),
                Part("sponsor_committee", "专委会"),
                Part("sponsor_post", "单位职务"),
                Part("sponsor_address", "通讯地址"),
                Part("sponsor_postcode", "邮　编"),
                Part("sponsor_phone", "联系电话"),
            ),
        ),
        Part(
            "joint",
            "联　名\n提案人",
            (
                Part("joint_name", "姓　名"),
                Part("joint_sector", "界　别"),
                Part("joint_unit", "单　位"),
                Part("joint_phone", "电　话"),
                Part("joint_signature", "签　名"),
            ),
        ),
        Part(
            "collective",
            "集　体\n提　案",
            (
                Part("collective_name", "集体名称"),
                Part("collective_writer", "执笔人"),
                Part("collective_contact", "联系人"),
                Part("collective_phone", "联系电话"),
                Part("collective_head", "负责人"),
                Part("collective_seal", "公　章"),
            ),
        ),
        Part("publicity", "是否公开"),
        Part("suggested_unit", "建议办理\n单　　位"),
        Part("situation", "情况与问题"),
        Part("analysis", "原因分析"),
        Part("suggestion", "意见建议"),
        Part("research", "调研情况"),
        Part("signature", "提案人（签名）："),
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
    return Document(clean_text(sheet.title) or definition.title, tuple(builder.blocks))


@dataclass
class _Builder:
    """Gathers table rows until another block comes; `behind` follows the table on pages of its own."""

    blocks: list[Block]
    rows: list[Row]
    behind: list[Block]
    numbered: int = 0

    def add(self, sheet: ProposalSheet, part: Part) -> None:
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

    def add_text(self, sheet: ProposalSheet, part: Part) -> None:
        text, lines = _TEXT_PARTS[part.name](sheet)
        if not text and not sheet.is_blank:
            return
        if not self.numbered:
            self.blocks.append(PageBreak())
            if sheet.title:
                self.blocks.append(Heading(clean_text(sheet.title), lines_after=1))
        self.numbered += 1
        caption = f"{_NUMERALS[self.numbered]}、{part.caption}"
        self.blocks.append(Paragraph(caption, Level.FIRST, keeps_next=True))
        self.blocks += [set_paragraph(text) for text in split_paragraphs(text)] or [WritingLines(lines)]

    def close_table(self) -> None:
        if self.rows:
            self.blocks.append(FieldTable(tuple(self.rows)))
        self.blocks += self.behind
        self.rows, self.behind = [], []


_NUMERALS = "〇一二三四五六七八九十"


# Running text ---------------------------------------------------------------------------------------------

_TEXT_PARTS: dict[str, Callable[[ProposalSheet], tuple[str, int]]] = {
    "situation": lambda sheet: (sheet.situation, 14),
    "analysis": lambda sheet: (sheet.analysis, 12),
    "suggestion": lambda sheet: (sheet.suggestion, 16),
    "research": lambda sheet: (sheet.research, 5),
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


def _sign(sheet: ProposalSheet, part: Part) -> list[Block]:
    """Two lines at the right: who signs (room for the pen) and the date."""
    signature = clean_text(sheet.signature) or "　" * 6
    date = clean_text(sheet.date) or "　　　　年　　月　　日"
    return [
        Paragraph("", keeps_next=True),
        Paragraph(part.caption + signature, indent=0, align=Align.RIGHT, right_indent=2, keeps_next=True),
        Paragraph(date, indent=0, align=Align.RIGHT, right_indent=2),
    ]


# Rows of the first page -----------------------------------------------------------------------------------


def _label(text: str, width: float = LABEL_WIDTH, *, joins_above: bool = False) -> Cell:
    return Cell(width, text, Role.HEITI, joins_above=joins_above)


def _value(text: str, width: float, align: Align = Align.CENTRE, size: float = 12.0) -> Cell:
    return Cell(width, clean_text(text), size=size, align=align)


def _pair_cells(pairs: Sequence[tuple[str, str, float]], total: float) -> tuple[Cell, ...]:
    """Label and value cells side by side, each pair (caption, text, width); a hidden one (caption "")
    leaves its width to the last value."""
    cells: list[Cell] = []
    for caption, text, width in pairs:
        if caption:
            name_width = SHORT_LABEL_WIDTH if cells and len(caption) < 4 else PAIR_LABEL_WIDTH
            align = Align.LEFT if width > WIDE else Align.CENTRE
            cells += [_label(caption, name_width), _value(text, width - name_width, align)]
    if cells:
        cells[-1] = replace(cells[-1], width=cells[-1].width + total - sum(cell.width for cell in cells))
    return tuple(cells)


def _group(caption: str, lines: Sequence[tuple[Sequence[Cell], float]]) -> list[Row]:
    """Rows (cells, height) behind one label that runs down all of them."""
    filled = [(cells, height) for cells, height in lines if cells]
    return [
        Row((_label("" if place else caption, joins_above=place > 0), *cells), height)
        for place, (cells, height) in enumerate(filled)
    ]


def _choose(options: Sequence[str], chosen: str) -> str:
    """The options with the chosen one filled: ■ and □ are in GB 2312, so every official font has them."""
    chosen = clean_text(chosen)
    if chosen and chosen not in options:
        return chosen
    boxes = [("■" if option == chosen else "□") + option for option in options]
    columns = [boxes[place::CHOICES_IN_LINE] for place in range(CHOICES_IN_LINE)]
    widths = [max((len(box) for box in column), default=0) for column in columns]
    lines = [boxes[place : place + CHOICES_IN_LINE] for place in range(0, len(boxes), CHOICES_IN_LINE)]
    return "\n".join(
        "　".join(box.ljust(width, "　") for box, width in zip(line, widths, strict=False)).rstrip("　")
        for line in lines
    )


def _number_rows(sheet: ProposalSheet, part: Part) -> list[Row]:
    values = {"intake_no": sheet.intake_no, "docket_no": sheet.docket_no, "category": sheet.category}
    shown = [label for label in part.labels if label.shown and label.name in values]
    width = Page.TYPE_WIDTH / max(len(shown), 1)
    cells: list[Cell] = []
    for place, label in enumerate(shown):
        name_width = LABEL_WIDTH if place == 0 else SHORT_LABEL_WIDTH
        cells += [_label(label.caption, name_width), _value(values[label.name], width - name_width)]
    return [Row(tuple(cells), 10.0)] if cells else []


def _wide_row(caption: str, text: str, height: float, align: Align = Align.LEFT, size: float = 12.0) -> list[Row]:
    return [Row((_label(caption), _value(text, VALUE_WIDTH, align, size)), height)]


def _sponsor_rows(sheet: ProposalSheet, part: Part) -> list[Row]:
    if sheet.collective and not sheet.sponsor:
        return []
    person, label = sheet.sponsor or Sponsor(), part.label
    post = label("sponsor_post")
    return _group(
        part.caption,
        [
            (
                _pair_cells(
                    [
                        (label("sponsor_name"), person.name, 47.0),
                        (label("sponsor_sector"), person.sector, 43.0),
                        (label("sponsor_committee"), person.special_committee, 43.0),
                    ],
                    VALUE_WIDTH,
                ),
                9.5,
            ),
            (_pair_cells([(post, person.post, VALUE_WIDTH)], VALUE_WIDTH), 12.0),
            (
                _pair_cells(
                    [
                        (label("sponsor_address"), person.address, 93.0),
                        (label("sponsor_postcode"), person.postcode, 40.0),
                    ],
                    VALUE_WIDTH,
                ),
                9.5,
            ),
            (_pair_cells([(label("sponsor_phone"), person.phone, VALUE_WIDTH)], VALUE_WIDTH), 9.5),
        ],
    )


def _joint_columns(part: Part) -> list[tuple[str, str, float]]:
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
    return [_value(str(getattr(person, field, "")), width, size=JOINT_SIZE) for field, _, width in columns]


def _joint_rows(sheet: ProposalSheet, part: Part) -> list[Row]:
    if len(sheet.joint) > JOINT_ON_FIRST_PAGE:
        return _wide_row(part.caption, f"共{len(sheet.joint)}人，名单附后", 12.0)
    people = sheet.joint or ((JointSponsor(),) * BLANK_JOINT_ROWS if sheet.is_blank else ())
    columns = _joint_columns(part)
    head = [_label(caption, width) for _, caption, width in columns]
    rows = [(_joint_cells(person, columns), 8.0) for person in people]
    return _group(part.caption, [(head, 8.0), *rows]) if people else []


def _list_joint(sheet: ProposalSheet, part: Part) -> list[Block]:
    """The joint sponsors on pages of their own, numbered, the head of the table on each page."""
    columns = _joint_columns(part)
    head = Row((_label("序　号"), *(_label(caption, width) for _, caption, width in columns)), 9.0, repeats=True)
    rows = [
        Row((_value(str(place), LABEL_WIDTH), *_joint_cells(person, columns)), 9.0)
        for place, person in enumerate(sheet.joint, 1)
    ]
    title = part.caption.replace("\n", "").replace("　", "") + "名单"
    return [PageBreak(), Heading(title, lines_after=1), FieldTable((head, *rows))]


def _collective_rows(sheet: ProposalSheet, part: Part) -> list[Row]:
    if not sheet.collective and not sheet.is_blank:
        return []
    body, label = sheet.collective or CollectiveSponsor(), part.label
    people = [
        (label("collective_writer"), body.writer, 42.0),
        (label("collective_contact"), body.contact, 38.0),
        (label("collective_phone"), body.phone, 53.0),
    ]
    seal = [(label("collective_head"), body.head, 70.0), (label("collective_seal"), "", 63.0)]
    return _group(
        part.caption,
        [
            (_pair_cells([(label("collective_name"), body.name, VALUE_WIDTH)], VALUE_WIDTH), 9.5),
            (_pair_cells(people, VALUE_WIDTH), 9.5),
            (_pair_cells(seal, VALUE_WIDTH), 16.0),
        ],
    )


_TABLE_PARTS: dict[str, Callable[[ProposalSheet, Part], list[Row]]] = {
    "numbers": _number_rows,
    "title": lambda sheet, part: _wide_row(part.caption, sheet.title, 16.0, Align.LEFT, 14.0),
    "form": lambda sheet, part: _wide_row(part.caption, _choose(sheet.form_choices, sheet.form), 15.0),
    "sponsor": _sponsor_rows,
    "joint": _joint_rows,
    "collective": _collective_rows,
    "publicity": lambda sheet, part: _wide_row(part.caption, _choose(PUBLICITY, sheet.publicity), 9.5),
    "suggested_unit": lambda sheet, part: _wide_row(part.caption, sheet.suggested_unit, 12.0),
}
