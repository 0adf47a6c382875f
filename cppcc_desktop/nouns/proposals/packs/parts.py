"""What units fill in of a step: its columns, what their cells amount to, and what says that it is recorded already."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from cppcc_desktop.domain.description.fields import Field, Kind, Row, Value
from cppcc_desktop.nouns.proposals.case import order_of


@dataclass(frozen=True)
class PackColumn:
    """A column the unit fills in: its cells, what the step calls it, its width in characters."""

    field: Field
    asked: str
    width: int
    said: str = ""  # what stands before its words where the step is told
    ahead: bool = False  # a day that may lie ahead
    target: str = ""  # the kind of record its words name

    @property
    def name(self) -> str:
        return self.field.name


@dataclass(frozen=True)
class RecordedBefore:
    """A step that is recorded already, as the cells say or otherwise; `words`: 已登记过答复."""

    same: bool
    words: str = ""


Made = Callable[[], Sequence[Row]]  # the records of the unit that the step has made, read when they are asked for
# What the cells of a step amount to is put right in place (emptied: they say nothing); given back is what is wrong with
# them. Handed in are the cells of the whole row by column, the assignment, and the ids of units by name.
Settle = Callable[[dict[str, Value], Row, Row, Mapping[str, str]], str]


@dataclass(frozen=True, kw_only=True)
class PackPart:
    """What units fill in of one step."""

    columns: tuple[PackColumn, ...]
    heading: str = ""  # over its columns; empty: their group as the table of moves calls it
    guide: str = ""  # how they are filled in
    shared: Mapping[str, str] = field(
        default_factory=dict[str, str]
    )  # column of another part → what this step calls it
    settle: Settle = lambda _own, _cells, _row, _units: ""
    find: Callable[[Row, Made, Row], RecordedBefore | None]  # of the assignment and what is entered
    given: Callable[[Row, Made], Row] = lambda _row, _made: {}  # what stands in its cells when the sheet goes out


# what the cells amount to


def join_phone(own: dict[str, Value], _cells: Row, row: Row, _units: Mapping[str, str]) -> str:
    """Name and phone are one; without a day they say nothing of a case that is signed for."""
    if "date" not in own and row["signed_on"]:
        own.clear()
        return ""
    phone = own.pop("phone", None)
    own["contact_person"] = " ".join(str(part) for part in (own.get("contact_person"), phone) if part) or None
    return ""


def name_proposed(own: dict[str, Value], cells: Row, _row: Row, units: Mapping[str, str]) -> str:
    """The unit proposed, as the office knows it; another name stays with the reason."""
    word = str(own.pop("proposed_unit", None) or "")
    if word in units:
        own["proposed_unit"] = units[word]
    elif word:
        own["reason"] = f"{own.get('reason') or ''}（建议改办：{word}）"
    return "又填了退回，又填了面商或答复，不知道以哪个为准。" if "text" in cells or "talk" in cells else ""


def name_units(names: Sequence[str]) -> Settle:
    """The units that stand in these fields, by their names."""

    def settle(own: dict[str, Value], _cells: Row, _row: Row, units: Mapping[str, str]) -> str:
        own |= {name: units[word] for name in names if (word := str(own.get(name))) in units}
        return ""

    return settle


# what is recorded already


def find_signing(row: Row, _made: Made, entered: Row) -> RecordedBefore | None:
    if not row["signed_on"] and row["state"] in ("in_hand", "replied"):
        return RecordedBefore(True)  # begun without being signed for, as cases of earlier years are
    same = row["signed_on"] == entered.get("date")
    return RecordedBefore(same, f"已登记 {row['signed_on']} 签收") if row["signed_on"] else None


def find_return(row: Row, _made: Made, entered: Row) -> RecordedBefore | None:
    same = row["reason"] == entered.get("reason")
    return RecordedBefore(same, f"已登记 {row['sent_back_on']} 退回") if row["sent_back_on"] else None


def find_talk(_row: Row, made: Made, entered: Row) -> RecordedBefore | None:
    own = [each for each in made() if agrees(each, entered, ("date", "method"))]
    same = any(agrees(each, entered, ("content", "people")) for each in own)
    return RecordedBefore(same, "已登记过同一天的这次面商") if own else None


def find_opinion(_row: Row, made: Made, entered: Row) -> RecordedBefore | None:
    own = made()
    same = any(agrees(each, entered, ("document_no", "date", "text")) for each in own)
    return RecordedBefore(same, "已登记过会办意见") if own else None


def find_reply(row: Row, made: Made, entered: Row) -> RecordedBefore | None:
    own = made()
    same = any(agrees(each, entered, ("document_no", "date", "text", "result_class")) for each in own)
    if row["state"] != "replied":  # handled again: an earlier reply does not stand in the way
        return RecordedBefore(True) if same else None
    return RecordedBefore(same, "已登记过答复") if own else None


def find_of_day(_row: Row, made: Made, entered: Row) -> RecordedBefore | None:
    """One of the same day, whatever else it says."""
    own = [each for each in made() if agrees(each, entered, [name for name in ("date",) if name in entered])]
    same = any(agrees(each, entered, [name for name in entered if name in each]) for each in own)
    return RecordedBefore(same, "已登记过同一天的这一步") if own else None


def agrees(row: Row, entered: Row, names: Sequence[str]) -> bool:
    """Whether a record says of these fields what is entered."""
    return all((row.get(name) or None) == (entered.get(name) or None) for name in names)


# what stands in the cells when the sheet goes out


def give_signing(row: Row, _made: Made) -> Row:
    who, _, phone = str(row["contact_person"] or "").partition(" ")
    return {"date": row["signed_on"], "contact_person": who, "phone": phone} if row["signed_on"] else {}


def give_newest(_row: Row, made: Made) -> Row:
    """What was recorded last: it need not be written again, and read back it changes nothing."""
    return max(made(), key=order_of, default=dict[str, Value]())


def _column(
    name: str, label: str, asked: str, width: int, kind: Kind = Kind.TEXT, codes: str = "", **more: object
) -> PackColumn:  # fmt: skip
    cells = Field(name=name, label=label, kind=kind, codes=codes, limit=100_000)
    return PackColumn(cells, asked, width, **more)  # pyright: ignore[reportArgumentType]


# By the group of columns that the table of moves names. A group that is not here has a plain column for each field.
PARTS: Mapping[str, PackPart] = {
    "签收": PackPart(
        columns=(
            _column("signed_on", "签收日期", "date", 11, Kind.DATE),
            _column("handler", "经办人", "contact_person", 9),
            _column("handler_phone", "经办人电话", "phone", 13),
        ),
        guide="收到后填“签收日期、经办人、经办人电话”。日期写成 2026-03-05 这样。",
        settle=join_phone, find=find_signing, given=give_signing,
    ),
    "退回": PackPart(
        columns=(
            _column("sent_back_on", "退回日期", "date", 11, Kind.DATE),
            _column("reason", "退回理由", "reason", 20, Kind.LONG_TEXT),
            _column("proposed_unit", "建议改办单位", "proposed_unit", 14, target="unit"),
        ),
        heading="退回（不该由本单位办的才填）",
        guide="不该由本单位办的，填“退回日期、退回理由、建议改办单位”，后面的不填。",
        settle=name_proposed, find=find_return,
    ),
    "面商沟通": PackPart(
        columns=(
            _column("met_on", "面商日期", "date", 11, Kind.DATE),
            _column("method", "面商方式", "method", 13, Kind.CODE, "contact_method"),
            _column("people", "参加人员", "people", 14),
            _column("talk", "沟通情况", "content", 26, Kind.LONG_TEXT),
        ),
        guide="答复以前先和提案人面商，填“面商日期、面商方式、参加人员、沟通情况”；确实没有面商的，填“未面商原因”。",
        find=find_talk, given=give_newest,
    ),
    "答复": PackPart(
        columns=(
            _column("document_no", "答复文号", "document_no", 15),
            _column("replied_on", "答复日期", "date", 11, Kind.DATE),
            _column("signer", "签发人", "signer", 9),
            _column("result_class", "办理结果", "result_class", 8, Kind.CODE, "result_class"),
            _column("text", "答复内容", "text", 44, Kind.LONG_TEXT),
            _column("promise", "承诺事项", "promise", 20, Kind.LONG_TEXT, said="承诺："),
            _column("promise_due_on", "兑现时限", "promise_due_on", 11, Kind.DATE, said="时限 ", ahead=True),
            _column("no_contact", "未面商原因", "override_reason", 14, Kind.LONG_TEXT, said="未面商："),
        ),
        guide="主办和分办的，填“答复文号”到“兑现时限”。办理结果从下拉里选；已经答应、还没办完的事写进“承诺事项”和“兑现时限”。",
        find=find_reply,
    ),
    "会办": PackPart(
        columns=(_column("opinion", "会办意见", "text", 36, Kind.LONG_TEXT),),
        # A unit that assists writes number and date of its opinion where others write those of the reply.
        shared={"document_no": "document_no", "replied_on": "date"},
        guide="会办的，填“答复文号、答复日期”和最后的“会办意见”，送主办单位，同时填在这里。",
        find=find_opinion,
    ),
}  # fmt: skip
