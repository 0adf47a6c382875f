"""协商计划 in the window: a line is begun, replaced and finished by keys, and its paper is measured."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from cppcc_desktop.services.cases.steps import act
from cppcc_desktop.services.forms.printing import PaperRequest
from cppcc_desktop.services.records.records import Query, create_record, list_ids, show_record
from tests.conftest import Place
from tests.exporters.sheets import LONG_POST, TEXT
from tests.nouns.papers import measure_paper
from tests.ui.conftest import plain_theme, reported, tasks  # noqa: F401 - fixtures of the window
from tests.ui.offices import Desk, fill_in, sit_down  # noqa: F401

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(sit_down: Callable[[Place], Desk], county: Place) -> Desk:  # noqa: F811
    return sit_down(county)


def lines(desk: Desk) -> list[str]:
    return list_ids(desk.office, desk.actor, desk.office.modules["plans"], Query(order=("no",)))


def test_a_line_from_the_list_to_done(desk: Desk) -> None:
    desk.go("plans")
    desk.press(Qt.Key.Key_N, CTRL)
    page = desk.page
    assert page.header.title.whole == "新建计划项目" and page.bundle.proposed["no"] == 1
    desk.fill(title="农贸市场布局", kind="协商")
    desk.save()
    (line,) = lines(desk)
    answers = desk.answer(fill_in(title="饮用水水源地保护", reason="规划已公布", agreed_by="主席会议"))
    page._ask_step(next(each for each in page.bundle.steps if each.move.name == "replace"))
    desk.rest()
    assert not answers.left
    now = show_record(desk.office, desk.actor, "plan_line", line).values
    assert (now["title"], now["changes"]) == ("饮用水水源地保护", 1)
    desk.go("plans")
    assert desk.page.table.pages.row(0).cell("title").text == "饮用水水源地保护"
    assert not desk.reported


def test_the_table_of_a_year_is_measured(county: Place, tmp_path: Path) -> None:
    for name in ("blank", "hard"):
        (tmp_path / name).mkdir()
    blank, _ = measure_paper(county.office, county.actor, "plan_table", PaperRequest(), tmp_path / "blank")
    assert blank == 1
    for at in range(40):
        values = {
            "title": (TEXT * 2)[: 20 + at * 4], "kind": "1234"[at % 4], "year": 2026, "leader": "王䶮", "lead_body": LONG_POST[:50],
            "units": "、".join(("县住房和城乡建设局", "县文化和广电旅游体育局")), "person": "阿依古丽", "due_on": "2026-06-30",
        }  # fmt: skip
        create_record(county.office, county.actor, "plan_line", values)
    first = list_ids(county.office, county.actor, county.office.modules["plans"], Query(order=("no",)))[0]
    act(
        county.office,
        county.actor,
        "plan_line",
        first,
        "replace",
        {"date": "2026-05-01", "title": "换了的议题", "reason": "有规划"},
    )
    asked = PaperRequest(query=Query())
    pages, printed = measure_paper(county.office, county.actor, "plan_table", asked, tmp_path / "hard")
    assert pages > 3 and "原议题" in printed and "王䶮" in printed and "共40项：" in printed
