"""scores: a year's score sheet, every point with what is behind it; judged, corrected, made final, exported."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from cppcc_desktop.cli.answers import Answer
from cppcc_desktop.cli.stats import align
from cppcc_desktop.cli.usage import WrongUsage
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.domain.scores.items import RATE, Scored, write_decimal
from cppcc_desktop.services.features import Feature
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.scores.entries import enter_score, judge, judge_own
from cppcc_desktop.services.scores.output import export_scores, say_correction
from cppcc_desktop.services.scores.results import Assessed, Assessment, correct_result, fix_year, read_assessment
from cppcc_desktop.services.scores.schemes import ScoreScheme, find_scheme

WORDS = {
    "show": "看得分", "own": "写自评", "judge": "核定", "add": "记加减分", "correct": "更正结果", "fix": "定稿",
    "export": "导出到 xlsx",
}  # fmt: skip


def pick_scheme(features: Iterable[Feature], word: str) -> str:
    """A score sheet there is; WrongUsage names those."""
    known = {scheme.name: scheme.title for each in features for scheme in each.find(ScoreScheme)}
    if word not in known:
        raise WrongUsage(f"“{word}”没有考核。", options=[f"{name}（{title}）" for name, title in known.items()])
    return word


def scores(office: Office, actor: Actor, options: argparse.Namespace) -> Answer:
    """What was asked is done; then the year as it stands, or the one subject that was named."""
    scheme, year = find_scheme(office, options.kind), options.year or office.today().year
    found = read_assessment(office, actor, scheme, year)
    if options.action == "export":
        return export(scheme, found, options)
    if options.action != "show":
        DEEDS[options.action](office, actor, scheme, found, options)
        found = read_assessment(office, actor, scheme, year)
    return tell(scheme, found, find_subject(found, options.subject) if options.subject else None)


def export(scheme: ScoreScheme, found: Assessment, options: argparse.Namespace) -> Answer:
    if options.target is None:
        raise OfficeError("没有说明导出到哪里。", todo="写 --to 文件.xlsx。")
    count = export_scores(options.target, scheme, found.sheet, found.subjects)
    return Answer(
        {"file": str(options.target), "rows": count}, [f"已导出 {count} {scheme.counter}到 {options.target}。"]
    )


def do_judge(office: Office, actor: Actor, scheme: ScoreScheme, found: Assessment, options: argparse.Namespace) -> None:
    whose, item = find_subject(found, options.subject), find_item(found, options.item)
    judge(office, actor, scheme, found.sheet.year, whose.id, item, points=need_points(options), reason=options.reason,
          evidence=options.evidence)  # fmt: skip


def do_own(office: Office, actor: Actor, scheme: ScoreScheme, found: Assessment, options: argparse.Namespace) -> None:
    whose, item = find_subject(found, options.subject), find_item(found, options.item)
    judge_own(office, actor, scheme, found.sheet.year, whose.id, item, points=need_points(options), words=options.reason,
              evidence=options.evidence)  # fmt: skip


def do_add(office: Office, actor: Actor, scheme: ScoreScheme, found: Assessment, options: argparse.Namespace) -> None:
    whose, item = find_subject(found, options.subject), find_item(found, options.item)
    enter_score(office, actor, scheme, found.sheet.year, whose.id, item, options.reason, options.times)


def do_correct(
    office: Office, actor: Actor, scheme: ScoreScheme, found: Assessment, options: argparse.Namespace
) -> None:
    whose = find_subject(found, options.subject)
    correct_result(office, actor, scheme, found.sheet.year, whose.id, points=options.points or "", grade=options.grade,
                   reason=options.reason)  # fmt: skip


def do_fix(office: Office, actor: Actor, scheme: ScoreScheme, found: Assessment, options: argparse.Namespace) -> None:
    awards = [find_subject(found, each).id for each in options.award]
    fix_year(office, actor, scheme, found.sheet.year, awards)


def need_points(options: argparse.Namespace) -> str:
    """The points; empty ones take back what was given, none at all are a slip."""
    if options.points is None:
        raise OfficeError("没有写几分。", todo="写 --points 18；取消写 --points ''。")
    return str(options.points)


Deed = Callable[[Office, Actor, ScoreScheme, Assessment, argparse.Namespace], None]
DEEDS: dict[str, Deed] = {
    "judge": do_judge, "own": do_own, "add": do_add, "correct": do_correct, "fix": do_fix,
}  # fmt: skip


def find_subject(found: Assessment, word: str | None) -> Assessed:
    """By id or name; OfficeError if none or several are called so."""
    named = [each for each in found.subjects if word in (each.id, each.name)]
    if len(named) != 1:
        what = f"叫“{word}”的不止一个。" if named else f"考核的里面没有“{word}”。" if word else "没有写考核谁。"
        raise OfficeError(what, todo="写名称或编号。", options=[each.name for each in found.subjects])
    return named[0]


def find_item(found: Assessment, word: str | None) -> str:
    """The code of a line, by code or label."""
    named = [each.code for each in found.sheet.items if word in (each.code, each.label)]
    if not named:
        what = f"考核表里没有“{word}”。" if word else "没有写考核表里的哪一项。"
        raise OfficeError(what, options=[each.label for each in found.sheet.items])
    return named[0]


def tell(scheme: ScoreScheme, found: Assessment, whose: Assessed | None) -> Answer:
    shown = [whose] if whose else found.subjects
    data = {
        "year": found.sheet.year, "fixed": found.sheet.fixed, "full": write_decimal(found.sheet.full),
        "subjects": [describe(each) for each in shown],
        "quotas": [{"label": each.label, "places": each.places, "base": each.base, "taken": list(each.taken),
                    "tied": list(each.tied)} for each in found.quotas],
    }  # fmt: skip
    state = "已经定稿" if found.sheet.fixed else "还没有定稿"
    head = f"{found.sheet.year}年{scheme.title}　满分 {write_decimal(found.sheet.full)} 分　{state}"
    rows = line_rows(whose) if whose else subject_rows(scheme, shown)
    return Answer(data, [head, *align(rows, right=(0,) if whose is None else (1,))])


def describe(each: Assessed) -> dict[str, Any]:
    """One subject as scripts read it."""
    told = each.correction
    return {
        "id": each.id, "name": each.name, "size": each.size, "rank": each.rank or None, "grade": each.grade,
        "points": None if each.points is None else write_decimal(each.points), "award": each.award,
        "waiting": list(each.waiting), "lines": [describe_line(line) for line in each.lines],
        "correction": {"points": told.points, "grade": told.grade, "reason": told.reason, "by": told.by} if told else None,
    }  # fmt: skip


def describe_line(line: Scored) -> dict[str, Any]:
    figure = line.figure
    return {
        "code": line.code, "label": line.label, "kind": line.kind, "most": write_decimal(line.most),
        "points": None if line.open else write_decimal(line.points), "times": line.times, "own": line.own or None,
        "reasons": list(line.reasons), "evidence": list(line.evidence),
        "figure": {"numerator": figure.numerator, "denominator": figure.denominator, "base": figure.base} if figure else None,
    }  # fmt: skip


def subject_rows(scheme: ScoreScheme, subjects: Sequence[Assessed]) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = [("名次", scheme.subject_label, "得分", "等次", scheme.award, "")]
    for each in subjects:
        points = "" if each.points is None else write_decimal(each.points)
        left = f"还差{'、'.join(each.waiting)}" if each.waiting else "" if points else scheme.words.absent
        award = "是" if each.award else ""
        rows.append((str(each.rank or ""), each.name, points, each.grade, award, left or say_correction(each)))
    return rows


def line_rows(whose: Assessed) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = [("项目", "得分", "怎么来的")]
    for line in whose.lines:
        points = "没有核定" if line.open else write_decimal(line.points)
        points = "不计" if line.kind == RATE and not line.most else points
        rows.append((line.label, points, say_source(line)))
    return rows


def say_source(line: Scored) -> str:
    """2 ÷ 3 2026年交办的…；自评 18；督查通报."""
    figure, parts = line.figure, list[str]()
    if figure:
        parts.append(
            f"{figure.numerator} ÷ {figure.denominator} {figure.base}"
            if line.kind == RATE
            else f"{figure.numerator} 次"
        )
    parts += [f"自评 {line.own}"] if line.own else []
    return "；".join((*parts, *line.reasons))
