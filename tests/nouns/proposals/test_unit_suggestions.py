"""Which unit: duties, earlier cases, what people said, what was sent back; dissolved units give way to their successors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from cppcc_desktop.domain.errors import Refusal
from cppcc_desktop.nouns.proposals.similar.duties import Duty, DutyIndex
from cppcc_desktop.nouns.proposals.similar.units import (
    UnitSuggestion,
    list_misrouted,
    suggest_units,
    suggest_units_many,
)
from cppcc_desktop.services.records.joins import join_records
from cppcc_desktop.services.records.records import change_record, discard_record
from tests.conftest import Place

DUTIES = {
    "县住建局": "负责城镇住房保障、老旧小区改造、住宅电梯加装、物业管理和建设工程质量安全监督管理工作。",
    "县教育局": "负责全县中小学教育、学前教育、教师队伍建设和校园安全管理工作。",
    "县水利局": "负责水资源管理、农村饮水安全、河道管理和防汛抗旱工作。",
    "县市场监管局": "负责食品安全、特种设备安全、价格监督检查和市场秩序管理工作。",
    "县文旅局": "负责文化和旅游管理工作。",
}
LIFT = "关于推进城区老旧小区加装电梯的建议"


@pytest.fixture
def units(county: Place) -> dict[str, str]:
    """Five units with their duties."""
    return {name: county.create("unit", name=name, duty=duty) for name, duty in DUTIES.items()}


@pytest.fixture
def put(county: Place) -> Callable[..., str]:
    """put(title, assignments…, field=value): a case as it is stored once its steps were taken."""

    def make(title: str, *handed: dict[str, object], **values: object) -> str:
        record = county.create(
            "proposal", title=title, form="1", analysis="少。", suggestions="尽快办理。", collective="民盟县支部"
        )
        with county.office.write(county.actor, "record.write") as writing:
            entity = writing.office.entity
            writing.set(entity("proposal"), record, {"state": "docketed", **values}, scope="county")  # type: ignore[dict-item]
            for each in handed:
                row = {"proposal": record, "date": "2025-03-01", "role": "lead", "state": "in_hand", **each}
                writing.new(entity("assignment"), row, scope="county")  # type: ignore[arg-type]
        return record

    return make


def ask(place: Place, record: str) -> list[UnitSuggestion]:
    return suggest_units(place.office, place.actor, record)


def names(place: Place, record: str) -> list[str]:
    return [each.name for each in ask(place, record)]


def test_the_duty_that_names_the_matter_comes_first(county: Place, units: dict[str, str], put) -> None:
    first = ask(county, put(LIFT))[0]
    assert first.unit == units["县住建局"] and 20 < first.score < 99
    assert first.reasons == ("职责里有“老旧小区”“加装”“电梯”",) or "“老旧小区”" in first.reasons[0]
    assert names(county, put("关于解决农村饮水安全的建议"))[:1] == ["县水利局"]
    assert names(county, put("关于加强食品安全监管的建议"))[:1] == ["县市场监管局"]


def test_what_every_unit_does_says_nothing(county: Place, units: dict[str, str], put) -> None:
    assert ask(county, put("关于规范管理工作的建议")) == []
    index = DutyIndex([Duty(name, name, duty) for name, duty in DUTIES.items()])
    assert index.weigh("管理") < index.weigh("电梯") and index.weigh("老旧小区") == 1.0


def test_what_is_asked_for_counts_less_than_the_title(county: Place, units: dict[str, str], put) -> None:
    record = put("关于改善幼儿园周边环境的建议")
    assert ask(county, record) == []
    change_record(
        county.office, county.actor, "proposal", record, {"suggestions": "1. 加强校园安全管理，建设教师队伍。"}
    )
    (found,) = ask(county, record)
    assert found.name == "县教育局" and "校园安全" in found.reasons[0]


def test_who_handled_the_like_before(county: Place, units: dict[str, str], put) -> None:
    for number in ("047", "048"):
        put("关于种粮大户补贴发放的建议", {"unit": units["县文旅局"]}, docket_no=number, plenary="10-02")
    put(
        "关于种粮大户补贴标准的建议", lead_unit=units["县文旅局"], docket_no="003", plenary="09-05"
    )  # from a spreadsheet
    put("关于种粮补贴的建议", {"unit": units["县教育局"], "role": "assist"})
    (found,) = ask(county, put("关于提高种粮大户补贴的建议"))
    assert found.name == "县文旅局" and len(found.reasons) == 1
    assert found.reasons[0].startswith("办过 3 件类似的：十届二次第04") and found.reasons[0].endswith("号等")


def test_what_proposer_and_reviewers_said(county: Place, units: dict[str, str], put) -> None:
    record = put("关于种粮大户补贴的建议", suggested_unit="住建局、县文旅局和没有的局")
    change_record(county.office, county.actor, "unit", units["县住建局"], {"short": "住建局"})
    assert [(each.name, each.reasons) for each in ask(county, record)] == [
        ("县住建局", ("提案人建议",)), ("县文旅局", ("提案人建议",)),
    ]  # fmt: skip
    with county.office.write(county.actor, "record.write") as writing:
        review = {"proposal": record, "date": "2026-02-01", "stage": "joint", "suggested_lead": units["县水利局"],
                  "suggested_assist": [units["县文旅局"], units["县教育局"]]}  # fmt: skip
        writing.new(county.office.entity("review"), review, scope="county")  # type: ignore[arg-type]
    found = ask(county, record)
    assert [each.name for each in found] == ["县水利局", "县文旅局", "县住建局", "县教育局"]
    assert found[0].reasons == ("审查建议主办",) and found[1].reasons == ("提案人建议", "审查建议会办")


def test_a_send_back_counts_against_and_names_another(county: Place, units: dict[str, str], put) -> None:
    back = {"unit": units["县住建局"], "state": "withdrawn", "sent_back_on": "2024-04-02", "reason": "不属本单位职责。",
            "proposed_unit": units["县市场监管局"]}  # fmt: skip
    before = ask(county, put("关于加快既有住宅电梯加装的建议"))
    assert before[0].name == "县住建局"
    put(LIFT, back, {"unit": units["县市场监管局"]}, docket_no="011", plenary="10-01", lead_unit=units["县市场监管局"])
    found = {each.name: each for each in ask(county, put("关于推进老旧小区加装电梯的提案"))}
    against = found["县住建局"]
    assert "2024 年退回过 1 件类似的，理由：不属本单位职责" in against.reasons
    assert set(found["县市场监管局"].reasons) >= {"办过 1 件类似的：十届一次第011号", "县住建局退回时建议改由它办"}
    assert next(iter(found)) == "县市场监管局"


def test_who_sent_this_case_back_is_not_asked_again(county: Place, units: dict[str, str], put) -> None:
    back = {"unit": units["县住建局"], "state": "sent_back", "sent_back_on": "2026-04-02", "reason": "不属本单位职责",
            "proposed_unit": units["县市场监管局"]}  # fmt: skip
    record = put(LIFT, back, lead_unit=units["县住建局"])
    found = ask(county, record)
    assert "县住建局" not in [each.name for each in found]
    assert found[0].name == "县市场监管局" and "县住建局退回时建议改由它办" in found[0].reasons


def test_a_unit_that_leads_already_is_not_named_again(county: Place, units: dict[str, str], put) -> None:
    """改办 suggested the unit that has it, and refused it when it was taken; one that assists can come to lead."""
    has = {"unit": units["县住建局"], "state": "in_hand", "role": "lead"}
    assists = {"unit": units["县市场监管局"], "state": "in_hand", "role": "assist"}
    record = put(LIFT, has, assists, lead_unit=units["县住建局"], suggested_unit="县住建局、县市场监管局")
    named = [each.name for each in ask(county, record)]
    assert "县住建局" not in named and "县市场监管局" in named


def test_a_dissolved_unit_gives_way_to_its_successor(county: Place, units: dict[str, str], put) -> None:
    put("关于种粮大户补贴的建议", {"unit": units["县文旅局"]}, docket_no="001", plenary="10-01")
    record = put("关于提高种粮大户补贴的建议", suggested_unit="县文旅局")
    end = {"ended_on": "2026-06-08", "successor": units["县教育局"]}
    change_record(county.office, county.actor, "unit", units["县文旅局"], end)
    (found,) = ask(county, record)
    assert found.name == "县教育局" and set(found.reasons) == {"办过 1 件类似的：十届一次第001号", "提案人建议"}
    change_record(county.office, county.actor, "unit", units["县教育局"], {"ended_on": "2026-06-09"})
    assert names(county, record) == ["县教育局"]  # only from tomorrow on
    county.clock.move(2)
    assert ask(county, record) == []  # dissolved, and nobody was named


def test_binned_and_joined_units(county: Place, units: dict[str, str], put) -> None:
    twin = county.create("unit", name="示例县住房和城乡建设局", duty="住房。")
    record = put(LIFT)
    join_records(county.office, county.actor, "unit", twin, units["县住建局"])
    assert "县住建局" not in names(county, record)
    discard_record(county.office, county.actor, "unit", units["县市场监管局"], "重复")
    assert "县市场监管局" not in names(county, put("关于加强食品安全监管的建议"))


def test_many_cases_get_what_each_would_get_alone(county: Place, units: dict[str, str], put) -> None:
    cases = [put(LIFT), put("关于解决农村饮水安全的建议"), put("关于放宽晚霞观赏的建议")]
    many = suggest_units_many(county.office, county.actor, [*cases, "nothing"])
    assert many == {each: ask(county, each) for each in cases} and many[cases[2]] == []
    assert suggest_units(county.office, county.actor, "nothing") == []
    with pytest.raises(Refusal):
        suggest_units(county.office, replace(county.actor, role="nobody"), cases[0])


def test_what_a_unit_sent_back_and_where_it_went(county: Place, units: dict[str, str], put) -> None:
    home = units["县住建局"]
    back = {"unit": home, "state": "withdrawn", "reason": "不属本单位职责", "proposed_unit": units["县市场监管局"]}
    early = put(LIFT, {**back, "sent_back_on": "2024-04-02"}, {"unit": units["县水利局"]},
                {"unit": units["县教育局"], "role": "assist"}, docket_no="011", plenary="10-01")  # fmt: skip
    late = put("关于公园增设座椅的建议", {**back, "sent_back_on": "2026-04-02", "proposed_unit": None})
    put("关于电梯的建议", {"unit": home})
    binned = put("关于路灯的建议", {**back, "sent_back_on": "2025-04-02"})
    discard_record(county.office, county.actor, "proposal", binned, "重复")
    found = list_misrouted(county.office, county.actor, home)
    assert [each.proposal for each in found] == [late, early]
    assert found[0].went_to == () and found[0].proposed_unit == ""
    assert (found[1].docket_no, found[1].plenary, found[1].sent_back_on) == ("011", "10-01", "2024-04-02")
    assert (found[1].reason, found[1].proposed_unit, found[1].went_to) == (
        "不属本单位职责",
        "县市场监管局",
        ("县水利局",),
    )
    assert list_misrouted(county.office, county.actor, units["县水利局"]) == []
