"""Words of a 提案台账: what a cell of each column says, whatever way the county writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cppcc_desktop.domain.dates import parse_date
from cppcc_desktop.domain.normal_form import normalise_lines, normalise_text
from cppcc_desktop.domain.office.office import Plenary
from cppcc_desktop.domain.phrases import Degree, judge_clause, read_degree
from cppcc_desktop.importers.people.names import bare_name
from cppcc_desktop.importers.tables.cells import COUNT
from cppcc_desktop.nouns.proposals.life import STATES

SEVERAL = re.compile(r"[、，,;；/／\n]+")
BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
MORE = re.compile(r"等?\s*\d*\s*[人名位]?$|等\s*[一二三四五六七八九十百\d]+\s*[人名位].*$")
YES = frozenset({"是", "有", "√", "✓", "✔", "☑", "y", "yes", "1", "对", "已", "√√"})
NO = frozenset({"否", "无", "×", "✗", "x", "n", "no", "0", "没有", "未", "不是"})
COLLECTIVE = re.compile(
    r"支部|总支|委员会|工委|[县市区]委|工商联|联合会|工会|妇联|共青团|团委|科协|侨联|台联|青联|文联|残联|社科联|小组|界别|联络站|协会"
    r"|商会|专委|民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|政协|党派|知联会|新联会|.{2}界$|.{2}(局|办公室|中心|镇|乡|街道)$"
)
FORMS = (  # of a collective name, the first that fits; codes of proposal_form
    (re.compile(r"联络站"), "8"),
    (re.compile(r"小组"), "7"),
    (re.compile(r"界别?$|界别"), "6"),
    (re.compile(r"民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|党派"), "3"),
    (re.compile(r"工商联|工会|妇联|共青团|团委|科协|侨联|台联|青联|文联|残联|社科联|联合会|知联会|新联会"), "4"),
    (re.compile(r"专委|专门委员会|委员会$|委$"), "5"),
)
UNKNOWN_ROLE = "?"
ROLES = {"主办": "lead", "牵头": "lead", "主": "lead", "单办": "lead", "独办": "lead", "单独": "lead", "独立承办": "lead", "会办": "assist", "协办": "assist", "配合": "assist", "会": "assist",
         "协": "assist", "分办": "separate", "分": "separate"}  # fmt: skip
ROLE_MARK = re.compile(r"(主办|牵头|会办|协办|配合|分办)(?:单位|部门)?[:：]")
UNIT_END = re.compile(r"(局|委|办|镇|乡|街道|办事处|公司|中心|院|校|会|部|室|队|所|站|行|厅|处|社|法院|检察院|政府)$")
LABELS: Mapping[str, str] = {each.label: each.name for each in STATES}
GRADES = {
    "1": ("满意", "很满意", "非常满意", "十分满意", "表示满意"),
    "2": ("基本满意", "较满意", "比较满意"),
    "3": ("不满意", "不太满意"),
}
ADOPTIONS = {
    "1": ("全部采纳", "采纳", "已采纳", "完全采纳", "是"),
    "2": ("部分采纳", "基本采纳"),
    "3": ("未采纳", "不采纳", "没有采纳", "否"),
}
SOLVED, DOCKETED = re.compile(r"解决|采纳|落实"), re.compile(r"立案")
CLASSES = {  # of what was proposed, by how far it has come; what is only not done has no class yet
    Degree.DONE: "A", Degree.PARTLY: "B", Degree.COMING: "B", Degree.CANNOT: "C",
}  # fmt: skip
PLANNED, KEPT_IN_MIND = re.compile(r"列入|纳入|计划|规划|逐步"), re.compile(r"留作参考|作参考|供参考|以后解决|今后解决")
METHODS = (  # of a contact, and whether it was face to face; codes of contact_method
    (re.compile(r"走访|上门|登门"), "01", True),
    (re.compile(r"座谈|会商|协商会"), "03", True),
    (re.compile(r"调研|踏勘|现场|视察"), "04", True),
    (re.compile(r"邀请|请到"), "02", True),
    (re.compile(r"面商|当面|面谈|见面|面对面|面复"), "", True),
    (re.compile(r"电话|来电"), "05", False),
    (re.compile(r"微信|短信"), "06", False),
    (re.compile(r"邮件|邮箱"), "07", False),
    (re.compile(r"信函|书信|书面|来函|函"), "08", False),
)
MERGED = re.compile(r"并入|并案|合并|归并|并到|并至")
TARGET = re.compile(r"[《“\"](?P<title>[^》”\"]+)[》”\"]|(?P<number>[一-鿿A-Za-z]{0,2}[\d][\d-]*)")
LINKS = re.compile(r"第|[与和同跟到至入于见](?=\D{0,3}\d)|案号|收件号|提案号|编号")


@dataclass(frozen=True)
class Conclusion:
    """What the office decided on a case: a state of its life; where it went instead, or what it was merged into."""

    state: str
    onward: str = ""
    target: str = ""


@dataclass(frozen=True)
class Sponsors:
    """Who proposed: people in the order given, or the name of a body; `more`: “等5人” hides some."""

    names: tuple[str, ...] = ()
    collective: str = ""
    more: bool = False


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Without blanks and full-width forms; lower case."""
    return re.sub(r"\s+", "", normalise_text(text)).strip("。.;；,，:").lower()


