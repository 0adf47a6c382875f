"""联络站目标: how much of what a station is to hold in a month, a quarter or a year (domain.md §5)."""

from __future__ import annotations

from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Scope
from cppcc_desktop.domain.modules import Module

TARGET = Entity(
    name="station_target",
    label="联络站目标",
    counter="条",
    title="name",
    scope=Scope.REF,
    permission="account",
    fields=(
        Field(name="name", label="名称", limit=60, required=True, width=-1, wide=True, hint="例如 乡镇站每季度一次活动。"),
        Field(name="what", label="算什么", kind=Kind.CODES, codes="target_what", required=True, width=200),
        Field(name="level", label="级别", kind=Kind.CODE, codes="station_level", width=88),
        Field(name="function", label="功能", kind=Kind.CODE, codes="station_function", width=104),
        Field(name="station", label="只管一个站", kind=Kind.REFERENCE, target="station", width=150,
              hint="写了站的，这个站不再照级别的目标算。"),
        Field(name="period", label="周期", kind=Kind.CODE, codes="target_period", required=True, width=72),
        Field(name="number", label="次数", kind=Kind.INTEGER, required=True, width=64),
        Field(name="since", label="从哪天起", kind=Kind.DATE, required=True, width=104),
        Field(name="until", label="到哪天止", kind=Kind.DATE, width=104),
    ),
)  # fmt: skip

TARGETS = Module(
    name="targets",
    label="联络站目标",
    icon="stations",
    entity=TARGET,
    within="stations",
    columns=("name", "what", "level", "function", "station", "period", "number", "since", "until"),
    order=("since",),
    hint="没有自己的目标时，照通行的算：乡镇站每季度一次活动。要改的，在这里写全。",
)
