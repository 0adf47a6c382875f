"""协商计划: how its lines look in their list and above the record, and where it comes in the manual."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cppcc_desktop.domain.description.conditions import Both, Is
from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.nouns.plans.entity import IN_FORCE, LATE
from cppcc_desktop.nouns.plans.life import DONE
from ui.face import Face

if TYPE_CHECKING:  # lists are loaded when one is opened
    from ui.lists.looks import Words


def name_line(row: Row, words: Words) -> str:
    return f"{words['year']}年计划第 {words['no']} 项" if row["no"] else f"{words['year']}年计划"


def tell_line(row: Row, words: Words) -> list[str]:
    """Of what kind, who leads it, by when; what came of it."""
    done = f"{words['done_on']} 完成：{words['evidence']}" if row["done_on"] else ""
    return [
        words["kind"], words["mode"], words["leader"], words["lead_body"], words["units"],
        f"时限 {words['due_on']}" if row["due_on"] else words["month"], f"变更 {words['changes']} 次" if row["changes"] else "", done,
    ]  # fmt: skip


def tell_plan(row: Row, words: Words) -> list[str]:
    return [words["station"] or "县政协", f"{words['decided_on']} 审定" if row["decided_on"] else "", words["number"]]


def give_looks() -> Sequence[object]:
    from ui.lists.looks import Look, Total

    consulting, inspecting, overseeing = (Is("kind", (code,)) for code in ("1", "2", "3"))
    finished = Is("state", (DONE,))
    return [
        Look(
            module="plans",
            searched=("title", "leader", "lead_body", "person"),
            name=name_line,
            facts=tell_line,
            folds={"person": 2, "mode": 3, "leader": 4, "kind": 5},
            totals=(
                Total("协商完成率", finished, of=Both(consulting, IN_FORCE)),
                Total("视察", finished, of=Both(inspecting, IN_FORCE)),
                Total("监督", finished, of=Both(overseeing, IN_FORCE)),
                Total("全部", finished, of=IN_FORCE),
                Total("逾期", LATE, role="late"),
            ),
        ),
        Look(module="year_plans", searched=("title", "number"), facts=tell_plan),
    ]


def give_help() -> Sequence[object]:
    from ui.kit.help import HelpPage

    return [HelpPage(each, "20-协商计划") for each in ("plans", "year_plans")]


FACE = Face(name="plans", parts={"Look": give_looks, "HelpPage": give_help})
