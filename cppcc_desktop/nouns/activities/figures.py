"""The figures of 活动 by year: what was held by whom, how many came, what was learned and done (domain.md §5)."""

from __future__ import annotations

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
HOLDING, COMING, DOING = "开展", "参加", "做了什么"

_HELD = Is("state", DONE)
_OF_HELD = of_record("activity", _HELD)
_CAME = Both(_OF_HELD, Traited("presence", "present"))
_SERVING = Both(Either(Is("joined_on", None), Span("joined_on", last=END)), Not(Span("left_on", last=END)))
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


SHEET = FigureSheet(
    module=ACTIVITIES,
    title="活动情况",
    groups=(HOLDING, COMING, DOING),
    figures=FIGURES,
    dimensions=(_by("type", "类型"), _by("organiser", "主办"), _by("station", "联络站")),
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
