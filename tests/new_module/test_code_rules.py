"""What rules ask of a code list stands with the noun that has it: a noun on trial says it of a list no other noun is there for."""

from __future__ import annotations

import pytest

from cppcc_desktop.domain.errors import InvalidField
from cppcc_desktop.services.features import Feature
from cppcc_desktop.services.office.code_changes import add_entry, list_code_lists, rename_entry
from cppcc_desktop.services.office.code_rules import CodeRule
from cppcc_desktop.services.office.codes import read_codes
from tests.conftest import Place

RULE = CodeRule(
    list="channel", traits={"by_hand": "手工", "by_wire": "电传", "urgent": "急件"}, explained=True,
    apart=((frozenset({"by_hand", "by_wire"}), "手工的不是电传。"),),
)  # fmt: skip


def test_a_noun_says_what_an_entry_may_be_taken_for(trial: Place) -> None:
    office, actor = trial.office, trial.actor
    with pytest.raises(InvalidField, match="没有“urgent”这种性质"):
        add_entry(office, actor, "channel", "专人", traits=["urgent"])
    office.features = (*office.features, Feature(name="post", parts={"CodeRule": lambda: (RULE,)}))
    office._parts.clear()
    shown = {each.about.name: each.rule for each in list_code_lists(office, actor)}
    assert shown["channel"] is RULE and shown["sector"] == CodeRule(list="sector")
    code = add_entry(office, actor, "channel", "专人", traits=["urgent", "by_hand"])
    assert read_codes(office).traits()["channel", code] == {"by_hand", "urgent"}
    with pytest.raises(InvalidField, match="手工的不是电传"):
        add_entry(office, actor, "channel", "电报", traits=["by_wire", "by_hand"])
    with pytest.raises(InvalidField, match="没有“collective”这种性质"):
        add_entry(office, actor, "channel", "电报", traits=["collective"])


def test_what_a_further_column_of_a_list_says_outlives_a_new_name(trial: Place) -> None:
    office, actor = trial.office, trial.actor
    assert read_codes(office).value("satisfaction", "1", "counts_as_satisfied") == "yes"
    assert read_codes(office).value("satisfaction", "3", "counts_as_satisfied") == "no"
    rename_entry(office, actor, "satisfaction", "1", "很满意")
    assert read_codes(office).value("satisfaction", "1", "counts_as_satisfied") == "yes"
    own = add_entry(office, actor, "channel", "专人")
    assert read_codes(office).value("channel", own, "urgent") == "" and not read_codes(office).value("sector", "0", "x")
