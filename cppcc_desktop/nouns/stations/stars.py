"""联络站考核和星级: the records behind the stations' score sheet (domain.md §5)."""

from __future__ import annotations

from cppcc_desktop.domain.description.fields import Scope
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.scores.records import make_score_entities
from cppcc_desktop.nouns.stations.entity import STATION

STARS_OF = make_score_entities(
    STATION, names=("star_item", "star_entry", "star_result"), labels=("联络站考核项目", "联络站评分", "联络站星级"),
    award="示范站", entries=Scope.OWN, results=Scope.REF,
)  # fmt: skip

STARS = Module(
    name="stars",
    label="联络站考核",
    icon="stations",
    entity=STARS_OF.result,
    children=(STARS_OF.item, STARS_OF.entry),
    page=False,
    stations=True,
    columns=("year", "station", "points", "rank", "grade", "award", "fixed_on"),
    order=("-year", "rank"),
)
