"""The papers of stations: duty of a period, the grounds of one station and of all in one table; blank where there is nothing."""

from __future__ import annotations

import pytest

from cppcc_desktop.nouns.stations.entity import STATIONS
from cppcc_desktop.nouns.stations.forms import FORMS
from cppcc_desktop.services.forms.printing import PaperRequest
from cppcc_desktop.services.records.children import add_rows
from cppcc_desktop.services.records.records import Query
from cppcc_desktop.services.records.sheets import save_sheet
from tests.conftest import Place
from tests.nouns.stations.test_targets import make


def text_of(county: Place, key: str, asked: PaperRequest) -> str:
    form = next(each for each in FORMS if each.id == key)
    (document,), _name = form.make(county.office, county.actor, asked)
    return repr(document)


def test_what_they_say(county: Place) -> None:
    one = make(county, "01", "云水站")
    make(county, "02", "云水村议事室", level="3")
    save_sheet(county.office, county.actor, "station_check", one, {
        ("11", ""): {"state": "已落实", "words": "二楼"}, ("12", ""): {"state": "部分落实"}, ("13", ""): {"state": "不适用"},
    })  # fmt: skip
    add_rows(county.office, county.actor, "station_duty", one, [
        {"date": "2026-06-10", "starts_at": "9:00", "ends_at": "11:30", "mode": "坐诊", "persons": "外来的人"},
        {"date": "2026-06-17", "mode": "出诊"}, {"date": "2026-07-01"},
    ])  # fmt: skip
    roster = text_of(county, "station_duty_sheet", PaperRequest(record=one, since="2026-06-01", until="2026-06-30"))
    assert "6月10日 星期三" in roster and "外来的人" in roster and "没有排人" in roster and "7月1日" not in roster
    assert "五落实 · 场所" in text_of(county, "station_ground", PaperRequest(record=one))
    every = text_of(county, "station_grounds", PaperRequest(query=Query(order=("code",))))
    assert "1/9" in every and "△" in every and "0/3" in every and "全部落实的 0 个" in every and STATIONS


@pytest.mark.parametrize("form", FORMS, ids=lambda each: each.id)
def test_blank(county: Place, form) -> None:
    assert form.make(county.office, county.actor, PaperRequest())[0]
