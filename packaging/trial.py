"""The built program tried out away from its sources: python packaging/trial.py FOLDER [--root ROOT].

FOLDER holds the two executables. With --root they are run with chroot inside that folder, a system without Python, and
FOLDER is a path in there. Every step is one that needs something which is easily forgotten when building.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

USER, PASSWORD = "周明礼", "correct horse 9"
PATIENCE = 180  # seconds for one step
CELLS = (("姓名", "性别", "政治面貌", "界别", "手机"), ("任石安", "男", "中共党员", "经济界", "13800000001"),
         ("尹舒", "女", "群众", "教育界", "13800000002"))  # fmt: skip
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="委员" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}


class Failed(Exception):
    """A step did not do what it should; says which and what was seen."""


@dataclass
class Program:
    """The two commands, and a place with a Chinese name where they may write."""

    window: Sequence[str]
    command: Sequence[str]
    place: Path
    root: Path = Path("/")
    variables: dict[str, str] = field(default_factory=dict[str, str])

    def inside(self, name: str) -> str:
        """The name of a file of the place, as the program sees it."""
        file = self.place / name
        return str(file) if self.root == Path("/") else str(PurePosixPath("/") / file.relative_to(self.root))

    def start(self, command: Sequence[str], *arguments: str) -> subprocess.Popen[str]:
        """Start it with nothing of this environment, away from everything."""
        variables = {
            "PATH": "/usr/bin:/bin", "QT_QPA_PLATFORM": "offscreen", "CPPCC_USER": USER, "CPPCC_HOME": self.inside("home"),
            "CPPCC_PASSWORD_FILE": self.inside("password"), **self.variables,
        }  # fmt: skip
        if os.name == "nt":  # Windows itself needs these
            variables |= {
                name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP", "USERPROFILE") if name in os.environ
            }
        into = ["/usr/sbin/chroot", str(self.root)] if self.root != Path("/") else []
        return subprocess.Popen(
            [*into, *command, *arguments], env=variables, cwd=self.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, encoding="utf-8",
        )  # fmt: skip

    def run(self, command: Sequence[str], *arguments: str, code: int = 0) -> tuple[str, str]:
        """Run it to the end: what it said on both channels. Failed for another exit code or a traceback."""
        running = self.start(command, *arguments)
        try:
            out, err = running.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            running.kill()
            raise Failed(f"{PATIENCE} 秒还没有做完：{arguments}") from None
        if running.returncode != code or "Traceback" in err:
            raise Failed(f"{arguments} 结束于 {running.returncode}\n{out}\n{err}")
        return out, err

    def ask(self, *arguments: str, db: str = "示例县.db", code: int = 0) -> object:
        """What `cppcc` answers, as JSON."""
        out, err = self.run(self.command, *arguments, "--db", self.inside(db), "--json", code=code)
        return json.loads(out or err)


def main(arguments: Sequence[str]) -> int:
    """Try the program of a folder; 0 if every step did what it should."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--root", type=Path, default=Path("/"))
    options = parser.parse_args(arguments)
    ending = ".exe" if os.name == "nt" else ""
    folder = options.folder if options.root != Path("/") else options.folder.resolve()
    window, command = ([str(folder / f"{name}{ending}")] for name in ("cppcc-desktop", "cppcc"))
    with own_place(options.root) as place:
        return try_out(Program(window, command, place, options.root))


@contextmanager
def own_place(root: Path) -> Iterator[Path]:
    """A folder to write in, inside the root, with the password; taken away at the end."""
    base = None if root == Path("/") else root / "tmp"
    place = Path(tempfile.mkdtemp(prefix="cppcc-试用 ", dir=base))
    try:
        (place / "password").write_text(PASSWORD, "utf-8")
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def try_out(program: Program) -> int:
    """Every step with the time it took; 1 at the first that fails."""
    for step in STEPS:
        began = time.monotonic()
        try:
            words = step(program)
        except (Failed, OSError, ValueError, KeyError) as error:
            print(f"✘ {step.__doc__}\n{error}")
            return 1
        print(f"✔ {step.__doc__}（{time.monotonic() - began:.1f} 秒）{words}", flush=True)
    return 0


