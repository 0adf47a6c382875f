"""Who may do what: permissions that a noun hands in with the roles that have them."""

from __future__ import annotations

from dataclasses import dataclass

ADMIN, CLERK, READER = "admin", "clerk", "reader"


@dataclass(frozen=True)
class Grant:
    """A permission and the roles that have it; every other role is refused."""

    name: str
    roles: frozenset[str] = frozenset({ADMIN, CLERK})


# What the platform itself asks for; what is not listed is refused.
PLATFORM_GRANTS = (
    Grant("record.read", frozenset({ADMIN, CLERK, READER})),
    Grant("record.write"),
    Grant("record.reveal"),  # values that are masked: to see them, and to find records by them
    Grant("exchange"),
    Grant("backup"),
    Grant("account", frozenset({ADMIN})),
)

# Role → names of the platform's permissions it has.
PERMISSIONS: dict[str, frozenset[str]] = {
    role: frozenset(each.name for each in PLATFORM_GRANTS if role in each.roles) for role in (ADMIN, CLERK, READER)
}
