"""Texts compared in their normal form inside SQL: 马 finds ⻢, whichever was stored."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_

from cppcc_desktop.domain.normal_form import normalise_text

# A character that a person would hardly type to find it; text without any is compared as it stands.
RARE = re.compile("[^\t\n\r\x20-\x7e、。〇《》“”‘’—·…￥（），：；？！\u3000\u4e00-\u9fff]")


def holds_rarely(text: object, wanted: str) -> bool:
    """Whether a text with rare characters holds in its normal form what is wanted. A function of SQL (db/engine.py)."""
    return isinstance(text, str) and RARE.search(text) is not None and wanted in normalise_text(text).casefold()


def normal_form(value: object) -> object:
    """normalise_text as a function of SQL; what is no text stays."""
    return normalise_text(value) if isinstance(value, str) else value


def holds(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    """Whether the column holds the text; ASCII letters in either case."""
    normal = normalise_text(text)
    told = or_(false(), *(column.like(pattern_of(each), escape="\\") for each in dict.fromkeys((text, normal))))
    return or_(told, func.holds_rarely(column, normal.casefold()))


def equals(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    """Whether the column is the text, however its characters are encoded."""
    return or_(column == text, func.normal_form(column) == normalise_text(text))


def pattern_of(text: str) -> str:
    """The text anywhere, as a pattern of LIKE."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
