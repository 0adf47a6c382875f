"""Numbers that Word writes before paragraphs by itself: they stand in no text, and 一、 is half of a heading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "ideographTraditional",
    "japaneseCounting",
    "chineseLegalSimplified",
)
MOST = 99


@dataclass(frozen=True)
class ListLevel:
    """How one level of a list is written: `text` is like %1、 or （%2）."""

    form: str = "decimal"
    text: str = "%1."
    start: int = 1


@dataclass
class ListCounter:
    """Counts through the document; `part` is its numbering, None where there is none, `styles` what a style numbers."""

    part: Element | None
    styles: Mapping[str, Element] = field(default_factory=dict[str, Element])
    levels: dict[str, dict[int, ListLevel]] = field(default_factory=dict[str, dict[int, ListLevel]])
    counts: dict[tuple[str, int], int] = field(default_factory=dict[tuple[str, int], int])

    def __post_init__(self) -> None:
        if self.part is None:
            return
        abstract = {
            each.get(f"{W}abstractNumId", ""): dict(read_level(level) for level in each.findall(f"{W}lvl"))
            for each in self.part.findall(f"{W}abstractNum")
        }
        for each in self.part.findall(f"{W}num"):
            target = each.find(f"{W}abstractNumId")
            if target is not None:
                self.levels[each.get(f"{W}numId", "")] = abstract.get(target.get(f"{W}val", ""), {})

    def tell(self, paragraph: Element) -> str:
        """The number before this paragraph, "" if it has none or a bullet."""
        found = paragraph.find(f"{W}pPr/{W}numPr")
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if found is None and style is not None:
            found = self.styles.get(style.get(f"{W}val", ""))
        if found is None:
            return ""
        number, depth = found.find(f"{W}numId"), found.find(f"{W}ilvl")
        name = number.get(f"{W}val", "") if number is not None else ""
        at = read_number(depth, 0)
        level = self.levels.get(name, {}).get(at)
        if level is None or level.form in ("bullet", "none"):
            return ""
        self.counts[name, at] = self.counts.get((name, at), level.start - 1) + 1
        for deeper in range(at + 1, 9):
            self.counts.pop((name, deeper), None)
        text = level.text
        for each in range(at + 1):
            form = self.levels[name].get(each, level).form
            text = text.replace(f"%{each + 1}", write_number(self.counts.get((name, each), 1), form))
        return text if text.endswith(("、", "）", ")")) else f"{text} "


def read_level(level: Element) -> tuple[int, ListLevel]:
    at = level.get(f"{W}ilvl", "0")
    form, text = level.find(f"{W}numFmt"), level.find(f"{W}lvlText")
    return int(at) if at.isdigit() else 0, ListLevel(
        form.get(f"{W}val", "decimal") if form is not None else "decimal",
        text.get(f"{W}val", "") if text is not None else "", read_number(level.find(f"{W}start"), 1),
    )  # fmt: skip


def read_number(part: Element | None, default: int) -> int:
    text = part.get(f"{W}val", "") if part is not None else ""
    return int(text) if text.isdigit() and len(text) < 4 else default


def write_number(number: int, form: str) -> str:
    """As Word would: 3, 三, ③."""
    if form in CHINESE and 1 <= number <= MOST:
        digits = "零一二三四五六七八九"
        tens, ones = divmod(number, 10)
        return ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones or not tens else "")
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x245F + number)
    return str(number)
