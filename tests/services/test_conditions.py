"""Conditions on real records: complements, traits of the office's own codes, and what the command and a chip say."""

from __future__ import annotations

import pytest

from cppcc_desktop.domain.description.conditions import (
    EVERYTHING,
    Both,
    Condition,
    Either,
    Filled,
    Is,
    Like,
    Named,
    Not,
    Span,
    Traited,
    Unknown,
)
from cppcc_desktop.services.office.code_changes import add_entry
from cppcc_desktop.services.records.conditions import describe_condition
from cppcc_desktop.services.records.joins import join_records
from cppcc_desktop.services.records.records import Query, count_records, list_ids
from tests.conftest import Filled as FilledOffice
from tests.conftest import Place


def listed(place: Place, module: str, where: Condition) -> set[str]:
    return set(list_ids(place.office, place.actor, place.office.modules[module], Query(where)))


def test_a_complement_has_all_that_the_condition_has_not(filled: FilledOffice) -> None:
    place, everybody = filled.place, {*filled.members}
    for condition in (
        Is("sex", "2"), Is("sex", ("1", "2")), Is("station", filled.station), Is("station", None), Filled("mobile"),
        Span("birth_date", "1990-01-01", "1991-01-01"), Span("birth_date", before="1980-01-01"), Like("post", "医院"),
        Both(Is("sex", "2"), Filled("station")), Either(Is("sex", "2"), Is("sector", "99")), Is("station.township", "云水镇"),
        Named("proposal", ("first_sponsor",), EVERYTHING), Is("sex", ()), EVERYTHING, Either(),
    ):  # fmt: skip
        some = listed(place, "members", condition)
        assert listed(place, "members", Not(condition)) == everybody - some, condition
        assert listed(place, "members", Not(Not(condition))) == some
    assert listed(place, "members", Is("station.township", "云水镇")) == {filled.members[1]}


def test_a_complement_counts_what_was_joined_as_one(filled: FilledOffice) -> None:
    place = filled.place
    case = place.create("proposal", title="关于夜间照明的建议", form="1", first_sponsor=filled.members[1], category="社会建设",
                        analysis="暗。", suggestions="1. 装灯。")  # fmt: skip
    join_records(place.office, place.actor, "member", filled.members[0], filled.members[1], {})
    for wanted in filled.members[:2]:
        asked = Is("first_sponsor", filled.members[0])
        assert listed(place, "proposals", asked) == {case, filled.proposal}, wanted
        assert listed(place, "proposals", Not(asked)) == set()


def test_nothing_meets_what_is_not_understood(filled: FilledOffice) -> None:
    newer = Unknown("colour", '"red"')
    assert (
        listed(filled.place, "members", newer) == listed(filled.place, "members", Both(Is("sex", "2"), newer)) == set()
    )


def test_a_trait_is_that_of_the_offices_own_codes(filled: FilledOffice) -> None:
    place, module = filled.place, filled.place.office.modules["proposals"]
    own = add_entry(place.office, place.actor, "proposal_form", "联络站提案", traits=("collective",))
    case = place.create("proposal", title="关于联络站的建议", form=own, collective="云水镇联络站", category="社会建设", analysis="无。",
                        suggestions="1. 有。")  # fmt: skip
    collective = Traited("form", "collective")
    assert listed(place, "proposals", collective) == {case}
    assert listed(place, "proposals", Not(collective)) == {filled.proposal}
    assert listed(place, "members", Named("proposal", ("first_sponsor",), Not(collective))) == {filled.members[0]}
    assert count_records(place.office, place.actor, module, Query(Traited("form", "never heard of"))) == 0
    assert describe_condition(place.office, module, collective) == "提案形式算作“集体提案”"


def test_what_is_not_filled_in_is_no_filter(filled: FilledOffice) -> None:
    from db.queries.records import ListQuery

    place = filled.place
    module = place.office.modules["proposals"]
    with place.office.read() as connection, pytest.raises(TypeError, match="not filled in"):
        ListQuery(place.office.schema, module, Query(Traited("form", "collective"))).ids(connection)


def test_conditions_say_what_they_are(filled: FilledOffice) -> None:
    place = filled.place
    proposals, members = (place.office.modules[name] for name in ("proposals", "members"))
    told = describe_condition(place.office, proposals, Both(
        Is("state", ("received", "draft")), Is("first_sponsor", filled.members[0]), Is("is_key", 1), Span("due_on", before="today"),
    ))  # fmt: skip
    assert told == "状态是待初审或草稿，第一提案人是郑晓禾，重点提案是“是”，应办复日早于今天"
    named = Named("proposal", ("first_sponsor", "joint_sponsors"), Is("state", "draft"))
    assert describe_condition(place.office, members, named) == "是提案的第一提案人或联名人，这提案状态是草稿"
    assert describe_condition(place.office, members, Is("term", "10")) == "届是10"
