"""Looking at a code list and changing it: add, rename, retire, bring back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Select, Table, func, select

from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.domain.fields import Field, Kind, parse_value
from cppcc_desktop.domain.office import CODE_ENTRY, Actor
from cppcc_desktop.journal.surnames import SURNAME_LIST, shipped_surnames
from cppcc_desktop.services import logs
from cppcc_desktop.services.codes import Code, CodeList, fold, list_catalogue, shipped_aliases, shipped_entries
from cppcc_desktop.services.office import Office

CHINESE = r"[\u3400-\u9fff\U00020000-\U000323af]"
SYLLABLE = r"[a-z]{1,6}[1-5]?"  # ü is v


@dataclass(frozen=True)
class Entry:
    """One entry as the page of code lists shows it."""

    code: str
    label: str
    retired: bool = False
    shipped: str = ""  # the name it came with; empty for one the office added
    records: tuple[str, ...] = ()  # the office's own records about it, oldest first
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListShown:
    """A list and how many entries it offers."""

    about: CodeList
    offered: int
    retired: int


def list_code_lists(office: Office, actor: Actor) -> list[ListShown]:
    """Every list, those that are described first; what a newer program brought comes under its own name."""
    actor.require("record.read")
    with office.read() as connection:
        table = office.schema.records[CODE_ENTRY.name]
        own = connection.scalars(select(table.c.list).where(table.c.list.is_not(None)).distinct())
        present = {name for name, _ in shipped_entries()} | set(own) | {SURNAME_LIST}
        names = [*(name for name in list_catalogue() if name in present), *sorted(present - list_catalogue().keys())]
        entries = {name: read_entries(office, connection, name) for name in names}
    return [
        ListShown(
            describe_list(office, name), sum(not e.retired for e in found), sum(e.retired for e in found)
        )
        for name, found in entries.items()
    ]  # fmt: skip


def describe_list(office: Office, name: str) -> CodeList:
    """Its row of resources/code_lists.csv; for others the label of a field that uses it."""
    found = list_catalogue().get(name)
    if found:
        return found
    labels = [spec.label for entity in office.schema.entities.values() for spec in entity if spec.codes == name]
    return CodeList(name, labels[0] if labels else name)


def list_entries(office: Office, actor: Actor, name: str) -> list[Entry]:
    """Entries of a list in its order, retired ones too."""
    actor.require("record.read")
    with office.read() as connection:
        return read_entries(office, connection, name)


def read_entries(office: Office, connection: Connection, name: str) -> list[Entry]:
    """What ships, with what the office made of it, then what the office added."""
    found = {code.code: Entry(code.code, code.label, shipped=code.label) for code in shipped_of(name)}
    for list_name, alias, label in shipped_aliases():
        if list_name == name:
            entry = next((each for each in found.values() if each.shipped == label), None)
            if entry:
                found[entry.code] = replace(entry, aliases=(*entry.aliases, alias))
    table = office.schema.records[CODE_ENTRY.name]
    query = select(table.c.id, table.c.code, table.c.label, table.c.retired).where(
        table.c.list == name, table.c.deleted.is_(None), table.c.code.is_not(None)
    )
    for row in connection.execute(query.order_by(table.c.id)):
        before = found.get(row.code, Entry(row.code, row.code))
        found[row.code] = replace(
            before, label=row.label or before.label, retired=bool(row.retired), records=(*before.records, row.id)
        )
    return list(found.values())


def shipped_of(name: str) -> list[Code]:
    if name == SURNAME_LIST:
        return [Code(surname, reading) for surname, reading in shipped_surnames().items()]
    return [code for list_name, code in shipped_entries() if list_name == name]


def count_uses(office: Office, actor: Actor, name: str) -> dict[str, int]:
    """How many records hold each code, in whatever field."""
    actor.require("record.read")
    counts: dict[str, int] = {}
    with office.read() as connection:
        for entity in office.schema.entities.values():
            for spec in entity:
                if spec.codes == name:
                    for code, count in connection.execute(count_field(office.schema.records[entity.name], spec)):
                        counts[str(code)] = counts.get(str(code), 0) + int(count)
    return counts


def count_field(table: Table, spec: Field) -> Select[Any, int]:
    """Codes one field holds in records that are not in the bin, and how often."""
    column = table.c[spec.name]
    if spec.kind is not Kind.CODES:
        query = select(column, func.count()).where(column.is_not(None), table.c.deleted.is_(None))
        return query.group_by(column)
    each = func.json_each(column).table_valued("value")
    query = select(each.c.value, func.count()).select_from(table).join(each, column.is_not(None))
    return query.where(table.c.deleted.is_(None)).group_by(each.c.value)


def propose_code(entries: Sequence[Entry]) -> str:
    """The next free number of a list that counts; empty for one whose codes are words: the name is the code.

    It follows the highest one, but 99 and the like, which stand for 其他, are not counted.
    """
    numbers = [each.code for each in entries if each.shipped and each.code.isascii() and each.code.isdigit()]
    if not numbers or len(numbers) < sum(bool(each.shipped) for each in entries):
        return ""
    taken = {each.code for each in entries}
    width = len(numbers[0])
    counted = [int(each) for each in taken if each.isdigit() and not (each.startswith("9") and len(each) == width)]
    following = max(counted, default=0) + 1
    while f"{following:0{width}d}" in taken:
        following += 1
    return f"{following:0{width}d}"


def add_entry(office: Office, actor: Actor, name: str, label: str, code: str = "") -> str:
    """A further entry; returns its code. Only an administrator may, and only in lists the office may add to."""
    if describe_list(office, name).editable != "yes":
        raise Refusal(f"“{describe_list(office, name).label}”不能增加。", todo="这张表的代码是定好的。")
    if name == SURNAME_LIST:
        code = check_code(office, name, code)
    label = check_label(office, name, label, code)
    with office.write(actor, "account") as writing:
        entries = read_entries(office, writing.connection, name)
        code = check_code(office, name, code or propose_code(entries) or label)
        same = next((each for each in entries if each.code == code), None)
        if same:
            raise InvalidField("code", taken_words(name, same))
        refuse_same_name(name, label, code, entries)
        writing.new(CODE_ENTRY, {"list": name, "code": code, "label": label})
    return code


def rename_entry(office: Office, actor: Actor, name: str, code: str, label: str) -> None:
    """Another name for an entry: old records show it too, the log keeps the old one."""
    if describe_list(office, name).editable == "no":
        raise Refusal(f"“{describe_list(office, name).label}”是定好的，不能改。")
    label = check_label(office, name, label, code)
    with office.write(actor, "account") as writing:
        entries = read_entries(office, writing.connection, name)
        entry = find_entry(entries, code)
        if entry.label == label:
            raise InvalidField("label", f"现在就叫“{label}”，不用改。")
        refuse_same_name(name, label, code, entries)
        if entry.records:
            writing.set(CODE_ENTRY, entry.records[-1], {"label": label})
        else:
            writing.new(CODE_ENTRY, {"list": name, "code": code, "label": label})


def retire_entry(office: Office, actor: Actor, name: str, code: str, *, retired: bool = True) -> None:
    """No longer offer an entry, or offer it again; old records stay readable."""
    if describe_list(office, name).editable != "yes":
        raise Refusal(f"“{describe_list(office, name).label}”里的不能停用。", todo="这张表的代码是定好的，只能改名称。")
    with office.write(actor, "account") as writing:
        entry = find_entry(read_entries(office, writing.connection, name), code)
        if entry.retired == retired:
            raise Refusal(f"“{entry.label}”已经{'停用' if retired else '在用'}了。", todo="刷新页面再看。")
        if entry.records:
            writing.set(CODE_ENTRY, entry.records[-1], {"retired": retired})
        else:
            writing.new(CODE_ENTRY, {"list": name, "code": code, "label": entry.label, "retired": retired})


def read_entry_log(office: Office, actor: Actor, name: str, code: str) -> list[logs.Entry]:
    """What the office changed about an entry, newest first; empty for one that is as it came."""
    with office.read() as connection:
        entry = find_entry(read_entries(office, connection, name), code)
    lines = [line for record in entry.records for line in logs.read_log(office, actor, record)]
    lines = [line for line in lines if line.field not in ("list", "code")]
    lines.sort(key=lambda line: line.at, reverse=True)
    if not entry.shipped:
        return lines
    first = next((line for line in reversed(lines) if line.field == "label"), None)
    shown = [replace(line, before=entry.shipped) if line is first else line for line in lines]
    return [line for line in shown if line.before != line.after]


def find_entry(entries: Sequence[Entry], code: str) -> Entry:
    found = next((each for each in entries if each.code == code), None)
    if found is None:
        raise OfficeError(f"没有代码“{code}”。", todo="刷新页面再看。")
    return found


def check_label(office: Office, name: str, label: str, code: str) -> str:
    """The name in stored form; a reading must have as many syllables as the surname has characters."""
    value = parse_value(CODE_ENTRY.by_name["label"], label, today=office.today())
    if value is None:
        raise InvalidField("label", "读音不能空着。" if name == SURNAME_LIST else "名称不能空着。")
    return check_reading(code, str(value)) if name == SURNAME_LIST else str(value)


def check_code(office: Office, name: str, code: str) -> str:
    value = parse_value(CODE_ENTRY.by_name["code"], code, today=office.today())
    if name == SURNAME_LIST:
        if value is None or not re.fullmatch(f"{CHINESE}{{1,4}}", str(value)):
            raise InvalidField("code", "姓氏写一到四个汉字，例如 单、尉迟。")
    elif value is None or re.search(r"\s", str(value)):
        raise InvalidField("code", "代码里不能有空格。")
    return str(value)


def check_reading(surname: str, text: str) -> str:
    """Pinyin syllables with an optional tone digit, one blank between: yu4 chi2."""
    folded = unicodedata.normalize("NFKC", text).lower().replace("u:", "v").replace("ü", "v")
    syllables = folded.split()
    if not syllables or not all(re.fullmatch(SYLLABLE, each) for each in syllables):
        raise InvalidField("label", "读音写拼音，字和字之间空一格，例如 yu4 chi2。")
    if len(syllables) != len(surname.strip()):
        raise InvalidField(
            "label", f"“{surname.strip()}”是 {len(surname.strip())} 个字，读音写了 {len(syllables)} 个。"
        )
    return " ".join(syllables)


def refuse_same_name(name: str, label: str, code: str, entries: Sequence[Entry]) -> None:
    """Two entries of one name could not be told apart, neither on screen nor in an import. Readings may be the same."""
    if name == SURNAME_LIST:
        return
    word = fold(label)
    for each in entries:
        if each.code == code:
            continue
        if fold(each.label) == word:
            raise InvalidField("label", taken_words(name, each))
        if word in (fold(each.shipped), *(fold(alias) for alias in each.aliases)) and each.shipped:
            raise InvalidField("label", f"“{label}”是“{each.label}”的别名，不能再用。")


def taken_words(name: str, entry: Entry) -> str:
    """Why an entry cannot be added twice, and what to do instead."""
    what = entry.code if name == SURNAME_LIST else entry.label
    return f"已经有“{what}”了" + ("，只是停用了，恢复使用就行。" if entry.retired else "。")
