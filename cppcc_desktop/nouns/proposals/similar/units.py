"""Which unit should handle a case: from what units are for, who handled the like before, and who sent it back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp
from typing import Any

from sqlalchemy import Connection

from cppcc_desktop.domain.description.fields import SAME_AS
from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.journal.store import load_texts
from cppcc_desktop.nouns.proposals.case import LIVE, MAIN_ROLES
from cppcc_desktop.nouns.proposals.similar.cases import find_rows
from cppcc_desktop.nouns.proposals.similar.duties import Duty, DutyIndex
from cppcc_desktop.nouns.proposals.similar.titles import strip_title
from cppcc_desktop.services.office.office import Office
from db.chunks import chunked, marks

LEAST = 0.12  # evidence below which nothing is suggested
POOL, WALKED = 25, 5_000  # earlier cases looked at for each, so that three hundred cases take a second
# what each kind of evidence is worth against the others
FROM_DUTY, FULL_DUTY, FROM_SUGGESTIONS = 0.9, 3.0, 0.25
MOST_BY_DUTY = 5  # units whose duty is looked at in words
FROM_LIKE, MOST_LIKE = 0.9, 3  # a case exactly alike; how many count
FROM_PROPOSER, FROM_REVIEW, FROM_REVIEW_ASSIST = 0.6, 1.2, 0.3
FROM_NAMED, AGAINST, AGAINST_THIS = 0.5, 0.4, 9.0


@dataclass(frozen=True)
class UnitSuggestion:
    """A unit that may handle the case; `score` 1–99, `reasons` in Chinese, the strongest first."""

    unit: str
    name: str
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Misrouted:
    """A case a unit sent back: why, whom it named, and where the case went."""

    proposal: str
    title: str
    plenary: str
    docket_no: str
    sent_back_on: str
    reason: str
    proposed_unit: str
    went_to: tuple[str, ...]


@dataclass
class Evidence:
    """What speaks for and against one unit."""

    weight: float = 0.0
    reasons: list[tuple[float, str]] = field(default_factory=list[tuple[float, str]])

    def add(self, weight: float, reason: str) -> None:
        self.weight += weight
        self.reasons.append((abs(weight), reason))

    def told(self) -> tuple[str, ...]:
        return tuple(reason for _, reason in sorted(self.reasons, key=lambda each: -each[0]))


def suggest_units(office: Office, actor: Actor, proposal: str, limit: int = 5) -> list[UnitSuggestion]:
    """Units for one case, the likeliest first; none if nothing speaks for any."""
    return suggest_units_many(office, actor, [proposal], limit).get(proposal, [])


def suggest_units_many(
    office: Office, actor: Actor, proposals: Sequence[str], limit: int = 5
) -> dict[str, list[UnitSuggestion]]:
    """The same for many cases at once, for a meeting that hands out hundreds."""
    actor.require("record.read")
    with office.read() as connection:
        asked = Asked(office, connection, proposals)
        return {each: asked.suggest(each, limit) for each in asked.cases}


class UnitStandIns:
    """The units that exist, and which one stands for each that does not any more."""

    def __init__(self, connection: Connection, today: str) -> None:
        query = f"SELECT id, name, short, other_names, duty, ended_on, successor, {SAME_AS}, deleted FROM unit"
        self._rows: dict[str, Any] = {row["id"]: row for row in connection.exec_driver_sql(query).mappings()}
        self._today = today
        self.open = [key for key in self._rows if self.find(key) == key]
        self._named = {
            word: key for key, row in self._rows.items()
            for word in (*load_texts(row["other_names"]), row["short"], row["name"]) if word
        }  # fmt: skip

    def name(self, unit: str) -> str:
        row = self._rows.get(unit)
        return str(row["name"] or "") if row else ""

    def duties(self) -> list[Duty]:
        return [Duty(each, self.name(each), self._rows[each]["duty"] or "") for each in self.open]

    def find(self, unit: str | None) -> str:
        """The unit that does today what this one did; "" if none does."""
        seen: set[str] = set()
        while unit and unit in self._rows and unit not in seen:
            seen.add(unit)
            row = self._rows[unit]
            ended = row["ended_on"] and row["ended_on"] <= self._today
            following = row[SAME_AS] or (row["successor"] if ended else None)
            if following is None:
                return "" if ended or row["deleted"] is not None else unit
            unit = following
        return ""

    def read_names(self, text: str) -> list[str]:
        """Units that somebody wrote down: 县住建局、城管局."""
        words = [each.strip() for each in re.split(r"[、，,;；/\s]+|和|会同", text) if each.strip()]
        found = (self._named.get(word) or self._named.get(f"县{word}") for word in words)
        return [each for each in dict.fromkeys(map(self.find, found)) if each]


class Asked:
    """Everything needed to answer for these cases, read in a few statements."""

    def __init__(self, office: Office, connection: Connection, proposals: Sequence[str]) -> None:
        self._units = UnitStandIns(connection, office.today().isoformat())
        self._duties = DutyIndex(self._units.duties())
        names = "id, title, suggestions, suggested_unit"
        self.cases = {row["id"]: row for row in read_by(connection, names, "proposal", "id", proposals)}
        self._like = {
            key: [
                each for each in find_rows(office, connection, row["title"] or "", POOL, WALKED) if each[1]["id"] != key
            ]
            for key, row in self.cases.items()
        }
        near = {row["id"] for found in self._like.values() for _, row in found}
        names = "proposal, unit, role, state, sent_back_on, reason, proposed_unit"
        self._handed = group_by(read_by(connection, names, "assignment", "proposal", near | set(proposals)))
        names = "proposal, suggested_lead, suggested_assist"
        self._reviews = group_by(read_by(connection, names, "review", "proposal", proposals))

    def suggest(self, proposal: str, limit: int) -> list[UnitSuggestion]:
        """Units for one of the cases."""
        found: dict[str, Evidence] = {}
        for weigh in (self._weigh_duties, self._weigh_like, self._weigh_words, self._weigh_returns):
            weigh(proposal, found)
        busy = self._busy(proposal)
        found = {unit: each for unit, each in found.items() if unit not in busy}
        ranked = sorted(found.items(), key=lambda each: (-each[1].weight, self._units.name(each[0])))
        return [
            UnitSuggestion(unit, self._units.name(unit), max(1, min(99, round(100 * (1 - exp(-each.weight))))), each.told())
            for unit, each in ranked[:limit] if each.weight >= LEAST
        ]  # fmt: skip

    def _busy(self, proposal: str) -> set[str]:
        """Units that lead it or handle it separately now: none of them can be given it once more."""
        return {self._units.find(each["unit"]) for each in self._handed.get(proposal, [])
                if each["state"] in LIVE and each["role"] in MAIN_ROLES}  # fmt: skip

    def _weigh_duties(self, proposal: str, found: dict[str, Evidence]) -> None:
        """The words of the unit's duty that stand in the title and in what is asked for."""
        case = self.cases[proposal]
        texts = {strip_title(case["title"] or ""): 1.0, case["suggestions"] or "": FROM_SUGGESTIONS}
        shares = self._duties.score(texts)
        for unit in sorted(shares, key=lambda each: -shares[each])[:MOST_BY_DUTY]:
            weight = FROM_DUTY * min(1.0, shares[unit] / FULL_DUTY)
            words = self._duties.words(unit, [*texts])
            if words:
                evidence(found, unit).add(weight, "职责里有" + "".join(f"“{word}”" for word in words))
            elif self._duties.named(unit, [*texts]):
                evidence(found, unit).add(weight, "单位名称里有同样的字")

    def _weigh_like(self, proposal: str, found: dict[str, Evidence]) -> None:
        """Who handled what was like it."""
        done: dict[str, list[tuple[float, str]]] = {}
        for score, row in self._like[proposal]:
            for unit in self._handlers(row):
                done.setdefault(unit, []).append((score, name_case(row)))
        for unit, cases in done.items():
            weight = FROM_LIKE * sum(score / 100 / place for place, (score, _) in enumerate(cases[:MOST_LIKE], start=1))
            known = [words for _, words in cases if words]
            told = f"：{known[0]}{'等' if len(cases) > 1 else ''}" if known else ""
            evidence(found, unit).add(weight, f"办过 {len(cases)} 件类似的{told}")

    def _handlers(self, row: Mapping[str, Any]) -> set[str]:
        """The units that kept the case, as they are called today."""
        handed = self._handed.get(row["id"], [])
        kept = {each["unit"] for each in handed if each["role"] != "assist" and not each["sent_back_on"]
                and each["state"] not in ("sent_back", "withdrawn")}  # fmt: skip
        returned = {each["unit"] for each in handed if each["sent_back_on"]}
        return {self._units.find(each) for each in kept | ({row["lead_unit"]} - returned)} - {""}

    def _weigh_words(self, proposal: str, found: dict[str, Evidence]) -> None:
        """What the proposer and the reviewers said."""
        for unit in self._units.read_names(self.cases[proposal]["suggested_unit"] or ""):
            evidence(found, unit).add(FROM_PROPOSER, "提案人建议")
        leads = {self._units.find(each["suggested_lead"]) for each in self._reviews.get(proposal, [])} - {""}
        assists = [load_texts(each["suggested_assist"]) for each in self._reviews.get(proposal, [])]
        for unit in leads:
            evidence(found, unit).add(FROM_REVIEW, "审查建议主办")
        for unit in {self._units.find(each) for several in assists for each in several} - leads - {""}:
            evidence(found, unit).add(FROM_REVIEW_ASSIST, "审查建议会办")

    def _weigh_returns(self, proposal: str, found: dict[str, Evidence]) -> None:
        """Who sent this case or the like of it back, and whom they named instead."""
        returns: dict[str, list[tuple[float, Mapping[str, Any]]]] = {}
        for score, row in [(100.0, {"id": proposal}), *self._like[proposal]]:
            for each in self._handed.get(row["id"], []):
                if each["sent_back_on"]:
                    returns.setdefault(self._units.find(each["unit"]), []).append((score, each))
                    self._count_named(found, score, each)
        for unit, cases in returns.items():
            if unit and any(each["proposal"] == proposal for _, each in cases):
                evidence(found, unit).add(-AGAINST_THIS, "这一件它已经退回过")
            elif unit:
                evidence(found, unit).add(-AGAINST * max(score for score, _ in cases) / 100, tell_returns(cases))

    def _count_named(self, found: dict[str, Evidence], score: float, row: Mapping[str, Any]) -> None:
        named = self._units.find(row["proposed_unit"])
        if named:
            said = f"{self._units.name(row['unit']) or '承办单位'}退回时建议改由它办"
            known = evidence(found, named)
            if said not in known.told():
                known.add(FROM_NAMED * score / 100, said)


