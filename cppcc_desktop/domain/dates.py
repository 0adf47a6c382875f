"""Dates as people type them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from cppcc_desktop.domain.normal_form import normalise_text

CHINA = ZoneInfo("Asia/Shanghai")
FORM = "写成 2026-03-05 这样。"
DAYS = {"前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2}
YEARS = {"去年": -1, "今年": 0, "本年": 0, "明年": 1}
DIGITS = {each: place for place, row in enumerate(("〇零○", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
          for each in row}  # fmt: skip
NUMERAL = "[" + "".join(DIGITS) + "十]+"
BREAK = r"\s*[-./年月]\s*"


def short_date(text: str | None) -> str:
    """2026-06-08 → 6月8日; what came in a file may lack a date."""
    if not text:
        return "日期不详"
    day = date.fromisoformat(text)
    return f"{day.month}月{day.day}日"


def parse_date(text: str, *, today: date) -> date:
    """Read a day typed any usual way; ValueError says what is wrong and shows the right form.

    2026-03-05, 2026.3.5, 20260305, 2026年3月5日, 二〇二六年三月五日, 去年3月5日; 3月5日, 3-5, 3.5, 0305 (this year);
    昨天. A year has four digits: 58 may be 1958 or 2058. A month alone is no day, and none is invented.
    """
    plain = simplify(text)
    if plain in DAYS:
        return today + timedelta(days=DAYS[plain])
    for word, step in YEARS.items():
        plain = re.sub(f"^{word}", f"{today.year + step}年", plain)
    year, month, day = split_parts(plain, today.year)
    if not 1 <= month <= 12:
        raise ValueError(f"没有 {month} 月，{FORM}")
    if day is None:
        raise ValueError(f"只写到月，还缺哪一天，{FORM}")
    try:
        parsed = date(year, month, day)
    except ValueError:
        raise ValueError(f"{year} 年 {month} 月没有 {day} 日。") from None
    if not 1900 <= parsed.year <= today.year + 10:
        raise ValueError(f"{parsed.year} 年不对吧？{FORM}")
    return parsed


def simplify(text: str) -> str:
    """Full-width marks, Chinese numerals and the full stops of an input method as plain ones."""
    plain = normalise_text(text.replace("。", ".").replace("–", "-").replace("—", "-")).strip()
    plain = re.sub(r"(?<=\d)\s*[号日]$", "", re.sub(NUMERAL, lambda found: read_numeral(found[0]), plain))
    return "-".join(plain.split()) if re.fullmatch(r"\d{4} +\d{1,2} +\d{1,2}", plain) else plain


def read_numeral(word: str) -> str:
    """二〇二六 → 2026, 十二 → 12, 三十 → 30; what is no number stays."""
    if "十" not in word:
        return "".join(str(DIGITS[each]) for each in word)
    tens, _, ones = word.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return word
    return str((DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0))


def split_parts(plain: str, this_year: int) -> tuple[int, int, int | None]:
    """Year, month and day as numbers that may not exist; no day where only the month was written."""
    if found := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", plain) or re.fullmatch(
        rf"(\d{{4}}){BREAK}(\d{{1,2}}){BREAK}(\d{{1,2}})", plain
    ):
        return int(found[1]), int(found[2]), int(found[3])
    if found := re.fullmatch(r"((?:19|20)\d{2})\s*年?", plain):
        raise ValueError(f"只有年份，还缺月和日，{FORM}")
    if found := re.fullmatch(r"(\d{2})(\d{2})", plain) or re.fullmatch(rf"(\d{{1,2}}){BREAK}(\d{{1,2}})", plain):
        return this_year, int(found[1]), int(found[2])
    if found := re.fullmatch(rf"(\d{{4}}){BREAK}(\d{{1,2}})\s*月?", plain) or re.fullmatch(
        r"((?:19|20)\d{2})(\d{2})", plain
    ):
        return int(found[1]), int(found[2]), None
    if re.fullmatch(rf"\d{{2}}{BREAK}\d{{1,2}}{BREAK}\d{{1,2}}", plain):
        raise ValueError(f"看不懂这个日期：年份要写四位，{FORM}")
    raise ValueError(f"看不懂这个日期，{FORM}")


def add_months(start: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def days_left(due_on: str, today: date) -> int:
    """Days until the due date; negative once it has passed."""
    return (date.fromisoformat(due_on) - today).days
