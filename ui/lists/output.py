"""A list out of the window: as a spreadsheet, as a document, on paper; always as it is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from cppcc_desktop.exporters.list_table import choose_sheet
from cppcc_desktop.services.forms.printing import list_forms, safe_name
from cppcc_desktop.services.lists.exports import (
    LINES,
    MOST_NAMED,
    Chosen,
    choose_fields,
    count_pages,
    export_list,
    open_part,
    paper_columns,
    read_rows,
)
from ui.kit.dialogs.message_dialog import Choice
from ui.lists.looks import plain_cells
from ui.messages import ask

if TYPE_CHECKING:
    from ui.lists.page import ListPage

KINDS = {
    ".xlsx": "Excel 工作簿 (*.xlsx)", ".docx": "Word 文档 (*.docx)", ".csv": "CSV 文本 (*.csv)",
}  # fmt: skip
WORDS = {".xlsx": "Excel 表格…", ".docx": "Word 文档…", ".csv": "CSV 文本…"}
MANY_ROWS = 1000  # on paper: first say how many pages that is
MANY_FORMS = 200


@dataclass(frozen=True)
class ExportedFile:
    """What an export made; 查看结果 opens it with the program the computer has for it."""

    path: Path
    count: int

    def open_result(self, _window: QWidget) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path)))


class ListOutput(QObject):
    """Exports and prints what a list page shows, or its ticked rows."""

    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self._page, self._session = page, page.session

    # menus

    def export_menu(self, *, ticked: bool = False) -> QMenu:
        menu = QMenu(self._page)
        for suffix, words in WORDS.items():
            menu.addAction(words, lambda s=suffix: self.export(ticked=ticked, suffix=s))
        return menu

    def print_menu(self, *, ticked: bool = False) -> QMenu:
        menu = QMenu(self._page)
        for each in list_forms(self._session.office, self._page.module.entity.name):
            menu.addAction(f"{each.label}（所选的）", lambda form=each.id: self.print_form(form))
            if not ticked:
                menu.addAction(f"空白{each.label}", lambda form=each.id: self.print_form(form, blank=True))
        menu.addAction("所选的这些行…" if ticked else "这个列表…", lambda: self.print_list(ticked=ticked))
        return menu

    # what goes out

    def chosen(self, *, ticked: bool) -> Chosen:
        """Columns, rows and words of what is on screen."""
        page, ticks = self._page, self._page.model.ticks
        cells = page.look.cells

        def tell(row: Any, words: Any, today: Any) -> dict[str, str]:
            shown = cells(row, words, today)
            return {key: cell if isinstance(cell, str) else cell.text for key, cell in shown.items()}

        return Chosen(
            names=page.column_names(), ids=ticks.ids if ticked else (), all_but=ticked and ticks.everything,
            said=page.describe(), title=f"{page.module.label}名单",
            tell=tell if cells is not plain_cells else None,
        )  # fmt: skip

    def count(self, *, ticked: bool) -> int:
        page = self._page
        return page.model.ticks.count(page.model.total) if ticked else page.model.total

    # export

    def export(self, *, ticked: bool = False, suffix: str = ".xlsx") -> None:
        page, settings = self._page, self._session.settings
        if suffix in LINES and not self._many_pages(self.count(ticked=ticked), "导出"):
            return
        name = str(Path(settings.now.folder or Path.home()) / f"{safe_name(page.module.label)}{suffix}")
        kinds = [KINDS[suffix], *(kind for each, kind in KINDS.items() if each != suffix)]
        picked, _ = QFileDialog.getSaveFileName(page, "导出", name, ";;".join(kinds))
        if not picked:
            return
        path = Path(picked) if Path(picked).suffix else Path(picked).with_suffix(suffix)
        settings.put(folder=str(path.parent))
        counter = page.module.entity.counter
        self._session.tasks.start_job(
            f"导出{page.module.label}", self._writer(path, ticked=ticked),
            line=lambda made: f"已导出 {made.count} {counter}到 {path.name}。", unit=counter, owner=page,
        )  # fmt: skip

    def _writer(self, path: Path, *, ticked: bool) -> Callable[[Any], ExportedFile]:
        session, module = self._session, self._page.module
        query, chosen = self._page.query(), self.chosen(ticked=ticked)

        def work(progress: Any) -> ExportedFile:
            progress(0, 0, "正在读取")
            count = export_list(session.office, session.actor, module, query, path, chosen=chosen, progress=progress)
            return ExportedFile(path, count)

        return work

    # print

    def print_list(self, *, ticked: bool = False) -> None:
        """The list as seen, in the preview."""
        from ui.forms.list_preview import ListPreview

        page, session = self._page, self._session
        count = self.count(ticked=ticked)
        if not count or not self._many_pages(count, "排版"):
            return
        query, chosen, module = page.query(), self.chosen(ticked=ticked), page.module
        sheet = choose_sheet(paper_columns(choose_fields(module, chosen.names)))

        def write(file: Path, progress: Any) -> int:
            return export_list(session.office, session.actor, module, query, file, chosen=chosen, progress=progress)

        across = sheet.width > sheet.height
        ListPreview(session, chosen.title, write, across=across, parent=page).exec()

    def _many_pages(self, count: int, verb: str) -> bool:
        """Say how long it will be and ask; True for a short list."""
        if count <= MANY_ROWS:
            return True
        pages = count_pages(self._page.module, self._page.column_names(), count)
        counter = self._page.module.entity.counter
        return ask(
            self._page, f"{count} {counter}大约有 {pages} 页。", "要是只看数，导出成 Excel 更快；先加条件也可以。",
            Choice("go", f"{verb} {pages} 页"),
        ) == "go"  # fmt: skip

    def print_form(self, form: str, *, blank: bool = False) -> None:
        """The form of the ticked records, or of the current one."""
        page = self._page
        if blank:
            self._preview(form, [""])
            return
        count = self.count(ticked=True)
        if not count:
            current = page.table.current_id()
            if current:
                self._preview(form, [current])
            return
        counter = page.module.entity.counter
        if count > MANY_FORMS and ask(
            page, f"选了 {count} {counter}，每{counter}一份，排版要一会儿。", "也可以先加条件，分几次打印。", Choice("go", f"排版 {count} 份")
        ) != "go":  # fmt: skip
            return
        self._session.read(lambda: self.ticked_ids(), lambda ids: self._preview(form, ids), page)

    def ticked_ids(self) -> list[str]:
        """Ids of the ticked rows, in the order of the list; on the database thread."""
        page, part = self._page, self.chosen(ticked=True)
        listing, total = open_part(self._session.office, self._session.actor, page.module, page.query(), part)
        if part.all_but or len(part.ids) > MOST_NAMED:
            return [each for each in listing.ids() if part.takes(each)]
        return [str(row["id"]) for rows in read_rows(listing, part, total, None) for row in rows]

    def _preview(self, form: str, ids: list[str]) -> None:
        from ui.forms.print_preview import PrintPreview

        PrintPreview(self._session, form, ids, self._page).exec()
