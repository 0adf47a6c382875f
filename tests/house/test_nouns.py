"""No file of the platform names a noun; tests.house.nouns says what counts."""

from __future__ import annotations

import ast

import pytest

from tests.house.nouns import (
    BEFORE,
    ELSEWHERE,
    NOUN_FOLDERS,
    PLAIN,
    Vocabulary,
    find_places,
    list_platform,
    places_of,
)
from tests.house.tree import ROOT, read_lines

WORDS = Vocabulary(
    kinds=frozenset({"proposal", "proposals", "unit", "units", "stations", "key_case"}),
    fields=frozenset({"docket_no", "goal"}), moves=frozenset({"sign_for", "reply"}),
    plain=frozenset({"unit", "reply", "goal", "merged"}), states=frozenset({"in_hand", "merged"}),
)  # fmt: skip
CALLS = {"create_record": (2,)}


def words(code: str, path: str = "ui/lists/page.py") -> list[str]:
    return [each.words for each in places_of(path, ast.parse(code), WORDS, CALLS)]


def test_no_file_of_the_platform_names_a_noun() -> None:
    assert [str(each) for each in find_places()] == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("show('proposals')", "string proposals"),
        ("x = {'proposal.docket_no': 1}", "string proposal"),
        ("x = f'proposal:{key}'", "string proposal"),
        ("x = 'sign_for'", "string sign_for"),
        ("row.kind == 'unit'", "kind unit"),
        ("kind in ('unit', other)", "kind unit"),
        ("schema.records['unit']", "kind unit"),
        ("create_record(office, actor, 'unit', {})", "kind unit"),
        ("Field(name='x', target='unit')", "kind unit"),
        ("table.c.docket_no", "attribute docket_no"),
        ("class KeyCaseCard: 0", "class KeyCaseCard: key_case"),
        ("def list_units(): 0", "function list_units: units"),
        ("from cppcc_desktop.nouns.proposals import act", "import from cppcc_desktop.nouns.proposals: proposals"),
        ("from ui.lists.page import ProposalCard", "import ProposalCard: proposal"),
        ("look(PROPOSALS)", "name PROPOSALS: proposals"),
        ("class Row:\n docket_no: str", "field docket_no: docket_no"),
        ("{'state': ('in_hand', other)}", "string in_hand"),
        ("row.state == 'merged'", "kind merged"),
    ],
)
def test_what_counts(code: str, said: str) -> None:
    assert words(code) == [said]


@pytest.mark.parametrize(
    "code",
    [
        "def f(proposal, units): return proposal", "act(proposal=1)", "x = 'unit'", "figure.unit", "'''proposals'''",
        "def reply(): 0", "self.merged", "self.stations", "def list_stations(): 0", "x = '提案 proposals'", "create_record('unit', 'goal')",
    ],
)  # fmt: skip
def test_what_does_not_count(code: str) -> None:
    assert words(code) == []


def test_plain_words_in_company_of_a_clear_one_count() -> None:
    assert words("x = ('reply', 'sign_for')") == ["kind reply", "string sign_for"]
    assert words("x = {'reply': 1, 'sign_for': 2}") == ["kind reply", "string sign_for"]
    assert words("x = ('reply', 'goal')") == []


def test_the_name_of_a_file_counts() -> None:
    assert words("", "ui/lists/proposal_card.py") == ["file proposal"]


def test_every_plain_word_is_a_name_and_has_a_reason() -> None:
    lines = list(read_lines(PLAIN))
    assert [line for line in lines if len(line.split(maxsplit=1)) < 2] == []
    assert {line.split()[0] for line in lines} - Vocabulary.read().every == set()
    assert len({line.split()[0] for line in lines}) == len(lines)


def test_files_of_nouns_that_moved_are_off_the_list() -> None:
    listed = list(read_lines(ROOT / ELSEWHERE))
    assert [path for path in listed if not (ROOT / path).exists() or path.startswith(NOUN_FOLDERS)] == []
    assert "cppcc_desktop/bootstrap.py" not in list_platform() and "ui/main_window.py" in list_platform()
    assert "cppcc_desktop/domain/proposals.py" in set(read_lines(BEFORE))
