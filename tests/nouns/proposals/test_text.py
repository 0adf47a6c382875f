"""Proposals out of Word and text files: many layouts, all invented, and files that are none."""

from __future__ import annotations

import io
import re
import time
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cppcc_desktop.domain.errors import Cancelled, OfficeError
from cppcc_desktop.importers.documents.documents import read_document
from cppcc_desktop.nouns.proposals.files.body import number_items
from cppcc_desktop.nouns.proposals.files.text import ProposalText, read_proposal, recognise_text
from tests.importers.papers import (
    ANALYSIS,
    ITEMS,
    TITLE,
    add_table,
    add_text_box,
    box,
    number_by_word,
    paragraph,
    run,
    table,
    write,
    write_parts,
    write_table,
)  # fmt: skip

NUMBERED = f"1. {ITEMS[0]}\n2. {ITEMS[1]}"
TODAY = date(2026, 6, 8)


def read(path: Path) -> ProposalText:
    return read_proposal(path, today=TODAY)


def check(found: ProposalText, analysis: str = ANALYSIS, suggestions: str = NUMBERED) -> None:
    assert found.value("title") == TITLE
    assert found.value("analysis") == analysis
    assert found.value("suggestions") == suggestions


def test_labels_and_headings_in_paragraphs(tmp_path: Path) -> None:
    found = read(write(
        tmp_path / "a.docx", "政协示例县第十届委员会第三次会议提案", f"案由：{TITLE}",
        "第一提案人：郑晓禾　界别：医药卫生界　电话：13900001111", "联名人：陈素芬、阿依·古兰", "建议承办单位：县交通运输局",
        "情况：", f"　　{ANALYSIS}", "建议：", f"一、{ITEMS[0]}", f"二、{ITEMS[1]}", "2026年1月8日",
    ))  # fmt: skip
    check(found)
    assert found.first and (found.first.name, found.first.sector, found.first.phone) == (
        "郑晓禾",
        "医药卫生界",
        "13900001111",
    )
    assert [each.name for each in found.joint] == ["陈素芬", "阿依·古兰"] and found.value("form") == "2"
    assert found.value("suggested_unit") == "县交通运输局" and found.value("submitted_on") == "2026-01-08"
    assert found.parts["title"].source == f"案由：{TITLE}" and not found.tables
    assert not any(part.doubt for part in found.parts.values()) and not found.doubts


def test_a_form_as_a_table(tmp_path: Path) -> None:
    found = read(write_table(tmp_path / "b.docx", [
        ["案  由", TITLE], ["第一提案人", "郑晓禾", "界  别", "医药卫生界"], ["工作单位及职务", "县医院医生", "联系电话", "13900001111"],
        ["联名人", "陈素芬\n阿依·古兰"], ["提案类别", "社会建设", "建议承办单位", "县交通运输局"],
        ["情\n况\n分\n析", ANALYSIS], ["建\n议", f"（一）{ITEMS[0]}\n（二）{ITEMS[1]}"], ["审查意见", ""],
    ], "政协示例县委员会提案表"))  # fmt: skip
    check(found)
    assert found.tables and found.first and found.first.post == "县医院医生" and found.first.phone == "13900001111"
    assert [each.name for each in found.joint] == ["陈素芬", "阿依·古兰"] and found.value("category") == "社会建设"


def test_a_table_with_a_list_of_joint_sponsors(tmp_path: Path) -> None:
    found = read(write_table(tmp_path / "c.docx", [
        ["案由", TITLE], ["姓名", "界别", "工作单位", "电话"], ["郑晓禾", "医药卫生界", "县医院", "13900001111"],
        ["陈素芬", "农业界", "云水镇", ""], ["提案内容", f"情况：{ANALYSIS}\n建议：\n1、{ITEMS[0]}\n2、{ITEMS[1]}"],
    ]))  # fmt: skip
    check(found)
    assert found.first and (found.first.name, found.first.post) == ("郑晓禾", "县医院")
    assert [(each.name, each.sector) for each in found.joint] == [("陈素芬", "农业界")]


