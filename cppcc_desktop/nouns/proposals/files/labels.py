"""The words by which the parts of a proposal are told apart on paper, as counties' forms (提案表) print them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from cppcc_desktop.domain.normal_form import normalise_text


def combine(*parts: Sequence[str]) -> tuple[str, ...]:
    """Every word made of one piece of each: 附议人, 附议提案人, 附议委员 …"""
    return tuple("".join(pieces) for pieces in product(*parts))


LABELS: dict[str, tuple[str, ...]] = {
    "title": ("案由", "题目", "标题", "提案题目", "提案标题", "提案名称", "提案案由", "案题"),
    "sponsor": (
        "提案人", "提案者", "提案委员", "提案人姓名", "提案者姓名", "提案人签名", "领衔", "领衔人", "第一提案", "提案第一人",
        *combine(("第一", "领衔", "主", "主要", "首席", "牵头"), ("提案人", "提案者", "提案委员", "委员"), ("", "姓名", "签名")),
    ),
    "joint": (
        "联名", "联署", "附议", "会签人", "共同提案", "联名提案", "附议名单", "联名名单",
        *combine(
            ("联名", "联署", "附议", "附署", "联合", "共同", "其他", "其它", "参与", "联名附议"),
            ("提案人", "提案者", "提案委员", "委员", "人", "者"), ("", "姓名", "名单", "签名"),
        ),
    ),
    "collective": (
        "提案单位", "集体名称", "提案集体", "集体提案单位", "提案党派", "提案团体", "提出单位", "提案界别", "集体提案者",
        "提案单位名称", "提案党派团体",
    ),
    "drafter": ("执笔人", "执笔", "撰稿人", "起草人", "执笔委员"),
    "contact_person": ("联系人", "联系人姓名"),
    "contact_phone": ("联系人电话", "联系人手机"),
    "head": ("集体负责人", "单位负责人", "主要负责人", "提案负责人", "负责人"),
    "suggested_unit": (
        "建议单位", "承办建议", "建议承办",
        *combine(
            ("", "提案人", "提案者", "委员"), ("建议", "希望", "拟", "拟请", "意向"),
            ("承办", "办理", "主办", "会办", "协办", "交办", "主承办", "落实"), ("单位", "部门", "机关"),
        ),
        *combine(("承办", "办理", "主办", "会办", "交办"), ("单位", "部门"), ("建议", "意向")),
    ),
    "category": ("类别", "提案类别", "提案分类", "分类"),
    "form": ("提案形式", "提案类型"),
    "submitted_on": ("提交日期", "提案日期", "提交时间", "提出日期", "提案时间", "收到日期", "日期", "时间"),
    "analysis": (
        "情况", "情况分析", "情况与分析", "情况和分析", "情况与问题", "情况和问题", "情况问题分析", "案据", "理由",
        "提案理由", "背景", "背景情况", "基本情况", "现状", "存在问题", "问题", "问题分析", "分析", "存在的问题",
        "主要问题", "情况说明",
    ),
    "suggestions": (
        "建议", "具体建议", "对策建议", "意见建议", "意见和建议", "建议和措施", "办法", "解决办法", "措施", "建议办法",
        "工作建议", "建议内容", "对策", "建议措施", "对策及建议", "对策与建议", "有关建议", "几点建议",
    ),
    "research": ("调研情况", "调研过程", "调查研究情况", "调研", "前期调研情况"),
    "body": ("内容", "正文", "提案内容", "提案正文", "主要内容", "提案具体内容"),
    "name": ("姓名", "委员姓名", "委员"),
    "sector": ("界别", "所属界别", "所在界别"),
    "post": ("单位", "工作单位", "单位及职务", "工作单位及职务", "单位职务", "职务", "单位和职务", "工作单位和职务", "工作单位职务", "单位、职务"),
    "phone": ("电话", "联系电话", "手机", "手机号", "手机号码", "联系方式", "电话号码"),
    "other": (
        "编号", "案号", "提案编号", "收件号", "委员证号", "通讯地址", "通信地址", "地址", "邮编", "邮政编码", "电子邮箱",
        "邮箱", "审查意见", "初审意见", "立案意见", "备注", "是否公开", "可以公开", "提案委员会意见", "签名", "性别",
        "党派", "政治面貌", "盖章", "序号", "届次", "提案委意见", "审查结果", "主办单位", "会办单位", "承办单位",
    ),
}  # fmt: skip
KINDS = {word: kind for kind, words in LABELS.items() for word in words}
LONG = frozenset({"analysis", "suggestions", "research", "body"})
# Words that a sentence of the text may begin with too: taken as labels only above the text and below it.
WEAK = frozenset(
    {"name", "sector", "post", "phone", "other", "category", "submitted_on", "head", "form", "contact_person"}
)
# What further labels end in whose values have no field here.
ENDS = (
    "地址|住址|邮编|邮箱|编码|编号|证号|文号|序号|号数|传真|微信|民族|籍贯|学历|年龄|出生年月|出生日期|身份证号|"
    "(?:审查|审核|审批|初审|立案|处理|办理|领导|主席|主任|委员会|提案委|批示|承办|单位|签批|拟办|批办)意见|批示|盖章|公章|签名|签字|签章"
)
OTHER = re.compile(rf"[\u4e00-\u9fff]{{0,8}}(?:{ENDS})")
LONGEST = 80  # characters of a cell or line that may be a label, blanks included
FILLER = re.compile(r"[\s:*_【】〔〕\[\]]+")
NOTE = re.compile(r"\([^()]*\)$|(?<=[人者员])[0-9一二三四五六七八九十]{1,2}$")


def either(words: Iterable[str]) -> str:
    """One of the words, the longest that fits, as a pattern; blanks may stand between the characters."""
    return "|".join(sorted((r"\s*".join(word) for word in words), key=len, reverse=True))


WORDS = either(KINDS)
PEOPLE = either((*LABELS["sponsor"], *LABELS["joint"]))
SEVERAL = re.compile(rf"(?:{PEOPLE})(?:[/、和及](?:{PEOPLE}))+")  # 第一提案人/附议人: whoever stands first is first
INLINE = re.compile(
    rf"(?:(?<=^)|(?<=[\s；;，,（(]))({SEVERAL.pattern}|{WORDS}|{OTHER.pattern})(?:[0-9一二三四五六七八九十]{{1,2}})?(?:\([^():]{{0,12}}\))?\s*:"
)
# Any other label a form may have: a few words and a colon at the beginning of a line.
UNKNOWN = re.compile(r"((?:[\u4e00-\u9fffA-Za-z0-9/、]\s?){1,14}(?:\([^():]{0,12}\))?)(?<!\d)\s*:(?!//)(.*)")
LEAD_IN = re.compile(r"如下|以下|下列|为此|因此|建议|例如|比如|其中|注")

MARKERS = (  # from the outermost in
    r"第[一二三四五六七八九十]+部分[、，\s]*",
    r"[一二三四五六七八九十]{1,3}[、．.]\s*",
    r"[（(][一二三四五六七八九十]{1,3}[）)][、.．]?\s*",
    r"(?:\d{1,2}[、．.](?!\d)|[①-⑳]|第[一二三四五六七八九十]{1,3}[，,、：:]|[一二三四五六七八九十]{1,2}是)\s*",
    r"(?:[（(]\d{1,2}[）)]|\d{1,2}[)）])[、.．]?\s*",
)
MARKER = [re.compile(rf"\s*{each}") for each in MARKERS]
FRAMED = re.compile(rf"^[【〔\[]({WORDS})[】〕\]]\s*[：:]?\s*(?=\S)")


@dataclass(frozen=True)
class Labelled:
    """A label and what stands behind it."""

    kind: str
    word: str  # as it is printed
    value: str


def tell_label(cell: str) -> str:
    """The kind of a cell or line that is nothing but a label; "" for anything else."""
    if len(cell) > LONGEST:
        return ""
    plain = FILLER.sub("", normalise_text(cell))
    return tell_kind(plain) or tell_kind(NOTE.sub("", plain))


def tell_kind(word: str) -> str:
    if SEVERAL.fullmatch(word):
        return "sponsor"
    return KINDS.get(word) or ("other" if OTHER.fullmatch(word) else "")


def split_labels(line: str) -> Iterator[Labelled]:
    """第一提案人：郑晓禾　界别：医药卫生界 as two; nothing for a line that does not begin with a label."""
    plain = level(line)
    found = list(INLINE.finditer(plain)) if ":" in plain else []
    if not found or plain[: found[0].start()].strip("(\t "):
        return
    for at, each in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(line)
        word = FILLER.sub("", each[1])
        kind = tell_kind(word)
        yield Labelled(kind, word, line[each.end() : end].strip(" \t\u3000，,；;"))
        if kind in LONG or kind == "title":
            return


def split_unknown(line: str) -> tuple[str, str] | None:
    """Label and value of a line that reads like one of a form, whatever the label is."""
    found = UNKNOWN.fullmatch(level(line)) if ":" in line or "：" in line else None
    if not found or LEAD_IN.search(found[1]):
        return None
    return line[: found.end(1)].strip(), line[found.start(2) :].strip()


def level(line: str) -> str:
    """The line in its normal form, each character where it was; as it stands where that cannot be."""
    plain = normalise_text(line)
    return plain if len(plain) == len(line) else line.replace("：", ":").replace("（", "(").replace("）", ")")


def tell_marker(line: str) -> tuple[int, str]:
    """How deep a line is numbered (0 the outermost, -1 not at all), and the rest of it."""
    for depth, pattern in enumerate(MARKER):
        found = pattern.match(line)
        if found:
            return depth, line[found.end() :].strip()
    return -1, line.strip()
