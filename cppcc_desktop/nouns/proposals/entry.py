"""The large button a station writes a proposal with."""

from __future__ import annotations

from cppcc_desktop.domain.description.conditions import Filled
from cppcc_desktop.nouns.proposals.entity import PROPOSALS
from cppcc_desktop.services.figures.place_home import PlaceEntry

ENTRY = PlaceEntry(
    module=PROPOSALS.name, words="写提案", what="先写成草稿，由县里收件编号", note="今年收件 {n} 件", key="T", day="received_on", rank=3,
    where=Filled("intake_no"),
)  # fmt: skip
