"""What waits for whom, as data: the cards, lists and charts a noun hands in for the first page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cppcc_desktop.domain.description.conditions import EVERYTHING, Condition

Fact = Callable[[Mapping[str, Any], date], str]


def say_nothing(_row: Mapping[str, Any], _today: date) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class AgendaCard:
    """One to-do: how many records of a list meet `where`, and the most useful fact about them.

    The fact words the first of them by `order`; with `parts` it is how many meet each of those. The key is that of
    one card among all nouns. In the label {soon} is how many days are soon.
    """

    key: str
    label: str
    module: str
    where: Condition
    order: str
    fact: Fact = say_nothing
    parts: tuple[tuple[str, Condition], ...] = ()
    row: str = ""  # of cards, at the county; without one it stands among what every office has to do with its data
    places: bool = False  # shown at the places alone: the first page of the county has no room for what others wait for
    late: bool = False  # red as long as there is anything
    headline: str = ""  # what the top of the page then says, with {count}


@dataclass(frozen=True, kw_only=True)
class DueList:
    """The records of a list that are due within so many days or late, the latest first."""

    title: str
    module: str
    where: Condition
    day: str  # the field with the day they are due
    ahead: int  # days
    order: tuple[str, ...]
    columns: tuple[tuple[str, int], ...]  # fields and widths before state and day; 0 takes the spare width
    late_words: str  # what stands in place of the state once the day has passed
    nothing: str  # what an empty list says
    opens: str  # key of the card whose list has them all


@dataclass(frozen=True, kw_only=True)
class MonthBars:
    """What was done this year by month, on time and late, out of what was begun this year."""

    title: str
    note: str
    module: str
    done_on: str  # fields with the days
    due_on: str
    begun_on: str
    words: str  # 件已办复
    rate: str = ""  # the figure that says how far it got, of the period of now; else what was done of what was begun


@dataclass(frozen=True, kw_only=True)
class NavCount:
    """The number beside a list in the sidebar: how many of its records meet `where`."""

    module: str
    where: Condition


@dataclass(frozen=True, kw_only=True)
class FirstStep:
    """Something a new office does first: done as soon as the list `module` holds a record.

    The steps stand in their `order`. `by_import`: the button leads to the import of the list; else to a new record.
    """

    order: int
    module: str
    title: str  # 委员名册
    words: str  # what it is good for, in a line or two
    button: str  # 导入名册
    by_import: bool = False


@dataclass(frozen=True, kw_only=True)
class CalendarDays:
    """Records of a list that stand in the calendar on a day of theirs: how many they are, or one by one by their titles.

    Those that wait for something (`late_words`) are late once their day has passed. `group` is what the reader of the
    calendar can leave out; `tone` is wait for what is due, none for meetings, go for consultations, ok for the places.
    """

    label: str  # 应办复
    group: str  # 应办复、到期
    module: str
    day: str  # the field with the day
    where: Condition = EVERYTHING
    tone: str = "wait"
    late_words: str = ""
    one_by_one: bool = False
