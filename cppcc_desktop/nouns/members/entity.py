"""委员: one person, and what that person is in one term (domain.md §4)."""

from __future__ import annotations

from cppcc_desktop.domain.description.conditions import Filled, Is
from cppcc_desktop.domain.description.fields import Entity, Field, Identity, Key, Kind, Personal, Scope, same_as
from cppcc_desktop.domain.description.former import make_former
from cppcc_desktop.domain.modules import Module, Order, View

PERSON = "基本情况"
TERM = "本届任职"
WORK = "单位和联系方式"
MORE = "其他"

TELLING = Personal(
    name="name", former="former_name", number="id_number", phone="mobile", gender="sex", post="post", circle="sector",
    several="parties", more=("birth_date", "member_group", "special_committee"), notes=("sex", "nationality", "parties"), remark="note",
)  # fmt: skip

MEMBER = Entity(
    name="member",
    label="委员",
    counter="人",
    scope=Scope.REF,  # the public card; what is private names its own scope
    identity=Identity(people=TELLING),
    fields=(
        Field(name="name", label="姓名", limit=60, required=True, group=PERSON, width=96, aliases=("委员姓名", "名字")),
        Field(name="former_name", label="曾用名", limit=60, group=PERSON, aliases=("别名", "又名")),
        Field(
            name="reading", label="姓名读音", limit=80, group=PERSON, aliases=("姓名拼音", "拼音", "读音"), found=False
        ),
        Field(name="sex", label="性别", kind=Kind.CODE, codes="sex", endings=("性",), group=PERSON, width=56),
        Field(
            name="nationality",
            label="民族",
            kind=Kind.CODE,
            codes="nationality",
            endings=("族",),
            group=PERSON,
            width=72,
        ),
        Field(
            name="birth_date",
            label="出生日期",
            kind=Kind.DATE,
            group=PERSON,
            scope=Scope.COUNTY,
            width=104,
            aliases=("出生年月", "出生年月日", "生日"),
        ),
        Field(name="native_place", label="籍贯", limit=60, group=PERSON),
        Field(
            name="id_number",
            label="身份证号",
            limit=18,
            group=PERSON,
            scope=Scope.COUNTY,
            sensitive=True,
            check="id_number",
            aliases=("身份证", "公民身份号码", "身份证号码"),
        ),
        Field(
            name="parties",
            label="政治面貌",
            kind=Kind.CODES,
            codes="political_status",
            group=PERSON,
            width=120,
            aliases=("党派", "政治面貌（党派）", "党派（政治面貌）", "参加党派", "所属党派"),
        ),
        Field(
            name="education",
            label="学历",
            kind=Kind.CODE,
            codes="education",
            group=PERSON,
            aliases=("文化程度", "学历层次"),
        ),
        Field(name="degree", label="学位", limit=60, group=PERSON),
        Field(name="photo", label="照片", kind=Kind.PHOTO, limit=64, group=PERSON),
        Field(
            name="post",
            label="单位及职务",
            limit=300,
            least=4,  # 委员, 局长 say nothing about who it is
            group=WORK,
            width=-1,
            wide=True,
            aliases=("现工作单位及职务", "工作单位及职务", "单位职务", "工作单位职务", "职务", "单位和职务"),
            joins=(
                ("工作单位", "所在单位", "单位", "现工作单位", "单位名称", "工作单位名称", "任职单位"),
                ("职务", "现任职务", "职位", "行政职务", "岗位"),
            ),
        ),
        Field(name="title", label="职称", limit=60, group=WORK, aliases=("专业技术职务",)),
        Field(
            name="mobile",
            label="手机号",
            limit=20,
            group=WORK,
            scope=Scope.COUNTY,
            sensitive=True,
            check="phone",
            width=112,
            aliases=("手机", "手机号码", "联系电话", "电话", "联系方式", "移动电话"),
        ),
        Field(
            name="office_phone",
            label="办公电话",
            limit=30,
            group=WORK,
            scope=Scope.COUNTY,
            check="phone",
            aliases=("单位电话", "座机"),
        ),
        Field(
            name="address",
            label="通讯地址",
            limit=200,
            group=WORK,
            scope=Scope.COUNTY,
            wide=True,
            aliases=("地址", "联系地址"),
        ),
        Field(name="postcode", label="邮编", limit=6, group=WORK, scope=Scope.COUNTY, aliases=("邮政编码",)),
        Field(name="specialty", label="专长", limit=200, group=MORE, aliases=("特长", "专业特长")),
        Field(name="resume", label="简历", kind=Kind.LONG_TEXT, limit=6000, group=MORE, scope=Scope.COUNTY, wide=True),
        Field(name="note", label="备注", kind=Kind.LONG_TEXT, limit=2000, group=MORE, scope=Scope.COUNTY, wide=True),
        same_as("member"),
    ),
    keys=(
        Key(name="name_pinyin", field="name", rule="pinyin", reading="reading"),
        Key(name="name_strokes", field="name", rule="strokes"),
    ),
    indexes=(("name",), ("mobile",)),
    alike=(("id_number",), ("mobile",), ("name",)),  # many share a post: no sign of one person
    lists=(("name_pinyin",), ("sex", "name_pinyin"), ("name_strokes",), ("birth_date",), ("post",)),
    found=True,
)

