"""Looking at a code list and changing it: add, rename, explain, retire, bring back, put in order; from a day on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Select, Table, func, select
from sqlalchemy import Row as SqlRow

from cppcc_desktop.characters.surnames import SURNAME_LIST, shipped_surnames
from cppcc_desktop.domain.description.fields import Field, Kind, Value, parse_value
from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.domain.normal_form import normalise_text
from cppcc_desktop.domain.office.office import CODE_ENTRY, Actor
from cppcc_desktop.journal.store import load_value
from cppcc_desktop.services.office.code_rules import CodeRule, check_traits, find_code_rule, holds_at_once
from cppcc_desktop.services.office.codes import (
    STEP,
    Code,
    CodeList,
    as_texts,
    fold,
    list_catalogue,
    put_in_order,
    select_entries,
    shipped_aliases,
    shipped_entries,
)
from cppcc_desktop.services.office.office import Office, Writing
from cppcc_desktop.services.office.sealing import first_free_day, refuse_sealed_day
from cppcc_desktop.services.office.settings import read_day

CHINESE = r"[\u3400-\u9fff\U00020000-\U000323af]"
SYLLABLE = r"[a-z]{1,6}[1-5]?"  # ü is v


@dataclass(frozen=True)
class CodeRow:
    """One entry as the page of code lists shows it."""

    code: str
    label: str
    retired: bool = False
    shipped: str = ""  # the name it came with; empty for one the office added
    records: tuple[str, ...] = ()  # the office's own records about it, in the order they come to be in force
    aliases: tuple[str, ...] = ()
    meaning: str = ""
    traits: frozenset[str] = frozenset()
    later: str = ""  # the next day from which it is another one, or in use at all


@dataclass(frozen=True)
class ListShown:
    """A list and how many entries it offers."""

    about: CodeList
    offered: int
    retired: int
    rule: CodeRule
    at_once: bool  # orders are reckoned by it: what is changed holds at once


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
            describe_list(office, name), sum(not e.retired for e in found), sum(e.retired for e in found),
            find_code_rule(office, name), holds_at_once(office, name),
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


def list_entries(office: Office, actor: Actor, name: str, day: str = "") -> list[CodeRow]:
    """Entries of a list in its order as they are on a day (today), retired ones and those to come too."""
    actor.require("record.read")
    with office.read() as connection:
        return read_entries(office, connection, name, day)


def read_entries(office: Office, connection: Connection, name: str, day: str = "") -> list[CodeRow]:
    """What ships, with what the office made of it up to a day, then what the office added; in the order of the list."""
    day = day or office.today().isoformat()
    found = {code.code: make_shipped(code) for code in shipped_of(name)}
    for list_name, alias, label in shipped_aliases():
        if list_name == name:
            entry = next((each for each in found.values() if each.shipped == label), None)
            if entry:
                found[entry.code] = replace(entry, aliases=(*entry.aliases, alias))
    places: dict[str, int] = {}
    for row in connection.execute(select_entries(office, name)):
        found[row.code] = lay_over(found.get(row.code), row, day)
        places |= {row.code: int(row.place)} if row.place else {}
    order = put_in_order({code: Code(code, entry.label, place=places.get(code, 0)) for code, entry in found.items()})
    return [found[code] for code in order]


def make_shipped(code: Code) -> CodeRow:
    return CodeRow(code.code, code.label, code.retired, code.label, meaning=code.meaning, traits=code.traits)


def lay_over(before: CodeRow | None, row: SqlRow[Any], day: str) -> CodeRow:
    """An entry with one more of the office's rows; what comes later is only announced."""
    coming = bool(row.since and row.since > day)
    entry = before or CodeRow(row.code, row.label or row.code, retired=coming)
    entry = replace(entry, records=(*entry.records, row.id))
    if coming:
        return replace(entry, later=entry.later or row.since)
    traits = frozenset(as_texts(load_value(Kind.TEXTS, row.traits)))
    return replace(
        entry, label=row.label or entry.label, retired=bool(row.retired), meaning=row.meaning or entry.meaning,
        traits=entry.traits if entry.shipped else traits,
    )  # fmt: skip


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


def propose_code(entries: Sequence[CodeRow]) -> str:
    """The next free number or letter of a list that counts; empty for one whose codes are words: the name is the code.

    It follows the highest one, but 99 and the like, which stand for 其他, are not counted.
    """
    shipped, taken = [each.code for each in entries if each.shipped], {each.code for each in entries}
    if shipped and all(re.fullmatch("[A-Z]", each) for each in shipped):
        return next((letter for letter in map(chr, range(ord(max(shipped)) + 1, 91)) if letter not in taken), "")
    numbers = [each for each in shipped if each.isascii() and each.isdigit()]
    if not numbers or len(numbers) < len(shipped):
        return ""
    width = len(numbers[0])
    counted = [int(each) for each in taken if each.isdigit() and not (each.startswith("9") and len(each) == width)]
    following = max(counted, default=0) + 1
    while f"{following:0{width}d}" in taken:
        following += 1
    return f"{following:0{width}d}"


