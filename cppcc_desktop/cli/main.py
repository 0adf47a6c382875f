"""`cppcc`: everything an administrator or a scheduled task needs, without a window."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TextIO

from cppcc_desktop.cli import exchange, offices, records, scores, stats, twins
from cppcc_desktop.cli.answers import Answer
from cppcc_desktop.cli.arguments import make_parser
from cppcc_desktop.cli.usage import WrongUsage
from cppcc_desktop.domain.errors import LISTED, OfficeError, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.domain.system_errors import say_cause, say_remedy
from cppcc_desktop.services.office.accounts import sign_in
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.opening import Surroundings

Command = Callable[[Office, Actor, argparse.Namespace], Answer]


def run(arguments: Sequence[str], around: Surroundings) -> int:
    """Run one command: 0 done, 1 refused or partly refused, 2 wrong usage."""
    try:
        answer = execute(make_parser(around.features).parse_args(arguments), around)
    except OfficeError as error:
        show(arguments, explain(error, every="--choices" in arguments), sys.stderr)
        return 2 if isinstance(error, WrongUsage) else 1
    show(arguments, answer, sys.stdout)
    return 0 if answer.done else 1


def explain(error: OfficeError, *, every: bool) -> Answer:
    """A refusal: what is so, what was kept, what to do; and what could be given instead, all of it if asked for."""
    todo = error.todo or "改好再试一次。"
    data: dict[str, Any] = {
        "refused": error.what, "missing": list(error.missing) if isinstance(error, Refusal) else [],
        "kept": error.kept, "todo": todo,
    }  # fmt: skip
    if error.options:
        data["options"] = list(error.options)
    lines = [f"{error.what}{error.kept}{todo}"]
    if every:
        lines += error.options
    elif len(error.options) > LISTED:
        lines.append(f"加 --choices 再试，可用的 {len(error.options)} 个全部列出来。")
    return Answer(data, lines)


def show(arguments: Sequence[str], answer: Answer, out: TextIO) -> None:
    """Print what was found; whoever reads it may stop early (`| head`)."""
    try:
        if "--json" in arguments:
            print(json.dumps(answer.data, ensure_ascii=False))
        else:
            for line in answer.lines:
                print(line, file=out)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what Python flushes at its end goes nowhere


def execute(options: argparse.Namespace, around: Surroundings) -> Answer:
    refuse_overwriting(options)
    name, password = read_account(options)
    if options.command in ("init", "demo"):
        return offices.make(options, around, name, password)
    if options.command == "backup" and options.action == "restore":
        return offices.restore(options, around, name, password)
    office = around.open(options.db)
    try:
        actor = sign_in(office, name, password)
        return COMMANDS[options.command](office, actor, options)
    finally:
        office.close()


def refuse_overwriting(options: argparse.Namespace) -> None:
    """OfficeError for a file that is there already, unless it may go."""
    target: Path | None = getattr(options, "target", None)
    if target is not None and target.exists() and not options.overwrite:
        raise OfficeError(f"“{target}”已经有了，没有覆盖。", todo="换一个文件名，或者加上 --overwrite。")


def read_account(options: argparse.Namespace) -> tuple[str, str]:
    """Name and password; the password never stands on the command line."""
    name = options.user or os.environ.get("CPPCC_USER")
    file = options.password_file or os.environ.get("CPPCC_PASSWORD_FILE")
    if not name or not file:
        raise OfficeError(
            "没有说明用户和口令。", todo="用 --user 和 --password-file，或环境变量 CPPCC_USER 和 CPPCC_PASSWORD_FILE。"
        )
    try:
        return name, Path(file).read_text("utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise OfficeError(f"口令文件读不出来：{say_cause(error)}。", todo=say_remedy(error)) from error


COMMANDS: dict[str, Command] = {
    "check": offices.check,
    "backup": offices.backup,
    "rebuild": offices.rebuild,
    "import": records.load,
    "record": records.record,
    "act": records.take_step,
    "export": records.export,
    "find": records.find,
    "stats": stats.stats,
    "scores": scores.scores,
    "form": records.form,
    "twins": twins.list_twins,
    "join": twins.join,
    "part": twins.part,
    "pack": exchange.pack_file,
    "unpack": exchange.unpack_file,
    "conflicts": exchange.conflicts,
    "quarantine": exchange.quarantine,
}