def read_yes(text: str) -> bool | None:
    """是, √, 有 and the like; None for other words."""
    word = plain(text)
    return True if word in YES else False if word in NO else None


def read_number(text: str, width: int) -> str:
    """案号 or 收件号 as it is kept: 第050号 → 050, 50 → 050, 大字第50号 → 大字50."""
    word = re.sub(r"\s+", "", normalise_text(text))
    word = re.sub(r"\.0$", "", word).replace("第", "").removesuffix("号")
    return word.zfill(width) if word.isdecimal() else word


def fold_number(number: str) -> str:
    """What two spellings of a number have in common: 050 and 50, 大050 and 大50."""
    return re.sub(r"(?<![\d-])0+(?=\d)", "", number).casefold()


@lru_cache(maxsize=1024)
def read_conclusion(text: str) -> Conclusion | None:
    """审查结果; None if the words tell none."""
    word = plain(text)
    onward = (
        "1" if "社情民意" in word else "2" if re.search(r"来信|信访|意见处理|意见[和与及]?建议|参阅|函转", word) else ""
    )
    if re.search(r"(拟|建议|提请|暂缓|暂)(不|缓|未)?(予|同意|宜)?(不予)?立案", word) and re.search(r"不|缓|暂", word):
        return None  # proposed, or put off: nothing is decided
    if re.search(r"(不|未|没有)(予|予以|同意|准|宜|能|符合|够)*(立案|受理)", word) or word in ("否", "×"):
        return Conclusion("declined", onward or ("3" if "退回" in word else ""))
    if re.search(r"撤案|撤回|撤销|撤消", word):
        return Conclusion("withdrawn")
    lead = re.match(r"(予以|同意|准予)?立案[(（,，](?!并入)", word)
    if MERGED.search(word) and not lead:
        return Conclusion("merged", target=find_target(MERGED.sub("", text)))
    if onward:
        return Conclusion("declined", onward)
    if "退回" in word:
        return Conclusion("returned")
    if word in LABELS:
        return Conclusion(LABELS[word])
    if re.search(r"待立案|拟立案|建议立案|(复审|终审|审查)通过", word):
        return Conclusion("reviewed")
    if re.search(r"会审通过|待复审", word):
        return Conclusion("joint_reviewed")
    if re.search(r"初审通过|待会审", word):
        return Conclusion("preliminary_reviewed")
    if re.search(r"待审|审查中|未审|待定|待初审|^(已)?收件$", word):
        return Conclusion("received")
    if read_degree(word, DOCKETED) is Degree.DONE or word in ("同意", "通过", "是", "√", "✓"):
        return Conclusion("docketed")
    return None


def find_target(text: str) -> str:
    """The case another was merged into: its number or its 案由, as written; "" if none is named."""
    found = TARGET.search(LINKS.sub(" ", normalise_text(text)))
    return (found["title"] or found["number"] or "").strip() if found else ""


