"""The text of a proposal, parted into situation, research and suggestions by its headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cppcc_desktop.nouns.proposals.files.labels import LONG, split_labels, tell_label, tell_marker

HEADING = 24  # characters a heading has at most
PLAIN = 10  # 三、意见和建议 says nothing but what the field is called; a longer heading stays in the text
ENDS = "。；;！!，,"
KEYWORDS = (
    ("research", re.compile(r"调研|走访情况")),
    ("suggestions", re.compile(r"(?:建议|对策|措施|办法|意见)(?:如下)?$|^(?:对策|建议)")),
    ("analysis", re.compile(r"情况|背景|现状|问题|困难|分析|原因|意义|必要性|案据|理由|不足|短板|概况|成效|做法")),
)
LEAD_IN = re.compile(r"(?:建议(?:如下|是|有)?|提出(?:以下|如下|几点)?[^。]{0,8}(?:建议|对策))[：:]?$")
BEGINNING = re.compile(r"^(?:为此|因此|对此|鉴于此|鉴于以上|综上|综上所述|据此)[，,]?[^。]{0,30}(?:建议|提出)")
INLINE_ITEM = re.compile(
    r"(?:(?<=^)|(?<=[。；;：:，,]))\s*((?:[一二三四五六七八九十]{1,2}是|\d{1,2}[.、．](?!\d)|[（(][一二三四五六七八九十\d]{1,2}[）)]|[①-⑳])\s*)"
    r"(?=\S)"
)
FAREWELL = re.compile(r"^(?:以上(?:提案|建议)?.{0,12}(?:审议|考虑|参考|研究|采纳)|特此提案|此致|敬礼)")


@dataclass
class Body:
    """Lines of each part, and the heading each was taken by."""

    lines: dict[str, list[str]] = field(
        default_factory=lambda: {each: [] for each in ("analysis", "research", "suggestions")}
    )
    headings: dict[str, str] = field(default_factory=dict[str, str])

    def text(self, part: str) -> str:
        return "\n".join(self.lines[part])


def part_body(lines: Sequence[str]) -> Body:
    """Every line goes into one part; before the first heading, and without any, into the situation."""
    body, part, depth = Body(), "analysis", 9
    for line in lines:
        plain = line.strip()
        found = tell_heading(line, part, depth)
        if found is not None:
            part, depth, rest, numbered = found
            body.headings.setdefault(part, plain)
            if numbered and (part == "analysis" or len(plain) > PLAIN):
                body.lines[part].append(plain)
            elif rest:
                body.lines[part].append(rest)
        elif part != "suggestions" and begins_suggestions(line):
            body.lines["analysis" if LEAD_IN.search(plain) else "suggestions"].append(plain)
            part, depth = "suggestions", 1
            body.headings.setdefault(part, plain)
        else:
            body.lines[part].append(plain)
    return body


def begins_suggestions(line: str) -> bool:
    plain = line.strip()
    return BEGINNING.match(plain) is not None or (len(plain) < 60 and LEAD_IN.search(plain) is not None)


def tell_heading(line: str, part: str, depth: int) -> tuple[str, int, str, bool] | None:
    """(part, depth, text behind the heading, whether it is numbered), None for no heading.

    Inside one part a deeper heading does not lead into another: （二）完善保障措施 below 二、存在的问题.
    """
    for each in split_labels(line):
        if each.kind in LONG:
            return ("analysis" if each.kind == "body" else each.kind), 0, each.value, False
        break
    marked, rest = tell_marker(line)
    kind = tell_label(rest)
    if kind in LONG and marked in (-1, 0, 1):
        return ("analysis" if kind == "body" else kind), max(marked, 0), "", marked > -1
    title, colon, behind = rest.partition("：") if "：" in rest else rest.partition(":")
    title = title.strip()
    short = 2 <= len(title) <= HEADING and title[-1] not in ENDS
    if not short or marked < 0 or (behind and not colon) or marked > depth:
        return None
    if behind and tell_label(title) not in LONG:
        return None
    wanted = next((name for name, pattern in KEYWORDS if pattern.search(title)), "")
    if not wanted or (wanted == part and marked == depth and part == "suggestions"):
        return None
    return wanted, marked, behind.strip(), True


def number_items(lines: Sequence[str]) -> str:
    """Suggestions as 1. 2. 3.: the outermost numbering found is written so, what lies deeper stays as it is."""
    split: list[str] = []
    for line in lines:
        split += split_items(line)
    depths = [depth for depth, _ in map(tell_marker, split) if depth >= 0]
    if not depths:
        return "\n".join(split)
    top, count, found = min(depths), 0, list[str]()
    for line in split:
        depth, rest = tell_marker(line)
        if depth == top:
            count += 1
            found.append(f"{count}. {rest}")
        else:
            found.append(line.strip())
    return "\n".join(found)


def split_items(line: str) -> list[str]:
    """一是……；二是…… in one paragraph as a line each, where there are two or more."""
    starts = [each.start(1) for each in INLINE_ITEM.finditer(line)]
    if len(starts) < 2:
        return [line]
    parts = [line[a:b].strip() for a, b in zip([0, *starts], [*starts, len(line)], strict=True)]
    return [each for each in parts if each]


def is_farewell(line: str) -> bool:
    """以上提案，请予审议 and the like."""
    return FAREWELL.match(line.strip()) is not None
