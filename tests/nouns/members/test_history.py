"""A member's card of an earlier day: 界别, 党派 and the rest of a record are those of its own day (B19)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from cppcc_desktop.bootstrap import FEATURES
from cppcc_desktop.cli.arguments import make_parser
from cppcc_desktop.cli.records import record
from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.nouns.proposals.register.sponsors import connect_sponsors
from cppcc_desktop.services.forms.printing import render_forms
from cppcc_desktop.services.imports.imports import apply_import, default_choices, preview_import
from cppcc_desktop.services.lists.exports import export_list
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.plenaries import save_plenary
from cppcc_desktop.services.records.children import list_rows, pick
from cppcc_desktop.services.records.records import Query, change_record, show_record
from cppcc_desktop.services.records.titles import word_rows
from tests.conftest import Filled, Place
from tests.nouns.proposals.test_register import load
from tests.nouns.proposals.test_register import write as write_register
from tests.ui.offices import Desk


@pytest.fixture
def moved(filled: Filled) -> Filled:
    """郑晓禾 was of 医药卫生界 and no party until the end of April, then of 农业界 and 民盟."""
    filled.place.clock.move(3)
    change_record(
        filled.place.office, filled.place.actor, "member", filled.members[0],
        {"sector": "农业界", "post": "县农业农村局副局长", "changed_on": "2026-05-01"},
    )  # fmt: skip
    return filled


def word(place: Place, kind: str, record: str, name: str) -> str:
    values = show_record(place.office, place.actor, kind, record).values
    return word_rows(place.office, [place.office.entity(kind).by_name[name]], [values])[0][name]


@pytest.mark.parametrize(("day", "sector"), [("2026-02-01", "医药卫生界"), ("2026-05-02", "农业界")])
def test_a_proposal_entered_late_counts_by_the_day_it_came_in(moved: Filled, day: str, sector: str) -> None:
    moved.place.act(moved.proposal, "receive", date=day, exception_reason="补登")
    assert word(moved.place, "proposal", moved.proposal, "sector") == sector


def test_a_register_and_names_connected_later_go_by_it_too(moved: Filled, tmp_path: Path) -> None:
    place = moved.place
    heads = ["案号", "案由", "提案人", "收件日期", "状态"]
    rows = [["011", "关于早春灌溉的建议", "郑晓禾", "2026-02-01", "已立案"],
            ["012", "关于晚稻收购的建议", "郑晓禾", "2026-05-20", "已立案"],
            ["013", "关于冬修水利的建议", "顾长河", "2026-02-02", "已立案"]]  # fmt: skip
    load(place, write_register(tmp_path / "台账.xlsx", rows, heads))
    known = place.create("member", name="顾长河", sector="教育界")
    place.clock.move(1)
    change_record(place.office, place.actor, "member", known, {"sector": "农业界", "changed_on": "2026-03-01"})
    assert connect_sponsors(place.office, place.actor) == 1
    with place.office.read() as connection:
        found = dict(connection.exec_driver_sql("SELECT docket_no, id FROM proposal WHERE docket_no IS NOT NULL").all())
    told = {number: word(place, "proposal", record, "sector") for number, record in found.items()}
    assert told == {"011": "医药卫生界", "012": "农业界", "013": "教育界"}


def test_a_list_of_people_keeps_what_they_were_on_its_day(moved: Filled) -> None:
    place = moved.place
    for day, said in (("2026-03-05", ("医药卫生界", "县医院医生")), ("2026-06-01", ("农业界", "县农业农村局副局长"))):
        at = place.create("activity", title="走访", type="调研", date=day)
        pick(place.office, place.actor, "participant", at, moved.members[:1], {})
        (row,) = list_rows(place.office, place.actor, "participant", at).rows
        assert (row.values["body"], row.values["post"]) == said


def test_its_form_prints_what_the_proposer_was(moved: Filled, tmp_path: Path) -> None:
    place = moved.place
    place.act(moved.proposal, "receive", date="2026-02-01", exception_reason="补登")
    (made,) = render_forms(place.office, place.actor, "proposal_sheet", [moved.proposal], tmp_path, formats=("docx",))
    text = "".join(
        cell.text for table in docx.Document(str(made.files[0])).tables for row in table.rows for cell in row.cells
    )
    assert "医药卫生界" in text and "县医院医生" in text and "农业" not in text


def test_a_roster_that_says_otherwise_is_a_change_of_today(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    place.clock.move(10)
    file = write_register(tmp_path / "名册.xlsx", [["郑晓禾", "农业界", "13900001111"]], ["姓名", "界别", "手机号"])
    preview = preview_import(place.office, place.actor, place.office.modules["members"], file)
    apply_import(place.office, place.actor, preview, default_choices(preview))
    (row,) = list_rows(place.office, place.actor, "former_card", filled.members[0]).rows
    assert (row.words["until"], row.words["sector"], row.words["post"]) == ("2026-06-17", "医药卫生界", "")


@pytest.fixture
def two_terms(moved: Filled) -> Filled:
    """In term 9 郑晓禾 was of 教育界 and left with it; 阿依·古兰 joined in the present one."""
    place = moved.place
    save_plenary(place.office, place.actor, "09-01", {"opens_on": "2021-01-10"}, new=True)
    save_plenary(place.office, place.actor, "10-01", {"opens_on": "2026-01-10"}, new=True)
    with place.office.write(place.actor, "record.write") as writing:
        writing.new(
            place.office.entity("membership"),
            {
                "member": moved.members[0],
                "term": "9",
                "sector": read_codes(place.office).find("sector", "教育界"),
                "joined_on": "2021-01-10",
            },
        )
    change_record(place.office, place.actor, "member", moved.members[2], {"joined_on": "2026-05-20"})
    return moved


def roster(place: Place, day: str = "", **where: str) -> dict[str, str]:
    arguments = [f"--where={name}={value}" for name, value in where.items()]
    parser = make_parser(FEATURES)
    given = ["record", "list", "members", *arguments, *([f"--on={day}"] if day else []), "--db", str(place.path)]
    return {row["name"]: row["sector"] for row in record(place.office, place.actor, parser.parse_args(given)).data}


def test_the_roster_of_any_day(two_terms: Filled, tmp_path: Path) -> None:
    place = two_terms.place
    assert roster(place) == {"郑晓禾": "农业界", "陈素芬": "农业界", "阿依·古兰": None}
    assert roster(place, "2026-04-30") == {"郑晓禾": "医药卫生界", "陈素芬": "农业界"}, "who joined later is not in it"
    assert roster(place, "2026-06-01") == {"郑晓禾": "农业界", "陈素芬": "农业界", "阿依·古兰": None}
    assert roster(place, "2023-06-01") == {"郑晓禾": "教育界"}
    assert roster(place, term="9") == {"郑晓禾": "教育界"}
    with pytest.raises(OfficeError, match="不能一起用"):
        roster(place, "2026-04-30", sector="农业界")
    query = Query(on="2026-04-30", order=("name",))
    export_list(
        place.office,
        place.actor,
        place.office.modules["members"],
        query,
        tmp_path / "a.csv",
        names=("name", "sector", "post"),
    )
    text = (tmp_path / "a.csv").read_text("utf-8-sig")
    assert "郑晓禾,医药卫生界,县医院医生" in text and "阿依" not in text


def test_the_cards_of_a_former_term_in_the_window(two_terms: Filled, sit_down: Callable[[Place], Desk]) -> None:
    place = two_terms.place
    desk = sit_down(place)
    page = desk.go("members")
    assert [page.model.total, desk.window.top.plenary.isVisible()] == [3, True]
    desk.window.top.plenary.set_key("9")
    page.pick_plenary("9")
    desk.rest()
    assert page.model.total == 1 and page.describe().startswith("第九届委员")
    cells = [page.model.index(0, column).data() for column in range(page.model.columnCount())]
    assert "教育界" in cells
