"""备份: the list of backups, what a restore would take away, where the data lies, a copy on another disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cppcc_desktop.domain.description.fields import Field
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.services.check import Check, check_office
from cppcc_desktop.services.office.backup_care import (
    CheckedBackups,
    Outside,
    Whereabouts,
    check_backups,
    copy_outside,
    list_office_backups,
    look_at_backup,
    read_outside,
    read_whereabouts,
)
from cppcc_desktop.services.office.backups import create_office_backup
from cppcc_desktop.services.office.opening import find_surroundings
from cppcc_desktop.services.restoring import Lost, may_restore, read_lost
from db.backup_list import BAD, Backup
from ui.kit.dialogs.entry_dialog import EntryDialog, ShortForm
from ui.kit.dialogs.file_choice import choose_file
from ui.kit.dialogs.messages import ask
from ui.kit.frame.buttons import LinkButton, PlainButton, PrimaryButton, SmallButton
from ui.kit.frame.cards import Card
from ui.kit.frame.import_file import make_foot
from ui.kit.frame.labels import ElidedLabel, StateChip, frame, label
from ui.kit.frame.notices import NoticeSign
from ui.kit.frame.scrolling import scroll
from ui.kit.inputs.inputs import LineEdit
from ui.kit.tables.at_once import show_kept
from ui.kit.tables.backup_table import REASONS, STATES, backup_rows, make_backup_table, tell_moment, tell_size
from ui.session import RestoreWish, Session
from ui.settings.parts import SettingsPart
from ui.theme import Theme, current_theme, follow_theme

KINDS = "备份 (*.bak);;所有文件 (*)"
PASSWORD = Field(name="password", label="自己的口令", limit=100, required=True)
SHOWN = 6  # kinds of record that are named before a restore
WORDS = {
    "integrity": "文件完整", "log": "改动记录没有被改过", "lost": "存过的都在", "projection": "显示的与改动记录一致",
    "index": "查找用的索引", "numbers": "编号不重复",
}  # fmt: skip
NOTHING = "这之后没有改动。"


class LostCard(Card):
    """What a restore of the chosen backup would take away. `restore_asked` when the button was pressed."""

    restore_asked = Signal()
    list_asked = Signal(object)  # Lost

    def __init__(self) -> None:
        super().__init__("恢复")
        self.chip, self.why = StateChip("", "none"), ElidedLabel("", "note")
        self.head.insertWidget(1, self.chip)
        self.words = label("", wrap=True)
        self.links: list[LinkButton] = []
        self._rows, self._grid = QWidget(), QGridLayout()
        self._rows.setLayout(self._grid)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)
        safe = QHBoxLayout()
        safe.setSpacing(6)
        safe.addWidget(NoticeSign("shield", "ok", 16))
        safe.addWidget(ElidedLabel("先把现在的另存一份，后悔了能再恢复回来", "note"), 1)
        self.button = PlainButton("恢复到这一份…", "undo")
        self.button.clicked.connect(self.restore_asked)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.button)
        self.body.addWidget(self.words)
        self.body.addWidget(self._rows)
        self.body.addLayout(safe)
        self.body.addLayout(foot)

    def put(self, backup: Backup | None, moment: str, why: str) -> None:
        """Another backup was chosen; what it lacks is not read yet."""
        self.heading.setText(f"恢复到 {moment}" if backup else "恢复")
        state = STATES.get(backup.state) if backup else None
        self.chip.put(state.text if state else "没核对", state.tone if state else "wait")
        self.chip.setVisible(backup is not None)
        self.note.set_text(REASONS.get(backup.reason, backup.reason) if backup else "")
        self.button.why_off(why)
        self.show_lost([])
        self.words.setText(why or "正在看这之后做了什么……")

    def show_lost(self, lost: Sequence[Lost]) -> None:
        self.links = []
        while self._grid.count():
            part = self._grid.takeAt(0).widget()
            part.hide()
            part.deleteLater()
        for row, each in enumerate(lost[:SHOWN]):
            self._grid.addWidget(label(each.label, "label"), row, 0)
            self._grid.addWidget(self._count(each), row, 1, Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(ElidedLabel(each.words, "note"), row, 2)
        if len(lost) > SHOWN:
            more = "、".join(f"{each.label} {each.count}" for each in lost[SHOWN:])
            self._grid.addWidget(ElidedLabel(f"还有：{more}", "note"), SHOWN, 0, 1, 3)
        self._rows.setVisible(bool(lost))
        self.words.setText("这之后做的，恢复后就看不到了：" if lost else NOTHING)

    def _count(self, lost: Lost) -> QWidget:
        if lost.where is None:
            return label(str(lost.count), "bold")
        link = LinkButton(str(lost.count))
        link.setAccessibleName(f"{lost.label} {lost.count}，打开列表")
        link.clicked.connect(lambda: self.list_asked.emit(lost))
        self.links.append(link)
        return link


class PlacesCard(Card):
    """Where the data and its backups lie, and the last copy elsewhere. `copy_asked`, `folder_asked(path)`."""

    copy_asked = Signal()
    folder_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__("")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self.data, self.backups = (self._place(row, word) for row, word in enumerate(("数据在", "备份在")))
        self.sign = NoticeSign(size=16)
        self.outside = label("", "note", wrap=True)
        self.copy = PlainButton("复制到 U 盘…", "usb")
        self.copy.clicked.connect(self.copy_asked)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.sign)
        line.addWidget(self.outside, 1)
        line.addWidget(self.copy)
        self.body.addLayout(self._grid)
        self.body.addLayout(line)
        self.found: Whereabouts | None = None

    def _place(self, row: int, word: str) -> LineEdit:
        field, opener = LineEdit(), PlainButton("打开", "folder")
        field.setReadOnly(True)
        field.setAccessibleName(word)
        opener.setAccessibleName(f"打开{word[:2]}所在的文件夹")
        opener.setToolTip("打开所在文件夹")
        opener.clicked.connect(lambda: self._open(row))
        for column, part in enumerate((label(word, "label"), field, opener)):
            self._grid.addWidget(part, row, column)
        return field

    def _open(self, row: int) -> None:
        if self.found:
            self.folder_asked.emit(self.found.backups if row else self.found.database.parent)

    def put(self, found: Whereabouts, outside: Outside) -> None:
        self.found = found
        self.data.setText(f"{found.database}　{tell_size(found.size)}")
        self.backups.setText(f"{found.backups}　还能放 {tell_size(found.free)}")
        for field in (self.data, self.backups):
            field.setToolTip(field.text())
            field.setCursorPosition(0)
        self.sign.setVisible(outside.late)
        self.outside.setText(tell_outside(outside))
        self.outside.setToolTip(outside.folder)


class BackupPart(SettingsPart):
    """The list at the left; at the right what belongs to the chosen one, and where everything lies."""

    help = "6-备份字号和用户"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.backups: list[Backup] = []
        self._extra: Backup | None = None  # from a file elsewhere
        self._new = ""
        self.table = make_backup_table()
        self.lost, self.places = LostCard(), PlacesCard()
        self.check_all, self.from_file = SmallButton("全部核对", "check"), SmallButton("从文件恢复…", "folder")
        self.backup = ElidedLabel("", "note")
        self.make, self.check = PrimaryButton("现在备份", "shield"), PlainButton("检查数据库")
        self._may = "" if session.actor.may("backup") else "只能看的用户不能备份和恢复"
        self._lay_out()
        self._connect()
        follow_theme(self._fold)

    def read(self) -> None:
        if self._may:
            self._show_chosen()
            return
        session = self.session
        session.read(lambda: list_office_backups(session.office, session.actor), self._show, self)
        session.read(
            lambda: (read_whereabouts(session.office), read_outside(session.office)),
            lambda found: self.places.put(*found), self,
        )  # fmt: skip

    def areas(self) -> list[QWidget]:
        return [self.table, self._right, self._foot]

    def enter(self) -> bool:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    @property
    def chosen(self) -> Backup | None:
        """The backup the cursor is on."""
        wanted = self.table.current_id()
        return next((each for each in self.backups if str(each.path) == wanted), None)

    # reading

    def _show(self, found: list[Backup]) -> None:
        known = {each.path for each in found}
        extra = [self._extra] if self._extra and self._extra.path not in known else []
        self.backups = [*extra, *found]
        now = self.session.office.now()
        show_kept(self.table, backup_rows(self.backups, now), self._new)
        self._new = ""
        total = sum(each.size for each in found)
        self._card.note.set_text(f"{len(found)} 份，共 {tell_size(total)}" if found else "还没有")
        newest = next((each for each in found if each.state != BAD), None)
        today = self.session.office.today()
        self.backup.set_text(f"最近一次：{tell_moment(newest.made, today, near=True)}" if newest else "还没有备份")
        self._show_chosen()

    def _show_chosen(self, _path: str = "") -> None:
        session, backup = self.session, self.chosen
        why = self._may or ("" if backup else "还没有备份") or ("这一份打不开，选别的" if bad(backup) else "")
        moment = tell_moment(backup.made, session.office.today()) if backup else ""
        self.lost.put(backup, moment, why)
        if backup and not why:
            session.count(
                lambda: read_lost(session.office, session.actor, backup.path),
                lambda found: self._show_lost(backup, found), self, lambda error: self._show_unread(backup, error),
            )  # fmt: skip

    def _show_lost(self, backup: Backup, found: list[Lost]) -> None:
        if backup == self.chosen:
            self.lost.show_lost(found)

    def _show_unread(self, backup: Backup, error: Exception) -> None:
        if backup == self.chosen:
            why = error.what if isinstance(error, OfficeError) else "读的时候出了错，记进了日志。"
            self.lost.words.setText(f"比不出这之后做了什么：{why}")

    # doing

    def _back_up(self) -> None:
        session = self.session
        session.tasks.start_job(
            "备份", lambda _progress: create_office_backup(session.office, session.actor), self._made,
            line=lambda file: f"已备份到 {file.name}，核对过。", owner=self,
        )  # fmt: skip

    def _made(self, file: Path) -> None:
        self._new = str(file)
        self.read()

    def _check_backups(self) -> None:
        session = self.session
        session.tasks.start_job(
            "核对备份", lambda progress: check_backups(session.office, session.actor, progress), lambda _done: self.read(),
            line=tell_checked, unit="份", owner=self,
        )  # fmt: skip

    def _check(self) -> None:
        session = self.session
        session.tasks.start_job(
            "检查数据库", lambda _progress: check_office(session.office, session.actor), self._show_check,
            line=lambda checks: "检查完，没有问题。" if all(c.ok for c in checks) else "检查完，发现问题。", owner=self,
        )  # fmt: skip

    def _show_check(self, checks: Sequence[Check]) -> None:
        faults = [f"{WORDS.get(each.name, each.name)}：{each.detail}" for each in checks if not each.ok]
        if faults:
            ask(
                self,
                "检查发现问题。",
                "\n".join([*faults, "还能用的先现在备份一份；要退回去的，在左边选一份恢复。"]),
                cancel="",
            )

    def _copy(self) -> None:
        session = self.session
        chosen = QFileDialog.getExistingDirectory(self, "拷到哪个文件夹", "")
        if chosen:
            session.tasks.start_job(
                "复制到 U 盘", lambda progress: copy_outside(
                    session.office, session.actor, Path(chosen), lambda done, total: progress(done, total, "")
                ), lambda _file: self.read(), unit="个附件", owner=self,
                line=lambda file: f"已拷到 {file}，核对过。",
            )  # fmt: skip

    def _choose_file(self) -> None:
        path = choose_file(self, self.session.settings, "从哪个备份恢复", KINDS)
        if path:
            self.session.read(lambda: look_at_backup(path), self._add_file, self)

    def _add_file(self, found: Backup) -> None:
        self._extra, self._new = found, str(found.path)
        self.read()

    def _open_folder(self, folder: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            ask(self, "这台电脑没有打开文件夹的程序。", str(folder), cancel="")

    def _open_list(self, lost: Lost) -> None:
        self.session.routes.list_asked.emit(lost.module, lost.where, f"这份备份以后改过的{lost.label}")

    def _restore(self) -> None:
        """Ask once more, with the password; what then happens needs the window closed."""
        session, backup = self.session, self.chosen
        if backup is None or not self.lost.button.isEnabled():
            return
        around, path, name = find_surroundings(session.office), session.office.database.path, session.actor.name

        def work(entered: dict[str, object]) -> RestoreWish:
            password = str(entered.get("password") or "")
            return RestoreWish(may_restore(around, path, name, password, backup.path), password)

        moment = tell_moment(backup.made, session.office.today())
        hint = "".join((
            f"{moment} 以后做的都会看不到。" if self.lost.words.text() != NOTHING else "",
            "现在的数据先另存一份，放在“备份”文件夹里。恢复以后重新登录。",
        ))  # fmt: skip
        asked = ShortForm(f"恢复到 {moment} 的备份", (PASSWORD,), button="恢复", hint=hint)
        dialog = EntryDialog(session, asked, work, self)
        editor = dialog.form.editors["password"]
        editor.setEchoMode(editor.EchoMode.Password)
        wish = dialog.run()
        if wish:
            session.routes.restore_asked.emit(wish)

    # construction

    def _connect(self) -> None:
        self.table.current_changed.connect(self._show_chosen)
        self.check_all.clicked.connect(self._check_backups)
        self.from_file.clicked.connect(self._choose_file)
        self.make.clicked.connect(self._back_up)
        self.check.clicked.connect(self._check)
        self.lost.restore_asked.connect(self._restore)
        self.lost.list_asked.connect(self._open_list)
        self.places.copy_asked.connect(self._copy)
        self.places.folder_asked.connect(self._open_folder)
        for button in (self.check_all, self.from_file, self.make, self.places.copy):
            button.why_off(self._may)

    def _lay_out(self) -> None:
        self._card = Card("备份", "", margin=17)
        self._card.body.setContentsMargins(1, 4, 1, 1)
        self._card.head.setContentsMargins(16, 0, 16, 0)
        for button in (self.check_all, self.from_file):
            self._card.head.addWidget(button)
        self._card.body.addWidget(self.table)
        self._right = QWidget()
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(12)
        right.addWidget(self.lost)
        right.addWidget(self.places)
        right.addStretch(1)
        inner = frame("window")
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, inner)
        self._halves.setContentsMargins(16, 12, 16, 12)
        self._halves.setSpacing(12)
        self._halves.addWidget(self._card, 726)
        self._halves.addWidget(self._right, 428)
        self._foot = make_foot([self.make, self.check], [self.backup])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll(inner), 1)
        column.addWidget(self._foot)

    def _fold(self, theme: Theme) -> None:
        """Side by side while both keep their content, else one below the other."""
        wide = self.width() >= theme.text_width(1000)
        directions = QBoxLayout.Direction
        self._halves.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
        self._card.setMinimumHeight(0 if wide else theme.px(32) * 2 + 8 * theme.px(26))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold(current_theme())


def bad(backup: Backup | None) -> bool:
    return backup is not None and backup.state == BAD


def tell_checked(done: CheckedBackups) -> str:
    if not done.bad:
        return f"{done.count} 份备份都核对过，没有问题。"
    return f"{done.count} 份备份核对完，{len(done.bad)} 份打不开，已另存一份新的。"


def tell_outside(outside: Outside) -> str:
    """上次拷到 U 盘是 5月29日，已经 10 天."""
    if outside.at is None:
        return "还没有拷到别处过。这台电脑坏了，备份也会一起坏。"
    day = f"{outside.at.month}月{outside.at.day}日"
    return f"上次拷到别处是 {day}" + (f"，已经 {outside.days} 天" if outside.days else "，就是今天")
