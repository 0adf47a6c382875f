"""What the index holds of a text: the same by the short way and by the long one."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from cppcc_desktop.journal.index import initials_of, kind_range, make_entry, phrase, split_characters, tokens_of
from cppcc_desktop.nouns.proposals.entity import PROPOSAL
from cppcc_desktop.nouns.proposals.records import REPLY

MIXED = st.text(st.sampled_from("老旧小区〇々ＡａＢ1２RCEP，。、：（）— \n·𬱖㐂①é"), max_size=30)


@given(st.one_of(st.text(max_size=60), MIXED))
@example("二〇二六年〇五号")
@example("Ｒcep，𬱖")
def test_the_short_way_gives_the_same_tokens(text: str) -> None:
    assert split_characters(text).split() == tokens_of(text)


def test_every_character_is_a_token() -> None:
    assert split_characters("加装电梯 RCEP，13.9%") == "加 装 电 梯 r c e p 1 3 9"
    assert split_characters("𬱖") == "u2cc56"
    assert phrase("老旧小区") == '"老 旧 小 区"'
    assert phrase("，。 ") == ""
    assert initials_of("shan xiong xin/dan xiong xin") == "s x x zz d x x"


def test_numbers_put_the_newest_of_a_kind_first() -> None:
    def number(day: str | None, change: int, place: int = 1) -> int:
        values = {"title": "关于路灯的建议", "received_on": day}
        return make_entry("a" * 32, PROPOSAL, place, change, values, "2026-06-08T07:42:00", "").number

    assert number("2026-03-01", 9) < number("2026-03-02", 1) < number("2026-03-02", 2) < number(None, 1)
    assert number("不是日期", 1) < number("1900-01-01", 1)
    first, last = kind_range(1)
    assert first <= number("9999-12-31", 2**36 - 1) <= last < number("2026-03-01", 1, place=2) < 2**63


def test_a_part_of_a_case_opens_the_case() -> None:
    entry = make_entry("b" * 32, REPLY, 5, 7, {"text": "已经修好", "proposal": "c" * 32}, "2026-06-08T07:42:00", "")
    assert (entry.record, entry.owner, entry.text) == ("b" * 32, "c" * 32, "已 经 修 好")
