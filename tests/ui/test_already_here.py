"""A new record that reads like one that is here is asked about before it is saved, whatever noun it is."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cppcc_desktop.services.imports.already_here import AlreadyHere, refuse_lookalike
from cppcc_desktop.services.records.comparisons import list_lookalikes
from cppcc_desktop.services.records.drafts import list_drafts
from cppcc_desktop.services.records.records import Query, count_records, show_record
from tests.conftest import Filled
from tests.nouns.proposals.test_steps import LIFE, take
from tests.ui.offices import Desk, fill_in, press_button

TWICE = [
    ("members", {"name": "郑晓禾", "mobile": "13900001111"}, "郑晓禾 · 医药卫生界"),
    ("members", {"name": "郑 晓禾", "post": "县医院医生"}, "郑晓禾 · 医药卫生界"),
    ("members", {"name": "郑小禾", "mobile": "13900001111"}, "郑晓禾 · 医药卫生界"),
    ("units", {"name": "县交通运输局"}, "县交通运输局"),
    ("stations", {"name": "云水镇政协工作联络站", "code": "1", "type": "01", "level": "2"}, "云水镇政协工作联络站"),
    (
        "proposals",
        {"title": "关于优化公交班次的建议", "form": "1", "analysis": "少。", "suggestions": "加。"},
        "关于优化公交班次的建议",
    ),
]


@pytest.mark.parametrize(("module", "values", "words"), TWICE)
def test_what_reads_like_a_known_one_is_refused(
    filled: Filled, module: str, values: Mapping[str, object], words: str
) -> None:
    kind = filled.place.office.modules[module].entity.name
    with pytest.raises(AlreadyHere) as refused:
        refuse_lookalike(filled.place.office, filled.place.actor, kind, values)
    assert refused.value.found[0].words.startswith(words)


def test_what_nobody_is_called_passes(filled: Filled) -> None:
    office, actor = filled.place.office, filled.place.actor
    refuse_lookalike(office, actor, "member", {"name": "周小满", "mobile": "13900009999"})
    refuse_lookalike(office, actor, "unit", {"name": "县公安局交警大队"})
    filled.place.create("activity", title="走访委员", type="31", date="2026-05-01")
    refuse_lookalike(
        office, actor, "activity", {"title": "走访委员", "type": "31", "date": "2026-06-01"}
    )  # of another day


def count(desk: Desk) -> int:
    return count_records(desk.office, desk.actor, desk.session.module("members"), Query())


@pytest.mark.parametrize(("word", "more"), [("接着填", 0), ("仍然新建", 1)])
def test_the_form_asks_before_it_saves(desk: Desk, filled: Filled, word: str, more: int) -> None:
    before = count(desk)
    page = desk.open("members")
    desk.fill(name="郑晓禾", mobile="13900001111")
    said: list[str] = []
    answers = desk.answer(lambda dialog: (said.append(dialog.accessibleName()), press_button(word)(dialog)))
    desk.save()
    desk.qtbot.waitUntil(lambda: not answers.left)
    desk.rest()
    assert said == ["库里已经有这位委员，像是同一个人。"]
    assert count(desk) == before + more and desk.page is page and page._dirty() == (0 if more else 2)
    assert not list_lookalikes(desk.office, desk.actor, "member")  # they were said to be different people


def test_looking_at_the_known_one_keeps_what_was_typed(desk: Desk, filled: Filled) -> None:
    page = desk.open("members")
    desk.fill(name="郑晓禾", mobile="13900001111")
    answers = desk.answer(press_button("看已有的"))
    desk.save()
    desk.qtbot.waitUntil(lambda: not answers.left)
    desk.rest()
    assert desk.page.record == filled.members[0] and len(list_drafts(desk.office, desk.actor, "member")) == 1
    desk.press(Qt.Key.Key_Escape)
    assert desk.page is page and page._dirty() == 2


def test_leaving_with_save_is_asked_too(desk: Desk, filled: Filled) -> None:
    before = count(desk)
    desk.open("members")
    desk.fill(name="郑晓禾", mobile="13900001111")
    answers = desk.answer(press_button("保存"), press_button("仍然新建"))
    desk.press(Qt.Key.Key_Escape)
    desk.qtbot.waitUntil(lambda: not answers.left)
    desk.rest()
    assert count(desk) == before + 1 and desk.page is desk.window._kept["home"]


def test_a_name_nobody_has_can_be_registered_from_its_field(desk: Desk, filled: Filled) -> None:
    """An unknown unit offered nothing."""
    take(filled, *LIFE[:5])
    page = desk.open("proposals", filled.proposal)
    took: list[object] = []

    def type_unknown(dialog) -> None:
        field = dialog.form.editors["unit"]
        field.setFocus()
        desk.type("县气象局")
        desk.qtbot.waitUntil(lambda: field._popup is not None and field._popup.isVisible())
        assert field._popup.item(0).text() == "没有“县气象局”。登记这个承办单位…"
        desk.answer(fill_in())  # the short form
        QTest.keyClick(field, Qt.Key.Key_Return)
        desk.rest()
        took.append(field.value())
        dialog.form.put({}, {})
        dialog.reject()

    answers = desk.answer(type_unknown)
    page._ask_step(next(step for step in page.bundle.steps if step.move.label == "交办"))
    desk.qtbot.waitUntil(lambda: not answers.left and bool(took))
    assert show_record(desk.office, desk.actor, "unit", str(took[0])).values["name"] == "县气象局"
