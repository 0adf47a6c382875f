"""Conditions as values: what is stored, what is said, what is filled in."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cppcc_desktop.domain.description.conditions import (
    EVERYTHING,
    UNKNOWN,
    Both,
    Condition,
    Either,
    Filled,
    Is,
    Like,
    Named,
    Not,
    Scalar,
    Span,
    Traited,
    Unknown,
    describe,
    fields_of,
    fill,
    from_json,
    holds_unknown,
    of_record,
    to_json,
)

FIELDS = st.sampled_from(["colour", "size", "due", "owner.due", "owner.id"])
WORDS = st.text("甲乙红大", min_size=1, max_size=3)
SCALARS = WORDS | st.integers(0, 9)
DAYS = st.sampled_from(["today", "soon", "2026-03-01", ""])
LEAVES = st.one_of(
    st.builds(Is, FIELDS, SCALARS | st.none() | st.lists(SCALARS, max_size=3).map(tuple)),
    st.builds(Filled, FIELDS),
    st.builds(Span, FIELDS, DAYS | st.none(), DAYS | st.none(), DAYS).filter(lambda span: span != Span(span.field)),
    st.builds(Span, FIELDS, DAYS),
    st.builds(Like, FIELDS, WORDS),
    st.builds(Traited, FIELDS, WORDS),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: Both(*parts)),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Either(*parts)),
        st.builds(Not, inner),
        st.builds(Named, st.just("mark"), st.just(("of", "by")), inner),
    ),
    max_leaves=6,
)


def knows(kind: str, name: str) -> bool:
    return name in (*(["colour", "size", "due", "id", "of", "by"]), "owner.due", "owner.id") and kind in ("", "mark")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CONDITIONS)
def test_what_is_stored_comes_back(condition: Condition) -> None:
    stored = json.loads(json.dumps(to_json(condition), ensure_ascii=False))
    again = from_json(stored, knows)
    assert not holds_unknown(again)
    assert to_json(again) == stored
    assert set(fields_of(again)) >= set(fields_of(condition))


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (Both(), "{}"),
        (Both(Is("a", "x"), Is("b", None), Is("c", ("x", "y"))), '{"a": "x", "b": null, "c": ["x", "y"]}'),
        (Both(Span("a", before="today"), Filled("b")), '{"a": ["before", "today"], "b": ["set"]}'),
        (Both(Span("a", "2026-01-01"), Span("b", "today", "soon")),
         '{"a": ["from", "2026-01-01"], "b": ["between", "today", "soon"]}'),
        (Both(Like("a", "x"), Not(Is("b", 1))), '{"a": ["like", "x"], "b": ["not", 1]}'),
        (Named("k", ("f", "g"), Is("a", 1)), '{"id": ["named_by", "k", ["f", "g"], {"a": 1}]}'),
        (Both(Is("a", "x"), Is("a", "y"), Either(Is("b", 1), Both(Is("b", 2), Filled("c")))),
         '{"a": "x", "any": [{"b": 1}, {"b": 2, "c": ["set"]}], "all": [{"a": "y"}]}'),
    ],
)  # fmt: skip
def test_what_older_programs_wrote_is_written_the_same(condition: Condition, text: str) -> None:
    assert json.dumps(to_json(condition), ensure_ascii=False) == text
    assert to_json(from_json(json.loads(text), lambda _kind, _name: True)) == json.loads(text)


@pytest.mark.parametrize(
    "condition", [Traited("a", "red"), Span("a", None, "2026-01-01"), Not(Both(Is("a", 1), Is("b", 2)))]
)
def test_what_older_programs_have_no_form_for_is_a_list_of_values_nobody_has(condition: Condition) -> None:
    """They would show nothing for it, where a field they do not know is left out and everything shown."""
    ((name, wanted),) = to_json(condition).items()
    assert name == "a" and isinstance(wanted, list) and str(wanted[0]).startswith(":") and len(wanted) == 2
    assert not str(wanted[1]).isalnum()


@pytest.mark.parametrize(
    "wanted",
    [["near", {"x": 1}], {"x": 1}, [":later", "1"], [":traited", "{"], [":traited", "[1]"], [["x"]], ["named_by", "moon", ["of"], {}],
     ["named_by", "mark", ["of"], {"moon": 1}], ["named_by", "mark", ["moon"], {}], ["before", ["x"]]],
)  # fmt: skip
def test_what_is_not_understood_is_kept_as_it_is(wanted: object) -> None:
    stored = {"colour": wanted, "size": 1}
    read = from_json(stored, knows)
    assert read == Both(Unknown("colour", json.dumps(wanted)), Is("size", 1))
    assert to_json(read) == stored


@pytest.mark.parametrize(
    "stored", [{"any": [{"size": 1}, {"moon": 1}]}, {"any": "x"}, {"all": [1]}, {"size": [":not", '{"moon": 1}']}]
)
def test_what_is_composed_with_it_is_not_understood_as_a_whole(stored: dict[str, object]) -> None:
    """Else 'not what I do not know' would be everything."""
    read = from_json(stored, knows)
    assert isinstance(read, Unknown)
    assert to_json(read) == stored


def test_days_and_traits_are_filled_in_however_deep_they_stand() -> None:
    def find(kind: str, leaf: Traited) -> Condition:
        return Is(leaf.field, (f"{kind}:{leaf.trait}",))

    late = Span("due", before="today")
    condition = Both(
        Either(late, Not(Traited("colour", "red"))),
        Named("mark", ("of",), Both(Traited("size", "big"), Span("due", "today", "soon"))),
    )
    assert fill(condition, {"today": "2026-06-08", "soon": "2026-06-15"}, find) == Both(
        Either(Span("due", before="2026-06-08"), Not(Is("colour", (":red",)))),
        Named("mark", ("of",), Both(Is("size", ("mark:big",)), Span("due", "2026-06-08", "2026-06-15"))),
    )
    assert of_record("owner", Both(late, Not(Is("id", 1)))) == Both(
        Span("owner.due", before="today"), Not(Is("owner.id", 1))
    )


class Called:
    """Everything by its own name."""

    def kind(self, kind: str) -> str:
        return f"<{kind}>"

    def field(self, kind: str, field: str) -> str:
        return f"{kind}{field}"

    def value(self, _kind: str, _field: str, value: Scalar) -> str:
        return str(value)

    def trait(self, _kind: str, _field: str, trait: str) -> str:
        return trait


def test_conditions_in_words() -> None:
    told = {
        describe(each, Called())
        for each in (EVERYTHING, Is("a", ("x", "y")), Is("a", None), Is("a", ()), Not(Is("a", 1)), Filled("a"), Span("a", before="today"),
                     Span("a", "2026-03-01", "soon"), Like("a", "x"), Traited("a", "collective"), Unknown("a", "1"),
                     Either(Is("a", 1), Both(Filled("b"), Filled("c"))), Named("k", ("f", "g"), Is("h", 1)), Named("k", ("f",), Both()))
    }  # fmt: skip
    assert told == {
        "全部", "a是x或y", "a没有填", "a一个也不是", "不是“a是1”", "a填了", "a早于今天", "a从2026-03-01起、到快到期的最后一天为止",
        "a含有“x”", "a算作“collective”", UNKNOWN, "（a是1，或者b填了，c填了）", "是<k>的kf或kg，这<k>kh是1", "是<k>的kf",
    }  # fmt: skip
