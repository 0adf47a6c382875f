"""The one family of errors the user can act on. Everything else is our bug."""

from __future__ import annotations

import re
from collections.abc import Sequence

LISTED = 12  # options a sentence names


def list_options(options: Sequence[str]) -> str:
    """甲、乙 …… 等 34 个: the first of them, and how many there are."""
    words = "、".join(options[:LISTED])
    return f"{words} 等 {len(options)} 个" if len(options) > LISTED else words


class OfficeError(Exception):
    """Says in Chinese what happened, what is safe and what to do (look.md §5); nothing was changed.

    `options` are what could have been given instead: the sentence names the first of them, whoever shows it may
    offer them all.
    """

    def __init__(
        self, what: str, *, kept: str = "没有改动任何数据。", todo: str = "", options: Sequence[str] = ()
    ) -> None:
        super().__init__(what)
        self.what = what
        self.kept = kept
        self.todo = (f"可用：{list_options(options)}。" if options else "") + todo
        self.options = tuple(options)

    @property
    def steps(self) -> tuple[str, ...]:
        """What to do, a line each without its number."""
        lines = (line.strip() for line in self.todo.splitlines())
        return tuple(re.sub(r"^\d+[.、]\s*", "", line) for line in lines if line)

    def __str__(self) -> str:
        return "".join(part for part in (self.what, self.kept, self.todo) if part)


class DamagedFile(OfficeError):
    """A database cannot be read any more: a backup takes its place."""

    def __init__(self) -> None:
        super().__init__(
            "数据库文件损坏了，读不出来。",
            kept="程序没有再改动它。",
            todo="用备份恢复：在“系统设置”的“备份”里，进不去的在登录窗口点“从备份恢复”。",
        )


class Refusal(OfficeError):
    """A rule of the office forbids the step; `missing` names the fields that would allow it."""

    def __init__(self, what: str, *, missing: Sequence[str] = (), todo: str = "", options: Sequence[str] = ()) -> None:
        super().__init__(what, todo=todo, options=options)
        self.missing = tuple(missing)


class InvalidField(OfficeError):
    """A value cannot be taken; `field` is its name, the text shows the right form: it stands alone below the field.

    `others` are wrong beside it.
    """

    def __init__(self, field: str, what: str, *, options: Sequence[str] = ()) -> None:
        super().__init__(what + (f"可选：{list_options(options)}。" if options else ""))
        self.field = field
        self.options = tuple(options)
        self.others: tuple[InvalidField, ...] = ()


def raise_all(wrong: Sequence[InvalidField]) -> None:
    """Raise the first of these errors, with the others; nothing if there is none."""
    if wrong:
        wrong[0].others = tuple(wrong[1:])
        raise wrong[0]


class StaleRecord(OfficeError):
    """Somebody else saved the same fields after they were read; `theirs` holds what stands now."""

    def __init__(self, theirs: dict[str, object]) -> None:
        super().__init__(
            "这条记录刚被别处改过，没有覆盖。",
            kept="你填的内容还在窗口里，库里是对方的内容。",
            todo="看清两边的不同，再保存一次。",
        )
        self.theirs = theirs


class Cancelled(OfficeError):
    """The user stopped a running job."""

    def __init__(self) -> None:
        super().__init__("已停止。", kept="已经写入的内容全部撤回。")
