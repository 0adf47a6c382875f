"""更正: what follows for a proposal from a record that was put right (domain.md §8.2)."""

from __future__ import annotations

from collections.abc import Mapping

from cppcc_desktop.domain.cases.corrections import Correction, Follow, follow_nothing
from cppcc_desktop.domain.description.fields import Entity, Row, Value
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.domain.grants import Grant
from cppcc_desktop.nouns.proposals import grants, records
from cppcc_desktop.nouns.proposals.case import ProposalCase, order_of, returned
from cppcc_desktop.nouns.proposals.due import find_due

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


def follow_assignment(case: ProposalCase, row: dict[str, Value], moved: Mapping[str, Value]) -> None:
    """Another day of assignment moves a due date that was reckoned from it."""
    if "due_on" in moved:
        case.change("assignment", row, due_rule="更正")
    elif moved.keys() & {"date", "hard"} and str(row.get("due_rule") or "").startswith(("交办之日", "统一办复日")):
        day = str(row["date"])
        rules = case.situation.rules_on(day)
        due, rule = find_due(rules, str(row.get("role") or "lead"), bool(row.get("hard")), day)
        if due != row.get("due_on"):
            case.told.append(f"应办复日 {row.get('due_on')} → {due}")
            case.change("assignment", row, due_on=due, due_rule=rule)
    received = str(case.record.get("received_on") or "")
    if str(row["date"]) < received:
        raise InvalidField("date", f"交办日期 {row['date']} 在收件日期 {received} 之前。")
    if str(row.get("due_on") or "9999") <= str(row["date"]):
        raise Refusal(
            f"应办复日 {row['due_on']} 不在交办日 {row['date']} 之后。", missing=("due_on",), todo="两个日期再看一下。"
        )
    for name in ("signed_on", "sent_back_on", "replied_on"):
        if row.get(name) and str(row[name]) < str(row["date"]):
            label = records.ASSIGNMENT.by_name[name].label
            raise Refusal(
                f"{label} {row[name]} 在交办日 {row['date']} 之前。", missing=("date",), todo="日期再看一下。"
            )
    judge_again(case, row, answers_of(case, row))


def answers_of(case: ProposalCase, assignment: Row) -> list[dict[str, Value]]:
    """Replies of the unit, or opinions of one that assists, oldest first."""
    kind = "assist_opinion" if assignment.get("role") == "assist" else "reply"
    rows = [row for row in case.all(kind) if row.get("unit") in (assignment.get("unit"), None)]
    return sorted(rows, key=order_of)


def judge_again(case: ProposalCase, assignment: dict[str, Value], answers: list[dict[str, Value]]) -> None:
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


def assignment_of(case: ProposalCase, row: Row) -> dict[str, Value] | None:
    """The unit's place in the case that a record is about."""
    rows = [each for each in case.assignments() if row.get("unit") in (each.get("unit"), None)]
    return rows[-1] if rows else None


def follow_answer(case: ProposalCase, row: dict[str, Value], moved: Mapping[str, Value]) -> None:
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


def follow_contact(case: ProposalCase, row: dict[str, Value], moved: Mapping[str, Value]) -> None:
    """Another way of talking may be face to face, or not."""
    if "method" not in moved:
        return
    face = case.situation.has_trait("contact_method", row.get("method"), "face_to_face")
    case.change("contact", row, face_to_face=face)
    place = assignment_of(case, row)
    if place is not None:
        met = any(each.get("face_to_face") for each in case.all("contact") if each.get("unit") in (place["unit"], None))
        case.change("assignment", place, face_to_face=met or None)


def follow_feedback(case: ProposalCase, row: dict[str, Value], moved: Mapping[str, Value]) -> None:
    """A corrected grade is that of the unit too."""
    sent, back = row.get("sent_on"), row.get("date")
    if sent and back and str(back) < str(sent):
        raise InvalidField("date" if "date" in moved else "sent_on", f"收回日期 {back} 在发出日期 {sent} 之前。")
    if "result" in moved and returned(row):
        for each in case.mains():
            if row.get("unit") in (each.get("unit"), None):
                case.grade_unit(str(each["unit"]))


def follow_extension(case: ProposalCase, row: dict[str, Value], moved: Mapping[str, Value]) -> None:
    """The newest extension says when the unit's reply is due."""
    new, old = str(row.get("due_on") or ""), str(row.get("old_due_on") or "")
    if new and new <= str(row["date"]):
        raise InvalidField(
            "due_on" if "due_on" in moved else "date", f"延到 {new}，不在延期的日期 {row['date']} 之后。"
        )
    if "due_on" not in moved:
        return
    if new <= old:
        raise InvalidField("due_on", f"延期后的 {new} 不比原来的 {old} 晚。")
    place = assignment_of(case, row)
    newest = max((each for each in case.all("extension") if each.get("unit") == row.get("unit")), key=order_of)
    if place is not None and newest is row and "延期" in str(place.get("due_rule")):
        case.change("assignment", place, due_on=new)
        judge_again(case, place, answers_of(case, place))


def follow_review(case: ProposalCase, row: dict[str, Value], moved: Mapping[str, Value]) -> None:
    """Why a case was declined and where it went stands on the case too."""
    case.record |= {name: row.get(name) for name in ("ground", "onward") if name in moved}


def follow_lookback(case: ProposalCase, row: dict[str, Value], moved: Mapping[str, Value]) -> None:
    raised = row.get("raised_class")
    if "raised_class" not in moved:
        return
    if raised and not case.is_raised(raised):
        raise InvalidField("raised_class", "回头看只能往好的一类升，例如 B 类升为 A 类。没有升类就空着。")
    found = [each for each in sorted(case.all("lookback"), key=order_of) if each.get("raised_class")]
    case.record["raised_class"] = found[-1]["raised_class"] if found else None


def _correction(entity: Entity, follow: Follow, permission: Grant = grants.HANDLE, **parts: object) -> Correction:
    return Correction(entity=entity, follow=follow, permission=permission, **parts)  # pyright: ignore[reportArgumentType]


# Fields only part of a record once the step that fills them in was taken are named with the one that says so.
CORRECTIONS: Mapping[str, Correction] = {
    each.entity.name: each
    for each in (
        _correction(
            records.ASSIGNMENT, follow_assignment, grants.ASSIGN, typed=("signed_on", "sent_back_on"),
            present={"reason": "sent_back_on", "proposed_unit": "sent_back_on"},
            needed=("date", "due_on", "signed_on", "sent_back_on"),
        ),
        _correction(
            records.PROMISE, follow_nothing, typed=("kept_on",), present={"evidence": "kept_on"},
            needed=("date", "item", "kept_on"),
        ),
        _correction(
            records.REVIEW, follow_review, grants.REVIEW, present={"ground": "ground", "onward": "onward"},
            needed=("ground", "onward"),
        ),
        _correction(
            records.FEEDBACK, follow_feedback, needed=("date", "sent_on"),
            present=dict.fromkeys(
                ("date", "attitude", "result", "adoption", "words", "filled_by", "transcribed"), "date"
            ),
        ),
        _correction(records.REPLY, follow_answer, needed=("date", "result_class", "text")),
        _correction(records.REPLY_ITEM, follow_nothing),
        _correction(records.ASSIST_OPINION, follow_answer),
        _correction(records.CONTACT, follow_contact),
        _correction(records.EXTENSION, follow_extension, grants.ASSIGN),
        _correction(records.LOOKBACK, follow_lookback),
    )
}  # fmt: skip