def test_labels_above_their_values(tmp_path: Path) -> None:
    found = read(write_table(tmp_path / "d.docx", [
        ["案由", TITLE], ["提案人", "郑晓禾"], ["情况分析"], [ANALYSIS], ["建议"], [f"1.{ITEMS[0]}\n2.{ITEMS[1]}"],
    ]))  # fmt: skip
    check(found)
    assert found.value("form") == "1"


def test_no_headings_at_all(tmp_path: Path) -> None:
    found = read(
        write(tmp_path / "e.docx", TITLE, "郑晓禾", ANALYSIS, "为此，建议如下：", f"1. {ITEMS[0]}", f"2. {ITEMS[1]}")
    )
    assert found.value("suggestions") == NUMBERED and ANALYSIS in found.value("analysis")
    assert found.value("title") == TITLE and found.first and found.first.name == "郑晓禾"
    assert found.doubts == ("文件里没有写明提案人，“郑晓禾”是案由下面的一行，请核对。",)
    assert read(write(tmp_path / "e2.docx", TITLE, ANALYSIS)).parts["form"].doubt == "文件里没有找到提案人。"


def test_only_text_says_what_is_missing(tmp_path: Path) -> None:
    found = read(write(tmp_path / "f.docx", "公交太少", ANALYSIS, "请有关方面重视。"))
    assert found.value("title") == "公交太少" and "正文的第一行" in found.parts["title"].doubt
    assert found.value("analysis") == f"{ANALYSIS}\n请有关方面重视。"
    assert found.parts["suggestions"].doubt == "文件里没有找到建议部分，全文都放在“情况与分析”里了。"


def test_chinese_headings_stay_inside_the_situation(tmp_path: Path) -> None:
    found = read(write(
        tmp_path / "g.docx", TITLE, "提案人：郑晓禾", "一、基本情况", ANALYSIS, "二、存在的问题", "（一）班次少。", "（二）保障措施不够",
        "三、对策建议", "（一）加强领导。", "1. 成立专班。", "（二）加大投入。",
    ))  # fmt: skip
    assert found.value("analysis") == f"一、基本情况\n{ANALYSIS}\n二、存在的问题\n（一）班次少。\n（二）保障措施不够"
    assert found.value("suggestions") == "1. 加强领导。\n1. 成立专班。\n2. 加大投入。"


def test_numbers_that_word_writes_by_itself(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(TITLE)
    document.add_paragraph("提案人：郑晓禾")
    document.add_paragraph(ANALYSIS)
    document.add_paragraph("建议：")
    number_by_word(document, ITEMS, "chineseCounting", "%1、")
    document.save(str(tmp_path / "h.docx"))
    check(read(tmp_path / "h.docx"))


def test_a_collective_with_its_writer(tmp_path: Path) -> None:
    found = read(write(
        tmp_path / "i.docx", f"案由：{TITLE}", "提案单位：民盟示例县总支", "执笔人：郑晓禾  联系人：陈素芬  联系电话：0571-88001234",
        "负责人：李建国", "调研情况：", "2025年走访了六个乡镇。", "情况分析：", ANALYSIS, "意见建议：", *(f"{n}是{i}" for n, i in zip("一二", ITEMS, strict=True)),
    ))  # fmt: skip
    check(found)
    assert found.first is None and found.value("collective") == "民盟示例县总支" and found.value("form") == "3"
    assert (found.value("drafter"), found.value("contact_person"), found.value("contact_phone"), found.value("head")) == (
        "郑晓禾", "陈素芬", "0571-88001234", "李建国",
    )  # fmt: skip
    assert found.value("research") == "2025年走访了六个乡镇。"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("示例县工商业联合会（工商联）", "4"), ("经济委员会", "5"), ("教育界", "6"), ("第三委员小组", "7"),
        ("云水镇联络站", "8"), ("九三学社示例县支社", "3"), ("县妇联", "4"),
    ],
)  # fmt: skip
def test_a_collective_where_a_person_is_asked_for(tmp_path: Path, name: str, form: str) -> None:
    found = read(write(tmp_path / "j.docx", TITLE, f"提案者：{name}", f"情况：{ANALYSIS}", "建议：", *ITEMS))
    assert (found.value("collective"), found.value("form"), found.first) == (name, form, None)


