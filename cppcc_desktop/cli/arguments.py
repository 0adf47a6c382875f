"""What `cppcc` understands (product.md §3)."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from cppcc_desktop.cli import scores, stats
from cppcc_desktop.cli.usage import ChineseParser
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.services.features import Feature

Commands = Callable[..., argparse.ArgumentParser]


def make_parser(features: Sequence[Feature]) -> argparse.ArgumentParser:
    """The parser of every command of a program with these nouns; wrong usage exits with 2."""
    parser = ChineseParser(prog="cppcc", description="县政协工作台的命令行")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    for add_commands in (
        add_office_commands,
        add_import_command,
        add_record_commands,
        add_twin_commands,
        add_exchange_commands,
    ):
        add_commands(commands.add_parser)
    add_figure_commands(commands.add_parser, features)
    add_score_commands(commands.add_parser, features)
    return parser


def add_command(commands: Commands, name: str, told: str) -> argparse.ArgumentParser:
    """A command with the options all commands have."""
    command = commands(name, help=told, description=told, allow_abbrev=False)  # else --password would be a file
    command.add_argument("--db", metavar="文件", type=Path, required=True, help="数据库文件")
    command.add_argument("--user", metavar="用户名", help="用户名；也可用环境变量 CPPCC_USER")
    command.add_argument(
        "--password-file", metavar="文件", type=Path, help="口令文件；也可用环境变量 CPPCC_PASSWORD_FILE"
    )
    command.add_argument("--json", action="store_true", help="输出 JSON")
    command.add_argument("--choices", action="store_true", help="写错时把可用的全部列出来")
    return command


def add_target(command: argparse.ArgumentParser, name: str = "--to", metavar: str = "文件", **more: Any) -> None:
    """A file to be written; one that is there already stays unless it is said that it may go."""
    command.add_argument(name, dest="target", metavar=metavar, type=Path, **more)
    command.add_argument("--overwrite", action="store_true", help="文件已经有了也盖掉；数据库和备份不会被盖掉")


def add_office_commands(commands: Commands) -> None:
    init = add_command(commands, "init", "新建数据库和第一个用户")
    init.add_argument(
        "--kind", choices=("county", "station"), default="county", help="county 是县政协，station 是乡镇（街道）的站"
    )
    init.add_argument("--name", metavar="名称", required=True, help="名称，例如 政协××县委员会")
    init.add_argument("--term", metavar="届", type=int, default=1, help="届")
    init.add_argument("--plenary", metavar="次", type=int, default=1, help="次会议")
    demo = add_command(commands, "demo", "新建演示数据库（示例县）")
    demo.add_argument("--scale", metavar="几年", type=int, default=1, help="几个县年的数据")
    demo.add_argument("--seed", metavar="种子", type=int, default=1, help="同一个种子给出同样的数据")
    add_command(commands, "check", "检查数据库：完整性、日志、投影")
    add_command(commands, "rebuild", "按改动记录重建列表和查找索引")
    backup = add_command(commands, "backup", "备份：create 新建，list 列出，verify 检查，restore 恢复")
    backup.add_argument("action", metavar="动作", choices=("create", "list", "verify", "restore"))
    backup.add_argument("file", metavar="文件", type=Path, nargs="?", help="备份文件；create 时可写文件夹")


def add_import_command(commands: Commands) -> None:
    load = add_command(commands, "import", "从表格导入")
    load.add_argument("entity", metavar="种类", help="哪个列表；名称不对会列出可用的")
    load.add_argument("file", metavar="文件", type=Path)
    load.add_argument("--sheet", metavar="工作表", help="工作表名称")
    load.add_argument(
        "--map", action="append", default=[], metavar="列=字段", help="手工指定列，下次同样的列标题照此办理；可多次"
    )
    load.add_argument("--heading-row", type=int, metavar="行号", help="标题在第几行；0 是没有标题行")
    load.add_argument(
        "--set", action="append", default=[], metavar="字段=值",
        help="整张表都是这个值，表里另有写明的除外；编号写成 前缀-{001} 就逐行往下编；可多次",
    )  # fmt: skip
    load.add_argument(
        "--means",
        action="append",
        default=[],
        metavar="词=项",
        help="表里不认识的词是代码表里的哪一项，记住以后照读；可多次",
    )
    load.add_argument(
        "--plenary", metavar="10-02", help="这张表是哪一次会议的，表里没有“届次”一列时用；不写就是当前届次"
    )
    load.add_argument("--dry-run", action="store_true", help="只看结果，不写入")
    add_target(load, "--doubts-to", metavar="文件.xlsx", help="存疑的行另存为 Excel，附原因")


def add_record_commands(commands: Commands) -> None:
    record = add_command(commands, "record", "查看和修改记录；属于一条记录的行（出席、附记）用 --owner 说明是哪一条的")
    record.add_argument(
        "action", metavar="动作", choices=("list", "show", "new", "set", "log", "add", "remove", "make")
    )
    record.add_argument("entity", metavar="种类", help="哪一类记录；名称不对会列出可用的")
    record.add_argument("id", metavar="编号", nargs="?")
    record.add_argument("--owner", metavar="编号", help="list、add：这些行属于哪条记录（编号）")
    record.add_argument("--set", action="append", default=[], metavar="字段=值")
    record.add_argument(
        "--where", action="append", default=[], metavar="字段=值",
        help="list：只列这些；add：从名单里选人的一类，符合的都添加，已经在的不动；可多次",
    )  # fmt: skip
    record.add_argument(
        "--on", default="", metavar="日期", help="list、show：照那一天的（以前的界别、专委会、那一届的名册）"
    )
    record.add_argument("--from", dest="source", default="", metavar="种类:编号", help="new：由哪条记录转来，照它填好")
    act = add_command(commands, "act", "办理一步：receive、review、docket、assign、contact、reply …")
    act.add_argument("entity", metavar="种类", help="有办理步骤的一类，例如 proposal")
    act.add_argument("id", metavar="编号")
    act.add_argument("move", metavar="步骤", nargs="?", default="", help="不写就列出办理经过和现在可以办的")
    act.add_argument("--take-back", metavar="理由", help="撤回最近一个决定：收件、立案、不予立案、交办、撤案、归档")
    act.add_argument("--set", action="append", default=[], metavar="字段=值")
    find = add_command(commands, "find", "查找：汉字、号码的一段、拼音")
    find.add_argument("text", metavar="要找的")
    export = add_command(commands, "export", "导出到 xlsx、csv、docx 或 pdf")
    export.add_argument("entity", metavar="种类")
    add_target(export, required=True)
    export.add_argument("--where", action="append", default=[], metavar="字段=值")
    export.add_argument(
        "--order", metavar="字段", default="", help="排序：字段用逗号分开，前面加 - 倒排；或列表自带的排序，如 strokes"
    )
    export.add_argument(
        "--columns", metavar="字段", default="", help="导出哪些列，按这个顺序，用逗号分开；不写就是全部"
    )
    export.add_argument("--on", default="", metavar="日期", help="照那一天的：例如 2025-03-01 的名册")
    form = add_command(commands, "form", "打印表格")
    form.add_argument("action", metavar="动作", choices=("list", "render"))
    form.add_argument("form", metavar="表", nargs="?")
    form.add_argument("--id", metavar="编号", action="append", default=[])
    form.add_argument("--where", action="append", default=[], metavar="字段=值")
    form.add_argument("--all", action="store_true")
    form.add_argument("--blank", action="store_true")
    form.add_argument(
        "--set", action="append", default=[], metavar="名称=值",
        help="这张表要问的：plenary=10-03、year=2026、from=2026-01-01、until=2026-06-30、variant=…；form list 写明各表问什么",
    )  # fmt: skip
    form.add_argument("--to", metavar="文件夹", type=Path, default=Path())
    form.add_argument("--as", metavar="格式", dest="formats", default="docx,pdf", help="docx、pdf 或两样")


def add_figure_commands(commands: Commands, features: Sequence[Feature]) -> None:
    figures = add_command(commands, "stats", "统计：一次会议或一年的数，每个比率都写明分子、分母和口径")
    figures.add_argument(
        "kind", metavar="种类", type=partial(stats.pick_kind, features), help="哪个列表的统计，例如 proposals"
    )
    scope = figures.add_mutually_exclusive_group()
    scope.add_argument("--plenary", metavar="10-03", help="哪次会议，例如 10-03；不写就是当前这次")
    scope.add_argument("--year", metavar="年份", help="哪一年收到的，例如 2026")
    scope.add_argument("--term", metavar="届", help="届内累计：这一届到现在的，例如 10")
    scope.add_argument("--all", action="store_true", help="全部")
    figures.add_argument("--place", metavar="站", help="只看一个站的，写名称；分站的统计才有")
    figures.add_argument(
        "--beside", action="append", default=[], metavar="范围", help="并排再看一个范围：10-02、2025、10届、all；可多次"
    )
    figures.add_argument(
        "--by",
        metavar="项目",
        type=partial(stats.pick_dimension, features),
        help="按类别、界别、党派、专委会、乡镇、渠道、形式、承办单位等分开",
    )
    figures.add_argument("--compare", action="store_true", help="和上一次会议（上一年、上一届）比")
    add_target(figures, help="写成文件：统计页的全部内容，xlsx、docx 或 pdf")


def add_score_commands(commands: Commands, features: Sequence[Feature]) -> None:
    command = add_command(commands, "scores", "考核：一年的得分，每一分怎么来的；核定、更正、定稿、导出")
    doing = "、".join(f"{action} {words}" for action, words in scores.WORDS.items())
    command.add_argument("action", metavar="动作", choices=tuple(scores.WORDS), help=doing)
    command.add_argument(
        "kind", metavar="种类", type=partial(scores.pick_scheme, features), help="哪一种考核，例如 assessments"
    )
    command.add_argument("subject", metavar="谁", nargs="?", help="考核谁：名称或编号")
    command.add_argument("item", metavar="项目", nargs="?", help="哪一项：名称或代码")
    command.add_argument("--year", metavar="年份", type=int, help="哪一年；不写就是今年")
    command.add_argument("--points", metavar="分数", help="几分；写 '' 是取消")
    command.add_argument("--times", metavar="次数", type=int, default=1, help="加减分几次")
    command.add_argument("--grade", metavar="等次", default="", help="更正成哪个等次")
    command.add_argument("--reason", metavar="理由", default="", help="理由、事由或自评说明")
    command.add_argument("--evidence", action="append", metavar="种类:编号", help="依据哪条记录；可多次")
    command.add_argument("--award", action="append", default=[], metavar="名称", help="定稿时评先进的；可多次")
    add_target(command, help="导出到哪个文件")


def add_twin_commands(commands: Commands) -> None:
    twins = add_command(commands, "twins", "查重：可能是同一个的记录，最有把握的在前")
    join = add_command(commands, "join", "把两条记录合成一条")
    part = add_command(commands, "part", "把并入别条的记录分开")
    for command in (twins, join, part):
        command.add_argument("entity", metavar="种类", help="哪一类记录；名称不对会列出可用的")
    join.add_argument("keep", metavar="留下的", help="留下的一条")
    join.add_argument("other", metavar="并进去的", help="并进去的一条")
    join.add_argument("--take", action="append", default=[], metavar="字段", help="这一项改用并进去那条的；可多次")
    part.add_argument("other", metavar="并进去的", help="并入了别条的那一条")


def add_exchange_commands(commands: Commands) -> None:
    pack = add_command(commands, "pack", "做一个数据包（未加密）")
    pack.add_argument(
        "--for", metavar="收件方", dest="partner", required=True, help="收件站的编号或名称；在站里写 county"
    )
    add_target(pack, required=True)
    unpack = add_command(commands, "unpack", "读入一个数据包")
    unpack.add_argument("file", metavar="文件", type=Path)
    unpack.add_argument("--preview", action="store_true", help="只看会有什么变化，不写入")
    add_command(commands, "quarantine", "搁置的改动：文件里来的、不能收的，各是什么原因")
    conflicts = add_command(commands, "conflicts", "待核对：list 列出，resolve 选定")
    conflicts.add_argument("action", metavar="动作", choices=("list", "resolve"))
    conflicts.add_argument("id", metavar="编号", nargs="?", help="记录的编号")
    conflicts.add_argument("field", metavar="字段", nargs="?")
    conflicts.add_argument("--value", metavar="值", help="选定的值")
    conflicts.add_argument("--claim", metavar="编号", help="选定哪一条改动的值（编号）")


def parse_pairs(pairs: list[str], form: str = "字段=值") -> dict[str, str]:
    """字段=值 pairs; a value may hold further equals signs."""
    parsed: dict[str, str] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            raise OfficeError(f"“{pair}”看不懂。", todo=f"写成 {form}，中间是等号。")
        parsed[name.strip()] = value
    return parsed
