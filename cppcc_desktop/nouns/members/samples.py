"""委员 of 示例县, some with rare characters in their names; party, work and committee are those of the sector."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from cppcc_desktop.domain.description.fields import Value
from cppcc_desktop.nouns.members.entity import MEMBER, MEMBERSHIP
from cppcc_desktop.services.office.samples import Sample, SampleYear

TOWNS = 10
MINORITIES = ("22", "03", "06", "15", "11")  # 畲 回 苗 土家 满
SCHOOLING = "21 21 21 21 21 31 31 14 14 41 61 11"
SEXES = {"阿依·古兰": "2", "买买提·江": "1"}  # names that say it
LEADERS = ("主席", "副主席", "副主席", "副主席", "秘书长")


def make_members(year: SampleYear) -> None:
    """The members of a year's term, spread over sectors and towns."""
    stations = year.list_made("station")
    for number, sector in enumerate(list_seats(year)):
        about = year.words["sectors"][sector]
        member = year.new(MEMBER, invent_person(year, number, sector, about))
        posts = [LEADERS[number // 48]] if number % 48 == 3 else ["常委"] if number % 8 == 0 else None
        year.new(MEMBERSHIP, {
            "member": member, "term": str(year.plenary.term), "sector": sector,
            "special_committee": year.dice.choice(about["committee"]), "member_group": f"第{number % TOWNS + 1}小组",
            "station": stations[number % TOWNS] if stations else None, "posts": posts,
            "joined_on": f"{year.year - year.plenary.number + 1}-01-12",
        })  # fmt: skip


def list_seats(year: SampleYear) -> Iterator[str]:
    """The sector of each member in turn, so many as it has seats."""
    seats = [sector for sector, about in year.words["sectors"].items() for _ in range(about["w"])]
    yield from year.dice.sample(seats, len(seats))


def invent_person(year: SampleYear, number: int, sector: str, about: dict[str, Any]) -> dict[str, Value]:
    rare = year.words["rare_names"]
    name = rare[number] if number < len(rare) else year.invent_name()
    work, post = year.dice.choice(about["jobs"])
    nationality = "05" if "·" in name else year.dice.choice(MINORITIES) if sector == "30" or number % 17 == 5 else "01"
    return {
        "name": name, "sex": SEXES.get(name, "2" if sector == "13" else year.dice.choice("112")), "nationality": nationality,
        "parties": make_parties(year, about["parties"]), "education": year.dice.choice(SCHOOLING.split()),
        "birth_date": make_date(year, year.year - 59, year.year - 30), "post": work + post, "mobile": year.invent_phone(),
    }  # fmt: skip


def make_parties(year: SampleYear, usual: list[str]) -> list[str]:
    """The party of the sector; a few members of another one are members of the Communist Party too."""
    first = usual[0] if year.dice.random() < 0.6 else year.dice.choice(usual)
    return [first, "01"] if "04" <= first <= "10" and year.dice.random() < 0.07 else [first]


def make_date(year: SampleYear, first: int, last: int) -> str:
    return (date(first, 1, 1) + timedelta(days=year.dice.randrange((last - first) * 365))).isoformat()


SAMPLE = Sample(30, make_members)
