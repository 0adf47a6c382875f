"""One row of a 提案台账: what it tells of a case, and how far the case got by it (domain.md §3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cppcc_desktop.domain.description.fields import Row, Value
from cppcc_desktop.importers.tables.cells import CodeBook
from cppcc_desktop.nouns.proposals.life import STATES
from cppcc_desktop.nouns.proposals.register import words
from cppcc_desktop.nouns.proposals.register_columns import REGISTER

# The life in the order of its stages; a state that stands beside it has the rank of the stage it belongs to.
LINE = ("draft", "received", "preliminary_reviewed", "joint_reviewed", "reviewed", "docketed", "assigned", "in_hand",
        "replied", "feedback_given", "closed", "implemented", "archived")  # fmt: skip
RANK = {name: place for place, name in enumerate(LINE)} | {"sent_back": 6, "rehandling": 7}
ASIDE = ("declined", "merged", "withdrawn", "returned")  # out of the line for good, or until somebody acts
LABEL = {each.name: each.label for each in STATES}
COLUMNS = {each.name: each.label for each in REGISTER}
HANDLING = ("lead_unit", "separate_units", "assist_units", "assigned_on", "notice_no", "due_on", "signed_on", "face_to_face",
            "contact_method", "contact_on", "replied_on", "reply_no", "result_class", "satisfaction", "attitude", "adoption",
            "feedback_on", "closed_on", "implemented_on")  # fmt: skip
PAST = ("received_on", "reviewed_on", "docketed_on", "assigned_on", "contact_on", "replied_on", "feedback_on")
READ_HERE = frozenset({
    "docket_no", "intake_no", "first_sponsor", "joint_sponsors", "sponsor_text", "collective", "plenary", "conclusion", "ground",
    "onward", "merged_into", "lead_unit", "separate_units", "assist_units", "signed_on", "face_to_face", "result_class",
    "handled", "state", "satisfaction", "attitude", "adoption", "is_key", "supervisor", "awarded", "closed_on",
    "implemented_on", "remark", "form",
})  # fmt: skip
GRADED = {"result_class": "result_class", "satisfaction": "satisfaction", "attitude": "satisfaction",
          "adoption": "adoption"}  # column → its code list  # fmt: skip
LONGEST_NUMBER = {"docket_no": 12, "intake_no": 16}


@dataclass
class RegisterEntry:
    """What a row tells. People, units, grounds and cases are still words; notes are for people, `unread` by column."""

    values: dict[str, Value] = field(default_factory=dict[str, Value])
    names: tuple[str, ...] = ()  # who proposed, the first one first
    units: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])  # (name, lead | separate | assist)
    target: str = ""  # what it was merged into, as written
    ground: str = ""  # 不予立案理由, as written
    notes: list[str] = field(default_factory=list[str])
    unread: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def state(self) -> str:
        return str(self.values.get("state") or "draft")


@dataclass(frozen=True)
class FileReading:
    """What is the same for all rows of a file."""

    today: date
    codes: CodeBook
    docket_width: int = 3
    tracks_signing: bool = False  # the file has a column for 签收: without a mark there a unit has not signed
    tells_form: bool = False  # the file has a column for 提案形式: without a word there it is not known


def read_entry(raw: Row, reading: FileReading) -> RegisterEntry:
    """A row whose cells have been read by kind → what it tells."""
    entry = RegisterEntry({name: value for name, value in raw.items() if name not in READ_HERE})
    text = {name: str(value).strip() for name, value in raw.items() if name in READ_HERE}
    drop_future(entry, reading)
    read_numbers(entry, text, reading)
    read_proposers(entry, text, raw, reading)
    conclusion = read_review(entry, text)
    read_handling(entry, text, reading)
    progress = read_states(entry, text)
    read_marks(entry, text)
    settle(entry, conclusion, progress, reading)
    entry.values = {
        name: value for name, value in entry.values.items() if value not in (None, "") and not name.endswith("?")
    }
    return entry


def drop_future(entry: RegisterEntry, reading: FileReading) -> None:
    """What is said to have happened cannot be still to come."""
    for name in PAST:
        if str(entry.values.get(name) or "") > reading.today.isoformat():
            entry.unread[name] = f"{COLUMNS[name]} {entry.values.pop(name)} 还没有到，这一格没有读。"


def read_numbers(entry: RegisterEntry, text: Mapping[str, str], reading: FileReading) -> None:
    for name, longest in LONGEST_NUMBER.items():
        number = words.read_number(text.get(name, ""), reading.docket_width if name == "docket_no" else 0)
        if len(number) > longest:
            entry.unread[name] = f"{COLUMNS[name]}最多 {longest} 个字，这一格没有读。"
        elif number:
            entry.values[name] = number


def read_proposers(entry: RegisterEntry, text: Mapping[str, str], raw: Row, reading: FileReading) -> None:
    """People and bodies; the form where the names tell it and no column of the file does."""
    first = words.read_sponsors(text["first_sponsor"]) if text.get("first_sponsor") else words.Sponsors()
    if not first.names and not first.collective and text.get("sponsor_text"):
        first = words.read_sponsors(text["sponsor_text"])
    joint = words.read_sponsors(text["joint_sponsors"]) if text.get("joint_sponsors") else words.Sponsors()
    collective = text.get("collective") or first.collective
    people = tuple(dict.fromkeys((*first.names, *joint.names)))
    if joint.collective and not collective:
        entry.unread["joint_sponsors"] = f"联名人“{joint.collective}”不是人名，这一格没有读。"
    if collective:
        entry.values["collective"] = collective[:60]
    entry.names = people
    if (first.more or joint.more) and people:
        entry.notes.append("台账里只写了部分联名人。")
    by_names = words.find_form(str(collective or ""), len(people) + (first.more or joint.more))
    form = raw.get("form") or (None if reading.tells_form else by_names)
    if form:
        entry.values["form"] = form


def read_review(entry: RegisterEntry, text: Mapping[str, str]) -> words.Conclusion | None:
    """审查结果 and what belongs to it. 并案 written in a column of its own counts, too."""
    said = text.get("conclusion", "")
    found = words.read_conclusion(said) if said else None
    if said and found is None:
        entry.unread["conclusion"] = f"看不出“{shorten(said)}”是什么审查结果，这一格没有读。"
    merged = text.get("merged_into", "")
    if merged and words.read_yes(merged) is not False:
        found = found if found and found.state == "merged" else words.Conclusion("merged")
        target = words.find_target(merged) or (
            "" if words.read_yes(merged) or words.plain(merged) == "并案" else merged
        )
        found = words.Conclusion("merged", target=target or found.target)
    if found:
        entry.values["conclusion"] = said or "并案"
        entry.target = found.target
        read_decline(entry, text, found)
    return found


def read_decline(entry: RegisterEntry, text: Mapping[str, str], found: words.Conclusion) -> None:
    if found.state != "declined":
        return
    entry.ground = text.get("ground", "")
    way = words.read_conclusion(text["onward"]) if text.get("onward") else None
    onward = (way.onward or ("3" if way.state == "returned" else "")) if way else ""
    if onward or found.onward:
        entry.values["onward"] = onward or found.onward


def read_handling(entry: RegisterEntry, text: Mapping[str, str], reading: FileReading) -> None:
    """Units, 签收, 面商, 答复 and 征询."""
    entry.units = read_roles(entry, text)
    put_mark(entry, text, "signed_on", reading.today)
    contact = words.read_contact(text["face_to_face"]) if text.get("face_to_face") else None
    day = words.read_day(text.get("face_to_face", ""), reading.today)
    if day:
        entry.values |= {"contact_on": day}
        contact = ("", False)
    if contact or entry.values.get("contact_on"):
        method, face = contact or ("", False)
        entry.values |= {"contact_method": method or None, "face_to_face": face or None, "contacted": True}
    for name, codes in GRADED.items():
        read_graded(entry, text, name, codes, reading.codes)
    put_mark(entry, text, "closed_on", reading.today, ("办结", "已办结", "结案"))
    put_mark(entry, text, "implemented_on", reading.today, ("落实", "已落实"))


def read_graded(entry: RegisterEntry, text: Mapping[str, str], name: str, list_name: str, codes: CodeBook) -> None:
    """A class or a grade as the office's list has it; 已办复 in the column of classes says how far it got."""
    said = text.get(name, "")
    found = codes.understand(list_name, said) if said else None
    if found:
        entry.values[name] = found
    elif said and not (name == "result_class" and words.read_progress(said)):
        near = codes.near(list_name, said)
        like = f"是不是{'、'.join(f'“{label}”' for label in near)}？" if near else ""
        entry.unread[name] = f"看不出“{shorten(said)}”是哪一种{COLUMNS[name]}，这一格没有读。{like}"


