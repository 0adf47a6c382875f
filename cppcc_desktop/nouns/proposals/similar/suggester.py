"""Units for cases that are handed out: who handled the like, and whom the review named for 会办."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.proposals.similar.units import suggest_units_many
from cppcc_desktop.services.cases.choices import read_by
from cppcc_desktop.services.cases.suggesting import Suggester, Suggestion
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.titles import read_titles


def suggest_handling(office: Office, actor: Actor, ids: Sequence[str]) -> Mapping[str, Mapping[str, Suggestion]]:
    """The likeliest unit of each case, and those that may assist."""
    found = suggest_units_many(office, actor, ids, 1)
    leads = {c: Suggestion(u[0].name, u[0].unit, "；".join(u[0].reasons)) for c, u in found.items() if u}
    helping = suggest_assists(office, actor, ids)
    assists = {c: Suggestion("、".join(names), None, why) for c, (names, why) in helping.items() if names}
    return {"unit": leads, "assist_units": assists}


def suggest_assists(office: Office, actor: Actor, ids: Sequence[str]) -> dict[str, tuple[list[str], str]]:
    """Case → units its newest review named for 会办, and where that stands."""
    actor.require("record.read")
    codes, found = read_codes(office), dict[str, tuple[list[str], str]]()
    with office.read() as connection:
        reviews = read_by(office, connection, "review", "proposal", ids)
        named = {str(u) for rows in reviews.values() for row in rows for u in units_of(row)}
        names = read_titles(office, connection, "unit", named)
    for case, rows in reviews.items():
        for row in rows:
            if units_of(row):
                stage = codes.label("review_stage", str(row.get("stage") or ""))
                found[case] = ([names[each] for each in units_of(row) if each in names], f"{stage}时的建议")
    return found


def units_of(review: Row) -> list[str]:
    found = review.get("suggested_assist")
    return found if isinstance(found, list) else []


SUGGESTER = Suggester("proposal", ("unit", "assist_units"), suggest_handling)
