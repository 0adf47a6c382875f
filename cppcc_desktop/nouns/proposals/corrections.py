"""更正: a wrong date, grade or word in what a step recorded, and what follows from it for the case (domain.md §8.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cppcc_desktop.domain.cases.life import Move
from cppcc_desktop.domain.description.fields import Field, Row, Value
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.nouns.proposals.case import Case, order_of, returned
from cppcc_desktop.nouns.proposals.life import MOVES
from cppcc_desktop.nouns.proposals.records import RECORDS
from cppcc_desktop.nouns.proposals.steps import grade_unit

DueOf = Callable[[str, bool, str], tuple[str, str]]  # role, hard, day → due date and its rule
ENTITIES = {each.name: each for each in RECORDS}

# What a step stands on is changed by a step, not by a correction.
INSTEAD: Mapping[str, str] = {
    "unit": "承办单位不能更正：要换单位，用“改办”；登记到别家名下的，在那家名下重新登记。",
    "role": "办理方式不能更正：要换主办、会办，用“改办”。",
    "state": "办理状态跟着步骤走，不能更正：做下一步。",
    "round": "第几轮不能更正：要再办一轮，用“重新办理”。",
    "stage": "审次不能更正：审错了的，用“退回修改”，收回后再审。",
    "conclusion": "结论跟着步骤走，不能更正：做下一步。",
    "case": "是哪一件不能更正：登记到别人名下的，用“登记征询意见”登记那一件的。",
    "sponsor": "提案人不能更正：登记到别人名下的，用“登记征询意见”登记那一位的。",
    "proposal": "记录归哪件提案不能更正：在那件提案里重新登记。",
}
# Set by steps, but typed there by a person.
TYPED = {"assignment": ("signed_on", "sent_back_on"), "promise": ("kept_on",)}
# Only part of a record once the step that fills it in was taken.
PRESENT: Mapping[str, Mapping[str, str]] = {
    "assignment": {"reason": "sent_back_on", "proposed_unit": "sent_back_on"}, "promise": {"evidence": "kept_on"},
    "review": {"ground": "ground", "onward": "onward"},
    "feedback": dict.fromkeys(("date", "attitude", "result", "adoption", "words", "filled_by", "transcribed"), "date"),
}  # fmt: skip
NEEDED = {
    "assignment": ("date", "due_on", "signed_on", "sent_back_on"), "reply": ("date", "result_class", "text"),
    "promise": ("date", "item", "kept_on"), "feedback": ("date", "sent_on"), "review": ("ground", "onward"),
}  # fmt: skip


def move_of(kind: str) -> Move | None:
    """The step that makes records of this kind."""
    made_by = {"assignment": "assign", "reply_item": "reply", "promise": "add_promise"}
    return next((move for move in MOVES if kind == move.records or move.name == made_by.get(kind)), None)


def fields_to_correct(kind: str, row: Row) -> tuple[Field, ...]:
    """What of this record may be put right; none for the steps themselves."""
    if kind not in ENTITIES or kind == "step":
        return ()
    typed, present = TYPED.get(kind, ()), PRESENT.get(kind, {})
    return tuple(
        spec for spec in ENTITIES[kind]
        if (spec.editable or (spec.name in typed and row.get(spec.name))) and spec.name not in INSTEAD
        and (spec.name not in present or row.get(present[spec.name]))
    )  # fmt: skip


def required_fields(kind: str) -> tuple[str, ...]:
    """Fields that may be put right but not be emptied."""
    move = move_of(kind)
    recorded = move.required if move and move.records == kind else ()
    stated = tuple(spec.name for spec in ENTITIES[kind] if spec.required)
    return (*stated, *recorded, *NEEDED.get(kind, ()))


def correct(case: Case, kind: str, record: str, values: Mapping[str, Value], due_of: DueOf) -> dict[str, Value]:
    """Put the fields right and let the case follow; gives what stood there. Refusal and InvalidField say why not."""
    row = next((each for each in case.all(kind) if str(each["id"]) == record), None)
    if row is None:
        raise Refusal("没有找到这条记录。", todo="刷新再看。")
    moved = {name: value for name, value in values.items() if row.get(name) != value}
    if not moved:
        raise Refusal("没有改动。", todo="改好再点“改正”，不用改就取消。")
    refuse_emptied(kind, moved)
    before = {name: row.get(name) for name in moved}
    case.change(kind, row, **moved)
    if kind == "assignment":
        follow_assignment(case, row, moved, due_of)
    else:
        FOLLOWS.get(kind, lambda _case, _row, _moved: None)(case, row, moved)
    return before


def refuse_emptied(kind: str, moved: Mapping[str, Value]) -> None:
    for name, value in moved.items():
        if value is None and name in required_fields(kind):
            raise InvalidField(name, f"{ENTITIES[kind].by_name[name].label}不能空着。")


def follow_assignment(case: Case, row: dict[str, Value], moved: Mapping[str, Value], due_of: DueOf) -> None:
    """Another day of assignment moves a due date that was reckoned from it."""
    if "due_on" in moved:
        case.change("assignment", row, due_rule="更正")
    elif moved.keys() & {"date", "hard"} and str(row.get("due_rule") or "").startswith(("交办之日", "统一办复日")):
        due, rule = due_of(str(row.get("role") or "lead"), bool(row.get("hard")), str(row["date"]))
        if due != row.get("due_on"):
            case.told.append(f"应办复日 {row.get('due_on')} → {due}")
            case.change("assignment", row, due_on=due, due_rule=rule)
    if str(row.get("due_on") or "9999") <= str(row["date"]):
        raise Refusal(
            f"应办复日 {row['due_on']} 不在交办日 {row['date']} 之后。", missing=("due_on",), todo="两个日期再看一下。"
        )
    for name in ("signed_on", "sent_back_on", "replied_on"):
        if row.get(name) and str(row[name]) < str(row["date"]):
            label = ENTITIES["assignment"].by_name[name].label
            raise Refusal(
                f"{label} {row[name]} 在交办日 {row['date']} 之前。", missing=("date",), todo="日期再看一下。"
            )
    judge_again(case, row, answers_of(case, row))


def answers_of(case: Case, assignment: Row) -> list[dict[str, Value]]:
    """Replies of the unit, or opinions of one that assists, oldest first."""
    kind = "assist_opinion" if assignment.get("role") == "assist" else "reply"
    rows = [row for row in case.all(kind) if row.get("unit") in (assignment.get("unit"), None)]
    return sorted(rows, key=order_of)


def judge_again(case: Case, assignment: dict[str, Value], answers: list[dict[str, Value]]) -> None:
    """In time or not is decided by the first answer, as long as its due date stands there."""
    if not answers or not assignment.get("replied_on"):
        return
    if int(str(assignment.get("round") or 1)) > 1:
        case.warnings.append("重新办理过的，按期与否照第一次答复时的结论，没有重新算。")
        return
    timely = str(answers[0].get("date")) <= str(assignment.get("due_on") or "9999")
    if timely != assignment.get("on_time"):
        case.told.append("改为按期办复" if timely else "改为逾期办复")
    case.change("assignment", assignment, on_time=timely)


def assignment_of(case: Case, row: Row) -> dict[str, Value] | None:
    """The unit's place in the case that a record is about."""
    rows = [each for each in case.assignments() if row.get("unit") in (each.get("unit"), None)]
    return rows[-1] if rows else None


