"""Rows in doubt as an Excel file: corrected there, it can be imported again as it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.exporters.xlsx import SheetColumn, write_xlsx
from cppcc_desktop.importers.tables.cells import write_cell
from cppcc_desktop.importers.tables.headings import REASON, ROW_NUMBER
from cppcc_desktop.importers.tables.rows import Doubt
from cppcc_desktop.importers.tables.sheets import Cell
from cppcc_desktop.services.imports.compare import DOUBT, PreviewRow
from cppcc_desktop.services.imports.imports import Preview

NARROW, WIDE, REASON_WIDTH = 8, 40, 60


def list_doubtful(preview: Preview, settled: Collection[int] = ()) -> list[PreviewRow]:
    """Rows nobody has settled yet, and rows of which a cell was not read."""
    return [
        row for row in preview.rows
        if (row.result == DOUBT and row.number not in settled) or find_unread(preview, row)
    ]  # fmt: skip


def find_unread(preview: Preview, row: PreviewRow) -> list[Doubt]:
    """Doubts about cells of a row; words a list will take up are told once for all rows."""
    added = {word for words in preview.new_codes.values() for word in words}
    return [
        each for each in row.doubts
        if each.reason != row.reason and (each.field not in row.values or each.value not in added)
    ]  # fmt: skip


def save_doubts(actor: Actor, preview: Preview, path: Path, settled: Collection[int] = ()) -> int:
    """Write the doubtful rows with all their columns in place, then 行号 and 存疑原因; returns how many."""
    actor.require("record.write")
    if path.suffix.lower() != ".xlsx":
        raise OfficeError(f"不能存成“{path.suffix}”。", todo="文件名写成 .xlsx。")
    rows = list_doubtful(preview, settled)
    if not rows:
        raise OfficeError("没有存疑的行，没有写文件。", todo="不用存，直接导入。")
    raw = dict(preview.sheet.numbered())
    headings = [preview.columns.headings.get(index, "") for index in range(preview.sheet.width)]
    kept = [index for index, text in enumerate(headings) if text not in (ROW_NUMBER, REASON)]
    columns = [SheetColumn(headings[index], measure(raw, rows, index)) for index in kept]
    columns += [SheetColumn(ROW_NUMBER, NARROW), SheetColumn(REASON, REASON_WIDTH)]
    cells = [
        [*(tell_cell(raw[number][index]) for index in kept), number, tell_reasons(preview, row) if row.number == number else ""]
        for row in rows for number in (row.number, *row.more)
    ]  # fmt: skip
    write_xlsx(path, f"{preview.module.label}存疑", columns, cells)
    return len(rows)


def measure(raw: dict[int, tuple[Cell, ...]], rows: Sequence[PreviewRow], index: int) -> float:
    longest = max((len(str(raw[row.number][index] or "")) for row in rows), default=0)
    return min(WIDE, max(NARROW, longest * 2))


def tell_cell(cell: Cell) -> str | int | None:
    """As it stood in the file; dates and fractions as text."""
    return cell if cell is None or (isinstance(cell, int) and not isinstance(cell, bool)) else write_cell(cell)


def tell_reasons(preview: Preview, row: PreviewRow) -> str:
    """Why, with the column where there is one."""
    cell = next((f"{each.column}：" for each in row.doubts if each.reason == row.reason and row.blocked), "")
    told = [f"{each.column}：{each.reason}" for each in find_unread(preview, row)]
    return "\n".join(([cell + row.reason] if row.reason else []) + told)
