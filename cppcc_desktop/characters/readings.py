"""How Chinese names are read: all usual ways for finding them, one way for sorting them.

A surname has one reading, from the table of surnames (resources/characters/surnames.csv and the office's own rows);
the given name has every usual reading of its characters; what the clerk typed as a person's reading wins over both.
Readings come from resources/characters/readings.txt; only `spell_text` loads pypinyin, for its phrases.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from cppcc_desktop.characters.strokes import count_strokes
from cppcc_desktop.characters.tables import (
    NAME_LENGTHS,
    has_dot,
    is_ideograph,
    list_characters,
    split_table,
)
from cppcc_desktop.characters.tables import shipped_surnames as shipped_surnames
from cppcc_desktop.domain.normal_form import normalise_text

MOST_WAYS = 16
# Longer texts are told apart by their first characters.
KEY_CHARACTERS = 12
# Of the signs titles are sorted by: the first, behind all letters; strokes told apart; that of what nobody can read.
FIRST_SIGN, MOST_STROKES, UNREAD = 0x3400, 24, "\uf8ff"
# A reading typed for more characters than any name has is not looked at.
LONGEST_NAME = 40
TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0306": "3", "\u0300": "4"}
LONGEST_SYLLABLE = 6
# As plain text: digits < other letters < syllables < characters nobody can read. 吕 lv is sorted as lu:, after all lu.
LETTER, UNKNOWN, UMLAUT = ":", "~", ":"
NO_TONE = "5"
Way = tuple[str, ...]


def spell(text: str, surnames: Mapping[str, str], reading: str = "") -> tuple[Way, ...]:
    """The ways to read a name, the most usual first, at most 16.

    Each has one toneless syllable (ü is v) per Chinese character and the character itself, in lower case and
    NFKC form, for other letters and digits; blanks, · and punctuation are left out. A character nobody can read
    stands for itself. `surnames` maps a surname to its syllables, "yu4 chi2", tones optional. `reading` is the
    person's own ("shan xiong xin", "Shàn Xióngxìn"); it is ignored if it does not fit the characters.
    """
    choices = _find_choices(text, _find_surname(text, surnames), reading)
    return tuple(product(*map(_drop_tones, choices)))


def spell_text(text: str) -> Way:
    """One reading of a title or the name of a unit: a syllable per character, chosen by pypinyin's phrases."""
    characters = list_characters(text)
    way: list[str] = []
    for run in _split_runs(characters):
        way += _read_phrases("".join(run)) if is_ideograph(run[0]) else run
    return tuple(way)


def pinyin_key(text: str, surnames: Mapping[str, str], reading: str = "") -> str:
    """Sort key by pinyin; compares as plain text (memcmp, SQLite BINARY). The first 12 characters count.

    Character by character: syllable, tone, number of strokes, the character, as dictionaries do, so that all 张 come
    before 章. Digits, then other letters, come before Chinese; characters nobody can read come last.
    """
    way = _choose_way(text, _find_surname(text, surnames), reading)
    return "".join(map(_make_token, list_characters(text)[:KEY_CHARACTERS], way))


def text_key(text: str) -> str:
    """Sort key of a title by pinyin, short and fast: each of the first characters behind the sign of how it is read.

    Compares as plain text, in the order of `pinyin_key`; but a character of several readings has its usual one wherever
    it stands, so that no phrases are looked up.
    """
    return "".join(map(_sign_character, list_characters(text)[:KEY_CHARACTERS]))


@lru_cache(maxsize=20_000)
def _sign_character(character: str) -> str:
    """The sign of syllable, tone and strokes, and the character; letters stand before all, what nobody can read behind."""
    if not is_ideograph(character):
        return character
    place = _place_syllables().get(_read_character(character)[0])
    if place is None:
        return UNREAD + character
    return chr(FIRST_SIGN + place * MOST_STROKES + min(count_strokes(character), MOST_STROKES - 1)) + character


@cache
def _place_syllables() -> dict[str, int]:
    """Syllable with tone → its place among all, in the order of `pinyin_key`."""
    known = {each for readings in _load_readings().values() for each in readings}
    found = sorted(known, key=lambda each: (each[:-1].replace("v", "u" + UMLAUT), each[-1]))
    return {syllable: place for place, syllable in enumerate(found)}


