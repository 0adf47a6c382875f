"""项目, 捐赠 and 稿件: what members do for the county beside their meetings (domain.md §5)."""

from __future__ import annotations

from cppcc_desktop.domain.description.conditions import Both, Either, Filled, Is, Not
from cppcc_desktop.domain.description.fields import (
    Entity,
    Fallback,
    Field,
    Identity,
    Key,
    Kind,
    Period,
    PeriodKind,
    Scope,
)
from cppcc_desktop.domain.modules import Module, View
from cppcc_desktop.nouns.projects.life import CODES, RESULTS, WORKFLOW
from cppcc_desktop.nouns.projects.records import RECORDS

WHAT, WHO, EFFECT = "项目", "谁来做", "投入和成效"
GIVEN, GIVER, FOR = "捐了什么", "谁捐的", "捐给谁"
HOME = "CNY"  # of the list currency
NO_SUCH: dict[str, str] = {}
OF_MONEY = Either(Filled("money"), Is("goods", None))  # of a donation: one that says neither lacks its sum


def _station(group: str = "") -> Field:
    return Field(name="station", label="联络站", kind=Kind.REFERENCE, target="station", width=150, group=group)


PROJECT = Entity(
    name="project",
    label="项目",
    counter="个",
    title="title",
    scope=Scope.OWN,
    owner="station",
    period=Period("year", PeriodKind.YEAR),
    identity=Identity(apart=("year", "township", "body", "receiver")),
    fields=(
        Field(name="title", label="项目名称", limit=100, required=True, width=-1, wide=True, group=WHAT,
              aliases=("名称", "项目", "帮扶项目", "公益项目", "实施项目", "事项")),
        Field(name="year", label="年度", kind=Kind.INTEGER, required=True, width=72, group=WHAT, aliases=("年份",)),
        Field(name="kind", label="类别", kind=Kind.CODE, codes="project_kind", width=88, group=WHAT,
              aliases=("项目类别", "项目类型", "类型")),
        Field(name="receiver", label="帮扶对象", limit=100, width=140, group=WHAT, aliases=("对象", "受益对象", "受助对象", "帮扶村")),
        Field(name="township", label="乡镇", limit=40, width=96, group=WHAT, aliases=("乡镇街道", "所在乡镇", "实施乡镇")),
        Field(name="place", label="地点", limit=100, group=WHAT, aliases=("实施地点", "项目地点")),
        Field(name="started_on", label="开始日期", kind=Kind.DATE, width=104, group=WHAT,
              aliases=("开工日期", "开工时间", "开始时间", "启动时间")),
        Field(name="ended_on", label="完成日期", kind=Kind.DATE, width=104, group=WHAT,
              aliases=("完工日期", "完工时间", "完成时间", "竣工时间")),
        Field(name="persons", label="参与委员", kind=Kind.REFERENCES, target="member", written=True, limit=40, sought="姓名",
              width=160, wide=True, group=WHO, hint="不是委员的，写出姓名就行。",
              aliases=("委员", "实施委员", "牵头委员", "责任委员", "委员姓名", "参与人")),
        Field(name="body", label="参与单位", limit=100, width=140, group=WHO, aliases=("实施单位", "委员企业", "责任单位")),
        _station(WHO),
        Field(name="state", label="状态", limit=40, width=80, editable=False, found=False, group=EFFECT,
              fallback=Fallback(field="result", values=RESULTS, otherwise="planned")),
        Field(name="result", label="进展", kind=Kind.CODE, codes="project_state", width=88, editable=False, group=EFFECT,
              fallback=Fallback(field="state", values=CODES, otherwise="1"),
              aliases=("项目进展", "进展情况", "实施情况", "项目状态", "完成情况", "状态")),
        Field(name="stop_reason", label="中止原因", limit=200, editable=False, group=EFFECT),
        Field(name="money_planned", label="计划投入", kind=Kind.MONEY, group=EFFECT, hint="单位是元，也可以写 3.5万。",
              aliases=("计划投资", "计划投资额", "计划资金", "总投资", "投资总额", "投资额", "项目总投资", "项目资金", "预算")),
        Field(name="money_done", label="已投入", kind=Kind.MONEY, group=EFFECT, hint="到现在一共投入了多少。",
              aliases=("完成投资", "已完成投资", "到位资金", "实际投入", "投入资金", "投入")),
        Field(name="jobs", label="带动就业", kind=Kind.INTEGER, width=88, group=EFFECT, aliases=("带动就业人数", "就业人数", "解决就业")),
        Field(name="people", label="受益人数", kind=Kind.INTEGER, width=88, group=EFFECT,
              aliases=("受益人", "受益群众", "惠及群众", "受益人次")),
    ),
    keys=(Key(name="title_pinyin", field="title", rule="text"),),
    indexes=(("station",),),
    lists=(("year", "title_pinyin"), ("title_pinyin",)),
    found=True,
    day="started_on",
)  # fmt: skip

