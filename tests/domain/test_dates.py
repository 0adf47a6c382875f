"""A day typed any usual way is that day; what is half a date is refused with the right form."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cppcc_desktop.domain.dates import parse_date

TODAY = date(2026, 6, 8)
TENS = ("", "十", "二十", "三十")
DIGITS = "〇一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("2026-03-05", "2026-03-05"), ("2026.3.5", "2026-03-05"), ("20260305", "2026-03-05"),
        ("2026年3月5日", "2026-03-05"), ("3月5日", "2026-03-05"), (" 2026/3/5 ", "2026-03-05"), ("2026年3月5", "2026-03-05"),
        ("2024-02-29", "2024-02-29"), ("1900-01-01", "1900-01-01"), ("2036-12-31", "2036-12-31"),
        ("3-5", "2026-03-05"), ("3.5", "2026-03-05"), ("3/5", "2026-03-05"), ("0305", "2026-03-05"), ("3月5号", "2026-03-05"),
        ("今天", "2026-06-08"), ("昨天", "2026-06-07"), ("明天", "2026-06-09"), ("前天", "2026-06-06"), ("后天", "2026-06-10"),
        ("二〇二六年三月五日", "2026-03-05"), ("二零二六年十二月三十一日", "2026-12-31"), ("十月十日", "2026-10-10"),
        ("去年3月5日", "2025-03-05"), ("明年一月一日", "2027-01-01"), ("２０２６．３．５", "2026-03-05"), ("2026。3。5", "2026-03-05"),
        ("2026 3 5", "2026-03-05"), ("2026年 3月 5日", "2026-03-05"), ("2026—3—5", "2026-03-05"), ("1231", "2026-12-31"),
    ],
)  # fmt: skip
def test_date_is_read(text: str, parsed: str) -> None:
    assert parse_date(text, today=TODAY).isoformat() == parsed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("不详", "看不懂"), ("2026-13-01", "13 月"), ("2026-02-29", "没有 29 日"), ("1899-12-31", "1899"), ("2037-01-01", "2037"),
        ("2026-00-10", "0 月"), ("26-3-5", "看不懂.*年份要写四位"), ("2026-03-05 10:00", "看不懂"), ("0000-01-01", "0 年"),
        ("", "看不懂"), ("2026-13", "没有 13 月"), ("1968年3月", "只写到月"), ("1968-03", "只写到月"), ("196803", "只写到月"),
        ("一九六八年三月", "只写到月"), ("1968", "只有年份"), ("1968年", "只有年份"), ("305", "看不懂"), ("260305", "看不懂"),
        ("5日", "看不懂"), ("十十月五日", "看不懂"), ("3 5", "看不懂"), ("大前天", "看不懂"), ("1332", "没有 13 月"), ("2026-1-", "看不懂"),
    ],
)  # fmt: skip
def test_date_is_refused_with_its_form(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_date(text, today=TODAY)


def say_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return TENS[tens] + (DIGITS[ones] if ones else "")


@given(st.dates(date(1900, 1, 1), date(2036, 12, 31)))
def test_every_written_form_of_a_day_is_that_day(day: date) -> None:
    forms = (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year} {day.month} {day.day}",
        "".join(DIGITS[int(each)] for each in str(day.year)) + f"年{say_chinese(day.month)}月{say_chinese(day.day)}日",
    )
    assert {parse_date(each, today=TODAY) for each in forms} == {day}


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_a_day_without_its_year_is_one_of_this_year(day: date) -> None:
    forms = (f"{day.month}月{day.day}日", f"{day.month}-{day.day}", f"{day.month}.{day.day}", f"{day:%m%d}")
    assert {parse_date(each, today=TODAY) for each in forms} == {day}


@given(st.text(st.sampled_from("0123456789年月日.-/ 十二三〇今昨天号。"), max_size=14))
def test_any_text_is_a_day_or_a_sentence(text: str) -> None:
    try:
        assert 1900 <= parse_date(text, today=TODAY).year <= 2036
    except ValueError as refusal:
        assert str(refusal).endswith("。")
