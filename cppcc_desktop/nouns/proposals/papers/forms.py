"""The papers proposals are printed on."""

from __future__ import annotations

from cppcc_desktop.nouns.proposals.entity import PROPOSAL
from cppcc_desktop.nouns.proposals.papers.notice_records import (
    find_batches,
    is_declined,
    make_assignment_notice,
    make_decline_notice,
    make_reminder_letter,
)
from cppcc_desktop.nouns.proposals.papers.sheet_records import make_proposal_sheet
from cppcc_desktop.nouns.proposals.records import ASSIGNMENT
from cppcc_desktop.nouns.units.entity import UNIT
from cppcc_desktop.services.forms.printing import Form

FORMS = (
    Form("proposal_sheet", "提案表", PROPOSAL.name, make_proposal_sheet),
    Form("proposal_decline", "不予立案告知单", PROPOSAL.name, make_decline_notice, fits=is_declined),
    Form("assignment_notice", "提案交办通知", ASSIGNMENT.name, make_assignment_notice, gather=find_batches),
    Form("reminder_letter", "催办函", UNIT.name, make_reminder_letter),
)
