"""示例县: invented people and cases, the same for the same seed. It can never be mistaken for a real office."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from cppcc_desktop.domain.dates import add_months
from cppcc_desktop.domain.description.fields import Value
from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.nouns.activities.entity import ACTIVITY, ATTENDANCE
from cppcc_desktop.nouns.members.entity import MEMBER, MEMBERSHIP
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
from cppcc_desktop.nouns.stations.entity import STATION
from cppcc_desktop.nouns.units.entity import UNIT
from cppcc_desktop.services.office.codes import CodeLists
from cppcc_desktop.services.office.office import COUNTY, Office, Writing
from cppcc_desktop.services.office.opening import Surroundings, create_office
from db.engine import unfinished

MEMBERS, PROPOSALS, STATIONS, ACTIVITIES = 240, 300, 30, 10
COMMITTEE_NAME = "政协示例县委员会"


@dataclass
class County:
    """What later records refer to, while a county-year is being made."""

    writing: Writing
    dice: random.Random
    words: dict[str, Any]
    codes: CodeLists
    plenary: Plenary
    year: int
    today: date
    units: list[str]
    members: list[str] = field(default_factory=list[str])
    sectors: dict[str, dict[str, Value]] = field(default_factory=dict[str, dict[str, Value]])
    stations: list[str] = field(default_factory=list[str])

    def pick(self, name: str) -> str:
        return self.dice.choice(self.words[name])

    def code(self, name: str) -> str:
        return self.dice.choice(self.codes.entries(name)).code

    def new_id(self) -> str:
        return f"{self.dice.getrandbits(128):032x}"


def create_demo(
    around: Surroundings, path: Path, user: str, password: str, *, scale: int = 1, seed: int = 1
) -> Office:  # fmt: skip
    """A new database with 示例县 in it; nothing of it stays if it cannot be finished."""
    office = create_office(
        path, around.features, kind=COUNTY, name=COMMITTEE_NAME, plenary=Plenary(10, 3), user=user, password=password,
        clock=around.clock, anchors=around.anchors, demo=True,
    )  # fmt: skip
    with unfinished(office.database):
        fill_demo(office, Actor(user, "admin", office.name), scale=scale, seed=seed)
    return office


def fill_demo(
    office: Office, actor: Actor, *, scale: int, seed: int, progress: Callable[[int, int], None] | None = None
) -> None:
    """Add `scale` county-years, the newest last; each is one transaction."""
    dice = random.Random(seed)
    words: dict[str, Any] = json.loads((files("resources") / "demo.json").read_text("utf-8"))
    today = office.today()
    units: list[str] = []
    for place in range(scale):
        if progress:
            progress(place, scale)
        back = scale - 1 - place
        with office.write(actor, "record.write") as writing:
            county = County(writing, dice, words, CodeLists(), plenary_before(back), today.year - back, today, units)
            fill_year(county)


def plenary_before(back: int) -> Plenary:
    """The plenary so many years before 第十届第三次会议, five to a term."""
    count = 10 * 5 + 2 - back
    return Plenary(max(1, count // 5), count % 5 + 1)


def fill_year(county: County) -> None:
    if not county.units:
        county.units += [
            new(county, UNIT, {"name": name, "short": name.removeprefix("县")}) for name in county.words["units"]
        ]
    make_stations(county)
    make_members(county)
    make_proposals(county)
    make_activities(county)


def new(county: County, entity: Any, values: dict[str, Value], scope: str = "") -> str:
    return county.writing.new(entity, values, record=county.new_id(), scope=scope)


def make_stations(county: County) -> None:
    for number in range(STATIONS):
        township = county.words["townships"][number % 10]
        suffix = "" if number < 10 else county.words["places"][number % 10]
        kind = "01" if number < 10 else "05" if number < 20 else "04"
        label = county.codes.label("station_type", kind)
        name = f"{township}{suffix}{label if number >= 10 else '政协工作联络站'}"
        county.stations.append(new(county, STATION, {
            "code": f"{county.year % 100:02d}{number + 1:02d}", "name": name, "type": kind, "township": township,
            "parent": county.stations[number % 10] if number >= 10 else None, "head": make_name(county),
            "liaison": make_name(county), "opened_on": f"{county.year - 3}-03-{number % 28 + 1:02d}",
        }))  # fmt: skip


def make_name(county: County) -> str:
    given = county.words["given"]
    return county.dice.choice(county.words["surnames"]) + "".join(
        county.dice.choice(given) for _ in range(county.dice.choice((1, 2, 2, 2)))
    )


def make_members(county: County) -> None:
    sectors = [code for code in county.codes.entries("sector") if code.code != "32"]
    for number in range(MEMBERS):
        rare = county.words["rare_names"]
        sector = sectors[number % len(sectors)].code
        member = new(county, MEMBER, {
            "name": rare[number] if number < len(rare) else make_name(county), "sex": county.dice.choice("112"),
            "nationality": "01" if number % 9 else county.code("nationality"), "parties": make_parties(county),
            "birth_date": make_date(county, county.year - 60, county.year - 30), "education": county.code("education"),
            "post": county.pick("workplaces") + county.pick("posts"), "mobile": f"199{county.dice.randrange(10**8):08d}",
        })  # fmt: skip
        county.members.append(member)
        committee = county.code("special_committee")
        county.sectors[member] = {"sector": sector, "special_committee": committee,
                                  "township": county.words["townships"][number % 10]}  # fmt: skip
        new(county, MEMBERSHIP, {
            "member": member, "term": str(county.plenary.term), "sector": sector,
            "special_committee": committee, "member_group": f"第{number % 10 + 1}小组",
            "station": county.stations[number % 10], "posts": ["常委"] if number % 8 == 0 else None,
            "joined_on": f"{county.year - county.plenary.number + 1}-01-12",
        })  # fmt: skip


def make_parties(county: County) -> list[str]:
    roll = county.dice.random()
    if roll < 0.4:
        return ["01"]
    first = county.dice.choice(("04", "05", "06", "07", "08", "10", "12", "12", "13"))
    return [first, "01"] if roll < 0.43 and first < "12" else [first]


def make_date(county: County, first: int, last: int) -> str:
    return (date(first, 1, 1) + timedelta(days=county.dice.randrange((last - first) * 365))).isoformat()


def make_activities(county: County) -> None:
    for station in county.stations:
        for _ in range(county.dice.randrange(ACTIVITIES // 2, ACTIVITIES + 4)):
            day = date(county.year, 1, 5) + timedelta(days=county.dice.randrange(350))
            if day > county.today:
                continue
            scope = f"town:{station}"
            title, kind = county.dice.choice(county.words["activities"])
            activity = new(
                county,
                ACTIVITY,
                {
                    "station": station,
                    "title": title,
                    "type": kind,
                    "date": day.isoformat(),
                    "place": county.pick("places"),
                    "guests": county.dice.randrange(60),
                },
                scope,
            )
            for member in county.dice.sample(county.members, 6):
                presence = county.dice.choice("11112")
                new(county, ATTENDANCE, {"activity": activity, "member": member, "presence": presence}, scope)


def make_proposals(county: County) -> None:
    """Proposals of one plenary; the older the year, the fewer are still open."""
    intake = docket = 0
    leads: list[Life] = []
    for number in range(PROPOSALS):
        closed = county.year < county.today.year
        path = choose_path(county, number, closed)
        proposal = county.new_id()
        values, day = start_proposal(county, number)
        life = Life(county, proposal, values)
        for step in life.walk(path, day):
            if step == "receive":
                intake += 1
                values["intake_no"] = f"{county.year}-{intake:04d}"
            elif step == "docket":
                docket += 1
                values["docket_no"] = f"{docket:03d}"
        if life.assignment:
            county.writing.new(ASSIGNMENT, life.assignment, record=life.unit_row)
            add_assistance(county, life, number)
        if number % 40 == 7 and life.assignment:
            add_attention(county, life)
        if values["state"] == "preliminary_reviewed" and leads and number % 2:
            values |= merge(county, life, county.dice.choice(leads))
        elif values["state"] in ("docketed", "assigned", "in_hand"):
            leads.append(life)
        county.writing.new(PROPOSAL, values, record=proposal)


def add_assistance(county: County, life: Life, number: int) -> None:
    """A unit that assists, in every fifth case."""
    row = life.assignment
    others = [unit for unit in county.units if unit != row["unit"]]
    if number % 5 or not others:
        return
    unit = others[number % len(others)]
    done = row["state"] == "replied"
    more: dict[str, Value] = {"replied_on": row["replied_on"], "on_time": True} if done else {}
    due = add_months(date.fromisoformat(str(row["date"])), 1).isoformat()
    new(county, ASSIGNMENT, {
        **{name: row[name] for name in ("proposal", "date", "notice_no", "round")}, **more, "unit": unit, "role": "assist",
        "due_on": due, "due_rule": "交办之日起1个月", "state": "replied" if done else "in_hand",
    })  # fmt: skip
    life.values["assist_units"] = [unit]


def add_attention(county: County, life: Life) -> None:
    """重点提案 with its log, and a leader's words on it."""
    day = life.assignment["date"]
    base: dict[str, Value] = {"proposal": life.proposal, "date": day}
    new(county, KEY_CASE, {**base, "chosen_how": "主席会议确定", "supervisor": "分管副主席", "leader": "分管副县长",
                           "goal": "年内见效", "measures": "现场办公，每季通报"})  # fmt: skip
    new(county, SUPERVISION, {**base, "form": "02", "people": "提案委、承办单位", "content": "到现场看进度。"})
    new(
        county,
        DIRECTIVE,
        {"record": life.proposal, "of": "proposal", "date": day, "leader": "县长", "words": "请抓紧办理。"},
    )
    life.values |= {"is_key": True, "has_directive": True}


