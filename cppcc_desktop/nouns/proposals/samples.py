"""提案 of 示例县: cases that took the lawful steps, the older the year the fewer still open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from cppcc_desktop.domain.dates import add_months
from cppcc_desktop.domain.description.fields import Value
from cppcc_desktop.nouns.proposals.entity import PROPOSAL
from cppcc_desktop.nouns.proposals.records import (
    ASSIGNMENT,
    CONTACT,
    DIRECTIVE,
    FEEDBACK,
    KEY_CASE,
    PROMISE,
    REPLY,
    REVIEW,
    STEP,
    SUPERVISION,
)  # fmt: skip
from cppcc_desktop.services.office.samples import Sample, SampleYear

COUNT = 300  # of one plenary


@dataclass
class Docket:
    """The cases of one plenary while they are invented, and who may stand in them."""

    year: SampleYear
    units: list[str]
    members: list[str]
    origins: dict[str, dict[str, Value]]  # member → sector, committee and town a case of his has
    counts: dict[str, int] = field(default_factory=dict[str, int])  # numbers given so far
    leads: list[InventedCase] = field(default_factory=list["InventedCase"])  # cases others may be merged into


def make_proposals(year: SampleYear) -> None:
    """Proposals of one plenary; none where nobody could put them forward or handle them."""
    units, members = year.lasting.get("unit", []), year.list_made("member")
    if units and members:
        docket = Docket(year, units, members, read_origins(year))
        for number in range(COUNT):
            make_proposal(docket, number)


def read_origins(year: SampleYear) -> dict[str, dict[str, Value]]:
    """What a case takes over from its first sponsor."""
    towns = {station: row["township"] for station, row in year.made.get("station", {}).items()}
    return {
        str(card["member"]): {
            "sector": card["sector"], "special_committee": card["special_committee"],
            "township": towns.get(str(card["station"])),
        }
        for card in year.made.get("membership", {}).values()
    }  # fmt: skip


def make_proposal(docket: Docket, number: int) -> None:
    """One case with all its records."""
    year = docket.year
    path = choose_path(year, number, closed=year.year < year.today.year)
    proposal = year.new_id()
    values, day = start_proposal(docket, number)
    case = InventedCase(docket, proposal, values)
    case.walk(path, day)
    if case.assignment:
        year.new(ASSIGNMENT, case.assignment, record=case.unit_row)
        add_assistance(case, number)
    if number % 40 == 7 and case.assignment:
        add_attention(case)
    if values["state"] == "preliminary_reviewed" and docket.leads and number % 2:
        values |= merge(case, year.dice.choice(docket.leads))
    elif values["state"] in ("docketed", "assigned", "in_hand"):
        docket.leads.append(case)
    year.new(PROPOSAL, values, record=proposal)


def add_assistance(case: InventedCase, number: int) -> None:
    """A unit that assists, in every fifth case."""
    year, row = case.docket.year, case.assignment
    others = [unit for unit in case.docket.units if unit != row["unit"]]
    if number % 5 or not others:
        return
    unit = others[number % len(others)]
    done = row["state"] == "replied"
    more: dict[str, Value] = {"replied_on": row["replied_on"], "on_time": True} if done else {}
    due = add_months(date.fromisoformat(str(row["date"])), 1).isoformat()
    year.new(ASSIGNMENT, {
        **{name: row[name] for name in ("proposal", "date", "notice_no", "round")}, **more, "unit": unit, "role": "assist",
        "due_on": due, "due_rule": "交办之日起1个月", "state": "replied" if done else "in_hand",
    })  # fmt: skip
    case.values["assist_units"] = [unit]


def add_attention(case: InventedCase) -> None:
    """重点提案 with its log, and a leader's words on it."""
    year, day = case.docket.year, case.assignment["date"]
    base: dict[str, Value] = {"proposal": case.proposal, "date": day}
    year.new(KEY_CASE, {**base, "chosen_how": "主席会议确定", "supervisor": "分管副主席", "leader": "分管副县长",
                        "goal": "年内见效", "measures": "现场办公，每季通报"})  # fmt: skip
    year.new(SUPERVISION, {**base, "form": "02", "people": "提案委、承办单位", "content": "到现场看进度。"})
    words: dict[str, Value] = {"date": day, "leader": "县长", "words": "请抓紧办理。"}
    year.new(DIRECTIVE, {"record": case.proposal, "of": PROPOSAL.name, **words})
    case.values |= {"is_key": True, "has_directive": True}


