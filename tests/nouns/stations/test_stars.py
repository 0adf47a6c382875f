"""Fifty stations graded by the sheet: stars by cut-off, one point moves one star, self-assessment and closing."""

from __future__ import annotations

from collections import Counter

from cppcc_desktop.nouns.stations.scheme import SCHEME
from cppcc_desktop.services.records.children import add_rows
from cppcc_desktop.services.records.sheets import save_sheet
from cppcc_desktop.services.scores.entries import judge
from cppcc_desktop.services.scores.results import assess, fix_year
from tests.conftest import Place
from tests.nouns.stations.test_targets import hold, make

FULL = {"ground": 20, "activities": 25, "receptions": 20, "consultations": 15, "proposals": 10, "study": 5, "papers": 5}
YEAR = 2026


def grade(county: Place, station: str, points: int) -> None:
    """So many points in all, the last lines first short of theirs."""
    left = 100 - points
    for item, most in reversed(FULL.items()):
        taken = min(left, most)
        left -= taken
        judge(county.office, county.actor, SCHEME, YEAR, station, item, points=str(most - taken), reason="看材料")


def stars(county: Place) -> Counter[str]:
    return Counter(each.grade for each in assess(county.office, county.actor, SCHEME, YEAR))


def test_fifty_stations_and_one_point(county: Place) -> None:
    wanted = [95] * 24 + [90] + [85] * 17 + [72] * 4 + [60] * 4
    made = [make(county, f"{number:02d}", f"{number}号站") for number in range(len(wanted))]
    for station, points in zip(made, wanted, strict=True):
        grade(county, station, points)
    assert stars(county) == {"五星": 25, "四星": 17, "三星": 4, "": 4}
    before = {each.id: (each.grade, each.rank) for each in assess(county.office, county.actor, SCHEME, YEAR)}
    grade(county, made[24], 89)
    assert stars(county) == {"五星": 24, "四星": 18, "三星": 4, "": 4}
    after = {each.id: (each.grade, each.rank) for each in assess(county.office, county.actor, SCHEME, YEAR)}
    assert [each for each in made if before[each] != after[each]] == [made[24]], "one star, its rank stays the 25th"
    fix_year(county.office, county.actor, SCHEME, YEAR, ())
    grades = Counter(each.grade for each in assess(county.office, county.actor, SCHEME, YEAR))
    assert grades == {"五星": 24, "四星": 18, "三星": 4, "": 4}


def test_what_stands_beside_the_lines(county: Place) -> None:
    station = make(county, "01", "云水站")
    hold(county, station, "2026-03-05")
    save_sheet(county.office, county.actor, "station_check", station, {("11", ""): {"state": "已落实"}, ("12", ""): {"state": "没有落实"},
                                                                         ("13", ""): {"state": "不适用"}})  # fmt: skip
    add_rows(county.office, county.actor, "station_function", station, [{"function": "联络站"}])
    (found,) = assess(county.office, county.actor, SCHEME, YEAR)
    figures = {line.code: line.figure for line in found.lines}
    assert figures["ground"] and (figures["ground"].numerator, figures["ground"].denominator) == (1, 2)
    assert figures["activities"] and figures["activities"].numerator == 1 and all(line.open for line in found.lines)