def merge(county: County, life: Life, lead: Life) -> dict[str, Value]:
    """并案: what changes of the case that goes along; the steps of both say so."""
    day = min(county.today, date.fromisoformat(str(life.values["received_on"])) + timedelta(days=20)).isoformat()
    number = f"第{lead.values['docket_no']}号《{lead.values['title']}》"
    base: dict[str, Value] = {"date": day, "by": "周明礼"}
    new(county, STEP, {**base, "proposal": life.proposal, "move": "merge", "source": life.values["state"],
                       "target": "merged", "words": f"内容相近，并入{number}"})  # fmt: skip
    new(county, STEP, {**base, "proposal": lead.proposal, "move": "merge_in", "source": "", "target": lead.values["state"],
                       "words": f"并入收件 {life.values['intake_no']}《{life.values['title']}》"})  # fmt: skip
    new(county, REVIEW, {"proposal": life.proposal, "date": day, "conclusion": "并案", "opinion": "内容相近。"})
    return {"state": "merged", "merged_into": lead.proposal}


# How far a case has come: the moves it made.
LIFE = ("receive", "review:preliminary", "review:joint", "review:final", "docket", "assign", "sign_for", "contact",
        "reply", "feedback", "close")  # fmt: skip


def choose_path(county: County, number: int, closed: bool) -> tuple[str, ...]:
    roll = county.dice.random()
    if roll < 0.05:
        return (*LIFE[:3], "decline")
    if closed or roll < 0.35:
        return LIFE
    if roll < 0.4:
        return (*LIFE[:6], "send_back")
    return LIFE[: county.dice.choice((0, 1, 1, 2, 3, 5, 6, 7, 8, 8, 8, 9, 9, 10, 10)) if number else 8]


