"""Pictures of what was built around the life of a proposal: steps, batches, lists, figures, units, registers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from cppcc_desktop.domain.description.conditions import Both, Is, Scalar
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.proposals.packs.making import list_unit_loads, make_unit_packs
from cppcc_desktop.services.cases.steps import act
from cppcc_desktop.services.office.calendar import set_calendar_day
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.plenaries import close_plenary, save_plenary
from cppcc_desktop.services.records.records import Query, list_ids, list_records
from cppcc_desktop.services.records.titles import word_rows
from ui.cases.batch_page import BatchPage
from ui.figures.page import FiguresPage
from ui.imports.page import ImportPage
from ui.kit.tables.entry_cells import read_cell
from ui.kit.tables.entry_model import ALL
from ui.lists.page import ListPage
from ui.nouns.proposals.packs_page import UnitPacksPage
from ui.records.page import RecordPage
from ui.scores.page import ScorePage
from ui.scores.sheet_dialog import ScoreSheetDialog
from ui.session import BatchStart, Siblings

if TYPE_CHECKING:
    from tests.shots import Album

REPLIES = (
    {"答复文号": "示办函〔2026〕31号", "答复日期": "2026-06-04", "签发人": "王局长", "办理结果": "A类", "答复内容": "已经办成。"},
    {"答复文号": "示办函〔2026〕32号", "答复日期": "2026-06-05", "签发人": "王局长", "办理结果": "B类", "答复内容": "列入明年计划。",
     "承诺事项": "明年上半年完成", "兑现时限": "2027-06-30"},
    {"退回日期": "2026-06-03", "退回理由": "不是本单位的职责。"},
    {"答复文号": "示办函〔2026〕33号", "答复日期": "2026-13-01", "办理结果": "A类", "答复内容": "已经办成。"},
)  # fmt: skip
CONTACT = {
    "签收日期": "2026-05-11",
    "经办人": "沈同志",
    "面商日期": "2026-05-26",
    "面商方式": "登门走访",
    "沟通情况": "说明了办理思路。",
}
ANSWERED = "2026-06-02"  # the day of the reply that answers every suggestion
REGISTER = (
    "案号",
    "案由",
    "提案人",
    "界别",
    "审查结果",
    "承办单位",
    "会办单位",
    "交办日期",
    "答复日期",
    "答复类别",
    "满意度",
    "重点提案",
)
CASES = (
    ("001", "关于增设农村客运候车亭的建议", "", "立案", "县交通局", "", "2024-03-20", "2024-06-03", "A", "满意", ""),
    ("002", "关于加强古桥保护的建议", "民革示例县支部", "立案", "县文化和广电旅游体育局", "县水利局", "2024-03-20", "2024-06-12", "B",
     "基本满意", "是"),
    ("003", "关于规范小区充电设施的建议", "高望山", "并入001号", "", "", "", "", "", "", ""),
    ("", "关于调整个别人员待遇的建议", "", "不予立案，转来信", "", "", "", "", "", "", ""),
    ("005", "关于完善老旧小区排水的建议", "", "立案", "县城市管理和行政执法中心", "", "2024-03-20", "", "", "", ""),
    ("006", "关于推广节水灌溉的建议", "", "再议一议", "县水利局", "", "", "", "", "", ""),
)  # fmt: skip


def prepare_cases(office: Office, actor: Actor, folder: Path) -> None:
    """Plenaries with dates, a day the office decided on, units' files that came back, an old register."""
    save_plenary(office, actor, "10-02", {
        "opens_on": "2025-02-19", "ends_on": "2025-02-22", "intake_from": "2025-01-10", "intake_until": "2025-02-20",
    })  # fmt: skip
    close_plenary(office, actor, "10-02", "本次会议提案全部办结")
    save_plenary(office, actor, "10-03", {
        "opens_on": "2026-02-04", "ends_on": "2026-02-07", "intake_from": "2026-01-05", "intake_until": "2026-02-05",
    })  # fmt: skip
    set_calendar_day(office, actor, "2026-09-28", False, "县庆")
    write_answers(office, actor, folder / "办理表")
    write_register(office, actor, folder / "提案台账.xlsx")
    speak_of_one(office, actor)


def first_case(office: Office, actor: Actor, state: str, **where: Scalar) -> str:
    """The case in this state with most to show."""
    found = list_ids(
        office,
        actor,
        office.modules["proposals"],
        Query(Both(Is("state", (state,)), *(Is(name, value) for name, value in where.items()))),
    )
    return (found or list_ids(office, actor, office.modules["proposals"], Query(Is("state", (state,)))))[0]


