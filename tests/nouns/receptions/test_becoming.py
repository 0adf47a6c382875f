"""A matter becomes a proposal or a topic: taken over, linked both ways, said in its timeline; who came is not named."""

from __future__ import annotations

from cppcc_desktop.nouns.receptions.tasks import read_tasks
from cppcc_desktop.services.cases.continuing import create_from, find_continuation, list_continuations, take_over
from cppcc_desktop.services.records.records import show_record
from cppcc_desktop.services.records.referring import read_referring
from tests.nouns.receptions.conftest import Hall


def test_into_a_proposal_and_a_topic(hall: Hall) -> None:
    office, actor = hall.place.office, hall.place.actor
    record = hall.receive()
    found = show_record(office, actor, "reception", record)
    assert [each.label for each in list_continuations(office, actor, found)] == ["转成提案", "转成议题"]
    for target, label in (("proposal", "转成提案"), ("topic", "转成议题")):
        source, values = take_over(office, actor, find_continuation(office, actor, found, target), record)
        assert "马某" not in str(values) and "村卫生室周末没有人" in str(values)
        made = create_from(
            office,
            actor,
            target,
            {**values, **({"form": "1", "suggestions": "一是排班，二是巡诊。"} if target == "proposal" else {})},
            source,
        )
        back = [each.id for of in read_referring(office, actor, target, made) for each in of.records]
        assert record in back and hall.told(record)[0][0] == "转成别的记录" and label == source.label
    to = [each.id for of in read_referring(office, actor, "reception", record) for each in of.records]
    assert len(to) == 2 and hall.state(record) == "passed_on", "how far it has come does not change by it"


def test_what_waits_on_the_first_page_of_a_station(hall: Hall) -> None:
    hall.receive(receivers="镇卫生院、县水利局")
    hall.receive(handling="当场答复", call_back=True, visitor="刘某")
    with hall.place.office.read() as connection:
        found = {each.button: each for each in read_tasks(hall.place.office, connection)}
    assert found["填处理结果"].words == "转交镇卫生院、县水利局" and "（刘某）" in found["登记回访"].title