def read_roles(entry: RegisterEntry, text: Mapping[str, str]) -> list[tuple[str, str]]:
    """Units with their roles. Several in the column of leads handle it separately, unless the cell says otherwise."""
    lead = words.read_units(text.get("lead_unit", ""))
    odd = [role.removeprefix(words.UNKNOWN_ROLE) for _, role in lead if role.startswith(words.UNKNOWN_ROLE)]
    if odd:
        entry.unread["unit_role"] = f"看不出“{shorten(odd[0])}”是主办还是会办，这一格没有读。"
        lead = tuple((name, "" if role.startswith(words.UNKNOWN_ROLE) else role) for name, role in lead)
    free = [name for name, role in lead if not role]
    found = [(name, role or ("lead" if len(free) == 1 else "separate")) for name, role in lead]
    if any(role == "lead" for _, role in lead) and free:  # 县教育局（牵头）、县财政局
        found = [(name, role or "assist") for name, role in lead]
    found += [(name, "separate") for name, _ in words.read_units(text.get("separate_units", ""))]
    found += [(name, "assist") for name, _ in words.read_units(text.get("assist_units", ""))]
    known: dict[str, str] = {}
    for name, role in found:
        known.setdefault(name, role)
    if sum(role == "lead" for role in known.values()) and "separate" in known.values():
        known = {name: "separate" if role == "lead" else role for name, role in known.items()}
    return list(known.items())


