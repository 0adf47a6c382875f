"""提案表, filled from the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.members.entity import MEMBER, MEMBERS
from cppcc_desktop.nouns.proposals.entity import PROPOSAL, PROPOSALS
from cppcc_desktop.nouns.proposals.papers.sheet import (
    PUBLICITY,
    CollectiveSponsor,
    JointSponsor,
    ProposalSheet,
    Sponsor,
    build_proposal_sheet,
)  # fmt: skip
from cppcc_desktop.services.forms.printing import Made, PaperRequest
from cppcc_desktop.services.forms.words import plenary_heading
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.former import card_on
from cppcc_desktop.services.records.periods import term_of
from cppcc_desktop.services.records.records import Record, current_plenary, show_record
from cppcc_desktop.services.records.titles import word_rows

SPONSOR_FIELDS = {
    "name": "name", "sector": "sector", "special_committee": "special_committee", "post": "post",
    "address": "address", "postcode": "postcode", "phone": "mobile",
}  # fmt: skip
COLLECTIVE_FIELDS = {
    "name": "collective", "writer": "drafter", "contact": "contact_person", "phone": "contact_phone", "head": "head",
}  # fmt: skip
JOINT_FIELDS = {"name": "name", "sector": "sector", "unit": "post", "phone": "mobile"}


def make_proposal_sheet(office: Office, actor: Actor, asked: PaperRequest) -> Made:
    """The 提案表 of a proposal, or the empty one."""
    record = asked.record
    if not record:
        sheet = ProposalSheet.blank(plenary_heading(office, current_plenary(office)))
        return (build_proposal_sheet(replace(sheet, form_choices=form_choices(office))),), "提案表（空白）"
    found = show_record(office, actor, PROPOSAL.name, record)
    number = found.values["docket_no"] or found.values["intake_no"] or record[-6:]
    sheet = fill_proposal_sheet(office, actor, found)
    return (build_proposal_sheet(sheet),), f"提案表-{number}-{found.values['title']}"


def fill_proposal_sheet(office: Office, actor: Actor, found: Record) -> ProposalSheet:
    """Everything a 提案表 prints of a proposal, as text."""
    values = found.values
    words = word_rows(office, PROPOSALS.fields, [values], reveal=True)[0]
    joint, first = values["joint_sponsors"], values["first_sponsor"]
    sponsors = read_people(office, actor, [str(first)] if first else [], values)
    people = read_people(office, actor, joint if isinstance(joint, list) else [], values)
    return ProposalSheet(
        plenary=plenary_heading(office, str(values["plenary"] or "")), intake_no=words["intake_no"],
        docket_no=tell_docket(office, actor, values), category=words["category"], title=words["title"], form=words["form"],
        sponsor=Sponsor(**pick(sponsors[0], SPONSOR_FIELDS)) if sponsors else name_sponsor(values),
        joint=tuple(JointSponsor(**pick(each, JOINT_FIELDS)) for each in people),
        collective=CollectiveSponsor(**pick(words, COLLECTIVE_FIELDS)) if values["collective"] else None,
        publicity=PUBLICITY[0 if values["may_be_published"] else 1] if values["may_be_published"] is not None else "", suggested_unit=words["suggested_unit"],
        situation=words["analysis"], suggestion=words["suggestions"], research=words["research"],
        form_choices=form_choices(office),
    )  # fmt: skip


def tell_docket(office: Office, actor: Actor, values: Row) -> str:
    """第001号; of a case that was merged, the number of the one it went into."""
    if values["merged_into"]:
        lead = show_record(office, actor, PROPOSAL.name, str(values["merged_into"])).values
        return f"并入第{lead['docket_no']}号" if lead["docket_no"] else f"并入《{lead['title']}》"
    return f"第{values['docket_no']}号" if values["docket_no"] else ""


def name_sponsor(values: Row) -> Sponsor | None:
    """The first of the names a register gave, while there is no card."""
    first = str(values.get("sponsor_text") or "").partition("、")[0]
    return Sponsor(name=first) if first and not values.get("collective") else None


def form_choices(office: Office) -> tuple[str, ...]:
    """The forms of proposal this office offers."""
    return tuple(code.label for code in read_codes(office).entries("proposal_form"))


def pick(words: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    return {mine: words[theirs] for mine, theirs in names.items()}


def read_people(office: Office, actor: Actor, ids: Sequence[str], proposal: Row) -> list[dict[str, str]]:
    """Members as their cards said when the proposal came in, in the order given; official forms print phones in full."""
    actor.require("record.read")
    term, day = term_of(str(proposal.get("plenary") or "")), str(proposal.get("received_on") or "")
    with office.read() as connection:
        rows = [card_on(office, connection, MEMBER.name, each, term, day) for each in ids]
    return word_rows(office, MEMBERS.fields, rows, reveal=True)
