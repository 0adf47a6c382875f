"""编号情况 as a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.exporters.xlsx import SheetColumn, write_csv, write_xlsx
from cppcc_desktop.services.cases.numbers import find_numbering, list_numbers
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.sealing import name_plenary

STATES: Mapping[str, str] = {"used": "在用", "gap": "空号", "void": "作废", "double": "重号"}
COLUMNS = (SheetColumn("编号", 12), SheetColumn("状态", 8), SheetColumn("案由", 44), SheetColumn("说明", 28))


def export_numbers(office: Office, actor: Actor, plenary: str, name: str, path: Path) -> int:
    """Write every number of a plenary with what became of it to .xlsx or .csv; returns how many."""
    rows = [
        [each.number, STATES[each.state], each.title, each.why] for each in list_numbers(office, actor, plenary, name)
    ]
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return write_csv(path, COLUMNS, rows).rows
    if suffix != ".xlsx":
        raise OfficeError(f"不能导出成“{path.suffix}”。", todo="文件名写成 .xlsx 或 .csv。")
    return write_xlsx(path, f"{name_plenary(plenary)}{find_numbering(office, name)[1].label}情况", COLUMNS, rows).rows