def read_progress(text: str) -> str | None:
    """How far handling got: a state, or “open” for a case that was not answered; None if the words do not say."""
    word = plain(text)
    if word in LABELS:
        return LABELS[word]
    if read_yes(text) is not None:
        return "replied" if read_yes(text) else "open"
    if len(word) > 12:
        return None
    for pattern, state in STAGES:
        if pattern.search(word):
            return state
    for deed, state, before in DEEDS:
        if deed.search(word):
            return state if read_degree(word, deed) is Degree.DONE else before
    return None


STAGES = tuple(
    (re.compile(pattern), state)
    for pattern, state in (
        (r"^(未|尚未|没有|还没)(办|答|回)", "open"), (r"重新办理|重办|不满意重办", "rehandling"), (r"单位退回|退办", "sent_back"),
        (r"待征询", "replied"), (r"待签收|已交办|^交办", "assigned"), (r"待交办", "docketed"),
        (r"^(正?在办理?|办理中|已签收|承办中|办理)$", "in_hand"),
    )
)  # fmt: skip
# Deeds that make a state once they are done; else what is known then: an answer that is still to come leaves the case open,
# of what is not filed or not carried out yet nothing else is known.
DEEDS = tuple(
    (re.compile(pattern), state, before)
    for pattern, state, before in (
        (r"归档", "archived", None), (r"落实", "implemented", None), (r"办结|结案|办毕", "closed", "open"),
        (r"反馈|征询", "feedback_given", None), (r"办复|答复|回复|复函", "replied", "open"), (r"立案", "docketed", None),
    )
)  # fmt: skip


@lru_cache(maxsize=1024)
def read_class(text: str) -> str | None:
    """A, B, C, D: by the letter, else by the county's words for it."""
    word = plain(text)
    found = re.match(r"([a-d])(?![a-z])类?", word) or re.search(r"([a-d])类", word)
    if found:
        return found[1].upper()
    if len(word) < 2 or re.search(r"办复|答复|办结|满意", word):
        return None
    if SOLVED.search(word) and not KEPT_IN_MIND.search(word):
        degree = read_degree(word, SOLVED)
        return CLASSES.get(degree) if degree else None
    if KEPT_IN_MIND.search(word):
        return "C"
    plan = PLANNED.search(word)
    return "B" if plan and judge_clause(word[: plan.start()], "") in (Degree.DONE, Degree.COMING) else None


def read_grade(text: str) -> str | None:
    """满意, 基本满意, 不满意 as the code of satisfaction; 了解 and 理解 are none of them."""
    return find_word(GRADES, text)


def read_adoption(text: str) -> str | None:
    return find_word(ADOPTIONS, text)


def find_word(words: Mapping[str, tuple[str, ...]], text: str) -> str | None:
    word = plain(text)
    return next((code for code, known in words.items() if word in known), None)


@lru_cache(maxsize=1024)
def read_contact(text: str) -> tuple[str, bool] | None:
    """Code of the method ("" if only that they met) and whether it was face to face; None: they did not meet."""
    word = plain(text)
    if re.match(r"未|没|否|无|×", word) or read_yes(text) is False:
        return None
    if read_yes(text):
        return "", True
    return next(((code, face) for pattern, code, face in METHODS if pattern.search(word)), ("", False))


@lru_cache(maxsize=4096)
def read_day(text: str, today: date) -> str | None:
    """The day a cell names, None if it is not a day."""
    try:
        return parse_date(re.sub(r"(?<=\d)\s+\d{1,2}:\d{2}(:\d{2})?$", "", text.strip()), today=today).isoformat()
    except ValueError:
        return None


def read_sponsors(text: str) -> Sponsors:
    """张三、李四等5人; 民革示例县支部; 张三（民革）. Notes in brackets are left out."""
    text = normalise_lines(text).strip()
    whole = " ".join(text.split())
    bare = BRACKETS.sub("", whole).strip() or whole
    if COLLECTIVE.search(bare) and not SEVERAL.search(bare):
        return Sponsors(collective=bare)
    parts = [part for part in SEVERAL.split(BRACKETS.sub("", text)) if part.strip()]
    more = bool(re.search(r"等", parts[-1])) if parts else False
    names = [name for part in parts for name in split_names(MORE.sub("", part.strip()) if more else part.strip())]
    bodies = [name for name in names if COLLECTIVE.search(name)]
    if bodies and len(bodies) == len(names):
        return Sponsors(collective="、".join(bodies), more=more)
    return Sponsors(tuple(dict.fromkeys(bare for name in names if (bare := bare_name(name)))), "", more)