def merge(case: InventedCase, lead: InventedCase) -> dict[str, Value]:
    """并案: what changes of the case that goes along; the steps of both say so."""
    year = case.docket.year
    day = min(year.today, date.fromisoformat(str(case.values["received_on"])) + timedelta(days=20)).isoformat()
    number = f"第{lead.values['docket_no']}号《{lead.values['title']}》"
    base: dict[str, Value] = {"date": day, "by": "周明礼"}
    year.new(STEP, {**base, "proposal": case.proposal, "move": "merge", "source": case.values["state"],
                    "target": "merged", "words": f"内容相近，并入{number}"})  # fmt: skip
    year.new(STEP, {**base, "proposal": lead.proposal, "move": "merge_in", "source": "", "target": lead.values["state"],
                    "words": f"并入收件 {case.values['intake_no']}《{case.values['title']}》"})  # fmt: skip
    year.new(REVIEW, {"proposal": case.proposal, "date": day, "conclusion": "并案", "opinion": "内容相近。"})
    return {"state": "merged", "merged_into": lead.proposal}


# How far a case has come: the moves it made.
LIFE = ("receive", "review:preliminary", "review:joint", "review:final", "docket", "assign", "sign_for", "contact",
        "reply", "feedback", "close")  # fmt: skip


def choose_path(year: SampleYear, number: int, *, closed: bool) -> tuple[str, ...]:
    roll = year.dice.random()
    if roll < 0.05:
        return (*LIFE[:3], "decline")
    if closed or roll < 0.35:
        return LIFE
    if roll < 0.4:
        return (*LIFE[:6], "send_back")
    return LIFE[: year.dice.choice((0, 1, 1, 2, 3, 5, 6, 7, 8, 8, 8, 9, 9, 10, 10)) if number else 8]


def start_proposal(docket: Docket, number: int) -> tuple[dict[str, Value], date]:
    year, collective = docket.year, number % 12 == 5
    topic, unit = year.pick("topics"), year.pick("units")
    received = date(year.year, 1, 8) + timedelta(days=year.dice.randrange(24))
    first, *joint = year.dice.sample(docket.members, 1 + (number % 3 == 0) * year.dice.randrange(1, 5))
    values: dict[str, Value] = {
        "title": f"关于{year.pick('verbs')}{topic}的建议", "form": "3" if collective else "2" if joint else "1",
        "channel": year.code("channel"), "category": str(year.dice.randrange(1, 8)),
        "first_sponsor": None if collective else first, "joint_sponsors": None if collective or not joint else [*joint],
        "collective": f"民{year.dice.choice('革盟建进')}示例县支部" if collective else None, "may_be_published": True,
        "suggested_unit": unit, "analysis": "".join(sentences(year, "facts", unit)),
        "suggestions": "\n".join(f"{n}. {t}" for n, t in enumerate(sentences(year, "advice", unit), start=1)),
        "plenary": year.plenary.key, "state": "draft", "intake_period": "plenary",
    }  # fmt: skip
    if collective:
        values |= {"contact_person": year.invent_name(), "sealed": True}
    else:
        values |= docket.origins[first]
    return values, received


def sentences(year: SampleYear, name: str, unit: str) -> Iterator[str]:
    for text in year.dice.sample(year.words[name], 3):
        yield text.format(
            place=year.pick("places"), unit=unit, n=year.dice.randrange(60, 900), m=year.dice.randrange(20, 60)
        )


