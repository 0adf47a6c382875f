"""协商议题 of 示例县: a year's call for topics, of which most are decided on and told to who suggested them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cppcc_desktop.domain.description.fields import Value
from cppcc_desktop.nouns.topics.entity import TOPIC
from cppcc_desktop.nouns.topics.life import CODES, WORKFLOW
from cppcc_desktop.nouns.topics.records import STEP, TOLD
from cppcc_desktop.services.office.samples import Sample, SampleYear

# title, category, mode, source, channel, month, who suggested it
CALLED = (
    ("优化营商环境，让企业少跑一趟", "2", "11", "1", "01", "3月", "县工商联"),
    ("推进城乡供水同质同价", "3", "01", "2", "06", "4月", "农业界委员小组"),
    ("饮用水水源地怎样长期保护", "3", "03", "3", "05", "4月", "群众来电"),
    ("县城停车难的系统治理", "3", "02", "2", "06", "5月", "经济界委员小组"),
    ("托育服务价格和补贴", "3", "14", "2", "03", "5月", "妇联界委员小组"),
    ("乡村旅游淡季怎么办", "2", "13", "4", "03", "6月", "县文旅局"),
    ("古村落修缮由谁来做", "4", "02", "2", "01", "6月", "文化艺术界委员小组"),
    ("教师周转房建设和管理", "3", "13", "1", "02", "7月", "县教育局"),
    ("社区养老食堂怎样办得下去", "3", "18", "3", "07", "8月", "新桥街道联络站"),
    ("返乡青年创业贷款落地难", "2", "16", "2", "06", "9月", "共青团界委员小组"),
    ("农村公路养护资金怎么筹", "1", "01", "5", "01", "9月", "县交通运输局"),
    ("沿河步道夜间照明", "4", "05", "3", "04", "10月", "群众来信"),
)
REASONS = (
    "关系群众切身利益，几次走访都有人提出。",
    "县委今年的重点工作，需要听取各界意见。",
    "往年议过，情况又有变化。",
)
# what was decided on which of them, by place in the list
ADOPTED, NOT_USED, MERGED = (0, 1, 3, 4, 7, 8), (5, 11), {2: 1}


@dataclass
class TopicCall:
    """One year's topics while they are invented."""

    year: SampleYear
    ids: list[str]

    @classmethod
    def begin(cls, year: SampleYear) -> TopicCall:
        return cls(year, [year.new_id() for _ in CALLED])

    def decide(self, place: int) -> str:
        """What is decided on a topic; none goes along with one that is not there yet."""
        if place in MERGED:
            there = self.ids[MERGED[place]] in self.year.list_made(TOPIC.name)
            return "merged" if there else "suggested"
        return "adopted" if place in ADOPTED else "not_used" if place in NOT_USED else "suggested"


def make_topics(year: SampleYear) -> None:
    """What was suggested until today, and what was decided a month later."""
    call = TopicCall.begin(year.apart("topic"))
    for place in range(len(CALLED)):
        suggested = date(year.year, 1, 6) + timedelta(days=call.year.dice.randrange(50))
        if suggested <= year.today:
            make_topic(call, place, suggested)


def make_topic(call: TopicCall, place: int, suggested: date) -> None:
    title, category, mode, source, channel, month, who = CALLED[place]
    decided = suggested + timedelta(days=call.year.dice.randrange(20, 45))
    state = call.decide(place) if decided <= call.year.today else "suggested"
    values: dict[str, Value] = {
        "title": title, "year": call.year.year, "category": category, "mode": mode, "source": source, "channel": channel,
        "month": month, "suggested_by": who, "suggested_on": suggested.isoformat(), "reason": call.year.dice.choice(REASONS),
        "state": state, "result": CODES.get(state),
    }  # fmt: skip
    if state != "suggested":
        values |= record_decision(call, place, state, decided)
    call.year.new(TOPIC, values, record=call.ids[place])


def record_decision(call: TopicCall, place: int, state: str, day: date) -> dict[str, Value]:
    """The steps of the topic and of the one it goes along with; gives what they set."""
    move = next(each for each in WORKFLOW.moves if each.target == state)
    if state == "merged":
        lead = MERGED[place]
        note(call, place, move.name, day, ("suggested", state), f"并入《{CALLED[lead][0]}》")
        note(
            call,
            lead,
            "merge_in",
            day,
            ("", str(call.year.made[TOPIC.name][call.ids[lead]]["state"])),
            f"并入《{CALLED[place][0]}》",
        )
        return {"merged_into": call.ids[lead]}
    words = "列入今年的协商选题。" if state == "adopted" else "已有专门的实施方案，今年先看落实。"
    note(call, place, move.name, day, ("suggested", state), words)
    told = day + timedelta(days=5)
    if told <= call.year.today and place % 3:
        how = "05" if place % 2 else "08"
        row: dict[str, Value] = {
            "topic": call.ids[place],
            "date": told.isoformat(),
            "how": how,
            "whom": CALLED[place][-1],
        }
        detail = call.year.new(TOLD, row)
        note(
            call,
            place,
            "inform",
            told,
            (state, state),
            f"告知方式 {call.year.codes.label('contact_method', how)}，告知对象 {CALLED[place][-1]}",
            detail,
        )
    return {"result_reason": words}


def note(
    call: TopicCall, place: int, move: str, day: date, states: tuple[str, str], words: str, detail: str | None = None
) -> None:
    """A line in the timeline."""
    call.year.new(STEP, {
        "topic": call.ids[place], "date": day.isoformat(), "move": move, "source": states[0], "target": states[1],
        "words": words, "by": "周明礼", "detail": detail,
    })  # fmt: skip


SAMPLE = Sample(60, make_topics)
