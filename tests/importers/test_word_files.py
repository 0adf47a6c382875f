"""What programs besides Word on a desk make of a Word file, and what Word itself puts into one."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from cppcc_desktop.importers.causes import Unreadable
from cppcc_desktop.importers.documents.documents import ReadDocument, read_document
from tests.importers.papers import box, deleted, guide, inserted, paragraph, run, table, write_parts

HIDDEN = "<w:vanish/>"
PAGE = (
    "<html><head><meta charset='utf-8'><title>不是正文</title><style>p {}</style></head><body><p>关于<b>公交</b>的建议<br>第二行</p>"
    "<ol><li>增加班次。</li><li>延长时间。</li></ol><p style='display:none'>看不见</p>"
    "<table><tr><td rowspan=2>甲<td>乙</tr><tr><td>丙<br>丁</table><ruby>岙<rt>ào</rt></ruby>口</body></html>"
)
PAGE_BLOCKS = [
    ("p", "关于公交的建议"), ("p", "第二行"), ("p", "1. 增加班次。"), ("p", "2. 延长时间。"),
    ("t", [["甲", "乙"], ["", "丙\n丁"]]), ("p", "岙口"),
]  # fmt: skip


def read(path: Path) -> ReadDocument:
    return read_document(path.read_bytes())


def lines(path: Path) -> list[object]:
    return [content for _, content in read(path)["blocks"]]


@pytest.mark.parametrize(
    ("main", "mark", "strict"),
    [
        ("word/document.xml", "/", False), ("word/document2.xml", "/", False), ("Doc/Main.xml", "/", False),
        ("word/document.xml", "\\", False), ("word/document.xml", "/", True),
    ],
)  # fmt: skip
def test_the_main_part_is_where_the_relations_say(tmp_path: Path, main: str, mark: str, strict: bool) -> None:
    numbering = (
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="1">'
        '<w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    numbered = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>现状</w:t></w:r></w:p>'
    )
    path = write_parts(
        tmp_path / "a.docx", paragraph("云水镇") + numbered, ("n", "numbering", "n.xml"), main=main, mark=mark, strict=strict,
        **{"n.xml": numbering},
    )  # fmt: skip
    assert lines(path) == ["云水镇", "一、现状"]


def test_a_file_whose_relations_are_lost(tmp_path: Path) -> None:
    path = write_parts(tmp_path / "a.docx", paragraph("云水镇"))
    with zipfile.ZipFile(path) as archive:
        content = archive.read("word/document.xml")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", content)
    assert lines(path) == ["云水镇"]


@pytest.mark.parametrize(
    ("names", "cause"), [(["OFD.xml"], "ofd"), (["content.xml"], "open_document"), (["a.txt"], "archive"), (["xl/workbook.xml"], "sheet")]
)  # fmt: skip
def test_other_files_that_are_a_zip(tmp_path: Path, names: list[str], cause: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        for each in names:
            archive.writestr(each, "<x/>")
    with pytest.raises(Unreadable, match=cause):
        read(tmp_path / "a.docx")


def test_phonetic_guides_are_no_text(tmp_path: Path) -> None:
    path = write_parts(tmp_path / "a.docx", paragraph("提案人：", guide("郑", "zhèng"), "晓禾"))
    assert lines(path) == ["提案人：郑晓禾"]


def test_boxes_are_read_once_where_they_are_anchored(tmp_path: Path) -> None:
    body = paragraph("上文", box("框里一", "框里二")) + table(["格", "外"]) + paragraph(box("末框"))
    assert lines(write_parts(tmp_path / "a.docx", body)) == ["上文", "框里一", "框里二", [["格", "外"]], "末框"]


def test_revisions_are_read_as_accepted_and_told(tmp_path: Path) -> None:
    joined = '<w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>' + paragraph("后半")
    row = "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr>"
    body = paragraph("甲", deleted("旧"), inserted("新")) + joined + table(["留"]).replace("</w:tbl>", f"{row}</w:tbl>")
    found = read(write_parts(tmp_path / "a.docx", body))
    assert [content for _, content in found["blocks"]] == ["甲新", "前半后半", [["留"]]]
    assert found["notes"] == ["文件里有没接受的修订，按改过以后的文字读的。"]


def test_hidden_text_is_named_and_what_only_seems_hidden_is_read(tmp_path: Path) -> None:
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    )
    body = paragraph(
        "看得见", run("藏一", HIDDEN), run("没藏", '<w:vanish w:val="0"/>'), run("藏二", '<w:rStyle w:val="h"/>')
    )
    found = read(write_parts(tmp_path / "a.docx", body, ("s", "styles", "s.xml"), **{"s.xml": styles}))
    assert found["blocks"] == [("p", "看得见没藏")] and found["notes"] == ["隐藏的文字没有读：“藏一”“藏二”。"]


def test_signs_fields_and_forms_nobody_filled_in(tmp_path: Path) -> None:
    symbol = '<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>'
    field = "<w:r><w:instrText>DATE</w:instrText></w:r>" + run("3月5日")
    empty = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处输入')}</w:sdtContent></w:sdt>"
    filled = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('云水镇')}</w:sdtContent></w:sdt>"
    assert lines(write_parts(tmp_path / "a.docx", paragraph(symbol, "同意", field, empty, filled))) == [
        "☑同意3月5日云水镇"
    ]


def test_what_stands_beside_the_text_is_named(tmp_path: Path) -> None:
    held = {
        f"{kind}.xml": f'<w:{kind} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{inner}</w:{kind}>'
        for kind, inner in (
            ("footnotes", f"<w:footnote>{paragraph('见统计年鉴')}</w:footnote>"), ("footer", paragraph("第 1 页 共 3 页")),
            ("header", paragraph("示例县政协")),
        )
    }  # fmt: skip
    relations = [(kind[:-4], kind[:-4], kind) for kind in held]
    found = read(write_parts(tmp_path / "a.docx", paragraph("正文"), *relations, **held))
    assert found["blocks"] == [("p", "正文")]
    assert found["notes"] == ["页眉没有读：“示例县政协”。", "脚注没有读：“见统计年鉴”。"]


def embed(path: Path, content: bytes, *around: str) -> Path:
    body = paragraph(*around) + '<w:altChunk r:id="c"/>' if around else '<w:altChunk r:id="c"/>'
    return write_parts(path, body, ("c", "aFChunk", "/word/c.bin"), **{"c.bin": content})


def test_a_page_inside_a_word_file(tmp_path: Path) -> None:
    assert read(embed(tmp_path / "a.docx", PAGE.encode()))["blocks"] == PAGE_BLOCKS
    wrapped = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; charset=gbk\r\n\r\n"
    archive = wrapped + PAGE.replace("utf-8", "gbk").replace("ào", "ao").encode("gbk") + b"\r\n--x--\r\n"
    assert read(embed(tmp_path / "b.docx", archive))["blocks"] == PAGE_BLOCKS


def test_a_page_that_is_called_a_word_file(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(PAGE.encode())
    assert read(tmp_path / "a.doc")["blocks"] == PAGE_BLOCKS
    (tmp_path / "b.doc").write_bytes(f"<html><body><table><tr><td>{PAGE}</td></tr></table></body></html>".encode())
    assert read(tmp_path / "b.doc")["blocks"] == PAGE_BLOCKS


def test_another_file_inside_a_word_file(tmp_path: Path) -> None:
    inner = write_parts(tmp_path / "i.docx", paragraph("里面"))
    assert lines(embed(tmp_path / "a.docx", inner.read_bytes(), "外面")) == ["外面", "里面"]
    found = read(embed(tmp_path / "b.docx", b"{\\rtf1 x}", "外面"))
    assert found["blocks"] == [("p", "外面")]
    assert found["notes"] == ["文件里嵌着另一个文件，那一段读不了，没有读。"]
    with pytest.raises(Unreadable, match="embedded"):
        read(embed(tmp_path / "c.docx", b"{\\rtf1 x}"))
    nested = inner
    for depth in range(6):
        nested = embed(tmp_path / f"n{depth}.docx", nested.read_bytes())
    with pytest.raises(Unreadable, match="embedded"):
        read(nested)
