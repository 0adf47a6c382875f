"""What a year gave: points with the figure or the judgement behind each, ranks and grades, corrected and made final."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import Connection

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.domain.scores.items import (
    HAND,
    JUDGED,
    NOT_JUDGED,
    RATE,
    Judgement,
    ScoreCount,
    Scored,
    ScoreItem,
    add_up,
    read_decimal,
    score_judged,
    score_rate,
    score_times,
    write_decimal,
)
from cppcc_desktop.domain.scores.outcomes import QuotaUse, fill_quotas, list_outcomes, name_grade, rank_points
from cppcc_desktop.services.office.office import COUNTY, Office
from cppcc_desktop.services.records.records import read_record
from cppcc_desktop.services.scores.details import pack_detail, unpack_detail
from cppcc_desktop.services.scores.entries import Entered, HandScore, check_reason, read_entered, refuse_place, scope_of
from cppcc_desktop.services.scores.schemes import ScoreScheme, list_subjects, map_subjects
from cppcc_desktop.services.scores.sheets import ScoreSheet, read_rows, read_sheet, read_sheet_of, refuse_fixed


@dataclass(frozen=True)
class ScoreCorrection:
    """What was decided besides the sheet, and why; an empty part stays as it was reckoned."""

    points: str = ""
    grade: str = ""
    reason: str = ""
    by: str = ""


@dataclass(frozen=True)
class Assessed:
    """One subject's year. `points` is None for one that is not assessed, or not yet: `waiting` are its open lines."""

    id: str
    name: str
    size: int
    points: Decimal | None
    full: Decimal
    lines: tuple[Scored, ...]
    rank: int = 0
    grade: str = ""
    award: bool = False
    correction: ScoreCorrection | None = None

    @property
    def waiting(self) -> tuple[str, ...]:
        """Lines that somebody began to judge the subject by and that are still open."""
        return tuple(line.label for line in self.lines if line.open) if self.begun else ()

    @property
    def begun(self) -> bool:
        """Whether anything was entered for its judged lines."""
        return any(line.kind == JUDGED and (line.own or not line.open) for line in self.lines)

    @property
    def so_far(self) -> Decimal:
        """What its lines give so far."""
        return sum((line.points for line in self.lines), Decimal(0))

    def line(self, code: str) -> Scored | None:
        return next((each for each in self.lines if each.code == code), None)


@dataclass(frozen=True)
class Assessment:
    """A whole year: its sheet, all subjects with the best first, and how the quotas were used."""

    sheet: ScoreSheet
    subjects: Sequence[Assessed]
    quotas: Sequence[QuotaUse] = ()

    @property
    def counted(self) -> list[Assessed]:
        return [each for each in self.subjects if each.points is not None]


def assess(office: Office, actor: Actor, scheme: ScoreScheme, year: int) -> list[Assessed]:
    """Every subject, best first, those that are not assessed last; a final year is read as it was made final."""
    return list(read_assessment(office, actor, scheme, year).subjects)


def read_assessment(office: Office, actor: Actor, scheme: ScoreScheme, year: int) -> Assessment:
    """The same with the sheet and the quotas."""
    actor.require("record.read")
    with office.read() as connection:
        return assess_within(office, connection, scheme, year)


def assess_within(office: Office, connection: Connection, scheme: ScoreScheme, year: int) -> Assessment:
    """The same within a transaction."""
    sheet = read_sheet_of(office, connection, scheme, year)
    names = list_subjects(office, connection, scheme, year)
    results = read_rows(office, connection, scheme.entities.result.name, year=year)
    if sheet.fixed:
        return Assessment(sheet, read_fixed(scheme, results, names))
    found = reckon(office, connection, scheme, sheet, names)
    if office.kind != COUNTY:  # how one stands among the others is known where all are
        return Assessment(sheet, [replace(each, grade="") for each in found])
    corrected = {str(row[scheme.subject]): load_correction(row) for row in results}
    return settle(sheet, [correct_one(each, corrected.get(each.id)) for each in found])


def reckon(
    office: Office, connection: Connection, scheme: ScoreScheme, sheet: ScoreSheet, names: Mapping[str, str]
) -> list[Assessed]:
    """The points of every subject by the sheet."""
    own = map_subjects(office, connection, scheme)
    figures = scheme.gather(office, connection, sheet.year, own) if scheme.gather else None
    entered = read_entered(office, connection, scheme, sheet.year)
    found: list[Assessed] = []
    for subject, name in names.items():
        told = of_subject(entered, own, subject)
        counts = figures.of(subject) if figures else dict[str, ScoreCount]()
        size = figures.size(subject) if figures else 1
        found.append(assess_one(sheet, Assessed(subject, name, size, None, sheet.full, ()), counts, told))
    return found


