"""A score sheet for the places on trial: lines that are judged, a plus, a minus and a rate counted from their records.

All of it is declared here; the platform knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.fields import Scope
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.scores.items import ScoreCount
from cppcc_desktop.domain.scores.records import make_score_entities
from cppcc_desktop.services.features import Feature
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.scores.schemes import ScoreFigure, ScoreScheme, ScoreWords
from tests.new_module.nouns import FINISHED, HOST, PLACE_ENTITY, TOWN, TOWNS, TRIAL, YEAR_ENTITY
from ui.face import Face

SCORES = "luvomeri"  # a name nobody uses
RECORDS = make_score_entities(
    PLACE_ENTITY, names=("luvomeri_i", "luvomeri_e", SCORES), labels=("评项", "评分", "评定"), award="示范会",
    entries=Scope.OWN, results=Scope.REF,
)  # fmt: skip
MODULE = Module(
    name=SCORES, label="分会评定", icon="stations", entity=RECORDS.result, children=(RECORDS.item, RECORDS.entry),
    page=False, columns=("year", PLACE_ENTITY.name, "points", "grade"), order=("-year", "rank"),
)  # fmt: skip

HALL, MEETINGS, DONE, MORE, LESS = "hall", "meetings", "done", "more", "less"
ROWS: Sequence[Mapping[str, object]] = (
    {"code": HALL, "label": "场地", "kind": "judged", "points": "60", "standard": "有场地、有牌子，60 分"},
    {"code": MEETINGS, "label": "活动", "kind": "judged", "points": "30", "figure": "held"},
    {"code": DONE, "label": "了结率", "kind": "rate", "points": "10", "full_at": "50", "figure": "finished"},
    {"code": MORE, "label": "有经验推广", "kind": "plus", "step": "2", "cap": "4"},
    {"code": "five", "label": "五星", "kind": "grade", "full_at": "90"},
    {"code": "four", "label": "四星", "kind": "grade", "full_at": "80"},
    {"code": "three", "label": "三星", "kind": "grade", "full_at": "70"},
)
QUOTAS: Sequence[Mapping[str, object]] = (
    *ROWS[:4],
    {"code": "best", "label": "五星", "kind": "名额", "full_at": "40", "cap": "1"},
    {"code": "next", "label": "四星", "kind": "名额", "cap": "1", "points": "50"},
)


@dataclass(frozen=True)
class PlaceFigures:
    """Records of each place, and those of them that are finished."""

    held: Mapping[str, Sequence[tuple[str, bool]]]

    def size(self, _subject: str) -> int:
        return 1

    def of(self, subject: str) -> Mapping[str, ScoreCount]:
        rows = self.held.get(subject, ())
        done, rest = [each for each, ended in rows if ended], [each for each, ended in rows if not ended]
        return {
            "held": ScoreCount(len(rows), len(rows), "分记", tuple(each for each, _ in rows)),
            "finished": ScoreCount(len(done), len(rows), "分记里了了的", tuple(done), tuple(rest)),
        }


def count_towns(office: Office, connection: Connection, _year: int, _own: Mapping[str, str]) -> PlaceFigures:
    table, held = office.schema.records[TOWN], dict[str, list[tuple[str, bool]]]()
    for row in connection.execute(select(table).where(table.c.deleted.is_(None))).mappings():
        held.setdefault(str(row[HOST]), []).append((str(row["id"]), row["state"] == FINISHED))
    return PlaceFigures(held)


SCHEME = ScoreScheme(
    name=SCORES, title="分会评定", entities=RECORDS, default=lambda: ROWS, gather=count_towns, evidence=(TOWN,), reads=(TOWN,),
    figures=(ScoreFigure("held", "分记数", TOWNS, counts=True), ScoreFigure("finished", "了结率", TOWNS)),
    words=ScoreWords(called="分会"),
)  # fmt: skip
# another one, for records that have a life and are reckoned by year: nothing is counted, all is judged
WORTH = "tesodafi"
WORTH_RECORDS = make_score_entities(
    YEAR_ENTITY, names=("tesodafi_i", "tesodafi_e", WORTH), labels=("评项", "评分", "评定"), award="好签"
)
WORTH_MODULE = Module(
    name=WORTH, label="年签评定", icon="proposals", entity=WORTH_RECORDS.result, page=False,
    children=(WORTH_RECORDS.item, WORTH_RECORDS.entry), columns=("year", YEAR_ENTITY.name, "points"), order=("-year",),
)  # fmt: skip
WORTH_SCHEME = ScoreScheme(
    name=WORTH, title="年签评定", entities=WORTH_RECORDS, words=ScoreWords(called="签"),
    default=lambda: (
        {"code": "text", "label": "写得好", "kind": "judged", "points": "10"},
        {"code": "best", "label": "优秀", "kind": "quota", "full_at": "50"},
    ),
)  # fmt: skip
SCORED = (
    *TRIAL,
    Feature(name=SCORES, modules=(MODULE, WORTH_MODULE), parts={"ScoreScheme": lambda: (SCHEME, WORTH_SCHEME)}),
)


def give_pages() -> Sequence[object]:
    from ui.kit.window.page import OwnPage
    from ui.scores.page import ScorePage

    return (OwnPage(key=SCORES, words="分会评定…", beside=TOWNS, stations=True,
                    make=lambda session: ScorePage(session, SCORES, nav=TOWNS)),)  # fmt: skip


FACE = Face(name=SCORES, parts={"OwnPage": give_pages})
