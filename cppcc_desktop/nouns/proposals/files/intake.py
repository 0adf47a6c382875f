"""A proposal from a file: what was recognised brought to the office's members, units and codes, and begun as a draft."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, or_, select

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import ATTACHMENT, Actor
from cppcc_desktop.domain.system_errors import say_cause
from cppcc_desktop.importers.people.identity import are_similar, name_key
from cppcc_desktop.nouns.proposals.entity import PROPOSAL
from cppcc_desktop.nouns.proposals.files.people import Person
from cppcc_desktop.nouns.proposals.files.text import ProposalText, read_proposal, shorten
from cppcc_desktop.nouns.units.entity import UNIT
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.stored_files import keep_file
from cppcc_desktop.services.records.attachments import check_file, clean_name
from cppcc_desktop.services.records.drafts import ORIGIN, keep_draft, new_draft_key
from cppcc_desktop.services.records.records import current_plenary, show_record, suggest_records
from db.queries.texts import equals

TEXTS = (
    "title", "collective", "drafter", "contact_person", "contact_phone", "head", "suggested_unit", "analysis",
    "suggestions", "research",
)  # fmt: skip
SEVERAL = 3  # namesakes that are named


@dataclass(frozen=True)
class Namesake:
    """A member a name may mean."""

    id: str
    name: str
    words: str  # 界别 and post, to choose by


@dataclass(frozen=True)
class Recognised:
    """A file as it was read. Nothing is written yet."""

    path: Path
    digest: str
    text: ProposalText
    typed: Mapping[str, Any]  # as the editors of the record page take it
    doubts: Mapping[str, str] = field(default_factory=dict[str, str])  # by field, a sentence each
    notes: tuple[str, ...] = ()  # about the whole
    already: str = ""  # why this seems to be registered
    record: str = ""  # what it seems to be registered as
    candidates: Mapping[str, Sequence[Namesake]] = field(default_factory=dict[str, "Sequence[Namesake]"])

    @property
    def title(self) -> str:
        return str(self.typed.get("title") or "")

    @property
    def sponsor(self) -> str:
        """Who hands it in, as the file says."""
        return self.text.first.name if self.text.first else self.text.value("collective")


def recognise_proposal(
    office: Office, actor: Actor, path: Path, *, cancelled: Callable[[], bool] = lambda: False
) -> Recognised:
    """Read a Word or text file and find its people, units and codes here; OfficeError if it cannot be read."""
    actor.require("record.write")
    text = read_proposal(path, today=office.today(), cancelled=cancelled)
    reading = IntakeReading(office, actor, text)
    reading.read()
    digest = reckon_digest(path)
    already, record = find_registered(office, reading.typed.get("title"), digest)
    return Recognised(
        path, digest, text, reading.typed, reading.doubts, text.doubts, already, record, reading.candidates
    )


class IntakeReading:
    """The typed form of one file's parts, gathered with the doubts about them."""

    def __init__(self, office: Office, actor: Actor, text: ProposalText) -> None:
        self._office, self._actor, self._text = office, actor, text
        self._codes = read_codes(office)
        self.typed: dict[str, Any] = {}
        self.doubts: dict[str, str] = {}
        self.candidates: dict[str, list[Namesake]] = {}

    def read(self) -> None:
        for name in TEXTS:
            if self._text.value(name):
                self.typed[name] = self._text.value(name)
        for name, part in self._text.parts.items():
            if part.doubt and name in PROPOSAL.by_name:
                self.doubts[name] = part.doubt
        self._read_codes()
        self._read_units()
        self._read_first()
        self._read_joint()

    def _read_codes(self) -> None:
        for name in ("form", "category"):
            word = self._text.value(name)
            code = self._codes.find(PROPOSAL.by_name[name].codes, word) if word else None
            if code:
                self.typed[name] = code
            elif word:
                self.doubts[name] = f"文件里写的是“{shorten(word)}”，代码表里没有。"

    def _read_units(self) -> None:
        word = self._text.value("suggested_unit")
        names = [each for each in word.replace("，", "、").replace(",", "、").split("、") if each]
        table = self._office.schema.records[UNIT.name]
        with self._office.read() as connection:
            unknown = [
                each for each in names
                if connection.scalar(
                    select(table.c.id).where(table.c.deleted.is_(None), or_(
                        equals(table.c.name, each), equals(table.c.short, each),
                        table.c.other_names.contains(f'"{each}"', autoescape=True),
                    ))
                ) is None
            ]  # fmt: skip
        if unknown:
            self.doubts["suggested_unit"] = f"承办单位名册里没有“{shorten('、'.join(unknown))}”。"

    def _read_first(self) -> None:
        person = self._text.first
        if person is None:
            return
        found = self._find(person)
        if len(found) == 1:
            self.typed["first_sponsor"] = [found[0].id, found[0].name, found[0].name]
            return
        self.typed["first_sponsor"] = [None, "", person.name]
        self.doubts["first_sponsor"] = tell_person(person, found)
        self.candidates["first_sponsor"] = found

    def _read_joint(self) -> None:
        items: list[list[str]] = []
        open_ones: list[str] = []
        said: list[str] = []
        for person in self._text.joint:
            found = self._find(person)
            if len(found) == 1:
                items.append([found[0].id, found[0].name])
            else:
                open_ones.append(person.name)
                said.append(tell_person(person, found))
                self.candidates.setdefault("joint_sponsors", []).extend(found)
        if items or open_ones:
            self.typed["joint_sponsors"] = {"items": items, "text": "、".join(open_ones)}
        if said:
            self.doubts["joint_sponsors"] = "".join(said[:SEVERAL]) + (
                f"共 {len(said)} 位要核对。" if said[SEVERAL:] else ""
            )

    def _find(self, person: Person) -> list[Namesake]:
        """Members of that name; of several those whose phone, 界别 or post the file names."""
        offered = suggest_records(self._office, self._actor, "member", person.name)
        named = [record for record, words in offered if name_key(words.split(" · ")[0]) == name_key(person.name)]
        records = {each: show_record(self._office, self._actor, "member", each).values for each in named}
        found = [Namesake(each, person.name, self._describe(row)) for each, row in records.items()]
        return self._narrow(person, found, records) if len(found) > 1 else found

    def _describe(self, row: Mapping[str, Any]) -> str:
        """By what namesakes are told apart: 教育界县一中教师."""
        sector = self._codes.label("sector", str(row["sector"])) if row.get("sector") else ""
        return sector + shorten(str(row.get("post") or "")) or "没有写界别和单位"

    def _narrow(
        self, person: Person, found: list[Namesake], records: Mapping[str, Mapping[str, Any]]
    ) -> list[Namesake]:
        sector = self._codes.find("sector", person.sector) if person.sector else None
        tests: tuple[Callable[[Mapping[str, Any]], bool], ...] = (
            lambda row: bool(person.phone) and str(row.get("mobile") or "") == person.phone.replace(" ", "").replace("-", ""),
            lambda row: bool(sector) and row.get("sector") == sector,
            lambda row: bool(person.post) and are_similar(str(row.get("post") or ""), person.post),
        )  # fmt: skip
        for test in tests:
            found = [each for each in found if test(records[each.id])] or found
        return found