def test_one_paragraph_with_items_inside(tmp_path: Path) -> None:
    found = read(write(tmp_path / "k.docx", TITLE, "提案人:郑晓禾", ANALYSIS, f"建议：一是{ITEMS[0]}二是{ITEMS[1]}"))
    check(found)


def test_the_title_over_two_lines_and_names_set_apart(tmp_path: Path) -> None:
    found = read(write(tmp_path / "l.docx", "关于优化城乡公交班次", "的建议", "提案人：张　三　　附议人：李 四、王五六", ANALYSIS, "建议：", *(f"（{n}）{i}" for n, i in zip("12", ITEMS, strict=True))))  # fmt: skip
    check(found)
    assert found.first and found.first.name == "张三" and [each.name for each in found.joint] == ["李四", "王五六"]


def test_a_title_that_is_too_long_is_kept_and_told(tmp_path: Path) -> None:
    title = "关于" + "进一步加强" * 10 + "的建议"
    found = read(write(tmp_path / "m.docx", f"案由：{title}", ANALYSIS))
    assert found.value("title") == title and found.parts["title"].doubt == "案由有 55 字，最多 50 字，请改短。"


def test_text_boxes_and_what_was_deleted_are_left_out(tmp_path: Path) -> None:
    document = docx.Document()
    add_text_box(document, "内部")
    for line in (
        f"案由：{TITLE}",
        "提案人：郑晓禾",
        f"情况：{ANALYSIS}",
        "建议：",
        *(f"{n}、{i}" for n, i in zip("一二", ITEMS, strict=True)),
    ):
        document.add_paragraph(line)
    hidden = document.add_paragraph("").add_run("看不见")
    hidden.font.hidden = True
    document.save(str(tmp_path / "n.docx"))
    found = read(tmp_path / "n.docx")
    check(found)
    assert found.doubts == ("不像正文，没有读：“内部”。", "隐藏的文字没有读：“看不见”。")


def test_a_table_inside_the_text_keeps_its_words(tmp_path: Path) -> None:
    document = docx.Document()
    for line in (f"案由：{TITLE}", "提案人：郑晓禾", "情况：", ANALYSIS):
        document.add_paragraph(line)
    add_table(document, [["线路", "班次"], ["1路", "12"]])
    document.add_paragraph("建议：")
    document.add_paragraph(ITEMS[0])
    document.save(str(tmp_path / "o.docx"))
    found = read(tmp_path / "o.docx")
    assert all(word in found.value("analysis") for word in ("线路", "班次", "1路", "12")) and found.tables


def test_several_people_in_brackets_and_one_that_is_none(tmp_path: Path) -> None:
    found = read(write(
        tmp_path / "p.docx", TITLE, "第一提案人：郑晓禾（医药卫生界、县医院）", "联名人：陈素芬（农业界），李某某等3人，？？", ANALYSIS, "建议", *ITEMS,
    ))  # fmt: skip
    assert found.first and (found.first.sector, found.first.post) == ("医药卫生界", "县医院")
    assert [each.name for each in found.joint][:1] == ["陈素芬"] and found.doubts


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16", "utf-16-le"])
def test_text_files(tmp_path: Path, encoding: str) -> None:
    text = "\r\n".join(
        [f"案由：{TITLE}", "提案人：郑晓禾", "一、情况", ANALYSIS, "二、建议", f"1、{ITEMS[0]}", f"2、{ITEMS[1]}"]
    )
    (tmp_path / "q.txt").write_bytes(text.encode(encoding))
    found = read(tmp_path / "q.txt")
    assert found.value("title") == TITLE and found.value("suggestions") == NUMBERED


def test_pasted_text() -> None:
    found = recognise_text(f"{TITLE}\n\n提案人：郑晓禾\n{ANALYSIS}\n建议：\n1) {ITEMS[0]}\n2) {ITEMS[1]}", TODAY)
    check(found)
    assert recognise_text("").parts["form"].doubt


def test_two_answers_to_one_question(tmp_path: Path) -> None:
    found = read(write(tmp_path / "r.docx", f"案由：{TITLE}", "题目：关于另一件事的建议", ANALYSIS))
    assert found.value("title") == TITLE and "关于另一件事的建议" in found.parts["title"].doubt


