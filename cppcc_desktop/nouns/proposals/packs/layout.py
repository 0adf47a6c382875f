"""办理表: the sheet a unit without the program fills in, column by column, and the step each column belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from cppcc_desktop.domain.description.fields import Field, Kind

SHEET, GUIDE, TEXTS, CHOICES = "承办提案", "说明", "提案全文", "选项"
MAIN, ASSIST = ("lead", "separate"), ("assist",)
FILLED_BY, FILLED_PHONE = "填表人", "填表人电话"


@dataclass(frozen=True)
class Filled:
    """A column the unit fills: its heading, its width in characters, the step and what it is called there."""

    field: Field
    move: str
    name: str
    group: str
    width: int
    roles: Sequence[str] = (*MAIN, *ASSIST)


def _filled(
    name: str, label: str, move: str, asked: str, group: str, width: int, kind: Kind = Kind.TEXT, codes: str = "",
    roles: Sequence[str] = (*MAIN, *ASSIST),
) -> Filled:  # fmt: skip
    return Filled(
        Field(name=name, label=label, kind=kind, codes=codes, limit=100_000), move, asked, group, width, roles
    )


ID = Field(name="id", label="承办编号（不要改）", required=True)
CHECK = Field(name="check", label="校验（不要改）")
# What the office wrote; `WIDTHS` in characters.
FIXED = (
    Field(name="docket_no", label="案号"),
    Field(name="title", label="案由"),
    Field(name="sponsors", label="提案人"),
    Field(name="phone", label="提案人电话"),
    Field(name="role", label="办理方式"),
    Field(name="due_on", label="应办复日", kind=Kind.DATE),
    Field(name="summary", label="正文摘要"),
)
WIDTHS = {"docket_no": 7, "title": 22, "sponsors": 13, "phone": 13, "role": 9, "due_on": 11, "summary": 44}
FILLED = (
    _filled("signed_on", "签收日期", "sign_for", "date", "签收", 11, Kind.DATE),
    _filled("handler", "经办人", "sign_for", "contact_person", "签收", 9),
    _filled("handler_phone", "经办人电话", "sign_for", "phone", "签收", 13),
    _filled("sent_back_on", "退回日期", "send_back", "date", "退回（不该由本单位办的才填）", 11, Kind.DATE),
    _filled("reason", "退回理由", "send_back", "reason", "退回（不该由本单位办的才填）", 20, Kind.LONG_TEXT),
    _filled("proposed_unit", "建议改办单位", "send_back", "proposed_unit", "退回（不该由本单位办的才填）", 14),
    _filled("met_on", "面商日期", "contact", "date", "面商沟通", 11, Kind.DATE),
    _filled("method", "面商方式", "contact", "method", "面商沟通", 13, Kind.CODE, "contact_method"),
    _filled("people", "参加人员", "contact", "people", "面商沟通", 14),
    _filled("talk", "沟通情况", "contact", "content", "面商沟通", 26, Kind.LONG_TEXT),
    _filled("document_no", "答复文号", "reply", "document_no", "答复", 15),
    _filled("replied_on", "答复日期", "reply", "date", "答复", 11, Kind.DATE),
    _filled("signer", "签发人", "reply", "signer", "答复", 9, roles=MAIN),
    _filled("result_class", "办理结果", "reply", "result_class", "答复", 8, Kind.CODE, "result_class", MAIN),
    _filled("text", "答复内容", "reply", "text", "答复", 44, Kind.LONG_TEXT, roles=MAIN),
    _filled("promise", "承诺事项", "reply", "promise", "答复", 20, Kind.LONG_TEXT, roles=MAIN),
    _filled("promise_due_on", "兑现时限", "reply", "promise_due_on", "答复", 11, Kind.DATE, roles=MAIN),
    _filled("no_contact", "未面商原因", "reply", "override_reason", "答复", 14, Kind.LONG_TEXT, roles=MAIN),
    _filled("opinion", "会办意见", "assist", "text", "会办", 36, Kind.LONG_TEXT, roles=ASSIST),
)
COLUMNS = (*FIXED, *(each.field for each in FILLED), ID, CHECK)
# A unit that assists writes number and date of its opinion where others write those of the reply.
SHARED_BY_ASSIST = {"document_no": "document_no", "replied_on": "date"}


def fingerprint(assignment: str, name: str, text: str) -> str:
    """Four hexadecimal digits of one cell that must not change."""
    return sha256(f"{assignment}|{name}|{''.join(text.split())}".encode()).hexdigest()[:4]


def make_check(assignment: str, cells: Mapping[str, str]) -> str:
    """The check of a row: its id and each fixed cell, so that a changed one can be named."""
    return ".".join(fingerprint(assignment, name, cells.get(name, "")) for name in ("id", *WIDTHS))


def find_changed(assignment: str, cells: Mapping[str, str], check: str, present: Sequence[str]) -> list[str] | None:
    """Names of the fixed cells that are not as they were made; None if the id itself does not fit its check.

    Columns that were taken out of the sheet (not in `present`) are not asked for.
    """
    marks = check.split(".")
    if len(marks) != len(WIDTHS) + 1 or marks[0] != fingerprint(assignment, "id", ""):
        return None
    return [
        name for name, mark in zip(WIDTHS, marks[1:], strict=True)
        if name in present and fingerprint(assignment, name, cells.get(name, "")) != mark
    ]  # fmt: skip
