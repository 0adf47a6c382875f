"""样表: a spreadsheet to look at or to fill in, with headings every import knows and rows that show how they are filled."""

from __future__ import annotations

from pathlib import Path

from cppcc_desktop.domain.description.modules import Module
from cppcc_desktop.exporters.xlsx import Column, write_xlsx

# Headings of a proposal register, with their width and what stands below them. Nobody of these exists.
PROPOSALS = (
    ("届次", 12, "十届三次", "十届三次", "十届三次", "十届三次"),
    ("案号", 8, "001", "002", "", ""),
    ("收件号", 12, "2026-0001", "2026-0002", "2026-0003", "2026-0004"),
    ("案由", 36, "关于老旧小区加装电梯的建议", "关于优化城乡公交班次的提案", "关于增加早晚公交车的建议",
     "关于解决某户住房的建议"),
    ("提案人", 18, "张三", "民革示例县支部", "李四", "王五"),
    ("联名人", 18, "赵六、钱七", "", "", ""),
    ("界别", 10, "经济界", "民革", "农业界", "教育界"),
    ("类别", 12, "城建环保", "工业交通", "工业交通", "民生保障"),
    ("收件日期", 12, "2026-01-20", "2026-01-20", "2026-01-21", "2026-01-21"),
    ("审查结果", 16, "立案", "立案", "并入第002号", "不予立案"),
    ("不予立案理由", 22, "", "", "", "为本人或者亲属解决个人问题的"),
    ("主办单位", 20, "县住房和城乡建设局", "县交通运输局", "", ""),
    ("会办单位", 24, "县财政局、县市场监管局", "", "", ""),
    ("交办日期", 12, "2026-03-05", "2026-03-05", "", ""),
    ("应办复日", 12, "2026-06-05", "2026-06-05", "", ""),
    ("面商方式", 12, "登门走访", "", "", ""),
    ("答复日期", 12, "2026-05-20", "", "", ""),
    ("答复文号", 20, "示建函〔2026〕1号", "", "", ""),
    ("办理结果", 10, "A类", "", "", ""),
    ("满意程度", 10, "满意", "", "", ""),
    ("重点提案", 10, "是", "", "", ""),
    ("督办领导", 12, "某主席", "", "", ""),
    ("优秀提案", 10, "", "", "", ""),
    ("办结日期", 12, "2026-06-08", "", "", ""),
    ("备注", 20, "", "", "", ""),
)  # fmt: skip
SAMPLES = {"proposals": PROPOSALS}


def has_sample(module: Module) -> bool:
    """Whether there is one: for tables with more columns than people would guess."""
    return module.name in SAMPLES


def write_sample(module: Module, path: Path) -> None:
    """Write the sample of a module that has one; OfficeError if the file cannot be written."""
    columns = SAMPLES[module.name]
    head = [Column(label, width) for label, width, *_ in columns]
    rows = [[str(column[place]) for column in columns] for place in range(2, len(columns[0]))]
    write_xlsx(path, f"{module.label}台账", head, rows)
