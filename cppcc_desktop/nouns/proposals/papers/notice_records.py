"""不予立案告知单, 交办通知 and 催办函, filled from the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.fields import Row, tell_phone
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.proposals.case import LIVE, MAIN_ROLES
from cppcc_desktop.nouns.proposals.due import find_due
from cppcc_desktop.nouns.proposals.entity import ASSIGNMENTS, PROPOSALS
from cppcc_desktop.nouns.proposals.life import NONE, WORKFLOW
from cppcc_desktop.nouns.proposals.packs.making import read_open
from cppcc_desktop.nouns.proposals.papers.notices import (
    AssignedCase,
    AssignmentNotice,
    DeclineNotice,
    OverdueCase,
    ReminderLetter,
    build_assignment_notice,
    build_decline_notice,
    build_reminder_letter,
)
from cppcc_desktop.services.cases.rules import read_rules
from cppcc_desktop.services.forms.printing import Made, NothingToPrint, PaperRequest
from cppcc_desktop.services.forms.words import county_name, long_date, plenary_heading
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.settings import read_setting
from cppcc_desktop.services.records.records import list_children, load_row, read_record, show_record
from cppcc_desktop.services.records.titles import read_titles
from cppcc_desktop.services.summary import read_committee
from db.chunks import chunked


def read_contact(office: Office, connection: Connection) -> str:
    """Whom to ring about proposals; empty if the office has not said."""
    found = read_setting(office, connection, "proposal_contact", office.today().isoformat())
    return "" if found == NONE else f"{found}。"


# 不予立案告知单


def is_declined(values: Row) -> bool:
    return values.get("state") == "declined"


def make_decline_notice(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """The notice of a case that was declined; NothingToPrint for any other."""
    record = asked.record
    if not record:
        return (build_decline_notice(DeclineNotice(signed=read_committee(office).name)),), "不予立案告知单（空白）"
    values = show_record(office, actor, "proposal", record).values
    title = str(values["title"])
    if not is_declined(values):
        raise NothingToPrint(f"《{title}》没有不予立案，不用告知单。", todo="先登记不予立案，或者换一件。")
    reviews = [row for row in list_children(office, actor, "review", record) if row["conclusion"] == "不予立案"]
    nothing: Row = {}
    last = max(reviews, key=lambda row: (str(row["date"]), str(row["id"])), default=nothing)
    passed = [row for row in list_children(office, actor, "step", record) if says_receiver(row)]
    with office.read() as connection:
        people = read_titles(office, connection, "member", [str(values["first_sponsor"])])
        contact = read_contact(office, connection)
    who = people.get(str(values["first_sponsor"]), "")
    notice = DeclineNotice(
        to=f"{who}委员" if who else str(values["collective"] or values["sponsor_text"] or ""),
        plenary=plenary_heading(office, str(values["plenary"] or "")), between=values["intake_period"] == "regular",
        title=title, number=str(values["intake_no"] or ""),
        ground=tell_ground(office, values), opinion=str(last.get("opinion") or ""),
        onward=tell_onward(office, values, passed), contact=contact, signed=read_committee(office).name,
        date=long_date(str(last.get("date") or "")),
    )  # fmt: skip
    return (build_decline_notice(notice),), f"不予立案告知单-{values['intake_no'] or record[-6:]}-{title}"


def says_receiver(step: Row) -> bool:
    """Whether a step of the case told where its content was sent."""
    return any("receiver" in move.asks for move in WORKFLOW.rows_of(str(step["move"])))


def tell_ground(office: Office, values: Row) -> str:
    """The ground in full words."""
    code = str(values["ground"] or "")
    found = next((each for each in read_codes(office).entries("decline_ground") if each.code == code), None)
    words = found.meaning or found.label if found else code
    return f"{words.rstrip('。')}。" if words else ""


def tell_onward(office: Office, values: Row, passed: Sequence[Row]) -> str:
    """Where its content went: as decided, and as it was done where that is recorded."""
    codes, code = read_codes(office), str(values["onward"] or "")
    told = {
        "1": "这件提案反映的情况转作社情民意信息处理。", "2": "这件提案转作来信，交有关单位参考。",
        "3": "这件提案退回提案人，可以修改后另行提出。",
    }.get(code, f"{codes.label('decline_onward', code)}。" if code else "")  # fmt: skip
    return told + "".join(f"已于{long_date(str(row['date']))}转送{tell_receiver(row)}。" for row in passed)


def tell_receiver(step: Row) -> str:
    """Who received it: the first of what the step told; how it was sent and the clerk's remark stay in the house."""
    return str(step["words"] or "").partition("，")[0]


