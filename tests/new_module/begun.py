"""A third noun on trial: a record of a place whose state follows from its fields, and that can be handed to the county."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Connection

from cppcc_desktop.domain.cases.life import Handover, Move, Offer, State, Workflow
from cppcc_desktop.domain.cases.steps import make_steps
from cppcc_desktop.domain.description.agenda import AgendaCard
from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.description.fields import (
    Entity,
    Field,
    Identity,
    Kind,
    Period,
    PeriodKind,
    Reckoned,
    Row,
    Scope,
    Value,
)
from cppcc_desktop.domain.errors import InvalidField
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.features import Feature
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.guards import FieldGuard
from cppcc_desktop.services.records.starting import Start
from tests.new_module.nouns import PLACE, PLACES_MODULE, whose, word

CALL, CALLS, AT, SAID, HEADED, ON, UNTIL, YEAR_OF, WAY, WHAT, TICK, GONE, ENDED, BACK = (word() for _ in range(14))
END, WAIT = word(), word()
OPEN, OVER = word(), word()
WAYS = "proposal_form"  # a list that ships, some of whose entries are `collective`


def cut(row: Row) -> Value:
    text = str(row.get(SAID) or "")
    return text.partition("，")[0][:6] or None


def read_year(row: Row) -> Value:
    return int(str(row[ON])[:4]) if row.get(ON) else None


def stand(row: Row) -> Value:
    return OVER if row.get(GONE) or row.get(ENDED) or row.get(BACK) else OPEN


CALL_ENTITY = Entity(
    name=CALL, label="来话", counter="句", title=HEADED, owner=AT, found=True, scope=Scope.OWN, day=ON,
    period=Period(YEAR_OF, PeriodKind.YEAR), identity=Identity(alone=(SAID,), apart=(ON,)), lists=((ON,), (YEAR_OF, ON)),
    fields=(
        Field(name=AT, label="哪处", kind=Kind.REFERENCE, target=PLACE, width=120),
        Field(name=ON, label="哪天", kind=Kind.DATE, required=True, past=True),
        Field(name=SAID, label="说的", kind=Kind.LONG_TEXT, limit=400, required=True, aliases=("话",)),
        Field(name=HEADED, label="说的啥", limit=20, editable=False, width=-1, reckoned=Reckoned(of=(SAID,), read=cut)),
        Field(name=YEAR_OF, label="哪年", kind=Kind.INTEGER, editable=False, reckoned=Reckoned(of=(ON,), read=read_year)),
        Field(name=WAY, label="怎么来的", kind=Kind.CODE, codes=WAYS),
        Field(name=WHAT, label="哪一伙", limit=20, only_with=(WAY, "collective"), needed_with=(WAY, "collective")),
        Field(name=UNTIL, label="几时要回", kind=Kind.DATE, at_first=True),
        Field(name=TICK, label="交上去", kind=Kind.BOOLEAN),
        Field(name=GONE, label="不用回", kind=Kind.BOOLEAN),
        Field(name=ENDED, label="回的", limit=40, only_with=(GONE, "no")),
        Field(name=BACK, label="哪天回的", kind=Kind.DATE, editable=False, of_past=True),
        Field(name="state", label="状态", editable=False, width=80, reckoned=Reckoned(of=(GONE, ENDED, BACK), read=stand)),
    ),
)  # fmt: skip
_DAY = Field(name="date", label="哪天回", kind=Kind.DATE, required=True, past=True)
_ASKED = {"date": _DAY, "note": Field(name="note", label="一句", limit=60)}
CALL_LIFE = Workflow(
    entity=CALL, steps=f"{CALL}_s", handover=Handover(field=TICK, fields=(ENDED,)),
    states=(State(name=OPEN, label="没回", tone="wait"), State(name=OVER, label="回了", tone="ok", settled=True)),
    moves=(
        Move(name=END, label="回话", sources=(OPEN,), permission="record.write", asks=("date", ENDED), required=(ENDED,), sets=(ENDED,), handed_over=True, dates=BACK,
             tells=(ENDED,), retracts=True, offer=Offer(group="一", main=True)),
        Move(name=WAIT, label="再等等", sources=(OPEN,), permission="record.write", asks=("date", "note"), tells=("note",),
             offer=Offer(group="一")),
    ),
    asked=_ASKED, call=lambda row: str(row.get(HEADED)), events={"taken": "照表登记"}, taken_over="taken",
)  # fmt: skip
CALLS_MODULE = Module(
    name=CALLS, label="来话", icon="activities", entity=CALL_ENTITY, workflow=CALL_LIFE, stations=True, importable=True,
    children=(make_steps(f"{CALL}_s", whose(CALL)),), columns=(ON, HEADED, WAY, UNTIL, "state"), sorts=(ON,), filters=(ON, "state"),
    order=(f"-{ON}",),
)  # fmt: skip


def propose(office: Office, _connection: Connection, entered: Row) -> Row:
    day = date.fromisoformat(str(entered.get(ON) or office.today()))
    return {ON: day.isoformat(), UNTIL: (day + timedelta(days=3)).isoformat()}


def give_starts() -> Sequence[object]:
    return (Start(kind=CALL, propose=propose),)


def refuse_shout(now: Row, changed: Row) -> None:
    if str(changed.get(SAID) or "").endswith("！") and not now.get(GONE):
        raise InvalidField(SAID, "别喊。")


def give_guards() -> Sequence[object]:
    return (FieldGuard(kind=CALL, refuse=refuse_shout),)


def give_cards() -> Sequence[object]:
    return (AgendaCard(key=CALLS, label="没回的", module=CALLS, where=Is("state", OPEN), order=ON, places=True),)


TRIAL = (
    Feature(
        name=CALLS,
        modules=(PLACES_MODULE, CALLS_MODULE),
        parts={"AgendaCard": give_cards, "FieldGuard": give_guards, "Start": give_starts},
    ),
)
