"""A picture of every screen on 示例县: python3 dev.py shots DIR, and for the manual.

Each is drawn at 1366 × 696, at 100 and 150 %, and in high contrast.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.demo import COMMITTEE_NAME, fill_demo
from cppcc_desktop.domain.description.conditions import Is
from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.services.exchange.exchange import pack, unpack
from cppcc_desktop.services.office.code_changes import rename_entry, retire_entry
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.opening import Surroundings, create_office
from cppcc_desktop.services.office.settings import change_setting
from cppcc_desktop.services.records.records import (
    Query,
    change_record,
    create_record,
    list_ids,
    list_records,
    show_record,
)  # fmt: skip
from cppcc_desktop.services.records.titles import word_rows
from tests.shots_cases import CasePictures, prepare_cases
from tests.shots_stations import StationPictures, prepare_stations, take_station_home
from ui.app import make_page
from ui.entrance.first_start import FirstStartDialog
from ui.entrance.sign_in import SignInDialog
from ui.faces import FACES
from ui.forms.print_preview import PrintPreview
from ui.imports.page import ImportPage
from ui.kit.dialogs.entry_dialog import EntryDialog, ShortForm
from ui.kit.dialogs.message_dialog import Choice, Message, MessageDialog
from ui.kit.dialogs.messages import report_error
from ui.kit.help import open_manual
from ui.lists.column_choice import ColumnChoice
from ui.lists.page import ListPage
from ui.main_window import MainWindow
from ui.preferences import Settings
from ui.records.page import RecordPage
from ui.session import Session, Siblings
from ui.settings.codes import CodesPart
from ui.settings.page import SettingsPage
from ui.settings.rules import RulesPart
from ui.tasks import Tasks
from ui.theme import Theme, apply_theme

SIZE = (1366, 696)
THEMES = {"100": Theme(), "150": Theme(1.5), "高对比": Theme(1.0, high_contrast=True)}


def fixed_clock() -> datetime:
    return datetime(2026, 6, 8, 7, 42, tzinfo=UTC)


def make_office(folder: Path) -> tuple[Office, Actor]:
    """示例县 as of 2026-06-08."""
    office = create_office(
        folder / "示例县.db", FEATURES, kind="county", name=COMMITTEE_NAME, plenary=Plenary(10, 3), user="周明礼",
        password="只为画图用的口令", clock=fixed_clock, anchors=folder / "anchors", demo=True,
    )  # fmt: skip
    actor = Actor("周明礼", "admin", office.name)
    fill_demo(office, actor, scale=1, seed=1)
    return office, actor


def settle_rules(office: Office, actor: Actor) -> None:
    """A rule that changes next year, a sector renamed and one retired."""
    change_setting(office, actor, "docket_width", "4", "2027-01-01")
    rename_entry(office, actor, "sector", "22", "农业和农村界")
    retire_entry(office, actor, "sector", "32")


def write_roster(office: Office, actor: Actor, path: Path) -> Path:
    """A roster of known people, some changed, some new, one namesake, one with a sector nobody knows."""
    members = office.modules["members"]
    rows = list_records(office, actor, members, Query(), 0, 24).rows
    words = word_rows(office, members.fields, rows, reveal=True)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "委员"
    sheet.append(["政协示例县第十届委员会委员名册（2026年调整）"])
    sheet.append(["序号", "姓名", "性别", "界别", "党派", "现工作单位及职务", "手机号"])
    for place, told in enumerate(words, start=1):
        post = "县农技推广中心主任" if place % 6 == 0 else told["post"]
        sheet.append([place, told["name"], told["sex"], told["sector"], told["parties"], post, told["mobile"]])
    sheet.append([25, words[3]["name"], words[3]["sex"], "体育界", "群众", "云水茶业有限公司经理", "19900004410"])
    sheet.append([26, "陶然", "女", "科学技术界", "民盟", "县电信公司网络部主任", "19900000002"])
    sheet.append([27, "孙立夏", "男", "新闻文体", "中共、民建", "立夏农机合作社理事长", "19900000003"])
    book.save(path)
    return path


def register_twice(office: Office, actor: Actor) -> None:
    """A second card of somebody who sponsors a proposal, typed in by hand."""
    members = office.modules["members"]
    case = list_records(office, actor, office.modules["proposals"], Query(), 0, 1).rows[0]
    known = show_record(office, actor, "member", str(case["first_sponsor"]))
    told = word_rows(office, members.fields, [known.values], reveal=True)[0]
    values = {name: told[name] for name in ("name", "sex", "mobile", "sector", "parties")}
    more = {"post": "县第二中学副校长", "native_place": "云水镇", "specialty": "书法"}
    create_record(office, actor, "member", {**values, **more})


def disagree(office: Office, actor: Actor, folder: Path) -> None:
    """Let a station and the county change the same activity, and take the station's file in."""
    code = list_records(office, actor, office.modules["stations"], Query(), 0, 2).rows[1]["code"]
    pack(office, actor, str(code), folder / "去.cppcc")
    station = create_office(
        folder / "站.db", FEATURES, kind="station", name="云水镇", plenary=Plenary(10, 3), user="罗文谦",
        password="只为画图用的口令", clock=fixed_clock, anchors=folder / "anchors",
    )  # fmt: skip
    person = Actor("罗文谦", "admin", "")
    unpack(station, person, folder / "去.cppcc")
    person = Actor("罗文谦", "admin", station.name)
    activity = str(list_records(station, person, station.modules["activities"], Query(), 0, 1).rows[0]["id"])
    change_record(office, actor, "activity", activity, {"content": "到会 18 人，提出意见 6 条，转县水利局办理。"})
    change_record(station, person, "activity", activity, {"content": "到会 16 人，提出意见 6 条，当场答复 2 条。"})
    pack(station, person, "county", folder / "回.cppcc")
    unpack(office, actor, folder / "回.cppcc")
    station.close()


