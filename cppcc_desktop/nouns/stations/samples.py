"""联络站 of 示例县: one in each of ten towns, and two below each; those of the towns with all that is kept of them."""

from __future__ import annotations

from datetime import date

from cppcc_desktop.domain.description.fields import Value
from cppcc_desktop.domain.office.office import CODE_ENTRY
from cppcc_desktop.nouns.stations.entity import LEVEL_OF_TYPE, STATION
from cppcc_desktop.nouns.stations.records import CHECK, COUNCIL, DUTY_RULE, FUNCTION, VISIT
from cppcc_desktop.services.office.samples import Sample, SampleYear

COUNT, TOWNS = 30, 10
GROUND = (
    ("11", "镇政府二楼两间，挂牌"), ("12", "电脑、打印机、投影、档案柜"), ("13", "县政协委员 9 人"), ("14", "列入镇预算 3 万元"),
    ("15", "站长、联络员各 1 人"), ("21", "门牌、站内标识按县里统一样式"), ("22", "议事室、收集室齐全"), ("23", "四项制度上墙"),
    ("24", "年计划 4 次"), ("25", "群众评价表没有收齐"),
)  # fmt: skip


def make_stations(year: SampleYear) -> None:
    """A year's stations: those of the towns first."""
    for number in range(COUNT):
        town, upper = number % TOWNS, year.list_made(STATION.name)
        township = year.words["townships"][town]
        suffix = "" if number < TOWNS else year.words["places"][town]
        kind = "01" if number < TOWNS else "05" if number < 2 * TOWNS else "04"
        label = year.codes.label("station_type", kind)
        year.new(STATION, {
            "code": f"{year.year % 100:02d}{number + 1:02d}",
            "name": f"{township}{suffix}{label if number >= TOWNS else '政协工作联络站'}", "type": kind,
            "level": LEVEL_OF_TYPE[kind],
            "township": township, "parent": upper[town] if number >= TOWNS else None, "head": year.invent_name(),
            "liaison": year.invent_name(), "opened_on": f"{year.year - 3}-03-{number % 28 + 1:02d}",
        })  # fmt: skip


def furnish(year: SampleYear) -> None:
    """Functions, grounds, council, visits and duty of the stations of towns, and the list of townships."""
    if not year.newest:
        return
    made = year.apart("station")
    for number, (station, row) in enumerate(year.made.get(STATION.name, {}).items()):
        if row.get("parent") or not str(row["code"]).startswith(f"{year.year % 100:02d}"):
            continue
        made.new(CODE_ENTRY, {"list": "township", "code": str(row["township"]), "label": str(row["township"])})
        furnish_station(made, station, number)


def furnish_station(made: SampleYear, station: str, number: int) -> None:
    scope, base, year = f"town:{station}", {"station": station}, made
    looked = min(date(year.year, 5, 20), year.today)
    for at, code in enumerate(("01", "02", "04")[: 2 + number % 2]):
        made.new(FUNCTION, {**base, "function": code, "since": f"{year.year - 3 + at}-03-01"}, scope=scope)
    for at, (item, words) in enumerate(GROUND):
        state = "4" if item == "25" else "2" if made.dice.randrange(12) == 0 else "1"
        seen: dict[str, Value] = {"looked_on": looked.isoformat(), "looked_by": "高岚"} if at < 5 else {}
        made.new(CHECK, {**base, "item": item, "state": state, "words": words, **seen}, scope=scope)
    made.new(VISIT, {**base, "date": looked.isoformat(), "leader": "高岚", "people": 3,
                     "looked_at": [code for code, _ in GROUND[:5]], "findings": "制度上墙，台账齐全。"}, scope=scope)  # fmt: skip
    for at, role in enumerate(("1", "2", "3", "3")):
        name = made.dice.choice("赵钱孙李周吴郑王冯陈") + made.dice.choice(
            ("秀兰", "德贵", "长水", "玉梅", "守田", "桂英")
        )
        made.new(COUNCIL, {**base, "person": name, "role": role, "post": "村民代表" if at else "村党支部书记",
                           "since": f"{year.year - 2}-01-01"}, scope=scope)  # fmt: skip
    members = [
        str(card["member"]) for card in year.made.get("membership", {}).values() if card.get("station") == station
    ]
    made.new(DUTY_RULE, {**base, "weekdays": ["3"], "starts_at": "09:00", "ends_at": "11:30", "mode": "1",
                         "place": "联络站接待室", "persons": members[:4] or None}, scope=scope)  # fmt: skip


SAMPLES = (Sample(20, make_stations), Sample(55, furnish))
