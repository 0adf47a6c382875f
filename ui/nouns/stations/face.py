"""联络站: how they look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.face import Face

if TYPE_CHECKING:  # the forms of records are needed once one is opened
    pass


def give_looks() -> Sequence[object]:
    from ui.lists.looks import Look

    return [
        Look(
            module="stations",
            searched=("name", "code", "head"),
            facts=lambda _row, words: [words["code"], words["type"], words["township"]],
            folds={"liaison": 2, "head": 3, "township": 4},
        ),
    ]


def give_help() -> Sequence[object]:
    from ui.kit.help import HelpPage

    return [HelpPage("stations", "5-联络站和数据交换")]


FACE = Face(name="stations", parts={"Look": give_looks, "HelpPage": give_help})
