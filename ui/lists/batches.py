"""What can be done with the ticked rows of a list, and the way to the page that does one step for many cases."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from cppcc_desktop.domain.modules import Module
from cppcc_desktop.services.cases.batches import MOST, MoveCount, count_moves
from cppcc_desktop.services.office.office import COUNTY
from ui.cases.next_steps import likelihood
from ui.kit.frame.buttons import SmallButton, TextButton
from ui.kit.frame.labels import label
from ui.kit.frame.leaving import empty_menu
from ui.lists.output import ListOutput
from ui.lists.shown import ShownList
from ui.session import BatchStart, Session

PAUSE = 200  # ms after a tick before the steps are counted
PAPER = "批量登记（纸质材料代录）…"


def offers_batches(session: Session, module: Module) -> bool:
    """Whether rows of this list are cases somebody may take steps of here."""
    return module.workflow is not None and session.office.kind == COUNTY and not session.read_only


def start_paper(session: Session, module: Module) -> None:
    """The sheet for what came on paper: first the step, then one number after another."""
    session.routes.batch_asked.emit(BatchStart(kind=module.entity.name))


class BulkBar(QWidget):
    """How many rows are ticked, and buttons for them."""

    def __init__(self, shown: ShownList, output: ListOutput) -> None:
        super().__init__()
        self._shown, self._output = shown, output
        self._counted: tuple[tuple[str, ...], list[MoveCount]] | None = None
        self.words = label("", "bold")
        self.restore = SmallButton("取回", "undo")
        self.restore.hide()
        self.menu = QMenu(self)
        self.batch = SmallButton("批量办理", menu=self.menu)
        if not offers_batches(shown.session, shown.module):  # shown without a parent it would be a window of its own
            self.batch.hide()
        clear = TextButton("取消选择", small=True)
        clear.clicked.connect(lambda: shown.model.tick_all(False))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.paper, self.files = output.print_menu(ticked=True), output.export_menu(ticked=True)
        for part in (
            self.words, self.batch, self.restore, SmallButton("打印", menu=self.paper), SmallButton("导出所选", menu=self.files),
            clear,
        ):  # fmt: skip
            row.addWidget(part)
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        self._pause.timeout.connect(self._count)
        shown.model.ticks_changed.connect(self.count_anew)
        self.menu.aboutToShow.connect(self._open)
        self.hide()

    def fill_row_menu(self, menu: QMenu) -> None:
        """What the foot offers, for the row the cursor is on: with no rows ticked it is ticked; beside ticked rows nothing."""
        model, row = self._shown.model, self._shown.table.currentIndex().row()
        if not model.ticks.count(model.total):
            model.tick_rows(row, row, True)
        if not model.ticked(row):
            return
        menu.addSeparator()
        shown: list[tuple[str, QMenu]] = [("打印", self.paper), ("导出所选", self.files)]
        if offers_batches(self._shown.session, self._shown.module):
            shown.insert(0, ("批量办理", self.menu))
        for words, part in shown:
            menu.addMenu(part).setText(words)
        if not self.restore.isHidden():
            menu.addAction("取回", self.restore.click).setEnabled(self.restore.isEnabled())
        menu.addAction("取消选择", lambda: model.tick_all(False))

    def count_anew(self) -> None:
        """Other rows are ticked, or the cases moved on."""
        self._counted = None
        if offers_batches(self._shown.session, self._shown.module):
            self._pause.start()

    def _open(self) -> None:
        """Opened before the steps are counted: they follow as soon as they are."""
        self._fill()
        if self._counted is None:
            self._count()

    def _count(self) -> None:
        """Which steps the ticked cases can take."""
        self._pause.stop()
        shown, many = self._shown, self._shown.count(ticked=True)
        if not many or many > MOST:
            self._know(((), []))
            return
        session, output = shown.session, self._output

        def read() -> tuple[tuple[str, ...], list[MoveCount]]:
            ids = tuple(output.ticked_ids())
            return ids, count_moves(session.office, session.actor, shown.module.entity.name, ids)

        session.count(read, self._know, self)

    def _know(self, counted: tuple[tuple[str, ...], list[MoveCount]]) -> None:
        self._counted = counted
        if self.menu.isVisible():
            self._fill()
        if self.menu.isVisible() and self.batch.isDown():
            self.menu.popup(self.batch.mapToGlobal(self.batch.rect().bottomLeft()))  # it has grown

    def _fill(self) -> None:
        empty_menu(self.menu)
        many = self._shown.count(ticked=True)
        if many > MOST:
            self.menu.addAction(f"一次最多办 {MOST} {self._shown.module.entity.counter}，先加条件分几次办").setEnabled(
                False
            )
        elif self._counted is None:
            self.menu.addAction("正在看哪些步骤可以办…").setEnabled(False)
        elif not self._counted[1]:
            self.menu.addAction("所选的现在都没有可办的步骤").setEnabled(False)
        else:
            self._add_steps(*self._counted)

    def _add_steps(self, ids: tuple[str, ...], counts: Sequence[MoveCount]) -> None:
        """Common steps by group, rare ones in a menu of their own."""
        counter = self._shown.module.entity.counter
        routes, rare = self._shown.session.routes, [each for each in counts if each.step.move.offer.rare]
        shown = sorted((each for each in counts if each not in rare), key=lambda each: likelihood(each.step))
        for place, each in enumerate(shown):
            if place and each.step.group != shown[place - 1].step.group:
                self.menu.addSeparator()
            start = BatchStart(each.step.key, ids, kind=each.step.kind)
            self.menu.addAction(say_count(each, counter), lambda start=start: routes.batch_asked.emit(start))
        if rare:
            self.menu.addSeparator()
            more = self.menu.addMenu("其他步骤")
            for each in sorted(rare, key=lambda each: likelihood(each.step)):
                start = BatchStart(each.step.key, ids, kind=each.step.kind)
                more.addAction(say_count(each, counter), lambda start=start: routes.batch_asked.emit(start))


def say_count(found: MoveCount, counter: str) -> str:
    """立案（12 件可以，3 件还不能）."""
    cannot = f"，{found.cannot} {counter}还不能" if found.cannot else ""
    return f"{found.step.label}（{found.can} {counter}可以{cannot}）…"
