"""What a noun refuses to let happen to its records, beside the steps of its life."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.services.office.office import Office

DISCARD, JOIN, PART, CHANGE = "放入回收站", "合并", "分开", "修改"  # as a refusal says it


@dataclass(frozen=True, kw_only=True)
class Guard:
    """Asked before something is done with a record of this kind.

    `refuse` gets the id of the record and what is about to be done, one of `against`; it raises a Refusal or lets it
    be. With `fixed_by` filled a record can stand for others but never go into one.
    """

    kind: str
    refuse: Callable[[Office, Connection, str, str], None]
    against: tuple[str, ...]
    fixed_by: str = ""


@dataclass(frozen=True, kw_only=True)
class FieldGuard:
    """Asked before fields of a record of this kind are changed, by a person or from a table.

    `refuse` gets the record as it stands and what is to be changed; it raises an InvalidField or lets it be.
    """

    kind: str
    refuse: Callable[[Row, Row], None]


def ask_field_guards(office: Office, kind: str, now: Row, changed: Row) -> None:
    """InvalidField if a noun objects to what is to be changed."""
    for guard in office.parts(FieldGuard):
        if guard.kind == kind:
            guard.refuse(now, changed)


def ask_guards(office: Office, connection: Connection, kind: str, record: str, deed: str) -> None:
    """Refusal if a noun objects."""
    for guard in office.parts(Guard):
        if guard.kind == kind and deed in guard.against:
            guard.refuse(office, connection, record, deed)


def fixing_fields(office: Office, kind: str) -> list[str]:
    """Fields of which one that is filled keeps a record of this kind from going into another."""
    return [guard.fixed_by for guard in office.parts(Guard) if guard.kind == kind and guard.fixed_by]
