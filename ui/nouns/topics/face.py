"""协商议题: how they look in their list and above the record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.description.fields import Row
from ui.face import Face

if TYPE_CHECKING:  # lists are loaded when one is opened
    from ui.lists.looks import Words


def name_topic(_row: Row, words: Words) -> str:
    return f"{words['year']}年度议题"


def tell_facts(row: Row, words: Words) -> list[str]:
    """What the form does not show: into which it was merged, and why it was decided so."""
    reason = " ".join(words["result_reason"].split())
    return [
        words["suggested_by"], f"并入《{words['merged_into']}》" if row["merged_into"] else "",
        reason[:40] + ("…" if len(reason) > 40 else ""), f"另作处理：{words['onward']}" if row["onward"] else "",
    ]  # fmt: skip


def give_looks() -> Sequence[object]:
    from ui.lists.looks import Look, Total

    return [
        Look(
            module="topics",
            searched=("title", "suggested_by", "body"),
            name=name_topic,
            facts=tell_facts,
            folds={"month": 2, "mode": 3, "channel": 4, "source": 5, "category": 6},
            totals=(Total("待定", Is("state", ("suggested",))), Total("已采用", Is("state", ("adopted",)))),
        ),
    ]


def give_help() -> Sequence[object]:
    from ui.kit.help import HelpPage

    return [HelpPage("topics", "15-协商议题")]


FACE = Face(name="topics", parts={"Look": give_looks, "HelpPage": give_help})