@pytest.mark.parametrize(
    ("lines", "analysis", "suggestions", "name"),
    [
        (
            ["提    案", "一、案由", TITLE, "二、情况分析", "老人多。", "（一）设施不足。", "三、具体建议", "（一）加大投入。", "（二）培训队伍。", "提案人：郑晓禾"],
            "二、情况分析\n老人多。\n（一）设施不足。", "1. 加大投入。\n2. 培训队伍。", "郑晓禾",
        ),
        (
            [TITLE, "民建示例县总支", "一、提案背景", "发展快。", "二、存在问题", "1.缺少规划。", "三、几点建议", "1.科学规划。", "完善激励措施", "2.引进人才。", "以上建议，请予考虑。"],
            "一、提案背景\n发展快。\n二、存在问题\n1.缺少规划。", "1. 科学规划。\n完善激励措施\n2. 引进人才。", "民建示例县总支",
        ),
        ([f"案由：{TITLE}", "提案人：郑晓禾 县医院", "【情况】", "路坏。", "【建议】修。"], "路坏。", "修。", "郑晓禾"),
        (["案  由：" + TITLE, "提 案 人：郑晓禾", "内  容：路坏了，应修。", "办  法：1.修。2.管。"], "路坏了，应修。", "1. 修。\n2. 管。", "郑晓禾"),
        (
            [TITLE, "（第一提案人：郑晓禾  县医院）", "出行难。问题如下：", "一是坑多。", "为此，建议：", "一是修补。", "二是装灯。"],
            "出行难。问题如下：\n一是坑多。\n为此，建议：", "1. 修补。\n2. 装灯。", "郑晓禾",
        ),
        ([TITLE, "基本情况", "路坏。", "工作建议", "修。", "2026年1月8日", "提案人：郑晓禾"], "路坏。", "修。", "郑晓禾"),
    ],
)  # fmt: skip
def test_further_layouts(tmp_path: Path, lines: list[str], analysis: str, suggestions: str, name: str) -> None:
    found = read(write(tmp_path / "s.docx", *lines))
    check(found, analysis, suggestions)
    assert (found.first.name if found.first else found.value("collective")) == name


def test_a_table_with_headings_at_its_left_edge(tmp_path: Path) -> None:
    found = read(write_table(tmp_path / "t.docx", [
        ["案由", TITLE, "", "", ""], ["第一提案人", "姓名", "郑晓禾", "界别", "医药卫生界"], ["", "单位及职务", "县医院主任", "电话", "13900001111"],
        ["联名提案人", "姓名", "界别", "单位", "电话"], ["", "陈素芬", "农业界", "云水镇", "13900002222"], ["", "王五六", "", "", ""],
        ["提案内容（情况、分析、建议）", f"一、情况\n{ANALYSIS}\n二、建议\n1、{ITEMS[0]}\n2、{ITEMS[1]}"], ["审查意见", ""],
    ]))  # fmt: skip
    check(found, f"一、情况\n{ANALYSIS}")
    assert found.first and (found.first.post, found.first.phone) == ("县医院主任", "13900001111")
    assert [(each.name, each.phone) for each in found.joint] == [("陈素芬", "13900002222"), ("王五六", "")]


def test_items_are_numbered_by_their_outermost_marks() -> None:
    assert number_items(["甲。", "乙。"]) == "甲。\n乙。"
    assert number_items(["前言：", "①甲", "②乙"]) == "前言：\n1. 甲\n2. 乙"
    assert number_items(["第一，甲", "第二，乙"]) == "1. 甲\n2. 乙"
    assert number_items(["3.5公里", "1.5倍"]) == "3.5公里\n1.5倍"


# files that are none


