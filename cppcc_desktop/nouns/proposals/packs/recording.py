"""收回办理表: what came back held against what is recorded, shown, and recorded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import Connection

from cppcc_desktop.domain.description.fields import Row, Value
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.domain.system_errors import say_cause
from cppcc_desktop.nouns.proposals.grants import HANDLE
from cppcc_desktop.nouns.proposals.life import WORKFLOW
from cppcc_desktop.nouns.proposals.packs.making import Handed, read_made
from cppcc_desktop.nouns.proposals.packs.parts import PackColumn
from cppcc_desktop.nouns.proposals.packs.reading import FilledPack, FilledRow, Filling, read_pack_file
from cppcc_desktop.services.cases.lives import find_life, name_stages
from cppcc_desktop.services.cases.steps import StepLine, check_lines, record_lines
from cppcc_desktop.services.office.backups import back_up_before
from cppcc_desktop.services.office.codes import CodeLists, read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.attachments import attach_content
from cppcc_desktop.services.records.records import read_children
from cppcc_desktop.services.records.titles import read_titles

Progress = Callable[[int, int, str], None]
NEW, SAME, OTHER, REFUSED = "new", "same", "other", "refused"


@dataclass(frozen=True)
class PackLine:
    """One step of one case as the preview shows it."""

    line: StepLine
    label: str
    words: str
    result: str  # new | same (recorded already) | other (recorded already, otherwise) | refused
    why: str = ""


@dataclass(frozen=True)
class PackCase:
    """One row of a file: its steps, and what of it was not taken."""

    key: str  # the assignment
    number: int
    unit: str
    proposal: str
    docket_no: str
    title: str
    lines: tuple[PackLine, ...]
    notes: tuple[str, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict[str, str])  # column → what stands in the cell

    def count(self, result: str) -> int:
        return sum(line.result == result for line in self.lines)

    @property
    def can_record(self) -> bool:
        return any(line.result == NEW for line in self.lines)


@dataclass(frozen=True)
class Returned:
    """A file that came back, checked. Nothing is recorded yet."""

    path: Path
    unit: str
    filled_by: str
    cases: tuple[PackCase, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unread:
    """A file that could not be taken."""

    path: Path
    error: OfficeError


@dataclass(frozen=True)
class RecordedPacks:
    """What was written: cases and steps, and the steps that were refused after all."""

    cases: int
    steps: int
    left: tuple[Returned, ...] = ()  # the files with what the unit has to put right

    @property
    def refused(self) -> int:
        return sum(case.count(REFUSED) for each in self.left for case in each.cases)


def read_unit_pack(office: Office, actor: Actor, path: Path, *, progress: Progress | None = None) -> Returned:
    """Read one file and say what it would record; OfficeError for a file that is none of ours."""
    return check_packs(office, actor, [read_pack_file(office, actor, path, progress)])[0]


def read_unit_packs(
    office: Office, actor: Actor, paths: Sequence[Path], *, progress: Progress | None = None
) -> tuple[list[Returned], list[Unread]]:
    """Several files together, the newest first where two speak of one case; those that cannot be taken say why."""
    packs: list[FilledPack] = []
    unread: list[Unread] = []
    for place, path in enumerate(paths):
        if progress:
            progress(place, len(paths), "正在读")
        try:
            packs.append(read_pack_file(office, actor, path, progress))
        except OfficeError as error:
            if type(error) is not OfficeError:
                raise
            unread.append(Unread(path, error))
    packs.sort(key=lambda pack: pack.path.stat().st_mtime, reverse=True)
    return check_packs(office, actor, packs), unread


def check_packs(office: Office, actor: Actor, packs: Sequence[FilledPack]) -> list[Returned]:
    """What each file would record, tried on the database as it is and taken back again."""
    codes = read_codes(office)
    seen: dict[str, tuple[str, FilledRow]] = {}
    returned: list[Returned] = []
    with office.read() as connection:
        for pack in packs:
            cases = [compare_row(office, connection, codes, row, seen.get(row.id)) for row in pack.rows]
            seen |= {row.id: (pack.path.name, row) for row in reversed(pack.rows) if row.id not in seen}
            returned.append(Returned(pack.path, pack.unit, pack.filled_by, tuple(cases), pack.notes))
    lines = [line.line for each in returned for case in each.cases for line in case.lines if line.result == NEW]
    told = {id(each.line): each.refusal for each in check_lines(office, actor, lines)}
    return [replace(each, cases=tuple(mark_refused(case, told) for case in each.cases)) for each in returned]


def mark_refused(case: PackCase, told: dict[int, OfficeError | None]) -> PackCase:
    """The case with what the rules of the office say against its steps."""
    lines = [
        replace(line, result=REFUSED, why=f"{line.line.place}：{error.what}{error.todo}")
        if (error := told.get(id(line.line))) is not None
        else line
        for line in case.lines
    ]
    return replace(case, lines=tuple(lines))


def mark_recorded(case: PackCase, taken: Collection[int]) -> PackCase:
    """The case after its new steps were recorded."""
    lines = [replace(line, result=SAME) if id(line.line) in taken else line for line in case.lines]
    return replace(case, lines=tuple(lines))


def compare_row(
    office: Office, connection: Connection, codes: CodeLists, row: FilledRow, before: tuple[str, FilledRow] | None
) -> PackCase:
    """The steps of a row, each held against what is recorded and against a newer file with the same case."""
    titles = read_titles(
        office, connection, "unit",
        {
            str(each.entered[column.asked]) for each in row.fillings for column in each.step.columns
            if column.target == "unit" and each.entered.get(column.asked)
        },
    )  # fmt: skip
    lines = [make_line(office, connection, codes, row, each, before, titles) for each in row.fillings]
    case = row.handed.case
    return PackCase(
        row.id, row.number, row.unit, str(case["id"]), str(case["docket_no"] or ""), str(case["title"]), tuple(lines),
        row.notes, row.written,
    )  # fmt: skip


def make_line(
    office: Office, connection: Connection, codes: CodeLists, row: FilledRow, filling: Filling,
    before: tuple[str, FilledRow] | None, titles: dict[str, str],
) -> PackLine:  # fmt: skip
    move = filling.step.move
    entered = {**filling.entered, "unit": row.handed.row["unit"]}
    if WORKFLOW.on_paper in move.asks:
        entered[WORKFLOW.on_paper] = True
    place = f"第 {row.number} 行"
    line = StepLine("proposal", str(row.handed.case["id"]), move.name, entered, place)
    words = tell_filling(codes, filling, titles)
    if filling.problem:
        return PackLine(line, move.label, words, REFUSED, filling.problem)
    result, why = hold_against(office, connection, codes, row.handed, filling)
    newer = [each for each in before[1].fillings if each.step.key == filling.step.key] if before else []
    if result == NEW and before and newer:
        same = newer[0].entered == filling.entered
        why = "" if same else f"{place}：“{before[0]}”里也有这一件，两份写的不一样，以较新的那份为准。"
        result = SAME if same else OTHER
    return PackLine(line, move.label, words, result, why)


def tell_filling(codes: CodeLists, filling: Filling, titles: Mapping[str, str]) -> str:
    """What would be recorded, in words, the day first."""
    columns = sorted(filling.step.columns, key=lambda each: each is not filling.step.day)
    given = [(each, value) for each in columns if (value := filling.entered.get(each.asked))]
    return "，".join(each.said + tell_cell(codes, each, value, titles) for each, value in given)


def tell_cell(codes: CodeLists, column: PackColumn, value: Value, titles: Mapping[str, str]) -> str:
    words = value if isinstance(value, list) else ["是" if value is True else str(value)]
    named = column.field.codes
    return "、".join(codes.label(named, word) if named else titles.get(word, word) for word in words)


def hold_against(
    office: Office, connection: Connection, codes: CodeLists, handed: Handed, filling: Filling
) -> tuple[str, str]:
    """Whether the step is new, recorded already, or recorded otherwise: read twice, a file changes nothing."""
    step = filling.step

    def read() -> Sequence[Row]:
        if step.move.records:
            return read_made(office, connection, step, handed)
        return read_steps(office, connection, codes, handed, filling)

    compared = {each.asked for each in step.columns if not each.target}
    entered = {name: value for name, value in filling.entered.items() if name in compared}
    found = step.part.find(handed.row, read, entered)
    if found is None or found.same:
        return (NEW if found is None else SAME), ""
    return OTHER, f"{found.words}，和表里的不一样，没有改；要改请打开这件提案。"


def read_steps(office: Office, connection: Connection, codes: CodeLists, handed: Handed, filling: Filling) -> list[Row]:
    """What the timeline holds of a step that makes no record: its day, and of the texts entered those it told."""
    step, flow = filling.step, name_stages(find_life(office, "proposal")[1], codes)
    rows = flow.steps_of(step.move, read_children(office, connection, flow.steps, str(handed.case["id"])))
    told = [
        (each.asked, value, " ".join(tell_cell(codes, each, value, {}).split())[:100]) for each in step.columns
        if each.asked in step.move.tells and not each.target and isinstance(value := filling.entered.get(each.asked), str)
    ]  # fmt: skip
    return [
        {"date": row["date"], **{name: value if text in words else None for name, value, text in told}}
        for row in rows for words in [" ".join(str(row["words"]).split())]
    ]  # fmt: skip


def record_unit_packs(
    office: Office, actor: Actor, returned: Sequence[Returned], chosen: Collection[str], *,
    progress: Progress | None = None,
) -> RecordedPacks:  # fmt: skip
    """Record the new steps of the chosen cases in one transaction, after a backup.

    Each file is kept with its cases as an attachment named after who filled it in. Cancelling takes all back.
    """
    actor.require(HANDLE)
    taken = [(pack, case) for pack in returned for case in pack.cases if case.key in chosen and case.can_record]
    lines = [line.line for _, case in taken for line in case.lines if line.result == NEW]
    if not lines:
        return RecordedPacks(0, 0, find_refused(returned))
    back_up_before(office, "登记前")
    told = record_lines(office, actor, lines, progress)
    done = {each.line.record for each in told if each.outcome}
    for pack in returned:
        keep_file(office, actor, pack, sorted({case.proposal for own, case in taken if own is pack} & done))
    against = {id(each.line): each.refusal for each in told}
    taken_lines = {id(each.line) for each in told if each.outcome}
    left = [
        replace(each, cases=tuple(mark_recorded(mark_refused(case, against), taken_lines) for case in each.cases))
        for each in returned
    ]
    return RecordedPacks(len(done), sum(each.outcome is not None for each in told), find_refused(left))


def find_refused(returned: Sequence[Returned]) -> tuple[Returned, ...]:
    """The files with those of their cases that cannot be recorded as the unit filled them in."""
    left = [replace(each, cases=tuple(case for case in each.cases if case.count(REFUSED))) for each in returned]
    return tuple(each for each in left if each.cases)


def keep_file(office: Office, actor: Actor, pack: Returned, proposals: Sequence[str]) -> None:
    """The file as it came, with every case it spoke of: content is stored once."""
    if not proposals:
        return
    try:
        content = pack.path.read_bytes()
    except OSError as error:
        raise OfficeError(
            f"“{pack.path.name}”没有存为附件：{say_cause(error)}。", kept="表里的内容都已经登记。", todo="文件还在的话，可以打开提案自己加。"
        ) from error  # fmt: skip
    who = f"（{pack.filled_by.split(' ')[0]}填）" if pack.filled_by else ""
    name = f"{pack.unit}办理表{who}{office.today():%m%d}{pack.path.suffix}"
    for proposal in proposals:
        attach_content(office, actor, "proposal", proposal, name, content)
