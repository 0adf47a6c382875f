"""核定 and 自评 of one line, with what it is judged by; and a result put right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QWidget

from cppcc_desktop.domain.description.fields import Field, Kind, Value
from cppcc_desktop.domain.scores.items import ScoreItem, write_decimal
from cppcc_desktop.domain.scores.outcomes import list_outcomes
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.records.records import suggest_records
from cppcc_desktop.services.scores.entries import LineEntry, judge, judge_own, read_entry
from cppcc_desktop.services.scores.results import Assessed, correct_result
from cppcc_desktop.services.scores.schemes import ScoreScheme
from cppcc_desktop.services.scores.sheets import ScoreSheet
from ui.kit.dialogs.entry_dialog import EntryDialog, ShortForm
from ui.session import Session

PREFIX = "evidence_"  # of a field with records of one kind


class JudgingDialog:
    """Asks for the points of one line: the county's, or at a place its own."""

    def __init__(
        self, session: Session, scheme: ScoreScheme, year: int, whose: Assessed, item: ScoreItem, *, own: bool,
        parent: QWidget,
    ) -> None:  # fmt: skip
        self._session, self._scheme, self._year = session, scheme, year
        self._whose, self._item, self._own, self._parent = whose, item, own, parent

    def run(self) -> None:
        """Read what was entered already, then ask."""
        session, args = self._session, (self._scheme, self._year, self._whose.id, self._item.code)
        session.read(lambda: read_entry(session.office, session.actor, *args), self._ask, self._parent)

    def _ask(self, entry: LineEntry) -> None:
        session, told = self._session, entry.judgement
        points, words = ("own_points", "own_words") if self._own else ("points", "reason")
        most = write_decimal(self._item.points)
        fields = (
            Field(name=points, label=f"{'自评' if self._own else '核定'}（满 {most}）", limit=10),
            Field(name=words, label="自评说明" if self._own else "理由", kind=Kind.LONG_TEXT, limit=500 if self._own else 200),
            *self._evidence_fields(),
        )  # fmt: skip
        given = (told.own, told.own_words) if self._own else (told.points, told.reason)
        proposed: dict[str, Value] = {points: given[0] or None, words: given[1] or None}
        names: dict[str, str] = {}
        for kind, named in entry.evidence.items():
            proposed[PREFIX + kind] = [record for record, _ in named]
            names[PREFIX + kind] = "、".join(name for _, name in named)
        asked = ShortForm(
            f"{self._whose.name}：{self._item.label}", fields, read_codes(session.office), suggest=self._suggest,
            proposed=proposed, words=names, button="记下", hint=self._hint(entry),
        )  # fmt: skip
        EntryDialog(session, asked, self._write, self._parent).run()

    def _evidence_fields(self) -> list[Field]:
        office = self._session.office
        return [
            Field(name=PREFIX + kind, label=f"依据：{office.entity(kind).label}", kind=Kind.REFERENCES, target=kind)
            for kind in self._scheme.evidence
        ]

    def _hint(self, entry: LineEntry) -> str:
        told = entry.judgement
        parts = [f"标准：{self._item.standard}"] if self._item.standard else []
        if self._own:
            parts += [f"县里核定 {told.points} 分。{told.reason}"] if told.points else []
        elif told.own:
            parts.append(f"自评 {told.own} 分。{told.own_words}")
        return "\n".join(parts)

    def _suggest(self, kind: str, text: str, show: Callable[[list[tuple[str, str]]], None]) -> None:
        session = self._session
        session.read(lambda: suggest_records(session.office, session.actor, kind, text), show, self._parent)

    def _write(self, entered: Mapping[str, object]) -> None:
        session, scheme = self._session, self._scheme
        evidence = [
            f"{kind}:{record}" for kind in scheme.evidence for record in as_texts(entered.get(PREFIX + kind))
        ] if scheme.evidence else None  # fmt: skip
        line = (session.office, session.actor, scheme, self._year, self._whose.id, self._item.code)
        if self._own:
            judge_own(*line, points=text(entered, "own_points"), words=text(entered, "own_words"), evidence=evidence)
        else:
            judge(*line, points=text(entered, "points"), reason=text(entered, "reason"), evidence=evidence)


def ask_correction(
    session: Session, scheme: ScoreScheme, sheet: ScoreSheet, whose: Assessed, parent: QWidget
) -> None:  # fmt: skip
    """更正结果: other points or another grade, with the reason."""
    fields = result_fields(sheet)
    now = whose.correction
    asked = ShortForm(
        f"{whose.name}：更正结果", fields, read_codes(session.office), button="更正", required=("reason",),
        proposed={"corrected_points": now.points or None, "corrected_grade": now.grade or None} if now else {},
        choices={"corrected_grade": [(each, each) for each in list_outcomes(sheet.items)]},
        hint="空着的照考核表算；都空着就是撤销更正。",
    )  # fmt: skip

    def work(entered: dict[str, object]) -> None:
        correct_result(
            session.office, session.actor, scheme, sheet.year, whose.id, points=text(entered, "corrected_points"),
            grade=text(entered, "corrected_grade"), reason=text(entered, "reason"),
        )  # fmt: skip

    EntryDialog(session, asked, work, parent).run()


def result_fields(sheet: ScoreSheet) -> list[Field]:
    graded = [Field(name="corrected_grade", label="等次改为", kind=Kind.CODE)] if list_outcomes(sheet.items) else []
    return [
        Field(name="corrected_points", label="得分改为", limit=10), *graded,
        Field(name="reason", label="更正理由", kind=Kind.LONG_TEXT, limit=200, required=True),
    ]  # fmt: skip


def text(entered: Mapping[str, object], name: str) -> str:
    return str(entered.get(name) or "")


def as_texts(value: object) -> Sequence[str]:
    return [str(each) for each in value] if isinstance(value, list) else []
