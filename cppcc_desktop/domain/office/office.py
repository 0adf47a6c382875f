"""The office itself: terms, plenaries, code lists, settings, accounts."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from cppcc_desktop.domain.description.fields import Entity, Field, Kind, Scope
from cppcc_desktop.domain.errors import OfficeError, Refusal
from cppcc_desktop.domain.grants import PERMISSIONS, Grant
from cppcc_desktop.domain.modules import Module

COMMITTEE = Entity(
    name="committee",
    label="本会",
    counter="个",
    scope=Scope.REF,
    fields=(
        Field(name="name", label="名称", limit=60, required=True),
        Field(name="plenary", label="当前届次", limit=8, required=True),
        Field(name="demo", label="演示数据", kind=Kind.BOOLEAN),
    ),
)

CODE_ENTRY = Entity(
    name="code_entry",
    label="代码项",
    counter="项",
    permission="account",
    scope=Scope.REF,
    title="label",
    fields=(
        Field(name="list", label="代码表", limit=40, required=True),
        Field(name="code", label="代码", limit=60, required=True),
        Field(name="label", label="名称", limit=60, required=True),
        Field(name="retired", label="停用", kind=Kind.BOOLEAN),
        Field(name="meaning", label="含义", limit=200),
        Field(name="traits", label="性质", kind=Kind.TEXTS, limit=40),  # what rules ask of a code: face_to_face
        Field(name="since", label="起用日期", kind=Kind.DATE),  # empty: from the beginning
        Field(name="place", label="次序", kind=Kind.INTEGER),  # empty: where it came
    ),
    indexes=(("list", "code"),),
)

ACCOUNT = Entity(
    name="account",
    label="用户",
    counter="人",
    permission="account",
    scope=Scope.OFFICE,
    fields=(
        Field(name="name", label="用户名", limit=30, required=True),
        Field(name="role", label="角色", kind=Kind.CODE, codes="role", required=True),
        Field(name="password_hash", label="口令", limit=200, sensitive=True, editable=False),
        Field(name="disabled", label="停用", kind=Kind.BOOLEAN),
    ),
)

SETTING = Entity(
    name="setting",
    label="设置",
    counter="项",
    permission="account",
    scope=Scope.REF,
    fields=(
        Field(name="name", label="名称", limit=40, required=True),
        Field(name="value", label="值", limit=200, required=True),
        Field(name="since", label="起用日期", kind=Kind.DATE, required=True),
    ),
    indexes=(("name", "since"),),
)

SAVED_VIEW = Entity(
    name="saved_view",
    label="视图",
    counter="个",
    scope=Scope.OFFICE,
    title="label",
    fields=(
        Field(name="module", label="列表", limit=40, required=True),
        Field(name="label", label="名称", limit=20, required=True),
        Field(name="conditions", label="条件", limit=4000),  # JSON: {field: value or [value, …]}
        Field(name="words", label="条件的说法", limit=1000),  # JSON: {field: words}
        Field(name="order", label="排序", limit=200),
        Field(name="by", label="谁存的", limit=60),
    ),
    indexes=(("module",),),
)

ATTACHMENT = Entity(
    name="attachment",
    label="附件",
    counter="个",
    scope=Scope.OWN,
    owner="record",
    fields=(
        Field(name="record", label="所属记录", limit=32, required=True, found=False),
        Field(name="of", label="所属种类", limit=40, required=True, found=False),
        Field(name="name", label="文件名", limit=200, required=True),
        Field(name="digest", label="内容", kind=Kind.PHOTO, limit=64, required=True, found=False),
        Field(name="size", label="大小", kind=Kind.INTEGER, required=True),
        Field(name="note", label="说明", limit=200),
    ),
    indexes=(("record",), ("digest",)),
    found=True,
)

# What a record was made from: a proposal from a reception. Read from both sides.
LINK = Entity(
    name="link",
    label="由来",
    counter="条",
    title="label",
    scope=Scope.OWN,
    owner="record",
    fields=(
        Field(name="record", label="所属记录", limit=32, required=True, found=False),
        Field(name="of", label="所属种类", limit=40, required=True, found=False),
        Field(name="source", label="从哪条记录", limit=32, required=True, found=False),
        Field(name="source_kind", label="从哪种记录", limit=40, required=True, found=False),
        Field(name="label", label="怎么来的", limit=40, required=True, found=False),
    ),
    indexes=(("record",), ("source",)),
)

OFFICE = Module(
    name="office",
    label="本会",
    icon="settings",
    entity=COMMITTEE,
    children=(CODE_ENTRY, SETTING, ACCOUNT, SAVED_VIEW, ATTACHMENT, LINK),
    page=False,
)


@dataclass(frozen=True)
class Actor:
    """The person who acts: named in every operation as office/name."""

    name: str
    role: str
    office: str  # "county" or the id of the station

    @property
    def stamp(self) -> str:
        return f"{self.office}/{self.name}"

    def may(self, permission: str | Grant) -> bool:
        """Whether the role permits it, one of the platform's by name or one of a noun; an unknown role permits nothing."""
        if isinstance(permission, Grant):
            return self.role in permission.roles
        return permission in PERMISSIONS.get(self.role, frozenset())

    def require(self, permission: str | Grant) -> None:
        """Raise Refusal unless the role permits it."""
        if not self.may(permission):
            raise Refusal(f"“{self.name}”没有这项权限。", todo="请系统管理员办理，或调整用户的角色。")


@dataclass(frozen=True)
class Plenary:
    """第十届第三次会议: key 10-03."""

    term: int
    number: int

    @classmethod
    def parse(cls, key: str) -> Plenary:
        match = re.fullmatch(r"(\d{1,2})-(\d{1,2})", key)
        if not match or not all(int(part) for part in match.groups()):
            raise OfficeError(f"届次“{key}”看不懂。", todo="写成 10-03 这样：第十届第三次会议。")
        return cls(int(match[1]), int(match[2]))

    @property
    def key(self) -> str:
        return f"{self.term:02d}-{self.number:02d}"

    @property
    def label(self) -> str:
        return f"第{chinese_number(self.term)}届第{chinese_number(self.number)}次会议"

    @property
    def short(self) -> str:
        return f"{chinese_number(self.term)}届{chinese_number(self.number)}次会议"


def chinese_number(number: int) -> str:
    """1–99 in Chinese numerals, as terms and plenaries are written."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


ORDINAL = re.compile(r"第?\s*([〇零一二三四五六七八九十\d]{1,3})\s*[届次]?(?:会议)?")


def read_ordinal(text: str) -> int:
    """第十届, 十, 10届, １０ as 10; 0 for what is no number from 1 to 99."""
    found = ORDINAL.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not found:
        return 0
    if found[1].isdecimal():
        return int(found[1]) if int(found[1]) < 100 else 0
    return next((number for number in range(1, 100) if chinese_number(number) == found[1]), 0)
