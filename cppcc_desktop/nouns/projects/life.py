"""The life of a 项目: planned, begun, finished, or stopped with a reason (domain.md §5)."""

from __future__ import annotations

from collections.abc import Mapping

from cppcc_desktop.domain.cases.case import Case
from cppcc_desktop.domain.cases.life import Move, Offer, State, Workflow
from cppcc_desktop.domain.description.fields import Field, Kind, Row, Value
from cppcc_desktop.nouns.projects.records import STEP

STATES = (
    State(name="planned", label="计划", tone="none", step="planned"),
    State(name="running", label="实施中", tone="go", step="running"),
    State(name="finished", label="完成", tone="ok", step="done", settled=True, rests=True),
    State(name="stopped", label="中止", tone="none", step="running", settled=True, rests=True),
)

# What tables say in `result`, an entry of the list project_state, and the state that is.
RESULTS: Mapping[str, str] = {"1": "planned", "2": "running", "3": "finished", "4": "stopped"}
CODES = {state: code for code, state in RESULTS.items()}


class ProjectCase(Case):
    """A project with its records; `result` says its state as an entry of the office's list, for tables and figures."""

    def reckon_facts(self) -> Mapping[str, Value]:
        return {"result": CODES.get(str(self.record["state"]))}


def call_project(row: Row) -> str:
    return f"“{row.get('title') or ''}”"


def find_start(case: ProjectCase, _move: Move) -> tuple[str, object]:
    return "开始日期", case.situation.record.get("started_on")


def take_resume(case: ProjectCase, _move: Move) -> None:
    """Going on again: it has no end and no reason to have stopped; both stay in the timeline."""
    case.record |= {"stop_reason": None, "ended_on": None}


_GOING = "实施"

MOVES = (
    Move(
        name="start", label="开始实施", sources=("planned",), target="running", permission="record.write", asks=("date",),
        dates="started_on", retracts=True, offer=Offer(group=_GOING, main=True),
    ),
    Move(
        name="finish", label="完成", sources=("running", "planned"), target="finished", permission="record.write",
        asks=("date", "money_done", "jobs", "people"), sets=("money_done", "jobs", "people"), dates="ended_on", after=(find_start,),
        tells=("money_done", "jobs", "people"), retracts=True, offer=Offer(group=_GOING, main=True, rare_in=("planned",)),
    ),
    Move(
        name="stop", label="中止", sources=("running", "planned"), target="stopped", permission="record.write",
        asks=("date", "stop_reason"), required=("stop_reason",), sets=("stop_reason",), after=(find_start,), tells=("stop_reason",),
        retracts=True, offer=Offer(group=_GOING, rank=2),
    ),
    Move(
        name="resume", label="恢复实施", sources=("stopped", "finished"), target="running", permission="record.write",
        asks=("date", "note"), required=("note",), effect=take_resume, tells=("note",), retracts=True,
        offer=Offer(group=_GOING, rank=3, rare_in=("finished",)),
    ),
)  # fmt: skip

WORKFLOW = Workflow(
    entity="project",
    states=STATES,
    moves=MOVES,
    steps=STEP.name,
    milestones=(("planned", "计划"), ("running", "实施"), ("done", "完成")),
    asked={
        "date": STEP.by_name["date"],
        "note": Field(name="note", label="原因", kind=Kind.LONG_TEXT, limit=500),
    },
    case=ProjectCase,
    call=call_project,
    events={"register": "据表登记"},
    taken_over="register",
)
