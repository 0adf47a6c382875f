"""What a heading says: which field it names, also where it stands below another heading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cppcc_desktop.domain.description.fields import Field
from cppcc_desktop.domain.normal_form import normalise_text
from cppcc_desktop.importers.tables.sheets import Cell

BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
ROW_NUMBER, REASON = "行号", "存疑原因"  # columns the program itself adds to a file of doubts
COUNTING = {"序号", "编号", "序", "号", ROW_NUMBER, REASON, "no", "no.", "#"}  # columns that only count rows
NAMING = frozenset(
    {"姓名", "名称", "名字", "全称", "姓名或名称", "姓名/名称", "姓名(名称)", "单位名称"}
)  # below 提案人: the 提案人

Path = tuple[str, ...]  # headings over a column, the outermost first: 提案人, 姓名
LABEL, ALIAS, BARE, BELOW = 0, 1, 2, 4  # how sure a heading is, the surest first


@dataclass(frozen=True)
class Ranked:
    """The headings looked for: normalised text → (LABEL or ALIAS, field name)."""

    names: Mapping[str, list[tuple[int, str]]]
    required: frozenset[str]


def rank_headings(fields: Sequence[Field]) -> Ranked:
    names = dict[str, list[tuple[int, str]]]()
    for each in fields:
        parts = [heading for part in each.joins for heading in part if heading not in each.aliases]
        for rank, texts in ((LABEL, (each.label,)), (ALIAS, (*each.aliases, *parts))):
            for text in texts:
                names.setdefault(normalise_heading(text), []).append((rank, each.name))
    return Ranked(names, frozenset(each.name for each in fields if each.required))


def normalise_heading(text: str) -> str:
    """Without blanks, line breaks, invisible and full-width forms, leading * and closing colon; lower case."""
    text = normalise_text(text)
    if text.isalnum():
        return text.lower()
    text = "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf"))
    return text.strip("*:").lower()


def strip_brackets(heading: str) -> str:
    """手机号(必填) → 手机号; a heading that is all brackets stays."""
    return BRACKETS.sub("", heading).strip("*:") or heading


def read_headings(row: Sequence[Cell]) -> Iterator[tuple[int, str]]:
    """Column and text of the cells that could be headings."""
    for index, cell in enumerate(row):
        if isinstance(cell, str) and normalise_heading(cell):
            yield index, " ".join(cell.split())


def find_claim(heading: str, ranked: Ranked) -> tuple[int, str] | None:
    """How well a normalised heading names which field; None if it names none, or two fields equally well."""
    for penalty, text in ((LABEL, heading), (BARE, strip_brackets(heading))):
        claims = ranked.names.get(text, [])
        best = [name for rank, name in claims if rank == min(claims)[0]]
        if claims:
            return (penalty + min(claims)[0], best[0]) if len(best) == 1 else None
    return None


def find_path_claim(path: Path, ranked: Ranked) -> tuple[int, str] | None:
    """The same for a column with a heading over its heading: 答复 over 日期 is 答复日期, 提案人 over 姓名 the 提案人.

    Else it is the lower one alone, as 性别 below 基本情况.
    """
    *above, leaf = (normalise_heading(text) for text in path)
    if not above:
        return find_claim(leaf, ranked)
    joined = find_claim(above[-1] + leaf, ranked)
    group = find_claim(above[-1], ranked)
    if joined:
        return joined
    if group and leaf in NAMING:
        return group[0] + ALIAS, group[1]
    alone = find_claim(leaf, ranked)
    return (alone[0] + BELOW, alone[1]) if alone else None


def assign_columns(paths: Mapping[int, Path], ranked: Ranked) -> dict[str, int]:
    """Field name → column. A label goes before an alias, both before a heading read without its brackets.

    Where a group of columns names somebody or something else than the table is about, as 联系人 over 姓名 and 电话,
    what stands there of it is not taken for the record's own.
    """
    claims = list[tuple[int, int, str]]()
    for index, path in paths.items():
        claim = find_path_claim(path, ranked)
        if claim:
            claims.append((claim[0], index, claim[1]))
    columns = dict[str, int]()
    for _, index, name in sorted(claims):
        columns.setdefault(name, index)
    foreign = {path[:-1] for index, path in paths.items() if names_another(index, path, columns)}
    sure = {index for rank, index, _ in claims if rank < BELOW}
    return {name: index for name, index in columns.items() if index in sure or paths[index][:-1] not in foreign}


def names_another(index: int, path: Path, columns: Mapping[str, int]) -> bool:
    return len(path) > 1 and normalise_heading(path[-1]) in NAMING and index not in columns.values()
