"""Official forms: what a record says, set on paper as Word and PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.domain.system_errors import say_cause
from cppcc_desktop.exporters.document import Document
from cppcc_desktop.services.forms.words import long_date, plenary_heading, safe_name
from cppcc_desktop.services.office.office import Office
from db.queries.records import Query

__all__ = [
    "FORMATS", "Ask", "Form", "Made", "NothingToPrint", "PaperRequest", "Rendered", "list_forms", "long_date", "plenary_heading",
    "print_batch", "render_forms", "safe_name", "write_file",
]  # fmt: skip

FORMATS = ("docx", "pdf")
Made = tuple[tuple[Document, ...], str]  # the documents, and the name of their file


class NothingToPrint(OfficeError):
    """This record has no such paper; in a batch it is left out and said so."""


def keep_each(_office: Office, _actor: Actor, records: Sequence[str]) -> list[str]:
    """One paper for each record."""
    return list(records)


class Ask(Enum):
    """What a form asks for, in the words a refusal and a dialog say it with."""

    RECORD = "哪一条"
    RECORDS = "哪几条"
    PLENARY = "哪次会议"
    YEAR = "哪一年"
    PERIOD = "从哪天到哪天"
    FILTER = "哪些（条件）"
    VARIANT = "印成哪一种"


@dataclass(frozen=True)
class PaperRequest:
    """What one paper is made of; what its form does not ask for is empty, and so is all of a blank paper."""

    record: str = ""
    records: tuple[str, ...] = ()
    plenary: str = ""  # 10-03
    year: int = 0
    since: str = ""  # the days of a period, both in it
    until: str = ""
    query: Query | None = None  # of the list its records stand in
    variant: str = ""  # of the form's own

    @property
    def is_blank(self) -> bool:
        """Whether it is to be filled in by hand."""
        return self == BLANK

    def has(self, ask: Ask) -> bool:
        """Whether this is given."""
        return bool({
            Ask.RECORD: self.record, Ask.RECORDS: self.records, Ask.PLENARY: self.plenary, Ask.YEAR: self.year,
            Ask.PERIOD: self.since and self.until, Ask.FILTER: self.query is not None, Ask.VARIANT: self.variant,
        }[ask])  # fmt: skip


BLANK = PaperRequest()


@dataclass(frozen=True)
class Form:
    """A form a noun hands in, the entity whose list and records offer it, and what it asks for.

    `make` gives the documents of what was asked (blank if that is) and the name of their file; `gather` the records
    left where several share one paper; `fits` whether a record has such a paper, so that only its page offers it.
    `variants` are the ways it can be printed (name, words) if it asks for one; the first where nobody says.
    """

    id: str
    label: str
    entity: str
    make: Callable[[Office, Actor, PaperRequest], Made] = field(compare=False)
    asks: tuple[Ask, ...] = (Ask.RECORD,)
    gather: Callable[[Office, Actor, Sequence[str]], list[str]] = field(default=keep_each, compare=False)
    fits: Callable[[Row], bool] = field(default=lambda _values: True, compare=False)
    variants: tuple[tuple[str, str], ...] = ()

    @property
    def by_record(self) -> bool:
        """Whether it makes a paper of each record."""
        return Ask.RECORD in self.asks

    def papers(
        self, office: Office, actor: Actor, records: Sequence[str], asked: PaperRequest = BLANK
    ) -> list[PaperRequest]:
        """What each paper is made of; OfficeError says what it asks for and was not given."""
        asked = replace(asked, variant=self.choose_variant(asked.variant))
        papers = [asked]
        if self.by_record:
            papers = [replace(asked, record=record) for record in self.gather(office, actor, records) if record]
        elif Ask.RECORDS in self.asks:
            papers = [replace(asked, records=tuple(records))]
        for ask in self.asks:
            if not all(paper.has(ask) for paper in papers):
                raise OfficeError(f"“{self.label}”还没有说{ask.value}。", todo="说明以后再打印。")
        return papers

    def choose_variant(self, named: str) -> str:
        """The one of this name or these words, the first if none is named; OfficeError if there is none such."""
        if not named:
            return self.variants[0][0] if self.variants else ""
        found = next((name for name, words in self.variants if named in (name, words)), None)
        if found is None:
            raise OfficeError(
                f"“{self.label}”没有“{named}”这一种。", options=[f"{n}（{words}）" for n, words in self.variants]
            )
        return found


@dataclass(frozen=True)
class Rendered:
    """The files made for one record; `record` is empty for a blank form."""

    record: str
    files: tuple[Path, ...]
    pages: int
    warnings: tuple[str, ...]


class PrintedBatch(NamedTuple):
    """What one file came to; `name` is what it would be called where it holds one paper alone."""

    pages: int
    warnings: tuple[str, ...]
    name: str


def list_forms(office: Office, entity: str = "") -> list[Form]:
    """Forms of one entity, or all."""
    return [form for form in office.parts(Form) if entity in ("", form.entity)]


def render_forms(
    office: Office, actor: Actor, form: str, records: Sequence[str], folder: Path, *, asked: PaperRequest = BLANK,
    formats: Sequence[str] = FORMATS, blank: bool = False, progress: Callable[[int, int, str], None] | None = None,
) -> list[Rendered]:  # fmt: skip
    """One file per paper and format in the folder, which is made if there is none; with `blank` the empty form too.

    A file that is there already stays: the new one gets a number.
    """
    unknown = [each for each in formats if each not in FORMATS]
    if unknown:
        raise OfficeError(f"不能做成“{unknown[0]}”。", options=FORMATS)
    make_folder(folder)
    found = find_form(office, form)
    papers = choose_papers(office, actor, found, records, asked, blank=blank)
    rendered: list[Rendered] = []
    left: list[NothingToPrint] = []
    for place, paper in enumerate(papers):
        if progress:
            progress(place, len(papers), "正在生成")
        try:
            documents, name = found.make(office, actor, paper)
        except NothingToPrint as error:
            left.append(error)
        else:
            rendered.append(write_documents(documents, paper.record, folder / safe_name(name), formats))
    if left and not rendered:
        raise left[0]
    return tell_left_out(rendered, left)


def make_folder(folder: Path) -> None:
    """The folder is there; OfficeError if it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OfficeError(
            f"建不了“{folder}”这个文件夹：{say_cause(error)}。", todo="换一个文件夹，再试一次。"
        ) from error


