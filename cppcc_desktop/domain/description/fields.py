"""One description per field: tables, lists, forms, import, export, log, conflicts and packages are built from it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from cppcc_desktop.domain.dates import parse_date
from cppcc_desktop.domain.description.amounts import (
    DECIMAL_PLACES,
    MONEY_PLACES,
    is_amount,
    is_clock,
    parse_amount,
    parse_clock,
)
from cppcc_desktop.domain.errors import InvalidField
from cppcc_desktop.domain.normal_form import normalise_text
from cppcc_desktop.domain.secrecy import find_secret, say_secret
from cppcc_desktop.domain.text_cleaning import LINE_ENDS

# What a field may hold once it is stored: text, number, truth, nothing, or an ordered list of texts.
Value = str | int | bool | list[str] | None
Row = Mapping[str, Value]


class Kind(StrEnum):
    """What a field holds, and so how it is stored, edited, read from a sheet and shown."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"  # stored as 2026-03-05
    INTEGER = "integer"
    DECIMAL = "decimal"  # hours, square metres: 12.5; see amounts.py
    MONEY = "money"  # yuan: 1200.5
    TIME = "time"  # of the day: 08:30
    BOOLEAN = "boolean"
    CODE = "code"  # one entry of a code list, stored as its code
    CODES = "codes"  # several entries, in the order given
    TEXTS = "texts"  # several short texts, in the order given
    REFERENCE = "reference"  # the id of one record
    REFERENCES = "references"
    PHOTO = "photo"  # content hash of a stored file, which goes with its record into packages and backups

    @property
    def many(self) -> bool:
        return self in (Kind.CODES, Kind.TEXTS, Kind.REFERENCES)

    @property
    def is_number(self) -> bool:
        """Whether its values can be added up."""
        return self in (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY)

    @property
    def places(self) -> int:
        """Digits behind the point of what is kept as an amount, 0 for all other kinds."""
        return {Kind.MONEY: MONEY_PLACES, Kind.DECIMAL: DECIMAL_PLACES}.get(self, 0)


class Scope(StrEnum):
    """Who receives the operations of a record (sync.md §3)."""

    REF = "ref"  # every station
    COUNTY = "county"  # the county office only
    OFFICE = "office"  # never leaves this office: accounts
    OWN = "own"  # a station's own town, else the county


@dataclass(frozen=True, kw_only=True, eq=False)
class Fallback:
    """What a field is taken from where nothing has set it: a field that said the same in earlier programs."""

    field: str
    values: Mapping[str, str]  # what stands there → what that means
    otherwise: str

    def read(self, record: Row) -> str:
        """The value it has by the other field of the record."""
        return self.values.get(str(record.get(self.field)), self.otherwise)

    def tells(self, record: Row) -> bool:
        """Whether the other field says it by a value of its own."""
        return str(record.get(self.field)) in self.values


