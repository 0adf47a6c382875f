"""A name as it stands in a list: what is the name, and what is only written beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cppcc_desktop.domain.description.fields import clean_text
from cppcc_desktop.importers.people.identity import normalise_name

NOTE = re.compile(r"\n|[(（\[【]")
NOTE_MARKS = re.compile(r"[()（）\[\]【】、,，;；\n]+")
FORMER = re.compile(r"(?:曾用名|原名|又名|别名|本名|艺名|笔名|法名|道名)[:：]?")
MARKS = "*＊★☆▲△▼▽●○◆◇■□※#＃^＾+＋✱✲•·、，,。.；;：:①②③④⑤⑥⑦⑧⑨¹²³"
ADDRESSES = ("同志", "先生", "女士", "委员", "常委", "老师", "同学")
ADDRESS = re.compile(rf"(?<=..)(?:{'|'.join(ADDRESSES)})$")
PERSON = re.compile(r"[^\W\d_]+(?:[·\s][^\W\d_]+)*")


@dataclass(frozen=True)
class WrittenName:
    """A name without what stands around it; `marks` are signs and forms of address, `notes` what is in brackets."""

    name: str
    notes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


def read_written_name(text: str) -> WrittenName:
    """The name, the notes behind it (a second line or what stands in brackets), and the marks on it.

    None of them is part of the name, and none says by itself who somebody is.
    """
    if text.isalpha() and text[-2:] not in ADDRESSES:
        return WrittenName(text)
    text = clean_text(text)
    cut = NOTE.search(text)
    notes: list[str] = []
    if cut and cut.start():
        notes = [note.strip() for note in NOTE_MARKS.split(text[cut.start() :])]
        text = text[: cut.start()]
    bare = text.strip(MARKS + " ")
    if not bare:
        return WrittenName(normalise_name(text), tuple(note for note in notes if note))
    at = text.index(bare)
    marks = [part.strip() for part in (text[:at], text[at + len(bare) :])]
    name = normalise_name(bare)
    addressed = ADDRESS.search(name)
    if addressed:
        name = name[: addressed.start()]
        marks.append(addressed[0])
    return WrittenName(
        name, tuple(note for note in notes if note and note.strip(MARKS)), tuple(mark for mark in marks if mark)
    )


def bare_name(text: str) -> str:
    """Only the name."""
    return read_written_name(text).name


def read_former_name(note: str) -> str | None:
    """The former name a note behind a name gives; None unless it says that it is one."""
    marked = FORMER.match(note)
    name = normalise_name(note[marked.end() :]) if marked else ""
    return name if PERSON.fullmatch(name) else None
