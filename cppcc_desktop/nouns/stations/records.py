"""What is kept of a 联络站 beside itself, by the county and by the station alike (domain.md §5)."""

from __future__ import annotations

from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Made, Scope

_OF = Field(name="station", label="联络站", kind=Kind.REFERENCE, target="station", required=True, editable=False)


def _person(name: str, label: str, *, many: bool = False, required: bool = False) -> Field:
    """Members, and people who need not be any."""
    kind = Kind.REFERENCES if many else Kind.REFERENCE
    return Field(
        name=name, label=label, kind=kind, target="member", written=True, limit=60, sought="姓名", required=required
    )


FUNCTION = Entity(
    name="station_function", label="功能", counter="项", title="function", scope=Scope.OWN, owner="station", made=Made.ROWS,
    fields=(
        _OF,
        Field(name="function", label="功能", kind=Kind.CODE, codes="station_function", required=True, width=-1),
        Field(name="since", label="从", kind=Kind.DATE, width=104),
        Field(name="until", label="到", kind=Kind.DATE, width=104, hint="还在的空着。"),
    ),
    indexes=(("station",),),
)  # fmt: skip

COUNCIL = Entity(
    name="station_council", label="议事会", counter="人", title="person", scope=Scope.OWN, owner="station", made=Made.ROWS,
    sums=("role",),
    fields=(
        _OF, _person("person", "姓名", required=True),
        Field(name="role", label="职务", kind=Kind.CODE, codes="council_role", width=104),
        Field(name="post", label="身份", limit=100, width=-1, hint="例如 村民代表、退休教师。"),
        Field(name="since", label="从", kind=Kind.DATE, width=104), Field(name="until", label="到", kind=Kind.DATE, width=104),
    ),
    indexes=(("station",),),
)  # fmt: skip

CHECK = Entity(
    name="station_check", label="阵地", counter="项", title="item", scope=Scope.OWN, owner="station", made=Made.SHEET,
    over=("item",), suits=("levels", "level"), headed="set", photos=True, met=("state", "counts"), sums=("state",),
    fields=(
        _OF,
        Field(name="item", label="项目", kind=Kind.CODE, codes="check_item", required=True),
        Field(name="state", label="情况", kind=Kind.CODE, codes="check_state", required=True, width=104),
        Field(name="words", label="说明", limit=200, width=-1),
        Field(name="looked_on", label="查看日期", kind=Kind.DATE, past=True, width=104),
        Field(name="looked_by", label="查看人", limit=60, width=88),
    ),
    indexes=(("station",), ("item",)),
)  # fmt: skip

VISIT = Entity(
    name="station_visit", label="查看", counter="次", title="date", scope=Scope.OWN, owner="station", made=Made.ROWS, day="date",
    photos=True,
    fields=(
        _OF,
        Field(name="date", label="日期", kind=Kind.DATE, required=True, past=True, width=104),
        Field(name="leader", label="带队", limit=60, required=True, width=88),
        Field(name="people", label="人数", kind=Kind.INTEGER, width=64),
        Field(name="looked_at", label="看了哪几项", kind=Kind.CODES, codes="check_item", width=-1),
        Field(name="findings", label="看到的情况", kind=Kind.LONG_TEXT, limit=2000, wide=True),
    ),
    indexes=(("station",),),
)  # fmt: skip

FUND = Entity(
    name="station_fund", label="经费", counter="笔", title="kind", scope=Scope.OWN, owner="station", made=Made.ROWS,
    fields=(
        _OF,
        Field(name="year", label="年度", kind=Kind.INTEGER, required=True, width=72),
        Field(name="kind", label="种类", kind=Kind.CODE, codes="fund_kind", required=True, width=88),
        Field(name="money", label="金额（元）", kind=Kind.MONEY, required=True, width=120),
        Field(name="date", label="日期", kind=Kind.DATE, width=104),
        Field(name="words", label="用途", limit=200, width=-1),
    ),
    indexes=(("station",),),
)  # fmt: skip

_FROM = Field(name="starts_at", label="开始", kind=Kind.TIME, width=72)
_TO = Field(name="ends_at", label="结束", kind=Kind.TIME, width=72)
_MODE = Field(name="mode", label="方式", kind=Kind.CODE, codes="reception_mode", width=72)
_WHERE = Field(name="place", label="地点", limit=100, width=-1)

DUTY_RULE = Entity(
    name="station_duty_rule", label="排班规则", counter="条", title="mode", scope=Scope.OWN, owner="station", made=Made.ROWS,
    fields=(
        _OF,
        Field(name="weekdays", label="星期几", kind=Kind.CODES, codes="weekday", required=True, width=120),
        Field(name="weeks", label="第几个", kind=Kind.CODES, codes="week_of_month", width=120, hint="每个星期都排的空着。"),
        _FROM, _TO, _MODE, _WHERE,
        _person("persons", "轮值的人（依次）", many=True),
    ),
    indexes=(("station",),),
)  # fmt: skip

DUTY = Entity(
    name="station_duty", label="值班", counter="次", title="date", scope=Scope.OWN, owner="station", made=Made.ROWS, day="date",
    fields=(
        _OF,
        Field(name="date", label="日期", kind=Kind.DATE, required=True, width=104),
        _FROM, _TO, _MODE, _WHERE,
        _person("persons", "值班委员", many=True), _person("substitute", "替班"),
    ),
    indexes=(("station",), ("date",)),
)  # fmt: skip

RECORDS = (CHECK, FUNCTION, COUNCIL, VISIT, FUND, DUTY, DUTY_RULE)