@dataclass(frozen=True, kw_only=True, eq=False)
class Reckoned:
    """What a field holds by others of its record: nobody types it, it is stored nowhere and never says otherwise."""

    of: tuple[str, ...]  # the fields it follows from
    read: Callable[[Row], Value]


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a record; `label` is what every screen and form says."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    limit: int = 200  # characters of one text
    least: int = 2  # characters without which two records of the same words are no sign that they are one
    required: bool = False
    codes: str = ""  # name of the code list
    target: str = ""  # entity a reference points to
    written: bool = False  # of a reference: a written name may stand there, of somebody who has no record
    scope: Scope | None = None  # None: that of the record
    sensitive: bool = False  # masked on screen and in the log
    check: str = ""  # a named predicate of CHECKS
    aliases: tuple[str, ...] = ()  # other headings in import files
    joins: tuple[tuple[str, ...], ...] = ()  # headings of columns that only together fill it: 工作单位, 职务
    group: str = ""  # heading of its part of the form
    width: int = 0  # pixels in a list at 100 %; 0: not offered there, -1: takes the spare width
    wide: bool = False  # takes both columns of the form
    editable: bool = True  # False: set by workflow moves only
    at_first: bool = False  # people fill it in while the record is new; from then on steps set it
    of_past: bool = False  # steps set it, and a table of the past may say it of a new record
    county: bool = False  # set by the county alone, also in records of a place
    lines: int = 3  # height of a long text in the form
    found: bool = True  # its text is looked through by “find anything”
    past: bool = False  # a day on which something happened: it cannot lie ahead
    bare: bool = False  # in a sentence its words need no label before them
    hint: str = ""  # what is said below the field while it is filled in
    phrases: str = ""  # of a long text: the code list with the office's set phrases for it
    actor: bool = False  # who did it: a step proposes the one who records it
    # another field, and the trait its code must have, or yes or no of a tick (`says`): a form does not ask without it, as
    # 集体名称 of a personal one
    only_with: tuple[str, str] | None = None
    needed_with: tuple[str, str] | None = None  # the same: nobody saves a record without it then
    sought: str = "名称"  # what one types to find the record it refers to
    endings: tuple[str, ...] = ()  # of a code: what an entry may be written with or without, the longest first: 族
    instead: str = ""  # a text field whose words stand here while this one is empty
    fallback: Fallback | None = None
    reckoned: Reckoned | None = None  # then it is not editable


@dataclass(frozen=True, kw_only=True)
class Key:
    """A column that lists are ordered by, reckoned from one field by a rule of journal/keys.py."""

    name: str
    field: str
    rule: str  # pinyin (of a name, by which it is found too) | text (of a title) | strokes | rank
    reading: str = ""  # field with the reading a person typed, for pinyin
    ranks: str = ""  # code list whose order of words is the rank


@dataclass(frozen=True, kw_only=True)
class Personal:
    """Which fields tell people apart, who have namesakes, former names and phones (importers/people/identity.py)."""

    name: str
    former: str  # a former name
    number: str  # alone names a person
    phone: str
    gender: str
    post: str  # where somebody works and as what
    circle: str  # one of few codes, such as 界别
    several: str  # a list; an entry in common speaks for the same person
    more: tuple[str, ...] = ()  # what a row may say besides, if it says nothing that is not known
    notes: tuple[str, ...] = ()  # noted behind a name: 某某（女，回族）
    remark: str = ""  # where a note behind a name goes that is none of these: 某某（连任）
    post_word: str = "单位"  # how a question says it
    circle_word: str = "界别"


@dataclass(frozen=True, kw_only=True)
class Identity:
    """How a row of a file is told to be a record that is here already."""

    alone: tuple[str, ...] = ()  # fields of which each names one record; none: the title does
    also: tuple[str, ...] = ()  # other names of a record: a question, not an answer
    apart: tuple[str, ...] = ()  # where these differ it is another record
    # fields that say the same in turns, who gave: where two records have nothing in common in them it is another one
    either: tuple[tuple[str, ...], ...] = ()
    people: Personal | None = None  # the records are people


class PeriodKind(StrEnum):
    """What records are reckoned by. What is settled in a closed period stays as it is."""

    PLENARY = "plenary"
    YEAR = "year"


@dataclass(frozen=True)
class Period:
    """The field that says to which plenary or year a record belongs."""

    field: str
    kind: PeriodKind


class Made(StrEnum):
    """How the rows of a child come to be. Its tab, its command and what may be put right follow from that."""

    STEPS = "steps"  # its owner's steps record them, or a page of its noun does
    ROWS = "rows"  # one by one, or pasted from a spreadsheet
    PICKED = "picked"  # one for each of many records that are picked at once
    SHEET = "sheet"  # one for each entry of a code list or of another child, typed in one grid

    @property
    def by_hand(self) -> bool:
        """Whether people write the rows themselves."""
        return self is not Made.STEPS


