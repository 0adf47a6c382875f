"""联络站: how they look, their score and the page of what is covered and lacking."""

from __future__ import annotations

from collections.abc import Sequence

from ui.face import Face
from ui.kit.window.page import Page
from ui.session import Session


def give_looks() -> Sequence[object]:
    from cppcc_desktop.domain.description.conditions import Is
    from ui.lists.looks import ChildStrip, Look, Total

    return [
        Look(
            module="stations",
            searched=("name", "code", "head"),
            facts=lambda row, words: [
                words["code"], words["level"] or words["type"], words["township"],
                f"{words['opened_on']} 设立" if row["opened_on"] else "", f"站长 {words['head']}" if row["head"] else "",
                f"联络员 {words['liaison']}" if row["liaison"] else "", f"联系领导 {words['leader']}" if row["leader"] else "",
                f"{words['closed_on']} 撤销" if row["closed_on"] else "",
            ],
            folds={"liaison": 2, "head": 3, "township": 4, "type": 5},
            strip=ChildStrip("station_function", "since", "until"),
            totals=(Total("乡镇级", Is("level", ("2",))), Total("村级", Is("level", ("3",)))),
        ),
        Look(module="targets", searched=("name",), facts=lambda _row, words: [words["period"], words["level"], words["station"]]),
    ]  # fmt: skip


def make_stars(session: Session) -> Page:
    from ui.scores.page import ScorePage

    return ScorePage(session, "stars", nav="stations", help="16-联络站")


def make_coverage(session: Session) -> Page:
    from ui.nouns.stations.coverage import CoveragePage

    return CoveragePage(session)


def give_pages() -> Sequence[object]:
    from ui.kit.window.page import OwnPage

    return [
        OwnPage(key="coverage", words="覆盖和目标…", beside="stations", make=make_coverage),
        OwnPage(key="stars", words="考核和星级…", beside="stations", make=make_stars, stations=True),
    ]


def give_sides() -> Sequence[object]:
    from ui.nouns.stations.side import StationSide
    from ui.records.panels import SidePanel

    return [SidePanel(module="stations", label="目标和值班", make=StationSide)]


def give_header_words() -> Sequence[object]:
    from cppcc_desktop.nouns.stations.standing import say_more
    from ui.records.panels import HeaderWords

    return [HeaderWords(module="stations", read=say_more)]


def give_help() -> Sequence[object]:
    from ui.kit.help import HelpPage

    return [HelpPage("stations", "16-联络站"), HelpPage("targets", "16-联络站")]


FACE = Face(
    name="stations",
    parts={
        "Look": give_looks, "HeaderWords": give_header_words, "HelpPage": give_help, "OwnPage": give_pages,
        "SidePanel": give_sides,
    },
)  # fmt: skip
