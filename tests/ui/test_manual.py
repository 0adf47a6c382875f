"""The manual: complete, found by F1 at the right page, read and searched by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument, QTextTable
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.nouns.proposals.entity import PROPOSAL
from cppcc_desktop.nouns.proposals.figures import FIGURES
from cppcc_desktop.nouns.proposals.life import MOVES
from cppcc_desktop.nouns.proposals.register.words import read_conclusion
from cppcc_desktop.nouns.proposals.register_columns import REGISTER
from cppcc_desktop.services.office.opening import Surroundings
from cppcc_desktop.services.office.settings import list_rules
from cppcc_desktop.services.records.records import list_children
from tests.conftest import Clock, Filled
from tests.ui.offices import Desk
from ui.entrance.sign_in import SignInDialog
from ui.faces import FACES
from ui.kit.dialogs.entry_dialog import EntryDialog
from ui.kit.dialogs.message_dialog import MessageDialog
from ui.kit.dialogs.messages import ask
from ui.kit.help import PAGES, HelpPage, list_help, open_manual
from ui.kit.manual.chapter_text import PICTURE
from ui.kit.manual.chapters import LINK, Chapter, find_chapters, list_chapters, manual_folder, plain_text
from ui.kit.manual.window import ManualWindow
from ui.preferences import Settings
from ui.session import BatchStart
from ui.theme import Theme, apply_theme, current_theme

ALT, CONTROL, SHIFT = (
    Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def manual(desk: Desk) -> Iterator[ManualWindow]:
    """The manual opened from the workbench."""
    made = open_manual(desk.page)
    desk.qtbot.waitExposed(made)
    yield made
    made.close()


def press_f1(desk: Desk) -> str:
    """F1 wherever the focus is; the page the manual opened at."""
    desk.press(Qt.Key.Key_F1)
    opened = [each for each in QApplication.topLevelWidgets() if isinstance(each, ManualWindow) and each.isVisible()]
    assert len(opened) == 1
    page = opened[0].page
    opened[0].close()
    return page


# what it holds


def test_every_link_and_picture_exists() -> None:
    folder, chapters = manual_folder(), list_chapters()
    names = {chapter.name for chapter in chapters}
    headings = {c.name: re.findall(r"^#+ +(.+)$", c.text, re.MULTILINE) for c in chapters}
    used: set[str] = set()
    for chapter in chapters:
        for sign, words, target in LINK.findall(chapter.text):
            assert words, chapter.name
            if sign:
                assert (folder / target).is_file(), (chapter.name, target)
                used.add(Path(target).name)
            else:
                page, _, heading = target.partition("#")
                name = page.removesuffix(".md") or chapter.name
                assert name in names, (chapter.name, target)
                assert not heading or heading in [h.casefold().replace(" ", "-") for h in headings[name]]
    assert used == {file.name for file in (folder / "图").iterdir()}, "pictures nobody sees"


def test_the_contents_name_every_page_and_each_has_one_title() -> None:
    chapters = list_chapters()
    contents = chapters[0]
    linked = [target.removesuffix(".md") for sign, _, target in LINK.findall(contents.text) if not sign]
    assert [chapter.name for chapter in chapters[1:]] == linked
    for chapter in chapters:
        assert len(re.findall(r"^# ", chapter.text, re.MULTILINE)) == 1 and chapter.title


def test_the_words_are_those_of_the_house() -> None:
    for chapter in list_chapters():
        assert not re.search(r"[您！!]", plain_text(chapter.text)), chapter.name


def test_no_mark_of_the_markup_is_left_on_a_page(qapp: QApplication) -> None:
    """Bold words that end in … or ） and run on into the next word are not read as bold: the stars would be seen."""
    for chapter in list_chapters():
        page = QTextDocument()
        page.setMarkdown(chapter.text)
        shown = page.toPlainText()
        assert not re.search(r"\*\*|\]\(|`", shown), chapter.name


def test_every_screen_has_a_page() -> None:
    names = {chapter.name for chapter in list_chapters()}
    assert {*PAGES.values(), *(part.page for face in FACES for part in face.find(HelpPage))} <= names


def test_without_a_manual_the_window_says_so(tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="没有找到手册"):
        list_chapters(tmp_path)


def test_pages_the_contents_do_not_name_come_last_in_order(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# 手册\n\n[乙](2-乙.md)\n", "utf-8")
    for name in ("10-癸", "9-壬", "2-乙"):
        (tmp_path / f"{name}.md").write_text(f"# {name[-1]}\n", "utf-8")
    assert [each.name for each in list_chapters(tmp_path)] == ["README", "2-乙", "9-壬", "10-癸"]


def test_words_are_counted_as_they_are_read(tmp_path: Path) -> None:
    text = "# 备份\n\n[备份](a.md) ![备份](图/备份.png)\n\n| 备份 | b |\n|---|---|\n| `U盘` | **u盘** |\n"
    (tmp_path / "README.md").write_text(text, "utf-8")
    chapters = list_chapters(tmp_path)
    assert (find_chapters(chapters, "备份"), find_chapters(chapters, "u盘")) == ([(chapters[0], 3)], [(chapters[0], 2)])
    assert find_chapters(chapters, "没有") == [] and find_chapters(chapters, "---") == []


# F1


def test_f1_opens_the_page_that_fits_the_screen(desk: Desk, filled: Filled) -> None:
    for key, page in list_help(desk.session.parts(HelpPage)).items():
        desk.go(key)
        assert press_f1(desk) == page, key
    desk.open("proposals", filled.proposal)
    assert press_f1(desk) == "3-办一件提案"
    desk.open("members")
    assert press_f1(desk) == "2-导入委员名册"
    desk.window.show_import("stations")
    desk.rest()
    assert press_f1(desk) == "2-导入委员名册"


def test_f1_on_the_pages_about_proposals(desk: Desk, filled: Filled) -> None:
    found: dict[str, str] = {}
    for key in ("figures", "unit_packs", "assessments", "drafts"):
        desk.go(key)
        found[key] = press_f1(desk)
    desk.window.show_batch(BatchStart("receive", (filled.proposal,)))
    desk.rest()
    found["batch"] = press_f1(desk)
    desk.window.show_import("proposals")
    desk.rest()
    found["import"] = press_f1(desk)
    assert found == {
        "figures": "12-统计", "unit_packs": "13-承办单位的办理表和考核", "assessments": "13-承办单位的办理表和考核",
        "drafts": "3-办一件提案", "batch": "11-批量办理和代录", "import": "14-从台账导入提案",
    }  # fmt: skip


def test_a_step_and_the_sheet_of_scores_have_their_pages(desk: Desk, filled: Filled) -> None:
    """F1 in a dialog opens the page of what it is asked from."""
    seen: list[str] = []

    def ask_for_help(dialog: QDialog) -> None:
        QTest.keyClick(dialog, Qt.Key.Key_F1)
        manual = dialog.findChild(ManualWindow)
        seen.append(manual.page)
        manual.close()
        dialog.done(0)

    page = desk.open("proposals", filled.proposal)
    answers = desk.answer(ask_for_help, ask_for_help)
    page._ask_step(page.bundle.steps[0])
    page = desk.go("assessments")
    page._change()
    assert not answers.left and seen == ["3-办一件提案", "13-承办单位的办理表和考核"]


# what it says is so: each of these fails when the program and the manual part


def test_every_rule_has_its_line_with_the_value_that_ships() -> None:
    rows = {cells[0]: cells[1:] for cells in table_rows("8-系统设置")}
    for rule in list_rules():
        assert rule.label in rows, rule.label
        if rule.kind == "integer":
            assert rows[rule.label][0].split()[0] == rule.default


def test_every_figure_is_explained() -> None:
    """By its label, or by the first words of a family of them."""
    text = plain_text(chapter("12-统计").text)
    for figure in FIGURES:
        word = figure.label.partition("：")[0].replace("{}", "办理结果").removeprefix("承诺")
        assert word in text, figure.label


def test_every_step_is_named() -> None:
    text = plain_text(chapter("3-办一件提案").text)
    for move in MOVES:
        assert move.label in text, move.label


def test_a_hard_case_has_six_months_once_the_due_date_is_taken_out(desk: Desk, filled: Filled) -> None:
    """What page 3 tells people to do for 疑难."""
    place, case = filled.place, filled.proposal
    place.act(case, "receive")
    for _ in range(3):
        place.act(case, "review", opinion="符合")
    place.act(case, "docket", category="4")
    page = desk.open("proposals", case)

    def hand_over(dialog: EntryDialog) -> None:
        editors = dialog.form.editors
        editors["unit"].put_typed([filled.unit, "县交通运输局", "县交通运输局"])
        editors["hard"].setChecked(True)
        editors["due_on"].put_typed("")
        dialog.main.click()

    answers = desk.answer(hand_over)
    page._ask_step(next(each for each in page.bundle.steps if each.move.name == "assign"))
    assert not answers.left
    row = list_children(desk.office, desk.actor, "assignment", case)[0]
    assert row["due_rule"] == "交办之日起6个月"


def test_headings_and_words_of_registers_are_read_as_the_page_says() -> None:
    rows = table_rows("14-从台账导入提案")
    known = {word for spec in (*REGISTER, *PROPOSAL.fields) for word in (spec.label, *spec.aliases)}
    start = next(at for at, cells in enumerate(rows) if cells[0].startswith("案号、"))
    end = next(at for at, cells in enumerate(rows) if cells[0].startswith("立案、"))
    for cells in rows[start : end - 1]:
        for word in re.split("[、；]", cells[1]):
            assert word in known, word
    told = {"立案": "docketed", "不予立案": "declined", "并案": "merged", "撤案": "withdrawn"}
    for said, meant in ((cells[0], cells[1].partition("，")[0]) for cells in rows[end:]):
        for word in said.split("、") if meant in told else ():
            found = read_conclusion(word.replace("《…》", "《关于修路的建议》"))
            assert found is not None and found.state == told[meant], word


def chapter(name: str) -> Chapter:
    return next(each for each in list_chapters() if each.name == name)


def table_rows(name: str) -> list[list[str]]:
    """Cells of every table row of a page, rules below heads left out."""
    lines = [line for line in chapter(name).text.split("\n") if line.startswith("|") and not line.startswith("|---")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_each_part_of_the_settings_has_its_page(desk: Desk) -> None:
    page = desk.go("settings")
    found = {}
    for key in page.parts:
        page.show_part(key)
        found[key] = press_f1(desk)
    assert found == {
        "office": "8-系统设置", "rules": "8-系统设置", "codes": "8-系统设置", "plenaries": "8-系统设置",
        "calendar": "8-系统设置", "numbers": "8-系统设置", "people": "6-备份字号和用户", "backup": "6-备份字号和用户",
        "look": "6-备份字号和用户",
    }  # fmt: skip


def test_the_help_button_of_the_top_bar(desk: Desk) -> None:
    desk.go("exchange")
    button = desk.window.top.help_button
    assert button.isVisible() and button.toolTip() == "帮助"
    button.click()
    menu = desk.window.top.help_menu
    assert menu.isVisible()
    menu.actions()[0].trigger()
    menu.close()
    manual = desk.window.findChild(ManualWindow)
    assert manual.isVisible() and manual.page == "5-联络站和数据交换" and not manual.isModal()
    desk.go("settings")
    menu.actions()[0].trigger()
    assert desk.window.findChildren(ManualWindow) == [manual] and manual.page == "8-系统设置"
    manual.close()


def test_a_dialog_has_help_that_it_does_not_block(desk: Desk) -> None:
    page = desk.go("settings")
    page.show_part("people")
    seen: list[str] = []

    def ask_for_help(dialog: EntryDialog) -> None:
        QTest.keyClick(dialog, Qt.Key.Key_F1)
        manual = dialog.findChild(ManualWindow)
        desk.qtbot.waitExposed(manual)
        seen.append(manual.page)
        row = manual.contents.visualRect(manual.contents.pages.index(1, 0)).center()
        place = manual.contents.viewport().mapTo(manual, row)
        QTest.mouseClick(manual.windowHandle(), LEFT, Qt.KeyboardModifier.NoModifier, place)
        seen.append(manual.page)
        dialog.done(0)

    answers = desk.answer(ask_for_help)
    page.part._add()
    assert not answers.left and seen == ["6-备份字号和用户", "1-第一次打开"]


def test_enter_in_the_last_field_leads_to_the_main_button_not_to_the_manual(desk: Desk) -> None:
    """Who types a password and Enter, Enter restored nothing and read the manual before."""
    page, seen = desk.go("settings"), []
    page.show_part("people")

    def type_through(dialog: EntryDialog) -> None:
        desk.qtbot.waitExposed(dialog)
        fields = [each for each in dialog.form.editors.values() if each.isVisible()]
        for _ in range(len(fields) * 8):
            if dialog.focusWidget() in (dialog.main, None):
                break
            QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        seen.append(dialog.focusWidget() is dialog.main and dialog.findChild(ManualWindow) is None)
        QTest.keyClick(dialog.main, Qt.Key.Key_Tab)
        seen.append(dialog.focusWidget() is dialog.away)
        dialog.done(0)

    answers = desk.answer(type_through)
    page.part._add()
    assert not answers.left and seen == [True, True]


def test_a_question_knows_help_too(desk: Desk) -> None:
    page, seen = desk.go("exchange"), []

    def ask_for_help(dialog: MessageDialog) -> None:
        QTest.keyClick(dialog, Qt.Key.Key_F1)
        seen.append(dialog.findChild(ManualWindow).page)
        dialog.done(0)

    answers = desk.answer(ask_for_help)
    ask(page, "还没有送出。")
    assert not answers.left and seen == ["5-联络站和数据交换"]


def test_whoever_cannot_get_in_finds_help(qtbot: QtBot, templates: dict[str, Path], tmp_path: Path) -> None:
    around = Surroundings(FEATURES, Clock(), tmp_path / "home")
    dialog = SignInDialog(around, templates["county"], Settings(tmp_path / "home"))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_F1)
    manual = dialog.findChild(ManualWindow)
    assert manual.isVisible() and manual.page == "1-第一次打开"
    manual.close()


# reading


def test_links_and_the_way_back(manual: ManualWindow) -> None:
    assert manual.page == "1-第一次打开" and not manual.back.isEnabled()
    manual.show_page("8-系统设置")
    bar = manual.text.verticalScrollBar()
    bar.setValue(200)
    manual.text.anchorClicked.emit(QUrl("6-备份字号和用户.md"))
    assert manual.page == "6-备份字号和用户" and manual.contents.current_id() == "6-备份字号和用户"
    QTest.keyClick(manual.text, Qt.Key.Key_Left, ALT)
    assert manual.page == "8-系统设置" and bar.value() == 200
    QTest.keyClick(manual.text, Qt.Key.Key_Backspace)
    assert manual.page == "1-第一次打开" and not manual.back.isEnabled()


def test_a_link_to_a_heading_goes_there(manual: ManualWindow) -> None:
    manual.resize(1000, 400)
    manual.text.anchorClicked.emit(QUrl("8-系统设置.md#姓氏读音"))
    assert manual.page == "8-系统设置" and manual.text.verticalScrollBar().value() > 500
    assert manual.text.textCursor().block().text() == "姓氏读音"
    manual.text.anchorClicked.emit(QUrl("#改名称和含义"))
    assert manual.text.textCursor().block().text() == "改名称和含义"


def test_the_contents_by_keyboard(manual: ManualWindow) -> None:
    manual.contents.setFocus()
    QTest.keyClick(manual.contents, Qt.Key.Key_End)
    assert manual.page == list_chapters()[-1].name
    QTest.keyClick(manual.contents, Qt.Key.Key_Return)
    assert manual.text.hasFocus()
    QTest.keyClick(manual.text, Qt.Key.Key_F6)
    assert manual.search.hasFocus()


def test_finding_a_word_in_all_pages(manual: ManualWindow) -> None:
    QTest.keyClick(manual.text, Qt.Key.Key_F, CONTROL)
    assert manual.search.hasFocus()
    manual.search.setText("待核对")
    QTest.keyClick(manual.search, Qt.Key.Key_Return)
    found = [manual.contents.pages.row(at).id for at in range(manual.contents.pages.total)]
    assert "5-联络站和数据交换" in found and "1-第一次打开" not in found and manual.page == found[0]
    assert manual.text.textCursor().selectedText() == "待核对" and manual.search.hasFocus()
    marked = manual.text.extraSelections()
    assert {each.cursor.selectedText() for each in marked} == {"待核对"}  # type: ignore[attr-defined]
    manual.search.setText("不会有的词")
    QTest.keyClick(manual.search, Qt.Key.Key_Return)
    assert manual.found.whole == "手册里没有“不会有的词”" and manual.contents.pages.total == 0
    QTest.keyClick(manual.search, Qt.Key.Key_Escape)
    assert manual.contents.pages.total == len(list_chapters()) and manual.found.whole == ""
    assert manual.page == found[0] and manual.isVisible()
    QTest.keyClick(manual.search, Qt.Key.Key_Escape)
    assert not manual.isVisible()


def test_f3_goes_through_every_place_once_and_around(manual: ManualWindow) -> None:
    manual.search.setText("备份")
    QTest.keyClick(manual.search, Qt.Key.Key_Return)
    first, places = (manual.page, manual.text.textCursor().position()), []
    total = int(re.findall(r"\d+", manual.found.whole)[0])
    for _ in range(total):
        places.append((manual.page, manual.text.textCursor().position()))
        QTest.keyClick(manual.text, Qt.Key.Key_F3)
    assert len(set(places)) == total and len({page for page, _ in places}) > 2
    assert (manual.page, manual.text.textCursor().position()) == first
    QTest.keyClick(manual.text, Qt.Key.Key_F3, SHIFT)
    assert (manual.page, manual.text.textCursor().position()) == places[-1]


def test_asked_again_it_forgets_what_was_looked_for(desk: Desk, manual: ManualWindow) -> None:
    manual.search.setText("待核对")
    QTest.keyClick(manual.search, Qt.Key.Key_Return)
    desk.go("settings")
    assert open_manual(desk.page) is manual
    assert manual.page == "8-系统设置" and manual.contents.current_id() == "8-系统设置" and not manual.search.text()
    QTest.qWait(300)  # the pause after typing
    assert manual.page == "8-系统设置"


# how it looks


def heights(manual: ManualWindow) -> dict[int, int]:
    """Type size by level of heading, 0 for text."""
    found: dict[int, int] = {}
    for block in manual.text._blocks():
        if block.text() and not block.begin().atEnd():
            level = block.blockFormat().headingLevel()
            font = block.begin().fragment().charFormat().font() if level else manual.text.document().defaultFont()
            found.setdefault(level, font.pixelSize())
    return found


@pytest.mark.parametrize("theme", [Theme(), Theme(1.5), Theme(2.0), Theme(1.0, high_contrast=True)])
def test_it_follows_size_and_contrast(manual: ManualWindow, qapp: QApplication, theme: Theme) -> None:
    manual.show_page("8-系统设置")
    apply_theme(qapp, theme)
    assert heights(manual) == {0: theme.size(14), 1: theme.size(20), 2: theme.size(16)}
    page = manual.text.grab().toImage()
    assert page.pixelColor(page.width() // 2, 8) == current_theme().color("surface")
    tables = [each for each in manual.text.document().rootFrame().childFrames() if isinstance(each, QTextTable)]
    assert tables[0].format().borderBrush().color() == theme.color("line")
    assert tables[0].cellAt(0, 0).format().background().color() == theme.color("head")


def test_no_empty_paper_below_a_picture(manual: ManualWindow) -> None:
    manual.show_page("12-统计")
    blocks = [each for each in manual.text._blocks() if each.text() == PICTURE]
    layout = manual.text.document().documentLayout()
    tallest = [each.begin().fragment().charFormat().toImageFormat().name() for each in blocks]
    assert len(blocks) == 3
    for block, name in zip(blocks, tallest, strict=True):
        image = manual.text.document().resource(QTextDocument.ResourceType.ImageResource.value, QUrl(name))
        assert layout.blockBoundingRect(block).height() < image.height() / image.devicePixelRatio() + 30


@pytest.mark.parametrize("width", [1000, 620])
def test_pictures_and_tables_are_never_wider_than_the_text(manual: ManualWindow, width: int) -> None:
    manual.resize(width, 600)
    for chapter in list_chapters():
        manual.show_page(chapter.name)
        QTest.qWait(160)
        assert manual.text.document().size().width() <= manual.text.viewport().width(), chapter.name
        assert manual.text.horizontalScrollBar().maximum() == 0
