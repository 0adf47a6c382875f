"""Proposals, the whole life: plenaries, units of a case, promises, feedback, figures."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("points", sa.Text(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("award", sa.Integer(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("fixed_on", sa.Text(), nullable=True),
        sa.Column("deleted", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_assessment_year_unit", "assessment", ["year", "unit"], unique=False)
    op.create_table(
        "assist_opinion",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("document_no", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("transcribed", sa.Integer(), nullable=True),
        sa.Column("deleted", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_assist_opinion_proposal", "assist_opinion", ["proposal"], unique=False)
    op.create_index("ix_assist_opinion_unit", "assist_opinion", ["unit"], unique=False)
    op.create_table(
        "award",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("document_no", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("deleted", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_award_proposal", "award", ["proposal"], unique=False)
    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("working", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("deleted", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_calendar_day_date", "calendar_day", ["date"], unique=False)
    op.create_table(
        "directive",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=True),
        sa.Column("of", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("leader", sa.Text(), nullable=True),
        sa.Column("post", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("deleted", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_directive_record", "directive", ["record"], unique=False)
    op.create_table(
        "extension",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("old_due_on", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("approver", sa.Text(), nullable=True),
        sa.Column("deleted", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_extension_proposal", "extension", ["proposal"], unique=False)
    op.create_index("ix_extension_unit", "extension", ["unit"], unique=False)
    op.create_table(
        "key_case",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("chosen_how", sa.Text(), nullable=True),
        sa.Column("meeting", sa.Text(), nullable=True),
        sa.Column("supervisor", sa.Text(), nullable=True),
        sa.Column("leader", sa.Text(), nullable=True),
        sa.Column("goal", sa.Text(), nullable=True),
        sa.Column("measures", sa.Text(), nullable=True),
        sa.Column("responsible", sa.Text(), nullable=True),
        sa.Column("deadline", sa.Text(), nullable=True),
        sa.Column("deleted", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_key_case_proposal", "key_case", ["proposal"], unique=False)
    op.create_table(
        "lookback",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("kept", sa.Text(), nullable=True),
        sa.Column("raised_class", sa.Text(), nullable=True),
        sa.Column("visitor", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("deleted", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_lookback_proposal", "lookback", ["proposal"], unique=False)
    op.create_index("ix_lookback_unit", "lookback", ["unit"], unique=False)
    op.create_table(
        "plenary",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("opens_on", sa.Text(), nullable=True),
        sa.Column("ends_on", sa.Text(), nullable=True),
        sa.Column("intake_from", sa.Text(), nullable=True),
        sa.Column("intake_until", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Text(), nullable=True),
        sa.Column("sealing", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("deleted", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_plenary_key", "plenary", ["key"], unique=False)
    op.create_table(
        "promise",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("item", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("kept_on", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("deleted", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_promise_proposal", "promise", ["proposal"], unique=False)
    op.create_index("ix_promise_unit", "promise", ["unit"], unique=False)
    op.create_index(
        "list_promise_due_on", "promise", ["deleted", "due_on"], unique=False, sqlite_where=sa.text("deleted IS NULL")
    )
    op.create_index(
        "list_promise_state_due_on",
        "promise",
        ["deleted", "state", "due_on"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL"),
    )
    op.create_table(
        "reply_item",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("suggestion", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("result_class", sa.Text(), nullable=True),
        sa.Column("deleted", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_reply_item_proposal", "reply_item", ["proposal"], unique=False)
    op.create_table(
        "score_item",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("figure", sa.Text(), nullable=True),
        sa.Column("points", sa.Text(), nullable=True),
        sa.Column("full_at", sa.Text(), nullable=True),
        sa.Column("step", sa.Text(), nullable=True),
        sa.Column("cap", sa.Text(), nullable=True),
        sa.Column("order", sa.Integer(), nullable=True),
        sa.Column("deleted", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_score_item_year_code", "score_item", ["year", "code"], unique=False)
    op.create_table(
        "supervision",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("form", sa.Text(), nullable=True),
        sa.Column("people", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("deleted", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_supervision_proposal", "supervision", ["proposal"], unique=False)
    op.create_table(
        "unit_score",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("item", sa.Text(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("deleted", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_unit_score_year_unit", "unit_score", ["year", "unit"], unique=False)
    op.add_column("assignment", sa.Column("state", sa.Text(), nullable=True))
    op.add_column("assignment", sa.Column("due_rule", sa.Text(), nullable=True))
    op.add_column("assignment", sa.Column("meeting", sa.Text(), nullable=True))
    op.add_column("assignment", sa.Column("offices", sa.Text(), nullable=True))
    op.add_column("assignment", sa.Column("hard", sa.Integer(), nullable=True))
    op.add_column("assignment", sa.Column("signed_on", sa.Text(), nullable=True))
    op.add_column("assignment", sa.Column("sent_back_on", sa.Text(), nullable=True))
    op.add_column("assignment", sa.Column("replied_on", sa.Text(), nullable=True))
    op.add_column("assignment", sa.Column("on_time", sa.Integer(), nullable=True))
    op.add_column("assignment", sa.Column("result_class", sa.Text(), nullable=True))
    op.add_column("assignment", sa.Column("satisfaction", sa.Text(), nullable=True))
    op.add_column("assignment", sa.Column("face_to_face", sa.Integer(), nullable=True))
    op.add_column("assignment", sa.Column("round", sa.Integer(), nullable=True))
    op.create_index(
        "list_assignment_date", "assignment", ["deleted", "date"], unique=False, sqlite_where=sa.text("deleted IS NULL")
    )
    op.create_index(
        "list_assignment_due_on",
        "assignment",
        ["deleted", "due_on"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL"),
    )
    op.create_index(
        "list_assignment_state_due_on",
        "assignment",
        ["deleted", "state", "due_on"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL"),
    )
    op.create_index(
        "list_assignment_unit_due_on",
        "assignment",
        ["deleted", "unit", "due_on"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL"),
    )
    op.create_index(
        "list_assignment_unit_state",
        "assignment",
        ["deleted", "unit", "state"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL"),
    )
    op.add_column("code_entry", sa.Column("meaning", sa.Text(), nullable=True))
    op.add_column("code_entry", sa.Column("traits", sa.Text(), nullable=True))
    op.add_column("code_entry", sa.Column("since", sa.Text(), nullable=True))
    op.add_column("code_entry", sa.Column("place", sa.Integer(), nullable=True))
    op.add_column("contact", sa.Column("unit", sa.Text(), nullable=True))
    op.add_column("contact", sa.Column("face_to_face", sa.Integer(), nullable=True))
    op.add_column("contact", sa.Column("transcribed", sa.Integer(), nullable=True))
    op.create_index("ix_contact_unit", "contact", ["unit"], unique=False)
    op.add_column("feedback", sa.Column("unit", sa.Text(), nullable=True))
    op.add_column("feedback", sa.Column("case", sa.Text(), nullable=True))
    op.add_column("feedback", sa.Column("sponsor", sa.Text(), nullable=True))
    op.add_column("feedback", sa.Column("sent_on", sa.Text(), nullable=True))
    op.add_column("feedback", sa.Column("superseded", sa.Integer(), nullable=True))
    op.add_column("feedback", sa.Column("round", sa.Integer(), nullable=True))
    op.add_column("feedback", sa.Column("transcribed", sa.Integer(), nullable=True))
    op.create_index("ix_feedback_unit", "feedback", ["unit"], unique=False)
    op.create_index(
        "list_feedback_date", "feedback", ["deleted", "date"], unique=False, sqlite_where=sa.text("deleted IS NULL")
    )
    op.create_index(
        "list_feedback_sent_on",
        "feedback",
        ["deleted", "sent_on"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL"),
    )
    op.add_column("proposal", sa.Column("intake_period", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("sponsor_text", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("drafter", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("head", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("contact_person", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("contact_phone", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("sealed", sa.Integer(), nullable=True))
    op.add_column("proposal", sa.Column("follows", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("sector", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("party", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("special_committee", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("township", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("merged_into", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("ground", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("onward", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("separate_units", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("assist_units", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("docketed_on", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("sent_back", sa.Integer(), nullable=True))
    op.add_column("proposal", sa.Column("face_to_face", sa.Integer(), nullable=True))
    op.add_column("proposal", sa.Column("on_time", sa.Integer(), nullable=True))
    op.add_column("proposal", sa.Column("attitude", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("satisfaction", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("adoption", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("raised_class", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("is_key", sa.Integer(), nullable=True))
    op.add_column("proposal", sa.Column("has_directive", sa.Integer(), nullable=True))
    op.add_column("proposal", sa.Column("awarded", sa.Integer(), nullable=True))
    op.add_column("proposal", sa.Column("implemented_on", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("archived_on", sa.Text(), nullable=True))
    op.create_index(
        "list_proposal_plenary_merged_into",
        "proposal",
        ["deleted", "same_as", "plenary", "merged_into"],
        unique=False,
        sqlite_where=sa.text("deleted IS NULL AND same_as IS NULL"),
    )
    op.add_column("reply", sa.Column("unit", sa.Text(), nullable=True))
    op.add_column("reply", sa.Column("copies", sa.Text(), nullable=True))
    op.add_column("reply", sa.Column("round", sa.Integer(), nullable=True))
    op.add_column("reply", sa.Column("transcribed", sa.Integer(), nullable=True))
    op.create_index("ix_reply_unit", "reply", ["unit"], unique=False)
    op.add_column("review", sa.Column("suggested_lead", sa.Text(), nullable=True))
    op.add_column("review", sa.Column("suggested_assist", sa.Text(), nullable=True))
    op.add_column("review", sa.Column("suggest_key", sa.Integer(), nullable=True))
    op.add_column("review", sa.Column("transcribed", sa.Integer(), nullable=True))
    op.add_column("unit", sa.Column("ended_on", sa.Text(), nullable=True))
    op.add_column("unit", sa.Column("successor", sa.Text(), nullable=True))
