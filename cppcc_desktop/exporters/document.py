"""The one description of a document that both writers take, and how an office changes a form.

A `Document` is text in reading order; a writer adds nothing and leaves nothing out. Lengths are
millimetres, type sizes points. Page and grid are those of GB/T 9704-2012: see `Page`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TypeAlias

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.exporters.fonts import Role
from cppcc_desktop.exporters.text import count_places


class PageGrid:
    """GB/T 9704-2012 §5: A4, type area 156 × 225 mm, 22 lines of 28 characters of 三号."""

    WIDTH, HEIGHT = 210.0, 297.0
    TOP, BOTTOM, LEFT, RIGHT = 37.0, 35.0, 28.0, 26.0
    TYPE_WIDTH, TYPE_HEIGHT = 156.0, 225.0
    LINES, CHARACTERS = 22, 28
    BODY_SIZE = 16.0
    NUMBER_SIZE, NUMBER_BELOW = 14.0, 7.0


@dataclass(frozen=True)
class PaperSheet:
    """A page and the type area on it, in millimetres."""

    width: float
    height: float
    top: float
    left: float
    type_width: float
    type_height: float

    @property
    def right(self) -> float:
        """Margin at the right."""
        return self.width - self.left - self.type_width

    @property
    def bottom(self) -> float:
        """Margin below the type area; the page number stands in it."""
        return self.height - self.top - self.type_height


UPRIGHT = PaperSheet(
    PageGrid.WIDTH, PageGrid.HEIGHT, PageGrid.TOP, PageGrid.LEFT, PageGrid.TYPE_WIDTH, PageGrid.TYPE_HEIGHT
)
ACROSS = PaperSheet(PageGrid.HEIGHT, PageGrid.WIDTH, 26.0, 20.0, 257.0, 156.0)  # wide tables; not in the standard


class Ruling:
    """Tables are not in the standard; both writers draw them with these: mm, points, em from line to line."""

    PADDING_ACROSS, PADDING_DOWN = 1.9, 0.6
    OUTER_RULE, INNER_RULE = 1.0, 0.5
    LEADING = 1.5
    MOST_WHOLE = 78.0  # mm, half of a page across: a row with more text than that may run on over pages


POINTS = 72 / 25.4  # in a millimetre
INK = 0.024  # em from the box of an ideograph in 小标宋 to its ink


class Align(Enum):
    """Where a line stands in its column."""

    LEFT = auto()
    CENTRE = auto()
    RIGHT = auto()


class Level(Enum):
    """Levels of running text (GB/T 9704-2012 §7.3.3) and the role each is set in."""

    BODY = Role.FANGSONG, "正文"
    FIRST = Role.HEITI, "一、"
    SECOND = Role.KAITI, "（一）"

    @property
    def role(self) -> Role:
        """The type this level is set in."""
        return self.value[0]


@dataclass(frozen=True)
class Run:
    """A piece of a line in a role of its own; a name is set in one face (`one_face`), even if one character is rare."""

    text: str
    role: Role | None = None
    one_face: bool = False


@dataclass(frozen=True)
class Blank:
    """A place for the pen, underlined and so many characters wide; no line ends in it."""

    characters: int


Inline: TypeAlias = str | Run | Blank
Text: TypeAlias = str | tuple[Inline, ...]


def split_text(text: Text) -> tuple[Inline, ...]:
    """The pieces of a text, plain text being one."""
    return (text,) if isinstance(text, str) else text


def plain_text(text: Text) -> str:
    """The words of a text; a place for the pen has none."""
    if isinstance(text, str):
        return text
    return "".join(each if isinstance(each, str) else each.text if isinstance(each, Run) else "" for each in text)


@dataclass(frozen=True)
class Heading:
    """A title, centred; each line break is kept. Every line takes one grid line of 10.2 mm, and
    `lines_after` of them stay empty."""

    text: str
    size: float = 22.0
    role: Role = Role.TITLE
    lines_after: float = 0.0


@dataclass(frozen=True)
class Paragraph:
    """Running text of 三号 on the grid; `indent` characters before its first line, less than none for a hanging one.

    `left_indent` and `right_indent` count characters too and hold for every line; `keeps_next` holds its last two lines
    on one page with what follows.
    """

    text: Text
    level: Level = Level.BODY
    indent: float = 2
    align: Align = Align.LEFT
    right_indent: float = 0
    keeps_next: bool = False
    left_indent: float = 0


@dataclass(frozen=True)
class WritingLines:
    """Empty ruled lines of the full width for handwriting, one grid line each."""

    count: int


@dataclass(frozen=True)
class Note:
    """Small print across the page, for example 填表说明; 小四 仿宋. `keeps_next` holds it on one page with what follows."""

    text: str
    size: float = 12.0
    keeps_next: bool = False


@dataclass(frozen=True)
class RedHead:
    """发文机关标志, 发文字号 and the red line (GB/T 9704-2012 §7.2) at the top of a first page.

    Each line of `office` is set as large as its width allows; the title follows two grid lines below the red one.
    """

    office: str
    number: Text

    # mm from the type area's top to the name, and from the number to the rule; points; the red
    ABOVE, BELOW_NUMBER, RULE, LARGEST = 35.0, 4.0, 1.5, 44.0
    COLOUR = "C8102E"
    LEADING = 1.3
    NUMBER_DEPTH = 1.75  # mm from the foot of the number's brackets to that of its grid line

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self.office.split("\n"))

    @property
    def size(self) -> float:
        """Points at which the longest line fits the type area."""
        longest = max(len(line) for line in self.lines)
        return min(self.LARGEST, float(int(PageGrid.TYPE_WIDTH / 25.4 * 72 / max(longest, 1))))

    @property
    def above(self) -> float:
        """Points from the type area's top to the first line: the standard measures to the ink, not to the leading."""
        return self.ABOVE * POINTS - ((self.LEADING - 1) / 2 + INK) * self.size

    @property
    def below_number(self) -> float:
        """Points from the number's grid line to the rule."""
        return (self.BELOW_NUMBER - self.NUMBER_DEPTH) * POINTS


