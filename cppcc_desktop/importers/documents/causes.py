"""Why a document cannot be read: one cause, one text, as causes.py has them for tables."""

from __future__ import annotations

from cppcc_desktop.domain.errors import OfficeError

SAVE_AS = "用 Word 或 WPS 打开，另存为 .docx，再登记。"
SEND_AGAIN = "请对方重新发一次，或者用 Word 打开后另存为 .docx，再登记。"
BY_HAND = "可以先新建{noun}，把文字复制进去，再把这个文件放进附件。"

CAUSES: dict[str, tuple[str, str]] = {
    "missing": ("找不到文件“{file}”。", "看看文件是不是改了名、移走了，或者 U 盘已经拔出。"),
    "folder": ("“{file}”是一个文件夹。", "打开文件夹，选里面的 Word 或文本文件。"),
    "special": ("“{file}”不是普通文件，不能读。", "请选 .docx 或 .txt 文件。"),
    "locked": (
        "“{file}”打不开，可能正在别的程序里开着，或者没有读取的权限。",
        "关掉 Word 或 WPS 里的这个文件再试；还不行，就复制一份到桌面再登记。",
    ),
    "broken_off": ("“{file}”没有读完，磁盘或 U 盘中途断开了。", "重新插好 U 盘，或者把文件复制到电脑里，再登记。"),
    "too_big": ("“{file}”有 {detail} MB，超过了 50 MB。", "去掉文件里的图片，再登记。"),
    "empty": ("“{file}”是空的，里面什么都没有。", "看看是不是选错了文件，或者文件还没有保存好。"),
    "no_text": ("“{file}”里没有文字，可能只有图片。", "扫描件认不出文字。" + BY_HAND),
    "too_much": ("“{file}”里有 {detail} 万字，不像一{counter}{noun}，没有读。", "看看是不是选错了文件。"),
    "old_word": ("“{file}”是老的 Word 或 WPS 格式（.doc、.wps、.rtf），读不了。", SAVE_AS),
    "open_document": ("“{file}”是 OpenDocument 文件，读不了。", SAVE_AS),
    "sheet": ("“{file}”是表格，不是{noun}的文字。", "要登记一批{noun}，从表格导入；这里请选 .docx 或 .txt 文件。"),
    "binary_excel": ("“{file}”是表格，不是{noun}的文字。", "请选 .docx 或 .txt 文件。"),
    "password": ("“{file}”加了密码，读不了。", "用 Word 或 WPS 打开，去掉密码，保存后再登记。"),
    "web_page": ("“{file}”其实是网页，里面没有找到文字。", SAVE_AS),
    "word_xml": ("“{file}”是 XML 格式的 Word 文件，读不了。", SAVE_AS),
    "embedded": ("“{file}”的正文是嵌在里面的另一个文件，读不了。", SAVE_AS),
    "ofd": ("“{file}”是 OFD 版式文件，读不了。", "请对方发 Word 文件来。" + BY_HAND),
    "pdf": ("“{file}”是 PDF，读不了。", "请对方发 Word 文件来。" + BY_HAND),
    "slides": ("“{file}”是演示文稿，不是{noun}的文字。", "请选 .docx 或 .txt 文件。"),
    "picture": ("“{file}”是图片，认不出文字。", BY_HAND),
    "archive": ("“{file}”是压缩包。", "先解压，再选里面的 Word 或文本文件。"),
    "not_document": ("“{file}”看不出里面是什么，没有读。", "请选 .docx 或 .txt 文件。"),
    "changing": ("“{file}”正在被别的程序改写，没有读。", "等它保存完，或者关掉 Word 和 WPS 里的这个文件，再登记。"),
    "cut": ("“{file}”不完整，后面一截没有了，可能没有下载完或者没有复制完。", SEND_AGAIN),
    "damaged": ("“{file}”已经损坏，读不出内容。", SEND_AGAIN),
    "bomb": ("“{file}”解开后会有 {detail} MB，大得不正常，没有打开。", SEND_AGAIN),
    "entities": ("“{file}”里夹带了文档不该有的外部引用（DTD），为了安全没有打开。", SEND_AGAIN),
    "encoding": ("“{file}”的文字编码认不出来，读出来会是乱码。", SAVE_AS),
    "time": ("“{file}”读了 {detail} 秒还没有读完，已经停下。", BY_HAND),
    "memory": ("“{file}”太大，读它要用的内存超过了限度，已经停下。", BY_HAND),
    "crash": ("“{file}”里有读不了的内容，读到一半中断了。", BY_HAND),
}
SAME = {"not_sheet": "not_document", "word": "old_word"}  # causes of the table reader


def describe_document_cause(cause: str, file: str, detail: str = "", *, noun: str, counter: str) -> OfficeError:
    """The error the user sees for one cause, when a noun is to be registered from the document: 提案, 件."""
    words = {"file": file, "detail": detail, "noun": noun, "counter": counter}
    what, todo = (text.format(**words) for text in CAUSES[SAME.get(cause, cause)])
    return OfficeError(what, kept="没有登记，也没有改动任何数据。", todo=todo)
