"""Find anything, orders of lists, drafts, attachments, saved views, joined records, topics."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=True),
        sa.Column("of", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("deleted", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_attachment_digest", "attachment", ["digest"], unique=False)
    op.create_index("ix_attachment_record", "attachment", ["record"], unique=False)
    op.create_table(
        "draft",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person", "kind", "record"),
    )
    op.create_table(
        "find_entry",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ways", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_find_entry_record", "find_entry", ["record"], unique=False)
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("module", sa.Text(), nullable=True),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("conditions", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("order", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("deleted", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_saved_view_module", "saved_view", ["module"], unique=False)
    op.create_table(
        "topic",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("mode", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("suggested_by", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("suggested_on", sa.Text(), nullable=True),
        sa.Column("month", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("result_reason", sa.Text(), nullable=True),
        sa.Column("deleted", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "list_topic_suggested_on",
        "topic",
        ["deleted", "suggested_on"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL"),
    )
    op.create_index(
        "list_topic_title", "topic", ["deleted", "title"], unique=False, sqlite_where=sa.text("deleted IS NULL")
    )
    op.create_index(
        "list_topic_year_title",
        "topic",
        ["deleted", "year", "title"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL"),
    )
    op.drop_index(op.f("ix_activity_date"), table_name="activity")
    op.create_index(
        "list_activity_date", "activity", ["deleted", "date"], unique=False, sqlite_where=sa.text("deleted IS NULL")
    )
    op.create_index(
        "list_activity_title", "activity", ["deleted", "title"], unique=False, sqlite_where=sa.text("deleted IS NULL")
    )
    op.create_index(
        "list_activity_type", "activity", ["deleted", "type"], unique=False, sqlite_where=sa.text("deleted IS NULL")
    )
    op.add_column("member", sa.Column("reading", sa.Text(), nullable=True))
    op.add_column("member", sa.Column("same_as", sa.Text(), nullable=True))
    op.add_column("member", sa.Column("name_pinyin", sa.Text(), nullable=True))
    op.add_column("member", sa.Column("name_strokes", sa.Text(), nullable=True))
    op.create_index("ix_member_mobile", "member", ["mobile"], unique=False)
    op.create_index(
        "ix_member_same_as", "member", ["same_as"], unique=False, sqlite_where=sa.text("same_as IS NOT NULL")
    )
    op.create_index(
        "list_member_birth_date",
        "member",
        ["deleted", "same_as", "birth_date"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL AND same_as IS NULL"),
    )
    op.create_index(
        "list_member_name_pinyin",
        "member",
        ["deleted", "same_as", "name_pinyin"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL AND same_as IS NULL"),
    )
    op.create_index(
        "list_member_name_strokes",
        "member",
        ["deleted", "same_as", "name_strokes"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL AND same_as IS NULL"),
    )
    op.create_index(
        "list_member_post",
        "member",
        ["deleted", "same_as", "post"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL AND same_as IS NULL"),
    )
    op.create_index(
        "list_member_sex_name_pinyin",
        "member",
        ["deleted", "same_as", "sex", "name_pinyin"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL AND same_as IS NULL"),
    )
    op.add_column("membership", sa.Column("posts_rank", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("same_as", sa.Text(), nullable=True))
    op.drop_index(op.f("ix_proposal_plenary_docket_no"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_plenary_state"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_state_due_on"), table_name="proposal")
    op.create_index(
        "ix_proposal_same_as", "proposal", ["same_as"], unique=False, sqlite_where=sa.text("same_as IS NOT NULL")
    )
    op.create_index(
        "list_proposal_assigned_on",
        "proposal",
        ["deleted", "same_as", "assigned_on"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL AND same_as IS NULL"),
    )
    op.create_index(
        "list_proposal_category",
        "proposal",
        ["deleted", "same_as", "category"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL AND same_as IS NULL"),
    )
    op.create_index(
        "list_proposal_docket_no",
        "proposal",
        ["deleted", "same_as", "docket_no"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL AND same_as IS NULL"),
    )
    op.create_index(
        "list_proposal_due_on_docket_no",
        "proposal",
        ["deleted", "same_as", "due_on", "docket_no"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL AND same_as IS NULL"),
    )
    op.create_index(
        "list_proposal_first_sponsor",
        "proposal",
        ["deleted", "same_as", "first_sponsor"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL AND same_as IS NULL"),
    )
    op.create_index(
        "list_proposal_lead_unit",
        "proposal",
        ["deleted", "same_as", "lead_unit"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL AND same_as IS NULL"),
    )
    op.create_index(
        "list_proposal_plenary_category",
        "proposal",
        ["deleted", "same_as", "plenary", "category"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL AND same_as IS NULL"),
    )
    op.create_index(
        "list_proposal_plenary_docket_no",
        "proposal",
        ["deleted", "same_as", "plenary", "docket_no"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL AND same_as IS NULL"),
    )
    op.create_index(
        "list_proposal_plenary_due_on_docket_no",
        "proposal",
        ["deleted", "same_as", "plenary", "due_on", "docket_no"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL AND same_as IS NULL"),
    )
    op.create_index(
        "list_proposal_plenary_received_on",
        "proposal",
        ["deleted", "same_as", "plenary", "received_on"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL AND same_as IS NULL"),
    )
    op.create_index(
        "list_proposal_plenary_state",
        "proposal",
        ["deleted", "same_as", "plenary", "state"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL AND same_as IS NULL"),
    )
    op.create_index(
        "list_proposal_plenary_title",
        "proposal",
        ["deleted", "same_as", "plenary", "title"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL AND same_as IS NULL"),
    )
    op.create_index(
        "list_proposal_received_on",
        "proposal",
        ["deleted", "same_as", "received_on"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL AND same_as IS NULL"),
    )
    op.create_index(
        "list_proposal_replied_on",
        "proposal",
        ["deleted", "same_as", "replied_on"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL AND same_as IS NULL"),
    )
    op.create_index(
        "list_proposal_state_due_on",
        "proposal",
        ["deleted", "same_as", "state", "due_on"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL AND same_as IS NULL"),
    )
    op.create_index(
        "list_proposal_title",
        "proposal",
        ["deleted", "same_as", "title"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL AND same_as IS NULL"),
    )
    op.add_column("station", sa.Column("name_pinyin", sa.Text(), nullable=True))
    op.drop_index(op.f("ix_station_township"), table_name="station")
    op.create_index(
        "list_station_code", "station", ["deleted", "code"], unique=False, sqlite_where=sa.text("deleted IS NULL")
    )
    op.create_index(
        "list_station_name_pinyin",
        "station",
        ["deleted", "name_pinyin"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL"),
    )
    op.create_index(
        "list_station_township",
        "station",
        ["deleted", "township"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL"),
    )
    op.create_index(
        "list_station_type", "station", ["deleted", "type"], unique=False, sqlite_where=sa.text("deleted IS NULL")
    )
    op.add_column("unit", sa.Column("same_as", sa.Text(), nullable=True))
    op.add_column("unit", sa.Column("name_pinyin", sa.Text(), nullable=True))
    op.create_index("ix_unit_same_as", "unit", ["same_as"], unique=False, sqlite_where=sa.text("same_as IS NOT NULL"))
    op.create_index(
        "list_unit_name_pinyin",
        "unit",
        ["deleted", "same_as", "name_pinyin"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL AND same_as IS NULL"),
    )
    # one token per character, so that a phrase of any length is found; no second copy of the text, no ranking
    op.execute("CREATE VIRTUAL TABLE find_text USING fts5(text, initials, content='', columnsize=0)")
