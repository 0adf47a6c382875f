"""What members were before a change, kept with its last day; other names of units."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

KEPT = ("sector", "special_committee", "member_group", "station", "posts", "parties", "post")


def upgrade() -> None:
    op.create_table(
        "former_card",
        sa.Column("id", sa.Text(), nullable=False),
        *(sa.Column(field, sa.Text(), nullable=True) for field in ("member", "until", "term", *KEPT, "deleted")),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_former_card_member", "former_card", ["member"], unique=False)
    op.add_column("unit", sa.Column("other_names", sa.Text(), nullable=True))
