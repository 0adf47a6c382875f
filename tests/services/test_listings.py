"""Long lists: any page in any order is what the whole list has there; stopping ends a reading."""

from __future__ import annotations

import random

import pytest

from cppcc_desktop.domain.errors import Cancelled
from cppcc_desktop.services.lists.listings import Listing
from cppcc_desktop.services.records.records import Query, change_record, list_ids, list_records
from tests.conftest import Place

ORDERS = [
    ("name",),
    ("-name",),
    ("sector", "name"),
    ("name_strokes",),
    ("posts_rank", "parties", "name_strokes"),
    ("birth_date",),
    ("-birth_date",),
    (),
]


def fill(place: Place, count: int) -> None:
    dice = random.Random(7)
    sectors, posts = ["农业界", "教育界", "医药卫生界", None], [["副主席"], ["常务委员"], None]
    for number in range(count):
        place.create(
            "member", name=dice.choice("王张尹文方毛牛") + dice.choice("一乙二十丁厂七"), sector=dice.choice(sectors),
            posts=dice.choice(posts), birth_date=dice.choice([None, f"19{60 + number % 30}-01-02"]),
        )  # fmt: skip


@pytest.mark.parametrize("order", ORDERS)
def test_pages_are_parts_of_the_whole(county: Place, order: tuple[str, ...]) -> None:
    fill(county, 57)
    module = county.office.modules["members"]
    whole = list_ids(county.office, county.actor, module, Query(order=order))
    listing = Listing(county.office, county.actor, module, Query(order=order))
    assert listing.count() == len(whole) == 57
    assert [row["id"] for row in listing.first(10)] == whole[:10]
    for offset in range(0, 60, 7):
        assert [row["id"] for row in listing.page(offset, 7)] == whole[offset : offset + 7]
    assert listing.ids(50) == whole[50:]
    assert [listing.place(each) for each in whole] == list(range(57))
    assert listing.place("nobody") is None
    rows = list_records(county.office, county.actor, module, Query(order=order), 13, -1).rows
    assert [row["id"] for row in rows] == whole[13:]


def test_orders_of_rosters(county: Place) -> None:
    for name, post in (("王一", None), ("尹文", "副主席"), ("丁山", "主席"), ("方毛", "常委"), ("安东", None)):
        county.create("member", name=name, posts=post)
    module = county.office.modules["members"]

    def names(*order: str) -> list[object]:
        return [
            row["name"] for row in list_records(county.office, county.actor, module, Query(order=order), 0, -1).rows
        ]

    assert names("name") == ["安东", "丁山", "方毛", "王一", "尹文"]
    assert names("name_strokes") == ["丁山", "王一", "方毛", "尹文", "安东"]
    assert names("posts_rank", "parties", "name_strokes") == ["丁山", "尹文", "方毛", "王一", "安东"]


@pytest.mark.parametrize("falling", [False, True])
def test_empty_values_come_last_whichever_way(county: Place, falling: bool) -> None:
    for day in ("1970-01-01", None, "1980-01-01"):
        county.create("member", name="某人", birth_date=day)
    module, order = county.office.modules["members"], ("-birth_date" if falling else "birth_date",)
    rows = list_records(county.office, county.actor, module, Query(order=order), 0, -1).rows
    assert rows[-1]["birth_date"] is None


def test_a_row_written_since_is_left_out_and_found_again(county: Place) -> None:
    fill(county, 12)
    module = county.office.modules["members"]
    listing = Listing(county.office, county.actor, module, Query(order=("name",)))
    ids = listing.ids()
    change_record(county.office, county.actor, "member", ids[3], {"post": "新单位"})
    assert [row["id"] for row in listing.page(0, 12)] == ids[:3] + ids[4:]
    again = Listing(county.office, county.actor, module, Query(order=("name",)))
    assert sorted(again.ids()) == sorted(ids)


def test_a_stopped_list_reads_no_more(county: Place) -> None:
    fill(county, 3)
    listing = Listing(county.office, county.actor, county.office.modules["members"], Query())
    listing.stop()
    with pytest.raises(Cancelled):
        listing.count()
    with pytest.raises(Cancelled):
        listing.first(5)
    assert Listing(county.office, county.actor, county.office.modules["members"], Query()).count() == 3


TITLES = ["关于治理内涝的建议", "关于安全用电的建议", "关于绿化的建议", "关于路灯的建议", "12路公交改线的建议"]
READ = [
    "12路公交改线的建议",
    "关于安全用电的建议",
    "关于路灯的建议",
    "关于绿化的建议",
    "关于治理内涝的建议",
]  # an lu lü zhi


@pytest.mark.parametrize(("module", "values"), [
    ("proposals", {"form": "1", "analysis": "少。", "suggestions": "多。", "collective": "民盟县支部"}),
    ("activities", {"type": "01", "date": "2026-05-01"}),
    ("topics", {"year": 2026}),
])  # fmt: skip
def test_titles_go_by_how_they_are_read(county: Place, module: str, values: dict[str, object]) -> None:
    """They went by code point: 关于安全 behind 关于治理."""
    kind = county.office.modules[module].entity.name
    made = {county.create(kind, title=title, **values): title for title in TITLES}
    for order, expected in ((("title",), READ), (("-title",), READ[::-1])):
        found = list_ids(county.office, county.actor, county.office.modules[module], Query(order=order))
        assert [made[each] for each in found] == expected


def test_what_is_referred_to_goes_by_how_it_is_read(county: Place) -> None:
    units = {name: county.create("unit", name=name) for name in ("县住建局", "县残联", "县公安局")}
    people = {name: county.create("member", name=name) for name in ("张三", "单雄信", "阿依·古兰")}
    for unit, sponsor in zip(units, people, strict=True):
        case = county.create(
            "proposal", title=unit, form="1", first_sponsor=people[sponsor], analysis="少", suggestions="多"
        )
        with county.office.write(county.actor, "record.write") as writing:
            writing.set(writing.office.entity("proposal"), case, {"lead_unit": units[unit]}, scope="county")
    module = county.office.modules["proposals"]
    by = {name: [str(row["title"]) for row in list_records(county.office, county.actor, module, Query(order=(name,)), 0, 9).rows]
          for name in ("lead_unit", "first_sponsor")}  # fmt: skip
    assert by["lead_unit"] == ["县残联", "县公安局", "县住建局"]
    assert by["first_sponsor"] == ["县公安局", "县残联", "县住建局"]  # 阿依 单(shàn) 张
    assert "first_sponsor" in module.sorts
