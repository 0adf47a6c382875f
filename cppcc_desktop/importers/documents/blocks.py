"""What a document consists of once it is read: paragraphs and tables in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

Table = list[list[str]]
Block = tuple[Literal["p"], str] | tuple[Literal["t"], Table]


def lines_of(blocks: Iterable[Block]) -> Iterator[str]:
    """Blocks inside a cell as its lines; of a table there each row is one."""
    for block in blocks:
        if block[0] == "p":
            yield block[1]
        else:
            yield from ("\t".join(each for each in row if each) for row in block[1])


def has_text(blocks: Iterable[Block]) -> bool:
    return any(line.strip() for line in lines_of(blocks))
