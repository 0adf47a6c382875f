"""撤回这次导入: asked about, done as a job, and what is said of it afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from cppcc_desktop.domain.errors import Cancelled
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.imports.imports import Imported
from cppcc_desktop.services.imports.readers import Link
from cppcc_desktop.services.records.undo import LaterChanges, Undone, undo_group
from ui.kit.dialogs.message_dialog import Choice as Answer
from ui.kit.dialogs.messages import ask, show_error
from ui.session import Session
from ui.tasks import Progress

TITLE = "撤回导入"
DOUBTS, TAKE_BACK = "看存疑", "撤回这次导入"


@dataclass(frozen=True)
class WrittenJob:
    """The result of the job that wrote; the status bar offers what can be done with it."""

    imported: Imported
    module: str
    undecided: int
    path: Path
    sheet: str
    made: tuple[str, ...] = ()  # a sentence on records that came into being with the names in it
    links: tuple[tuple[Link, int], ...] = ()  # what can be put together now, and how many

    @property
    def offers(self) -> tuple[str, ...]:
        return (*((DOUBTS,) if self.undecided else ()), *((TAKE_BACK,) if self.imported.group else ()))

    def open_result(self, window: Any) -> None:
        window.show_page(self.module)

    def take_offer(self, window: Any, offer: str) -> None:
        """One of `offers` was chosen in the status bar of the window."""
        if offer == TAKE_BACK:
            TakeBack(window, window.session, self).start()
            return
        window.show_import(self.module)
        page = window.stack.currentWidget()
        if hasattr(page, "resume"):  # else the user stayed with what was unsaved
            page.resume(self.path, self.sheet)


@dataclass(frozen=True)
class TakenBack:
    """The result of the job that took an import back."""

    undone: Undone
    module: str

    def open_result(self, window: Any) -> None:
        window.show_page(self.module)


class TakeBack:
    """One import taken back. `done(words, undone)` is called once it is; nothing is once the user turned away."""

    def __init__(
        self, parent: QWidget, session: Session, written: WrittenJob, done: Callable[[Undone], None] | None = None
    ) -> None:
        self.parent, self.session, self.written, self.done = parent, session, written, done
        self.module: Module = session.module(written.module)

    def start(self) -> None:
        """Ask, then take back."""
        told = tell_plan(self.written.imported, self.module)
        if (
            ask(self.parent, "撤回这次导入吗？", told, Answer("undo", "撤回导入"), cancel="不撤回", title=TITLE)
            == "undo"
        ):
            self.run(partly=False)

    def run(self, *, partly: bool) -> None:
        office, actor, group = self.session.office, self.session.actor, self.written.imported.group
        if group is None:
            return

        def work(_progress: Progress) -> TakenBack:
            return TakenBack(undo_group(office, actor, group, partly=partly, reason="撤回导入"), self.module.name)

        self.session.tasks.start_job(
            f"正在撤回{self.module.label}导入", work, self._finish, self._fail, unit=self.module.entity.counter,
            line=lambda taken: tell_undone(taken.undone, self.module), owner=self.parent,
        )  # fmt: skip

    def _finish(self, taken: TakenBack) -> None:
        if self.done:
            self.done(taken.undone)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, LaterChanges):
            rest = Answer("rest", "只撤回其余的")
            if show_error(self.parent, error, rest, cancel="都不撤回", title=TITLE) == "rest":
                self.run(partly=True)
        elif not isinstance(error, Cancelled):
            show_error(self.parent, error, title=TITLE)


def tell_plan(imported: Imported, module: Module) -> str:
    """新增的 17 人放进回收站，修改的 11 人改回原来的内容。"""
    counter = module.entity.counter
    parts = [f"新增的 {imported.new} {counter}放进回收站"] if imported.new else []
    parts += [f"修改的 {imported.changed} {counter}改回原来的内容"] if imported.changed else []
    return "，".join(parts) + "。后来又改过的不动。"


def tell_undone(undone: Undone, module: Module) -> str:
    """已撤回这次导入：17 人放进了回收站，11 人改回了原来的内容。"""
    counter = module.entity.counter
    parts = [f"{undone.binned} {counter}放进了回收站"] if undone.binned else []
    parts += [f"{undone.changed} {counter}改回了原来的内容"] if undone.changed else []
    left = f"{len(undone.left)} 条没有撤回。" if undone.left else ""
    return f"已撤回这次导入：{'，'.join(parts)}。{left}"