DONATION = Entity(
    name="donation",
    label="捐赠",
    counter="笔",
    title="receiver",
    scope=Scope.OWN,
    owner="station",
    one_of=(("person", "body"),),
    identity=Identity(apart=("date", "currency", "project"), either=(("person", "body"), ("money", "goods"))),
    fields=(
        Field(name="date", label="日期", kind=Kind.DATE, required=True, width=104, past=True, group=GIVEN,
              aliases=("捐赠日期", "捐款日期", "捐赠时间", "捐款时间", "时间")),
        Field(name="money", label="捐款金额", kind=Kind.MONEY, group=GIVEN,
              aliases=("金额", "捐款", "捐赠金额", "捐款数额", "捐资", "捐资金额")),
        Field(name="currency", label="币种", kind=Kind.CODE, codes="currency", width=80, group=GIVEN,
              fallback=Fallback(field="currency", values=NO_SUCH, otherwise=HOME), hint="没有选的，就是人民币。",
              aliases=("货币", "捐款币种")),
        Field(name="goods", label="捐赠物资", limit=200, width=140, group=GIVEN, aliases=("物资", "捐物", "物品", "捐赠物品")),
        Field(name="goods_value", label="物资折价", kind=Kind.MONEY, group=GIVEN, hint="折合人民币多少元。",
              aliases=("折价", "折合金额", "物资价值", "物资折合", "折合人民币")),
        Field(name="purpose", label="用途", limit=200, wide=True, group=GIVEN, aliases=("捐赠用途", "捐款用途", "事由")),
        Field(name="receipt", label="票据", limit=60, group=GIVEN, hint="收据或捐赠证书的号码。",
              aliases=("收据", "收据号", "票据号", "捐赠证书")),
        Field(name="person", label="捐赠人", kind=Kind.REFERENCE, target="member", written=True, limit=40, sought="姓名", width=96,
              group=GIVER, hint="个人捐的写人；不是委员的，写出姓名就行。", aliases=(
                  "捐款人", "委员姓名", "姓名", "委员", "捐赠方", "捐赠者", "捐赠单位（个人）", "捐赠单位或个人", "捐赠单位/个人",
                  "捐赠人（单位）", "捐赠人/单位", "捐款单位（个人）", "捐款单位或个人", "捐款人（单位）", "捐款方")),
        Field(name="body", label="捐赠单位", limit=100, width=160, group=GIVER, hint="单位捐的写单位；两个都写的，算单位捐的。",
              aliases=("捐款单位", "企业名称", "单位", "单位名称")),
        _station(GIVER),
        Field(name="receiver", label="受赠方", limit=100, required=True, width=-1, group=FOR,
              aliases=("接收单位", "受赠单位", "受捐单位", "捐赠对象", "受赠对象", "接受单位", "捐给谁")),
        Field(name="project", label="所属项目", kind=Kind.REFERENCE, target="project", sought="名称里的字", width=140, group=FOR,
              aliases=("项目", "项目名称", "捐赠项目")),
    ),
    indexes=(("station",), ("project",)),
    lists=(("date",),),
    found=True,
    day="date",
)  # fmt: skip

