"""Score sheets for any records: what a line asks for, judged lines with 自评 and evidence, corrected results."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("score_item", sa.Column("standard", sa.Text(), nullable=True))
    for name in ("points", "own_points", "own_words", "own_by", "evidence"):
        op.add_column("unit_score", sa.Column(name, sa.Text(), nullable=True))
    for name in ("corrected_points", "corrected_grade", "reason", "by"):
        op.add_column("assessment", sa.Column(name, sa.Text(), nullable=True))