def add_entry(
    office: Office, actor: Actor, name: str, label: str, code: str = "", *, meaning: str = "",
    traits: Sequence[str] = (), since: object = None,
) -> str:  # fmt: skip
    """A further entry, offered from a day on if one is said; returns its code.

    Only an administrator may, and only in lists the office may add to. `traits` are what rules ask of it (CodeRule).
    """
    about = describe_list(office, name)
    if about.editable not in ("yes", "hand"):
        raise Refusal(f"“{about.label}”不能增加。", todo="这张表的代码是定好的。")
    if name == SURNAME_LIST:
        code = check_code(office, name, code)
    label, day = check_label(office, name, label, code), check_since(office, name, since)
    more = {"meaning": check_meaning(office, meaning), "traits": check_traits(find_code_rule(office, name), traits)}
    with office.write(actor, "account") as writing:
        entries = read_entries(office, writing.connection, name)
        code = check_code(office, name, code or propose_code(entries) or label)
        same = next((each for each in entries if each.code == code), None)
        if same:
            raise InvalidField("code", taken_words(name, same))
        refuse_same_name(name, label, code, entries)
        refuse_sealed_day(office, writing.connection, day)
        writing.new(CODE_ENTRY, {"list": name, "code": code, "label": label, **more, "since": day or None})
    return code


def rename_entry(office: Office, actor: Actor, name: str, code: str, label: str, since: object = None) -> None:
    """Another name for an entry, from a day on; without a day every case of a plenary that is not sealed shows it."""
    change_entry(office, actor, name, code, {"label": label}, since)


def change_entry(
    office: Office, actor: Actor, name: str, code: str, raw: Mapping[str, object], since: object = None
) -> None:
    """Another name, meaning or other traits of an entry: label, meaning, traits.

    From a day on (2027-01-01). Without one it holds as far back as it may: for all cases but those of sealed
    plenaries, which keep what was in force on the day they were sealed on. The log keeps all.
    """
    if describe_list(office, name).editable == "no":
        raise Refusal(f"“{describe_list(office, name).label}”是定好的，不能改。", todo="要用别的名称，写在说明里。")
    day = check_since(office, name, since)
    with office.write(actor, "account") as writing:
        entries = read_entries(office, writing.connection, name, day)
        entry = find_entry(entries, code)
        values = check_values(office, name, entry, raw)
        if not values:
            label = str(raw.get("label") or entry.label)
            raise InvalidField("label", f"现在就叫“{label}”，不用改。" if len(raw) == 1 else "和现在的一样，不用改。")
        if "label" in values:
            refuse_same_name(name, str(values["label"]), code, entries)
        write_entry(writing, name, entry, values, day)


def check_values(office: Office, name: str, entry: CodeRow, raw: Mapping[str, object]) -> dict[str, Value]:
    """What differs from the entry, in stored form."""
    values: dict[str, Value] = {}
    if "label" in raw:
        values["label"] = check_label(office, name, str(raw["label"] or ""), entry.code)
    if "meaning" in raw:
        values["meaning"] = check_meaning(office, str(raw["meaning"] or "")) or ""
    if "traits" in raw and not entry.shipped:
        values["traits"] = check_traits(find_code_rule(office, name), as_texts(raw["traits"])) or []
    now: dict[str, Value] = {"label": entry.label, "meaning": entry.meaning, "traits": sorted(entry.traits)}
    return {each: value for each, value in values.items() if value != now[each]}


def retire_entry(
    office: Office, actor: Actor, name: str, code: str, *, retired: bool = True, since: object = None
) -> None:
    """No longer offer an entry, or offer it again, from a day on; old records stay readable."""
    if describe_list(office, name).editable not in ("yes", "hand"):
        raise Refusal(f"“{describe_list(office, name).label}”里的不能停用。", todo="这张表的代码是定好的，只能改名称。")
    day = check_since(office, name, since)
    with office.write(actor, "account") as writing:
        entries = read_entries(office, writing.connection, name, day)
        entry = find_entry(entries, code)
        if entry.retired == retired:
            raise Refusal(f"“{entry.label}”已经{'停用' if retired else '在用'}了。", todo="刷新页面再看。")
        if retired and sum(not each.retired for each in entries) == 1:
            raise Refusal(f"“{entry.label}”是这张表里最后一项，不能停用。", todo="先增加或恢复别的一项。")
        write_entry(writing, name, entry, {"retired": retired}, day)


