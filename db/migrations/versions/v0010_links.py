"""What a record was made from."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

FIELDS = ("record", "of", "source", "source_kind", "label", "deleted")


def upgrade() -> None:
    op.create_table(
        "link",
        sa.Column("id", sa.Text(), nullable=False),
        *(sa.Column(field, sa.Text(), nullable=True) for field in FIELDS),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for field in ("record", "source"):
        op.create_index(f"ix_link_{field}", "link", [field], unique=False)
