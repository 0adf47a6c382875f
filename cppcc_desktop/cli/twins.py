"""twins · join · part."""

from __future__ import annotations

import argparse

from cppcc_desktop.cli.answers import Answer
from cppcc_desktop.cli.records import find_module
from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.records.comparisons import list_lookalikes
from cppcc_desktop.services.records.joins import join_records, list_joined, part_record
from cppcc_desktop.services.records.records import find_field, show_record


def list_twins(office: Office, actor: Actor, options: argparse.Namespace) -> Answer:
    """Groups of records that may be one, the surest signs first."""
    module = find_joinable(office, options.entity)
    found = list_lookalikes(office, actor, module.entity.name)
    data = [{"ids": list(each.records), "reason": each.reason, "titles": list(each.titles)} for each in found]
    lines = [
        f"{each.reason}：{'、'.join(each.titles)} {len(each.records)} 条  {' '.join(each.records)}" for each in found
    ]
    return Answer(data, lines or [f"没有找到重复的{module.label}。"])


def find_joinable(office: Office, name: str) -> Module:
    module = find_module(office, name)
    if not module.entity.joinable:
        known = [each.command for each in office.modules.values() if each.entity.joinable]
        raise Refusal(f"{module.label}不能合并。", options=known)
    return module


def join(office: Office, actor: Actor, options: argparse.Namespace) -> Answer:
    """One record stands for both; it keeps its own values but for those that --take names."""
    module = find_joinable(office, options.entity)
    kind = module.entity.name
    names = [find_field(module.by_name, each).name for each in options.take]
    other = show_record(office, actor, kind, options.other)
    join_records(office, actor, kind, options.keep, options.other, {name: other.values.get(name) for name in names})
    data = {"id": options.keep, "joined": list_joined(office, actor, kind, options.keep), "taken": names}
    return Answer(data, ["合成了一条。"])


def part(office: Office, actor: Actor, options: argparse.Namespace) -> Answer:
    """A joined record stands for itself again."""
    kind = find_joinable(office, options.entity).entity.name
    kept = show_record(office, actor, kind, options.other).values["same_as"]
    part_record(office, actor, kind, options.other)
    return Answer({"id": options.other, "from": kept}, ["分开了。"])
