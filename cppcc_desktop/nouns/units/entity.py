"""承办单位: the departments that handle what is assigned to them."""

from __future__ import annotations

from cppcc_desktop.domain.description.fields import Entity, Field, Identity, Key, Kind, Scope, same_as
from cppcc_desktop.domain.modules import Module

UNIT = Entity(
    name="unit",
    label="承办单位",
    counter="个",
    identity=Identity(also=("short", "other_names")),
    called=("short",),
    scope=Scope.REF,
    fields=(
        Field(name="name", label="单位名称", limit=60, required=True, width=-1, aliases=("承办单位", "单位", "名称")),
        Field(name="short", label="简称", limit=20, width=120),
        Field(
            name="other_names",
            label="别名和曾用名",
            kind=Kind.TEXTS,
            limit=60,
            wide=True,
            aliases=("曾用名", "别名", "其他名称"),
            hint="几个用顿号隔开。台账、提案表里写这些名称的，都认作这一家。",
        ),
        Field(name="contact_person", label="联系人", limit=60, width=96),
        Field(name="phone", label="电话", limit=30, check="phone", width=120, scope=Scope.COUNTY),
        Field(name="duty", label="职责", kind=Kind.LONG_TEXT, limit=4000, wide=True, aliases=("职责范围", "主要职责")),
        Field(name="ended_on", label="撤销日期", kind=Kind.DATE, aliases=("撤并日期",)),
        Field(name="successor", label="职责并入", kind=Kind.REFERENCE, target="unit", aliases=("并入单位",)),
        same_as("unit"),
    ),
    keys=(Key(name="name_pinyin", field="name", rule="pinyin"),),
    indexes=(("name",),),
    alike=(("name",), ("short",)),
    lists=(("name_pinyin",),),
    found=True,
)

UNITS = Module(
    importable=True,
    name="units",
    label="承办单位",
    icon="members",
    entity=UNIT,
    page=False,
    columns=("name", "short", "contact_person", "phone"),
    sorts=("name",),
    order=("name",),
    hint="办理提案的部门。交办时从这里选。",
)
