"""以前来过: by the phone, by the name in the township, by the matter."""

from __future__ import annotations

from cppcc_desktop.nouns.receptions.similar import MATTER, NAME, PHONE, find_earlier
from tests.nouns.receptions.conftest import Hall

BUS = "镇上到村里的班车停了，老人看病要走四公里"


def look(hall: Hall, **typed: object) -> list[tuple[str, str]]:
    found = find_earlier(hall.place.office, hall.place.actor, {"station": hall.station, **typed})
    return [(each.id, each.why) for each in found]


def test_the_phone_says_it_wherever_it_was(hall: Hall) -> None:
    other = hall.place.create("station", code="02", name="茶坪乡联络站", type="01", level="2", township="茶坪乡")
    record = hall.receive(station=other, phone="139 0000 2210", matter="别的事")
    assert look(hall, phone="13900002210") == [(record, PHONE)]
    assert not look(hall, phone="1390000") and not look(hall, phone="139****2210")


def test_the_name_says_it_in_the_township(hall: Hall) -> None:
    beside = hall.place.create("station", code="02", name="云水镇第二联络站", type="01", level="2", township="云水镇")
    far = hall.place.create("station", code="03", name="茶坪乡联络站", type="01", level="2", township="茶坪乡")
    near = hall.receive(station=beside, visitor="覃某", matter="宅基地确权")
    hall.receive(station=far, visitor="覃某", matter="宅基地确权")
    assert look(hall, visitor="覃某") == [(near, NAME)]


def test_the_matter_says_it_at_the_station(hall: Hall) -> None:
    record = hall.receive(matter=BUS, date="2026-05-01")
    hall.receive(matter="自来水压力低")
    assert look(hall, matter="到村里的班车四月就停了，能不能恢复") == [(record, MATTER)]
    assert not look(hall, matter="班车") and not look(hall, matter="路灯坏了没有人修")
    assert not find_earlier(
        hall.place.office, hall.place.actor, {"station": hall.station, "matter": BUS}, besides=record
    )
