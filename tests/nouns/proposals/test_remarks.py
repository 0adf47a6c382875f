"""Remarks on a proposal: what a reviewer would send back, and what is left alone."""

from __future__ import annotations

import pytest

from cppcc_desktop.nouns.proposals.remarks import list_remarks

GOOD = {
    "title": "关于优化城区公交班次的建议", "first_sponsor": "a", "analysis": "早高峰等车二十分钟。",
    "suggestions": "1. 早高峰加开三个班次。\n2. 在县医院门口设站。",
}  # fmt: skip


def remarks(limit: int = 1500, **values: object) -> list[str]:
    return list_remarks({**GOOD, **values}, {"text_limit": str(limit)})  # type: ignore[dict-item]


def test_a_good_proposal_gets_none() -> None:
    assert remarks() == [] == list_remarks({}, {})


def test_the_length_is_told_with_both_numbers() -> None:
    analysis, suggestions = "文" * 990, "1. 加车。\n" + "办" * 4
    assert remarks(1000, analysis=analysis, suggestions=suggestions) == []
    assert remarks(999, analysis=analysis, suggestions=suggestions + "加") == [
        "正文 1000 字，超过了 999 字（情况、分析和建议合起来），请提案人精简。"
    ]


@pytest.mark.parametrize("title", ["公交班次太少", "关于公交班次", "建议加开班次"])
def test_a_title_that_is_none(title: str) -> None:
    assert remarks(title=title) == ["案由一般写成“关于……的建议”，现在不是这样写的。"]


@pytest.mark.parametrize(
    "title",
    [
        "关于改造老旧小区和关于新建学校的建议", "关于修建人民公园及加强养老服务的建议", "关于推进污水治理与加强古树保护的提案",
        "关于加快县道扩建、提高村医待遇的建议",
    ],
)  # fmt: skip
def test_two_matters_in_a_title_are_asked_about(title: str) -> None:
    assert remarks(title=title) == ["案由里像是有两件事。一事一案；是两件事的，请分成两件提案。"]


@pytest.mark.parametrize(
    "title",
    [
        "关于加强城乡公交和农村客运管理的建议", "关于加快农产品加工、销售体系建设的建议", "关于加强和改进民主监督的建议",
        "关于推进医养结合和完善养老服务体系的建议", "关于加强义务教育阶段学校及周边环境整治的提案",
        "关于整治河道、改善河道水质的建议", "关于支持和规范民宿发展的建议",
    ],
)  # fmt: skip
def test_one_matter_with_two_sides_is_left_alone(title: str) -> None:
    assert remarks(title=title) == []


def test_suggestions() -> None:
    assert remarks(suggestions="早高峰加车。\n县医院设站。\n公布时刻表。") == [
        "建议有 3 段，没有编号，单位不好逐条答复；请写成 1. 2. 3.。"
    ]
    for empty in ("希望有关部门高度重视，尽快解决。", "1. 加强领导。\n2. 加大力度。", "请认真研究处理。"):
        assert remarks(suggestions=empty) == ["建议里看不出要做什么，请提案人写具体。"]
    for fine in (
        "加车。",
        "1. 加班次。",
        "（一）设站。\n（二）建议有关部门公布时刻表。",
        "希望政府尽快修通断头路。",
        "",
    ):
        assert remarks(suggestions=fine) == []


def test_sponsors() -> None:
    assert remarks(joint_sponsors=["b", "c"]) == []
    assert remarks(joint_sponsors=["b", "b", "a"]) == [
        "联名人里有人写了两次。", "第一提案人又写在联名人里，请去掉一处。",
    ]  # fmt: skip


def test_a_collective_names_whom_to_ring_and_bears_a_seal() -> None:
    group = {"collective": "民革示例县支部", "first_sponsor": None}
    assert remarks(**group) == ["集体提案还没有盖章、联系人、联系电话。"]
    assert remarks(**group, sealed=True, contact_person="李同志", contact_phone="0000-1234567") == []


@pytest.mark.parametrize(
    ("field", "text", "mark"),
    [
        ("analysis", "秘密★一年\n情况如下。", "秘密"), ("research", "见机密级文件。", "机密"), ("suggestions", "1. 加车。\n绝密", "绝密"),
        ("title", "秘密 3年 关于公交的建议", "秘密"), ("analysis", "材料属于机密级，请勿外传。", "机密"),
    ],
)  # fmt: skip
def test_a_mark_of_secrecy_comes_first(field: str, text: str, mark: str) -> None:
    said = remarks(**{field: text})
    assert said[0].startswith(f"文中有“{mark}”的标志：这个程序只能办不涉密的提案")


@pytest.mark.parametrize("text", ["应加强商业秘密保护，企业反映强烈。", "保守秘密是干部的义务。", "泄露秘密"])
def test_the_word_alone_is_no_mark(text: str) -> None:
    assert remarks(analysis=text) == []
