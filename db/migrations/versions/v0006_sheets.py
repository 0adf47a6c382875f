"""Who takes part in an activity and its sessions; attendance is of a participant in a session."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


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
    make_table("participant", "activity", "member", "name", "body", "post", "phone")
    op.create_index("ix_participant_activity", "participant", ["activity"], unique=False)
    op.create_index("ix_participant_member", "participant", ["member"], unique=False)
    make_table("session", "activity", "name", "date", "starts_at")
    op.create_index("ix_session_activity", "session", ["activity"], unique=False)
    op.add_column("attendance", sa.Column("participant", sa.Text(), nullable=True))
    op.add_column("attendance", sa.Column("session", sa.Text(), nullable=True))
    op.create_index("ix_attendance_participant", "attendance", ["participant"], unique=False)
