"""The command line's own mistakes in Chinese: argparse says them in English and leaves."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import NoReturn

from cppcc_desktop.domain.errors import OfficeError

KINDS_OF_VALUE = {"int": "整数", "Path": "路径", "float": "数"}
# what argparse says → what is so, what to do
SENTENCES = (
    (r"the following arguments are required: (?P<names>.+)", "还没有写“{names}”。", "补上再试。"),
    (r"one of the arguments (?P<names>.+) is required", "还没有写“{names}”当中的一个。", "补上一个再试。"),
    (r"unrecognized arguments: (?P<names>.+)", "看不懂“{names}”。", "去掉它再试。"),
    (r"argument (?P<name>.+?): invalid choice: '?(?P<value>.*?)'? \(choose from (?P<choices>.*)\)", "“{name}”不能写“{value}”。", ""),
    (r"argument (?P<name>.+?): invalid (?P<kind>\w+) value: '(?P<value>.*)'", "“{name}”要写{kind}，“{value}”不是。", "改好再试。"),
    (r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)", "“{name}”和“{other}”不能一起写。", "只留一个。"),
    (r"argument (?P<name>.+?): expected (?:one|at least one|at most one|\d+) arguments?", "“{name}”后面要写一个值。", "补上再试。"),
    (r"argument (?P<name>.+?): ignored explicit argument '(?P<value>.*)'", "“{name}”后面不用写“{value}”。", "去掉它再试。"),
    (r"ambiguous option: (?P<value>.+) could match (?P<choices>.+)", "“{value}”没有写全。", ""),
    (r"unexpected option string: (?P<names>.+)", "看不懂“{names}”。", "去掉它再试。"),
    (r"argument (?P<name>.+?): (?P<said>.*[\u4e00-\u9fff].*)", "“{name}”：{said}。", ""),
)  # fmt: skip


class WrongUsage(OfficeError):
    """A command written wrongly; nothing was done."""


class ChineseHelp(argparse.HelpFormatter):
    """Help with Chinese headings."""

    HEADINGS = {"positional arguments": "要写的", "options": "选项"}

    def start_section(self, heading: str | None) -> None:
        super().start_section(self.HEADINGS.get(heading or "", heading))

    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: object, prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, "写法：" if prefix is None else prefix)  # pyright: ignore[reportArgumentType]


class ChineseParser(argparse.ArgumentParser):
    """Raises WrongUsage where argparse prints English and exits."""

    def __init__(self, **options: object) -> None:
        super().__init__(**{"formatter_class": ChineseHelp, "add_help": False, **options})  # pyright: ignore[reportArgumentType]
        self.add_argument("-h", "--help", action="help", help="看这个命令怎么写")

    def error(self, message: str) -> NoReturn:
        raise explain_usage(message, self.prog)


def explain_usage(message: str, command: str) -> WrongUsage:
    """What argparse says in English as the program says it; `command` is whose help tells the right form."""
    more = f"写法用 {command} --help 看。"
    for pattern, what, todo in SENTENCES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            words = {name: word.replace(", ", "”“").replace(" ", "”“") for name, word in found.groupdict().items()}
            words["kind"] = KINDS_OF_VALUE.get(words.get("kind", ""), "别的")
            options = re.findall(r"[^\s,'\"]+", found.groupdict().get("choices") or "")
            return WrongUsage(what.format(**words), kept="什么也没有做。", todo=todo + more, options=options)
    return WrongUsage("命令写得不对。", kept="什么也没有做。", todo=more)
