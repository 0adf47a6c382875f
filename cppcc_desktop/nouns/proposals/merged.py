"""Cases that go along with another one: as long as there are any, it is not done away with."""

from __future__ import annotations

from sqlalchemy import Connection, select

from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.nouns.proposals.case import refuse_leading
from cppcc_desktop.nouns.proposals.entity import PROPOSAL
from cppcc_desktop.services.office.office import Office


def refuse_leading_case(office: Office, connection: Connection, kind: str, record: str, label: str) -> None:
    """Refusal that names the cases merged into this one, or says that it goes along itself; other kinds are free."""
    if kind != PROPOSAL.name:
        return
    table = office.schema.records[kind]
    if connection.scalar(select(table.c.merged_into).where(table.c.id == record)):
        raise Refusal(f"还不能“{label}”：这件提案已经并入别的提案。", todo="先“撤销并案”，再来。")
    columns = (table.c.docket_no, table.c.intake_no, table.c.title)
    query = select(*columns).where(table.c.merged_into == record, table.c.deleted.is_(None), table.c.same_as.is_(None))
    refuse_leading(label, [dict(row) for row in connection.execute(query.order_by(table.c.intake_no)).mappings()])