def start_proposal(county: County, number: int) -> tuple[dict[str, Value], date]:
    collective = number % 12 == 5
    topic, unit = county.pick("topics"), county.pick("units")
    received = date(county.year, 1, 8) + timedelta(days=county.dice.randrange(24))
    first, *joint = county.dice.sample(county.members, 1 + (number % 3 == 0) * county.dice.randrange(1, 5))
    values: dict[str, Value] = {
        "title": f"关于{county.pick('verbs')}{topic}的建议", "form": "3" if collective else "2" if joint else "1",
        "channel": county.code("channel"), "category": str(county.dice.randrange(1, 8)),
        "first_sponsor": None if collective else first, "joint_sponsors": None if collective or not joint else [*joint],
        "collective": f"民{county.dice.choice('革盟建进')}示例县支部" if collective else None, "may_be_published": True,
        "suggested_unit": unit, "analysis": "".join(sentences(county, "facts", unit)),
        "suggestions": "\n".join(f"{n}. {t}" for n, t in enumerate(sentences(county, "advice", unit), start=1)),
        "plenary": county.plenary.key, "state": "draft", "intake_period": "plenary",
    }  # fmt: skip
    if collective:
        values |= {"contact_person": make_name(county), "sealed": True}
    else:
        values |= county.sectors[first]
    return values, received