@dataclass(frozen=True)
class Surname:
    """The first characters of a name and their syllables."""

    length: int
    syllables: Way


NO_SURNAME = Surname(0, ())


def _find_surname(text: str, surnames: Mapping[str, str]) -> Surname:
    """The longest surname in the table a name of two to four Chinese characters begins with."""
    characters = list_characters(text)
    if len(characters) not in NAME_LENGTHS or has_dot(text):
        return NO_SURNAME
    for length in range(len(characters) - 1, 0, -1):
        reading = surnames.get("".join(characters[:length]))
        if reading and (found := _fit_syllables(reading, characters[:length])):
            return Surname(length, found)
    return NO_SURNAME


@lru_cache(maxsize=20_000)
def _find_choices(text: str, surname: Surname, reading: str) -> tuple[Way, ...]:
    """Readings with tones ("shan4") of each character; other letters and unknown characters as they are."""
    characters = list_characters(text)
    choices = [_list_choices(each) for each in characters]
    for place, syllable in enumerate(surname.syllables):
        choices[place] = (syllable,)
    if reading:
        places = [place for place, each in enumerate(characters) if is_ideograph(each)]
        own = _fit_syllables(reading, tuple(characters[place] for place in places), surname.syllables)
        for place, syllable in zip(places, own, strict=False):
            choices[place] = (syllable,)
    return tuple(_limit_choices(choices))


def _choose_way(text: str, surname: Surname, reading: str) -> Way:
    """The first way of a name; of a longer text the way its phrases are read."""
    characters = list_characters(text)
    if reading or has_dot(text) or len(characters) <= max(NAME_LENGTHS):
        return tuple(each[0] for each in _find_choices(text, surname, reading))
    return tuple(_add_tone(each, _read_character(c)) for c, each in zip(characters, spell_text(text), strict=True))


def _limit_choices(choices: list[Way]) -> Iterator[Way]:
    """As many choices as make sixteen ways; the last characters lose theirs first."""
    left = MOST_WAYS
    for each in choices:
        usual = each if len(each) <= left else each[:left]
        left //= len(usual)
        yield usual


@lru_cache(maxsize=5_000)
def _drop_tones(readings: Way) -> Way:
    return tuple(map(_drop_tone, readings))


@lru_cache(maxsize=20_000)
def _list_choices(character: str) -> Way:
    """One reading for each toneless syllable."""
    return tuple({_drop_tone(each): each for each in reversed(_read_character(character))}.values())[::-1]


def _read_character(character: str) -> Way:
    return _load_readings().get(character) or (character,)


@cache
def _load_readings() -> dict[str, Way]:
    """Character → its readings with tones, the most usual first."""
    found: dict[str, Way] = {}
    for readings, characters in split_table("readings.txt"):
        found.update(dict.fromkeys(characters, tuple(readings.split())))
    return found


@cache
def _list_syllables() -> frozenset[str]:
    return frozenset(_drop_tone(each) for readings in set(_load_readings().values()) for each in readings)


def _drop_tone(syllable: str) -> str:
    return syllable[:-1] if len(syllable) > 1 else syllable


def _add_tone(syllable: str, readings: Way) -> str:
    """A syllable with a tone: its own, or that of the character's reading it is; else none (sorted last)."""
    if syllable[-1:].isdigit() or (syllable,) == readings:
        return syllable
    return next((each for each in readings if each[:-1] == syllable), syllable + NO_TONE)


def _split_runs(characters: Iterable[str]) -> Iterator[list[str]]:
    run: list[str] = []
    for each in characters:
        if run and is_ideograph(run[-1]) != is_ideograph(each):
            yield run
            run = []
        run.append(each)
    if run:
        yield run


@lru_cache(maxsize=20_000)
def _read_phrases(run: str) -> list[str]:
    """Syllables of a run of Chinese characters; the dictionary of phrases loads at first use."""
    if all(len({_drop_tone(r) for r in _read_character(each)}) == 1 for each in run):
        return [_drop_tone(_read_character(each)[0]) for each in run]
    from pypinyin import lazy_pinyin

    found = lazy_pinyin(run, errors=lambda unknown: list(unknown))  # pyright: ignore[reportArgumentType] it may be a list
    return [each if each.isascii() else _drop_tone(_read_character(c)[0]) for each, c in zip(found, run, strict=True)]