def refuse(path: Path, said: str) -> None:
    begun = time.monotonic()
    with pytest.raises(OfficeError) as caught:
        read(path)
    assert said in caught.value.what and caught.value.todo and caught.value.kept == "没有登记，也没有改动任何数据。"
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "是空的"),
        (b"  \r\n", "是空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "已经损坏"),
        (b"{\\rtf1 x}", "老的 Word 或 WPS 格式"),
        (b"%PDF-1.7", "是 PDF"),
        (b"\x89PNG\r\n", "是图片"),
        (b"<html><body><img>", "其实是网页"),
        (b"<?xml version='1.0'?><w:wordDocument/>", "XML 格式的 Word 文件"),
        (bytes(range(256)) * 9, "看不出里面是什么"),
        (b"PK\x03\x04 nothing", "不完整"),
        (b"Rar!x", "是压缩包"),
    ],
)
def test_what_is_no_document(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "坏.docx").write_bytes(content)
    refuse(tmp_path / "坏.docx", said)


def repack(path: Path, change: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path) as archive:
        held = {each: archive.read(each) for each in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**held, **change}.items():
            archive.writestr(name, content)


def test_a_truncated_file_a_bomb_and_a_foreign_reference(tmp_path: Path) -> None:
    whole = write(tmp_path / "a.docx", TITLE, ANALYSIS)
    (tmp_path / "b.docx").write_bytes(whole.read_bytes()[:-400])
    refuse(tmp_path / "b.docx", "不完整")
    repack(whole, {"word/media/x.bin": b"\0" * 600_000_000})
    refuse(whole, "大得不正常")
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    foreign = write(tmp_path / "c.docx", TITLE)
    repack(foreign, {"word/document.xml": entity})
    refuse(foreign, "外部引用")
    damaged = write(tmp_path / "d.docx", TITLE)
    repack(damaged, {"word/document.xml": b"<w:document>"})
    refuse(damaged, "损坏")


def test_macros_are_not_looked_at_and_pictures_make_no_difference(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.docm",
        f"案由：{TITLE}",
        "提案人：郑晓禾",
        f"情况：{ANALYSIS}",
        "建议：",
        *(f"{n}、{i}" for n, i in zip("一二", ITEMS, strict=True)),
    )
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0 macro")
        archive.writestr("word/media/image1.png", b"\x89PNG" + bytes(30_000_000))
    assert path.stat().st_size > 30_000_000
    begun = time.monotonic()
    check(read(path))
    assert time.monotonic() - begun < 5


def test_too_large_a_folder_nothing_and_a_sheet(tmp_path: Path) -> None:
    refuse(tmp_path, "是一个文件夹")
    refuse(tmp_path / "没有.docx", "找不到文件")
    with (tmp_path / "大.docx").open("wb") as file:
        file.truncate(51_000_000)
    refuse(tmp_path / "大.docx", "超过了 50 MB")
    (tmp_path / "长.txt").write_text("好" * 1_000_001, "utf-8")
    refuse(tmp_path / "长.txt", "100 万字")
    refuse(write(tmp_path / "空.docx", " "), "里没有文字")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    (tmp_path / "表.xlsx").write_bytes(buffer.getvalue())
    refuse(tmp_path / "表.xlsx", "是表格")


def test_stopping(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx", TITLE)
    with pytest.raises(Cancelled):
        read_proposal(path, cancelled=lambda: True)
    with pytest.raises(OfficeError, match="还没有读完"):
        read_proposal(path, seconds=0)


def test_in_this_process_too(tmp_path: Path) -> None:
    blocks = read_document(write(tmp_path / "a.docx", TITLE, ANALYSIS).read_bytes())["blocks"]
    assert blocks == [("p", TITLE), ("p", ANALYSIS)]


PIECES = st.sampled_from([
    "案由：", "提案人：", "联名人", "建议：", "一、", "（一）", "1.", "情况", "关于好的建议", "姓名", "电话", "\t", "　", "：", "好。", "𬱖", "2026年1月8日",
])  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=5).map("".join), max_size=12))
def test_nothing_makes_it_stumble(lines: list[str]) -> None:
    found = recognise_text("\n".join(lines), TODAY)
    assert all(part.value or part.doubt for part in found.parts.values())


# what stands around the text of a printed form


def names_of(found: ProposalText) -> list[str]:
    return [each.name for each in (*([found.first] if found.first else []), *found.joint)]


def left(found: ProposalText) -> list[str]:
    """The lines a doubt names as not read."""
    told = [each for each in found.doubts if each.startswith("不像正文，没有读：")]
    return [line for each in told for line in re.findall("“(.*?)”", each)]