@dataclass(frozen=True, kw_only=True)
class Entity:
    """One kind of record and its table."""

    name: str
    label: str
    counter: str  # 量词 in counts: 人 件 个
    fields: tuple[Field, ...]
    scope: Scope = Scope.COUNTY
    permission: str = "record.write"  # who may write it by the general commands; rules of the office: account
    title: str = "name"  # the field that names the record to people
    called: tuple[str, ...] = ()  # fields with the numbers people call it by
    owner: str = ""  # field that refers to the record this one belongs to
    one_of: tuple[tuple[str, ...], ...] = ()  # fields of which one at least must be filled: a member, or a body
    identity: Identity = Identity()
    indexes: tuple[tuple[str, ...], ...] = ()
    alike: tuple[tuple[str, ...], ...] = ()  # fields that make two records look like one when all are equal
    lists: tuple[tuple[str, ...], ...] = ()  # indexes of what is in force: the orders its list declares
    keys: tuple[Key, ...] = ()
    found: bool = False  # “find anything” looks through its texts
    period: Period | None = None  # by what it is reckoned; its children go by it
    place: bool = False  # its records are the places the county exchanges packages with
    town: str = ""  # of a place: the field that says where it lies
    day: str = ""  # the date by which it is newer than another; else the day of its last change
    begun: str = ""  # the date it is ordered by among its kind until it has that one
    made: Made = Made.STEPS  # of a child: how its rows come to be
    picks: str = ""  # of a child that is picked: the field that refers to what is picked, one row for each
    named: str = ""  # of a child that is picked: the text with the name of somebody who is not in the list picked from
    fills: tuple[tuple[str, str], ...] = ()  # of it: a text, and the field of what is picked whose words it takes over
    photos: bool = False  # of a child: each row has files of its own, photos before all
    first_row: bool = False  # of a child: one row is made with its owner
    # of a child that is a sheet: the field that says for which entry of its code list, or for which row of another child
    # of the same owner, a row is; the second one goes across
    over: tuple[str, ...] = ()
    # of a sheet: the field by which rows of earlier programs, which have none of `over`, say for what they are; it
    # refers to what the rows of the first of these are picked from
    older: str = ""
    # of a sheet over a code list: a column of the list and a field of the owner, whose value it must name among others for
    # an entry to be a line
    suits: tuple[str, str] | None = None
    headed: str = ""  # of such a sheet: the column of the list with the heading an entry stands under
    # of a sheet: a code field, and the column of its list that says whether a line is met (yes), not (no), or does not
    # apply (out); a line of which nothing is said is not met
    met: tuple[str, str] | None = None
    columns: tuple[str, ...] = ()  # of a child: what its tab shows; else what people type
    sums: tuple[str, ...] = ()  # of a child: fields its tab adds up, numbers as their sum, codes by how often

    @cached_property
    def joinable(self) -> bool:
        """Whether two of its records can be found to be the same one (domain.md §8.5)."""
        return any(each.name == SAME_AS for each in self.fields)

    @cached_property
    def narrower(self) -> Mapping[str, str]:
        """The scope of those fields that go to fewer places than the record."""
        return {each.name: each.scope.value for each in self.fields if each.scope}

    @cached_property
    def fallbacks(self) -> Mapping[str, Fallback]:
        """The fields that have one."""
        return {each.name: each.fallback for each in self.fields if each.fallback}

    @cached_property
    def reckoned(self) -> Mapping[str, Reckoned]:
        """The fields that follow from others, in their order: one may follow from those before it."""
        return {each.name: each.reckoned for each in self.fields if each.reckoned}

    def reckon(self, values: Row) -> dict[str, Value]:
        """What the fields that follow from others hold beside these values."""
        found: dict[str, Value] = {}
        for name, each in self.reckoned.items():
            found[name] = each.read({**values, **found})
        return found

    @cached_property
    def titled(self) -> tuple[str, ...]:
        """The fields people type its title in."""
        spec = self.by_name[self.title]
        return spec.reckoned.of if spec.reckoned else (self.title,)

    @cached_property
    def typed(self) -> tuple[Field, ...]:
        """Of a child: what people type in a row, beside the record it belongs to and what it was made for."""
        given = (self.owner, self.picks, *self.over)
        return tuple(each for each in self.fields if each.editable and each.name not in given)

    @cached_property
    def shown(self) -> tuple[Field, ...]:
        """Of a child: the columns of its tab, beside the record it was picked for."""
        return tuple(self.by_name[name] for name in self.columns) or self.typed

    @cached_property
    def texts(self) -> tuple[Field, ...]:
        """The fields “find anything” looks through; of a reference that takes written names, those."""
        kinds = (Kind.TEXT, Kind.LONG_TEXT, Kind.TEXTS)
        return tuple(each for each in self.fields if each.found and (each.kind in kinds or each.written))

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        return MappingProxyType({each.name: each for each in self.fields})

    def list_groups(self, values: Mapping[str, Value]) -> dict[str, str]:
        """What a record with these values lacks of which one would do: a field, and the words: 捐赠人或捐赠单位."""
        return {
            group[0]: "或".join(self.by_name[name].label for name in group)
            for group in self.one_of if all(values.get(name) is None for name in group)
        }  # fmt: skip

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)


