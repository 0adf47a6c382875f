"""Draws the parts as the design pictures show them: python -m tests.ui.gallery DIR [--scale 1.5] [--contrast].

All people, places and numbers are invented.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLabel, QMenu, QScrollArea, QVBoxLayout, QWidget

from tests.ui.invented import AGENDA, CHIPS, COLUMNS, HAPPENED, ICONS, MODULES, STATIONS, STEPS, TODO, TRACKED, as_row
from ui.cases.timeline import StepTrack, Timeline
from ui.figures.charts import Bar, BarChart, Legend
from ui.icons import NAV, pixmap
from ui.kit.dialogs.message_dialog import Choice, Message, MessageDialog
from ui.kit.dialogs.messages import report_error
from ui.kit.frame.buttons import IconButton, LinkButton, PlainButton, PrimaryButton, SmallButton, TextButton
from ui.kit.frame.cards import BigButton, Card, ToDoCard
from ui.kit.frame.empty import EmptyState
from ui.kit.frame.flow import CardGrid, FlowBox
from ui.kit.frame.labels import StateChip, frame, label
from ui.kit.frame.tabs import Tab, Tabs
from ui.kit.inputs.chips import FilterChip
from ui.kit.inputs.choice_card import ChoiceCard
from ui.kit.inputs.combo import ComboBox
from ui.kit.inputs.inputs import FieldBox, LineEdit, SearchField, TextEdit
from ui.kit.inputs.ticks import CheckBox, RadioButton
from ui.kit.tables.columns import ListColumn, RowPage, Ticks
from ui.kit.tables.page_model import PageModel
from ui.kit.tables.record_table import RecordTable
from ui.kit.window.sidebar import NavItem, Sidebar
from ui.kit.window.status_bar import StatusBar
from ui.kit.window.top_bar import TopBar
from ui.tasks import Job, Tasks, TaskState
from ui.theme import SCALES, Theme, apply_theme, current_theme

SIZE = (1366, 696)


def build_controls(_tasks: Tasks) -> QWidget:
    """Picture 0."""
    sheet = frame("surface")
    grid = QGridLayout(sheet)
    grid.setContentsMargins(32, 16, 32, 16)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(20)
    grid.setColumnStretch(1, 1)
    rows = {
        "主要按钮": primary_row(), "普通按钮": plain_row(), "输入": input_row(), "勾选": tick_row(),
        "状态标签": [StateChip(*each) for each in CHIPS], "图标": icon_row(),
    }  # fmt: skip
    for at, (word, parts) in enumerate(rows.items()):
        grid.addWidget(label(word, "label"), at, 0)
        grid.addLayout(in_row(parts), at, 1)
    grid.setRowStretch(len(rows), 1)
    return sheet


def in_row(parts: list[QWidget], gap: int = 12) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(gap)
    for part in parts:
        row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addStretch(1)
    return row


def primary_row() -> list[QWidget]:
    off = PrimaryButton("保存")
    off.why_off("没有未保存的修改")
    focused = PrimaryButton("保存")
    focused.setObjectName("focused")
    return [PrimaryButton("保存"), focused, off, label("一屏最多一个；红色只给主要动作和逾期", "note")]


def plain_row() -> list[QWidget]:
    off = PlainButton("导入", "download")
    off.why_off("没有权限")
    return [
        PlainButton("导入", "download"),
        off,
        PlainButton("打印", "printer", menu=QMenu()),
        TextButton("以后再说"),
        LinkButton("全部", arrow=True),
        SmallButton("小按钮"),
        IconButton("close", "关闭"),
    ]


def input_row() -> list[QWidget]:
    locked, wrong = LineEdit("医药卫生界"), LineEdit("2026-13-05")
    locked.set_read_only(True)
    box = FieldBox(wrong)
    wrong.set_error("没有 13 月，写成 2026-03-05")
    combo = ComboBox([("meeting", "大会提案"), ("daily", "平时提案")])
    parts: list[QWidget] = [LineEdit("县交通运输局"), locked, combo, box, SearchField("在本列表中筛选", kind="filter")]
    for part in parts:
        part.setFixedWidth(current_theme().text_width(190 if part is box else 160))
    return parts


def tick_row() -> list[QWidget]:
    ticked, part, chosen = CheckBox("已选"), CheckBox("一部分"), RadioButton("已选")
    ticked.setChecked(True)
    part.setTristate(True)
    part.setCheckState(Qt.CheckState.PartiallyChecked)
    chosen.setAutoExclusive(False)
    chosen.setChecked(True)
    return [
        CheckBox("未选"),
        ticked,
        part,
        RadioButton("未选"),
        chosen,
        FilterChip("类别"),
        FilterChip("状态：办理中", active=True),
    ]


def icon_row() -> list[QWidget]:
    made: list[QWidget] = []
    for name in ICONS:
        picture = QLabel()
        picture.setPixmap(pixmap(name, "text2", NAV))
        made.append(picture)
    return made


def build_window(content: QWidget, current: str, dress: Callable[[TopBar], None]) -> QWidget:
    """Sidebar, top bar, content and status bar."""
    window = QWidget()
    side = Sidebar([NavItem(*module) for module in MODULES])
    side.set_current(current)
    side.show_demo(True)
    top, status = TopBar("提案、委员、号码、拼音"), StatusBar()
    top.set_person("周明礼", QMenu(top))
    dress(top)
    status.put("政协示例县委员会", "十届三次会议", "上次备份：今天 12:30", "14 条改动未送出")
    column = QVBoxLayout()
    column.setSpacing(0)
    for part in (top, content, status):
        column.addWidget(part, 1 if part is content else 0)
    whole = QHBoxLayout(window)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    whole.addWidget(side)
    whole.addLayout(column, 1)
    window.status = status  # type: ignore[attr-defined]
    return window


def build_workbench(tasks: Tasks) -> QWidget:
    """Picture 1."""
    page = frame("window")
    column = QVBoxLayout(page)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(8)
    for group, cards in TODO.items():
        row, grid = QHBoxLayout(), CardGrid()
        row.setSpacing(16)
        for word, count, fact, late in cards:
            card = ToDoCard(word)
            card.put(count, fact, late=late)
            grid.addWidget(card)
        row.addWidget(label(group, "note"))
        row.addWidget(grid, 1)
        column.addLayout(row)
    middle = QHBoxLayout()
    middle.setSpacing(12)
    middle.addWidget(due_card(tasks), 715)
    middle.addWidget(chart_card(), 439)
    column.addSpacing(4)
    column.addLayout(middle, 1)
    column.addSpacing(4)
    column.addWidget(station_card())
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(page)
    return build_window(area, "home", lambda top: top.show_page("6月8日 星期一", "今天先办 7 件逾期提案"))


def due_card(tasks: Tasks) -> Card:
    card = Card("快到期和已逾期的提案", "共 38 件", margin=17)
    card.body.setContentsMargins(1, 4, 1, 1)
    card.body.setSpacing(2)
    card.head.setContentsMargins(16, 0, 12, 0)
    card.head.addWidget(TextButton("打印催办函", "printer", small=True))
    card.head.addWidget(LinkButton("全部", arrow=True))
    columns = [
        ListColumn("no", "案号", 64, pad=16),
        ListColumn("title", "案由", stretch=True),
        ListColumn("unit", "主办单位", 104),
        ListColumn("state", "状态", 104, shape="chip"),
        ListColumn("due", "应办复日", 153),
    ]
    model = PageModel(columns, tasks)
    table = RecordTable(model, header_height=28)
    model.setParent(table)
    rows = [as_row(each, short=True) for each in AGENDA]
    model.show(lambda offset, limit: RowPage(rows[offset : offset + limit], len(rows)))
    card.body.addWidget(table)
    return card


def chart_card() -> Card:
    card = Card("今年提案办复", "按答复月份")
    card.head.addWidget(LinkButton("统计", arrow=True))
    figures = [(0, 0), (0, 0), (6, 0), (32, 1), (78, 4), (19, 2), *[(0, 0)] * 6]
    row = in_row([label("142", "figure"), label("/ 226 件已办复", "note"), label("62.8%", "bold")])
    row.addWidget(Legend())
    card.body.addLayout(row)
    card.body.addWidget(BarChart([Bar(f"{at}月", *pair) for at, pair in enumerate(figures, 1)]), 1)
    return card


def station_card() -> Card:
    card = Card("联络站数据", "10 个站 · 正常 7 · 要催 3")
    card.head.addWidget(LinkButton("去数据交换", arrow=True))
    card.body.addLayout(in_row([StateChip(name, tone) for name, tone in STATIONS]))
    return card


def build_list(tasks: Tasks) -> QWidget:
    """Picture 2a."""
    page = frame("surface")
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    model = PageModel(COLUMNS, tasks)
    table = RecordTable(model)
    model.setParent(table)
    rows = [as_row(each) for each in TRACKED] * 11
    rows = [type(row)(f"{at}", row.cells) for at, row in enumerate(rows)]
    model.show(lambda offset, limit: RowPage(rows[offset : offset + limit], 211), sort_key="due")
    model.set_ticks(Ticks(frozenset({"2", "3", "4", "6"})))
    for part in (view_row(), filter_row(), table, list_foot()):
        column.addWidget(part, 1 if part is table else 0)
    window = build_window(page, "proposals", dress_list)
    window.table = table  # type: ignore[attr-defined]
    return window


def dress_list(top: TopBar) -> None:
    top.show_page("提案")
    top.set_plenaries([(3, "第十届第三次会议"), (2, "第十届第二次会议")], 3)
    top.plenary.setFixedWidth(current_theme().text_width(164, 48))


def view_row() -> QWidget:
    bar = frame("bar")
    row = QHBoxLayout(bar)
    row.setContentsMargins(16, 0, 16, 0)
    row.setSpacing(8)
    tabs = Tabs(
        [
            Tab("all", "全部", 248),
            Tab("out", "已交办", 226),
            Tab("week", "七日内到期", 31),
            Tab("late", "逾期", 7),
            Tab("mine", "我经手的", 56),
        ]
    )
    tabs.set_key("out")
    row.addWidget(tabs, 1)
    for button in (
        PlainButton("导入", "download"),
        PlainButton("导出", "upload", menu=QMenu()),
        PlainButton("打印", "printer", menu=QMenu()),
        PrimaryButton("新建提案", "plus"),
    ):
        row.addWidget(button)
    bar.setFixedHeight(current_theme().px(40) + 1)
    if current_theme().scale >= 2:
        row.itemAt(1).widget().hide()
        row.itemAt(2).widget().hide()
    return bar


def filter_row() -> QWidget:
    bar = frame("surface")
    row = QHBoxLayout(bar)
    row.setContentsMargins(16, 0, 16, 0)
    row.setSpacing(8)
    field = SearchField("在本列表中筛选", kind="filter")
    field.setFixedWidth(current_theme().text_width(168))
    row.addWidget(field)
    for text in ("角色：主办", "交办日：3月1日至4月30日")[: 2 if current_theme().scale < 2 else 1]:
        row.addWidget(FilterChip(text, active=True))
    for text in ("类别", "主办单位", "界别", "更多条件") if current_theme().scale == 1 else ("更多条件",):
        row.addWidget(FilterChip(text))
    row.addWidget(LinkButton("清除"))
    row.addStretch(1)
    if current_theme().scale < 2:
        row.addWidget(TextButton("存为视图", small=True))
    row.addWidget(TextButton("选择列", "columns", small=True))
    bar.setFixedHeight(current_theme().px(40))
    return bar


def list_foot() -> QWidget:
    foot = frame("foot")
    row = QHBoxLayout(foot)
    row.setContentsMargins(16, 0, 16, 0)
    row.setSpacing(8)
    row.addWidget(label("已选 4 件", "bold"))
    for button in (
        SmallButton("批量交办"),
        SmallButton("打印", menu=QMenu()),
        SmallButton("标为重点"),
        SmallButton("导出所选"),
        TextButton("取消选择", small=True),
    ):
        row.addWidget(button)
    row.addStretch(1)
    row.addWidget(label("共 211 件 · 办复率 63.5%（134 / 211）" if current_theme().scale < 2 else "共 211 件", "note"))
    foot.setFixedHeight(current_theme().px(40))
    return foot


def build_record(_tasks: Tasks) -> QWidget:
    """Parts of picture 3a, and the choices of 4b and 5."""
    page = frame("surface")
    row = QHBoxLayout(page)
    row.setContentsMargins(16, 12, 16, 12)
    left, flow = QVBoxLayout(), FlowBox()
    for name in ("吕方舟（教育界）", "金石开（经济界）", "何知秋（教育界）"):
        flow.addWidget(FilterChip(name, active=True))
    left.addLayout(
        in_row(
            [
                label("关于优化示例县至石桥镇公交班次的建议", "record"),
                StateChip("办理中", "go"),
                StateChip("余 7 天", "wait"),
            ]
        )
    )
    left.addWidget(StepTrack(STEPS))
    left.addWidget(Tabs([Tab("text", "内容"), Tab("work", "办理"), Tab("files", "附件", 3), Tab("log", "日志")]))
    left.addWidget(TextEdit("石桥镇距县城 18 公里，现有 3 路公交每天往返 4 班。"))
    left.addWidget(flow)
    left.addWidget(
        BigButton(
            "upload", "送出", "把本站的改动做成一个文件，拷到 U 盘或发邮件给县政协", "9 条改动等着送出", main=True
        )
    )
    chosen = ChoiceCard("先不导入，我去核实", ("留在“存疑”清单里，可打印带走",))
    chosen.radio.setChecked(True)
    left.addWidget(ChoiceCard("是同一个人，更新他的资料", ("库中：王建设 · 农业界 · 石桥镇农技站站长",)))
    left.addWidget(chosen)
    left.addStretch(1)
    history = Timeline(HAPPENED)
    history.setFixedWidth(272)
    row.addLayout(left, 1)
    row.addWidget(history, 0, Qt.AlignmentFlag.AlignTop)
    return build_window(page, "proposals", lambda top: top.show_record("提案", "第047号", (13, 211)))


def build_empty(_tasks: Tasks) -> QWidget:
    """Picture 6a."""
    page = EmptyState(
        "stations", "还没有联络站", ("先把各乡镇的联络站登记进来，活动、接待群众和数据交换才有地方归。", "手头有 Excel 名册的，直接导入最快。"),
        (PrimaryButton("导入名册", "download"), PlainButton("新建一个联络站", "plus")),
        (LinkButton("下载名册样表"), LinkButton("怎么登记联络站（F1）")),
    )  # fmt: skip
    ground = frame("surface")
    QVBoxLayout(ground).addWidget(page)
    window = build_window(ground, "stations", lambda top: top.show_page("联络站"))
    job = Job("正在生成提案汇编", done=132, total=248, state=TaskState.RUNNING)
    window.status.show_job(job)  # type: ignore[attr-defined]
    return window


def build_dialog(_tasks: Tasks) -> QWidget:
    """Picture 6b."""
    message = Message(
        "文件没有写完：U 盘（E:）中途断开了", "本站的 9 条改动都还在这台电脑里，没有丢。U 盘上没有留下半个文件。",
        ("重新插好 U 盘，看到 E 盘后点“再试一次”。", "U 盘打不开时点“换个位置”，先存到桌面，再拷给县政协。"),
        number="2026-0608-154107", details="…",
    )  # fmt: skip
    return MessageDialog("送出", message, Choice("again", "再试一次"), [Choice("place", "换个位置…")])


SHEETS: dict[str, Callable[[Tasks], QWidget]] = {
    "0-controls": build_controls, "1-workbench": build_workbench, "2-list": build_list, "3-record": build_record,
    "6a-empty": build_empty, "6b-dialog": build_dialog,
}  # fmt: skip


def draw(folder: Path, theme: Theme) -> list[Path]:
    """Write a picture of every sheet; returns the files."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, theme)
    tasks, written = Tasks(report_error), []
    for name, build in SHEETS.items():
        sheet = build(tasks)
        if name != "6b-dialog":
            sheet.resize(*SIZE)
        sheet.show()
        QTest.qWait(50)
        while tasks.busy:
            QTest.qWait(10)
        pose(sheet)
        QTest.qWait(50)
        path = folder / f"{name}-{round(theme.scale * 100)}{'-contrast' if theme.high_contrast else ''}.png"
        sheet.grab().save(str(path))
        written.append(path)
        sheet.close()
        sheet.deleteLater()
    tasks.stop()
    return written


def pose(sheet: QWidget) -> None:
    """Put the focus where the pictures have it."""
    sheet.activateWindow()
    sheet.setFocus()
    focused = sheet.findChild(PrimaryButton, "focused")
    table = getattr(sheet, "table", None)
    if focused:
        focused.setFocus()
    if isinstance(table, RecordTable):
        table.go_to(6)
        table.setFocus()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--scale", type=float, choices=SCALES, default=1.0)
    asked.add_argument("--contrast", action="store_true")
    given = asked.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    draw(given.folder, Theme(given.scale, given.contrast))
    app.quit()


if __name__ == "__main__":
    main()
