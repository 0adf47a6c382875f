"""What goes out about proposals on paper: 不予立案告知单, 交办通知 with its 分办表, 催办函 (forms.md §1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    Paragraph,
    Part,
    RedHead,
    Row,
)
from cppcc_desktop.exporters.fonts import Role
from cppcc_desktop.exporters.text import clean_text, split_paragraphs

SIZE = 10.5  # 五号, of tables with many columns
BLANK = "　　　　　　"
BLANK_DATE = "　　　　年　　月　　日"
BLANK_ROWS = 12


@dataclass(frozen=True)
class DeclineNotice:
    """不予立案告知单; "" leaves a place for the pen."""

    to: str = ""
    plenary: str = ""
    title: str = ""
    number: str = ""
    ground: str = ""
    opinion: str = ""
    onward: str = ""
    contact: str = ""
    signed: str = ""
    date: str = ""


@dataclass(frozen=True)
class OverdueCase:
    """One row of a 催办函."""

    docket_no: str = ""
    title: str = ""
    assigned_on: str = ""
    due_on: str = ""
    days: str = ""


@dataclass(frozen=True)
class ReminderLetter:
    """催办函 to one unit."""

    to: str = ""
    day: str = ""
    cases: tuple[OverdueCase, ...] = ()
    contact: str = ""
    signed: str = ""
    date: str = ""


@dataclass(frozen=True)
class AssignedCase:
    """One row of the 分办表."""

    docket_no: str = ""
    title: str = ""
    sponsor: str = ""
    phone: str = ""
    lead: str = ""
    assist: str = ""
    key: str = ""
    due_on: str = ""


@dataclass(frozen=True)
class AssignmentNotice:
    """提案交办通知 of one batch."""

    offices: tuple[str, ...] = ()
    number: str = ""
    plenary: str = ""
    meeting: str = ""
    cases: tuple[AssignedCase, ...] = ()
    units: int = 0
    send_back_days: str = ""
    assist_due: str = ""
    due: str = ""
    contact: str = ""
    date: str = ""


DECLINE = FormDefinition(
    "proposal_decline", "提案不予立案告知单",
    (
        Part("opening"), Part("ground", "一、不予立案的理由"), Part("onward", "二、转送去向"), Part("contact", "三、联系方式"),
        Part("closing", text="感谢对政协工作的支持。对处理有不同意见的，可以按上面的联系方式告诉我们。"), Part("sign"),
    ),
)  # fmt: skip
REMINDER = FormDefinition(
    "reminder_letter", "提案办理催办函",
    (
        Part("opening"), Part("table"),
        Part("demand", text="请对照上表抓紧办理，先与提案人面商，再书面答复；确实不能马上办复的，请在收到本函后三个工作日内说明原因和办复时间。"),
        Part("contact", "联系人和电话："), Part("sign"),
    ),
)  # fmt: skip
NOTICE = FormDefinition(
    "assignment_notice", "提案交办通知",
    (
        Part("opening"), Part("return", "一、认真核对，及时签收"), Part("assist", "二、加强配合，按时会办"),
        Part("reply", "三、注重面商，按期办复"), Part("contact", "四、联系方式"), Part("annex", "附件：提案分办表"), Part("sign"),
    ),
)  # fmt: skip


def build_decline_notice(notice: DeclineNotice, definition: FormDefinition = DECLINE) -> Document:
    """The 告知单 to the proposer of a case that was not taken up."""
    plenary, title = notice.plenary or BLANK * 2, f"《{notice.title}》" if notice.title else f"《{BLANK * 3}》"
    number = f"（收件号{notice.number}）" if notice.number else ""
    contact = notice.contact or f"联系人：{BLANK}　　电话：{BLANK}"
    blocks: list[Block] = [Heading(definition.title, lines_after=1), _to(notice.to)]
    for part in definition.parts:
        if not part.shown:
            continue
        match part.name:
            case "opening":
                blocks.append(
                    Paragraph(
                        clean_text(
                            f"在{plenary}上提出的提案{title}{number}已经收到。经审查，按提案工作条例不予立案，现将有关情况告知如下。"
                        )
                    )
                )
            case "ground":
                blocks += _section(part, notice.ground, notice.opinion)
            case "onward":
                blocks += _section(part, notice.onward)
            case "contact":
                blocks += _section(part, contact)
            case "sign":
                blocks += _sign(notice.signed, notice.date)
            case _:
                blocks += _own(part)
    return Document(clean_text(f"{definition.title}{notice.title}"), tuple(blocks))


def build_reminder_letter(letter: ReminderLetter, definition: FormDefinition = REMINDER) -> Document:
    """The 催办函 with the table of what is overdue."""
    day = letter.day or BLANK_DATE
    count = str(len(letter.cases)) if letter.cases else "　　"
    blocks: list[Block] = [Heading(definition.title, lines_after=1), _to(letter.to)]
    for part in definition.parts:
        if not part.shown:
            continue
        match part.name:
            case "opening":
                blocks.append(
                    Paragraph(clean_text(f"截至{day}，贵单位承办的提案中有{count}件已过应办复日还没有办复，具体如下："))
                )
            case "table":
                blocks += [Note("", 4.0), _overdue_table(letter.cases)]
            case "contact":
                blocks.append(Paragraph(clean_text(part.caption + (letter.contact or ""))))
            case "sign":
                blocks += _sign(letter.signed, letter.date)
            case _:
                blocks += _own(part)
    return Document(clean_text(f"{definition.title}（{letter.to}）"), tuple(blocks))


def build_assignment_notice(notice: AssignmentNotice, definition: FormDefinition = NOTICE) -> tuple[Document, ...]:
    """The notice under its red head, and the 分办表 as a document of its own."""
    plenary = notice.plenary or BLANK * 2
    offices = notice.offices or (BLANK,)
    head = RedHead("\n".join(clean_text(each) for each in offices), clean_text(notice.number) or f"{BLANK}〔　　〕　号")
    blocks: list[Block] = [
        head,
        Heading(_break_title(f"关于交办{plenary}提案的通知"), lines_after=1),
        _to("各承办单位"),
    ]
    for part in definition.parts:
        if part.shown:
            blocks += _notice_part(notice, part, plenary)
    annex = (Heading("提案分办表", lines_after=0.5), _assigned_table(notice.cases))
    title = clean_text(f"关于交办{plenary}提案的通知")
    return Document(title, tuple(blocks)), Document("提案分办表", annex)


def _notice_part(notice: AssignmentNotice, part: Part, plenary: str) -> list[Block]:
    count, units = len(notice.cases) or "　　", notice.units or "　　"
    texts = {
        "return": f"收到后请对照分办表核对。认为不该由本单位办理的，在交办之日起{notice.send_back_days or BLANK}个工作日内书面说明理由，连同提案退回，不得自行转办，逾期视为接受。",
        "assist": f"会办单位请于{notice.assist_due or BLANK}前把书面意见送主办单位；主办单位主动与会办单位和提案人联系。分办的由各单位分别答复。",
        "reply": f"办理中要与提案人面商，听取意见以后再答复。主办和分办单位请于{notice.due or BLANK_DATE}前书面答复提案人，并抄送县政协提案工作机构；答复写明发文字号、办理结果和承诺事项。",
        "contact": notice.contact or f"联系人：{BLANK}　　电话：{BLANK}",
    }
    match part.name:
        case "opening":
            meeting = f"经{notice.meeting}研究，" if notice.meeting else ""
            text = f"{plenary}提案经审查立案，{meeting}现将{count}件提案交由{units}家单位承办，请认真办理。有关事项通知如下。"
            return [Paragraph(clean_text(text))]
        case "annex":
            return [Paragraph(""), Paragraph(clean_text(part.caption))]
        case "sign":
            return [*(_sign("", "")[:1]), *_signers(notice)]
        case name if name in texts:
            return _section(part, texts[name])
        case _:
            return _own(part)


def _signers(notice: AssignmentNotice) -> list[Block]:
    """All offices that issue it, then the date."""
    lines = [
        Paragraph(clean_text(each), indent=0, align=Align.RIGHT, right_indent=2, keeps_next=True)
        for each in notice.offices
    ]
    return [*lines, Paragraph(notice.date or BLANK_DATE, indent=0, align=Align.RIGHT, right_indent=4)]


def _break_title(title: str) -> str:
    """Broken by sense, before 委员会 or 第…次会议, so that no line is over 20 characters."""
    if len(title) <= 20:
        return clean_text(title)
    at = next(
        (
            title.find(mark) + shift
            for mark, shift in (("委员会第", 3), ("县第", 1))
            if 6 < title.find(mark) + shift <= 20
        ),
        18,
    )
    return clean_text(f"{title[:at]}\n{title[at:]}")


def _to(name: str) -> Paragraph:
    return Paragraph(clean_text(f"{name or BLANK}："), indent=0)


def _section(part: Part, *texts: str) -> list[Block]:
    """A heading and its paragraphs; a place for the pen if there are none."""
    paragraphs: list[Block] = [Paragraph(each) for text in texts for each in split_paragraphs(text)]
    return [Paragraph(clean_text(part.caption), Level.FIRST, keeps_next=True), *(paragraphs or [Paragraph("")])]


def _own(part: Part) -> list[Block]:
    """Fixed wording, that of the form or the office's own."""
    if part.name in ("closing", "demand"):
        return [Paragraph(clean_text(part.caption or part.text))]
    return [Note(clean_text(part.text or part.caption))]