Traits = Mapping[tuple[str, str], frozenset[str]]  # (code list, code) → what rules may ask of it


def says(specs: Mapping[str, Field], row: Row, wanted: tuple[str, str], traits: Traits) -> bool:
    """Whether a field of the row has what another one goes by: its code has the trait, it is ticked (yes) or not (no)."""
    name, word = wanted
    spec, value = specs[name], row.get(name)
    if spec.kind is Kind.BOOLEAN:
        return bool(value) == (word == "yes")
    return word in traits.get((spec.codes, str(value)), frozenset())


def find_needed(fields: Iterable[Field], row: Row, traits: Traits) -> list[Field]:
    """The fields a person must fill in of such a record and has not."""
    specs = {each.name: each for each in fields}
    return [
        each for each in specs.values()
        if each.editable and row.get(each.name) is None
        and (each.required or (each.needed_with is not None and says(specs, row, each.needed_with, traits)))
    ]  # fmt: skip


SAME_AS = "same_as"
FAR_TOO_LONG = 8  # times its limit, a text is refused before it is cleaned


def same_as(entity: str) -> Field:
    """The field that says: this record is the same person or case as that one, which stands for both."""
    return Field(name=SAME_AS, label="并入", kind=Kind.REFERENCE, target=entity, editable=False, found=False)


def clean_text(text: str, *, wide_blanks: bool = False) -> str:
    """Fold line ends, strip invisible characters and outer blanks; Chinese characters stay as written.

    `wide_blanks`: those inside stay too, since columns of a long text are set with them.
    """
    if text.isprintable():  # nothing to fold or strip: the usual case, ten times faster
        return text.strip()
    text = LINE_ENDS.sub("\n", text).replace("\xa0", " ")
    if not wide_blanks:
        text = text.replace("\u3000", " ")
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return re.sub(r"[ \t\u3000]+\n", "\n", text).strip()


def parse_value(spec: Field, raw: object, *, today: date) -> Value:
    """Bring what a person typed or a sheet held to the stored form.

    Codes and references must already be codes and ids (services look the words up). Raises InvalidField
    with a sentence that shows the right form.
    """
    if isinstance(raw, str) and len(raw) > FAR_TOO_LONG * (spec.limit + 1000):
        check_length(spec, raw)  # cleaning nine megabytes first would take seconds
    if raw is None or (isinstance(raw, str) and not clean_text(raw)) or raw == [] or raw == ():
        return None
    if spec.kind.many:
        texts = [clean_text(str(each)) for each in (raw if isinstance(raw, (list, tuple)) else [raw])]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        return [check_length(spec, refuse_secret(spec, text)) for text in texts if text] or None
    if spec.kind is Kind.BOOLEAN:
        return parse_boolean(spec, raw)
    if spec.kind is Kind.INTEGER:
        return parse_integer(spec, raw)
    if spec.kind.places or spec.kind is Kind.TIME:
        return parse_measure(spec, str(raw))
    long = spec.kind is Kind.LONG_TEXT
    text = raw.isoformat()[:10] if isinstance(raw, date) else clean_text(str(raw), wide_blanks=long)
    if spec.sensitive and spec.check and is_masked(text):
        raise InvalidField(spec.name, f"“{text}”是遮住的{spec.label}，不是号码本身，没有读。")
    if spec.kind is Kind.DATE:
        try:
            return parse_date(text, today=today).isoformat()
        except ValueError as error:
            raise InvalidField(spec.name, f"{spec.label}：{error}") from None
    if spec.kind is Kind.TEXT:
        text = re.sub(r"\s*\n\s*", "", text)
    return check_length(spec, CHECKS[spec.check](spec, text) if spec.check else refuse_secret(spec, text))


