"""The papers of 活动: who signs, who came, whom to ring, what to say in an invitation (forms.md §1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.exporters import kit
from cppcc_desktop.exporters.document import (
    ACROSS,
    Align,
    Block,
    CodeLabel,
    Document,
    FieldTable,
    LabelRow,
    Level,
    Note,
    PageGrid,
    Paragraph,
    Row,
    WritingLines,
)
from cppcc_desktop.nouns.activities.attendance.history import list_missing, read_history
from cppcc_desktop.nouns.activities.attendance.meeting import Desk, read_desk
from cppcc_desktop.nouns.activities.counting import (
    ABSENT,
    APPROVED,
    LEAVE,
    PROXY,
    REFUSED,
    Attendee,
    CellState,
    Leave,
    Meeting,
    Missed,
    Tally,
)
from cppcc_desktop.nouns.activities.entity import ACTIVITY
from cppcc_desktop.nouns.activities.inviting import write_invitation
from cppcc_desktop.services.forms.printing import Ask, Form, Made, NothingToPrint, PaperRequest
from cppcc_desktop.services.forms.words import long_date
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.titles import read_titles
from cppcc_desktop.services.summary import read_committee

SIGNING, CODES, SLIP, BULLETIN, PERIOD, PHONES, INVITATION = (
    "签到表", "签到条码", "请假单", "出勤通报", "一段时间的出勤通报", "电话单", "通知短信",
)  # fmt: skip
MOST_EMPTY, MOST_LINES = 20, 18  # of a blank list, and to write on below a title of two lines


def read(office: Office, actor: Actor, asked: PaperRequest) -> Desk:
    return read_desk(office, actor, asked.record)


def make_blank(office: Office, label: str, *columns: Sequence[kit.RegisterColumn]) -> Made:
    """One to be filled in by hand: its head, and an empty table for each of these."""
    tables = [kit.register(each, [[""] * len(each)] * MOST_EMPTY) for each in columns]
    blocks: tuple[Block, ...] = (kit.title(f"{read_committee(office).name}\n{label}"), *tables)
    return (Document(label, blocks if tables else (*blocks, WritingLines(MOST_LINES))),), f"{label}（空白）"


def tell_when(desk: Desk) -> str:
    """2026年1月11日至14日，县会议中心."""
    first, last = long_date(str(desk.values["date"] or "")), long_date(str(desk.values.get("ends_on") or ""))
    return "，".join(
        part for part in (f"{first}至{last}" if last else first, str(desk.values.get("place") or "")) if part
    )


# whom to sign

SIGNERS = (
    kit.RegisterColumn("小组", 32.0, names=True, fits=True), kit.RegisterColumn("证号", 16.0, whole=True),
    kit.RegisterColumn("姓名", 28.0, names=True, fits=True), kit.RegisterColumn("界别", 32.0, align=Align.LEFT, fits=True),
)  # fmt: skip
BLANK_SIGNERS = (
    kit.RegisterColumn("姓名", 24.0, names=True), kit.RegisterColumn("单位及职务", 0.0, align=Align.LEFT),
    kit.RegisterColumn("电话", 34.0, whole=True), kit.RegisterColumn("签名", 34.0),
)  # fmt: skip


PLAIN, WITH_CODES = "plain", "codes"
CODE = kit.RegisterColumn("条码", 62.0, codes=True, fits=True)


def make_signing(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """A line for each participant by group, with room to sign in every half-day; blank where nobody is named.

    With codes each has the bars a scanner takes instead of the signature.
    """
    if not asked.record:
        return make_blank(office, SIGNING, BLANK_SIGNERS)
    desk = read(office, actor, asked)
    title, sessions = str(desk.values["title"] or ""), desk.meeting.sessions
    people, codes = order(desk.meeting), [CODE] if asked.variant == WITH_CODES else []
    columns = [*SIGNERS, *codes, *(kit.RegisterColumn(each.short or each.label) for each in sessions)]
    rows = [
        [each.group, each.number, each.name, each.body, *([each.code] if codes else []), *[""] * len(sessions)]
        for each in people
    ]
    counted = f"应到 {sum(each.counts for each in people)} 人。"
    said = [tell_when(desk), counted, *say_too_long(people, CODE.width if codes else 0.0)]
    blocks = (
        kit.title(f"{title}\n{SIGNING}", ACROSS),
        Note("　".join(said)),
        kit.register(columns, rows, sheet=ACROSS),
    )
    return (Document(SIGNING, blocks, ACROSS),), f"{title}{SIGNING}"


def say_too_long(people: Sequence[Attendee], room: float) -> list[str]:
    """Whose bars are wider than that; nothing where there are no bars."""
    names = [each.name for each in people if room and kit.measure_bars(each.code) > room]
    return [f"{'、'.join(names)}的条码太长，只印了号码，请扫本人的证。"] if names else []


def order(meeting: Meeting) -> list[Attendee]:
    """By group, in it as the desk has them."""
    place = {name: at for at, name in enumerate(meeting.groups)}
    return sorted(meeting.people, key=lambda each: place[each.group])


PLACES = 3  # labels beside each other


def make_codes(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """A label with bars for each participant, three beside each other, to be cut out or held under the scanner."""
    if not asked.record:
        return make_blank(office, CODES)
    desk = read(office, actor, asked)
    title, people = str(desk.values["title"] or ""), order(desk.meeting)
    if not people:
        raise NothingToPrint("还没有参加人员，没有条码可印。", todo="先在“参加人员”里选人。")
    labels = [CodeLabel(each.code, (f"{each.name}　{each.number}".strip(), each.group or each.body)) for each in people]
    rows = [LabelRow(tuple(labels[at : at + PLACES])) for at in range(0, len(labels), PLACES)]
    said = [Note(words) for words in say_too_long(people, PageGrid.TYPE_WIDTH / PLACES)]
    return (Document(CODES, (kit.title(f"{title}\n{CODES}"), *rows, *said)),), f"{title}{CODES}"


# who asked for leave

CAPTION, PAIR, LOW, HIGH, HIGHEST = 26.0, 52.0, 11.0, 16.0, 26.0  # mm
SIGNATURE = "签名：　　　　　　　　　　　　年　　月　　日"


def make_slips(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """A slip for each leave, in the order people are called; what is not known has room for the pen."""
    if not asked.record:
        return (make_slip(read_committee(office).name, {}),), f"{SLIP}（空白）"
    desk = read(office, actor, asked)
    title, leaves = str(desk.values["title"] or ""), desk.meeting.leaves_of
    asking = [(person, leave) for person in order(desk.meeting) for leave in leaves.get(person.line, ())]
    if not asking:
        raise NothingToPrint("没有人请假，没有请假单可印。", todo="先在“请假”里登记。")
    return tuple(make_slip(title, tell_leave(desk, *each)) for each in asking), f"{title}{SLIP}"


def tell_leave(desk: Desk, person: Attendee, leave: Leave) -> dict[str, str]:
    """What one leave says, by the captions of the slip."""
    meeting = desk.meeting
    days = meeting.days_of(leave)
    missed = "、".join(each.label for each in meeting.sessions if leave.covers(each.key, meeting.order))
    return {
        "姓　名": person.name, "证　号": person.number, "小　组": person.group, "界　别": person.body, "会议时间": tell_when(desk),
        "请假种类": desk.kinds.get(leave.kind, leave.kind), "提出日期": long_date(leave.asked_on),
        "请假场次": f"{missed}（共 {float(days):g} 天）" if missed else "", "事　由": leave.reason,
        "批准人": leave.approver or desk.rule.find_approver(days), "批准日期": long_date(leave.decided_on),
        "批准情况": desk.codes.label("leave_decision", leave.decision) if leave.decision in (APPROVED, REFUSED) else "",
    }  # fmt: skip


def make_slip(title: str, told: Mapping[str, str]) -> Document:
    """The places of a slip; one that is still to be decided has boxes to tick."""
    rows = (
        pair(told, "姓　名", "证　号"), pair(told, "小　组", "界　别"), wide(told, "会议时间"), pair(told, "请假种类", "提出日期"),
        wide(told, "请假场次", HIGH), wide(told, "事　由", HIGHEST), wide({}, "请假人签名", usual=SIGNATURE),
        pair(told, "批准人", "批准日期"), wide(told, "批准情况", usual=kit.choose(("同意", "不同意"), "")),
        wide({}, "批准人签名", usual=SIGNATURE),
    )  # fmt: skip
    return Document(SLIP, (kit.title(f"{title}\n{SLIP}"), FieldTable(rows)))


def pair(told: Mapping[str, str], *captions: str) -> Row:
    """Two short values beside each other."""
    return Row(
        tuple(cell for each in captions for cell in (kit.label(each, CAPTION), kit.value(told.get(each, ""), PAIR))),
        LOW,
    )


def wide(told: Mapping[str, str], caption: str, height: float = LOW, usual: str = "") -> Row:
    """One value across the page, or what stands there usually."""
    text = told.get(caption) or usual
    return Row((kit.label(caption, CAPTION), kit.value(text, PageGrid.TYPE_WIDTH - CAPTION, Align.LEFT)), height)


# who came

RATE = "到会率"
SESSIONS = tuple(
    kit.RegisterColumn(head, 15.5 if head == RATE else 0.0, whole=True)
    for head in ("应到", "已录", "实到", "迟到", "早退", "委托", "请假", "缺席", RATE)
)
NAMED = (
    kit.RegisterColumn("姓名", 26.0, names=True, fits=True), kit.RegisterColumn("小组", 26.0, names=True, fits=True),
    kit.RegisterColumn("界别", 28.0, align=Align.LEFT, fits=True), kit.RegisterColumn("场次", 40.0, align=Align.LEFT, fits=True),
    kit.RegisterColumn("说明", align=Align.LEFT),
)  # fmt: skip


def make_bulletin(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """One meeting: the half-days in a table, then who was on leave, absent, stood in for; and who missed two plenaries."""
    if not asked.record:
        return make_blank(office, BULLETIN, (kit.RegisterColumn("场次", 34.0, align=Align.LEFT), *SESSIONS))
    desk = read(office, actor, asked)
    meeting, title = desk.meeting, str(desk.values["title"] or "")
    columns = (kit.RegisterColumn("场次", 34.0, align=Align.LEFT), *SESSIONS)
    tallies = [(each.label, meeting.tally(each.key)) for each in meeting.sessions]
    blocks: list[Block] = [
        kit.title(f"{read_committee(office).name}\n{title}出勤通报"), Note(tell_when(desk)),
        kit.register(columns, [[label, *tell_tally(tally)] for label, tally in tallies]),
    ]  # fmt: skip
    blocks += [Note(words) for words in say_tallies(tallies, desk)]
    for place, (words, code) in enumerate((("请假", LEAVE), ("缺席", ABSENT), ("委托", PROXY)), start=1):
        found = [(session.label, *pair) for session in meeting.sessions for pair in meeting.list_by(session.key, code)]
        blocks.append(Paragraph(f"{kit.NUMERALS[place]}、{words}（{len(found)} 人次）", Level.FIRST, keeps_next=True))
        blocks.append(kit.register(NAMED, gather(desk, found)) if found else Paragraph("没有。"))
    blocks += tell_missing(office, list_missing(office, actor, str(desk.values["date"] or "")), 4)
    return (Document(BULLETIN, tuple(blocks)),), f"{title}{BULLETIN}"


def tell_tally(tally: Tally) -> list[str]:
    """The numbers of one half-day; a rate only of what was recorded."""
    counts = [tally.count(code) for code in ("4", "5", "6", "2", "3")]
    rate = "—" if tally.rate is None else f"{tally.rate}%"
    return [str(each) for each in (tally.expected, tally.recorded, tally.attended, *counts)] + [rate]


def say_tallies(tallies: Sequence[tuple[str, Tally]], desk: Desk) -> list[str]:
    """What the table needs said: where the base is not 应到, how many wait for approval, whether the quorum was met."""
    told: list[str] = []
    for label, tally in tallies:
        if not tally.whole:
            told.append(
                f"{label}：还有 {tally.expected - tally.recorded} 人没有登记，到会率是占已登记的 {tally.recorded} 人。"
            )
        if tally.pending:
            told.append(f"{label}：请假的里面有 {tally.pending} 人还在等批准。")
        if tally.needed is not None and tally.whole:
            told.append(f"{label}：法定人数 {tally.needed} 人，{'已过' if tally.quorate else '没有达到'}。")
    return told + ([desk.remark] if desk.remark else [])


def gather(desk: Desk, found: Sequence[tuple[str, Attendee, CellState]]) -> list[list[str]]:
    """A line for each person, their half-days together."""
    lines: dict[tuple[str, str], list[str]] = {}
    people: dict[str, Attendee] = {}
    for label, person, state in found:
        people[person.line] = person
        lines.setdefault((person.line, tell_reason(desk, state)), []).append(label.split()[0])
    return [
        [people[line].name, people[line].group, people[line].body, tell_sessions(desk, labels), why]
        for (line, why), labels in lines.items()
    ]


def tell_sessions(desk: Desk, labels: Sequence[str]) -> str:
    """6日下午、7日上午; of all there were only that."""
    if len(labels) == len(desk.meeting.sessions) > 1:
        return f"全部 {len(labels)} 场"
    return "、".join(dict.fromkeys(labels))


def tell_reason(desk: Desk, state: CellState) -> str:
    """病假，主席批; 等批准."""
    leave = state.leave
    if leave is None:
        return ""
    approver = leave.approver or desk.rule.find_approver(desk.meeting.days_of(leave))
    decided = {"1": f"{approver}批", "2": f"{approver}没批"}.get(leave.decision, "等批准")
    return "，".join(part for part in (desk.kinds.get(leave.kind, leave.kind), decided) if part)


def tell_missing(office: Office, missed: Sequence[Missed], place: int) -> list[Block]:
    """Who was in no session of two plenaries of the term, leave counted apart."""
    blocks: list[Block] = [
        Paragraph(f"{kit.NUMERALS[place]}、本届缺过两次全体会议的委员", Level.FIRST, keeps_next=True)
    ]
    if not missed:
        return [*blocks, Paragraph("没有。")]
    with office.read() as connection:
        names = read_titles(office, connection, "member", [each.member for each in missed])
    columns = (
        kit.RegisterColumn("姓名", 30.0, names=True), kit.RegisterColumn("没有到的全体会议", align=Align.LEFT),
        kit.RegisterColumn("其中请假", 26.0),
    )  # fmt: skip
    rows = [
        [names.get(each.member, ""), "、".join(each.plenaries), f"{each.excused} 次" if each.excused else "没有"]
        for each in missed
    ]
    return [*blocks, kit.register(columns, rows)]


MEMBERS = (
    kit.RegisterColumn("委员", 26.0, names=True),
    *(kit.RegisterColumn(head, whole=True) for head in ("应到", "实到", "委托", "请假", "缺席", "没登记", "出席率")),
)


def make_period(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """All meetings of some weeks: each with its numbers, then each member's."""
    title = f"{long_date(asked.since)}至{long_date(asked.until)}" if asked.since else ""
    if not asked.since:
        return make_blank(office, PERIOD, MEMBERS)
    history = read_history(office, actor, asked.since, asked.until)
    columns = (kit.RegisterColumn("活动", 0.0, align=Align.LEFT), kit.RegisterColumn("日期", 26.0, whole=True, fits=True),
               *(kit.RegisterColumn(head, 16.0, whole=True, fits=True) for head in ("应到", "实到", "请假", "缺席", "出席率")))  # fmt: skip
    rows: list[list[str]] = []
    for row, meeting in history.meetings:
        tallies = [meeting.tally(each.key) for each in meeting.sessions]
        recorded, came = sum(each.recorded for each in tallies), sum(each.attended for each in tallies)
        rows.append([
            str(row["title"]), str(row["date"]), str(sum(each.expected for each in tallies)), str(came),
            *(str(sum(each.count(code) for each in tallies)) for code in (LEAVE, ABSENT)),
            f"{round(100 * came / recorded, 1)}%" if recorded else "—",
        ])  # fmt: skip
    ranked = sorted(
        history.members.values(), key=lambda each: (each.rate if each.rate is not None else 101.0, -each.absent)
    )
    with office.read() as connection:
        names = read_titles(office, connection, "member", list(history.members))
    people = [
        [names.get(each.member, ""), *(str(number) for number in (
            each.expected, each.attended, each.proxy, each.leave, each.absent, each.expected - each.recorded,
        )), "—" if each.rate is None else f"{each.rate}%"]
        for each in ranked
    ]  # fmt: skip
    blocks: tuple[Block, ...] = (
        kit.title(f"{read_committee(office).name}\n{title}\n委员出勤通报"),
        Paragraph("一、各次活动（人次）", Level.FIRST, keeps_next=True), kit.register(columns, rows),
        Note("出席率是实到占登记过的人次；没有登记的不算缺席。"),
        Paragraph("二、各位委员（场次）", Level.FIRST, keeps_next=True), kit.register(MEMBERS, people),
        *tell_missing(office, list_missing(office, actor, asked.until), 3),
    )  # fmt: skip
    return (Document(PERIOD, blocks),), f"{title}{BULLETIN}"


