"""从文件…: a table in a file in place of one that was copied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from cppcc_desktop.domain.description.fields import Field, Kind
from cppcc_desktop.services.imports.blocks import FileBlock, read_file_block
from ui.kit.dialogs.entry_dialog import EntryDialog, ShortForm
from ui.kit.dialogs.file_choice import choose_file
from ui.session import Session
from ui.tasks import Progress

KINDS = "表格 (*.xlsx *.xls *.et *.xlsm *.ods *.csv *.txt *.docx);;所有文件 (*)"
SHEET = "sheet"


def ask_table_file(session: Session, owner: QWidget, take: Callable[[FileBlock], None]) -> None:
    """Ask for a file, and of several sheets for one; `take` gets it. What cannot be read is said, and nothing changes."""
    path = choose_file(owner, session.settings, "从文件读入名单", KINDS)
    if path is None:
        return

    def done(block: FileBlock) -> None:
        name = ask_sheet(session, owner, path, block) if len(block.sheets) > 1 else block.sheet
        if name == block.sheet:
            take(block)
        elif name is not None:
            read_block(session, owner, path, name, take)

    read_block(session, owner, path, "", done)


def read_block(session: Session, owner: QWidget, path: Path, sheet: str, take: Callable[[FileBlock], None]) -> None:
    """Read one sheet on the thread of long jobs, where it can be stopped."""

    def work(progress: Progress) -> FileBlock:
        def cancelled() -> bool:
            progress(0, 0, "正在读文件")  # raises once the user asked to stop
            return False

        return read_file_block(path, sheet, cancelled)

    session.tasks.start_job(
        f"正在读“{path.name}”", work, take, line=lambda _block: f"读完了“{path.name}”。", owner=owner
    )


def ask_sheet(session: Session, owner: QWidget, path: Path, block: FileBlock) -> str | None:
    """The name of the sheet that is wanted, None if the user turned away."""
    field = Field(name=SHEET, label="工作表", kind=Kind.REFERENCE, required=True)
    asked = ShortForm(f"“{path.name}”里读哪一张", [field], button="读这一张", choices={SHEET: [(each, each) for each in block.sheets]},
                      proposed={SHEET: block.sheet}, required=[SHEET])  # fmt: skip
    return EntryDialog(session, asked, lambda entered: entered.get(SHEET) or block.sheet, owner).run()
