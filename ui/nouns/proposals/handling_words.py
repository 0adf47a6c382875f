"""What a card of the 办理 tab says of each kind of record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from cppcc_desktop.domain.dates import days_left
from cppcc_desktop.nouns.proposals.case import SATISFIED
from cppcc_desktop.services.cases.records import Handling, Recorded
from ui.cases.wording import Fact, Shown, Wording, show_plainly
from ui.records.bundle import say_day

# The groups in their order, each with its kinds; a kind that is not named here comes under its own label.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "审查": ("review",),
    "承办单位": ("assignment", "extension"),
    "面商": ("contact",),
    "答复": ("assist_opinion", "reply"),
    "征询意见": ("feedback",),
    "承诺清单": ("promise",),
    "督办": ("supervision",),
    "重点提案": ("key_case",),
    "批示": ("directive",),
    "表彰": ("award",),
    "回头看": ("lookback",),
}
INSIDE = ("reply_item",)  # shown in the card of their reply
UNIT_TONES = {"assigned": "wait", "in_hand": "go", "sent_back": "bad", "replied": "ok", "withdrawn": "none"}


def show_record(one: Recorded, handling: Handling, today: date) -> Shown:
    """How this record is told."""
    tell = TELLING.get(one.kind)
    return tell(one, handling, today) if tell else show_plainly(one, handling, today)


def on(one: Recorded, name: str, word: str, today: date) -> str:
    """签收 3月18日; empty without a date."""
    day = one.values.get(name)
    return f"{word} {say_day(str(day), today.isoformat())}".strip() if day else ""


def labelled(one: Recorded, *names: tuple[str, str]) -> list[str]:
    """经办人 李同志, of what is filled in."""
    return [f"{label} {one.words[name]}".strip() for name, label in names if one.words.get(name)]


def texts_of(one: Recorded, *names: tuple[str, str]) -> list[Fact]:
    return [(label, one.words[name]) for name, label in names if one.words.get(name)]


def from_paper(one: Recorded) -> list[str]:
    return ["代录"] if one.values.get("transcribed") else []


def tell_review(one: Recorded, _handling: Handling, today: date) -> Shown:
    conclusion = one.words["conclusion"]
    tone = "ok" if conclusion == "通过" else "none" if conclusion == "并案" else "bad"
    names = (("qualified", "资格"), ("well_formed", "格式"), ("sound", "内容"))
    asked = [(label, one.values[name]) for name, label in names if one.values.get(name) is not None]
    ticks = "、".join(label for label, good in asked if good)
    lacks = "、".join(label for label, good in asked if not good)
    return Shown(
        one.words["stage"] or conclusion, (conclusion, tone) if one.words["stage"] else ("", ""),
        (on(one, "date", "", today), ""),
        [*labelled(one, ("reviewer", "审查人")), f"{ticks}符合" if ticks else "", f"{lacks}不符合" if lacks else "",
         *labelled(one, ("suggested_lead", "建议主办"), ("suggested_assist", "建议会办"), ("ground", "理由"),
                   ("onward", "去向")), "建议列为重点" if one.values.get("suggest_key") else "", *from_paper(one)],
        texts_of(one, ("opinion", "意见")),
    )  # fmt: skip


def tell_assignment(one: Recorded, handling: Handling, today: date) -> Shown:
    state, row = str(one.values.get("state")), one.values
    met = "已面商" if row.get("face_to_face") else "已沟通" if was_contacted(one, handling) else "没有面商"
    replied = on(one, "replied_on", "会办意见" if row.get("role") == "assist" else "答复", today)
    timely = {True: "（按期）", False: "（逾期）"}.get(row.get("on_time"), "") if replied else ""  # type: ignore[arg-type]
    role = one.words["role"]
    return Shown(
        f"{one.words['unit']}　{role}", (one.words["state"], UNIT_TONES.get(state, "none")), tell_due(one, today),
        [on(one, "date", "交办", today), *labelled(one, ("notice_no", "")), on(one, "signed_on", "签收", today),
         *labelled(one, ("contact_person", "经办人")),
         met if row.get("role") != "assist" and row.get("signed_on") and state != "withdrawn" else "",
         replied + timely, *labelled(one, ("result_class", "结果"), ("satisfaction", "提案人")),
         f"第 {row['round']} 轮" if int(str(row.get("round") or 1)) > 1 else "",
         on(one, "sent_back_on", "退回", today), *labelled(one, ("proposed_unit", "建议改办"))],
        texts_of(one, ("reason", "退回理由")),
    )  # fmt: skip


def was_contacted(one: Recorded, handling: Handling) -> bool:
    return any(each.values.get("unit") == one.values.get("unit") for each in handling.of("contact"))


def tell_due(one: Recorded, today: date) -> Fact:
    """应办复 6月15日 余 7 天, while the unit still has the case."""
    due, state = str(one.values.get("due_on") or ""), one.values.get("state")
    if not due or state in ("sent_back", "withdrawn"):
        return ("", "")
    said = f"应办复 {say_day(due, today.isoformat())}"
    if state == "replied":
        return (said, "")
    left = days_left(due, today)
    return (f"{said}　逾期 {-left} 天", "bad") if left < 0 else (f"{said}　余 {left} 天", "wait" if left <= 7 else "")


def tell_extension(one: Recorded, _handling: Handling, today: date) -> Shown:
    due = [on(one, "old_due_on", "原应办复", today), on(one, "due_on", "延至", today)]
    return Shown(
        f"{one.words['unit']}　延期", right=(on(one, "date", "", today), ""),
        facts=[*due, *labelled(one, ("approver", "批准人"))], texts=texts_of(one, ("reason", "理由")),
    )  # fmt: skip


def tell_contact(one: Recorded, _handling: Handling, today: date) -> Shown:
    face = ("当面", "ok") if one.values.get("face_to_face") else ("", "")
    return Shown(
        f"{one.words['unit']}　{one.words['method']}".strip("　"), face, (on(one, "date", "", today), ""),
        [one.words["phase"], *labelled(one, ("place", ""), ("people", "参加")), *from_paper(one)],
        texts_of(one, ("content", "情况")),
    )  # fmt: skip


def tell_assist(one: Recorded, _handling: Handling, today: date) -> Shown:
    return Shown(
        f"{one.words['unit']}　会办意见", right=(on(one, "date", "", today), ""),
        facts=[*labelled(one, ("document_no", "")), *from_paper(one)], texts=texts_of(one, ("text", "意见")),
    )  # fmt: skip


def tell_reply(one: Recorded, handling: Handling, today: date) -> Shown:
    items = [each for each in handling.of("reply_item") if each.values.get("reply") == one.id]
    texts = [] if items else texts_of(one, ("text", "答复"))
    again = int(str(one.values.get("round") or 1))
    return Shown(
        f"{one.words['unit']}　{one.words['document_no']}".strip("　"), (one.words["result_class"], "none"),
        (on(one, "date", "", today), ""),
        [*labelled(one, ("signer", "签发"), ("copies", "抄送")), f"第 {again} 轮" if again > 1 else "", *from_paper(one)],
        [*texts, *texts_of(one, ("override_reason", "未面商原因"))], [(tell_item(each), each) for each in items],
    )  # fmt: skip


def tell_item(one: Recorded) -> Fact:
    """One suggestion and its answer."""
    asked = " ".join(one.words["suggestion"].split())
    grade = f"（{one.words['result_class']}）" if one.words["result_class"] else ""
    return (f"第 {one.words['number']} 条", f"{asked}\n答：{one.words['text'] or '（没有写）'}{grade}")


def is_unhappy(one: Recorded, handling: Handling) -> bool:
    """Whether the grade of an opinion asks for another handling."""
    traits = handling.traits.get(("satisfaction", str(one.values.get("result"))), frozenset())
    return bool(one.values.get("result")) and SATISFIED not in traits


def tell_feedback(one: Recorded, handling: Handling, today: date) -> Shown:
    row, words = one.values, one.words
    if row.get("superseded"):
        chip = ("重新办理前", "none")
    elif row.get("date") or row.get("result"):  # a register may give the grade without the day
        chip = (words["result"], "bad" if is_unhappy(one, handling) else "ok")
    else:
        chip = ("等收回", "wait")
    who = words["sponsor"] or "提案单位"
    of = f"（{words['case']}）" if row.get("case") and row.get("case") != row.get("proposal") else ""
    return Shown(
        f"{who}　对 {words['unit']}" if words["unit"] else who, chip, (on(one, "date", "收回", today), ""),
        [on(one, "sent_on", "发出", today), *labelled(one, ("attitude", "对办理工作"), ("result", "对办理结果"),
         ("adoption", "建议采纳"), ("filled_by", "填写人")), of, *from_paper(one)],
        texts_of(one, ("words", "意见")),
    )  # fmt: skip


def tell_promise(one: Recorded, _handling: Handling, today: date) -> Shown:
    state, due = one.values.get("state"), str(one.values.get("due_on") or "")
    late = state == "open" and due and days_left(due, today) < 0
    tone = "bad" if late else {"open": "wait", "kept": "ok"}.get(str(state), "none")
    return Shown(
        one.words["item"], (f"{one.words['state']}，已过期" if late else one.words["state"], tone),
        (on(one, "due_on", "时限", today), "bad" if late else ""),
        [one.words["unit"], on(one, "date", "承诺", today), on(one, "kept_on", "销号", today)],
        texts_of(one, ("evidence", "依据")),
    )  # fmt: skip


def tell_supervision(one: Recorded, _handling: Handling, today: date) -> Shown:
    return Shown(
        one.words["form"], right=(on(one, "date", "", today), ""), facts=labelled(one, ("people", "参加"), ("place", "")),
        texts=texts_of(one, ("content", "情况"), ("result", "结果")),
    )  # fmt: skip


def tell_key_case(one: Recorded, _handling: Handling, today: date) -> Shown:
    named = (("meeting", ""), ("supervisor", "领衔督办"), ("leader", "领办"), ("responsible", "责任人"))
    return Shown(
        one.words["chosen_how"], right=(on(one, "date", "", today), ""),
        facts=[*labelled(one, *named), on(one, "deadline", "完成时限", today)],
        texts=texts_of(one, ("goal", "目标"), ("measures", "措施")),
    )  # fmt: skip


def tell_directive(one: Recorded, _handling: Handling, today: date) -> Shown:
    title = "　".join(part for part in (one.words["leader"], one.words["post"]) if part)
    return Shown(title, right=(on(one, "date", "", today), ""), texts=texts_of(one, ("words", "批示")))


def tell_award(one: Recorded, _handling: Handling, today: date) -> Shown:
    return Shown(
        one.words["kind"],
        right=(on(one, "date", "", today), ""),
        facts=labelled(one, ("document_no", ""), ("words", "")),
    )


def tell_lookback(one: Recorded, _handling: Handling, today: date) -> Shown:
    title = f"{one.words['unit']}　{one.words['kept']}".strip("　")
    return Shown(
        title, right=(on(one, "date", "", today), ""),
        facts=labelled(one, ("raised_class", "升为"), ("visitor", "回访人")), texts=texts_of(one, ("words", "情况")),
    )  # fmt: skip


TELLING: Mapping[str, Callable[[Recorded, Handling, date], Shown]] = {
    "review": tell_review, "assignment": tell_assignment, "extension": tell_extension, "contact": tell_contact,
    "assist_opinion": tell_assist, "reply": tell_reply, "feedback": tell_feedback, "promise": tell_promise,
    "supervision": tell_supervision, "key_case": tell_key_case, "directive": tell_directive, "award": tell_award,
    "lookback": tell_lookback,
}  # fmt: skip

WORDING = Wording("proposals", GROUPS, INSIDE, show_record)