def expect(holds: object, *seen: object) -> None:
    if not holds:
        raise Failed(" ".join(str(each) for each in seen))


def make_demo(program: Program) -> str:
    """新建示例县（建表要用 Alembic 的迁移文件）"""
    program.ask("demo")
    return ""


def check(program: Program) -> str:
    """检查数据库"""
    answer = program.ask("check")
    expect(isinstance(answer, dict) and answer["ok"], answer)
    return ""


def import_members(program: Program) -> str:
    """导入 xlsx（由另一个进程读表）"""
    write_sheet(program.place / "委员 名册.xlsx")
    program.ask("import", "members", program.inside("委员 名册.xlsx"))
    for row in CELLS[1:]:
        found = program.ask("record", "list", "member", "--where", f"name={row[0]}")
        expect(isinstance(found, list) and len(found) == 1, "没有导入", row[0], found)
    return ""


def refuse_a_broken_sheet(program: Program) -> str:
    """坏表格被拒绝，说明原因"""
    (program.place / "坏.xlsx").write_bytes(b"PK\x03\x04" + b"\0" * 400)
    answer = program.ask("import", "members", program.inside("坏.xlsx"), code=1)
    expect(isinstance(answer, dict) and "坏.xlsx" in str(answer["refused"]), answer)
    return ""


def print_form(program: Program) -> str:
    """提案表 Word 和 PDF（字体在）"""
    found = program.ask("record", "list", "proposal")
    expect(isinstance(found, list) and found, "没有提案")
    assert isinstance(found, list)
    (program.place / "表").mkdir()
    program.ask("form", "render", "proposal_sheet", "--id", found[0]["id"], "--to", program.inside("表"))
    papers = {file.suffix: file.read_bytes() for file in (program.place / "表").iterdir()}
    expect(set(papers) == {".docx", ".pdf"} and papers[".docx"][:2] == b"PK", sorted(papers))
    expect(papers[".pdf"].count(b"/FontFile2") >= 2, "PDF 里没有字体")
    return f"PDF 内嵌 {papers['.pdf'].count(b'/FontFile2')} 种字体"


# What forms ask for: 示例县 has something of each.
ASKED = {"plenary": "10-03", "year": str(date.today().year), "from": "2020-01-01", "until": "2099-12-31"}


def print_every_form(program: Program) -> str:
    """每一种表格印一份（各类资料自己的表在）"""
    forms = program.ask("form", "list")
    assert isinstance(forms, list)
    for form in forms:
        if form["form"] == "proposal_sheet":
            continue  # printed above
        folder = program.place / f"表 {form['form']}"
        folder.mkdir()
        asked = [part for name in form["asks"] for part in ("--set", f"{name}={ASKED[name]}")]
        program.ask(
            "form", "render", form["form"], "--all", *asked, "--as", "docx", "--to", program.inside(folder.name)
        )
        expect(any(folder.iterdir()), "没有印出来", form)
    return f"{len(forms)} 种"


def find_somebody(program: Program) -> str:
    """查找：汉字和拼音"""
    for text in (CELLS[1][0], "renshian", "rsa"):
        found = program.ask("find", text)
        expect(CELLS[1][0] in str(found), "没有找到", text, found)
    return ""


def count_figures(program: Program) -> str:
    """统计，按类别分开"""
    answer = program.ask("stats", "proposals", "--by", "category")
    expect(isinstance(answer, list) and len(answer) > 10, answer)
    for suffix in ("xlsx", "docx", "pdf"):  # with charts
        program.ask("stats", "proposals", "--compare", "--to", program.inside(f"统计.{suffix}"))
    with zipfile.ZipFile(program.place / "统计.docx") as word:
        expect(any(name.startswith("word/media/") for name in word.namelist()), "Word 文件里没有图", word.namelist())
    return f"{len(answer) if isinstance(answer, list) else 0} 个数"


