"""Any record: made, changed, binned, restored, read with its log."""

from __future__ import annotations

import pytest

from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal, StaleRecord
from cppcc_desktop.services.check import check_office
from cppcc_desktop.services.office import office as office_module
from cppcc_desktop.services.office.accounts import create_account, list_accounts, sign_in
from cppcc_desktop.services.records.logs import read_log
from cppcc_desktop.services.records.records import (
    Query,
    change_record,
    count_records,
    create_record,
    discard_record,
    list_children,
    list_ids,
    list_records,
    read_where,
    restore_record,
    show_record,
)
from cppcc_desktop.services.records.titles import word_rows
from cppcc_desktop.services.summary import read_summary
from tests.conftest import PASSWORD, USER, Filled, Place
from tests.nouns.activities.presence import note_presence, read_presence


def show(place: Place, record: str, kind: str = "member"):
    return show_record(place.office, place.actor, kind, record)


def change(place: Place, record: str, kind: str = "member", seen=None, **raw: object) -> None:
    change_record(place.office, place.actor, kind, record, raw, seen=seen)


def test_member_and_what_it_is_in_this_term(filled: Filled) -> None:
    place = filled.place
    record = show(place, filled.members[1])
    assert record.companion
    assert record.values["station"] == filled.station
    change(place, record.id, sector="医药卫生界", post="村支书")
    words = word_rows(place.office, place.office.modules["members"].fields, [show(place, record.id).values])[0]
    assert (words["sector"], words["post"], words["mobile"]) == ("医药卫生界", "村支书", "139****2222")
    with place.office.read() as connection:
        assert len(connection.execute(place.office.schema.records["membership"].select()).all()) == 3


def test_saved_elsewhere_meanwhile_is_refused_with_both_texts(filled: Filled) -> None:
    place = filled.place
    seen = show(place, filled.members[0])
    change(place, seen.id, post="别处改的", sector="农业界")
    with pytest.raises(StaleRecord) as stale:
        change(place, seen.id, seen=seen, post="我改的")
    assert stale.value.theirs == {"post": "别处改的"}
    with pytest.raises(StaleRecord):
        change(place, seen.id, seen=seen, sector="教育界")
    change(place, seen.id, seen=seen, post="别处改的")
    change(place, seen.id, seen=seen, degree="博士")
    assert show(place, seen.id).values["post"] == "别处改的"


def test_saving_nothing_new_makes_no_operation(filled: Filled) -> None:
    place = filled.place
    before = len(read_log(place.office, place.actor, filled.members[0]))
    change(place, filled.members[0], name="郑晓禾", sex="女")
    assert len(read_log(place.office, place.actor, filled.members[0])) == before


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        ({"name": ""}, InvalidField), ({"orbit": "x"}, InvalidField), ({"sex": "未知性"}, InvalidField), ({"station": "无此站"}, InvalidField),
        ({"birth_date": "不详"}, InvalidField), ({"name": "长" * 61}, InvalidField), ({"parties": "中共、火星党"}, InvalidField),
    ],
)  # fmt: skip
def test_wrong_values_change_nothing(filled: Filled, raw: dict[str, object], error: type[Exception]) -> None:
    before = show(filled.place, filled.members[0])
    with pytest.raises(error):
        change(filled.place, filled.members[0], **{"post": "新", **raw})
    assert show(filled.place, filled.members[0]) == before


def test_new_record_needs_what_is_required(county: Place) -> None:
    with pytest.raises(Refusal, match="没有填姓名") as refused:
        county.create("member", sex="男")
    assert refused.value.missing == ("name",)
    with pytest.raises(OfficeError, match="这种记录"):
        county.create("planet", name="x")
    with pytest.raises(InvalidField, match="办理步骤"):
        county.create("proposal", title="甲", form="1", analysis="乙", suggestions="丙", state="closed")


def test_two_of_a_name_must_be_told_apart(filled: Filled) -> None:
    place = filled.place
    for _ in range(2):
        place.create("member", name="王同名")
    with pytest.raises(InvalidField, match="不止一个"):
        change(place, filled.proposal, "proposal", first_sponsor="王同名")


