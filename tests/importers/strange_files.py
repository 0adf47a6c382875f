"""Files as offices receive them and as nobody should: each kind by name, how it is made, and how it must end."""

from __future__ import annotations

import datetime
import os
import shutil
import struct
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.importers.books import FIRST_ROW, MAIN, OFFICE, PACKAGE, write_book, write_parts
from tests.importers.old_books import lock, put_in_container, write_excel_5, write_formulas, write_old_book

Write = Callable[[Path], object]
HEAD = ("姓名", "性别", "界别", "单位及职务", "手机号", "出生日期", "身份证号")
PERSON = ("林子木", "男", "经济界", "示例茶业公司经理", "13800000001", "1970-03-05", None)
OTHER = ("江一帆", "女", "教育界", "县一中教师", "13800000002", "1981-12-01", None)
TEXT = "姓名,性别,手机号\r\n林子木,男,13800000001\r\n江一帆,女,13800000002\r\n"
EMBEDDED = bytes(4096)


@dataclass(frozen=True)
class Kind:
    """One kind of file. `says` stands in the error, or in the doubts of what was read; `rows` are those imported."""

    write: Write
    says: str = ""
    rows: int | None = None  # None: the file is refused
    name: str = "名册.xlsx"
    holds: str = ""  # 字段=值 of the first row, as it is stored


# ways to make them


def content(data: bytes) -> Write:
    return lambda path: path.write_bytes(data)


def text(words: str, encoding: str = "utf-8") -> Write:
    return content(words.encode(encoding))


def rows(*given: Sequence[object], head: Sequence[object] = HEAD, before: Sequence[Sequence[object]] = ()) -> Write:
    return lambda path: write_book(path, [*before, head, *given])


def one(**changed: object) -> Write:
    """One person, with cells by heading."""
    return rows([changed.get(heading, cell) for heading, cell in zip(HEAD, PERSON, strict=True)])


def cells(body: str, **changed: str) -> Write:
    return lambda path: write_parts(path, f"<sheetData>{FIRST_ROW}{body}</sheetData>", **changed)


def entry(number: int, name: str, sector: str = "经济界", more: str = "") -> str:
    both = "".join(
        f'<c r="{column}{number}" t="inlineStr"><is><t>{word}</t></is></c>'
        for column, word in (("A", name), ("B", sector))
    )
    return f'<row r="{number}">{both}{more}</row>'


def document(part: str) -> Write:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr(part, "<x/>")

    return write


def after(make: Write, change: Callable[[bytes], bytes]) -> Write:
    """A good file, then changed byte by byte."""

    def write(path: Path) -> None:
        make(path)
        path.write_bytes(change(path.read_bytes()))

    return write


def cut_at(share: float) -> Write:
    return after(rows(*[PERSON] * 40), lambda data: data[: int(len(data) * share)])


def added(make: Write, **parts: str | bytes) -> Write:
    """A workbook with further parts; __ stands for / in their names."""

    def write(path: Path) -> None:
        make(path)
        with zipfile.ZipFile(path, "a") as archive:
            for name, body in parts.items():
                archive.writestr(name.replace("__", "/") + (".bin" if isinstance(body, bytes) else ".xml"), body)

    return write


def flip(path: Path) -> None:
    write_book(path, [HEAD, *[PERSON] * 50])
    with zipfile.ZipFile(path) as archive:
        offset = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    data = bytearray(path.read_bytes())
    data[offset + 100] ^= 255
    path.write_bytes(data)


def lie_about_size(path: Path) -> None:
    """The zip says the sheet unpacks to 100 bytes."""
    cells("<row/>" * 1000)(path)
    data = bytearray(path.read_bytes())
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.rfind(signature)
        data[start + place : start + place + 4] = struct.pack("<I", 100)
    path.write_bytes(data)


def wrong_checksum(path: Path) -> None:
    write_book(path, [HEAD, PERSON])
    data = bytearray(path.read_bytes())
    start = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/worksheets/sheet1.xml"))
    data[start + 16] ^= 255
    path.write_bytes(data)


def encrypt_entries(path: Path) -> None:
    write_book(path, [HEAD])
    data = bytearray(path.read_bytes())
    data[data.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)