def evidence(found: dict[str, Evidence], unit: str) -> Evidence:
    return found.setdefault(unit, Evidence())


def tell_returns(cases: Sequence[tuple[float, Mapping[str, Any]]]) -> str:
    """2024 年退回过 1 件类似的，理由：不属本单位职责."""
    newest = max((row for _, row in cases), key=lambda row: row["sent_back_on"])
    reason = str(newest["reason"] or "").strip().rstrip("。")
    return f"{newest['sent_back_on'][:4]} 年退回过 {len(cases)} 件类似的" + (f"，理由：{reason}" if reason else "")


def name_case(row: Mapping[str, Any]) -> str:
    """十届二次第047号; empty for a case without a number."""
    if not row["docket_no"]:
        return ""
    return short_plenary(row["plenary"] or "") + f"第{row['docket_no']}号"


def short_plenary(key: str) -> str:
    """十届二次 for 10-02; empty where there is none."""
    return Plenary.parse(key).short.removesuffix("会议") if key else ""


def read_by(
    connection: Connection, names: str, table: str, column: str, keys: Iterable[str]
) -> list[Mapping[str, Any]]:
    """Rows that are not in the bin, by the values of one column."""
    found: list[Mapping[str, Any]] = []
    for chunk in chunked(sorted(set(keys))):
        query = f'SELECT {names} FROM "{table}" WHERE +deleted IS NULL AND "{column}" IN ({marks(chunk)}) ORDER BY id'
        rows: Sequence[Any] = connection.exec_driver_sql(query, tuple(chunk)).mappings().all()
        found += rows
    return found


