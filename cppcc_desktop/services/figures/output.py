"""The figures as a workbook and on paper: what is on the page, with numerators, denominators and bases."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.exporters.document import ACROSS, Align, Cell, Document, FieldTable, Heading, Note, Row
from cppcc_desktop.exporters.fonts import Role
from cppcc_desktop.exporters.xlsx import SheetColumn, Value, Worksheet, write_book
from cppcc_desktop.services.figures.board import Board
from cppcc_desktop.services.figures.charts import Chart
from cppcc_desktop.services.figures.figures import Breakdown, CountedFigure
from cppcc_desktop.services.forms.printing import long_date, write_file
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.summary import read_committee

SIZE, HEIGHT, BAR = 10.5, 6.0, 36  # 五号; mm; squares of the longest bar on paper
HEAD = ("项目", "数", "怎么算的")


def export_figures(office: Office, board: Board, path: Path) -> int:
    """Write the page to .xlsx, .docx or .pdf; returns how many figures. OfficeError for another suffix."""
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        write_book(path, board.sheet.title, make_sheets(board))
    elif suffix in (".docx", ".pdf"):
        write_file([make_paper(office, board)], path)
    else:
        raise OfficeError(f"不能导出成“{path.suffix}”。", todo="文件名写成 .xlsx、.docx 或 .pdf。")
    return len(board.figures.lines)


def make_sheets(board: Board) -> list[Worksheet]:
    columns = [SheetColumn("分组", 8), SheetColumn("项目", 28), SheetColumn("数", 10, right_aligned=True), SheetColumn("分子", 10, right_aligned=True),
               SheetColumn("分母", 10, right_aligned=True), SheetColumn("单位", 8), SheetColumn("口径", 44)]  # fmt: skip
    rows = [make_row(group, line) for group, line in board.of_groups()]
    return [
        Worksheet(board.figures.scope.label, columns, rows),
        *(make_table(name, broken) for name, broken in name_tables(board)),
    ]


def name_tables(board: Board) -> list[tuple[str, Breakdown]]:
    """The breakdowns of the page with their headings."""
    chosen = [(f"按{board.broken.by.label}", board.broken)] if board.broken else []
    return [*chosen, *((each.title, broken) for each, broken in zip(board.sheet.tables, board.tables, strict=True))]


def make_row(group: str, line: CountedFigure) -> list[Value]:
    value = line.words if line.figure.is_rate else line.numerator
    return [group, line.figure.label, value, line.numerator, line.denominator, line.figure.counted if line.figure.is_rate else
            line.figure.unit, line.figure.base]  # fmt: skip


def make_table(name: str, broken: Breakdown) -> Worksheet:
    """A rate takes two columns: per cent, and what it is of."""
    columns = [SheetColumn(broken.by.label, 24)]
    for each in broken.figures:
        columns.append(SheetColumn(each.head, 10, right_aligned=True))
        columns += [SheetColumn(f"{each.head}（怎么算的）", 16)] if each.is_rate else []
    rows = [[group.label, *flatten([lines[each.key] for each in broken.figures])] for group, lines in broken.rows]
    return Worksheet(name, columns, [*rows, ["合计", *flatten([broken.total[each.key] for each in broken.figures])]])


def flatten(lines: Sequence[CountedFigure]) -> list[Value]:
    cells: list[Value] = []
    for line in lines:
        cells += [line.words, line.counts] if line.figure.is_rate else [line.numerator]
    return cells


def make_paper(office: Office, board: Board) -> Document:
    """Title, the figures in two columns, charts, the breakdowns."""
    day = long_date(office.today().isoformat())
    note = f"{read_committee(office).name}　{board.figures.scope.label}　{day}"
    blocks: list[Heading | Note | FieldTable] = [
        Heading(board.sheet.title),
        Note(note, SIZE),
        FieldTable(tuple(figure_rows(board))),
    ]
    for chart in board.charts:
        if chart.rows:
            blocks += [Note(f"{chart.title}　{chart.note}", 12.0), FieldTable(tuple(chart_rows(chart)))]
    for name, broken in name_tables(board):
        if broken.rows:
            blocks += [Note(name, 12.0), FieldTable(tuple(breakdown_rows(broken)))]
    return Document(board.sheet.title, tuple(blocks), ACROSS)


def figure_rows(board: Board) -> list[Row]:
    """Two figures beside each other in a row."""
    room = ACROSS.type_width / 2
    widths = (room * 0.35, room * 0.12, room * 0.53)
    lines = [line for _, line in board.of_groups()]
    half = (len(lines) + 1) // 2
    head = [Cell(width, word, Role.HEITI, SIZE) for _ in range(2) for word, width in zip(HEAD, widths, strict=True)]
    rows = [Row(tuple(head), HEIGHT, repeats=True)]
    for at in range(half):
        cells: list[Cell] = []
        for place in (at, at + half):
            told = tell(lines[place]) if place < len(lines) else ("", "", "")
            sides = (Align.LEFT, Align.RIGHT, Align.LEFT)
            cells += [Cell(w, text, size=SIZE, align=side) for text, w, side in zip(told, widths, sides, strict=True)]
        rows.append(Row(tuple(cells), HEIGHT))
    return rows


def tell(line: CountedFigure) -> tuple[str, str, str]:
    figure = line.figure
    return figure.label, line.words, f"{line.counts}，{figure.base}" if figure.is_rate else figure.unit


def chart_rows(chart: Chart) -> list[Row]:
    """Bars of full squares, the late part as empty ones."""
    most = max((row.count for row in chart.rows), default=0) or 1
    widths = (50.0, 150.0, ACROSS.type_width - 200.0)
    rows: list[Row] = []
    for row in chart.rows:
        whole, late = round(BAR * row.count / most), round(BAR * row.late / most)
        bar = "■" * max(0, whole - late) + "□" * late
        told = (row.word, bar, row.said)
        rows.append(
            Row(tuple(Cell(w, text, size=SIZE, align=Align.LEFT) for text, w in zip(told, widths, strict=True)), HEIGHT)
        )
    if chart.parts:
        said = f"■ {chart.parts[0]}　□ {chart.parts[1]}"
        rows.append(Row((Cell(ACROSS.type_width, said, size=SIZE, align=Align.RIGHT),), HEIGHT))
    return rows


def breakdown_rows(broken: Breakdown) -> list[Row]:
    first = 40.0
    width = (ACROSS.type_width - first) / max(1, len(broken.figures))
    head = [
        Cell(first, broken.by.label, Role.HEITI, SIZE),
        *(Cell(width, each.head, Role.HEITI, SIZE) for each in broken.figures),
    ]
    rows = [Row(tuple(head), HEIGHT, repeats=True)]
    for label, lines in (*((group.label, lines) for group, lines in broken.rows), ("合计", broken.total)):
        cells = [Cell(first, label, size=SIZE, align=Align.LEFT)]
        cells += [Cell(width, say(lines[each.key]), size=SIZE, align=Align.RIGHT) for each in broken.figures]
        rows.append(Row(tuple(cells), HEIGHT))
    return rows


def say(line: CountedFigure) -> str:
    """The rate, and below it what it is of."""
    return f"{line.words}\n{line.numerator}/{line.denominator}" if line.figure.is_rate else line.words
