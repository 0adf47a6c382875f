"""Refusals say in Chinese what is so, what was kept and what to do; no English, no code names, no list without end."""

from __future__ import annotations

import re

import pytest

from tests.house.messages import CHINESE, Message, list_leaks, list_messages

# sentences of our own made by another function
MADE_OF_OUR_OWN = ("cppcc_desktop/domain/description/fields.py",)


def test_there_are_messages() -> None:
    assert len(list(list_messages())) > 250


def test_no_message_has_english_or_code_names() -> None:
    assert {each.place: each.foreign for each in list_messages() if each.foreign} == {}


def test_every_message_says_what_to_do() -> None:
    """What an InvalidField says shows the right form, and the class adds the next step."""
    silent = [
        each.place for each in list_messages()
        if each.kind != "InvalidField" and not {"todo", "options"} & each.given
    ]  # fmt: skip
    assert silent == []


def test_every_sentence_ends() -> None:
    """A sentence of fixed words ends with a full stop, so that the next one does not run into it."""
    loose = {
        each.place: text
        for each in list_messages() for text in each.texts
        if CHINESE.search(text) and not re.search(r"[。？！]$|\{\}$", text)
    }  # fmt: skip
    assert loose == {}


def test_no_text_of_a_library_is_put_into_a_sentence() -> None:
    assert [each for each in list_leaks() if not each.startswith(MADE_OF_OUR_OWN)] == []


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("没有“planet”这一类。", []), ("写成 --points 18。", []), ("选 .xlsx 文件，用 WPS 打开。", []), ("没有 planet 这一类。", ["planet"]),
        ("Permission denied。", ["Permission", "denied"]), ("state 不对。", ["state"]), ("写成 year=2026 这样。", []),
    ],
)  # fmt: skip
def test_what_counts_as_foreign(text: str, foreign: list[str]) -> None:
    assert Message("here", "Refusal", (text,), frozenset()).foreign == foreign
