"""init · demo · check · backup."""

from __future__ import annotations

import argparse
from pathlib import Path

from cppcc_desktop.cli.answers import Answer
from cppcc_desktop.demo import create_demo
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.office.backup_care import list_office_backups
from cppcc_desktop.services.office.backups import create_office_backup, verify_office_backup
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.opening import Surroundings, create_office
from cppcc_desktop.services.restoring import restore_as
from cppcc_desktop.services.soundness import rebuild_office, weigh
from db.backup_list import BAD, SOUND, UNCHECKED, Backup


def make(options: argparse.Namespace, around: Surroundings, name: str, password: str) -> Answer:
    """A new database, empty or filled with 示例县."""
    if options.command == "demo":
        if not 1 <= options.scale <= 200:
            raise OfficeError(f"--scale 写 {options.scale}，太小或太大。", todo="写 1 到 200 之间的数。")
        office = create_demo(around, options.db, name, password, scale=options.scale, seed=options.seed)
    else:
        office = create_office(
            options.db, around.features, kind=options.kind, name=options.name,
            plenary=Plenary.parse(f"{options.term}-{options.plenary}"), user=name, password=password,
            clock=around.clock, anchors=around.anchors,
        )  # fmt: skip
    office.close()
    return Answer({"db": str(options.db)}, [f"已新建 {options.db}。"])


def check(office: Office, actor: Actor, _options: argparse.Namespace) -> Answer:
    """Integrity, log, projection, numbers."""
    checks = check_office(office, actor)
    ok = all(each.ok for each in checks)
    advice = weigh(office, checks).advice
    data = {"ok": ok, "checks": [{"name": each.name, "ok": each.ok, "detail": each.detail} for each in checks]}
    lines = [f"{'✓' if each.ok else '✗'} {each.name} {each.detail}" for each in checks]
    return Answer(data, [*lines, *([advice] if advice else [])], ok)


def rebuild(office: Office, actor: Actor, _options: argparse.Namespace) -> Answer:
    """Lists and index made again from the journal."""
    dropped = rebuild_office(office, actor)
    lines = ["已按改动记录重建，重建前的在“备份”文件夹里。"]
    lines += [f"读不出来的 {dropped} 条草稿或收发登记没有留下。"] if dropped else []
    return Answer({"ok": True, "dropped": dropped}, lines)


def backup(office: Office, actor: Actor, options: argparse.Namespace) -> Answer:
    """A new backup, those there are, or a look at one."""
    if options.action == "list":
        return tell_backups(list_office_backups(office, actor))
    if options.action == "create":
        made = create_office_backup(office, actor, options.file)
        return Answer({"file": str(made)}, [f"已备份到 {made}。"])
    missing = verify_office_backup(office, actor, named(options.file))
    words = f"这份备份完好，但旁边少 {missing} 个附件。" if missing else "这份备份完好。"
    return Answer({"file": str(options.file), "ok": True, "missing_attachments": missing}, [words])


STATES = {SOUND: "完好", UNCHECKED: "没有检查过", BAD: "坏了"}


def tell_backups(found: list[Backup]) -> Answer:
    """The backups beside the database, the newest first, with what is known of each."""
    data = [{"file": str(each.path), "made": each.made.isoformat(), "reason": each.reason, "bytes": each.size,
             "state": each.state, "note": each.note} for each in found]  # fmt: skip
    lines = [
        f"{each.made:%Y-%m-%d %H:%M}  {each.reason or '手工'}  {STATES[each.state]}  {each.path}" for each in found
    ]
    return Answer(data, lines or ["还没有备份。"])


def restore(options: argparse.Namespace, around: Surroundings, name: str, password: str) -> Answer:
    """Put a backup in the place of the database; what stood there is kept beside it."""

    kept = restore_as(around, options.db, name, password, named(options.file))
    return Answer(
        {"db": str(options.db), "kept": str(kept or "")}, [f"已恢复。原来的数据在 {kept}。" if kept else "已恢复。"]
    )


def named(file: Path | None) -> Path:
    if file is None:
        raise OfficeError("没有写备份文件。", todo="写上备份文件的路径。")
    return file