def test_bin_and_back(filled: Filled) -> None:
    place, record = filled.place, filled.members[0]
    with pytest.raises(Refusal, match="写明删除的理由"):
        discard_record(place.office, place.actor, "member", record, "  ")
    discard_record(place.office, place.actor, "member", record, "录重了")
    members = place.office.modules["members"]
    assert record not in list_ids(place.office, place.actor, members, Query())
    assert list_ids(place.office, place.actor, members, Query(binned=True)) == [record]
    with pytest.raises(Refusal, match="回收站"):
        change(place, record, post="新")
    with pytest.raises(Refusal, match="已经在"):
        discard_record(place.office, place.actor, "member", record, "再删")
    restore_record(place.office, place.actor, "member", record)
    assert show(place, record).deleted is None
    labels = [(e.field, e.after) for e in read_log(place.office, place.actor, record) if e.field == "deleted"]
    assert labels == [("deleted", ""), ("deleted", "录重了")]
    assert all(each.ok for each in check_office(place.office, place.actor))


def test_log_tells_before_and_after_in_words_and_masked(filled: Filled) -> None:
    place, record = filled.place, filled.members[0]
    change(place, record, sex="男", mobile="13900009999", sector="教育界")
    log = {entry.field: entry for entry in read_log(place.office, place.actor, record)[:3]}
    assert (log["sex"].before, log["sex"].after, log["sex"].label, log["sex"].who) == ("女", "男", "性别", USER)
    assert log["sex"].at == "2026-06-08 15:42"
    entries = read_log(place.office, place.actor, record)
    assert {e.after for e in entries if e.field == "mobile"} == {"139****9999", "139****1111"}
    assert next(e for e in entries if e.field == "sector").after == "教育界"
    assert read_log(place.office, place.actor, "0" * 32) == []


def test_lists_filter_sort_and_page(filled: Filled) -> None:
    place, members = filled.place, filled.place.office.modules["members"]
    where = read_where(place.office, members, {"sector": "农业界"})
    page = list_records(place.office, place.actor, members, Query(where), 0, 10)
    assert ([row["name"] for row in page.rows], page.total) == (["陈素芬"], 1)
    where = read_where(place.office, members, {"parties": "民盟"})
    assert count_records(place.office, place.actor, members, Query(where)) == 1
    assert (
        count_records(place.office, place.actor, members, Query(read_where(place.office, members, {"station": ""})))
        == 2
    )
    with pytest.raises(InvalidField):
        read_where(place.office, members, {"orbit": "x"})
    page = list_records(place.office, place.actor, members, Query(order=("-name",), text="素", text_in=("name",)), 0, 1)
    assert page.total == 1
    assert count_records(place.office, place.actor, members, Query(text="%", text_in=("name",))) == 0
    pages = [
        list_records(place.office, place.actor, members, Query(order=("sector",)), n, 1).rows[0]["id"] for n in range(3)
    ]
    assert sorted(map(str, pages)) == sorted(filled.members)


