"""待核对 as a person is asked: each conflict with its values in words, who set them, when and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cppcc_desktop.domain.description.fields import Field, Kind
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.exchange.conflicts import Claim, Conflict, list_conflicts
from cppcc_desktop.services.exchange.places import list_places
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import CHINA, COUNTY, Office
from cppcc_desktop.services.records.titles import word_rows

DELETED = "deleted"
TYPED = (Kind.TEXT, Kind.LONG_TEXT, Kind.DATE, Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.TIME)


@dataclass(frozen=True)
class ConflictSide:
    """One of the values: whose it is (本站 县里 云水镇联络站), its words, and who set it when."""

    whose: str
    value: Any
    words: str
    note: str


@dataclass(frozen=True)
class Question:
    """One conflict. `spec` is None where no third value can be given; `codes` are the choices of a code."""

    kind: str
    record: str
    field: str
    title: str
    label: str
    explained: str
    before: str
    sides: tuple[ConflictSide, ...]
    spec: Field | None = None
    codes: tuple[tuple[str, str], ...] = ()

    @property
    def summary(self) -> str:
        """活动 4月23日读书活动 · 群众人数（本站 18，县里 16）."""
        if self.field == DELETED:
            return f"{self.title} · {self.label}"
        values = "，".join(f"{side.whose} {side.words[:16]}" for side in self.sides)
        return f"{self.title} · {self.label}（{values}）"


def read_questions(office: Office, actor: Actor) -> list[Question]:
    """Everything to be settled, as list_conflicts has it."""
    conflicts = list_conflicts(office, actor)
    places = {each.id: each.name for each in list_places(office, actor)} if conflicts else {}
    return [make_question(office, each, places) for each in conflicts]


def make_question(office: Office, conflict: Conflict, places: Mapping[str, str]) -> Question:
    entity = office.entity(conflict.kind)
    title = f"{entity.label} {conflict.title}".strip()
    if conflict.field == DELETED:
        return Question(
            conflict.kind, conflict.record, DELETED, title, "一处删除，一处修改", "一处把它删掉了，另一处还在改它。没选的也会留在日志里。", "",
            deletion_sides(office, conflict, places),
        )  # fmt: skip
    spec = entity.by_name[conflict.field]
    claims = sorted(conflict.claims, key=lambda claim: claim.office != office.name)  # one's own first
    values = [*(claim.value for claim in claims), conflict.before]
    # shown in full even where masked elsewhere: two numbers cannot be told apart by their first digits
    *words, before = (
        each[spec.name] for each in word_rows(office, [spec], [{spec.name: v} for v in values], reveal=True)
    )
    codes = (
        [(code.code, code.label) for code in read_codes(office).entries(spec.codes)] if spec.kind is Kind.CODE else []
    )
    sides = join_sides([
        ConflictSide(name_place(office, claim, places), claim.value, said or "（空着）", tell_claim(office, claim, places))
        for claim, said in zip(claims, words, strict=True)
    ])  # fmt: skip
    explained = f"{'和'.join(dict.fromkeys(side.whose for side in sides))}都改过“{spec.label}”，请选一个。没选的也会留着，以后能找回来。"
    own = spec if spec.kind in TYPED or codes else None
    return Question(
        conflict.kind, conflict.record, spec.name, title, spec.label, explained, before, sides, own, tuple(codes)
    )


def deletion_sides(office: Office, conflict: Conflict, places: Mapping[str, str]) -> tuple[ConflictSide, ...]:
    """One side deletes, giving its reason; the other keeps the record with its edits."""
    gone = [claim for claim in conflict.claims if claim.value is not None]
    edits = [claim for claim in conflict.claims if claim.value is None]
    elsewhere = [claim for claim in edits if claim.office not in {each.office for each in gone}]
    kept = elsewhere or edits  # the deleter's own older edits dispute nothing
    reason = str(gone[0].value) if gone else ""
    notes = ["；".join(dict.fromkeys(tell_claim(office, each, places) for each in some[:3])) for some in (gone, kept)]
    return (
        ConflictSide("删掉", reason, f"删掉它。原因：{reason}", notes[0]),
        ConflictSide("留着", None, "不删，照另一处改的留着。", notes[1]),
    )


def join_sides(sides: list[ConflictSide]) -> tuple[ConflictSide, ...]:
    """Equal values are one side; two values from one place are told apart by their persons."""
    joined: dict[str, ConflictSide] = {}
    for side in sides:
        joined.setdefault(repr(side.value), side)
    places = [side.whose for side in joined.values()]
    return tuple(
        ConflictSide(side.note.partition(" · ")[0], side.value, side.words, side.note)
        if places.count(side.whose) > 1
        else side
        for side in joined.values()
    )


def name_place(office: Office, claim: Claim, places: Mapping[str, str]) -> str:
    if claim.office == COUNTY:
        return "县里"
    return "本站" if claim.office == office.name else places.get(claim.office, "对方")


def tell_claim(office: Office, claim: Claim, places: Mapping[str, str]) -> str:
    """罗文谦 · 5月21日 09:14 · 本站. The clock of that computer may have been wrong."""
    at = datetime.fromisoformat(claim.wall).astimezone(CHINA)
    return f"{claim.who} · {at.month}月{at.day}日 {at:%H:%M} · {name_place(office, claim, places)}"
