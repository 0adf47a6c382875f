"""承办单位考核: the sheet, the points with their figures, hand entries, and a year made final."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cppcc_desktop.domain.errors import InvalidField, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.domain.scores.items import ScoreCount, ScoreItem, add_up, score_rate, score_times
from cppcc_desktop.nouns.assessments.entity import RECORDS
from cppcc_desktop.nouns.assessments.scheme import SCHEME
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.records.joins import join_records
from cppcc_desktop.services.scores.entries import discard_score, enter_score, list_scores
from cppcc_desktop.services.scores.results import assess, correct_result, fix_year
from cppcc_desktop.services.scores.sheets import change_sheet, read_sheet
from tests.conftest import Filled, Place

SHEET = [
    {"label": "按期办复率", "kind": "比率", "figure": "按期办复率", "points": "10", "full_at": "80"},
    {"label": "面商率", "kind": "rate", "figure": "face_to_face", "points": "5", "full_at": "100%"},
    {"label": "被通报", "kind": "扣分", "step": "0.5", "cap": "1"},
    {"label": "优秀", "kind": "等次", "full_at": "90"},
    {"label": "合格", "kind": "等次", "full_at": "0"},
]


def make_case(
    filled: Filled, title: str, unit: str, *, replied: str = "", method: str = "登门走访", grade: str = "A"
) -> str:
    """A case handed out on 1 March with a month's time, replied on a day if there is one."""
    place = filled.place
    record = place.create("proposal", title=title, form="1", first_sponsor=filled.members[0], category="4",
                          analysis="情况。", suggestions="1. 办。")  # fmt: skip
    place.act(record, "receive", date="2026-02-01")
    for _ in range(3):
        place.act(record, "review", opinion="符合", date="2026-02-02")
    place.act(record, "docket", category="4", date="2026-02-03")
    place.act(record, "assign", unit=unit, date="2026-03-01", due_on="2026-04-01")
    if replied:
        place.act(record, "sign_for", date="2026-03-02")
        place.act(record, "contact", date="2026-03-03", method=method, content="同意")
        more = {"promise": "年内建成", "promise_due_on": "2026-05-01"} if grade == "B" else {}
        place.act(record, "reply", date=replied, document_no="1号", result_class=grade, text="办了", **more)
    return record


@pytest.fixture
def worked(filled: Filled) -> Filled:
    """Of 县交通运输局 four cases: in time, late, by telephone, not replied; the other unit has none."""
    for title, replied, method in (("甲", "2026-03-20", "登门走访"), ("乙", "2026-04-20", "登门走访"),
                                   ("丙", "2026-03-21", "电话"), ("丁", "", "")):  # fmt: skip
        make_case(filled, title, filled.unit, replied=replied, method=method)
    return filled


def points(place: Place, unit: str, code: str, year: int = 2026):
    found = next(each for each in assess(place.office, place.actor, SCHEME, year) if each.id == unit)
    return found.line(code)


def test_rates_reckon_to_the_hundredth() -> None:
    item = ScoreItem("x", "率", "rate", "on_time", Decimal(3), Decimal(90))
    assert score_rate(item, ScoreCount(2, 3, "")).points == Decimal("2.22")
    assert (
        score_rate(item, ScoreCount(9, 10, "")).points == Decimal(3) == score_rate(item, ScoreCount(10, 10, "")).points
    )
    nothing = score_rate(item, ScoreCount(0, 0, ""))
    assert (nothing.points, nothing.most) == (0, 0)
    assert add_up([nothing, score_rate(item, ScoreCount(1, 1, ""))], Decimal(6)) == Decimal(6)  # by what there is
    minus = ScoreItem("y", "扣", "minus", step=Decimal("0.5"), cap=Decimal(1))
    assert score_times(minus, ScoreCount(1, 9, ""), 2, ()).points == Decimal(-1)
    assert add_up([score_times(minus, None, 1, ())], Decimal(15)) == 0  # never below


def test_every_point_has_its_figure(worked: Filled) -> None:
    place = worked.place
    sheet = read_sheet(place.office, place.actor, SCHEME, 2026)
    assert (sheet.since, sheet.full, sheet.fixed) == (0, Decimal(15), False)
    best, none = assess(place.office, place.actor, SCHEME, 2026)
    assert (best.name, best.size, best.rank) == ("县交通运输局", 4, 1)
    assert (none.name, none.size, none.points, none.rank) == ("县公安局", 0, None, 0)
    on_time, face, late = (best.line(code) for code in ("on_time", "face_to_face", "late"))
    assert on_time and face and late and on_time.figure and face.figure and late.figure
    assert (on_time.figure.numerator, on_time.figure.denominator, on_time.points) == (2, 4, Decimal("1.50"))
    assert (face.figure.numerator, face.figure.denominator, face.points) == (2, 3, Decimal("2.00"))
    assert len(on_time.figure.counted) == 2 and len(on_time.figure.rest) == 2  # late, and overdue
    assert (late.figure.numerator, late.points) == (1, Decimal("-0.20"))
    assert best.points == Decimal("8.55")  # 3.5 of the 6 there are to get, as 8.75 of 15, less 0.2
    assert "2026年交办" in on_time.figure.base
    assert all(each.points is None for each in assess(place.office, place.actor, SCHEME, 2025))


