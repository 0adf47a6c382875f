"""One normal form: characters that look the same compare as the same."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cppcc_desktop.domain.normal_form import RADICALS, USUAL, normalise_text, radicals


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("⻰⻔⻘", "龙门青"),  # radicals NFKC leaves alone
        ("⽅⽔⽣", "方水生"),  # Kangxi radicals
        ("\uf9d3\uf914", "陸樂"),  # compatibility ideographs
        ("葛\U000e0100城\ufe00", "葛城"),  # selectors of a variant
        ("方\u200b水\u2060生\ufeff", "方水生"),
        ("ＡＢ（１２）：", "AB(12):"),
        ("方\x07水\u3000生\x0b乙", "方水 生 乙"),
        ("长長馬马", "长長馬马"),  # simplified and traditional are two characters
    ],
)
def test_forms(written: str, usual: str) -> None:
    assert normalise_text(written) == usual


def test_usual_text_is_its_own_normal_form() -> None:
    """The short way must give what the long one would."""
    usual = [chr(code) for code in range(0x20, 0xA000) if USUAL.fullmatch(chr(code))]
    assert [each for each in usual if unicodedata.normalize("NFKC", each) != each or ord(each) in radicals()] == []


def test_every_radical_leads_out_of_the_radicals() -> None:
    for code in range(0x2E80, 0x2FE0):
        if unicodedata.name(chr(code), "CJK RADICAL REPEAT") != "CJK RADICAL REPEAT":
            assert RADICALS.search(normalise_text(chr(code))) is None, hex(code)


@given(st.text(st.characters() | st.sampled_from("⻰⽅\uf9d3\ufe00\u200b\u3000　ａ①\u0301")))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise_text(normalise_text(text)) == normalise_text(text)