def speak_of_one(office: Office, actor: Actor) -> None:
    """A case with several suggestions answered, a promise and the form that went out."""
    case = first_case(office, actor, "in_hand", form="2")
    contact = {
        "date": "2026-05-28",
        "method": "03",
        "people": "提案人、承办单位、提案委",
        "content": "逐条说明了办理安排，提案人同意。",
    }
    answers: dict[str, object] = {
        "date": ANSWERED, "document_no": "示办函〔2026〕28号", "signer": "王局长", "item_1": "已经安排，六月底前完成。", "class_1": "A",
        "item_2": "列入明年计划。", "class_2": "B", "item_3": "已经和有关单位商定。", "class_3": "A", "promise": "第二条列入明年计划",
        "promise_due_on": "2027-03-31",
    }  # fmt: skip
    act(office, actor, "proposal", case, "contact", contact)
    act(office, actor, "proposal", case, "reply", answers)
    act(office, actor, "proposal", case, "ask_feedback", {"date": "2026-06-05"})


def write_answers(office: Office, actor: Actor, folder: Path) -> None:
    """The file of the unit with most cases, as it came back."""
    folder.mkdir()
    loads = sorted(list_unit_loads(office, actor, "10-03"), key=lambda each: -each.open)
    made = make_unit_packs(office, actor, [loads[0].unit], folder, plenary="10-03")[0]
    book = openpyxl.load_workbook(made.path)
    sheet = book["承办提案"]
    head = next(row for row in sheet.iter_rows(max_row=8) if "案由" in [cell.value for cell in row])
    columns = {str(cell.value): cell.column for cell in head if cell.value}
    rows = range(head[0].row + 1, head[0].row + 1 + loads[0].open)
    led = [at for at in rows if sheet.cell(at, columns["办理方式"]).value == "主办"]
    for at, values in zip(led, REPLIES, strict=False):
        for label, value in {**({} if "退回日期" in values else CONTACT), **values}.items():
            cell = sheet.cell(at, columns[label])
            cell.value = cell.value or value  # what is recorded already stands there
    book.save(made.path)


def write_register(office: Office, actor: Actor, path: Path) -> None:
    """A register of an earlier plenary: known and unknown people and units, one row nobody can read."""
    members = office.modules["members"]
    people = word_rows(office, members.fields, list_records(office, actor, members, Query(), 0, 6).rows)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "十届一次"
    sheet.append(["政协示例县第十届一次会议提案办理情况登记表"])
    sheet.append(REGISTER)
    for person, (number, title, who, *rest) in zip(people, CASES, strict=True):
        sheet.append([number, title, who or person["name"], person["sector"], *rest])
    book.save(path)