def write_entry(writing: Writing, name: str, entry: CodeRow, values: Mapping[str, Value], day: str) -> None:
    """Write a change into the row of that day, or a new one that holds all there is to say of the entry from then on."""
    office, connection = writing.office, writing.connection
    refuse_sealed_day(office, connection, day)
    rows = [row for row in connection.execute(select_entries(office, name)) if row.code == entry.code]
    if day:
        row = next((each for each in rows if each.since == day), None)
    else:
        today, first = office.today().isoformat(), first_free_day(office, connection)
        row = next((each for each in reversed(rows) if (each.since or "") <= today), None)
        if first and (row is None or (row.since or "") < first):
            row, day = next((each for each in rows if each.since == first), None), first
    if row is not None:
        writing.set(CODE_ENTRY, row.id, values)
        return
    whole: dict[str, Value] = {
        "list": name, "code": entry.code, "label": entry.label, "retired": entry.retired or None,
        "meaning": entry.meaning or None, "since": day or None,
    }  # fmt: skip
    if entry.traits and not entry.shipped:  # those of shipped ones are the program's
        whole["traits"] = sorted(entry.traits)
    writing.new(CODE_ENTRY, {**whole, **values})


def move_entry(office: Office, actor: Actor, name: str, code: str, by: int) -> None:
    """Put an entry one place further up (-1) or down (1) among those on offer. The order is not dated."""
    about = describe_list(office, name)
    if about.editable == "no" or holds_at_once(office, name):
        raise Refusal(f"“{about.label}”的次序是定好的。", todo="这张表按代码的先后排。")
    with office.write(actor, "account") as writing:
        entries = read_entries(office, writing.connection, name)
        entry = find_entry(entries, code)
        offered = [each for each in entries if not each.retired or each is entry]
        target = offered.index(entry) + (1 if by > 0 else -1)
        if not 0 <= target < len(offered):
            raise Refusal(f"“{entry.label}”已经在{'最后' if by > 0 else '最前'}了。", todo="刷新页面再看。")
        codes = [each.code for each in entries if each is not entry]
        at = codes.index(offered[target].code) + (1 if by > 0 else 0)
        put_between(writing, name, entries, code, codes[:at], codes[at:])


def put_between(
    writing: Writing, name: str, entries: Sequence[CodeRow], code: str, above: Sequence[str], below: Sequence[str]
) -> None:
    """Give an entry a place between two others; where there is no room left all get new ones."""
    places = read_places(writing, name)
    low = places[above[-1]] if above else 0
    high = places[below[0]] if below else low + 2 * STEP
    wanted = {code: (low + high) // 2}
    if not low < wanted[code] < high:
        wanted = {each: (at + 1) * STEP for at, each in enumerate((*above, code, *below))}
    for each in entries:
        if each.code in wanted:
            values: dict[str, Value] = {"place": wanted[each.code]}
            if each.records:
                writing.set(CODE_ENTRY, each.records[0], values)
            else:
                whole = {"list": name, "code": each.code, "label": each.label, "retired": each.retired or None}
                writing.new(CODE_ENTRY, {**whole, **values})


def read_places(writing: Writing, name: str) -> dict[str, int]:
    """Where each entry of a list lies now."""
    codes = [each.code for each in shipped_of(name)]
    own: dict[str, int] = {}
    for row in writing.connection.execute(select_entries(writing.office, name)):
        codes += [] if row.code in codes else [row.code]
        own |= {row.code: int(row.place)} if row.place else {}
    return {code: own.get(code, (at + 1) * STEP) for at, code in enumerate(codes)}


def find_entry(entries: Sequence[CodeRow], code: str) -> CodeRow:
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


def check_meaning(office: Office, meaning: str) -> str | None:
    value = parse_value(CODE_ENTRY.by_name["meaning"], meaning, today=office.today())
    return None if value is None else str(value)


def check_since(office: Office, name: str, since: object) -> str:
    """The day in stored form, "" if none is said."""
    if since in (None, ""):
        return ""
    if holds_at_once(office, name):
        raise InvalidField("since", "这张表的改动马上起用，不能另写日期。")
    return read_day(office, "since", since)


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
    folded = normalise_text(text).lower().replace("u:", "v").replace("ü", "v")
    syllables = folded.split()
    if not syllables or not all(re.fullmatch(SYLLABLE, each) for each in syllables):
        raise InvalidField("label", "读音写拼音，字和字之间空一格，例如 yu4 chi2。")
    if len(syllables) != len(surname.strip()):
        raise InvalidField(
            "label", f"“{surname.strip()}”是 {len(surname.strip())} 个字，读音写了 {len(syllables)} 个。"
        )
    return " ".join(syllables)


def refuse_same_name(name: str, label: str, code: str, entries: Sequence[CodeRow]) -> None:
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


def taken_words(name: str, entry: CodeRow) -> str:
    """Why an entry cannot be added twice, and what to do instead."""
    what = entry.code if name == SURNAME_LIST else entry.label
    return f"已经有“{what}”了" + ("，只是停用了，恢复使用就行。" if entry.retired else "。")