def of_subject(entered: Entered, own: Mapping[str, str], subject: str) -> Entered:
    """What was entered for a subject and for those that were joined to it; of one line its own judgement wins."""
    judged: dict[tuple[str, str], Judgement] = {}
    for (of, item), told in entered.judged.items():
        if of == subject or (own.get(of) == subject and (subject, item) not in entered.judged):
            judged[subject, item] = told
    return Entered([each for each in entered.by_hand if own.get(each.subject, each.subject) == subject], judged)


def assess_one(sheet: ScoreSheet, whose: Assessed, counts: Mapping[str, ScoreCount], entered: Entered) -> Assessed:
    lines = [
        score_line(item, counts, [each for each in entered.by_hand if each.item == item.code],
                   entered.judged.get((whose.id, item.code), NOT_JUDGED))
        for item in sheet.of(RATE, JUDGED, *HAND)
    ]  # fmt: skip
    found = replace(whose, lines=tuple(lines))
    if not whose.size or any(line.open for line in lines):
        return found
    points = add_up(lines, sheet.full)
    return replace(found, points=points, grade=name_grade(sheet.items, points, sheet.full))


def score_line(
    item: ScoreItem, counts: Mapping[str, ScoreCount], by_hand: Sequence[HandScore], told: Judgement
) -> Scored:
    if item.kind == RATE:
        return score_rate(item, counts[item.figure])
    figure = counts[item.figure] if item.figure else None
    if item.kind == JUDGED:
        return score_judged(item, figure, told)
    reasons = [f"{each.reason}（{each.times} 次，{each.by}）" for each in by_hand]
    return score_times(item, figure, sum(each.times for each in by_hand), reasons)


def load_correction(row: Row) -> ScoreCorrection | None:
    if not row["corrected_points"] and not row["corrected_grade"]:
        return None
    return ScoreCorrection(*(str(row[name] or "") for name in ("corrected_points", "corrected_grade", "reason", "by")))


def correct_one(each: Assessed, correction: ScoreCorrection | None) -> Assessed:
    """What was decided stands for what was reckoned; the lines stay as they are."""
    if correction is None or each.points is None:
        return each
    points = read_decimal(correction.points) if correction.points else None
    return replace(each, correction=correction, points=each.points if points is None else points)


def settle(sheet: ScoreSheet, found: Sequence[Assessed]) -> Assessment:
    """Ranks, grades and quotas of a whole year; a corrected grade stands."""
    points = {each.id: each.points for each in found if each.points is not None}
    given = {each.id: each.correction.grade for each in found if each.correction and each.correction.grade}
    ranks, quotas = rank_points(points), fill_quotas(sheet.items, points, given)
    by_quota = {subject: use.label for use in quotas for subject in use.taken}
    settled = [
        replace(
            each, rank=ranks.get(each.id, 0),
            grade="" if each.points is None else given.get(each.id) or by_quota.get(each.id)
            or name_grade(sheet.items, each.points, sheet.full),
        )
        for each in found
    ]  # fmt: skip
    return Assessment(sheet, put_in_order(settled), quotas)


def put_in_order(found: Iterable[Assessed]) -> list[Assessed]:
    """Best first; those without points last, of these the ones whose judging has begun before the others."""
    return sorted(
        found,
        key=lambda each: (each.points is None, -(each.points or Decimal(0)), not each.begun, -each.size, each.name),
    )


# corrected


def correct_result(
    office: Office, actor: Actor, scheme: ScoreScheme, year: int, subject: str, *, points: str = "", grade: str = "",
    reason: str,
) -> None:  # fmt: skip
    """Another result than the sheet gives, with the reason; both empty take the correction back.

    Refusal for a year that is final, or a subject that has no points yet.
    """
    sheet = read_sheet(office, actor, scheme, year)
    words = check_reason(reason, "更正的理由")
    told = check_correction(sheet, points, grade)
    refuse_place(office)
    with office.write(actor, scheme.permission) as writing:
        refuse_fixed(office, writing.connection, scheme, year)
        read_record(office, writing.connection, scheme.subject, subject)
        every = assess_within(office, writing.connection, scheme, year).subjects
        whose = next((each for each in every if each.id == subject), None)
        if whose is None or whose.points is None:
            raise Refusal(f"这{scheme.counter}{scheme.words.called}还没有得分，不能更正。", todo="先评完每一项。")
        values = {**told, "reason": words, "by": actor.name}
        entity = scheme.entities.result
        now = read_rows(office, writing.connection, entity.name, year=year, **{scheme.subject: subject})
        if now:
            writing.set(entity, str(now[0]["id"]), values, scope=str(now[0]["scope"]))
        else:
            start = {scheme.subject: subject, "year": year, **values}
            writing.new(entity, start, scope=scope_of(office, entity, subject))


