"""100 tables made from a description of traits: what goes in comes out or is told, never altered silently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cppcc_desktop.domain.description.fields import Value
from cppcc_desktop.importers.tables.headers import Mapping, match_columns
from cppcc_desktop.importers.tables.records import describe_sheet
from cppcc_desktop.importers.tables.rows import ImportRow, read_rows
from cppcc_desktop.nouns.members.entity import MEMBERS
from cppcc_desktop.nouns.proposals.codes import CODE_WORDS
from cppcc_desktop.nouns.proposals.entity import PROPOSALS
from cppcc_desktop.nouns.proposals.register.entry import FileReading, read_entry
from cppcc_desktop.nouns.proposals.register.parts import READER
from cppcc_desktop.services.imports.compare import import_fields
from cppcc_desktop.services.office.codes import CodeLists
from tests.importers.generated import (
    REGISTER_TRAITS,
    ROSTER_TRAITS,
    Made,
    draw_traits,
    make_register,
    make_roster,
)

TODAY = date(2026, 6, 8)
LEAST, TABLES = 20, 100
CODES = CodeLists(phrases=CODE_WORDS)
WHO = MEMBERS.entity.identity.people
STEADY = settings(
    max_examples=TABLES, derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)


def tell_all(made: Made, mapping: Mapping, rows: Iterable[ImportRow], people: object, more: Iterable[str] = ()) -> str:
    """Everything the clerk is told of a table."""
    doubts = [f"{each} {each.value}" for row in rows for each in row.doubts]
    notes = [note for row in rows for note in row.notes]
    return " ".join((*doubts, *notes, *map(str, mapping.unknown), *describe_sheet(made.sheet, mapping, people), *more))


def check_words(made: Made, told: str, values: str) -> None:
    assert [word for word in made.words if word not in told and word not in values] == []


def print_counts(drawn: Counter[str], names: Iterable[str]) -> None:
    print()
    for name in names:
        print(f"{drawn[name]:5} {name}")


def test_rosters() -> None:
    drawn: Counter[str] = Counter()

    @STEADY
    @given(st.integers(0, 2**40))
    def run(seed: int) -> None:
        random = Random(seed)
        traits = draw_traits(random, ROSTER_TRAITS)
        drawn.update(traits)
        made = make_roster(random, traits)
        fields = import_fields(MEMBERS)
        mapping = match_columns(made.sheet, fields, codes=CODES)
        rows = read_rows(made.sheet, mapping, fields, CODES, today=TODAY, people=WHO)
        assert [row.number for row in rows] == [*made.expected]
        for row, truth in zip(rows, made.expected.values(), strict=True):
            assert not row.blocked, (row, truth)
            assert row.values == truth
        check_words(made, tell_all(made, mapping, rows, WHO), str([row.values for row in rows]))

    run()
    print_counts(drawn, ROSTER_TRAITS)
    assert min(drawn[name] for name in ROSTER_TRAITS) >= LEAST


def test_registers() -> None:
    drawn: Counter[str] = Counter()

    @STEADY
    @given(st.integers(0, 2**40))
    def run(seed: int) -> None:
        random = Random(seed)
        traits = draw_traits(random, REGISTER_TRAITS)
        drawn.update(traits)
        made = make_register(random, traits)
        fields = import_fields(PROPOSALS)
        mapping = match_columns(made.sheet, fields, codes=CODES)
        rows = read_rows(made.sheet, mapping, fields, CODES, today=TODAY, gathering=READER.gathering)
        assert [row.number for row in rows] == [*made.expected]
        entries = [read_entry(row.values, FileReading(TODAY, CODES)) for row in rows]
        for row, entry, truth in zip(rows, entries, made.expected.values(), strict=True):
            assert not row.blocked, (row, truth)
            names: dict[str, Value] = {"sponsor": entry.names[0], "units": [unit for unit, _ in entry.units]}
            assert {**truth, **names} == truth
            for name in ("docket_no", "title", "replied_on", "reply_no", "result_class", "satisfaction"):
                assert entry.values.get(name) == truth.get(name), (name, row)
            if "roles beside units" in traits:
                assert [role for _, role in entry.units] == ["lead", "assist"][: len(entry.units)]
        more = [why for entry in entries for why in (*entry.unread.values(), *entry.notes)]
        check_words(made, tell_all(made, mapping, rows, None, more), str([entry.values for entry in entries]))

    run()
    print_counts(drawn, REGISTER_TRAITS)
    assert min(drawn[name] for name in REGISTER_TRAITS) >= LEAST