def bomb(path: Path) -> None:
    write_parts(path, f"<sheetData>{FIRST_ROW}</sheetData>")
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(600):
            part.write(EMBEDDED * 250)


def long_string(path: Path) -> None:
    """One shared string of 40 MB."""
    words = f'<sst xmlns="{MAIN}"><si><t>{"长" * 14_000_000}</t></si></sst>'
    kind = f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    relations = f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>{kind}</Relationships>'
    body = entry(2, "林子木") + '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3"><v>1</v></c></row>'
    cells(body, **{"xl/sharedStrings.xml": words, "xl/_rels/workbook.xml.rels": relations})(path)


def double_part(path: Path) -> None:
    with zipfile.ZipFile(write_parts(path, ""), "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", "<workbook/>")


def sixteen_bits(path: Path) -> None:
    with zipfile.ZipFile(write_parts(path, ""), "a") as archive:
        archive.writestr("xl/styles.xml", "<styleSheet/>".encode("utf-16"))


def huge(path: Path) -> None:
    with path.open("wb") as out:
        out.truncate(60_000_000)


def million_rows(path: Path) -> None:
    """Formatted to the last row, as a paint bucket leaves them."""
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="0"/><c r="B{n}" s="0"/></row>' for n in range(3, 1_048_577))
    cells(entry(2, "林子木") + empty)(path)


def many_sheets(path: Path) -> None:
    write_book(path, [], more={f"表{number}": [HEAD, PERSON] if number == 254 else [] for number in range(1, 255)})


def sheet_named(name: str) -> Write:
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>'
    return cells(entry(2, "林子木"), **{"xl/workbook.xml": book})