def sentences(county: County, name: str, unit: str) -> Iterator[str]:
    for text in county.dice.sample(county.words[name], 3):
        yield text.format(
            place=county.pick("places"), unit=unit, n=county.dice.randrange(60, 900), m=county.dice.randrange(20, 60)
        )


@dataclass
class Life:
    """One case taking its steps; the row of its unit is written once, when it is known how far that came."""

    county: County
    proposal: str
    values: dict[str, Value]
    assignment: dict[str, Value] = field(default_factory=dict[str, Value])
    unit_row: str = ""

    def walk(self, path: tuple[str, ...], day: date) -> Iterator[str]:
        """Take the steps one by one, writing each with its record; no step lies after today."""
        county, values = self.county, self.values
        for step in path:
            name, _, stage = step.partition(":")
            if day > county.today:
                return
            source = str(values["state"])
            detail, words = self.take(name, stage, day, last=step == path[-1])
            new(county, STEP, {
                "proposal": self.proposal, "date": day.isoformat(), "move": name, "source": source,
                "target": values["state"], "words": words or None, "by": "周明礼", "detail": detail,
            })  # fmt: skip
            yield name
            day += timedelta(days=county.dice.randrange(*WAITS.get(name, (2, 12))))

    def take(self, name: str, stage: str, day: date, *, last: bool) -> tuple[str | None, str]:
        """The record and the words of one step; what it sets goes into `values`."""
        values = self.values
        base: dict[str, Value] = {"proposal": self.proposal, "date": day.isoformat()}
        target, milestone = TARGETS[f"{name}:{stage}" if stage else name]
        values["state"] = target
        if milestone:
            values[milestone] = day.isoformat()
        if name in ("review", "decline"):
            return self.take_review(stage, base)
        if name in ("assign", "sign_for", "send_back"):
            return self.take_assignment(name, day)
        if name in ("contact", "reply", "feedback"):
            return self.take_handling(name, base, last=last)
        return None, ""

    def take_review(self, stage: str, base: dict[str, Value]) -> tuple[str, str]:
        opinion = "审查认为符合立案要求。" if stage else "内容空泛，退回后未改。"
        more: dict[str, Value] = {"stage": stage, "conclusion": "通过"}
        if not stage:
            more = {"ground": "10", "onward": "1", "conclusion": "不予立案"}
            self.values |= {"ground": "10", "onward": "1"}
        return new(self.county, REVIEW, {**base, **more, "reviewer": "韩守田", "opinion": opinion}), opinion

    def take_assignment(self, name: str, day: date) -> tuple[str, str]:
        row, county = self.assignment, self.county
        if name == "assign":
            unit, due = county.dice.choice(county.units), add_months(day, 3).isoformat()
            notice = f"示协办〔{county.year}〕5号"
            self.values |= {"lead_unit": unit, "due_on": due}
            self.unit_row = county.new_id()
            row |= {"proposal": self.proposal, "date": day.isoformat(), "unit": unit, "role": "lead", "due_on": due,
                    "due_rule": "交办之日起3个月", "notice_no": notice, "state": "assigned", "round": 1}  # fmt: skip
            return self.unit_row, f"{notice}，主办，应办复日 {due}（交办之日起3个月）"
        if name == "sign_for":
            row |= {"state": "in_hand", "signed_on": day.isoformat(), "contact_person": "李同志"}
            return self.unit_row, "李同志"
        reason = "不属本单位职责。"
        row |= {"state": "sent_back", "sent_back_on": day.isoformat(), "reason": reason}
        self.values["sent_back"] = True
        return self.unit_row, reason

    def take_handling(self, name: str, base: dict[str, Value], *, last: bool) -> tuple[str, str]:
        county, values, row = self.county, self.values, self.assignment
        unit = row["unit"]
        if name == "contact":
            return self.take_contact({**base, "unit": unit})
        if name == "reply":
            return self.take_reply(base)
        grade = county.dice.choice("1223" if last else "1112")  # 不满意 is never closed
        values |= {"attitude": "1", "satisfaction": grade, "adoption": "1"}
        row["satisfaction"] = grade
        form = {**base, "unit": unit, "case": self.proposal, "sponsor": values["first_sponsor"], "sent_on": values["replied_on"],
                "attitude": "1", "result": grade, "adoption": "1", "round": 1}  # fmt: skip
        return new(county, FEEDBACK, form), f"对办理结果 {county.codes.label('satisfaction', grade)}"

    def take_contact(self, base: dict[str, Value]) -> tuple[str, str]:
        """Most meet; some only telephone."""
        method = self.county.dice.choice("1111115")
        words = "登门走访，提案人同意办理思路。" if method == "1" else "电话里说明了办理思路，提案人没有意见。"
        face: dict[str, Value] = {"face_to_face": method == "1"}
        if method == "1":
            self.values |= face
            self.assignment |= face
        return new(
            self.county, CONTACT, {**base, **face, "method": f"0{method}", "phase": "2", "content": words}
        ), words

    def take_reply(self, base: dict[str, Value]) -> tuple[str, str]:
        county, row, day = self.county, self.assignment, str(base["date"])
        grade = county.dice.choice("AABBC")
        number = f"示建函〔{county.year}〕{county.dice.randrange(1, 99)}号"
        done: dict[str, Value] = {"result_class": grade, "on_time": day <= str(row["due_on"])}
        self.values |= done
        row |= {**done, "state": "replied", "replied_on": day}
        text = "所提建议已逐条研究，现答复如下。"
        if grade == "B":
            due = add_months(date.fromisoformat(day), 6).isoformat()
            kept: dict[str, Value] = {"state": "open"}
            if due <= county.today.isoformat() and county.dice.random() < 0.7:
                kept = {"state": "kept", "kept_on": due, "evidence": "现场看过，已经建成。"}
            new(county, PROMISE, {"proposal": self.proposal, "date": day, "unit": row["unit"], "item": "列入计划，年内完成。",
                                  "due_on": due, **kept})  # fmt: skip
        reply = {**base, "unit": row["unit"], "document_no": number, "result_class": grade, "text": text, "round": 1}
        return new(county, REPLY, reply), number


WAITS = {"receive": (5, 15), "docket": (10, 25), "sign_for": (20, 70), "contact": (5, 50), "reply": (3, 20)}


# move → state it leads to, milestone date it sets
TARGETS = {
    "receive": ("received", "received_on"), "review:preliminary": ("preliminary_reviewed", ""),
    "review:joint": ("joint_reviewed", ""), "review:final": ("reviewed", ""), "decline": ("declined", ""),
    "docket": ("docketed", "docketed_on"), "assign": ("assigned", "assigned_on"), "sign_for": ("in_hand", ""),
    "send_back": ("sent_back", ""), "contact": ("in_hand", ""), "reply": ("replied", "replied_on"),
    "feedback": ("feedback_given", ""), "close": ("closed", "closed_on"),
}  # fmt: skip
