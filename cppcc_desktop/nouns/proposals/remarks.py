"""Remarks on a 提案 before it is received: what a reviewer would send back (domain.md §3, content). None of them refuses."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cppcc_desktop.domain.description.fields import Row
from cppcc_desktop.nouns.proposals.suggestions import split_suggestions, starts_item

TEXTS = ("analysis", "suggestions")  # what text_limit counts: 情况与分析, 建议
TITLE = re.compile(r"关于.+的(建议|提案|意见)$")
SECRET = re.compile(r"(绝密|机密|秘密)\s*(★|☆|级|文件|[（(]|[0-9０-９一二三四五六七八九十]+\s*年|$)")
SECRET_INSIDE = re.compile(r"(绝密|机密|秘密)\s*(★|☆|级文件|级[，。；])")  # in the middle of a sentence
# Two matters in one title: 关于修路和关于建学校的…, 关于修建公园及加强养老服务的…
TWICE = re.compile(r"关于.+[和及与、].*关于")
VERBS = (
    "加强|加快|加大|推进|推动|促进|优化|完善|规范|改善|改造|整治|治理|建设|修建|新建|扩建|设立|建立|健全|提升|提高|"
    "解决|落实|支持|发展|保护|开展"
)
TWO_DEEDS = re.compile(
    rf"关于(?:进一步|尽快)?({VERBS})(?P<first>[^、和及与]{{3,}})(?:[、和及与]|以及)"
    rf"(?:进一步|尽快)?({VERBS})(?P<second>.{{3,}})的"
)
# What may stand in any suggestion and says nothing of what is to be done.
EMPTY = re.compile(
    r"希望|建议|恳请|请求|请|有关|相关|各级|部门|单位|政府|领导|高度|引起|予以|给予|能够|尽快|尽早|及时|认真|切实|进一步|"
    r"重视|关注|加强|加大|力度|管理|研究|考虑|支持|解决|处理|落实|问题|工作|此事|上述|和|的|对|[\d一二三四五六七八九十\W]"
)
LEAST = 2  # characters beside those in which something can be said


def list_remarks(record: Row, rules: Mapping[str, str]) -> list[str]:
    """What is worth looking at again, in plain words, the gravest first; `rules` as in resources/settings.csv."""
    found = [
        remark_secret(record), remark_length(record, rules), remark_title(record), *remark_suggestions(record),
        remark_matters(record), *remark_sponsors(record), remark_collective(record),
    ]  # fmt: skip
    return [each for each in found if each]


def text_of(record: Row, name: str) -> str:
    return str(record.get(name) or "").strip()


def remark_secret(record: Row) -> str:
    """A mark of secrecy, as papers bear it (秘密★一年); the word alone in a sentence is none."""
    for name in ("title", "analysis", "suggestions", "research"):
        for line in text_of(record, name).split("\n"):
            match = SECRET.search(line.strip()) if len(line.strip()) < 40 else SECRET_INSIDE.search(line)
            if match and not line.strip().startswith(("保守", "泄露")):
                return f"文中有“{match[1]}”的标志：这个程序只能办不涉密的提案，涉密的请走机要渠道，这里删掉。"
    return ""


def remark_length(record: Row, rules: Mapping[str, str]) -> str:
    limit = int(rules.get("text_limit") or 0)
    count = sum(len(re.sub(r"\s", "", text_of(record, name))) for name in TEXTS)
    if not limit or count <= limit:
        return ""
    return f"正文 {count} 字，超过了 {limit} 字（情况、分析和建议合起来），请提案人精简。"


def remark_title(record: Row) -> str:
    title = text_of(record, "title")
    if not title or TITLE.search(title):
        return ""
    return "案由一般写成“关于……的建议”，现在不是这样写的。"


def remark_suggestions(record: Row) -> list[str]:
    """建议: there, concrete, and numbered if there are several."""
    text = text_of(record, "suggestions")
    if not text:
        return []
    items = split_suggestions(text)
    if all(len(EMPTY.sub("", each)) < LEAST for each in items):
        return ["建议里看不出要做什么，请提案人写具体。"]
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and not any(starts_item(line) for line in lines):
        return [f"建议有 {len(lines)} 段，没有编号，单位不好逐条答复；请写成 1. 2. 3.。"]
    return []


def remark_matters(record: Row) -> str:
    """一事一案: a soft remark, only where a title joins two deeds that have nothing in common."""
    title = text_of(record, "title")
    match = TWO_DEEDS.search(title)
    apart = match is not None and not set(match["first"]) & set(match["second"])
    if TWICE.search(title) or apart:
        return "案由里像是有两件事。一事一案；是两件事的，请分成两件提案。"
    return ""


def remark_sponsors(record: Row) -> list[str]:
    joint = record.get("joint_sponsors")
    names = [str(each) for each in joint] if isinstance(joint, list) else []
    found = ["联名人里有人写了两次。"] if len(names) > len(set(names)) else []
    if record.get("first_sponsor") in names:
        found.append("第一提案人又写在联名人里，请去掉一处。")
    return found


def remark_collective(record: Row) -> str:
    """集体提案 bear a seal and name whom to ring."""
    if not text_of(record, "collective"):
        return ""
    needs = {"sealed": "盖章", "contact_person": "联系人", "contact_phone": "联系电话"}
    lacks = [label for name, label in needs.items() if not record.get(name)]
    return f"集体提案还没有{'、'.join(lacks)}。" if lacks else ""
