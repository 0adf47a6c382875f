"""Two nouns on trial that no platform code can know: their words come from a seeded generator.

`year` is reckoned by year, goes along with others of its kind and gives out numbers; `town` belongs to a place of
exchange and is reckoned by plenary. Their declarations hold no function but guards, effects and reckoning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from cppcc_desktop.domain.cases.case import Case
from cppcc_desktop.domain.cases.corrections import Correction
from cppcc_desktop.domain.cases.life import About, Move, Offer, State, Subject, Workflow, record_entered
from cppcc_desktop.domain.cases.numbers import Numbering
from cppcc_desktop.domain.cases.situation import Situation
from cppcc_desktop.domain.cases.steps import make_steps
from cppcc_desktop.domain.description.conditions import EVERYTHING, Filled, Is
from cppcc_desktop.domain.description.fields import (
    Entity,
    Fallback,
    Field,
    Kind,
    Made,
    Period,
    PeriodKind,
    Row,
    Scope,
    Value,
)
from cppcc_desktop.domain.description.figures import Dimension, Figure, FigureSheet, ScopeKind
from cppcc_desktop.domain.description.former import make_former
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.modules import Module, View
from cppcc_desktop.services.cases.continuing import Continuation
from cppcc_desktop.services.features import Feature

DICE = Random(20261130)


def word() -> str:
    """Four syllables nobody uses."""
    return "".join(DICE.choice("bdfgklmnprstvz") + DICE.choice("aeiou") for _ in range(4))


PLACE, PLACES, CODE, CALLED = word(), word(), word(), word()
YEAR, YEARS, TITLE, OF_YEAR, NUMBER, ALONG, GRADE, DONE_ON = (word() for _ in range(8))
TOWN, TOWNS, HEAD, HOST, TOLD = (word() for _ in range(5))
BEGIN, JOIN, LEAVE, NOTE, HAND, FINISH, OPEN, SHUT = (word() for _ in range(8))
NEW, RUNNING, JOINED, FINISHED, IDLE, BUSY = (word() for _ in range(6))
REMARK, TEXT, SHARE, HOLDER, STANDING, ANSWER = (word() for _ in range(6))
VERDICT, TAKEN = word(), word()
VISIT, ABOUT_WHAT, MONEY, HOW, GUEST, WHO, CAME, SAYS, SITTING = (word() for _ in range(9))
HELD, TOLD_OF, TOLD_RATE = word(), word(), word()
CHECK, POINT, FINDING, SEEN_ON, PART, PART_NAME, SEAT, SAT, WHY, WRITTEN, BEFORE = (word() for _ in range(11))
EARLIER = word()
OPENER = word()
ROOM, SPENT, FROM = word(), word(), word()
LEADER, HELPERS = word(), word()
AGREED = word()
PASSED = word()
LONG_AGO = "2000"
COIN = word()
CODES, POINTS = "presence", "award_kind"  # code lists that ship, of three entries each


def whose(owner: str) -> Field:
    return Field(name=owner, label="归谁", kind=Kind.REFERENCE, target=owner, required=True, editable=False)


def make_child(name: str, owner: str, *fields: Field) -> Entity:
    belongs = whose(owner)
    day = Field(name="date", label="哪天", kind=Kind.DATE, required=True, past=True)
    return Entity(
        name=name,
        label="附记",
        counter="条",
        owner=owner,
        title="date",
        scope=Scope.OWN,
        fields=(belongs, day, *fields),
    )


PLACE_ENTITY = Entity(
    name=PLACE, label="分会", counter="处", title=CALLED, scope=Scope.REF, place=True, found=True,
    fields=(Field(name=CODE, label="门牌", required=True, width=72), Field(name=CALLED, label="会名", required=True, width=-1)),
)  # fmt: skip

REMARK_ENTITY = make_child(REMARK, YEAR, Field(name=TEXT, label="批语", kind=Kind.LONG_TEXT, limit=500))
SHARE_ENTITY = make_child(
    SHARE, YEAR, Field(name=HOLDER, label="分给", limit=40), Field(name=STANDING, label="分到哪了", editable=False),
    Field(name=ANSWER, label="回话", limit=80),
)  # fmt: skip

VISIT_ENTITY = Entity(
    name=VISIT, label="走动", counter="次", owner=TOWN, title=ABOUT_WHAT, scope=Scope.OWN, made=Made.ROWS, day="date",
    sums=(MONEY, HOW),
    fields=(
        Field(name=TOWN, label="归谁", kind=Kind.REFERENCE, target=TOWN, required=True, editable=False),
        Field(name="date", label="哪天", kind=Kind.DATE, required=True, past=True, width=104),
        Field(name=ABOUT_WHAT, label="为什么", limit=40, required=True, width=-1), Field(name=MONEY, label="花销", kind=Kind.INTEGER),
        Field(name=HOW, label="怎么样", kind=Kind.CODE, codes=CODES),
    ),
)  # fmt: skip
GUEST_ENTITY = Entity(
    name=GUEST, label="来客", counter="位", owner=YEAR, title=WHO, scope=Scope.OWN, made=Made.PICKED, picks=WHO,
    columns=(CAME, SAYS), sums=(CAME,), named=WRITTEN, fills=((WRITTEN, CALLED),),
    fields=(
        Field(name=YEAR, label="归谁", kind=Kind.REFERENCE, target=YEAR, required=True, editable=False),
        Field(name=WHO, label="客", kind=Kind.REFERENCE, target=PLACE, sought="会名"),
        Field(name=WRITTEN, label="当天叫", limit=40),
        Field(name=CAME, label="来没来", kind=Kind.CODE, codes=CODES, required=True), Field(name=SAYS, label="说了啥", limit=60),
    ),
)  # fmt: skip
CHECK_ENTITY = Entity(
    name=CHECK, label="查看", counter="项", owner=TOWN, title=POINT, scope=Scope.OWN, made=Made.SHEET, over=(POINT,), sums=(FINDING,),
    fields=(
        Field(name=TOWN, label="归谁", kind=Kind.REFERENCE, target=TOWN, required=True, editable=False),
        Field(name=POINT, label="查哪样", kind=Kind.CODE, codes=POINTS, required=True),
        Field(name=FINDING, label="得分", kind=Kind.INTEGER, required=True), Field(name=SEEN_ON, label="查的日子", kind=Kind.DATE, past=True),
    ),
)  # fmt: skip
PART_ENTITY = Entity(
    name=PART, label="分场", counter="场", owner=YEAR, title=PART_NAME, scope=Scope.OWN, made=Made.ROWS, first_row=True,
    fields=(
        Field(name=YEAR, label="归谁", kind=Kind.REFERENCE, target=YEAR, required=True, editable=False),
        Field(name=PART_NAME, label="场名", limit=20, required=True), Field(name=OPENER, label="谁开场", kind=Kind.REFERENCE, target=GUEST),
    ),
)  # fmt: skip
SEAT_ENTITY = Entity(
    name=SEAT, label="座次", counter="人次", owner=YEAR, title=GUEST, scope=Scope.OWN, made=Made.SHEET, over=(GUEST, PART), older=BEFORE,
    sums=(SAT,),
    fields=(
        Field(name=YEAR, label="归谁", kind=Kind.REFERENCE, target=YEAR, required=True, editable=False),
        Field(name=GUEST, label="来客", kind=Kind.REFERENCE, target=GUEST),
        Field(name=BEFORE, label="以前记的客", kind=Kind.REFERENCE, target=PLACE, editable=False),
        Field(name=PART, label="分场", kind=Kind.REFERENCE, target=PART),
        Field(name=SAT, label="坐没坐", kind=Kind.CODE, codes=CODES), Field(name=WHY, label="为啥", limit=40),
    ),
)  # fmt: skip

YEAR_ENTITY = Entity(
    name=YEAR, label="年签", counter="签", title=TITLE, called=(NUMBER,), found=True, scope=Scope.COUNTY,
    period=Period(OF_YEAR, PeriodKind.YEAR), lists=((OF_YEAR, TITLE), (TITLE,)),
    fields=(
        Field(name=TITLE, label="签文", limit=80, required=True, width=-1), Field(name=GRADE, label="签别", limit=20, width=80),
        Field(name=OF_YEAR, label="签年", kind=Kind.INTEGER, required=True, width=72),
        Field(name=NUMBER, label="签号", limit=20, editable=False, width=80),
        Field(name=ALONG, label="并签", kind=Kind.REFERENCE, target=YEAR, editable=False),
        Field(name=DONE_ON, label="了签日", kind=Kind.DATE, editable=False), Field(name=VERDICT, label="签果", limit=20, editable=False),
        Field(name="state", label="状态", editable=False, width=90,
              fallback=Fallback(field=VERDICT, values={"过": FINISHED, "并": JOINED}, otherwise=NEW)),
    ),
)  # fmt: skip


class YearCase(Case):
    """What the shares amount to."""

    def reckon_facts(self) -> Mapping[str, Value]:
        return {VERDICT: {FINISHED: "过", JOINED: "并"}.get(str(self.record["state"]))}

    def shares(self, standing: str) -> list[dict[str, Value]]:
        return [row for row in self.all(SHARE) if row.get(STANDING) == standing]

    def reckon_state(self) -> str:
        if self.record["state"] in (RUNNING, BUSY):
            return BUSY if self.shares(OPEN) else RUNNING
        return str(self.record["state"])


def refuse_short(situation: Situation) -> Refusal | None:
    """A text of one character says nothing."""
    return Refusal("签文太短。", todo="写清楚。") if len(str(situation.record.get(TITLE) or "")) < 2 else None


def take_join(case: Case, _move: Move) -> None:
    if case.entered(ALONG) == case.id:
        raise Refusal("不能并入自己。", missing=(ALONG,))
    case.record[ALONG] = case.entered(ALONG)


def take_leave(case: Case, _move: Move) -> None:
    case.record |= {ALONG: None, "state": RUNNING}


def take_hand(case: Case, move: Move) -> None:
    record_entered(case, move, **{STANDING: OPEN})


def take_shut(case: Case, _move: Move) -> None:
    row = next(
        (each for each in case.all(SHARE) if each["id"] == case.entered(HOLDER) and each[STANDING] == OPEN), None
    )
    if row is None:
        raise Refusal("没有这一份。", missing=(HOLDER,), todo="写明是哪一份。")
    case.change(SHARE, row, **{STANDING: SHUT, ANSWER: case.entered(ANSWER)})


def list_shares(case: YearCase) -> Sequence[Subject]:
    rows = [(str(row["id"]), str(row.get(HOLDER))) for row in case.shares(OPEN)]
    return [Subject({HOLDER: record}, {HOLDER: holder}, who=holder) for record, holder in rows]


YEAR_LIFE = Workflow(
    entity=YEAR,
    states=(
        State(name=NEW, label="未起", tone="none", step="a"), State(name=RUNNING, label="在走", tone="go", step="b"),
        State(name=BUSY, label="等回话", tone="wait", step="b"),
        State(name=JOINED, label="已并", tone="none", step="b", settled=True, rests=True),
        State(name=FINISHED, label="已了", tone="ok", step="c", settled=True),
    ),
    milestones=(("a", "起"), ("b", "走"), ("c", "了")),
    steps=f"{YEAR}_s",
    moves=(
        Move(name=BEGIN, label="起签", sources=(NEW,), target=RUNNING, permission="record.write", asks=("date", GRADE),
             required=(GRADE,), sets=(GRADE,), issues=NUMBER, guard=refuse_short, tells=(GRADE,), retracts=True,
             offer=Offer(group="一", main=True, labels={GRADE: "起签的签别"})),
        Move(name=JOIN, label="并入", sources=(RUNNING,), target=JOINED, permission="record.write", asks=(ALONG, "date"),
             required=(ALONG,), effect=take_join, offer=Offer(group="一", rank=3)),
        Move(name=LEAVE, label="分出", sources=(JOINED,), permission="record.write", asks=("date",), effect=take_leave,
             offer=Offer(group="一", rank=3)),
        Move(name=NOTE, label="批一句", sources=(RUNNING, BUSY, FINISHED), permission="record.write", records=REMARK_ENTITY,
             asks=("date", TEXT), required=(TEXT,), tells=(TEXT,), echoed=True, after_closing=True, offer=Offer(group="二", rank=1)),
        Move(name=HAND, label="分一份", sources=(RUNNING, BUSY), permission="record.write", records=SHARE_ENTITY,
             asks=("date", HOLDER), required=(HOLDER,), effect=take_hand, tells=(HOLDER,), offer=Offer(group="二", rank=2)),
        Move(name=SHUT, label="收一份", sources=(BUSY,), permission="record.write", asks=(HOLDER, "date", ANSWER), required=(ANSWER,),
             about=About(fields=(HOLDER,), subjects=list_shares, reads=(SHARE,), who="谁的"), effect=take_shut,
             tells=(ANSWER,), offer=Offer(group="二", main=True)),
        Move(name=FINISH, label="了签", sources=(RUNNING,), target=FINISHED, permission="record.write", asks=("date",),
             dates=DONE_ON, retracts=True, echoed=True, offer=Offer(group="三", rank=0)),
    ),
    asked={"date": REMARK_ENTITY.by_name["date"], HOLDER: Field(name=HOLDER, label="哪一份", limit=40),
           ANSWER: SHARE_ENTITY.by_name[ANSWER], ALONG: YEAR_ENTITY.by_name[ALONG]},
    case=YearCase,
    along=ALONG,
    call=lambda row: f"签《{row.get(TITLE)}》",
    numbers=(Numbering(name=NUMBER, label="签号", width="docket_width", by_year=True, called="第{}签", example="2026签001",
                       prefix=lambda _record, _settings, day: f"{day[:4]}签"),),
    events={TAKEN: "照表登记"},
    taken_over=TAKEN,
    corrections={REMARK: Correction(entity=REMARK_ENTITY, permission="record.write", needed=(TEXT,))},
)  # fmt: skip

YEARS_MODULE = Module(
    name=YEARS, label="年签", icon="proposals", entity=YEAR_ENTITY, workflow=YEAR_LIFE, importable=True,
    children=(make_steps(f"{YEAR}_s", whose(YEAR)), REMARK_ENTITY, SHARE_ENTITY, GUEST_ENTITY, PART_ENTITY, SEAT_ENTITY), columns=(NUMBER, TITLE, GRADE, OF_YEAR, "state"),
    sorts=(TITLE, OF_YEAR), filters=(GRADE, OF_YEAR, "state"), order=(TITLE,),
    views=(View(name="all", label="全部"), View(name="open", label="在走", where=Is("state", (RUNNING, BUSY)))),
)  # fmt: skip

TOWN_ENTITY = Entity(
    name=TOWN, label="分记", counter="记", title=HEAD, owner=HOST, found=True, scope=Scope.OWN, lists=((HEAD,),),
    day=HELD, period=Period(SITTING, PeriodKind.PLENARY),
    fields=(
        Field(name=HOST, label="哪处", kind=Kind.REFERENCE, target=PLACE, width=128),
        Field(name=HEAD, label="记名", limit=80, required=True, width=-1), Field(name=TOLD, label="说了什么", kind=Kind.LONG_TEXT, limit=4000),
        Field(name=HELD, label="哪天的", kind=Kind.DATE), Field(name=ROOM, label="多大", kind=Kind.DECIMAL),
        Field(name=SPENT, label="花的钱", kind=Kind.MONEY), Field(name=FROM, label="几点起", kind=Kind.TIME),
        Field(name=LEADER, label="谁领头", kind=Kind.REFERENCE, target=PLACE, written=True, limit=40, sought="会名", width=90),
        Field(name=HELPERS, label="谁帮手", kind=Kind.REFERENCES, target=PLACE, written=True, limit=40, sought="会名"),
        Field(name=AGREED, label="上头怎么说", limit=80, county=True),
        Field(name=COIN, label="哪种钱", kind=Kind.CODE, codes=CODES),
        Field(name=SITTING, label="哪次会", limit=20, editable=False), Field(name="state", label="状态", editable=False, width=90),
    ),
)  # fmt: skip
TOWN_LIFE = Workflow(
    entity=TOWN, steps=f"{TOWN}_s",
    states=(State(name=IDLE, label="记着", tone="none"), State(name=FINISHED, label="了了", tone="ok", settled=True)),
    moves=(
        Move(name=FINISH, label="了记", sources=(IDLE,), target=FINISHED, permission="record.write", asks=("date",),
             offer=Offer(group="一", main=True)),
        Move(name=PASSED, label="转走", sources=(IDLE,), permission="record.write", asks=("date", TOLD), tells=(TOLD,),
             offer=Offer(group="一", rare=True)),
    ),
    asked={"date": REMARK_ENTITY.by_name["date"], TOLD: TOWN_ENTITY.by_name[TOLD]},
    starts={FINISHED: lambda row, today: str(row.get(HELD) or today) < LONG_AGO},
)  # fmt: skip
TOWNS_MODULE = Module(
    name=TOWNS, label="分记", icon="activities", entity=TOWN_ENTITY, workflow=TOWN_LIFE, children=(make_steps(f"{TOWN}_s", whose(TOWN)), VISIT_ENTITY, CHECK_ENTITY),
    columns=(HEAD, HOST, "state"), sorts=(HEAD, SPENT, LEADER), filters=(ROOM, LEADER), order=(HEAD,), stations=True, importable=True,
)  # fmt: skip
EARLIER_ENTITY = make_former(EARLIER, "从前", whose(PLACE), PLACE_ENTITY.by_name[CALLED])
PLACES_MODULE = Module(
    name=PLACES, label="分会", icon="stations", entity=PLACE_ENTITY, columns=(CODE, CALLED), order=(CODE,),
    children=(EARLIER_ENTITY,), former=EARLIER_ENTITY, filters=(CODE,),
    views=(View(name="all", label="全部"), View(name="front", label="前排", where=Is(CODE, ("01", "02")))),
)  # fmt: skip

SHEET = FigureSheet(
    module=YEARS, title="年签情况", groups=("签",), year_words="起的",
    figures=(
        Figure(key="made", label="年签", group="签", where=EVERYTHING, module=YEARS, unit="签", counted="签"),
        Figure(key="done", label="了签", group="签", where=Is("state", (FINISHED,)), module=YEARS, unit="签", counted="签"),
        Figure(key="done_rate", label="了签率", group="签", where=Is("state", (FINISHED,)), of=EVERYTHING, base="占年签",
               module=YEARS, unit="%", counted="签"),
    ),
    dimensions=(Dimension("grade", "签别", {YEARS: (GRADE,)}),),
    columns=("made", "done", "done_rate"),
)  # fmt: skip


TOWN_SHEET = FigureSheet(
    module=TOWNS, title="分记情况", groups=("记",), year_words="记的", scopes=(ScopeKind.PLACE, ScopeKind.YEAR, ScopeKind.ALL),
    figures=(
        Figure(key=TOLD_OF, label="分记", group="记", where=EVERYTHING, module=TOWNS, unit="记", counted="记"),
        Figure(key=TOLD_RATE, label="说了的", group="记", where=Filled(TOLD), of=EVERYTHING, base="占分记", module=TOWNS, unit="%",
               counted="记"),
    ),
    dimensions=(Dimension("host", "哪处", {TOWNS: (HOST,)}), Dimension("leader", "谁领头", {TOWNS: (LEADER,)}),
                Dimension("helpers", "谁帮手", {TOWNS: (HELPERS,)})),
    columns=(TOLD_OF, TOLD_RATE),
)  # fmt: skip


def give_sheets() -> Sequence[object]:
    return (SHEET, TOWN_SHEET)


def give_forms() -> Sequence[object]:
    from tests.new_module.papers import FORMS

    return FORMS


def take_town(record: Row, words: Mapping[str, str]) -> Mapping[str, Value]:
    return {TITLE: words[HEAD], GRADE: words[HOST], OF_YEAR: 2026}


def give_continuations() -> Sequence[object]:
    become = Continuation(source=TOWN, target=YEAR, label="转成年签", take=take_town, step=PASSED, says=TOLD)
    return (become, Continuation(source=TOWN, target="nowhere", label="转成没有的", take=take_town))


TRIAL = (
    Feature(name=YEARS, modules=(YEARS_MODULE,), parts={"FigureSheet": give_sheets, "Form": give_forms}),
    Feature(name=TOWNS, modules=(PLACES_MODULE, TOWNS_MODULE), parts={"Continuation": give_continuations}),
)
