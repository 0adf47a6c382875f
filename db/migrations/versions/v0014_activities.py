"""活动 with a life, half-days, leave and papers; who takes part has a role, a group and an answer."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

TEXTS = {
    "activity": ("organiser", "ends_on", "starts_at", "quorum", "plan", "results", "goods", "state"),
    "participant": ("role", "member_group", "seat_no", "reply", "scan_code"),
    "session": ("half",),
    "attendance": ("at", "proxy", "words", "late_reason", "how"),
}
NUMBERS = {"activity": ("hours", "people_served", "matters_done", "money"), "session": ("hours",)}


def make_table(name: str, *fields: str) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Text(), nullable=False),
        *(sa.Column(field, sa.Text(), nullable=True) for field in (*fields, "deleted")),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def upgrade() -> None:
    for table, names in TEXTS.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.Text(), nullable=True))
    for table, names in NUMBERS.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.Integer(), nullable=True))
    make_table("activity_step", "activity", "date", "move", "source", "target", "words", "by", "detail")
    op.create_index("ix_activity_step_activity", "activity_step", ["activity"], unique=False)
    make_table(
        "leave", "activity", "participant", "decision", "kind", "reason", "from_session", "to_session", "asked_on",
        "approver", "decided_on",
    )  # fmt: skip
    op.create_index("ix_leave_activity", "leave", ["activity"], unique=False)
    op.create_index("ix_leave_participant", "leave", ["participant"], unique=False)
    make_table("activity_paper", "activity", "kind", "title", "text", "published_in", "level", "date")
    op.create_index("ix_activity_paper_activity", "activity_paper", ["activity"], unique=False)
