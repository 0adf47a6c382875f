"""The words by which the parts of a proposal are told apart on paper, as counties' forms (提案表) print them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LABELS: dict[str, tuple[str, ...]] = {
    "title": ("案由", "题目", "标题", "提案题目", "提案标题", "提案名称", "提案案由", "案题"),
    "sponsor": (
        "第一提案人", "提案人", "提案者", "领衔人", "领衔提案人", "领衔委员", "提案委员", "第一提案者", "主提案人",
        "提案人姓名", "提案人签名", "领衔",
    ),
    "joint": (
        "联名人", "联名提案人", "联名委员", "附议人", "附议委员", "联名", "联署人", "联名提案者", "其他提案人", "附议",
        "联名附议人",
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
        "建议承办单位", "建议办理单位", "承办单位建议", "建议主办单位", "拟承办单位", "建议交办单位", "希望承办单位",
        "建议承办部门", "建议办理部门",
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
    "name": ("姓名",),
    "sector": ("界别", "所属界别", "所在界别"),
    "post": ("单位", "工作单位", "单位及职务", "工作单位及职务", "单位职务", "职务", "单位和职务"),
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
FILLER = re.compile(r"[\s\u3000:：*＊_【】〔〕\[\]]+")
NOTE = re.compile(r"[（(][^（）()]*[）)]$")
WORDS = "|".join(sorted((r"\s*".join(word) for word in KINDS), key=len, reverse=True))
INLINE = re.compile(rf"(?:(?<=^)|(?<=[\s\u3000；;，,（(]))({WORDS})(?:[（(][^（）()：:]{{0,12}}[）)])?\s*[：:]")

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
    plain = FILLER.sub("", cell)
    return KINDS.get(plain) or KINDS.get(NOTE.sub("", plain), "")


def split_labels(line: str) -> Iterator[Labelled]:
    """第一提案人：郑晓禾　界别：医药卫生界 as two; nothing for a line that does not begin with a label."""
    found = list(INLINE.finditer(line))
    if not found or line[: found[0].start()].strip("\u3000 \t（("):
        return
    for at, each in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(line)
        word = FILLER.sub("", each[1])
        kind = KINDS[word]
        yield Labelled(kind, word, line[each.end() : end].strip(" \t\u3000，,；;"))
        if kind in LONG or kind == "title":
            return


def tell_marker(line: str) -> tuple[int, str]:
    """How deep a line is numbered (0 the outermost, -1 not at all), and the rest of it."""
    for depth, pattern in enumerate(MARKER):
        found = pattern.match(line)
        if found:
            return depth, line[found.end() :].strip()
    return -1, line.strip()