MEMBERSHIP = Entity(
    name="membership",
    label="委员任职",
    counter="条",
    scope=Scope.REF,
    title="member",
    owner="member",
    fields=(
        Field(name="member", label="委员", kind=Kind.REFERENCE, target="member", required=True, editable=False),
        Field(name="term", label="届", limit=4, required=True, editable=False, found=False),
        Field(
            name="sector",
            label="界别",
            kind=Kind.CODE,
            codes="sector",
            endings=("界别", "界"),
            group=TERM,
            width=112,
            aliases=("所属界别", "委员界别"),
        ),
        Field(
            name="special_committee",
            label="专委会",
            kind=Kind.CODE,
            codes="special_committee",
            endings=("委员会", "专委会", "委"),
            group=TERM,
            width=128,
            aliases=("专门委员会", "所在专委会", "所属专委会"),
        ),
        Field(
            name="member_group",
            label="小组",
            limit=60,
            group=TERM,
            width=96,
            aliases=("委员小组", "活动小组", "街道", "街道分组"),
        ),
        Field(
            name="station",
            label="联络站",
            kind=Kind.REFERENCE,
            target="station",
            group=TERM,
            width=128,
            aliases=("委员联络站", "所属联络站"),
        ),
        Field(
            name="posts",
            label="政协职务",
            kind=Kind.TEXTS,
            limit=200,
            group=TERM,
            width=104,
            aliases=("职务（政协）", "政协内职务"),
        ),
        Field(name="recommended_by", label="推荐单位", limit=100, group=TERM, aliases=("推荐部门",)),
        Field(name="joined_on", label="任职日期", kind=Kind.DATE, group=TERM, aliases=("当选时间", "任职时间")),
        Field(name="left_on", label="离任日期", kind=Kind.DATE, group=TERM),
        Field(name="left_reason", label="离任原因", kind=Kind.CODE, codes="leave_reason", group=TERM),
    ),
    keys=(Key(name="posts_rank", field="posts", rule="rank", ranks="protocol_post"),),
    indexes=(("member", "term"), ("term", "sector")),
    found=True,
)

_OF_CARD = ("sector", "special_committee", "member_group", "station", "posts")

# What a proposal, a list or a form of an earlier day says of a member is told by these.
FORMER_CARD = make_former(
    "former_card", "任职经过", MEMBERSHIP.by_name["member"],
    *(MEMBERSHIP.by_name[name] for name in _OF_CARD), MEMBER.by_name["parties"], MEMBER.by_name["post"],
)  # fmt: skip

MEMBERS = Module(
    importable=True,
    table="名册",
    name="members",
    stations=True,
    label="委员",
    icon="members",
    entity=MEMBER,
    companion=MEMBERSHIP,
    lasts=("joined_on", "left_on"),
    children=(FORMER_CARD,),
    former=FORMER_CARD,
    columns=("name", "sex", "sector", "parties", "special_committee", "posts", "post", "mobile"),
    beside=("sector", "parties"),
    sorts=("name", "sector", "special_committee", "post", "birth_date"),
    filters=("sector", "special_committee", "sex", "member_group", "parties", "station", "birth_date"),
    orders=(
        Order(name="pinyin", label="按拼音", by=("name",)),
        Order(name="sector", label="按界别", by=("sector", "name")),
        Order(name="strokes", label="按姓氏笔画", by=("name_strokes",)),
        Order(name="protocol", label="按职务和党派", by=("posts_rank", "parties", "name_strokes")),
    ),
    order=("name",),
    views=(
        View(name="all", label="全部"),
        View(name="serving", label="在任", where=Is("left_on", None)),
        View(name="left", label="已离任", where=Filled("left_on")),
    ),
    hint="先把本届委员名册导入进来，提案和活动才能直接选人。手头的 Excel 名册不用改格式。",
)
