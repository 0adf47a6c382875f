"""Decimals, money and times of day as people write them, and as they are kept and shown.

An amount is kept as a plain decimal text without zeros at its end, 1200.5, so that nothing is rounded on the way through
files; tables keep it as a whole number of its smallest part, so that sums and orders are exact.
"""

from __future__ import annotations

import re
from decimal import Decimal

from cppcc_desktop.domain.normal_form import normalise_text

MONEY_PLACES, DECIMAL_PLACES = 2, 3  # digits behind the point: 分; a thousandth
WHOLE = 12  # digits before it
FACTORS = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
}
AMOUNT = re.compile(r"([-+]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d*))?(百万|千万|[十百千万亿]?)")
AROUND = re.compile(r"[约近余多]|左右|上下|以上|以下|不到|超过|[~～至]|\d-\d")
CLOCK = re.compile(
    r"(凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚)?(\d{1,2})(?:[:：时点](?:(半)|(\d{1,2}))?分?(?::00)?|(\d{2}))(?:整|钟)?"
)
AFTERNOON = ("下午", "傍晚", "晚上", "晚")
MORNING = 6  # an hour before it, written without 0 and without a word, may be one of the afternoon


def parse_amount(text: str, *, money: bool) -> str:
    """1 200.50 元, 3.5万, ￥1,200 as 1200.5, 35000, 1200. ValueError says in Chinese what is wrong: a word of doubt (约3万,
    3-5万), more places than are kept, commas where no thousands are."""
    written = normalise_text(text).replace(" ", "")
    if AROUND.search(written):
        raise ValueError(f"“{text.strip()}”不是一个确定的数，写成 {'12000' if money else '12.5'} 这样")
    bare = re.sub(r"^(?:人民币|rmb|[¥￥])", "", written, flags=re.IGNORECASE)
    bare = re.sub(r"(?:元整?|圆整?)$", "", bare) if money else bare
    found = AMOUNT.fullmatch(bare)
    if not found:
        raise ValueError(f"请写数字，例如 {'12000 或 1.2万' if money else '12.5'}")
    sign, whole, rest, unit = found.groups()
    number = Decimal(f"{sign}{whole.replace(',', '')}.{rest or '0'}") * FACTORS[unit]
    places = MONEY_PLACES if money else DECIMAL_PLACES
    if number != round(number, places):
        raise ValueError(f"小数点后最多 {places} 位")
    if abs(number) >= 10**WHOLE:
        raise ValueError("数字太大")
    return plain_amount(number)


def plain_amount(number: Decimal) -> str:
    """1200.5: no zeros at the end, no exponent, no minus before zero."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def is_amount(text: str, places: int) -> bool:
    """Whether a text is an amount as it is kept."""
    found = re.fullmatch(rf"-?(?:0|[1-9]\d{{0,{WHOLE - 1}}})(?:\.(\d{{1,{places}}}))?", text)
    return found is not None and not (found[1] or "1").endswith("0") and text != "-0"


def count_parts(text: str, places: int) -> int:
    """An amount that is kept as a whole number of its smallest part."""
    return int(Decimal(text).scaleb(places))


def read_parts(parts: int, places: int) -> str:
    """The amount so many of its smallest parts are."""
    return plain_amount(Decimal(parts).scaleb(-places))


def tell_amount(text: str, *, money: bool) -> str:
    """1,200.50 of money, which has two places or none; 12.5 of others."""
    if not money:
        return text
    number = Decimal(text)
    return f"{number:,.2f}" if number != number.to_integral_value() else f"{number:,.0f}"


POWERS = {"万元": 4, "亿元": 8}  # what sums may be told in beside the unit of their field: places the point moves


def read_sum(parts: int, places: int, unit: str) -> Decimal:
    """What so many of the smallest parts of a field are in a unit, exactly: 33 500 元 are 3.35 万元."""
    return Decimal(parts).scaleb(-places - POWERS.get(unit, 0))


def tell_sum(parts: int, places: int, unit: str) -> str:
    """A sum in words: 1,200.50 in 元, 1,200.05 in 万元, 12.5 of others. Nothing is rounded."""
    number = read_sum(parts, places, unit)
    if unit in POWERS:
        return f"{Decimal(plain_amount(number)):,f}"
    return tell_amount(plain_amount(number), money=places == MONEY_PLACES)


def parse_clock(text: str) -> str:
    """上午8点半, 8:30, 0830, 14时05分 as 08:30, 14:05. ValueError for what is none, and for 2:30 that may be 14:30."""
    written = normalise_text(text).replace(" ", "")
    found = CLOCK.fullmatch(written)
    if not found:
        raise ValueError("写成 08:30 或 14:30 这样")
    word, hour, half, minute, joined = found.groups()
    if joined and len(hour) + len(joined) < 3:
        raise ValueError("写成 08:30 或 14:30 这样")
    hours, minutes = int(hour), 30 if half else int(minute or joined or 0)
    if word in AFTERNOON and hours < 12:
        hours += 12
    elif word is None and 0 < hours < MORNING and not hour.startswith("0"):
        raise ValueError(f"是凌晨还是下午看不出来，写成 {hours:02}:{minutes:02} 或 {hours + 12}:{minutes:02}")
    if hours > 23 or minutes > 59:
        raise ValueError(f"没有 {hours}:{minutes:02} 这个时间")
    return f"{hours:02}:{minutes:02}"


def is_clock(text: str) -> bool:
    """Whether a text is a time of day as it is kept."""
    return re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d", text) is not None