@dataclass
class InventedCase:
    """One case taking its steps; the row of its unit is written once, when it is known how far that came."""

    docket: Docket
    proposal: str
    values: dict[str, Value]
    assignment: dict[str, Value] = field(default_factory=dict[str, Value])
    unit_row: str = ""

    def walk(self, path: tuple[str, ...], day: date) -> None:
        """Take the steps one by one, writing each with its record; no step lies after today."""
        year, values = self.docket.year, self.values
        for step in path:
            name, _, stage = step.partition(":")
            if day > year.today:
                return
            source = str(values["state"])
            detail, words = self.take(name, stage, day, last=step == path[-1])
            year.new(STEP, {
                "proposal": self.proposal, "date": day.isoformat(), "move": name, "source": source,
                "target": values["state"], "words": words or None, "by": "周明礼", "detail": detail,
            })  # fmt: skip
            self.give_number(*NUMBERS.get(name, ("", "")))
            day += timedelta(days=year.dice.randrange(*WAITS.get(name, (2, 12))))

    def take(self, name: str, stage: str, day: date, *, last: bool) -> tuple[str | None, str]:
        """The record and the words of one step; what it sets goes into `values`."""
        target, milestone = TARGETS[f"{name}:{stage}" if stage else name]
        self.values["state"] = target
        if milestone:
            self.values[milestone] = day.isoformat()
        record = RECORDS.get(name)
        return record(self, Taking(day, stage, last)) if record else (None, "")

    def give_number(self, name: str, form: str) -> None:
        """The next number of its kind, in the field of that name."""
        if name:
            counts = self.docket.counts
            counts[name] = counts.get(name, 0) + 1
            self.values[name] = form.format(year=self.docket.year.year, count=counts[name])

    def dated(self, at: Taking) -> dict[str, Value]:
        return {"proposal": self.proposal, "date": at.day.isoformat()}


@dataclass(frozen=True)
class Taking:
    """When a step is taken, at which stage, and whether the case comes no further."""

    day: date
    stage: str
    last: bool


def review(case: InventedCase, at: Taking) -> tuple[str, str]:
    return write_review(case, at, "审查认为符合立案要求。", {"stage": at.stage, "conclusion": "通过"})


def decline(case: InventedCase, at: Taking) -> tuple[str, str]:
    why: dict[str, Value] = {"ground": "10", "onward": "1"}
    case.values |= why
    return write_review(case, at, "内容空泛，退回后未改。", {**why, "conclusion": "不予立案"})


def write_review(case: InventedCase, at: Taking, opinion: str, more: dict[str, Value]) -> tuple[str, str]:
    row = {**case.dated(at), **more, "reviewer": "韩守田", "opinion": opinion}
    return case.docket.year.new(REVIEW, row), opinion


def assign(case: InventedCase, at: Taking) -> tuple[str, str]:
    year = case.docket.year
    unit, due = year.dice.choice(case.docket.units), add_months(at.day, 3).isoformat()
    notice = f"示协办〔{year.year}〕5号"
    case.values |= {"lead_unit": unit, "due_on": due}
    case.unit_row = year.new_id()
    case.assignment |= {
        **case.dated(at), "unit": unit, "role": "lead", "due_on": due, "due_rule": "交办之日起3个月",
        "notice_no": notice, "state": "assigned", "round": 1,
    }  # fmt: skip
    return case.unit_row, f"{notice}，主办，应办复日 {due}（交办之日起3个月）"


def sign_for(case: InventedCase, at: Taking) -> tuple[str, str]:
    case.assignment |= {"state": "in_hand", "signed_on": at.day.isoformat(), "contact_person": "李同志"}
    return case.unit_row, "李同志"


def send_back(case: InventedCase, at: Taking) -> tuple[str, str]:
    reason = "不属本单位职责。"
    case.assignment |= {"state": "sent_back", "sent_back_on": at.day.isoformat(), "reason": reason}
    case.values["sent_back"] = True
    return case.unit_row, reason


