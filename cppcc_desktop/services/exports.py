"""A list as a file, as it is filtered and sorted on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.fields import Kind
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office import Actor
from cppcc_desktop.exporters.xlsx import Column, write_csv, write_xlsx
from cppcc_desktop.services.office import Office
from cppcc_desktop.services.records import Query, list_records
from cppcc_desktop.services.titles import word_rows


def export_list(
    office: Office, actor: Actor, module: Module, query: Query, path: Path, *, names: Sequence[str] = (),
    ids: Sequence[str] = (),
) -> int:  # fmt: skip
    """Write the list's rows, or those of `ids` only, to .xlsx or .csv; returns how many."""
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise OfficeError(f"不能导出成“{path.suffix}”。", todo="文件名写成 .xlsx 或 .csv。")
    fields = [module.by_name[name] for name in names or module.columns if module.by_name[name].kind is not Kind.PHOTO]
    rows = list_records(office, actor, module, query, 0, -1).rows
    if ids:
        wanted = set(ids)
        rows = [row for row in rows if row["id"] in wanted]
    words = word_rows(office, fields, rows)
    columns = [Column(spec.label, min(40, max(8, spec.width // 8 if spec.width > 0 else 40))) for spec in fields]
    cells = [[told[spec.name] for spec in fields] for told in words]
    if path.suffix.lower() == ".csv":
        write_csv(path, columns, cells)
    else:
        write_xlsx(path, module.label, columns, cells)
    return len(cells)
