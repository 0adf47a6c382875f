"""承办单位考核: the records behind the units' score sheet (domain.md §3)."""

from __future__ import annotations

from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.scores.records import make_score_entities
from cppcc_desktop.nouns.units.entity import UNIT

RECORDS = make_score_entities(
    UNIT, names=("score_item", "unit_score", "assessment"), labels=("考核项目", "考核加减分", "考核结果"),
    award="先进单位", figures="score_figure", counter="家",
)  # fmt: skip

ASSESSMENTS = Module(
    name="assessments",
    label="承办单位考核",
    icon="proposals",
    entity=RECORDS.result,
    children=(RECORDS.item, RECORDS.entry),
    page=False,
    columns=("year", "unit", "points", "rank", "grade", "award", "fixed_on"),
    order=("-year", "rank"),
)
