"""活动: how they look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ui.face import Face


def tell_days(words: Mapping[str, str]) -> str:
    """2026-01-11 至 2026-01-14; one day alone."""
    return f"{words['date']} 至 {words['ends_on']}" if words["ends_on"] else words["date"]


def give_looks() -> Sequence[object]:
    from ui.lists.looks import Look

    return [
        Look(
            module="activities",
            searched=("title", "place"),
            facts=lambda _row, words: [words["station"], tell_days(words), words["type"], words["organiser"]],
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
