"""A list that shares another's place in the sidebar: reached from it, its records open as its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from cppcc_desktop.services.records.records import Query, list_ids
from tests.conftest import Place
from tests.new_module.nouns import PLACES, TOWNS, TOWNS_MODULE, TRIAL, YEARS
from tests.ui.offices import Desk
from ui.lists.related import list_related


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_it_stands_with_the_other_list(
    sit_down: Callable[[Place], Desk], open_trial: Callable[..., Place], trial: Place
) -> None:
    years, towns = TRIAL
    within = replace(towns, modules=(towns.modules[0], replace(TOWNS_MODULE, within=PLACES)))
    trial.office.features = (years, within)
    trial.office.__dict__.pop("modules", None)
    desk = sit_down(trial)
    keys = [item.key for item in desk.window._nav_items()]
    assert PLACES in keys and YEARS in keys and TOWNS not in keys
    assert [each.name for each in list_related(desk.session, trial.office.modules[PLACES])] == [TOWNS]
    page = desk.go(TOWNS)
    assert page.module.name == TOWNS and page.nav == PLACES
    (town,) = list_ids(trial.office, trial.actor, trial.office.modules[TOWNS], Query())
    page.table.opened.emit(town)
    desk.rest()
    assert desk.page.record == town and desk.page.module.name == TOWNS and desk.page.nav == PLACES
    assert not desk.reported and open_trial
