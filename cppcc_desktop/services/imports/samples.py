"""样表: a spreadsheet to look at or to fill in, with headings every import knows and rows that show how they are filled."""

from __future__ import annotations

from pathlib import Path

from cppcc_desktop.domain.modules import Module
from cppcc_desktop.exporters.xlsx import SheetColumn, write_xlsx
from cppcc_desktop.services.imports.readers import find_reader
from cppcc_desktop.services.office.office import Office


def has_sample(office: Office, module: Module) -> bool:
    """Whether there is one: for tables with more columns than people would guess."""
    return bool(find_reader(office, module).sample)


def write_sample(office: Office, module: Module, path: Path) -> None:
    """Write the sample of a module that has one; OfficeError if the file cannot be written."""
    columns = find_reader(office, module).sample
    head = [SheetColumn(str(label), float(width)) for label, width, *_ in columns]
    rows = [[str(column[place]) for column in columns] for place in range(2, len(columns[0]))]
    write_xlsx(path, module.table_label, head, rows)
