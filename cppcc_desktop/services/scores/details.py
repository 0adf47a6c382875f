"""The lines of a result as they are kept: the records behind a figure too."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

from cppcc_desktop.domain.scores.items import JUDGED, ScoreCount, Scored


def pack_detail(name: str, size: int, full: Decimal, lines: Sequence[Scored]) -> str:
    """The lines of one subject as JSON."""
    told = {"name": name, "cases": size, "full": str(full), "lines": [pack_line(line) for line in lines]}
    return json.dumps(told, ensure_ascii=False)


def pack_line(line: Scored) -> dict[str, Any]:
    judged = {"own": line.own, "evidence": line.evidence} if line.kind == JUDGED else {}
    return {
        "code": line.code, "label": line.label, "kind": line.kind, "points": str(line.points), "most": str(line.most),
        "times": line.times, "reasons": line.reasons,
        "figure": line.figure and {
            "numerator": line.figure.numerator, "denominator": line.figure.denominator, "base": line.figure.base,
            "counted": line.figure.counted, "rest": line.figure.rest,
        },
    } | judged  # fmt: skip


def unpack_detail(detail: str) -> tuple[str, int, Decimal, tuple[Scored, ...]]:
    """Name, size, full marks and lines."""
    told = cast("dict[str, Any]", json.loads(detail))
    return told["name"], told["cases"], Decimal(told["full"]), tuple(unpack_line(each) for each in told["lines"])


def unpack_line(each: dict[str, Any]) -> Scored:
    return Scored(
        each["code"], each["label"], each["kind"], Decimal(each["points"]), Decimal(each["most"]),
        unpack_figure(each["figure"]), each["times"], tuple(each["reasons"]), own=each.get("own", ""),
        evidence=tuple(each.get("evidence", ())),
    )  # fmt: skip


def unpack_figure(told: dict[str, Any] | None) -> ScoreCount | None:
    if told is None:
        return None
    return ScoreCount(told["numerator"], told["denominator"], told["base"], tuple(told["counted"]), tuple(told["rest"]))
