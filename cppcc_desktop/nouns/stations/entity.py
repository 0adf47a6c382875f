"""联络站: where members meet people, and where packages go (domain.md §5)."""

from __future__ import annotations

from cppcc_desktop.domain.description.fields import Entity, Field, Identity, Key, Kind, Scope
from cppcc_desktop.domain.modules import Module

STATION = Entity(
    name="station",
    label="联络站",
    counter="个",
    identity=Identity(alone=("code", "name")),
    scope=Scope.REF,
    place=True,
    town="township",
    fields=(
        Field(
            name="code", label="编号", limit=20, required=True, width=72, group="站点", aliases=("站点编号", "序号编码")
        ),
        Field(
            name="name",
            label="名称",
            limit=60,
            required=True,
            width=-1,
            group="站点",
            wide=True,
            aliases=("联络站名称", "站名", "联络站"),
        ),
        Field(
            name="type",
            label="类型",
            kind=Kind.CODE,
            codes="station_type",
            required=True,
            width=136,
            group="站点",
            aliases=("联络站类型",),
        ),
        Field(name="township", label="乡镇", limit=40, width=104, group="站点", aliases=("乡镇街道", "所属乡镇")),
        Field(name="parent", label="上级站", kind=Kind.REFERENCE, target="station", group="站点"),
        Field(name="address", label="地址", limit=200, group="站点", wide=True),
        Field(name="opened_on", label="成立日期", kind=Kind.DATE, group="站点"),
        Field(name="head", label="站长", limit=60, width=88, group="人员", aliases=("负责人",)),
        Field(name="liaison", label="联络员", limit=60, width=88, group="人员"),
        Field(
            name="liaison_phone",
            label="联络员电话",
            limit=30,
            check="phone",
            sensitive=True,
            group="人员",
            scope=Scope.COUNTY,
        ),
        Field(name="note", label="备注", kind=Kind.LONG_TEXT, limit=2000, group="人员", wide=True),
    ),
    keys=(Key(name="name_pinyin", field="name", rule="pinyin"),),
    indexes=(("code",),),
    lists=(("code",), ("name_pinyin",), ("type",), ("township",)),
    found=True,
)

STATIONS = Module(
    importable=True,
    name="stations",
    stations=True,
    label="联络站",
    icon="stations",
    entity=STATION,
    columns=("code", "name", "type", "township", "head", "liaison"),
    sorts=("code", "name", "type", "township"),
    filters=("type", "township"),
    order=("code",),
    hint="先把各乡镇的联络站登记进来，活动和数据交换才有地方归。",
)
