"""What the rules of receptions ask of the entries of code lists."""

from __future__ import annotations

from cppcc_desktop.services.office.code_rules import CodeRule

CODE_RULES = (
    CodeRule(list="reception_result", traits={"solved": "算作解决"}),
    CodeRule(list="reception_mode", traits={"joint": "有部门一起参加"}),
)
