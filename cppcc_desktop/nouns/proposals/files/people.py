"""Names of sponsors and collectives as people write them beside each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cppcc_desktop.importers.people.identity import HAN, normalise_name

PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[- ]?\d{7,8}|\d{7,8})(?!\d)")
BRACKETS = re.compile(r"[（(\[【]([^（）()\[\]【】]*)[）)\]】]")
PERSON = re.compile(rf"{HAN}{{2,4}}|{HAN}{{1,12}}(?:·{HAN}{{1,12}})+|[A-Za-z][A-Za-z .·]+")
PLACE = re.compile(
    r".{1,}(?:院|局|校|公司|中心|厂|镇|乡|村|办|所|小学|中学|银行|集团|协会|商会|医生|教师|主任|局长|经理|董事长|书记|校长|院长)$"
)
MORE = re.compile(r"等\s*([\d一二三四五六七八九十]*)\s*[人位名]?(?:委员)?$")
MARKED = re.compile(r"^\s*(?:\d{1,2}\s*[、.．)）]|[（(]\d{1,2}[）)]|[①-⑳]|[一二三四五六七八九十]{1,2}、)\s*")
ROLES = re.compile(r"(?:第一|领衔|主)?提案[人者]|附议人?|联名人?")
TITLES = re.compile(r"(?:委员|同志|先生|女士)$")
FORMS = (  # what a collective is by its name: code of proposal_form
    ("8", re.compile(r"联络站|联络室|委员之家")),
    ("7", re.compile(r"小组")),
    ("3", re.compile(r"民革|民盟|民建|民进|农工|致公|九三|台盟|无党派|党派|总支|民主党")),
    ("4", re.compile(r"工会|共青团|团县委|团委|妇联|妇女联合会|科协|侨联|台联|工商联|青联|红十字|文联|残联|社科联")),
    ("5", re.compile(r"专委会|专门委员会|委员会$|提案委|经济委|农业委|社法委|文史委|教科卫体委|委$")),
    ("6", re.compile(r"界$|界别|界委员")),
)
# Three characters that are a body all the same; 李民建 is a person.
SHORT = re.compile(
    r"^(?:县|民革$|民盟|民建$|民进$|农工|致公|九三|台盟)|界$|委$|妇联$|科协$|侨联$|工会$|文联$|残联$|台联$"
)


@dataclass(frozen=True)
class Person:
    """A sponsor as written, with what stands beside the name."""

    name: str
    sector: str = ""
    post: str = ""
    phone: str = ""
    source: str = ""


def tell_form(name: str) -> str:
    """The form of proposal a collective of that name hands in; "" for a name that is a person's."""
    plain = re.sub(r"\s", "", name)
    if PERSON.fullmatch(plain) and len(plain) < 4 and not SHORT.search(plain):
        return ""
    return next((code for code, pattern in FORMS if pattern.search(plain)), "")


def read_people(text: str, source: str) -> tuple[list[Person], str]:
    """The people named in a text, and what of it was not understood."""
    people: list[Person] = []
    rest: list[str] = []
    for part in split_people(text):
        person = read_person(part, source)
        if people and is_beside(part):  # 钱一，县医院院长，13900001111
            people[-1] = add_words(people[-1], [part.strip()])
        elif person:
            people.append(person)
        elif part.strip():
            rest.append(part.strip())
    others = MORE.search(text.strip())
    if people and others and others[1] != str(len(people)):
        rest.append(others[0])
    return people, "、".join(rest)


def is_beside(part: str) -> bool:
    """Whether a part between commas is no name but belongs to the one before it."""
    part = part.strip()
    return PHONE.fullmatch(part) is not None or part.endswith(("界", "界别")) or PLACE.fullmatch(part) is not None


def split_people(text: str) -> list[str]:
    """Parted at 、 ， and line ends outside brackets; at blanks where a full name stands on either side."""
    text = "\n".join(MARKED.sub("", line) for line in text.split("\n"))
    held = BRACKETS.sub(lambda found: found[0].translate(HELD), MORE.sub("", text.strip()))
    parts: list[str] = []
    for part in re.split(r"[、,，;；\n/]+", held):
        names = [each for each in re.split(r"[\s\u3000]+", part) if each]
        if len(names) > 1 and all(PERSON.match(each) and len(each) > 1 and not PLACE.match(each) for each in names):
            parts += names
        elif len(names) > 2 and all(len(each) == 1 for each in names):
            parts.append(part) if len(names) <= 3 else parts.extend(pair_up(names))
        else:
            parts.append(part)
    return [part.translate(FREED) for part in parts if part.strip()]


HELD = str.maketrans("、,，;；/ \u3000", "\ue000\ue001\ue002\ue003\ue004\ue005\ue006\ue007")
FREED = str.maketrans("\ue000\ue001\ue002\ue003\ue004\ue005\ue006\ue007", "、,，;；/ \u3000")


def pair_up(names: list[str]) -> list[str]:
    """张 三 李 四: characters that were set apart, two by two where that comes out even."""
    if len(names) % 2:
        return [" ".join(names)]
    return [names[at] + names[at + 1] for at in range(0, len(names), 2)]


def read_person(part: str, source: str) -> Person | None:
    """郑晓禾（医药卫生界，县医院）13900001111; None if no name stands there."""
    phone = PHONE.search(part)
    told = [each for found in BRACKETS.finditer(part) for each in re.split(r"[、,，;；/\s]+", found[1]) if each]
    bare = BRACKETS.sub(" ", PHONE.sub(" ", part)).strip(" :：\t\u3000")
    first, *others = bare.split() or [""]
    if len(first) > 1 and any(is_beside(each) or len(each) > 4 for each in others):  # 郑晓禾 县医院
        bare, told = first, [*told, *others]
    name = normalise_name(TITLES.sub("", normalise_name(bare)))
    if not PERSON.fullmatch(name) or (len(name) > 2 and PLACE.match(name)):
        return None
    return add_words(Person(name, phone=phone[0] if phone else "", source=source), told)


def add_words(person: Person, words: Sequence[str]) -> Person:
    """With what stands beside the name: a sector ends in 界, a phone is digits, all else is the post."""
    for each in words:
        if PHONE.fullmatch(each):
            person = replace(person, phone=person.phone or each)
        elif each.endswith(("界", "界别")):
            person = replace(person, sector=each)
        elif not ROLES.fullmatch(each):
            person = replace(person, post=f"{person.post} {each}".strip())
    return person
