"""Marks of secrecy as papers bear them: what is marked so is taken in nowhere (domain.md §8.7)."""

from __future__ import annotations

import re

_WORD = "绝密|机密|秘密"
_NUMBER = r"[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}"
_TERM = rf"(?:{_NUMBER})\s*(?:年|个月|月|日|天)|长期|启用前"
# 秘密★一年, wherever it stands
_STARRED = re.compile(rf"({_WORD})\s*[★☆]")
# a line of its own: 机密, 密级：秘密, 绝密（长期）, 秘密 3年
_ALONE = re.compile(rf"\s*(?:密\s*级\s*[:：]?\s*)?({_WORD})\s*级?\s*[（(]?\s*(?:{_TERM})?\s*[）)]?\s*")
# at the head of a line that goes on: 秘密 3年 关于…
_HEAD = re.compile(rf"\s*({_WORD})\s*[（(]?\s*(?:{_TERM})\s*[）)]?[\s　]")


def find_secret(text: str) -> str:
    """The mark of secrecy a text bears, empty without one; the word alone in a sentence is none."""
    if "密" not in text:
        return ""
    for line in text.splitlines():
        found = _STARRED.search(line) or _ALONE.fullmatch(line) or _HEAD.match(line)
        if found:
            return line.strip() if len(line.strip()) <= 12 else found[1]
    return ""


def say_secret(mark: str) -> str:
    """What is said where something is refused for it."""
    return f"有“{mark}”的标志。这个程序只办不涉密的材料，没有登记；涉密的请走机要渠道"
