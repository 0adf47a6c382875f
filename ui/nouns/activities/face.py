"""活动: how they look."""

from __future__ import annotations

from collections.abc import Sequence

from ui.face import Face


def give_looks() -> Sequence[object]:
    from ui.lists.looks import Look

    return [
        Look(
            module="activities",
            searched=("title", "place"),
            facts=lambda _row, words: [words["station"], words["date"], words["type"]],
            folds={"place": 2, "organiser": 3, "station": 4},
        ),
    ]


def give_help() -> Sequence[object]:
    from ui.kit.help import HelpPage

    return [HelpPage("activities", "17-活动和签到")]


def give_tabs() -> Sequence[object]:
    from ui.nouns.activities.attendance_tab import AttendanceTab
    from ui.records.panels import OwnTab

    return [OwnTab(module="activities", child="attendance", make=AttendanceTab, label="签到", wide=True)]


FACE = Face(name="activities", parts={"Look": give_looks, "HelpPage": give_help, "OwnTab": give_tabs})
