"""The office whose papers are golden: rare and long names, long texts, a merged case, late units of both roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.exporters.sheets import LONG_POST, TEXT
from tests.golden.offices import PASSWORD, USER, read_clock
from tests.golden.program import (
    FEATURES,
    Actor,
    Office,
    Plenary,
    act,
    change_setting,
    create_office,
    create_record,
    list_children,
)

COMMITTEE = "政协示例县委员会"
LONG = "（一）存在的问题\n" + TEXT * 3 + "\n（二）原因\n" + TEXT * 2


@dataclass
class PaperOffice:
    """The office and the records its papers are printed of, by what is special about them."""

    office: Office
    actor: Actor
    records: dict[str, str] = field(default_factory=dict[str, str])

    def add(self, known_as: str, kind: str, **raw: object) -> str:
        self.records[known_as] = create_record(self.office, self.actor, kind, raw)
        return self.records[known_as]

    def propose(self, name: str, title: str, **raw: object) -> str:
        told = {"form": "1", "category": "社会建设", "analysis": "班次少。", "suggestions": "加班次。", **raw}
        return self.add(name, "proposal", title=title, **told)

    def step(self, name: str, move: str, day: str, **raw: object) -> None:
        act(self.office, self.actor, "proposal", self.records[name], move, {"date": day, **raw})

    def docket(self, name: str, **raw: object) -> None:
        self.review(name)
        self.step(name, "docket", "2026-02-03", category="4", **raw)

    def review(self, name: str) -> None:
        self.step(name, "receive", "2026-02-01")
        for _ in range(3):
            self.step(name, "review", "2026-02-02", opinion="符合")


def make_paper_office(folder: Path) -> PaperOffice:
    """A new office with the records the golden papers are made of."""
    office = create_office(
        folder / "papers.db", FEATURES, kind="county", name=COMMITTEE, plenary=Plenary(10, 3), user=USER,
        password=PASSWORD, clock=read_clock, anchors=folder / "anchors",
    )  # fmt: skip
    place = PaperOffice(office, Actor(USER, "admin", office.name))
    change_setting(office, place.actor, "proposal_contact", "提案委员会办公室 王同志，0571-0000000", "2026-01-01")
    people = add_people(place)
    units = [
        place.add(name, "unit", name=name) for name in ("县交通运输局", "县公安局", "县住房和城乡建设局", "县财政局")
    ]
    write_proposals(place, people)
    take_steps(place, units)
    return place


def add_people(place: PaperOffice) -> Sequence[str]:
    names = ("王䶮", "欧阳堃喆", "李犇", "陈𬱖", "阿依·古兰", "郑晓禾", "钱立秋", "孙小满", "周立秋", "吴小满")
    return [
        place.add(name, "member", name=name, sex="女", sector=("经济界", "农业界", "教育界")[number % 3],
                  mobile=f"1990000{number:04}", postcode="000000", address="示例县城关镇人民路128号",
                  post=LONG_POST if number == 1 else f"示例第{number}公司经理",
                  special_committee="提案委员会")
        for number, name in enumerate(names)
    ]  # fmt: skip


def write_proposals(place: PaperOffice, people: Sequence[str]) -> None:
    long = "关于加快推进老旧小区地下管网改造、完善长效管护机制推动高质量发展的建议"
    place.propose("long", long, form="2", first_sponsor=people[1], joint_sponsors=[people[0], people[2], people[3]],
                  analysis=TEXT + "\n" + LONG, suggestions=f"1. 摸清底数。{TEXT}\n2. 加大投入。{TEXT * 2}",
                  research="2026年3月赴城关镇6个社区实地调研，发放问卷420份。", may_be_published=True,
                  suggested_unit="主办：县住房和城乡建设局；会办：县财政局")  # fmt: skip
    place.propose("many", "关于优化公交班次的建议", form="2", first_sponsor=people[0], joint_sponsors=list(people[1:]))
    place.propose("body", "关于发展稻渔综合种养的建议", form="3", collective="某党派示例县总支部委员会", drafter="赵一",
                  contact_person="钱二", contact_phone="10000000005", head="孙三", analysis=TEXT, suggestions=TEXT,
                  sealed="是")  # fmt: skip
    place.propose("merged", "关于增加公交车次的建议", first_sponsor=people[4])
    place.propose("declined", "关于保护王䶮故居的建议", first_sponsor=people[0])


def take_steps(place: PaperOffice, units: Sequence[str]) -> None:
    for name in ("long", "many", "body"):
        place.docket(name)
    place.step("merged", "receive", "2026-02-01")
    place.step("merged", "merge", "2026-02-02", merged_into=place.records["many"], opinion="内容相近")
    place.step("declined", "receive", "2026-02-01")
    place.step("declined", "decline", "2026-02-07", ground="10", onward="1", opinion="缺少具体建议")
    place.step("declined", "pass_on", "2026-02-09", receiver="县信访局", sent_as="转字1号")
    batch: Mapping[str, object] = {"notice_no": "示协办〔2026〕5号", "meeting": "县提案交办会"}
    place.step(
        "long", "assign", "2026-03-01", unit=units[2], assist_units=[units[3], units[0]], due_on="2026-06-01", **batch
    )
    place.step("many", "assign", "2026-03-01", unit=units[0], assist_units=[units[1]], due_on="2026-06-01", **batch)
    place.step("body", "assign", "2026-03-01", unit=units[1], role="分办", due_on="2026-06-02", **batch)
    place.step("long", "choose_key", "2026-03-02", chosen_how="主席会议确定", supervisor="王䶮")
    for name in ("long", "many"):
        rows = list_children(place.office, place.actor, "assignment", place.records[name])
        place.records[f"handed {name}"] = str(min(rows, key=lambda row: str(row["role"]) != "lead")["id"])
