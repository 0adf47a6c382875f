"""承办单位考核: the sheet that ships, what it counts, and how it speaks of units."""

from __future__ import annotations

from cppcc_desktop.nouns.assessments.entity import ASSESSMENTS, RECORDS
from cppcc_desktop.nouns.assessments.unit_figures import gather_figures
from cppcc_desktop.nouns.proposals.grants import CLOSE
from cppcc_desktop.services.scores.schemes import ScoreFigure, ScoreScheme, ScoreWords, read_shipped

CASES = "assignments"  # the list behind every figure
SCHEME = ScoreScheme(
    name=ASSESSMENTS.name, title=ASSESSMENTS.label, entities=RECORDS, default=lambda: read_shipped("assessment.csv"),
    figures=(
        *(ScoreFigure(key, module=CASES) for key in ("on_time", "face_to_face", "adoption", "implemented", "satisfaction")),
        *(ScoreFigure(key, module=CASES, counts=True) for key in ("late", "late_return", "directive")),
    ),
    gather=gather_figures, permission=CLOSE, reads=("assignment", "proposal", "feedback", "promise"),
    words=ScoreWords(
        called="单位", size="主办件数", size_head="主办", absent="没有承办提案", absent_short="没有承办",
        absent_long="这一年没有主办或分办的提案，不参加考核。", nothing="没有交办过提案", when="有单位承办过提案的年份才有考核。",
    ),
)  # fmt: skip
