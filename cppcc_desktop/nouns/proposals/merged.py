"""Cases that go along with another one: as long as there are any, it is not done away with."""

from __future__ import annotations

from sqlalchemy import Connection, select

from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.nouns.proposals.case import refuse_leading
from cppcc_desktop.nouns.proposals.entity import PROPOSAL
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.guards import DISCARD, JOIN, Guard


def refuse_loss(office: Office, connection: Connection, record: str, deed: str) -> None:
    """Refusal for a case that others go along with, that goes along itself, or that has its number and would go into another."""
    table = office.schema.records[PROPOSAL.name]
    number = connection.scalar(select(table.c.docket_no).where(table.c.id == record)) if deed == JOIN else None
    if number:
        raise Refusal(f"{number} 号已经立案，不能并掉。", todo="两件都立案的，用“并案”。")
    if connection.scalar(select(table.c.merged_into).where(table.c.id == record)):
        raise Refusal(f"还不能“{deed}”：这件提案已经并入别的提案。", todo="先“撤销并案”，再来。")
    columns = (table.c.docket_no, table.c.intake_no, table.c.title)
    query = select(*columns).where(table.c.merged_into == record, table.c.deleted.is_(None), table.c.same_as.is_(None))
    refuse_leading(deed, [dict(row) for row in connection.execute(query.order_by(table.c.intake_no)).mappings()])


GUARD = Guard(kind=PROPOSAL.name, refuse=refuse_loss, against=(DISCARD, JOIN), fixed_by="docket_no")
