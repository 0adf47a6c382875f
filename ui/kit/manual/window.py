"""The manual in a window of its own: contents, text, finding a word in all pages."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QUrl
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from cppcc_desktop.domain.errors import OfficeError
from ui.kit.frame.buttons import IconButton, TextButton
from ui.kit.frame.labels import ElidedLabel, frame
from ui.kit.inputs.inputs import SearchField
from ui.kit.manual.chapter_text import ChapterText
from ui.kit.manual.chapters import CONTENTS, Chapter, find_chapters, list_chapters, manual_folder
from ui.kit.tables.at_once import AtOnce, show_rows
from ui.kit.tables.columns import ListColumn, ListRow
from ui.kit.tables.page_model import PageModel
from ui.kit.tables.record_table import RecordTable
from ui.theme import Theme, current_theme, follow_theme

COLUMNS = (ListColumn("title", "目录", stretch=True, pad=16), ListColumn("hits", "处", 48, align="right"))
SIZE = (1000, 640)


class ManualWindow(QDialog):
    """Not modal. Ctrl+F finds, F3 goes to the next place, Alt+← goes back, Esc closes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("手册")
        self._chapters: dict[str, Chapter] = {}
        self._page = ""
        self._trail: list[tuple[str, int]] = []  # pages to go back to, and how far they were scrolled
        self.contents = RecordTable(PageModel(COLUMNS, AtOnce()), keep_cursor=True)
        self.contents.pages.setParent(self.contents)
        self.contents.setAccessibleName("目录")
        self.search = SearchField("在手册里查找", "Ctrl+F", kind="filter")
        self.text = ChapterText(manual_folder())
        self.back = TextButton("返回", "chevron-left")
        self.back.setAccessibleName("返回上一页")
        self.found = ElidedLabel("", "note")
        self.previous = IconButton("chevron-up", "上一处（Shift+F3）", size=14)
        self.next = IconButton("chevron-down", "下一处（F3）", size=14)
        self._lay_out()
        self._read()
        self._connect()
        room, theme = self.screen().availableGeometry(), current_theme()
        width, height = theme.text_width(SIZE[0], 600), theme.text_width(SIZE[1], 560)
        self.resize(min(width, room.width()), min(height, room.height()))
        follow_theme(self._restyle)

    @property
    def page(self) -> str:
        """The page on screen."""
        return self._page

    def show_page(self, name: str, heading: str = "", *, trail: bool = True) -> None:
        """Open a page (3-办一件提案), the contents if there is none of that name; at a heading if one is said."""
        chapter = self._chapters.get(name) or self._chapters.get(CONTENTS)
        if chapter is None:
            return
        if trail and self._page and self._page != chapter.name:
            self._trail.append((self._page, self.text.verticalScrollBar().value()))
        fresh = self._page != chapter.name
        self._page = chapter.name
        if fresh:
            self.text.show_markdown(chapter.text)
        self.setWindowTitle(f"{chapter.title} - 手册")
        self.back.why_off("" if self._trail else "还没有看过别的页")
        row = self.contents.pages.row_of(chapter.name)
        if row is not None:
            self.contents.go_to(row)
        if heading:
            self.text.go_to_heading(heading)
        self._mark()

    def open_page(self, name: str) -> None:
        """Open a page from outside: what was looked for before is forgotten."""
        if self.search.text():
            self.search.clear()
            self._find("")
        self.show_page(name)

    def go_back(self) -> None:
        """The page that was read before."""
        if self._trail:
            name, place = self._trail.pop()
            self.show_page(name, trail=False)
            self.text.verticalScrollBar().setValue(place)

    # finding

    def _find(self, word: str) -> None:
        """Only the pages that hold the word, and the first place in the first of them."""
        found = find_chapters(list(self._chapters.values()), word) if word else []
        rows = [ListRow(chapter.name, {"title": chapter.title, "hits": str(count)}) for chapter, count in found]
        if not word:
            rows = [ListRow(each.name, {"title": each.title}) for each in self._chapters.values()]
        self.contents.blockSignals(True)  # the cursor passes the first page on its way
        show_rows(self.contents.pages, rows)
        self.contents.blockSignals(False)
        self.contents.set_hidden(frozenset() if word else frozenset({"hits"}))
        hits = sum(count for _, count in found)
        self.found.set_text((f"找到 {hits} 处" if hits else f"手册里没有“{word}”") if word else "")
        for button in (self.previous, self.next):
            button.setVisible(bool(hits))
        names = [row.id for row in rows]
        if names and (word or self._page):
            self.show_page(self._page if self._page in names else names[0])
        self._mark()
        if hits:
            self.text.go_to_start()
            self._step(1)

    def _mark(self) -> None:
        """Tint every place of the word on this page."""
        theme, marks = current_theme(), []
        for cursor in self.text.find_all(self.search.text().strip()):
            mark = QTextEdit.ExtraSelection()
            shape = QTextCharFormat()
            shape.setBackground(theme.color("sel"))
            shape.setForeground(theme.color("on_sel"))
            mark.cursor, mark.format = QTextCursor(cursor), shape  # type: ignore[attr-defined]
            marks.append(mark)
        self.text.setExtraSelections(marks)

    def _step(self, by: int) -> None:
        """The next or previous place; after the last of a page the next page that has one."""
        word = self.search.text().strip()
        if not word or self.text.find_next(word, backward=by < 0):
            return
        names = [chapter.name for chapter, _ in find_chapters(list(self._chapters.values()), word)]
        if self._page in names:
            self.show_page(names[(names.index(self._page) + by) % len(names)], trail=False)
            self.text.go_to_start(end=by < 0)
            self.text.find_next(word, backward=by < 0)

    # links

    def _follow(self, url: QUrl) -> None:
        decoded = QUrl.ComponentFormattingOption.FullyDecoded
        heading = url.fragment(decoded)
        name = url.path(decoded).rpartition("/")[2].removesuffix(".md") or self._page
        if name in self._chapters:
            self.show_page(name, heading)

    def _pick(self, name: str) -> None:
        if name and name != self._page:
            self.show_page(name)

    # construction

    def _read(self) -> None:
        try:
            self._chapters = {each.name: each for each in list_chapters()}
        except OfficeError as error:
            self.text.show_markdown(f"# {error.what}\n\n{error.todo}")
        self._find("")

    def _connect(self) -> None:
        self.contents.current_changed.connect(self._pick)
        self.contents.opened.connect(lambda _name: self.text.setFocus())
        self.search.settled.connect(self._find)
        self.text.anchorClicked.connect(self._follow)
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(lambda: self._step(1))
        self.previous.clicked.connect(lambda: self._step(-1))
        self.search.entered.connect(lambda: self._step(1))
        for keys, act in (
            ("Ctrl+F", self._focus_search), ("F3", lambda: self._step(1)), ("Shift+F3", lambda: self._step(-1)),
            ("Alt+Left", self.go_back), ("F6", self._next_area),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self, act)
        self.text.installEventFilter(self)
        self.text.setFocus()

    def _focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _next_area(self) -> None:
        areas = [self.search, self.contents, self.text]
        at = next((at for at, area in enumerate(areas) if area.hasFocus()), -1)
        areas[(at + 1) % len(areas)].setFocus()

    def _lay_out(self) -> None:
        self._side, self._head = frame("surface"), frame("bar")
        side = QVBoxLayout(self._side)
        side.setSpacing(0)
        side.setContentsMargins(0, 0, 0, 0)
        self._finder = frame("bar")
        find = QHBoxLayout(self._finder)
        find.setContentsMargins(8, 0, 8, 0)
        find.addWidget(self.search)
        side.addWidget(self._finder)
        side.addWidget(self.contents, 1)
        head = QHBoxLayout(self._head)
        head.setContentsMargins(8, 0, 16, 0)
        head.setSpacing(4)
        head.addWidget(self.back)
        head.addStretch(1)
        for part in (self.found, self.previous, self.next):
            head.addWidget(part)
        panel = frame("panel")
        right = QVBoxLayout(panel)
        right.setContentsMargins(1, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._head)
        right.addWidget(self.text, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._side)
        whole.addWidget(panel, 1)

    def _restyle(self, theme: Theme) -> None:
        self._side.setFixedWidth(theme.text_width(224, 40))
        for bar in (self._head, self._finder):
            bar.setFixedHeight(theme.px(40) + 1)
        if self._page:
            self._mark()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Backspace
        ):
            self.go_back()
            return True
        return False
