"""What is kept of a station beside itself: level, functions, council, checks, visits, funds, duty; targets and stars."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

# name → its fields; those with # are numbers
TABLES = {
    "station_check": "station item state words looked_on looked_by",
    "station_function": "station function since until",
    "station_council": "station person role post since until",
    "station_visit": "station date leader people# looked_at findings",
    "station_fund": "station year# kind money# date words",
    "station_duty": "station date starts_at ends_at mode place persons substitute",
    "station_duty_rule": "station weekdays weeks starts_at ends_at mode place persons",
    "station_target": "name what level function station period number# since until",
    "star_item": "year# code label kind figure points full_at step cap order# standard",
    "star_entry": "station year# item times# reason by points own_points own_words own_by evidence",
    "star_result": "station year# points rank# grade award# detail fixed_on corrected_points corrected_grade reason by",
}
INDEXES = (
    ("station_check", "station"), ("station_check", "item"), ("station_function", "station"), ("station_council", "station"),
    ("station_visit", "station"), ("station_fund", "station"), ("station_duty", "station"), ("station_duty", "date"),
    ("station_duty_rule", "station"), ("star_item", "year", "code"), ("star_entry", "year", "station"),
    ("star_result", "year", "station"), ("station", "parent"),
)  # fmt: skip
MORE = ("level", "area#", "brand", "closed_on", "closed_reason", "head_post", "leader", "special_committee")
# what earlier programs said of the level: the word on the door
LEVELS = {"01": "2", "02": "2", "03": "2", "04": "4", "05": "3", "06": "3"}


def make_column(field: str) -> sa.Column[Any]:
    name, number, _ = field.partition("#")
    return sa.Column(name, sa.Integer() if number else sa.Text(), nullable=True)


def upgrade() -> None:
    for table, fields in TABLES.items():
        op.create_table(
            table,
            sa.Column("id", sa.Text(), nullable=False),
            *(make_column(field) for field in (*fields.split(), "deleted")),
            sa.Column("scope", sa.Text(), nullable=False),
            sa.Column("changed_at", sa.Text(), nullable=False),
            sa.PrimaryKeyConstraint("id"),
        )
    for field in MORE:
        op.add_column("station", make_column(field))
    for table, *names in INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(names)}", table, names, unique=False)
    op.create_index(
        "list_station_level", "station", ["deleted", "level"], unique=False, sqlite_where=sa.text("deleted IS NULL")
    )
    cases = " ".join(f"WHEN '{kind}' THEN '{level}'" for kind, level in LEVELS.items())
    op.execute(f"UPDATE station SET level = CASE type {cases} END")
