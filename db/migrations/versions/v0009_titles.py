"""Lists by a title go by how it is read."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

# the lists of each table that are ordered by the title: what comes before it
LISTS = {"proposal": (("plenary",), ()), "activity": ((),), "topic": (("year",), ())}


def make_list(table: str, free: Sequence[str], names: Sequence[str]) -> None:
    op.create_index(
        f"list_{table}_{'_'.join(names)}", table, [*free, *names], unique=False,
        sqlite_where=sa.text(" AND ".join(f"{name} IS NULL" for name in free)),
    )  # fmt: skip


def upgrade() -> None:
    for table, lists in LISTS.items():
        op.add_column(table, sa.Column("title_pinyin", sa.Text(), nullable=True))
        names = [each["name"] for each in sa.inspect(op.get_bind()).get_columns(table)]
        free = [name for name in ("deleted", "same_as") if name in names]
        for before in lists:
            op.drop_index(f"list_{table}_{'_'.join((*before, 'title'))}", table)
            make_list(table, free, (*before, "title_pinyin"))
    # of indexes that do as well SQLite takes the newest: rows are counted along a short one
    op.drop_index("list_proposal_plenary_merged_into", "proposal")
    make_list("proposal", ("deleted", "same_as"), ("plenary", "merged_into"))
