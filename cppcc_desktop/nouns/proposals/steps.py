"""What each step of a 提案 does to its records: one function per move that does more than record what was entered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from cppcc_desktop.domain.cases.life import Move, record_entered
from cppcc_desktop.domain.description.fields import Row, Value
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.nouns.proposals.case import (
    MAIN_ROLES,
    OPEN,
    ROLES,
    ProposalCase,
    call_case,
    order_of,
    refuse_leading,
)
from cppcc_desktop.nouns.proposals.due import find_due, settle_typed
from cppcc_desktop.nouns.proposals.handling import note_unit, pick_unit
from cppcc_desktop.nouns.proposals.suggestions import split_suggestions

OF_A_TOWN = "07"  # channel: what stations send in


# review


def take_receive(case: ProposalCase, _move: Move) -> None:
    """收件: 界别, 党派, 专委会 and 乡镇 of the first proposer as they are on the day the case comes in; typed ones stay."""
    record, situation = case.record, case.situation
    warn_of_period(case)
    if str(record.get("scope") or "").startswith("town:") and not record.get("channel"):
        record["channel"] = OF_A_TOWN
    sponsor = record.get("first_sponsor")
    if not sponsor:
        return
    card = situation.look_up("member", str(sponsor))
    town = situation.look_up("station", str(card["station"])).get("township") if card.get("station") else None
    found = belonging_of(card, town)
    record |= {name: value for name, value in found.items() if value and not record.get(name)}


def warn_of_period(case: ProposalCase) -> None:
    """大会 or 平时 against the days that are set for the plenary: either may be meant, so it is said."""
    reckoned, period = case.situation.rules_on(case.day).plenary.period(case.day), case.record.get("intake_period")
    if period and period != reckoned:
        outside = "不在" if period == "plenary" else "在"
        case.warnings.append(
            f"{case.day} {outside}大会收提案的日子里，登记的是{'大会提案' if period == 'plenary' else '平时提案'}；不对的请改正。"
        )


def belonging_of(card: Row, town: Value) -> Row:
    """Where a case belongs in the figures by the card of its first proposer."""
    parties = card.get("parties")
    return {
        "party": parties[0] if isinstance(parties, list) and parties else None, "sector": card.get("sector"),
        "special_committee": card.get("special_committee"), "township": town,
    }  # fmt: skip


def take_decline(case: ProposalCase, move: Move) -> None:
    refuse_leading(move.label, case.situation.merged)
    record_entered(case, move)
    case.record |= {"ground": case.entered("ground"), "onward": case.entered("onward")}


def take_merge(case: ProposalCase, _move: Move) -> None:
    """并案: the case goes along with another one; its proposer is answered and asked like that one's."""
    lead = str(case.entered("merged_into"))
    other = case.situation.others.get(lead, {})
    if lead == case.id:
        raise Refusal("不能并入它自己。", missing=("merged_into",), todo="选另一件提案。")
    if other.get("deleted") or other.get("same_as"):
        raise Refusal("那件提案在回收站里，或已经和别的记录合并。", missing=("merged_into",), todo="选另一件提案。")
    if other.get("merged_into"):
        raise Refusal(
            f"“{other.get('title')}”自己已经并入别的提案。", missing=("merged_into",), todo="并入它并进去的那一件。"
        )
    if other.get("plenary") != case.record.get("plenary"):
        raise Refusal("只能并入同一次会议的提案。", missing=("merged_into",), todo="上次会议的，可以写进“跟进的提案”。")
    if other.get("state") in ("draft", "declined", "withdrawn", "closed", "implemented", "archived"):
        raise Refusal("那件提案不在办理当中，不能并进去。", missing=("merged_into",), todo="选一件已收件、还没办结的。")
    if case.situation.merged:
        raise Refusal("已经有提案并入了这一件，它不能再并入别的。", todo="反过来：把那一件并入这一件。")
    case.record["merged_into"] = lead
    case.told.append(f"并入{call_case(other)}")


def take_unmerge(case: ProposalCase, _move: Move) -> None:
    """Back to where it stood before it was merged."""
    steps = [
        row
        for row in case.all("step")
        if row.get("target") == "merged" and row.get("source") not in ("", None, "merged")
    ]
    source = max(steps, key=order_of)["source"] if steps else None
    case.record |= {"merged_into": None, "state": source or "reviewed"}


