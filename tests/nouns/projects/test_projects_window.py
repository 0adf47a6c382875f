"""项目, 捐赠, 稿件 in the window: from one list to the next, sums below, a step, a new donation."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton

from cppcc_desktop.services.records.records import create_record
from tests.conftest import Place
from tests.ui.conftest import plain_theme, reported, tasks  # noqa: F401 - fixtures of the window
from tests.ui.offices import Desk, fill_in, sit_down  # noqa: F401

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def desk(sit_down: Callable[[Place], Desk], county: Place) -> Desk:  # noqa: F811
    for title, planned in (("茶园", "120万"), ("路灯", "1.5万"), ("书屋", None)):
        create_record(county.office, county.actor, "project", {"title": title, "year": 2026, "money_planned": planned})
    for money, currency in (("100", "人民币"), ("1000", "港元")):
        raw = {"date": "2026-05-01", "receiver": "县一中", "person": "外来的客", "money": money, "currency": currency}
        create_record(county.office, county.actor, "donation", raw)
    return sit_down(county)


def test_from_one_list_to_the_next_with_sums_below(desk: Desk) -> None:
    page = desk.go("projects")
    assert [each.text() for each in page.total_words] == ["计划 121.5 万元（1 个没填）", "已投入 —", "就业 —"]
    next(each for each in page.view_bar.findChildren(QPushButton) if each.text() == "捐赠").click()
    desk.rest()
    page = desk.page
    assert page.module.name == "donations" and desk.window.side.buttons["projects"].current
    assert [each.text() for each in page.total_words] == ["捐款（人民币） 100 元", "物资折价 0 元"]
    assert not desk.reported


def test_a_project_is_finished_and_a_giver_is_asked_for(desk: Desk, county: Place) -> None:
    project = create_record(county.office, county.actor, "project", {"title": "水渠", "year": 2026})
    page = desk.open("projects", project)
    desk.answer(fill_in(money_done="3万", jobs="4"))
    page._ask_step(next(each for each in page.bundle.steps if each.move.label == "完成"))
    desk.rest()
    values = desk.record().values
    assert (values["state"], values["money_done"], values["jobs"]) == ("finished", "30000", 4)
    desk.open("donations")
    desk.fill(date="2026-05-02", receiver="县医院", money="5万")
    desk.save()
    line = getattr(desk.page.form.editors["person"], "line", desk.page.form.editors["person"])
    assert line.error and not desk.page.record, line.error
    desk.fill(body="县茶业公司")
    desk.save()
    assert desk.record().values["body"] == "县茶业公司" and desk.record().values["currency"] == "CNY"
    assert not desk.reported
