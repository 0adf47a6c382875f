"""Names in a 提案台账: which unit, member, plenary or ground they mean, and which of them are new here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sqlalchemy import Connection, select

from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.importers.people.designations import fold
from cppcc_desktop.importers.people.identity import name_key
from cppcc_desktop.nouns.proposals.register.words import read_plenary, read_year
from cppcc_desktop.nouns.units.entity import UNIT
from cppcc_desktop.services.imports.compare import Newcomer, read_names
from cppcc_desktop.services.office.codes import CodeLists
from cppcc_desktop.services.office.office import Office, new_id
from cppcc_desktop.services.records.records import current_plenary, list_plenaries

PLACE = re.compile(r"^.{0,4}?[县市区州旗](?=.{2})")  # of 示例县教育局: what stands before it in most offices' own lists
ALIKE = 86  # of 100, by rapidfuzz: two spellings of one unit
SHORTEST = 3


def bare(name: str) -> str:
    """示例县教育局, 县教育局 and 教育局 are one unit to the office of that county."""
    return PLACE.sub("", fold(name))


@dataclass
class UnitNames:
    """Units by name and short form; unknown ones get an id at once and become records when the file is written."""

    known: Mapping[str, Sequence[str]]  # folded name or short form → ids
    titles: dict[str, str]
    made: dict[str, Newcomer] = field(default_factory=dict[str, Newcomer])

    @classmethod
    def load(cls, office: Office, connection: Connection) -> UnitNames:
        table = office.schema.records["unit"]
        query = select(table.c.id, table.c.name).where(table.c.deleted.is_(None), table.c.same_as.is_(None))
        titles = {record: name or "" for record, name in connection.execute(query)}
        names = dict(read_names(office, connection, "unit"))
        shorts = select(table.c.id, table.c.short).where(table.c.deleted.is_(None), table.c.short.is_not(None))
        for record, short in connection.execute(shorts):
            if record in titles:
                names.setdefault(fold(short), [record])
        return cls(names, titles)

    @cached_property
    def _bare(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, ids in self.known.items():
            found.setdefault(bare(name), set()).update(ids)
        return found

    def find(self, name: str) -> str:
        """The id of the unit a name means; that of a new one if it means none."""
        ids = set(self.known.get(fold(name), ())) or self._bare.get(bare(name), set())
        if len(ids) == 1:
            return next(iter(ids))
        if fold(name) not in self.made:
            self.made[fold(name)] = Newcomer(
                UNIT.name, new_id(), name, self.near(name), label=UNIT.label, short="单位", counter="家"
            )
            self.titles[self.made[fold(name)].id] = name
        return self.made[fold(name)].id

    def near(self, name: str) -> tuple[tuple[str, str], ...]:
        """Units whose name is this one shortened or lengthened, or written a little otherwise."""
        from rapidfuzz.fuzz import ratio

        word, found = bare(name), dict[str, str]()
        for other, ids in self.known.items():
            theirs = bare(other)
            if is_short_for(word, theirs) or is_short_for(theirs, word) or ratio(word, theirs) >= ALIKE:
                found |= {record: self.titles[record] for record in ids if record in self.titles}
        return tuple(found.items())[:3]


def is_short_for(short: str, name: str) -> bool:
    """住建局 for 住房和城乡建设局: the same first and last character, the rest in order."""
    if not SHORTEST <= len(short) < len(name) or short[0] != name[0] or short[-1] != name[-1]:
        return False
    rest = iter(name)
    return all(character in rest for character in short)


@dataclass
class People:
    """Members by exactly their name."""

    known: Mapping[str, Sequence[str]]

    @classmethod
    def load(cls, office: Office, connection: Connection) -> People:
        return cls(read_names(office, connection, "member"))

    def find(self, name: str) -> tuple[str, int]:
        """The id of the only one of that name, else "", and how many there are."""
        ids = self.known.get(name_key(name), ())
        return (ids[0], 1) if len(ids) == 1 else ("", len(ids))


@dataclass(frozen=True)
class Plenaries:
    """Which plenary a word means: 十届三次, 2026."""

    current: str
    years: Mapping[int, str]
    today_year: int

    @classmethod
    def load(cls, office: Office, connection: Connection, current: str) -> Plenaries:
        table = office.schema.records["plenary"]
        query = select(table.c.key, table.c.opens_on).where(table.c.deleted.is_(None), table.c.opens_on.is_not(None))
        years = {int(str(day)[:4]): str(key) for key, day in connection.execute(query)}
        return cls(current, years, office.today().year)

    def find(self, text: str) -> str:
        """The key; "" if it is a year whose plenary nobody entered, or no plenary at all."""
        found = read_plenary(text)
        if found:
            return found.key
        year = read_year(text)
        if year is None:
            return ""
        return self.years.get(
            year, self.current if year == self.today_year and self.current not in self.years.values() else ""
        )

    def day_for(self, key: str, today: date) -> date:
        """The day that gives its year to 3月5日 in the register of a plenary: of one opened in a former year, that year's last."""
        year = next((year for year, each in self.years.items() if each == key), today.year)
        return date(year, 12, 31) if year < today.year else today


def read_day(office: Office, given: Mapping[str, str]) -> date:
    """The day that a register is read on, as far as dates without a year go: that of the plenary it is given to be of."""
    plenary = given.get("plenary")
    if not plenary:
        return office.today()
    with office.read() as connection:
        return Plenaries.load(office, connection, plenary).day_for(plenary, office.today())


def find_ground(codes: CodeLists, words: str) -> str | None:
    """The code of 不予立案理由 these words mean: its name, a good part of it, or one much like it."""
    from rapidfuzz.fuzz import partial_ratio

    found = codes.find("decline_ground", words)
    if found or len(words) < 3:
        return found
    best = max(
        codes.entries("decline_ground"), key=lambda each: partial_ratio(fold(each.label), fold(words)), default=None
    )
    return best.code if best and partial_ratio(fold(best.label), fold(words)) >= 80 else None


def tell_plenary(key: str) -> str:
    """十届三次会议."""
    return Plenary.parse(key).short if re.fullmatch(r"\d{1,2}-\d{1,2}", key) else key


def used(newcomers: Iterable[Newcomer], ids: set[str]) -> tuple[Newcomer, ...]:
    return tuple(each for each in newcomers if each.id in ids)


def offer_plenaries(office: Office, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Key and words of the plenaries a register may be of: the current one, the others of its term, those with cases."""
    current = current_plenary(office)
    if not current:
        return ()
    now = Plenary.parse(current)
    known = set(list_plenaries(office, actor)) | {Plenary(now.term, number).key for number in range(1, now.number + 1)}
    table = office.schema.records["plenary"]
    with office.read() as connection:
        known |= set(connection.scalars(select(table.c.key).where(table.c.deleted.is_(None), table.c.key.is_not(None))))
    others = sorted(known - {current}, reverse=True)
    return tuple((key, tell_plenary(key)) for key in (current, *others))