# whom to ring

RUNG = (
    kit.RegisterColumn("姓名", 26.0, names=True, fits=True), kit.RegisterColumn("小组", 26.0, names=True, fits=True),
    kit.RegisterColumn("界别", 28.0, align=Align.LEFT, fits=True), kit.RegisterColumn("电话", 34.0, whole=True, fits=True),
    kit.RegisterColumn("为什么打", align=Align.LEFT),
)  # fmt: skip


def make_phones(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """Who was absent from the half-day that was typed last, and who has not answered; the numbers are whole."""
    if not asked.record:
        return make_blank(office, PHONES, RUNG)
    actor.require("record.reveal")
    desk = read(office, actor, asked)
    meeting, title = desk.meeting, str(desk.values["title"] or "")
    typed = [each for each in meeting.sessions if any(session == each.key for _, session in meeting.marks)]
    rows: list[list[str]] = []
    if typed:
        last = typed[-1]
        rows += [tell_person(each, f"{last.label.split()[0]}缺席") for each, _ in meeting.list_by(last.key, ABSENT)]
    listed = {row[0] for row in rows}
    if not meeting.begun:
        silent = [each for each in meeting.people if each.line in desk.silent]
        rows += [tell_person(each, "没有回复参不参加") for each in silent if each.name not in listed]
    if not rows:
        raise NothingToPrint("没有要打电话的人：没有人记缺席，也没有人没回复。")
    blocks = (
        kit.title(f"{title}\n{PHONES}"),
        Note(f"共 {len(rows)} 人。用完请收好，上面有电话号码。"),
        kit.register(RUNG, rows),
    )
    return (Document(PHONES, blocks),), f"{title}{PHONES}"


def tell_person(person: Attendee, why: str) -> list[str]:
    return [person.name, person.group, person.body, person.phone or "没有号码", why]


def make_invitation(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """The text that is sent by phone or in the group, to be copied out of the Word file or read out."""
    if not asked.record:
        return make_blank(office, INVITATION)
    desk = read(office, actor, asked)
    text = write_invitation(desk.values, desk.meeting.sessions, read_committee(office).name, desk.rule)
    blocks: list[Block] = [kit.title(f"{desk.values['title']}\n{INVITATION}")]
    blocks += [Paragraph(line) for line in text.split("\n")]
    return (Document(INVITATION, tuple(blocks)),), f"{desk.values['title']}{INVITATION}"


FORMS = (
    Form(
        "attendance_sheet",
        SIGNING,
        ACTIVITY.name,
        make_signing,
        (Ask.RECORD, Ask.VARIANT),
        variants=((PLAIN, "只有签名的地方"), (WITH_CODES, "每人带条码，可以扫")),
    ),
    Form("attendance_codes", CODES, ACTIVITY.name, make_codes),
    Form("leave_slip", SLIP, ACTIVITY.name, make_slips),
    Form("attendance_bulletin", BULLETIN, ACTIVITY.name, make_bulletin),
    Form("phone_list", PHONES, ACTIVITY.name, make_phones),
    Form("invitation_text", INVITATION, ACTIVITY.name, make_invitation),
    Form("attendance_period", PERIOD, ACTIVITY.name, make_period, (Ask.PERIOD,)),
)
