"""A row of a 提案台账 brought into a case: records of what it tells, and the steps that explain where they come from.

The same for a case that is new and for one that is here already: what is there stays, what is told is added or corrected.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cppcc_desktop.domain.description.fields import Row, Value
from cppcc_desktop.nouns.proposals.case import LIVE, MAIN_ROLES, ProposalCase, order_of
from cppcc_desktop.nouns.proposals.life import WORKFLOW
from cppcc_desktop.nouns.proposals.register.entry import ASIDE, RANK

STEP = WORKFLOW.taken_over  # its step says which row of which file a case was taken from
# What a row tells of the proposal itself, set as it is told.
PLAIN = ("docket_no", "intake_no", "received_on", "docketed_on", "merged_into", "ground", "onward", "closed_on",
         "implemented_on", "sponsor_text")  # fmt: skip
UNITS = ("lead_unit", "separate_units", "assist_units")
# What reckon_facts makes of the records, told without any record to reckon it from.
OVERLAID = (
    "assigned_on",
    "due_on",
    "replied_on",
    "result_class",
    "satisfaction",
    "attitude",
    "adoption",
    "face_to_face",
)
CONCLUSIONS = {
    "docketed": "立案",
    "merged": "并案",
    "declined": "不予立案",
    "returned": "退回修改",
    "withdrawn": "撤案",
}


@dataclass(frozen=True)
class DatedStep:
    """A step that a day of the register tells of, with what belongs to it."""

    move: str
    day: str
    source: str
    target: str
    facts: tuple[str, ...] = ()


DATED = (
    DatedStep("receive", "received_on", "draft", "received"),
    DatedStep("docket", "docketed_on", "reviewed", "docketed", ("docket_no",)),
    DatedStep("decline", "reviewed_on", "reviewed", "declined", ("ground", "onward")),
    DatedStep("merge", "reviewed_on", "reviewed", "merged", ("merged_into",)),
    DatedStep("withdraw", "reviewed_on", "docketed", "withdrawn"),
    DatedStep("assign", "assigned_on", "docketed", "assigned", (*UNITS, "notice_no", "due_on")),
    DatedStep("sign_for", "signed_on", "assigned", "in_hand"),
    DatedStep("contact", "contact_on", "in_hand", "in_hand", ("contact_method",)),
    DatedStep("reply", "replied_on", "in_hand", "replied", ("reply_no", "result_class")),
    DatedStep("feedback", "feedback_on", "replied", "feedback_given", ("satisfaction", "attitude", "adoption")),
    DatedStep("close", "closed_on", "feedback_given", "closed"),
    DatedStep("implement", "implemented_on", "closed", "implemented"),
)
TOLD = ("conclusion", "docket_no", "merged_into", "ground", "onward", *UNITS, "notice_no", "due_on", "signed_on", "contact_method",
        "reply_no", "result_class", "satisfaction", "attitude", "adoption", "is_key", "chosen_how", "supervisor", "awarded",
        "award_words", "remark")  # fmt: skip


@dataclass(frozen=True)
class Source:
    """Where a row stands, who brings it in and when, and how a value is called."""

    place: str  # “台账.xlsx”第 12 行
    day: str
    by: str
    tell: Callable[[str, Value], str]  # field, value → 办理结果 B类
    due: Callable[[str, str], tuple[str, str]] = lambda _role, _day: (
        "",
        "",
    )  # role, day → due date by rule, and the rule
    corrected: frozenset[str] = frozenset()  # fields that stood otherwise


def bring(case: ProposalCase, told: Row, source: Source) -> None:
    """Record what a row tells in the case. Nothing is made up: a day that is not told stays empty."""
    before = str(case.record.get("state") or "draft")
    target = str(told.get("state") or before)
    case.record |= {name: told[name] for name in PLAIN if told.get(name) is not None}
    bring_review(case, told, target)
    if RANK.get(target, 0) >= RANK["assigned"]:
        bring_units(case, told, target if target != before else "", source)
        bring_contact(case, told)
        bring_reply(case, told)
    if RANK.get(target, 0) >= RANK["assigned"] or told.get("feedback_on"):  # a day that is told stands somewhere
        bring_feedback(case, told)
    bring_marks(case, told)
    facts = dict(case.reckon_facts())
    for name in OVERLAID:
        if facts.get(name) is None and (told.get(name) or case.record.get(name)) is not None:
            facts[name] = told.get(name) or case.record.get(name)
    case.record |= facts
    case.record["state"] = target
    bring_steps(case, told, before, target, source)


def bring_review(case: ProposalCase, told: Row, target: str) -> None:
    """审查: one record with the conclusion, and the words where they say more than that."""
    if not any(told.get(name) for name in ("conclusion", "reviewed_on", "ground", "onward")):
        return
    words = str(told.get("conclusion") or "")
    rank = RANK.get(target, 0)
    conclusion = CONCLUSIONS.get(target) or (
        "立案" if rank > RANK["docketed"] else "通过" if rank > RANK["received"] else None
    )
    values: dict[str, Value] = {
        "date": told.get("reviewed_on") or told.get("docketed_on"), "conclusion": conclusion, "ground": told.get("ground"),
        "onward": told.get("onward"), "opinion": words if words and words != conclusion else None,
    }  # fmt: skip
    found = max((row for row in case.all("review") if row.get("stage") == "final"), key=order_of, default=None)
    if found is None:
        case.add("review", {"proposal": case.id, "stage": "final", **values})
    else:
        case.change("review", found, **{name: value for name, value in values.items() if value is not None})


def wanted_units(told: Row) -> dict[str, str]:
    """Unit → role, those that lead first."""
    found: dict[str, str] = {}
    for name, role in zip(UNITS, ("lead", "separate", "assist"), strict=True):
        value = told.get(name)
        for unit in value if isinstance(value, list) else [str(value)] if value else []:
            found.setdefault(unit, role)
    return found


def bring_units(case: ProposalCase, told: Row, target: str, source: Source) -> None:
    """A row for each unit; one that had the case and is not named as leading any more has given it up.

    `target` is the state the case comes to, empty if it stays where it is.
    """
    wanted = wanted_units(told)
    if any(role in MAIN_ROLES for role in wanted.values()):
        for row in case.mains():
            if row.get("unit") not in wanted:
                case.change("assignment", row, state="withdrawn")
    for unit, role in wanted.items():
        row = next((each for each in case.assignments() if each.get("unit") == unit), None)
        if row is None:
            state = unit_state("assigned", target or str(case.record["state"]))
            case.add("assignment", {"proposal": case.id, "unit": unit, "role": role, "state": state, "round": 1})
        elif row.get("role") != role:
            case.change("assignment", row, role=role)
    for row in case.assignments():
        mark_unit(case, row, told, target, source)


def mark_unit(case: ProposalCase, row: dict[str, Value], told: Row, target: str, source: Source) -> None:
    """What the row tells of a unit, and how far the unit got. It never goes back."""
    given: dict[str, Value] = {"date": told.get("assigned_on"), "notice_no": told.get("notice_no"),
                               "signed_on": told.get("signed_on")}  # fmt: skip
    main = row.get("role") in MAIN_ROLES
    if main and told.get("due_on"):
        given |= {"due_on": told["due_on"], "due_rule": "台账"}
    if main:
        given |= {name: told.get(name) for name in ("replied_on", "result_class", "satisfaction", "face_to_face")}
    known: dict[str, Value] = {name: value for name, value in given.items() if value is not None}
    case.change("assignment", row, **known)
    if target:
        case.change("assignment", row, state=unit_state(str(row.get("state")), target))
    if row.get("date") and not row.get("due_on") and row.get("state") in ("assigned", "in_hand", "replied"):
        day, rule = source.due(str(row.get("role")), str(row["date"]))
        if day:
            case.change("assignment", row, due_on=day, due_rule=rule)
    replied, due = row.get("replied_on"), row.get("due_on")
    if main and replied and due:
        case.change("assignment", row, on_time=str(replied) <= str(due))


def unit_state(now: str, target: str) -> str:
    if target == "sent_back":
        return "sent_back" if now in ("assigned", "in_hand") else now
    if RANK[target] >= RANK["replied"]:
        return "replied"
    if RANK[target] >= RANK["in_hand"] and now == "assigned":
        return "in_hand"
    return now


def main_units(case: ProposalCase) -> Sequence[Value]:
    """Units that answer; one unknown where the register names none."""
    return [row.get("unit") for row in case.mains()] or [None]


def bring_contact(case: ProposalCase, told: Row) -> None:
    if not told.get("contacted") and not any(
        told.get(name) for name in ("contact_on", "contact_method", "face_to_face")
    ):
        return
    units = main_units(case)
    values: dict[str, Value] = {
        "date": told.get("contact_on"), "method": told.get("contact_method") or None, "face_to_face": told.get("face_to_face"),
        "unit": units[0] if len(units) == 1 else None,
    }  # fmt: skip
    put_record(case, "contact", None, values)


def bring_reply(case: ProposalCase, told: Row) -> None:
    """答复 of each unit that leads, without its text: that stands in the paper."""
    names = {"date": "replied_on", "document_no": "reply_no", "result_class": "result_class"}
    values: dict[str, Value] = {name: told.get(each) for name, each in names.items()}
    if any(values.values()):
        for unit in main_units(case):
            put_record(case, "reply", unit, {**values, "round": 1})


def bring_feedback(case: ProposalCase, told: Row) -> None:
    """征询 of the proposer about each unit that leads."""
    names = {"date": "feedback_on", "result": "satisfaction", "attitude": "attitude", "adoption": "adoption"}
    values: dict[str, Value] = {name: told.get(each) for name, each in names.items()}
    if any(values.values()):
        for unit in main_units(case):
            put_record(
                case,
                "feedback",
                unit,
                {**values, "case": case.id, "sponsor": case.record.get("first_sponsor"), "round": 1},
            )


def put_record(case: ProposalCase, kind: str, unit: Value, values: Mapping[str, Value]) -> None:
    """What is told into the newest record of this kind and unit, or into a new one."""
    rows = [row for row in case.all(kind) if unit is None or row.get("unit") in (unit, None)]
    known = {name: value for name, value in values.items() if value is not None}
    if rows:
        newest = max(rows, key=order_of)
        case.change(
            kind, newest, **{name: value for name, value in known.items() if name != "round" or not newest.get(name)}
        )
    else:
        case.add(kind, {"proposal": case.id, "unit": unit, **known})


def bring_marks(case: ProposalCase, told: Row) -> None:
    """重点 and 优秀."""
    key: dict[str, Value] = {"chosen_how": told.get("chosen_how"), "supervisor": told.get("supervisor")}
    if told.get("is_key") or any(key.values()):
        put_record(case, "key_case", None, key)
    if told.get("awarded") or told.get("award_words"):
        put_record(case, "award", None, {"kind": "1", "words": told.get("award_words")})


# the timeline


def bring_steps(case: ProposalCase, told: Row, before: str, target: str, source: Source) -> None:
    """A step for each day that is told, and one of today that says where all of it comes from and the rest."""
    said: set[str] = set()
    for each in DATED:
        if not told.get(each.day) or (each.target in ASIDE and each.target != target):
            continue
        facts = [name for name in each.facts if told.get(name) is not None]
        told_here = [source.tell(name, told[name]) for name in facts]
        said |= {*facts, each.day}
        add_step(
            case,
            source,
            each.move,
            str(told[each.day]),
            (each.source, each.target),
            "，".join(["据台账登记", *told_here]),
        )
    rest = [name for name in TOLD if name not in said and told.get(name) is not None]
    if told.get("supervisor"):
        rest = [name for name in rest if name != "is_key"]
    parts = [("更正为 " if name in source.corrected else "") + source.tell(name, told[name]) for name in rest]
    words = f"据{source.place}登记" + (f"：{'，'.join(part for part in parts if part)}" if any(parts) else "")
    add_step(case, source, STEP, source.day, (before, ""), words)  # no state was reached on that day


def add_step(case: ProposalCase, source: Source, move: str, day: str, states: tuple[str, str], words: str) -> None:
    case.add("step", {"proposal": case.id, "date": day, "move": move, "source": states[0], "target": states[1] or None,
                      "words": words[:5000], "by": source.by})  # fmt: skip


# what is here already


def view(case: ProposalCase) -> dict[str, Value]:
    """What a register would say of a case, field by field."""
    record, mains = case.record, case.mains()
    found: dict[str, Value] = {
        name: record.get(name) for name in (*PLAIN, *UNITS, *OVERLAID, "is_key", "awarded", "state")
    }
    first = mains[0] if mains else {}
    found |= {"notice_no": first.get("notice_no"), "signed_on": first.get("signed_on")}
    for kind, names in (
        ("reply", {"reply_no": "document_no", "replied_on": "date", "result_class": "result_class"}),
        ("feedback", {"feedback_on": "date", "satisfaction": "result", "attitude": "attitude", "adoption": "adoption"}),
        ("contact", {"contact_on": "date", "contact_method": "method"}),
        ("key_case", {"chosen_how": "chosen_how", "supervisor": "supervisor"}),
        ("award", {"award_words": "words"}),
        ("review", {"conclusion": "opinion", "reviewed_on": "date"}),
    ):  # fmt: skip
        newest: Row = max(case.all(kind), key=order_of, default=dict[str, Value]())
        found |= {name: newest.get(field) for name, field in names.items() if found.get(name) is None}
    found["contacted"] = bool(case.all("contact")) or None
    steps = " ".join(
        str(row.get("words") or "") for row in case.all("step") if WORKFLOW.takes_over(str(row.get("move")))
    )
    found["remark"] = steps or None
    return found


def differ(case: ProposalCase, told: Row) -> tuple[dict[str, Value], dict[str, Value]]:
    """What a row adds to a case, and what it says otherwise. Where the case has got further, it says nothing new."""
    stored, added, other = view(case), dict[str, Value](), dict[str, Value]()
    passed = {"state", "conclusion", "reviewed_on", "contacted"}
    if not case.mains() and not any(told.get(name) for name in UNITS if name != "assist_units"):
        passed |= {"notice_no", "signed_on"}  # of a lead nobody named: they stand in the step alone
    for name, value in told.items():
        if name not in stored or value is None or name in passed:
            continue
        now = stored[name]
        if now is None or now == [] or now is False:
            added[name] = value
        elif not says_same(case, name, now, value):
            (added if name == "remark" else other)[name] = value
    if told.get("contacted") and not stored["contacted"]:
        added["contacted"] = True
    compare_states(case, told, added, other)
    return added, other


def says_same(case: ProposalCase, name: str, now: Value, value: Value) -> bool:
    """Whether a value agrees with the case as it is, or with what it once was and has left behind."""
    if name == "remark":
        return str(value) in str(now)
    if name in ("docket_no", "intake_no"):
        return str(now).lstrip("0") == str(value).lstrip("0")
    if isinstance(value, list):
        return set(value) <= ({*now} if isinstance(now, list) else set()) | left_behind(case, name)
    if name == "due_on" and any(int(str(row.get("round") or 1)) > 1 for row in case.mains()):
        return True
    return now == value or str(value) in left_behind(case, name)


def left_behind(case: ProposalCase, name: str) -> set[str]:
    """Values of before an extension, a 改办 or a rehandling."""
    if name == "due_on":
        return {str(row.get("old_due_on")) for row in case.all("extension")}
    if name in UNITS:
        return {
            str(row.get("unit"))
            for row in case.all("assignment")
            if row.get("state") not in LIVE or row.get("sent_back_on")
        }
    kinds = {"satisfaction": ("feedback", "result"), "attitude": ("feedback", "attitude"), "adoption": ("feedback", "adoption"),
             "feedback_on": ("feedback", "date"), "replied_on": ("reply", "date"), "reply_no": ("reply", "document_no"),
             "result_class": ("reply", "result_class"), "contact_on": ("contact", "date"),
             "contact_method": ("contact", "method")}  # fmt: skip
    if name in kinds:
        kind, field = kinds[name]
        return {str(row.get(field)) for row in case.all(kind)}
    return set()


def compare_states(case: ProposalCase, told: Row, added: dict[str, Value], other: dict[str, Value]) -> None:
    """Further along is news; beside the line, or back from there, is another word against it."""
    now, state = str(case.record.get("state") or "draft"), str(told.get("state") or "draft")
    if state == now or state == "draft":
        return
    if state in ASIDE:
        fresh = now not in ASIDE and RANK[now] < RANK["docketed"]
        (added if fresh else other)["state"] = state
    elif now in ASIDE:
        (added if now == "returned" and RANK[state] > RANK["received"] else other)["state"] = state
        if now == "returned" and RANK[state] <= RANK["received"]:
            other.pop("state")
    elif RANK[state] > RANK[now]:
        added["state"] = state
    if "state" in added or "state" in other:
        for name in ("conclusion", "reviewed_on"):
            if told.get(name) is not None and state in (*ASIDE, "docketed"):
                added[name] = told[name]