def test_error_in_the_middle_takes_the_whole_group_back(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    place = filled.place
    before = show(place, filled.proposal, "proposal")

    def fail(*_args: object) -> str:
        raise RuntimeError("half way")

    monkeypatch.setattr("cppcc_desktop.services.cases.steps.tell", fail)
    with pytest.raises(RuntimeError):
        place.act(filled.proposal, "receive")
    assert show(place, filled.proposal, "proposal") == before
    assert list_children(place.office, place.actor, "step", filled.proposal) == []


def test_save_is_acknowledged_even_where_the_anchor_cannot_be_written(filled: Filled) -> None:
    place = filled.place
    place.office.anchors = place.path / "no folder"
    change(place, filled.members[0], post="新")
    assert show(place, filled.members[0]).values["post"] == "新"


def test_listeners_hear_after_the_commit(filled: Filled) -> None:
    heard: list[frozenset[str]] = []
    filled.place.office.changed.append(heard.append)
    change(filled.place, filled.members[0], post="新", sector="教育界")
    assert heard == [frozenset({"member", "membership"})]


def test_attendance(filled: Filled) -> None:
    place = filled.place
    activity = place.create("activity", station=filled.station, title="协商", type="01", date="2026-06-01")
    first, second, _ = filled.members
    save = lambda presence: note_presence(place.office, place.actor, activity, presence)  # noqa: E731
    assert save({first: "出席", second: "请假"}) == 2
    assert save({first: "出席", second: None}) == 1
    assert set(read_presence(place.office, place.actor, activity)) == {first}
    assert save({first: "缺席"}) == 1
    with pytest.raises(InvalidField):
        save({first: "飞了"})
    with place.office.read() as connection:
        scopes = set(connection.scalars(place.office.schema.records["attendance"].select().with_only_columns(
            place.office.schema.records["attendance"].c.scope)))  # fmt: skip
    assert scopes == {f"town:{filled.station}"}


def test_accounts(county: Place) -> None:
    office, admin = county.office, county.actor
    assert sign_in(office, USER, PASSWORD).role == "admin"
    create_account(office, admin, "韩守田", "reader", "another pass")
    assert list_accounts(office) == [USER, "韩守田"]
    for name, password in (("韩守田", PASSWORD), ("无此人", PASSWORD), ("韩守田", "")):
        with pytest.raises(Refusal, match="用户名或口令不对"):
            sign_in(office, name, password)
    reader = sign_in(office, "韩守田", "another pass")
    for wrong in (
        ("韩守田", "clerk", "long enough"),
        ("新人", "king", "long enough"),
        ("", "clerk", "long enough"),
        ("新人", "clerk", "short"),
    ):
        with pytest.raises(OfficeError):
            create_account(office, admin, *wrong)
    with pytest.raises(Refusal, match="没有这项权限"):
        create_account(office, reader, "新人", "clerk", "long enough")


def test_clerk_cannot_make_himself_administrator(county: Place) -> None:
    create_account(county.office, county.actor, "韩守田", "clerk", "another pass")
    clerk = sign_in(county.office, "韩守田", "another pass")
    with county.office.read() as connection:
        ids = list(connection.scalars(county.office.schema.records["account"].select()))
    for record in ids:
        with pytest.raises(Refusal, match="没有这项权限"):
            change_record(county.office, clerk, "account", record, {"role": "admin"})
        with pytest.raises(Refusal, match="没有这项权限"):
            discard_record(county.office, clerk, "account", record, "x")
        with pytest.raises(Refusal, match="没有这项权限"):
            show_record(county.office, clerk, "account", record)
    with pytest.raises(Refusal, match="没有这项权限"):
        create_record(county.office, clerk, "account", {"name": "x", "role": "admin"})
    change_record(county.office, county.actor, "account", ids[1], {"disabled": True})
    with pytest.raises(Refusal):
        sign_in(county.office, "韩守田", "another pass")


def test_account_without_password_lets_nobody_in(county: Place) -> None:
    create_record(county.office, county.actor, "account", {"name": "空", "role": "admin"})
    with pytest.raises(Refusal):
        sign_in(county.office, "空", "")


def test_summary(filled: Filled) -> None:
    told = read_summary(filled.place.office, filled.place.actor)
    assert (told.office, told.plenary, told.demo, told.backup) == ("政协示例县委员会", "10-03", False, None)
    assert told.waiting > 0
    assert len(office_module.new_id()) == 32


def test_an_activity_stays_with_its_station(filled: Filled) -> None:
    """The other station would never receive it, and the first would keep what is no longer its own."""
    place = filled.place
    other = place.create("station", code="02", name="石桥镇政协工作联络站", type="政协工作联络站", level="2")
    activity = place.create("activity", station=filled.station, title="读书会", type="读书活动", date="2026-03-05")
    with pytest.raises(InvalidField, match="不能改"):
        change(place, activity, "activity", station=other)
    assert show(place, activity, "activity").values["station"] == filled.station
