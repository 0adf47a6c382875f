"""承办单位的办理表: made for units that do not run the program, and taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cppcc_desktop.domain.errors import Cancelled, OfficeError
from cppcc_desktop.domain.office.office import Plenary
from cppcc_desktop.nouns.proposals.grants import HANDLE
from cppcc_desktop.nouns.proposals.packs.making import PackFile, UnitLoad, list_unit_loads, make_unit_packs
from cppcc_desktop.nouns.proposals.packs.recording import (
    RecordedPacks,
    Returned,
    Unread,
    find_refused,
    read_unit_packs,
    record_unit_packs,
)
from cppcc_desktop.nouns.proposals.packs.sending_back import make_returned_packs
from cppcc_desktop.services.records.records import current_plenary, list_plenaries
from ui.kit.dialogs.message_dialog import Choice
from ui.kit.dialogs.messages import ask, show_error
from ui.kit.frame.buttons import LinkButton, PlainButton, PrimaryButton
from ui.kit.frame.empty import EmptyState
from ui.kit.frame.keys import CONFIRM, bind_keys
from ui.kit.frame.labels import ElidedLabel, frame
from ui.kit.frame.leaving import take_out
from ui.kit.tables.at_once import AtOnce, show_rows
from ui.kit.tables.columns import TICKS, ListCell, ListColumn, ListRow, Ticks
from ui.kit.tables.page_model import PageModel
from ui.kit.tables.record_table import RecordTable
from ui.kit.window.page import Page
from ui.kit.window.top_bar import TopBar
from ui.nouns.proposals.pack_preview import PackPreview
from ui.session import Session
from ui.tasks import WrittenKinds
from ui.theme import Theme, current_theme, follow_theme

TITLE = "承办单位的办理表"
SHEETS = "办理表 (*.xlsx *.xls *.et);;所有文件 (*)"
COLUMNS = (
    TICKS, ListColumn("name", "承办单位", stretch=True), ListColumn("open", "在办", 52, align="right"),
    ListColumn("soon", "快到期", 60, align="right"), ListColumn("overdue", "逾期", 52, align="right"),
)  # fmt: skip
UNITS, UNBOUND = 400, (1 << 24) - 1


@dataclass(frozen=True)
class MadePacks:
    """What was made; 查看结果 opens the folder."""

    folder: Path
    files: Sequence[PackFile]

    def open_result(self, _window: QWidget) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder)))


class UnitPacksPage(Page):
    """Units at the left, what came back at the right."""

    nav = "proposals"
    help = "13-承办单位的办理表和考核"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.plenary = ""
        self._plenaries: list[str] = []
        self._loads: list[UnitLoad] = []
        self._returned: Sequence[Returned] = ()
        self._folder: Path | None = None
        self._begun = False
        self.model = PageModel(COLUMNS, AtOnce(), self)
        self.table = RecordTable(self.model)
        self.table.setAccessibleName("承办单位")
        self.none = EmptyState("check", "没有单位在办提案", ("提案交办以后，承办单位列在这里。",))
        self.ticked, self.make = ElidedLabel("", "note"), PlainButton("生成办理表…", "upload")
        self.said, self.open_folder = ElidedLabel("", "note"), LinkButton("打开文件夹")
        self.take, self.again = PrimaryButton("收回办理表…", "download"), PlainButton("另收一批…")
        self.preview = PackPreview()
        self.record, self.drop = PrimaryButton("登记"), PlainButton("不登记")
        self.send_back, self.outcome = PlainButton("退给单位改…", "upload"), ElidedLabel("", "note")
        self.right, self._result = QStackedWidget(), QWidget()
        self._lay_out()
        self._connect()
        self._why_not()
        follow_theme(self._restyle)

    # what the window calls

    def dress(self, top: TopBar) -> None:
        top.show_page(TITLE)
        if self._plenaries:
            choices = [(key, Plenary.parse(key).label) for key in self._plenaries]
            top.set_plenaries([*choices, ("", "全部会议")], self.plenary)

    def arrive(self) -> None:
        session = self.session
        if self._begun:
            self._read()
        else:
            self._begun = True
            session.read(
                lambda: (list_plenaries(session.office, session.actor), current_plenary(session.office)),
                self._start,
                self,
            )
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self, change: WrittenKinds) -> None:
        if self._begun and change.touches("assignment", "proposal", "unit"):
            self._read()

    def areas(self) -> list[QWidget]:
        shown = self.right.currentWidget()
        return [self.table, self.preview.table if shown is self._checking else self.right]

    def pick_plenary(self, key: object) -> None:
        self.plenary = str(key or "")
        self._read()

    def may_leave(self) -> bool:
        if self.right.currentWidget() is not self._checking or not self.preview.chosen():
            return True
        return ask(self, "收回的办理表还没有登记。", "现在离开，要再收一次；文件不受影响。", Choice("stay", "接着核对"),
                   Choice("leave", "离开"), cancel="") == "leave"  # fmt: skip

    # units

    def _start(self, found: tuple[list[str], str]) -> None:
        self._plenaries, self.plenary = found
        self.dressing_changed.emit()
        self._read()

    def _read(self) -> None:
        session, plenary = self.session, self.plenary
        session.read(lambda: list_unit_loads(session.office, session.actor, plenary), self._show, self)

    def _show(self, loads: list[UnitLoad]) -> None:
        ticks = self.model.ticks
        had = self.table.current_id()
        self._loads = loads
        show_rows(self.model, [
            ListRow(each.unit, {
                "name": each.name, "open": str(each.open), "soon": str(each.soon or ""),
                "overdue": ListCell(str(each.overdue or ""), tone="bad" if each.overdue else ""),
            })
            for each in loads
        ])  # fmt: skip
        known = frozenset(each.unit for each in loads)
        self.model.set_ticks(Ticks(ticks.ids & known) if not ticks.everything else Ticks(known - ticks.ids))
        self.left.setCurrentWidget(self.table if loads else self.none)
        self.table.go_to(next((at for at, each in enumerate(loads) if each.unit == had), 0))
        self._count()

    def _chosen_units(self) -> list[str]:
        return [each.unit for each in self._loads if self.model.ticks.holds(each.unit)]

    def _count(self) -> None:
        units = self._chosen_units()
        cases = sum(each.open for each in self._loads if each.unit in units)
        self.ticked.set_text(
            f"已选 {len(units)} 家，{cases} 件" if units else f"{len(self._loads)} 家，空格键勾选，Ctrl+A 全选"
        )
        self.make.setText(f"生成 {len(units)} 份办理表…" if units else "生成办理表…")
        self._why_not()

    def _why_not(self) -> None:
        why = "" if self.session.actor.may(HANDLE) else "你的角色不能登记办理情况"
        for button in (self.take, self.again):
            button.why_off(why)
        self.make.why_off(why or ("" if self._chosen_units() else "先勾上要发给哪几家"))

    def _make(self) -> None:
        units = self._chosen_units()
        folder = self._ask_folder() if units and self.make.isEnabled() else None
        if folder:
            office, actor, plenary = self.session.office, self.session.actor, self.plenary
            self._write(
                folder,
                lambda progress: make_unit_packs(office, actor, units, folder, plenary=plenary, progress=progress),
            )

    def _send_back(self) -> None:
        """What cannot be recorded, as the unit filled it in, with what it has to put right."""
        left = find_refused(self._returned)
        folder = self._ask_folder() if left and self.send_back.isEnabled() else None
        if folder:
            office, actor = self.session.office, self.session.actor
            self._write(folder, lambda progress: make_returned_packs(office, actor, left, folder, progress=progress))

    def _ask_folder(self) -> Path | None:
        settings = self.session.settings
        picked = QFileDialog.getExistingDirectory(self, "办理表放在哪个文件夹", settings.now.folder)
        if not picked:
            return None
        settings.put(folder=picked)
        return Path(picked)

    def _write(self, folder: Path, make: Callable[[Any], Sequence[PackFile]]) -> None:
        self.session.tasks.start_job(
            "生成办理表", lambda progress: MadePacks(folder, make(progress)), self._tell_made, self._fail, unit="份", owner=self,
            line=lambda made: f"已生成 {len(made.files)} 份办理表，在“{made.folder.name}”里。",
        )  # fmt: skip

    def _tell_made(self, made: MadePacks) -> None:
        cases = sum(each.cases for each in made.files)
        self._folder = made.folder
        self._told.show()
        self.said.set_text(f"已生成 {len(made.files)} 份，{cases} 件，在“{made.folder.name}”里。")
        self.open_folder.show()

    def _open_folder(self) -> None:
        if self._folder:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _fail(self, error: Exception) -> None:
        if isinstance(error, OfficeError) and not isinstance(error, Cancelled):
            show_error(self, error, title=TITLE)

    # what comes back

    def _ask_files(self) -> None:
        settings = self.session.settings
        names, _ = QFileDialog.getOpenFileNames(self, "收回办理表", settings.now.folder, SHEETS)
        if names:
            settings.put(folder=str(Path(names[0]).parent))
            self.read_files([Path(each) for each in names])

    def read_files(self, paths: Sequence[Path]) -> None:
        """Read files that came back; what they would record is shown next."""
        office, actor = self.session.office, self.session.actor
        for button in (self.take, self.again):
            button.why_off("正在读文件")

        def work(progress: Any) -> tuple[list[Returned], list[Unread]]:
            return read_unit_packs(office, actor, paths, progress=progress)

        self.session.tasks.start_job(
            "正在读办理表", work, self._show_read, self._fail_reading, unit="份", owner=self, line=lambda _: ""
        )

    def _show_read(self, found: tuple[list[Returned], list[Unread]]) -> None:
        returned, unread = found
        self._check(returned, unread, "登记前自动备份")
        self._why_not()

    def _check(self, returned: Sequence[Returned], unread: Sequence[Unread], words: str) -> None:
        """What came back, or what of it is left to be put right."""
        self._returned = returned
        self.preview.put(returned, unread)
        self.outcome.set_text(words)
        self.right.setCurrentWidget(self._checking)
        self.preview.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.send_back.setVisible(bool(find_refused(returned)))
        self._name_record()

    def _fail_reading(self, error: Exception) -> None:
        self._why_not()
        self._fail(error)
        self._focus_right()

    def _name_record(self) -> None:
        count = len(self.preview.chosen())
        self.record.setText(f"登记 {count} 件" if count else "登记")
        self.record.why_off("" if count else "没有勾上可以登记的")

    def _record(self) -> None:
        chosen = self.preview.chosen()
        if self.right.currentWidget() is not self._checking or not chosen or not self.record.isEnabled():
            return
        office, actor, returned = self.session.office, self.session.actor, tuple(self._returned)
        self.record.why_off("正在登记")
        self.session.tasks.start_job(
            "登记办理情况", lambda progress: record_unit_packs(office, actor, returned, chosen, progress=progress),
            self._show_recorded, self._fail_recording, unit="步", owner=self, line=tell_recorded,
        )  # fmt: skip

    def _fail_recording(self, error: Exception) -> None:
        self._name_record()
        self._fail(error)
        self.preview.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_recorded(self, done: RecordedPacks) -> None:
        if done.left:
            words = f"{tell_recorded(done)}列在上面的，退给单位改好再收；登记前的数据已经备份。"
            self._check(done.left, (), words)
            return
        self._returned = ()
        more, look = PlainButton("再收一批…"), PrimaryButton("看提案列表")
        more.clicked.connect(self._ask_files)
        look.clicked.connect(self._leave)
        lines = ("登记前的数据已经备份；收回的文件存在每件提案的附件里。",)
        fresh = EmptyState("check", tell_recorded(done), lines, (look, more))
        old, self._result = self._result, fresh
        self.right.addWidget(fresh)
        self.right.setCurrentWidget(fresh)
        take_out(self.right, old)
        old.deleteLater()
        more.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_away(self) -> None:
        """Not recorded: back to the beginning, the files stay as they are."""
        self._returned = ()
        self.preview.put((), ())
        self.right.setCurrentWidget(self._empty)
        self._focus_right()

    def _focus_right(self) -> None:
        button = self.again if self.right.currentWidget() is self._checking else self.take
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        self.session.routes.page_asked.emit("proposals")

    # construction

    def _connect(self) -> None:
        self.model.ticks_changed.connect(self._count)
        self.table.opened.connect(self._tick)
        self.make.clicked.connect(self._make)
        self.open_folder.clicked.connect(self._open_folder)
        self.take.clicked.connect(self._ask_files)
        self.again.clicked.connect(self._ask_files)
        self.preview.changed.connect(self._name_record)
        self.right.currentChanged.connect(lambda _at: self._make_room())
        self.record.clicked.connect(self._record)
        self.drop.clicked.connect(self._put_away)
        self.send_back.clicked.connect(self._send_back)
        bind_keys(self, {"Esc": self._leave, CONFIRM: self._record, "Ctrl+E": self._make})

    def _tick(self, unit: str) -> None:
        row = self.model.row_of(unit)
        if row is not None:
            self.model.tick_rows(row, row, not self.model.ticked(row))

    def _lay_out(self) -> None:
        self.left = QStackedWidget()
        self.left.addWidget(self.table)
        self.left.addWidget(self.none)
        self._units = QWidget()
        units = QVBoxLayout(self._units)
        units.setContentsMargins(0, 0, 0, 0)
        units.setSpacing(0)
        units.addWidget(self.left, 1)
        self._told = self._make_told()
        self._told.hide()
        units.addWidget(self._told)
        units.addWidget(make_foot(self.ticked, self.make))
        self._empty = EmptyState(
            "download", "单位填好的办理表，在这里收回",
            ("可以一次选几份，.xlsx 和 .xls 都行。读完先给你核对，点“登记”才写入。", "同一份收两次，不会重复登记。"), (self.take,),
        )  # fmt: skip
        self._checking = QWidget()
        checking = QVBoxLayout(self._checking)
        checking.setContentsMargins(0, 0, 0, 0)
        checking.setSpacing(0)
        checking.addWidget(self.preview, 1)
        checking.addWidget(make_foot(self.outcome, self.record, self.send_back, self.again, self.drop))
        for part in (self._empty, self._checking, self._result):
            self.right.addWidget(part)
        panel = frame("panel")
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(1, 0, 0, 0)
        inside.addWidget(self.right)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(0)
        self._sides.addWidget(self._units)
        self._sides.addWidget(panel, 1)

    def _make_told(self) -> QWidget:
        told = frame("surface")
        row = QHBoxLayout(told)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(8)
        self.open_folder.hide()
        row.addWidget(self.said, 1)
        row.addWidget(self.open_folder)
        return told

    def _restyle(self, theme: Theme) -> None:
        below = theme.scale >= 1.5
        self._sides.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        wide = theme.text_width(UNITS, 60)
        self._units.setMinimumWidth(0 if below else wide)
        self._units.setMaximumWidth(UNBOUND if below else wide)
        self._sides.setStretch(0, 1 if below else 0)
        self._make_room()

    def _make_room(self) -> None:
        """With large type, what came back takes the whole page while it is looked at."""
        checking = self.right.currentWidget() is self._checking
        self._units.setHidden(checking and current_theme().scale >= 1.5)


def make_foot(words: QWidget, *buttons: QWidget) -> QWidget:
    foot = frame("foot")
    row = QHBoxLayout(foot)
    row.setContentsMargins(16, 7, 16, 7)
    row.setSpacing(8)
    row.addWidget(words, 1)
    for button in buttons:
        row.addWidget(button)
    return foot


def tell_recorded(done: RecordedPacks) -> str:
    """已登记 23 件，47 步。"""
    left = f"{done.refused} 步没有登记。" if done.refused else ""
    return f"已登记 {done.cases} 件，{done.steps} 步。{left}"
