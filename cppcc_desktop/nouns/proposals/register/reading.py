"""A 提案台账 held against the cases that are here: what each row tells, what it would add, and where it disagrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from sqlalchemy import Connection, select

from cppcc_desktop.domain.cases.situation import Situation
from cppcc_desktop.domain.description.fields import Field, Kind, Row, Value
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.importers.people.designations import fold
from cppcc_desktop.importers.people.identity import Match
from cppcc_desktop.importers.people.identity import MatchKind as Found
from cppcc_desktop.importers.tables.headers import Mapping as Columns
from cppcc_desktop.importers.tables.rows import Doubt, ImportRow
from cppcc_desktop.nouns.proposals.case import ProposalCase, call_case
from cppcc_desktop.nouns.proposals.entity import PROPOSAL
from cppcc_desktop.nouns.proposals.records import RECORDS
from cppcc_desktop.nouns.proposals.register.bringing import differ, view
from cppcc_desktop.nouns.proposals.register.entry import ASIDE, GRADED, LABEL, FileReading, RegisterEntry, read_entry
from cppcc_desktop.nouns.proposals.register.match import Cases, match_rows
from cppcc_desktop.nouns.proposals.register.names import People, Plenaries, UnitNames, find_ground, tell_plenary, used
from cppcc_desktop.nouns.proposals.register.words import fold_number
from cppcc_desktop.nouns.proposals.register_columns import REGISTER
from cppcc_desktop.services.imports.compare import (
    CHANGED,
    DOUBT,
    NEW,
    SAME,
    Candidate,
    Compared,
    FieldChange,
    Newcomer,
    PreviewRow,
    all_ids,
)
from cppcc_desktop.services.office.codes import CodeLists, read_codes
from cppcc_desktop.services.office.office import Office, new_id
from cppcc_desktop.services.office.sealing import closing_days
from cppcc_desktop.services.office.settings import read_settings
from cppcc_desktop.services.records.records import as_list, current_plenary, load_row
from cppcc_desktop.services.records.titles import read_titles, word_value
from db.chunks import chunked

SHOWN = ("docket_no", "first_sponsor", "state")  # columns that tell the rows of a preview apart
READ = ("step", "review", "assignment", "extension", "contact", "reply", "feedback", "key_case", "award")
CHILDREN = {each.name: each for each in RECORDS}
COLLATED = ("joint_sponsors",)  # lists a register may tell only a part of
ORDER = {spec.name: place for place, spec in enumerate(REGISTER, start=1)}
NOT_COMPARED = ("plenary", "intake_period", "names")
SPECS: Mapping[str, Field] = {
    **{spec.name: spec for spec in REGISTER}, **PROPOSAL.by_name,
    "chosen_how": Field(name="chosen_how", label="确定方式"), "award_words": Field(name="award_words", label="表彰说明"),
    "contact_method": Field(name="contact_method", label="面商方式", kind=Kind.CODE, codes="contact_method"),
}  # fmt: skip


def compare_register(
    office: Office, module: Module, rows: Sequence[ImportRow], columns: Columns, given: Mapping[str, str]
) -> Compared:
    """Every row judged, the units it would make, and what should be known of the file as a whole."""
    return Register.load(office, module, columns, given).compare(rows)


@dataclass
class Register:
    """Everything stored that the rows of a register are compared with."""

    office: Office
    module: Module
    columns: Columns
    given: Mapping[str, str]  # what holds for every row: the plenary, if no column says
    codes: CodeLists
    units: UnitNames
    people: People
    plenaries: Plenaries
    members: Mapping[str, str]
    sealed: Mapping[str, str]
    reading: FileReading
    ids: frozenset[str]
    told: Counter[str] = field(default_factory=Counter[str])  # what is said once for the whole file

    @classmethod
    def load(cls, office: Office, module: Module, columns: Columns, given: Mapping[str, str]) -> Register:
        current = current_plenary(office)
        with office.read() as connection:
            settings = read_settings(office, connection, office.today().isoformat())
            members = read_titles(office, connection, "member", all_ids(office, connection, "member"))
            codes = read_codes(office)
            return cls(
                office, module, columns, given, codes, UnitNames.load(office, connection),
                People.load(office, connection), Plenaries.load(office, connection, current), members,
                closing_days(office, connection),
                FileReading(
                    office.today(), codes, int(settings["docket_width"]), "signed_on" in columns.columns,
                    "form" in columns.columns,
                ),
                frozenset(all_ids(office, connection, PROPOSAL.name)),
            )  # fmt: skip

    def compare(self, rows: Sequence[ImportRow]) -> Compared:
        read = [self.read(row) for row in rows]
        good = [
            (row, entry) for row, entry in zip(rows, read, strict=True) if not row.blocked and not self.why_not(entry)
        ]
        take_lead_numbers(entry for _, entry in good)
        with self.office.read() as connection:
            known = read_cases(self.office, connection, {str(entry.values["plenary"]) for _, entry in good})
        cases = Cases(known, self.members)
        matches = match_rows([entry.values for _, entry in good], [row.number for row, _ in good], cases)
        made = {
            row.number: new_id() for (row, _), match in zip(good, matches, strict=True) if match.kind is not Found.SAME
        }
        self.find_targets(good, matches, made, cases)
        wanted = {match.record for match in matches if match.record} | {
            c for match in matches for c in match.candidates
        }
        with self.office.read() as connection:
            stored = read_whole(self.office, connection, [row for row in known if row["id"] in wanted])
        self.titles["proposal"] |= {str(row["id"]): call_case(row) for row in known}
        by_number = {row.number: match for (row, _), match in zip(good, matches, strict=True)}
        judged = [
            self.refuse_sealed(
                row, entry, self.judge(row, entry, by_number.get(row.number), made.get(row.number, ""), stored)
            )
            for row, entry in zip(rows, read, strict=True)
        ]
        return Compared(tuple(judged), self.ids, self.newcomers(judged), tuple(self.sentences()), SHOWN)

    # one row

    def read(self, row: ImportRow) -> RegisterEntry:
        """What the row tells, with ids for the names it holds."""
        entry = read_entry(row.values, self.reading)
        self.put_plenary(entry, str(row.values.get("plenary") or ""))
        self.put_people(entry)
        self.put_units(entry)
        if entry.ground:
            code = find_ground(self.codes, entry.ground)
            if code:
                entry.values["ground"] = code
            else:
                entry.values["conclusion"] = f"{entry.values.get('conclusion') or '不予立案'}：{entry.ground}"
                entry.notes.append("不予立案理由代码表里没有，照原话写进了审查意见。")
        return entry

    def put_plenary(self, entry: RegisterEntry, said: str) -> None:
        key = self.plenaries.find(said) if said else self.given.get("plenary") or self.plenaries.current
        if not key:
            entry.unread["plenary"] = (
                f"看不出“{said}”是哪一次会议，这一行不导入。在“系统设置”的“届次”里登记那次会议的日期，再核对一遍。"
            )
        entry.values["plenary"] = key or None

    def put_people(self, entry: RegisterEntry) -> None:
        """Members by their names; while one has no card here, the names stand as the register writes them."""
        found = [(name, *self.people.find(name)) for name in entry.names]
        ids = [record for _, record, _ in found]
        if not found:
            return
        first = ids[0] if not entry.values.get("collective") else ""
        if first:
            entry.values["first_sponsor"] = first
        rest = [record for record in (ids if entry.values.get("collective") else ids[1:]) if record]
        if rest:
            entry.values["joint_sponsors"] = list(dict.fromkeys(rest))
        if not all(ids):
            entry.values["sponsor_text"] = "、".join(entry.names)[:200]
            for name, record, count in found:
                if not record:
                    self.told["several" if count else "unknown"] += 1
                    why = f"有 {count} 位同名，分不出是哪一位" if count else "还没有委员卡"
                    entry.notes.append(f"提案人“{name}”{why}，先照台账写法记下。")

    def put_units(self, entry: RegisterEntry) -> None:
        roles: dict[str, list[str]] = {}
        for name, role in entry.units:
            if len(name) > 60:
                entry.unread["lead_unit"] = f"单位名称“{name[:20]}…”太长，这一格没有读。"
            else:
                roles.setdefault(role, []).append(self.units.find(name))
        if roles.get("lead"):
            entry.values["lead_unit"] = roles["lead"][0]
        for role, name in (("separate", "separate_units"), ("assist", "assist_units")):
            if roles.get(role):
                entry.values[name] = list(dict.fromkeys(roles[role]))

    def find_targets(
        self,
        rows: Sequence[tuple[ImportRow, RegisterEntry]],
        matches: Sequence[Match],
        made: Mapping[int, str],
        cases: Cases,
    ) -> None:
        """Which case another was merged into, in the file and among those that are here."""
        own: dict[tuple[str, str], list[str]] = {}
        for (row, entry), match in zip(rows, matches, strict=True):
            record = match.record or made.get(row.number, "")
            plenary = str(entry.values["plenary"])
            self.titles["proposal"][record] = call_case(entry.values)
            words = [
                fold_number(str(entry.values[name])) for name in ("docket_no", "intake_no") if entry.values.get(name)
            ]
            for word in {*words, fold(entry.values.get("title"))}:
                own.setdefault((plenary, word), []).append(record)
        for (row, entry), match in zip(rows, matches, strict=True):
            if entry.state != "merged":
                continue
            mine = match.record or made.get(row.number, "")
            found = self.find_target(entry, own, cases) - {mine} if entry.target else set[str]()
            if len(found) == 1:
                entry.values["merged_into"] = next(iter(found))
            else:
                self.doubt_target(entry, len(found))

    def find_target(self, entry: RegisterEntry, own: Mapping[tuple[str, str], list[str]], cases: Cases) -> set[str]:
        plenary, target = str(entry.values["plenary"]), entry.target
        width = self.reading.docket_width
        numbers = (fold_number(target), fold_number(target.zfill(width) if target.isdecimal() else target))
        for word in (*numbers, fold(target)):
            if (plenary, word) in own:
                return set(own[plenary, word])
        here = cases.numbered(plenary, target) or cases.titled(plenary, target)
        return {str(row["id"]) for row in here}

    def doubt_target(self, entry: RegisterEntry, count: int) -> None:
        said = f"“{entry.target}”" if entry.target else ""
        why = f"{said}对得上 {count} 件" if count else f"没有找到{said}" if said else "没有写并入哪一件"
        entry.unread["merged_into"] = f"{why}；先记为已并案，并入哪一件空着，以后可以补。"

    def why_not(self, entry: RegisterEntry) -> str:
        """Why a row cannot be taken at all."""
        return "" if entry.values.get("plenary") else entry.unread["plenary"]

    def refuse_sealed(self, row: ImportRow, entry: RegisterEntry, judged: PreviewRow) -> PreviewRow:
        """Cases of a sealed plenary stay as they are; a row that says the same is as good as ever."""
        key = str(entry.values.get("plenary") or "")
        if judged.result == SAME or key not in self.sealed:
            return judged
        reason = f"{tell_plenary(key)}的提案已于 {self.sealed[key]} 封存，不再登记。"
        doubt = self.doubt(row, entry, "title", reason, blocking=True)
        return replace(judged, result=DOUBT, reason=reason, blocked=True, doubts=(*row.doubts, doubt))

    # judging

    def judge(
        self, row: ImportRow, entry: RegisterEntry, match: Match | None, made: str, stored: Mapping[str, ProposalCase]
    ) -> PreviewRow:
        doubts = (*row.doubts, *(self.doubt(row, entry, name, why) for name, why in entry.unread.items()))
        plain = PreviewRow(
            row.number, NEW, entry.values, self.tell(entry.values), doubts=doubts, made=made,
            notes=(*row.notes, *entry.notes), more=row.more,
        )  # fmt: skip
        if match is None:
            reason = next((each.reason for each in row.doubts if each.blocking), "") or self.why_not(entry)
            more = () if row.blocked else (self.doubt(row, entry, "title", reason, blocking=True),)
            return replace(plain, result=DOUBT, reason=reason, blocked=True, doubts=(*row.doubts, *more))
        if match.kind is Found.DOUBT:
            doubts = (*doubts, self.doubt(row, entry, "title", match.reason, blocking=True))
            found = tuple(self.describe(stored[record], row, entry) for record in match.candidates if record in stored)
            return replace(plain, result=DOUBT, reason=match.reason, candidates=found, doubts=doubts)
        if match.kind is Found.NEW:
            self.told["merged"] += entry.state == "merged" and not entry.values.get("merged_into")
            return plain
        changes, unticked = self.differ(stored[match.record], row, entry)
        result = CHANGED if changes else SAME
        return replace(plain, result=result, record=match.record, changes=changes, unticked=unticked, made="", notes=())

    def doubt(self, row: ImportRow, entry: RegisterEntry, name: str, reason: str, *, blocking: bool = False) -> Doubt:
        labels = {spec.name: spec.label for spec in self.columns.fields}
        column = self.columns.describe_column(name) if name in self.columns.columns else labels.get(name, "")
        value = str(row.values.get(name) or entry.values.get("title") or "")
        codes = GRADED.get(name)
        asks = ((codes, value),) if codes and name in entry.unread and value else ()
        return Doubt(row.number, column, value, reason, blocking, name, asks)

    def differ(
        self, case: ProposalCase, row: ImportRow, entry: RegisterEntry
    ) -> tuple[tuple[FieldChange, ...], frozenset[str]]:
        """Fields the row adds or tells otherwise; those it contradicts are not ticked."""
        added, other = differ(case, entry.values)
        changes = [self.change(case, name, value) for name, value in {**added, **other}.items() if name != "contacted"]
        for name, value in entry.values.items():
            spec = PROPOSAL.by_name.get(name)
            if spec is None or name in added or name in other or value is None:
                continue
            if self.is_news(spec, case.record.get(name), value, row, case):
                changes.append(self.change(case, name, value))
        return tuple(sorted(changes, key=lambda each: ORDER.get(each.field, 0))), frozenset(other)

    def is_news(self, spec: Field, now: Value, value: Value, row: ImportRow, case: ProposalCase) -> bool:
        """Whether a field people edit says something else. A spelling is no change, nor is a part of a list."""
        name = spec.name
        if not (spec.editable or name == "sponsor_text") or name in NOT_COMPARED:
            return False
        if name == "form" and now is not None and name not in row.values:
            return False
        if name == "sponsor_text":
            return now is None and not case.record.get("first_sponsor")
        if name in COLLATED:
            return not set(as_list(value)) <= set(as_list(now) if now else [])
        return fold(value) != fold(now) if name in ("title", "collective") else value != now

    def change(self, case: ProposalCase, name: str, value: Value) -> FieldChange:
        stored = view(case).get(name, case.record.get(name))
        shown = None if name == "remark" else stored
        return FieldChange(name, SPECS[name].label, self.tell_one(name, shown), self.tell_one(name, value), stored)

    def describe(self, case: ProposalCase, row: ImportRow, entry: RegisterEntry) -> Candidate:
        told = self.tell({name: case.record.get(name) for name in self.module.columns})
        words = " · ".join(
            told[name] for name in ("docket_no", "first_sponsor", "lead_unit", "state") if told.get(name)
        )
        return Candidate(case.id, told["title"], words, self.differ(case, row, entry)[0])

    # words

    @cached_property
    def titles(self) -> dict[str, dict[str, str]]:
        return {"member": dict(self.members), "proposal": {}, "unit": self.units.titles}

    def tell(self, values: Row) -> dict[str, str]:
        """What a row amounts to, as a person reads it."""
        told = {name: self.tell_one(name, value) for name, value in values.items() if name in SPECS}
        told.setdefault("title", "")
        if not told.get("first_sponsor"):
            told["first_sponsor"] = str(values.get("collective") or values.get("sponsor_text") or "")
        return told

    def tell_one(self, name: str, value: Value) -> str:
        if name == "state":
            return LABEL.get(str(value), "") if value else ""
        if name == "plenary" and value:
            return tell_plenary(str(value))
        spec = SPECS[name]
        return word_value(spec, value, self.codes, self.titles.get(spec.target, {}))

    def newcomers(self, rows: Iterable[PreviewRow]) -> tuple[Newcomer, ...]:
        """New units that rows name which can be written."""
        ids = {each for row in rows if not row.blocked for name in ("lead_unit", "separate_units", "assist_units")
               if row.values.get(name) for each in as_list(row.values[name])}  # fmt: skip
        return used(self.units.made.values(), ids)

    def sentences(self) -> Iterable[str]:
        if self.told["unknown"]:
            yield f"{self.told['unknown']} 处提案人还没有委员卡，先照台账写法记下；以后导入了委员名册，可以一次连上。"
        if self.told["several"]:
            yield f"{self.told['several']} 处提案人有同名的委员，先照台账写法记下，在提案里选定是哪一位。"
        if self.told["merged"]:
            yield f"{self.told['merged']} 件并案没有找到并入哪一件，先记为已并案。"


def take_lead_numbers(entries: Iterable[RegisterEntry]) -> None:
    """A merged case often carries the 案号 of the one it went into: that is where it went, not its own."""
    entries = list(entries)
    leads = {(entry.values["plenary"], fold_number(str(entry.values["docket_no"]))) for entry in entries
             if entry.values.get("docket_no") and entry.state not in ASIDE}  # fmt: skip
    for entry in entries:
        number = str(entry.values.get("docket_no") or "")
        if entry.state != "merged" or not number:
            continue
        if (entry.values["plenary"], fold_number(number)) in leads:
            entry.target = entry.target or number
            del entry.values["docket_no"]
        elif entry.target and fold_number(entry.target) == fold_number(number):
            del entry.values["docket_no"]


def read_cases(office: Office, connection: Connection, plenaries: set[str]) -> list[Row]:
    """The proposals of these plenaries that stand for themselves."""
    table = office.schema.records[PROPOSAL.name]
    query = select(table).where(
        table.c.plenary.in_(sorted(plenaries)), table.c.deleted.is_(None), table.c.same_as.is_(None)
    )
    return [load_row(PROPOSAL.fields, row) for row in connection.execute(query).mappings()]


def read_whole(office: Office, connection: Connection, rows: Sequence[Row]) -> dict[str, ProposalCase]:
    """Cases with those of their records that a register speaks of, by id."""
    children: dict[str, dict[str, list[Row]]] = {str(row["id"]): {kind: [] for kind in READ} for row in rows}
    ids = list(children)
    for kind in READ:
        table, entity = office.schema.records[kind], CHILDREN[kind]
        for chunk in chunked(ids):
            query = select(table).where(table.c.proposal.in_(chunk), table.c.deleted.is_(None))
            for row in connection.execute(query.order_by(table.c.id)).mappings():
                children[row["proposal"]][kind].append(load_row(entity.fields, row))
    codes = read_codes(office)
    return {str(row["id"]): make_case(office, row, children[str(row["id"])], codes) for row in rows}


def make_case(office: Office, row: Row, children: Mapping[str, Sequence[Row]], codes: CodeLists) -> ProposalCase:
    return ProposalCase(Situation(row, children, {}, office.today(), traits=codes.traits(), ranks=codes.ranks), new_id)
