"""Receptions: people who come to members with a matter, and how far it has come."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

RECEPTION = (
    "station", "mode", "date", "place", "persons", "joined_units", "unnamed", "visitor", "heads", "sex", "phone", "address",
    "matter", "short", "category", "handling", "answer", "result", "receivers", "through_county", "due_on", "call_back",
    "call_back_due_on", "earlier", "state", "year", "month", "on_time", "handed_on", "accepted_on", "promised_on", "answered_on",
    "result_words", "called_back_on", "called_back_by", "satisfaction", "call_back_words",
)  # fmt: skip
NUMBERS = ("unnamed", "heads", "through_county", "call_back", "year", "on_time")
STEP = ("reception", "date", "move", "source", "target", "words", "by", "detail")
INQUIRY = ("reception", "date", "asked_by", "words")


def make_table(name: str, columns: Sequence[str]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Text(), nullable=False),
        *(sa.Column(each, sa.Integer() if each in NUMBERS else sa.Text(), nullable=True) for each in columns),
        sa.Column("deleted", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def upgrade() -> None:
    make_table("reception", RECEPTION)
    for names in (("station", "date"), ("earlier",), ("phone",)):
        op.create_index(f"ix_reception_{'_'.join(names)}", "reception", names, unique=False)
    for names in (("date",), ("year", "date"), ("due_on",)):
        op.create_index(
            f"list_reception_{'_'.join(names)}", "reception", ["deleted", *names], unique=False,
            sqlite_where=sa.text("deleted IS NULL"),
        )  # fmt: skip
    make_table("reception_step", STEP)
    op.create_index("ix_reception_step_reception", "reception_step", ["reception"], unique=False)
    make_table("reception_inquiry", INQUIRY)
    op.create_index("ix_reception_inquiry_reception", "reception_inquiry", ["reception"], unique=False)
