"""What is permitted about proposals, and to whom: to those who do the office's work, not to who only reads."""

from __future__ import annotations

from cppcc_desktop.domain.grants import Grant

RECEIVE = Grant("proposal.receive")
REVIEW = Grant("proposal.review")
DOCKET = Grant("proposal.docket")
ASSIGN = Grant("proposal.assign")
HANDLE = Grant("proposal.handle")
CLOSE = Grant("proposal.close")
