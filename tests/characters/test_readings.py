"""Names are read as people read them, and sorted as dictionaries sort."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cppcc_desktop.characters.readings import MOST_WAYS, pinyin_key, shipped_surnames, spell, spell_text, text_key
from cppcc_desktop.characters.tables import is_ideograph, list_characters

SHIPPED = shipped_surnames()
# Chinese characters of every kind, and what may stand between them.
WORDS = st.text(
    st.sampled_from("单仇区重行乐长张章王欧阳和䶮𬱖买·• 　A1ａ-，\ue000\U0003134f") | st.characters(), max_size=20
)


def first(name: str, reading: str = "") -> str:
    return " ".join(spell(name, SHIPPED, reading)[0])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("单雄信", "shan xiong xin"),
        ("仇和", "qiu he"),
        ("区志强", "ou zhi qiang"),
        ("查良镛", "zha liang yong"),
        ("解缙", "xie jin"),
        ("尉迟恭", "yu chi gong"),
        ("万俟卨", "mo qi xie"),
        ("长孙无忌", "zhang sun wu ji"),
        ("令狐冲", "ling hu chong"),
        ("澹台明", "tan tai ming"),
        ("单于飞", "chan yu fei"),
        ("吕布", "lv bu"),
        ("䶮喆", "yan zhe"),
        ("王𬱖", "wang di"),
        ("裴𬱟", "pei wei"),
        ("李堃犇", "li kun ben"),
        ("阿依古丽·买买提", "a yi gu li mai mai ti"),
        ("単Ａ1", "dan a 1"),
        ("", ""),
    ],
)
def test_names(name: str, expected: str) -> None:
    assert first(name) == expected


@pytest.mark.parametrize(
    "pair",
    [
        "翟zhai",
        "曾zeng",
        "盖ge",
        "任ren",
        "华hua",
        "朴piao",
        "繁po",
        "缪miao",
        "冼xian",
        "折she",
        "黑he",
        "乐yue",
        "员yun",
        "秘bi",
        "召shao",
        "祭zhai",
        "洗xian",
        "宓mi",
        "尹yin",
        "卜bu",
        "覃qin",
        "万wan",
        "石shi",
        "车che",
        "沈shen",
        "宁ning",
        "能nai",
        "乜nie",
        "区ou",
        "种chong",
        "尉wei",
        "句gou",
        "郇xun",
        "炅gui",
        "祢mi",
    ],
)
def test_a_surname_is_read_in_one_way(pair: str) -> None:
    assert {way[0] for way in spell(f"{pair[0]}明", SHIPPED)} == {pair[1:]}


def test_every_surname_of_the_table_fits_its_characters() -> None:
    assert len(SHIPPED) >= 120
    for surname, reading in SHIPPED.items():
        syllables = [each.rstrip("12345") for each in reading.split()]
        assert [list(way[:-1]) for way in spell(f"{surname}明", SHIPPED)] == [syllables]


def test_a_surname_takes_the_tone_of_the_table() -> None:
    assert pinyin_key("单明", SHIPPED).startswith("shan408单")
    assert pinyin_key("单明", {"单": "shan"}).startswith("shan408单")
    assert pinyin_key("单明", {"单": "shàn"}) == pinyin_key("单明", SHIPPED)


def test_the_offices_row_wins_and_a_broken_one_is_passed_over() -> None:
    assert spell("翟明", {**SHIPPED, "翟": "di2"}) == (("di", "ming"),)
    assert spell("尉迟恭", {**SHIPPED, "尉迟": "yuchi"})[0] == ("yu", "chi", "gong")
    assert first("单明") == "shan ming"
    assert spell("单明", {"单": "x y z"})[0] == ("dan", "ming")


def test_a_given_name_has_all_its_readings() -> None:
    assert set(spell("王重乐", SHIPPED)) == {("wang", a, b) for a in ("chong", "zhong") for b in ("le", "yue")}
    assert len(spell("重行乐长单和", SHIPPED)) <= MOST_WAYS


def test_only_a_name_has_a_surname() -> None:
    assert first("单") == "dan"
    assert first("单明·王") == "dan ming wang"
    assert first("县单位名单") == "xian dan wei ming dan"


@pytest.mark.parametrize(
    "typed",
    [
        "dan xiong xin",
        "Dān Xióngxìn",
        "dan1xiong2xin4",
        "danxiongxin",
        "DAN, xiong-xin",
        "ｄａｎ xiong xin",
        "dan'xiongxin",
    ],
)
def test_a_typed_reading_wins(typed: str) -> None:
    assert spell("单雄信", SHIPPED, typed) == (("dan", "xiong", "xin"),)
    assert pinyin_key("单雄信", SHIPPED, typed) == "dan108单xiong212雄xin409信"


@pytest.mark.parametrize("typed", ["dan", "dan xiong xin si", "王", "12", "danxiong", "·"])
def test_a_reading_that_does_not_fit_is_ignored(typed: str) -> None:
    assert spell("单雄信", SHIPPED, typed) == spell("单雄信", SHIPPED)


@pytest.mark.parametrize("typed", ["lü bu", "Lǚ Bù", "lv3 bu4", "lu:3bu4", "lyu bu", "LVBU"])
def test_the_umlaut_may_be_typed_in_any_way(typed: str) -> None:
    assert spell("吕布", {}, typed) == (("lv", "bu"),)


def test_a_reading_written_together_is_cut_by_the_characters() -> None:
    assert spell("西安", {}, "xian") == (("xi", "an"),)
    assert spell("阿依古丽·买买提", {}, "Ayiguli Maimaiti") == (("a", "yi", "gu", "li", "mai", "mai", "ti"),)


def test_texts_are_read_by_phrases() -> None:
    assert " ".join(spell_text("关于重新（银行）长期A1")) == "guan yu chong xin yin hang chang qi a 1"
    assert spell_text("银行，行长 Ａ1：𰻝\ue000") == ("yin", "hang", "hang", "zhang", "a", "1", "biang", "\ue000")
    assert spell_text("") == ()


def test_names_need_no_pypinyin() -> None:
    script = (
        "import sys; from cppcc_desktop.characters.readings import pinyin_key, shipped_surnames as s, spell;"
        "spell('单雄信', s()); pinyin_key('重行乐', s()); print('pypinyin' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_names_stand_as_in_a_dictionary() -> None:
    expected = [
        "1班",
        "A组",
        "安三",
        "卢三",
        "吕三",
        "栾三",
        "罗三",
        "张",
        "张三",
        "张三丰",
        "张四",
        "章一",
        "仉三",
        "\U0003134f一",
    ]
    for shuffled in (expected[::-1], sorted(expected)):
        assert sorted(shuffled, key=lambda each: pinyin_key(each, SHIPPED)) == expected


def test_a_title_is_sorted_by_its_phrases_and_its_beginning() -> None:
    key = pinyin_key("银行的存款", SHIPPED)
    assert key.startswith("yin211银hang206行")
    assert len(pinyin_key("张" * 500, SHIPPED)) == 12 * len("zhang107张")
    assert all(len(pinyin_key(each, SHIPPED).encode()) <= 13 for each in "壮𬱖张")


@settings(max_examples=300, deadline=None)
@given(WORDS, WORDS)
def test_any_text_has_readings(text: str, reading: str) -> None:
    ways = spell(text, SHIPPED, reading)
    assert 1 <= len(ways) <= MOST_WAYS and len(set(ways)) == len(ways)
    assert {len(way) for way in ways} == {len(list_characters(text))} == {len(spell_text(text))}
    for character, syllable in zip(list_characters(text), ways[0], strict=True):
        assert syllable == character or (is_ideograph(character) and syllable.isascii())


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=8))
def test_text_and_bytes_sort_alike(names: list[str]) -> None:
    keys = [pinyin_key(each, SHIPPED) for each in names]
    assert sorted(keys) == [each.decode() for each in sorted(key.encode() for key in keys)]


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("张章王一三A1"), min_size=1, max_size=8), st.sampled_from("张章王一三A1"))
def test_a_shorter_name_comes_first(name: str, more: str) -> None:
    assert pinyin_key(name, {}) < pinyin_key(name + more, {})


@pytest.mark.parametrize(
    "titles", [("安全", "绿化", "治理", "制度"), ("路灯", "绿化"), ("鲁", "吕"), ("1号", "a号", "安全", "\U0002f000")]
)
def test_the_key_of_a_title_sorts_as_that_of_a_name(titles: tuple[str, ...]) -> None:
    assert sorted(titles, key=text_key) == sorted(titles, key=lambda each: pinyin_key(each, {}))
    assert text_key("关于安全") < text_key("关于安全一") < text_key("关于治理")
