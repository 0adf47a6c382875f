"""What rules ask of the entries of code lists: said by the nouns whose records go by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cppcc_desktop.domain.errors import InvalidField
from cppcc_desktop.journal.keys import list_feeding
from cppcc_desktop.services.office.codes import CodeLists
from cppcc_desktop.services.office.office import Office


@dataclass(frozen=True, kw_only=True)
class CodeRule:
    """What is special about one code list."""

    list: str
    traits: Mapping[str, str] = field(default_factory=dict[str, str])  # what an entry may be taken for, and its words
    # traits of which an entry has one at most, and what is said to who ticks several
    apart: Sequence[tuple[frozenset[str], str]] = ()
    explained: bool = False  # what an entry means is shown
    good: str = ""  # of grades: the trait of those that are well; the others are bad


def find_code_rule(office: Office, name: str) -> CodeRule:
    """What is special about a list; nothing for one that no noun says anything of."""
    return next((each for each in office.parts(CodeRule) if each.list == name), CodeRule(list=name))


def holds_at_once(office: Office, name: str) -> bool:
    """Whether what is changed holds at once: orders are reckoned by the list."""
    return name in list_feeding(office.schema)


def grade_tones(office: Office, codes: CodeLists) -> dict[tuple[str, str], str]:
    """(list, code) → the tint of its chip, of lists of grades: ok, or bad."""
    graded = {each.list: each.good for each in office.parts(CodeRule) if each.good}
    return {
        (name, code): "ok" if codes.has_trait(name, code, graded[name]) else "bad"
        for name, code in codes.ranks if name in graded
    }  # fmt: skip


def check_traits(rule: CodeRule, traits: Sequence[str]) -> list[str] | None:
    """The traits in stored form; what no rule asks of this list, and what excludes one another, is refused."""
    strange = [each for each in traits if each not in rule.traits]
    if strange:
        raise InvalidField("traits", f"没有“{strange[0]}”这种性质。", options=list(rule.traits))
    for names, words in rule.apart:
        several = [each for each in rule.traits if each in names and each in traits]
        if len(several) > 1:
            raise InvalidField(several[-1], words)
    return sorted(set(traits)) or None