@dataclass(frozen=True)
class LetterHead:
    """信函格式 (GB/T 9704-2012 §10.1) on a first page: 标志, two double red lines, 发文字号 at the right below the first.

    The title follows two grid lines below the number; a document that begins with it shows no number on its first page.
    """

    office: str
    number: Text

    # mm: the name below the page's top, the first line below the name, the second above the page's foot, their width
    TOP, BELOW_NAME, BOTTOM, WIDTH = 30.0, 4.0, 20.0, 170.0
    THICK, THIN, GAP = 1.5, 0.75, 1.0  # points
    NUMBER_BELOW = PageGrid.BODY_SIZE * 7 / 8  # points
    LARGEST = 40.0

    @property
    def size(self) -> float:
        """Points at which the name fits the type area."""
        return min(self.LARGEST, float(int(PageGrid.TYPE_WIDTH / 25.4 * 72 / max(len(self.office), 1))))

    @property
    def name_top(self) -> float:
        """Points from the page's top to the box of the name."""
        return self.TOP * POINTS - INK * self.size

    @property
    def line_top(self) -> float:
        """Points from the page's top to the middle of the thick line."""
        return self.name_top + (1 - INK) * self.size + self.BELOW_NAME * POINTS + self.THICK / 2

    @property
    def number_top(self) -> float:
        """Points from the page's top to the box of the number."""
        return self.line_top + self.THICK / 2 + self.GAP + self.THIN + self.NUMBER_BELOW


@dataclass(frozen=True)
class PageBreak:
    """What follows starts on a new page, of another size if there is a sheet; page numbers go on."""

    sheet: PaperSheet | None = None


@dataclass(frozen=True)
class RuledLine:
    """A rule across the type area, in points; dashed where a slip is cut off."""

    thickness: float
    dashed: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell: its width in mm, its text, its type. `joins_above` continues the cell over it (no text).

    `one_face`: it is a name, set in one face even if one character of it is rare. `code`: it has the bars of this code
    in the place of text.
    """

    width: float
    text: Text = ""
    role: Role = Role.FANGSONG
    size: float = 12.0
    align: Align = Align.CENTRE
    joins_above: bool = False
    one_face: bool = False
    code: str = ""

    @property
    def needed(self) -> float:
        """Millimetres its text takes, as far as can be told without its glyphs."""
        places = max(1, int((self.width - 2 * Ruling.PADDING_ACROSS) * POINTS / self.size))
        lines = sum(max(1, math.ceil(count_places(part) / places)) for part in plain_text(self.text).split("\n"))
        return lines * self.size * Ruling.LEADING / POINTS


@dataclass(frozen=True)
class Row:
    """Cells from left to right; grows over `height` mm when the text needs it, never cuts text."""

    cells: tuple[Cell, ...]
    height: float = 9.0
    repeats: bool = False

    @property
    def runs_on(self) -> bool:
        """Whether it fills up a page and goes on on the next; every writer asks here, so that all break alike."""
        return any(cell.needed > Ruling.MOST_WHOLE for cell in self.cells)


@dataclass(frozen=True)
class FieldTable:
    """A table; rows marked `repeats` at its top come again on every page it runs on to.

    Without rules (`ruled`) its cells only stand beside each other; `keeps_next` holds it with what follows.
    """

    rows: tuple[Row, ...]
    ruled: bool = True
    keeps_next: bool = False


@dataclass(frozen=True)
class PageFoot:
    """What stands at the foot of the type area of the page it comes on: 版记, a slip to cut off."""

    blocks: tuple[Paragraph | Note | RuledLine | FieldTable, ...]
    width: float = PageGrid.TYPE_WIDTH


@dataclass(frozen=True)
class BarRow:
    """One bar: its word, how long it is, what stands at its end; the late part of it, and what it was before, with what stands there."""

    word: str
    count: int
    said: str = ""
    late: int = 0
    before: int | None = None
    before_said: str = ""


@dataclass(frozen=True)
class BarBlock:
    """Bars below each other across the type area; `legend` has what the fillings (now, late, before) stand for."""

    bars: tuple[BarRow, ...]
    legend: tuple[tuple[str, str], ...] = ()

    @property
    def told(self) -> str:
        """The chart in words, for who cannot see it."""
        return "；".join(f"{each.word} {each.said}" for each in self.bars)


@dataclass(frozen=True)
class CodeLabel:
    """What a scanner reads, as Code 128, and the lines of words below it."""

    code: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class LabelRow:
    """Labels beside each other, as many places across the type area as `places` says."""

    labels: tuple[CodeLabel, ...]
    places: int = 3

    @property
    def told(self) -> str:
        """The labels in words, for who cannot see them."""
        return "；".join(" ".join((*each.lines, each.code)) for each in self.labels)


Block: TypeAlias = (
    RedHead
    | LetterHead
    | Heading
    | Paragraph
    | WritingLines
    | Note
    | RuledLine
    | PageBreak
    | FieldTable
    | PageFoot
    | BarBlock
    | LabelRow
)


@dataclass(frozen=True)
class Document:
    """A finished form: its title for the file's properties, and the blocks in reading order."""

    title: str
    blocks: tuple[Block, ...]
    sheet: PaperSheet = UPRIGHT

    @property
    def letter_head(self) -> LetterHead | None:
        """What it begins with if it is a letter."""
        return self.blocks[0] if self.blocks and isinstance(self.blocks[0], LetterHead) else None


