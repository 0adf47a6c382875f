"""What each step of a 提案 does to its records: one function per move that does more than record what was entered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from cppcc_desktop.domain.cases.life import Move
from cppcc_desktop.domain.description.fields import Row, Value
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.nouns.proposals.case import MAIN_ROLES, OPEN, Case, call_case, order_of
from cppcc_desktop.nouns.proposals.order import refuse_too_early
from cppcc_desktop.nouns.proposals.records import RECORDS

ENTITIES = {each.name: each for each in RECORDS}
Effect = Callable[[Case, Move], None]


def record_entered(case: Case, move: Move, **more: Value) -> str:
    """What was entered as a new record of the move's entity."""
    entity = ENTITIES[move.records]
    values = {name: value for name, value in case.situation.entered.items() if name in entity.by_name}
    fixed = {name: value for name, value in move.fixed.items() if name in entity.by_name}
    owner: dict[str, Value] = {entity.owner: case.id}
    if "of" in entity.by_name:
        owner["of"] = "proposal"
    case.detail = case.add(entity.name, {**owner, **values, **fixed, **more})
    return case.detail


def take(case: Case, move: Move) -> None:
    """Do what the move does; Refusal leaves the case as it was only if it is thrown away."""
    refuse_too_early(case, move)
    effect = EFFECTS.get(move.name)
    if effect:
        effect(case, move)
    elif move.records:
        record_entered(case, move)


def entered(case: Case, name: str) -> Value:
    return case.situation.entered.get(name)


def day_of(case: Case) -> str:
    return str(entered(case, "date"))


# review


def take_decline(case: Case, move: Move) -> None:
    case.refuse_leading(move.label)
    record_entered(case, move)
    case.record |= {"ground": entered(case, "ground"), "onward": entered(case, "onward")}


def take_merge(case: Case, _move: Move) -> None:
    """并案: the case goes along with another one; its proposer is answered and asked like that one's."""
    lead = str(entered(case, "merged_into"))
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


def take_unmerge(case: Case, _move: Move) -> None:
    """Back to where it stood before it was merged."""
    steps = [row for row in case.all("step") if row.get("move") == "merge"]
    source = max(steps, key=order_of)["source"] if steps else None
    case.record |= {"merged_into": None, "state": source or "reviewed"}


def take_withdraw(case: Case, move: Move) -> None:
    """撤案: the units that still had it have it no more."""
    case.refuse_leading(move.label)
    for row in case.assignments(("sent_back", *OPEN)):
        case.change("assignment", row, state="withdrawn")


# units


def take_assign(case: Case, _move: Move) -> None:
    """交办 to one lead or to several separate units, with those that assist."""
    role = str(entered(case, "role") or "lead")
    refuse_role(case, role)
    hand_to(case, str(entered(case, "unit")), role, entered(case, "due_on"))
    assists = entered(case, "assist_units")
    for unit in assists if isinstance(assists, list) else []:
        hand_to(case, unit, "assist", None)


def refuse_role(case: Case, role: str) -> None:
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


def hand_to(case: Case, unit: str, role: str, due: Value) -> None:
    """A row for one unit. Refusal if it has the case already, or is no more."""
    if case.situation.others.get(unit, {}).get("deleted"):
        raise Refusal(f"{case.situation.title(unit)}在回收站里，不能交办。", missing=("unit",), todo="选另一家单位。")
    if any(row.get("unit") == unit for row in case.assignments()):
        raise Refusal(f"{case.situation.title(unit)}已经在办这件提案。", missing=("unit",), todo="选另一家单位。")
    refuse_dissolved(case, unit)
    reckoned, rule = case.situation.due_of(role, bool(entered(case, "hard")))
    if entered(case, "hard") and due == case.situation.due_of(role, False)[0]:
        due = None  # the form proposed it before 疑难 was ticked
    due_on = str(due or reckoned)
    shared = {name: entered(case, name) for name in ("date", "notice_no", "meeting", "offices", "hard")}
    case.detail = case.add("assignment", {
        "proposal": case.id, **shared, "unit": unit, "role": role, "state": "assigned", "round": 1,
        "due_on": due_on, "due_rule": rule if due_on == reckoned else "指定日期",
    })  # fmt: skip
    name = {"lead": "主办", "assist": "会办", "separate": "分办"}.get(role, role)
    case.told.append(
        f"{name} {case.situation.title(unit)}，应办复日 {due_on}（{rule if due_on == reckoned else '指定'}）"
    )


