"""The figures as they are declared: every one says what it counts and of what."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.domain.description.conditions import EVERYTHING, Both, Is, fields_of
from cppcc_desktop.domain.description.figures import reckon_rate
from cppcc_desktop.nouns.proposals.figures import FIGURES, GROUPS, RECEIVED, SHEET, UNIT_FIGURES
from cppcc_desktop.nouns.proposals.life import STATES
from cppcc_desktop.services.features import list_modules

ALL = (*FIGURES, *UNIT_FIGURES)
KNOWN = {module.name: module for module in list_modules(FEATURES)}


def test_keys_are_given_once_and_every_group_has_figures() -> None:
    assert len(SHEET.by_key) == len(ALL)
    assert {each.group for each in FIGURES} == set(GROUPS)
    assert set(SHEET.shown) <= SHEET.by_key.keys()


@pytest.mark.parametrize("figure", ALL, ids=lambda each: each.key)
def test_a_rate_names_its_base_and_a_count_has_none(figure) -> None:
    assert figure.is_rate == (figure.unit == "%") == figure.base.startswith("占") == bool(figure.base)
    assert figure.counted in "件份项人" and figure.label and figure.head


@pytest.mark.parametrize("figure", ALL, ids=lambda each: each.key)
def test_conditions_are_on_fields_the_list_has(figure) -> None:
    fields = {"id", *KNOWN[figure.module].by_name}
    named = {name.partition(".")[0] for where in (figure.where, figure.of or EVERYTHING) for name in fields_of(where)}
    assert named <= fields
    proposal = KNOWN["proposals"].by_name
    dotted = [name.partition(".")[2] for name in fields_of(figure.where) if "." in name]
    assert set(dotted) <= proposal.keys()


def test_every_state_but_a_draft_is_received() -> None:
    first, *returned = RECEIVED.parts
    assert isinstance(first, Is) and isinstance(first.value, tuple)
    assert {*first.value, "returned", "draft"} == {each.name for each in STATES}
    assert all(isinstance(each, Both) and Is("state", "returned") in each.parts for each in returned)


def test_breakdowns_count_by_fields_there_are() -> None:
    for dimension in SHEET.dimensions:
        for module, names in dimension.fields.items():
            for name in names:
                first, _, rest = name.partition(".")
                assert first in KNOWN[module].by_name and (not rest or rest in KNOWN["proposals"].by_name)


def test_only_what_can_be_broken_down_is_offered() -> None:
    by_unit = {each.key for each in SHEET.find((), SHEET.by_dimension["unit"])}
    assert {"received", "unit_overdue", "promises_open"} <= by_unit and "members_taking_part" not in by_unit
    assert {each.module for each in SHEET.find((), SHEET.by_dimension["unit_role"])} == {"assignments"}
    assert [each.key for each in SHEET.find(("merged", "received"))] == ["merged", "received"]


def test_rates_are_rounded_half_up_to_a_tenth() -> None:
    assert reckon_rate(93, 125) == 74.4 and reckon_rate(0, 5) == 0.0 and reckon_rate(5, 5) == 100.0
    assert reckon_rate(1, 0) is None and reckon_rate(0, 0) is None
    for denominator in range(1, 400):
        for numerator in range(0, denominator + 1, 7):
            exact = (Decimal(100) * numerator / denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)
            assert reckon_rate(numerator, denominator) == float(exact)


def test_joined_conditions_lose_none() -> None:
    joined = Both(
        Both(Is("form", "1"), Is("plenary", "10-03")), Both(Is("form", ("3", "4"))), Both(Is("plenary", "10-03"))
    )
    assert joined.parts == (Is("form", "1"), Is("plenary", "10-03"), Is("form", ("3", "4")))
    assert sorted(fields_of(joined)) == ["form", "form", "plenary"]
