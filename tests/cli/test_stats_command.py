"""cppcc stats: figures for scripts and for people."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cppcc_desktop.cli.main import run
from cppcc_desktop.cli.stats import align, wide
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
    assert stats("--by", "category") == (0, [])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--plenary", "9-1"), "没有第九届第一次会议"), (("--plenary", "十届"), "看不懂"), (("--year", "1999"), "没有1999年"),
        (("--year", "去年"), "没有去年"),
    ],
)  # fmt: skip
def test_what_there_is_none_of_is_said(stats: Stats, options: tuple[str, ...], words: str) -> None:
    code, told = stats(*options)
    assert code == 1 and isinstance(told, dict) and words in str(told["refused"]) and told["todo"]


def test_wrong_usage_exits_with_2(county: Place, stats: Stats) -> None:
    for options in (("--plenary", "10-03", "--year", "2026"), ("--by", "颜色")):
        with pytest.raises(SystemExit) as left:
            stats(*options)
        assert left.value.code == 2
        county.reopen()


def test_a_breakdown_names_its_groups(county: Place, stats: Stats) -> None:
    cases(county, 2, "received", category="4")
    cases(county, 1, "received")
    _, found = stats("--by", "category")
    assert isinstance(found, list)
    received = [(each["group"], each["value"]) for each in found if each["key"] == "received"]
    assert received == [({"code": "4", "label": "社会建设"}, 2), ({"code": "", "label": "没有填"}, 1)]
    assert list(found[0]) == [*ORDER, "group"]


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
    assert head.split()[:3] == ["类别", "收到", "立案"] and rows[-1].split()[:2] == ["合计", "126"]
    assert len({wide(line) for line in (head, *rows)}) == 1


def test_a_chinese_character_is_two_wide() -> None:
    assert align([("类别", "1"), ("a", "22")], right=(1,)) == ["类别   1", "a     22"]
