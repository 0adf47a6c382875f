"""承办单位: their page of the manual."""

from __future__ import annotations

from collections.abc import Sequence

from ui.face import Face


def give_help() -> Sequence[object]:
    from ui.kit.help import HelpPage

    return [HelpPage("units", "3-办一件提案")]


FACE = Face(name="units", parts={"HelpPage": give_help})
