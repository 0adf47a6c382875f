"""The window, for the members in it."""

from tests.ui.conftest import plain_theme, reported, tasks  # noqa: F401 - fixtures of the window
from tests.ui.offices import sit_down  # noqa: F401