def follow_answer(case: Case, row: dict[str, Value], moved: Mapping[str, Value]) -> None:
    """The newest answer says when and with what result the unit did its part."""
    place = assignment_of(case, row)
    if place is None or not place.get("replied_on"):
        return
    answers = answers_of(case, place)
    if "date" in moved:
        if str(row["date"]) < str(place["date"]):
            raise InvalidField("date", f"答复日期 {row['date']} 在交办日 {place['date']} 之前。")
        case.change("assignment", place, replied_on=str(answers[-1]["date"]))
        judge_again(case, place, answers)
    if "result_class" in moved and row is answers[-1]:
        case.change("assignment", place, result_class=row.get("result_class"))


def follow_contact(case: Case, row: dict[str, Value], moved: Mapping[str, Value]) -> None:
    """Another way of talking may be face to face, or not."""
    if "method" not in moved:
        return
    face = case.situation.has_trait("contact_method", row.get("method"), "face_to_face")
    case.change("contact", row, face_to_face=face)
    place = assignment_of(case, row)
    if place is not None:
        met = any(each.get("face_to_face") for each in case.all("contact") if each.get("unit") in (place["unit"], None))
        case.change("assignment", place, face_to_face=met or None)


def follow_feedback(case: Case, row: dict[str, Value], moved: Mapping[str, Value]) -> None:
    """A corrected grade is that of the unit too."""
    sent, back = row.get("sent_on"), row.get("date")
    if sent and back and str(back) < str(sent):
        raise InvalidField("date" if "date" in moved else "sent_on", f"收回日期 {back} 在发出日期 {sent} 之前。")
    if "result" in moved and returned(row):
        for each in case.mains():
            if row.get("unit") in (each.get("unit"), None):
                grade_unit(case, str(each["unit"]))


def follow_extension(case: Case, row: dict[str, Value], moved: Mapping[str, Value]) -> None:
    """The newest extension says when the unit's reply is due."""
    new, old = str(row.get("due_on") or ""), str(row.get("old_due_on") or "")
    if "due_on" not in moved:
        return
    if new <= old:
        raise InvalidField("due_on", f"延期后的 {new} 不比原来的 {old} 晚。")
    place = assignment_of(case, row)
    newest = max((each for each in case.all("extension") if each.get("unit") == row.get("unit")), key=order_of)
    if place is not None and newest is row and "延期" in str(place.get("due_rule")):
        case.change("assignment", place, due_on=new)
        judge_again(case, place, answers_of(case, place))


def follow_review(case: Case, row: dict[str, Value], moved: Mapping[str, Value]) -> None:
    """Why a case was declined and where it went stands on the case too."""
    case.record |= {name: row.get(name) for name in ("ground", "onward") if name in moved}


def follow_lookback(case: Case, row: dict[str, Value], moved: Mapping[str, Value]) -> None:
    raised = row.get("raised_class")
    if "raised_class" not in moved:
        return
    if raised and str(raised) >= str(case.record.get("result_class") or ""):
        raise InvalidField("raised_class", "回头看只能往好的一类升，例如 B 类升为 A 类。没有升类就空着。")
    found = [each for each in sorted(case.all("lookback"), key=order_of) if each.get("raised_class")]
    case.record["raised_class"] = found[-1]["raised_class"] if found else None


FOLLOWS: Mapping[str, Callable[[Case, dict[str, Value], Mapping[str, Value]], None]] = {
    "reply": follow_answer, "assist_opinion": follow_answer, "contact": follow_contact, "feedback": follow_feedback,
    "extension": follow_extension, "review": follow_review, "lookback": follow_lookback,
}  # fmt: skip
