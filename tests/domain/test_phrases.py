"""What a phrase says of a deed, whatever stands around it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cppcc_desktop.domain.phrases import AFTER, BEFORE, Degree, judge_clause, read_degree

DEED = re.compile("解决|落实")
DENIED = ("未", "没有", "尚未", "暂未", "不", "不予", "没", "并未", "仍未", "有待", "未能", "拒绝")
CANNOT = ("无法", "不能", "暂不", "难以", "暂不能", "不宜", "暂缓")
COMING = ("正在", "计划", "拟", "将", "准备", "逐步", "列入计划", "争取", "待条件成熟后", "着手")
PARTLY = ("部分", "个别", "初步", "大部分")
DONE = ("", "已", "已经", "全部", "基本", "全面", "完全", "不断", "切实")


@pytest.mark.parametrize(
    ("words", "degree"),
    [(DENIED, Degree.NOT), (CANNOT, Degree.CANNOT), (COMING, Degree.COMING), (PARTLY, Degree.PARTLY), (DONE[:6], Degree.DONE)],
)  # fmt: skip
def test_what_stands_before_the_deed(words: tuple[str, ...], degree: Degree) -> None:
    assert {word: read_degree(f"{word}解决", DEED) for word in words} == dict.fromkeys(words, degree)


def test_what_stands_behind_it() -> None:
    told = {"解决不了": Degree.CANNOT, "落实不到位": Degree.NOT, "解决中": Degree.COMING, "解决一部分": Degree.PARTLY, "解决方案待定": Degree.NOT,
            "解决有困难": Degree.CANNOT, "解决完毕": Degree.DONE}  # fmt: skip
    assert {text: read_degree(text, DEED) for text in told} == told


def test_clauses_that_contradict_each_other_tell_nothing() -> None:
    assert read_degree("路灯已解决，停车未解决", DEED) is None
    assert read_degree("路灯已解决，停车也已解决", DEED) is Degree.DONE
    assert read_degree("已解决，没有遗留问题", DEED) is Degree.DONE, "the other clause is not about it"
    assert read_degree("已答复", DEED) is None


@given(st.sampled_from((*DENIED, *CANNOT)), st.text("县里的路灯和停车", max_size=4), st.sampled_from(("解决", "落实")))
def test_a_denial_is_never_read_as_done(word: str, between: str, deed: str) -> None:
    assert judge_clause(word + between, "") in (Degree.NOT, Degree.CANNOT)
    assert read_degree(f"{word}{between}{deed}", DEED) is not Degree.DONE


def test_the_tables_look_for_the_strongest_first() -> None:
    assert [degree for degree, _ in BEFORE][:2] == [degree for degree, _ in AFTER][:2] == [Degree.CANNOT, Degree.NOT]