def take_withdraw(case: ProposalCase, move: Move) -> None:
    """撤案: the units that still had it have it no more, and nothing of it is waited for."""
    refuse_leading(move.label, case.situation.merged)
    for row in case.assignments(("sent_back", *OPEN)):
        case.change("assignment", row, state="withdrawn")
    end_opinions(case, case.all("feedback"))
    end_promises(case, open_promises(case), move.label)


# units


def take_assign(case: ProposalCase, _move: Move) -> None:
    """交办 to one lead or to several separate units, with those that assist."""
    role = str(case.entered("role") or "lead")
    refuse_role(case, role)
    hand_to(case, str(case.entered("unit")), role, case.entered("due_on"))
    assists = case.entered("assist_units")
    for unit in assists if isinstance(assists, list) else []:
        hand_to(case, unit, "assist", None)


def refuse_role(case: ProposalCase, role: str) -> None:
    """One unit leads, or several handle it separately; none assists alone."""
    mains = case.mains()
    if role == "lead" and mains:
        names = "、".join(case.situation.title(row.get("unit")) for row in mains)
        raise Refusal(
            f"这件提案已经由{names}{'主办' if mains[0].get('role') == 'lead' else '分办'}，不能再有一家主办。",
            missing=("role",), todo="一件提案一家主办，或者几家分办；要换单位用“改办”。",
        )  # fmt: skip
    if role == "separate" and any(row.get("role") == "lead" for row in mains):
        raise Refusal(
            "这件提案已有主办单位，不能再分办。", missing=("role",), todo="可以加会办；要分办，先把主办改办。"
        )
    if role == "assist" and not mains:
        raise Refusal("还没有主办单位，不能先交会办。", missing=("role",), todo="先交主办，会办可以同时填。")


def hand_to(case: ProposalCase, unit: str, role: str, due: Value) -> None:
    """A row for one unit. Refusal if it has the case already, or is no more."""
    if case.situation.others.get(unit, {}).get("deleted"):
        raise Refusal(f"{case.situation.title(unit)}在回收站里，不能交办。", missing=("unit",), todo="选另一家单位。")
    known = [row for row in case.assignments() if row.get("unit") == unit]
    if role in MAIN_ROLES and known and all(row.get("role") == "assist" for row in known):
        for row in known:  # what it said as one that assists stays
            case.change("assignment", row, state="withdrawn")
        case.told.append(f"{case.situation.title(unit)}不再会办")
    elif known:
        raise Refusal(f"{case.situation.title(unit)}已经在办这件提案。", missing=("unit",), todo="选另一家单位。")
    refuse_dissolved(case, unit)
    rules = case.situation.rules_on(case.day)
    reckoned, rule = find_due(rules, role, bool(case.entered("hard")), case.day)
    if case.entered("hard") and due == find_due(rules, role, False, case.day)[0]:
        due = None  # the form proposed it before 疑难 was ticked
    due_on = settle_due(case, str(due)) if due and str(due) != reckoned else reckoned
    shared = {name: case.entered(name) for name in ("date", "notice_no", "meeting", "offices", "hard")}
    case.detail = case.add("assignment", {
        "proposal": case.id, **shared, "unit": unit, "role": role, "state": "assigned", "round": 1,
        "due_on": due_on, "due_rule": rule if due_on == reckoned else "指定日期",
    })  # fmt: skip
    name = ROLES.get(role, role)
    case.told.append(
        f"{name} {case.situation.title(unit)}，应办复日 {due_on}（{rule if due_on == reckoned else '指定'}）"
    )


def settle_due(case: ProposalCase, typed: str) -> str:
    """A due date that was typed, off a rest day where the office reckons so; that is said."""
    due = settle_typed(case.situation.rules_on(case.day), typed)
    if due != typed:
        case.told.append(f"{typed} 是休息日，按规定算到 {due}")
        case.warnings.append(f"{typed} 是休息日，按“期限落在休息日”的设置算到了 {due}。")
    return due