def _sign(signed: str, date: str) -> list[Block]:
    """署名 and 日期 at the right."""
    return [
        Paragraph("", keeps_next=True),
        Paragraph(clean_text(signed), indent=0, align=Align.RIGHT, right_indent=2, keeps_next=True),
        Paragraph(date or BLANK_DATE, indent=0, align=Align.RIGHT, right_indent=4),
    ]


def _table(heads: Sequence[tuple[str, float, Align]], rows: Sequence[Sequence[str]]) -> FieldTable:
    """A table whose head comes again on every page; empty rows for the pen if there are none."""
    first = Row(tuple(Cell(width, head, Role.HEITI, SIZE) for head, width, _ in heads), 9.0, repeats=True)
    filled = rows or [[""] * len(heads)] * BLANK_ROWS
    lines = [
        Row(
            tuple(Cell(width, clean_text(text), size=SIZE, align=align)
                  for text, (_, width, align) in zip(row, heads, strict=True)), 8.0,
        )
        for row in filled
    ]  # fmt: skip
    return FieldTable((first, *lines))


def _overdue_table(cases: Sequence[OverdueCase]) -> FieldTable:
    middle = Align.CENTRE
    heads = [("序号", 13.0, middle), ("案号", 15.0, middle), ("案由", 57.0, Align.LEFT), ("交办日", 26.5, middle),
             ("应办复日", 26.5, middle), ("逾期\n天数", 18.0, middle)]  # fmt: skip
    rows = [
        [str(place), each.docket_no, each.title, each.assigned_on, each.due_on, each.days]
        for place, each in enumerate(cases, 1)
    ]
    return _table(heads, rows)


def _assigned_table(cases: Sequence[AssignedCase]) -> FieldTable:
    middle, left = Align.CENTRE, Align.LEFT
    heads = [("序\n号", 8.0, middle), ("案号", 13.0, middle), ("案由", 38.0, left), ("提案人\n电话", 25.0, middle),
             ("主办\n（分办）", 21.0, middle), ("会办", 20.0, middle), ("重点、\n督办", 16.0, middle),
             ("办复\n期限", 15.0, middle)]  # fmt: skip
    rows = [
        [str(place), each.docket_no, each.title, "\n".join(part for part in (each.sponsor, each.phone) if part),
         each.lead, each.assist, each.key, each.due_on]
        for place, each in enumerate(cases, 1)
    ]  # fmt: skip
    return _table(heads, rows)
