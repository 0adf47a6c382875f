"""节假日: the days off and worked instead of a year, and what the office says of single days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.fields import Field, Kind
from cppcc_desktop.domain.office.plenaries import CALENDAR_DAY
from cppcc_desktop.services.office.calendar import (
    OWN,
    CalendarLine,
    cancel_calendar_day,
    list_calendar,
    list_calendar_years,
    set_calendar_day,
    tell_calendar,
)
from cppcc_desktop.services.office.codes import Code, CodeLists
from cppcc_desktop.services.office.settings import read_day
from ui.kit.dialogs.entry_dialog import EntryDialog, ShortForm
from ui.kit.frame.buttons import PlainButton, PrimaryButton
from ui.kit.frame.labels import ElidedLabel, frame, label
from ui.kit.inputs.combo import ComboBox
from ui.kit.tables.at_once import make_table, show_kept
from ui.kit.tables.columns import ListCell, ListColumn, ListRow
from ui.session import Session
from ui.settings.parts import SettingsPart, why_not
from ui.theme import Theme, follow_theme

COLUMNS = (
    ListColumn("festival", "节日", 168, pad=16), ListColumn("span", "一共", 232, fold=1), ListColumn("day", "日期", 96),
    ListColumn("weekday", "星期", 64), ListColumn("word", "放假还是上班", 112, shape="chip"),
    ListColumn("origin", "谁定的", stretch=True),
)  # fmt: skip
CHOICES = "choices"  # name of the list the dialog is given
REST, WORK = "rest", "work"
WAYS = CodeLists([(CHOICES, Code(REST, "放假")), (CHOICES, Code(WORK, "上班"))])
HINT = "办理期限按工作日算的，都照这里算。已经定下的日期不变。"


@dataclass(frozen=True)
class CalendarYear:
    """What the part shows of a year, read at one go."""

    years: Sequence[int]
    year: int
    lines: Sequence[CalendarLine]
    notice: str


class CalendarPart(SettingsPart):
    """A year's days in one list; the office's own can be taken back."""

    entities = (CALENDAR_DAY.name,)

    def __init__(self, session: Session) -> None:
        super().__init__(session, "surface")
        self._lines: dict[str, CalendarLine] = {}
        self._years: list[int] = []
        self._new = ""  # the day just entered: the cursor goes there once it is read
        self.year = session.office.today().year
        self.table = make_table(COLUMNS, "节假日", keep_cursor=True)
        self.years = ComboBox([(self.year, f"{self.year} 年")])
        self.years.setAccessibleName("哪一年")
        self.title, self.notice = ElidedLabel("", "note"), label("", "", wrap=True)
        self.add = PrimaryButton("定一天…", "plus")
        self.change = PlainButton("改这一天…", "pencil")
        self.back = PlainButton("恢复原来的…", "undo")
        self._lay_out()
        self._connect()
        follow_theme(self._restyle)

    def read(self) -> None:
        session, year = self.session, self.year

        def work() -> CalendarYear:
            office, actor = session.office, session.actor
            lines = list_calendar(office, actor, year)
            return CalendarYear(list_calendar_years(office, actor), year, lines, tell_calendar(office, actor, year))

        session.read(work, self._show, self)

    def areas(self) -> list[QWidget]:
        return [self.table, self._head]

    def enter(self) -> bool:
        self.table.setFocus()
        return True

    @property
    def line(self) -> CalendarLine | None:
        """The day the cursor is on."""
        return self._lines.get(self.table.current_id())

    # reading

    def _show(self, found: CalendarYear) -> None:
        if found.year != self.year:
            return  # another year was picked meanwhile
        self._lines = {each.date: each for each in found.lines}
        years = sorted({*found.years, self.year})
        if years != self._years:
            self._years = years
            self.years.set_choices([(year, f"{year} 年") for year in years])
        self.years.set_key(self.year)
        rest = sum(not each.working for each in found.lines)
        worked = len(found.lines) - rest
        own = sum(each.origin == OWN for each in found.lines)
        self.title.set_text(
            f"放假 {rest} 天（连着的周末算在内），周末上班 {worked} 天" + (f"，其中本会定的 {own} 天" if own else "")
        )
        self.notice.setText(found.notice)
        self._notice.setVisible(bool(found.notice))
        show_kept(self.table, make_rows(found.lines), self._new or self._near())
        self._new = ""
        self._offer()

    def _near(self) -> str:
        """Where the cursor begins: today's festival or the next one; where it is, once it is somewhere."""
        if self.table.current_id() in self._lines:
            return ""
        today = self.session.office.today().isoformat()
        return next((day for day in self._lines if day >= today), "")

    def _offer(self, _day: str = "") -> None:
        why, line = why_not(self.session), self.line
        self.add.why_off(why)
        self.change.why_off(why or ("" if line else "先选一天"))
        own = line is not None and line.origin == OWN
        self.back.why_off(why or ("" if own else "只有本会定的可以恢复"))

    def _pick(self, year: object) -> None:
        self.year = int(str(year))
        self.read()

    # changing

    def _add(self) -> None:
        if self.add.isEnabled():
            self._ask("定一天", None, WORK)

    def _change(self) -> None:
        line = self.line
        if line is not None and self.change.isEnabled():
            self._ask(f"改{tell_short(line)}", line, REST if line.working else WORK)

    def _ask(self, title: str, line: CalendarLine | None, way: str) -> None:
        """Enter a day; one of the list comes with its date and the other way it could be."""
        session = self.session

        def work(entered: dict[str, object]) -> str:
            working = entered.get("working") == WORK
            name = str(entered.get("name") or "")
            set_calendar_day(session.office, session.actor, entered.get("date"), working, name)
            return read_day(session.office, "date", entered.get("date"))  # 6月12日 as it was stored

        fields = [
            CALENDAR_DAY.by_name["date"],
            Field(name="working", label="这一天", kind=Kind.CODE, codes=CHOICES, required=True),
            CALENDAR_DAY.by_name["name"],
        ]
        known = {"date": line.date, "name": line.name} if line else {"date": None, "name": None}
        asked = ShortForm(title, fields, WAYS, proposed={**known, "working": way}, button="保存", hint=HINT)
        dialog = EntryDialog(session, asked, work, self)
        dialog.run()
        if dialog.result_value:
            self._go(str(dialog.result_value))

    def _go(self, day: str) -> None:
        """To the day just entered, in its year."""
        self._new = day
        self.year = date.fromisoformat(day).year
        self.read()

    def _take_back(self) -> None:
        session, line = self.session, self.line
        if line is None or not self.back.isEnabled():
            return

        def work(entered: dict[str, object]) -> None:
            cancel_calendar_day(session.office, session.actor, line.date, str(entered.get("reason") or ""))

        asked = ShortForm(
            f"恢复{tell_short(line)}", [Field(name="reason", label="为什么恢复", required=True)], button="恢复",
            hint="恢复成程序带来的安排；本会定过什么，在改动记录里查得到。",
        )  # fmt: skip
        EntryDialog(session, asked, work, self).run()

    # construction

    def _connect(self) -> None:
        self.years.picked.connect(self._pick)
        self.table.current_changed.connect(self._offer)
        self.table.opened.connect(lambda _day: self._change())
        self.add.clicked.connect(self._add)
        self.change.clicked.connect(self._change)
        self.back.clicked.connect(self._take_back)
        QShortcut(QKeySequence("Ctrl+N"), self, self._add)

    def _lay_out(self) -> None:
        self._head = frame("surface")
        row = QHBoxLayout(self._head)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.years)
        row.addWidget(self.title, 1)
        for button in (self.back, self.change, self.add):
            row.addWidget(button)
        self._notice = frame("notice")
        said = QHBoxLayout(self._notice)
        said.setContentsMargins(12, 6, 12, 6)
        said.addWidget(self.notice)
        around = QHBoxLayout()
        around.setContentsMargins(16, 0, 16, 8)
        around.addWidget(self._notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addLayout(around)
        column.addWidget(self.table, 1)
        self._notice.hide()

    def _restyle(self, theme: Theme) -> None:
        self.years.setFixedWidth(theme.text_width(112, 40))


def make_rows(lines: Sequence[CalendarLine]) -> list[ListRow]:
    """One row per day; the first of a festival names it and says how many days it has."""
    rows: list[ListRow] = []
    for name, days in groupby(by_festival(lines), key=lambda each: each.name):
        group = list(days)
        rows += [make_row(line, name, tell_group(group) if place == 0 else "") for place, line in enumerate(group)]
    return rows


def by_festival(lines: Sequence[CalendarLine]) -> list[CalendarLine]:
    """In order of the festivals: a day worked weeks before stands with the one it is worked for."""
    first: dict[str, str] = {}
    for line in lines:
        if not line.working or line.name not in first:
            first.setdefault(line.name, line.date)
    return sorted(lines, key=lambda each: (first[each.name], each.name, each.working, each.date))


def tell_group(group: Sequence[CalendarLine]) -> str:
    """放假 9 天，上班 2 天."""
    worked = sum(each.working for each in group)
    counts = ((len(group) - worked, "放假"), (worked, "上班"))
    return "，".join(f"{word} {count} 天" for count, word in counts if count)


def make_row(line: CalendarLine, name: str, span: str) -> ListRow:
    day = date.fromisoformat(line.date)
    return ListRow(line.date, {
        "festival": ListCell(name, bold=True) if span else "", "span": span, "day": f"{day.month}月{day.day}日",
        "weekday": line.weekday, "word": ListCell(line.word, tone="go" if line.working else "ok"),
        "origin": ListCell("本会定的", bold=True) if line.origin == OWN else "程序自带",
    })  # fmt: skip


def tell_short(line: CalendarLine) -> str:
    day = date.fromisoformat(line.date)
    return f"{day.month}月{day.day}日（{line.weekday}）"