def group_by(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """Rows by the proposal they belong to."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["proposal"], []).append(row)
    return found


def list_misrouted(office: Office, actor: Actor, unit: str) -> list[Misrouted]:
    """Cases in force that were sent back by this unit, newest first."""
    actor.require("record.read")
    with office.read() as connection:
        names = "proposal, unit, reason, proposed_unit, sent_back_on"
        returns = [row for row in read_by(connection, names, "assignment", "unit", [unit]) if row["sent_back_on"]]
        keys = {row["proposal"] for row in returns}
        names = f"id, title, plenary, docket_no, {SAME_AS}"
        cases = {row["id"]: row for row in read_by(connection, names, "proposal", "id", keys) if not row[SAME_AS]}
        names = "proposal, unit, role, sent_back_on"
        handed = group_by([row for row in read_by(connection, names, "assignment", "proposal", keys)
                           if row["role"] != "assist" and not row["sent_back_on"] and row["unit"] != unit])  # fmt: skip
        units = UnitStandIns(connection, office.today().isoformat())
    newest = sorted(
        (row for row in returns if row["proposal"] in cases), key=lambda row: row["sent_back_on"], reverse=True
    )
    return [make_misrouted(units, row, cases[row["proposal"]], handed.get(row["proposal"], [])) for row in newest]


def make_misrouted(
    units: UnitStandIns, row: Mapping[str, Any], case: Mapping[str, Any], others: Sequence[Mapping[str, Any]]
) -> Misrouted:
    return Misrouted(
        case["id"], case["title"] or "", case["plenary"] or "", case["docket_no"] or "", row["sent_back_on"],
        row["reason"] or "", units.name(row["proposed_unit"] or ""),
        tuple(dict.fromkeys(units.name(each["unit"] or "") for each in others)),
    )  # fmt: skip