def refuse_dissolved(case: ProposalCase, unit: str, deed: str = "交办") -> None:
    """A unit that is no more gets nothing and does nothing; its successor is named."""
    row = look_at_unit(case, unit)
    ended, heir = row.get("ended_on"), row.get("successor")
    if not ended or str(ended) > case.day:
        return
    name = case.situation.title(heir) if heir in case.situation.titles else look_at_unit(case, str(heir)).get("name")
    if deed == "交办":
        todo = f"职责并入{name}，交给它。" if heir else "选现有的单位。"
    else:
        todo = f"职责并入{name}，先改办给它。" if heir else "先改办给现有的单位。"
    raise Refusal(f"{case.situation.title(unit)}已于 {ended} 撤销，不能{deed}。", missing=("unit",), todo=todo)


def look_at_unit(case: ProposalCase, unit: str) -> Row:
    """What the register of units says of it."""
    return case.situation.others.get(unit) or case.situation.look_up("unit", unit)


def pick_acting(case: ProposalCase, move: Move) -> dict[str, Value]:
    """The assignment of the unit that takes a step; Refusal also for one that is no more."""
    row = pick_unit(case, move)
    refuse_dissolved(case, str(row.get("unit")), move.label)
    return row


def take_reassign(case: ProposalCase, move: Move) -> None:
    """改办: another unit in the place of one that sent it back, or that it should not have gone to.

    Opinions asked about the old one are waited for no more. What it promised goes to its successor, else it ends.
    """
    old, unit = pick_replaced(case), str(case.entered("unit"))
    case.change("assignment", old, state="withdrawn")
    case.told.append(f"原{case.situation.title(old.get('unit'))}")
    role = str(case.entered("role") or old.get("role") or "lead")
    refuse_role(case, role)
    hand_to(case, unit, role, case.entered("due_on"))
    if any(row.get("unit") == old.get("unit") for row in case.assignments()):
        return  # it has another row
    end_opinions(case, [row for row in case.all("feedback") if row.get("unit") == old.get("unit")])
    promised = [row for row in open_promises(case) if row.get("unit") == old.get("unit")]
    if look_at_unit(case, str(old.get("unit"))).get("successor") != unit:
        end_promises(case, promised, move.label)
        return
    for row in promised:
        case.change("promise", row, unit=unit)
    case.told += [f"{len(promised)} 项承诺随着转过来"] if promised else []


def end_opinions(case: ProposalCase, rows: Sequence[dict[str, Value]]) -> None:
    """Opinions that are counted and waited for no more, asked or answered; they stay on record."""
    for row in rows:
        case.change("feedback", row, superseded=True)


def open_promises(case: ProposalCase) -> list[dict[str, Value]]:
    return [row for row in case.all("promise") if row.get("state") == "open"]


def end_promises(case: ProposalCase, rows: Sequence[dict[str, Value]], why: str) -> None:
    """Promises nobody is left to keep."""
    for row in rows:
        case.change("promise", row, state="dropped", kept_on=case.day, evidence=why)
    case.told += [f"{len(rows)} 项承诺取消"] if rows else []


def pick_replaced(case: ProposalCase) -> dict[str, Value]:
    """Whose place the new unit takes: the one named, else the one that sent it back, else the only one."""
    live = case.assignments(("sent_back", *OPEN))
    named = case.entered("instead_of")
    for rows in ([row for row in live if row.get("unit") == named], [r for r in live if r.get("state") == "sent_back"],
                 [row for row in live if row.get("role") in MAIN_ROLES]):  # fmt: skip
        if len(rows) == 1:
            return rows[0]
    names = "、".join(case.situation.title(row.get("unit")) for row in live)
    raise Refusal(f"要改办哪一家？现在承办的有：{names or '没有'}。", missing=("instead_of",), todo="填“原承办单位”。")


def take_sign_for(case: ProposalCase, move: Move) -> None:
    row = pick_acting(case, move)
    case.change("assignment", row, state="in_hand", signed_on=case.day)
    if case.entered("contact_person"):
        case.change("assignment", row, contact_person=case.entered("contact_person"))
    note_unit(case, row)


def take_send_back(case: ProposalCase, move: Move) -> None:
    """退回, within so many working days; a late one is taken and said to be late."""
    row = pick_unit(case, move)
    case.change(
        "assignment", row, state="sent_back", sent_back_on=case.day, reason=case.entered("reason"),
        proposed_unit=case.entered("proposed_unit"),
    )  # fmt: skip
    note_unit(case, row)
    allowed = int(case.situation.rules.get("send_back_days", "10"))
    given = str(row.get("date") or case.day)  # a case taken over from a register may lack the day it was assigned
    took = case.situation.rules_on(case.day).count_days(date.fromisoformat(given), date.fromisoformat(case.day))
    if took > allowed:
        words = f"交办后第 {took} 个工作日才退回，超过了 {allowed} 个工作日"
        case.told.append(words)
        case.warnings.append(f"{words}。已照样登记。")


