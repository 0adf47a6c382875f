"""Why a file cannot be read: one cause, one text that says what happened and what to do."""

from __future__ import annotations

from cppcc_desktop.domain.errors import OfficeError

MAX_BYTES = 50_000_000
MAX_UNPACKED = 500_000_000
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_TEXT = 200_000  # characters of one cell
UNKNOWN = "#没有算出来"  # stands for the result of a formula that was never reckoned

SAVE_AS = "用 Excel 或 WPS 打开，另存为 .xlsx，再导入。"
SEND_AGAIN = "请对方重新发一次，或者用 Excel 打开后另存为 .xlsx，再导入。"
SPLIT = "把要导入的部分复制到一个新的空白表格里存好，再导入。"

# cause → (what happened, what to do); {file} is the file's name, {detail} what the reader found
CAUSES: dict[str, tuple[str, str]] = {
    "missing": ("找不到文件“{file}”。", "看看文件是不是改了名、移走了，或者 U 盘已经拔出。"),
    "folder": ("“{file}”是一个文件夹，不是表格。", "打开文件夹，选里面的表格文件。"),
    "special": ("“{file}”不是普通文件，不能读。", "请选一个 .xlsx、.xls、.et 或 .csv 表格文件。"),
    "locked": (
        "“{file}”打不开，可能正在别的程序里开着，或者没有读取的权限。",
        "关掉 Excel 或 WPS 里的这个文件再试；还不行，就复制一份到桌面再导入。",
    ),
    "broken_off": ("“{file}”没有读完，磁盘或 U 盘中途断开了。", "重新插好 U 盘，或者把文件复制到电脑里，再导入。"),
    "too_big": ("“{file}”有 {detail} MB，超过了 50 MB。", "去掉文件里的图片和用不着的工作表，再导入。"),
    "empty": ("“{file}”是空的，里面什么都没有。", "看看是不是选错了文件，或者文件还没有保存好。"),
    "no_rows": ("“{file}”里的工作表都是空的。", "看看是不是选错了文件。"),
    "no_sheet": ("“{file}”里没有工作表。", "看看是不是选错了文件。"),
    "sheet_missing": ("“{file}”里没有这张工作表。", "文件里有：{detail}。请选其中一张。"),
    "sheet_empty": ("“{file}”里的工作表“{detail}”是空的。", "换一张工作表再导入。"),
    "old_excel": ("“{file}”是三十年前的 Excel 格式（4.0 以前），读不了。", SAVE_AS),
    "binary_excel": ("“{file}”是 .xlsb 格式的表格，现在还读不了。", SAVE_AS),
    "open_document": ("“{file}”不是表格，是别的 OpenDocument 文件。", "请选一个 .xlsx、.xls、.et 或 .csv 表格文件。"),
    "password": (
        "“{file}”加了密码，读不了。",
        "用 Excel 或 WPS 打开，在“文件—信息—保护工作簿”里去掉密码，保存后再导入。",
    ),
    "web_page": ("“{file}”其实是网页，里面没有找到表格。", SAVE_AS),
    "pdf": ("“{file}”是 PDF，不是表格。", "请对方发 Excel 表格来，或者把内容抄进表格再导入。"),
    "ofd": ("“{file}”是 OFD 版式文件，不是表格。", "请对方发 Excel 表格来，或者把内容抄进表格再导入。"),
    "word": ("“{file}”是 Word 文件，不是表格。", "把里面的表格复制到 Excel 里，存成 .xlsx，再导入。"),
    "no_table": ("“{file}”里没有表格。", "名单要在表格里；也可以把名单复制到 Excel 里，再从那里复制来粘贴。"),
    "slides": ("“{file}”是演示文稿，不是表格。", "请选一个 .xlsx、.xls、.et 或 .csv 表格文件。"),
    "picture": ("“{file}”是图片，不是表格。", "请对方发 Excel 表格来，或者把内容抄进表格再导入。"),
    "archive": ("“{file}”是压缩包，不是表格。", "先解压，再选里面的表格文件。"),
    "not_sheet": ("“{file}”不是表格，看不出里面是什么。", "请选一个 .xlsx、.xls、.et 或 .csv 表格文件。"),
    "changing": (
        "“{file}”正在被别的程序改写，没有读。",
        "等它保存完，或者关掉 Excel 和 WPS 里的这个文件，再导入。",
    ),
    "cut": ("“{file}”不完整，后面一截没有了，可能没有下载完或者没有复制完。", SEND_AGAIN),
    "damaged": ("“{file}”已经损坏，读不出内容。", SEND_AGAIN),
    "bomb": ("“{file}”解开后会有 {detail} MB，大得不正常，没有打开。", SEND_AGAIN),
    "entities": ("“{file}”里夹带了表格不该有的外部引用（DTD），为了安全没有打开。", SEND_AGAIN),
    "far_cell": (
        "“{file}”的 {detail} 单元格里还有内容，表格大得不正常（最多 10 万行、200 列）。",
        "删掉那个单元格的内容；找不到就" + SPLIT,
    ),
    "long_cell": (
        "“{file}”的 {detail} 单元格里有 20 万字以上，大得不正常，没有读。",
        "看看那一格是不是错了，删掉或改短，再导入。",
    ),
    "too_many_rows": ("“{file}”超过了 10 万行。", "分成几个文件，一个一个导入。"),
    "too_many_columns": ("“{file}”的第 {detail} 行超过了 200 列。", SPLIT),
    "quotes": (
        "“{file}”第 {detail} 行的引号没有成对，后面的内容分不清哪格是哪格。",
        "用 Excel 打开，另存为 .xlsx，再导入。",
    ),
    "encoding": ("“{file}”的文字编码认不出来，读出来会是乱码。", SAVE_AS),
    "time": ("“{file}”读了 {detail} 秒还没有读完，已经停下。", SPLIT),
    "memory": ("“{file}”太大，读它要用的内存超过了限度，已经停下。", SPLIT),
    "crash": ("“{file}”里有读不了的内容，读到一半中断了。", "用 Excel 打开，" + SPLIT),
}


class Unreadable(Exception):
    """Raised while reading, in the child process; `cause` is a key of CAUSES."""

    def __init__(self, cause: str, detail: str = "") -> None:
        super().__init__(cause)
        self.cause = cause
        self.detail = detail


def describe_cause(cause: str, file: str, detail: str = "") -> OfficeError:
    """The error the user sees for one cause."""
    what, todo = (text.format(file=file, detail=detail) for text in CAUSES[cause])
    return OfficeError(what, todo=todo)