def refuse_dissolved(case: Case, unit: str) -> None:
    """A unit that is no more gets nothing; its successor is named."""
    row = case.situation.others.get(unit, {})
    ended = row.get("ended_on")
    if not ended or str(ended) > day_of(case):
        return
    heir = row.get("successor")
    todo = f"职责并入{case.situation.title(heir)}，交给它。" if heir else "选现有的单位。"
    raise Refusal(f"{case.situation.title(unit)}已于 {ended} 撤销，不能交办。", missing=("unit",), todo=todo)


def take_reassign(case: Case, _move: Move) -> None:
    """改办: another unit in the place of one that sent it back, or that it should not have gone to."""
    old = pick_replaced(case)
    case.change("assignment", old, state="withdrawn")
    case.told.append(f"原{case.situation.title(old.get('unit'))}")
    role = str(entered(case, "role") or old.get("role") or "lead")
    refuse_role(case, role)
    hand_to(case, str(entered(case, "unit")), role, entered(case, "due_on"))


def pick_replaced(case: Case) -> dict[str, Value]:
    """Whose place the new unit takes: the one named, else the one that sent it back, else the only one."""
    live = case.assignments(("sent_back", *OPEN))
    named = entered(case, "instead_of")
    for rows in ([row for row in live if row.get("unit") == named], [r for r in live if r.get("state") == "sent_back"],
                 [row for row in live if row.get("role") in MAIN_ROLES]):  # fmt: skip
        if len(rows) == 1:
            return rows[0]
    names = "、".join(case.situation.title(row.get("unit")) for row in live)
    raise Refusal(f"要改办哪一家？现在承办的有：{names or '没有'}。", missing=("instead_of",), todo="填“原承办单位”。")


def take_sign_for(case: Case, move: Move) -> None:
    row = case.pick(move.label, move.unit_states, move.unit_roles)
    case.change("assignment", row, state="in_hand", signed_on=day_of(case))
    if entered(case, "contact_person"):
        case.change("assignment", row, contact_person=entered(case, "contact_person"))
    note_unit(case, row)


def note_unit(case: Case, row: Row) -> None:
    """Say which unit it was, where that is not clear from itself."""
    case.detail = case.detail or str(row["id"])
    if len(case.assignments()) > 1:
        case.told.append(case.situation.title(row.get("unit")))


def take_send_back(case: Case, move: Move) -> None:
    """退回, within so many working days; a late one is taken and said to be late."""
    row = case.pick(move.label, move.unit_states)
    case.change(
        "assignment", row, state="sent_back", sent_back_on=day_of(case), reason=entered(case, "reason"),
        proposed_unit=entered(case, "proposed_unit"),
    )  # fmt: skip
    note_unit(case, row)
    allowed = int(case.situation.rules.get("send_back_days", "10"))
    given = str(row.get("date") or day_of(case))  # a case taken over from a register may lack the day it was assigned
    took = case.situation.count_days(date.fromisoformat(given), date.fromisoformat(day_of(case)))
    if took > allowed:
        words = f"交办后第 {took} 个工作日才退回，超过了 {allowed} 个工作日"
        case.told.append(words)
        case.warnings.append(f"{words}。已照样登记。")


def take_extend(case: Case, move: Move) -> None:
    row = case.pick(move.label, move.unit_states)
    old, new = str(row.get("due_on") or ""), str(entered(case, "due_on"))
    if new <= old:
        raise Refusal(f"延期后的 {new} 不比原来的 {old} 晚。", missing=("due_on",), todo="改一下延到哪天。")
    record_entered(case, move, unit=row.get("unit"), old_due_on=old or None)
    case.change("assignment", row, due_on=new, due_rule=f"由 {old} 延期" if old else "延期")
    note_unit(case, row)
    case.told.append(f"原应办复日 {old}")


# handling


def take_contact(case: Case, move: Move) -> None:
    lead = case.assignments(move.unit_states, MAIN_ROLES)
    alone = len(lead) == 1 and not entered(case, "unit")  # the unit that leads, unless another is named
    row = lead[0] if alone else case.pick(move.label, move.unit_states, move.unit_roles)
    face = case.situation.has_trait("contact_method", entered(case, "method"), "face_to_face")
    record_entered(case, move, unit=row.get("unit"), face_to_face=face)
    if face:
        case.change("assignment", row, face_to_face=True)
    note_unit(case, row)


