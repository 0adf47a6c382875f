"""cppcc stats: figures for scripts and for people."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from cppcc_desktop.cli.main import run
from cppcc_desktop.cli.stats import align, wide
from cppcc_desktop.domain.description.figures import reckon_rate
from cppcc_desktop.services.imports.imports import apply_import, compare_table, default_choices, open_table
from cppcc_desktop.services.office.codes import CodeLists
from tests.conftest import PASSWORD, USER, Place
from tests.nouns.proposals.registers import cases, fill_plenary

Stats = Callable[..., tuple[int, object]]
ORDER = ["key", "label", "value", "numerator", "denominator", "base", "unit"]


@pytest.fixture
def stats(county: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Stats:
    """stats(--year, 2026): the exit code and the parsed answer; text without --json."""
    secret = tmp_path / "password"
    secret.write_text(PASSWORD, "utf-8")
    monkeypatch.setenv("CPPCC_USER", USER)
    monkeypatch.setenv("CPPCC_PASSWORD_FILE", str(secret))

    def call(*options: str, text: bool = False) -> tuple[int, object]:
        county.office.close()
        code = run(
            ["stats", "proposals", "--db", str(county.path), *options, *([] if text else ["--json"])], county.around
        )
        out = capsys.readouterr()
        county.reopen()
        return code, out.out + out.err if text else json.loads(out.out or out.err)

    return call


def by_key(found: object) -> dict[str, dict[str, object]]:
    assert isinstance(found, list)
    return {each["key"]: each for each in found}


def test_the_shape_scripts_rely_on(county: Place, stats: Stats) -> None:
    fill_plenary(county)
    code, found = stats()
    told = by_key(found)
    assert code == 0 and all(list(each) == ORDER for each in told.values())
    assert told["received"] == {
        "key": "received", "label": "收到提案", "value": 125, "numerator": 125, "denominator": None, "base": "", "unit": "件",
    }  # fmt: skip
    assert {key: told[key]["value"] for key in ("merged", "docketed", "declined", "docketed_with_merged")} == {
        "merged": 25, "docketed": 93, "declined": 7, "docketed_with_merged": 118,
    }  # fmt: skip
    rate = told["docket_rate"]
    assert (rate["value"], rate["numerator"], rate["denominator"], rate["base"], rate["unit"]) == (
        74.4, 93, 125, "占收到件数", "%",
    )  # fmt: skip
    grades = {code: (told[f"class_{code}"]["value"], told[f"class_{code}"]["numerator"]) for code in "ABC"}
    assert grades == {"A": (23.9, 22), "B": (73.9, 68), "C": (2.2, 2)}
    assert all(told[f"class_{code}"]["denominator"] == 92 and told[f"class_{code}"]["base"] for code in "ABC")


def test_a_plenary_or_a_year(county: Place, stats: Stats) -> None:
    cases(county, 3, "closed", plenary="10-02", received_on="2025-01-10")
    cases(county, 2, "received")
    assert by_key(stats()[1])["received"]["value"] == 2
    assert by_key(stats("--plenary", "10-02")[1])["received"]["value"] == 3
    assert by_key(stats("--year", "2025")[1])["received"]["value"] == 3


def test_an_empty_plenary_gives_zeros(stats: Stats) -> None:
    code, found = stats()
    assert code == 0
    assert all(each["value"] == (None if each["unit"] == "%" else 0) for each in by_key(found).values())
    code, found = stats("--by", "category")
    assert isinstance(found, list) and {each["group"]["label"] for each in found} == {"没有填"}
    assert not any(each["numerator"] for each in found)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--plenary", "9-1"), "没有第九届第一次会议"), (("--plenary", "十届"), "看不懂"), (("--year", "1999"), "没有1999年"),
        (("--year", "去年"), "“去年”不是年份"),
    ],
)  # fmt: skip
def test_what_there_is_none_of_is_said(stats: Stats, options: tuple[str, ...], words: str) -> None:
    code, told = stats(*options)
    assert code == 1 and isinstance(told, dict) and words in str(told["refused"]) and told["todo"]


def test_wrong_usage_exits_with_2(county: Place, stats: Stats) -> None:
    for options in (("--plenary", "10-03", "--year", "2026"), ("--by", "颜色")):
        code, told = stats(*options)
        assert code == 2 and isinstance(told, dict) and told["refused"] and told["todo"]
        county.reopen()


def test_a_breakdown_names_its_groups(county: Place, stats: Stats) -> None:
    cases(county, 2, "received", category="4")
    cases(county, 1, "received")
    _, found = stats("--by", "category")
    assert isinstance(found, list)
    received = [(each["group"], each["value"]) for each in found if each["key"] == "received"]
    assert received == [({"code": "4", "label": "社会建设"}, 2), ({"code": "", "label": "没有填"}, 1)]
    assert list(found[0]) == [*ORDER, "share", "group"]
    assert found[0]["share"] == {"value": 66.7, "numerator": 2, "denominator": 3, "base": "占收到提案合计 3 件"}


def test_tables_for_people_are_aligned(county: Place, stats: Stats) -> None:
    fill_plenary(county)
    cases(county, 1, "received", category="4")
    code, text = stats(text=True)
    lines = str(text).splitlines()
    assert code == 0 and lines[0] == "第十届第三次会议"
    assert any(
        line.split() == ["审查", "立案率（并案后）", "73.8%", "93", "÷", "126", "件", "占收到件数"] for line in lines
    )
    _, text = stats("--by", "category", text=True)
    head, *rows = str(text).splitlines()[1:]
    assert head.split()[:3] == ["类别", "收到", "占比"] and rows[-1].split()[:3] == ["合计", "126", "100.0%"]
    assert rows[-2].split()[:3] == ["没有填", "125", "99.2%"]
    assert len({wide(line) for line in (head, *rows)}) == 1


def test_a_chinese_character_is_two_wide() -> None:
    assert align([("类别", "1"), ("a", "22")], right=(1,)) == ["类别   1", "a     22"]


def test_what_is_compared_and_what_stands_beside(county: Place, stats: Stats) -> None:
    cases(county, 3, "closed", plenary="10-02", received_on="2025-01-10", category="4")
    cases(county, 1, "declined", plenary="10-02", received_on="2025-01-10")
    cases(county, 5, "closed", category="4")
    assert "before" not in by_key(stats()[1])["received"]
    told = by_key(stats("--compare")[1])
    assert {name: told["received"][name] for name in ("before", "change", "change_unit")} == {
        "before": 4, "change": 25.0, "change_unit": "%",
    }  # fmt: skip
    assert (told["docket_rate"]["before"], told["docket_rate"]["change"], told["docket_rate"]["change_unit"]) == (
        75.0, 25.0, "个百分点",
    )  # fmt: skip
    assert by_key(stats("--term", "10")[1])["received"]["value"] == 9
    _, found = stats("--beside", "10-02", "--beside", "2025", "--beside", "10届", "--beside", "all")
    assert isinstance(found, list)
    received = [(each["scope"], each["value"]) for each in found if each["key"] == "received"]
    assert received == [
        ("第十届第三次会议", 5), ("第十届第二次会议", 4), ("2025年收到的", 4), ("第十届累计", 9), ("全部会议", 9),
    ]  # fmt: skip
    _, text = stats("--beside", "10-02", text=True)
    lines = str(text).splitlines()
    assert lines[0].split() == ["第十届第三次会议", "第十届第二次会议"]
    assert ["收件", "收到提案", "5", "4"] in [line.split() for line in lines]
    _, found = stats("--by", "category", "--beside", "10-02")
    assert isinstance(found, list)
    rows = {(each["scope"], each["group"]["label"]): each["value"] for each in found if each["key"] == "received"}
    assert rows == {
        ("第十届第三次会议", "社会建设"): 5, ("第十届第三次会议", "没有填"): 0, ("第十届第二次会议", "社会建设"): 3,
        ("第十届第二次会议", "没有填"): 1,
    }  # fmt: skip
    for options in (("--term", "8"), ("--place", "东站"), ("--beside", "1999")):
        code, refused = stats(*options)
        assert code == 1 and isinstance(refused, dict) and refused["todo"]


CATEGORIES = (("4", 290), ("5", 175), ("2", 111), ("1", 86), ("3", 69), ("7", 68))


@pytest.mark.parametrize("without", [0, 5])
def test_the_shares_of_a_long_register(county: Place, stats: Stats, tmp_path: Path, without: int) -> None:
    """799 docketed cases of a spreadsheet in six categories, and five more that name none."""
    codes = CodeLists()
    words = [codes.label("proposal_category", code) for code, count in CATEGORIES for _ in range(count)]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["案号", "案由", "提案人", "类别", "审查结果"])
    for number, word in enumerate([*words, *[None] * without], 1):
        sheet.append([number, f"关于第{number}号路灯的建议", "某委员", word, "立案"])
    book.save(tmp_path / "台账.xlsx")
    table = open_table(county.office, county.actor, county.office.modules["proposals"], tmp_path / "台账.xlsx")
    preview = compare_table(county.office, county.actor, table)
    apply_import(county.office, county.actor, preview, default_choices(preview))
    _, found = stats("--by", "category")
    assert isinstance(found, list)
    docketed = [each for each in found if each["key"] == "docketed"]
    whole = 799 + without
    told = {each["group"]["code"]: (each["value"], each["share"]["value"]) for each in docketed}
    if not without:
        shares = dict(zip((code for code, _ in CATEGORIES), (36.3, 21.9, 13.9, 10.8, 8.6, 8.5), strict=True))
        assert told == {**{code: (count, shares[code]) for code, count in CATEGORIES}, "": (0, 0.0)}
    else:
        assert told == {**{code: (count, reckon_rate(count, whole)) for code, count in CATEGORIES}, "": (5, 0.6)}
    assert {(each["share"]["denominator"], each["share"]["base"]) for each in docketed} == {
        (whole, f"占立案（并案后件数）合计 {whole} 件")
    }
    assert docketed[-1]["group"]["label"] == "没有填"


def test_a_comparison_for_people_stands_beside_the_numbers(county: Place, stats: Stats) -> None:
    cases(county, 3, "closed", plenary="10-02", received_on="2025-01-10", category="4")
    cases(county, 6, "closed", category="4")
    _, text = stats("--compare", text=True)
    lines = [line.split() for line in str(text).splitlines()]
    assert (
        lines[0] == ["第十届第三次会议", "和第十届第二次会议比"]
        and ["收件", "收到提案", "6", "3", "+100.0%", "件"] in lines
    )
    _, text = stats("--compare", "--by", "category", text=True)
    lines = [line.split() for line in str(text).splitlines()]
    assert lines[1][-2:] == ["十届二次", "同比"] and lines[2][0] == "社会建设" and lines[2][-2:] == ["3", "+100.0%"]


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".pdf"])
def test_the_page_is_written_as_a_file(county: Place, stats: Stats, tmp_path: Path, suffix: str) -> None:
    fill_plenary(county)
    code, told = stats("--to", str(tmp_path / f"统计{suffix}"))
    assert (
        code == 0
        and isinstance(told, dict)
        and told["figures"] > 40
        and (tmp_path / f"统计{suffix}").stat().st_size > 5000
    )
    code, told = stats("--to", str(tmp_path / "统计.txt"))
    assert code == 1 and isinstance(told, dict) and "不能导出成“.txt”" in str(told["refused"])