def put_mark(entry: RegisterEntry, text: Mapping[str, str], name: str, today: date, yes: tuple[str, ...] = ()) -> None:
    """A column that holds a day or only a mark: 2026-03-05, √, 已签收. A mark stands under `name` as True."""
    said = text.get(name, "")
    if not said or words.read_yes(said) is False:
        return
    day = words.read_day(said, today)
    if day and day <= today.isoformat():
        entry.values[name] = day
    elif day:
        entry.unread[name] = f"{COLUMNS[name]} {day} 还没有到，这一格没有读。"
    elif words.read_yes(said) or words.plain(said) in yes or said.startswith("已"):
        entry.values[f"{name}?"] = True
    elif not words.plain(said).startswith(("未", "没")):
        entry.unread[name] = f"看不出“{shorten(said)}”是哪一天，这一格没有读。"


def read_states(entry: RegisterEntry, text: Mapping[str, str]) -> list[str]:
    """States that columns about the progress name; long words about it are kept as a remark."""
    found: list[str] = []
    for name in ("handled", "state", "result_class"):
        said = text.get(name, "")
        state = words.read_progress(said) if said and not (name == "result_class" and entry.values.get(name)) else None
        if state:
            found.append(state)
        elif said and name != "result_class" and len(words.plain(said)) > 12:
            entry.values["remark"] = said
        elif said and name != "result_class":
            entry.unread[name] = f"看不出“{shorten(said)}”是办到哪一步，这一格没有读。"
    return found