def contact(case: InventedCase, at: Taking) -> tuple[str, str]:
    """Most meet; some only telephone."""
    method = case.docket.year.dice.choice("1111115")
    words = "登门走访，提案人同意办理思路。" if method == "1" else "电话里说明了办理思路，提案人没有意见。"
    face: dict[str, Value] = {"face_to_face": method == "1"}
    if method == "1":
        case.values |= face
        case.assignment |= face
    row = {
        **case.dated(at),
        "unit": case.assignment["unit"],
        **face,
        "method": f"0{method}",
        "phase": "2",
        "content": words,
    }
    return case.docket.year.new(CONTACT, row), words


def reply(case: InventedCase, at: Taking) -> tuple[str, str]:
    year, row, day = case.docket.year, case.assignment, at.day.isoformat()
    grade = year.dice.choice("AABBC")
    number = f"示建函〔{year.year}〕{year.dice.randrange(1, 99)}号"
    done: dict[str, Value] = {"result_class": grade, "on_time": day <= str(row["due_on"])}
    case.values |= done
    row |= {**done, "state": "replied", "replied_on": day}
    if grade == "B":
        promise(case, at)
    text = "所提建议已逐条研究，现答复如下。"
    return year.new(REPLY, {
        **case.dated(at), "unit": row["unit"], "document_no": number, "result_class": grade, "text": text, "round": 1,
    }), number  # fmt: skip


def promise(case: InventedCase, at: Taking) -> None:
    """What the reply promises within six months; most of what is due by today was kept."""
    year, due = case.docket.year, add_months(at.day, 6).isoformat()
    kept: dict[str, Value] = {"state": "open"}
    if due <= year.today.isoformat() and year.dice.random() < 0.7:
        kept = {"state": "kept", "kept_on": due, "evidence": "现场看过，已经建成。"}
    year.new(PROMISE, {
        **case.dated(at), "unit": case.assignment["unit"], "item": "列入计划，年内完成。", "due_on": due, **kept,
    })  # fmt: skip


def feedback(case: InventedCase, at: Taking) -> tuple[str, str]:
    year, values = case.docket.year, case.values
    grade = year.dice.choice("1223" if at.last else "1112")  # 不满意 is never closed
    values |= {"attitude": "1", "satisfaction": grade, "adoption": "1"}
    case.assignment["satisfaction"] = grade
    form = {**case.dated(at), "unit": case.assignment["unit"], "case": case.proposal,
            "sponsor": values["first_sponsor"], "sent_on": values["replied_on"], "attitude": "1", "result": grade,
            "adoption": "1", "round": 1}  # fmt: skip
    return year.new(FEEDBACK, form), f"对办理结果 {year.codes.label('satisfaction', grade)}"


# move → days until the next one
WAITS = {"receive": (5, 15), "docket": (10, 25), "sign_for": (20, 70), "contact": (5, 50), "reply": (3, 20)}


# move → state it leads to, milestone date it sets
TARGETS = {
    "receive": ("received", "received_on"), "review:preliminary": ("preliminary_reviewed", ""),
    "review:joint": ("joint_reviewed", ""), "review:final": ("reviewed", ""), "decline": ("declined", ""),
    "docket": ("docketed", "docketed_on"), "assign": ("assigned", "assigned_on"), "sign_for": ("in_hand", ""),
    "send_back": ("sent_back", ""), "contact": ("in_hand", ""), "reply": ("replied", "replied_on"),
    "feedback": ("feedback_given", ""), "close": ("closed", "closed_on"),
}  # fmt: skip


# move → the field it gives a number to, and how that is written
NUMBERS = {"receive": ("intake_no", "{year}-{count:04d}"), "docket": ("docket_no", "{count:03d}")}


# move → what it records: the id of the row and the words of the step
RECORDS: dict[str, Callable[[InventedCase, Taking], tuple[str, str]]] = {
    "review": review, "decline": decline, "assign": assign, "sign_for": sign_for, "send_back": send_back,
    "contact": contact, "reply": reply, "feedback": feedback,
}  # fmt: skip


SAMPLE = Sample(40, make_proposals)
