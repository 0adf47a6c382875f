"""联络站考核: the sheet that ships, what stands behind each line, and how it speaks of stations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from cppcc_desktop.domain.scores.items import ScoreCount
from cppcc_desktop.nouns.stations.records import CHECK
from cppcc_desktop.nouns.stations.stars import STARS, STARS_OF
from cppcc_desktop.services.figures.places import PlaceDeed, list_deeds
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.scores.schemes import ScoreFigure, ScoreScheme, ScoreWords, read_shipped
from db.tables import in_force

GROUND = "ground"
DEEDS = {
    "activities": "开展活动", "receptions": "接待群众", "consultations": "协商", "proposals": "提案", "topics": "协商议题",
}  # fmt: skip


@dataclass
class StationYear:
    """What stations did in a year, and how their grounds stand now: shown beside the lines that are judged."""

    year: int
    deeds: Mapping[str, Mapping[str, Sequence[str]]]  # figure → station → records
    done: Mapping[str, Sequence[str]]  # station → checks that are put right
    open: Mapping[str, Sequence[str]]  # station → those that are not

    def size(self, subject: str) -> int:
        """Every station is assessed."""
        return 1 if subject else 0

    def of(self, subject: str) -> Mapping[str, ScoreCount]:
        done, lacking = self.done.get(subject, ()), self.open.get(subject, ())
        ground = ScoreCount(
            len(done), len(done) + len(lacking), "适用的项目（不适用的不计）", tuple(done), tuple(lacking)
        )
        held = {
            key: ScoreCount(len(found := tuple(by.get(subject, ()))), len(found), f"{self.year}年", found)
            for key, by in self.deeds.items()
        }
        nothing = dict.fromkeys(DEEDS, ScoreCount(0, 0, "这里还没有这一类记录"))
        return {**nothing, **held, GROUND: ground}


def gather(office: Office, connection: Connection, year: int, own: Mapping[str, str]) -> StationYear:
    """Everything there is to judge of a year."""
    first, last = f"{year}-01-01", f"{year}-12-31"
    deeds: dict[str, dict[str, list[str]]] = {}
    for deed in office.parts(PlaceDeed):
        by = deeds.setdefault(deed.key, {})
        for place, record, _ in list_deeds(office, connection, deed, first, last):
            by.setdefault(own.get(place, place), []).append(record)
    codes, done, lacking = read_codes(office), dict[str, list[str]](), dict[str, list[str]]()
    table = office.schema.records[CHECK.name]
    for row in connection.execute(select(table.c.id, table.c.station, table.c.state).where(in_force(table))):
        counts = codes.value("check_state", str(row.state), "counts")
        if counts != "out":
            (done if counts == "yes" else lacking).setdefault(str(row.station), []).append(str(row.id))
    return StationYear(year, deeds, done, lacking)


SCHEME = ScoreScheme(
    name=STARS.name, title=STARS.label, entities=STARS_OF, default=lambda: read_shipped("station_assessment.csv"),
    figures=(
        ScoreFigure(GROUND, "阵地项目落实"),
*(ScoreFigure(key, label, module=key, counts=True) for key, label in DEEDS.items()),
    ),
    gather=gather, permission="account", evidence=("activity", "reception", "proposal", "topic"),
    reads=(CHECK.name, "activity", "reception"),
    words=ScoreWords(called="联络站", absent_long="这一年还没有评分。", nothing="还没有联络站", when="有联络站的年份才有考核。"),
)  # fmt: skip
