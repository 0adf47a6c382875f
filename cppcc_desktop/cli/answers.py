"""What commands are given, and what they give back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What a command found: data for --json, lines for people, and whether all of it was done."""

    data: Any
    lines: Sequence[str] = ()
    done: bool = True
