"""A list out of the window: as a spreadsheet, as a document, on paper; always as it is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from cppcc_desktop.services.forms.printing import Ask, Form, PaperRequest, list_forms, safe_name
from cppcc_desktop.services.lists.exports import (
    BESIDE,
    LINES,
    MOST_NAMED,
    Chosen,
    count_pages,
    export_list,
    open_part,
    read_rows,
)
from ui.kit.dialogs.file_choice import choose_new_file
from ui.kit.dialogs.message_dialog import Choice
from ui.kit.dialogs.messages import ask
from ui.kit.dialogs.paper_request import ask_request
from ui.lists.looks import plain_cells
from ui.lists.shown import ShownList

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

    def __init__(self, shown: ShownList) -> None:
        super().__init__(shown.owner)
        self._shown, self._session = shown, shown.session

    # menus

    def export_menu(self, *, ticked: bool = False) -> QMenu:
        return self.fill_export(QMenu(self._shown.owner), ticked=ticked)

    def fill_export(self, menu: QMenu, *, ticked: bool = False) -> QMenu:
        """An entry for each kind of file."""
        for suffix, words in WORDS.items():
            menu.addAction(words, lambda s=suffix: self.export(ticked=ticked, suffix=s))
        return menu

    def print_menu(self, *, ticked: bool = False) -> QMenu:
        menu = QMenu(self._shown.owner)
        for each in list_forms(self._session.office, self._shown.module.entity.name):
            of_list = Ask.FILTER in each.asks
            if not (of_list and ticked):
                menu.addAction(f"{each.label}{name_source(each)}", lambda form=each: self.print_form(form))
            if not (of_list or ticked):
                menu.addAction(f"空白{each.label}", lambda form=each: self.print_form(form, blank=True))
        menu.addAction("所选的这些行…" if ticked else "这个列表…", lambda: self.print_list(ticked=ticked))
        return menu

    # what goes out

    def chosen(self, *, ticked: bool) -> Chosen:
        """Columns, rows and words of what is on screen."""
        shown, ticks = self._shown, self._shown.model.ticks
        cells = shown.look.cells

        def tell(row: Any, words: Any, today: Any) -> dict[str, str]:
            said: dict[str, str] = {}
            for key, cell in cells(row, words, today).items():
                said[key] = cell if isinstance(cell, str) else cell.text
                said[f"{BESIDE}{key}"] = "" if isinstance(cell, str) else cell.second
            return said

        return Chosen(
            names=shown.names(), ids=ticks.ids if ticked else (), all_but=ticked and ticks.everything,
            said=shown.words(), title=shown.module.printed,
            tell=tell if cells is not plain_cells else None, beside=shown.look.beside,
        )  # fmt: skip

    # export

    def export(self, *, ticked: bool = False, suffix: str = ".xlsx") -> None:
        shown, settings = self._shown, self._session.settings
        count = shown.count(ticked=ticked)
        if (ticked and not count) or (suffix in LINES and not self._many_pages(count, "导出")):
            return
        kinds = [KINDS[suffix], *(kind for each, kind in KINDS.items() if each != suffix)]
        path = choose_new_file(
            shown.owner, settings, "导出", f"{safe_name(shown.module.label)}{suffix}", ";;".join(kinds)
        )
        if path is None:
            return
        counter = shown.module.entity.counter
        self._session.tasks.start_job(
            f"导出{shown.module.label}", self._writer(path, ticked=ticked),
            line=lambda made: f"已导出 {made.count} {counter}到 {path.name}。", unit=counter, owner=shown.owner,
        )  # fmt: skip

    def _writer(self, path: Path, *, ticked: bool) -> Callable[[Any], ExportedFile]:
        session, module = self._session, self._shown.module
        query, chosen = self._shown.query(), self.chosen(ticked=ticked)

        def work(progress: Any) -> ExportedFile:
            progress(0, 0, "正在读取")
            count = export_list(session.office, session.actor, module, query, path, chosen=chosen, progress=progress)
            return ExportedFile(path, count)

        return work

    # print

    def print_list(self, *, ticked: bool = False) -> None:
        """The list as seen, in the preview."""
        from ui.forms.list_preview import ListPreview

        shown, session = self._shown, self._session
        count = self._shown.count(ticked=ticked)
        if not count or not self._many_pages(count, "排版"):
            return
        query, chosen, module = shown.query(), self.chosen(ticked=ticked), shown.module

        def write(file: Path, progress: Any) -> int:
            return export_list(session.office, session.actor, module, query, file, chosen=chosen, progress=progress)

        ListPreview(session, chosen.title, write, parent=shown.owner).run()

    def _many_pages(self, count: int, verb: str) -> bool:
        """Say how long it will be and ask; True for a short list."""
        if count <= MANY_ROWS:
            return True
        pages = count_pages(self._shown.module, self._shown.names(), count)
        counter = self._shown.module.entity.counter
        return ask(
            self._shown.owner, f"{count} {counter}大约有 {pages} 页。", "要是只看数，导出成 Excel 更快；先加条件也可以。",
            Choice("go", f"{verb} {pages} 页"),
        ) == "go"  # fmt: skip

    def print_form(self, form: Form, *, blank: bool = False) -> None:
        """The form of what it asks for: the ticked records or the current one, this list, what is asked about now."""
        if blank:
            self._preview(form, [""], PaperRequest())
            return
        shown = self._shown
        proposed = PaperRequest(plenary=shown.plenary(), query=shown.query() if Ask.FILTER in form.asks else None)
        go_on = self._print_records if form.by_record or Ask.RECORDS in form.asks else self._print_whole
        ask_request(self._session, form, proposed, shown.owner, lambda asked: go_on(form, asked))

    def _print_whole(self, form: Form, asked: PaperRequest) -> None:
        self._preview(form, [], asked)

    def _print_records(self, form: Form, asked: PaperRequest) -> None:
        shown = self._shown
        count = shown.count(ticked=True)
        if not count:
            current = shown.table.current_id()
            if current:
                self._preview(form, [current], asked)
            return
        counter = shown.module.entity.counter
        if form.by_record and count > MANY_FORMS and ask(
            shown.owner, f"选了 {count} {counter}，每{counter}一份，排版要一会儿。", "也可以先加条件，分几次打印。", Choice("go", f"排版 {count} 份")
        ) != "go":  # fmt: skip
            return
        self._session.read(lambda: self.ticked_ids(), lambda ids: self._preview(form, ids, asked), shown.owner)

    def ticked_ids(self) -> list[str]:
        """Ids of the ticked rows, in the order of the list; on the database thread."""
        shown, part = self._shown, self.chosen(ticked=True)
        listing, total = open_part(self._session.office, self._session.actor, shown.module, shown.query(), part)
        if part.all_but or len(part.ids) > MOST_NAMED:
            return [each for each in listing.ids() if part.takes(each)]
        return [str(row["id"]) for rows in read_rows(listing, part, total, None) for row in rows]

    def _preview(self, form: Form, ids: list[str], asked: PaperRequest) -> None:
        from ui.forms.print_preview import PrintPreview

        PrintPreview(self._session, form.id, ids, self._shown.owner, asked=asked).run()


def name_source(form: Form) -> str:
    """What the menu says the paper is made of."""
    if form.by_record or Ask.RECORDS in form.asks:
        return "（所选的）"
    return "（这个列表）" if form.asks == (Ask.FILTER,) else "…"
