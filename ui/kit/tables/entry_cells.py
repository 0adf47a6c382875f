"""What is typed into one cell of an entry grid: read at once as far as that needs nobody to be asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from cppcc_desktop.domain.dates import parse_date
from cppcc_desktop.domain.description.fields import Field, Kind, parse_boolean, parse_measure
from cppcc_desktop.domain.errors import InvalidField, list_options
from cppcc_desktop.domain.normal_form import normalise_text
from cppcc_desktop.services.lists.pinyin import read_initials
from cppcc_desktop.services.office.codes import CodeLists


@dataclass(frozen=True)
class EntryCell:
    """The text as it stands, what it was read as (an id, a code, yes or no), what is wrong with it, the tint it stands on."""

    text: str = ""
    value: object = None
    error: str = ""
    tone: str = field(default="", compare=False)

    @property
    def raw(self) -> object:
        """What the service is given; None for nothing."""
        return self.value if self.value is not None else self.text.strip() or None


EMPTY = EntryCell()


def read_cell(spec: Field, text: str, codes: CodeLists, today: date) -> EntryCell:
    """A cell of this text. Names of records stay text: whoever records them finds or refuses them."""
    text = text.strip()
    if not text:
        return EMPTY
    if spec.kind is Kind.DATE:
        return read_day(text, today)
    if spec.kind is Kind.BOOLEAN:
        return read_tick(spec, text)
    if spec.kind is Kind.CODE:
        return read_code(spec, text, codes)
    if spec.kind.places or spec.kind is Kind.TIME:
        return read_measure(spec, text)
    if spec.kind is Kind.TEXT:
        text = " ".join(text.split("\n"))
    if len(text) > spec.limit and not spec.kind.many:
        return EntryCell(text, error=f"{spec.label}最多 {spec.limit} 字，现在 {len(text)} 字。")
    return EntryCell(text)


def read_measure(spec: Field, text: str) -> EntryCell:
    """An amount or a time of day, as it is kept."""
    try:
        return EntryCell(str(parse_measure(spec, text)))
    except InvalidField as error:
        return EntryCell(text, error=error.what)


def read_day(text: str, today: date) -> EntryCell:
    try:
        return EntryCell(parse_date(text, today=today).isoformat())
    except ValueError as error:
        return EntryCell(text, error=str(error))


def read_tick(spec: Field, text: str) -> EntryCell:
    try:
        on = parse_boolean(spec, text)
    except InvalidField as error:
        return EntryCell(text, error=error.what)
    return EntryCell("是" if on else "", on)


def read_code(spec: Field, text: str, codes: CodeLists) -> EntryCell:
    """By its words, else by pinyin initials where they fit one entry only."""
    code = codes.find(spec.codes, text)
    if code is None:
        typed, entries = normalise_text(text).lower(), codes.entries(spec.codes)
        fits = [each.code for each in entries if typed in (each.label.lower(), read_initials(each.label).lower())]
        code = fits[0] if len(fits) == 1 else None
    if code is not None and not codes.is_stopped(spec.codes, code):
        return EntryCell(codes.label(spec.codes, code), code, tone=codes.value(spec.codes, code, "tone"))
    choices = list_options([each.label for each in codes.entries(spec.codes)])
    said = f"里没有“{text}”。" if code is None else f"“{codes.label(spec.codes, code)}”已经停用，不能再选。"
    return EntryCell(text, error=f"{spec.label}{said}可选：{choices}。")


def ticked(cell: EntryCell) -> bool:
    return cell.value is True