class Album:
    """Walks through the screens of one window and saves each."""

    def __init__(self, folder: Path, session: Session, suffix: str) -> None:
        self.folder, self.suffix, self.session = folder, suffix, session
        self.window = MainWindow(session, make_page)
        self.window.resize(*SIZE)
        self.window.show()

    def take(self, name: str, show: Callable[[], object], widget: QWidget | None = None) -> None:
        """Show a screen, wait until it has read everything, save it."""
        show()
        self.rest()
        self.save(name, widget or self.window)

    def save(self, name: str, widget: QWidget) -> None:
        widget.grab().save(str(self.folder / f"{name}-{self.suffix}.png"))

    def rest(self, least: int = 250) -> None:
        """Let the event loop run until no task is waiting."""
        loop = QEventLoop()
        timer = QTimer(interval=least)
        timer.timeout.connect(lambda: loop.quit() if not self.session.tasks.busy else None)
        timer.start()
        loop.exec()
        QApplication.processEvents()  # what came last is laid out

    def all(self) -> None:
        """Every screen the sidebar and the lists lead to."""
        window, office, actor = self.window, self.session.office, self.session.actor
        self.take("1-工作台", lambda: window.show_page("home"))
        pages = {name: module for name, module in office.modules.items() if module.page and not module.within}
        for name, module in pages.items():  # named by the list alone: another noun among them renames no picture
            self.take(f"2a-{module.label}列表", lambda key=name: window.show_page(key))
            ids = list_ids(office, actor, module, Query())
            for record in ids[:1]:
                siblings = Siblings(ids, module.label)
                self.take(f"2b-{module.label}记录", lambda m=name, r=record, s=siblings: window.show_record(m, r, s))
            self.take(f"2c-{module.label}新建", lambda m=name: window.show_record(m, "", Siblings()))
        self.lists()
        self.take("7-数据交换", lambda: window.show_page("exchange"))
        self.settings()
        self.units_and_import()
        self.dialogs()
        CasePictures(self).all()
        StationPictures(self).all()
        register_twice(office, actor)
        self.take("18-查重", lambda: window.session.routes.duplicates_asked.emit("members"))

    def lists(self) -> None:
        """A list with conditions and ticks, the choice of columns, and “find anything”."""
        window = self.window
        window.show_page("proposals")
        self.rest()
        page = window.stack.currentWidget()
        assert isinstance(page, ListPage)
        page.filters.choose(Is("form", "1"), "个人提案")
        self.rest()
        self.take("18a-列表", lambda: page.model.tick_rows(2, 4, True))
        columns = ColumnChoice(page.module, page.column_names(), window)
        self.take("18b-选择列", columns.show, columns)
        columns.close()
        window.activateWindow()  # hits are shown to who stands in the field
        self.rest()
        window.finder.begin()
        window.top.search.setText("水")
        window.top.search.settle()
        self.take("18c-查找", lambda: None)
        window.finder.close()
        window.top.search.put_quietly("")
        page.filters.clear()
        self.rest()

    def settings(self) -> None:
        """Every part of the settings, and the manual opened from there."""
        window = self.window
        self.take("8-系统设置", lambda: window.show_page("settings"))
        page = window.stack.currentWidget()
        assert isinstance(page, SettingsPage)
        for key, name in (("rules", "8b-规则"), ("codes", "8c-代码表"), ("people", "8d-用户"), ("backup", "8e-备份"),
                          ("look", "8f-显示"), ("plenaries", "8g-届次"), ("calendar", "8h-节假日"),
                          ("numbers", "8i-编号")):  # fmt: skip
            self.take(name, lambda each=key: page.show_part(each))
            if isinstance(page.part, RulesPart):
                self.take(name, lambda part=page.part: part.rules.go_to(1))
            elif isinstance(page.part, CodesPart):
                self.take(name, lambda part=page.part: part.table.go_to(21))
        page.show_part("codes")
        manual = open_manual(page)
        self.take("17-手册", manual.show, manual)
        manual.close()

    def units_and_import(self) -> None:
        """The register of units, a list without a result, and the steps of an import."""
        window = self.window
        self.take("9-承办单位", lambda: window.show_page("units"))
        self.take(
            "10-没有结果", lambda: window.show_list("proposals", Is("title", "没有这样的案由"), "案由：没有这样的案由")
        )
        self.take("11a-导入选文件", lambda: window.show_import("members"))
        page = window.stack.currentWidget()
        assert isinstance(page, ImportPage)
        self.take("11b-导入对列", lambda: page.open_file(self.folder_of_roster / "名册.xlsx"))
        self.take("11c-导入核对", lambda: click(page, "去核对"))

    @property
    def folder_of_roster(self) -> Path:
        return self.session.office.database.path.parent

    def dialogs(self) -> None:
        """Print preview, a step of a case, an error, and the ways in."""
        window, session = self.window, self.session
        proposals = session.module("proposals")
        record = list_ids(session.office, session.actor, proposals, Query(Is("state", ("in_hand",))))[0]
        preview = PrintPreview(session, "proposal_sheet", [record], window)
        self.take("12-打印预览", preview.show, preview)
        preview.close()
        self.take("13-提案记录", lambda: window.show_record("proposals", record, Siblings()))
        page = window.stack.currentWidget()
        assert isinstance(page, RecordPage) and page.bundle
        step = page.bundle.steps[0]
        asked = ShortForm(step.move.label, step.fields, page.bundle.codes, proposed=step.proposed,
                          required=step.move.required)  # fmt: skip
        entry = EntryDialog(session, asked, lambda _entered: None, window)
        self.take("13-办理一步", entry.show, entry)
        entry.close()
        message = Message("文件没有写完：U 盘中途断开了", "改动都还在这台电脑里，没有丢。U 盘上没有留下半个文件。",
                          ("重新插好 U 盘，再点“再试一次”。", "打不开时点“换个位置”，先存到桌面。"))  # fmt: skip
        error = MessageDialog(
            "送出", message, Choice("again", "再试一次"), [Choice("place", "换个位置…")], "取消", window
        )
        self.take("14-出错", error.show, error)
        error.close()
        around = Surroundings(FEATURES, fixed_clock, self.folder_of_roster)
        for name, dialog in (
            ("15-登录", SignInDialog(around, session.office.database.path, session.settings)),
            ("16-第一次打开", FirstStartDialog(around, session.settings)),
        ):
            self.take(name, dialog.show, dialog)
            dialog.close()


