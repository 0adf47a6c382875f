"""Official forms: what a record says, set on paper as Word and PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.exporters.document import Document
from cppcc_desktop.nouns.members.entity import MEMBERS
from cppcc_desktop.nouns.proposals.entity import PROPOSAL, PROPOSALS
from cppcc_desktop.nouns.proposals.papers.notice_records import (
    Made,
    NothingToPrint,
    find_batches,
    make_assignment_notice,
    make_decline_notice,
    make_reminder_letter,
)
from cppcc_desktop.nouns.proposals.papers.sheet import (
    PUBLICITY,
    CollectiveSponsor,
    JointSponsor,
    ProposalSheet,
    Sponsor,
    build_proposal_sheet,
)  # fmt: skip
from cppcc_desktop.services.forms.words import long_date, plenary_heading, safe_name
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.records import Record, current_plenary, show_record
from cppcc_desktop.services.records.titles import word_rows

__all__ = ["FORMATS", "FORMS", "Form", "Rendered", "list_forms", "long_date", "plenary_heading", "print_batch",
           "render_forms", "safe_name", "write_file"]  # fmt: skip

FORMATS = ("docx", "pdf")


def keep_each(_office: Office, _actor: Actor, records: Sequence[str]) -> list[str]:
    """One paper for each record."""
    return list(records)


@dataclass(frozen=True)
class Form:
    """A form that can be printed, and the entity it is printed from.

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


def list_forms(_office: Office, entity: str = "") -> list[Form]:
    """Forms of one entity, or all."""
    return [form for form in FORMS if entity in ("", form.entity)]


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
    found = find_form(form)
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
    found = find_form(form)
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


def find_form(form: str) -> Form:
    """The form of this id; OfficeError if there is none."""
    found = next((each for each in FORMS if each.id == form), None)
    if found is None:
        raise OfficeError(f"没有“{form}”这张表。", todo="可用：" + "、".join(each.id for each in FORMS))
    return found


def make_proposal_sheet(office: Office, actor: Actor, record: str) -> Made:
    """The 提案表 of a proposal, or the empty one."""
    if not record:
        sheet = ProposalSheet.blank(plenary_heading(office, current_plenary(office)))
        return (build_proposal_sheet(replace(sheet, form_choices=form_choices(office))),), "提案表（空白）"
    found = show_record(office, actor, PROPOSAL.name, record)
    number = found.values["docket_no"] or found.values["intake_no"] or record[-6:]
    sheet = fill_proposal_sheet(office, actor, found)
    return (build_proposal_sheet(sheet),), f"提案表-{number}-{found.values['title']}"


def fill_proposal_sheet(office: Office, actor: Actor, found: Record) -> ProposalSheet:
    """Everything a 提案表 prints of a proposal, as text."""
    values = found.values
    words = word_rows(office, PROPOSALS.fields, [values], reveal=True)[0]
    sponsors = read_people(office, actor, [str(values["first_sponsor"])] if values["first_sponsor"] else [])
    joint = values["joint_sponsors"]
    people = read_people(office, actor, joint if isinstance(joint, list) else [])
    return ProposalSheet(
        plenary=plenary_heading(office, str(values["plenary"] or "")), intake_no=words["intake_no"],
        docket_no=f"第{words['docket_no']}号" if words["docket_no"] else "", category=words["category"], title=words["title"], form=words["form"],
        sponsor=Sponsor(**pick(sponsors[0], SPONSOR_FIELDS)) if sponsors else name_sponsor(values),
        joint=tuple(JointSponsor(**pick(each, JOINT_FIELDS)) for each in people),
        collective=CollectiveSponsor(**pick(words, COLLECTIVE_FIELDS)) if values["collective"] else None,
        publicity=PUBLICITY[0 if values["may_be_published"] else 1] if values["may_be_published"] is not None else "", suggested_unit=words["suggested_unit"],
        situation=words["analysis"], suggestion=words["suggestions"], research=words["research"],
        form_choices=form_choices(office),
        date=long_date(str(values["received_on"] or "")),
    )  # fmt: skip


def name_sponsor(values: Row) -> Sponsor | None:
    """The first of the names a register gave, while there is no card."""
    first = str(values.get("sponsor_text") or "").partition("、")[0]
    return Sponsor(name=first) if first and not values.get("collective") else None


def form_choices(office: Office) -> tuple[str, ...]:
    """The forms of proposal this office offers."""
    return tuple(code.label for code in read_codes(office).entries("proposal_form"))


SPONSOR_FIELDS = {
    "name": "name", "sector": "sector", "special_committee": "special_committee", "post": "post",
    "address": "address", "postcode": "postcode", "phone": "mobile",
}  # fmt: skip
COLLECTIVE_FIELDS = {
    "name": "collective", "writer": "drafter", "contact": "contact_person", "phone": "contact_phone", "head": "head",
}  # fmt: skip
JOINT_FIELDS = {"name": "name", "sector": "sector", "unit": "post", "phone": "mobile"}


def pick(words: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    return {mine: words[theirs] for mine, theirs in names.items()}


def read_people(office: Office, actor: Actor, ids: Sequence[str]) -> list[dict[str, str]]:
    """Members as their cards say, in the order given; phones are printed in full on official forms."""
    rows: list[Row] = [show_record(office, actor, "member", each).values for each in ids]
    return word_rows(office, MEMBERS.fields, rows, reveal=True)


FORMS = (
    Form("proposal_sheet", "提案表", PROPOSAL.name, make_proposal_sheet),
    Form("proposal_decline", "不予立案告知单", PROPOSAL.name, make_decline_notice),
    Form("assignment_notice", "提案交办通知", "assignment", make_assignment_notice, find_batches),
    Form("reminder_letter", "催办函", "unit", make_reminder_letter),
)
