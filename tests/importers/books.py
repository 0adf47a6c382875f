"""Spreadsheet files for the tests, with the traits of real rosters and invented people."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path

import openpyxl

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
FIRST_ROW = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="inlineStr"><is><t>界别</t></is></c></row>'
)
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="名册" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def write_book(
    path: Path,
    rows: Iterable[Sequence[object]],
    *,
    merges: Iterable[str] = (),
    more: Mapping[str, Iterable[Sequence[object]]] | None = None,
) -> Path:
    """An .xlsx by openpyxl with one sheet 名册, and `more` sheets by name."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名册"
    for row in rows:
        sheet.append(list(row))
    for area in merges:
        sheet.merge_cells(area)
    for name, others in (more or {}).items():
        extra = book.create_sheet(name)
        for row in others:
            extra.append(list(row))
    book.save(path)
    return path


def write_parts(path: Path, body: str, **changed: str) -> Path:
    """An .xlsx written by hand around the inside of its one sheet; `changed` replaces parts by name."""
    sheet = f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}">{body}</worksheet>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**PARTS, "xl/worksheets/sheet1.xml": sheet, **changed}.items():
            archive.writestr(name, text)
    return path


class ShippedCodes:
    """The code lists that ship with the program."""

    def __init__(self) -> None:
        self.codes = dict[tuple[str, str], str]()
        folder = files("resources") / "code_lists"
        tables = {
            each.name.removesuffix(".csv"): each.read_text("utf-8")
            for each in folder.iterdir()
            if each.name.endswith(".csv")
        }
        for name, text in tables.items():
            entries = list(csv.DictReader(text.splitlines()))
            for entry in entries:
                if "code" in entry:
                    self.codes[name, entry["label"]] = entry["code"]
        for name, text in tables.items():
            for entry in csv.DictReader(text.splitlines()):
                if "alias" in entry:
                    real = name.removesuffix("_alias")
                    self.codes.setdefault((real, entry["alias"]), self.codes[real, entry["label"]])

    def find(self, list_name: str, word: str) -> str | None:
        return self.codes.get((list_name, word))

    def editable(self, list_name: str) -> bool:
        return list_name in ("sector", "special_committee")

    def understand(self, list_name: str, phrase: str) -> str | None:
        return self.find(list_name, phrase)

    def near(self, list_name: str, word: str) -> list[str]:
        return [label for name, label in self.codes if name == list_name and len(set(label) & set(word)) > 1][:3]
