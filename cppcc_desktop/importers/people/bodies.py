"""Names of firms and offices told apart from names of people, where a column of a table holds both."""

from __future__ import annotations

import re

from cppcc_desktop.domain.normal_form import normalise_text

# how bodies are called at the end; names of people have at most three characters before one of these is theirs
ENDINGS = (
    "公司|集团|企业|厂|店|局|委|办|会|院|校|所|站|社|行|中心|协会|商会|学会|基金|银行|医院|大学|中学|小学|支部|小组|党派|"
    "总队|大队|支队|农场|合作社|街道|乡|镇|村|社区|部|馆|处|园|酒店|超市|工作室|界别|界"
)
BODY = re.compile(rf"^.{{2,}}(?:{ENDINGS})$")
SHORTEST = 4


def is_body(name: str) -> bool:
    """Whether a name is that of a firm or an office and of nobody: 云水食品公司, 县工商联合会; not 李行, 王小社."""
    bare = re.sub(r"[（(].*?[)）]", "", normalise_text(name)).strip()
    return len(bare) >= SHORTEST and "·" not in bare and BODY.match(bare) is not None
