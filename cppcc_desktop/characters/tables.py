"""Which characters of a text count for reading and for strokes, and the tables about characters that ship."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from cppcc_desktop.domain.normal_form import normalise_text

# Between the parts of a minority name; typed in many ways.
DOTS = frozenset("·•‧・･∙⋅᛫．")
NAME_LENGTHS = range(2, 5)


def is_ideograph(character: str) -> bool:
    """Whether it is a Chinese character, also one newer than Python's tables or made in a private area."""
    code = ord(character)
    known = 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0x20000 <= code <= 0x3FFFD or code == 0x3007
    return known or unicodedata.category(character) == "Co"


@lru_cache(maxsize=20_000)
def list_characters(text: str) -> tuple[str, ...]:
    """What of a text is read: Chinese characters, other letters and digits; NFKC form, lower case."""
    folded = normalise_text(text).lower()
    return tuple(each for each in folded if is_ideograph(each) or each.isalnum())


def has_dot(text: str) -> bool:
    """Whether it is written like a minority name, 阿依古丽·买买提."""
    return not DOTS.isdisjoint(text)


@cache
def shipped_surnames() -> Mapping[str, str]:
    """Surname → reading ("yu4 chi2") of surnames.csv: surnames read in one way of several, and compound ones."""
    return {row["surname"]: row["reading"] for row in csv.DictReader(read_table("surnames.csv"))}


def read_table(name: str) -> list[str]:
    """Lines of a file in resources/characters."""
    return files("resources").joinpath("characters", name).read_text("utf-8").splitlines()


def split_table(name: str) -> Iterator[tuple[str, str]]:
    """Lines of two columns with a tab between."""
    for line in read_table(name):
        first, _, second = line.partition("\t")
        yield first, second
