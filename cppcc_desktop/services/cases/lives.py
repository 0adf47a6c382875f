"""Which kinds of record have a life, and how the office calls its stages."""

from __future__ import annotations

from functools import lru_cache

from cppcc_desktop.domain.cases.life import Workflow
from cppcc_desktop.domain.description.fields import Entity, PeriodKind, Row
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.office.codes import CodeLists
from cppcc_desktop.services.office.office import Office


def find_life(office: Office, kind: str) -> tuple[Module, Workflow]:
    """The module of a kind of record and its life; Refusal if it has none."""
    module = office.module_of(kind)
    if module is None or module.workflow is None:
        raise Refusal(f"{office.entity(kind).label}没有办理步骤。", todo="直接改这条记录。")
    return module, module.workflow


def name_stages(flow: Workflow, codes: CodeLists) -> Workflow:
    """The life with the office's names for the stages of review."""
    return _name_stages(flow, tuple((each.code, each.label) for each in codes.entries("review_stage")))


@lru_cache(maxsize=32)
def _name_stages(flow: Workflow, stages: tuple[tuple[str, str], ...]) -> Workflow:
    return flow.named(dict(stages))


def plenary_of(entity: Entity, record: Row) -> str:
    """Key of the plenary a record is reckoned to; empty for kinds that are not reckoned by plenary."""
    period = entity.period
    return str(record.get(period.field) or "") if period and period.kind is PeriodKind.PLENARY else ""
