"""For lists whose rows are in memory already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject

from ui.kit.tables.columns import ListColumn, ListRow, RowPage
from ui.kit.tables.page_model import PageModel
from ui.kit.tables.record_table import RecordTable


class AtOnce:
    """Does what a PageModel asks of its tasks on the spot."""

    def run(
        self, work: Callable[[], Any], done: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None, *, owner: QObject | None = None,  # noqa: ARG002
    ) -> None:  # fmt: skip
        result = work()
        if done:
            done(result)


def show_rows(model: PageModel, rows: Sequence[ListRow]) -> None:
    """Fill a model made with AtOnce."""
    model.show(lambda offset, limit: RowPage(rows[offset : offset + limit], len(rows)))


def show_kept(table: RecordTable, rows: Sequence[ListRow], keep: str = "") -> None:
    """Fill a table whose rows are in memory; the cursor goes to the row `keep`, or stays on its own.

    `current_changed` is not sent: who fills a table shows what belongs to its row.
    """
    wanted = keep or table.current_id()
    table.blockSignals(True)  # the cursor passes the first row on its way
    show_rows(table.pages, rows)
    table.go_to(next((at for at, row in enumerate(rows) if row.id == wanted), 0))
    table.blockSignals(False)


def make_table(columns: Sequence[ListColumn], name: str, *, keep_cursor: bool = False) -> RecordTable:
    """A table for rows in memory, with the name a screen reader says."""
    table = RecordTable(PageModel(columns, AtOnce()), keep_cursor=keep_cursor)
    table.pages.setParent(table)
    table.setAccessibleName(name)
    return table