def test_opinions_and_promises(filled: Filled) -> None:
    place = filled.place
    kept, broken = (make_case(filled, title, filled.unit, replied="2026-03-20", grade="B") for title in "甲乙")
    place.act(kept, "feedback", date="2026-04-01", attitude="1", result="2", adoption="1")
    place.act(broken, "feedback", date="2026-04-01", attitude="1", result="3", adoption="3")
    place.act(kept, "keep_promise", date="2026-04-10", evidence="已建成")
    for code, told in (("satisfaction", (1, 2)), ("adoption", (1, 2)), ("implemented", (1, 2))):
        figure = points(place, filled.unit, code).figure
        assert (figure.numerator, figure.denominator) == told, code
    place.act(broken, "rehandle", date="2026-04-11", due_on="2026-07-01")
    figure = points(place, filled.unit, "adoption").figure
    assert (figure.numerator, figure.denominator) == (1, 1)  # the opinion before the rehandling no longer counts


def test_a_unit_joined_to_another_counts_for_it(worked: Filled) -> None:
    place = worked.place
    join_records(place.office, place.actor, "unit", worked.other_unit, worked.unit)
    found = assess(place.office, place.actor, SCHEME, 2026)
    assert [(each.id, each.size) for each in found] == [(worked.other_unit, 4)]


def test_the_sheet_is_the_office_s_and_dated_by_year(worked: Filled) -> None:
    place = worked.place
    sheet = change_sheet(place.office, place.actor, SCHEME, 2026, SHEET)
    assert (sheet.since, sheet.full, [item.label for item in sheet.items]) == (
        2026, Decimal(15), ["按期办复率", "面商率", "被通报", "优秀", "合格"],
    )  # fmt: skip
    first = assess(place.office, place.actor, SCHEME, 2026)[0]
    assert [str(line.points) for line in first.lines] == ["6.25", "3.33", "0.00"] and first.grade == "合格"
    assert read_sheet(place.office, place.actor, SCHEME, 2025).since == 0  # earlier years keep theirs
    items = [{**item, "code": code.code} for item, code in zip(SHEET, sheet.items, strict=True)]
    again = change_sheet(place.office, place.actor, SCHEME, 2026, [*items[:2], {**items[2], "step": "0.3"}])
    assert [item.label for item in again.items] == ["按期办复率", "面商率", "被通报"] and again.items[
        2
    ].step == Decimal("0.3")
    later = change_sheet(place.office, place.actor, SCHEME, 2027, items)
    assert later.since == 2027 and read_sheet(place.office, place.actor, SCHEME, 2026).items == again.items
    assert all(each.ok for each in check_office(place.office, place.actor))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"label": ""}, "没有写项目名称"), ({"kind": "别的"}, "种类"), ({"figure": "没有的"}, "没有“没有的”这个数"),
        ({"points": "三"}, "写成 3 或 0.5"), ({"points": "0"}, "大于 0"), ({"full_at": "120"}, "0 和 100"),
        ({"figure": ""}, "按哪个率"), ({"kind": "plus"}, "不能取比率"), ({"kind": "minus", "figure": "", "step": "0"}, "每次几分"),
        ({"label": "面商率"}, "写了两遍"), ({"kind": "等次", "figure": "", "full_at": "101"}, "满分线"),
    ],
)  # fmt: skip
def test_a_wrong_line_says_which_and_how(county: Place, line: dict[str, str], words: str) -> None:
    with pytest.raises(InvalidField, match=words):
        change_sheet(county.office, county.actor, SCHEME, 2026, [{**SHEET[0], **line}, *SHEET[1:]])
    assert read_sheet(county.office, county.actor, SCHEME, 2026).since == 0
    with pytest.raises(InvalidField, match="至少要有一个比率"):
        change_sheet(county.office, county.actor, SCHEME, 2026, SHEET[2:])


def test_by_hand_with_a_reason(worked: Filled) -> None:
    place, unit = worked.place, worked.unit
    entry = enter_score(place.office, place.actor, SCHEME, 2026, unit, "criticised", "县委督查通报", 2)
    line = points(place, unit, "criticised")
    assert (line.points, line.times, line.reasons) == (Decimal("-1.00"), 2, ("县委督查通报（2 次，周明礼）",))
    for item, reason, times in (("on_time", "x", 1), ("criticised", " ", 1), ("criticised", "x", 0)):
        with pytest.raises(InvalidField):
            enter_score(place.office, place.actor, SCHEME, 2026, unit, item, reason, times)
    with pytest.raises(InvalidField):
        discard_score(place.office, place.actor, SCHEME, entry, "")
    discard_score(place.office, place.actor, SCHEME, entry, "记错了单位")
    assert points(place, unit, "criticised").points == 0 and list_scores(place.office, place.actor, SCHEME, 2026) == []