def take_assist(case: Case, move: Move) -> None:
    row = case.pick(move.label, move.unit_states, move.unit_roles)
    record_entered(case, move, unit=row.get("unit"))
    mark_done(case, row)
    note_unit(case, row)


def mark_done(case: Case, row: dict[str, Value]) -> None:
    """The unit did its part; whether in time is decided by the first time it did."""
    timely = row.get("on_time")
    if timely is None:
        timely = day_of(case) <= str(row.get("due_on") or "9999")
    case.change("assignment", row, state="replied", replied_on=day_of(case), on_time=timely)


def take_reply(case: Case, move: Move) -> None:
    """答复, in one piece or suggestion by suggestion; what is promised goes to the ledger."""
    row = case.pick(move.label, move.unit_states, move.unit_roles)
    refuse_without_contact(case, row)
    items = read_items(case)
    weakest = max((str(each["result_class"]) for each in items if each["result_class"]), default=None)
    grade = entered(case, "result_class") or weakest
    if not grade:
        raise Refusal("还不能登记答复：没有填办理结果。", missing=("result_class",), todo="填好再试一次。")
    text = entered(case, "text") or "\n".join(f"{each['number']}. {each['text']}" for each in items if each["text"])
    if not text:
        raise Refusal("还不能登记答复：没有填答复内容。", missing=("text",), todo="填好再试一次。")
    reply = record_entered(case, move, unit=row.get("unit"), result_class=grade, text=text, round=row.get("round") or 1)
    for each in items:
        case.add("reply_item", {"proposal": case.id, "reply": reply, "date": day_of(case), **each})
    mark_done(case, row)
    case.change("assignment", row, result_class=grade)
    case.said["result_class"] = grade
    note_promise(case, row, str(grade))
    note_unit(case, row)


def refuse_without_contact(case: Case, row: Row) -> None:
    """A reply without a contact record is refused unless the reason is written down (a switch)."""
    met = any(each.get("unit") in (row.get("unit"), None) for each in case.all("contact"))
    if met or entered(case, "override_reason") or not case.situation.rule("reply_needs_contact"):
        return
    raise Refusal("还不能登记答复：没有面商记录。", missing=("override_reason",),
                  todo="先登记面商；确实没有的，写明未面商原因也可以继续。")  # fmt: skip


def read_items(case: Case) -> list[dict[str, Value]]:
    """Answers to single suggestions: item_1, class_1, …"""
    texts = split_suggestions(str(case.record.get("suggestions") or ""))
    found: list[dict[str, Value]] = []
    for number, suggestion in enumerate(texts, start=1):
        text, grade = entered(case, f"item_{number}"), entered(case, f"class_{number}")
        if text or grade:
            found.append({"number": number, "suggestion": suggestion[:20_000], "text": text, "result_class": grade})
    return found


def split_suggestions(text: str) -> list[str]:
    """The suggestions of a case, one per numbered line; text without numbers is one."""
    items: list[str] = []
    for line in text.split("\n"):
        if starts_item(line) or not items:
            items.append(line.strip())
        elif line.strip():
            items[-1] += "\n" + line.strip()
    return [each for each in items if each]


def starts_item(line: str) -> bool:
    """Whether a line begins a new suggestion: 1. 2、 一、 （三） (4)."""
    head = line.strip().lstrip("（(")
    digits = len(head) - len(head.lstrip("0123456789一二三四五六七八九十"))
    return (
        0 < digits < 4
        and head[digits : digits + 1] in tuple(".、．)）")
        and not head[digits + 1 : digits + 2].isdigit()
    )


def note_promise(case: Case, row: Row, grade: str) -> None:
    """What a reply promises stays on the list until it is kept; a class B reply promises in any case."""
    item, due = entered(case, "promise"), entered(case, "promise_due_on")
    if not item and not case.situation.has_trait("result_class", grade, "promise"):
        return
    words = str(item or "按答复的内容落实")
    case.add("promise", {"proposal": case.id, "date": day_of(case), "unit": row.get("unit"), "item": words,
                         "due_on": due, "state": "open"})  # fmt: skip
    case.told.append(f"记入承诺清单：{words}" + (f"（{due} 前）" if due else "（没有写时限）"))


# after the reply


