"""The print preview: pages, saving, printing. All people are invented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.exporters.preview import count_pages, render_page
from cppcc_desktop.services.forms import printing
from tests.conftest import Filled
from ui.forms import print_preview
from ui.forms.print_preview import PAGE, PrintPreview
from ui.preferences import Settings
from ui.session import Session
from ui.tasks import Tasks


@pytest.fixture
def settle(qtbot: QtBot, tasks: Tasks) -> Callable[[], None]:
    """Wait until nothing is under way, and what that led to either."""

    def wait() -> None:
        for _ in range(3):
            qtbot.wait(20)
            qtbot.waitUntil(lambda: not tasks.busy, timeout=30_000)

    return wait


@pytest.fixture
def session(filled: Filled, tasks: Tasks, tmp_path: Path) -> Session:
    place = filled.place
    return Session(place.office, place.actor, tasks, Settings(tmp_path / "settings"))


@pytest.fixture
def preview(session: Session, filled: Filled, qtbot: QtBot, settle: Callable[[], None]) -> PrintPreview:
    made = PrintPreview(session, "proposal_sheet", [filled.proposal, ""])
    qtbot.addWidget(made)
    made.show()
    settle()
    return made


def save_as(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def test_it_shows_every_page_of_every_record(preview: PrintPreview, session: Session, filled: Filled) -> None:
    alone = session.office, session.actor, "proposal_sheet"
    one = printing.print_batch(*alone, [filled.proposal], preview.pdf.with_name("a.pdf"))[0]
    blank = printing.print_batch(*alone, [""], preview.pdf.with_name("b.pdf"))[0]
    assert preview.pages == one + blank == count_pages(preview.pdf)
    assert preview.place.text() == f"第 1 / {preview.pages} 页"
    image = preview.sheets.images[0]
    assert image.width() == round(preview.sheets.page.width() * preview.devicePixelRatioF())
    assert preview.sheets.count == preview.pages


def test_keys_turn_pages_and_change_the_size(preview: PrintPreview, qtbot: QtBot, settle: Callable[[], None]) -> None:
    qtbot.keyClick(preview.area, Qt.Key.Key_PageDown)
    settle()
    assert preview.place.text().startswith("第 2 /") and 1 in preview.sheets.images
    qtbot.keyClick(preview.area, Qt.Key.Key_Home)
    settle()
    assert preview.place.text().startswith("第 1 /")
    wide = preview.sheets.page.width()
    preview._zooms[1].click()
    settle()
    assert preview.fit == PAGE and preview.sheets.page.height() < preview.area.viewport().height()
    preview._zooms[2].click()
    settle()
    assert preview.sheets.page.width() == 794  # A4 at 96 dpi
    preview.larger.click()
    settle()
    assert preview.sheets.page.width() == 992 != wide
    assert preview.sheets.images[0].width() == round(992 * preview.devicePixelRatioF())


def test_it_saves_word_and_pdf(
    preview: PrintPreview, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for button, name, head in ((preview.word, "表.docx", b"PK"), (preview.save, "表.pdf", b"%PDF")):
        save_as(monkeypatch, tmp_path / name)
        button.click()
        settle()
        assert (tmp_path / name).read_bytes().startswith(head)
        assert preview.told.text() == f"已存为 {name}。"
    assert count_pages(tmp_path / "表.pdf") == preview.pages
    assert not list(tmp_path.glob("*.part"))


def test_saving_where_nothing_can_be_written(
    preview: PrintPreview, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told: list[str] = []
    monkeypatch.setattr(print_preview, "show_error", lambda _, error, **__: told.append(str(error)))
    save_as(monkeypatch, tmp_path / "没有的U盘" / "表.pdf")
    preview.save.click()
    settle()
    assert "没有写成" in told[0] and preview.save.isEnabled()


def test_printing_fills_the_paper(
    preview: PrintPreview, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A printer that is a file: as many pages, and the picture reaches as far as in the PDF."""
    out = tmp_path / "打印.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    monkeypatch.setattr(preview, "choose_printer", lambda: printer)
    preview.print_button.click()
    settle()
    assert preview.told.text() == "已送到打印机。" and preview.print_button.isEnabled()
    assert count_pages(out) == preview.pages
    drawn, printed = render_page(preview.pdf, 0, 400), render_page(out, 0, 400)
    assert abs(drawn.height - printed.height) <= 1
    assert abs(first_ink(drawn.rgb, 400) - first_ink(printed.rgb, 400)) <= 2


def first_ink(rgb: bytes, width: int) -> int:
    """The first row of pixels that is not white."""
    return next(at for at in range(len(rgb) // (3 * width)) if min(rgb[at * 3 * width : (at + 1) * 3 * width]) < 100)


def test_a_printer_that_refuses_is_told(
    preview: PrintPreview, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(print_preview, "show_error", lambda _, error, **__: told.append(str(error)))
    monkeypatch.setattr(print_preview, "render_page", fail_rendering)
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(preview.pdf.with_name("out.pdf")))
    monkeypatch.setattr(preview, "choose_printer", lambda: printer)
    preview.print_button.click()
    settle()
    assert told == ["打不开。没有改动任何数据。"] and preview.print_button.isEnabled()


def fail_rendering(*_given: object) -> None:
    raise OfficeError("打不开。")


def test_the_temporary_files_go(session: Session, filled: Filled, settle: Callable[[], None]) -> None:
    """Also when it is closed while pages are still being drawn."""
    made = PrintPreview(session, "proposal_sheet", [filled.proposal])
    folder = made.pdf.parent
    made.show()
    assert folder.is_dir()
    made.leave.click()
    settle()
    assert not folder.exists()


def test_a_form_that_cannot_be_made_is_told(
    session: Session, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(print_preview, "show_error", lambda _, error, **__: told.append(str(error)))
    made = PrintPreview(session, "proposal_sheet", ["0" * 32])
    folder = made.pdf.parent
    made.show()
    settle()
    assert "没有找到" in told[0] and not folder.exists()


def test_warnings_are_shown(
    session: Session, filled: Filled, qtbot: QtBot, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = printing.print_batch

    def warn(*given: object) -> printing.PrintedBatch:
        return real(*given)._replace(warnings=("没有字形：𰻝",))  # type: ignore[arg-type]

    monkeypatch.setattr(print_preview, "print_batch", warn)
    made = PrintPreview(session, "proposal_sheet", [filled.proposal])
    qtbot.addWidget(made)
    made.show()
    settle()
    assert made._warned.isVisible() and made.warning.whole == "没有字形：𰻝"


def test_a_paper_is_called_by_the_number_of_its_case(
    session: Session, filled: Filled, qtbot: QtBot, settle: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    """提案表-2026-06-08.pdf of one case was proposed for the next one too."""
    filled.place.act(filled.proposal, "receive")
    made = PrintPreview(session, "proposal_sheet", [filled.proposal])
    qtbot.addWidget(made)
    made.show()
    settle()
    session.settings.put(folder=str(tmp_path))
    proposed: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: proposed.append(Path(given[2]).name) or ("", ""))
    made._save(".pdf", "PDF 文件 (*.pdf)")
    assert proposed == ["提案表-2026-0001-关于优化公交班次的建议.pdf"]
