"""Figures of a plenary of 10 000 among twenty, against the bare SQL of the same sums; the same by category and by unit."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cppcc_desktop.nouns.proposals.case import MAIN_ROLES
from cppcc_desktop.nouns.proposals.entity import OPEN_UNIT
from cppcc_desktop.nouns.proposals.figures import STILL_OPEN, WITH_UNIT
from cppcc_desktop.nouns.proposals.life import DOCKETED, HANDED_OUT, IN_HAND, REPLIED, STATES, UNDER_REVIEW
from cppcc_desktop.services.figures.figures import read_breakdown, read_figures
from cppcc_desktop.services.figures.scopes import FigureScope
from tests.bench.figures import Bench, Figure, clock, compare
from tests.bench.offices import ACTOR, NOW, load_rows, make_office, make_text, reopen

PLENARIES = [f"{7 + number // 5:02d}-{1 + number % 5:02d}" for number in range(20)]
ASKED, BEFORE, UNITS, TEXT = "10-03", "10-02", 60, 400  # characters of each of two texts
FORCE = "deleted IS NULL AND same_as IS NULL"
WITHIN = f"(SELECT id FROM proposal WHERE {FORCE} AND plenary = '{ASKED}')"
PAST = [each.name for each in STATES if each.name not in ("draft", "returned")]
LATE = "due_on < '2026-06-08'"


def listed(names: Any) -> str:
    return "(" + ", ".join(f"'{name}'" for name in names) + ")"


PROPOSAL = ("id", "title", "analysis", "suggestions", "form", "intake_period", "category", "plenary", "state", "docket_no",
            "intake_no", "received_on", "lead_unit", "due_on", "replied_on", "result_class", "on_time", "face_to_face",
            "first_sponsor", "scope", "changed_at")  # fmt: skip
ASSIGNMENT = ("id", "proposal", "unit", "role", "state", "date", "due_on", "on_time", "satisfaction", "round", "scope",
              "changed_at")  # fmt: skip
FEEDBACK = ("id", "proposal", "unit", "sent_on", "date", "attitude", "result", "adoption", "scope", "changed_at")


def make_plenaries(folder: Path, each: int) -> Path:
    """A database with so many proposals in every plenary, two units and a form to each that was handed out."""
    path, dice = folder / "plenaries.db", random.Random(7)
    if path.exists():
        return path
    make_office(path).close()
    cases = list(make_cases(each, dice))
    load_rows(path, "proposal", PROPOSAL, iter(cases))
    place = {name: at for at, name in enumerate(PROPOSAL)}
    handed = [(row[0], row[place["lead_unit"]], row[place["state"]]) for row in cases if row[place["lead_unit"]]]
    load_rows(path, "assignment", ASSIGNMENT, make_assignments(handed, dice))
    load_rows(path, "feedback", FEEDBACK, make_forms(handed, dice))
    members = ((f"e{number:031x}", f"委员{number}", "ref", NOW) for number in range(300))
    load_rows(path, "member", ("id", "name", "scope", "changed_at"), members)
    posts = ((f"d{number:031x}", f"e{number:031x}", "10", "ref", NOW) for number in range(300))
    load_rows(path, "membership", ("id", "member", "term", "scope", "changed_at"), posts)
    return path


def make_cases(each: int, dice: random.Random) -> Iterator[tuple[Any, ...]]:
    texts = [make_text(dice, TEXT) for _ in range(200)]
    states = [one.name for one in STATES]
    for number in range(each * len(PLENARIES)):
        state = dice.choice((*states, "closed", "closed", "closed", "in_hand"))
        handed, done = state in HANDED_OUT, state in REPLIED
        yield (
            f"f{number:031x}", f"关于第 {number} 号情况的建议", dice.choice(texts), dice.choice(texts),
            str(1 + number % 7), "plenary" if number % 9 else "regular", str(1 + number % 7),
            PLENARIES[number // each], state, f"{number % each:05d}" if state in DOCKETED else None, f"{number}",
            "2026-01-15", f"c{number % UNITS:031x}" if handed else None, "2026-06-01" if handed else None,
            "2026-05-20" if done else None, dice.choice("ABC") if done else None, 1 if done and number % 9 else None,
            1 if done and number % 4 else None, f"e{number % 250:031x}", "county", NOW,
        )  # fmt: skip


def make_assignments(handed: list[tuple[Any, Any, Any]], dice: random.Random) -> Iterator[tuple[Any, ...]]:
    for number, (case, unit, state) in enumerate(handed):
        mine = "replied" if state in REPLIED else "in_hand"
        for role, who in (("lead", unit), ("assist", f"c{dice.randrange(UNITS):031x}")):
            yield (
                f"a{role[0]}{number:030x}",
                case,
                who,
                role,
                mine,
                "2026-03-01",
                "2026-06-01",
                1,
                None,
                1,
                "county",
                NOW,
            )


def make_forms(handed: list[tuple[Any, Any, Any]], dice: random.Random) -> Iterator[tuple[Any, ...]]:
    for number, (case, unit, state) in enumerate(handed):
        if state in REPLIED:
            yield (f"b{number:031x}", case, unit, "2026-05-21", "2026-05-30" if number % 5 else None, dice.choice("123"),
                   dice.choice("123"), dice.choice("123"), "county", NOW)  # fmt: skip


def bare_sums() -> list[str]:
    """The sums over proposals as one would write them by hand."""
    received = f"(state IN {listed(PAST)} OR state = 'returned' AND (intake_no IS NOT NULL OR received_on IS NOT NULL))"
    replied = f"state IN {listed(REPLIED)}"
    return [
        received, f"{received} AND intake_period = 'plenary'", f"{received} AND intake_period = 'regular'",
        f"{received} AND form >= '3'", f"{received} AND form IN ('1', '2')", f"state IN {listed(UNDER_REVIEW)}",
        f"state IN {listed(DOCKETED)}", "state = 'merged'", f"state IN {listed((*DOCKETED, 'merged'))}", "state = 'declined'",
        "state = 'returned'", "state = 'withdrawn'", f"state IN {listed(HANDED_OUT)}", replied, f"{replied} AND on_time = 1",
        f"{replied} AND on_time IS NOT NULL OR state IN {listed(IN_HAND)} AND {LATE}",  # what should have been answered
        f"state IN {listed(IN_HAND)} AND {LATE}", f"state IN {listed(DOCKETED)} AND sent_back = 1",
        f"{replied} AND face_to_face = 1", f"{replied} AND ({known_to_meet()})", *(f"{replied} AND result_class = '{each}'" for each in "ABCD"),
        "state = 'implemented' OR implemented_on IS NOT NULL",
        f"{replied} AND (state = 'implemented' OR implemented_on IS NOT NULL)",
        "result_class = 'B' AND raised_class = 'A'", "is_key = 1", "has_directive = 1", "awarded = 1",
        f"id IN (SELECT proposal FROM assignment WHERE round >= 2 AND +deleted IS NULL AND proposal IN {WITHIN})",
    ]  # fmt: skip


def known_to_meet() -> str:
    """Of which it is known whether the proposer was met: not of what a register told without a word of it."""
    told = "SELECT proposal FROM {} WHERE +deleted IS NULL AND proposal IN " + WITHIN
    register = f"{told.format('step')} AND move = 'register'"
    reason = f"{told.format('reply')} AND override_reason IS NOT NULL"
    return f"face_to_face = 1 OR id NOT IN ({register}) OR id IN ({told.format('contact')}) OR id IN ({reason})"


FORM_SUMS = (
    "sent_on IS NOT NULL OR date IS NOT NULL", "date IS NOT NULL", "date IS NOT NULL AND result IN ('1', '2')",
    "date IS NOT NULL AND adoption IN ('1', '2')", "date IS NOT NULL AND adoption IS NOT NULL",
    *(f"date IS NOT NULL AND {name} = '{code}'" for name in ("result", "attitude") for code in "123"),
)  # fmt: skip
PROMISE_SUMS = (
    "state = 'kept'",
    "state IN ('open', 'kept')",
    "state = 'open'",
    f"state = 'open' AND {LATE}",
)
MAIN = f"role IN {listed(MAIN_ROLES)}"
OWING = f"proposal IN ({WITHIN[1:-1]} AND state IN {listed(STILL_OPEN)})"
UNIT_SUMS = (
    f"state IN {listed(WITH_UNIT)}", "state IN ('in_hand', 'replied')", "state = 'replied'",
    f"{MAIN} AND state = 'replied' AND on_time = 1",
    f"{MAIN} AND (state = 'replied' AND on_time IS NOT NULL OR state IN {listed(OPEN_UNIT)} AND {LATE} AND {OWING})",
)  # fmt: skip


def sums(of: Any) -> str:
    return ", ".join(f"sum({each})" for each in of)


def read_bare(bare: sqlite3.Connection) -> list[Any]:
    """The same figures by hand: one statement for each kind of record."""
    took = (
        f"SELECT first_sponsor FROM proposal WHERE {FORCE} AND plenary = '{ASKED}' AND state IN {listed(PAST)} UNION ALL "
        f"SELECT value FROM proposal, json_each(joint_sponsors) WHERE {FORCE} AND plenary = '{ASKED}' AND state IN {listed(PAST)}"
    )
    return [
        bare.execute(f"SELECT {sums(bare_sums())} FROM proposal WHERE {FORCE} AND plenary = '{ASKED}'").fetchall(),
        bare.execute(f"SELECT {sums(FORM_SUMS)} FROM feedback WHERE +deleted IS NULL AND superseded IS NOT 1"
                     f" AND proposal IN {WITHIN}").fetchall(),
        bare.execute(f"SELECT {sums(PROMISE_SUMS)} FROM promise WHERE +deleted IS NULL AND proposal IN {WITHIN}").fetchall(),
        bare.execute(f"SELECT sum(m.id IN ({took})), count(*) FROM member m JOIN membership s ON s.member = m.id"
                     " AND s.term = '10' AND s.deleted IS NULL AND s.left_on IS NULL WHERE m.deleted IS NULL").fetchall(),
    ]  # fmt: skip


def measure_figures(bench: Bench) -> Iterator[Figure]:
    each = bench.rows // 100  # 10 000 of a million
    path = make_plenaries(bench.folder, each)
    office, bare = reopen(path), sqlite3.connect(path)
    told = f"{len(PLENARIES)} 次会议各 {each} 件"
    here = FigureScope(ASKED)
    yield compare(f"统计一次会议（{told}）/ 同样的 SQL", lambda: read_figures(office, ACTOR, here), lambda: read_bare(bare), 2,
                  bench.runs)  # fmt: skip
    mine = bare_sums()  # of the keys below
    asked_for = [mine[at] for at in (0, 6, 13, 14, 15, 16, 20, 21, 22)]
    one = f"SELECT category, {sums(asked_for)} FROM proposal WHERE {FORCE} AND plenary = '{ASKED}' GROUP BY category"
    keys = (
        "received",
        "docketed",
        "docket_rate",
        "replied",
        "on_time_rate",
        "overdue",
        "class_A",
        "class_B",
        "class_C",
    )
    yield compare(f"按类别分（{told}）/ 同样的 SQL", lambda: read_breakdown(office, ACTOR, here, "category", keys),
                  lambda: bare.execute(one).fetchall(), 2, bench.runs)  # fmt: skip
    other = one.replace(f"'{ASKED}'", f"'{BEFORE}'")
    yield compare(f"按类别分，带占比和同比（{told}）/ 两次同样的 SQL",
                  lambda: read_breakdown(office, ACTOR, here, "category", keys, before=FigureScope(BEFORE)),
                  lambda: [bare.execute(each).fetchall() for each in (one, other)], 2, bench.runs)  # fmt: skip
    two = (f"SELECT unit, role, {sums(UNIT_SUMS)} FROM assignment WHERE +deleted IS NULL AND proposal IN {WITHIN}"
           " GROUP BY unit, role")  # fmt: skip
    asked = ("unit_total", "unit_signed", "unit_replied", "unit_on_time_rate")
    yield compare(f"按单位看（{told}）/ 同样的 SQL", lambda: read_breakdown(office, ACTOR, here, "unit_role", asked),
                  lambda: bare.execute(two).fetchall(), 2, bench.runs)  # fmt: skip
    whole = clock(lambda: read_figures(office, ACTOR, FigureScope()))
    yield Figure(f"全部会议的统计（{told}）", whole, whole, 1, 0)
    bare.close()
    office.close()
