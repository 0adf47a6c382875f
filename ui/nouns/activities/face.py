"""活动: how they look, and who was at one."""

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
            folds={"place": 2, "station": 4},
        ),
    ]


def give_tabs() -> Sequence[object]:
    from cppcc_desktop.nouns.activities.attendance import list_attendance
    from ui.nouns.activities.attendance import AttendancePanel
    from ui.records.panels import RecordTab

    return [RecordTab(module="activities", key="attendance", label="出席", read=list_attendance, make=AttendancePanel)]


def give_help() -> Sequence[object]:
    from ui.help import HelpPage

    return [HelpPage("activities", "5-联络站和数据交换")]


FACE = Face(name="activities", parts={"Look": give_looks, "RecordTab": give_tabs, "HelpPage": give_help})
