"""委员 of 示例县, some with rare characters in their names."""

from __future__ import annotations

from datetime import date, timedelta

from cppcc_desktop.nouns.members.entity import MEMBER, MEMBERSHIP
from cppcc_desktop.services.office.samples import Sample, SampleYear

COUNT, TOWNS = 240, 10


def make_members(year: SampleYear) -> None:
    """The members of a year's term, spread over sectors and towns."""
    sectors = [each.code for each in year.codes.entries("sector") if each.code != "32"]
    stations, rare = year.list_made("station"), year.words["rare_names"]
    for number in range(COUNT):
        member = year.new(MEMBER, {
            "name": rare[number] if number < len(rare) else year.invent_name(), "sex": year.dice.choice("112"),
            "nationality": "01" if number % 9 else year.code("nationality"), "parties": make_parties(year),
            "birth_date": make_date(year, year.year - 60, year.year - 30), "education": year.code("education"),
            "post": year.pick("workplaces") + year.pick("posts"), "mobile": f"199{year.dice.randrange(10**8):08d}",
        })  # fmt: skip
        year.new(MEMBERSHIP, {
            "member": member, "term": str(year.plenary.term), "sector": sectors[number % len(sectors)],
            "special_committee": year.code("special_committee"), "member_group": f"第{number % TOWNS + 1}小组",
            "station": stations[number % TOWNS] if stations else None, "posts": ["常委"] if number % 8 == 0 else None,
            "joined_on": f"{year.year - year.plenary.number + 1}-01-12",
        })  # fmt: skip


def make_parties(year: SampleYear) -> list[str]:
    roll = year.dice.random()
    if roll < 0.4:
        return ["01"]
    first = year.dice.choice(("04", "05", "06", "07", "08", "10", "12", "12", "13"))
    return [first, "01"] if roll < 0.43 and first < "12" else [first]


def make_date(year: SampleYear, first: int, last: int) -> str:
    return (date(first, 1, 1) + timedelta(days=year.dice.randrange((last - first) * 365))).isoformat()


SAMPLE = Sample(30, make_members)
