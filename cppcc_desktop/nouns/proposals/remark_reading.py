"""Remarks on a 提案 as it stands in the office, by the rules of its plenary."""

from __future__ import annotations

from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.proposals.entity import PROPOSAL
from cppcc_desktop.nouns.proposals.remarks import list_remarks
from cppcc_desktop.services.cases.rules import read_rules
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.sealing import closing_days, is_sealed, name_plenary
from cppcc_desktop.services.records.records import read_record

LOOKED_AT = ("draft", "returned", "received")  # afterwards the text is no longer the proposer's


def read_remarks(office: Office, actor: Actor, record: str) -> list[str]:
    """What is worth looking at in a draft or a case just received; of a sealed case, that it is sealed."""
    actor.require("record.read")
    with office.read() as connection:
        now = read_record(office, connection, PROPOSAL.name, record)
        plenary = str(now.values.get("plenary") or "")
        if is_sealed(office, connection, PROPOSAL.name, now.values):
            closed = closing_days(office, connection)[plenary]
            return [
                f"{name_plenary(plenary)}的提案已于 {closed} 封存：内容不能再改，落实、回头看、批示、表彰、承诺销号和归档照常登记。"
            ]
        if now.deleted is not None or now.values.get("state") not in LOOKED_AT:
            return []
        rules = read_rules(office, connection, plenary, office.today().isoformat())
    return list_remarks(now.values, rules.settings)