def take_extend(case: ProposalCase, move: Move) -> None:
    row = pick_acting(case, move)
    old, new = str(row.get("due_on") or ""), settle_due(case, str(case.entered("due_on")))
    if new <= old:
        raise Refusal(f"延期后的 {new} 不比原来的 {old} 晚。", missing=("due_on",), todo="改一下延到哪天。")
    record_entered(case, move, unit=row.get("unit"), old_due_on=old or None, due_on=new)
    case.change("assignment", row, due_on=new, due_rule=f"由 {old} 延期" if old else "延期")
    note_unit(case, row)
    case.told.append(f"原应办复日 {old}")


# handling


def take_contact(case: ProposalCase, move: Move) -> None:
    """面商 of the unit that leads, unless another is named; some call on the proposer before they sign for the case."""
    row = pick_caller(case, move)
    face = case.situation.has_trait("contact_method", case.entered("method"), "face_to_face")
    record_entered(case, move, unit=row.get("unit"), face_to_face=face)
    if face:
        case.change("assignment", row, face_to_face=True)
    note_unit(case, row)


def pick_caller(case: ProposalCase, move: Move) -> dict[str, Value]:
    leads = [] if case.entered("unit") else case.assignments(("in_hand",), MAIN_ROLES) or case.mains()
    return leads[0] if len(leads) == 1 else pick_unit(case, move)


def take_assist(case: ProposalCase, move: Move) -> None:
    row = pick_acting(case, move)
    record_entered(case, move, unit=row.get("unit"))
    mark_done(case, row)
    note_unit(case, row)


def mark_done(case: ProposalCase, row: dict[str, Value]) -> None:
    """The unit did its part; whether in time is decided by the first time it did."""
    timely = row.get("on_time")
    if timely is None:
        timely = case.day <= str(row.get("due_on") or "9999")
    case.change("assignment", row, state="replied", replied_on=case.day, on_time=timely)


def take_reply(case: ProposalCase, move: Move) -> None:
    """答复, in one piece or suggestion by suggestion; what is promised goes to the ledger."""
    row = pick_acting(case, move)
    refuse_without_contact(case, row)
    items = read_items(case)
    weakest = case.situation.weakest("result_class", (each["result_class"] for each in items))
    grade = case.entered("result_class") or weakest
    if not grade:
        raise Refusal("还不能登记答复：没有填办理结果。", missing=("result_class",), todo="填好再试一次。")
    text = case.entered("text") or "\n".join(f"{each['number']}. {each['text']}" for each in items if each["text"])
    if not text:
        raise Refusal("还不能登记答复：没有填答复内容。", missing=("text",), todo="填好再试一次。")
    reply = record_entered(case, move, unit=row.get("unit"), result_class=grade, text=text, round=row.get("round") or 1)
    for each in items:
        case.add("reply_item", {"proposal": case.id, "reply": reply, "date": case.day, **each})
    mark_done(case, row)
    case.change("assignment", row, result_class=grade)
    case.said["result_class"] = grade
    note_promise(case, row, str(grade))
    note_unit(case, row)


def refuse_without_contact(case: ProposalCase, row: Row) -> None:
    """A reply without a contact record is refused unless the reason is written down (a switch)."""
    met = any(each.get("unit") in (row.get("unit"), None) for each in case.all("contact"))
    if met or case.entered("override_reason") or not case.situation.rule("reply_needs_contact"):
        return
    raise Refusal("还不能登记答复：没有面商记录。", missing=("override_reason",),
                  todo="先登记面商；确实没有的，写明未面商原因也可以继续。")  # fmt: skip


def read_items(case: ProposalCase) -> list[dict[str, Value]]:
    """Answers to single suggestions: item_1, class_1, …"""
    texts = split_suggestions(str(case.record.get("suggestions") or ""))
    found: list[dict[str, Value]] = []
    for number, suggestion in enumerate(texts, start=1):
        text, grade = case.entered(f"item_{number}"), case.entered(f"class_{number}")
        if text or grade:
            found.append({"number": number, "suggestion": suggestion[:20_000], "text": text, "result_class": grade})
    return found


