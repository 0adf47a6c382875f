"""项目, 捐赠, 稿件: how they look in their lists and above the record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cppcc_desktop.domain.description.conditions import EVERYTHING, Both, Filled, Is
from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.nouns.projects.entity import HOME, OF_MONEY
from ui.face import Face

if TYPE_CHECKING:  # lists are loaded when one is opened
    from ui.lists.looks import Words


def name_project(_row: Row, words: Words) -> str:
    return f"{words['year']}年度项目"


def tell_project(row: Row, words: Words) -> list[str]:
    """Whose it is and where, and why it stopped."""
    stopped = f"中止：{words['stop_reason']}" if row["stop_reason"] else ""
    return [words["persons"] or words["body"], words["township"], words["station"], stopped]


def tell_donation(row: Row, words: Words) -> list[str]:
    """Who gave what."""
    money = f"{words['money']} {'元' if row['currency'] == HOME else words['currency']}" if row["money"] else ""
    return [words["date"], words["body"] or words["person"], money, words["goods"]]


def give_looks() -> Sequence[object]:
    from ui.lists.looks import Look, Total

    return [
        Look(
            module="projects",
            searched=("title", "persons", "body", "receiver"),
            name=name_project,
            facts=tell_project,
            folds={"kind": 2, "jobs": 3, "township": 4, "money_planned": 5, "persons": 6},
            totals=(
                Total("计划", EVERYTHING, adds="money_planned", unit="万元"),
                Total("已投入", EVERYTHING, adds="money_done", unit="万元"),
                Total("就业", EVERYTHING, adds="jobs", unit="人"),
            ),
        ),
        Look(
            module="donations",
            searched=("receiver", "person", "body", "goods", "purpose"),
            facts=tell_donation,
            folds={"goods": 2, "person": 4},
            totals=(
                Total("捐款（人民币）", Both(Is("currency", HOME), OF_MONEY), adds="money", unit="元"),
                Total("物资折价", Filled("goods"), adds="goods_value", unit="元"),
            ),
        ),
        Look(
            module="pieces",
            searched=("title", "author", "printed_in"),
            facts=lambda _row, words: [words["author"], words["printed_in"], words["level"], words["date"]],
            folds={"kind": 2, "level": 3, "printed_in": 4},
        ),
    ]


def give_help() -> Sequence[object]:
    from ui.kit.help import HelpPage

    return [HelpPage(each, "19-项目捐赠和稿件") for each in ("projects", "donations", "pieces")]


FACE = Face(name="projects", parts={"Look": give_looks, "HelpPage": give_help})
