"""工作台 of a place (look.md 7b): what is due, three large buttons to enter, what came, what waits to be sent."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from cppcc_desktop.domain.dates import short_date
from cppcc_desktop.services.figures.place_home import PlaceEntry, PlaceHome, PlaceNews, PlaceTask, read_place_home
from ui.figures.reminders import ReminderLines
from ui.figures.workbench import WEEKDAYS, read_today
from ui.kit.frame.buttons import LinkButton, PrimaryButton, SmallButton
from ui.kit.frame.cards import BigButton, Card
from ui.kit.frame.keys import CONFIRM, bind_keys
from ui.kit.frame.labels import ElidedLabel, StateChip, frame, label
from ui.kit.frame.scrolling import scroll
from ui.kit.window.page import Page
from ui.kit.window.top_bar import TopBar
from ui.session import Session, Siblings
from ui.tasks import WrittenKinds
from ui.theme import Theme, current_theme, follow_theme

SHOWN = 6  # rows of what is due
SOON = 7  # days from which on a task is amber
STACKED_FROM = 1.5  # from this type size on the two lower cards stand below each other


class TaskRow(QWidget):
    """One thing to do, with its button."""

    def __init__(self, task: PlaceTask, left: int | None) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        tone = "none" if left is None or left > SOON else "bad" if left < 0 else "wait"
        day = short_date(task.due_on) if task.due_on else task.written_on
        said = "" if left is None else f"逾期 {-left} 天" if left < 0 else f"余 {left} 天"
        row.addWidget(ElidedLabel(task.title, "bold"), 5)
        row.addWidget(ElidedLabel(task.words, "note"), 5)
        self.day, self.side = label(day, "note"), QWidget()
        row.addWidget(self.day)
        beside = QHBoxLayout(self.side)
        beside.setContentsMargins(0, 0, 0, 0)
        self.chip = StateChip(said, tone)
        beside.addWidget(
            self.chip, 0, Qt.AlignmentFlag.AlignLeft
        )  # a chip without a parent would be a window of its own
        self.chip.setVisible(bool(said))
        row.addWidget(self.side)
        self.button = SmallButton(task.button)
        self.button.setAccessibleName(f"{task.button}：{task.title}，{said or day}")
        row.addWidget(self.button)
        follow_theme(self._restyle)

    def _restyle(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px(31))
        self.day.setFixedWidth(theme.text_width(112, 0))  # the same in each row: what stands before them stays in line
        self.side.setFixedWidth(theme.text_width(92))
        self.button.setMinimumWidth(theme.text_width(96))


class NewsRow(QWidget):
    """One record that came, bold until somebody looked at it."""

    def __init__(self, news: PlaceNews, *, seen: bool) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        column = QVBoxLayout()
        column.setSpacing(0)
        self.title = LinkButton(news.title)
        self.title.setAccessibleName(f"{news.title}，{news.words}，{'看过' if seen else '没看'}")
        column.addWidget(self.title, 0, Qt.AlignmentFlag.AlignLeft)
        words = ElidedLabel(news.words, "note")
        words.setContentsMargins(6, 0, 0, 0)  # in line with the title, which is a button
        column.addWidget(words)
        row.addLayout(column, 1)
        row.addWidget(StateChip("看过" if seen else "没看", "none" if seen else "go"))
        follow_theme(self._restyle)

    def _restyle(self, theme: Theme) -> None:
        self.setFixedHeight(theme.px(43))


class PlaceHomePage(Page):
    """`counted(counts)` gives the numbers of the sidebar; `ready()` once true counts stand."""

    nav = "home"
    ready = Signal()
    counted = Signal(dict)
    has_steps = False

    def __init__(self, session: Session) -> None:
        super().__init__(session, "window")
        self.home: PlaceHome | None = None
        self.reminders = ReminderLines()
        self.due, self.news, self.out = Card("这几件要做"), Card("县里送来的"), Card("送给县里")
        self.entries: dict[str, BigButton] = {}
        self.send = PrimaryButton("送出", "upload")
        self.send.setToolTip("Ctrl+Enter")
        self.unsent = label("", wrap=True)
        self._keys: list[QShortcut] = []
        self._lay_out()
        follow_theme(self._fold)

    def dress(self, top: TopBar) -> None:
        today = self.session.office.today()
        top.show_page(f"{today.month}月{today.day}日 星期{WEEKDAYS[today.weekday()]}", self.session.actor.name)

    def arrive(self) -> None:
        self._read()

    def follow(self, change: WrittenKinds) -> None:  # noqa: ARG002 - every change may move a number here
        self._read()

    def areas(self) -> list[QWidget]:
        return [self.due, self.buttons, self.news, self.out]

    def bring_steps(self) -> None:
        """A place has none."""

    def _read(self) -> None:
        session = self.session
        session.read(lambda: read_place_home(session.office, session.actor), self._show, self)
        session.count(lambda: read_today(session), self.reminders.put, self)

    def _show(self, home: PlaceHome) -> None:
        first, self.home = self.home is None, home
        self._show_tasks(home)
        self._show_entries(home)
        self._show_news(home)
        self._show_unsent(home)
        self.counted.emit(dict(home.sidebar))
        if first:
            if self.isVisible():
                next(iter(self.entries.values()), self.send).setFocus()
            self.ready.emit()

    def _show_tasks(self, home: PlaceHome) -> None:
        clear(self.tasks)
        count = len(home.tasks)
        more = f"，下面还有 {count - SHOWN} 件" if count > SHOWN else ""
        self.due.note.set_text(f"{count} 件，先做上面的{more}" if count else "")
        for task in home.tasks[:SHOWN]:
            row = TaskRow(task, task.left(self.session.office.today()))
            row.button.clicked.connect(partial(self._open, task.module, task.record))
            self.tasks.addWidget(row)
        if not home.tasks:
            self.tasks.addWidget(label("眼下没有要办的。", "note"))

    def _show_entries(self, home: PlaceHome) -> None:
        for entry, count in home.entries:
            if entry.module not in self.entries:
                self._add_entry(entry)
            self.entries[entry.module].put(entry.note.format(n=count))

    def _add_entry(self, entry: PlaceEntry) -> None:
        button = BigButton(self.session.module(entry.module).icon, f"{entry.words}　Alt+{entry.key}", entry.what)
        button.setAccessibleName(f"{entry.words}，Alt+{entry.key}")
        button.setEnabled(not self.session.read_only)
        button.clicked.connect(partial(self._open, entry.module, ""))
        key = QShortcut(QKeySequence(f"Alt+{entry.key}"), self)
        key.activated.connect(button.click)
        self._keys.append(key)
        self.entries[entry.module] = button
        self._row.addWidget(button, 1)

    def _show_news(self, home: PlaceHome) -> None:
        clear(self.came)
        self.news.note.set_text(home.came)
        for each in home.news:
            row = NewsRow(each, seen=self._mark(each) in self._seen())
            row.title.clicked.connect(partial(self._look, each))
            self.came.addWidget(row)
        if not home.news:
            self.came.addWidget(label("没有新的。", "note"))

    def _show_unsent(self, home: PlaceHome) -> None:
        self.out.note.set_text(home.sent)
        office = self.session.office
        lines = [
            f"{office.entity(each.kind).label}　{each.records}　{'、'.join(each.titles)}{' 等' if each.records > len(each.titles) > 0 else ''}"
            for each in home.waiting if each.titles
        ]  # fmt: skip
        drafts = any(each.written_on for each in home.tasks)
        lines += ["没写完的草稿不会送出。"] if drafts else []
        self.unsent.setText("\n".join(lines) or "没有新的改动；县里还没收到的会再送一次。")
        self.send.setText(f"送出 {home.count} 条" if home.count else "再送一次")
        self.send.setEnabled(self.session.actor.may("exchange") and bool(office.station))

    # what was looked at, kept on this computer

    def _mark(self, news: PlaceNews) -> str:
        return f"{news.module}:{news.id}"

    def _seen(self) -> set[str]:
        package = self.home.package if self.home else ""
        kept = self.session.settings.now.seen_news
        return set(kept.get("records", [])) if kept.get("package") == package else set()

    def _look(self, news: PlaceNews) -> None:
        package = self.home.package if self.home else ""
        seen = sorted({*self._seen(), self._mark(news)})
        self.session.settings.put(seen_news={"package": package, "records": seen})
        if news.id:
            self._open(news.module, news.id)
        else:
            self.session.routes.page_asked.emit(news.module)

    def _open(self, module: str, record: str) -> None:
        if record:
            self.session.routes.record_asked.emit(module, record, Siblings(back="工作台"))
        else:
            self.session.routes.new_asked.emit(module)

    def _send(self) -> None:
        self.session.routes.send_asked.emit()

    # construction

    def _lay_out(self) -> None:
        inner = frame("window")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(12)
        column.addWidget(self.reminders)
        self.tasks, self.came = QVBoxLayout(), QVBoxLayout()
        for rows, card in ((self.tasks, self.due), (self.came, self.news)):
            rows.setContentsMargins(0, 0, 0, 0)
            rows.setSpacing(0)
            card.body.addLayout(rows)
        self.news.body.addStretch(1)
        column.addWidget(self.due)
        column.addWidget(label("登记：填到一半关机也不会丢，下次接着填", "note"))
        self.buttons = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.buttons)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        column.addWidget(self.buttons)
        self._lower = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lower.setSpacing(16)
        for card in (self.news, self.out):
            self._lower.addWidget(card, 1)
        self.out.body.addWidget(self.unsent)
        self.out.body.addStretch(1)
        self.out.body.addWidget(self.send)
        column.addLayout(self._lower, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll(inner))
        self.send.clicked.connect(self._send)
        self._keys += bind_keys(self, {CONFIRM: self.send.click})

    def _fold(self, theme: Theme) -> None:
        """150 %: the lower cards stack, what is sent first; 200 %: the large buttons too."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        narrow = theme.scale >= STACKED_FROM
        self._lower.setDirection(down if narrow else across)
        self._lower.removeWidget(self.out)
        self._lower.insertWidget(0 if theme.scale >= 2 else 1, self.out, 1)
        self._row.setDirection(down if theme.scale >= 2 or self.width() < theme.text_width(760) else across)
        self.send.setMinimumHeight(theme.px(56))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold(current_theme())


def clear(layout: QVBoxLayout) -> None:
    """Take away everything a card shows."""
    while layout.count():
        widget = layout.takeAt(0).widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