@lru_cache(maxsize=50_000)
def _make_token(character: str, syllable: str) -> str:
    if not is_ideograph(character):
        return character if character.isdigit() and character.isascii() else LETTER + character
    if syllable == character:
        return UNKNOWN + character
    letters, tone = syllable[:-1], syllable[-1]
    if "v" in letters:
        letters = letters.replace("v", "u") + UMLAUT
    return f"{letters}{tone}{min(count_strokes(character), 99):02}{character}"


@lru_cache(maxsize=5_000)
def _fit_syllables(typed: str, characters: tuple[str, ...], known: Way = ()) -> Way:
    """A typed reading as one syllable with tone for each Chinese character; empty if it does not fit.

    `known` are the syllables of the first characters, whose tones a reading typed without tones takes over.
    """
    if not 0 < len(characters) <= LONGEST_NAME:
        return ()
    choices = [(*known[place : place + 1], *_read_character(each)) for place, each in enumerate(characters)]
    pieces = _split_typed(typed)
    found = [each for each, _ in pieces]
    if len(found) != len(characters):
        found = _cut_pieces(pieces, choices)
    return tuple(map(_add_tone, found, choices))


@lru_cache(maxsize=5_000)
def _split_typed(reading: str) -> tuple[tuple[str, str], ...]:
    """Pieces between blanks, signs and tone digits: ("xiong2", "") or, untoned or longer, letters with their tones.

    "Shàn Xióngxìn" → ("shan4", …), ("xiongxin2", …) whose second half marks the tone of each letter.
    """
    letters, tones = "", ""
    pieces: list[tuple[str, str]] = []
    for sign in [*unicodedata.normalize("NFD", normalise_text(reading).lower()), " "]:
        if sign in TONES and letters:
            tones = tones[:-1] + TONES[sign]
        elif (sign == "\u0308" or sign == ":") and letters.endswith("u"):
            letters = letters[:-1] + "v"
        elif "a" <= sign <= "z":
            letters, tones = letters + sign, tones + " "
        elif letters and unicodedata.category(sign) != "Mn":
            marks = tones[:-1] + sign if sign in "12345" else tones
            pieces.append((_tone_syllable(letters, marks), marks))
            letters, tones = "", ""
    return tuple(pieces)


def _tone_syllable(letters: str, marks: str) -> str:
    """lǘ as lv2: letters and the last tone marked over them; passports write lü as lyu."""
    folded = re.sub(r"^([ln])yu(?=e?$)", r"\1v", letters)
    return folded + "".join(marks.split())[-1:]


def _cut_pieces(pieces: tuple[tuple[str, str], ...], choices: list[Way]) -> list[str]:
    """Cut pieces written together into as many syllables as there are characters; [] if that cannot be done."""
    found: list[str] = []
    dead: set[tuple[int, int, int]] = set()

    def cut(piece: int, start: int) -> bool:
        if piece == len(pieces) or len(found) == len(choices):
            return piece == len(pieces) and len(found) == len(choices)
        state = (piece, start, len(found))
        if state in dead:
            return False
        dead.add(state)
        letters, marks = pieces[piece][0].rstrip("12345"), pieces[piece][1]
        for end in _propose_ends(letters, start, choices[len(found)]):
            found.append(_tone_syllable(letters[start:end], marks[start:end]))
            if cut(piece + (end == len(letters)), end % len(letters)):
                return True
            found.pop()
        return False

    return found if cut(0, 0) else []


def _propose_ends(letters: str, start: int, readings: Way) -> list[int]:
    """Where the syllable that starts here may end: readings of the character first, then longer ones first."""
    ends = range(min(len(letters), start + LONGEST_SYLLABLE), start, -1)
    usual = {_drop_tone(each) for each in readings}
    fitting = [end for end in ends if letters[start:end] in _list_syllables()]
    return sorted(fitting, key=lambda end: letters[start:end] not in usual)