def check_correction(sheet: ScoreSheet, points: str, grade: str) -> dict[str, str | None]:
    given = read_decimal(points) if points.strip() else None
    if points.strip() and (given is None or given > sheet.full):
        raise InvalidField("corrected_points", f"得分写 0 到 {write_decimal(sheet.full)} 之间的数，最多两位小数。")
    known = list_outcomes(sheet.items)
    if grade and grade not in known:
        what = f"考核表里没有“{grade}”。" if known else "考核表里没有等次。"
        raise InvalidField("corrected_grade", what, options=known)
    return {"corrected_points": None if given is None else write_decimal(given), "corrected_grade": grade or None}


# made final


def fix_year(
    office: Office, actor: Actor, scheme: ScoreScheme, year: int, awards: Collection[str] = ()
) -> list[Assessed]:
    """Make a year final: points, ranks and figures are kept as they are now and change no more.

    `awards` are the subjects that become what the sheet awards. Refusal if the year is final already, has not begun,
    or somebody's judging is half done.
    """
    actor.require(scheme.permission)
    refuse_place(office)
    if year > office.today().year:
        raise Refusal(f"{year}年还没有到，不能定稿。", todo="到了那一年再来。")
    with office.write(actor, scheme.permission) as writing:
        refuse_fixed(office, writing.connection, scheme, year)
        every = assess_within(office, writing.connection, scheme, year).subjects
        refuse_half_judged(scheme, every)
        found = [each for each in every if each.points is not None]
        if not found:
            raise Refusal(f"{year}年{scheme.words.nothing}，没有可以定稿的。", todo="看看年份有没有选错。")
        entity = scheme.entities.result
        known = {str(row[scheme.subject]): row for row in read_rows(office, writing.connection, entity.name, year=year)}
        for each in found:
            values = {
                scheme.subject: each.id, "year": year, "points": write_decimal(each.points or Decimal(0)),
                "rank": each.rank, "grade": each.grade or None, "award": each.id in awards or None,
                "detail": pack_detail(each.name, each.size, each.full, each.lines), "fixed_on": office.today().isoformat(),
            }  # fmt: skip
            now = known.get(each.id)
            if now:
                writing.set(entity, str(now["id"]), values, scope=str(now["scope"]))
            else:
                writing.new(entity, values, scope=scope_of(office, entity, each.id))
    return assess(office, actor, scheme, year)


def refuse_half_judged(scheme: ScoreScheme, found: Sequence[Assessed]) -> None:
    half = [each for each in found if each.waiting and each.size]
    if half:
        names = "、".join(each.name for each in half[:5]) + ("等" if len(half) > 5 else "")
        first = f"{half[0].name}还差{'、'.join(half[0].waiting)}"
        raise Refusal(
            f"{names} {len(half)} {scheme.counter}还没有评完，不能定稿。", todo=f"先把每一项核定完：{first}。"
        )


def read_fixed(scheme: ScoreScheme, rows: Sequence[Row], names: Mapping[str, str]) -> list[Assessed]:
    """The year as it was made final, then the subjects that are not in it."""
    found = [unpack(scheme, row) for row in rows if row["fixed_on"]]
    found.sort(key=lambda each: (each.rank, each.name))
    known = {each.id for each in found}
    full = found[0].full
    return [
        *found,
        *(Assessed(subject, name, 0, None, full, ()) for subject, name in names.items() if subject not in known),
    ]


def unpack(scheme: ScoreScheme, row: Row) -> Assessed:
    name, size, full, lines = unpack_detail(str(row["detail"]))
    return Assessed(
        str(row[scheme.subject]), name, size, Decimal(str(row["points"])), full, lines, int(str(row["rank"])),
        str(row["grade"] or ""), bool(row["award"]), load_correction(row),
    )  # fmt: skip
