"""Texts compared in their normal form inside SQL: 马 finds ⻢, whichever was stored."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_

from cppcc_desktop.domain.normal_form import normalise_text

# Holds a character that a person would hardly type to find it. All other text is compared as it stands, without leaving SQLite.
RARE = "*[^\n\x20-\x7e、。〇《》“”‘’…—·￥（），：；？！\u3000\u4e00-\u9fff]*"


def holds(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    """Whether the column holds the text; ASCII letters in either case."""
    wanted = dict.fromkeys((text, normalise_text(text)))
    normal = func.normal_form(column).like(pattern_of(normalise_text(text)), escape="\\")
    told = or_(false(), *(column.like(pattern_of(each), escape="\\") for each in wanted))
    return or_(told, and_(column.op("GLOB")(RARE), normal))


def equals(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    """Whether the column is the text, however its characters are encoded."""
    return or_(column == text, func.normal_form(column) == normalise_text(text))


def pattern_of(text: str) -> str:
    """The text anywhere, as a pattern of LIKE."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