def tell_person(person: Person, found: Sequence[Namesake]) -> str:
    """Why a name was not taken for a member."""
    written = f"文件里写的是“{person.name}”，"
    if not found:
        return written + "委员名册里没有这个人。"
    counts = {2: "两", 3: "三", 4: "四"}
    which = "；".join(each.words for each in found[:SEVERAL])
    return f"{written}有{counts.get(len(found), f' {len(found)} ')}位同名委员（{which}），请选一位。"


def reckon_digest(path: Path) -> str:
    """The hash its content would be stored under."""
    hashing = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                hashing.update(piece)
    except OSError as error:
        raise OfficeError(f"“{path.name}”读不出来：{say_cause(error)}。", todo="换个位置再试。") from error
    return hashing.hexdigest()


def find_registered(office: Office, title: object, digest: str) -> tuple[str, str]:
    """A sentence and the proposal, if this file is an attachment of one or the plenary has one of that title."""
    table = office.schema.records[PROPOSAL.name]
    with office.read() as connection:
        record = find_by_digest(office, connection, digest)
        if record:
            return f"这个文件已经登记过：{name_proposal(office, connection, record)}。", record
        query = select(table.c.id).where(
            equals(table.c.title, str(title)), table.c.plenary == current_plenary(office), table.c.deleted.is_(None)
        )
        same = connection.scalar(query.limit(1)) if title else None
        if same:
            return f"本次会议已经有一件案由相同的：{name_proposal(office, connection, same)}。", same
    return "", ""


def find_by_digest(office: Office, connection: Connection, digest: str) -> str:
    files, table = office.schema.records[ATTACHMENT.name], office.schema.records[PROPOSAL.name]
    query = (
        select(table.c.id)
        .join(files, files.c.record == table.c.id)
        .where(files.c.digest == digest, files.c.deleted.is_(None), table.c.deleted.is_(None))
    )
    return connection.scalar(query.limit(1)) or ""


def name_proposal(office: Office, connection: Connection, record: str) -> str:
    """第050号“关于……的建议”."""
    table = office.schema.records[PROPOSAL.name]
    query = select(table.c.docket_no, table.c.intake_no, table.c.title).where(table.c.id == record)
    row = connection.execute(query).one()
    number = f"第{row.docket_no}号" if row.docket_no else f"收件号 {row.intake_no} " if row.intake_no else ""
    return f"{number}“{row.title}”"


def start_draft(office: Office, actor: Actor, recognised: Recognised) -> str:
    """Begin a new proposal with all that was recognised, not saved; returns the key of the draft.

    The file is kept, to become an attachment with the first save (attach_origin).
    """
    actor.require("record.write")
    size = check_file(recognised.path)
    digest, _ = keep_file(office, recognised.path)
    if digest != recognised.digest:
        raise OfficeError(f"“{recognised.path.name}”刚被改过。", todo="重新选一次这个文件。")
    key = new_draft_key()
    origin = {
        "name": clean_name(recognised.path.name), "digest": digest, "size": size, "doubts": dict(recognised.doubts),
        "notes": [*recognised.notes, *([recognised.already] if recognised.already else [])],
    }  # fmt: skip
    keep_draft(office, actor, PROPOSAL.name, key, {**recognised.typed, ORIGIN: origin})
    return key
