"""数据交换: files out and in, what waits, and what two places disagree on (picture 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QBoxLayout, QDialog, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from cppcc_desktop.domain.errors import Cancelled, OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.exchange.conflicts import resolve_conflict
from cppcc_desktop.services.exchange.exchange import (
    Arrived,
    Registered,
    Sent,
    list_packages,
    name_partners,
    pack,
    unpack,
)  # fmt: skip
from cppcc_desktop.services.exchange.places import Partner, PlaceWords, list_places, read_place_words
from cppcc_desktop.services.exchange.quarantine import SetAside, list_aside
from cppcc_desktop.services.exchange.waiting import Waiting, list_waiting
from cppcc_desktop.services.forms.printing import safe_name
from cppcc_desktop.services.office.office import COUNTY, Office
from cppcc_desktop.services.summary import office_name
from ui.exchange.cards import (
    AsideCard,
    KindLook,
    PackagesCard,
    Strip,
    UnsealedNotice,
    WaitingCard,
    in_column,
    short_day,
)
from ui.exchange.conflict_card import ConflictCard
from ui.exchange.conflict_words import Question, read_questions
from ui.exchange.incoming import IncomingView
from ui.exchange.place_choice import PlaceDialog
from ui.kit.dialogs.file_choice import choose_file, choose_new_file
from ui.kit.dialogs.message_dialog import Choice
from ui.kit.dialogs.messages import show_error
from ui.kit.frame.buttons import IconButton, LinkButton
from ui.kit.frame.cards import BigButton
from ui.kit.frame.import_file import WaitStep
from ui.kit.frame.labels import frame, label
from ui.kit.frame.notices import NoticeSign
from ui.kit.window.page import Page
from ui.kit.window.top_bar import TopBar
from ui.session import Session
from ui.tasks import Job, Progress, WrittenKinds
from ui.theme import Theme, follow_theme

KINDS = "数据包 (*.cppcc);;所有文件 (*)"


@dataclass(frozen=True)
class Overview:
    """Everything the page shows, read in one go."""

    name: str
    waiting: tuple[Waiting, ...]
    packages: tuple[Registered, ...]
    partners: Mapping[str, str]
    questions: tuple[Question, ...]
    places: tuple[Partner, ...]
    words: PlaceWords
    aside: tuple[SetAside, ...]


def read_overview(office: Office, actor: Actor) -> Overview:
    packages = list_packages(office, actor)
    return Overview(
        office_name(office), tuple(list_waiting(office, actor)), tuple(packages), name_partners(office, packages),
        tuple(read_questions(office, actor)), tuple(list_places(office, actor)),
        read_place_words(office), tuple(list_aside(office, actor)),
    )  # fmt: skip


@dataclass(frozen=True)
class JobResult:
    """The result of a job; 查看结果 in the status bar comes back to this page."""

    sent: Sent | None = None
    arrived: Arrived | None = None

    def open_result(self, window: Any) -> None:
        window.show_page("exchange")


class ExchangePage(Page):
    """送出 and 收入 for the county and for a station."""

    nav = "exchange"

    def __init__(self, session: Session) -> None:
        super().__init__(session, role="window")
        self._top: TopBar | None = None
        self.overview: Overview | None = None
        self.incoming_file = Path()
        self._sends = False  # asked to send before it was known what waits
        self.county = session.office.kind == COUNTY
        station = session.office.place_label
        there = station if self.county else "县政协"
        what = f"把改动做成文件，送给一个{station}" if self.county else "把本站的改动做成文件，送给县政协"
        self.send = BigButton("upload", "送出", what, " ", main=True)
        self.receive = BigButton("download", "收入", f"读入{there}给的文件", "先看清单，点“读入”后才写入")
        self.strip, self.waiting, self.packages, self.aside = Strip(), WaitingCard(), PackagesCard(), AsideCard()
        self.conflicts = ConflictCard(session.office.today)
        self.done_bar, self.done_words = frame("card"), label("", wrap=True, selectable=True)
        self.incoming, self.wait = IncomingView(session.office), WaitStep()
        self.stack = QStackedWidget()
        self._lay_out()
        self._connect()
        follow_theme(self._turn)

    def dress(self, top: TopBar) -> None:
        self._top = top
        top.show_page("数据交换", self.overview.name if self.overview else "")

    def arrive(self) -> None:
        self._read()
        QTimer.singleShot(0, self, self._focus)

    def follow(self, change: WrittenKinds) -> None:
        """Whatever was written may wait to be sent now."""
        if change.entities and self.isVisible():
            self._read()

    def send_now(self) -> None:
        """Send as soon as it is known what waits."""
        if self.overview is None:
            self._sends = True
        elif self.send.isEnabled():
            self._send()

    # what is shown

    def _read(self) -> None:
        office, actor = self.session.office, self.session.actor
        self.session.read(lambda: read_overview(office, actor), self._show, self)

    def _show(self, overview: Overview) -> None:
        self.overview = overview
        if self._top and self.isVisible():
            self._top.show_page("数据交换", overview.name)
        last = next((each for each in overview.packages if each.direction == "out"), None)
        self.waiting.show_waiting(overview.waiting, self._kinds(overview), short_day(last.at) if last else "")
        self.packages.show_packages(overview.packages, overview.partners)
        self.aside.show_aside(overview.aside)
        self.strip.show_last(overview.packages, overview.partners)
        self.conflicts.show_questions(list(overview.questions))
        self._tell_send(sum(each.operations for each in overview.waiting))
        if self._sends:
            self._sends = False
            self.send_now()

    def _kinds(self, overview: Overview) -> dict[str, KindLook]:
        """Label and icon of each kind that waits; parts of a record go by the icon of their module."""
        office = self.session.office
        modules = {entity.name: module for module in office.modules.values() for entity in module.entities}
        return {
            each.kind: KindLook(
                office.entity(each.kind).label, modules[each.kind].icon if modules[each.kind].page else ""
            )
            for each in overview.waiting
        }

    def _tell_send(self, count: int) -> None:
        """What is waiting, or why nothing can be sent."""
        if not self.session.actor.may("exchange"):
            words = "你的角色不能收发文件，请系统管理员办理"
        elif not self.county and not self.session.office.station:
            words = "先收入县政协给的第一个文件，才知道这是哪个站"
        elif self.county and self.overview and not self.overview.places:
            words = f"还没有登记{self.session.office.place_label}"
        else:
            self.send.setEnabled(True)
            self.send.put(f"{count} 条改动等着送出" if count else "没有新改动；对方还没收到的会再送一次")
            return
        self.send.put(words)
        self.send.setEnabled(False)

    # out

    def _send(self) -> None:
        if not self.overview:
            return
        if not self.county:
            own = next((each for each in self.overview.places if each.id == self.session.office.station), None)
            self._ask_place("", f"{self._name_place(own)}→县")
            return
        dialog = PlaceDialog(self.overview.places, self.overview.words, self)
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.place:
            self._ask_place(dialog.place.id, f"县→{self._name_place(dialog.place)}")
        dialog.deleteLater()
        self.send.setFocus()

    def _name_place(self, place: Partner | None) -> str:
        """云水镇; places in one town go by their names."""
        if place is None:
            return "本站"
        places = self.overview.places if self.overview else ()
        alone = sum(each.town == place.town for each in places) == 1
        return place.town if place.town and alone else place.name

    def _ask_place(self, partner: str, way: str) -> None:
        name = f"{safe_name(way)} {self.session.office.today().isoformat()}.cppcc"
        path = choose_new_file(self, self.session.settings, "送出：文件存到哪里", name, KINDS)
        if path:
            self._pack(partner, path)

    def _pack(self, partner: str, path: Path) -> None:
        office, actor = self.session.office, self.session.actor

        def work(progress: Progress) -> JobResult:
            progress(0, 0, "正在写文件")
            return JobResult(sent=pack(office, actor, partner, path))

        def failed(error: Exception) -> None:
            self._fail_packing(error, partner, path)

        self._start(f"正在写“{path.name}”", work, lambda outcome: self._show_sent(outcome.sent, path), failed,
                    lambda _: f"文件已写好：{path.name}。")  # fmt: skip

    def _show_sent(self, sent: Sent, path: Path) -> None:
        attached = f"、{sent.attachments} 个附件" if sent.attachments else ""
        self._tell_done(
            f"文件已写好：{path.name}，{sent.operations} 条改动{attached}。未加密，只用自己的 U 盘送。", path.parent
        )
        self._go_home()

    def _fail_packing(self, error: Exception, partner: str, path: Path) -> None:
        self._go_home()
        if not isinstance(error, OfficeError) or isinstance(error, Cancelled):
            return
        chosen = show_error(
            self, error, Choice("again", "再试一次"), Choice("place", "换个位置…"), cancel="取消", title="送出"
        )
        if chosen == "again":
            self._pack(partner, path)
        elif chosen == "place":
            other = choose_new_file(self, self.session.settings, "送出：文件存到哪里", path.name, KINDS)
            if other:
                self._pack(partner, other)

    # in

    def _receive(self) -> None:
        path = choose_file(self, self.session.settings, "收入：选对方给的文件", KINDS)
        if path:
            self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Show what a file would change; nothing is written."""
        office, actor = self.session.office, self.session.actor
        self.incoming_file = path

        def work(progress: Progress) -> Arrived:
            progress(0, 0, "正在看文件里有什么")
            arrived = unpack(office, actor, path, preview=True)
            progress(0, 0, "")
            return arrived

        self._start(f"正在读“{path.name}”", work, self._show_incoming, self._fail_reading)

    def _show_incoming(self, arrived: Arrived) -> None:
        self.incoming.show_arrived(arrived, self.incoming_file.name)
        self.stack.setCurrentWidget(self.incoming)
        self.incoming.focus_list()

    def _take_in(self) -> None:
        office, actor, path = self.session.office, self.session.actor, self.incoming_file

        def work(progress: Progress) -> JobResult:
            progress(0, 0, "正在备份和写入")
            return JobResult(arrived=unpack(office, actor, path))

        self._start(f"正在读入“{path.name}”", work, self._show_taken, self._fail_reading, self._line)
        self.wait.stop.why_off("正在写入，停不下来")

    def _line(self, outcome: JobResult) -> str:
        """已读入 118 条，待核对 2 条。"""
        assert outcome.arrived
        torn = f"，待核对 {outcome.arrived.conflicts} 条" if outcome.arrived.conflicts else ""
        return f"已读入 {outcome.arrived.new} 条{torn}。"

    def _show_taken(self, outcome: JobResult) -> None:
        again = "把回执送出去，对方才知道这边收到了。" if self.county is False else ""
        self._tell_done(self._line(outcome) + again)
        self._go_home()

    def _fail_reading(self, error: Exception) -> None:
        self._go_home()
        if not isinstance(error, OfficeError) or isinstance(error, Cancelled):
            return
        if show_error(self, error, Choice("other", "换个文件…"), cancel="取消", title="收入") == "other":
            self._receive()

    # conflicts

    def _settle(self, question: Question, value: Any) -> None:
        office, actor = self.session.office, self.session.actor
        self.conflicts.go.setEnabled(False)
        self.session.write(
            lambda: resolve_conflict(office, actor, question.kind, question.record, question.field, value),
            lambda _: self._tell_done(f"“{question.label}”核对好了，下次送出时一起送给对方。"), self,
            self._fail_settling,
        )  # fmt: skip

    def _fail_settling(self, error: Exception) -> None:
        self.conflicts.go.setEnabled(True)
        if isinstance(error, OfficeError):
            show_error(self, error, title="待核对")
        self._read()

    # jobs

    def _start(self, title: str, work: Any, done: Any, failed: Any, line: Any = None) -> Job:
        job = self.session.tasks.start_job(
            title, work, done, failed, unit="条", line=line or (lambda _: ""), owner=self
        )
        self.wait.watch(job)
        self.stack.setCurrentWidget(self.wait)
        return job

    def _go_home(self) -> None:
        self.stack.setCurrentIndex(0)
        self._read()
        self._focus()

    def _tell_done(self, words: str, folder: Path | None = None) -> None:
        """A line that stays until it is taken away."""
        self.done_words.setText(words)
        self._folder = folder
        self.open_folder.setVisible(folder is not None)
        self.done_bar.show()
        self._read()

    def _open_folder(self) -> None:
        if self._folder:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _focus(self) -> None:
        if self.stack.currentIndex() == 0:
            (self.send if self.send.isEnabled() else self.receive).setFocus()

    # construction

    def _connect(self) -> None:
        self.send.clicked.connect(self._send)
        self.receive.clicked.connect(self._receive)
        self.conflicts.settled.connect(self._settle)
        self.incoming.confirmed.connect(self._take_in)
        self.incoming.cancelled.connect(self._go_home)
        self.session.tasks.job_progress.connect(self.wait.follow)

    def _lay_out(self) -> None:
        home = frame("window")
        column = QVBoxLayout(home)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setSpacing(16)
        self._buttons.addWidget(self.send)
        self._buttons.addWidget(self.receive)
        column.addLayout(self._buttons)
        column.addWidget(self._done_line())
        column.addLayout(UnsealedNotice())
        column.addWidget(self.strip)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(16)
        self._sides.addLayout(in_column(self.waiting, self.aside, self.packages), 1)
        self._sides.addWidget(self.conflicts, 1)
        column.addLayout(self._sides, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(home)
        for part in (area, self.incoming, self.wait):
            self.stack.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)

    def _done_line(self) -> QWidget:
        self._folder: Path | None = None
        self.open_folder = LinkButton("打开文件夹")
        close = IconButton("close", "知道了", size=16, box=24)
        row = QHBoxLayout(self.done_bar)
        row.setContentsMargins(16, 5, 8, 5)
        row.setSpacing(8)
        row.addWidget(NoticeSign("check", "ok"))
        row.addWidget(self.done_words, 1)
        row.addWidget(self.open_folder)
        row.addWidget(close)
        self.open_folder.clicked.connect(self._open_folder)
        close.clicked.connect(self.done_bar.hide)
        self.done_bar.hide()
        return self.done_bar

    def _turn(self, theme: Theme) -> None:
        """In two columns while each is wide enough for its words."""
        for parts, most in ((self._sides, 1.5), (self._buttons, 2)):
            across = theme.scale < most
            parts.setDirection(QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom)
