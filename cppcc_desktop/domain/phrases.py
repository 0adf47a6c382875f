"""What a phrase says of a deed: that it is done, partly, under way or planned, not, or cannot be.

未解决 and 解决不了 name 解决 and deny it; 正在落实 and 计划落实 are still to come. A key word alone tells none of that.
"""

from __future__ import annotations

import re
from enum import Enum


class Degree(Enum):
    """How far a phrase says that a deed has come."""

    DONE = "done"
    PARTLY = "partly"
    COMING = "coming"  # under way, planned, promised
    NOT = "not"
    CANNOT = "cannot"  # not for now, or not at all


CLAUSE = re.compile(r"[，。；、,;（）()\[\]【】/／\n]+")
# in the order in which they are looked for: 暂不 is no plain 不, 未列入计划 is no plan
BEFORE = (
    (Degree.CANNOT, re.compile(r"不能|不可|无法|无力|难以|难于|不宜|暂不|暂缓|缓期|缓办")),
    (Degree.NOT, re.compile(r"[未没无非勿]|不(?!断|日|久|得不)|拒|有待|尚待|^待(?!.*后)|还待")),
    (
        Degree.COMING,
        re.compile(
            r"正|在(?=$)|拟|将|计划|规划|准备|列入|纳入|逐步|逐渐|不断|推进|争取|力争|预计|待|以后|今后|抓紧|着手|研究|建议"
        ),
    ),
    (Degree.PARTLY, re.compile(r"部分|个别|少数|一些|一半|分批|初步")),
)
AFTER = (
    (Degree.CANNOT, re.compile(r"^(不了|不成|有困难|难度|有难度)")),
    (Degree.NOT, re.compile(r"^(不|未|没)|^(方案|计划|措施|意见)?(待|尚待|有待|未|没)")),
    (Degree.COMING, re.compile(r"^(中|之中|过程中|阶段|计划|进行中)")),
    (Degree.PARTLY, re.compile(r"^(一部分|部分|一半|了?一些)")),
)


def read_degree(phrase: str, deed: re.Pattern[str]) -> Degree | None:
    """How far the deed has come, by every clause that names it; None where none does or they contradict each other."""
    found = {judge_clause(clause[: at.start()], clause[at.end() :])
             for clause in CLAUSE.split(phrase) for at in deed.finditer(clause)}  # fmt: skip
    return found.pop() if len(found) == 1 else None


def judge_clause(before: str, after: str) -> Degree:
    """By the words on both sides of the deed; what says nothing else says it is done."""
    for degree, words in BEFORE:
        if words.search(before):
            return degree
    return next((degree for degree, words in AFTER if words.search(after)), Degree.DONE)