def note_promise(case: ProposalCase, row: Row, grade: str) -> None:
    """What a reply promises stays on the list until it is kept; a class B reply promises in any case."""
    item, due = case.entered("promise"), case.entered("promise_due_on")
    if not item and not case.situation.has_trait("result_class", grade, "promise"):
        return
    words = str(item or "按答复的内容落实")
    case.add("promise", {"proposal": case.id, "date": case.day, "unit": row.get("unit"), "item": words,
                         "due_on": due, "state": "open"})  # fmt: skip
    case.told.append(f"记入承诺清单：{words}" + (f"（{due} 前）" if due else "（没有写时限）"))


# after the reply


def take_ask_feedback(case: ProposalCase, _move: Move) -> None:
    """Opinions asked for: one row for each proposer and unit that has none."""
    unit = case.entered("unit")
    pairs = [pair for pair in case.outstanding() if unit in (None, pair[0]) and case.opinion(*pair) is None]
    if not pairs:
        raise Refusal("征询意见表都已经发出了。", todo="收回来的用“登记征询意见”。")
    for pair in pairs:
        send_form(case, *pair, case.day)
    case.told.append(f"发出 {len(pairs)} 份")


def send_form(case: ProposalCase, unit: str, of: str, day: str) -> dict[str, Value]:
    """A form that went out to the proposer of a case about a unit."""
    rows = case.assignments(roles=MAIN_ROLES)
    number = next((row.get("round") for row in rows if row.get("unit") == unit), 1)
    case.add("feedback", {"proposal": case.id, "unit": unit, "case": of, "sponsor": case.sponsor_of(of),
                          "sent_on": day, "round": number})  # fmt: skip
    return case.all("feedback")[-1]


def take_feedback(case: ProposalCase, _move: Move) -> None:
    """An opinion that came back, of one proposer on one unit."""
    unit, of = pick_opinion(case)
    row = case.opinion(unit, of)
    if row is None:
        row = send_form(case, unit, of, str(case.entered("sent_on") or case.day))
    names = ("date", "attitude", "result", "adoption", "words", "filled_by", "transcribed", "sent_on")
    given = {name: case.entered(name) for name in names if case.entered(name) is not None}
    case.change("feedback", row, unit=unit, case=of, **given)
    case.detail, case.hear = str(row["id"]), frozenset({of})
    case.grade_unit(unit)
    if len(case.cases()) > 1 or len(case.mains()) > 1:
        named = case.one_of(of)
        who = case.situation.title(row.get("sponsor")) if row.get("sponsor") else str(named.get("collective") or "")
        case.told.append(f"{call_case(named)}的提案人{who}")


def pick_opinion(case: ProposalCase) -> tuple[str, str]:
    """Which proposer on which unit: as entered, else the only one that is outstanding."""
    unit, of, sponsor = case.entered("unit"), case.entered("case"), case.entered("sponsor")
    pairs = [
        pair for pair in case.outstanding()
        if unit in (None, pair[0]) and of in (None, pair[1]) and sponsor in (None, case.sponsor_of(pair[1]))
    ]  # fmt: skip
    if len(pairs) == 1:
        return pairs[0]
    if not pairs:
        raise Refusal("没有等着收回的征询意见。", todo="看看办理经过里收到了哪几位的；不满意的要先重新办理。")
    titles = case.situation.title
    several = len({pair[0] for pair in pairs}) > 1, len({pair[1] for pair in pairs}) > 1
    missing = [name for name, many in zip(("unit", "case"), several, strict=True) if many]
    names = "、".join(f"{call_case(case.one_of(pair[1]))}对{titles(pair[0])}" for pair in pairs[:6])
    raise Refusal(f"还有 {len(pairs)} 份征询意见没有收回：{names}。", missing=missing, todo="写明是哪一份。")


