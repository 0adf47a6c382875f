"""pack · unpack · conflicts."""

from __future__ import annotations

import argparse
from typing import Any

from cppcc_desktop.cli.answers import Answer
from cppcc_desktop.domain.description.fields import mask
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.exchange.conflicts import Conflict, list_conflicts, resolve_conflict
from cppcc_desktop.services.exchange.exchange import pack, unpack
from cppcc_desktop.services.exchange.quarantine import SetAside, list_aside
from cppcc_desktop.services.office.office import Office

SHOWN = 20  # of what was set aside; the rest is counted


def pack_file(office: Office, actor: Actor, options: argparse.Namespace) -> Answer:
    """Everything the partner has not acknowledged, in one file."""
    sent = pack(office, actor, options.partner, options.target)
    data = {
        "package": sent.package, "to": sent.to, "operations": sent.operations, "attachments": sent.attachments,
        "bytes": sent.bytes,
    }  # fmt: skip
    return Answer(data, [f"已写好 {options.target}：{sent.operations} 条改动，{sent.attachments} 个附件。文件未加密。"])


def unpack_file(office: Office, actor: Actor, options: argparse.Namespace) -> Answer:
    """Take a file in, or show what it would change."""
    arrived = unpack(office, actor, options.file, preview=options.preview)
    data = {
        "package": arrived.package, "from": arrived.sender, "new": arrived.new, "same": arrived.same,
        "conflicts": arrived.conflicts, "quarantined": arrived.quarantined, "unknown": arrived.unknown,
        "missing_attachments": arrived.missing_attachments,
    }  # fmt: skip
    verb = "会读入" if options.preview else "已读入"
    lines = [f"{verb} {arrived.new} 条改动，已有 {arrived.same} 条，待核对 {arrived.conflicts} 条。"]
    if arrived.quarantined:
        lines.append(f"{arrived.quarantined} 条不能收，搁置在一边：")
        lines += [tell_aside(each) for each in arrived.aside[:SHOWN]]
        if arrived.quarantined > SHOWN:
            lines.append(f"…… 等 {arrived.quarantined} 条，用 cppcc quarantine 看全部。")
    if arrived.mismatch:
        lines.append("两边的改动一样，内容却不同：请把这件事告诉开发者，并请对方重新送全部内容。")
    return Answer(data, lines)


def tell_aside(aside: SetAside) -> str:
    """提案 关于修路的建议（状态）：状态要由办理步骤来改 · 丁."""
    fields = f"（{'、'.join(aside.fields)}）" if aside.fields else ""
    return f"  {aside.kind} {aside.title}{fields}：{aside.reason} · {aside.who}"


def quarantine(office: Office, actor: Actor, _options: argparse.Namespace) -> Answer:
    """What came in files and was not taken in, with the reasons, newest first."""
    listed = list_aside(office, actor)
    data = [
        {"package": each.package, "entity": each.kind, "title": each.title, "fields": list(each.fields),
         "reason": each.reason, "who": each.who, "at": each.wall}
        for each in listed
    ]  # fmt: skip
    return Answer(data, [tell_aside(each).strip() for each in listed] or ["没有搁置的改动。"])


def conflicts(office: Office, actor: Actor, options: argparse.Namespace) -> Answer:
    """List what two places disagree on, or settle one field."""
    listed = list_conflicts(office, actor)
    if options.action == "list":
        data = [
            {"id": each.record, "entity": each.kind, "title": each.title, "field": each.field,
             "claims": [{"claim": c.operation, "value": shown(office, each, c.value), "office": c.office, "who": c.who, "at": c.wall}
                        for c in each.claims]}
            for each in listed
        ]  # fmt: skip
        return Answer(
            data,
            [
                f"{each.title} · {each.field}：" + " / ".join(str(shown(office, each, c.value)) for c in each.claims)
                for each in listed
            ],
        )
    found = next((each for each in listed if (each.record, each.field) == (options.id, options.field)), None)
    if found is None:
        raise OfficeError("没有这一条待核对。", todo="用 conflicts list 看有哪些。")
    value = options.value
    if options.claim:
        claim = next((c for c in found.claims if c.operation == options.claim), None)
        if claim is None:
            raise OfficeError("没有这一条改动。", todo="用 conflicts list 看编号。")
        value = claim.value
    resolve_conflict(office, actor, found.kind, found.record, found.field, value)
    return Answer({"id": found.record, "field": found.field, "value": shown(office, found, value)}, ["已核对。"])


def shown(office: Office, conflict: Conflict, value: Any) -> Any:
    """A value as a list may show it: masked where it is sensitive. It is chosen by the number of its operation."""
    spec = office.entity(conflict.kind).by_name.get(conflict.field)
    return mask(spec, value) if spec is not None and isinstance(value, str) else value