# How an office changes a form ---------------------------------------------------------------------------


@dataclass(frozen=True)
class FormPart:
    """One named place of a form: its caption, whether it prints, fixed text the office put there.

    `labels` are the captions inside the part, by name; a part with `text` and no builder prints as a note.
    """

    name: str
    caption: str = ""
    labels: tuple[FormPart, ...] = ()
    shown: bool = True
    text: str = ""

    def label(self, name: str) -> str:
        """Caption of an inner place; "" when the office hid it."""
        return next((inner.caption for inner in self.labels if inner.name == name and inner.shown), "")


@dataclass(frozen=True)
class FormDefinition:
    """A form as data: its parts in printing order."""

    id: str
    title: str
    parts: tuple[FormPart, ...]


@dataclass(frozen=True)
class Hide:
    """Leaves a part or a label out."""

    name: str


@dataclass(frozen=True)
class Rename:
    """Gives a part, a label or (by the form's id) the form another caption."""

    name: str
    caption: str


@dataclass(frozen=True)
class MovePart:
    """Puts a part right after another; `after=""` puts it first."""

    name: str
    after: str = ""


@dataclass(frozen=True)
class Insert:
    """Adds a line of the office's own wording right after a part; `after=""` puts it first."""

    name: str
    text: str
    after: str = ""


FormChange: TypeAlias = Hide | Rename | MovePart | Insert


def arrange(definition: FormDefinition, changes: Iterable[FormChange]) -> FormDefinition:
    """The form with an office's changes, applied in their order.

    Raises OfficeError when a change names a part the form has not (as after an update), naming it.
    """
    for change in changes:
        definition = _apply(definition, change)
    return definition


def _apply(definition: FormDefinition, change: FormChange) -> FormDefinition:
    match change:
        case Rename(name, caption) if name == definition.id:
            return replace(definition, title=caption)
        case Rename(name, caption):
            return replace(definition, parts=_edit(definition.parts, name, caption=caption))
        case Hide(name):
            return replace(definition, parts=_edit(definition.parts, name, shown=False))
        case Insert(name, text, after):
            return replace(definition, parts=_place(definition.parts, FormPart(name, text=text), after))
        case MovePart(name, after):
            moved = definition.parts[_find(definition.parts, name)]
            rest = tuple(part for part in definition.parts if part.name != name)
            return replace(definition, parts=_place(rest, moved, after))


def _edit(parts: Sequence[FormPart], name: str, **values: object) -> tuple[FormPart, ...]:
    """The parts with the one so named changed, looked for among inner labels too."""
    edited: list[FormPart] = []
    for part in parts:
        if part.name == name:
            part = _with(part, values)
        elif any(inner.name == name for inner in part.labels):
            part = replace(part, labels=tuple(_with(i, values) if i.name == name else i for i in part.labels))
        edited.append(part)
    if tuple(edited) == tuple(parts) and all(name not in _names(part) for part in parts):
        raise _unknown(name)
    return tuple(edited)


def _with(part: FormPart, values: dict[str, object]) -> FormPart:
    caption, shown = values.get("caption", part.caption), values.get("shown", part.shown)
    return replace(part, caption=str(caption), shown=bool(shown))


def _names(part: FormPart) -> set[str]:
    return {part.name, *(inner.name for inner in part.labels)}


def _find(parts: Sequence[FormPart], name: str) -> int:
    for place, part in enumerate(parts):
        if part.name == name:
            return place
    raise _unknown(name)


def _place(parts: tuple[FormPart, ...], part: FormPart, after: str) -> tuple[FormPart, ...]:
    place = _find(parts, after) + 1 if after else 0
    return (*parts[:place], part, *parts[place:])


def _unknown(name: str) -> OfficeError:
    return OfficeError(f"表样里没有“{name}”这一项。", todo="在表样设置里去掉这条改动，再打印。")