class CasePictures:
    """Walks through the screens of proposals; the album saves them."""

    def __init__(self, album: Album) -> None:
        self.album, self.window = album, album.window
        self.office, self.actor = album.session.office, album.session.actor

    def all(self) -> None:
        """Every screen in the order of a case's life."""
        self.record()
        self.batches()
        self.lists()
        self.figures()
        self.units()
        self.register()

    @property
    def page(self) -> Any:
        return self.window.stack.currentWidget()

    def take_dialog(self, name: str, ask: Callable[[], object]) -> None:
        """Save the dialog that an action opens, once it has read what it shows; then it is put away."""
        timer = QTimer(interval=300)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is not None and not self.album.session.tasks.busy:
                timer.stop()
                self.album.save(name, dialog)
                dialog.close()

        timer.timeout.connect(look)
        timer.start()
        ask()

    def open_case(self, state: str, **where: Scalar) -> RecordPage:
        record = first_case(self.office, self.actor, state, **where)
        self.window.show_record("proposals", record, Siblings())
        self.album.rest()
        assert isinstance(self.page, RecordPage) and self.page.bundle
        return self.page

    def record(self) -> None:
        """The tab of handling, and dialogs of steps."""
        page = self.open_case("replied", replied_on=ANSWERED)
        self.album.take("19a-办理", lambda: (page.tabs.set_key("handling"), page._pick_tab("handling")))
        bar = page.handling.area.verticalScrollBar()
        self.album.take("19a-办理", lambda: bar.setValue(bar.maximum()))
        for name, state, move in (("19b-登记答复", "in_hand", "reply"), ("19c-交办", "docketed", "assign"),
                                  ("19d-登记征询意见", "replied", "feedback"), ("19e-不予立案", "received", "decline")):  # fmt: skip
            page = self.open_case(state)
            step = next(each for each in page.bundle.steps if each.move.name == move)
            self.take_dialog(name, lambda page=page, step=step: page._ask_step(step))
        self.correct()
        self.album.take("19g-类似的提案", lambda: self.window.show_record("proposals", "", Siblings()))
        editor = self.page.form.editors["title"]
        editor.put("关于沿河步道增设夜间照明的建议")
        editor.edited.emit()
        self.album.rest(900)
        self.album.take("19g-类似的提案", lambda: self.page.below[0].enter())
        self.page.keeper.drop()
        self.page.form.put({}, {})

    def correct(self) -> None:
        page = self.open_case("replied", replied_on=ANSWERED)
        reply = next(one for one in page.bundle.handling.of("reply"))
        self.take_dialog("19f-改正", lambda: page._correct(reply))

    def batches(self) -> None:
        """One step for many cases, filled in half way; and the sheet for what came on paper."""
        ids = list_ids(self.office, self.actor, self.office.modules["proposals"], Query(Is("state", ("docketed",))))
        self.window.show_batch(BatchStart("assign", tuple(ids[:9])))
        self.album.rest(900)
        page = self.page
        assert isinstance(page, BatchPage)
        for name, text in (("notice_no", "示协办〔2026〕12号"), ("meeting", "提案交办会")):
            spec = page.model.columns[page.model.where(name)].spec
            assert spec
            page.grid.typing.put(ALL, name, read_cell(spec, text, read_codes(self.office), self.office.today()))
        page.model.set_cells({
            (at, "unit"): grey.cell for at in range(1, min(6, len(page.model.rows))) if (grey := page.model.suggestion(at, "unit"))
        })  # fmt: skip
        self.album.rest(900)
        self.album.take(
            "20a-批量办理", lambda: page.grid.typing.go_to(min(6, len(page.model.rows)), page.model.where("unit"))
        )
        page.model.take_away([row.case.key for row in page.model.rows])
        page.keeper.drop()
        self.album.take("20b-代录", lambda: self.window.show_batch(BatchStart()))
        self.window.show_page("proposals")
        self.album.rest()
        assert isinstance(self.page, ListPage)
        self.page.model.tick_rows(0, 11, True)
        self.album.rest(500)
        self.page.ticked._fill()
        self.album.take("20c-批量菜单", lambda: self.page.ticked.menu.popup(self.page.mapToGlobal(self.page.rect().center())),
                        self.page.ticked.menu)  # fmt: skip
        self.page.ticked.menu.close()
        self.page.model.tick_all(False)

    def lists(self) -> None:
        """Lists whose rows open a case, and drafts."""
        for name, key in (("21a-承办情况", "assignments"), ("21b-征询意见表", "feedback_forms"), ("21c-承诺清单", "promises"),
                          ("21d-草稿", "drafts")):  # fmt: skip
            self.album.take(name, lambda each=key: self.window.show_page(each))

    def figures(self) -> None:
        """The top of the page, and what stands further down."""
        self.album.take("22a-统计", lambda: self.window.show_page("figures"))
        page = self.page
        assert isinstance(page, FiguresPage)
        for name, key in (("22b-图", "图"), ("22c-分类统计", "按类别"), ("22d-按单位看", "按单位看")):
            self.album.take(name, lambda each=key: page.jump(each))
        page.jump("总览")

    def units(self) -> None:
        """办理表 and 考核."""
        files = sorted((self.office.database.path.parent / "办理表").glob("*.xlsx"))
        self.album.take("23a-办理表", lambda: self.window.show_page("unit_packs"))
        page = self.page
        assert isinstance(page, UnitPacksPage)
        self.album.take("23b-收回办理表", lambda: page.read_files(files))
        self.album.take("23b-收回办理表", lambda: page.preview.table.go_to(4))
        page._put_away()
        self.album.take("24a-考核", lambda: self.window.show_page("assessments"))
        page = self.page
        assert isinstance(page, ScorePage) and page.sheet
        dialog = ScoreSheetDialog(
            self.album.session, page.scheme, page.sheet, page.year, lambda _items: None, parent=page
        )
        self.album.take("24b-考核表", dialog.show, dialog)
        dialog.close()

    def register(self) -> None:
        """The import of a register: what it was taken for, and what is checked."""
        self.album.take("25a-台账选文件", lambda: self.window.show_import("proposals"))
        page = self.page
        assert isinstance(page, ImportPage)
        path = self.office.database.path.parent / "提案台账.xlsx"
        self.album.take("25b-台账对列", lambda: page.open_file(path))
        self.album.take("25b-台账对列", lambda: page.columns.plenaries.set_key("10-01"))
        self.album.take("25c-台账核对", page.columns.confirmed.emit)
        page.check.decisions = None
