"""An office changes its form: order, captions, own wording, what is left out."""

from __future__ import annotations

import pytest

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.exporters.document import (
    Document,
    FieldTable,
    Heading,
    Hide,
    Insert,
    Level,
    MovePart,
    Note,
    PageGrid,
    Paragraph,
    Rename,
    WritingLines,
    arrange,
    plain_text,
)
from cppcc_desktop.nouns.proposals.papers.sheet import (
    PROPOSAL_SHEET,
    JointSponsor,
    ProposalSheet,
    build_proposal_sheet,
    set_paragraph,
)
from tests.exporters.sheets import BODY, PERSON


def read_document(document: Document) -> list[str]:
    """Texts of a document in reading order, without spaces that only make room."""
    texts: list[str] = []
    for block in document.blocks:
        match block:
            case Heading(text=text) | Paragraph(text=text) | Note(text=text):
                texts.append(plain_text(text))
            case FieldTable(rows):
                texts += [plain_text(cell.text) for row in rows for cell in row.cells if not cell.joins_above]
            case _:
                pass
    return ["".join(text.split()) for text in texts]


def test_parts_are_moved_hidden_renamed_and_inserted() -> None:
    changed = arrange(
        PROPOSAL_SHEET,
        (
            Rename("proposal_sheet", "提案登记表"),
            Rename("sponsor_sector", "所属界别"),
            Rename("title", "提案题目"),
            Hide("sponsor_postcode"),
            Hide("research"),
            Hide("joint_phone"),
            MovePart("publicity", after="numbers"),
            MovePart("title"),
            Insert("county_note", "本表一式两份。", after="suggested_unit"),
            Insert("head_note", "请用钢笔填写。"),
        ),
    )
    texts = read_document(build_proposal_sheet(PERSON, changed))
    assert texts.index("请用钢笔填写。") < texts.index("提案题目") < texts.index("收件号") < texts.index("是否公开")
    assert texts.index("是否公开") < texts.index("提案形式")
    assert "提案登记表" in texts
    assert "所属界别" in texts
    assert not {"邮编", "调研情况", "电话", "案由"} & set(texts)
    assert texts.index("本表一式两份。") == texts.index(PERSON.suggested_unit) + 1


@pytest.mark.parametrize("sheet", [PERSON, BODY, ProposalSheet.blank()])
@pytest.mark.parametrize("changes", [(), (Hide("sponsor_name"), Hide("joint_unit"), Hide("collective_seal"))])
def test_every_row_is_as_wide_as_the_type_area(sheet: ProposalSheet, changes: tuple[Hide, ...]) -> None:
    for block in build_proposal_sheet(sheet, arrange(PROPOSAL_SHEET, changes)).blocks:
        if isinstance(block, FieldTable):
            for row in block.rows:
                assert abs(sum(cell.width for cell in row.cells) - PageGrid.TYPE_WIDTH) < 1e-6


@pytest.mark.parametrize(
    "change", [Hide("none"), Rename("none", "无"), MovePart("none"), Insert("a", "b", after="none")]
)
def test_a_change_of_an_unknown_part_is_refused_by_name(change: Hide | Rename | MovePart | Insert) -> None:
    with pytest.raises(OfficeError, match="none"):
        arrange(PROPOSAL_SHEET, (change,))


def test_fields_come_in_the_order_of_the_form() -> None:
    texts = read_document(build_proposal_sheet(ProposalSheet.blank()))
    order = [
        "收件号", "案号", "类别", "案由", "提案形式", "姓名", "界别", "专委会", "单位职务", "通讯地址", "邮编", "联系电话",
        "联名提案人", "签名", "集体名称", "执笔人", "联系人", "负责人", "公章", "是否公开", "建议办理单位", "情况与问题",
        "意见建议", "调研情况",
    ]  # fmt: skip
    places = [texts.index(name) for name in order]
    assert places == sorted(places)


def test_a_collective_proposal_shows_the_body_and_no_person() -> None:
    texts = read_document(build_proposal_sheet(BODY))
    assert "集体名称" in texts
    assert not {"第一提案人", "联名提案人"} & set(texts)
    assert "情况与问题" in texts
    assert not any("调研情况" in text for text in texts)


def test_the_chosen_form_is_ticked_and_another_wording_printed() -> None:
    texts = read_document(build_proposal_sheet(PERSON))
    assert any("■委员联名" in text and "□委员个人" in text for text in texts)
    texts = read_document(build_proposal_sheet(ProposalSheet(title="题", form="界别联组")))
    assert "界别联组" in texts


def test_short_numbered_lines_are_headings_and_sentences_are_not() -> None:
    assert set_paragraph("一、基本情况").level is Level.FIRST
    assert set_paragraph("（二）存在的问题").level is Level.SECOND
    assert set_paragraph("（二）健全机制。要落实责任，形成合力。").level is Level.BODY


def test_a_text_written_by_nobody_leaves_lines_only_on_the_blank_form() -> None:
    blank = build_proposal_sheet(ProposalSheet.blank()).blocks
    assert sum(isinstance(block, WritingLines) for block in blank) == 3
    assert not any(isinstance(block, WritingLines) for block in build_proposal_sheet(PERSON).blocks)


def test_joint_sponsors_of_a_single_member_take_no_rows() -> None:
    alone = ProposalSheet(title="题", sponsor=PERSON.sponsor)
    assert "联名提案人" not in read_document(build_proposal_sheet(alone))
    two = ProposalSheet(title="题", joint=(JointSponsor("甲"),))
    assert "甲" in read_document(build_proposal_sheet(two))
