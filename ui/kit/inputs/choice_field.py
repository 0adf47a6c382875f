"""A field that can only be one of a few things known beforehand: the units of this case, the opinions still out."""

from __future__ import annotations

from collections.abc import Sequence

from cppcc_desktop.domain.description.fields import Value
from cppcc_desktop.services.lists.pinyin import read_initials
from ui.kit.inputs.combo import ComboBox


class ChoiceField(ComboBox):
    """Ids with their words, the first of them empty."""

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        self._choices = list(choices)
        super().__init__([(None, ""), *self._choices], initials=read_initials)

    def put(self, value: Value, _word: str = "") -> None:
        self.set_key(value)

    def value(self) -> object:
        return self.key()

    def typed(self) -> object:
        return self.key()

    def put_typed(self, typed: object) -> None:
        self.set_key(typed)

    def set_read_only(self, read_only: bool) -> None:
        self.setEnabled(not read_only)