def test_a_letterhead_and_labels_nobody_knows_are_not_the_text(tmp_path: Path) -> None:
    found = read(write(
        tmp_path / "a.docx", "示例县第十届三次会议提案", "总编（2026）第12号", f"案    由：{TITLE}", "提 案 人：  郑晓禾", "联系地址：  云水镇1号",
        "附议提案人： 陈素芬、王五六", "提案人建议办理单位： 县交通运输局", "届　　别：十届", "内    容：", ANALYSIS, "建议：",
        *(f"{n}.{i}" for n, i in zip("12", ITEMS, strict=True)),
    ))  # fmt: skip
    check(found)
    assert (names_of(found), found.value("form")) == (["郑晓禾", "陈素芬", "王五六"], "2")
    assert found.value("suggested_unit") == "县交通运输局"
    assert left(found) == ["总编（2026）第12号", "联系地址：云水镇1号", "届 别：十届"]


def test_a_cover_sheet_and_the_rules_for_units_are_not_the_text(tmp_path: Path) -> None:
    rules = ["1. 收到后十日内提出意见，逾期不再受理。", "2. 三个月内书面答复提案人，并抄送提案委。"]
    found = read(write(
        tmp_path / "a.docx", "提案办理登记", "承办单位须知", *rules, "收文日期：", f"案由：{TITLE}", "提案人：郑晓禾", ANALYSIS, "一、建议",
        *(f"（{n}）{i}" for n, i in zip("一二", ITEMS, strict=True)), "填写说明：", *rules,
    ))  # fmt: skip
    check(found)
    assert left(found) == ["提案办理登记", "承办单位须知", *rules, "填写说明：", *rules], "收文日期 says nothing"


def test_a_short_line_above_the_text_is_named(tmp_path: Path) -> None:
    found = read(write(tmp_path / "a.docx", TITLE, "（征求意见稿）", "提案人：郑晓禾", "现状概述：班次少，群众等车时间长。", "建议：修。"))  # fmt: skip
    assert (found.value("analysis"), left(found)) == ("现状概述：班次少，群众等车时间长。", ["（征求意见稿）"])


def test_what_stands_below_the_signature_is_named(tmp_path: Path) -> None:
    found = read(write(
        tmp_path / "a.docx", TITLE, f"情况：{ANALYSIS}", "建议：", "1. 修路。", "责任单位：县交通运输局", "以上建议，请予考虑。", "提案人：郑晓禾",
        "通讯地址：云水镇1号", "其他事项：无", "2026年1月8日",
    ))  # fmt: skip
    assert found.value("suggestions") == "1. 修路。\n责任单位：县交通运输局"
    assert (left(found), found.value("submitted_on")) == (["通讯地址：云水镇1号", "其他事项：无"], "2026-01-08")


def test_nothing_that_reads_like_text_leaves_what_there_is() -> None:
    found = recognise_text("某单位\n某某街\n某某号", TODAY)
    assert (found.value("title"), found.value("analysis")) == ("某单位", "某某街\n某某号")


JOINT = (
    ["附议人：陈素芬、王五六"],
    ["联名提案人（2人）：陈素芬　王五六"],
    ["附议提案人1：陈素芬", "附议提案人2：王五六"],
    ["联名人：", "1. 陈素芬 云水镇人民政府镇长 13900002222", "2. 王五六（农业界）"],
    ["共同提案人：陈素芬、", "王五六"],
    ["附 议 人：陈素芬", "　　　　　王五六"],
    ["联署委员：陈素芬，云水镇镇长，13900002222；王五六，县一中教师"],
    ["联名委员：陈素芬委员、王五六委员"],
)  # fmt: skip


@pytest.mark.parametrize("layout", JOINT)
def test_joint_sponsors_in_lines(tmp_path: Path, layout: list[str]) -> None:
    found = read(write(tmp_path / "a.docx", f"案由：{TITLE}", "第一提案人：郑晓禾", *layout, "情况：", ANALYSIS, "建议：", *(f"{n}、{i}" for n, i in zip("一二", ITEMS, strict=True))))  # fmt: skip
    check(found)
    assert (names_of(found), left(found)) == (["郑晓禾", "陈素芬", "王五六"], [])


