"""打印预览: the pages as they will come out of the printer, and the same as Word or PDF."""

from __future__ import annotations

import shutil
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPageLayout,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
    QTransform,
)
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.system_errors import say_cause
from cppcc_desktop.exporters.files import replace_atomically
from cppcc_desktop.exporters.preview import RenderedPage, read_sizes, render_page
from cppcc_desktop.services.forms.printing import PaperRequest, list_forms, print_batch, safe_name
from ui.kit.dialogs.dialog_frame import HIGHEST
from ui.kit.dialogs.file_choice import choose_new_file
from ui.kit.dialogs.messages import show_error
from ui.kit.frame.buttons import IconButton, LinkButton, PlainButton, PrimaryButton, TextButton
from ui.kit.frame.labels import ElidedLabel, frame, label
from ui.kit.frame.notices import NoticeSign
from ui.kit.help import make_help_button
from ui.session import Session
from ui.theme import Theme, current_theme, follow_theme

MadePages = tuple[Sequence[tuple[float, float]], tuple[str, ...]]  # millimetres of each page, warnings
A4 = (210.0, 297.0)  # mm
MARGIN, GAP = 24, 16
DPI = 300  # of what goes to the printer
SCREEN_DPI = 96
STEP, LEAST, MOST = 1.25, 0.25, 4.0
WIDTH, PAGE = "width", "page"  # fits; a number is a zoom


def as_image(page: RenderedPage) -> QImage:
    """The pixels as Qt draws them; they are copied."""
    return QImage(page.rgb, page.width, page.height, page.width * 3, QImage.Format.Format_RGB888).copy()


