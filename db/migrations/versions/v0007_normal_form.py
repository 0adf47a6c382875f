"""Names are read and texts are found in their normal form: what is kept of both is made anew on opening."""

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """No table changes; every upgrade fills the tables and the index of “find anything” from the operations."""
