"""活动: how they look, and who was at one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.codes import CodeLists
from cppcc_desktop.services.office.office import Office
from ui.face import Face
from ui.session import Session

if TYPE_CHECKING:  # the forms of records are needed once one is opened
    from ui.kit.inputs.reference_field import Suggest


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


def read_attendance(office: Office, actor: Actor, activity: str) -> Any:
    from cppcc_desktop.nouns.activities.attendance import list_attendance

    return list_attendance(office, actor, activity)


def show_attendance(session: Session, codes: CodeLists, suggest: Suggest) -> QWidget:
    from ui.nouns.activities.attendance import AttendancePanel

    return AttendancePanel(session, codes, suggest)


def give_tabs() -> Sequence[object]:
    from ui.records.panels import RecordTab

    return [RecordTab(module="activities", key="attendance", label="出席", read=read_attendance, make=show_attendance)]


def give_help() -> Sequence[object]:
    from ui.help import HelpPage

    return [HelpPage("activities", "5-联络站和数据交换")]


FACE = Face(name="activities", parts={"Look": give_looks, "RecordTab": give_tabs, "HelpPage": give_help})
