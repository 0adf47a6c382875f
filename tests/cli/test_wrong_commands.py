"""Commands written wrongly: each says in Chinese what is so, what was kept and what to do, and leaves with 1 or 2."""

from __future__ import annotations

import argparse
import ast
import inspect
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cppcc_desktop.bootstrap import surround
from cppcc_desktop.cli.main import run
from cppcc_desktop.cli.usage import explain_usage
from cppcc_desktop.domain.errors import LISTED, list_options
from tests.conftest import PASSWORD, USER, Filled

CHINESE = re.compile(r"[\u4e00-\u9fff]")
# what is no word of ours: what is quoted, options and commands, names with their words behind them, files
GIVEN = re.compile(
    r"“[^”]*”|--?[a-z][a-z-]*|[a-z_]+（|cppcc( [a-z]+)*|\.?[A-Za-z0-9_-]+\.[a-z]+|\.(xlsx|csv|docx|pdf|cppcc|db)"
)
WORD = re.compile(r"[A-Za-z_]{3,}")
ALLOWED = {"CPPCC_USER", "CPPCC_PASSWORD_FILE", "PDF", "Excel", "UTF", "WPS", "Word", "JSON", "SQLite"}
COMMANDS = frozenset(("rebuild", "stats", "part", "pack", "unpack", "conflicts", "scores", "list", "show", "new", "set", "log", "add", "remove", "make", "county", "station", "create", "verify",
    "restore", "resolve", "render", "docx", "pdf", "init", "demo", "check", "backup", "import", "record", "act", "find",
    "export", "form", "twins", "join", "form", "plenary", "year", "from", "until"))  # fmt: skip

WRONG = """
2|
2|fly
2|check --fly
2|check --db
2|check --json=1
2|check --pass x
2|record eat members
2|record
2|find
2|init --kind moon --name 甲
2|init --name 甲 --term x
2|export members
2|stats planets
2|stats proposals --by moon
2|stats proposals --year 2026 --all
2|scores show x
2|pack --for 火星
1|record list planet
1|record show members
1|record show members xx
1|record set members xx --set name=甲
1|record log members
1|record list members --where orbit=1
1|record list members --where 界别=火星界
1|record list members --where 界别
1|record list proposals --where state=火星
1|record list assignments --where state=火星
1|record list proposals --where due_on=昨日日
1|record list proposals --where due_on=2026-13-01
1|record list proposals --where is_key=也许
1|record list proposals --where first_sponsor=查无此人
1|record new members --set name
1|record new members --set 身份证号=1101**********002X
1|record new members --set 姓名=甲乙 --set 手机号=没有
1|record new members --set 姓名=甲乙 --set sector=火星界
1|record new members
1|record add attendances --owner x
1|record add attendance --owner x
1|record add attendance
1|record remove attendance
1|stats proposals --year abc
1|stats proposals --plenary 9-9
1|stats proposals --plenary 99
1|stats proposals --term 99
1|stats proposals --beside 火星
1|stats topics --by unit
1|stats topics --place 火星
1|stats proposals --to a.txt
1|form render xx
1|form render
1|form render proposal_sheet
1|form render proposal_sheet --as ofd --all
1|form render topic_list --set month=1
1|form render assignment_notice --set plenary=abc
1|form render proposal_sheet --id x
1|export members --to x.txt
1|export members --to nowhere/a.xlsx
1|export members --order 火星 --to a.xlsx
1|export members --columns 火星 --to a.xlsx
1|import planets m.csv
1|import activities m.csv
1|import members none.csv
1|import members m.csv --map 怪=姓名
1|import members m.csv --map 奇怪=xx
1|import members m.csv --map 奇怪
1|act members x receive
1|act proposals x fly
1|act proposals x
1|conflicts resolve
1|backup verify
1|backup verify none.zip
1|backup restore
1|pack --for 火星 --to x.cppcc
1|unpack m.csv
1|unpack none.cppcc
1|twins activities
1|join members a b
1|join units a b --take xx
1|part units a
1|scores judge assessments
1|scores judge assessments 火星
1|scores export assessments
1|init --name 甲
1|demo --scale 0
1|check --password-file nope
1|check --user 无此人
"""


def list_wrong() -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    for line in WRONG.splitlines():
        code, _, words = str(line).partition("|")
        found += [(int(code), words.split())] if code else []
    return found


