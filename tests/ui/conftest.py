"""Each test gets a plain theme and tasks that are joined afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.offices import demo, demo_file, desk, sit_down  # noqa: F401 - fixtures of all UI tests
from ui.tasks import Tasks
from ui.theme import Theme, apply_theme


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says of each thing a window manager would do that it does not support it."""
    for item in items:
        if "tests/ui" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture(autouse=True)
def plain_theme(qapp: QApplication) -> Iterator[None]:
    """100 %, normal contrast, whatever the test before chose."""
    apply_theme(qapp, Theme())
    yield


@pytest.fixture
def reported() -> list[Exception]:
    """Errors that would have been shown in the dialog."""
    return []


@pytest.fixture
def tasks(qapp: QApplication, reported: list[Exception]) -> Iterator[Tasks]:
    """The real thing with its two threads."""
    made = Tasks(report=reported.append)
    yield made
    made.stop()
