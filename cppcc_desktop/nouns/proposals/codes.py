"""What the life of a proposal, its figures and forms ask of the entries of code lists."""

from __future__ import annotations

from functools import partial

from cppcc_desktop.nouns.proposals.case import ADOPTED, SATISFIED
from cppcc_desktop.services.office.code_rules import CodeRule
from cppcc_desktop.services.office.codes import CodeWords

CODE_RULES = (
    CodeRule(list="contact_method", traits={"face_to_face": "算当面"}),
    CodeRule(list="satisfaction", traits={SATISFIED: "算满意"}, explained=True, good=SATISFIED),
    CodeRule(
        list="proposal_form", traits={"collective": "集体提案", "joint": "联名", "plenary_only": "只在大会提出"},
        apart=((frozenset({"collective", "joint"}), "集体提案不是联名，只能勾一样。"),),
    ),
    CodeRule(list="result_class", traits={"promise": "要列入承诺清单"}, explained=True),
    CodeRule(list="adoption", traits={ADOPTED: "算采纳"}, explained=True, good=ADOPTED),
    CodeRule(list="decline_ground", explained=True),
    CodeRule(list="decline_onward", explained=True),
)  # fmt: skip


def read_phrase(list_name: str, phrase: str) -> str | None:
    """What the words of a register say; they are loaded when somebody asks."""
    from cppcc_desktop.nouns.proposals.register import words

    reads = {"result_class": words.read_class, "satisfaction": words.read_grade, "adoption": words.read_adoption}
    return reads[list_name](phrase)


CODE_WORDS = tuple(
    CodeWords(list=name, read=partial(read_phrase, name)) for name in ("result_class", "satisfaction", "adoption")
)