PIECE = Entity(
    name="piece",
    label="稿件",
    counter="篇",
    title="title",
    scope=Scope.OWN,
    owner="station",
    identity=Identity(apart=("printed_in", "level", "date")),
    fields=(
        Field(name="title", label="题目", limit=120, required=True, width=-1, wide=True, aliases=("标题", "稿件题目", "稿件名称", "篇名", "文章")),
        Field(name="kind", label="种类", kind=Kind.CODE, codes="piece_kind", required=True, width=80, aliases=("稿件种类", "类别", "类型")),
        Field(name="author", label="作者", kind=Kind.REFERENCES, target="member", written=True, limit=40, sought="姓名", width=140,
              hint="不是委员的，写出姓名就行。", aliases=("作者姓名", "撰稿人", "委员", "姓名")),
        _station(),
        Field(name="printed_in", label="刊物", limit=100, width=150, aliases=("刊发媒体", "刊登媒体", "媒体", "发表刊物", "刊载", "采用单位", "在哪里刊发")),
        Field(name="level", label="级别", kind=Kind.CODE, codes="piece_level", width=80, aliases=("刊发级别", "媒体级别", "采用级别")),
        Field(name="date", label="刊发日期", kind=Kind.DATE, width=104, past=True, aliases=("日期", "发表日期", "刊发时间", "发表时间", "时间")),
    ),
    keys=(Key(name="title_pinyin", field="title", rule="text"),),
    indexes=(("station",),),
    lists=(("date",), ("title_pinyin",)),
    found=True,
    day="date",
)  # fmt: skip

PROJECTS = Module(
    name="projects",
    label="项目",
    icon="projects",
    entity=PROJECT,
    children=RECORDS,
    workflow=WORKFLOW,
    importable=True,
    stations=True,
    columns=("title", "year", "kind", "persons", "township", "state", "money_planned", "money_done", "jobs"),
    beside=("year", "township"),
    sorts=("title", "year", "kind", "township", "state", "money_planned", "money_done", "jobs", "people"),
    filters=("year", "kind", "state", "township", "station", "started_on", "ended_on"),
    order=("-year", "title"),
    views=(
        View(name="all", label="全部"),
        View(name="planned", label="计划", where=Is("state", ("planned",))),
        View(name="running", label="实施中", where=Is("state", ("running",))),
        View(name="done", label="完成", where=Is("state", ("finished",))),
        View(name="stopped", label="中止", where=Is("state", ("stopped",))),
    ),
    hint="委员和委员企业做的帮扶、双助、公益项目登记在这里，投入多少、带动多少人就业，随时合计。",
)

DONATIONS = Module(
    name="donations",
    label="捐赠",
    icon="donations",
    entity=DONATION,
    within=PROJECTS.name,
    importable=True,
    stations=True,
    columns=("date", "person", "body", "receiver", "money", "currency", "goods"),
    beside=("date", "body"),
    sorts=("date", "person", "body", "receiver", "money", "currency", "goods_value"),
    filters=("date", "currency", "person", "body", "receiver", "project", "station"),
    order=("-date",),
    views=(
        View(name="all", label="全部"),
        View(name="persons", label="个人", where=Is("body", None)),
        View(name="bodies", label="单位", where=Filled("body")),
        View(name="goods", label="捐物", where=Filled("goods")),
        View(name="foreign", label="外币", where=Both(Filled("money"), Not(Is("currency", HOME)))),
    ),
    hint="捐款捐物，谁捐的、捐给谁，一笔一笔记在这里。不同的币种分别合计。",
)

PIECES = Module(
    name="pieces",
    label="稿件",
    icon="pieces",
    entity=PIECE,
    within=PROJECTS.name,
    importable=True,
    stations=True,
    columns=("date", "title", "kind", "author", "printed_in", "level"),
    beside=("printed_in", "date"),
    sorts=("date", "title", "kind", "printed_in", "level"),
    filters=("kind", "level", "printed_in", "date", "station"),
    order=("-date",),
    views=(
        View(name="all", label="全部"),
        View(name="history", label="文史", where=Is("kind", "1")),
        View(name="news", label="宣传", where=Is("kind", "2")),
    ),
    hint="委员写的文史、宣传稿件，刊在哪里、哪一级，记在这里。",
)
