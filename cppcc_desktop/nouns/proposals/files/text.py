"""A proposal out of a Word or text file, or out of pasted text: its parts, whence they came, and what is doubtful."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import cast

from cppcc_desktop.characters.tables import shipped_surnames
from cppcc_desktop.domain.dates import parse_date
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.secrecy import find_secret, say_secret
from cppcc_desktop.domain.text_cleaning import clean_paste
from cppcc_desktop.importers.documents.causes import describe_document_cause
from cppcc_desktop.importers.tables.sheets import ask_reader, check_path
from cppcc_desktop.nouns.proposals.entity import PROPOSAL
from cppcc_desktop.nouns.proposals.files.body import (
    KEYWORDS,
    Body,
    begins_suggestions,
    is_farewell,
    number_items,
    part_body,
    tell_heading,
)
from cppcc_desktop.nouns.proposals.files.labels import (
    FRAMED,
    LONG,
    WEAK,
    Labelled,
    split_labels,
    split_unknown,
    tell_label,
    tell_marker,
)
from cppcc_desktop.nouns.proposals.files.people import PHONE, Person, read_people, tell_form

TITLE_MOST = 50
SHOWN = 40  # characters of a source that are quoted
FEW = 3  # lines of a cell that may be a remark; more are text
MOST_WAITING = 120  # characters of a line that may be the value of the label above it
NUMBER = re.compile(r"[\d一二三四五六七八九十.、]{1,4}")
TAIL = 12  # lines at the end where who signed may stand
ABOUT = re.compile(r"^[《“\"]?(关于.{2,}(?:的)?(?:建议|提案|意见|意见建议|报告|对策))[》”\"]?$")
LETTERHEAD = re.compile(
    r"(?:中国人民政治协商会议|中国政协|人民政协|政协).{0,30}(?:提案[表纸稿]?|委员会|会议|办公室)|提案[表纸稿]?|.{0,20}提案(?:登记)?[表纸稿]"
    r"|.{0,16}第.{1,3}届.{0,24}(?:会议|全会)(?:提案[表纸稿]?)?"
)
# Above or below the text of a printed form: what the units or the writer must mind.
NOTICE = re.compile(r".{0,10}(?:承办|办理|填写|填表|注意|提交|撰写|使用).{0,8}(?:须知|说明|事项|要求|规定|规则)[：:]?")
NO_NAME = re.compile(r"问题|情况|现状|背景|建议|原因|措施|对策|概况|前言|引言|提案|摘要")
DAY = re.compile(r"^[\d〇○零一二三四五六七八九十年月日./\- ]{6,14}$")
PEOPLE = ("first", "joint")
NAMING = ("sponsor", "joint", "name")  # labels before people
SENTENCE = re.compile(r"[。！？；：…，][”’）)]?$|[，。；！？].|.{31}")
SHORT = 40  # characters of a value in a form; a longer one reads like text

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
    return recognise(cast("list[Block]", answer["blocks"]), today, cast("list[str]", answer["notes"]))


def recognise_text(text: str, today: date | None = None) -> ProposalText:
    """The same of a text that was pasted as a whole."""
    return recognise([("p", line) for line in text.splitlines() if line.strip()], today)


def recognise(blocks: Sequence[Block], today: date | None = None, notes: Sequence[str] = ()) -> ProposalText:
    """Parts of the paragraphs and tables in their order; `notes` tell what the reader left out."""
    refuse_secret_paper(blocks, notes)
    gatherer = Gatherer()
    lines = [clean_line(str(content)) for kind, content in blocks if kind == "p"]
    front, last = count_front(lines), len(lines) - TAIL
    at = 0
    for kind, content in blocks:
        if kind == "t":
            gatherer.take_table(cast("list[list[str]]", content))
        else:
            gatherer.take_line(lines[at], near_end=at >= last, above=at < front)
            at += 1
    return gatherer.finish(today or date.today(), notes)


def refuse_secret_paper(blocks: Sequence[Block], notes: Sequence[str]) -> None:
    """OfficeError for a paper that bears a mark of secrecy, wherever it stands: in its head, in a cell, in a box."""
    texts = [str(content) for kind, content in blocks if kind != "t"]
    texts += [
        cell for kind, content in blocks if kind == "t" for row in cast("list[list[str]]", content) for cell in row
    ]
    texts += [told for note in notes for told in re.findall("“([^”]*)”", note)]
    mark = next((found for text in texts if (found := find_secret(text))), "")
    if mark:
        raise OfficeError(
            f"文件上{say_secret(mark)}。", kept="文件没有读入。", todo="确实不涉密的，去掉这个标志再登记。"
        )


def count_front(lines: Sequence[str]) -> int:
    """How many lines stand above the text whatever they say: a cover sheet with its rules, the head of the form.

    That is up to the last label of the form before the text is announced; without any announcement up to the title.
    """
    kinds = [name_place(line) for line in lines]
    begin = next((at for at, kind in enumerate(kinds) if kind in LONG), None)
    if begin is None:
        begin = next((at for at, line in enumerate(lines) if tell_heading(line, "", 9)), None)
    if begin is None:
        return next((at + 1 for at, kind in enumerate(kinds) if kind == "title"), 0)
    front = max((at + 1 for at, kind in enumerate(kinds[:begin]) if kind and kind not in WEAK), default=0)
    while front < begin and kinds[front] in WEAK:
        front += 1
    return front


def name_place(line: str) -> str:
    """The kind of what a line begins with, if it is a label or a title."""
    marked, rest = tell_marker(line)
    if marked >= 0:
        return "title" if is_title(rest) else ""
    first = next(iter(split_labels(line)), None)
    return first.kind if first else tell_label(line) or ("title" if ABOUT.match(line) else "")


def is_title(line: str) -> bool:
    """案由 as a heading: 一、案由."""
    return tell_label(line) == "title" or any(each.kind == "title" for each in split_labels(line))


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
        self.left: list[str] = []  # lines that are neither a part nor the text
        self.tables = False
        self._last = ""  # whose sector or phone comes next
        self._waiting = ""  # a label whose value, or more of it, may come in the next line
        self._alone = False  # a row of a table holds one person with what belongs to the name
        self._notice = False  # inside the rules printed on a form
        self._signing = False  # below the text, where labels stand again

    # lines

    def take_line(self, line: str, *, near_end: bool = False, above: bool = False) -> None:
        """A line of the text or of what stands around it; `above`: it cannot be text."""
        begun = bool(self.body or self.parts)
        marked, rest = tell_marker(line)
        if marked >= 0 and not begun and is_title(rest):
            marked, line = -1, rest  # 一、案由
        pairs = [] if marked >= 0 else list(split_labels(line))
        label = pairs[0].kind if pairs else "" if marked >= 0 else tell_label(line)
        self._notice &= not label and (begun or (not ABOUT.match(line) and tell_heading(line, "", 9) is None))
        listed = self._waiting in NAMING and holds_names(line)  # 1. 陈素芬 云水镇
        self._signing &= label not in LONG and (marked < 0 or listed)
        free = not begun or self._signing
        if pairs and label not in LONG and (free or near_end or label not in WEAK):
            self._put_pairs(pairs)
        elif label and label not in LONG and free:
            self._waiting = label
        elif self._waiting and free and not label and self._put_waiting(line):
            pass
        elif not begun and (self._take_title(line) or self._is_byline(line) or is_letterhead(line)):
            self._waiting = ""
        elif near_end and begun and DAY.fullmatch(line):
            self.put(Labelled("submitted_on", "", line))
        elif near_end and begun and is_farewell(line):
            self._signing = True
        elif marked < 0 and NOTICE.fullmatch(line):
            self._notice = True
            self.left.append(line)
        elif above or self._notice or (free and not self._is_text(line)):
            self._leave(line)
        else:
            self._signing = False
            self.body.append(line)

    def _leave(self, line: str) -> None:
        """Keep a line that is neither a part nor the text, unless it is a label of a form with nothing behind it."""
        unknown = split_unknown(line)
        if unknown is None or unknown[1]:
            self.left.append(line)

    def _put_pairs(self, pairs: Sequence[Labelled]) -> None:
        for each in pairs:
            self.put(each)
        last = pairs[-1]
        self._waiting = last.kind if last.kind in NAMING or not last.value else ""
        self._signing = bool(self.body or self.parts)

    def _put_waiting(self, line: str) -> bool:
        """What stands below its label; of names as many lines as hold nothing else."""
        kind = self._waiting
        if kind in NAMING and not holds_names(line):
            self._waiting = ""
            return False
        if len(line) > MOST_WAITING:
            return False
        self.put(Labelled(kind, "", line))
        self._waiting = kind if kind in NAMING else ""
        return True

    def _is_text(self, line: str) -> bool:
        """Whether the text may begin with this line: a heading, a sentence; no label with a few words behind it."""
        return reads_like_text(line) or (not split_unknown(line) and any(each.search(line) for _, each in KEYWORDS))

    def _take_title(self, line: str) -> bool:
        """The title without a label, or its second line."""
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
        return False

    def _is_byline(self, line: str) -> bool:
        """Who hands it in, where only the name stands below the title."""
        if (
            "title" not in self.found
            or self.people["first"]
            or "collective" in self.found
            or len(line) > 24
            or line[-1] in "。；：，、"
        ):
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
        elif found.kind == "other":
            self.left.append(f"{found.word}：{found.value}" if found.word else found.value)
        else:
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
        else:
            self.left.append(f"{found.word}：{found.value}")

    # tables

    def take_table(self, rows: Sequence[Sequence[str]]) -> None:
        """A 提案表: labels in cells, values in the cells beside or below them; or a list of names under headings."""
        self.tables, self._notice = True, False
        labels = {tell_label(cell) for row in rows for cell in row}
        form = bool(labels - WEAK - {""}) or not self.body  # else a table inside the text
        at = 0
        while at < len(rows):
            listed = self._take_list(rows, at)
            if listed:
                at = listed
                continue
            below = rows[at + 1] if at + 1 < len(rows) else ()
            if self._take_row(rows[at], below, form=form):
                at += 1
            at += 1
        self._waiting = ""

    def _take_list(self, rows: Sequence[Sequence[str]], at: int) -> int:
        """The row after a list of people whose headings stand in this row; 0 if none begins here."""
        kinds = [tell_label(cell) for cell in rows[at]]
        if not is_heading_of_people(rows[at], kinds):
            return 0
        role = "joint" if "joint" in kinds or self.people["first"] else ""
        following = at + 1
        while following < len(rows) and len(rows[following]) == len(kinds):
            marks = [tell_label(cell) for cell in rows[following]]
            if any(mark not in ("", "sponsor", "joint") for mark in marks):
                break
            self._take_listed(kinds, rows[at], rows[following], "first" if "sponsor" in marks else role)
            following += 1
        return following

    def _take_listed(self, kinds: Sequence[str], words: Sequence[str], row: Sequence[str], role: str) -> None:
        """One person of a list, or one of each heading that asks for names."""
        cells = [(kind, word, flat(cell)) for kind, word, cell in zip(kinds, words, row, strict=True) if cell.strip()]
        named = [each for each in cells if each[0] in NAMING and not tell_label(each[2])]
        if "name" in kinds:
            named = [each for each in named if each[0] == "name"]
        for kind, word, cell in named:
            given = {"sponsor": "first", "joint": "joint"}.get(kind) or role
            self._put_people(given or ("joint" if self.people["first"] else "first"), Labelled(kind, flat(word), cell))
        for kind, word, cell in cells:
            if kind in ("sector", "post", "phone") and named:
                self._put_beside(Labelled(kind, flat(word), cell))
            elif (kind, word, cell) not in named and not tell_label(cell) and not NUMBER.fullmatch(cell):
                self.left.append(f"{flat(word)}：{cell}")

    def _take_row(self, row: Sequence[str], below: Sequence[str], *, form: bool) -> bool:
        """Labels with the cells beside them; True if the row below was used as their values."""
        kinds = [tell_label(cell) for cell in row]
        if self._waiting in NAMING and not any(kinds) and not row[0].strip() and any(row):
            self._put_cell(
                self._waiting, "", join_people(row, alone=self._alone)
            )  # 附议人 reaches down over several rows
            return False
        self._waiting = ""
        used = False
        at = 0
        while at < len(row):
            kind, cell = kinds[at], row[at]
            end = next((place for place in range(at + 1, len(row)) if kinds[place]), len(row))
            values = [each for each in row[at + 1 : end] if each.strip()]
            if kind in NAMING and values:
                self._alone = not all(map(holds_names, values))
                self._put_cell(kind, cell, join_people(values, alone=self._alone))
                self._waiting = kind
                at = end
                continue
            if kind and at + 1 < end and (row[at + 1].strip() or kind not in LONG):
                self._put_cell(kind, cell, row[at + 1])
                at += 2
                continue
            if kind in LONG and below and not any(tell_label(each) for each in below):
                self._put_cell(kind, cell, "\n".join(each for each in below if each.strip()))
                used = True
            elif not kind and cell.strip():
                self._take_text(cell, form=form)
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

    def _take_text(self, cell: str, *, form: bool = False) -> None:
        """A cell that is no label: text, or in a form a few words that nobody can place."""
        lines = [clean_line(each) for each in cell.split("\n") if each.strip()]
        for place, line in enumerate(lines):
            stray = form and len(lines) < FEW and not reads_like_text(line) and name_place(line) == ""
            if stray and not self._take_title(line) and not is_letterhead(line):
                self._leave(line)
            elif not stray:
                self.take_line(line, near_end=place >= len(lines) - 3)

    # the whole

    def finish(self, today: date, notes: Sequence[str] = ()) -> ProposalText:
        if not self.body and not self.parts:  # nothing reads like text: then all that is left may be
            self.body, self.left = self.left, []
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
        if self.left:
            self.doubts.append(f"不像正文，没有读：{''.join(f'“{shorten(each)}”' for each in self.left)}。")
        return ProposalText(
            {name: part for name, part in parts.items() if part.value or part.doubt}, first,
            tuple(each for each in joint if not first or each.name != first.name), self.tables, (*self.doubts, *notes),
        )  # fmt: skip

    def _make_short(self, today: date) -> dict[str, FoundPart]:
        parts: dict[str, FoundPart] = {}
        for kind, found in self.found.items():
            value = flat(found[0].value)
            others = dict.fromkeys(flat(each.value) for each in found[1:] if flat(each.value) != value)
            if kind == "suggested_unit":  # 主办 and 会办 may have a line each
                value, others = "、".join([value, *others]), {}
            doubt = f"文件里还写了{''.join(f'“{shorten(each)}”' for each in others)}，用的是前一个。" if others else ""
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
        """Without any sign of one: the first short line above or in the text, with a doubt."""
        above = next((each for each in self.left if len(each) <= TITLE_MOST and not split_unknown(each)), "")
        if above:
            self.left.remove(above)
            parts["title"] = FoundPart(above, above, "文件里没有写案由，这是正文的第一行。")
            return
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


def is_letterhead(line: str) -> bool:
    return LETTERHEAD.fullmatch(re.sub(r"\s", "", line)) is not None


def reads_like_text(line: str) -> bool:
    """A sentence or a numbered or known heading; no label with a few words behind it."""
    if tell_marker(line)[0] >= 0 or name_place(line) in LONG or begins_suggestions(line):
        return True
    unknown = split_unknown(line)
    if unknown:
        return len(unknown[1]) > SHORT or SENTENCE.search(unknown[1]) is not None
    return SENTENCE.search(line) is not None


def is_heading_of_people(row: Sequence[str], kinds: Sequence[str]) -> bool:
    """姓名 | 界别 | 电话 above a list; labels beside their values are none."""
    asked = sum(kind in (*NAMING, "sector", "post", "phone") for kind in kinds)
    if asked < 2 or any(cell.strip() and not kind for cell, kind in zip(row, kinds, strict=True)):
        return False
    return "name" in kinds or (any(kind in NAMING for kind in kinds) and all(cell.strip() for cell in row))


def join_people(cells: Sequence[str], *, alone: bool) -> str:
    """Names in cells beside each other; or, `alone`, one name with what belongs to it."""
    cells = ["、".join(each for each in cell.split("\n") if each.strip()) for cell in cells if cell.strip()]
    return f"{cells[0]}（{'、'.join(cells[1:])}）" if alone and cells[1:] else "、".join(cells)


def holds_names(line: str) -> bool:
    """Whether a line holds nothing but names of people and what stands beside them."""
    people, rest = read_people(line, line)
    long = any(
        len(each.name) > 3 and "·" not in each.name and each.name[:2] not in shipped_surnames() for each in people
    )
    return bool(people) and not rest and not long and not NO_NAME.search(line) and line[-1] not in "。；："


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
