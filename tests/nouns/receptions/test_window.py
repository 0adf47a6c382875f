"""接待群众 in the window: the list says where each stands and how long there is, the page what comes next."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import Place
from tests.nouns.receptions.conftest import Hall
from tests.ui.conftest import plain_theme, reported, tasks  # noqa: F401 - fixtures of the window
from tests.ui.offices import Desk, sit_down  # noqa: F401

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def desk(sit_down: Callable[[Place], Desk], hall: Hall) -> Desk:  # noqa: F811
    return sit_down(hall.place)


def test_the_list_says_how_long_there_is(desk: Desk, hall: Hall) -> None:
    late, soon = hall.receive(date="2026-05-11"), hall.receive(heads=3, receivers="县公安局")
    far, spot = (
        hall.receive(due_on="2026-06-30"),
        hall.receive(handling="当场答复", visitor=None, unnamed=True, heads=None),
    )
    done = hall.receive(handling="当场答复", call_back=False, date="2026-05-20")
    page = desk.go("receptions")
    rows = {row.id: row for at in range(5) if (row := page.model.row(at))}
    told = {
        each: (rows[each].cell("state").text, rows[each].cell("due_on").second, rows[each].cell("due_on").second_tone)
        for each in rows
    }
    assert told == {
        late: ("逾期", "逾期 14 天", "bad"), soon: ("转交", "余 7 天", "wait"), far: ("转交", "余 22 天", ""),
        spot: ("待回访", "余 7 天", "wait"), done: ("已办结", "5月20日答", ""),
    }  # fmt: skip
    assert [rows[soon].cell(name).text for name in ("visitor", "short", "receivers")] == [
        "马某 等 3 人", "村卫生室周末没有人", "县公安局",
    ]  # fmt: skip
    assert (rows[spot].cell("visitor").text, rows[spot].cell("receivers").text) == ("不留姓名", "当场答复")
    assert [column.label for column in page.model.columns][1:] == [
        "日期",
        "方式",
        "来访人",
        "事项",
        "去向",
        "状态",
        "期限",
    ]
    assert [each.text() for each in page.total_words] == ["当场答复 2", "转交 3", "逾期 1", "办结率 20.0%（1 / 5）"]
