"""撤销这次保存 in the foot of a record: the save just made, also of the part of the term, and back again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.services.cases.retracting import find_decision, take_back
from cppcc_desktop.services.records.records import Query, change_record, list_ids, show_record
from tests.conftest import Filled, Place
from tests.ui.offices import Desk, fill_in


def test_a_saved_form_is_taken_back_from_the_foot(desk: Desk, filled: Filled) -> None:
    page = desk.open("members", filled.members[0])
    assert not page.foot.back.isVisible()
    before = {name: desk.record().values[name] for name in ("native_place", "title", "sector")}
    desk.fill(native_place="示例县", title="医师", sector="教育界")
    answers = desk.answer(fill_in(changed_on="2026-06-01"))
    desk.save()
    assert not answers.left and desk.earlier("former_card") == [("2026-05-31", "26")]
    assert page.foot.back.text() == "撤销这次保存" and page.foot.back.isVisible()
    page.foot.back.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert {name: desk.record().values[name] for name in before} == before and not desk.earlier("former_card")
    assert page.form.editors["native_place"].text() == "" and "刚才的保存已撤销" in page.foot.words.whole
    assert page.form.isAncestorOf(desk.focus)
    page.foot.back.click()
    desk.rest()
    assert desk.record().values["native_place"] == "示例县" and page.foot.back.text() == "撤销这次保存"
    desk.fill(native_place="又改了")
    assert not page.foot.back.isVisible()


def test_a_save_with_later_changes_is_not_taken_back(desk: Desk, filled: Filled) -> None:
    page = desk.open("members", filled.members[0])
    desk.fill(native_place="示例县")
    desk.save()
    change_record(desk.office, desk.actor, "member", filled.members[0], {"native_place": "别处改的"})
    page.foot.back.click()
    desk.rest()
    assert "后来又改过" in str(desk.reported[0]) and desk.record().values["native_place"] == "别处改的"


def test_a_new_record_taken_back_lies_in_the_bin(desk: Desk) -> None:
    page = desk.open("members")
    desk.type("钱写错")
    desk.save()
    page.foot.back.click()
    desk.rest()
    assert page.bundle.binned and page.form.editors["name"].isReadOnly() and not desk.reported


def test_after_a_step_the_save_before_it_is_offered_no_more(desk: Desk, filled: Filled) -> None:
    page = desk.open("proposals", filled.proposal)
    desk.fill(collective="示例商会")
    desk.save()
    assert page.foot.back.isVisible()
    filled.place.act(filled.proposal, "receive")
    desk.press(Qt.Key.Key_F5)
    assert not page.foot.back.isVisible()


def test_a_case_written_in_one_go_with_its_steps_is_not_emptied_by_taking_one_back(demo: Place) -> None:
    """All that the group had set went back to nothing: title, proposer and state were gone."""
    office, actor = demo.office, demo.actor
    said: set[str] = set()
    for record in list_ids(office, actor, office.modules["proposals"], Query(Is("state", ("received", "docketed")))):
        before = show_record(office, actor, "proposal", record)
        assert find_decision(office, actor, before) is None, "it is not offered"
        with pytest.raises(Refusal) as refused:
            take_back(office, actor, "proposal", record, "点错了行")
        said.add(refused.value.what)
        assert show_record(office, actor, "proposal", record).values == before.values
    assert any("一起写进来的" in each for each in said)
