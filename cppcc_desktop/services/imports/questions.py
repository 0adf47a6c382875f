"""Words of a file that no code list has: asked once each, with the entries they may mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cppcc_desktop.domain.description.fields import Field
from cppcc_desktop.services.imports.compare import PreviewRow
from cppcc_desktop.services.office.codes import CodeLists


@dataclass(frozen=True)
class WordQuestion:
    """A word, the list it should be of, and the entries on offer: (code, label), the likely ones in `near` too."""

    list: str
    label: str  # of the field: 界别
    word: str
    count: int  # of rows
    near: tuple[tuple[str, str], ...]
    entries: tuple[tuple[str, str], ...]
    added: bool  # it becomes an entry of its own unless somebody says what it means


def gather_questions(
    rows: Sequence[PreviewRow], fields: Mapping[str, Field], codes: CodeLists, added: Mapping[str, Sequence[str]]
) -> tuple[WordQuestion, ...]:
    """Each word once, those that stand in most rows first."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        for doubt in row.doubts:
            for list_name, word in doubt.asks:
                found.setdefault((list_name, word), []).append(doubt.field)
    questions = [make_question(*key, names, fields, codes, added) for key, names in found.items()]
    return tuple(sorted(questions, key=lambda each: -each.count))


def make_question(
    list_name: str, word: str, names: Sequence[str], fields: Mapping[str, Field], codes: CodeLists,
    added: Mapping[str, Sequence[str]],
) -> WordQuestion:  # fmt: skip
    entries = tuple((each.code, each.label) for each in codes.entries(list_name))
    near = codes.near(list_name, word)
    likely = tuple(each for label in near for each in entries if each[1] == label)
    label = fields[names[0]].label if names[0] in fields else list_name
    return WordQuestion(list_name, label, word, len(names), likely, entries, word in added.get(list_name, ()))
