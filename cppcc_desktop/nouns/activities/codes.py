"""What figures, fields and counting ask of the entries of code lists."""

from __future__ import annotations

from cppcc_desktop.services.office.code_rules import CodeRule

KINDS = {"meeting": "会议", "duty": "调研视察监督", "study": "学习培训", "contact": "联系走访", "service": "服务和公益"}

CODE_RULES = (
    CodeRule(
        list="activity_type", traits={**KINDS, "plenary": "算全体会议"},
        apart=((frozenset(KINDS), "一类活动只算一种，只能勾一样。"),),
    ),
    CodeRule(list="activity_role", traits={"apart": "不计应到"}),
)  # fmt: skip
