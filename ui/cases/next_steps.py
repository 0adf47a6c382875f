"""Which of a case's next steps stand as buttons, how the others are grouped, and what their dialogs look like."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cppcc_desktop.domain.description.fields import Field, Value
from cppcc_desktop.nouns.proposals.steps import split_suggestions
from cppcc_desktop.services.cases.steps import NextStep

PLAIN = 2  # buttons beside the red one
# The steps in the groups of the menu, in its order.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "审查": ("receive", "review", "return", "merge", "decline", "docket", "pass_on", "notify", "unmerge", "withdraw"),
    "承办单位": ("assign", "reassign", "sign_for", "send_back", "extend"),
    "办理": ("contact", "assist", "reply", "ask_feedback", "feedback", "rehandle", "add_promise", "keep_promise",
           "drop_promise"),
    "办结以后": ("close", "implement", "archive", "look_back"),
    "重点督办表彰": ("choose_key", "supervise", "direct", "award"),
}  # fmt: skip
# What is done most often, where the table does not say so by its order.
LIKELY = ("sign_for", "reply", "contact", "assist", "extend", "ask_feedback", "rehandle", "return", "decline", "send_back",
          "reassign", "merge", "close", "archive", "look_back", "notify")  # fmt: skip
BEFORE_WORK = ("send_back", "reassign", "extend")  # while no unit has signed
AT_REST = ("merged", "withdrawn", "archived")  # nothing is waited for: no red button


@dataclass(frozen=True)
class Offered:
    """The red step, the plain ones beside it, and the rest by group."""

    main: NextStep | None
    plain: tuple[NextStep, ...]
    groups: tuple[tuple[NextStep, ...], ...]


def group_of(move: str) -> int:
    """Place of a move's group; moves no group knows come last."""
    return next((at for at, names in enumerate(GROUPS.values()) if move in names), len(GROUPS))


def arrange_steps(steps: Sequence[NextStep], state: str) -> Offered:
    """At most one red and two plain buttons; rare steps are never buttons."""
    common = [step for step in steps if not step.move.rare]
    main = pick_main(common, state)
    rest = sorted((step for step in common if step is not main), key=lambda step: rank(step, state))
    plain = tuple(rest[:PLAIN])
    others = [step for step in steps if step is not main and step not in plain]
    groups: dict[int, list[NextStep]] = {}
    for step in others:
        groups.setdefault(group_of(step.move.name), []).append(step)
    return Offered(main, plain, tuple(tuple(groups[at]) for at in sorted(groups)))


def pick_main(common: Sequence[NextStep], state: str) -> NextStep | None:
    """The step that is most likely next; after an opinion that is not satisfied, the case is handled again."""
    if state in AT_REST or not common:
        return None
    again = [step for step in common if step.move.name == "rehandle"]
    if again and state == "feedback_given":
        return again[0]
    return next((step for step in common if step.move.main), common[0])


def rank(step: NextStep, state: str) -> int:
    """How likely a step is that is not the red one."""
    name = step.move.name
    order = BEFORE_WORK if state == "assigned" and name in BEFORE_WORK else LIKELY
    return order.index(name) if name in order else len(order)


def dress_fields(step: NextStep, record: Mapping[str, Value]) -> list[Field]:
    """The fields of a step as its dialog shows them: answers to single suggestions last, each below its suggestion."""
    items = split_suggestions(str(record.get("suggestions") or "")) if step.move.name == "reply" else []
    plain = name_dates(step.move.name, [spec for spec in step.fields if not is_item(spec)])
    answers = [dress_item(spec, items) for spec in step.fields if is_item(spec)]
    return [*plain, *answers]


def propose_for(step: NextStep, today: str) -> Mapping[str, Value]:
    """What the dialog proposes today: a page left open over midnight must not record yesterday.

    The due date was reckoned from that day too; left empty it follows the rule.
    """
    if step.proposed.get("date") in (None, today):
        return step.proposed
    kept = {name: value for name, value in step.proposed.items() if name != "due_on"}
    return {**kept, "date": today}


def name_dates(move: str, fields: Sequence[Field]) -> list[Field]:
    """The day forms go out is not the day they come back, though both are one field of the record."""
    if move != "ask_feedback":
        return list(fields)
    return [replace(spec, label="发出日期") if spec.name == "date" else spec for spec in fields]


def is_item(spec: Field) -> bool:
    """item_3 or class_3."""
    word, _, number = spec.name.partition("_")
    return word in ("item", "class") and number.isdigit()


def dress_item(spec: Field, items: Sequence[str]) -> Field:
    word, _, number = spec.name.partition("_")
    said = re.sub(r"^[（(]?[0-9一二三四五六七八九十]{1,3}[.．、)）]\s*", "", " ".join(items[int(number) - 1].split()))
    label = f"第 {number} 条答复" if word == "item" else "办理结果"
    return replace(spec, label=label, group=f"第 {number} 条建议：{said}", lines=2)
