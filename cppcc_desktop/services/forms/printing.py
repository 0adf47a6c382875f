"""Official forms: what a record says, set on paper as Word and PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.exporters.document import Document
from cppcc_desktop.services.forms.words import long_date, plenary_heading, safe_name
from cppcc_desktop.services.office.office import Office

__all__ = ["FORMATS", "Form", "Made", "NothingToPrint", "Rendered", "list_forms", "long_date", "plenary_heading",
           "print_batch", "render_forms", "safe_name", "write_file"]  # fmt: skip

FORMATS = ("docx", "pdf")
Made = tuple[tuple[Document, ...], str]  # the documents, and the name of their file


class NothingToPrint(OfficeError):
    """This record has no such paper; in a batch it is left out and said so."""


def keep_each(_office: Office, _actor: Actor, records: Sequence[str]) -> list[str]:
    """One paper for each record."""
    return list(records)


@dataclass(frozen=True)
class Form:
    """A form a noun hands in, and the entity it is printed from.

    `make` gives the documents of one record (blank if empty) and the name of its file; `gather` the records left
    where several share one paper.
    """

    id: str
    label: str
    entity: str
    make: Callable[[Office, Actor, str], Made] = field(compare=False)
    gather: Callable[[Office, Actor, Sequence[str]], list[str]] = field(default=keep_each, compare=False)


@dataclass(frozen=True)
class Rendered:
    """The files made for one record; `record` is empty for a blank form."""

    record: str
    files: tuple[Path, ...]
    pages: int
    warnings: tuple[str, ...]


def list_forms(office: Office, entity: str = "") -> list[Form]:
    """Forms of one entity, or all."""
    return [form for form in office.parts(Form) if entity in ("", form.entity)]


def render_forms(
    office: Office, actor: Actor, form: str, records: Sequence[str], folder: Path, *,
    formats: Sequence[str] = FORMATS, blank: bool = False, progress: Callable[[int, int, str], None] | None = None,
) -> list[Rendered]:  # fmt: skip
    """One file per record and format in the folder; with `blank` the empty form too."""
    unknown = [each for each in formats if each not in FORMATS]
    if unknown:
        raise OfficeError(f"不能做成“{unknown[0]}”。", todo="可用：docx、pdf。")
    if not folder.is_dir():
        raise OfficeError(f"没有“{folder}”这个文件夹。", todo="先建好文件夹，再试一次。")
    found = find_form(office, form)
    chosen = found.gather(office, actor, records)
    rendered: list[Rendered] = []
    left: list[NothingToPrint] = []
    for place, record in enumerate([*chosen, ""] if blank else chosen):
        if progress:
            progress(place, len(chosen), "正在生成")
        try:
            documents, name = found.make(office, actor, record)
        except NothingToPrint as error:
            left.append(error)
        else:
            rendered.append(write_documents(documents, record, folder / safe_name(name), formats))
    if left and not rendered:
        raise left[0]
    return tell_left_out(rendered, left)


def tell_left_out(rendered: list[Rendered], left: Sequence[OfficeError]) -> list[Rendered]:
    """Those that have no such paper are said with the first file."""
    if not left:
        return rendered
    first = rendered[0]
    return [replace(first, warnings=(*first.warnings, *(each.what for each in left))), *rendered[1:]]


def write_documents(documents: Sequence[Document], record: str, stem: Path, formats: Sequence[str]) -> Rendered:
    files: list[Path] = []
    warnings: dict[str, None] = {}
    pages = 0
    for suffix in formats:
        file = stem.with_name(f"{stem.name}.{suffix}")
        written = write_file(documents, file)
        files.append(file)
        pages = max(pages, written[0])
        warnings.update(dict.fromkeys(written[1]))
    return Rendered(record, tuple(files), pages, tuple(warnings))


def write_file(documents: Sequence[Document], file: Path) -> tuple[int, tuple[str, ...]]:
    """Write documents to one file by its suffix; pages and warnings. The libraries load only now."""
    if file.suffix == ".pdf":
        from cppcc_desktop.exporters.pdf.writer import write_pdf

        written = write_pdf(documents, file)
    else:
        from cppcc_desktop.exporters.word.writer import write_docx

        written = write_docx(documents, file)
    return written.pages, written.warnings


def print_batch(
    office: Office, actor: Actor, form: str, records: Sequence[str], file: Path
) -> tuple[int, tuple[str, ...]]:
    """All records in one file, each beginning on its own page; those that have no such paper are said."""
    found = find_form(office, form)
    documents: list[Document] = []
    left: list[NothingToPrint] = []
    for record in found.gather(office, actor, records):
        try:
            documents += found.make(office, actor, record)[0]
        except NothingToPrint as error:
            left.append(error)
    if left and not documents:
        raise left[0]
    pages, warnings = write_file(documents, file)
    return pages, (*warnings, *(each.what for each in left))


def find_form(office: Office, form: str) -> Form:
    """The form of this id; OfficeError if there is none."""
    forms = list_forms(office)
    found = next((each for each in forms if each.id == form), None)
    if found is None:
        raise OfficeError(f"没有“{form}”这张表。", todo="可用：" + "、".join(each.id for each in forms))
    return found
