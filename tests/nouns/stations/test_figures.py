"""The figures of stations: counted by level, with what they lack; each opens its list."""

from __future__ import annotations

from cppcc_desktop.services.figures.figures import read_breakdown, read_figures
from cppcc_desktop.services.figures.scopes import find_sheet, list_scopes
from cppcc_desktop.services.records.children import add_rows
from cppcc_desktop.services.records.records import Query, count_records
from cppcc_desktop.services.records.sheets import save_sheet
from tests.conftest import Place
from tests.nouns.stations.test_targets import make


def test_by_level_and_what_they_lack(county: Place) -> None:
    one, two = (
        make(county, "01", "云水站", township="云水镇"),
        make(county, "02", "云水村议事室", level="3", township="云水镇"),
    )
    make(county, "03", "旧站", closed_on="2020-01-01")
    add_rows(county.office, county.actor, "station_function", one, [{"function": "联络站"}])
    save_sheet(county.office, county.actor, "station_check", one, {("11", ""): {"state": "没有落实"}})
    add_rows(county.office, county.actor, "station_council", two, [{"person": "外来的人", "role": "召集人"}])
    sheet, who = find_sheet(county.office, "stations"), (county.office, county.actor)
    (scope,) = list_scopes(*who, sheet)
    lines = read_figures(*who, scope, sheet=sheet).lines
    assert (
        lines["open"].numerator,
        lines["town"].numerator,
        lines["village"].numerator,
        lines["closed"].numerator,
    ) == (2, 1, 1, 1)
    assert [lines[each].words for each in ("with_functions", "with_council", "judged", "lacking")] == ["50.0%"] * 4
    module = county.office.modules["stations"]
    assert all(count_records(*who, module, Query(each.where)) == each.numerator for each in lines.values())
    broken = read_breakdown(*who, scope, "township", sheet=sheet)
    assert [(group.label, row["open"].numerator) for group, row in broken.lines] == [("云水镇", 2), ("没有填", 0)][
        : len(broken.lines)
    ]
