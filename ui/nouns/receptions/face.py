"""接待群众: what the window shows of them that no other noun has."""

from __future__ import annotations

from collections.abc import Sequence

from ui.face import Face


def give_looks() -> Sequence[object]:
    from ui.nouns.receptions.looks import LOOK

    return [LOOK]


def give_help() -> Sequence[object]:
    from ui.kit.help import HelpPage

    return [HelpPage("receptions", "18-接待群众")]


FACE = Face(name="receptions", parts={"Look": give_looks, "HelpPage": give_help})