def take_ask_feedback(case: Case, _move: Move) -> None:
    """Opinions asked for: one row for each proposer and unit that has none."""
    unit = entered(case, "unit")
    pairs = [pair for pair in case.outstanding() if unit in (None, pair[0]) and case.opinion(*pair) is None]
    if not pairs:
        raise Refusal("征询意见表都已经发出了。", todo="收回来的用“登记征询意见”。")
    for pair in pairs:
        send_form(case, *pair, day_of(case))
    case.told.append(f"发出 {len(pairs)} 份")


def send_form(case: Case, unit: str, of: str, day: str) -> dict[str, Value]:
    """A form that went out to the proposer of a case about a unit."""
    rows = case.assignments(roles=MAIN_ROLES)
    number = next((row.get("round") for row in rows if row.get("unit") == unit), 1)
    case.add("feedback", {"proposal": case.id, "unit": unit, "case": of, "sponsor": proposer(case, of),
                          "sent_on": day, "round": number})  # fmt: skip
    return case.all("feedback")[-1]


def proposer(case: Case, of: str) -> Value:
    rows: Sequence[Row] = (case.record, *case.situation.merged)
    return next((row.get("first_sponsor") for row in rows if str(row["id"]) == of), None)


def take_feedback(case: Case, _move: Move) -> None:
    """An opinion that came back, of one proposer on one unit."""
    unit, of = pick_opinion(case)
    row = case.opinion(unit, of)
    if row is None:
        row = send_form(case, unit, of, str(entered(case, "sent_on") or day_of(case)))
    names = ("date", "attitude", "result", "adoption", "words", "filled_by", "transcribed", "sent_on")
    given = {name: entered(case, name) for name in names if entered(case, name) is not None}
    case.change("feedback", row, unit=unit, case=of, **given)
    case.detail = str(row["id"])
    grade_unit(case, unit)
    if len(case.cases()) > 1 or len(case.mains()) > 1:
        named = next((each for each in (case.record, *case.situation.merged) if str(each["id"]) == of), case.record)
        who = case.situation.title(row.get("sponsor")) if row.get("sponsor") else str(named.get("collective") or "")
        case.told.append(f"{call_case(named)}的提案人{who}")


def grade_unit(case: Case, unit: str) -> None:
    """The weakest grade of what came back about a unit stands on its row."""
    grades = [str(row["result"]) for row in case.opinions() if row.get("unit") in (unit, None) and row.get("result")]
    for row in case.mains():
        if row.get("unit") == unit:
            case.change("assignment", row, satisfaction=max(grades, default=None))


def drop_opinions(case: Case, of: str) -> None:
    """What was asked of a proposer whose case goes along no more: kept, and no longer counted or waited for."""
    for row in case.all("feedback"):
        if row.get("case") == of:
            case.change("feedback", row, superseded=True)
            grade_unit(case, str(row.get("unit")))


def pick_opinion(case: Case) -> tuple[str, str]:
    """Which proposer on which unit: as entered, else the only one that is outstanding."""
    unit, of, sponsor = entered(case, "unit"), entered(case, "case"), entered(case, "sponsor")
    pairs = [
        pair for pair in case.outstanding()
        if unit in (None, pair[0]) and of in (None, pair[1]) and sponsor in (None, proposer(case, pair[1]))
    ]  # fmt: skip
    if len(pairs) == 1:
        return pairs[0]
    if not pairs:
        raise Refusal("没有等着收回的征询意见。", todo="看看办理经过里收到了哪几位的；不满意的要先重新办理。")
    titles = case.situation.title
    several = len({pair[0] for pair in pairs}) > 1, len({pair[1] for pair in pairs}) > 1
    missing = [name for name, many in zip(("unit", "case"), several, strict=True) if many]
    names = "、".join(f"{call_case(row_of(case, pair[1]))}对{titles(pair[0])}" for pair in pairs[:6])
    raise Refusal(f"还有 {len(pairs)} 份征询意见没有收回：{names}。", missing=missing, todo="写明是哪一份。")


def row_of(case: Case, of: str) -> Row:
    return next((row for row in (case.record, *case.situation.merged) if str(row["id"]) == of), case.record)