def parse_measure(spec: Field, text: str) -> str:
    """An amount or a time of day as it is kept."""
    try:
        return parse_clock(text) if spec.kind is Kind.TIME else parse_amount(text, money=spec.kind is Kind.MONEY)
    except ValueError as error:
        raise InvalidField(spec.name, f"{spec.label}：{error}。") from None


def refuse_secret(spec: Field, text: str) -> str:
    """The text; InvalidField where it bears a mark of secrecy."""
    mark = find_secret(text)
    if mark:
        raise InvalidField(spec.name, f"{spec.label}里{say_secret(mark)}。")
    return text


def check_length(spec: Field, text: str) -> str:
    if len(text) > spec.limit:
        raise InvalidField(spec.name, f"{spec.label}最多 {spec.limit} 字，现在 {len(text)} 字。")
    return text


def fits(spec: Field, value: Value) -> bool:
    """Whether a value that arrived has the stored form of its field."""
    if value is None:
        return True
    if spec.kind.many:
        return isinstance(value, list)
    if spec.kind is Kind.BOOLEAN:
        return isinstance(value, bool)
    if spec.kind is Kind.INTEGER:
        return isinstance(value, int) and not isinstance(value, bool)
    if not isinstance(value, str):
        return False
    if spec.kind is Kind.DATE:
        return is_day(value)
    if spec.kind is Kind.TIME:
        return is_clock(value)
    if spec.kind.places:
        return is_amount(value, spec.kind.places)
    return spec.kind is not Kind.PHOTO or re.fullmatch(r"[0-9a-f]{64}", value) is not None


ID = re.compile(r"[0-9a-f]{32}")  # of a record: it may stand in the name of a folder
LETTERS = re.compile(r"[a-z0-9]+")  # what one types to find somebody, no name
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)  # no text that was cleaned has one
MOST_ENTRIES = 5000  # of a list
LARGEST = 10**15  # a number has at most as many digits as a form takes
YEARS_KEPT = (1900, 2200)


def find_fault(spec: Field, value: Value) -> str:
    """Why no form would have stored this value in the field, in words; "" if one could have."""
    if value is None or (isinstance(value, str) and is_plain_text(spec, value)):
        return ""
    if not fits(spec, value):
        return "格式不对"
    if spec.kind is Kind.INTEGER:
        return "数字太大" if abs(int(str(value))) >= LARGEST else ""
    if spec.kind is Kind.DATE:
        return "" if YEARS_KEPT[0] <= int(str(value)[:4]) <= YEARS_KEPT[1] else "年份不对"
    if spec.kind is Kind.TIME or spec.kind.places:
        return ""
    if isinstance(value, list):
        if len(value) > MOST_ENTRIES:
            return f"多于 {MOST_ENTRIES} 项"
        return next((fault for each in value if (fault := find_text_fault(spec, each))), "")
    return find_text_fault(spec, value) if isinstance(value, str) else ""


def is_plain_text(spec: Field, text: str) -> bool:
    """Whether a text is of the usual sort: short enough, all of it visible, and of a field that takes any."""
    plain = spec.kind in (Kind.TEXT, Kind.LONG_TEXT) and not spec.check
    return plain and len(text) <= spec.limit and text.isprintable() and "密" not in text


