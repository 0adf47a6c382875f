"""import · record · act · export · form."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from typing import Any

from cppcc_desktop.cli.answers import Answer
from cppcc_desktop.cli.arguments import parse_pairs
from cppcc_desktop.domain.cases.numbers import call_by_number
from cppcc_desktop.domain.description.fields import Entity, Made
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.modules import Module
from cppcc_desktop.domain.office.office import Actor, Plenary
from cppcc_desktop.importers.tables.headers import SpareColumn
from cppcc_desktop.importers.tables.headings import normalise_heading
from cppcc_desktop.services.cases.continuing import create_from, find_continuation, take_over
from cppcc_desktop.services.cases.lives import find_life, name_stages
from cppcc_desktop.services.cases.retracting import take_back
from cppcc_desktop.services.cases.steps import act, next_steps, read_timeline
from cppcc_desktop.services.forms.printing import Ask, Form, PaperRequest, find_form, list_forms, render_forms
from cppcc_desktop.services.imports.doubts import list_doubtful, save_doubts
from cppcc_desktop.services.imports.imports import (
    CHANGED,
    Preview,
    RowChoice,
    Table,
    apply_import,
    compare_table,
    default_choices,
    open_table,
)
from cppcc_desktop.services.imports.memory import remember_columns
from cppcc_desktop.services.imports.readers import find_reader, links_after
from cppcc_desktop.services.lists.exports import LINES, export_list
from cppcc_desktop.services.lists.find import find_records
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.office import Office
from cppcc_desktop.services.office.word_answers import remember_word
from cppcc_desktop.services.records.children import (
    Children,
    Saved,
    add_rows,
    change_row,
    find_child,
    list_rows,
    make_rows,
    pick,
    remove_rows,
)
from cppcc_desktop.services.records.former import show_card
from cppcc_desktop.services.records.logs import read_log
from cppcc_desktop.services.records.picking import find_list, pick_where
from cppcc_desktop.services.records.records import (
    Query,
    change_record,
    create_record,
    find_field,
    list_ids,
    list_records,
    read_where,
    show_record,
)  # fmt: skip
from cppcc_desktop.services.records.sheets import find_place, read_sheet, save_sheet
from cppcc_desktop.services.records.titles import word_rows


def load(office: Office, actor: Actor, options: argparse.Namespace) -> Answer:
    """Import a file; rows in doubt are listed with row and column and not written."""
    module = find_module(office, options.entity)
    if not module.importable:
        known = [each.command for each in office.modules.values() if each.importable]
        raise OfficeError(f"{module.label}不能从表格导入。", options=known)
    mapped = parse_pairs(options.map, "列=字段")
    changes: dict[str, str | None] = {column: name or None for column, name in mapped.items()}
    table = open_table(office, actor, module, options.file, sheet=options.sheet, header_row=options.heading_row)
    given = {table.columns.find_field(name).name: value for name, value in parse_pairs(options.set).items()}
    period = module.entity.period
    if options.plenary and period:
        given[period.field] = Plenary.parse(options.plenary).key
    preview = compare_table(office, actor, table, changes, given=given)
    if options.means:
        take_meanings(office, actor, preview, parse_pairs(options.means, "词=项"))
        preview = compare_table(office, actor, table, changes, given=given)
    choices, done = default_choices(preview), None
    connected: list[tuple[int, str]] = []
    if not options.dry_run:
        done = apply_import(office, actor, preview, choices)
        remember_columns(office, actor, module, table.recognised, preview.columns)
        connected = [(link.connect(office, actor), link.done) for link in links_after(office, module.name)]
    saved = save_doubts(actor, preview, options.target) if options.target and list_doubtful(preview) else 0
    counts = count_rows(preview, choices)
    errors = [
        {"row": d.row, "column": d.column, "value": d.value, "reason": d.reason}
        for row in preview.rows
        for d in row.doubts
    ] + list_against(preview)
    verb = "将" if options.dry_run else "已"
    lines = [f"{len(preview.rows)} 行：{verb}新增 {counts['new']}，{verb}修改 {counts['changed']}，"
             f"相同 {counts['same']}，存疑 {counts['doubt']}。"]  # fmt: skip
    lines += tell_newcomers(office, preview, verb) + list(preview.notes)
    lines += [f"第 {e['row']} 行 {e['column']} {e['value']}：{e['reason']}" for e in errors]
    lines += tell_columns(table, preview)
    lines += [f"存疑的 {saved} 行存到了 {options.target}。"] if saved else []
    lines += [words.format(count) for count, words in connected if count]
    unread = [str(each) for each in list_unread(table, preview, changes)]
    data: dict[str, Any] = {
        "rows": len(preview.rows), **counts, "errors": errors, "unread": unread, "notes": list(preview.notes),
    }  # fmt: skip
    if module.register:
        made = done.created if done else len(preview.newcomers)
        data |= {
            **dict.fromkeys(made_by(office, module), made),
            "connected": sum(count for count, _ in connected),
        }  # fmt: skip
    whole = not (unread or errors or counts["doubt"] or any(row.unticked for row in preview.rows))
    return Answer(data, lines, whole)


def take_meanings(office: Office, actor: Actor, preview: Preview, told: Mapping[str, str]) -> None:
    """Remember what words of the file mean; OfficeError for a word it does not ask about or an entry there is not."""
    for word, entry in told.items():
        asked = [each for each in preview.questions if each.word == word]
        if not asked:
            known = "、".join(f"“{each.word}”" for each in preview.questions) or "没有"
            raise OfficeError(f"表里没有不认识的词“{word}”。", todo=f"不认识的有：{known}。")
        for each in asked:
            code = next((code for code, label in each.entries if entry in (code, label)), "")
            if not code:
                raise OfficeError(
                    f"{each.label}里没有“{entry}”。", todo=f"有：{'、'.join(label for _, label in each.entries)}。"
                )
            remember_word(office, actor, each.list, word, code)


def list_unread(table: Table, preview: Preview, changes: Mapping[str, str | None]) -> list[SpareColumn]:
    """Columns nobody said anything about: not those that were left out on purpose, now (--map 列=) or by hand before."""
    left = {normalise_heading(name) for name, field in changes.items() if field is None}
    return [
        each for each in preview.columns.unknown
        if not {normalise_heading(each.heading), each.letter.lower()} & left and each.index not in table.remembered
    ]  # fmt: skip


def made_by(office: Office, module: Module) -> list[str]:
    """Lists that grow by the names in a table of this module."""
    kinds = find_reader(office, module).makes
    return [each.name for each in office.modules.values() if each.entity.name in kinds]


def count_rows(preview: Preview, choices: Mapping[int, RowChoice]) -> dict[str, int]:
    """How many rows of each kind; one that only contradicts what is stored waits like one in doubt."""
    counts = {name: preview.count(name) for name in ("new", "changed", "same", "doubt")}
    against = sum(row.result == CHANGED and row.number not in choices for row in preview.rows)
    return counts | {"changed": counts["changed"] - against, "doubt": counts["doubt"] + against}


def tell_columns(table: Table, preview: Preview) -> list[str]:
    unused = [f"没有用到的列：{column}" for column in preview.columns.unknown]
    return unused + [f"上次手工对应：{table.columns.describe_index(index)}" for index in sorted(table.remembered)]


def list_against(preview: Preview) -> list[dict[str, object]]:
    """Cells that contradict what is stored: they are told and not written."""
    return [
        {"row": row.number, "column": each.label, "value": each.after, "reason": f"库里是“{each.before}”，没有改。"}
        for row in preview.rows for each in row.changes if each.field in row.unticked
    ]  # fmt: skip


def tell_newcomers(office: Office, preview: Preview, verb: str) -> list[str]:
    """新单位 3 家：…, and those that may be another spelling of one that is here."""
    found = preview.newcomers
    if not found:
        return []
    entity = office.entity(found[0].kind)
    lines = [f"{verb}新建{entity.label} {len(found)} {entity.counter}：{'、'.join(each.name for each in found)}。"]
    near = [f"“{each.name}”像是库里的“{'”“'.join(name for _, name in each.near)}”" for each in found if each.near]
    return lines + ([f"{'；'.join(near)}。是同一家的，用 join 合成一家。"] if near else [])


def find_module(office: Office, name: str) -> Module:
    """By the name of the module (members), of its entity (member) or its words (委员)."""
    for module in office.modules.values():
        if name in (module.name, module.entity.name, module.label) and module.columns:
            return module
    known = [module.command for module in office.modules.values() if module.columns]
    raise OfficeError(f"没有“{name}”这一类。", options=known)


def record(office: Office, actor: Actor, options: argparse.Namespace) -> Answer:
    """list · show · new · set · log; of rows that belong to a record list · add · set · remove."""
    if options.owner or options.action in ("add", "remove") or is_child(office, options.entity):
        return child_rows(office, actor, options)
    module = find_module(office, options.entity)
    kind = module.entity.name
    if options.action == "list":
        query = Query(read_where(office, module, parse_pairs(options.where)), on=check_day(options.on))
        rows = list_records(office, actor, module, query, 0, -1).rows
        words = word_rows(office, module.fields, rows)
        data = [in_words(str(row["id"]), told, row) for row, told in zip(rows, words, strict=True)]
        shown = [each | {"state": name_state(office, module, each)} if module.workflow else each for each in data]
        return Answer(data, [" ".join(str(each[name] or "-") for name in ("id", *module.columns)) for each in shown])
    if options.action == "new":
        made = create(office, actor, module, parse_pairs(options.set), options.source)
        return Answer(show(office, actor, module, made), [made])
    if not options.id:
        raise OfficeError("没有写记录的编号。", todo="写上编号；用 record list 可以查到。")
    if options.action == "set":
        change_record(office, actor, kind, options.id, parse_pairs(options.set))
    if options.action == "log":
        entries = read_log(office, actor, options.id)
        data = [{"at": e.at, "who": e.who, "field": e.field, "before": e.before, "after": e.after} for e in entries]
        return Answer(
            data, [f"{e.at} {e.who} {e.label}：{e.before or '（空）'} → {e.after or '（空）'}" for e in entries]
        )
    data = show(office, actor, module, options.id, check_day(options.on))
    told = data | {"state": name_state(office, module, data)} if module.workflow else data
    return Answer(data, [f"{spec.label}：{told[spec.name]}" for spec in module.fields if told[spec.name]])


def name_state(office: Office, module: Module, told: Mapping[str, Any]) -> str:
    """What people call the state of a record that has a life."""
    return name_stages(find_life(office, module.entity.name)[1], read_codes(office)).state(str(told["state"])).label


def is_child(office: Office, name: str) -> bool:
    """Whether it is a kind of row that belongs to a record and has no list of its own."""
    modules = office.modules.values()
    lists = {word for each in modules if each.columns for word in (each.name, each.entity.name)}
    return name not in lists and any(name == each.name for module in modules for each in module.children)


def create(office: Office, actor: Actor, module: Module, raw: Mapping[str, object], source: str) -> str:
    """A new record; one made from another (种类:编号) takes over what that noun hands on, but for what is set."""
    kind = module.entity.name
    if not source:
        return create_record(office, actor, kind, raw)
    word, _, record = source.partition(":")
    found = show_record(office, actor, find_module(office, word).entity.name, record)
    made_from, taken = take_over(office, actor, find_continuation(office, actor, found, kind), record)
    named = {spec.name for spec in module.fields if spec.name in raw or spec.label in raw}
    return create_from(office, actor, kind, {**{n: v for n, v in taken.items() if n not in named}, **raw}, made_from)


def child_rows(office: Office, actor: Actor, options: argparse.Namespace) -> Answer:
    """list · add of one owner; set · remove of one row. Several that are picked are separated by 、, or meet --where."""
    entity = find_child(office, options.entity)
    if options.action in ("list", "add", "make") and not options.owner:
        raise OfficeError("没有写属于哪条记录。", todo="写上 --owner 和那条记录的编号。")
    if options.action in ("set", "remove") and not options.id:
        raise OfficeError("没有写哪一行。", todo="写上编号；用 record list --owner 可以查到。")
    raw: dict[str, object] = dict(parse_pairs(options.set))
    match options.action:
        case "list":
            return tell_rows(list_rows(office, actor, entity.name, options.owner))
        case "add":
            where = parse_pairs(options.where)
            saved = add_children(office, actor, entity, options.owner, raw, where)
        case "make":
            saved = make_rows(office, actor, entity.name, options.owner)
        case "set":
            saved = change_row(office, actor, entity.name, options.id, raw)
        case "remove":
            saved = remove_rows(office, actor, entity.name, [options.id])
        case _:
            raise OfficeError(f"{entity.label}不能用“{options.action}”。", options=("list", "add", "set", "remove"))
    told = {"ids": list(saved.rows)} | ({"remark": saved.remark} if saved.remark else {})
    return Answer(told, [*saved.rows, *([saved.remark] if saved.remark else [])])


def add_children(
    office: Office, actor: Actor, entity: Entity, owner: str, raw: dict[str, object], where: Mapping[str, str]
) -> Saved:
    """One row, one for each name that is picked or record that meets a condition, or what stands at a place of a sheet."""
    if entity.made is Made.SHEET:
        place, rest = find_place(read_sheet(office, actor, entity.name, owner), raw)
        return save_sheet(office, actor, entity.name, owner, {place: rest})
    spec = entity.by_name.get(entity.picks)
    named = [name for name in raw if spec and name in (spec.name, spec.label)]
    if where:
        if named:
            raise OfficeError(f"--where 和 {named[0]} 只能写一样。", todo="按条件添加的，不用再写名字。")
        return pick_where(
            office, actor, entity.name, owner, read_where(office, find_list(office, entity.name), where), raw
        )
    if not named:
        return add_rows(office, actor, entity.name, owner, [raw])
    names = str(raw.pop(named[0])).replace("，", "、").replace(",", "、").split("、")
    return pick(office, actor, entity.name, owner, [each.strip() for each in names if each.strip()], raw)


def tell_rows(found: Children) -> Answer:
    """The rows of one child, and what they add up to."""
    rows = [in_words(row.id, row.words, row.values) for row in found.rows]
    sums = {each.label: each.number for each in found.sums}
    names = [spec.name for spec in found.entity.fields if spec.name != found.entity.owner]
    lines = [" ".join(str(each[name] or "-") for name in ("id", *names)) for each in rows]
    added = "，".join(f"{label} {number}" for label, number in sums.items())
    lines.append(f"{found.count} {found.entity.counter}{f'：{added}' if added else ''}")
    return Answer({"rows": rows, "count": found.count, "sums": sums}, lines)


def show(office: Office, actor: Actor, module: Module, record: str, day: str = "") -> dict[str, Any]:
    """One record in words, as it was on a day if one is named."""
    found = show_record(office, actor, module.entity.name, record)
    values = show_card(office, actor, module.entity.name, record, day) if day else found.values
    return in_words(found.id, word_rows(office, module.fields, [values])[0], values)


def in_words(record: str, words: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, Any]:
    """A record for scripts: words for codes and references, lists as lists, numbers and truth as they are."""
    told: dict[str, Any] = {"id": record}
    for name, word in words.items():
        value = values.get(name)
        if isinstance(value, list):
            told[name] = word.split("、")
        else:
            told[name] = value if value is None or isinstance(value, (bool, int)) else word
    return told


def take_step(office: Office, actor: Actor, options: argparse.Namespace) -> Answer:
    """One move of the workflow; without one, what happened so far and what can be done now."""
    module, plain = find_life(office, find_module(office, options.entity).entity.name)
    if not options.move and options.take_back is None:
        return tell_life(office, actor, module, options.id)
    kind = module.entity.name
    if options.take_back is not None:
        outcome = take_back(office, actor, kind, options.id, options.take_back)
    else:
        outcome = act(office, actor, kind, options.id, options.move, parse_pairs(options.set))
    data = {
        "id": outcome.id, "from": outcome.source, "to": outcome.target, **outcome.numbers,
        **({"warnings": list(outcome.warnings)} if outcome.warnings else {}),
    }  # fmt: skip
    flow = name_stages(plain, read_codes(office))
    moved = f"{flow.state(outcome.source).label} → {flow.state(outcome.target).label}"
    called = call_by_number(flow.numbers, outcome.numbers)
    return Answer(data, [f"{called}：{moved}" if called else moved, *outcome.warnings])


def tell_life(office: Office, actor: Actor, module: Module, record: str) -> Answer:
    """The timeline of a case, oldest first, and its next steps."""
    kind, flow = module.entity.name, name_stages(find_life(office, module.entity.name)[1], read_codes(office))
    found = show_record(office, actor, kind, record)
    steps = next_steps(office, actor, found)
    life = list(reversed(read_timeline(office, actor, kind, record)))
    state = flow.state(str(found.values["state"])).label
    data = {
        "id": record, "state": found.values["state"], "next": [each.move.name for each in steps],
        "timeline": [
            {"date": e.date, "label": e.label, "words": e.words, "by": e.by, "late_on": e.late.on if e.late else None}
            for e in life
        ],
    }  # fmt: skip
    lines = [
        f"{e.date}  {e.label}  {e.words}" + (f"（{e.by}）" if e.by else "") + (f"  {e.late.on} 补记" if e.late else "")
        for e in life
    ]
    possible = "、".join(f"{each.move.label} {each.move.name}" for each in steps) or "没有下一步"
    return Answer(data, [*lines, f"现在是“{state}”，可以：{possible}。"])


def export(office: Office, actor: Actor, options: argparse.Namespace) -> Answer:
    """A list to xlsx, csv, docx or pdf, with these columns in this order."""
    module = find_module(office, options.entity)
    where, order = read_where(office, module, parse_pairs(options.where)), find_order(module, options.order)
    query = Query(where, order, on=check_day(options.on))
    names = [find_field(module.by_name, name).name for name in split_names(options.columns)]
    if not names:  # a document has the columns of the list, a spreadsheet everything
        names = [] if options.target.suffix.lower() in LINES else [spec.name for spec in module.fields]
    count = export_list(office, actor, module, query, options.target, names=names)
    return Answer({"file": str(options.target), "rows": count}, [f"已导出 {count} 行到 {options.target}。"])


def split_names(text: str) -> list[str]:
    return [part.strip() for part in text.replace("，", ",").replace("、", ",").split(",") if part.strip()]


def find_order(module: Module, text: str) -> tuple[str, ...]:
    """The order asked for: the name of one the list declares, or fields; a leading - means falling."""
    for order in module.orders:
        if text in (order.name, order.label):
            return order.by
    names = split_names(text)
    return tuple(("-" if each.startswith("-") else "") + find_field(module.by_name, each.removeprefix("-")).name
                 for each in names)  # fmt: skip


def form(office: Office, actor: Actor, options: argparse.Namespace) -> Answer:
    """list the forms, or render one for records, a filter, all, or blank."""
    if options.action == "list":
        forms = list_forms(office)
        told = [
            {"form": each.id, "label": each.label, "entity": each.entity, "asks": list_asked(each)} for each in forms
        ]
        return Answer(
            told, [f"{each['form']} {each['label']}　{'、'.join(each['asks'])}".rstrip("　") for each in told]
        )
    if not options.form:
        raise OfficeError("没有写打印哪张表。", todo="写上表名；用 form list 看有哪些。")
    found = find_form(office, options.form)
    module = find_module(office, found.entity)
    query = None
    if options.where or options.all:
        query = Query(read_where(office, module, parse_pairs(options.where)))
    asked = read_asked(found, options, query)
    ids: list[str] = list(options.id)
    if query and Ask.FILTER not in found.asks:
        ids += list_ids(office, actor, module, query)
    if not ids and asked.is_blank and not options.blank:
        raise OfficeError("没有说明打印哪些。", todo="用 --id、--where、--all 或 --blank。")
    formats = [each.strip() for each in options.formats.split(",")]
    rendered = render_forms(office, actor, found.id, ids, options.to, asked=asked, formats=formats, blank=options.blank)
    data = [
        {"form": found.id, "id": each.record, "files": [str(f) for f in each.files], "pages": each.pages,
         "warnings": list(each.warnings)} for each in rendered
    ]  # fmt: skip
    lines = [str(file) for each in rendered for file in each.files]
    return Answer(data, [*lines, *(words for each in rendered for words in each.warnings)])


ASKED = {  # by their name in --set
    "plenary": Ask.PLENARY, "year": Ask.YEAR, "from": Ask.PERIOD, "until": Ask.PERIOD, "variant": Ask.VARIANT,
}  # fmt: skip


def list_asked(form: Form) -> list[str]:
    """The names that can be set for a form."""
    return [name for name, ask in ASKED.items() if ask in form.asks]


def read_asked(form: Form, options: argparse.Namespace, query: Query | None) -> PaperRequest:
    """What the options say of that which the form asks for; OfficeError for what it does not."""
    given = parse_pairs(options.set)
    for name in given:
        if name not in list_asked(form):
            known = list_asked(form)
            todo = "" if known else "去掉 --set 再试一次。"
            raise OfficeError(f"“{form.label}”不问“{name}”。", todo=todo, options=known)
    plenary, year = given.get("plenary", ""), given.get("year", "").removesuffix("年")
    if year and not (year.isdecimal() and len(year) == 4):
        raise OfficeError(f"“{year}”不是年份。", todo="写成 year=2026 这样。")
    return PaperRequest(
        plenary=Plenary.parse(plenary).key if plenary else "", year=int(year or 0), since=check_day(given.get("from", "")),
        until=check_day(given.get("until", "")), query=query if Ask.FILTER in form.asks else None,
        variant=form.choose_variant(given["variant"]) if "variant" in given else "",
    )  # fmt: skip


def check_day(day: str) -> str:
    """A day as it is stored; OfficeError if there is none such."""
    try:
        return date.fromisoformat(day).isoformat() if day else ""
    except ValueError as error:
        raise OfficeError(f"“{day}”不是日期。", todo="写成 2026-01-31 这样。") from error


def find(office: Office, actor: Actor, options: argparse.Namespace) -> Answer:
    found = find_records(office, actor, options.text)
    hits = [hit for group in found for hit in group.hits]
    data = [{"entity": hit.entity, "id": hit.id, "title": hit.title, "snippet": hit.snippet} for hit in hits]
    lines = [f"{office.entity(hit.entity).label} {hit.title}：{hit.label} {hit.snippet}" for hit in hits]
    return Answer(data, lines or [f"没有找到“{options.text}”。"])
