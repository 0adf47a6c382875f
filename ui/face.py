"""What a noun has to show with widgets of its own: parts that each room of the window asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cppcc_desktop.services.features import P, pick_parts


@dataclass(frozen=True, kw_only=True)
class Face:
    """A noun's table of contents for the window, as its Feature is for the services.

    `parts`: the name of a part's class → a function that imports and gives the parts of that class: the look of a
    list, a tab of the record page, a page of its own. The class is at home in the room that shows it. A noun whose
    lists and records look as everywhere has no face.
    """

    name: str
    parts: Mapping[str, Callable[[], Sequence[object]]]

    def find(self, kind: type[P]) -> list[P]:
        """Its parts of this class; TypeError if it hands in something else under that name."""
        return pick_parts(self.name, self.parts, kind)