class Sheets(QWidget):
    """The pages below each other; those not rendered yet are white with their number."""

    def __init__(self) -> None:
        super().__init__()
        self._sizes: Sequence[QSize] = ()
        self._tops: Sequence[int] = ()
        self.images: dict[int, QImage] = {}
        self.setAccessibleName("页面")

    @property
    def count(self) -> int:
        return len(self._sizes)

    @property
    def page(self) -> QSize:
        """The first page on the screen, which the zoom goes by."""
        return self._sizes[0] if self._sizes else QSize(1, 1)

    def lay(self, sizes: Sequence[QSize]) -> None:
        """Pages of these sizes; pictures of another size are scaled until new ones come."""
        self._sizes = sizes
        self._tops = [MARGIN, *accumulate((size.height() + GAP for size in sizes), initial=MARGIN)][1:]
        widest = max((size.width() for size in sizes), default=1)
        self.setMinimumSize(widest + 2 * MARGIN, (self._tops[-1] if sizes else MARGIN) + MARGIN - GAP)
        self.update()

    def box(self, at: int) -> QRect:
        """Where a page stands."""
        if not self._sizes:
            return QRect(0, MARGIN, 1, 1)
        size = self._sizes[at]
        return QRect((self.width() - size.width()) // 2, self._tops[at], size.width(), size.height())

    def page_at(self, y: int) -> int:
        return max(0, min(self.count - 1, bisect_right(self._tops, y) - 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for at in range(self.page_at(event.rect().top()), self.page_at(event.rect().bottom()) + 1):
            if at >= self.count:
                continue
            box = self.box(at)
            painter.fillRect(box, Qt.GlobalColor.white)
            if at in self.images:
                painter.drawImage(box, self.images[at])
            painter.setPen(theme.color("border"))
            painter.drawRect(box.adjusted(-1, -1, 0, 0))


class PrintPreview(QDialog):
    """Makes the form of some records as a PDF in a folder of its own, shows, prints and saves it."""

    help = "4-打印提案表"

    def __init__(
        self, session: Session, form_id: str, record_ids: Sequence[str], parent: QWidget | None = None, *,
        title: str = "", asked: PaperRequest | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.session, self.form, self.records = session, form_id, tuple(record_ids)
        self._name = ""  # of the file, where it is one paper alone
        self._asked = asked or PaperRequest()
        self._folder = Path(tempfile.mkdtemp(prefix="cppcc-"))
        self.pdf = self._folder / "预览.pdf"
        self._papers: Sequence[tuple[float, float]] = ()  # mm of each page
        self.fit: str | float = WIDTH
        self._wanted: set[int] = set()
        self._round = 0
        self._label = title or next((each.label for each in list_forms(session.office) if each.id == form_id), "表格")
        self.setWindowTitle(f"打印预览：{self._label}")
        self.setModal(True)
        self.sheets, self.area = Sheets(), QScrollArea()
        self.place = label("", "label")
        self.told, self.open_saved = label("正在生成…", "label"), LinkButton("打开")
        self._saved: Path | None = None  # the file that was written last
        self.warning, self._warned = ElidedLabel("", "label"), frame("notice")
        self.print_button = PrimaryButton("打印…", "printer")
        self.word, self.save = PlainButton("存为 Word…"), PlainButton("存为 PDF…")
        self.leave = PlainButton("关闭")
        self._lay_out()
        self._connect()
        self.resize(*self._size())
        follow_theme(self._restyle)
        self._make()

    @property
    def pages(self) -> int:
        return len(self._papers)

    def run(self) -> None:
        """Show it; closed it is gone, its pages and files with it."""
        self.exec()
        self.deleteLater()

    # making

    def _make(self) -> None:
        def work() -> MadePages:
            _, warnings = self._write(self.pdf)
            return read_sizes(self.pdf), warnings

        self._allow("正在生成")
        self.session.tasks.run(work, self._show_pages, self._fail_making, owner=self)

    def _write(self, file: Path) -> tuple[int, tuple[str, ...]]:
        """The document as a file, by its suffix; off the GUI thread."""
        printed = print_batch(self.session.office, self.session.actor, self.form, self.records, file, self._asked)
        self._name = printed.name
        return printed.pages, printed.warnings

    def _show_pages(self, made: MadePages) -> None:
        self._papers, warnings = made
        self.warning.set_text("；".join(warnings))
        self._warned.setVisible(bool(warnings))
        self._say("")
        self._allow("")
        self._zoom(self.fit)
        self.area.setFocus()

    def _fail_making(self, error: Exception) -> None:
        self.told.setText("没有做成。")
        if isinstance(error, OfficeError):
            show_error(self, error, title=self.windowTitle())
        self.reject()

    def _allow(self, why_not: str) -> None:
        for button in (self.print_button, self.word, self.save, *self._zooms):
            button.why_off(why_not)

    # showing

    def _zoom(self, fit: str | float) -> None:
        """Page width, whole page, or a factor of the true size."""
        at, within = self._position()
        self.fit = fit if isinstance(fit, str) else max(LEAST, min(MOST, fit))
        scale = self._page_width() / self._paper[0]
        self.sheets.lay([QSize(round(across * scale), round(down * scale)) for across, down in self._papers])
        for button, key in zip(self._zooms, (WIDTH, PAGE, 1.0), strict=True):
            button.setDown(self.fit == key)
        self._round += 1
        self._wanted.clear()
        QTimer.singleShot(0, self, lambda: self._return_to(at, within))

    @property
    def _paper(self) -> tuple[float, float]:
        """The paper of the first page."""
        return self._papers[0] if self._papers else A4

    def _page_width(self) -> int:
        room = self.area.viewport().size()
        if self.fit == WIDTH:
            return max(100, room.width() - 2 * MARGIN)
        if self.fit == PAGE:
            return max(100, round((room.height() - 2 * MARGIN) * self._paper[0] / self._paper[1]))
        return round(self._paper[0] / 25.4 * SCREEN_DPI * float(self.fit))

    def _factor(self) -> float:
        """The zoom in force as a factor."""
        return self.sheets.page.width() / (self._paper[0] / 25.4 * SCREEN_DPI)

    def _position(self) -> tuple[int, float]:
        """Page at the top of the view, and how far down it."""
        y = self.area.verticalScrollBar().value()
        at = self.sheets.page_at(y)
        return at, (y - self.sheets.box(at).top()) / max(1, self.sheets.box(at).height())

    def _return_to(self, at: int, within: float) -> None:
        self.area.verticalScrollBar().setValue(round(self.sheets.box(at).top() + within * self.sheets.box(at).height()))
        self._scrolled()

    def go_to(self, at: int) -> None:
        """Bring a page (from 0) to the top."""
        at = max(0, min(self.pages - 1, at))
        self.area.verticalScrollBar().setValue(self.sheets.box(at).top() - GAP if at else 0)

    def current(self) -> int:
        """The page (from 0) that takes the middle of the view."""
        return self.sheets.page_at(self.area.verticalScrollBar().value() + self.area.viewport().height() // 2)

    def _scrolled(self) -> None:
        if not self.pages:
            return
        self.place.setText(f"第 {self.current() + 1} / {self.pages} 页")
        top = self.area.verticalScrollBar().value()
        seen = range(self.sheets.page_at(top), self.sheets.page_at(top + self.area.viewport().height()) + 1)
        for at in seen:
            self._render(at)
        for at in [each for each in self.sheets.images if abs(each - seen.start) > 12]:
            del self.sheets.images[at]

    def _render(self, at: int) -> None:
        """Draw a page in the pixels of this screen unless it is there or on its way."""
        width = round(self.sheets.box(at).width() * self.devicePixelRatioF())
        known = self.sheets.images.get(at)
        if at in self._wanted or (known and known.width() == width):
            return
        self._wanted.add(at)
        turn, file = self._round, self.pdf

        def done(page: RenderedPage) -> None:
            if turn == self._round:
                self._wanted.discard(at)
                self.sheets.images[at] = as_image(page)
                self.sheets.update(self.sheets.box(at))

        self.session.tasks.run(lambda: render_page(file, at, width), done, owner=self)

    # printing and saving

    def choose_printer(self) -> QPrinter | None:
        """Ask for printer, pages, copies and both sides; None if the user turned away."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._label)
        printer.setFullPage(True)
        if self._paper[0] > self._paper[1]:
            printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, self.pages)
        dialog.setWindowTitle("打印")
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        return printer if accepted else None

    def _print(self) -> None:
        printer = self.choose_printer()
        if printer is None:
            return
        printer.setFullPage(True)
        first, last = printer.fromPage() or 1, printer.toPage() or self.pages
        painter = QPainter()
        if not painter.begin(printer):
            self._tell_printing()
            return
        self._allow("正在打印")
        self._print_page(printer, painter, first - 1, min(last, self.pages))

    def _print_page(self, printer: QPrinter, painter: QPainter, at: int, end: int) -> None:
        """Render one page off this thread, draw it, then the next: the window stays alive."""
        self._say(f"正在打印第 {at + 1} 页，到第 {end} 页")
        file, paper = self.pdf, self._papers[at]
        turned = (paper[0] > paper[1]) != (self._paper[0] > self._paper[1])

        def done(page: RenderedPage) -> None:
            image = as_image(page)
            if turned:  # the printer was told one way of laying the paper
                image = image.transformed(QTransform().rotate(90))
            painter.drawImage(QRectF(painter.viewport()), image)
            more = at + 1 < end
            if more and not printer.newPage():
                painter.end()
                self._tell_printing()
            elif more:
                self._print_page(printer, painter, at + 1, end)
            else:
                self._end_printing(painter, printer)

        def failed(error: Exception) -> None:
            painter.end()
            self._tell_printing(error)

        width = round(paper[0] / 25.4 * DPI)
        self.session.tasks.run(lambda: render_page(file, at, width), done, failed, owner=self)

    def _end_printing(self, painter: QPainter, printer: QPrinter) -> None:
        if painter.end() and printer.printerState() != QPrinter.PrinterState.Error:
            self._allow("")
            self.told.setText("已送到打印机。")
        else:
            self._tell_printing()

    def _tell_printing(self, error: Exception | None = None) -> None:
        self._allow("")
        self.told.setText("没有打印完。")
        if error is None or isinstance(error, OfficeError):
            known = error if isinstance(error, OfficeError) else OfficeError(
                "没有打印出来：打印机没有接受。", kept="记录没有改动，预览还在。", todo="看打印机是不是开着、有没有纸。\n也可以先存为 PDF，再到别的电脑上打印。",
            )  # fmt: skip
            show_error(self, known, title="打印")

    def _save(self, suffix: str, kinds: str) -> None:
        count = f"（{len(self.records)} 份）" if len(self.records) > 1 else ""
        day = self.session.office.today().isoformat()
        name = safe_name(self._name or f"{self._label}{count}-{day}") + suffix
        path = choose_new_file(self, self.session.settings, f"存为 {suffix[1:].upper()}", name, kinds)
        if path is None:
            return
        target = path if path.suffix.lower() == suffix else path.with_name(path.name + suffix)
        source = self.pdf

        def work() -> None:
            if suffix == ".pdf":
                copy_file(source, target)
            else:
                self._write(target)

        self._say("正在保存…")
        self.session.tasks.run(work, lambda _: self._say_saved(target), self._fail_saving, owner=self)

    def _say_saved(self, file: Path) -> None:
        self._say(f"已存为 {file.name}。")
        self._saved = file
        self.open_saved.show()

    def _open_saved(self) -> None:
        if self._saved and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved))):
            self._say(f"这台电脑没有打开 {self._saved.suffix} 的程序。")

    def _fail_saving(self, error: Exception) -> None:
        self._say("没有存下来。")
        if isinstance(error, OfficeError):
            show_error(self, error, title="保存")

    def _say(self, words: str) -> None:
        self.open_saved.hide()
        self.told.setText(words)

    # construction

    def _connect(self) -> None:
        self.print_button.clicked.connect(self._print)
        self.word.clicked.connect(lambda: self._save(".docx", "Word 文档 (*.docx)"))
        self.save.clicked.connect(lambda: self._save(".pdf", "PDF (*.pdf)"))
        self.open_saved.clicked.connect(self._open_saved)
        self.leave.clicked.connect(self.reject)
        self.area.verticalScrollBar().valueChanged.connect(lambda _: self._scrolled())
        self.finished.connect(lambda _: self._clean())
        self.finished.connect(self.deleteLater)
        for button, fit in zip(self._zooms, (WIDTH, PAGE, 1.0), strict=True):
            button.clicked.connect(lambda _=False, fit=fit: self._zoom(fit))
        self.smaller.clicked.connect(lambda: self._zoom(self._factor() / STEP))
        self.larger.clicked.connect(lambda: self._zoom(self._factor() * STEP))
        self.up.clicked.connect(lambda: self.go_to(self.current() - 1))
        self.down.clicked.connect(lambda: self.go_to(self.current() + 1))
        keys: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Ctrl++", self.larger.click), ("Ctrl+=", self.larger.click), ("Ctrl+-", self.smaller.click),
            ("Ctrl+0", lambda: self._zoom(1.0)), ("Ctrl+P", self.print_button.click),
        )  # fmt: skip
        for key, act in keys:
            QShortcut(QKeySequence(key), self, act)

    def _lay_out(self) -> None:
        self._zooms = [TextButton(word) for word in ("适合宽度", "整页", "100 %")]
        self.smaller, self.larger = IconButton("minus", "缩小（Ctrl+-）"), IconButton("plus", "放大（Ctrl++）")
        self.up, self.down = IconButton("chevron-up", "上一页（PgUp）"), IconButton("chevron-down", "下一页（PgDn）")
        self._bar, row = frame("bar"), QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(4)
        for part in (self.up, self.down, self.place):
            row.addWidget(part)
        row.addStretch(1)
        for part in (*self._zooms, self.smaller, self.larger):
            row.addWidget(part)
        self._bar.setLayout(row)
        warned = QHBoxLayout(self._warned)
        warned.setContentsMargins(16, 5, 16, 5)
        warned.setSpacing(9)
        warned.addWidget(NoticeSign())
        warned.addWidget(self.warning, 1)
        self._warned.hide()
        ground = frame("window")
        inside = QHBoxLayout(ground)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.sheets)
        self.area.setWidgetResizable(True)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # page width must not jump
        self.area.setWidget(ground)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.installEventFilter(self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self._bar, self._warned, self.area, self._foot()):
            whole.addWidget(part, 1 if part is self.area else 0)

    def _foot(self) -> QWidget:
        foot = frame("dialog-foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(17, 11, 17, 12)
        row.setSpacing(8)
        row.addWidget(make_help_button(self))
        row.addWidget(self.told)
        row.addWidget(self.open_saved)
        row.addStretch(1)
        for button in (self.print_button, self.word, self.save, self.leave):
            row.addWidget(button)
        return foot

    def _size(self) -> tuple[int, int]:
        """As large as the window below it: a page is no short form, so the 600 of other dialogs do not hold."""
        parent = self.parentWidget()
        below = parent.window().size() if parent else QSize(1020, HIGHEST + 40)
        return max(640, min(below.width() - 120, current_theme().text_width(900, 500))), max(420, below.height() - 40)

    def _restyle(self, theme: Theme) -> None:
        self._bar.setFixedHeight(theme.px(40) + 1)

    def _clean(self) -> None:
        """The folder goes once nothing reads from it: after what is queued on the database thread."""
        folder = self._folder
        if self.session.tasks.busy:
            self.session.tasks.run(lambda: shutil.rmtree(folder, ignore_errors=True))
        else:
            shutil.rmtree(folder, ignore_errors=True)

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.pages and isinstance(self.fit, str):
            self._zoom(self.fit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.pages:
            goals = {
                Qt.Key.Key_PageUp: self.current() - 1, Qt.Key.Key_PageDown: self.current() + 1,
                Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.pages - 1,
            }  # fmt: skip
            if event.key() in goals:
                self.go_to(goals[Qt.Key(event.key())])
                return True
        return super().eventFilter(watched, event)


def copy_file(source: Path, target: Path) -> None:
    """The file whole or not at all; OfficeError if it cannot be written there."""
    try:
        with source.open("rb") as read, replace_atomically(target) as written:
            shutil.copyfileobj(read, written)
    except OSError as error:
        raise OfficeError(f"文件读不出来：{say_cause(error)}。", todo="关掉预览，重新打开再试。") from error
