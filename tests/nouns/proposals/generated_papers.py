"""Proposals in Word made from a description of traits: what they say, and how it is laid out. Nobody in them exists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.importers.papers import box, deleted, guide, inserted, paragraph, run, table, write_parts

SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", "晓立文海明秋夏宁远帆木"
FRAMES = (
    "plain", "document2", "strict", "backslash", "page inside", "web archive inside", "word file inside", "page as doc",
)  # fmt: skip
HEADS = (
    "letterhead",
    "number of another system",
    "unknown label",
    "blank label",
    "cover sheet with rules",
    "remark above the text",
)
JOINTS = (
    "none", "one line", "line for each", "list with posts", "going on in the next line", "one label for all", "table of people",
    "cells reaching down", "with sectors in brackets",
)  # fmt: skip
RUNS = ("guide", "revision", "hidden", "split runs", "box", "field")
MORE = (
    "people below the text",
    "labels in radicals",
    "sector and phone beside the name",
    "table in the text",
    "label in the text",
    "short line in the text",
    "date at the end",
)
TAILS = ("farewell", "label below the signature", "rules below", "footnote", "header")
FORMS = ("labels in lines", "numbered headings", "form as a table", "no headings")
TRAITS = (*FRAMES, *HEADS, *MORE, *(f"joint: {each}" for each in JOINTS), *RUNS, *TAILS, *FORMS)
PAGES = {"page inside", "web archive inside", "page as doc"}


@dataclass
class Paper:
    """What a file must come to. Every text in `left` is named in a doubt; all texts differ."""

    title: str
    first: str
    joint: list[str]
    analysis: list[str]
    suggestions: list[str]
    left: list[str] = field(default_factory=list[str])
    silent: list[str] = field(default_factory=list[str])  # may be named or not, but is nowhere else


@dataclass
class Writer:
    """Draws traits and writes lines; `blocks` are markup of Word, or lines and rows where a page is written."""

    random: Random
    traits: set[str]
    page: bool
    paper: Paper
    blocks: list[str] = field(default_factory=list[str])
    count: int = 0

    def word(self, form: str) -> str:
        """A text that stands nowhere else."""
        self.count += 1
        return form.format(f"{self.count}处")

    def line(self, text: str, *extra: str) -> None:
        self.blocks.append(f"<p>{text}</p>" if self.page else paragraph(text, *extra))

    def rows(self, *rows: list[str]) -> None:
        if self.page:
            cells = ("".join(f"<td>{cell.replace(chr(10), '<br>')}</td>" for cell in row) for row in rows)
            self.blocks.append("<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>")
        else:
            self.blocks.append(table(*rows))

    def mix(self, text: str) -> None:
        """A line of the text with what Word puts into one."""
        if self.page:
            self.line(text)
            return
        half = len(text) // 2
        runs = [text[:half], text[half:]] if "split runs" in self.traits else [text]
        if "guide" in self.traits:
            runs[-1:] = [guide(runs[-1][0], "yīn"), runs[-1][1:]]
        if "revision" in self.traits:
            self.paper.silent.append(self.word("旧文{}"))
            runs[-1:] = [deleted(self.paper.silent[-1]), inserted(runs[-1])]
        if "hidden" in self.traits:
            self.paper.left.append(self.word("藏文{}"))
            runs.append(run(self.paper.left[-1], "<w:vanish/>"))
        if "field" in self.traits:
            runs.insert(0, "<w:r><w:instrText>PAGE</w:instrText></w:r>")
        self.blocks.append(paragraph(*runs))


def draw_traits(random: Random) -> set[str]:
    traits = {random.choice(FRAMES), f"joint: {random.choice(JOINTS)}", random.choice(FORMS)}
    chance = {each for each in (*HEADS, *RUNS, *TAILS, *MORE) if random.random() < 0.3}
    if traits & PAGES:  # a page has no revisions, no boxes and nothing beside the text
        chance -= {*RUNS, "footnote", "header"}
    if "no headings" in traits:  # there the text begins with its first sentence: nothing parts it from rules
        chance -= {"cover sheet with rules"}
    if (
        traits & {"form as a table", "joint: table of people", "joint: cells reaching down"}
        or "label below the signature" in chance
    ):
        chance -= {"people below the text"}
    return traits | chance


def make_paper(random: Random, traits: set[str], folder: Path) -> tuple[Paper, Path]:
    """The file, and what it must come to."""
    names = list(
        dict.fromkeys(
            f"{a}{b}{c}"
            for a in SURNAMES
            for b, c in zip(random.sample(GIVEN, 9), random.sample(GIVEN, 9), strict=True)
        )
    )
    random.shuffle(names)
    joint = names[1 : 1 + random.randint(2, 4)] if "joint: none" not in traits else []
    writer = Writer(random, traits, bool(traits & PAGES), Paper("", names[0], joint, [], []))
    paper = writer.paper
    paper.title = writer.word("关于整治{}道路的建议")
    paper.analysis = [writer.word("路口{}没有信号灯，上下学时段拥堵。") for _ in range(random.randint(1, 3))]
    paper.suggestions = [writer.word("安装{}信号灯。") for _ in range(random.randint(1, 3))]
    if "label in the text" in traits:
        paper.suggestions.append(writer.word("责任单位：县局{}"))
    if "short line in the text" in traits:
        paper.analysis.append(writer.word("路况{}"))
    write_head(writer)
    (write_form if "form as a table" in traits else write_lines)(writer)
    write_tail(writer)
    return paper, write_frame(writer, folder)


def write_head(writer: Writer) -> None:
    traits, left = writer.traits, writer.paper.left
    if "letterhead" in traits:
        writer.line("政协示例县第十届委员会第三次会议提案")
    if "cover sheet with rules" in traits:
        left += [writer.word("提案登记{}"), "承办单位须知", writer.word("1. 收到后{}日内提出意见，逾期不再受理。")]
        for each in left[-3:]:
            writer.line(each)
    if "number of another system" in traits:
        left.append(writer.word("总编（2026）第{}号"))
        writer.line(left[-1])
    if "box" in traits:
        left.append(writer.word("密级{}"))
        writer.blocks.append(paragraph(box(left[-1])))


def write_sponsors(writer: Writer) -> None:
    """Who hands it in, in one of the layouts."""
    first, joint = writer.paper.first, writer.paper.joint
    layout = next(each for each in writer.traits if each.startswith("joint: ")).removeprefix("joint: ")
    label = writer.random.choice(("附议人", "联名提案人", "附议提案人", "联署委员", "共同提案人"))
    if layout == "one label for all":
        writer.line(f"第一提案人/附议人：{'、'.join([first, *joint])}")
        return
    if layout == "table of people":
        kinds = [
            ["姓名", "单位及职务", "联系电话"],
            [first, "云水镇镇长", "13900001111"],
            *([each, "县一中", ""] for each in joint),
        ]
        writer.rows(*kinds)
        return
    if layout == "cells reaching down":
        writer.rows(
            ["第一提案人", first], [label, joint[0], "云水镇人民政府"], *(["", each, "县一中"] for each in joint[1:])
        )
        return
    asked = writer.random.choice(("提案人", "第一提案人", "提 案 人"))
    beside = "　界别：农业界　电话：13900001111" if "sector and phone beside the name" in writer.traits else ""
    writer.line(f"{asked.replace('人', '⼈') if 'labels in radicals' in writer.traits else asked}：{first}{beside}")
    lines: dict[str, Callable[[], list[str]]] = {
        "none": list, "one line": lambda: [f"{label}：{'、'.join(joint)}"], "line for each": lambda: [f"{label}{at}：{each}" for at, each in enumerate(joint, 1)],
        "list with posts": lambda: [f"{label}：", *(f"{at}. {each} 云水镇人民政府 1390000111{at}" for at, each in enumerate(joint, 1))],
        "going on in the next line": lambda: [f"{label}：{joint[0]}、", "　".join(joint[1:])],
        "with sectors in brackets": lambda: [f"{label}：{'，'.join(f'{each}（农业界，云水镇）' for each in joint)}"],
    }  # fmt: skip
    for each in lines[layout]():
        writer.line(each)


def write_labels(writer: Writer) -> None:
    left = writer.paper.left
    if "unknown label" in writer.traits:
        left.append(writer.word("所在片区：云水{}"))
        writer.line(left[-1])
    if "blank label" in writer.traits:
        writer.line("收文时限：")
    if "remark above the text" in writer.traits:
        left.append(writer.word("（征求意见稿{}）"))
        writer.line(left[-1])


def write_lines(writer: Writer) -> None:
    paper = writer.paper
    writer.line(writer.random.choice((f"案由：{paper.title}", f"案    由：{paper.title}", paper.title)))
    below = "people below the text" in writer.traits
    if not below:
        write_sponsors(writer)
    write_labels(writer)
    if "labels in lines" in writer.traits:
        writer.line("情况：")
    if "numbered headings" in writer.traits:
        paper.analysis.insert(0, "一、基本情况")
    for each in paper.analysis:
        writer.mix(each)
    if "table in the text" in writer.traits:
        cells = [writer.word("线路{}"), writer.word("班次{}")]
        writer.rows(cells)
        paper.analysis += cells
    writer.line(
        {"labels in lines": "建议：", "numbered headings": "二、建议"}.get(
            next(iter(writer.traits & set(FORMS))), "为此，建议："
        )
    )
    if "no headings" in writer.traits:
        paper.analysis.append("为此，建议：")
    for each in paper.suggestions:
        writer.mix(each)
    if below:
        write_sponsors(writer)


def write_form(writer: Writer) -> None:
    """The sheet offices print: all in one table but for the people, who may have one of their own."""
    paper = writer.paper
    writer.rows(["案由", paper.title])
    write_sponsors(writer)
    write_labels(writer)
    rows = [["情况分析", "\n".join(paper.analysis)], ["建议", "\n".join(paper.suggestions)]]
    if "label below the signature" in writer.traits:
        paper.left.append(writer.word("同意{}"))
        rows.append(["审查意见", paper.left[-1]])
    writer.rows(*rows)


def write_tail(writer: Writer) -> None:
    traits, left = writer.traits, writer.paper.left
    if "farewell" in traits:
        writer.line("以上建议，请予考虑。")
    if "label below the signature" in traits and "form as a table" not in traits:
        writer.line("联系人：林子木")
        left.append(writer.word("通讯地址：云水{}"))
        writer.line(left[-1])
    if "date at the end" in traits:
        writer.line("2026年1月8日")
    if "rules below" in traits:
        left += ["填写说明", writer.word("1. 一事一案，{}件一份。")]
        for each in left[-2:]:
            writer.line(each)


def write_frame(writer: Writer, folder: Path) -> Path:
    """The blocks in a file of the kind that was drawn."""
    traits, body, path = writer.traits, "".join(writer.blocks), folder / "a.docx"
    beside = {
        kind: writer.word(f"{label}{{}}")
        for kind, label in (("footnote", "脚注"), ("header", "页眉"))
        if kind in traits
    }
    writer.paper.left += beside.values()
    parts = {f"{kind}.xml": f'<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{paragraph(text)}</w:hdr>' for kind, text in beside.items()}  # fmt: skip
    relations = [(kind, {"footnote": "footnotes"}.get(kind, kind), f"{kind}.xml") for kind in beside]
    if "page as doc" in traits:
        path.write_text(f"<html><meta charset='utf-8'><body>{body}</body></html>", "utf-8")
        return path
    inside = '<w:altChunk r:id="c"/>'
    held: dict[str, bytes] = {}
    if "page inside" in traits:
        held = {"c.html": f"<html><body>{body}</body></html>".encode()}
    elif "web archive inside" in traits:
        head = "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        held = {"c.mht": f"{head}<html><body>{body}</body></html>".encode()}
    elif "word file inside" in traits:
        held = {"c.docx": write_parts(folder / "inner.docx", body, *relations, **parts).read_bytes()}
    if held:
        return write_parts(path, inside, ("c", "aFChunk", next(iter(held))), **held)
    return write_parts(
        path, body, *relations, main="word/document2.xml" if "document2" in traits else "word/document.xml",
        mark="\\" if "backslash" in traits else "/", strict="strict" in traits, **parts,
    )  # fmt: skip