def test_a_fixed_year_never_changes(worked: Filled) -> None:
    place = worked.place
    fixed = fix_year(place.office, place.actor, SCHEME, 2026, [worked.unit])
    assert fixed[0].award and fixed[0].points == Decimal("8.55") and fixed[1].points is None
    make_case(worked, "戊", worked.unit, replied="2026-03-20")
    after = assess(place.office, place.actor, SCHEME, 2026)
    assert after[0] == fixed[0] and after[0].line("on_time").figure.denominator == 4
    for attempt in (
        lambda: fix_year(place.office, place.actor, SCHEME, 2026),
        lambda: change_sheet(place.office, place.actor, SCHEME, 2026, SHEET),
        lambda: enter_score(place.office, place.actor, SCHEME, 2026, worked.unit, "criticised", "迟到的通报"),
    ):
        with pytest.raises(Refusal, match="已经定稿"):
            attempt()
    change_sheet(place.office, place.actor, SCHEME, 2027, SHEET)  # the next one is free
    with pytest.raises(Refusal, match="还没有到"):
        fix_year(place.office, place.actor, SCHEME, 2027)
    with pytest.raises(Refusal, match="没有交办过"):
        fix_year(place.office, place.actor, SCHEME, 2025)
    assert all(each.ok for each in check_office(place.office, place.actor))


def test_what_an_earlier_program_recorded_reads_the_same(worked: Filled) -> None:
    place, unit = worked.place, worked.unit
    detail = (
        '{"name": "县交通运输局", "cases": 3, "full": "15", "lines": [{"code": "on_time", "label": "按期办复率", "kind": "rate", '
        '"points": "1.50", "most": "3", "times": 0, "reasons": [], "figure": {"numerator": 1, "denominator": 2, "base": "b", '
        '"counted": ["x"], "rest": ["y"]}}]}'
    )
    row = {"unit": unit, "points": "7.5", "rank": 1, "grade": "不合格", "award": True}
    with place.office.write(place.actor, "account") as writing:
        writing.new(RECORDS.item, {"year": 2024, "code": "a", "label": "率", "kind": "rate", "figure": "on_time",
                                   "points": "5", "full_at": "100", "step": "0", "cap": "0", "order": 0})  # fmt: skip
        writing.new(
            RECORDS.entry, {"unit": unit, "year": 2024, "item": "a", "times": 2, "reason": "通报", "by": "某人"}
        )
        writing.new(RECORDS.result, {**row, "year": 2024, "detail": detail, "fixed_on": "2024-12-31"})
    (first, *_), sheet = assess(*(who := (place.office, place.actor, SCHEME)), 2024), read_sheet(*who, 2024)
    assert (first.id, first.size, first.points, first.rank, first.grade, first.award) == (
        unit,
        3,
        Decimal("7.5"),
        1,
        "不合格",
        True,
    )
    line = first.line("on_time")
    assert line and line.figure == ScoreCount(1, 2, "b", ("x",), ("y",)) and not line.open and first.correction is None
    assert sheet.fixed and (sheet.since, sheet.full) == (2024, Decimal(5))
    assert [(each.reason, each.times) for each in list_scores(*who, 2024)] == [("通报", 2)]
    assert all(each.ok for each in check_office(place.office, place.actor))


def test_a_result_is_put_right_with_its_reason(worked: Filled) -> None:
    who = (worked.place.office, worked.place.actor, SCHEME)
    with pytest.raises(Refusal, match="这家单位还没有得分"):
        correct_result(*who, 2026, worked.other_unit, grade="优秀", reason="x")
    correct_result(*who, 2026, worked.unit, grade="优秀", reason="县委会议纪要")
    first = assess(*who, 2026)[0]
    assert (first.points, first.grade, first.correction.reason) == (Decimal("8.55"), "优秀", "县委会议纪要")
    assert fix_year(*who, 2026)[0].grade == "优秀"


def test_who_may(worked: Filled) -> None:
    place = worked.place
    clerk, reader = (Actor("某人", role, place.office.name) for role in ("clerk", "reader"))
    with pytest.raises(Refusal):
        change_sheet(place.office, clerk, SCHEME, 2026, SHEET)
    for attempt in (
        lambda: enter_score(place.office, reader, SCHEME, 2026, worked.unit, "criticised", "x"),
        lambda: fix_year(place.office, reader, SCHEME, 2026),
    ):
        with pytest.raises(Refusal):
            attempt()
    assert assess(place.office, reader, SCHEME, 2026)[0].points == Decimal("8.55")
