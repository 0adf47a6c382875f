"""Other names of a unit, former ones too, are that unit wherever a name is read (B23)."""

from __future__ import annotations

from pathlib import Path

import pytest

from cppcc_desktop.nouns.proposals.files.intake import recognise_proposal
from cppcc_desktop.services.imports.already_here import AlreadyHere, refuse_lookalike
from cppcc_desktop.services.records.records import change_record, list_children
from tests.conftest import Filled
from tests.nouns.proposals.test_register import cases, load, write
from tests.nouns.proposals.test_steps import LIFE, take


@pytest.fixture
def renamed(filled: Filled) -> Filled:
    """县交通运输局 was called 县公路管理局 once, and people say 县交运局."""
    change_record(
        filled.place.office, filled.place.actor, "unit", filled.unit, {"other_names": "县公路管理局、县交运局"}
    )
    return filled


def test_a_step_takes_it(renamed: Filled) -> None:
    take(renamed, *LIFE[:5])
    renamed.place.act(renamed.proposal, "assign", unit="县公路管理局")
    (row,) = list_children(renamed.place.office, renamed.place.actor, "assignment", renamed.proposal)
    assert row["unit"] == renamed.unit


def test_a_register_takes_it_and_makes_no_unit(renamed: Filled, tmp_path: Path) -> None:
    place = renamed.place
    heads = ["案号", "案由", "提案人", "承办单位", "状态"]
    rows = [
        ["011", "关于公路养护的建议", "郑晓禾", "县公路管理局", "办理中"],
        ["012", "关于公交的建议", "郑晓禾", "交运局", "办理中"],
    ]
    load(place, write(tmp_path / "台账.xlsx", rows, heads))
    assert {
        row["lead_unit"] for title, row in cases(place).items() if title.startswith("关于公") and row["docket_no"]
    } == {renamed.unit}
    with place.office.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM unit").scalar() == 2


def test_a_paper_that_suggests_it_has_no_doubt(renamed: Filled, tmp_path: Path) -> None:
    path = tmp_path / "提案.txt"
    path.write_text(
        "关于公路养护的建议\n提案人：郑晓禾\n建议办理单位：县公路管理局\n情况：路面破损。\n建议：尽快修补。", "utf-8"
    )
    found = recognise_proposal(renamed.place.office, renamed.place.actor, path)
    assert "suggested_unit" not in found.doubts


def test_a_new_unit_of_that_name_is_asked_about(renamed: Filled) -> None:
    with pytest.raises(AlreadyHere, match="县交通运输局"):
        refuse_lookalike(renamed.place.office, renamed.place.actor, "unit", {"name": "县公路管理局"})