def choose_papers(
    office: Office, actor: Actor, form: Form, records: Sequence[str], asked: PaperRequest, *, blank: bool
) -> list[PaperRequest]:
    """What the papers are made of; an empty record among them, or `blank`, stands for the empty form."""
    given = [record for record in records if record]
    empty = [BLANK] if blank or len(given) < len(records) else []
    if empty and not given and asked.is_blank:
        return empty
    return [*form.papers(office, actor, given, asked), *empty]


def tell_left_out(rendered: list[Rendered], left: Sequence[OfficeError]) -> list[Rendered]:
    """Those that have no such paper are said with the first file."""
    if not left:
        return rendered
    first = rendered[0]
    return [replace(first, warnings=(*first.warnings, *(each.what for each in left))), *rendered[1:]]


def write_documents(documents: Sequence[Document], record: str, stem: Path, formats: Sequence[str]) -> Rendered:
    stem = find_free(stem, formats)
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


def find_free(stem: Path, formats: Sequence[str]) -> Path:
    """The name, or with （2） and so on where a file of it may have been edited by hand."""
    number, free = 1, stem
    while any(free.with_name(f"{free.name}.{suffix}").exists() for suffix in formats):
        number += 1
        free = stem.with_name(f"{stem.name}（{number}）")
    return free


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
    office: Office, actor: Actor, form: str, records: Sequence[str], file: Path, asked: PaperRequest = BLANK
) -> PrintedBatch:
    """All papers in one file, each beginning on its own page; records that have no such paper are said."""
    found = find_form(office, form)
    documents: list[Document] = []
    names: list[str] = []
    left: list[NothingToPrint] = []
    for paper in choose_papers(office, actor, found, records, asked, blank=False):
        try:
            made, name = found.make(office, actor, paper)
            documents += made
            names.append(name)
        except NothingToPrint as error:
            left.append(error)
    if left and not documents:
        raise left[0]
    pages, warnings = write_file(documents, file)
    return PrintedBatch(pages, (*warnings, *(each.what for each in left)), names[0] if len(names) == 1 else "")


def find_form(office: Office, form: str) -> Form:
    """The form of this id; OfficeError if there is none."""
    forms = list_forms(office)
    found = next((each for each in forms if each.id == form), None)
    if found is None:
        raise OfficeError(f"没有“{form}”这张表。", options=[f"{each.id}（{each.label}）" for each in forms])
    return found
