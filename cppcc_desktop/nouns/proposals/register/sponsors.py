"""Proposers whose names came from a register before their cards were here, connected once they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.fields import Row, Value
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.proposals.entity import PROPOSAL
from cppcc_desktop.nouns.proposals.register.names import People
from cppcc_desktop.nouns.proposals.register.words import read_sponsors
from cppcc_desktop.nouns.proposals.register.writing import Cards
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.sealing import is_sealed
from cppcc_desktop.services.records.records import load_row

FIGURES = ("sector", "party", "special_committee", "township")


@dataclass(frozen=True)
class Connected:
    """A proposal whose proposers are now known by their cards, and what that sets."""

    proposal: str
    scope: str
    values: Row


def find_sponsors(office: Office, actor: Actor) -> int:
    """How many proposals `connect_sponsors` would change."""
    actor.require("record.read")
    with office.read() as connection:
        return len(plan(office, connection))


def connect_sponsors(office: Office, actor: Actor) -> int:
    """Put the member in the place of the name wherever exactly one member is called so; returns how many proposals.

    界别, 党派, 专委会 and 乡镇 are filled in from the card where they are empty. Names without a card stay as they are.
    """
    with office.write(actor, "record.write") as writing:
        found = plan(office, writing.connection)
        for each in found:
            writing.set(PROPOSAL, each.proposal, each.values, scope=each.scope)
    return len(found)


def plan(office: Office, connection: Connection) -> list[Connected]:
    table = office.schema.records[PROPOSAL.name]
    query = select(table).where(table.c.sponsor_text.is_not(None), table.c.deleted.is_(None))
    rows = [load_row(PROPOSAL.fields, row) for row in connection.execute(query).mappings()]
    rows = [row for row in rows if not is_sealed(office, connection, PROPOSAL.name, row)]
    people = People.load(office, connection) if rows else People({})
    named = [(row, [people.find(name)[0] for name in read_sponsors(str(row["sponsor_text"])).names]) for row in rows]
    cards = Cards.load(office, connection, sorted({ids[0] for _, ids in named if ids and ids[0]}))
    found = [Connected(str(row["id"]), str(row["scope"]), connect(row, ids, cards)) for row, ids in named]
    return [each for each in found if each.values]


def connect(row: Row, ids: Sequence[str], cards: Cards) -> dict[str, Value]:
    """What changes in one proposal; nothing if no name is known by now."""
    values: dict[str, Value] = {}
    own = [] if row.get("collective") else [*ids[:1]]
    if own and own[0] and not row.get("first_sponsor"):
        values["first_sponsor"] = own[0]
        told = cards.find(own[0], str(row.get("plenary") or ""), str(row.get("received_on") or ""))
        values |= {name: told[name] for name in FIGURES if told.get(name) and not row.get(name)}
    stored = row.get("joint_sponsors")
    joint = list(stored) if isinstance(stored, list) else []
    more = [each for each in ids[len(own) :] if each and each not in joint]
    if more:
        values["joint_sponsors"] = joint + more
    if ids and all(ids):
        values["sponsor_text"] = None
    return values