# 催办函


def make_reminder_letter(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """The letter to a unit about its overdue cases; NothingToPrint if it has none."""
    record = asked.record
    signed = read_committee(office).name
    if not record:
        return (build_reminder_letter(ReminderLetter(signed=signed)),), "催办函（空白）"
    name = str(show_record(office, actor, "unit", record).values["name"])
    today = office.today().isoformat()
    with office.read() as connection:
        rows = [each for each in read_open(office, connection, [record]) if str(each.row["due_on"] or today) < today]
        contact = read_contact(office, connection)
    if not rows:
        raise NothingToPrint(f"{name}没有逾期未复的提案，不用催办。")
    rows.sort(key=lambda each: (str(each.row["due_on"]), str(each.case["docket_no"])))
    mains, assisted = (
        tuple(
            OverdueCase(
                str(each.case["docket_no"] or ""), str(each.case["title"]), str(each.row["date"]), str(each.row["due_on"]),
                str((office.today() - date.fromisoformat(str(each.row["due_on"]))).days),
            )
            for each in rows
            if (each.row["role"] in MAIN_ROLES) == main
        )
        for main in (True, False)
    )  # fmt: skip
    letter = ReminderLetter(name, day=long_date(today), cases=mains, assisted=assisted, contact=contact, signed=signed,
                            date=long_date(today))  # fmt: skip
    return (build_reminder_letter(letter),), f"催办函-{name}-{today}"


# 交办通知


def find_batches(office: Office, actor: Actor, records: Sequence[str]) -> list[str]:
    """One assignment of each notice the records belong to: a notice is printed once."""
    actor.require("record.read")
    found: dict[tuple[str, str], str] = {}
    with office.read() as connection:
        for record in records:
            row = read_record(office, connection, "assignment", record).values
            case = read_record(office, connection, "proposal", str(row["proposal"])).values
            found.setdefault((str(row["notice_no"] or record), str(case["plenary"])), record)
    return list(found.values())


def make_assignment_notice(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """The notice an assignment belongs to, with all cases that went out under its number in that plenary."""
    record = asked.record
    if not record:
        return (build_assignment_notice(AssignmentNotice(offices=name_issuers(office))),), "提案交办通知（空白）"
    row = show_record(office, actor, "assignment", record).values
    number = str(row["notice_no"] or "")
    if not number:
        raise NothingToPrint("这件提案交办时没有写交办文号，出不了通知。", todo="改办或补交办时写上文号。")
    with office.read() as connection:
        plenary = str(read_record(office, connection, "proposal", str(row["proposal"])).values["plenary"])
        cases = read_batch(office, connection, number, plenary)
        rules = read_rules(office, connection, plenary, str(row["date"]))
        contact = read_contact(office, connection)
        table = list_assigned(office, connection, cases)
    dues = sorted({str(each["due_on"]) for rows in cases.values() for each in rows if each["role"] in MAIN_ROLES})
    units = {str(each["unit"]) for rows in cases.values() for each in rows}
    notice = AssignmentNotice(
        offices=name_issuers(office, str(row["offices"] or rules.settings["issuing_offices"])),
        number=number, plenary=plenary_heading(office, plenary), meeting=str(row["meeting"] or ""), cases=tuple(table),
        units=len(units), send_back_days=rules.settings["send_back_days"],
        assist_due=long_date(find_due(rules, "assist", False, str(row["date"]))[0]), due=long_date(dues[0]) if len(dues) == 1 else "分办表所列期限",
        contact=contact, date=long_date(str(row["date"])),
    )  # fmt: skip
    return (build_assignment_notice(notice),), f"提案交办通知-{number}"


def name_issuers(office: Office, offices: str = "") -> tuple[str, ...]:
    """The issuing offices by their full names: what begins with 县 is of this county."""
    county = county_name(office)
    names = [part for part in offices.split("、") if part]
    return tuple(f"{county}{name[1:]}" if county and name.startswith("县") else name for name in names)


def read_batch(office: Office, connection: Connection, number: str, plenary: str) -> dict[str, list[Row]]:
    """Assignments of the notice by case, in the order of 案号."""
    table, cases = office.schema.records["assignment"], office.schema.records["proposal"]
    query = (
        select(table)
        .join(cases, cases.c.id == table.c.proposal)
        .where(table.c.notice_no == number, cases.c.plenary == plenary, table.c.state.in_(LIVE))
        .where(table.c.deleted.is_(None), cases.c.deleted.is_(None), cases.c.state != "withdrawn")
        .order_by(cases.c.docket_no, table.c.id)
    )
    found: dict[str, list[Row]] = {}
    for row in connection.execute(query).mappings():
        loaded = load_row(ASSIGNMENTS.entity.fields, row)
        found.setdefault(str(loaded["proposal"]), []).append(loaded)
    return found


def list_assigned(office: Office, connection: Connection, cases: Mapping[str, Sequence[Row]]) -> list[AssignedCase]:
    """The rows of the 分办表."""
    table, member, key = (office.schema.records[name] for name in ("proposal", "member", "key_case"))
    found = {
        str(row["id"]): load_row(PROPOSALS.entity.fields, row)
        for chunk in chunked(cases)
        for row in connection.execute(select(table).where(table.c.id.in_(chunk))).mappings()
    }
    units = read_titles(office, connection, "unit", {str(row["unit"]) for rows in cases.values() for row in rows})
    people = {str(case["first_sponsor"]) for case in found.values() if case["first_sponsor"]}
    names = read_titles(office, connection, "member", people)
    phones = {
        str(row.id): tell_phone(str(row.mobile or ""))
        for chunk in chunked(people)
        for row in connection.execute(select(member.c.id, member.c.mobile).where(member.c.id.in_(chunk)))
    }
    keys = {
        str(row.proposal): str(row.supervisor or "")
        for row in connection.execute(select(key.c.proposal, key.c.supervisor).where(key.c.deleted.is_(None)))
    }
    return [make_assigned(found[case], rows, units, names, phones, keys) for case, rows in cases.items()]


def make_assigned(
    case: Row, rows: Sequence[Row], units: Mapping[str, str], names: Mapping[str, str], phones: Mapping[str, str],
    keys: Mapping[str, str],
) -> AssignedCase:  # fmt: skip
    who, record = str(case["first_sponsor"] or ""), str(case["id"])
    mains, assists = (
        [row for row in rows if row["role"] in MAIN_ROLES],
        [row for row in rows if row["role"] == "assist"],
    )
    return AssignedCase(
        str(case["docket_no"] or ""), str(case["title"]), names.get(who) or str(case["collective"] or case["sponsor_text"] or ""),
        phones.get(who) or tell_phone(str(case["contact_phone"] or "")), "\n".join(units.get(str(row["unit"]), "") for row in mains),
        "\n".join(units.get(str(row["unit"]), "") for row in assists),
        f"重点\n{keys[record]}".strip() if record in keys else "", str(mains[0]["due_on"] or "") if mains else "",
    )  # fmt: skip