def split_names(part: str) -> list[str]:
    """张 三 is one person; 张三 李四 are two."""
    words = part.split()
    if len(words) > 1 and all(len(word) > 1 for word in words):
        return words
    return ["".join(words) if all(len(word) < 3 for word in words) else " ".join(words)]


def find_form(collective: str, people: int) -> str | None:
    """Code of proposal_form that the proposers' names tell; None if they tell none."""
    if collective:
        return next((code for pattern, code in FORMS if pattern.search(collective)), None)
    return "2" if people > 1 else "1" if people else None


@lru_cache(maxsize=4096)
def read_units(text: str) -> tuple[tuple[str, str], ...]:
    """(unit, role) in order; the role is "" where the cell does not say: 县教育局（主办）、县财政局（会办）."""
    text = normalise_lines(text)
    found: dict[str, str] = {}
    for line in text.split("\n"):
        line, beside = split_beside(line)
        for said, part in split_roles(line):
            for name in split_units(part):
                name, own = strip_role(name)
                if name:
                    found.setdefault(name, own or said or beside)
    return tuple(found.items())


def split_beside(line: str) -> tuple[str, str]:
    """The units of a row, and the role that a column beside them gives: 县教育局〔会办〕; “?主会办” if it gives none."""
    found = re.fullmatch(r"(.*)〔([^〔〕]*)〕", line)
    if not found:
        return line, ""
    said = re.sub(r"(单位|部门|办理)$", "", found[2].strip())
    return found[1], ROLES.get(said, f"{UNKNOWN_ROLE}{found[2]}")


def split_roles(line: str) -> list[tuple[str, str]]:
    """主办：县教育局；会办：县财政局 → each part with its role."""
    role, start = "", 0
    spans: list[tuple[str, str]] = []
    for mark in ROLE_MARK.finditer(line):
        spans.append((role, line[start : mark.start()]))
        role, start = ROLES[mark[1]], mark.end()
    return [*spans, (role, line[start:])]


def split_units(text: str) -> list[str]:
    parts: list[str] = []
    for part in SEVERAL.split(text):
        words = part.split()
        apart = len(words) > 1 and all(len(word) > 2 and UNIT_END.search(BRACKETS.sub("", word)) for word in words)
        parts += words if apart else ["".join(words)]
    return [part for part in parts if part.strip("-—–·。. ")]


def strip_role(name: str) -> tuple[str, str]:
    """县教育局(主办) → 县教育局, lead; a count (2件) is no part of the name, other words in brackets are."""
    name = COUNT.sub("", name)
    found = re.fullmatch(r"(.+?)[(（\[【](主办|牵头|会办|协办|配合|分办|主|会|协|分)(?:单位|部门)?[)）\]】]", name)
    return (found[1], ROLES[found[2]]) if found else (name, "")


def read_plenary(text: str) -> Plenary | None:
    """十届三次, 第十届第三次会议, 10-03; None if it is not written so, such as a year."""
    word = plain(text)
    found = re.search(
        r"(\d{1,2}|[一二三四五六七八九十]+)届.{0,4}?(\d{1,2}|[一二三四五六七八九十]+)次", word
    ) or re.fullmatch(r"(\d{1,2})-(\d{1,2})", word)
    if not found:
        return None
    term, number = (count(part) for part in found.groups())
    return Plenary(term, number) if term and number else None


def count(word: str) -> int:
    """十 → 10, 二十一 → 21, 03 → 3; 0 if it is no number."""
    if word.isdecimal():
        return int(word)
    tens, sign, ones = word.partition("十")
    digits = "零一二三四五六七八九"
    if not all(part in digits and len(part) < 2 for part in (tens, ones)):
        return 0
    return (
        (digits.index(tens) if tens else 1) * 10 + (digits.index(ones) if ones else 0) if sign else digits.index(tens)
    )


def read_year(text: str) -> int | None:
    """2026, 2026年度."""
    found = re.fullmatch(r"(20\d\d)(年度?)?", plain(text))
    return int(found[1]) if found else None
