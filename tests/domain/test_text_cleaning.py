"""Pasted text: what Word, WPS and web pages bring along, and that nothing visible is lost."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cppcc_desktop.domain.text_cleaning import BULLETS, clean_paste, fold_lines, refuse_paste

LIMIT = 100_000
RARE = "𬱖䶮𪚥\U0002b740\U00030000㐀﨑"
PIECES = [*'县好，。：”“（）,;:?!()" \t\n\r\v\u3000\xa0\u200b•●–-·1a/.', "http://a.cn/", "𬱖", "。 ", "\n• "]
ANY = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=30).map("".join))


def clean(text: str) -> str:
    return clean_paste(text, LIMIT).text


@pytest.mark.parametrize(
    ("pasted", "wanted"),
    [
        ("一、情况\r\n\r\n\r\n　　近年来，公交班次少。\r\n", "一、情况\n近年来，公交班次少。"),
        ("软回车\v第二行\u2028第三行\x0c第四行", "软回车\n第二行\n第三行\n第四行"),
        ("1.\t增加班次\n2.\xa0\xa0延长时间", "1. 增加班次\n2. 延长时间"),
        ("零\u200b宽\ufeff字\x07符\xad", "零宽字符"),
        ("我县公交少,班次稀;群众反映:等车久!怎么办?", "我县公交少，班次稀；群众反映：等车久！怎么办？"),
        ("好, 但是", "好，但是"),
        ("县(市)和(一)村", "县（市）和（一）村"),
        ("((一))", "（（一））"),
        ('所谓"放管服"改革', "所谓“放管服”改革"),
        ('"好",他说', "“好”，他说"),
        ("早上8:30到,共1,234人,3.5万元", "早上8:30到，共1,234人,3.5万元"),
        ("比例为3:2,比分 5:4", "比例为3:2,比分 5:4"),
        ("见https://a.gov.cn/查询?词=公交,路:1。好,好", "见https://a.gov.cn/查询?词=公交,路:1。好，好"),
        ("信箱zhang.san@a.gov.cn,谢谢", "信箱zhang.san@a.gov.cn,谢谢"),
        ('The bus (line 1), he said: "late"!', 'The bus (line 1), he said: "late"!'),
        ("f(x)=1;g(y)", "f(x)=1;g(y)"),
        ("• 修路\n●  架桥\n– 种树\n1. 通车", "修路\n架桥\n种树\n1. 通车"),
        ("- 5 度\n——某某\n• \n－", "- 5 度\n——某某\n•\n－"),
        ("\uf0b7\t甲\n\uf0d8 乙", "甲\n乙"),
        ("长短引号“好”不动；‘好’也不动", "长短引号“好”不动；‘好’也不动"),
        ('半个"引号,不动', '半个"引号，不动'),
        (f"{RARE},好", f"{RARE}，好"),
        ("👨‍👩‍👧 ཀ ক ع \u0600١", "👨👩👧 ཀ ক ع \u0600١"),
        ("", ""),
        (" \r\n\u3000", ""),
    ],
)
def test_what_is_pasted_and_what_stands_there(pasted: str, wanted: str) -> None:
    assert clean(pasted) == wanted


def test_in_one_line_words_keep_apart_and_chinese_closes_up() -> None:
    def one(text: str) -> str:
        return clean_paste(text, 50, lines=False).text

    assert one("关于优化公交班次\r\n的建议\n") == "关于优化公交班次的建议"
    assert one("Bus line\nnumber 1") == "Bus line number 1"
    assert one("好\n,好") == "好，好"
    assert one("\u3000\u3000 陈素芬\t") == "陈素芬"


def test_what_was_changed_is_told() -> None:
    assert clean_paste("• 好,好\n县(市)", 99).notes == ("标点改成全角 3 处", "去掉项目符号 1 处")
    assert clean_paste("好\r\n\r\n好", 99).notes == ()


def test_too_long_is_left_out_whole() -> None:
    found = clean_paste("好" * 51, 50)
    assert (found.text, found.cut, found.length) == ("", 1, 51)
    assert clean_paste("好\n\n" * 25, 50).cut == 0
    assert refuse_paste(9_437_184, LIMIT) == "粘贴的文字有 9 437 184 字，这一栏最多 100 000 字，没有粘进去。"
    assert refuse_paste(30, 50, 40) == "这一栏已有 40 字，再粘 30 字就超过 50 字，没有粘进去。"


def visible(text: str) -> str:
    """The characters one sees, half-width and full-width marks taken as one, without bullets."""
    text = BULLETS.sub("", fold_lines(text, lines=True))
    text = text.translate(str.maketrans("，；：？！（）“”", ',;:?!()""'))
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp"))


def seen_before(text: str) -> list[str]:
    """The same without any step of the cleaning but bullets, which a line may lose."""
    text = text.translate(str.maketrans("，；：？！（）“”", ',;:?!()""'))
    return [c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")]


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_cleaning_again_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    single = clean_paste(text, LIMIT, lines=False).text
    assert clean_paste(single, LIMIT, lines=False).text == single and "\n" not in single


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_no_visible_character_is_lost(text: str) -> None:
    assert visible(clean(text)) == visible(text)
    bullets = set("•●▪◆■‣∙⁃·–—-\uf06c\uf06e\uf075\uf0a7\uf0b7\uf0d8\uf0fc")
    kept = [c for c in seen_before(text) if c not in bullets]
    assert [c for c in seen_before(clean(text)) if c not in bullets] == kept


@given(st.text(st.characters(min_codepoint=0x20000, max_codepoint=0x323AF), max_size=50))
def test_rare_characters_stay(text: str) -> None:
    assert clean(text) == text


def test_a_whole_field_is_cleaned_at_once_and_nine_megabytes_are_refused_at_once() -> None:
    begun = time.thread_time()
    whole = '　　我县"公交"少(市区除外),班次稀;群众反映:等车久!\r\n\r\n' * 3000
    assert clean_paste(whole, LIMIT).cut == 0
    nested = clean_paste("(" * 40_000 + "好" + ")" * 40_000, LIMIT)
    assert nested.text.startswith("（（")
    assert time.thread_time() - begun < 1.5
    begun = time.thread_time()
    assert clean_paste("好" * 9_437_184, LIMIT).length == 9_437_184
    assert time.thread_time() - begun < 0.1
