"""What a person types becomes what is stored, or a sentence that shows the right form."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cppcc_desktop.domain.description.fields import Field, Kind, clean_text, mask, parse_value, tell_phone
from cppcc_desktop.domain.errors import InvalidField

TODAY = date(2026, 6, 8)
ID = Field(name="id_number", label="身份证号", limit=18, check="id_number", sensitive=True)
PHONE = Field(name="mobile", label="手机号", limit=20, check="phone", sensitive=True)


def parse(kind: Kind, raw: object, **more: object):
    return parse_value(Field(name="x", label="某项", kind=kind, **more), raw, today=TODAY)


@given(st.text(), st.sampled_from(list(Kind)))
def test_any_text_is_a_value_or_a_refusal(text: str, kind: Kind) -> None:
    try:
        value = parse(kind, text)
    except InvalidField as refusal:
        assert refusal.field == "x"
        assert "某项" in refusal.what
        return
    assert value is None or isinstance(value, (str, int, bool, list))
    assert parse(kind, value) == value


@given(st.text(st.characters(codec=None, categories=None)))
def test_clean_text_can_be_stored_and_is_clean(text: str) -> None:
    clean = clean_text(text)
    clean.encode("utf-8")
    assert clean_text(clean) == clean
    assert "\0" not in clean
    assert "\r" not in clean


@pytest.mark.parametrize("raw", ["bad\udce4", "\ud83d"])
def test_half_characters_are_dropped(raw: str) -> None:
    clean_text(raw).encode()


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (Kind.TEXT, None, None), (Kind.TEXT, "  ", None), (Kind.TEXT, "\u200b", None), (Kind.TEXT, " 甲\n乙 ", "甲乙"),
        (Kind.LONG_TEXT, "甲 \r\n乙", "甲\n乙"), (Kind.TEXT, 12, "12"), (Kind.DATE, datetime(2026, 3, 5, 8), "2026-03-05"),
        (Kind.DATE, date(2026, 3, 5), "2026-03-05"), (Kind.INTEGER, "12", 12), (Kind.INTEGER, "12.0", 12),
        (Kind.INTEGER, "-3", -3), (Kind.INTEGER, 7, 7), (Kind.BOOLEAN, "是", True), (Kind.BOOLEAN, "否", False),
        (Kind.BOOLEAN, True, True), (Kind.BOOLEAN, "√", True), (Kind.BOOLEAN, 0, False), (Kind.TEXTS, "常委", ["常委"]),
        (Kind.TEXTS, [" 常委 "], ["常委"]), (Kind.TEXTS, [], None), (Kind.TEXTS, (), None), (Kind.CODES, ["01", "04"], ["01", "04"]),
        (Kind.TEXTS, ["", "常委", " "], ["常委"]), (Kind.TEXTS, [""], None), (Kind.REFERENCES, ["\u200b"], None),
    ],
)  # fmt: skip
def test_value_takes_its_stored_form(kind: Kind, raw: object, value: object) -> None:
    assert parse(kind, raw) == value


@pytest.mark.parametrize(
    ("kind", "raw", "said"),
    [
        (Kind.TEXT, "长" * 201, "最多 200 字，现在 201 字"), (Kind.DATE, "不详", "看不懂"), (Kind.INTEGER, "十二", "请写整数"),
        (Kind.INTEGER, "1" * 16, "请写整数"), (Kind.INTEGER, 1.5, "请写整数"), (Kind.BOOLEAN, "也许", "是”或“否"),
        (Kind.TEXTS, ["短", "长" * 201], "最多 200 字"),
    ],
)  # fmt: skip
def test_value_is_refused_in_words(kind: Kind, raw: object, said: str) -> None:
    with pytest.raises(InvalidField, match=said):
        parse(kind, raw)


@pytest.mark.parametrize(
    "text", ["11010119900307109X", "11010119900307109x", "110101 19900307 109X", "１１０１０１１９９００３０７１０９Ｘ"]
)
def test_id_number_is_checked_and_brought_to_one_form(text: str) -> None:
    assert parse_value(ID, text, today=TODAY) == "11010119900307109X"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("110101900307109", "应为 18 位，现在 15 位"), ("110101199003071091", "末位校验"), ("110101199013071090", "19901307 不存在"),
        ("11010100000307109X", "不存在"), ("1101011990030710AX", "里有“A”"),
        ("1101**********002X", "是遮住的"), ("1101＊＊＊＊＊＊＊＊＊＊002X", "是遮住的"), ("1101XXXXXXXXXX0021", "是遮住的"),
        ("110101199X0307109X", "X 只能在末位"), ("11010119900307109?", "里有“\\?”"),
    ],
)  # fmt: skip
def test_wrong_id_number_says_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(InvalidField, match=said):
        parse_value(ID, text, today=TODAY)


@given(st.integers(0, 10**17 - 1).map(lambda n: f"{n:017d}"))
def test_exactly_one_check_digit_fits(body: str) -> None:
    def fits(last: str) -> bool:
        try:
            return parse_value(ID, body + last, today=TODAY) == body + last
        except InvalidField as refusal:
            return "不存在" in refusal.what and None  # type: ignore[return-value]

    results = [fits(last) for last in "0123456789X"]
    assert None in results or results.count(True) == 1


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("138 0000 1234", "13800001234"), ("0571-88001234", "057188001234"), ("１３８００００１２３４", "13800001234"),
        ("+8613800001234", "+8613800001234"), ("88001234转801", "88001234转801"), ("12345", "12345"),
    ],
)  # fmt: skip
def test_phone_is_brought_to_digits(text: str, number: str) -> None:
    assert parse_value(PHONE, text, today=TODAY) == number


def test_masked_phone_is_called_masked() -> None:
    with pytest.raises(InvalidField, match=r"“138\*\*\*\*1234”是遮住的.*不是号码本身"):
        parse_value(PHONE, "138****1234", today=TODAY)


def test_what_the_program_masks_is_told_to_be_masked() -> None:
    for spec, number in ((ID, "11010119900307109X"), (PHONE, "13800001234")):
        with pytest.raises(InvalidField, match="是遮住的"):
            parse_value(spec, mask(spec, number), today=TODAY)


@pytest.mark.parametrize("text", ["没有", "12", "138/139", "1" * 17])
def test_wrong_phone_is_refused(text: str) -> None:
    if text == "138/139":
        assert parse_value(PHONE, text, today=TODAY) == text
        return
    with pytest.raises(InvalidField, match="只写数字"):
        parse_value(PHONE, text, today=TODAY)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13800002206", "138****2206"),
        ("11010119900307109X", "1101**********109X"),
        ("1234", "****"),
        ("8801234", "*****34"),
        ("", ""),
    ],
)
def test_mask_keeps_what_tells_numbers_apart(text: str, shown: str) -> None:
    assert mask(PHONE, text) == shown


@given(st.text(st.sampled_from("0123456789X"), max_size=40))
def test_mask_never_shows_more_than_it_hides(text: str) -> None:
    shown = mask(PHONE, text)
    assert len(shown) == len(text)
    assert sum(a == b for a, b in zip(shown, text, strict=True)) <= 8
    assert shown.count("*") >= min(4, len(text))


def test_other_fields_are_not_masked() -> None:
    assert mask(Field(name="x", label="某项"), "13800002206") == "13800002206"


@pytest.mark.parametrize(("number", "told"), [("057188001234", "0571-88001234"), ("01012345678", "010-12345678"),
                                              ("07101234567转8012", "0710-1234567转8012"), ("13800001234", "13800001234"),
                                              ("88001234", "88001234"), ("4001234567", "4001234567")])  # fmt: skip
def test_an_area_code_stands_apart(number: str, told: str) -> None:
    assert tell_phone(number) == told and parse_value(PHONE, told, today=TODAY) == number


def test_wide_blanks_inside_a_long_text_stay() -> None:
    """Columns are set with them; in a name they are one way of writing a blank."""
    text = "　　项目　　　2023年　2024年　\n铁路　　　12\u3000"
    assert (
        parse_value(Field(name="a", label="正文", kind=Kind.LONG_TEXT), text, today=date(2026, 6, 8))
        == "项目　　　2023年　2024年\n铁路　　　12"
    )
    assert parse_value(Field(name="b", label="姓名"), "王　芳", today=date(2026, 6, 8)) == "王 芳"
