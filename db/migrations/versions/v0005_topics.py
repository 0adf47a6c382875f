"""Topics with a life: what was decided on each, and who was told."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "topic_step",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("move", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("deleted", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_topic_step_topic", "topic_step", ["topic"], unique=False)
    op.create_table(
        "topic_told",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("how", sa.Text(), nullable=True),
        sa.Column("whom", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("deleted", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_topic_told_topic", "topic_told", ["topic"], unique=False)
    op.add_column("topic", sa.Column("station", sa.Text(), nullable=True))
    op.add_column("topic", sa.Column("content", sa.Text(), nullable=True))
    op.add_column("topic", sa.Column("hoped_units", sa.Text(), nullable=True))
    op.add_column("topic", sa.Column("body", sa.Text(), nullable=True))
    op.add_column("topic", sa.Column("phone", sa.Text(), nullable=True))
    op.add_column("topic", sa.Column("source", sa.Text(), nullable=True))
    op.add_column("topic", sa.Column("state", sa.Text(), nullable=True))
    op.add_column("topic", sa.Column("onward", sa.Text(), nullable=True))
    op.add_column("topic", sa.Column("merged_into", sa.Text(), nullable=True))
    op.create_index("ix_topic_merged_into", "topic", ["merged_into"], unique=False)
    op.create_index("ix_topic_station", "topic", ["station"], unique=False)
