"""The suggestions of a case: one text, in which each begins with its number."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"^[（(]?[0-9一二三四五六七八九十]{1,3}[.．、)）]\s*")


def split_suggestions(text: str) -> list[str]:
    """The suggestions of a case, one per numbered line; text without numbers is one."""
    items: list[str] = []
    for line in text.split("\n"):
        if starts_item(line) or not items:
            items.append(line.strip())
        elif line.strip():
            items[-1] += "\n" + line.strip()
    return [each for each in items if each]


def starts_item(line: str) -> bool:
    """Whether a line begins a new suggestion: 1. 2、 一、 （三） (4)."""
    head = line.strip().lstrip("（(")
    digits = len(head) - len(head.lstrip("0123456789一二三四五六七八九十"))
    return (
        0 < digits < 4
        and head[digits : digits + 1] in tuple(".、．)）")
        and not head[digits + 1 : digits + 2].isdigit()
    )


def strip_number(text: str) -> str:
    """A suggestion without the number before it."""
    return _NUMBER.sub("", text)
