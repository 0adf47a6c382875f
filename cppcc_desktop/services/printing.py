"""Official forms: what a record says, set on paper as Word and PDF."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.fields import Row
from cppcc_desktop.domain.members import MEMBERS
from cppcc_desktop.domain.office import Actor, Plenary, chinese_number
from cppcc_desktop.domain.proposals import PROPOSAL, PROPOSALS
from cppcc_desktop.exporters.forms import Document
from cppcc_desktop.exporters.proposal_sheet import (
    PUBLICITY,
    CollectiveSponsor,
    JointSponsor,
    ProposalSheet,
    Sponsor,
    build_proposal_sheet,
)  # fmt: skip
from cppcc_desktop.services.codes import read_codes
from cppcc_desktop.services.office import Office
from cppcc_desktop.services.records import Record, current_plenary, show_record
from cppcc_desktop.services.summary import read_committee
from cppcc_desktop.services.titles import word_rows

FORMATS = ("docx", "pdf")


@dataclass(frozen=True)
class Form:
    """A form that can be printed, and the entity it is printed from."""

    id: str
    label: str
    entity: str


@dataclass(frozen=True)
class Rendered:
    """The files made for one record; `record` is empty for a blank form."""

    record: str
    files: tuple[Path, ...]
    pages: int
    warnings: tuple[str, ...]


FORMS = (Form("proposal_sheet", "提案表", PROPOSAL.name),)


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
    rendered: list[Rendered] = []
    wanted: list[str] = [*records, ""] if blank else [*records]
    for place, record in enumerate(wanted):
        if progress:
            progress(place, len(records), "正在生成")
        document, name = make_document(office, actor, form, record)
        rendered.append(write_document(document, record, folder / name, formats))
    return rendered


def write_document(document: Document, record: str, stem: Path, formats: Sequence[str]) -> Rendered:
    files: list[Path] = []
    warnings: dict[str, None] = {}
    pages = 0
    for suffix in formats:
        file = stem.with_name(f"{stem.name}.{suffix}")
        written = write_file([document], file)
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
    """All records in one file, each beginning on its own page."""
    documents = [make_document(office, actor, form, record)[0] for record in records]
    return write_file(documents, file)


def make_document(office: Office, actor: Actor, form: str, record: str) -> tuple[Document, str]:
    """The finished document of one record (blank if empty), and the name its file gets."""
    if form != "proposal_sheet":
        raise OfficeError(f"没有“{form}”这张表。")
    if not record:
        return build_proposal_sheet(
            replace(
                ProposalSheet.blank(plenary_heading(office, current_plenary(office))), form_choices=form_choices(office)
            )
        ), "提案表（空白）"
    found = show_record(office, actor, PROPOSAL.name, record)
    sheet = fill_proposal_sheet(office, actor, found)
    number = found.values["docket_no"] or found.values["intake_no"] or record[-6:]
    return build_proposal_sheet(sheet), safe_name(f"提案表-{number}-{found.values['title']}")


def safe_name(text: str) -> str:
    """A file name that every file system takes: no reserved characters, at most 60 characters."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", text)[:60].strip(" .")


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
        sponsor=Sponsor(**pick(sponsors[0], SPONSOR_FIELDS)) if sponsors else None,
        joint=tuple(JointSponsor(**pick(each, JOINT_FIELDS)) for each in people),
        collective=CollectiveSponsor(name=words["collective"]) if values["collective"] else None,
        publicity=PUBLICITY[0 if values["may_be_published"] else 1] if values["may_be_published"] is not None else "", suggested_unit=words["suggested_unit"],
        situation=words["analysis"], suggestion=words["suggestions"], research=words["research"],
        form_choices=form_choices(office),
        date=long_date(str(values["received_on"] or "")),
    )  # fmt: skip


def form_choices(office: Office) -> tuple[str, ...]:
    """The forms of proposal this office offers."""
    return tuple(code.label for code in read_codes(office).entries("proposal_form"))


SPONSOR_FIELDS = {
    "name": "name", "sector": "sector", "special_committee": "special_committee", "post": "post",
    "address": "address", "postcode": "postcode", "phone": "mobile",
}  # fmt: skip
JOINT_FIELDS = {"name": "name", "sector": "sector", "unit": "post", "phone": "mobile"}


def pick(words: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    return {mine: words[theirs] for mine, theirs in names.items()}


def read_people(office: Office, actor: Actor, ids: Sequence[str]) -> list[dict[str, str]]:
    """Members as their cards say, in the order given; phones are printed in full on official forms."""
    rows: list[Row] = [show_record(office, actor, "member", each).values for each in ids]
    return word_rows(office, MEMBERS.fields, rows, reveal=True)


def plenary_heading(office: Office, key: str) -> str:
    """政协示例县第十届委员会第三次会议."""
    name = read_committee(office).name
    if not key:
        return name
    plenary = Plenary.parse(key)
    head = name.removesuffix("委员会")
    return f"{head}第{chinese_number(plenary.term)}届委员会第{chinese_number(plenary.number)}次会议"


def long_date(text: str) -> str:
    """2026-03-05 → 2026年3月5日, as GB/T 9704 writes it."""
    if not text:
        return ""
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"
