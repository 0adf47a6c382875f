"""A word no list has is asked about once; what was said is known from then on, in every file and wherever it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from cppcc_desktop.domain.errors import OfficeError, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.imports.imports import Preview, preview_import
from cppcc_desktop.services.office.codes import read_codes
from cppcc_desktop.services.office.word_answers import remember_word
from tests.conftest import Place
from tests.services.test_imports import write

HEAD = ("姓名", "界别", "学历", "政治面貌")
ROWS = [("沈知远", "新闻文体", "省委党校研究生", "民建会员"), ("陶然", "新闻文体", "本科", "致公党")]


def look(place: Place, tmp_path: Path) -> Preview:
    file = write(tmp_path / "a.xlsx", ROWS, HEAD)
    return preview_import(place.office, place.actor, place.office.modules["members"], file)


def test_what_a_word_means_is_asked_and_remembered(county: Place, tmp_path: Path) -> None:
    preview = look(county, tmp_path)
    first, second = preview.questions
    assert (first.list, first.word, first.count, first.added) == ("sector", "新闻文体", 2, True)
    assert [label for _, label in first.near] == ["新闻出版界"]
    assert (second.list, second.word, second.added) == ("education", "省委党校研究生", False)
    remember_word(county.office, county.actor, "sector", "新闻文体", "25")
    remember_word(county.office, county.actor, "education", "省委党校研究生", "17")
    again = look(county, tmp_path)
    assert again.questions == () and again.new_codes == {}
    assert [row.words["sector"] for row in again.rows] == ["新闻出版界"] * 2
    assert again.rows[0].words["education"] == "研究生班毕业"
    assert read_codes(county.office).find("sector", "新闻 文体") == "25"


def test_an_answer_can_be_forgotten_and_never_stands_before_the_list_s_own_words(county: Place, tmp_path: Path) -> None:
    remember_word(county.office, county.actor, "sector", "教育", "25")
    assert read_codes(county.office).find("sector", "教育") == "23"
    remember_word(county.office, county.actor, "sector", "新闻文体", "25")
    remember_word(county.office, county.actor, "sector", "新闻文体", "")
    assert read_codes(county.office).find("sector", "新闻文体") is None


def test_only_entries_there_are_and_only_who_may_write(county: Place) -> None:
    with pytest.raises(OfficeError, match="没有代码“99”"):
        remember_word(county.office, county.actor, "sector", "新闻文体", "99")
    with pytest.raises(Refusal):
        remember_word(county.office, Actor("林静", "reader", "county"), "sector", "新闻文体", "25")
