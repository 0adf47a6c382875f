"""Topics that go along with another one: as long as there are any, it is not done away with."""

from __future__ import annotations

from sqlalchemy import Connection, select

from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.nouns.topics.entity import TOPIC
from cppcc_desktop.nouns.topics.life import call_topic, refuse_leading
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.guards import DISCARD, Guard


def refuse_loss(office: Office, connection: Connection, record: str, deed: str) -> None:
    """Refusal for a topic that others go along with, or that goes along itself."""
    table = office.schema.records[TOPIC.name]
    if connection.scalar(select(table.c.merged_into).where(table.c.id == record)):
        raise Refusal(f"还不能“{deed}”：这个议题已经并入别的议题。", todo="先“分出”，再来。")
    query = select(table.c.title).where(table.c.merged_into == record, table.c.deleted.is_(None)).order_by(table.c.id)
    refuse_leading(deed, [call_topic({"title": title}) for title in connection.scalars(query)])


GUARD = Guard(kind=TOPIC.name, refuse=refuse_loss, against=(DISCARD,))