def take_rehandle(case: Case, _move: Move) -> None:
    """重新办理 by each unit a proposer was not satisfied with."""
    unhappy = [row for row in case.opinions() if case.is_unhappy(row)]
    wanted = entered(case, "unit")
    units = [row for row in case.mains() if any(each.get("unit") in (row.get("unit"), None) for each in unhappy)]
    rows = [row for row in units if wanted in (None, row.get("unit"))]
    if not rows:
        raise Refusal("没有“不满意”的征询意见，不用重新办理。", todo="可以直接办结。")
    for row in rows:
        case.change("assignment", row, state="in_hand", round=int(str(row.get("round") or 1)) + 1,
                    due_on=entered(case, "due_on"), due_rule="重新办理")  # fmt: skip
        for each in unhappy:
            if each.get("unit") in (row.get("unit"), None):
                case.change("feedback", each, superseded=True)
        note_unit(case, row)


def take_close(case: Case, move: Move) -> None:
    """办结, under the closing rules of the office."""
    rule = case.situation.rule
    if rule("close_refuses_dissatisfied") and any(case.is_unhappy(row, ("result",)) for row in case.opinions()):
        raise Refusal("还不能办结：提案人对办理结果不满意。", todo="先重新办理，再征询一次。")
    waiting = case.outstanding()
    if rule("close_needs_feedback") and waiting:
        names = "、".join(call_case(row_of(case, of)) for _, of in waiting[:5])
        raise Refusal(f"还不能办结：{len(waiting)} 份征询意见没有收回（{names}）。", todo="收回以后登记，再办结。")
    if case.situation.rules.get("close_needs_promises") == "1":
        refuse_open_promises(case, move)


def refuse_open_promises(case: Case, move: Move) -> None:
    waiting = [row for row in case.all("promise") if row.get("state") == "open"]
    if waiting:
        raise Refusal(f"还不能{move.label}：{len(waiting)} 项承诺没有销号（{waiting[0].get('item')}）。",
                      todo="办成一项销一项，全部销号以后再来。")  # fmt: skip


def take_keep_promise(case: Case, move: Move) -> None:
    """销号 of one promise."""
    row = pick_promise(case)
    state = "dropped" if move.name == "drop_promise" else "kept"
    case.change("promise", row, state=state, kept_on=day_of(case), evidence=entered(case, "evidence"))
    case.detail = str(row["id"])
    case.told.append(str(row.get("item") or ""))


def pick_promise(case: Case) -> dict[str, Value]:
    rows = [row for row in case.all("promise") if row.get("state") == "open"]
    wanted = str(entered(case, "promise") or "")
    found = [row for row in rows if wanted in (str(row["id"]), str(row.get("item")))] or [
        row for row in rows if wanted in str(row.get("item"))
    ]
    if len(found) == 1:
        return found[0]
    names = "；".join(str(row.get("item")) for row in rows)
    raise Refusal(f"有 {len(rows)} 项没有销号的承诺：{names}。" if rows else "没有未销号的承诺事项。",
                  missing=("promise",) if rows else (), todo="写明是哪一项。" if rows else "")  # fmt: skip


def take_look_back(case: Case, move: Move) -> None:
    """回头看: a promise that was kept may raise B to A; both classes stay."""
    record_entered(case, move)
    raised = entered(case, "raised_class")
    if not raised:
        return
    if str(raised) >= str(case.record.get("result_class") or ""):
        raise Refusal(
            "回头看只能往好的一类升，例如 B 类升为 A 类。", missing=("raised_class",), todo="没有升类就空着。"
        )
    case.record["raised_class"] = raised


def take_promise(case: Case, _move: Move) -> None:
    rows = case.mains()
    unit = entered(case, "unit") or (rows[0].get("unit") if len(rows) == 1 else None)
    case.detail = case.add("promise", {
        "proposal": case.id, "date": day_of(case), "unit": unit, "item": entered(case, "promise"),
        "due_on": entered(case, "promise_due_on"), "state": "open",
    })  # fmt: skip


EFFECTS: Mapping[str, Effect] = {
    "decline": take_decline, "merge": take_merge, "unmerge": take_unmerge, "withdraw": take_withdraw, "assign": take_assign,
    "reassign": take_reassign, "sign_for": take_sign_for, "send_back": take_send_back, "extend": take_extend,
    "contact": take_contact, "assist": take_assist, "reply": take_reply, "ask_feedback": take_ask_feedback,
    "feedback": take_feedback, "rehandle": take_rehandle, "close": take_close,
    "implement": lambda case, move: refuse_open_promises(case, move), "add_promise": take_promise,
    "keep_promise": take_keep_promise, "drop_promise": take_keep_promise, "look_back": take_look_back,
}  # fmt: skip