def exchange(program: Program) -> str:
    """给联络站的数据包，在新建的站里读入"""
    stations = program.ask("record", "list", "station")
    assert isinstance(stations, list)
    program.ask("pack", "--for", stations[0]["code"], "--to", program.inside("送站.zip"))
    program.ask("init", "--kind", "station", "--name", stations[0]["name"], db="站.db")
    answer = program.ask("unpack", program.inside("送站.zip"), db="站.db")
    expect(isinstance(answer, dict) and answer["new"] > 100 and not answer["quarantined"], answer)
    program.ask("check", db="站.db")
    return ""


def export_list(program: Program) -> str:
    """导出委员名册"""
    program.ask("export", "member", "--to", program.inside("导出.xlsx"))
    expect(zipfile.is_zipfile(program.place / "导出.xlsx"), "导出的不是 xlsx")
    return ""


def back_up(program: Program) -> str:
    """备份、检查备份、恢复"""
    answer = program.ask("backup", "create")
    assert isinstance(answer, dict)
    program.ask("backup", "verify", answer["file"])
    program.ask("backup", "restore", answer["file"], db="恢复.db")
    program.ask("check", db="恢复.db")
    return ""


def upgrade(program: Program) -> str:
    """旧版本的数据库先备份再升级，新版本的不打开"""
    shutil.copy(program.place / "示例县.db", program.place / "旧.db")
    mark_version(program.place / "旧.db", 0)
    program.ask("check", db="旧.db")
    kept = list((program.place / "备份").glob("旧-*升级前.bak"))
    expect(len(kept) == 1, "升级前没有备份", kept)
    mark_version(program.place / "旧.db", 9999)
    answer = program.ask("check", db="旧.db", code=1)
    expect(isinstance(answer, dict) and "更新版本" in str(answer["refused"]), answer)
    return ""


def open_every_page(program: Program) -> str:
    """窗口：--self-check 问遍各类资料交来的部件，打开每个页面"""
    out, _err = program.run(program.window, "--db", program.inside("示例县.db"), "--self-check")
    expect(os.name == "nt" or "每个页面都打开了。" in out, out)  # a windowed program on Windows has no stdout
    return ""


def open_first_page(program: Program) -> str:
    """窗口：第一屏可用"""
    out, _err = program.run(program.window, "--db", program.inside("示例县.db"), "--ready-then-quit")
    return f"用了 {out.strip()} 秒"


def open_twice(program: Program) -> str:
    """两个窗口开同一个库：只留一个"""
    both = [program.start(program.window, "--db", program.inside("示例县.db")) for _ in range(2)]
    try:
        end = time.monotonic() + PATIENCE
        while all(each.poll() is None for each in both):
            expect(time.monotonic() < end, "两个窗口都开着")
            time.sleep(0.2)
        gone, stays = sorted(both, key=lambda each: each.poll() is None)
        _out, err = gone.communicate()
        expect(gone.returncode == 0 and (os.name == "nt" or "已经开着" in err), gone.returncode, err)
        expect(stays.poll() is None, "两个都关了")
    finally:
        for each in both:
            each.kill()
            each.communicate()
    return ""


def keep_log(program: Program) -> str:
    """日志写进了文件"""
    written = (program.place / "home" / "cppcc.log").read_text("utf-8")
    expect("cppcc-desktop ended with 0" in written and "cppcc check ended with 0" in written, written[-2000:])
    expect("Traceback" not in written, written[-4000:])
    return ""


STEPS = (
    make_demo, check, import_members, refuse_a_broken_sheet, print_form, print_every_form, find_somebody, count_figures,
    export_list, exchange, back_up, upgrade, open_every_page, open_first_page, open_twice, keep_log,
)  # fmt: skip


def write_sheet(path: Path) -> None:
    """A small workbook as Excel would write it, without a library."""
    rows = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>" for row in CELLS
    )
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in {**PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            book.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')


def mark_version(path: Path, version: int) -> None:
    """Let the database say that a program with this schema wrote it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