def take_rehandle(case: ProposalCase, _move: Move) -> None:
    """重新办理 by each unit a proposer was not satisfied with."""
    unhappy = [row for row in case.opinions() if case.is_unhappy(row)]
    wanted = case.entered("unit")
    units = [row for row in case.mains() if any(each.get("unit") in (row.get("unit"), None) for each in unhappy)]
    rows = [row for row in units if wanted in (None, row.get("unit"))]
    if not rows:
        raise Refusal("没有“不满意”的征询意见，不用重新办理。", todo="可以直接办结。")
    due = settle_due(case, str(case.entered("due_on")))
    for row in rows:
        case.change("assignment", row, state="in_hand", round=int(str(row.get("round") or 1)) + 1,
                    due_on=due, due_rule="重新办理")  # fmt: skip
        for each in unhappy:
            if each.get("unit") in (row.get("unit"), None):
                case.change("feedback", each, superseded=True)
        note_unit(case, row)


def take_close(case: ProposalCase, move: Move) -> None:
    """办结, under the closing rules of the office."""
    rule = case.situation.rule
    if rule("close_refuses_dissatisfied") and any(case.is_unhappy(row, ("result",)) for row in case.opinions()):
        raise Refusal("还不能办结：提案人对办理结果不满意。", todo="先重新办理，再征询一次。")
    waiting = case.outstanding()
    if rule("close_needs_feedback") and waiting:
        names = "、".join(call_case(case.one_of(of)) for _, of in waiting[:5])
        raise Refusal(f"还不能办结：{len(waiting)} 份征询意见没有收回（{names}）。", todo="收回以后登记，再办结。")
    if case.situation.rules.get("close_needs_promises") == "1":
        refuse_open_promises(case, move)


def take_archive(case: ProposalCase, move: Move) -> None:
    """归档; promises that are open stay on the list, and somebody says why it is filed nevertheless."""
    waiting = open_promises(case)
    if waiting and not case.entered("note"):
        raise Refusal(f"还不能{move.label}：{len(waiting)} 项承诺没有销号（{waiting[0].get('item')}）。", missing=("note",),
                      todo="办成的先销号；要先归档的，在说明里写明原因，没销号的仍留在承诺清单上，归档以后照常销号。")  # fmt: skip
    case.told += [f"{len(waiting)} 项承诺没有销号"] if waiting else []


def refuse_open_promises(case: ProposalCase, move: Move) -> None:
    waiting = open_promises(case)
    if waiting:
        raise Refusal(f"还不能{move.label}：{len(waiting)} 项承诺没有销号（{waiting[0].get('item')}）。",
                      todo="办成一项销一项，全部销号以后再来。")  # fmt: skip


def end_promise(state: str) -> Callable[[ProposalCase, Move], None]:
    """销号 of one promise, kept or dropped."""

    def take(case: ProposalCase, _move: Move) -> None:
        row = pick_promise(case)
        case.change("promise", row, state=state, kept_on=case.day, evidence=case.entered("evidence"))
        case.detail = str(row["id"])
        case.told.append(str(row.get("item") or ""))

    return take


def pick_promise(case: ProposalCase) -> dict[str, Value]:
    rows = open_promises(case)
    wanted = str(case.entered("promise") or "")
    found = [row for row in rows if wanted in (str(row["id"]), str(row.get("item")))] or [
        row for row in rows if wanted in str(row.get("item"))
    ]
    if len(found) == 1:
        return found[0]
    names = "；".join(str(row.get("item")) for row in rows)
    raise Refusal(f"有 {len(rows)} 项没有销号的承诺：{names}。" if rows else "没有未销号的承诺事项。",
                  missing=("promise",) if rows else (), todo="写明是哪一项。" if rows else "")  # fmt: skip


def take_look_back(case: ProposalCase, move: Move) -> None:
    """回头看: a promise that was kept may raise B to A; both classes stay."""
    record_entered(case, move)
    raised = case.entered("raised_class")
    if not raised:
        return
    if not case.is_raised(raised):
        raise Refusal(
            "回头看只能往好的一类升，例如 B 类升为 A 类。", missing=("raised_class",), todo="没有升类就空着。"
        )
    case.record["raised_class"] = raised


def take_promise(case: ProposalCase, _move: Move) -> None:
    rows = case.mains()
    unit = case.entered("unit") or (rows[0].get("unit") if len(rows) == 1 else None)
    case.detail = case.add("promise", {
        "proposal": case.id, "date": case.day, "unit": unit, "item": case.entered("promise"),
        "due_on": case.entered("promise_due_on"), "state": "open",
    })  # fmt: skip


def take_implement(case: ProposalCase, move: Move) -> None:
    """落实: what was promised is done."""
    refuse_open_promises(case, move)
