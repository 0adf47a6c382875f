"""签到 from a file: sixty people, three half-days, read as if it had been pasted; a file that cannot be read changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.nouns.activities.attendance.meeting import read_desk
from cppcc_desktop.nouns.activities.counting import ABSENT, HERE, LATE, LEAVE, Meeting
from tests.conftest import Filled
from tests.nouns.activities.plenary import make_plenary
from tests.nouns.activities.test_attendance_window import open_tab
from tests.ui.offices import Desk, desk, fill_in, press_button, sit_down  # noqa: F401
from ui.nouns.activities.attendance_tab import AttendanceTab

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
BY_PROXY = "6"
WORDS = ("到", "迟到", "请假", "缺席", "委托", "")
CODES = (HERE, LATE, LEAVE, ABSENT, BY_PROXY, "")


def write_roll(path: Path, meeting: Meeting) -> None:
    """A title over all columns, everybody once with a word for each half-day, then nobody's name and one name again."""
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("说明").write(0, 0, "各组报来的")
    sheet = book.add_worksheet("出席")
    sheet.merge_range("A1:E1", "十届三次会议出席名单")
    sheet.write_row(1, 0, ("证号", "姓  名", "6日下午", "7日上午", "7日下午"))
    for at, person in enumerate(meeting.people):
        sheet.write_row(2 + at, 0, (int(person.number), person.name, *(WORDS[(at + day) % 6] for day in range(3))))
    sheet.write_row(62, 1, ("无此人", "到", "到", "到"))
    sheet.write_row(63, 0, (1, meeting.people[0].name, "缺席", "", ""))
    book.close()


@pytest.fixture
def tab(desk: Desk, filled: Filled) -> AttendanceTab:  # noqa: F811
    return open_tab(desk, make_plenary(desk.office, desk.actor, people=60, groups=4))


def choose(tab: AttendanceTab, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry of the menu, and the file in the system's own dialog, which no test can type into."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(path), ""))
    next(each for each in tab.more.menu().actions() if each.text() == "从文件读出席…").trigger()


def read_stored(desk: Desk, tab: AttendanceTab) -> Meeting:  # noqa: F811
    return read_desk(desk.office, desk.actor, tab.state.record).meeting


def test_sixty_people_in_three_half_days(
    desk: Desk, tab: AttendanceTab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    before = read_stored(desk, tab)
    write_roll(tmp_path / "出席.xlsx", before)
    said: list[str] = []

    def look(dialog) -> None:
        said.extend(each.text() for each in dialog.findChildren(QLabel))
        press_button("写入 150 格")(dialog)

    answers = desk.answer(choose_sheet, look)
    choose(tab, tmp_path / "出席.xlsx", monkeypatch)
    desk.qtbot.waitUntil(lambda: not answers.left, timeout=20_000)
    desk.rest()
    told = "\n".join(said)
    assert "60 人、150 格可以写入" in told and "没有用到的行和列：第 1 行“十届三次会议出席名单”。" in told
    assert "第 63 行：名单里没有“无此人”。" in told, "by the number the row has in the sheet"
    first = before.people[0]
    assert f"第 64 行 {first.name} 6日下：表里写了两次，不一样，照前一次。" in told
    after = read_stored(desk, tab)
    for at, person in enumerate(after.people):
        marks = [after.marks.get((person.line, key)) for key in after.order[:3]]
        assert [mark.presence if mark else "" for mark in marks] == [CODES[(at + day) % 6] for day in range(3)]
    assert tab.said.whole == "写入了 150 格，按 Ctrl+Z 一次退回。2 处存疑没有写。"
    tab._take_back()
    desk.rest()
    assert not read_stored(desk, tab).marks


def choose_sheet(dialog) -> None:
    """Of two sheets the one that holds the list; the first that holds anything is proposed."""
    assert dialog.windowTitle() == "“出席.xlsx”里读哪一张"
    fill_in(sheet="出席")(dialog)


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "是空的"), (b"MZ\x90\x00" + bytes(4000), "不是表格"), (b"PK\x03\x04" + bytes(40), "不完整")],
)
def test_a_file_that_cannot_be_read_changes_nothing(
    desk: Desk, tab: AttendanceTab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, says: str,  # noqa: F811
) -> None:  # fmt: skip
    (tmp_path / "出席.xlsx").write_bytes(content)
    choose(tab, tmp_path / "出席.xlsx", monkeypatch)
    desk.qtbot.waitUntil(lambda: bool(desk.reported), timeout=20_000)
    (error,) = desk.reported
    assert isinstance(error, OfficeError) and says in error.what and not read_stored(desk, tab).marks


def test_a_list_that_says_nothing_new_tells_why(
    desk: Desk,  # noqa: F811
    tab: AttendanceTab,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "出席.csv").write_text("姓名,6日下午\n无此人,到\n另一个,到\n", encoding="utf-8")
    said: list[str] = []

    def look(dialog) -> None:
        said.extend(each.text() for each in dialog.findChildren(QLabel))
        assert [each.text() for each in dialog.findChildren(QPushButton) if each.text()] == ["知道了"]
        press_button("知道了")(dialog)

    answers = desk.answer(look)
    choose(tab, tmp_path / "出席.csv", monkeypatch)
    desk.qtbot.waitUntil(lambda: not answers.left, timeout=20_000)
    desk.rest()
    told = "\n".join(said)
    assert "没有要写的" in told and "“无此人”" in told and "“另一个”" in told and not read_stored(desk, tab).marks
