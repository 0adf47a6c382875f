"""Rosters by strokes of the surname stand as the official ones do."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cppcc_desktop.characters.strokes import count_strokes, stroke_key
from cppcc_desktop.characters.tables import split_table

# The hundred commonest surnames and how many strokes they have.
COMMON = {
    2: "丁",
    3: "于万马",
    4: "王方毛孔尹文邓",
    5: "田冯叶白石龙卢史",
    6: "刘朱任许孙吕江乔",
    7: "李张陈杨吴何宋余杜汪邱邹苏沈陆严",
    8: "周林罗金范孟武郑",
    9: "胡赵姜贺侯施姚郝段洪钟",
    10: "高郭徐袁夏贾顾秦陶钱莫唐",
    11: "黄梁萧曹龚盛崔常康章",
    12: "董韩程傅彭曾蒋谢覃",
    13: "雷赖",
    14: "廖谭熊蔡",
    15: "黎潘",
    16: "薛",
    17: "戴魏",
}
# In the official order; the sequences of strokes are those of 通用规范汉字笔顺规范.
OFFICIAL = {
    "丁": "12", "卜": "24", "于": "112", "万": "153", "及": "354", "马": "551", "丹": "3541", "火": "4334", "九": "35",
    "非": "21112111", "王": "1121", "韦": "1152", "毛": "3115", "文": "4134", "方": "4153", "尹": "5113", "孔": "5215",
    "田": "25121", "必": "45434", "凸": "21251", "肃": "51123234", "鼎": "251115132125",
    "王邘": "1121", "陈": "5215234", "李": "1234521", "张": "5153154", "赵": "121213434", "母": "55414",
    "巨": "1515", "成": "135534", "鄂": "25125111552", "敝": "43252343134", "脊": "4134342511", "车": "1512",
}  # fmt: skip


def shuffle_and_sort(names: list[str]) -> list[str]:
    return sorted(random.Random(3).sample(names, len(names)), key=stroke_key)


def test_the_office_example() -> None:
    assert sorted("尹文方毛牛王", key=stroke_key) == list("王牛毛文方尹")
    assert sorted("王于丁", key=stroke_key) == list("丁于王")


@pytest.mark.parametrize(("characters", "expected"), [(c, n) for n, cs in COMMON.items() for c in cs])
def test_counts_of_common_surnames(characters: str, expected: int) -> None:
    assert count_strokes(characters) == expected


@pytest.mark.parametrize(("name", "sequence"), list(OFFICIAL.items()))
def test_sequences_of_the_mainland(name: str, sequence: str) -> None:
    assert stroke_key(name).startswith(f"{len(sequence):02}{sequence}")


def test_the_order_of_one_surname() -> None:
    expected = ["王一", "王鹏", "王一一", "王一鹏", "王大一", "王鹏一", "王鹏飞"]
    for seed in range(5):
        shuffled = random.Random(seed).sample(expected, len(expected))
        assert sorted(shuffled, key=stroke_key) == expected


def test_compound_surnames_go_by_their_first_character() -> None:
    expected = ["丁小宁", "区一", "欧一", "欧二三", "欧阳修", "欧阳一文", "林一", "洪少东"]
    assert shuffle_and_sort(expected) == [
        "丁小宁",
        "区一",
        "林一",
        "欧一",
        "欧二三",
        "欧阳修",
        "欧阳一文",
        "洪少东",
    ]


def test_a_minority_name_goes_by_its_first_character() -> None:
    expected = ["马明", "王明", "木拉提·买买提", "艾力", "古丽·阿不都", "阿依古丽·玉素甫", "阿依古丽·买买提"]
    assert shuffle_and_sort(expected) == expected


def test_characters_with_the_same_strokes_keep_the_official_order() -> None:
    assert sorted("士土", key=stroke_key) == list("土士")
    assert sorted("巳已己", key=stroke_key) == list("己已巳")


def test_rare_characters_have_sequences() -> None:
    assert stroke_key("䶮").startswith("09135341134")
    assert count_strokes("䶮") == 9 and count_strokes("𬱖") == 11 and count_strokes("𬱟") == 12
    assert stroke_key("𬱖").startswith("1125121132534")


def test_letters_stand_before_and_unknown_characters_last() -> None:
    expected = ["1班", "A组", "一", "王", "\U0003134f", "\ue000"]
    assert shuffle_and_sort(expected)[:4] == expected[:4]
    assert stroke_key("\ue000") > stroke_key("\U0002a6a5")
    assert (
        count_strokes("\ue000") == 0
        and count_strokes("A") == 0
        and count_strokes("") == 0
        and count_strokes("王一") == 0
    )


def test_a_character_with_only_a_count_stands_after_those_with_sequences() -> None:
    assert count_strokes("\U0002a6a5") == 64
    assert sorted("于九\U00020001丁乃", key=stroke_key) == ["丁", "九", "乃", "\U00020001", "于"]


def test_all_characters_of_gb2312_have_a_count() -> None:
    both = [bytes((a, b)) for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF) if (a, b) < (0xD7, 0xFA) or a > 0xD7]
    characters = [each.decode("gb2312") for each in both]
    assert len(characters) == 6763
    assert [each for each in characters if not 1 <= count_strokes(each) <= 36] == []
    assert sum("9" not in stroke_key(each)[2:] for each in characters) >= 6700


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(max_size=12), max_size=8))
def test_text_and_bytes_sort_alike(names: list[str]) -> None:
    keys = [stroke_key(each) for each in names]
    assert sorted(keys) == [each.decode() for each in sorted(key.encode() for key in keys)]


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.sampled_from("王张欧阳一丁鹏A·"), min_size=1, max_size=4),
    st.text(st.sampled_from("王张欧阳一丁鹏A·"), min_size=1, max_size=4),
)
def test_names_differ_as_their_characters_do(one: str, other: str) -> None:
    same = [each.replace("·", "").lower() for each in (one, other)]
    if same[0] != same[1]:
        assert stroke_key(one) != stroke_key(other)


def test_the_tables_are_sorted_and_name_each_character_once() -> None:
    sequences = list(split_table("strokes.txt"))
    assert [each for each, _ in sequences] == sorted({each for each, _ in sequences}, key=lambda s: (len(s), s))
    characters = "".join(each for _, each in sequences)
    assert len(set(characters)) == len(characters) >= 10_500
    readings = list(split_table("readings.txt"))
    assert [each for each, _ in readings] == sorted({each for each, _ in readings})
    assert len({c for _, each in readings for c in each}) == sum(len(each) for _, each in readings) >= 41_000
