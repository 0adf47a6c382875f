"""委员: how they look."""

from __future__ import annotations

from collections.abc import Sequence

from ui.face import Face


def give_looks() -> Sequence[object]:
    from ui.lists.looks import Look

    return [
        Look(
            module="members",
            searched=("name", "post"),
            facts=lambda _row, words: [words["sector"], words["special_committee"], words["posts"], words["parties"]],
            chips=lambda row, _words, _today: [("已离任", "none")] if row["left_on"] else [],
            folds={"mobile": 2, "special_committee": 3, "posts": 4, "parties": 5, "sex": 6},
        ),
    ]


def give_help() -> Sequence[object]:
    from ui.kit.help import HelpPage

    return [HelpPage("members", "2-导入委员名册")]


FACE = Face(name="members", parts={"Look": give_looks, "HelpPage": give_help})