def count_operations(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT count(*) FROM operation").fetchone()[0]


def strange_words(said: str) -> list[str]:
    """English words and code names that are neither given by the user nor to be typed."""
    return [each for each in WORD.findall(GIVEN.sub("", said)) if each not in ALLOWED | COMMANDS]


@pytest.fixture
def place(filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a database and a table in it, and the account in the surroundings."""
    filled.place.office.close()
    (tmp_path / "password").write_text(PASSWORD, "utf-8")
    (tmp_path / "m.csv").write_text("姓名,奇怪\n甲乙,1\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CPPCC_USER", USER)
    monkeypatch.setenv("CPPCC_PASSWORD_FILE", str(tmp_path / "password"))
    return filled.place.path


def test_every_wrong_command_says_what_is_so_and_what_to_do(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    around, before = surround(), count_operations(place)
    for expected, words in list_wrong():
        database = [] if words[:1] == ["fly"] or not words else ["--db", str(place)]
        if words[-1:] == ["--db"]:
            database = []
        code = run([*words, *database], around)
        said = capsys.readouterr()
        assert code == expected, (words, said.err)
        assert not said.out, words
        assert "Traceback" not in said.err and CHINESE.search(said.err), words
        assert not strange_words(said.err), (words, said.err)
        assert re.search("没有改动|没有读入|没有动|什么也没有做|没有丢", said.err), (words, said.err)

        assert run([*words, *database, "--json"], around) == expected or words[-1:] == ["--db"], words
        told = json.loads(capsys.readouterr().out)
        assert told["refused"] and told["todo"] and told["kept"], words
        assert told["missing"] == [] or told["missing"], words
    assert count_operations(place) == before


def test_long_lists_say_how_many_and_how_to_see_all(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["record", "list", "members", "--where", "界别=火星界", "--db", str(place)]
    assert run(words, surround()) == 1
    short = capsys.readouterr().err
    assert "总工会 等 34 个。" in short and "--choices" in short and "特别邀请人士" not in short
    assert run([*words, "--choices"], surround()) == 1
    assert "\n特别邀请人士\n" in capsys.readouterr().err
    assert run([*words, "--json"], surround()) == 1
    assert len(json.loads(capsys.readouterr().out)["options"]) == 34


def test_a_list_of_options() -> None:
    assert list_options(["甲", "乙"]) == "甲、乙"
    assert list_options(["甲"] * (LISTED + 1)).endswith(f"甲 等 {LISTED + 1} 个")


def test_a_field_and_a_kind_can_be_named_in_chinese(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["record", "list", "委员", "--where", "姓名=阿依·古兰", "--json", "--db", str(place)], surround()) == 0
    assert len(json.loads(capsys.readouterr().out)) == 1
    assert run(["stats", "提案", "--by", "类别", "--json", "--db", str(place)], surround()) == 0
    capsys.readouterr()
    for state in ("草稿", "draft"):
        assert (
            run(["record", "list", "提案", "--where", f"状态={state}", "--json", "--db", str(place)], surround()) == 0
        )
        assert len(json.loads(capsys.readouterr().out)) == 1
    assert run(["record", "list", "提案", "--db", str(place)], surround()) == 0
    assert "草稿" in capsys.readouterr().out


def test_help_has_chinese_headings(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--help"], ["record", "--help"]):
        with pytest.raises(SystemExit) as left:
            run(words, surround())
        said = capsys.readouterr().out
        assert left.value.code == 0 and "写法：" in said and "选项" in said
        assert not re.search("usage|options|positional|show this", said)


def test_every_sentence_of_argparse_about_what_was_typed_is_known() -> None:
    """A new Python may say more: then this names it."""
    ours = {  # said to who writes a program, or only the frame of a sentence
        "usage: ", "positional arguments", "options", "show this help message and exit", "subcommands", "%(prog)s: error: %(message)s\n",
        "argument %(argument_name)s: %(message)s", "conflicting subparser: %s", "conflicting subparser alias: %s",
        "unknown parser %(parser_name)r (choices: %(choices)s)", 'argument "-" with mode %r', "can't open '%(filename)s': %(error)s",
        "cannot merge actions - two groups are named %r", "'required' is an invalid argument for positionals",
        "invalid option string %(option)r: must start with a character %(prefix_chars)r", "dest= is required for options like %r",
        "invalid conflict_resolution value: %r", "mutually exclusive arguments must be optional", "cannot have multiple subparser arguments",
        "%r is not callable", ".__call__() not defined", "unrecognized arguments: %s",
    }  # fmt: skip
    framed = {"not allowed with argument %s", "ignored explicit argument %r", "expected one argument", "expected at most one argument",
              "expected at least one argument", "invalid %(type)s value: %(value)r",
              "invalid choice: %(value)r (choose from %(choices)s)"}  # fmt: skip
    values = {"type": "int", "value": "x", "choices": "'a', 'b'", "option": "--x", "matches": "--xa, --xb"}
    for template in list_templates():
        if template in ours:
            continue
        said = template % (values if "%(" in template else (("x",) * template.count("%")))
        found = explain_usage(f"argument --x: {said}" if template in framed else said, "cppcc x")
        assert found.what != "命令写得不对。", template
        assert not strange_words(str(found)), str(found)


def list_templates() -> set[str]:
    """The texts argparse hands to gettext."""
    calls = (node for node in ast.walk(ast.parse(inspect.getsource(argparse))) if isinstance(node, ast.Call))
    return {
        node.args[0].value for node in calls
        if isinstance(node.func, ast.Name) and node.func.id == "_" and node.args
        and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    }  # fmt: skip