def click(page: QWidget, word: str) -> None:
    """Press the button on screen that begins with this word."""
    button = next(b for b in page.findChildren(QPushButton) if b.isVisible() and b.text().startswith(word))
    button.click()


def draw(folder: Path, themes: dict[str, Theme]) -> None:
    """Write every picture into the folder."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["CPPCC_HOME"] = scratch
        office, actor = make_office(Path(scratch))
        write_roster(office, actor, Path(scratch) / "名册.xlsx")
        disagree(office, actor, Path(scratch))
        settle_rules(office, actor)
        prepare_cases(office, actor, Path(scratch))
        prepare_stations(office, actor, Path(scratch))
        station = Surroundings(FEATURES, fixed_clock, Path(scratch)).open(Path(scratch) / "站.db")
        for suffix, theme in themes.items():
            apply_theme(app, theme)
            tasks = Tasks(report_error)
            album = Album(folder, Session(office, actor, tasks, Settings(Path(scratch)), FACES), suffix)
            album.all()
            album.window.hide()
            tasks.stop()
            tasks = Tasks(report_error)
            person = Actor("罗文谦", "admin", station.name)
            album = Album(folder, Session(station, person, tasks, Settings(Path(scratch)), FACES), suffix)
            take_station_home(album)
            album.window.hide()
            tasks.stop()
        station.close()
        office.close()


def draw_manual(folder: Path) -> None:
    """Only the pictures that a page of the manual shows."""
    wanted = {
        name for page in folder.parent.glob("*.md") for name in re.findall(r"图/([^)]+\.png)", page.read_text("utf-8"))
    }
    with tempfile.TemporaryDirectory() as scratch:
        draw(Path(scratch), {"100": THEMES["100"]})
        folder.mkdir(exist_ok=True)
        for name in sorted(wanted):
            shutil.copyfile(Path(scratch) / name, folder / name)


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--manual"]:
        draw_manual(Path(arguments[1]))
    else:
        draw(Path(arguments[0]), THEMES)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
