"""A proposal out of a Word or text file, or out of pasted text: its parts, whence they came, and what is doubtful."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import cast

from cppcc_desktop.domain.dates import parse_date
from cppcc_desktop.domain.text_cleaning import clean_paste
from cppcc_desktop.importers.documents.causes import describe_document_cause
from cppcc_desktop.importers.tables.sheets import ask_reader, check_path
from cppcc_desktop.nouns.proposals.entity import PROPOSAL
from cppcc_desktop.nouns.proposals.files.body import Body, is_farewell, number_items, part_body
from cppcc_desktop.nouns.proposals.files.labels import (
    FRAMED,
    LONG,
    WEAK,
    Labelled,
    split_labels,
    tell_label,
    tell_marker,
)
from cppcc_desktop.nouns.proposals.files.people import PHONE, Person, read_people, tell_form

TITLE_MOST = 50
SHOWN = 40  # characters of a source that are quoted
TAIL = 12  # lines at the end where who signed may stand
ABOUT = re.compile(r"^[《“\"]?(关于.{2,}(?:的)?(?:建议|提案|意见|意见建议|报告|对策))[》”\"]?$")
HEAD = re.compile(
    r"政协.*(?:提案|委员会)|^提案[表纸]?$|第.{1,3}届.*会议|提案(?:登记)?表$|^(?:编号|案号)|^[（(].*[）)]$"
)
NO_NAME = re.compile(r"问题|情况|现状|背景|建议|原因|措施|对策|概况|前言|引言|提案|摘要")
DAY = re.compile(r"^[\d〇○零一二三四五六七八九十年月日./\- ]{6,14}$")
PEOPLE = ("first", "joint")

Block = tuple[str, object]


@dataclass(frozen=True)
class FoundPart:
    """One recognised value, the words it was taken from, and what is doubtful about it."""

    value: str
    source: str = ""
    doubt: str = ""


@dataclass(frozen=True)
class ProposalText:
    """What a file says. `parts` by field: title, form, collective, drafter, contact_person, contact_phone, head, category,
    suggested_unit, analysis, suggestions, research, submitted_on.
    """

    parts: Mapping[str, FoundPart] = field(default_factory=dict[str, FoundPart])
    first: Person | None = None
    joint: tuple[Person, ...] = ()
    tables: bool = False
    doubts: tuple[str, ...] = ()  # about the whole

    def value(self, name: str) -> str:
        return self.parts[name].value if name in self.parts else ""


def read_proposal(
    path: str | Path, *, seconds: float = 10, memory_mb: int = 1024, today: date | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ProposalText:  # fmt: skip
    """Recognise a .docx or text file, opened in the child process; OfficeError says why another cannot be."""
    path, describe = Path(path), partial(describe_document_cause, noun=PROPOSAL.label, counter=PROPOSAL.counter)
    check_path(path, describe)
    arguments = [str(path.absolute()), "", str(seconds), str(memory_mb), "document"]
    answer = ask_reader(path, arguments, seconds, memory_mb, cancelled, describe)
    if "cause" in answer:
        raise describe(str(answer["cause"]), path.name, str(answer["detail"]))
    return recognise(cast("list[Block]", answer["blocks"]), today)


def recognise_text(text: str, today: date | None = None) -> ProposalText:
    """The same of a text that was pasted as a whole."""
    return recognise([("p", line) for line in text.splitlines() if line.strip()], today)


def recognise(blocks: Sequence[Block], today: date | None = None) -> ProposalText:
    """Parts of the paragraphs and tables in their order."""
    gatherer = Gatherer()
    texts = [str(content) for kind, content in blocks if kind == "p"]
    last = len(texts) - TAIL
    at = 0
    for kind, content in blocks:
        if kind == "t":
            gatherer.take_table(cast("list[list[str]]", content))
        else:
            gatherer.take_line(clean_line(str(content)), near_end=at >= last)
            at += 1
    return gatherer.finish(today or date.today())


def clean_line(line: str) -> str:
    """Without indents and what cannot be seen; tabs and wide blanks part columns, so they stay blanks."""
    line = " ".join(clean_paste(each, 0).text for each in re.split(r"[\t\u3000]+| {3,}", line) if each.strip())
    bracketed = re.fullmatch(r"[（(]([^（）()]+[：:][^（）()]+)[）)]", line)
    return FRAMED.sub(r"\1：", bracketed[1] if bracketed else line)


class Gatherer:
    """Takes lines and tables one after another and keeps what they turn out to be."""

    def __init__(self) -> None:
        self.found: dict[str, list[Labelled]] = {}
        self.people: dict[str, list[Person]] = {"first": [], "joint": []}
        self.body: list[str] = []
        self.parts: dict[str, list[str]] = {}  # long parts that a table gave each a cell of its own
        self.doubts: list[str] = []
        self.leftover: list[tuple[str, str]] = []  # kind, what was no name
        self.tables = False
        self._last = ""  # whose sector or phone comes next
        self._waiting = ""  # a label that stood alone in its line

    # lines

    def take_line(self, line: str, *, near_end: bool) -> None:
        begun = bool(self.body)
        marked, rest = tell_marker(line)
        if (
            marked >= 0
            and not begun
            and (tell_label(rest) == "title" or any(e.kind == "title" for e in split_labels(rest)))
        ):
            marked, line = -1, rest  # 一、案由
        pairs = [] if marked >= 0 else list(split_labels(line))
        if pairs and pairs[0].kind not in LONG and (not begun or near_end or pairs[0].kind not in WEAK):
            self._waiting = "" if pairs[-1].value else pairs[-1].kind
            for each in pairs:
                self.put(each)
        elif self._waiting and not begun and len(line) <= 120 and not tell_label(line):
            self.put(Labelled(self._waiting, "", line))
            self._waiting = ""
        elif not begun and not pairs and tell_label(line) not in (*LONG, "") and tell_label(line) not in WEAK:
            self._waiting = tell_label(line)
        elif not begun and self._is_head(line):
            self._waiting = ""
        elif near_end and begun and DAY.fullmatch(line):
            self.put(Labelled("submitted_on", "", line))
        elif not (near_end and is_farewell(line)):
            self.body.append(line)

    def _is_head(self, line: str) -> bool:
        """What stands above the text: the title, its second line, the name of the form."""
        title = self.found.get("title")
        if title is None and ABOUT.match(line):
            self.put(Labelled("title", "", cast("re.Match[str]", ABOUT.match(line))[1]))
            return True
        if title is None and line.startswith("关于") and len(line) < 60 and line[-1] not in "。；：":
            self.put(Labelled("title", "half", line))
            return True
        if title and title[0].word == "half" and re.search(r"(?:建议|提案)$", line) and len(line) < 40:
            title[0] = replace(title[0], value=title[0].value + line, word="")
            return True
        if title and self._is_byline(line):
            return True
        plain = re.sub(r"\s", "", line)
        return len(line) < 50 and HEAD.search(plain) is not None and line[-1] not in "。；"

    def _is_byline(self, line: str) -> bool:
        """Who hands it in, where only the name stands below the title."""
        if self.people["first"] or "collective" in self.found or len(line) > 24 or line[-1] in "。；：，、":
            return False
        if tell_label(line) or tell_marker(line)[0] >= 0 or NO_NAME.search(line):
            return False
        people, rest = read_people(line, line)
        if not tell_form(line) and (
            rest or not people or any(len(each.name) > 3 and "·" not in each.name for each in people)
        ):
            return False
        self.put(Labelled("sponsor", "", line))
        self.doubts.append(f"文件里没有写明提案人，“{shorten(line)}”是案由下面的一行，请核对。")
        return True

    def put(self, found: Labelled) -> None:
        """Keep what a label gives."""
        if not found.value:
            return
        if found.kind in ("sponsor", "joint"):
            self._put_people("first" if found.kind == "sponsor" else "joint", found)
        elif found.kind == "name":
            self._put_people("first" if not self.people["first"] else "joint", found)
        elif found.kind in ("sector", "post", "phone"):
            self._put_beside(found)
        elif found.kind in LONG:
            self.parts.setdefault(found.kind, []).extend(found.value.split("\n"))
        elif found.kind != "other":
            self.found.setdefault(found.kind, []).append(found)
            self._last = found.kind if found.kind in ("contact_person", "collective") else self._last

    def _put_people(self, role: str, found: Labelled) -> None:
        source = quote(found)
        if role == "first" and tell_form(found.value) and not self.found.get("collective"):
            self.found["collective"] = [replace(found, kind="collective")]
            self._last = "collective"
            return
        people, rest = read_people(found.value, source)
        self.people[role] += people
        self._last = role if people else self._last
        if rest:
            self.leftover.append((role, rest))

    def _put_beside(self, found: Labelled) -> None:
        """界别 or 电话 of whoever was named last."""
        if found.kind == "phone" and self._last not in PEOPLE:
            self.found.setdefault("contact_phone", []).append(found)
        elif self._last in PEOPLE and self.people[self._last]:
            people = self.people[self._last]
            people[-1] = replace(people[-1], **{found.kind: found.value})

    # tables

    def take_table(self, rows: Sequence[Sequence[str]]) -> None:
        """A 提案表: labels in cells, values in the cells beside or below them; or a list of names under headings."""
        self.tables = True
        at = 0
        while at < len(rows):
            listed = self._take_list(rows, at)
            if listed:
                at = listed
                continue
            below = rows[at + 1] if at + 1 < len(rows) else ()
            if self._take_row(rows[at], below):
                at += 1
            at += 1

    def _take_list(self, rows: Sequence[Sequence[str]], at: int) -> int:
        """The row after a list of people whose headings stand in this row; 0 if none begins here."""
        kinds = [tell_label(cell) for cell in rows[at]]
        if "name" not in kinds or sum(kind in ("name", "sector", "post", "phone") for kind in kinds) < 2:
            return 0
        if any(cell.strip() and not kind for cell, kind in zip(rows[at], kinds, strict=True)):
            return 0  # 姓名 | 郑晓禾 | 界别 | …: labels beside their values
        role = "joint" if "joint" in kinds or self.people["first"] else ""
        following = at + 1
        while following < len(rows) and len(rows[following]) == len(kinds):
            row = dict(zip(kinds, rows[following], strict=True))
            marks = [tell_label(cell) for cell in rows[following]]
            if any(mark not in ("", "sponsor", "joint") for mark in marks):
                break
            if row.get("name", "").strip():
                whose = "first" if "sponsor" in marks or not (role or self.people["first"]) else "joint"
                self._put_people(whose, Labelled(whose, "", row["name"]))
                for kind in ("sector", "post", "phone"):
                    self.put(Labelled(kind, "", flat(row.get(kind, ""))))
            following += 1
        return following

    def _take_row(self, row: Sequence[str], below: Sequence[str]) -> bool:
        """Labels with the cells beside them; True if the row below was used as their values."""
        kinds = [tell_label(cell) for cell in row]
        used = False
        at = 0
        while at < len(row):
            kind, cell = kinds[at], row[at]
            beside = at + 1 < len(row) and not kinds[at + 1]
            if kind and beside and (row[at + 1].strip() or kind not in LONG):
                self._put_cell(kind, cell, row[at + 1])
                at += 2
                continue
            if kind in LONG and below and not any(tell_label(each) for each in below):
                self._put_cell(kind, cell, "\n".join(each for each in below if each.strip()))
                used = True
            elif not kind and cell.strip():
                self._take_text(cell)
            at += 1
        return used

    def _put_cell(self, kind: str, label: str, value: str) -> None:
        if kind == "body":
            self._take_text(value)
        elif kind in LONG:
            self.put(Labelled(kind, flat(label), value))
        elif kind in ("sponsor", "joint", "name"):
            self.put(
                Labelled(kind, re.sub(r"\s", "", label), "、".join(each for each in value.split("\n") if each.strip()))
            )
        else:
            self.put(Labelled(kind, re.sub(r"\s", "", label), flat(value)))

    def _take_text(self, cell: str) -> None:
        lines = [clean_line(each) for each in cell.split("\n") if each.strip()]
        for place, line in enumerate(lines):
            self.take_line(line, near_end=place >= len(lines) - 3)

    # the whole

    def finish(self, today: date) -> ProposalText:
        body = part_body([line for line in self.body if line])
        for kind, lines in self.parts.items():
            inner = part_body([clean_line(each) for each in lines if each.strip()]) if kind == "analysis" else None
            if inner and inner.lines["suggestions"] and "suggestions" not in self.parts:
                for name, more in inner.lines.items():
                    body.lines[name] += more
            else:
                body.lines["analysis" if kind == "body" else kind] += [
                    clean_line(each) for each in lines if each.strip()
                ]
            body.headings.setdefault(kind, "表格里的一栏")
        parts = {**self._make_short(today), **self._make_long(body)}
        if not self.found.get("title"):
            self._guess_title(parts, body)
        first = self.people["first"][0] if self.people["first"] else None
        joint = tuple(dict.fromkeys([*self.people["first"][1:], *self.people["joint"]]))
        parts["form"] = self._make_form(parts, first, joint)
        self._doubt_people(parts)
        return ProposalText(
            {name: part for name, part in parts.items() if part.value or part.doubt}, first,
            tuple(each for each in joint if not first or each.name != first.name), self.tables, tuple(self.doubts),
        )  # fmt: skip

    def _make_short(self, today: date) -> dict[str, FoundPart]:
        parts: dict[str, FoundPart] = {}
        for kind, found in self.found.items():
            value = flat(found[0].value)
            others = [flat(each.value) for each in found[1:] if flat(each.value) != value]
            doubt = f"文件里还写了“{shorten(others[0])}”，用的是前一个。" if others else ""
            parts[kind] = FoundPart(value, quote(found[0]), doubt)
        if "title" in parts:
            parts["title"] = make_title(parts["title"])
        if "submitted_on" in parts:
            parts["submitted_on"] = make_day(parts["submitted_on"], today)
        person = parts.get("contact_person")
        phone = PHONE.search(person.value) if person else None
        if person and phone:
            parts["contact_person"] = replace(person, value=PHONE.sub("", person.value).strip(" ，,（）()"))
            parts.setdefault("contact_phone", FoundPart(phone[0], person.source))
        return parts

    def _make_long(self, body: Body) -> dict[str, FoundPart]:
        parts = {
            "analysis": FoundPart(body.text("analysis"), body.headings.get("analysis", "")),
            "research": FoundPart(body.text("research"), body.headings.get("research", "")),
            "suggestions": FoundPart(number_items(body.lines["suggestions"]), body.headings.get("suggestions", "")),
        }
        if not parts["suggestions"].value and parts["analysis"].value:
            parts["suggestions"] = FoundPart("", "", "文件里没有找到建议部分，全文都放在“情况与分析”里了。")
        elif parts["suggestions"].value and not parts["analysis"].value:
            parts["analysis"] = FoundPart("", "", "文件里没有找到情况部分，全文都放在“建议”里了。")
        return parts

    def _guess_title(self, parts: dict[str, FoundPart], body: Body) -> None:
        """Without any sign of one: the first short line of the text, with a doubt."""
        lines = body.lines["analysis"]
        if lines and len(lines[0]) <= TITLE_MOST and lines[0][-1] not in "。；：，" and tell_marker(lines[0])[0] < 0:
            title = lines.pop(0)
            parts["analysis"] = replace(parts["analysis"], value=body.text("analysis"))
            parts["title"] = FoundPart(title, title, "文件里没有写案由，这是正文的第一行。")
        else:
            parts["title"] = FoundPart("", "", "文件里没有找到案由。")

    def _make_form(self, parts: Mapping[str, FoundPart], first: Person | None, joint: Sequence[Person]) -> FoundPart:
        if "collective" in parts:
            name = parts["collective"].value
            code = tell_form(name)
            return FoundPart(code, parts["collective"].source, "" if code else f"看不出“{shorten(name)}”是哪一种集体。")
        if joint and first:
            return FoundPart("2", joint[0].source)
        return FoundPart("1", first.source) if first else FoundPart("", "", "文件里没有找到提案人。")

    def _doubt_people(self, parts: dict[str, FoundPart]) -> None:
        for role, rest in self.leftover:
            name = "第一提案人" if role == "first" else "联名人"
            self.doubts.append(f"{name}里的“{shorten(rest)}”看不出是谁，没有读。")
        if "collective" in parts and self.people["first"] and "drafter" not in parts:
            self.doubts.append(f"既写了集体“{shorten(parts['collective'].value)}”，又写了提案人，请核对提案形式。")


def make_title(part: FoundPart) -> FoundPart:
    value = part.value.strip('《》“”" ')
    if len(value) > TITLE_MOST:
        return FoundPart(value, part.source, f"案由有 {len(value)} 字，最多 {TITLE_MOST} 字，请改短。")
    return replace(part, value=value)


def make_day(part: FoundPart, today: date) -> FoundPart:
    try:
        return replace(part, value=parse_date(part.value, today=today).isoformat())
    except ValueError:
        return FoundPart("", part.source, f"文件里的日期“{shorten(part.value)}”看不懂。")


def quote(found: Labelled) -> str:
    """The words a value was taken from, for the person who checks it."""
    return shorten(f"{found.word}：{found.value}" if found.word and found.word != "half" else found.value)


def shorten(text: str) -> str:
    text = flat(text)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}……"


def flat(text: str) -> str:
    return clean_paste(text, 0, lines=False).text
