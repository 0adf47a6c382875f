"""What the program answers about two offices, as words: figures, first page, lists, cases, assessment.

python -m tests.golden.answers --write keeps the answers of now in tests/golden/answers/; test_answers.py compares.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cppcc_desktop.domain.description.conditions import EVERYTHING, Condition
from cppcc_desktop.services.figures.scopes import FigureScope
from tests.golden.offices import Place, make_demo, make_local
from tests.golden.program import (
    DIMENSIONS,
    FEATURES,
    Line,
    Module,
    Query,
    assess_units,
    count_records,
    list_plenary_lines,
    list_records,
    list_scopes,
    list_unit_loads,
    list_views,
    make_parser,
    next_steps,
    read_board,
    read_breakdown,
    read_figures,
    read_timeline,
    read_trend,
    read_workbench,
    show_record,
    stats,
    word_opened,
    word_rows,
)

FOLDER = Path(__file__).parent / "answers"
FIRST = 8  # rows of each list
MOST_CASES = 80  # of which the whole life is told; of a longer list one case a state
SHOWN = ("state", "docket_no", "intake_no", "category", "form", "lead_unit", "assist_units", "separate_units", "due_on",
         "replied_on", "on_time", "face_to_face", "result_class", "raised_class", "satisfaction", "merged_into",
         "first_sponsor", "joint_sponsors", "collective", "sponsor_text", "sector", "party", "is_key", "awarded")  # fmt: skip
OFFICES: Mapping[str, Callable[[Path], Place]] = {"demo": make_demo, "local": make_local}

Answers = dict[str, Any]


@dataclass(frozen=True)
class Asking:
    """Asks one office; every answer is text or a mapping of texts."""

    place: Place

    @property
    def whole(self) -> Answers:
        """All answers of the office."""
        return {
            "figures": self.figures(), "breakdowns": self.breakdowns(), "command": self.command(), "charts": self.charts(),
            "workbench": self.workbench(), "lists": self.lists(), "records": self.records(), "cases": self.cases(),
            "assessment": self.assessment(), "units": self.loads(), "plenaries": self.plenaries(),
            "refused": dict(self.place.refused),
        }  # fmt: skip

    @property
    def who(self) -> tuple[Any, Any]:
        return self.place.office, self.place.actor

    def module(self, name: str) -> Module:
        return self.place.office.modules[name]

    # figures

    def scopes(self) -> list[FigureScope]:
        """What the program before could be asked of: a whole term was not among it."""
        return [each for each in list_scopes(*self.who) if not each.term]

    def figures(self) -> Answers:
        """Scope → figure → count, or numerator/denominator."""
        return {
            scope.label: {key: name_line(line) for key, line in read_figures(*self.who, scope).lines.items()}
            for scope in self.scopes()
        }

    def breakdowns(self) -> Answers:
        """Scope → dimension → group → its figures that are not nothing; what is as in an earlier scope is named so."""
        told: Answers = {}
        for scope in self.scopes():
            told[scope.label] = {}
            for key in DIMENSIONS:
                broken = read_breakdown(*self.who, scope, key)
                rows = {name_group(group.code, group.label): list_lines(lines) for group, lines in broken.rows}
                rows |= {"rows in order": "、".join(rows), "合计": list_lines(broken.total)}
                same = next((name for name, other in told.items() if other.get(key) == rows), "")
                told[scope.label][key] = f"as {same}" if same else rows
        trend = read_trend(*self.who, ("received", "docketed", "docket_rate", "reply_rate"))
        told["trend"] = {group.label: list_lines(lines) for group, lines in trend.rows}
        return told

    def command(self) -> Answers:
        """What `cppcc stats` writes on a screen."""
        asked = ("", "--by category", "--by unit", "--year 2026", "--year 2025", "--plenary 10-02")
        return {f"stats proposals {options}".strip(): self.run_stats(options) for options in asked}

    def run_stats(self, options: str) -> list[str]:
        """Lines, or why there are none."""
        given = make_parser(FEATURES).parse_args(["stats", "proposals", "--db", "office.db", *options.split()])
        try:
            return list(stats(*self.who, given).lines)
        except Exception as refusal:  # noqa: BLE001  a year that is not there is an answer too
            return [f"{type(refusal).__name__}: {refusal}"]

    def charts(self) -> Answers:
        """Bars of the page of figures for the plenary of now."""
        board = read_board(*self.who, list_scopes(*self.who)[0])
        table = next(each for each in board.tables if each.declared.by == "category")
        bars = table.chart(table.rows())
        assert bars is not None
        return {
            chart.title: {row.bar.word: f"{row.bar.count} ({row.bar.late}) {row.bar.said}" for row in chart.rows}
            | {"note": chart.note}
            for chart in (*board.charts, replace(bars, title="类别"))
        }

    # the first page

    def workbench(self) -> Answers:
        bench = read_workbench(*self.who)
        cards = {
            f"{group} {card.key}": f"{card.label} {card.count} {card.fact} → {card.module}{' bad' if card.bad else ''}"
            for group, of in bench.groups for card in of
        }  # fmt: skip
        opened = {
            f"{card.key}": count_records(*self.who, self.module(card.module), Query(card.where))
            for _, of in bench.groups for card in of if card.where != EVERYTHING
        }  # fmt: skip
        return {
            "cards": cards, "opened by the card": opened, "sidebar": dict(bench.sidebar),
            "due": [name_due(row) for row in bench.due[0].rows],
            "totals": f"due {bench.due[0].total}, replied {bench.years[0].done}, assigned {bench.years[0].begun}",
            "months": {f"{each.month:02}": f"{each.timely} {each.late}" for each in bench.years[0].months if each.timely or each.late},
            "stations": {each.name: f"{each.words} {each.tone}".strip() for each in bench.places},
        }  # fmt: skip

    # lists

    def lists(self) -> Answers:
        """Module → counts of its views, its first rows, and the first titles in every order it can be put in."""
        return {name: self.list_of(module) for name, module in self.place.office.modules.items() if module.columns}

    def list_of(self, module: Module) -> Answers:
        office, actor = self.who
        views = {f"{each.name} {each.label}": self.count(module, each.where) for each in module.views}
        views |= {f"saved {each.label}": self.count(module, each.where) for each in list_views(office, actor, module)}
        orders = {each.name: each.by for each in module.orders}
        orders |= {f"{sign}{name}": (f"{sign}{name}",) for name in module.sorts for sign in ("", "-")}
        return {
            "total": self.count(module, EVERYTHING), "views": views, "first": self.rows(module, (), module.columns, FIRST),
            "orders": {name: self.rows(module, by, self.titles(module, by), 3) for name, by in orders.items()},
        }  # fmt: skip

    def titles(self, module: Module, by: Iterable[str]) -> tuple[str, ...]:
        """What names a row and what it was ordered by."""
        fields = [name.removeprefix("-") for name in by]
        return tuple(dict.fromkeys(each for each in (module.entity.title, *fields) if each in module.by_name))

    def count(self, module: Module, where: Condition) -> int:
        return count_records(*self.who, module, Query(where))

    def rows(self, module: Module, order: Iterable[str], names: Iterable[str], limit: int) -> list[str]:
        """Rows in words, the cells apart by a bar."""
        office, actor = self.who
        found = list_records(office, actor, module, Query(order=tuple(order)), 0, limit).rows
        words = word_rows(office, module.fields, found)
        opened = word_opened(office, module, found)
        return [
            " | ".join(str({**of, **row}.get(name) or "") for name in names)
            for row, of in zip(words, opened, strict=True)
        ]

    def records(self) -> Answers:
        """How many records of each kind there are, the bin left out."""
        with self.place.office.read() as connection:
            return {
                name: connection.exec_driver_sql(
                    f'SELECT count(*) FROM "{table.name}" WHERE deleted IS NULL'
                ).scalar_one()
                for name, table in self.place.office.schema.records.items()
            }

    # cases

    def cases(self) -> Answers:
        """Each case with what was reckoned of it, its timeline and what can be done next."""
        office, actor = self.who
        module = self.module("proposals")
        rows = list_records(office, actor, module, Query(), 0, -1).rows
        if len(rows) > MOST_CASES:
            rows = list({row["state"]: row for row in reversed(rows)}.values())
        return {
            str(row["title"]) + str(row["docket_no"] or row["intake_no"] or ""): self.case(module, row) for row in rows
        }

    def case(self, module: Module, row: Mapping[str, Any]) -> Answers:
        office, actor = self.who
        words = word_rows(office, module.fields, [row])[0]
        record = show_record(office, actor, module.entity.name, str(row["id"]))
        steps = next_steps(office, actor, record)
        return {
            "is": "; ".join(f"{name} {words[name]}" for name in SHOWN if words.get(name)),
            "past": [f"{each.date} {each.label}：{each.words} → {each.target}" for each in reversed(read_timeline(office, actor, record.kind, record.id))],
            "next": ", ".join(f"{each.move.name}{'*' if each.move.offer.main else ''}" for each in steps),
            "asked": {each.move.name: f"{' '.join(spec.name for spec in each.fields)} / {' '.join(each.required)}" for each in steps[:1]},
        }  # fmt: skip

    # units

    def assessment(self) -> Answers:
        """Year → unit → cases, points, rank, grade, and what each line gave."""
        return {
            str(year): {
                each.name: f"{each.size}: {each.points} rank {each.rank} {each.grade}; "
                + ", ".join(f"{line.code} {line.points}{tell_counts(line.figure)}" for line in each.lines)
                for each in assess_units(*self.who, year)
            }
            for year in (2025, 2026)
        }

    def loads(self) -> Answers:
        return {
            each.name: f"{each.open} open, {each.soon} soon, {each.overdue} late" for each in list_unit_loads(*self.who)
        }

    def plenaries(self) -> Answers:
        return {
            each.key: f"{each.label} {each.cases} {each.open} {each.opens_on}" for each in list_plenary_lines(*self.who)
        }


def name_due(row: Any) -> str:
    """A line of the due list: number, title, day, days left, state."""
    return " | ".join((row.words["docket_no"], row.words["title"], row.words["due_on"], str(row.left), row.state))


def name_line(line: Line) -> str:
    """12, or 8/10 of a rate."""
    return str(line.numerator) if line.denominator is None else f"{line.numerator}/{line.denominator}"


def name_group(code: str, label: str) -> str:
    """Code and words; ids of records differ from office to office and are left out."""
    return " ".join((*(part for part in code.split(":") if len(part) < 32), label))


def list_lines(lines: Mapping[str, Line]) -> str:
    """Figures that are not nothing, one after the other."""
    return ", ".join(f"{key} {name_line(line)}" for key, line in lines.items() if line.numerator or line.denominator)


def tell_counts(figure: Any) -> str:
    return f" ({figure.numerator}/{figure.denominator})" if figure else ""


def read_answers(name: str, folder: Path) -> Answers:
    """All answers of one office that is made anew in the folder."""
    place = OFFICES[name](folder)
    with closing(place.office):
        return Asking(place).whole


def write_text(answers: Answers) -> str:
    """JSON, one answer a line."""
    return json.dumps(answers, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main(arguments: list[str]) -> int:
    """Write the answers of now with --write; without it say how long they are."""
    FOLDER.mkdir(exist_ok=True)
    for name in OFFICES:
        with tempfile.TemporaryDirectory() as folder:
            text = write_text(read_answers(name, Path(folder)))
        if "--write" in arguments:
            (FOLDER / f"{name}.json").write_text(text, "utf-8")
        print(f"{name}: {len(text.encode())} bytes, {text.count(chr(10))} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
