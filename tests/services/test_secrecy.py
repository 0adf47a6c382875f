"""Marks of secrecy: what bears one is taken in nowhere (domain.md §8.7, B18); the word alone in a sentence is none."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from cppcc_desktop.domain.errors import InvalidField, OfficeError
from cppcc_desktop.domain.secrecy import find_secret
from cppcc_desktop.nouns.proposals.files.text import read_proposal, recognise_text
from cppcc_desktop.services.imports.imports import apply_import, default_choices, preview_import
from cppcc_desktop.services.records.children import add_rows
from cppcc_desktop.services.records.records import Query, change_record, count_records
from tests.conftest import Filled, Place
from tests.nouns.proposals.test_register import write

MARK = "秘密★一年"


@pytest.mark.parametrize(
    "text",
    ["秘密★一年", "机密 ★ 长期", "情况如下。\n绝密\n建议如下。", "密级：秘密", "机密级", "绝密（启用前）", "秘密 3年 关于公交的建议", "秘密５年",
     "本件为机密★十年，请妥善保管。"],
)  # fmt: skip
def test_marks(text: str) -> None:
    assert find_secret(text)


@pytest.mark.parametrize(
    "text",
    ["应加强商业秘密保护。", "保守秘密", "泄露国家秘密的问题", "县国家保密局", "密级", "秘密三年前就公开了", "不属于秘密", "加密★", ""],
)  # fmt: skip
def test_no_marks(text: str) -> None:
    assert not find_secret(text)


def count(place: Place, module: str) -> int:
    return count_records(place.office, place.actor, place.office.modules[module], Query())


def test_nothing_with_a_mark_is_saved(filled: Filled) -> None:
    place = filled.place
    before = count(place, "proposals"), count(place, "members")
    texts = {
        "form": "1",
        "first_sponsor": filled.members[0],
        "analysis": "情况。",
        "suggestions": "建议。",
        "title": "关于公交的建议",
    }
    for name in ("title", "analysis", "suggestions", "research"):
        with pytest.raises(InvalidField, match="标志。这个程序只办不涉密的材料") as refused:
            place.create(
                "proposal",
                **{**texts, name: f"{MARK}\n{texts.get(name, '')}" if name != "title" else f"{MARK} 关于公交的建议"},
            )
        assert refused.value.field == name
    with pytest.raises(InvalidField):
        change_record(place.office, place.actor, "member", filled.members[0], {"note": MARK})
    with pytest.raises(InvalidField):
        place.act(filled.proposal, "receive", exception_reason=f"{MARK}，急件")
    at = place.create("activity", title="走访", type="调研", date="2026-06-01")
    with pytest.raises(InvalidField):
        add_rows(place.office, place.actor, "participant", at, [{"name": "徐明", "post": MARK}])
    assert before == (count(place, "proposals"), count(place, "members"))


@pytest.mark.parametrize("column", ["案由", "密级"])
def test_a_row_with_a_mark_is_not_imported_read_or_not(county: Place, tmp_path: Path, column: str) -> None:
    heads = ["案号", "案由", "提案人", "状态", *(["密级"] if column == "密级" else [])]
    rows = [["011", "关于早春灌溉的建议", "郑晓禾", "已立案"], ["012", "关于晚稻收购的建议", "郑晓禾", "已立案"]]
    if column == "密级":
        rows = [[*rows[0], ""], [*rows[1], "秘密"]]
    else:
        rows[1][1] = f"{rows[1][1]}（{MARK}）"
    preview = preview_import(
        county.office, county.actor, county.office.modules["proposals"], write(tmp_path / "台账.xlsx", rows, heads)
    )
    apply_import(county.office, county.actor, preview, default_choices(preview))
    assert count(county, "proposals") == 1
    told = [doubt.reason for row in preview.rows for doubt in row.doubts]
    assert any("标志。这个程序只办不涉密的材料，没有登记" in each for each in told)


def test_a_table_with_a_mark_over_it_is_not_read(county: Place, tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_text(f"{MARK},,\n委员名册,,\n姓名,界别,手机号\n徐明,农业界,13900003333\n", "utf-8")
    with pytest.raises(OfficeError, match="表头上有“秘密★一年”的标志"):
        preview_import(county.office, county.actor, county.office.modules["members"], path)


def test_a_paper_with_a_mark_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="文件上有“机密★三年”的标志"):
        recognise_text("机密★三年\n关于公交的建议\n提案人：郑晓禾\n情况：班次少。\n建议：加班次。")
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = MARK
    made.add_paragraph("关于公交的建议")
    made.add_paragraph("情况：班次少。")
    made.save(str(tmp_path / "提案.docx"))
    with pytest.raises(OfficeError, match=f"文件上有“{MARK}”的标志"):
        read_proposal(tmp_path / "提案.docx")
