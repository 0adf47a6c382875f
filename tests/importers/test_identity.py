"""Who a row is, whatever the order of the file."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cppcc_desktop.domain.description.fields import Entity, Field, Identity, Personal, Row, Value
from cppcc_desktop.importers.people.identity import MatchKind, are_similar, compare_people, match_people, normalise_name
from cppcc_desktop.nouns.members.entity import MEMBER


def person(record: str = "", **values: Value) -> Row:
    return {"id": record, "name": "林子木", **values}


KNOWN = person("k", sex="1", sector="23", post="某某中学校长", mobile="13800001234", id_number="A", parties=["05"])


@pytest.mark.parametrize("row, kind, reason", [
    (person(id_number="A", name="江帆", sex="2"), MatchKind.SAME, ""),
    (person(mobile="13800001234", post="某某银行行长"), MatchKind.SAME, ""),
    (person(sector="23", post="某某银行行长"), MatchKind.SAME, ""),
    (person(sector="21", post="某某中学副校长"), MatchKind.SAME, ""),
    (person(), MatchKind.SAME, ""),
    (person(sex="1", sector="23"), MatchKind.SAME, ""),
    (person(name="江帆", former_name="林子木", sector="23"), MatchKind.DOUBT,
     "和库里的“林子木”姓名不同，只有曾用名对得上。他们是同一个人吗？"),
    (person(id_number="B", sector="23", post="某某中学校长"), MatchKind.NEW, ""),
    (person(name="江帆", sector="23"), MatchKind.NEW, ""),
    (person(sector="21", post="甲公司经理"), MatchKind.DOUBT, "库里有一位同名委员，单位和界别都不同。他们是同一个人吗？"),
    (person(post="甲公司经理"), MatchKind.DOUBT, "库里有一位同名委员，单位不同。他们是同一个人吗？"),
    (person(mobile="13900005678"), MatchKind.DOUBT, "库里有一位同名委员，手机号不同。他们是同一个人吗？"),
    (person(address="某路"), MatchKind.SAME, ""),
    (person(birth_date="1975-03-01"), MatchKind.DOUBT, "库里有一位同名委员，没有单位和界别可以核对。他们是同一个人吗？"),
    (person(sex="2", sector="23"), MatchKind.DOUBT, "库里有一位同名委员，性别不同。他们是同一个人吗？"),
    (person(name="江帆", mobile="13800001234"), MatchKind.DOUBT, "手机号和库里的“林子木”相同，姓名不同。他们是同一个人吗？"),
])  # fmt: skip
def test_one_known_person(row: Row, kind: MatchKind, reason: str) -> None:
    match = compare_people(row, [KNOWN], MEMBER)
    assert (match.kind, match.reason) == (kind, reason)
    assert match.record == ("k" if kind is MatchKind.SAME else "")
    assert match.candidates == (("k",) if kind is MatchKind.DOUBT else ())


NAMESAKES = [
    person("1", sex="1", sector="23", post="某某中学校长", parties=["05"]),
    person("2", sex="2", sector="21", post="某某银行行长", parties=["01"]),
    person("3", sex="1", sector="21", post="某某保险公司经理", parties=["06"]),
]


@pytest.mark.parametrize("row, record", [
    (person(sector="23"), "1"), (person(post="某某银行副行长", sector="28"), "2"), (person(sector="21", sex="2"), "2"),
    (person(sector="21", parties=["06", "01"], sex="1"), "3"), (person(sector="21", parties=["01"]), "2"),
])  # fmt: skip
def test_of_several_namesakes_the_one_that_fits(row: Row, record: str) -> None:
    assert compare_people(row, NAMESAKES, MEMBER).record == record


@pytest.mark.parametrize("row, candidates, reason", [
    (person(sector="21"), ("2", "3"), "库里有 2 个同名，单位和界别都分不出。是哪一位？"),
    (person(sector="34", post="甲协会"), ("1", "2", "3"), "库里有 3 个同名，单位和界别都对不上。是其中一位吗？"),
])  # fmt: skip
def test_of_several_namesakes_none_or_too_many(row: Row, candidates: tuple[str, ...], reason: str) -> None:
    match = compare_people(row, NAMESAKES, MEMBER)
    assert (match.kind, match.candidates, match.reason) == (MatchKind.DOUBT, candidates, reason)


def test_an_id_number_twice_is_a_question() -> None:
    match = compare_people(person(id_number="A"), [KNOWN, {**KNOWN, "id": "z"}], MEMBER)
    assert (match.kind, match.reason) == (MatchKind.DOUBT, "库里有 2 个相同的身份证号。是哪一位？")


def test_two_rows_never_become_one_person() -> None:
    weak = person(sector="23")
    first, second = match_people([weak, person(post="某某中学校长")], [KNOWN], MEMBER)
    assert (first.kind, second.kind) == (MatchKind.DOUBT, MatchKind.DOUBT)
    assert first.reason == "文件里有 2 行都像库里的同一位委员。是同一个人吗？"
    strong, other = match_people([person(id_number="A"), weak], [KNOWN], MEMBER)
    assert (strong.kind, other.kind) == (MatchKind.SAME, MatchKind.DOUBT)


def test_homonyms_in_one_file() -> None:
    rows = [person(sector="23", post="某某中学校长"), person(sector="22", post="甲合作社理事")]
    assert [match.kind for match in match_people(rows, [KNOWN], MEMBER)] == [MatchKind.SAME, MatchKind.DOUBT]
    known = [{**row, "id": str(place)} for place, row in enumerate(rows)]
    assert [match.record for match in match_people(rows, known, MEMBER)] == ["0", "1"]


names = st.sampled_from(["林子木", "林 子木", "江帆", "阿依•古丽"])
optional = st.fixed_dictionaries(
    {"name": names},
    optional={
        "sex": st.sampled_from(["1", "2"]), "sector": st.sampled_from(["21", "23"]), "mobile": st.sampled_from(["138", "139"]),
        "post": st.sampled_from(["某某中学校长", "某某中学副校长", "甲公司经理"]), "id_number": st.sampled_from(["A", "B"]),
        "parties": st.lists(st.sampled_from(["01", "05"]), min_size=1, max_size=2), "former_name": names,
    },
)  # fmt: skip


@given(st.lists(optional, max_size=6), st.lists(optional, max_size=6), st.randoms())
def test_the_order_of_the_file_changes_nothing(rows: list[Row], known: list[Row], order: random.Random) -> None:
    known = [{**row, "id": str(place)} for place, row in enumerate(known)]
    places = list(range(len(rows)))
    order.shuffle(places)
    before = match_people(rows, known, MEMBER)
    assert match_people([rows[place] for place in places], known, MEMBER) == [before[place] for place in places]
    order.shuffle(known)
    after = match_people(rows, known, MEMBER)
    told = [[(match.kind, match.record, set(match.candidates)) for match in matches] for matches in (before, after)]
    assert told[0] == told[1]
    same = [match.record for match in before if match.kind is MatchKind.SAME]
    assert len(same) == len(set(same))


@given(
    st.lists(
        st.fixed_dictionaries({"name": names, "post": st.text(min_size=1)}),
        unique_by=lambda row: normalise_name(row["name"]),
    )
)
def test_the_same_file_again_finds_everyone(rows: list[Row]) -> None:
    matches = match_people(rows, [{**row, "id": str(place)} for place, row in enumerate(rows)], MEMBER)
    assert [match.record for match in matches] == [str(place) for place in range(len(rows))]


@given(st.text(st.sampled_from("林子木 \u3000·•.Ab\n"), max_size=12))
def test_normalising_a_name_twice_changes_nothing(text: str) -> None:
    assert normalise_name(normalise_name(text)) == normalise_name(text)


def test_posts_that_are_alike() -> None:
    assert are_similar("某某公司董事长、总经理", "某某公司 董事长")
    assert not are_similar("某某公司董事长", "乙中学校长")
    assert not are_similar("", "甲")


def test_people_of_another_noun_by_its_own_fields() -> None:
    fields = {
        "called": "称呼",
        "once": "原名",
        "card": "证号",
        "tel": "电话",
        "gender": "性别",
        "work": "职业",
        "class_of": "班级",
    }
    who = Personal(
        name="called", former="once", number="card", phone="tel", gender="gender", post="work", circle="class_of",
        several="clubs", post_word="职业", circle_word="班级",
    )  # fmt: skip
    guest = Entity(
        name="guest", label="嘉宾", counter="位", title="called", identity=Identity(people=who),
        fields=tuple(Field(name=name, label=label) for name, label in fields.items()),
    )  # fmt: skip
    known = [{"id": "1", "called": "林子木", "work": "教师", "class_of": "甲", "tel": "138"}]
    rows: list[Row] = [
        {"called": "林子木", "tel": "138"}, {"called": "江帆", "tel": "138"}, {"called": "林子木", "work": "铁匠", "class_of": "乙"},
    ]  # fmt: skip
    assert [match.reason for match in match_people(rows, known, guest)] == [
        "", "电话和库里的“林子木”相同，称呼不同。他们是同一个人吗？", "库里有一位同名嘉宾，职业和班级都不同。他们是同一个人吗？",
    ]  # fmt: skip
