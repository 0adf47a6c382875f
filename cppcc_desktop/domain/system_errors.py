"""What the operating system refuses, in words a clerk can act on; its own are English and full of numbers."""

from __future__ import annotations

import errno

_CAUSES = {
    errno.ENOSPC: ("磁盘已满", "腾出空间，或者换一个盘。"),
    errno.EDQUOT if hasattr(errno, "EDQUOT") else -1: ("磁盘配额已用完", "腾出空间，或者换一个盘。"),
    errno.EACCES: ("没有读写它的权限，或者别的软件正开着它", "关掉正开着它的软件，或者换一个文件夹。"),
    errno.EPERM: ("没有读写它的权限", "换一个文件夹。"),
    errno.EROFS: ("这个盘是只读的", "打开 U 盘的写保护开关，或者换一个盘。"),
    errno.ENOENT: ("文件或文件夹不存在", "看看路径有没有写错、U 盘有没有接好。"),
    errno.ENOTDIR: ("文件或文件夹不存在", "看看路径有没有写错、U 盘有没有接好。"),
    errno.EEXIST: ("那里已有一个同名的文件", "换一个名称。"),
    errno.EISDIR: ("那里已有一个同名的文件夹", "换一个文件名。"),
    errno.ENAMETOOLONG: ("文件夹和文件名加起来太长", "把名称改短，或者放到层数少一些的文件夹里。"),
    errno.ENODEV: ("存储设备已被拔出", "插好 U 盘再试一次。"),
    errno.EIO: ("存储设备读写出错", "换一个盘，并检查这个盘。"),
}


def say_cause(error: OSError | UnicodeError) -> str:
    """Why it did not go: 磁盘已满."""
    if isinstance(error, UnicodeError):
        return "里面的文字不是 UTF-8 编码"
    return _CAUSES.get(error.errno or 0, ("系统拒绝读写", ""))[0]


def say_remedy(error: OSError | UnicodeError) -> str:
    """What to do about it."""
    if isinstance(error, UnicodeError):
        return "用记事本打开，另存为 UTF-8 编码，再试一次。"
    return _CAUSES.get(error.errno or 0, ("", ""))[1] or "换一个文件夹，再试一次。"
