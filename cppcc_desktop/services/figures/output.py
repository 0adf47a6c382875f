"""The figures as a workbook and on paper: what is on the page, with numerators, denominators and bases."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from cppcc_desktop.domain.description.fields import Field, Kind
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.exporters.document import ACROSS, Align, BarBlock, Cell, Document, FieldTable, Heading, Note, Row
from cppcc_desktop.exporters.fonts import Role
from cppcc_desktop.exporters.month_table import build_month
from cppcc_desktop.exporters.xlsx import FormattedNumber, SheetColumn, Value, Worksheet, write_book
from cppcc_desktop.services.figures.board import Board, ShownTable
from cppcc_desktop.services.figures.columns import WORDS, FigureAspect, FigureColumn, measure
from cppcc_desktop.services.figures.days import Days
from cppcc_desktop.services.figures.figures import CountedFigure
from cppcc_desktop.services.forms.printing import long_date, write_file
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.summary import read_committee

SIZE, HEIGHT = 10.5, 6.0  # 五号; mm
MOST, COLUMNS_ACROSS = 12, 11  # bars of a breakdown on paper; columns that fit its sheet
TOTAL = "合计"


def export_figures(office: Office, board: Board, path: Path, *, wide: bool = False) -> int:
    """Write the page to .xlsx, .docx or .pdf; returns how many figures. OfficeError for another suffix.

    A workbook has all columns; on paper tables have them if they are to be `wide`, else those that stand beside bars.
    """
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        write_book(path, board.sheet.title, make_sheets(board))
    elif suffix in (".docx", ".pdf"):
        write_file([make_paper(office, board, wide=wide)], path)
    else:
        raise OfficeError(f"不能导出成“{path.suffix}”。", todo="文件名写成 .xlsx、.docx 或 .pdf。")
    return len(board.figures.lines)


def make_sheets(board: Board) -> list[Worksheet]:
    """The figures, then a sheet for each breakdown with all its columns; rates are numbers that show as per cent."""
    before = board.figures.before
    past = (
        [SheetColumn(before.short, 12, right_aligned=True), SheetColumn("同比", 10, right_aligned=True)]
        if before
        else []
    )
    columns = [SheetColumn("分组", 8), SheetColumn("项目", 28), SheetColumn("数", 10, right_aligned=True), SheetColumn("分子", 10, right_aligned=True),
               SheetColumn("分母", 10, right_aligned=True), SheetColumn("单位", 8), *past, SheetColumn("口径", 44)]  # fmt: skip
    rows = [make_row(group, line, compared=before is not None) for group, line in board.of_groups()]
    return [Worksheet(board.figures.scope.label, columns, rows), *(make_table(each) for each in board.tables)]


def make_row(group: str, line: CountedFigure, *, compared: bool) -> list[Value]:
    figure = line.figure
    past = [number_of(line, FigureAspect.BEFORE), number_of(line, FigureAspect.CHANGE)] if compared else []
    of: list[Value] = [None, None] if figure.adds else [line.numerator, line.denominator]
    return [group, figure.label, number_of(line, FigureAspect.VALUE), *of,
            figure.counted if figure.is_rate else figure.unit, *past, figure.base or line.missing]  # fmt: skip


def make_table(table: ShownTable) -> Worksheet:
    """A rate has two columns more: what it is of; a sum one, where there are records of which it says nothing."""
    heads = [SheetColumn(table.broken.by.label, 24)]
    for each in table.columns:
        heads.append(SheetColumn(each.head, 12 if each.shown is FigureAspect.BEFORE else 10, right_aligned=True))
        if is_rate(each):
            heads += [SheetColumn(f"{each.head}（{word}）", 10, right_aligned=True) for word in ("分子", "分母")]
        if lacks_some(each, table.broken.total):
            heads.append(SheetColumn(f"没有填{each.figure.label}", 10, right_aligned=True))
    total = table.broken.total
    rows = [[label, *flatten(lines, table.columns, total)] for label, lines in label_rows(table)]
    return Worksheet(table.declared.title, heads, rows)


def label_rows(table: ShownTable) -> list[tuple[str, Mapping[str, CountedFigure]]]:
    """All rows as the page has them, the sum last."""
    return [*((group.label, lines) for group, lines in table.rows()), (TOTAL, table.broken.total)]


def is_rate(column: FigureColumn) -> bool:
    return column.figure.is_rate and column.shown is FigureAspect.VALUE


def lacks_some(column: FigureColumn, total: Mapping[str, CountedFigure]) -> bool:
    """Whether a column is a sum that says nothing of some records."""
    return column.shown is FigureAspect.VALUE and bool(total[column.figure.key].blank)


def flatten(
    lines: Mapping[str, CountedFigure], columns: Sequence[FigureColumn], total: Mapping[str, CountedFigure]
) -> list[Value]:
    cells: list[Value] = []
    for each in columns:
        line = lines[each.figure.key]
        cells.append(number_of(line, each.shown))
        cells += [line.numerator, line.denominator] if is_rate(each) else []
        cells += [line.blank] if lacks_some(each, total) else []
    return cells


def number_of(line: CountedFigure, shown: FigureAspect) -> Value:
    """The number as a spreadsheet reckons with it and shows it; — where there is none."""
    number = measure(line, shown)
    if number is None:
        return "—"
    points = shown is FigureAspect.CHANGE and line.figure.is_rate
    if points:
        return FormattedNumber(number, '+0.0"点";-0.0"点";0.0"点"')
    if shown is FigureAspect.CHANGE:
        return FormattedNumber(number / 100, "+0.0%;-0.0%;0.0%")
    if shown is FigureAspect.SHARE or line.figure.is_rate:
        return FormattedNumber(number / 100, "0.0%")
    if line.figure.per:
        return FormattedNumber(number, "0.0")
    if line.added is not None:
        return FormattedNumber(number, pick_pattern(line.added, WORDS[shown](line)))
    return int(number)


def pick_pattern(spec: Field, words: str) -> str:
    """How Excel shows a sum: as the page has it, with all its places."""
    places = len(words.partition(".")[2])
    commas = "#,##0" if spec.kind is Kind.MONEY else "0"
    return f"{commas}.{'0' * places}" if places else commas


def make_paper(office: Office, board: Board, *, wide: bool) -> Document:
    """Title, the figures, charts, the breakdowns with bars of their first count."""
    day = long_date(office.today().isoformat())
    before = f"　和{board.figures.before.label}比" if board.figures.before else ""
    note = f"{read_committee(office).name}　{board.figures.scope.label}{before}　{day}"
    blocks: list[Heading | Note | FieldTable | BarBlock] = [
        Heading(board.sheet.title),
        Note(note, SIZE, keeps_next=True),
        FieldTable(tuple(figure_rows(board))),
    ]
    for chart in board.charts:
        if chart.rows:
            blocks += [Note(f"{chart.title}　{chart.note}", 12.0, keeps_next=True), chart.block]
    for table in board.tables:
        if table.broken.rows:
            blocks += lay_table(table, wide=wide)
    return Document(board.sheet.title, tuple(blocks), ACROSS)


def lay_table(table: ShownTable, *, wide: bool) -> Iterator[Note | FieldTable | BarBlock]:
    """The bars of the first rows, and the table, in parts that fit the sheet."""
    title, chart = f"{table.declared.title}　{table.note}", table.chart(table.rows(), MOST)
    if chart and chart.rows:
        words = f"{chart.title}，{chart.note}" if chart.note else chart.title
        yield Note(f"{title}　（{words}）", 12.0, keeps_next=True)
        yield chart.block
    else:
        yield Note(title, 12.0, keeps_next=True)
    columns = table.columns if wide else table.main
    for start in range(0, len(columns), COLUMNS_ACROSS):
        if start:
            yield Note(f"{table.declared.title}（续）", 12.0, keeps_next=True)
        yield FieldTable(tuple(breakdown_rows(table, columns[start : start + COLUMNS_ACROSS], wide=wide)))


def figure_rows(board: Board) -> list[Row]:
    """A figure in a row: its group where that begins, its number, what it was before, and how it came about."""
    before = board.figures.before
    heads = ["分组", "项目", "数", *([before.short, "同比"] if before else []), "怎么算的"]
    number = 32.0 if any(line.figure.adds for _, line in board.of_groups()) else 22.0  # of a sum of millions, in yuan
    widths = [16.0, 62.0, number, *([max(26.0, number), 34.0] if before else [])]
    widths.append(ACROSS.type_width - sum(widths))
    sides = [Align.LEFT, Align.LEFT, *[Align.RIGHT] * (len(heads) - 3), Align.LEFT]
    rows = [
        Row(tuple(Cell(w, word, Role.HEITI, SIZE) for w, word in zip(widths, heads, strict=True)), HEIGHT, repeats=True)
    ]
    group = ""
    for name, line in board.of_groups():
        figure = line.figure
        of = (
            line.origin
            if line.denominator is not None
            else "，".join(each for each in (figure.unit, line.missing) if each)
        )
        past = [line.before.words if line.before else "—", line.change_words] if before else []
        told = ["" if name == group else name, figure.label, line.words, *past, of]
        cells = (Cell(w, text, size=SIZE, align=side) for w, text, side in zip(widths, told, sides, strict=True))
        rows.append(Row(tuple(cells), HEIGHT))
        group = name
    return rows


def breakdown_rows(table: ShownTable, columns: Sequence[FigureColumn], *, wide: bool) -> list[Row]:
    """The rows and the sum; in a wide table what a rate is of stands below it, else beside it in columns of its own."""
    first = 40.0
    width = (ACROSS.type_width - first) / max(1, len(columns))
    head = [
        Cell(first, table.broken.by.label, Role.HEITI, SIZE),
        *(Cell(width, each.head, Role.HEITI, SIZE) for each in columns),
    ]
    rows = [Row(tuple(head), HEIGHT, repeats=True)]
    for label, lines in label_rows(table):
        cells = [Cell(first, label, size=SIZE, align=Align.LEFT)]
        cells += [
            Cell(width, say(each, lines) if wide else each.words(lines), size=SIZE, align=Align.RIGHT)
            for each in columns
        ]
        rows.append(Row(tuple(cells), HEIGHT))
    return rows


def say(column: FigureColumn, lines: Mapping[str, CountedFigure]) -> str:
    """The words of a cell; below a rate what it is of."""
    line = lines[column.figure.key]
    return f"{line.words}\n{line.numerator}/{line.denominator}" if is_rate(column) else column.words(lines)


def print_month(office: Office, days: Days, month: date, hidden: Collection[str], path: Path) -> int:
    """The month to pdf or docx without the groups that are hidden; how many entries there are."""
    words: dict[date, list[str]] = {}
    count = 0
    for day in sorted(days.entries):
        if (day.year, day.month) != (month.year, month.month):
            continue
        shown = [each for each in days.entries.get(day, ()) if each.group not in hidden]
        count += len(shown)
        words[day] = [f"{each.label} {each.note}".strip() for each in shown]
    today = long_date(office.today().isoformat())
    note = f"{read_committee(office).name}　共 {count} 项　{today}"
    write_file([build_month(f"{month.year}年{month.month}月工作日历", note, month, words, days.off)], path)
    return count