def read_marks(entry: RegisterEntry, text: Mapping[str, str]) -> None:
    """重点 and 优秀 with what is written there besides; 备注."""
    for name, more in (("is_key", "chosen_how"), ("awarded", "award_words")):
        said = text.get(name, "")
        if said and words.read_yes(said) is not False and not words.plain(said).startswith(("未", "非", "不")):
            entry.values[name] = True
            if words.read_yes(said) is None and words.plain(said) not in ("重点", "重点提案", "优秀", "优秀提案"):
                entry.values[more] = said[:60]
    if text.get("supervisor"):
        entry.values |= {"supervisor": text["supervisor"][:60], "is_key": True}
    if text.get("remark"):
        entry.values["remark"] = "；".join(
            part for part in (str(entry.values.get("remark") or ""), text["remark"]) if part
        )


def settle(
    entry: RegisterEntry, conclusion: words.Conclusion | None, progress: list[str], reading: FileReading
) -> None:
    """How far the case got: the furthest step the row tells of."""
    aside = conclusion.state if conclusion and conclusion.state in ASIDE else ""
    aside = aside or next((each for each in progress if each in ASIDE), "")
    told = list(tell_steps(entry, conclusion, reading)) + [each for each in progress if each in RANK]
    state = max(told, key=RANK.__getitem__, default="draft")
    if aside:
        put_aside(entry, aside, state)
        return
    if "open" in progress and RANK[state] >= RANK["replied"]:
        entry.notes.append("办复情况写着没有办复，可是另有答复的内容；按已答复登记。")
    entry.values["state"] = state
    if RANK[state] < RANK["assigned"]:
        entry.values = {name: value for name, value in entry.values.items() if name not in ("due_on", "contacted")}
    if state == "draft":
        entry.notes.append("没有写收件、审查和办理，先记为草稿。")
    elif state == "received" and not conclusion:
        entry.notes.append("没有写审查结果，记为已收件、待初审。")


def tell_steps(entry: RegisterEntry, conclusion: words.Conclusion | None, reading: FileReading):
    """Each stage some cell of the row speaks of."""
    has, values = entry.values.get, entry.values
    if conclusion and conclusion.state in RANK:
        yield conclusion.state
    if has("intake_no") or has("received_on"):
        yield "received"
    if has("docket_no") or has("docketed_on"):
        yield "docketed"
    if entry.units or has("assigned_on") or has("notice_no"):
        yield "assigned" if reading.tracks_signing else "in_hand"
    if has("signed_on") or "signed_on?" in values or has("contacted"):
        yield "in_hand"
    if has("replied_on") or has("reply_no") or has("result_class") or has("adoption"):
        yield "replied"
    if has("satisfaction") or has("attitude"):
        yield "feedback_given"
    if has("closed_on") or "closed_on?" in values:
        yield "closed"
    if has("implemented_on") or "implemented_on?" in values:
        yield "implemented"


def put_aside(entry: RegisterEntry, aside: str, state: str) -> None:
    """A case that was merged, declined or withdrawn: what stands in the columns of handling is not its own."""
    lost = [name for name in HANDLING if entry.values.get(name) is not None]
    if aside != "merged" and (entry.units or lost) and RANK[state] > RANK["docketed"]:
        entry.notes.append(f"写着“{LABEL[aside]}”，又有承办或答复的内容；按“{LABEL[aside]}”登记，承办和答复没有记。")
    if aside == "merged" and {"satisfaction", "attitude"} & set(lost):
        entry.notes.append("提案人的意见没有记：并案以后由主案登记各位提案人的意见。")
    entry.values = {
        name: value for name, value in entry.values.items()
        if name not in (*lost, "due_on", "contacted")
    }  # fmt: skip
    entry.units = []
    entry.values["state"] = aside


def shorten(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:19]}…"
