"""Proposals from files: people, units and codes found, doubts told, a draft begun, the file attached with the save."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from cppcc_desktop.domain.errors import InvalidField, OfficeError, Refusal
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.nouns.proposals.files.intake import Recognised, recognise_proposal, start_draft
from cppcc_desktop.services.records.attachments import attach_files, attach_origin, list_attachments
from cppcc_desktop.services.records.drafts import ORIGIN, list_drafts, read_draft
from cppcc_desktop.services.records.records import change_record, create_record, show_record
from tests.conftest import Filled
from tests.importers.papers import ANALYSIS, ITEMS, TITLE, write


def paper(folder: Path, *lines: str, title: str = TITLE, name: str = "提案.docx") -> Path:
    return write(folder / name, f"案由：{title}", *lines, "情况：", ANALYSIS, "建议：", *(f"{n}、{i}" for n, i in zip("一二", ITEMS, strict=True)))  # fmt: skip


def recognise(filled: Filled, path: Path) -> Recognised:
    return recognise_proposal(filled.place.office, filled.place.actor, path)


def test_what_is_known_here_is_found(filled: Filled, tmp_path: Path) -> None:
    found = recognise(filled, paper(
        tmp_path, "第一提案人：郑晓禾", "联名人：陈素芬、阿依•古兰", "建议承办单位：县交通运输局", "类别：社会建设",
    ))  # fmt: skip
    one, two, three = filled.members
    assert found.typed["first_sponsor"] == [one, "郑晓禾", "郑晓禾"]
    assert found.typed["joint_sponsors"] == {"items": [[two, "陈素芬"], [three, "阿依·古兰"]], "text": ""}
    assert (found.typed["form"], found.typed["category"], found.typed["suggested_unit"]) == ("2", "4", "县交通运输局")
    assert found.typed["title"] == TITLE and found.typed["suggestions"].startswith("1. ")
    assert not found.doubts and not found.already and found.sponsor == "郑晓禾"


def test_namesakes_strangers_and_unknown_words_are_doubts(filled: Filled, tmp_path: Path) -> None:
    for sector, post in (("教育界", "县一中教师"), ("农业界", "云水镇村民")):
        filled.place.create("member", name="李建国", sector=sector, post=post, mobile=f"1380000{len(post)}000"[:11])
    path = paper(tmp_path, "第一提案人：李建国", "联名人：陈素芬、王不在", "建议承办单位：县没有局", "类别：没有类")
    found = recognise(filled, path)
    assert found.typed["first_sponsor"] == [None, "", "李建国"] and len(found.candidates["first_sponsor"]) == 2
    assert found.doubts["first_sponsor"] == (
        "文件里写的是“李建国”，有两位同名委员（教育界县一中教师；农业界云水镇村民），请选一位。"
    )
    assert found.typed["joint_sponsors"]["text"] == "王不在"
    assert found.doubts["joint_sponsors"] == "文件里写的是“王不在”，委员名册里没有这个人。"
    assert found.doubts["suggested_unit"] == "承办单位名册里没有“县没有局”。"
    assert found.doubts["category"] == "文件里写的是“没有类”，代码表里没有。" and "category" not in found.typed
    better = recognise(filled, paper(tmp_path, "第一提案人：李建国（教育界）", name="二.docx"))
    assert better.typed["first_sponsor"][0] and "first_sponsor" not in better.doubts
    best = recognise(filled, paper(tmp_path, "提案人：李建国  单位：云水镇村民", name="三.docx"))
    assert best.typed["first_sponsor"][0] not in (None, better.typed["first_sponsor"][0])


def test_a_collective(filled: Filled, tmp_path: Path) -> None:
    found = recognise(filled, paper(tmp_path, "提案单位：民盟示例县总支", "执笔人：郑晓禾", "联系人：陈素芬 13900002222", "负责人：李建国"))  # fmt: skip
    wanted = {"form": "3", "collective": "民盟示例县总支", "drafter": "郑晓禾", "contact_person": "陈素芬",
              "contact_phone": "13900002222", "head": "李建国"}  # fmt: skip
    assert {name: found.typed.get(name) for name in wanted} == wanted and "first_sponsor" not in found.typed


def test_a_draft_holds_all_and_nothing_is_saved(filled: Filled, tmp_path: Path) -> None:
    place, path = filled.place, paper(tmp_path, "第一提案人：郑晓禾")
    found = recognise(filled, path)
    key = start_draft(place.office, place.actor, found)
    draft = read_draft(place.office, place.actor, "proposal", key)
    assert draft and {name: value for name, value in draft.typed.items() if name != ORIGIN} == found.typed
    assert draft.typed[ORIGIN]["name"] == "提案.docx" and draft.is_new
    lines = list_drafts(place.office, place.actor, "proposal")
    assert (lines[0].title, lines[0].fields) == (TITLE, len(found.typed))
    record = create_record(place.office, place.actor, "proposal", {
        "title": TITLE, "form": "1", "first_sponsor": filled.members[0], "analysis": "一", "suggestions": "二",
    })  # fmt: skip
    path.unlink()  # the stick may be gone by now
    attach_origin(place.office, place.actor, "proposal", record, draft.typed)
    attached = list_attachments(place.office, place.actor, record)
    assert [(each.name, each.here) for each in attached] == [("提案.docx", True)]
    attach_origin(place.office, place.actor, "proposal", record, {})
    assert len(list_attachments(place.office, place.actor, record)) == 1


def test_what_is_registered_already_is_told(filled: Filled, tmp_path: Path) -> None:
    place = filled.place
    same = recognise(filled, paper(tmp_path, title="关于优化公交班次的建议"))
    assert same.already == "本次会议已经有一件案由相同的：“关于优化公交班次的建议”。" and same.record == filled.proposal
    path = paper(tmp_path, title="关于另一件事的建议", name="二.docx")
    assert recognise(filled, path).already == ""
    attach_files(place.office, place.actor, "proposal", filled.proposal, [path])
    again = recognise(filled, path)
    assert again.already.startswith("这个文件已经登记过：") and again.record == filled.proposal


def test_a_file_that_changed_meanwhile_and_one_that_cannot_be_read(filled: Filled, tmp_path: Path) -> None:
    place, path = filled.place, paper(tmp_path)
    found = recognise(filled, path)
    paper(tmp_path, "第一提案人：郑晓禾")
    with pytest.raises(OfficeError, match="刚被改过"):
        start_draft(place.office, place.actor, found)
    (tmp_path / "旧.doc").write_bytes(b"{\\rtf1")
    with pytest.raises(OfficeError, match=r"另存为 \.docx"):
        recognise(filled, tmp_path / "旧.doc")
    with pytest.raises(Refusal):
        recognise_proposal(place.office, Actor("只看", "reader", "county"), path)
    assert not list_drafts(place.office, place.actor)


@pytest.mark.parametrize("text", ["好" * 9_437_184, "好\n" * 4_718_592, "\u200b好\t" * 3_145_728])
def test_nine_megabytes_in_a_field_are_refused_at_once(filled: Filled, text: str) -> None:
    place = filled.place
    begun = time.monotonic()
    with pytest.raises(InvalidField, match="最多 100000 字"):
        change_record(place.office, place.actor, "proposal", filled.proposal, {"analysis": text})
    assert time.monotonic() - begun < 1
    now = show_record(place.office, place.actor, "proposal", filled.proposal)
    assert now.values["analysis"] == "班次少。"
