"""The figures of 活动 by year: what was held by whom, how many came, what was learned and done (domain.md §5)."""

from __future__ import annotations

from dataclasses import replace

from cppcc_desktop.domain.description.conditions import (
    END,
    Both,
    Condition,
    Either,
    Filled,
    Is,
    Named,
    Not,
    Span,
    Traited,
    of_record,
)
from cppcc_desktop.domain.description.figures import (
    MONTH,
    BoardTable,
    Dimension,
    Figure,
    FigureBars,
    FigureSheet,
    PartBars,
    ScopeKind,
)
from cppcc_desktop.nouns.activities.life import AHEAD, DONE
from cppcc_desktop.nouns.activities.records import ATTENDANCE

ACTIVITIES, ATTENDANCES, MEMBERS = "activities", "attendances", "members"
OF_MEMBERS = ("sector", "member")  # dimensions that only members stand in
HOLDING, COMING, DOING = "开展", "参加", "做了什么"

_HELD = Is("state", DONE)
_OF_HELD = of_record("activity", _HELD)
_CAME = Both(_OF_HELD, Traited("presence", "present"))
_SERVING = Both(Either(Is("joined_on", None), Span("joined_on", last=END)), Not(Span("left_on", last=END)))
_OF_MEMBER = Filled("member")
_RECORDED = Both(_OF_HELD, Filled("presence"))


def _count(key: str, label: str, where: Condition, short: str = "") -> Figure:
    return Figure(
        key=key, label=label, group=HOLDING, where=where, module=ACTIVITIES, unit="次", counted="次", short=short
    )


def _kind(key: str, label: str) -> Figure:
    return _count(key, label, Both(_HELD, Traited("type", key)))


def _people(key: str, label: str, where: Condition, short: str = "") -> Figure:
    return Figure(
        key=key, label=label, group=COMING, where=where, module=ATTENDANCES, unit="人次", counted="人次", short=short
    )


def _of_members(key: str, label: str, where: Condition, short: str) -> Figure:
    return replace(_people(key, label, Both(where, _OF_MEMBER), short), only_by=OF_MEMBERS)


def _sum(name: str, label: str, unit: str) -> Figure:
    return Figure(
        key=name, label=label, group=DOING, where=Both(_HELD, Filled(name)), module=ACTIVITIES, unit=unit, counted="次",
        adds=name,
    )  # fmt: skip


FIGURES = (
    _count("held", "已开展的活动", _HELD, "活动"),
    _count("own", "县里的", Both(_HELD, Is("station", None))),
    _count("of_stations", "联络站的", Both(_HELD, Filled("station")), "联络站"),
    _kind("meeting", "会议"),
    _kind("duty", "调研视察监督"),
    _kind("study", "学习培训"),
    _kind("contact", "联系走访"),
    _kind("service", "服务和公益"),
    _count("ahead", "要开展的", Is("state", AHEAD)),
    _count("cancelled", "取消的", Is("state", ("cancelled",)), "取消"),
    _people("attended", "参加人次", _CAME, "人次"),
    _people("on_leave", "请假人次", Both(_OF_HELD, Is("presence", "2")), "请假"),
    _people("absent", "缺席人次", Both(_OF_HELD, Is("presence", "3")), "缺席"),
    Figure(key="attendance_rate", label="出席率", group=COMING, where=_CAME, of=_RECORDED, base="占登记过的人次",
           module=ATTENDANCES, unit="%", counted="人次"),
    Figure(key="members", label="本届在任委员", group=COMING, where=_SERVING, module=MEMBERS, unit="人", counted="人"),
    Figure(key="per_member", label="人均参加", group=COMING, where=Both(_CAME, _OF_MEMBER), per="members", module=ATTENDANCES, unit="次",
           counted="人次", base="委员参加人次 ÷ 本届在任委员"),
    _of_members("member_attended", "委员参加人次", _CAME, "人次"),
    _of_members("member_on_leave", "委员请假人次", Both(_OF_HELD, Is("presence", "2")), "请假"),
    _of_members("member_absent", "委员缺席人次", Both(_OF_HELD, Is("presence", "3")), "缺席"),
    Figure(key="member_rate", label="委员出席率", short="出席率", group=COMING, where=Both(_CAME, _OF_MEMBER), of=Both(_RECORDED, _OF_MEMBER),
           base="占登记过的委员人次", module=ATTENDANCES, unit="%", counted="人次", only_by=OF_MEMBERS),
    Figure(key="members_taking_part", label="参加过活动的委员", group=COMING, base="占本届在任委员",
           where=Both(_SERVING, Named(ATTENDANCE.name, ("member",), _CAME)), of=_SERVING,
           module=MEMBERS, unit="%", counted="人"),
    _sum("hours", "学时", "学时"),
    _sum("people_served", "受益人次", "人次"),
    _sum("matters_done", "办实事", "件"),
    _sum("money", "资金", "元"),
)  # fmt: skip


def _by(key: str, label: str) -> Dimension:
    return Dimension(key, label, {ACTIVITIES: (key,), ATTENDANCES: (f"activity.{key}",)})


def _table(by: str, title: str, note: str) -> BoardTable:
    whose = "member_" if by in OF_MEMBERS else ""
    counts = tuple(f"{whose}{each}" for each in ("attended", "on_leave", "absent"))
    rate = "member_rate" if whose else "attendance_rate"
    return BoardTable(title=title, note=note, by=by, columns=(*counts, rate), main=(counts[0], rate))


SHEET = FigureSheet(
    module=ACTIVITIES,
    title="活动情况",
    groups=(HOLDING, COMING, DOING),
    figures=FIGURES,
    dimensions=(
        _by("type", "类型"),
        _by("organiser", "主办"),
        _by("station", "联络站"),
        Dimension(
            "month",
            "月份",
            {ACTIVITIES: (f"date{MONTH}",), ATTENDANCES: (f"activity.date{MONTH}",)},
            note="活动开始的那个月",
        ),
        Dimension("activity", "活动", {ATTENDANCES: ("activity",)}, note="只列登记过出席的"),
        Dimension("sector", "界别", {ATTENDANCES: ("participant.body",)}, note="委员，照参加那天名单上写的界别"),
        Dimension("member", "委员", {ATTENDANCES: ("member",)}),
    ),
    tables=(
        _table("activity", "每次活动的出席", "只列登记过出席的"),
        _table("sector", "各界别的出席", "委员，照参加那天名单上写的界别"),
        _table("member", "每位委员的出席", "没有登记过出席的委员不在表里"),
    ),
    headlines=("held", "of_stations", "attended", "attendance_rate", "members_taking_part"),
    columns=("held", "attended", "on_leave", "absent", "attendance_rate"),
    main=("held", "attended", "attendance_rate"),
    charts=(
        FigureBars(title="参加", note="登记过 {n} 人次", keys=("attendance_rate", "members_taking_part")),
        PartBars(
            title="各类活动的出席", note="最多的 {n} 类", key="attendance_rate", by="type", parts=("到会", "没到")
        ),
    ),
    scopes=(ScopeKind.YEAR, ScopeKind.PLACE, ScopeKind.ALL),
    year_words="开展的",
)
