"""联络站: where members meet people, and where packages go (domain.md §5)."""

from __future__ import annotations

from cppcc_desktop.domain.description.conditions import Filled, Is
from cppcc_desktop.domain.description.fields import Entity, Fallback, Field, Identity, Key, Kind, Scope
from cppcc_desktop.domain.modules import Gathered, Module, View
from cppcc_desktop.nouns.stations.records import FUNCTION, RECORDS

PLACE, PEOPLE = "站点", "人员"
COUNTY, TOWN, VILLAGE = "1", "2", "3"  # levels that rules know

# what earlier programs said of the level: the word on the door
LEVEL_OF_TYPE = {"01": TOWN, "02": TOWN, "03": TOWN, "04": "4", "05": VILLAGE, "06": VILLAGE}

STATION = Entity(
    name="station",
    label="联络站",
    counter="个",
    identity=Identity(alone=("code", "name")),
    scope=Scope.REF,
    place=True,
    town="township",
    fields=(
        Field(name="code", label="编号", limit=20, required=True, width=72, group=PLACE, aliases=("站点编号", "序号编码")),
        Field(name="name", label="名称", limit=60, required=True, width=-1, group=PLACE, wide=True,
              aliases=("联络站名称", "站名", "联络站", "平台名称")),
        Field(name="level", label="级别", kind=Kind.CODE, codes="station_level", required=True, width=88, group=PLACE,
              aliases=("站点级别", "层级"),
              fallback=Fallback(field="type", values=LEVEL_OF_TYPE, otherwise="")),
        Field(name="type", label="类型", kind=Kind.CODE, codes="station_type", required=True, width=136, group=PLACE, aliases=("联络站类型",)),
        Field(name="township", label="乡镇", limit=40, width=104, group=PLACE, aliases=("乡镇街道", "所属乡镇")),
        Field(name="parent", label="上级站", kind=Kind.REFERENCE, target="station", group=PLACE, aliases=("上级联络站", "所属联络站")),
        Field(name="address", label="地址", limit=200, group=PLACE, wide=True),
        Field(name="area", label="面积（平方米）", kind=Kind.DECIMAL, group=PLACE, aliases=("面积", "使用面积", "建筑面积")),
        Field(name="brand", label="品牌", limit=60, group=PLACE),
        Field(name="opened_on", label="成立日期", kind=Kind.DATE, group=PLACE, aliases=("设立日期", "成立时间", "挂牌时间")),
        Field(name="closed_on", label="撤销日期", kind=Kind.DATE, group=PLACE),
        Field(name="closed_reason", label="撤销原因", limit=200, group=PLACE),
        Field(name="head", label="站长", limit=60, width=88, group=PEOPLE, aliases=("负责人",)),
        Field(name="head_post", label="站长职务", limit=100, group=PEOPLE),
        Field(name="liaison", label="联络员", limit=60, width=88, group=PEOPLE),
        Field(name="liaison_phone", label="联络员电话", limit=30, check="phone", sensitive=True, group=PEOPLE, scope=Scope.COUNTY),
        Field(name="leader", label="联系领导", limit=60, group=PEOPLE, aliases=("联系主席", "挂钩领导")),
        Field(name="special_committee", label="联系专委会", kind=Kind.CODE, codes="special_committee", group=PEOPLE,
              aliases=("对口专委会",)),
        Field(name="note", label="备注", kind=Kind.LONG_TEXT, limit=2000, group=PEOPLE, wide=True),
    ),
    keys=(Key(name="name_pinyin", field="name", rule="pinyin"),),
    indexes=(("code",), ("parent",)),
    lists=(("code",), ("name_pinyin",), ("type",), ("township",), ("level",)),
    found=True,
)  # fmt: skip

FUNCTIONS = Field(
    name="functions",
    label="功能",
    kind=Kind.CODES,
    codes="station_function",
    aliases=("站点功能", "加挂", "加挂牌子", "阵地类型"),
)

STATIONS = Module(
    importable=True,
    name="stations",
    stations=True,
    label="联络站",
    icon="stations",
    entity=STATION,
    children=RECORDS,
    gathers=(Gathered(field=FUNCTIONS, child=FUNCTION.name, code="function", ends="until"),),
    nested="parent",
    columns=("code", "name", "level", "type", "township", "head", "liaison"),
    beside=("level", "township"),
    sorts=("code", "name", "level", "type", "township"),
    filters=("level", "type", "township"),
    order=("code",),
    views=(
        View(name="all", label="全部"),
        View(name="county", label="县级", where=Is("level", (COUNTY,))),
        View(name="town", label="乡镇级", where=Is("level", (TOWN,))),
        View(name="below", label="村和社区", where=Is("level", (VILLAGE, "4", "5", "6"))),
        View(name="unsorted", label="没有填级别", where=Is("level", None)),
        View(name="closed", label="已撤销", where=Filled("closed_on")),
    ),
    hint="先把各乡镇的联络站登记进来，活动和数据交换才有地方归。",
)
