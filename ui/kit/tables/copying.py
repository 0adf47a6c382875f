"""Rows of a list as a table on the clipboard: what Excel and WPS paste keeps 001 as it is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QMimeData

from ui.kit.tables.columns import ListCell, ListColumn, ListRow

MOST = 5000  # rows; more is an export
AS_TEXT = "mso-number-format:'\\@'"  # Excel's and WPS's way to say that a cell holds text, not a number or a formula


def make_table_data(columns: Sequence[ListColumn], rows: Sequence[ListRow], *, head: bool) -> QMimeData:
    """The rows with tabs between cells, and as HTML; `head`: with the names of the columns."""
    shown = [column for column in columns if column.shape != "tick"]
    lines = [[column.label for column in shown]] if head else []
    lines += [[tell_cell(row.cell(column.key)) for column in shown] for row in rows]
    data = QMimeData()
    data.setText("".join("\t".join(line) + "\r\n" for line in lines))
    data.setHtml(make_html(lines, head=head))
    return data


def tell_cell(cell: ListCell) -> str:
    """Its words in one line; what stands at the right in it follows."""
    return re.sub(r"\s+", " ", f"{cell.text} {cell.second}").strip()


def make_html(lines: Sequence[Sequence[str]], *, head: bool) -> str:
    written: list[str] = []
    for place, line in enumerate(lines):
        tag = "th" if head and not place else "td"
        cells = "".join(f'<{tag} style="{AS_TEXT}">{escape(words)}</{tag}>' for words in line)
        written.append(f"<tr>{cells}</tr>")
    return f'<html><head><meta charset="utf-8"></head><body><table>{"".join(written)}</table></body></html>'
