"""The panel beside the list of 接待群众: in the order of the talk (look.md §7, 7c)."""

from __future__ import annotations

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.receptions.entity import RECEPTIONS
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import Query, count_records
from ui.records.entry_form import EntryLayout


def count_year(office: Office, actor: Actor) -> str:
    """今年第 15 件: counted, not issued."""
    here = count_records(office, actor, RECEPTIONS, Query(Is("year", office.today().year)))
    return f"今年第 {here + 1} 件"


LAYOUT = EntryLayout(
    module="receptions",
    title="登记一次接待",
    fields=(
        "station", "mode", "date", "persons", "joined_units", "visitor", "heads", "phone", "address", "matter", "handling",
        "answer", "result", "receivers", "due_on", "through_county", "call_back", "unnamed", "category", "earlier",
    ),
    stay=("station", "mode", "date", "persons"),
    halves=("visitor", "heads", "phone", "address", "due_on", "through_county", "call_back", "unnamed"),
    segments=("mode", "handling"),
    labels={"matter": "事项"},
    told=count_year,
)  # fmt: skip
