"""Operations made up by hypothesis, as several places that know different parts of the whole would make them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Scope, Value
from cppcc_desktop.journal.operations import DELETED, Operation, make_operation
from cppcc_desktop.journal.state import find_heads

NOTE = Entity(
    name="note", label="便条", counter="张", scope=Scope.OWN,
    fields=(
        Field(name="name", label="名称"), Field(name="state", label="状态", editable=False),
        Field(name="tags", label="标签", kind=Kind.TEXTS), Field(name="day", label="日期", kind=Kind.DATE),
        Field(name="done", label="已办", kind=Kind.BOOLEAN), Field(name="count", label="数量", kind=Kind.INTEGER),
    ),
)  # fmt: skip
CARD = Entity(
    name="card", label="卡片", counter="张", scope=Scope.REF,
    fields=(Field(name="name", label="名称"), Field(name="phone", label="电话", scope=Scope.COUNTY)),
)  # fmt: skip
REPLICAS = [bytes([number]) * 16 for number in range(1, 4)]
VALUES: dict[str, Sequence[Value]] = {
    "name": ["甲", "乙", None], "state": ["draft", "closed", None], "tags": [["一"], ["一", "二"], None],
    "day": ["2026-03-05", "2026-06-08"], "done": [True, False, None], "count": [0, 1, 7],
    DELETED: ["重复", None], "future": ["新", 3, ["新"]], "phone": ["110", "119"],
}  # fmt: skip
# What a broken or hostile program may put where something else belongs.
MISFITS: Sequence[Value] = [
    None,
    True,
    0,
    2**52,
    "",
    "甲",
    "[",
    '["a"',
    "2026-13-45",
    "1e999",
    "\0",
    [],
    ["\0", "甲"],
    "7",
]


def make(
    fields: Mapping[str, Value], *, seq: int = 1, replica: bytes = REPLICAS[0], actor: str = "county/甲",
    record: str = "r1", kind: str = "note", scope: str = "county", wall: str = "2026-06-08T07:42:00.000+00:00",
    sees: Mapping[str, tuple[bytes, ...]] | None = None, seed: bytes = bytes(16),
) -> Operation:  # fmt: skip
    return make_operation(
        replica=replica, seq=seq, first=seq, actor=actor, record=record, kind=kind, scope=scope, wall=wall,
        app="0.1.0", seed=seed, fields=fields, sees=sees or {},
    )  # fmt: skip


@st.composite
def histories(
    draw: st.DrawFn, *, size: int = 12, records: int = 2, misfits: bool = False, kinds: bool = False
) -> list[Operation]:
    """Operations of which each saw any part of those before it."""
    dice = random.Random(draw(st.integers(0, 2**32)))
    made: list[Operation] = []
    for seq in range(1, draw(st.integers(1, size)) + 1):
        made.append(invent(dice, made, seq, records=records, misfits=misfits, kinds=kinds))
    return made


def invent(
    dice: random.Random, made: Sequence[Operation], seq: int, *, records: int, misfits: bool, kinds: bool
) -> Operation:
    record = f"r{dice.randrange(records)}"
    known = [each for each in made if each.record == record and dice.random() < 0.7]
    heads = {name: tuple(each.id for each in ops) for name, ops in find_heads(known).items()} if known else {}
    kind = dice.choice(["note", "card", "unknown"]) if kinds else "note"
    names = [DELETED] if dice.random() < 0.15 else dice.sample(sorted(set(VALUES) - {DELETED}), dice.randrange(1, 4))
    fields = {name: dice.choice(MISFITS if misfits and dice.random() < 0.5 else VALUES[name]) for name in names}
    sees = {name: heads[name] for name in names if name in heads}
    if DELETED in names:
        sees[DELETED] = tuple(sorted({each for ids in heads.values() for each in ids}))
    place = dice.randrange(3)
    actor = ("county/甲", "s1/乙", "s2/丙")[place]
    wall = f"20{dice.randrange(10, 40)}-01-01T00:00:00.000+00:00"
    return make(
        fields, seq=seq, replica=REPLICAS[place], actor=actor, record=record, kind=kind, wall=wall, sees=sees,
        scope=dice.choice(["county", "town:s1"]), seed=dice.randbytes(16),
    )  # fmt: skip