def hidden_sheet(path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.append(["底稿", "姓名", "性别"])
    first.sheet_state = "hidden"
    shown = book.create_sheet("名册")
    for row in (HEAD, PERSON):
        shown.append(row)
    book.save(path)


def epoch_1904(path: Path) -> None:
    book = xlsxwriter.Workbook(path, {"date_1904": True})
    sheet = book.add_worksheet("名册")
    sheet.write_row(0, 0, ["姓名", "出生日期"])
    sheet.write(1, 0, "林子木")
    sheet.write_datetime(1, 1, datetime.datetime(1970, 3, 5), book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()


def macros(path: Path) -> None:
    added(rows(PERSON), xl__vbaProject=EMBEDDED)(path)


def merged_title(path: Path) -> None:
    write_book(path, [["示例县政协委员名册"], HEAD, PERSON, OTHER], merges=["A1:G1"])


def open_document(path: Path) -> None:
    """An .ods as LibreOffice writes it, with rows repeated to the end of the sheet."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = ["".join(cell.format(word) for word in line) for line in (("姓名", "性别"), ("林子木", "男"))]
    body = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    body += '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0">'
            f'<office:body><office:spreadsheet><table:table table:name="名册">{body}</table:table></office:spreadsheet></office:body></office:document-content>',
        )
        archive.writestr("META-INF/manifest.xml", "<manifest/>")


def long_path(path: Path) -> None:
    path.parent.mkdir(parents=True)
    write_book(path, [HEAD, PERSON])


def leave(path: Path) -> None:
    """Write nothing there."""


def pipe(path: Path) -> None:
    if hasattr(os, "mkfifo"):
        os.mkfifo(path)


def nested(path: Path) -> None:
    inner = path.with_suffix(".inner")
    write_book(inner, [HEAD, PERSON])
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(inner, "名册.xlsx")
    shutil.move(inner, path.parent / "inner")


HIDDEN = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="名册" state="hidden" sheetId="1" r:id="r1"/></sheets></workbook>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a0 "哈">' + "".join(f'<!ENTITY a{n} "{chr(38)}a{n - 1};">' for n in range(1, 10)) + "]>"
OVERLAP = "<mergeCells>" + '<mergeCell ref="A1:B1"/>' * 3 + "</mergeCells>"
UNRECKONED = '<row r="2"><c r="A2" t="inlineStr"><is><t>林子木</t></is></c><c r="B2"><f>C2</f></c></row>'
LINKS = f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{OFFICE}" r:id="r1"/></externalLink>'
PAGE = "<html><head><meta charset=gb2312><style>td{}</style></head><body><table>{}</table></body></html>"
PAGE_ROWS = "<tr><td colspan=2>委员名册</td></tr><tr><th>姓名<th>性别</tr><tr><td>林子木&nbsp;<td>男</tr>"
SPREADSHEET_XML = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="名册"><Table>'
    '<Row ss:Index="2"><Cell><Data ss:Type="String">姓名</Data></Cell><Cell ss:Index="3"><Data ss:Type="String">出生日期</Data></Cell></Row>'
    '<Row><Cell><Data ss:Type="String">林子木</Data></Cell><Cell ss:Index="3"><Data ss:Type="DateTime">1970-03-05T00:00:00.000</Data></Cell></Row>'
    "</Table></Worksheet></Workbook>"
)

KINDS: dict[str, Kind] = {
    # nothing in it, or nothing to read
    "empty file": Kind(content(b""), "是空的"),
    "blanks": Kind(content(b" \r\n\r\n "), "是空的"),
    "commas only": Kind(content(b",,,\r\n,,,\r\n"), "是空的"),
    "empty workbook": Kind(lambda path: write_book(path, []), "工作表都是空的"),
    "no visible sheet": Kind(cells("", **{"xl/workbook.xml": HIDDEN}), "没有工作表"),
    "only a heading": Kind(rows(), "标题行（第 1 行）下面没有"),
    "no heading": Kind(rows(head=PERSON), "找不到标题行"),
    "headings nobody knows": Kind(rows([1, 2], head=("甲", "乙")), "找不到标题行"),
    "sheet turned by a quarter": Kind(rows(*zip(HEAD[1:], PERSON[1:], strict=True), head=("姓名", "林子木")), "竖着排"),
    "no name column": Kind(rows(("男", "经济界"), head=("性别", "界别")), "没有找到“姓名”"),
    # where the heading stands
    "heading in row 7 under a title": Kind(rows(PERSON, before=[["名册"], [], [None, "二〇二六年"], [], [], []]), rows=1, holds="name=林子木"),
    "two rows of headings": Kind(rows(("林子木", "13800000001", None), before=[["姓名", "联系方式", None]], head=(None, "手机号", "办公电话")), rows=1, holds="mobile=13800000001"),
    "merged title": Kind(merged_title, rows=2),
    "a heading twice": Kind(rows((*PERSON, "13900000000"), head=(*HEAD, "手机号")), rows=1, holds="mobile=13800000001"),
    "headings with line breaks": Kind(rows(("林子木", "甲公司"), head=("姓\n名", "单位\r\n及职务")), rows=1, holds="post=甲公司"),
    # damaged and hostile workbooks
    "cut after a few bytes": Kind(content(b"PK\x03\x04" + bytes(40)), "不完整"),
    "cut at a quarter": Kind(cut_at(0.25), "不完整"),
    "cut at a half": Kind(cut_at(0.5), "不完整"),
    "cut before the end": Kind(cut_at(0.97), "不完整"),
    "a flipped byte": Kind(flip, "已经损坏"),
    "wrong checksum": Kind(wrong_checksum, "已经损坏"),
    "lies about its size": Kind(lie_about_size, "已经损坏"),
    "no relations": Kind(cells("", **{"xl/_rels/workbook.xml.rels": "<x"}), "已经损坏"),
    "broken xml": Kind(cells("<row><c r='A2'><v>1</row>"), "已经损坏"),
    "strange cell reference": Kind(cells('<row r="2"><c r="&#88;FD1"><v>1</v></c></row>'), "已经损坏"),
    "utf-16 inside": Kind(sixteen_bits, "已经损坏"),
    "a part twice": Kind(double_part, "已经损坏"),
    "overlapping merges": Kind(lambda path: write_parts(path, f"<sheetData>{FIRST_ROW}</sheetData>{OVERLAP}"), "已经损坏"),
    "zip bomb": Kind(bomb, "大得不正常"),
    "zip in a zip": Kind(nested, "是压缩包"),
    "xxe": Kind(cells("", **{"xl/workbook.xml": '<!DOCTYPE x SYSTEM "file:///etc/passwd"><workbook/>'}), "外部引用"),
    "billion laughs": Kind(cells("", **{"xl/sharedStrings.xml": LAUGHS + "<sst/>"}), "外部引用"),
    "external links": Kind(added(rows(PERSON), xl__externalLinks__externalLink1=LINKS), rows=1, holds="name=林子木"),
    "macros": Kind(macros, rows=1, name="名册.xlsm", holds="birth_date=1970-03-05"),
    "encrypted workbook": Kind(lambda path: put_in_container(path, b"", "EncryptedPackage"), "加了密码"),
    "encrypted entries": Kind(encrypt_entries, "加了密码"),
    # far, wide, tall, long
    "far corner": Kind(cells('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "XFD1048576 单元格"),
    "far row": Kind(cells('<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>'), "A1048576 单元格"),
    "far column": Kind(cells('<row r="3"><c r="GS3" s="2" t="n"><v>1</v></c></row>'), "GS3 单元格"),
    "far corner in odd spelling": Kind(cells("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"), "内存超过了限度"),
    "a million empty rows": Kind(million_rows, rows=1),
    "255 sheets": Kind(many_sheets, rows=1),
    "a sheet with a very long name": Kind(sheet_named("很长的名字" * 60), rows=1),
    "a shared string of 40 MB": Kind(long_string, "A3 单元格里有 20 万字以上"),
    "a cell of 32 767 characters": Kind(one(单位及职务="长" * 32_767), "第 2 行 D 列“单位及职务”：单位及职务最多 300 字", 0),
    "a file of 60 MB": Kind(huge, "超过了 50 MB"),
    # other formats
    "xls": Kind(lambda path: write_old_book(path, [HEAD, PERSON]), rows=1, name="名册.xls", holds="mobile=13800000001"),
    "xls called xlsx": Kind(lambda path: write_old_book(path, [HEAD, PERSON]), rows=1),
    "xlsx called xls": Kind(rows(PERSON), rows=1, name="名册.xls"),
    "et in the old container": Kind(lambda path: write_old_book(path, [HEAD, PERSON]), rows=1, name="名册.et", holds="birth_date=1970-03-05"),
    "et as a zip": Kind(rows(PERSON), rows=1, name="名册.et"),
    "xls of Excel 5": Kind(lambda path: write_excel_5(path, [["姓名", "手机号"], ["林子木", 13800000001.0]]), rows=1, name="名册.xls", holds="mobile=13800000001"),
    "xls since 1904": Kind(lambda path: write_old_book(path, [["姓名", "出生日期"], ["林子木", datetime.date(1970, 3, 5)]], epoch_1904=True), rows=1, name="名册.xls", holds="birth_date=1970-03-05"),
    "xls with hidden rows and sheets, protected": Kind(
        lambda path: write_old_book(path, [HEAD, PERSON, OTHER], hidden=["底稿"], protect=True, hidden_rows=[2]), rows=2, name="名册.xls"),
    "xls with an error in a cell": Kind(lambda path: write_old_book(path, [["姓名", "手机号"], ["林子木", "#REF!"]]), "第 2 行 B 列“手机号”：手机号里的公式出错了（#REF!）", 1, "名册.xls"),
    "xls with formulas": Kind(lambda path: write_formulas(path, [("林子木", 13800000001.0), ("江一帆", "#N/A")]), "第 3 行 B 列“手机号”：手机号里的公式出错了（#N/A）", 2, "名册.xls", holds="mobile=13800000001"),
    "encrypted xls": Kind(lock, "加了密码", name="名册.xls"),
    "xls cut at a half": Kind(after(lambda path: write_old_book(path, [HEAD, *[PERSON] * 200]), lambda data: data[: len(data) // 2]), "不完整", name="名册.xls"),
    "xls whose table runs in a circle": Kind(after(lambda path: write_old_book(path, [HEAD, PERSON]), lambda data: data[:48] + struct.pack("<I", 0xFFFFFF) + data[52:]), "已经损坏", name="名册.xls"),
    "xls with a far column": Kind(lambda path: write_old_book(path, [HEAD, [*PERSON, *[None] * 200, "x"]]), "GZ2 单元格", name="名册.xls"),
    "Excel 2": Kind(content(b"\x09\x00\x04\x00\x02\x00\x10\x00" + bytes(64)), "三十年前", name="名册.xls"),
    "html as xls": Kind(text(PAGE.replace("<table>{}", "<table>" + PAGE_ROWS), "gbk"), rows=1, name="名册.xls", holds="name=林子木"),
    "html without a table": Kind(text("<html><body>请重新登录</body></html>"), "没有找到表格", name="名册.xls"),
    "web archive": Kind(content(b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n"), "其实是网页", name="名册.mht"),
    "xml spreadsheet 2003": Kind(text(SPREADSHEET_XML), rows=1, name="名册.xls", holds="birth_date=1970-03-05"),
    "xml spreadsheet with entities": Kind(text(SPREADSHEET_XML.replace("?><Workbook", '?><!DOCTYPE x [<!ENTITY a "b">]><Workbook')), "外部引用", name="名册.xls"),
    "xml spreadsheet cut": Kind(text(SPREADSHEET_XML[:-60]), "不完整", name="名册.xls"),
    "some xml": Kind(text('<?xml version="1.0"?><config/>'), "没有找到表格", name="名册.xml"),
    "ods": Kind(open_document, rows=1, name="名册.ods", holds="name=林子木"),
    "another OpenDocument": Kind(document("content.xml"), "别的 OpenDocument", name="名册.odt"),
    "xlsb": Kind(document("xl/workbook.bin"), ".xlsb", name="名册.xlsb"),
    "docx": Kind(document("word/document.xml"), "是 Word 文件"),
    "pptx": Kind(document("ppt/presentation.xml"), "是演示文稿"),
    "doc": Kind(lambda path: put_in_container(path, b"", "WordDocument"), "是 Word 文件", name="名册.xls"),
    "ppt": Kind(lambda path: put_in_container(path, b"", "PowerPoint Document"), "是演示文稿", name="名册.xls"),
    "some other old container": Kind(lambda path: put_in_container(path, b"", "Something"), "不是表格", name="名册.xls"),
    "pdf": Kind(content(b"%PDF-1.7\n1 0 obj"), "是 PDF"),
    "png": Kind(content(b"\x89PNG\r\n\x1a\n" + bytes(range(256))), "是图片"),
    "jpeg": Kind(content(b"\xff\xd8\xff\xe0" + bytes(64)), "是图片"),
    "rtf": Kind(content(b"{\\rtf1\\ansi}"), "是 Word 文件"),
    "rar": Kind(content(b"Rar!\x1a\x07" + bytes(64)), "是压缩包"),
    "binary": Kind(content(bytes(range(256)) * 10), "不是表格"),
    # text
    "csv in UTF-8": Kind(text(TEXT), rows=2, name="名册.csv"),
    "csv in UTF-8 with a mark": Kind(text(TEXT, "utf-8-sig"), rows=2, name="名册.csv"),
    "csv in GBK": Kind(text(TEXT, "gbk"), rows=2, name="名册.csv", holds="name=林子木"),
    "csv in GB18030 with rare characters": Kind(text(TEXT.replace("林子木", "𬱖子䶮"), "gb18030"), rows=2, name="名册.csv", holds="name=𬱖子䶮"),
    "csv in UTF-16 LE": Kind(text("\ufeff" + TEXT, "utf-16-le"), rows=2, name="名册.csv", holds="name=林子木"),
    "csv in UTF-16 BE": Kind(text("\ufeff" + TEXT, "utf-16-be"), rows=2, name="名册.txt", holds="name=林子木"),
    "csv in UTF-16 without a mark": Kind(text(TEXT, "utf-16-le"), rows=2, name="名册.csv", holds="name=林子木"),
    "csv in broken UTF-16": Kind(content(b"\xff\xfe\x00\xd8\x00"), "不是表格", name="名册.csv"),
    "csv in no known encoding": Kind(content(b"\xff\xff,\xff\xff\n" * 20), "编码认不出来", name="名册.csv"),
    "csv with zero bytes": Kind(text(TEXT.replace("男", "\0")), "不是表格", name="名册.csv"),
    "csv with an open quote": Kind(text('姓名,性别\n"林子木,男\n'), "第 2 行的引号", name="名册.csv"),
    "csv with 100 000 columns": Kind(content(b"1," * 100_000 + b"1\n"), "第 1 行超过了 200 列", name="名册.csv"),
    "csv with 100 002 rows": Kind(content(b"1,2\n" * 100_002), "超过了 10 万行", name="名册.csv"),
    "csv with semicolons": Kind(text(TEXT.replace(",", ";")), rows=2, name="名册.csv", holds="mobile=13800000001"),
    "text with tabs": Kind(text(TEXT.replace(",", "\t")), rows=2, name="名册.txt", holds="mobile=13800000001"),
    "csv with the line ends of an old Mac": Kind(text(TEXT.replace("\r\n", "\r")), rows=2, name="名册.csv", holds="mobile=13800000001"),
    "csv with guarded numbers": Kind(text(TEXT.replace("13800000001", '="13800000001"')), rows=2, name="名册.csv", holds="mobile=13800000001"),
    # single cells
    "an error in a cell": Kind(cells('<row r="2"><c r="A2" t="inlineStr"><is><t>林子木</t></is></c><c r="B2" t="e"><v>#REF!</v></c></row>'), "第 2 行 B 列“界别”：界别里的公式出错了（#REF!）", 1),
    "a formula nobody reckoned": Kind(cells(UNRECKONED), "第 2 行 B 列“界别”：界别里的公式还没有算出结果", 1),
    "control characters": Kind(one(姓名="林\x07子木".replace("\x07", "\u200b"), 单位及职务="甲_x0007_公司\n经理"), rows=1, holds="name=林子木"),
    "a date as a serial number": Kind(one(出生日期=25632), rows=1, holds="birth_date=1970-03-05"),
    "a date in 2062": Kind(one(出生日期=59325), "第 2 行 F 列“出生日期”：出生日期：2062 年不对吧", 1),
    "a date since 1904": Kind(epoch_1904, rows=1, holds="birth_date=1970-03-05"),
    "31 February": Kind(one(出生日期="1970-02-31"), "第 2 行 F 列“出生日期”：出生日期：1970 年 2 月没有 31 日", 1),
    "dates as text in five forms": Kind(rows(*[(f"林{n}", "男", None, f"{n}公司", None, day, None) for n, day in enumerate(
        ("1970-3-5", "1970.03.05", "1970/3/5", "1970年3月5日", "19700305"))]), rows=5, holds="birth_date=1970-03-05"),
    "a phone number as a float": Kind(one(手机号=13800000001.0), rows=1, holds="mobile=13800000001"),
    "a phone number in science": Kind(one(手机号="1.38E+10"), "第 2 行 E 列“手机号”：手机号被 Excel 改成了科学计数", 1),
    "a negative phone number": Kind(one(手机号=-13800000001), "第 2 行 E 列“手机号”：手机号是负数", 1),
    "an ID number Excel cut": Kind(one(身份证号="110101199003071000"), "第 2 行 G 列“身份证号”：身份证号末三位都是 0", 1),
    "an ID number as a number": Kind(one(身份证号=110101199003071098), "第 2 行 G 列“身份证号”：身份证号被 Excel 改成了科学计数", 1),
    "a leading apostrophe": Kind(one(手机号="'13800000001"), rows=1, holds="mobile=13800000001"),
    "full-width digits": Kind(one(手机号="１３８０００００００１", 出生日期="１９７０.３.５"), rows=1, holds="mobile=13800000001"),
    "blanks in a name": Kind(one(姓名="张　三"), rows=1, holds="name=张三"),
    "the same person twice": Kind(rows(PERSON, PERSON), "第 3 行 A 列“姓名”：和第 2 行重复", 1),
    "one name with two phones": Kind(rows(PERSON, (*PERSON[:4], "13900000009", *PERSON[5:])), rows=2),
    "a 界别 no list has": Kind(one(界别="乡村振兴界"), "第 2 行 C 列“界别”：界别里没有“乡村振兴”", 1),
    "truth in words": Kind(one(手机号=True), "第 2 行 E 列“手机号”", 1),
    "a hidden sheet first": Kind(hidden_sheet, rows=1),
    # the file itself
    "a folder": Kind(lambda path: path.mkdir(), "是一个文件夹"),
    "a file that is gone": Kind(leave, "找不到文件"),
    "a pipe": Kind(pipe, "不是普通文件" if hasattr(os, "mkfifo") else "找不到文件"),
    "a path of 300 characters": Kind(long_path, rows=1, name="/".join(["很长的文件夹名" * 5] * 6) + "/名册.xlsx"),
}  # fmt: skip