def find_text_fault(spec: Field, text: str) -> str:
    if len(text) > spec.limit:
        return f"最多 {spec.limit} 字，现在 {len(text)} 字"
    if spec.target and not spec.written and not ID.fullmatch(text):
        return "不是记录的编号"
    mark = find_secret(text)
    if mark:
        return f"里有“{mark}”的标志，涉密的不收"
    if not text.isprintable() and UNSEEN.search(text):
        return "里有看不见的控制符"
    if spec.check:
        try:
            return "" if CHECKS[spec.check](spec, text) == text else "格式不对"
        except InvalidField:
            return "格式不对"
    return ""


def is_written(spec: Field, value: object) -> bool:
    """Whether a written name stands in a reference that allows it, not the id of a record."""
    return spec.written and isinstance(value, str) and not ID.fullmatch(value)


def is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def parse_boolean(spec: Field, raw: object) -> bool:
    words = {
        "是": True,
        "有": True,
        "√": True,
        "true": True,
        "1": True,
        "否": False,
        "无": False,
        "false": False,
        "0": False,
    }
    if isinstance(raw, bool):
        return raw
    word = str(raw).strip().lower()
    if word not in words:
        raise InvalidField(spec.name, f"{spec.label}请写“是”或“否”。")
    return words[word]


def parse_integer(spec: Field, raw: object) -> int:
    text = re.sub(r"^((?:19|20)\d\d)年度?$", r"\1", str(raw).strip())  # a year as it is written
    if not re.fullmatch(r"-?\d{1,15}(\.0+)?", text):
        raise InvalidField(spec.name, f"{spec.label}请写整数，例如 12。")
    return int(float(text))


def check_id_number(spec: Field, text: str) -> str:
    """18 digits with the check digit of GB 11643-1999 and a real birth date."""
    number = normalise_text(text).replace(" ", "").upper()
    if strange := list_strange(number, "0-9X" if number.endswith("X") else "0-9"):
        raise InvalidField(spec.name, f"{spec.label}里有“{strange}”，只能写数字，末位可以是 X。")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        wrong = "X 只能在末位" if len(number) == 18 else f"应为 18 位，现在 {len(number)} 位"
        raise InvalidField(spec.name, f"{spec.label}{wrong}。")
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise InvalidField(spec.name, f"{spec.label}里的出生日期 {number[6:14]} 不存在。") from None
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    if "10X98765432"[sum(w * int(c) for w, c in zip(weights, number, strict=False)) % 11] != number[17]:
        raise InvalidField(spec.name, f"{spec.label}末位校验不对，请对照证件再看一遍。")
    return number


def list_strange(text: str, known: str) -> str:
    """The characters a number cannot hold, each once."""
    return "".join(dict.fromkeys(re.sub(f"[{known}]", "", text)))


AREA = re.compile(r"(0(?:10|2\d|[3-9]\d\d))(\d{7,8}(?!\d).*)")


def check_phone(spec: Field, text: str) -> str:
    number = re.sub(r"[\s-]", "", normalise_text(text))
    if not re.fullmatch(r"\+?\d{3,16}(\D\d{1,6})?", number):
        raise InvalidField(spec.name, f"{spec.label}只写数字，例如 13800001234 或 0571-88001234。")
    return number


def tell_phone(number: str) -> str:
    """A number as it is written: 0571-88001234, the area code apart; mobiles and short numbers as they are."""
    found = AREA.match(number)
    return f"{found[1]}-{found[2]}" if found else number


CHECKS = {"id_number": check_id_number, "phone": check_phone}


def is_masked(text: str) -> bool:
    """Whether stars stand in it as `mask` or another program puts them: 138****2206, 1101＊＊＊＊＊＊＊＊109X."""
    return re.search(r"[*＊●•×xX]{2}", text) is not None


def mask(spec: Field, text: str) -> str:
    """What may be shown of a sensitive value: 138****2206, 3301**********1234, of a short one *****67 or nothing."""
    if not spec.sensitive:
        return text
    if len(text) < 11:
        shown = 2 if len(text) > 5 else 0
        return "*" * (len(text) - shown) + text[len(text) - shown :]
    head = 3 if len(text) < 15 else 4
    return text[:head] + "*" * (len(text) - head - 4) + text[-4:]