JOINT_ROWS = (
    [["附议人", "陈素芬、王五六"]],
    [["附议人", "单位", "电话"], ["陈素芬", "云水镇", "13900002222"], ["王五六", "县一中", ""]],
    [["附议人", "陈素芬", "云水镇人民政府", "13900002222"], ["", "王五六", "县一中", ""]],
    [["联名人", "陈素芬", "王五六"]],
    [["序号", "姓名", "单位及职务", "联系电话", "签名"], ["1", "陈素芬", "云水镇镇长", "13900002222", ""], ["2", "王五六", "", "", ""]],
)  # fmt: skip


@pytest.mark.parametrize("layout", JOINT_ROWS)
def test_joint_sponsors_in_a_table(tmp_path: Path, layout: list[list[str]]) -> None:
    rows = [["案由", TITLE], ["第一提案人", "郑晓禾", "界别", "医药卫生界"], *layout, ["情况", ANALYSIS], ["建议", "\n".join(f"{n}、{i}" for n, i in zip("一二", ITEMS, strict=True))]]  # fmt: skip
    path = write_parts(tmp_path / "a.docx", table(*rows))
    found = read(path)
    check(found)
    assert (names_of(found), left(found)) == (["郑晓禾", "陈素芬", "王五六"], [])
    assert found.first and found.first.sector == "医药卫生界"
    assert [each.phone for each in found.joint] in ([["13900002222", ""], ["", ""]])


def test_whoever_stands_first_under_one_label_for_all(tmp_path: Path) -> None:
    found = read(
        write(tmp_path / "a.docx", TITLE, "第一提案人/附议人：郑晓禾、", "陈素芬、王五六", f"情况：{ANALYSIS}")
    )
    assert names_of(found) == ["郑晓禾", "陈素芬", "王五六"]


def test_others_without_a_name_are_told(tmp_path: Path) -> None:
    found = read(write(tmp_path / "a.docx", TITLE, "提案人：郑晓禾", "附议人：陈素芬等5人", f"情况：{ANALYSIS}"))
    assert "联名人里的“等5人”看不出是谁，没有读。" in found.doubts and names_of(found) == ["郑晓禾", "陈素芬"]


def test_cells_of_a_form_that_nobody_can_place_are_named(tmp_path: Path) -> None:
    rows = [["提案登记"], ["案由", TITLE], ["联系地址", "云水镇1号"], ["情况", ANALYSIS], ["建议", f"1、{ITEMS[0]}\n2、{ITEMS[1]}"], ["县长批示", "同意"], ["送达情况", "已送"]]  # fmt: skip
    found = read(write_parts(tmp_path / "a.docx", table(*rows)))
    check(found)
    assert left(found) == ["提案登记", "联系地址：云水镇1号", "县长批示：同意", "送达情况", "已送"]


def test_labels_in_radicals_as_copied_out_of_a_pdf() -> None:
    found = recognise_text(f"案由：{TITLE}\n提案⼈：郑晓禾\n联名⼈：陈素芬\n情况：{ANALYSIS}\n建议：修。", TODAY)
    assert names_of(found) == ["郑晓禾", "陈素芬"]


def test_units_for_the_lead_and_for_the_others(tmp_path: Path) -> None:
    found = read(write(tmp_path / "a.docx", TITLE, "提案人：郑晓禾", "建议主办单位：县交通运输局", "建议会办单位：县财政局", f"情况：{ANALYSIS}"))  # fmt: skip
    assert found.value("suggested_unit") == "县交通运输局、县财政局" and not found.parts["suggested_unit"].doubt


def test_what_word_hides_and_frames_is_told(tmp_path: Path) -> None:
    body = paragraph(f"案由：{TITLE}", box("密级：内部")) + paragraph("提案人：郑晓禾") + paragraph(f"情况：{ANALYSIS}", run("草稿", "<w:vanish/>"))  # fmt: skip
    found = read(write_parts(tmp_path / "a.docx", body))
    assert found.value("analysis") == ANALYSIS and found.doubts == ("不像正文，没有读：“密级：内部”。", "隐藏的文字没有读：“草稿”。")  # fmt: skip
