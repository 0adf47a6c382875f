"""What a 接待 can become: a proposal or a topic to be consulted on, with the matter taken over (domain.md §5)."""

from __future__ import annotations

from collections.abc import Mapping

from cppcc_desktop.domain.description.fields import ID, Row, Value
from cppcc_desktop.nouns.receptions.entity import RECEPTION
from cppcc_desktop.services.cases.continuing import Continuation

STEP, SAYS = "become", "title"
Words = Mapping[str, str]


def say_matter(words: Words) -> str:
    """The matter with when and where it was told; who came is not named."""
    where = words["station"] or words["place"]
    return f"{words['matter']}\n（{words['date']}{where}接待群众时反映）"


def take_for_proposal(row: Row, words: Words) -> Mapping[str, Value]:
    persons = row.get("persons")
    first = next((each for each in persons if ID.fullmatch(each)), None) if isinstance(persons, list) else None
    return {
        "title": f"关于{words['short'].rstrip('…')}的建议",
        "first_sponsor": first,
        "analysis": say_matter(words),
    }


def take_for_topic(row: Row, words: Words) -> Mapping[str, Value]:
    return {
        "title": words["short"].rstrip("…"), "year": row.get("year"), "reason": say_matter(words),
        "suggested_by": words["persons"], "station": row.get("station"),
    }  # fmt: skip


BECOME = (
    Continuation(
        source=RECEPTION.name, target="proposal", label="转成提案", take=take_for_proposal, step=STEP, says=SAYS
    ),
    Continuation(source=RECEPTION.name, target="topic", label="转成议题", take=take_for_topic, step=STEP, says=SAYS),
)
