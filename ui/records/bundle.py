"""Everything the page of a record shows, read at one go, and how a case's life is drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from cppcc_desktop.domain.cases.life import CORRECTED, EVENTS, RETRACTED, Workflow
from cppcc_desktop.domain.description.fields import Row, Value
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.cases import steps as cases
from cppcc_desktop.services.cases.continuing import Continuation, list_continuations
from cppcc_desktop.services.cases.lives import name_stages
from cppcc_desktop.services.cases.records import Handling, read_handling
from cppcc_desktop.services.cases.retracting import Decision, find_decision
from cppcc_desktop.services.exchange.receipts import tell_receipt
from cppcc_desktop.services.office.codes import CodeLists, read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.children import Children, list_made
from cppcc_desktop.services.records.drafts import Draft, DraftLine, list_drafts, moved_fields, read_draft
from cppcc_desktop.services.records.logs import LogEntry, read_log
from cppcc_desktop.services.records.records import Record, propose_new, show_record
from cppcc_desktop.services.records.sheets import ChildSheet, read_child
from cppcc_desktop.services.records.titles import word_rows
from ui.cases.timeline import Happening, TimelineEntry

AFTERWARDS = (EVENTS[CORRECTED], EVENTS[RETRACTED])  # what was done to steps already made: an amber dot
DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
Said = tuple[Sequence[tuple[str, str]], Sequence[str]]
SaysMore = Callable[[Office, Actor, str], Said]
ENDED = re.compile(r"([。；？])，")  # a text that ends its own sentence, joined to what follows


@dataclass(frozen=True)
class Bundle:
    """Everything the page shows, read at one go."""

    record: Record | None
    words: dict[str, str]
    codes: CodeLists
    log: list[LogEntry] = field(default_factory=list[LogEntry])
    steps: list[cases.NextStep] = field(default_factory=list[cases.NextStep])
    history: list[cases.TimelineStep] = field(default_factory=list[cases.TimelineStep])
    draft: Draft | None = None  # what this person typed and did not save
    moved: list[str] = field(default_factory=list[str])  # fields of the draft that were saved anew meanwhile
    unfinished: list[DraftLine] = field(default_factory=list[DraftLine])  # new records begun and not saved
    handling: Handling | None = None  # what the steps of a case recorded
    decision: Decision | None = None  # the newest decision, where it may be taken back
    flow: Workflow | None = None  # its life, with the office's names for the stages of review
    continuations: Sequence[Continuation] = ()  # what it can become
    children: Mapping[str, Children | ChildSheet] = field(
        default_factory=dict[str, Children | ChildSheet]
    )  # rows people write, by their kind
    receipt: str = ""  # at a place: whether the county holds it
    said: Said = ((), ())  # chips and facts of its header that stand in no field of its own
    proposed: Row = field(default_factory=dict[str, Value])  # what a new record has unless somebody says otherwise

    @property
    def binned(self) -> bool:
        return self.record is not None and self.record.deleted is not None


def read_bundle(
    office: Office, actor: Actor, module: Module, record: str, draft: str = "", left_out: Collection[str] = (),
    says: SaysMore | None = None,
) -> Bundle:  # fmt: skip
    """What the page of this record shows; of a new one (empty id) the code lists and the draft of that key.

    `left_out`: children whose tabs read for themselves; `says`: what its header says beyond its fields.
    """
    codes, kind = read_codes(office), module.entity.name
    if not record:
        lines = [each for each in list_drafts(office, actor, kind) if each.is_new and each.record != draft]
        proposed = propose_new(office, actor, kind, {})
        words = word_rows(office, module.entity.fields, [proposed])[0] if proposed else {}
        return Bundle(
            None, words, codes, proposed=proposed, draft=read_draft(office, actor, kind, draft), unfinished=lines
        )
    found = show_record(office, actor, kind, record)
    typed = read_draft(office, actor, kind, record)
    words = word_rows(office, module.fields, [found.values])[0]
    moves = module.workflow is not None
    return Bundle(
        found, words, codes, read_log(office, actor, record),
        cases.next_steps(office, actor, found) if moves else [],
        cases.read_timeline(office, actor, kind, record) if moves else [],
        typed, moved_fields(office, actor, typed) if typed else [],
        handling=read_handling(office, actor, found) if moves else None,
        decision=find_decision(office, actor, found) if moves else None,
        flow=name_stages(module.workflow, codes) if module.workflow else None,
        continuations=list_continuations(office, actor, found),
        receipt=tell_receipt(office, actor, record),
        said=says(office, actor, record) if says else ((), ()),
        children={each.name: read_child(office, actor, each, record) for each in list_made(module) if each.name not in left_out},
    )  # fmt: skip


def say_day(day: str, beside: str = "") -> str:
    """2026-06-08 as people say it, 6月8日; with its year if it is another one than that of the day beside it."""
    year = f"{day[:4]}年" if beside and beside[:4] != day[:4] else ""
    return f"{year}{int(day[5:7])}月{int(day[8:])}日"


def say_days(words: str, beside: str) -> str:
    """The same sentence with its dates as people say them."""
    return ENDED.sub(r"\1", DAY.sub(lambda found: say_day(found[0], beside), words))


def make_track(bundle: Bundle) -> list[TimelineEntry]:
    """Milestones: done with their dates, the present one, those to come."""
    workflow = bundle.flow
    assert bundle.record and workflow
    state = workflow.state(str(bundle.record.values["state"]))
    now = state.towards or state.step
    names = [name for name, _ in workflow.milestones]
    reached = names.index(now) if now in names else -1
    dates: dict[str, str] = {}
    before = ""
    for step in reversed(bundle.history):
        again, anew = workflow.restarts
        if again and step.target == again != before:  # what comes from here on happens anew
            dates = {name: day for name, day in dates.items() if names.index(name) < names.index(anew)}
        milestone = workflow.state(step.target).step
        if milestone in names and step.moved and not step.gone:
            dates.setdefault(milestone, step.date)
        before = step.target
    closed = bool(names) and now == names[-1]
    return [
        TimelineEntry(
            word, say_day(dates[name]) if place <= reached and name in dates else "",
            "done" if place < reached or (closed and place == reached) else "now" if place == reached else "to come",
        )
        for place, (name, word) in enumerate(workflow.milestones)
    ]  # fmt: skip


def make_history(bundle: Bundle) -> list[Happening]:
    """The steps made by the day they were told of, newest on top, and above them when the reply is due."""
    entered = sorted(bundle.history, key=lambda step: step.late.on if step.late else step.date, reverse=True)
    entries = [tell_late(step) if step.late else tell_step(step) for step in entered]
    record = bundle.record
    state = bundle.flow.state(str(record.values.get("state"))) if record and bundle.flow else None
    if record and state and state.owes and record.values.get(state.owes):
        entries.insert(0, Happening(state.owed, say_day(str(record.values[state.owes])), "", "none"))
    return entries


def tell_step(step: cases.TimelineStep) -> Happening:
    """A step where it happened; one that was taken back is hollow."""
    words = say_days(step.words, step.date)
    if step.gone:
        return Happening(f"{step.label}（已收回）", say_day(step.date), words, "none")
    return Happening(step.label, say_day(step.date), words, find_tone(step))


def tell_late(step: cases.TimelineStep) -> Happening:
    """A fact that was entered late stands where it was entered."""
    assert step.late
    day = f"事情是{say_day(step.date, step.late.on)}的"
    words = "，".join(part for part in (day, say_days(step.words, step.late.on)) if part)
    return Happening(f"补记{step.label.removeprefix('登记')}", say_day(step.late.on), words, "wait")


def find_tone(step: cases.TimelineStep) -> str:
    """Of its dot: red where something was sent back, amber for what was done to steps already made."""
    if step.tone == "bad":
        return "bad"
    return "wait" if step.label in AFTERWARDS else "ok"
