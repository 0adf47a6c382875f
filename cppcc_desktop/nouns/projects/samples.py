"""项目, 捐赠 and 稿件 of 示例县: what members did, gave and wrote in a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cppcc_desktop.domain.description.fields import Entity, Value
from cppcc_desktop.nouns.projects.entity import DONATION, HOME, PIECE, PROJECT
from cppcc_desktop.nouns.projects.life import CODES
from cppcc_desktop.nouns.projects.records import PROGRESS, STEP
from cppcc_desktop.services.office.samples import Sample, SampleYear

BODIES = ("县茶业公司", "县建筑集团", "云水食品公司", "青坪农业合作社", "县工商联", "石桥机械厂")
# title, kind, for whom, planned and spent in 万元, jobs, people, how far it came
DONE = (
    ("高山茶园改造", "1", "茶农", 120, 118, 60, 420, "finished"), ("村道路灯安装", "3", "村民", 18, 18, None, 900, "finished"),
    ("留守老人食堂", "2", "留守老人", 26, 25, 6, 130, "finished"), ("冷水鱼养殖基地", "1", "养殖户", 85, 60, 24, 96, "running"),
    ("村小图书角", "3", "学生", 6, 6, None, 240, "finished"), ("青梅加工车间", "1", "种植户", 240, 150, 85, 310, "running"),
    ("饮水管网延伸", "3", "村民", 45, 20, 4, 560, "running"), ("油茶林抚育", "2", "林农", 32, None, 15, 88, "planned"),
    ("乡村医生培训", "3", "乡村医生", 8, 8, None, 45, "finished"), ("竹编工坊", "1", "妇女", 30, 12, 40, None, "stopped"),
    ("民宿带头户结对", "2", "农户", 50, 46, 22, 66, "finished"), ("河堤绿化", "3", "居民", 15, None, None, 1200, "planned"),
)  # fmt: skip
# for what, money and in which currency, goods and their value, whether a body gives
GIFTS = (
    ("县慈善总会", 50_000, HOME, "", None, True), ("县第一中学", 20_000, HOME, "", None, False), ("县人民医院", None, HOME, "轮椅 20 辆", 16_000, True),
    ("城关镇敬老院", 5_000, HOME, "", None, False), ("龙潭镇中心小学", 30_000, "HKD", "", None, False), ("县红十字会", 100_000, HOME, "", None, True),
    ("白岭乡中心小学", None, HOME, "图书 600 册", 9_000, False), ("县特殊教育学校", 12_000, HOME, "", None, False),
    ("东河乡防汛办", None, HOME, "救生衣 100 件", None, True), ("县教育基金会", 60_000, HOME, "", None, True),
)  # fmt: skip
PAPERS = (
    ("老街的石板路", "1", "县文史资料", "1"), ("我所知道的供销社", "1", "县文史资料", "1"), ("委员工作站里的板凳会", "2", "市政协网", "2"),
    ("一条河的三十年", "1", "市文史", "2"), ("把协商搬到院坝", "2", "省政协报", "3"), ("茶山上的委员", "2", "县融媒体", "1"),
    ("古桥记", "1", "县文史资料", "1"), ("小提案办成大实事", "2", "人民政协网", "4"),
)  # fmt: skip
REASON = "场地没有落实，和村里商量后停下来。"


@dataclass
class Deeds:
    """One year while it is invented."""

    year: SampleYear
    members: list[str]
    stations: list[str]

    @classmethod
    def begin(cls, year: SampleYear) -> Deeds:
        cards = [str(card["member"]) for card in year.made.get("membership", {}).values()]
        return cls(year, cards, list(year.made.get("station", {}))[:10])

    def new(self, entity: Entity, values: dict[str, Value], *, scope: str = "") -> str:
        told: dict[str, Value] = {name: value for name, value in values.items() if value not in (None, "")}
        return self.year.new(entity, told, scope=scope)

    def day(self, first: int, last: int) -> date:
        """A day of the year between the first and the last day counted."""
        return date(self.year.year, 1, 1) + timedelta(days=self.year.dice.randrange(first, last))

    def persons(self, most: int) -> list[str]:
        return self.year.dice.sample(self.members, self.year.dice.randint(1, most)) if self.members else []


def make_deeds(year: SampleYear) -> None:
    """What was begun, given and printed until today."""
    deeds = Deeds.begin(year.apart("projec"))
    for place in range(len(DONE)):
        make_project(deeds, place)
    for place in range(len(GIFTS)):
        make_donation(deeds, place)
    for title, kind, where, level in PAPERS:
        day = deeds.day(10, 170)
        author: list[str] = deeds.persons(2)
        if day <= year.today:
            deeds.new(
                PIECE,
                {
                    "title": title,
                    "kind": kind,
                    "author": author,
                    "printed_in": where,
                    "level": level,
                    "date": day.isoformat(),
                },
            )


def make_project(deeds: Deeds, place: int) -> None:
    title, kind, receiver, planned, spent, jobs, people, state = DONE[place]
    begun, lasts, persons = deeds.day(10, 70), deeds.year.dice.randrange(50, 130), deeds.persons(3)
    today, stations = deeds.year.today, deeds.stations
    ended = begun + timedelta(days=lasts)
    if state != "planned" and ended > today:
        state, spent = ("running", spent and spent // 2) if begun <= today else ("planned", None)
    station = stations[place % len(stations)] if stations and place % 3 == 0 else ""
    township = deeds.year.words["townships"][place % 10]
    scope = f"town:{station}" if station else ""
    project = deeds.new(PROJECT, {
        "title": title, "year": deeds.year.year, "kind": kind, "receiver": receiver, "township": township, "persons": persons,
        "body": BODIES[place % len(BODIES)] if place % 2 else None, "station": station, "state": state, "result": CODES[state],
        "started_on": begun.isoformat() if state != "planned" else None, "ended_on": ended.isoformat() if state == "finished" else None,
        "stop_reason": REASON if state == "stopped" else None, "money_planned": f"{planned}0000",
        "money_done": f"{spent}0000" if spent and state != "planned" else None,
        "jobs": jobs if state != "planned" else None, "people": people if state != "planned" else None,
    }, scope=scope)  # fmt: skip
    if state == "planned":
        return
    note(deeds, project, scope, begun, ("start", "planned", "running"), "")
    halfway = begun + timedelta(days=lasts // 2)
    if halfway <= today:
        words = "现场看过，进度过半。" if place % 2 else "材料进场，开始施工。"
        deeds.new(PROGRESS, {"project": project, "date": halfway.isoformat(), "words": words, "money": f"{(spent or 0) * 5000}" if spent else None},
                  scope=scope)  # fmt: skip
    if state in ("finished", "stopped"):
        move = "finish" if state == "finished" else "stop"
        note(deeds, project, scope, ended, (move, "running", state), REASON if state == "stopped" else "")


def note(deeds: Deeds, project: str, scope: str, day: date, step: tuple[str, str, str], words: str) -> None:
    """A line in the timeline."""
    move, source, target = step
    deeds.new(STEP, {
        "project": project, "date": day.isoformat(), "move": move, "source": source, "target": target, "words": words, "by": "周明礼",
    }, scope=scope)  # fmt: skip


def make_donation(deeds: Deeds, place: int) -> None:
    receiver, money, currency, goods, value, by_body = GIFTS[place]
    day, giver = deeds.day(10, 170), deeds.persons(1)
    if day > deeds.year.today or not (giver or by_body):
        return
    deeds.new(DONATION, {
        "date": day.isoformat(), "receiver": receiver, "money": str(money) if money else None, "currency": currency, "goods": goods,
        "goods_value": str(value) if value else None, "body": BODIES[place % len(BODIES)] if by_body else None,
        "person": None if by_body else giver[0], "purpose": "助学" if "学" in receiver else "公益",
    })  # fmt: skip


SAMPLE = Sample(65, make_deeds)
