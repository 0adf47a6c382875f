"""What the program says when it refuses: the texts handed to its errors, as they stand in the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
ERRORS = ("OfficeError", "Refusal", "InvalidField", "WrongUsage")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# what a person types or sees as it stands: in quotes, options, commands behind 用, endings of files, paths
GIVEN = re.compile(
    r"“[^”]*”|--?[a-z][a-z-]*( [a-z.]+)?|\.[a-z]{2,5}\b|(?:用|cppcc) [a-z]+( [a-z]+)?|[a-z]+=[\w-]+|\{\}"
)
WORD = re.compile(r"[A-Za-z_]{3,}")
NAMES = {"Excel", "WPS", "Word", "PDF", "UTF", "JPG", "PNG", "CPPCC_USER", "CPPCC_PASSWORD_FILE", "yu4", "chi"}


@dataclass(frozen=True)
class Message:
    """One error that is raised: where, its sentences with {} for what is filled in, and the names of its arguments."""

    place: str
    kind: str
    texts: tuple[str, ...]
    given: frozenset[str]

    @property
    def foreign(self) -> list[str]:
        """Words that are neither Chinese nor a thing the user knows by that name."""
        return [word for text in self.texts for word in WORD.findall(GIVEN.sub("", text)) if word not in NAMES]


def list_messages() -> Iterator[Message]:
    """Every call of an error of ours in the program."""
    for root in ("cppcc_desktop", "db", "ui"):
        for file in sorted((ROOT / root).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and (kind := name_of(node.func)) in ERRORS:
                    yield read_message(f"{file.relative_to(ROOT).as_posix()}:{node.lineno}", kind, node)


def name_of(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else ""


def read_message(place: str, kind: str, call: ast.Call) -> Message:
    """Its sentences: not the name of the field an InvalidField is about."""
    said = [*call.args[1:]] if kind == "InvalidField" else [*call.args]
    said += [each.value for each in call.keywords if each.arg in ("what", "kept", "todo")]
    texts = [text for node in said for text in read_texts(node)]
    return Message(place, kind, tuple(texts), frozenset(each.arg or "" for each in call.keywords))


def read_texts(node: ast.expr) -> Iterator[str]:
    """The sentences an expression can be; {} stands for what is filled in."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(str(each.value) if isinstance(each, ast.Constant) else "{}" for each in parts)
        case ast.IfExp(body=one, orelse=other):
            yield from read_texts(one)
            yield from read_texts(other)
        case ast.BinOp(left=one, right=other):
            yield from read_texts(one)
            yield from read_texts(other)
        case _:
            return


def list_leaks() -> Iterator[str]:
    """Where the English text of a library's error is put into a sentence."""
    leak = re.compile(r"strerror|\{(error|failure|exc)(!r)?\}")
    for root in ("cppcc_desktop", "db", "ui"):
        for file in sorted((ROOT / root).rglob("*.py")):
            for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
                if leak.search(line) and CHINESE.search(line):
                    yield f"{file.relative_to(ROOT).as_posix()}:{number}: {line.strip()}"
