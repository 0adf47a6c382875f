"""For lists whose rows are in memory already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject

from ui.kit.tables.columns import Page, Row
from ui.kit.tables.page_model import PageModel


class AtOnce:
    """Does what a PageModel asks of its tasks on the spot."""

    def run(
        self, work: Callable[[], Any], done: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None, *, owner: QObject | None = None,  # noqa: ARG002
    ) -> None:  # fmt: skip
        result = work()
        if done:
            done(result)


def show_rows(model: PageModel, rows: Sequence[Row]) -> None:
    """Fill a model made with AtOnce."""
    model.show(lambda offset, limit: Page(rows[offset : offset + limit], len(rows)))
