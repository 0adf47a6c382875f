"""Lists of units, forms and promises: what a row shows, and that it opens its proposal."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from cppcc_desktop.domain.description.conditions import Both, Either, Is, Span
from cppcc_desktop.services.records.records import Query, count_records, discard_record
from tests.conftest import Filled, Place
from tests.nouns.proposals.registers import cases, write
from tests.ui.offices import Desk
from ui.kit.tables.columns import ListCell
from ui.tasks import WrittenKinds

ALT = Qt.KeyboardModifier.AltModifier
MODULES = ("assignments", "feedback_forms", "promises")


def fill(filled: Filled) -> list[str]:
    """Two cases of now and one of an earlier plenary, with units, forms and promises."""
    place, unit, other = filled.place, filled.unit, filled.other_unit
    first, second = cases(place, 2, "in_hand", lead_unit=unit)
    with place.office.write(place.actor, "record.write") as writing:
        writing.set(place.office.entity("proposal"), first, {"docket_no": "012"}, scope="county")
        writing.set(place.office.entity("proposal"), second, {"intake_no": "2026-0007"}, scope="county")
    old = cases(place, 1, "closed", plenary="10-02")[0]
    for case, who, state, due in (
        (first, unit, "in_hand", "2026-05-27"), (first, other, "assigned", "2026-06-10"), (second, unit, "replied", "2026-05-20"),
        (old, other, "replied", "2025-06-01"),
    ):  # fmt: skip
        replied = "2026-05-18" if state == "replied" else None
        write(place, "assignment", proposal=case, unit=who, role="lead", state=state, due_on=due, replied_on=replied,
              date="2026-03-01")  # fmt: skip
    write(place, "feedback", proposal=second, unit=unit, sent_on="2026-05-20")
    write(
        place, "feedback", proposal=second, unit=unit, sent_on="2026-05-21", date="2026-06-01", result="3", attitude="1"
    )
    write(place, "promise", proposal=second, unit=unit, item="修好路灯", state="open", due_on="2026-05-01")
    return [first, second, old]


def shown(page, row: int, key: str) -> ListCell:
    return page.model.row(row).cell(key)


def test_a_row_says_its_case_and_how_long_there_is(desk: Desk, filled: Filled) -> None:
    fill(filled)
    page = desk.go("assignments")
    assert page.model.total == 3 and page.nav == "proposals"
    cells = {shown(page, row, "state").text: row for row in range(3)}
    late, wait, done = cells["逾期未复"], cells["待签收"], cells["已办复"]
    assert shown(page, late, "proposal").text == "012 关于路灯的建议"
    assert shown(page, done, "proposal").text == "2026-0007 关于路灯的建议"
    assert (shown(page, late, "due_on").second, shown(page, late, "due_on").second_tone) == ("逾期 12 天", "bad")
    assert (shown(page, wait, "due_on").second, shown(page, wait, "state").tone) == ("余 2 天", "wait")
    assert shown(page, done, "due_on").second == "5月18日复"
    assert page.total_words[1].text() == "逾期 1"
    assert {tab.key: tab.count for tab in page.views._tabs} == {
        "all": 3,
        "open": 2,
        "soon": 1,
        "overdue": 1,
        "sent_back": 0,
    }


def test_forms_and_promises_say_what_is_out_and_what_is_due(desk: Desk, filled: Filled) -> None:
    fill(filled)
    page = desk.go("feedback_forms")
    newest, oldest = 0, 1
    assert shown(page, newest, "result").tone == "bad" and shown(page, newest, "attitude").tone == "ok"
    assert shown(page, oldest, "date").second == "已发 19 天" and shown(page, oldest, "result").text == ""
    page = desk.go("promises")
    assert shown(page, 0, "item").text == "修好路灯" and shown(page, 0, "due_on").second == "逾期 38 天"
    assert shown(page, 0, "state").text == "到期未兑现"


def test_a_row_opens_its_proposal_and_one_walks_on(desk: Desk, filled: Filled) -> None:
    first, second, _ = fill(filled)
    page = desk.go("assignments")
    page.table.setFocus()
    page.table.go_to(0)
    opened = next(row for row in (first, second) if shown(page, 0, "proposal").text.startswith("012") == (row == first))
    desk.press(Qt.Key.Key_Return)
    assert desk.page.module.name == "proposals" and desk.page.record == opened
    assert desk.window.top.back_button.text() == "承办情况" and desk.window.top.position.whole == "第 1 / 2 件"
    desk.press(Qt.Key.Key_Down, ALT)
    assert desk.page.record == ({first, second} - {opened}).pop()
    desk.press(Qt.Key.Key_Escape)
    assert desk.page is page and desk.focus is page.table


@pytest.mark.parametrize("name", MODULES)
def test_nothing_is_made_or_binned_here(desk: Desk, filled: Filled, name: str) -> None:
    fill(filled)
    page = desk.go(name)
    desk.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert desk.page is page
    page._fill_more()
    words = [action.text() for action in page.view_bar.more.menu().actions()]
    assert "回收站" not in words
    assert not [button for button in page.view_bar._buttons if button.text().startswith("新建")]


def test_an_empty_list_says_where_its_rows_come_from(county: Place, sit_down) -> None:
    desk = sit_down(county)
    page = desk.go("promises")
    page.views.set_key("all")
    page._pick_view("all")
    desk.rest()
    assert page.empty is not None and page.module.hint in [
        each.text() for each in page.empty.findChildren(type(page.all_words))
    ]


def test_one_gets_there_from_the_proposals_and_back(desk: Desk, filled: Filled) -> None:
    fill(filled)
    page = desk.go("proposals")
    page._fill_more()
    actions = {action.text(): action for action in page.view_bar.more.menu().actions()}
    assert [each for each in actions if each in ("承办情况", "征询意见表", "承诺清单")] == [
        "承办情况",
        "征询意见表",
        "承诺清单",
    ]
    actions["承诺清单"].trigger()
    desk.rest()
    assert desk.page.module.name == "promises"
    desk.page._fill_more()
    next(each for each in desk.page.view_bar.more.menu().actions() if each.text() == "提案").trigger()
    desk.rest()
    assert desk.page is page


def test_another_plenary_and_all_of_them(desk: Desk, filled: Filled) -> None:
    first, *_ = fill(filled)
    page = desk.go("assignments")
    for key, count in (("10-02", 1), ("", 4), ("10-03", 3)):
        page.pick_plenary(key)
        desk.rest()
        assert page.model.total == count
    discard_record(desk.office, desk.actor, "proposal", first, "重复")
    desk.tasks.changed.emit(WrittenKinds(frozenset({"proposal"})))
    desk.rest()
    assert page.model.total == 1
    page.pick_plenary("")
    desk.rest()
    assert page.model.total == 2


def test_units_are_offered_with_their_counts(desk: Desk, filled: Filled) -> None:
    fill(filled)
    page = desk.go("assignments")
    offers = []
    page.filters.conditions.open = lambda spec, _anchor, found: offers.append((spec.name, found))
    page.filters._offered["unit"].click()
    desk.rest()
    name, found = offers[0]
    assert name == "unit" and [(each.words, each.count) for each in found] == [("县交通运输局", 2), ("县公安局", 1)]
    page.filters.choose(found[0].wanted, found[0].words)
    desk.rest()
    assert page.model.total == 2 and page.filters.describe() == "承办单位 = 县交通运输局"


def test_a_total_at_the_foot_keeps_what_was_asked_for(desk: Desk, filled: Filled) -> None:
    """未办复 counts among those asked for: it does not put its own states in their place."""
    fill(filled)
    desk.window.show_list("assignments", Both(Is("state", "replied"), Is("proposal.plenary", "10-03")), "已办复")
    desk.rest()
    page = desk.page
    assert page.model.total == 1 and page.filters.given == "已办复" and page.total_words[0].text() == "未办复 0"


def test_a_saved_view_keeps_conditions_on_the_proposal(desk: Desk, filled: Filled) -> None:
    from cppcc_desktop.services.lists.views import list_views, save_view

    fill(filled)
    module = desk.office.modules["assignments"]
    where = Both(
        Either(Is("state", "replied"), Span("due_on", before="2026-06-01")), Is("proposal.plenary", "10-03"),
    )  # fmt: skip
    save_view(desk.office, desk.actor, module, "要看的", where, {"范围": "要看的"})
    found = list_views(desk.office, desk.actor, module)[0].where
    assert found == where
    assert count_records(desk.office, desk.actor, module, Query(found)) == 2


def test_the_list_goes_out_with_numbers_and_states(desk: Desk, filled: Filled, tmp_path) -> None:
    from cppcc_desktop.services.lists.exports import export_list

    fill(filled)
    page = desk.go("assignments")
    path = tmp_path / "list.csv"
    chosen = page.output.chosen(ticked=False)
    assert export_list(desk.office, desk.actor, page.module, page.query(), path, chosen=chosen) == 3
    text = path.read_text("utf-8-sig")
    assert "012 关于路灯的建议" in text and "逾期未复" in text
