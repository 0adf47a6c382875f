"""提案 of 示例县: matters of a county, put forward by members they concern, handled by the unit whose duty they are.

A plenary met some four months ago. What it handed out in the first round is due about today: most is answered, a few are
late; later rounds are in hand, and what came in last is under review. Earlier years are done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from cppcc_desktop.domain.dates import add_months
from cppcc_desktop.domain.description.fields import Value
from cppcc_desktop.nouns.proposals.entity import PROPOSAL
from cppcc_desktop.nouns.proposals.records import (
    ASSIGNMENT,
    ASSIST_OPINION,
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


@dataclass(frozen=True)
class Round:
    """Cases that are handed to units on one day; days count from the day that 示例县 is made for."""

    count: int
    came: tuple[int, int]  # when they were received
    docketed: int
    assigned: int
    notice: int  # number of the letter
    regular: bool = True  # came outside the plenary


ROUNDS = (
    Round(228, (-132, -119), -106, -100, 5, regular=False),
    Round(36, (-115, -106), -93, -87, 8),
    Round(22, (-72, -60), -53, -46, 12),
    Round(14, (-19, -2), -5, 20, 15),
)
COUNT = sum(each.count for each in ROUNDS)  # of one plenary

# of what came last, how many steps it has taken so far, the earliest first
ON_THE_WAY = (5, 5, 4, 4, 3, 3, 2, 2, 1, 1, 1, 1, 0, 0)
REVIEWERS = {"preliminary": "韩守田", "joint": "陆文彬", "final": "秦雅芝"}


@dataclass
class Docket:
    """The cases of one plenary while they are invented, and who may stand in them."""

    year: SampleYear
    units: Mapping[str, str]  # name → id
    members: Sequence[str]
    origins: Mapping[str, Mapping[str, Value]]  # member → sector, party, committee and town a case of his has
    counts: dict[str, int] = field(default_factory=dict[str, int])  # numbers given so far
    titles: set[str] = field(default_factory=set[str])
    leads: dict[str, list[InventedCase]] = field(
        default_factory=dict[str, "list[InventedCase]"]
    )  # by what they are about

    def count(self, name: str) -> int:
        """The next number of its kind."""
        self.counts[name] = self.counts.get(name, 0) + 1
        return self.counts[name]


def make_proposals(year: SampleYear) -> None:
    """Proposals of one plenary; none where nobody could put them forward or handle them."""
    units, members = year.lasting.get("unit", []), year.list_made("member")
    if not units or not members:
        return
    names = [each["name"] for each in year.words["units"]]
    docket = Docket(year, dict(zip(names, units, strict=True)), members, read_origins(year))
    for round_ in ROUNDS:
        days = sorted(year.dice.randrange(round_.came[0], round_.came[1] + 1) for _ in range(round_.count))
        for place, came in enumerate(days):
            make_proposal(docket, Place(round_, place, came))


def read_origins(year: SampleYear) -> dict[str, Mapping[str, Value]]:
    """What a case takes over from its first sponsor."""
    towns = {station: row["township"] for station, row in year.made.get("station", {}).items()}
    people = year.made["member"]
    return {
        str(card["member"]): {
            "sector": card["sector"], "special_committee": card["special_committee"],
            "township": towns.get(str(card["station"])), "party": parties_of(people[str(card["member"])])[0],
        }
        for card in year.made.get("membership", {}).values()
    }  # fmt: skip


def parties_of(person: Mapping[str, Value]) -> Sequence[str]:
    parties = person["parties"]
    return parties if isinstance(parties, list) else [str(parties)]


@dataclass(frozen=True)
class Place:
    """Which case of its round it is, and when it came."""

    round: Round
    number: int
    came: int

    def every(self, step: int, rest: int) -> bool:
        """Whether it is one of those that stand so many apart."""
        return self.number % step == rest


def make_proposal(docket: Docket, place: Place) -> None:
    """One case with all its records."""
    year = docket.year
    if place.round.assigned < 0 and place.every(19, 6):
        case = InventedCase(docket, year.new_id(), *start_declined(docket, place), place.round.notice)
    else:
        case = InventedCase(docket, year.new_id(), *start_proposal(docket, place), place.round.notice)
    about, leads = case.topic["title_of"], docket.leads
    if place.every(23, 9) and leads.get(about):
        last = case.walk(plan_review(place)[:2])
        merge(case, leads[about][0], last)
    else:
        case.walk(plan_life(case, place))
    if case.assignment:
        year.new(ASSIGNMENT, case.assignment, record=case.unit_row)
        leads.setdefault(about, []).append(case)
    if case.helper:
        year.new(ASSIGNMENT, case.helper)
    if case.opinion:
        year.new(FEEDBACK, case.opinion, record=case.opinion_row)
    year.new(PROPOSAL, case.values, record=case.proposal)


# what it is about

Start = tuple[dict[str, Value], Mapping[str, Any]]  # the fields of a new case, and the matter it is about


def start_proposal(docket: Docket, place: Place) -> Start:
    """A matter, somebody it concerns, and a text about it."""
    year = docket.year
    concern = year.dice.choice(year.words["concerns"])
    first = choose_sponsor(docket, concern["sectors"])
    title, town, spot = name_case(docket, concern, str(docket.origins[first]["township"] or year.pick("townships")))
    values = write_text(docket, title, concern, town, spot) | choose_form(docket, place, first, concern)
    return values, {**concern, "title_of": concern["titles"][0], "town": town, "spot": spot}


def start_declined(docket: Docket, place: Place) -> Start:
    """What cannot be docketed."""
    year = docket.year
    concern = year.dice.choice(year.words["declined"])
    first = year.dice.choice(docket.members)
    title, town, spot = name_case(docket, concern, year.pick("townships"))
    values = write_text(docket, title, concern, town, spot) | choose_form(docket, place, first, concern, alone=True)
    return values, {**concern, "title_of": title, "town": town, "spot": spot}


def choose_sponsor(docket: Docket, sectors: Sequence[str]) -> str:
    """Mostly somebody of a sector the matter concerns."""
    dice = docket.year.dice
    near = [member for member in docket.members if docket.origins[member]["sector"] in sectors]
    return dice.choice(near if near and dice.random() < 0.8 else docket.members)


def name_case(docket: Docket, concern: Mapping[str, Any], home: str) -> tuple[str, str, str]:
    """A title no other case has, as far as there is one; the town and the place it speaks of."""
    dice, title, town, spot = docket.year.dice, "", home, ""
    for turn in range(20):
        town = home if turn < 4 else docket.year.pick("townships")
        spot = docket.year.pick("places")
        title = dice.choice(concern["titles"]).format(town=town, place=spot)
        if title not in docket.titles:
            break
    docket.titles.add(title)
    return title, town, spot


def write_text(docket: Docket, title: str, concern: Mapping[str, Any], town: str, spot: str) -> dict[str, Value]:
    dice = docket.year.dice

    def fill(text: str) -> str:
        return text.format(town=town, place=spot, n=dice.randrange(12, 90) * 10, m=dice.randrange(7, 46))

    advice = [fill(each) for each in concern["advice"]]
    return {
        "title": title, "category": concern["category"], "suggested_unit": concern.get("lead"), "may_be_published": True,
        "analysis": "".join(fill(each) for each in concern["facts"]),
        "suggestions": "\n".join(f"{n}. {text}" for n, text in enumerate(advice, start=1)) if len(advice) > 1 else advice[0],
        "plenary": docket.year.plenary.key, "state": "draft",
    }  # fmt: skip


def choose_form(
    docket: Docket, place: Place, first: str, concern: Mapping[str, Any], *, alone: bool = False
) -> dict[str, Value]:
    """Who puts it forward and how it comes: every twelfth by a body, three in ten by several."""
    year, dice = docket.year, docket.year.dice
    channels = "05 05 05 01 01 07 03" if place.round.regular else "05 05 05 05 01 01 01 06 06 07"
    base: dict[str, Value] = {
        "channel": dice.choice(channels.split()), "intake_period": "regular" if place.round.regular else "plenary",
    }  # fmt: skip
    if place.every(12, 5) and not alone:
        body = dice.choice([each for each in year.words["bodies"] if set(each["sectors"]) & set(concern["sectors"])]
                           or year.words["bodies"])  # fmt: skip
        return base | {
            "form": body["form"], "collective": body["name"], "party": body.get("party"), "sealed": True,
            "contact_person": year.invent_name(), "contact_phone": year.invent_phone(),
        }  # fmt: skip
    joint: list[str] = []
    if place.number % 10 in (1, 4, 8) and not alone:
        same = [
            each for each in docket.members if docket.origins[each]["township"] == docket.origins[first]["township"]
        ]
        others = [each for each in same if each != first]
        joint = dice.sample(others, min(len(others), dice.randrange(1, 6)))
    whose = {name: value for name, value in docket.origins[first].items() if value}
    return base | whose | {"form": "2" if joint else "1", "first_sponsor": first, "joint_sponsors": joint or None}


# what happens to it


@dataclass(frozen=True)
class Event:
    """A step on a day, counted like those of a round; `deed` is a row of DEEDS."""

    day: int
    deed: str


def plan_review(place: Place) -> list[Event]:
    """收件 to 立案; the reviews lie between."""
    came, docketed = place.came, place.round.docketed
    if place.round.assigned > 0:  # what came last goes its way case by case
        docketed = came + 9
    first = max(came + 1, min(docketed - 8, came + 6))
    return [
        Event(came, "receive"), Event(first, "review:preliminary"), Event(docketed - 5, "review:joint"),
        Event(docketed - 3, "review:final"), Event(docketed, "docket"),
    ]  # fmt: skip


def plan_life(case: InventedCase, place: Place) -> list[Event]:
    """All the steps a case takes until today, in the order of their days."""
    review, year = plan_review(place), case.docket.year
    if case.topic.get("ground"):
        return [*review[:2], Event(review[1].day + 4, "decline")]
    if place.round.assigned > 0 and year.newest:
        return review[: ON_THE_WAY[place.number]]
    handed = min(place.round.assigned, review[-1].day + 6)
    return [*review, Event(handed, "assign"), *sorted(plan_handling(case, place, handed), key=lambda each: each.day)]


def plan_handling(case: InventedCase, place: Place, handed: int) -> list[Event]:
    """签收 to 办结, as far as it came."""
    year, dice = case.docket.year, case.docket.year.dice
    if place.round.notice == 12 and year.newest and place.every(9, 4):
        return [Event(handed + dice.randrange(5, 12), "send_back")]
    signed = handed + dice.randrange(1, 6)
    events = [] if place.round.notice == 12 and year.newest and place.every(6, 1) else [Event(signed, "sign_for")]
    if events and case.topic["assist"] and place.every(4, 1):
        events.append(Event(handed + (37 if place.every(48, 1) else dice.randrange(14, 29)), "assist"))
    if place.every(40, 7):
        events += [Event(handed + 8, "choose_key"), Event(handed + 10, "direct"), Event(handed + 40, "supervise")]
    return [*events, *plan_answer(case, place, handed, signed)] if events else events


def plan_answer(case: InventedCase, place: Place, handed: int, signed: int) -> list[Event]:
    """面商, 答复, 征询, 办结: most in time, some late, some not yet."""
    newest, dice = case.docket.year.newest, case.docket.year.dice
    talk = signed + dice.randrange(8, 24)
    late = place.every(24, 11)
    answer = handed + (dice.randrange(94, 98) if late else dice.randrange(32, 87))
    if newest and place.round.notice != 5:
        answer = handed + dice.randrange(34, 80 if place.round.notice == 8 else 60)
    events = [Event(talk, "contact")]
    open_still = {5: place.every(45, 17), 8: place.every(5, 2), 12: place.every(3, 0)}.get(place.round.notice, False)
    if newest and open_still:
        return events
    heard = answer + dice.randrange(5, 15)
    events += [Event(answer, "reply"), Event(answer + 2, "ask_feedback")]
    if newest and place.every(16, 3):  # the form is still with the proposer
        return events
    return [*events, Event(heard, "feedback"), Event(heard + dice.randrange(3, 9), "close")]


@dataclass
class InventedCase:
    """One case taking its steps; the row of its unit is written once, when it is known how far that came."""

    docket: Docket
    proposal: str
    values: dict[str, Value]
    topic: Mapping[str, Any]  # the matter it is about
    notice: int
    assignment: dict[str, Value] = field(default_factory=dict[str, Value])
    unit_row: str = ""
    helper: dict[str, Value] = field(default_factory=dict[str, Value])  # the row of the unit that assists
    opinion: dict[str, Value] = field(default_factory=dict[str, Value])  # the form about it
    opinion_row: str = ""
    past: list[tuple[date, str]] = field(default_factory=list[tuple[date, str]])  # the states it came to

    def walk(self, events: Sequence[Event]) -> date:
        """Take the steps one by one, writing each with its record, and give the day of the last.

        No step lies after today, no two on one day, and nobody closes what a proposer is not satisfied with.
        """
        year, last = self.docket.year, date.min
        for event in events:
            day = max(year.workday(event.day), last + timedelta(days=1))
            if day > year.today or self.values.get("satisfaction") == "3":
                break
            last = day
            self.take(DEEDS[event.deed], event.deed.partition(":"), day)
        return last

    def take(self, deed: Deed, name: tuple[str, str, str], day: date) -> None:
        """A step with its record; what it sets goes into `values`."""
        source = str(self.values["state"])
        self.values["state"] = deed.target or source
        if deed.dates:
            self.values[deed.dates] = day.isoformat()
        detail, words = deed.record(self, Taking(day, name[2])) if deed.record else (None, "")
        if deed.numbers:
            self.give_number(deed.numbers, day)
        self.write_step(name[0], day, source, detail, words)
        self.past.append((day, str(self.values["state"])))

    def give_number(self, numbers: tuple[str, str], day: date) -> None:
        """The next number in a field, written that way."""
        name, form = numbers
        count = self.docket.count(form.format(year=day.year, count=0))  # a run for each year, or one alone
        self.values[name] = form.format(year=day.year, count=count)

    def write_step(self, move: str, day: date, source: str, detail: str | None, words: str) -> None:
        """A line in the timeline."""
        target = next((state for when, state in reversed(self.past) if when <= day), "") if not source else ""
        self.docket.year.new(STEP, {
            "proposal": self.proposal, "date": day.isoformat(), "move": move, "source": source,
            "target": target or self.values["state"], "words": words or None, "by": "周明礼", "detail": detail,
        })  # fmt: skip

    def dated(self, at: Taking) -> dict[str, Value]:
        return {"proposal": self.proposal, "date": at.day.isoformat()}

    @property
    def unit(self) -> str:
        """The name of the unit that handles it."""
        return str(self.topic["lead"])

    @property
    def sponsor(self) -> str:
        """The name of who put it forward."""
        first = self.values.get("first_sponsor")
        return str(self.docket.year.made["member"][str(first)]["name"]) if first else str(self.values["collective"])

    def clerk(self) -> str:
        """Who handles it in the unit: the same person each time."""
        surnames = self.docket.year.words["surnames"]
        return f"{surnames[sum(map(ord, self.unit)) % len(surnames)]}同志"


@dataclass(frozen=True)
class Taking:
    """When a step is taken, and at which stage."""

    day: date
    stage: str


def review(case: InventedCase, at: Taking) -> tuple[str, str]:
    opinion = case.docket.year.dice.choice(case.docket.year.words["opinions"][at.stage])
    return write_review(case, at, opinion, {"stage": at.stage, "conclusion": "通过"})


def decline(case: InventedCase, at: Taking) -> tuple[str, str]:
    why: dict[str, Value] = {"ground": case.topic["ground"], "onward": case.topic["onward"]}
    case.values.update(why)
    return write_review(case, at, str(case.topic["opinion"]), {**why, "conclusion": "不予立案"})


def write_review(case: InventedCase, at: Taking, opinion: str, more: dict[str, Value]) -> tuple[str, str]:
    row = {**case.dated(at), **more, "reviewer": REVIEWERS.get(at.stage, "韩守田"), "opinion": opinion}
    return case.docket.year.new(REVIEW, row), opinion


def merge(case: InventedCase, lead: InventedCase, last: date) -> None:
    """并案: the case goes along with one about the same matter; the steps of both say so."""
    year, values = case.docket.year, case.values
    source, day = str(values["state"]), last + timedelta(days=1)
    if source != "preliminary_reviewed" or day > year.today:
        return
    row = {"proposal": case.proposal, "date": day.isoformat(), "reviewer": "韩守田", "conclusion": "并案"}
    values |= {"state": "merged", "merged_into": lead.proposal}
    case.write_step("merge", day, source, year.new(REVIEW, {**row, "opinion": "内容相近，建议并案办理。"}),
                    f"内容相近，并入收件 {lead.values['intake_no']}《{lead.values['title']}》")  # fmt: skip
    lead.write_step("merge_in", day, "", None, f"并入收件 {values['intake_no']}《{values['title']}》")
    if lead.opinion and not values.get("collective"):
        year.new(FEEDBACK, {**lead.opinion, "case": case.proposal, "sponsor": values["first_sponsor"], "words": None})


def assign(case: InventedCase, at: Taking) -> tuple[str, str]:
    year, due = case.docket.year, add_months(at.day, 3).isoformat()
    notice = f"示协办〔{at.day.year}〕{case.notice}号"
    unit = case.docket.units[case.unit]
    case.values.update({"lead_unit": unit, "due_on": due})
    case.unit_row = year.new_id()
    common: dict[str, Value] = {
        **case.dated(at), "notice_no": notice, "round": 1, "offices": "县委办公室、县政府办公室、县政协办公室",
        "meeting": "提案交办会" if case.notice == ROUNDS[0].notice else None,
    }  # fmt: skip
    case.assignment |= {
        **common, "unit": unit, "role": "lead", "due_on": due, "due_rule": "交办之日起3个月", "state": "assigned",
    }  # fmt: skip
    return case.unit_row, f"{notice}，主办，应办复日 {due}（交办之日起3个月）"


def sign_for(case: InventedCase, at: Taking) -> tuple[str, str]:
    case.assignment |= {"state": "in_hand", "signed_on": at.day.isoformat(), "contact_person": case.clerk()}
    return case.unit_row, case.clerk()


def send_back(case: InventedCase, at: Taking) -> tuple[str, str]:
    other = case.topic["assist"][0] if case.topic["assist"] else ""
    reason = f"这件事由{other}负责，建议改由他们主办。" if other else "所提事项不在本单位职责以内。"
    case.assignment |= {
        "state": "sent_back", "sent_back_on": at.day.isoformat(), "reason": reason,
        "proposed_unit": case.docket.units.get(other),
    }  # fmt: skip
    case.values["sent_back"] = True
    return case.unit_row, reason


def assist(case: InventedCase, at: Taking) -> tuple[str, str]:
    """会办意见 of a unit the matter concerns too."""
    year, row = case.docket.year, case.assignment
    name, handed = case.topic["assist"][0], date.fromisoformat(str(row["date"]))
    unit, due = case.docket.units[name], add_months(handed, 1).isoformat()
    timely = at.day.isoformat() <= due
    case.helper = {
        **{each: row[each] for each in ("proposal", "date", "notice_no", "offices", "round")}, "unit": unit,
        "role": "assist", "due_on": due, "due_rule": "交办之日起1个月", "state": "replied", "on_time": timely,
        "signed_on": (handed + timedelta(days=2)).isoformat(), "replied_on": at.day.isoformat(),
    }  # fmt: skip
    case.values["assist_units"] = [unit]
    text = f"{case.unit}：涉及我单位的内容已研究，我们将在职责范围内配合办理，所需数据和人员随时提供。"
    made = year.new(ASSIST_OPINION, {
        **case.dated(at), "unit": unit, "document_no": number_letter(case, name, at.day), "text": text,
    })  # fmt: skip
    return made, name


def contact(case: InventedCase, at: Taking) -> tuple[str, str]:
    """Most meet; some only telephone."""
    method = case.docket.year.dice.choice("111222344445")
    place, words = case.docket.year.words["contacts"][method]
    words = words.format(unit=case.unit, town=case.topic["town"], place=case.topic["spot"])
    face: dict[str, Value] = {"face_to_face": method != "5"}
    if method != "5":
        case.values.update(face)
        case.assignment |= face
    people = f"提案人，{case.unit}{case.clerk()}"
    row: dict[str, Value] = {"unit": case.assignment["unit"], "method": f"0{method}", "phase": "2", "people": people,
                             "place": place.format(unit=case.unit, town=case.topic["town"]) or None, "content": words}  # fmt: skip
    return case.docket.year.new(CONTACT, {**case.dated(at), **face, **row}), words


def reply(case: InventedCase, at: Taking) -> tuple[str, str]:
    year, row, day = case.docket.year, case.assignment, at.day.isoformat()
    grade = year.dice.choices("ABC", (57, 29, 14))[0]
    number = number_letter(case, case.unit, at.day)
    done: dict[str, Value] = {"result_class": grade, "on_time": day <= str(row["due_on"])}
    case.values.update(done)
    row |= {**done, "state": "replied", "replied_on": day}
    if grade == "B":
        promise(case, at)
    return year.new(REPLY, {
        **case.dated(at), "unit": row["unit"], "document_no": number, "signer": f"{case.clerk()[0]}局长" if "局" in case.unit else None,
        "result_class": grade, "text": write_reply(case, grade), "copies": "县政府办公室、县政协提案委员会", "round": 1,
    }), number  # fmt: skip


def write_reply(case: InventedCase, grade: str) -> str:
    """The letter: to whom, about what, what was done, and the closing words of its class."""
    values, words = case.values, case.docket.year.words["reply"]
    joint = values.get("joint_sponsors")
    whom = case.sponsor if values.get("collective") else f"{case.sponsor}{'等' if joint else ''}委员"
    answer = str(case.topic["answers"][grade]).format(town=case.topic["town"], place=case.topic["spot"])
    opening = words["opening"].format(title=values["title"], number=values["docket_no"])
    return f"{whom}：\n{opening}\n{answer}\n{words['closing'][grade]}"


def number_letter(case: InventedCase, unit: str, day: date) -> str:
    """示教函〔2026〕212号: the later the higher."""
    short = next(each["letter"] for each in case.docket.year.words["units"] if each["name"] == unit)
    return f"示{short}函〔{day.year}〕{day.timetuple().tm_yday * 2 - case.docket.count(f'{unit} {day}') % 2}号"


def promise(case: InventedCase, at: Taking) -> None:
    """What the reply promises; most of what is due by today was kept."""
    year, dice = case.docket.year, case.docket.year.dice
    due = add_months(at.day, dice.choice((1, 6, 8, 9, 10, 12, 12, 12))).isoformat()
    kept: dict[str, Value] = {"state": "open"}
    if due <= year.today.isoformat() and dice.random() < 0.8:
        kept = {"state": "kept", "kept_on": due, "evidence": "提案委到现场看过，已经办成。"}
    item = str(case.topic["promise"]).format(town=case.topic["town"], place=case.topic["spot"])
    year.new(PROMISE, {**case.dated(at), "unit": case.assignment["unit"], "item": item, "due_on": due, **kept})


def ask_feedback(case: InventedCase, at: Taking) -> tuple[None, str]:
    """The form goes to the proposer; it is written when it comes back, or is known to be out."""
    case.opinion_row = case.docket.year.new_id()
    case.opinion = {
        "proposal": case.proposal, "unit": case.assignment["unit"], "case": case.proposal,
        "sponsor": case.values.get("first_sponsor"), "sent_on": at.day.isoformat(), "round": 1,
    }  # fmt: skip
    return None, "发出 1 份"


def feedback(case: InventedCase, at: Taking) -> tuple[str, str]:
    """A form that came back: 不满意 in a few."""
    year, values = case.docket.year, case.values
    shares = {"A": (91, 9, 0), "B": (84, 13, 3), "C": (62, 30, 8)}[str(values["result_class"])]
    grade = year.dice.choices("123" if year.newest else "122", shares)[0]
    adoption = {"A": "1", "B": "2", "C": "3"}[str(values["result_class"])]
    told: dict[str, Value] = {"attitude": "1" if grade == "1" else "2", "adoption": adoption}
    values |= {**told, "satisfaction": grade}
    case.assignment["satisfaction"] = grade
    case.opinion |= {
        **told, "date": at.day.isoformat(), "result": grade, "filled_by": None if values.get("collective") else case.sponsor,
        "words": year.dice.choice(year.words["feedback"][grade]),
    }  # fmt: skip
    return case.opinion_row, f"对办理结果 {year.codes.label('satisfaction', grade)}"


def choose_key(case: InventedCase, at: Taking) -> tuple[str, str]:
    case.values["is_key"] = True
    row: dict[str, Value] = {"chosen_how": "主席会议确定", "supervisor": "分管副主席", "leader": "分管副县长", "goal": "年内见效",
                             "measures": "列出清单，现场办公，每季通报。"}  # fmt: skip
    return case.docket.year.new(KEY_CASE, {**case.dated(at), **row}), "主席会议确定"


def direct(case: InventedCase, at: Taking) -> tuple[str, str]:
    case.values["has_directive"] = True
    words = f"请{case.unit}抓紧办理，办理情况及时回复提案人。"
    row: dict[str, Value] = {"record": case.proposal, "of": PROPOSAL.name, "date": at.day.isoformat(), "leader": "县长",
                             "words": words}  # fmt: skip
    return case.docket.year.new(DIRECTIVE, row), f"县长：{words}"


def supervise(case: InventedCase, at: Taking) -> tuple[str, str]:
    words = f"到{case.topic['town']}看进度，听取提案人意见，要求{case.unit}倒排时间。"
    row: dict[str, Value] = {"form": "02", "people": f"分管副主席，提案委，{case.unit}", "content": words}
    return case.docket.year.new(SUPERVISION, {**case.dated(at), **row}), words


@dataclass(frozen=True)
class Deed:
    """What a step does to an invented case: the state it leads to, the date it sets, its record and words."""

    target: str = ""
    dates: str = ""
    record: Callable[[InventedCase, Taking], tuple[str | None, str]] | None = None
    numbers: tuple[str, str] | None = None  # the field it gives a number to, and how that is written


DEEDS = {
    "receive": Deed("received", "received_on", numbers=("intake_no", "{year}-{count:04d}")),
    "review:preliminary": Deed("preliminary_reviewed", record=review), "review:joint": Deed("joint_reviewed", record=review),
    "review:final": Deed("reviewed", record=review), "decline": Deed("declined", record=decline),
    "docket": Deed("docketed", "docketed_on", numbers=("docket_no", "{count:03d}")),
    "assign": Deed("assigned", "assigned_on", assign), "sign_for": Deed("in_hand", record=sign_for),
    "send_back": Deed("sent_back", record=send_back), "assist": Deed(record=assist), "contact": Deed(record=contact),
    "reply": Deed("replied", "replied_on", reply), "ask_feedback": Deed(record=ask_feedback),
    "feedback": Deed("feedback_given", record=feedback), "close": Deed("closed", "closed_on"),
    "choose_key": Deed(record=choose_key), "direct": Deed(record=direct), "supervise": Deed(record=supervise),
}  # fmt: skip


SAMPLE = Sample(40, make_proposals)
