"""What goes out about proposals on paper: 不予立案告知单, 交办通知 with its 分办表, 催办函 (forms.md §1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cppcc_desktop.exporters import kit
from cppcc_desktop.exporters.document import (
    ACROSS,
    Align,
    Blank,
    Block,
    Document,
    FormDefinition,
    FormPart,
    Heading,
    LetterHead,
    Note,
    RedHead,
)
from cppcc_desktop.exporters.text import clean_text

LINES_TO_FILL = kit.lines(2)


@dataclass(frozen=True)
class DeclineNotice:
    """不予立案告知单; "" leaves a place for the pen."""

    to: str = ""
    plenary: str = ""
    between: bool = False  # it came in between the plenaries
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
    number: str = ""
    day: str = ""
    cases: tuple[OverdueCase, ...] = ()  # as lead unit, or on its own
    assisted: tuple[OverdueCase, ...] = ()
    contact: str = ""
    signed: str = ""
    date: str = ""

    @property
    def count(self) -> int:
        return len(self.cases) + len(self.assisted)


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
        FormPart("opening"), FormPart("ground", "不予立案的理由"), FormPart("onward", "转送去向"), FormPart("contact", "联系方式"),
        FormPart("closing", text="感谢对政协工作的支持。对处理有不同意见的，可以按上面的联系方式告诉我们。"), FormPart("sign"),
    ),
)  # fmt: skip
REMINDER = FormDefinition(
    "reminder_letter", "关于催办政协提案的函",
    (
        FormPart("opening"), FormPart("lead", "主办、分办的提案"),
        FormPart("demand_lead", text="主办、分办的提案，请抓紧办理，先与提案人面商，再书面答复提案人，并抄送我会；确实不能马上办复的，请在收到本函后三个工作日内说明原因和办复时间。"),
        FormPart("assist", "会办的提案"), FormPart("demand_assist", text="会办的提案，请抓紧把书面会办意见送主办单位，并告知我会。"),
        FormPart("contact", "联系人和电话："), FormPart("sign"),
    ),
)  # fmt: skip
NOTICE = FormDefinition(
    "assignment_notice", "提案交办通知",
    (
        FormPart("opening"), FormPart("return", "认真核对，及时签收"), FormPart("assist", "加强配合，按时会办"), FormPart("reply", "注重面商，按期办复"),
        FormPart("contact", "联系方式"), FormPart("annex", "提案分办表"), FormPart("sign"),
    ),
)  # fmt: skip
BLANK_CONTACT = kit.Section([kit.write("联系人：", Blank(6), "　　电话：", Blank(8))])


def build_decline_notice(notice: DeclineNotice, definition: FormDefinition = DECLINE) -> Document:
    """The 告知单 to the proposer of a case that was not taken up."""
    number = f"（收件号{notice.number}）" if notice.number else ""
    opening = kit.write(
        "在", kit.fill(notice.plenary, 14), "闭会期间提出的提案《" if notice.between else "上提出的提案《", kit.fill(notice.title, 18), f"》{number}已经收到。",
        "经审查，按提案工作条例不予立案，现将有关情况告知如下。",
    )  # fmt: skip
    blank = not notice.title
    filled = {
        "opening": [opening], "ground": kit.section(notice.ground, notice.opinion), "onward": kit.section(notice.onward),
        "contact": kit.section(notice.contact) if notice.contact else BLANK_CONTACT, "sign": kit.sign([notice.signed], notice.date),
    }  # fmt: skip
    if blank:
        filled |= {"ground": LINES_TO_FILL, "onward": LINES_TO_FILL}
    to = (kit.fill_name(notice.to.removesuffix("委员")), "委员" if notice.to.endswith("委员") else "")
    blocks = [kit.title(definition.title), kit.address(*to), *kit.compose(definition, filled)]
    return Document(clean_text(f"{definition.title}{notice.title}"), tuple(blocks))


def build_reminder_letter(letter: ReminderLetter, definition: FormDefinition = REMINDER) -> Document:
    """The 催办函, a letter with a table of what is overdue of each role."""
    count = str(letter.count) if letter.count else Blank(2)
    day = kit.fill_date(letter.day)
    opening = kit.write("截至", *day, "，贵单位承办的提案中有", count, "件已过应办复日还没有办复，具体如下：")
    lead, assist = (
        list_overdue(kit.find_part(definition, name).caption, cases, blank=not letter.count)
        for name, cases in (("lead", letter.cases), ("assist", letter.assisted))
    )
    contact = kit.find_part(definition, "contact").caption
    filled = {
        "opening": [opening], "lead": lead, "assist": assist,
        "contact": [kit.write(contact, kit.fill(letter.contact, 12))] if letter.contact or not letter.count else [],
        "sign": kit.sign([letter.signed], letter.date),
        **{f"demand_{name}": [] for name, shown in (("lead", lead), ("assist", assist)) if not shown},
    }  # fmt: skip
    blocks = [
        LetterHead(clean_text(letter.signed), letter.number or kit.BLANK_NUMBER), kit.title(definition.title),
        kit.address(kit.fill(letter.to, 10)), *kit.compose(definition, filled),
    ]  # fmt: skip
    return Document(clean_text(f"{definition.title}（{letter.to}）"), tuple(blocks))


def list_overdue(caption: str, cases: Sequence[OverdueCase], *, blank: bool) -> list[Block]:
    """A table of one role under its caption; none where nothing is overdue."""
    rows = [(each.docket_no, each.title, each.assigned_on, each.due_on, each.days) for each in cases]
    if not rows and not blank:
        return []
    table = kit.register(OVERDUE, rows, empty=3)
    return [kit.write(f"{caption}：", keeps_next=True), table, Note("", 4.0)]


OVERDUE = (
    kit.RegisterColumn("案号", 15.0, whole=True), kit.RegisterColumn("案由", align=Align.LEFT),
    kit.RegisterColumn("交办日", 25.0, whole=True), kit.RegisterColumn("应办复日", 25.0, whole=True),
    kit.RegisterColumn("逾期\n天数", 16.0, whole=True),
)  # fmt: skip


def build_assignment_notice(notice: AssignmentNotice, definition: FormDefinition = NOTICE) -> Document:
    """The notice under its red head, the 分办表 as its annex, 版记 at the end."""
    heading = (
        kit.title(f"关于交办{notice.plenary}提案的通知")
        if notice.plenary
        else Heading("关于交办　　　　提案的通知", lines_after=1)
    )
    annex = kit.find_part(definition, "annex").caption
    blocks: list[Block] = [
        RedHead("\n".join(map(clean_text, notice.offices)) or "　", clean_text(notice.number) or kit.BLANK_NUMBER),
        heading, kit.address("各承办单位"), *kit.compose(definition, fill_notice(notice, annex)),
        *kit.begin_annex(annex, ACROSS), kit.register(ASSIGNED, list_rows(notice.cases), sheet=ACROSS),
        kit.imprint(notice.offices[0] if notice.offices else "", notice.date, sheet=ACROSS),
    ]  # fmt: skip
    return Document(clean_text(heading.text.replace("\n", "")), tuple(blocks))


def fill_notice(notice: AssignmentNotice, annex: str) -> dict[str, Sequence[Block] | kit.Section]:
    plenary, due = kit.fill(notice.plenary, 14), kit.fill_date(notice.due)
    meeting = f"经{notice.meeting}研究，" if notice.meeting else ""
    return {
        "opening": [kit.write(
            plenary, f"提案经审查立案，{meeting}现将", str(len(notice.cases)) if notice.cases else Blank(2), "件提案交由",
            str(notice.units) if notice.units else Blank(2), "家单位承办，请认真办理。有关事项通知如下。",
        )],
        "return": kit.Section([kit.write(
            "收到后请对照分办表核对。认为不该由本单位办理的，在交办之日起", kit.fill(notice.send_back_days, 2),
            "个工作日内书面说明理由，连同提案退回，不得自行转办，逾期视为接受。",
        )]),
        "assist": kit.Section([kit.write(
            "会办单位请于", *kit.fill_date(notice.assist_due),
            "前把书面意见送主办单位；主办单位主动与会办单位和提案人联系。分办的由各单位分别答复。",
        )]),
        "reply": kit.Section([kit.write(
            "办理中要与提案人面商，听取意见以后再答复。主办和分办单位请于", *due,
            "前书面答复提案人，并抄送县政协提案工作机构；答复写明发文字号、办理结果和承诺事项。",
        )]),
        "contact": kit.section(notice.contact) if notice.contact or notice.cases else BLANK_CONTACT,
        "annex": kit.list_attachments([annex]),
        "sign": kit.sign(notice.offices, notice.date),
    }  # fmt: skip


ASSIGNED = (
    kit.RegisterColumn("案号", 16.0, whole=True), kit.RegisterColumn("案由", align=Align.LEFT),
    kit.RegisterColumn("提案人", 30.0, names=True), kit.RegisterColumn("电话", 29.0, whole=True),
    kit.RegisterColumn("主办（分办）", 34.0), kit.RegisterColumn("会办", 34.0),
    kit.RegisterColumn("重点\n督办", 20.0, names=True), kit.RegisterColumn("办复期限", 26.0, whole=True),
)  # fmt: skip


def list_rows(cases: Sequence[AssignedCase]) -> list[tuple[str, ...]]:
    return [
        (each.docket_no, each.title, each.sponsor, each.phone, each.lead, each.assist, each.key, each.due_on)
        for each in cases
    ]
